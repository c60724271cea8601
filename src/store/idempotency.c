/* Idempotency keys in the database; see idempotency.h. */
#include "store/idempotency.h"

static const struct db_sql sql_find = {.text = "SELECT request, status, body, created_at FROM idempotency "
                                               "WHERE store_id = ?1 AND actor = ?2 AND key = ?3"};
static const struct db_sql sql_add = {
    .text = "INSERT INTO idempotency (store_id, actor, key, request, status, body, created_at)"
            " VALUES (?1, ?2, ?3, ?4, 0, '', ?5)"};
static const struct db_sql sql_answer = {
    .text = "INSERT INTO idempotency (store_id, actor, key, request, status, body, created_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (store_id, actor, key) DO UPDATE SET"
            " status = excluded.status, body = excluded.body"
            " WHERE idempotency.status = 0 AND idempotency.request = excluded.request"};
static const struct db_sql sql_sweep = {
    .text = "DELETE FROM idempotency WHERE store_id = ?1 AND created_at < ?2"};

int idempotency_find(const struct unit *unit, struct str actor, struct str key, struct idempotent *out,
                     struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_find, UNIT_ARGS(unit, db_text(actor), db_text(key)), &rows, err);
    if (found <= 0) return found;
    *out = (struct idempotent){db_copy_text(&rows, 0, unit->arena), (int)db_get_int(&rows, 1),
                               db_copy_text(&rows, 2, unit->arena), db_get_int(&rows, 3)};
    db_rows_done(&rows);
    return 1;
}

int idempotency_add(const struct unit *unit, struct str actor, struct str key, struct str request,
                    struct err *err)
{
    return UNIT_EXEC(unit, &sql_add, err, db_text(actor), db_text(key), db_bytes(request), db_int(unit->now));
}

int idempotency_answer(const struct unit *unit, struct str actor, struct str key,
                       const struct idempotent *answer, struct err *err)
{
    return UNIT_EXEC(unit, &sql_answer, err, db_text(actor), db_text(key), db_bytes(answer->request),
                     db_int(answer->status), db_text(answer->body), db_int(unit->now));
}

int idempotency_sweep(const struct unit *unit, int64_t *out_gone, struct err *err)
{
    return db_exec(unit->tx, &sql_sweep, UNIT_ARGS(unit, db_int(unit->now - IDEMPOTENCY_KEPT_US)), out_gone,
                   err);
}
