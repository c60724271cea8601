/* Orders read back from their rows, as the engine takes them; see order.h. */
#include "store/order.h"

#include "model/order_csv.h"
#include "store/order_rows.h"
#include "text/json.h"

enum { NUMBER_SHOWN = 80 /* bytes of a number in what is said about it */ };

static const struct db_sql sql_head = {.text = "SELECT " ORDER_HEAD
                                               " FROM orders WHERE store_id = ?1 AND order_id = ?2"};
static const struct db_sql sql_version = {
    .text = "SELECT version FROM orders WHERE store_id = ?1 AND order_id = ?2"};
static const struct db_sql sql_find = {
    .text = "SELECT order_id FROM orders WHERE store_id = ?1 AND number_key = ?2"};
#define PAGE " AND order_id < ?2 ORDER BY order_id DESC LIMIT ?3"
static const struct db_sql sql_list = {.text = "SELECT " ORDER_HEAD " FROM orders WHERE store_id = ?1" PAGE};
static const struct db_sql sql_list_stage = {.text = "SELECT " ORDER_HEAD
                                                     " FROM orders WHERE store_id = ?1 AND stage = ?4" PAGE};
static const struct db_sql sql_list_customer = {
    .text = "SELECT " ORDER_HEAD " FROM orders WHERE store_id = ?1 AND customer_id = ?4 AND (?5 = '' OR stage"
            " = ?5)" PAGE};
static const struct db_sql sql_ids = {
    .text = "SELECT order_id FROM orders WHERE store_id = ?1 AND order_id > ?2 ORDER BY order_id LIMIT ?3"};
static const struct db_sql sql_all_fields = {.text =
                                                 "SELECT fields FROM personalization WHERE store_id = ?1"};
static const struct db_sql sql_items = {.text = "SELECT item, sku, title, stock, quantity, rules FROM item"
                                                " WHERE store_id = ?1 AND order_id = ?2 ORDER BY item"};
#define SPEC "item, piece, spec_version, fields, made_at, made_by, change_id"
static const struct db_sql sql_specs = {.text = "SELECT " SPEC
                                                " FROM personalization WHERE store_id = ?1 AND order_id"
                                                " = ?2 ORDER BY item, piece, spec_version"};
static const struct db_sql sql_events = {.text = "SELECT stage, item, at FROM stage_event WHERE"
                                                 " store_id = ?1 AND order_id = ?2 ORDER BY at,"
                                                 " recorded_at"};
static const struct db_sql sql_holds = {.text = "SELECT item, from_at, to_at, reason FROM hold WHERE"
                                                " store_id = ?1 AND order_id = ?2 ORDER BY from_at"};
static const struct db_sql sql_held = {.text =
                                           "SELECT item FROM hold WHERE store_id = ?1 AND order_id = ?2 AND"
                                           " to_at IS NULL AND change_id IS NULL ORDER BY hold_id LIMIT ?3"};
/* Not by its id alone: that order would be had by walking through all orders of the store. */
static const struct db_sql sql_remakes = {
    .text = "SELECT number FROM orders WHERE store_id = ?1 AND remake_of = ?2 AND remake_of <> '' ORDER BY"
            " created_at, order_id LIMIT 100"};
static const struct db_sql sql_shipments = {
    .text = "SELECT items, carrier, tracking FROM shipment WHERE store_id = ?1 AND order_id = ?2 ORDER"
            " BY shipment"};
static const struct db_sql sql_scans = {
    .text =
        "SELECT shipment, at, status FROM scan WHERE store_id = ?1 AND order_id = ?2 ORDER BY shipment, at"};
static const struct db_sql sql_promises = {
    .text = "SELECT milestone, item, from_day, to_day, told_at FROM promise WHERE store_id = ?1 AND"
            " order_id = ?2 ORDER BY told_at, promise_id"};
static const struct db_sql sql_changes = {.text = "SELECT item, field, old_value, new_value, state, "
                                                  "received_at, inside_window FROM change_request WHERE"
                                                  " store_id = ?1 AND order_id = ?2 ORDER BY change_id"};
static const struct db_sql sql_claims = {
    .text = "SELECT item, state, opened_at, photos FROM claim WHERE store_id = ?1 AND order_id = ?2"
            " ORDER BY claim_id"};

struct str order_key(struct arena *arena, struct str number)
{
    char *key = arena_alloc(arena, number.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < number.len; i++) {
        unsigned char c = (unsigned char)number.ptr[i];
        if (c >= 'a' && c <= 'z') c = (unsigned char)(c & ~0x20);
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80) key[len++] = (char)c;
    }
    return str_of_len(key, len);
}

int order_find(const struct unit *unit, struct str number, struct id *out, struct err *err)
{
    struct db_rows rows;
    struct str key = order_key(unit->arena, number);
    if (!key.len) return 0;
    int found = db_first(unit->tx, &sql_find, UNIT_ARGS(unit, db_text(key)), &rows, err);
    if (found <= 0) return found;
    *out = db_get_id(&rows, 0);
    db_rows_done(&rows);
    return 1;
}

static struct day_pair pair_of(const struct db_rows *rows, int column)
{
    return (struct day_pair){(int)db_get_int(rows, column), (int)db_get_int(rows, column + 1)};
}

void order_row_head(const struct db_rows *rows, struct arena *arena, struct order_record *out)
{
    struct order *order = ARENA_NEW(arena, struct order);
    *out = (struct order_record){
        .id = db_get_id(rows, 0),
        .customer = db_get_id(rows, 2),
        .order = order,
        .stage = db_copy_text(rows, 19, arena),
        .created_at = db_get_instant(rows, 20),
        .updated_at = db_get_instant(rows, 21),
        .shipped_at = db_get_instant(rows, 22),
        .delivered_at = db_get_instant(rows, 23),
        .cancelled_at = db_get_instant(rows, 24),
        .version = db_get_int(rows, 25),
        .title = db_copy_text(rows, 27, arena),
        .items = (int)db_get_int(rows, 28),
    };
    order->customer.name = db_copy_text(rows, 26, arena);
    order->number = db_copy_text(rows, 1, arena);
    order->recipient.name = db_copy_text(rows, 3, arena);
    order->recipient.email = db_copy_text(rows, 4, arena);
    order->currency = db_copy_text(rows, 5, arena);
    order->total = db_copy_text(rows, 6, arena);
    order->placed_at = db_get_instant(rows, 7);
    order->remake_of = db_copy_text(rows, 8, arena);
    order->rush_available = db_get_int(rows, 9);
    order->production.days = pair_of(rows, 10);
    order->production.rush = db_get_int(rows, 12);
    order->production.window_waived = db_get_int(rows, 13);
    order->shipping.days = pair_of(rows, 14);
    order->shipping.carrier = db_copy_text(rows, 16, arena);
    order->shipping.country = db_copy_text(rows, 17, arena);
    order->shipping.tracking = db_copy_text(rows, 18, arena);
}

int order_head(const struct unit *unit, const struct id *id, struct order_record *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_head, UNIT_ARGS(unit, db_id(id)), &rows, err);
    if (found <= 0) return found;
    order_row_head(&rows, unit->arena, out);
    db_rows_done(&rows);
    return 1;
}

int order_missing(struct str number, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "there is no order %.*s", STR_ARG(str_slice(number, 0, NUMBER_SHOWN)));
}

int order_need(const struct unit *unit, struct str number, struct id *out, struct err *err)
{
    int found = order_find(unit, number, out, err);
    if (found < 0) return -1;
    return found ? 0 : order_missing(number, err);
}

int order_version(const struct unit *unit, const struct id *id, int64_t *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_version, UNIT_ARGS(unit, db_id(id)), &rows, err);
    if (found > 0) *out = db_get_int(&rows, 0);
    db_rows_done(&rows);
    return found;
}

static int read_rows(const struct unit *unit, struct db_rows *rows, order_row *read, struct order *order,
                     struct err *err)
{
    int more;
    while ((more = db_next(rows, err)) > 0)
        if (read(unit, rows, order, err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(rows);
    return more;
}

/* Adds one element to a list of the order. The capacity is the next power of two of the count, so it need not be kept. */
static void *push(struct arena *arena, void *list, size_t *count, size_t size)
{
    void *items;
    memcpy(&items, list, sizeof items);
    if ((*count & (*count - 1)) == 0) {
        void *more = arena_array(arena, *count ? *count * 2 : 1, size);
        if (*count) memcpy(more, items, *count * size);
        items = more;
        memcpy(list, &items, sizeof items);
    }
    return (char *)items + (*count)++ * size;
}
#define PUSH(unit, list, count) push((unit)->arena, &(list), &(count), sizeof *(list))

static int damaged(struct err *err, const char *what)
{
    return err_set(err, ERR_SYSTEM, "the database holds a word that this version does not know, as a %s",
                   what);
}

int order_row_item(const struct unit *unit, const struct db_rows *rows, struct order *order, struct err *err)
{
    struct item *item = PUSH(unit, order->items, order->item_count);
    *item = (struct item){
        .sku = db_copy_text(rows, 1, unit->arena),
        .title = db_copy_text(rows, 2, unit->arena),
        .stock = db_get_int(rows, 3),
        .quantity = (int)db_get_int(rows, 4),
    };
    struct str rules = db_get_text(rows, 5);
    if (str_is(rules, "{}")) return 0;
    return rules_from_json(unit->arena, db_copy_text(rows, 5, unit->arena), &item->rules, &item->rule_count,
                           err);
}

/* Versions come in order: the last one stays. */
int order_row_spec(const struct unit *unit, const struct db_rows *rows, struct order *order, struct err *err)
{
    size_t index = (size_t)db_get_int(rows, 0);
    int64_t piece = db_get_int(rows, 1);
    if (index >= order->item_count) return damaged(err, "personalization's item");
    struct item *item = &order->items[index];
    struct field **fields = &item->fields;
    size_t *count = &item->field_count;
    if (piece >= 0) {
        while (item->piece_count <= (size_t)piece)
            *(struct piece *)PUSH(unit, item->pieces, item->piece_count) = (struct piece){0};
        fields = &item->pieces[piece].fields;
        count = &item->pieces[piece].field_count;
    }
    return fields_from_json(unit->arena, db_copy_text(rows, 3, unit->arena), fields, count, err);
}

int order_row_event(const struct unit *unit, const struct db_rows *rows, struct order *order, struct err *err)
{
    struct stage_event *event = PUSH(unit, order->events, order->event_count);
    if (stage_from_name(db_get_text(rows, 0), &event->stage) < 0) return damaged(err, "stage");
    event->item = (int)db_get_int(rows, 1);
    event->at = db_get_instant(rows, 2);
    return 0;
}

int order_row_hold(const struct unit *unit, const struct db_rows *rows, struct order *order, struct err *err)
{
    (void)err;
    *(struct hold *)PUSH(unit, order->holds, order->hold_count) = (struct hold){
        .item = (int)db_get_int(rows, 0),
        .from = db_get_instant(rows, 1),
        .to = db_get_instant(rows, 2),
        .reason = db_copy_text(rows, 3, unit->arena),
    };
    return 0;
}

static int read_indexes(const struct unit *unit, struct str json, int **out, size_t *out_count,
                        struct err *err)
{
    struct value value;
    if (json_parse(unit->arena, json, &value, err) < 0) return -1;
    *out = ARENA_ARRAY(unit->arena, value.array.count, int);
    *out_count = value.array.count;
    for (size_t i = 0; i < value.array.count; i++) (*out)[i] = (int)value.array.items[i].integer;
    return 0;
}

static int read_shipment(const struct unit *unit, const struct db_rows *rows, struct order *order,
                         struct err *err)
{
    struct shipment *shipment = PUSH(unit, order->shipments, order->shipment_count);
    *shipment = (struct shipment){.carrier = db_copy_text(rows, 1, unit->arena),
                                  .tracking = db_copy_text(rows, 2, unit->arena)};
    return read_indexes(unit, db_copy_text(rows, 0, unit->arena), &shipment->items, &shipment->item_count,
                        err);
}

static int read_scan(const struct unit *unit, const struct db_rows *rows, struct order *order,
                     struct err *err)
{
    int64_t at = db_get_int(rows, 0);
    struct scan scan = {db_get_instant(rows, 1), db_copy_text(rows, 2, unit->arena)};
    if (at < 0)
        *(struct scan *)PUSH(unit, order->shipping.scans, order->shipping.scan_count) = scan;
    else if ((size_t)at < order->shipment_count)
        *(struct scan *)PUSH(unit, order->shipments[at].scans, order->shipments[at].scan_count) = scan;
    else
        return damaged(err, "scan's shipment");
    return 0;
}

int order_row_promise(const struct unit *unit, const struct db_rows *rows, struct order *order,
                      struct err *err)
{
    struct promise *promise = PUSH(unit, order->promises, order->promise_count);
    if (milestone_from_name(db_get_text(rows, 0), &promise->milestone) < 0) return damaged(err, "milestone");
    promise->item = (int)db_get_int(rows, 1);
    promise->range = (struct day_range){db_get_day(rows, 2), db_get_day(rows, 3)};
    promise->told_at = db_get_instant(rows, 4);
    return 0;
}

int order_row_change(const struct unit *unit, const struct db_rows *rows, struct order *order,
                     struct err *err)
{
    struct change *change = PUSH(unit, order->changes, order->change_count);
    *change = (struct change){
        .item = (int)db_get_int(rows, 0),
        .field = db_copy_text(rows, 1, unit->arena),
        .old_value = db_copy_text(rows, 2, unit->arena),
        .new_value = db_copy_text(rows, 3, unit->arena),
        .at = db_get_instant(rows, 5),
        .late = !db_get_int(rows, 6),
    };
    return change_state_from_name(db_get_text(rows, 4), &change->state) < 0 ? damaged(err, "change's state")
                                                                            : 0;
}

static int read_claim(const struct unit *unit, const struct db_rows *rows, struct order *order,
                      struct err *err)
{
    struct claim *claim = PUSH(unit, order->claims, order->claim_count);
    *claim = (struct claim){
        .item = (int)db_get_int(rows, 0), .at = db_get_instant(rows, 2), .photos = (int)db_get_int(rows, 3)};
    return claim_state_from_name(db_get_text(rows, 1), &claim->state) < 0 ? damaged(err, "claim's state") : 0;
}

static const struct {
    const struct db_sql *sql;
    order_row *read;
} parts[] = {
    {&sql_items, order_row_item},       {&sql_specs, order_row_spec},     {&sql_events, order_row_event},
    {&sql_holds, order_row_hold},       {&sql_shipments, read_shipment},  {&sql_scans, read_scan},
    {&sql_promises, order_row_promise}, {&sql_changes, order_row_change}, {&sql_claims, read_claim},
};
enum { PARTS = sizeof parts / sizeof *parts };

/* As the reader of documents does it: something was ordered, even where nobody said what. */
void order_row_end(const struct unit *unit, struct order *order)
{
    if (order->item_count) return;
    *(struct item *)PUSH(unit, order->items, order->item_count) = (struct item){.quantity = 1};
    order->unlisted = true;
}

/* Everything is asked for before anything is read, so that it is one round trip. */
static int ask_parts(const struct unit *unit, const struct id *id, struct db_rows *head,
                     struct db_rows rows[PARTS], struct err *err)
{
    if (db_query(unit->tx, &sql_head, UNIT_ARGS(unit, db_id(id)), head, err) < 0) return -1;
    for (int i = 0; i < PARTS; i++)
        if (db_query(unit->tx, parts[i].sql, UNIT_ARGS(unit, db_id(id)), &rows[i], err) < 0) return -1;
    return 0;
}

int order_load(const struct unit *unit, const struct id *id, struct order_record *out, struct err *err)
{
    struct db_rows head, rows[PARTS];
    struct order_record record;
    struct customer customer;
    if (ask_parts(unit, id, &head, rows, err) < 0) return -1;
    int found = db_next(&head, err);
    if (found > 0) order_row_head(&head, unit->arena, &record);
    db_rows_done(&head);
    for (int i = 0; i < PARTS; i++)
        if (found > 0 && read_rows(unit, &rows[i], parts[i].read, record.order, err) < 0)
            found = -1;
        else
            db_rows_done(&rows[i]);
    if (found <= 0) return found;
    if (customer_load(unit, &record.customer, &customer, err) < 0) return -1;
    record.order->customer = customer.person;
    order_row_end(unit, record.order);
    *out = record;
    return 1;
}

int order_list(const struct unit *unit, const struct order_filter *filter, struct order_record *out,
               int *out_count, struct err *err)
{
    struct id after = filter->after;
    if (id_is_none(&after)) memset(&after, 0xff, sizeof after);
    bool by_stage = filter->stage.len, by_customer = !id_is_none(&filter->customer);
    const struct db_sql *sql = by_customer ? &sql_list_customer : by_stage ? &sql_list_stage : &sql_list;
    const struct db_value args[] = {db_id(&unit->store), db_id(&after), db_int(filter->most),
                                    by_customer ? db_id(&filter->customer) : db_text(filter->stage),
                                    db_text(filter->stage)};
    struct db_rows rows;
    int count = 0, more;
    if (db_query(unit->tx, sql, args, by_customer ? 5 : by_stage ? 4 : 3, &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0) order_row_head(&rows, unit->arena, &out[count++]);
    db_rows_done(&rows);
    *out_count = count;
    return more;
}

int order_specs(const struct unit *unit, const struct id *id, struct spec_version **out, size_t *out_count,
                struct err *err)
{
    struct db_rows rows;
    struct spec_version *list = NULL;
    size_t count = 0;
    int more;
    if (db_query(unit->tx, &sql_specs, UNIT_ARGS(unit, db_id(id)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        *(struct spec_version *)PUSH(unit, list, count) = (struct spec_version){
            .item = (int)db_get_int(&rows, 0),
            .piece = (int)db_get_int(&rows, 1),
            .version = db_get_int(&rows, 2),
            .fields = db_copy_text(&rows, 3, unit->arena),
            .made_at = db_get_instant(&rows, 4),
            .made_by = db_copy_text(&rows, 5, unit->arena),
            .change = db_get_id(&rows, 6),
        };
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}

int order_remakes(const struct unit *unit, struct str number, struct str **out, size_t *out_count,
                  struct err *err)
{
    struct db_rows rows;
    struct str *list = NULL;
    size_t count = 0;
    int more;
    if (db_query(unit->tx, &sql_remakes, UNIT_ARGS(unit, db_text(number)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        *(struct str *)PUSH(unit, list, count) = db_copy_text(&rows, 0, unit->arena);
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}

int order_held_by_hand(const struct unit *unit, const struct id *id, int *out, int most, int *out_count,
                       struct err *err)
{
    struct db_rows rows;
    int count = 0, more;
    if (db_query(unit->tx, &sql_held, UNIT_ARGS(unit, db_id(id), db_int(most)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0) out[count++] = (int)db_get_int(&rows, 0);
    db_rows_done(&rows);
    *out_count = count;
    return more;
}

int order_ids(const struct unit *unit, const struct id *after, int most, struct id *out, int *out_count,
              struct err *err)
{
    static const struct id none;
    struct db_rows rows;
    struct db_value behind = db_id(after);
    int count = 0, more;
    if (id_is_none(after))
        behind = (struct db_value){.type = DB_ID, .bytes = {(const char *)none.bytes, sizeof none.bytes}};
    if (db_query(unit->tx, &sql_ids, UNIT_ARGS(unit, behind, db_int(most)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0) out[count++] = db_get_id(&rows, 0);
    db_rows_done(&rows);
    *out_count = count;
    return more;
}

/* Where the name stands among the sorted ones, or belongs. */
static size_t name_place(const struct str *names, size_t count, struct str name)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (str_cmp(names[middle], name) < 0)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

static int add_names(struct arena *arena, struct str *names, size_t *count, const struct field *fields,
                     size_t field_count, struct err *err)
{
    for (size_t i = 0; i < field_count; i++) {
        size_t at = name_place(names, *count, fields[i].name);
        if (at < *count && str_eq(names[at], fields[i].name)) continue;
        if (*count == ORDER_COLUMNS_MOST)
            return err_set(err, ERR_LIMIT,
                           "personalizations have more than %d fields, too many for the columns of a table",
                           ORDER_COLUMNS_MOST);
        memmove(&names[at + 1], &names[at], (*count - at) * sizeof *names);
        names[at] = arena_str(arena, fields[i].name);
        (*count)++;
    }
    return 0;
}

int order_field_names(const struct unit *unit, struct str **out, size_t *out_count, struct err *err)
{
    struct str *names = ARENA_ARRAY(unit->arena, ORDER_COLUMNS_MOST + 1, struct str);
    struct db_rows rows;
    size_t count = 0;
    int more;
    if (db_query(unit->tx, &sql_all_fields, UNIT_ONLY(unit), &rows, err) < 0) return -1;
    struct arena *scratch = arena_new();
    while ((more = db_next(&rows, err)) > 0) {
        struct field *fields;
        size_t field_count;
        arena_reset(scratch);
        if (fields_from_json(scratch, db_copy_text(&rows, 0, scratch), &fields, &field_count, err) < 0 ||
            add_names(unit->arena, names, &count, fields, field_count, err) < 0) {
            more = -1;
            break;
        }
    }
    db_rows_done(&rows);
    arena_free(scratch);
    *out = names;
    *out_count = count;
    return more;
}
