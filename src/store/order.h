/* Orders and their life. The document of the order API goes in and comes out; in between it is rows.
 *
 * Putting a document again brings the order up to date without forgetting: events, scans, promises, changes and claims are
 * added, never taken away; a personalization that differs from every version there is becomes a new version, and one
 * that is an older version (a shop that does not yet know of a confirmed change) changes nothing. */
#ifndef BURIN_STORE_ORDER_H
#define BURIN_STORE_ORDER_H

#include "store/customer.h"

struct order_record {
    struct id id, customer;
    struct order *order; /* whole, as the engine takes it */
    struct str stage;    /* of the item that is furthest behind; empty before the first event */
    struct str title;    /* of the first item; empty where there is none */
    int items;
    instant_t created_at, updated_at, shipped_at, delivered_at, cancelled_at;
    int64_t version;
};

/* Letters and digits, in upper case: "#1042", "1042" are the same order; also "SO-88213" and "so 88213". */
struct str order_key(struct arena *arena, struct str number);

enum order_put { ORDER_CREATED, ORDER_CHANGED, ORDER_SAME };
int order_put(const struct unit *unit, const struct order *order, struct id *out_id, enum order_put *out_what,
              struct err *err);

/* 1 where found, 0 where not. */
int order_find(const struct unit *unit, struct str number, struct id *out, struct err *err);
/* The same where there must be one: 0, or -1 with ERR_NOT_FOUND; and what is said then. */
int order_need(const struct unit *unit, struct str number, struct id *out, struct err *err);
int order_missing(struct str number, struct err *err);
int order_load(const struct unit *unit, const struct id *id, struct order_record *out, struct err *err);
/* The row by itself, without items and life: for lists. */
int order_head(const struct unit *unit, const struct id *id, struct order_record *out, struct err *err);
int order_version(const struct unit *unit, const struct id *id, int64_t *out, struct err *err);

struct order_filter {
    struct str stage;   /* empty: any */
    struct id customer; /* zero: any */
    struct id after;    /* behind this one, newest first; zero: from the start */
    int most;
};
/* Heads only. */
int order_list(const struct unit *unit, const struct order_filter *filter, struct order_record *out,
               int *out_count, struct err *err);

/* Ids behind `after`, oldest first. */
int order_ids(const struct unit *unit, const struct id *after, int most, struct id *out, int *out_count,
              struct err *err);
/* Every name of a personalization's field that is in use, sorted. ERR_LIMIT where they are too many for a table. */
int order_field_names(const struct unit *unit, struct str **out, size_t *out_count, struct err *err);

/* The life of the order. Each raises the order's version. */
int order_add_event(const struct unit *unit, const struct id *id, const struct stage_event *event,
                    bool *out_new, struct err *err);
int order_add_hold(const struct unit *unit, const struct id *id, const struct hold *hold,
                   const struct id *change, struct id *out, struct err *err);
/* Ends the holds that are open: those of `change`, or with a zero one those of `item` (ALL_ITEMS: all). */
/* An open hold of the same item and reason that belongs to no change yet belongs to this one now: 1 where there is one. */
int order_take_hold(const struct unit *unit, const struct id *id, const struct hold *hold,
                    const struct id *change, struct err *err);
int order_end_holds(const struct unit *unit, const struct id *id, const struct id *change, int item,
                    int64_t *out_ended, struct err *err);
/* Those that a wish to cancel `item` set: with ALL_ITEMS every one that no proposal to cancel an item needs. */
int order_end_holds_of_cancel(const struct unit *unit, const struct id *id, int item, int64_t *out_ended,
                              struct err *err);
int order_add_scan(const struct unit *unit, const struct id *id, int shipment, const struct scan *scan,
                   struct err *err);
/* A new version of one field of an item (piece -1) or a piece. */
int order_apply_change(const struct unit *unit, const struct id *id, int item, int piece, struct str field,
                       struct str value, struct str made_by, const struct id *change, int64_t *out_version,
                       struct err *err);
/* The order has changed: its version rises, and an assessment that was made of it is done again. order_touch() looks at its
 * stage too. */
int order_bump(const struct unit *unit, const struct id *id, struct err *err);
int order_touch(const struct unit *unit, const struct id *id, struct err *err);

/* The numbers of the orders that make this one good, oldest first. */
int order_remakes(const struct unit *unit, struct str number, struct str **out, size_t *out_count,
                  struct err *err);
/* The items (or ALL_ITEMS) that are held by hand, so that they can be released so: at most `most`. */
int order_held_by_hand(const struct unit *unit, const struct id *id, int *out, int most, int *out_count,
                       struct err *err);

struct spec_version {
    int item, piece;
    int64_t version;
    struct str fields; /* JSON */
    instant_t made_at;
    struct str made_by;
    struct id change;
};
int order_specs(const struct unit *unit, const struct id *id, struct spec_version **out, size_t *out_count,
                struct err *err);

/* Personal texts of the order are gone: recipient, address, personalization. */
int order_erase(const struct unit *unit, const struct id *id, struct err *err);

#endif
