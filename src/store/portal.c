/* Links, customers' sessions and requests for links in the database; see portal.h. */
#include "store/portal.h"

static const struct db_sql sql_link_insert = {
    .text = "INSERT INTO order_link (store_id, secret, order_id, address, made_at, expires_at) VALUES (?1,"
            " ?2, ?3, ?4, ?5, ?6)"};
static const struct db_sql sql_link_take = {
    .text = "UPDATE order_link SET used_at = ?3 WHERE store_id = ?1 AND secret = ?2 AND used_at IS NULL AND"
            " expires_at > ?3"};
static const struct db_sql sql_link = {
    .text = "SELECT order_id, address, expires_at FROM order_link WHERE store_id = ?1 AND secret = ?2"};
static const struct db_sql sql_session_insert = {
    .text = "INSERT INTO order_session (store_id, session_id, order_id, address, secret, csrf, created_at,"
            " expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
static const struct db_sql sql_session_find = {
    .text = "SELECT session_id, order_id, address, csrf, created_at, expires_at FROM order_session WHERE"
            " store_id = ?1 AND secret = ?2"};
static const struct db_sql sql_session_end = {
    .text = "DELETE FROM order_session WHERE store_id = ?1 AND session_id = ?2"};
static const struct db_sql sql_order_sessions_end = {
    .text = "DELETE FROM order_session WHERE store_id = ?1 AND order_id = ?2"};
static const struct db_sql sql_order_links_end = {
    .text = "DELETE FROM order_link WHERE store_id = ?1 AND order_id = ?2 AND used_at IS NULL"};
static const struct db_sql sql_sweep[] = {
    {.text = "DELETE FROM order_link WHERE store_id = ?1 AND expires_at <= ?2"},
    {.text = "DELETE FROM order_session WHERE store_id = ?1 AND expires_at <= ?2"},
};
static const struct db_sql sql_request_add = {
    .text = "INSERT INTO link_request (store_id, request_id, number, address, asked_at) VALUES (?1, ?2, ?3,"
            " ?4, ?5)"};
static const struct db_sql sql_requests = {
    .text = "SELECT request_id, number, address, asked_at FROM link_request WHERE store_id = ?1 ORDER BY"
            " request_id LIMIT ?2"};
static const struct db_sql sql_request_take = {
    .text = "DELETE FROM link_request WHERE store_id = ?1 AND request_id = ?2"};

/* ---- links ---- */

int order_link_insert(const struct unit *unit, const struct digest *secret, const struct order_link *link,
                      struct err *err)
{
    return UNIT_EXEC(unit, &sql_link_insert, err, db_bytes(digest_str(secret)), db_id(&link->order),
                     db_text(link->address), db_int(unit->now), db_int(link->expires_at));
}

int order_link_take(const struct unit *unit, const struct digest *secret, struct order_link *out,
                    struct err *err)
{
    struct db_value key = db_bytes(digest_str(secret));
    struct db_rows rows;
    int64_t taken;
    if (db_exec(unit->tx, &sql_link_take, UNIT_ARGS(unit, key, db_int(unit->now)), &taken, err) < 0)
        return -1;
    if (!taken) return 0;
    int found = db_first(unit->tx, &sql_link, UNIT_ARGS(unit, key), &rows, err);
    if (found <= 0) return found;
    *out = (struct order_link){db_get_id(&rows, 0), db_copy_text(&rows, 1, unit->arena),
                               db_get_instant(&rows, 2)};
    db_rows_done(&rows);
    return 1;
}

/* ---- sessions ---- */

int order_session_insert(const struct unit *unit, const struct order_session *session,
                         const struct digest *secret, struct err *err)
{
    return UNIT_EXEC(unit, &sql_session_insert, err, db_id(&session->id), db_id(&session->order),
                     db_text(session->address), db_bytes(digest_str(secret)),
                     db_bytes(str_of_len((const char *)session->csrf, CSRF_BYTES)), db_int(unit->now),
                     db_int(session->expires_at));
}

int order_session_find(const struct unit *unit, const struct digest *secret, struct order_session *out,
                       struct err *err)
{
    struct db_rows rows;
    int found =
        db_first(unit->tx, &sql_session_find, UNIT_ARGS(unit, db_bytes(digest_str(secret))), &rows, err);
    if (found <= 0) return found;
    struct str csrf = db_get_text(&rows, 3);
    *out = (struct order_session){
        .id = db_get_id(&rows, 0),
        .order = db_get_id(&rows, 1),
        .address = db_copy_text(&rows, 2, unit->arena),
        .created_at = db_get_instant(&rows, 4),
        .expires_at = db_get_instant(&rows, 5),
    };
    memcpy(out->csrf, csrf.ptr, csrf.len < CSRF_BYTES ? csrf.len : CSRF_BYTES);
    db_rows_done(&rows);
    return 1;
}

int order_session_end(const struct unit *unit, const struct id *id, struct err *err)
{
    return UNIT_EXEC(unit, &sql_session_end, err, db_id(id));
}

int order_access_end(const struct unit *unit, const struct id *order, int64_t *out_ended, struct err *err)
{
    int64_t sessions, links;
    if (db_exec(unit->tx, &sql_order_sessions_end, UNIT_ARGS(unit, db_id(order)), &sessions, err) < 0 ||
        db_exec(unit->tx, &sql_order_links_end, UNIT_ARGS(unit, db_id(order)), &links, err) < 0)
        return -1;
    *out_ended = sessions + links;
    return 0;
}

int order_access_sweep(const struct unit *unit, struct err *err)
{
    for (size_t i = 0; i < sizeof sql_sweep / sizeof *sql_sweep; i++)
        if (UNIT_EXEC(unit, &sql_sweep[i], err, db_int(unit->now)) < 0) return -1;
    return 0;
}

/* ---- requests ---- */

int link_request_add(const struct unit *unit, struct link_request *request, struct err *err)
{
    request->id = unit_id(unit);
    request->asked_at = unit->now;
    return UNIT_EXEC(unit, &sql_request_add, err, db_id(&request->id), db_text(request->number),
                     db_text(request->address), db_int(request->asked_at));
}

int link_request_list(const struct unit *unit, int most, struct link_request *out, int *out_count,
                      struct err *err)
{
    struct db_rows rows;
    int count = 0, more;
    if (db_query(unit->tx, &sql_requests, UNIT_ARGS(unit, db_int(most)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        out[count++] = (struct link_request){db_get_id(&rows, 0), db_copy_text(&rows, 1, unit->arena),
                                             db_copy_text(&rows, 2, unit->arena), db_get_instant(&rows, 3)};
    db_rows_done(&rows);
    *out_count = count;
    return more;
}

int link_request_take(const struct unit *unit, const struct id *id, bool *out_taken, struct err *err)
{
    int64_t taken;
    if (db_exec(unit->tx, &sql_request_take, UNIT_ARGS(unit, db_id(id)), &taken, err) < 0) return -1;
    *out_taken = taken > 0;
    return 0;
}
