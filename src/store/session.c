/* Sessions and guesses in the database; see session.h. */
#include "store/session.h"

#define SELECT                                                                                      \
    "SELECT session_id, account_id, csrf, created_at, rotated_at, seen_at, expires_at FROM session" \
    " WHERE store_id = ?1 AND "
static const struct db_sql sql_insert = {
    .text = "INSERT INTO session (store_id, session_id, account_id, secret, csrf, created_at, rotated_at,"
            " seen_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?6, ?7)"};
static const struct db_sql sql_find = {.text = SELECT "secret = ?2"};
static const struct db_sql sql_find_previous = {.text = SELECT "previous = ?2"};
static const struct db_sql sql_load = {.text = SELECT "session_id = ?2"};
static const struct db_sql sql_rotate = {
    .text = "UPDATE session SET previous = secret, secret = ?4, rotated_at = ?5, seen_at = ?5"
            " WHERE store_id = ?1 AND session_id = ?2 AND secret = ?3"};
static const struct db_sql sql_seen = {
    .text = "UPDATE session SET seen_at = ?3 WHERE store_id = ?1 AND session_id = ?2 AND seen_at < ?3"};
static const struct db_sql sql_end = {.text = "DELETE FROM session WHERE store_id = ?1 AND session_id = ?2"};
static const struct db_sql sql_end_all = {
    .text = "DELETE FROM session WHERE store_id = ?1 AND account_id = ?2 AND session_id <> ?3"};
static const struct db_sql sql_sweep = {
    .text = "DELETE FROM session WHERE store_id = ?1 AND (expires_at <= ?2 OR seen_at <= ?3)"};
static const struct db_sql sql_guess = {
    .text = "SELECT failures, last_at FROM sign_in_failure WHERE store_id = ?1 AND who = ?2"};
static const struct db_sql sql_guess_save = {
    .text = "INSERT INTO sign_in_failure (store_id, who, failures, last_at) VALUES (?1, ?2, ?3, ?4)"
            " ON CONFLICT (store_id, who) DO UPDATE SET failures = excluded.failures, last_at ="
            " excluded.last_at"};
static const struct db_sql sql_guess_forget = {
    .text = "DELETE FROM sign_in_failure WHERE store_id = ?1 AND who = ?2"};
static const struct db_sql sql_guess_sweep = {
    .text = "DELETE FROM sign_in_failure WHERE store_id = ?1 AND last_at < ?2"};

int session_insert(const struct unit *unit, const struct session *session, const struct digest *secret,
                   struct err *err)
{
    return UNIT_EXEC(unit, &sql_insert, err, db_id(&session->id), db_id(&session->account),
                     db_bytes(digest_str(secret)),
                     db_bytes(str_of_len((const char *)session->csrf, CSRF_BYTES)), db_int(unit->now),
                     db_int(session->expires_at));
}

static void read_session(const struct db_rows *rows, struct session *out)
{
    struct str csrf = db_get_text(rows, 2);
    *out = (struct session){
        .id = db_get_id(rows, 0),
        .account = db_get_id(rows, 1),
        .created_at = db_get_instant(rows, 3),
        .rotated_at = db_get_instant(rows, 4),
        .seen_at = db_get_instant(rows, 5),
        .expires_at = db_get_instant(rows, 6),
    };
    memcpy(out->csrf, csrf.ptr, csrf.len < CSRF_BYTES ? csrf.len : CSRF_BYTES);
}

static int one_session(const struct unit *unit, const struct db_sql *sql, struct db_value key,
                       struct session *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, UNIT_ARGS(unit, key), &rows, err);
    if (found <= 0) return found;
    read_session(&rows, out);
    db_rows_done(&rows);
    return 1;
}

int session_find(const struct unit *unit, const struct digest *secret, struct session *out,
                 struct account *out_account, struct err *err)
{
    struct db_value key = db_bytes(digest_str(secret));
    int found = one_session(unit, &sql_find, key, out, err);
    bool previous = found == 0;
    if (previous) found = one_session(unit, &sql_find_previous, key, out, err);
    if (found <= 0) return found;
    out->previous = previous;
    return account_load(unit, &out->account, out_account, err);
}

int session_load(const struct unit *unit, const struct id *id, struct session *out,
                 struct account *out_account, struct err *err)
{
    int found = one_session(unit, &sql_load, db_id(id), out, err);
    return found <= 0 ? found : account_load(unit, &out->account, out_account, err);
}

int session_rotate(const struct unit *unit, const struct id *id, const struct digest *from,
                   const struct digest *to, bool *out_done, struct err *err)
{
    int64_t changed;
    if (db_exec(unit->tx, &sql_rotate,
                UNIT_ARGS(unit, db_id(id), db_bytes(digest_str(from)), db_bytes(digest_str(to)),
                          db_int(unit->now)),
                &changed, err) < 0)
        return -1;
    *out_done = changed > 0;
    return 0;
}

int session_note_seen(const struct unit *unit, const struct id *id, struct err *err)
{
    return UNIT_EXEC(unit, &sql_seen, err, db_id(id), db_int(unit->now));
}

int session_end(const struct unit *unit, const struct id *id, struct err *err)
{
    return UNIT_EXEC(unit, &sql_end, err, db_id(id));
}

int session_end_all(const struct unit *unit, const struct id *account, const struct id *except,
                    int64_t *out_ended, struct err *err)
{
    struct db_value spared = {DB_ID, 0, {(const char *)except->bytes, sizeof except->bytes}};
    return db_exec(unit->tx, &sql_end_all, UNIT_ARGS(unit, db_id(account), spared), out_ended, err);
}

int session_sweep(const struct unit *unit, instant_t idle_since, struct err *err)
{
    return UNIT_EXEC(unit, &sql_sweep, err, db_int(unit->now), db_int(idle_since));
}

int guess_load(const struct unit *unit, const struct digest *who, int64_t *out_failures,
               instant_t *out_last_at, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_guess, UNIT_ARGS(unit, db_bytes(digest_str(who))), &rows, err);
    if (found < 0) return -1;
    *out_failures = found ? db_get_int(&rows, 0) : 0;
    *out_last_at = found ? db_get_instant(&rows, 1) : INSTANT_NONE;
    if (found) db_rows_done(&rows);
    return 0;
}

int guess_save(const struct unit *unit, const struct digest *who, int64_t failures, struct err *err)
{
    return UNIT_EXEC(unit, &sql_guess_save, err, db_bytes(digest_str(who)), db_int(failures),
                     db_int(unit->now));
}

int guess_forget(const struct unit *unit, const struct digest *who, struct err *err)
{
    return UNIT_EXEC(unit, &sql_guess_forget, err, db_bytes(digest_str(who)));
}

int guess_sweep(const struct unit *unit, instant_t before, struct err *err)
{
    return UNIT_EXEC(unit, &sql_guess_sweep, err, db_int(before));
}
