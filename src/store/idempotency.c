/* Idempotency keys in the database; see idempotency.h. */
#include "store/idempotency.h"

static const struct db_sql sql_find = {
    .text = "SELECT request, status, body FROM idempotency WHERE store_id = ?1 AND actor = ?2 AND key = ?3"};
static const struct db_sql sql_add = {
    .text = "INSERT INTO idempotency (store_id, actor, key, request, status, body, created_at)"
            " VALUES (?1, ?2, ?3, ?4, 0, '', ?5)"};
static const struct db_sql sql_answer = {
    .text = "UPDATE idempotency SET status = ?4, body = ?5 WHERE store_id = ?1 AND actor = ?2 AND key = ?3"
            " AND status = 0"};
static const struct db_sql sql_sweep = {
    .text = "DELETE FROM idempotency WHERE store_id = ?1 AND created_at < ?2"};

int idempotency_find(const struct unit *unit, struct str actor, struct str key, struct idempotent *out,
                     struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_find, UNIT_ARGS(unit, db_text(actor), db_text(key)), &rows, err);
    if (found <= 0) return found;
    *out = (struct idempotent){db_copy_text(&rows, 0, unit->arena), (int)db_get_int(&rows, 1),
                               db_copy_text(&rows, 2, unit->arena)};
    db_rows_done(&rows);
    return 1;
}

int idempotency_add(const struct unit *unit, struct str actor, struct str key, struct str request,
                    struct err *err)
{
    return UNIT_EXEC(unit, &sql_add, err, db_text(actor), db_text(key), db_bytes(request), db_int(unit->now));
}

int idempotency_answer(const struct unit *unit, struct str actor, struct str key, int status, struct str body,
                       struct err *err)
{
    return UNIT_EXEC(unit, &sql_answer, err, db_text(actor), db_text(key), db_int(status), db_text(body));
}

int idempotency_sweep(const struct unit *unit, int64_t *out_gone, struct err *err)
{
    return db_exec(unit->tx, &sql_sweep, UNIT_ARGS(unit, db_int(unit->now - IDEMPOTENCY_KEPT_US)), out_gone,
                   err);
}
