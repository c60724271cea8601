/* The orders of a stage in a few statements; see board.h. */
#include "store/board.h"

#include "store/order_rows.h"

/* Which orders: those of a stage between two ids, shipped since then. The limit keeps SQLite from reading the range of ids of the
 * other table instead, where orders of all stages are. */
#define SHOWN                                                                                            \
    "(SELECT order_id FROM orders WHERE store_id = ?1 AND stage = ?2 AND order_id BETWEEN ?3 AND ?4 AND" \
    " COALESCE(shipped_at, 0) >= ?5 ORDER BY order_id LIMIT ?6) o"
#define OF(table, t)                                                                 \
    ", o.order_id FROM " SHOWN " JOIN " table " " t " ON " t ".store_id = ?1 AND " t \
    ".order_id = o.order_id"                                                         \
    " ORDER BY o.order_id, "

#define HEADS                                                                            \
    "SELECT " ORDER_HEAD                                                                 \
    " FROM orders WHERE store_id = ?1 AND stage = ?2 AND order_id BETWEEN ?3 AND ?4 AND" \
    " COALESCE(shipped_at, 0) >= ?5 ORDER BY order_id"
static const struct db_sql sql_heads = {.text = HEADS " LIMIT ?6"};
static const struct db_sql sql_newest = {.text = HEADS " DESC LIMIT ?6"};
static const struct db_sql sql_items = {
    .text = "SELECT i.item, i.sku, i.title, i.stock, i.quantity, '{}'" OF("item", "i") "i.item"};
static const struct db_sql sql_specs = {.text = "SELECT p.item, p.piece, p.spec_version, p.fields" OF(
                                            "personalization", "p") "p.item, p.piece, p.spec_version"};
static const struct db_sql sql_events = {
    .text = "SELECT e.stage, e.item, e.at" OF("stage_event", "e") "e.at, e.recorded_at"};
static const struct db_sql sql_holds = {
    .text = "SELECT h.item, h.from_at, h.to_at, h.reason" OF("hold", "h") "h.from_at"};
static const struct db_sql sql_promises = {
    .text = "SELECT p.milestone, p.item, p.from_day, p.to_day, p.told_at" OF("promise",
                                                                             "p") "p.told_at, p.promise_id"};
static const struct db_sql sql_changes = {
    .text = "SELECT c.item, c.field, c.old_value, c.new_value, c.state, c.received_at, c.inside_window" OF(
        "change_request", "c") "c.change_id"};

/* What a change wrote and nobody has acknowledged, beside the version before it; `o` are the orders. */
#define NEWS(orders)                                                                                    \
    "SELECT p.item, p.piece, p.spec_version, COALESCE(b.fields, '{}'), p.fields, p.made_at, o.order_id" \
    " FROM " orders " JOIN personalization p ON p.store_id = ?1 AND p.order_id = o.order_id AND"        \
    " p.spec_version > 1 AND p.change_id IS NOT NULL LEFT JOIN spec_acknowledged a ON a.store_id ="     \
    " p.store_id AND a.order_id = p.order_id AND a.item = p.item AND a.piece = p.piece LEFT JOIN"       \
    " personalization b ON b.store_id = p.store_id AND b.order_id = p.order_id AND b.item = p.item AND" \
    " b.piece = p.piece AND b.spec_version = p.spec_version - 1 WHERE p.spec_version >"                 \
    " COALESCE(a.spec_version, 0) ORDER BY o.order_id, p.item, p.piece, p.spec_version"
/* One order, whichever its stage. */
#define ONLY "(SELECT order_id FROM orders WHERE store_id = ?1 AND order_id = ?2 LIMIT 1) o"
static const struct db_sql sql_news = {.text = NEWS(SHOWN)};
static const struct db_sql sql_news_of = {.text = NEWS(ONLY)};
/* What came with a complaint shows the finished piece, not what it is to look like. */
#define PHOTO(orders)                                                                                      \
    "SELECT a.ticket_id, a.seq, a.place, a.name, a.type, o.order_id FROM " orders                          \
    " JOIN ticket t ON t.store_id = ?1 AND t.order_id = o.order_id AND t.concern NOT IN ('damaged',"       \
    " 'wrong_spec') CROSS JOIN message m CROSS JOIN attachment a WHERE m.store_id = ?1 AND m.ticket_id ="  \
    " t.ticket_id AND m.author = 'customer' AND a.store_id = ?1 AND a.ticket_id = m.ticket_id AND a.seq =" \
    " m.seq AND a.digest IS NOT NULL AND a.type LIKE 'image/%'"
#define PHOTO_OF PHOTO(ONLY) " AND (?3 = '' OR a.name = ?3) AND (?4 = '' OR t.from_address = ?4) ORDER BY"
static const struct db_sql sql_photos = {.text = PHOTO(SHOWN) " ORDER BY o.order_id, m.at, a.place"};
static const struct db_sql sql_photo_of = {.text = PHOTO_OF " m.at DESC, a.place DESC LIMIT 1"};
static const struct db_sql sql_photos_of = {.text = PHOTO_OF " m.at, a.place"};
static const struct db_sql sql_known = {
    .text = "SELECT 1 FROM personalization WHERE store_id = ?1 AND order_id = ?2 AND item = ?3 AND piece = ?4"
            " AND spec_version = ?5"};
static const struct db_sql sql_acknowledge = {
    .text =
        "INSERT INTO spec_acknowledged (store_id, order_id, item, piece, spec_version, acknowledged_by,"
        " acknowledged_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (store_id, order_id, item, piece)"
        " DO UPDATE SET spec_version = excluded.spec_version, acknowledged_by = excluded.acknowledged_by,"
        " acknowledged_at = excluded.acknowledged_at WHERE spec_acknowledged.spec_version <"
        " excluded.spec_version"};

static const struct {
    const struct db_sql *sql;
    order_row *read;
    int order; /* the column that says whose row it is */
} parts[] = {
    {&sql_items, order_row_item, 6},       {&sql_specs, order_row_spec, 4},
    {&sql_events, order_row_event, 3},     {&sql_holds, order_row_hold, 4},
    {&sql_promises, order_row_promise, 5}, {&sql_changes, order_row_change, 7},
};

static int load_heads(const struct unit *unit, const struct board_span *span, struct board_orders *out,
                      struct err *err)
{
    struct db_rows rows;
    int more;
    out->orders = ARENA_ARRAY(unit->arena, (size_t)span->most, struct order_record);
    if (db_query(unit->tx, span->newest ? &sql_newest : &sql_heads,
                 UNIT_ARGS(unit, db_text(span->stage), db_id(&span->first), db_id(&span->last),
                           db_int(span->shipped_from), db_int(span->most)),
                 &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0) order_row_head(&rows, unit->arena, &out->orders[out->count++]);
    db_rows_done(&rows);
    for (int i = 0; span->newest && i < out->count / 2; i++) {
        struct order_record other = out->orders[i];
        out->orders[i] = out->orders[out->count - 1 - i];
        out->orders[out->count - 1 - i] = other;
    }
    return more;
}

static int query(const struct unit *unit, const struct db_sql *sql, const struct board_span *span,
                 const struct board_orders *orders, struct db_rows *out, struct err *err)
{
    return db_query(unit->tx, sql,
                    UNIT_ARGS(unit, db_text(span->stage), db_id(&orders->orders[0].id),
                              db_id(&orders->orders[orders->count - 1].id), db_int(span->shipped_from),
                              db_int(span->most)),
                    out, err);
}

/* Rows come in the order of the heads, so one walk along both finds whose each is. */
static int load_part(const struct unit *unit, size_t part, const struct board_span *span,
                     struct board_orders *orders, struct err *err)
{
    struct db_rows rows;
    int at = 0, more;
    if (query(unit, parts[part].sql, span, orders, &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0) {
        struct id whose = db_get_id(&rows, parts[part].order);
        while (at < orders->count && memcmp(&orders->orders[at].id, &whose, sizeof whose) < 0) at++;
        if (at == orders->count || !id_eq(&orders->orders[at].id, &whose)) continue;
        if (parts[part].read(unit, &rows, orders->orders[at].order, err) < 0) {
            more = -1;
            break;
        }
    }
    db_rows_done(&rows);
    return more;
}

static int read_news(const struct unit *unit, struct db_rows *rows, struct spec_news **out, size_t *out_count,
                     struct err *err)
{
    struct spec_news *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    while ((more = db_next(rows, err)) > 0)
        *ARENA_PUSH(unit->arena, list, count, cap) = (struct spec_news){
            .item = (int)db_get_int(rows, 0),
            .piece = (int)db_get_int(rows, 1),
            .version = db_get_int(rows, 2),
            .before = db_copy_text(rows, 3, unit->arena),
            .fields = db_copy_text(rows, 4, unit->arena),
            .made_at = db_get_instant(rows, 5),
            .order = db_get_id(rows, 6),
        };
    db_rows_done(rows);
    *out = list;
    *out_count = count;
    return more;
}

static struct board_photo read_photo(const struct db_rows *rows, struct arena *arena)
{
    return (struct board_photo){
        .ticket = db_get_id(rows, 0),
        .seq = db_get_int(rows, 1),
        .place = (int)db_get_int(rows, 2),
        .name = db_copy_text(rows, 3, arena),
        .type = db_copy_text(rows, 4, arena),
        .order = db_get_id(rows, 5),
    };
}

static int read_photos(const struct unit *unit, struct db_rows *rows, struct board_photo **out,
                       size_t *out_count, struct err *err)
{
    struct board_photo *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    while ((more = db_next(rows, err)) > 0)
        *ARENA_PUSH(unit->arena, list, count, cap) = read_photo(rows, unit->arena);
    db_rows_done(rows);
    *out = list;
    *out_count = count;
    return more;
}

static int load_photos(const struct unit *unit, const struct board_span *span, struct board_orders *out,
                       struct err *err)
{
    struct db_rows rows;
    if (query(unit, &sql_photos, span, out, &rows, err) < 0) return -1;
    return read_photos(unit, &rows, &out->photos, &out->photo_count, err);
}

int board_load(const struct unit *unit, const struct board_span *span, struct board_orders *out,
               struct err *err)
{
    struct board_orders orders = {0};
    struct db_rows rows;
    if (load_heads(unit, span, &orders, err) < 0) return -1;
    for (size_t i = 0; orders.count && i < sizeof parts / sizeof *parts; i++)
        if (load_part(unit, i, span, &orders, err) < 0) return -1;
    for (int i = 0; i < orders.count; i++) order_row_end(unit, orders.orders[i].order);
    if (orders.count && (query(unit, &sql_news, span, &orders, &rows, err) < 0 ||
                         read_news(unit, &rows, &orders.news, &orders.news_count, err) < 0 ||
                         load_photos(unit, span, &orders, err) < 0))
        return -1;
    *out = orders;
    return 0;
}

#define ANY(text) ((text).len ? (text) : STR(""))
#define WANTED(unit, wanted) \
    UNIT_ARGS(unit, db_id(&(wanted)->order), db_text(ANY((wanted)->name)), db_text(ANY((wanted)->from)))

int board_photos_of(const struct unit *unit, const struct photo_wanted *wanted, struct board_photo **out,
                    size_t *out_count, struct err *err)
{
    struct db_rows rows;
    if (db_query(unit->tx, &sql_photos_of, WANTED(unit, wanted), &rows, err) < 0) return -1;
    return read_photos(unit, &rows, out, out_count, err);
}

int board_photo_of(const struct unit *unit, const struct photo_wanted *wanted, struct board_photo *out,
                   struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_photo_of, WANTED(unit, wanted), &rows, err);
    if (found <= 0) return found;
    *out = read_photo(&rows, unit->arena);
    db_rows_done(&rows);
    return 1;
}

int spec_news_of(const struct unit *unit, const struct id *order, struct spec_news **out, size_t *out_count,
                 struct err *err)
{
    struct db_rows rows;
    if (db_query(unit->tx, &sql_news_of, UNIT_ARGS(unit, db_id(order)), &rows, err) < 0) return -1;
    return read_news(unit, &rows, out, out_count, err);
}

int spec_acknowledge(const struct unit *unit, const struct id *order, int item, int piece, int64_t version,
                     bool *out_known, struct err *err)
{
    struct db_rows rows;
    int found =
        db_first(unit->tx, &sql_known,
                 UNIT_ARGS(unit, db_id(order), db_int(item), db_int(piece), db_int(version)), &rows, err);
    if (found < 0) return -1;
    if (found) db_rows_done(&rows);
    *out_known = found;
    if (!found) return 0;
    return UNIT_EXEC(unit, &sql_acknowledge, err, db_id(order), db_int(item), db_int(piece), db_int(version),
                     db_text(unit->actor), db_int(unit->now));
}
