/* An order as the desk knows it, and its JSON (the `order` member of the inquiry document).
 *
 * All strings are borrowed from the arena the order was read into. Absent members are empty strings, INSTANT_NONE,
 * pairs with lo = 0, items = ALL_ITEMS. */
#ifndef BURIN_MODEL_ORDER_H
#define BURIN_MODEL_ORDER_H

#include "base/date.h"
#include "base/err.h"
#include "model/words.h"
#include "text/value.h"

enum { ALL_ITEMS = -1 };

/* Working days from–to. lo = 0: not given; hi = 0: one number N was given, whose pair is estimate_pair(lo). */
struct day_pair {
    int lo, hi;
};

struct field { /* one part of a personalization: "engraving" → "Forever & Always" */
    struct str name, value;
};

/* What a personalization field may hold; zero members mean no limit of that kind. */
struct field_rule {
    struct str field;
    int max;            /* characters */
    struct str charset; /* only these characters, where not empty; "A-Z" ranges allowed */
    struct str *choices;
    size_t choice_count;
    int min_width, min_height; /* pixels, for photos */
    bool required;
};

struct piece { /* one of several of an item, with a personalization of its own */
    struct field *fields;
    size_t field_count;
};

struct item {
    struct str sku, title;
    bool stock; /* off the shelf, else made to order */
    int quantity;
    struct field *fields;
    size_t field_count;
    struct piece *pieces;
    size_t piece_count;
    struct field_rule *rules;
    size_t rule_count;
};

struct stage_event {
    enum stage stage;
    instant_t at;
    int item; /* or ALL_ITEMS */
};

struct hold {
    int item;
    instant_t from, to; /* to INSTANT_NONE: still held */
    struct str reason;
};

struct scan { /* lists of scans are in order of time */
    instant_t at;
    struct str status;
};

struct shipment {
    int *items; /* none: all */
    size_t item_count;
    struct str carrier, tracking;
    struct scan *scans;
    size_t scan_count;
};

struct promise {
    enum milestone milestone;
    int item;
    struct day_range range; /* from = to where the document gives `to` alone */
    instant_t told_at;
};

struct change {
    int item;
    struct str field, old_value, new_value;
    enum change_state state;
    instant_t at;
    bool late; /* it came when the window was over */
};

struct claim {
    int item;
    enum claim_state state;
    instant_t at;
    int photos;
};

struct person {
    struct str name, email, phone, locale;
    struct str *emails; /* further addresses */
    size_t email_count;
    bool consents_sms, consents_marketing;
};

struct order {
    struct str number, remake_of;
    struct str currency; /* ISO 4217, upper case */
    struct str total;    /* decimal text: at most 12 digits, and 4 behind the point */
    instant_t placed_at;
    bool rush_available; /* default true */
    struct person customer;
    struct person recipient; /* a gift's; name empty when there is none */
    struct item *items;
    size_t item_count;
    bool
        unlisted; /* the document lists no item: the one here is nameless, and stands for whatever was ordered */
    struct {
        struct day_pair days;
        bool rush, window_waived; /* a rush order counts as waived unless the document says false */
    } production;
    struct {
        struct day_pair days;
        struct str carrier, country, tracking; /* country: ISO 3166 alpha-2, upper case */
        struct scan *scans;
        size_t scan_count;
    } shipping;
    struct shipment *shipments;
    size_t shipment_count;
    struct stage_event *events; /* in order of time */
    size_t event_count;
    struct hold *holds;
    size_t hold_count;
    struct promise *promises;
    size_t promise_count;
    struct change *changes;
    size_t change_count;
    struct claim *claims;
    size_t claim_count;
};

/* How far the whole order has come by what was reported: the stage of the item that is furthest behind. */
struct order_progress {
    bool begun; /* false: no event yet, and no stage */
    enum stage stage;
    instant_t shipped_at, delivered_at; /* of the last item; INSTANT_NONE until all are */
    instant_t cancelled_at;             /* of the last item; INSTANT_NONE while one is left */
};
void order_progress(const struct order *order, struct order_progress *out);
/* The same of one item. */
void order_item_progress(const struct order *order, int item, struct order_progress *out);

/* Writers of the same JSON: what they write is read back as the same order. Times are UTC, members without a value are
 * left away. order_members_to_json() writes the members only, into an object that the caller has opened. */
struct json_writer;
void order_members_to_json(const struct order *order, struct json_writer *writer);
void fields_to_json(const struct field *fields, size_t count, struct json_writer *writer);
void rules_to_json(const struct field_rule *rules, size_t count, struct json_writer *writer);
/* Readers of the parts by themselves, from JSON that was written by the two above. */
int fields_from_json(struct arena *arena, struct str json, struct field **out, size_t *out_count,
                     struct err *err);
int rules_from_json(struct arena *arena, struct str json, struct field_rule **out, size_t *out_count,
                    struct err *err);

/* The value of a personalization field of an item (not of its pieces); empty when there is none. Field names
 * compare without ASCII case, here and below. */
struct str item_field(const struct item *item, struct str name);
/* The same of one of its pieces; piece -1: of the item itself. */
struct str piece_field(const struct item *item, int piece, struct str name);
/* The item's own rule for a field; NULL when the order carries none. */
const struct field_rule *item_rule(const struct item *item, struct str field);

#endif
