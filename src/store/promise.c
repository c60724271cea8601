/* The promise ledger in the database; see promise.h. */
#include "store/promise.h"

#define COLUMNS                                                                                     \
    "promise_id, order_id, item, milestone, from_day, to_day, told_at, told_to, outbox_id, state, " \
    "settled_at,"                                                                                   \
    " warned_at"
#define SELECT "SELECT " COLUMNS " FROM promise WHERE store_id = ?1"
/* Where an order has one item, that item and the whole order are the same. */
#define OF_ITEM                                                                                       \
    "(promise.item = ?3 OR (promise.item IN (-1, 0) AND ?3 IN (-1, 0) AND (SELECT COUNT(*) FROM item" \
    " WHERE item.store_id = ?1 AND item.order_id = ?2) = 1))"
static const struct db_sql sql_same = {
    .text = "SELECT 1 FROM promise WHERE store_id = ?1 AND order_id = ?2 AND " OF_ITEM " AND milestone ="
            " ?4 AND from_day = ?5 AND to_day = ?6 AND state = 'open' LIMIT 1"};
static const struct db_sql sql_supersede = {
    .text = "UPDATE promise SET state = 'superseded', settled_at = ?5 WHERE store_id = ?1 AND order_id"
            " = ?2 AND " OF_ITEM " AND milestone = ?4 AND state = 'open'"};
static const struct db_sql sql_insert = {
    .text = "INSERT INTO promise (store_id, promise_id, order_id, item, milestone, from_day, to_day,"
            " told_at, told_to, outbox_id, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
            " 'open')"};
static const struct db_sql sql_settle = {
    .text = "UPDATE promise SET state = CASE WHEN ?5 <= to_day THEN 'kept' ELSE 'broken' END,"
            " settled_at = ?6 WHERE store_id = ?1 AND order_id = ?2 AND (?3 < 0 OR item = ?3) AND"
            " milestone = ?4 AND state = 'open'"};
static const struct db_sql sql_close = {
    .text = "UPDATE promise SET state = 'superseded', settled_at = ?4 WHERE store_id = ?1 AND order_id"
            " = ?2 AND (?3 < 0 OR item = ?3) AND state = 'open'"};
static const struct db_sql sql_forget = {
    .text = "DELETE FROM promise WHERE store_id = ?1 AND order_id = ?2 AND outbox_id = ?3"};
/* Of several that were superseded at the same instant the latest alone: it took the place of the others. */
static const struct db_sql sql_reopen = {
    .text = "UPDATE promise SET state = 'open', settled_at = NULL WHERE store_id = ?1 AND order_id = ?2 AND"
            " state = 'superseded' AND settled_at = ?3 AND NOT EXISTS (SELECT 1 FROM promise later WHERE"
            " later.store_id = ?1 AND later.order_id = ?2 AND later.milestone = promise.milestone AND"
            " (later.item = promise.item OR (later.item IN (-1, 0) AND promise.item IN (-1, 0) AND (SELECT"
            " COUNT(*) FROM item WHERE item.store_id = ?1 AND item.order_id = ?2) = 1)) AND (later.state ="
            " 'open' OR (later.state = 'superseded' AND later.settled_at = ?3 AND (later.told_at >"
            " promise.told_at OR (later.told_at = promise.told_at AND later.promise_id >"
            " promise.promise_id)))))"};
static const struct db_sql sql_list = {.text = SELECT " AND order_id = ?2 ORDER BY promise_id"};
/* The + keeps SQLite from walking through all promises in the order of their ids. */
#define DUE(promise_id)                                                                 \
    SELECT " AND state = 'open' AND to_day <= ?2 AND warned_at IS NULL AND " promise_id \
           " > ?4 ORDER BY " promise_id " LIMIT ?3"
static const struct db_sql sql_due = {.text = DUE("+promise_id"), .postgres = DUE("promise_id")};
static const struct db_sql sql_warned = {
    .text = "UPDATE promise SET warned_at = ?3 WHERE store_id = ?1 AND promise_id = ?2 AND"
            " state = 'open' AND warned_at IS NULL"};
static const struct db_sql sql_break = {
    .text = "UPDATE promise SET state = 'broken', settled_at = ?3 WHERE store_id = ?1 AND state ="
            " 'open' AND to_day < ?2"};

int promise_add(const struct unit *unit, const struct promise_record *p, struct err *err)
{
    struct db_rows rows;
    struct str milestone = milestone_name(p->milestone);
    int same = db_first(unit->tx, &sql_same,
                        UNIT_ARGS(unit, db_id(&p->order), db_int(p->item), db_text(milestone),
                                  db_int(p->range.from), db_int(p->range.to)),
                        &rows, err);
    if (same < 0) return -1;
    if (same) {
        db_rows_done(&rows);
        return 0;
    }
    if (UNIT_EXEC(unit, &sql_supersede, err, db_id(&p->order), db_int(p->item), db_text(milestone),
                  db_int(unit->now)) < 0)
        return -1;
    struct id id = unit_id(unit);
    return UNIT_EXEC(unit, &sql_insert, err, db_id(&id), db_id(&p->order), db_int(p->item),
                     db_text(milestone), db_int(p->range.from), db_int(p->range.to), db_int(p->told_at),
                     db_text(p->told_to), db_id(&p->outbox));
}

int promise_settle(const struct unit *unit, const struct id *order, int item, enum milestone milestone,
                   day_t day, struct err *err)
{
    return UNIT_EXEC(unit, &sql_settle, err, db_id(order), db_int(item), db_text(milestone_name(milestone)),
                     db_int(day), db_int(unit->now));
}

int promise_close(const struct unit *unit, const struct id *order, int item, struct err *err)
{
    return UNIT_EXEC(unit, &sql_close, err, db_id(order), db_int(item), db_int(unit->now));
}

int promise_take_back(const struct unit *unit, const struct id *order, const struct id *outbox,
                      instant_t told_at, struct err *err)
{
    if (UNIT_EXEC(unit, &sql_forget, err, db_id(order), db_id(outbox)) < 0) return -1;
    return UNIT_EXEC(unit, &sql_reopen, err, db_id(order), db_int(told_at));
}

static int read_promise(const struct db_rows *rows, struct arena *arena, struct promise_record *out,
                        struct err *err)
{
    *out = (struct promise_record){
        .id = db_get_id(rows, 0),
        .order = db_get_id(rows, 1),
        .item = (int)db_get_int(rows, 2),
        .range = {db_get_day(rows, 4), db_get_day(rows, 5)},
        .told_at = db_get_instant(rows, 6),
        .told_to = db_copy_text(rows, 7, arena),
        .outbox = db_get_id(rows, 8),
        .settled_at = db_get_instant(rows, 10),
        .warned_at = db_get_instant(rows, 11),
    };
    if (milestone_from_name(db_get_text(rows, 3), &out->milestone) < 0 ||
        promise_state_from_name(db_get_text(rows, 9), &out->state) < 0)
        return err_set(err, ERR_SYSTEM,
                       "the database holds a word on a promise that this version does not know");
    return 0;
}

int promise_list(const struct unit *unit, const struct id *order, struct promise_record **out,
                 size_t *out_count, struct err *err)
{
    struct db_rows rows;
    struct promise_record *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_list, UNIT_ARGS(unit, db_id(order)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        if (read_promise(&rows, unit->arena, ARENA_PUSH(unit->arena, list, count, cap), err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(&rows);
    if (more < 0) return -1;
    *out = list;
    *out_count = count;
    return 0;
}

int promise_due(const struct unit *unit, day_t day, const struct id *after, int most,
                struct promise_record *out, int *out_count, struct err *err)
{
    static const struct id least = {{[15] = 1}};
    struct db_rows rows;
    int count = 0, more;
    if (db_query(unit->tx, &sql_due,
                 UNIT_ARGS(unit, db_int(day), db_int(most), db_id(id_is_none(after) ? &least : after)), &rows,
                 err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0)
        if (read_promise(&rows, unit->arena, &out[count++], err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(&rows);
    if (more == 0) *out_count = count;
    return more;
}

int promise_mark_warned(const struct unit *unit, const struct id *id, bool *out_marked, struct err *err)
{
    int64_t changes;
    if (db_exec(unit->tx, &sql_warned, UNIT_ARGS(unit, db_id(id), db_int(unit->now)), &changes, err) < 0)
        return -1;
    *out_marked = changes;
    return 0;
}

int promise_break_before(const struct unit *unit, day_t day, int64_t *out_broken, struct err *err)
{
    return db_exec(unit->tx, &sql_break, UNIT_ARGS(unit, db_int(day), db_int(unit->now)), out_broken, err);
}
