/* The order of an inquiry document, read strictly into struct order; tables first, special members below. */
#include <stdlib.h>

#include "model/inquiry.h"
#include "text/document.h"
#include "text/json.h"
#include "text/utf8.h"

enum {
    MOST_ITEMS = 500,
    MOST_PIECES = 2000,
    MOST_FIELDS = 100,
    MOST_CHOICES = 200,
    MOST_SHIPMENTS = 500,
    MOST_EVENTS = 5000,
    MOST_SCANS = 1000,
    MOST_ENTRIES = 1000, /* holds, promises, changes, claims */
    MOST_ADDRESSES = 100,
    MOST_QUANTITY = 100000,
    MOST_PIXELS = 1000000,
    MOST_DAYS = 365,
};

DOCUMENT_WORD(stage, STAGE_COUNT)
DOCUMENT_WORD(milestone, MILESTONE_COUNT)
DOCUMENT_WORD(change_state, CHANGE_STATE_COUNT)
DOCUMENT_WORD(claim_state, CLAIM_STATE_COUNT)

static node_reader read_fields, read_rules, read_kind, read_item_index, read_item_indexes, read_days,
    read_consents, read_currency, read_country, read_amount;
static int finish_production(const struct node *node, void *object);
static int finish_promise(const struct node *node, void *object);

#define LABEL .max = DOCUMENT_LABEL
#define TEXT .max = DOCUMENT_TEXT
#define REQUIRED .required = true
#define NONE .max = 0

static const struct member_rule field_rule_members[] = {
    MEMBER("max", read_int, struct field_rule, max, .min = 0, .max = DOCUMENT_TEXT),
    MEMBER("charset", read_text, struct field_rule, charset, LABEL),
    MEMBER_TEXTS("choices", struct field_rule, choices, choice_count, MOST_CHOICES),
    MEMBER("min_width", read_int, struct field_rule, min_width, .min = 0, .max = MOST_PIXELS),
    MEMBER("min_height", read_int, struct field_rule, min_height, .min = 0, .max = MOST_PIXELS),
    MEMBER("required", read_bool, struct field_rule, required, NONE),
};
static const struct shape field_rule_shape = SHAPE(struct field_rule, NULL, field_rule_members, NULL);

static const struct member_rule piece_members[] = {
    MEMBER("personalization", read_fields, struct piece, fields, .max = MOST_FIELDS,
           .count_offset = offsetof(struct piece, field_count)),
};
static const struct shape piece_shape = SHAPE(struct piece, NULL, piece_members, NULL);

static const struct item blank_item = {.quantity = 1};
static const struct member_rule item_members[] = {
    MEMBER("sku", read_text, struct item, sku, LABEL),
    MEMBER("title", read_text, struct item, title, LABEL),
    MEMBER("kind", read_kind, struct item, stock, NONE),
    MEMBER("quantity", read_int, struct item, quantity, .min = 1, .max = MOST_QUANTITY),
    MEMBER("personalization", read_fields, struct item, fields, .max = MOST_FIELDS,
           .count_offset = offsetof(struct item, field_count)),
    MEMBER_LIST("pieces", struct item, pieces, piece_count, MOST_PIECES, piece_shape),
    MEMBER("rules", read_rules, struct item, rules, .max = MOST_FIELDS,
           .count_offset = offsetof(struct item, rule_count)),
};
static const struct shape item_shape = SHAPE(struct item, &blank_item, item_members, NULL);

static const struct member_rule person_members[] = {
    MEMBER("name", read_text, struct person, name, LABEL),
    MEMBER("email", read_text, struct person, email, LABEL),
    MEMBER("phone", read_text, struct person, phone, LABEL),
    MEMBER("locale", read_text, struct person, locale, LABEL),
    MEMBER_TEXTS("emails", struct person, emails, email_count, MOST_ADDRESSES),
    MEMBER("consents", read_consents, struct person, consents_sms, .max = MOST_ADDRESSES),
};
static const struct shape person_shape = SHAPE(struct person, NULL, person_members, NULL);

static const struct member_rule scan_members[] = {
    MEMBER("at", read_instant, struct scan, at, REQUIRED),
    MEMBER("status", read_text, struct scan, status, LABEL),
};
static const struct shape scan_shape = SHAPE(struct scan, NULL, scan_members, NULL);

static const struct member_rule shipment_members[] = {
    MEMBER("items", read_item_indexes, struct shipment, items, .max = MOST_ITEMS,
           .count_offset = offsetof(struct shipment, item_count)),
    MEMBER("carrier", read_text, struct shipment, carrier, LABEL),
    MEMBER("tracking", read_text, struct shipment, tracking, LABEL),
    MEMBER_LIST("scans", struct shipment, scans, scan_count, MOST_SCANS, scan_shape),
};
static const struct shape shipment_shape = SHAPE(struct shipment, NULL, shipment_members, NULL);

static const struct stage_event blank_event = {.at = INSTANT_NONE, .item = ALL_ITEMS};
static const struct member_rule event_members[] = {
    MEMBER("stage", read_stage, struct stage_event, stage, REQUIRED),
    MEMBER("at", read_instant, struct stage_event, at, REQUIRED),
    MEMBER("item", read_item_index, struct stage_event, item, NONE),
};
static const struct shape event_shape = SHAPE(struct stage_event, &blank_event, event_members, NULL);

static const struct hold blank_hold = {.item = ALL_ITEMS, .from = INSTANT_NONE, .to = INSTANT_NONE};
static const struct member_rule hold_members[] = {
    MEMBER("item", read_item_index, struct hold, item, NONE),
    MEMBER("from", read_instant, struct hold, from, REQUIRED),
    MEMBER("to", read_instant, struct hold, to, NONE),
    MEMBER("reason", read_text, struct hold, reason, LABEL),
};
static const struct shape hold_shape = SHAPE(struct hold, &blank_hold, hold_members, NULL);

static const struct promise blank_promise = {
    .item = ALL_ITEMS, .range = {DAY_NONE, DAY_NONE}, .told_at = INSTANT_NONE};
static const struct member_rule promise_members[] = {
    MEMBER("milestone", read_milestone, struct promise, milestone, REQUIRED),
    MEMBER("item", read_item_index, struct promise, item, NONE),
    MEMBER("from", read_day, struct promise, range.from, NONE),
    MEMBER("to", read_day, struct promise, range.to, REQUIRED),
    MEMBER("told_at", read_instant, struct promise, told_at, NONE),
};
static const struct shape promise_shape =
    SHAPE(struct promise, &blank_promise, promise_members, finish_promise);

static const struct change blank_change = {.item = ALL_ITEMS, .at = INSTANT_NONE};
static const struct member_rule change_members[] = {
    MEMBER("item", read_item_index, struct change, item, NONE),
    MEMBER("field", read_text, struct change, field, LABEL),
    MEMBER("old", read_text, struct change, old_value, TEXT),
    MEMBER("new", read_text, struct change, new_value, TEXT),
    MEMBER("state", read_change_state, struct change, state, NONE),
    MEMBER("at", read_instant, struct change, at, NONE),
    MEMBER("late", read_bool, struct change, late, NONE),
};
static const struct shape change_shape = SHAPE(struct change, &blank_change, change_members, NULL);

static const struct claim blank_claim = {.item = ALL_ITEMS, .at = INSTANT_NONE};
static const struct member_rule claim_members[] = {
    MEMBER("item", read_item_index, struct claim, item, NONE),
    MEMBER("state", read_claim_state, struct claim, state, NONE),
    MEMBER("at", read_instant, struct claim, at, NONE),
    MEMBER("photos", read_int, struct claim, photos, .min = 0, .max = MOST_ENTRIES),
};
static const struct shape claim_shape = SHAPE(struct claim, &blank_claim, claim_members, NULL);

static const struct member_rule production_members[] = {
    MEMBER("days", read_days, struct order, production.days, NONE),
    MEMBER("rush", read_bool, struct order, production.rush, NONE),
    MEMBER("window_waived", read_bool, struct order, production.window_waived, NONE),
};
static const struct shape production_shape = SHAPE(struct order, NULL, production_members, finish_production);

static const struct member_rule shipping_members[] = {
    MEMBER("days", read_days, struct order, shipping.days, NONE),
    MEMBER("carrier", read_text, struct order, shipping.carrier, LABEL),
    MEMBER("country", read_country, struct order, shipping.country, NONE),
    MEMBER("tracking", read_text, struct order, shipping.tracking, LABEL),
    MEMBER_LIST("scans", struct order, shipping.scans, shipping.scan_count, MOST_SCANS, scan_shape),
};
static const struct shape shipping_shape = SHAPE(struct order, NULL, shipping_members, NULL);

static const struct order blank_order = {.placed_at = INSTANT_NONE, .rush_available = true};
/* `items` stands before everything that names an item by its index. */
static const struct member_rule order_members[] = {
    MEMBER("number", read_text, struct order, number, LABEL),
    MEMBER("placed_at", read_instant, struct order, placed_at, NONE),
    MEMBER("currency", read_currency, struct order, currency, NONE),
    MEMBER("total", read_amount, struct order, total, NONE),
    MEMBER("remake_of", read_text, struct order, remake_of, LABEL),
    MEMBER("rush_available", read_bool, struct order, rush_available, NONE),
    MEMBER("customer", read_object, struct order, customer, .shape = &person_shape),
    MEMBER("recipient", read_object, struct order, recipient, .shape = &person_shape),
    MEMBER_LIST("items", struct order, items, item_count, MOST_ITEMS, item_shape),
    {.name = STR_INIT("production"), .read = read_object, .shape = &production_shape},
    {.name = STR_INIT("shipping"), .read = read_object, .shape = &shipping_shape},
    MEMBER_LIST("shipments", struct order, shipments, shipment_count, MOST_SHIPMENTS, shipment_shape),
    MEMBER_LIST("events", struct order, events, event_count, MOST_EVENTS, event_shape),
    MEMBER_LIST("holds", struct order, holds, hold_count, MOST_ENTRIES, hold_shape),
    MEMBER_LIST("promises", struct order, promises, promise_count, MOST_ENTRIES, promise_shape),
    MEMBER_LIST("changes", struct order, changes, change_count, MOST_ENTRIES, change_shape),
    MEMBER_LIST("claims", struct order, claims, claim_count, MOST_ENTRIES, claim_shape),
};
static const struct shape order_shape = SHAPE(struct order, NULL, order_members, NULL);

/* As it was written, up to fifteen digits. */
static struct str number_text(struct arena *arena, const struct value *value)
{
    if (value->kind == VALUE_INT) return arena_printf(arena, "%lld", (long long)value->integer);
    return arena_printf(arena, "%.15g", value->real);
}

/* A personalization's value: a text, a number as text, or null for a field that is still empty. */
static int field_value(const struct node *node, struct str *out)
{
    if (node_is(node, VALUE_NIL)) return 0;
    if (node_is(node, VALUE_STRING)) return node_text(node, DOCUMENT_TEXT, out);
    if (!node_is(node, VALUE_INT) && !node_is(node, VALUE_REAL))
        return node_expected(node, "a text or a number");
    *out = number_text(node->document->arena, node->value);
    return 0;
}

static int check_name(const struct node *node)
{
    return node->name.len <= DOCUMENT_LABEL ? 0 : node_expected(node, "a field name of at most 4096 bytes");
}

static int read_fields(const struct node *node, const struct member_rule *rule, void *object)
{
    if (node_check_map(node, rule->max) < 0) return -1;
    size_t count = node->value->object.count;
    struct field *fields = ARENA_ARRAY(node->document->arena, count, struct field);
    for (size_t i = 0; i < count; i++) {
        const struct member *member = &node->value->object.members[i];
        struct node part = {node->document, node, member->name, 0, &member->value};
        fields[i].name = member->name;
        if (check_name(&part) < 0 || field_value(&part, &fields[i].value) < 0) return -1;
    }
    rule_store_list(rule, object, fields, count);
    return 0;
}

static int read_rules(const struct node *node, const struct member_rule *rule, void *object)
{
    if (node_check_map(node, rule->max) < 0) return -1;
    size_t count = node->value->object.count;
    struct field_rule *rules = ARENA_ARRAY(node->document->arena, count, struct field_rule);
    for (size_t i = 0; i < count; i++) {
        const struct member *member = &node->value->object.members[i];
        struct node part = {node->document, node, member->name, 0, &member->value};
        rules[i].field = member->name;
        if (check_name(&part) < 0 || node_members(&part, &field_rule_shape, &rules[i]) < 0) return -1;
    }
    rule_store_list(rule, object, rules, count);
    return 0;
}

static int read_kind(const struct node *node, const struct member_rule *rule, void *object)
{
    static const struct str kinds[] = {STR_INIT("custom"), STR_INIT("stock")};
    for (int stock = 0; stock < 2; stock++) {
        if (!node_is(node, VALUE_STRING) || !str_eq(node->value->string, kinds[stock])) continue;
        *(bool *)rule_target(rule, object) = stock;
        return 0;
    }
    return node_expected_word(node, kinds, 2);
}

/* An index into the order's items, which are read by now. */
static int item_index(const struct node *node, int *out)
{
    const struct order *order = node->document->owner;
    int64_t index;
    if (order->item_count == 0) return node_expected(node, "no item, as the order lists none");
    if (node_int(node, 0, (int64_t)order->item_count - 1, &index) < 0) return -1;
    *out = (int)index;
    return 0;
}

static int read_item_index(const struct node *node, const struct member_rule *rule, void *object)
{
    return item_index(node, rule_target(rule, object));
}

static int read_item_indexes(const struct node *node, const struct member_rule *rule, void *object)
{
    if (node_check_array(node, rule->max) < 0) return -1;
    size_t count = node->value->array.count;
    int *indexes = ARENA_ARRAY(node->document->arena, count, int);
    for (size_t i = 0; i < count; i++) {
        struct node element = node_element(node, i);
        if (item_index(&element, &indexes[i]) < 0) return -1;
    }
    rule_store_list(rule, object, indexes, count);
    return 0;
}

/* [lo, hi], or one number, which is kept as {N, 0}. */
static int read_days(const struct node *node, const struct member_rule *rule, void *object)
{
    int64_t lo, hi = 0;
    if (node_is(node, VALUE_ARRAY)) {
        if (node->value->array.count != 2)
            return node_expected(node, "a number of days, or two as in [5, 7]");
        struct node first = node_element(node, 0), second = node_element(node, 1);
        if (node_int(&first, 1, MOST_DAYS, &lo) < 0 || node_int(&second, lo, MOST_DAYS, &hi) < 0) return -1;
    } else if (node_is(node, VALUE_INT) || node_is(node, VALUE_REAL)) {
        if (node_int(node, 1, MOST_DAYS, &lo) < 0) return -1;
    } else {
        return node_expected(node, "a number of days, or two as in [5, 7]");
    }
    *(struct day_pair *)rule_target(rule, object) = (struct day_pair){(int)lo, (int)hi};
    return 0;
}

/* Consents nobody here knows are left away, as unknown members are. */
static int read_consents(const struct node *node, const struct member_rule *rule, void *object)
{
    if (node_check_array(node, rule->max) < 0) return -1;
    struct person *person = object;
    for (size_t i = 0; i < node->value->array.count; i++) {
        struct node element = node_element(node, i);
        struct str word;
        if (node_text(&element, DOCUMENT_LABEL, &word) < 0) return -1;
        if (str_eq(word, STR("sms"))) person->consents_sms = true;
        if (str_eq(word, STR("marketing"))) person->consents_marketing = true;
    }
    return 0;
}

/* A code of exactly `length` letters, in upper case; the empty text stays empty. */
static int read_code(const struct node *node, size_t length, const char *what, struct str *out)
{
    if (!node_is(node, VALUE_STRING)) return node_expected(node, what);
    struct str text = node->value->string;
    if (text.len == 0) return 0;
    if (text.len != length) return node_expected(node, what);
    char *upper = arena_alloc(node->document->arena, length + 1);
    for (size_t i = 0; i < length; i++) {
        if (!rune_is_letter((unsigned char)text.ptr[i]) || (unsigned char)text.ptr[i] >= 0x80)
            return node_expected(node, what);
        upper[i] = (char)(text.ptr[i] & ~0x20);
    }
    *out = str_of_len(upper, length);
    return 0;
}

static int read_currency(const struct node *node, const struct member_rule *rule, void *object)
{
    return read_code(node, 3, "a currency of three letters as in \"USD\"", rule_target(rule, object));
}

static int read_country(const struct node *node, const struct member_rule *rule, void *object)
{
    return read_code(node, 2, "a country of two letters as in \"US\"", rule_target(rule, object));
}

/* Digits, at most twelve, and perhaps a fraction of at most four. */
static bool is_amount(struct str text)
{
    size_t point = str_find_char(text, '.', 0);
    struct str whole = str_slice(text, 0, point), fraction = str_slice(text, point, text.len);
    uint64_t number;
    if (whole.len > 12 || str_to_uint(whole, UINT64_MAX, &number) < 0) return false;
    if (point == STR_NOT_FOUND) return true;
    fraction = str_slice(fraction, 1, fraction.len);
    return fraction.len <= 4 && str_to_uint(fraction, UINT64_MAX, &number) == 0;
}

static int read_amount(const struct node *node, const struct member_rule *rule, void *object)
{
    if (!node_is(node, VALUE_STRING) || (node->value->string.len && !is_amount(node->value->string)))
        return node_expected(node, "an amount as a text, as in \"89.00\"");
    *(struct str *)rule_target(rule, object) = node->value->string;
    return 0;
}

/* A rush order was told at checkout that work begins at once, unless the document says it was not. */
static int finish_production(const struct node *node, void *object)
{
    struct order *order = object;
    struct node waived = node_member(node, STR("window_waived"));
    if (!node_is(&waived, VALUE_BOOL)) order->production.window_waived = order->production.rush;
    return 0;
}

static int finish_promise(const struct node *node, void *object)
{
    struct promise *promise = object;
    if (promise->range.from == DAY_NONE) promise->range.from = promise->range.to;
    if (promise->range.from <= promise->range.to) return 0;
    struct node to = node_member(node, STR("to"));
    return node_expected(&to, "a date not before \"from\"");
}

/* One member by itself, through the reader of the whole document. */
static int part_from_json(struct arena *arena, struct str json, node_reader *read, size_t count_offset,
                          void *object, struct err *err)
{
    struct value value;
    struct document reading = {.arena = arena, .err = err, .pointer = ""};
    struct member_rule rule = {.read = read, .max = MOST_FIELDS, .count_offset = count_offset};
    if (json_parse(arena, json, &value, err) < 0) return -1;
    struct node node = node_root(&reading, &value);
    return read(&node, &rule, object);
}

int fields_from_json(struct arena *arena, struct str json, struct field **out, size_t *out_count,
                     struct err *err)
{
    struct {
        struct field *list;
        size_t count;
    } read = {0};
    if (part_from_json(arena, json, read_fields, sizeof read.list, &read, err) < 0) return -1;
    *out = read.list;
    *out_count = read.count;
    return 0;
}

int rules_from_json(struct arena *arena, struct str json, struct field_rule **out, size_t *out_count,
                    struct err *err)
{
    struct {
        struct field_rule *list;
        size_t count;
    } read = {0};
    if (part_from_json(arena, json, read_rules, sizeof read.list, &read, err) < 0) return -1;
    *out = read.list;
    *out_count = read.count;
    return 0;
}

struct timed { /* one entry of a list to be sorted: its time and its place in the document */
    instant_t at;
    size_t index;
};

static int timed_cmp(const void *left, const void *right)
{
    const struct timed *a = left, *b = right;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Sorts by the instant at `offset` of each element; equal times keep the document's order. */
static void sort_by_time(struct arena *arena, void *elements, size_t count, size_t size, size_t offset)
{
    char *from = elements;
    struct timed *order = ARENA_ARRAY(arena, count, struct timed);
    bool sorted = true;
    for (size_t i = 0; i < count; i++) {
        memcpy(&order[i].at, from + i * size + offset, sizeof order[i].at);
        order[i].index = i;
        if (i > 0 && order[i].at < order[i - 1].at) sorted = false;
    }
    if (sorted) return;
    qsort(order, count, sizeof *order, timed_cmp);
    char *copy = arena_array(arena, count, size);
    memcpy(copy, from, count * size);
    for (size_t i = 0; i < count; i++) memcpy(from + i * size, copy + order[i].index * size, size);
}

#define SORT(arena, list, count, type) \
    sort_by_time((arena), (list), (count), sizeof(type), offsetof(type, at))

static void sort_order(struct arena *arena, struct order *order)
{
    SORT(arena, order->events, order->event_count, struct stage_event);
    SORT(arena, order->shipping.scans, order->shipping.scan_count, struct scan);
    for (size_t i = 0; i < order->shipment_count; i++)
        SORT(arena, order->shipments[i].scans, order->shipments[i].scan_count, struct scan);
}

/* Something was ordered, even where the document does not say what: it has a stage, dates and a window all the same. */
static void list_nameless_item(struct arena *arena, struct order *order)
{
    if (order->item_count) return;
    order->items = ARENA_ARRAY(arena, 1, struct item);
    order->items[0] = blank_item;
    order->item_count = 1;
    order->unlisted = true;
}

int order_from_value(struct arena *arena, const struct value *document, const char *pointer,
                     struct order *out, struct err *err)
{
    struct order order = blank_order;
    struct document reading = {arena, err, pointer, &order};
    struct node node = node_root(&reading, document);
    if (node_members(&node, &order_shape, &order) < 0) return -1;
    sort_order(arena, &order);
    list_nameless_item(arena, &order);
    *out = order;
    return 0;
}
