/* An order document brought into its rows without forgetting anything; see order.h. */
#include "base/digest.h"
#include "model/states.h"
#include "store/order.h"
#include "text/json.h"

enum { JSON_MOST = 1024 * 1024, NUMBER_MOST = 200 }; /* what is indexed has to be short: PostgreSQL */

static const struct db_sql sql_known = {
    .text = "SELECT order_id, customer_id FROM orders WHERE store_id = ?1 AND number_key = ?2"};
static const struct db_sql sql_insert = {
    .text = "INSERT INTO orders (store_id, order_id, number_key, number, customer_id, recipient_name,"
            " recipient_email, currency, total, placed_at, remake_of, rush_available, production_lo,"
            " production_hi, rush, window_waived, shipping_lo, shipping_hi, carrier, country, tracking,"
            " created_at, updated_at, version, stage, shipped_at, delivered_at, cancelled_at) VALUES (?1,"
            " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,"
            " ?21, ?22, ?22, 1, ?23, ?24, ?25, ?26)"};
/* Only where something differs, so that the same document twice is the same order, version and all. */
static const struct db_sql sql_update = {
    .text = "UPDATE orders SET number = ?4, customer_id = ?5, recipient_name = ?6, recipient_email ="
            " ?7, currency = ?8, total = ?9, placed_at = ?10, remake_of = ?11, rush_available = ?12,"
            " production_lo = ?13, production_hi = ?14, rush = ?15, window_waived = ?16, shipping_lo ="
            " ?17, shipping_hi = ?18, carrier = ?19, country = ?20, tracking = ?21, updated_at = ?22"
            " WHERE store_id = ?1 AND order_id = ?2 AND number_key = ?3 AND (number <> ?4 OR"
            " customer_id <> ?5 OR recipient_name <> ?6 OR recipient_email <> ?7 OR currency <> ?8 OR"
            " total <> ?9 OR COALESCE(placed_at, -1) <> COALESCE(?10, -1) OR remake_of <> ?11 OR"
            " rush_available <> ?12 OR production_lo <> ?13 OR production_hi <> ?14 OR rush <> ?15 OR"
            " window_waived <> ?16 OR shipping_lo <> ?17 OR shipping_hi <> ?18 OR carrier <> ?19 OR"
            " country <> ?20 OR tracking <> ?21)"};
static const struct db_sql sql_item = {
    .text = "INSERT INTO item (store_id, order_id, item, sku, title, stock, quantity, rules) VALUES"
            " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (store_id, order_id, item) DO UPDATE SET sku"
            " = excluded.sku, title = excluded.title, stock = excluded.stock, quantity ="
            " excluded.quantity, rules = excluded.rules WHERE item.sku <> excluded.sku OR item.title <>"
            " excluded.title OR item.stock <> excluded.stock OR item.quantity <> excluded.quantity OR"
            " item.rules <> excluded.rules"};
static const struct db_sql sql_spec_known = {
    .text = "SELECT 1 FROM personalization WHERE store_id = ?1 AND order_id = ?2 AND item = ?3 AND"
            " piece = ?4 AND digest = ?5 LIMIT 1"};
static const struct db_sql sql_spec_last = {
    .text = "SELECT spec_version, fields FROM personalization WHERE store_id = ?1 AND order_id = ?2 AND"
            " item = ?3 AND piece = ?4 ORDER BY spec_version DESC LIMIT 1"};
static const struct db_sql sql_spec_add = {
    .text = "INSERT INTO personalization (store_id, order_id, item, piece, spec_version, fields,"
            " digest, made_at, made_by, change_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"};
static const struct db_sql sql_event = {
    .text = "INSERT INTO stage_event (store_id, order_id, stage, item, at, recorded_at, recorded_by)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING"};
static const struct db_sql sql_hold_known = {.text = "SELECT hold_id, to_at FROM hold WHERE store_id ="
                                                     " ?1 AND order_id = ?2 AND item = ?3 AND from_at ="
                                                     " ?4"};
static const struct db_sql sql_hold = {
    .text = "INSERT INTO hold (store_id, order_id, hold_id, item, from_at, to_at, reason, change_id)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
static const struct db_sql sql_hold_end = {.text = "UPDATE hold SET to_at = ?4 WHERE store_id = ?1 AND"
                                                   " order_id = ?2 AND hold_id = ?3 AND to_at IS NULL"};
static const struct db_sql sql_take_hold = {
    .text = "UPDATE hold SET change_id = ?5 WHERE store_id = ?1 AND order_id = ?2 AND item = ?3 AND reason ="
            " ?4 AND (change_id IS NULL OR change_id = ?5) AND to_at IS NULL"};
static const struct db_sql sql_end_holds_change = {.text = "UPDATE hold SET to_at = ?3 WHERE store_id = ?1"
                                                           " AND order_id = ?2 AND to_at IS NULL AND"
                                                           " change_id = ?4"};
static const struct db_sql sql_end_holds_item = {.text = "UPDATE hold SET to_at = ?3 WHERE store_id = ?1"
                                                         " AND order_id = ?2 AND to_at IS NULL AND"
                                                         " change_id IS NULL AND (?4 < 0 OR item = ?4)"};
static const struct db_sql sql_end_holds_cancel = {
    .text = "UPDATE hold SET to_at = ?3 WHERE store_id = ?1 AND order_id = ?2 AND to_at IS NULL AND change_id"
            " IS NULL AND reason = 'cancel' AND (item = ?4 OR (?4 < 0 AND NOT EXISTS (SELECT 1 FROM approval"
            " a WHERE a.store_id = ?1 AND a.order_id = ?2 AND a.state = 'proposed' AND a.kind = 'cancel' AND"
            " a.item = hold.item)))"};
static const struct db_sql sql_shipment = {
    .text = "INSERT INTO shipment (store_id, order_id, shipment, items, carrier, tracking) VALUES (?1,"
            " ?2, ?3, ?4, ?5, ?6) ON CONFLICT (store_id, order_id, shipment) DO UPDATE SET items ="
            " excluded.items, carrier = excluded.carrier, tracking = excluded.tracking WHERE"
            " shipment.items <> excluded.items OR shipment.carrier <> excluded.carrier OR"
            " shipment.tracking <> excluded.tracking"};
static const struct db_sql sql_scan = {
    .text = "INSERT INTO scan (store_id, order_id, shipment, at, status) VALUES (?1, ?2, ?3, ?4, ?5) ON"
            " CONFLICT DO NOTHING"};
static const struct db_sql sql_promise = {
    .text = "INSERT INTO promise (store_id, promise_id, order_id, item, milestone, from_day, to_day,"
            " told_at, told_to, state) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'open' WHERE NOT"
            " EXISTS (SELECT 1 FROM promise WHERE store_id = ?1 AND order_id = ?3 AND item = ?4 AND"
            " milestone = ?5 AND from_day = ?6 AND to_day = ?7 AND told_at = ?8)"};
static const struct db_sql sql_change = {
    .text = "INSERT INTO change_request (store_id, change_id, order_id, item, piece, field, old_value,"
            " new_value, state, received_at, inside_window, settled_by, version) SELECT ?1, ?2, ?3, ?4,"
            " -1, ?5, ?6, ?7, ?8, ?9, ?10, '', 1 WHERE NOT EXISTS (SELECT 1 FROM change_request WHERE"
            " store_id = ?1 AND order_id = ?3 AND item = ?4 AND field = ?5 AND new_value = ?7 AND"
            " received_at = ?9)"};
static const struct db_sql sql_claim = {
    .text = "INSERT INTO claim (store_id, claim_id, order_id, item, concern, state, fault, opened_at,"
            " photos, offered, chosen, settled_at, version) SELECT ?1, ?2, ?3, ?4, 'damaged', ?5,"
            " 'undecided', ?6, ?7, '[]', '', CAST(?8 AS {int}), 1 WHERE NOT EXISTS (SELECT 1 FROM claim "
            "WHERE store_id = ?1 AND order_id ="
            " ?3 AND item = ?4 AND opened_at = ?6)"};
static const struct db_sql sql_touch = {
    .text = "UPDATE orders SET version = version + 1, updated_at = ?3 WHERE store_id = ?1 AND order_id = ?2"};
static const struct db_sql sql_stage = {.text = "UPDATE orders SET stage = ?3, shipped_at = ?4,"
                                                " delivered_at = ?5, cancelled_at = ?6 WHERE store_id ="
                                                " ?1 AND order_id = ?2"};
static const struct db_sql sql_erase = {
    .text = "UPDATE orders SET recipient_name = '', recipient_email = '', version = version + 1,"
            " updated_at = ?3 WHERE store_id = ?1 AND order_id = ?2"};
static const struct db_sql sql_erase_specs = {
    .text = "UPDATE personalization SET fields = '{}' WHERE store_id = ?1 AND order_id = ?2"};
static const struct db_sql sql_erase_changes = {
    .text = "UPDATE change_request SET old_value = '', new_value = '' WHERE store_id = ?1 AND order_id = ?2"};

/* What is being put: counts the rows that were really written. */
struct putting {
    const struct unit *unit;
    const struct order *order;
    struct id id, customer;
    bool known; /* it was there before: what is put is compared with what there is */
    int64_t changes;
    struct buf json; /* of one column at a time */
};

/* Runs a statement whose first two arguments are the store and the order, and counts what it changed. */
static int put(struct putting *putting, const struct db_sql *sql, const struct db_value *args, size_t count,
               struct err *err)
{
    int64_t changes;
    if (db_exec(putting->unit->tx, sql, args, count, &changes, err) < 0) return -1;
    putting->changes += changes;
    return 0;
}
#define PUT(putting, sql, err, ...) \
    put((putting), (sql), UNIT_ARGS((putting)->unit, db_id(&(putting)->id), __VA_ARGS__), (err))

#define HEAD_ARGS(p, key)                                                                                  \
    db_text(key), db_text((p)->order->number), db_id(&(p)->customer), db_text((p)->order->recipient.name), \
        db_text((p)->order->recipient.email), db_text((p)->order->currency), db_text((p)->order->total),   \
        db_instant((p)->order->placed_at), db_text((p)->order->remake_of),                                 \
        db_int((p)->order->rush_available), db_int((p)->order->production.days.lo),                        \
        db_int((p)->order->production.days.hi), db_int((p)->order->production.rush),                       \
        db_int((p)->order->production.window_waived), db_int((p)->order->shipping.days.lo),                \
        db_int((p)->order->shipping.days.hi), db_text((p)->order->shipping.carrier),                       \
        db_text((p)->order->shipping.country), db_text((p)->order->shipping.tracking),                     \
        db_int((p)->unit->now)

static struct str progress_stage(const struct order_progress *progress)
{
    return progress->begun ? stage_name(progress->stage) : (struct str){0};
}

static int put_head(struct putting *p, struct str key, struct err *err)
{
    struct order_progress progress;
    if (p->known) return PUT(p, &sql_update, err, HEAD_ARGS(p, key));
    order_progress(p->order, &progress);
    return PUT(p, &sql_insert, err, HEAD_ARGS(p, key), db_text(progress_stage(&progress)),
               db_instant(progress.shipped_at), db_instant(progress.delivered_at),
               db_instant(progress.cancelled_at));
}

static struct str json_of(struct putting *p)
{
    return buf_copy(&p->json, p->unit->arena);
}

static int put_item(struct putting *p, int index, const struct item *item, struct err *err)
{
    buf_clear(&p->json);
    struct json_writer writer = {.buf = &p->json};
    rules_to_json(item->rules, item->rule_count, &writer);
    return PUT(p, &sql_item, err, db_int(index), db_text(item->sku), db_text(item->title),
               db_int(item->stock), db_int(item->quantity), db_text(json_of(p)));
}

/* The newest version of a piece: its number (0: none) and its fields. */
static int last_spec(const struct unit *unit, const struct id *id, int item, int piece, int64_t *out_version,
                     struct str *out_fields, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_spec_last, UNIT_ARGS(unit, db_id(id), db_int(item), db_int(piece)),
                         &rows, err);
    if (found < 0) return -1;
    *out_version = found ? db_get_int(&rows, 0) : 0;
    if (out_fields) *out_fields = found ? db_copy_text(&rows, 1, unit->arena) : STR("{}");
    db_rows_done(&rows);
    return 0;
}

static int insert_spec(struct putting *p, int item, int piece, int64_t version, struct str fields,
                       struct str made_by, const struct id *change, struct err *err)
{
    struct digest digest = digest_of(fields);
    return PUT(p, &sql_spec_add, err, db_int(item), db_int(piece), db_int(version), db_text(fields),
               db_bytes(digest_str(&digest)), db_int(p->unit->now), db_text(made_by), db_id(change));
}

static int add_spec(struct putting *p, int item, int piece, struct str fields, struct str made_by,
                    const struct id *change, int64_t *out_version, struct err *err)
{
    int64_t version;
    if (last_spec(p->unit, &p->id, item, piece, &version, NULL, err) < 0) return -1;
    if (out_version) *out_version = version + 1;
    return insert_spec(p, item, piece, version + 1, fields, made_by, change, err);
}

static int put_spec(struct putting *p, int item, int piece, const struct field *fields, size_t count,
                    struct err *err)
{
    static const struct id none;
    struct db_rows rows;
    buf_clear(&p->json);
    struct json_writer writer = {.buf = &p->json};
    fields_to_json(fields, count, &writer);
    struct str json = json_of(p);
    if (!p->known) return insert_spec(p, item, piece, 1, json, STR("order"), &none, err);
    struct digest digest = digest_of(json);
    int known = db_first(
        p->unit->tx, &sql_spec_known,
        UNIT_ARGS(p->unit, db_id(&p->id), db_int(item), db_int(piece), db_bytes(digest_str(&digest))), &rows,
        err);
    if (known < 0) return -1;
    if (known) db_rows_done(&rows);
    return known ? 0 : add_spec(p, item, piece, json, STR("order"), &none, NULL, err);
}

static int put_items(struct putting *p, struct err *err)
{
    for (size_t i = 0; !p->order->unlisted && i < p->order->item_count; i++) {
        const struct item *item = &p->order->items[i];
        if (put_item(p, (int)i, item, err) < 0 ||
            put_spec(p, (int)i, -1, item->fields, item->field_count, err) < 0)
            return -1;
        for (size_t piece = 0; piece < item->piece_count; piece++)
            if (put_spec(p, (int)i, (int)piece, item->pieces[piece].fields, item->pieces[piece].field_count,
                         err) < 0)
                return -1;
    }
    return 0;
}

static int put_events(struct putting *p, struct err *err)
{
    for (size_t i = 0; i < p->order->event_count; i++) {
        const struct stage_event *event = &p->order->events[i];
        if (PUT(p, &sql_event, err, db_text(stage_name(event->stage)), db_int(event->item), db_int(event->at),
                db_int(p->unit->now), db_text(p->unit->actor)) < 0)
            return -1;
    }
    return 0;
}

static int put_hold(struct putting *p, const struct hold *hold, struct err *err)
{
    struct db_rows rows;
    int found =
        db_first(p->unit->tx, &sql_hold_known,
                 UNIT_ARGS(p->unit, db_id(&p->id), db_int(hold->item), db_int(hold->from)), &rows, err);
    if (found < 0) return -1;
    if (!found) {
        struct id id = unit_id(p->unit);
        return PUT(p, &sql_hold, err, db_id(&id), db_int(hold->item), db_int(hold->from),
                   db_instant(hold->to), db_text(hold->reason), db_null());
    }
    struct id known = db_get_id(&rows, 0);
    db_rows_done(&rows);
    return hold->to == INSTANT_NONE ? 0 : PUT(p, &sql_hold_end, err, db_id(&known), db_int(hold->to));
}

static int put_scans(struct putting *p, int shipment, const struct scan *scans, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (PUT(p, &sql_scan, err, db_int(shipment), db_int(scans[i].at), db_text(scans[i].status)) < 0)
            return -1;
    return 0;
}

static int put_shipment(struct putting *p, int index, const struct shipment *shipment, struct err *err)
{
    buf_clear(&p->json);
    struct json_writer writer = {.buf = &p->json};
    json_begin_array(&writer);
    for (size_t i = 0; i < shipment->item_count; i++) json_write_int(&writer, shipment->items[i]);
    json_end_array(&writer);
    if (PUT(p, &sql_shipment, err, db_int(index), db_text(json_of(p)), db_text(shipment->carrier),
            db_text(shipment->tracking)) < 0)
        return -1;
    return put_scans(p, index, shipment->scans, shipment->scan_count, err);
}

static int put_parcels(struct putting *p, struct err *err)
{
    const struct order *order = p->order;
    if (put_scans(p, -1, order->shipping.scans, order->shipping.scan_count, err) < 0) return -1;
    for (size_t i = 0; i < order->shipment_count; i++)
        if (put_shipment(p, (int)i, &order->shipments[i], err) < 0) return -1;
    return 0;
}

static instant_t or_now(instant_t at, const struct putting *p)
{
    return at != INSTANT_NONE ? at : p->order->placed_at != INSTANT_NONE ? p->order->placed_at : p->unit->now;
}

/* What the document tells of the desk's own past: promises, changes and claims that came from elsewhere. */
static int put_past(struct putting *p, struct err *err)
{
    const struct order *order = p->order;
    const struct unit *unit = p->unit;
    for (size_t i = 0; i < order->promise_count; i++) {
        const struct promise *promise = &order->promises[i];
        struct id id = unit_id(unit);
        if (put(p, &sql_promise,
                UNIT_ARGS(unit, db_id(&id), db_id(&p->id), db_int(promise->item),
                          db_text(milestone_name(promise->milestone)), db_int(promise->range.from),
                          db_int(promise->range.to), db_int(or_now(promise->told_at, p)),
                          db_text(order->customer.email)),
                err) < 0)
            return -1;
    }
    for (size_t i = 0; i < order->change_count; i++) {
        const struct change *change = &order->changes[i];
        struct id id = unit_id(unit);
        if (put(p, &sql_change,
                UNIT_ARGS(unit, db_id(&id), db_id(&p->id), db_int(change->item), db_text(change->field),
                          db_text(change->old_value), db_text(change->new_value),
                          db_text(change_state_name(change->state)), db_int(or_now(change->at, p)),
                          db_int(!change->late)),
                err) < 0)
            return -1;
    }
    for (size_t i = 0; i < order->claim_count; i++) {
        const struct claim *claim = &order->claims[i];
        struct id id = unit_id(unit);
        if (put(p, &sql_claim,
                UNIT_ARGS(unit, db_id(&id), db_id(&p->id), db_int(claim->item),
                          db_text(claim_state_name(claim->state)), db_int(or_now(claim->at, p)),
                          db_int(claim->photos),
                          state_is_final(MACHINE_CLAIM, (int)claim->state) ? db_int(or_now(claim->at, p))
                                                                           : db_null()),
                err) < 0)
            return -1;
    }
    return 0;
}

/* Keeps in the head what lists and figures ask for: the stage, and when the whole order was shipped and delivered. */
static int note_stage(const struct unit *unit, const struct id *id, const struct order *order,
                      struct err *err)
{
    struct order_progress progress;
    order_progress(order, &progress);
    return UNIT_EXEC(unit, &sql_stage, err, db_id(id), db_text(progress_stage(&progress)),
                     db_instant(progress.shipped_at), db_instant(progress.delivered_at),
                     db_instant(progress.cancelled_at));
}

int order_bump(const struct unit *unit, const struct id *id, struct err *err)
{
    return UNIT_EXEC(unit, &sql_touch, err, db_id(id), db_int(unit->now));
}

int order_touch(const struct unit *unit, const struct id *id, struct err *err)
{
    struct order_record record;
    if (order_bump(unit, id, err) < 0) return -1;
    int found = order_load(unit, id, &record, err);
    return found <= 0 ? found : note_stage(unit, id, record.order, err);
}

/* Finds the order the document is about: 1 where it is there already. */
static int find_known(struct putting *p, struct str key, struct err *err)
{
    struct db_rows rows;
    int found = db_first(p->unit->tx, &sql_known, UNIT_ARGS(p->unit, db_text(key)), &rows, err);
    if (found <= 0) return found;
    p->id = db_get_id(&rows, 0);
    p->customer = db_get_id(&rows, 1);
    db_rows_done(&rows);
    return 1;
}

static int put_whole(struct putting *p, struct str key, struct err *err)
{
    struct id before = p->customer;
    if (customer_put(p->unit, &p->order->customer, &before, &p->customer, err) < 0) return -1;
    if (put_head(p, key, err) < 0) return -1;
    if (put_items(p, err) < 0 || put_events(p, err) < 0 || put_parcels(p, err) < 0 || put_past(p, err) < 0)
        return -1;
    for (size_t i = 0; i < p->order->hold_count; i++)
        if (put_hold(p, &p->order->holds[i], err) < 0) return -1;
    return 0;
}

int order_put(const struct unit *unit, const struct order *order, struct id *out_id, enum order_put *out_what,
              struct err *err)
{
    struct putting putting = {.unit = unit, .order = order};
    struct str key = order_key(unit->arena, order->number);
    if (!key.len)
        return err_set(err, ERR_INPUT,
                       "/number: an order number with a letter or a digit is expected, found \"%.*s\"",
                       STR_ARG(order->number));
    if (order->number.len > NUMBER_MOST || order->remake_of.len > NUMBER_MOST)
        return err_set(err, ERR_INPUT, "/number: at most %d bytes are allowed", NUMBER_MOST);
    int known = find_known(&putting, key, err);
    if (known < 0) return -1;
    putting.known = known;
    if (!known) putting.id = unit_id(unit);
    buf_init(&putting.json, JSON_MOST);
    int result = put_whole(&putting, key, err);
    bool whole = !putting.json.overflow;
    buf_done(&putting.json);
    if (result < 0) return -1;
    if (!whole)
        return err_set(err, ERR_LIMIT, "/items: one item's rules or texts are over %d bytes", JSON_MOST);
    if (known && putting.changes && order_touch(unit, &putting.id, err) < 0) return -1;
    *out_id = putting.id;
    *out_what = !known ? ORDER_CREATED : putting.changes ? ORDER_CHANGED : ORDER_SAME;
    return 0;
}

int order_add_event(const struct unit *unit, const struct id *id, const struct stage_event *event,
                    bool *out_new, struct err *err)
{
    struct putting putting = {.unit = unit, .id = *id};
    if (PUT(&putting, &sql_event, err, db_text(stage_name(event->stage)), db_int(event->item),
            db_int(event->at), db_int(unit->now), db_text(unit->actor)) < 0)
        return -1;
    *out_new = putting.changes;
    return putting.changes ? order_touch(unit, id, err) : 0;
}

int order_add_hold(const struct unit *unit, const struct id *id, const struct hold *hold,
                   const struct id *change, struct id *out, struct err *err)
{
    struct id hold_id = unit_id(unit);
    if (UNIT_EXEC(unit, &sql_hold, err, db_id(id), db_id(&hold_id), db_int(hold->item), db_int(hold->from),
                  db_instant(hold->to), db_text(hold->reason), db_id(change)) < 0)
        return -1;
    *out = hold_id;
    return order_touch(unit, id, err);
}

int order_take_hold(const struct unit *unit, const struct id *id, const struct hold *hold,
                    const struct id *change, struct err *err)
{
    int64_t taken;
    if (db_exec(unit->tx, &sql_take_hold,
                UNIT_ARGS(unit, db_id(id), db_int(hold->item), db_text(hold->reason), db_id(change)), &taken,
                err) < 0)
        return -1;
    return taken > 0;
}

int order_end_holds(const struct unit *unit, const struct id *id, const struct id *change, int item,
                    int64_t *out_ended, struct err *err)
{
    bool by_change = !id_is_none(change);
    int64_t ended;
    if (db_exec(unit->tx, by_change ? &sql_end_holds_change : &sql_end_holds_item,
                UNIT_ARGS(unit, db_id(id), db_int(unit->now), by_change ? db_id(change) : db_int(item)),
                &ended, err) < 0)
        return -1;
    *out_ended = ended;
    return ended ? order_touch(unit, id, err) : 0;
}

int order_end_holds_of_cancel(const struct unit *unit, const struct id *id, int item, int64_t *out_ended,
                              struct err *err)
{
    if (db_exec(unit->tx, &sql_end_holds_cancel, UNIT_ARGS(unit, db_id(id), db_int(unit->now), db_int(item)),
                out_ended, err) < 0)
        return -1;
    return *out_ended ? order_touch(unit, id, err) : 0;
}

int order_add_scan(const struct unit *unit, const struct id *id, int shipment, const struct scan *scan,
                   struct err *err)
{
    struct putting putting = {.unit = unit, .id = *id};
    if (put_scans(&putting, shipment, scan, 1, err) < 0) return -1;
    return putting.changes ? order_touch(unit, id, err) : 0;
}

/* The fields with one of them set to a new value, or with a new one at the end. */
static struct str with_field(const struct unit *unit, struct field *fields, size_t count, struct str name,
                             struct str value)
{
    struct field *all = ARENA_ARRAY(unit->arena, count + 1, struct field);
    struct buf json;
    bool set = false;
    if (count) memcpy(all, fields, count * sizeof *fields);
    for (size_t i = 0; i < count && !set; i++) {
        if (!str_eq_nocase(all[i].name, name)) continue;
        all[i].value = value;
        set = true;
    }
    if (!set) all[count++] = (struct field){name, value};
    buf_init(&json, JSON_MOST);
    struct json_writer writer = {.buf = &json};
    fields_to_json(all, count, &writer);
    struct str text = buf_copy(&json, unit->arena);
    buf_done(&json);
    return text;
}

int order_apply_change(const struct unit *unit, const struct id *id, int item, int piece, struct str field,
                       struct str value, struct str made_by, const struct id *change, int64_t *out_version,
                       struct err *err)
{
    struct putting putting = {.unit = unit, .id = *id, .known = true};
    struct field *fields;
    struct str last;
    size_t count;
    int64_t version;
    if (last_spec(unit, id, item, piece, &version, &last, err) < 0 ||
        fields_from_json(unit->arena, last, &fields, &count, err) < 0)
        return -1;
    struct str json = with_field(unit, fields, count, field, value);
    if (add_spec(&putting, item, piece, json, made_by, change, out_version, err) < 0) return -1;
    return order_touch(unit, id, err);
}

int order_erase(const struct unit *unit, const struct id *id, struct err *err)
{
    if (UNIT_EXEC(unit, &sql_erase, err, db_id(id), db_int(unit->now)) < 0) return -1;
    if (UNIT_EXEC(unit, &sql_erase_specs, err, db_id(id)) < 0) return -1;
    return UNIT_EXEC(unit, &sql_erase_changes, err, db_id(id));
}
