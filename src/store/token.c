/* API tokens in the database; see token.h. */
#include "store/token.h"

#define COLUMNS "token_id, name, scope, created_by, created_at, expires_at, revoked_at, used_at"
static const struct db_sql sql_insert = {
    .text =
        "INSERT INTO api_token (store_id, token_id, name, scope, secret, created_by, created_at, expires_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
static const struct db_sql sql_find = {.text = "SELECT " COLUMNS
                                               " FROM api_token WHERE store_id = ?1 AND secret = ?2"};
static const struct db_sql sql_load = {.text = "SELECT " COLUMNS
                                               " FROM api_token WHERE store_id = ?1 AND token_id = ?2"};
static const struct db_sql sql_list = {
    .text = "SELECT " COLUMNS " FROM api_token WHERE store_id = ?1 ORDER BY token_id DESC LIMIT 1000"};
static const struct db_sql sql_revoke = {
    .text =
        "UPDATE api_token SET revoked_at = ?3 WHERE store_id = ?1 AND token_id = ?2 AND revoked_at IS NULL"};
static const struct db_sql sql_use = {
    .text = "UPDATE api_token SET used_at = ?3 WHERE store_id = ?1 AND token_id = ?2"};

int token_insert(const struct unit *unit, const struct api_token *token, const struct digest *secret,
                 struct err *err)
{
    return UNIT_EXEC(unit, &sql_insert, err, db_id(&token->id), db_text(token->name), db_text(token->scope),
                     db_bytes(digest_str(secret)), db_text(token->created_by), db_int(token->created_at),
                     db_instant(token->expires_at));
}

static struct api_token read_token(const struct db_rows *rows, struct arena *arena)
{
    return (struct api_token){
        .id = db_get_id(rows, 0),
        .name = db_copy_text(rows, 1, arena),
        .scope = db_copy_text(rows, 2, arena),
        .created_by = db_copy_text(rows, 3, arena),
        .created_at = db_get_instant(rows, 4),
        .expires_at = db_get_instant(rows, 5),
        .revoked_at = db_get_instant(rows, 6),
        .used_at = db_get_instant(rows, 7),
    };
}

static int one_token(const struct unit *unit, const struct db_sql *sql, struct db_value key,
                     struct api_token *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, UNIT_ARGS(unit, key), &rows, err);
    if (found <= 0) return found;
    *out = read_token(&rows, unit->arena);
    db_rows_done(&rows);
    return 1;
}

int token_find(const struct unit *unit, const struct digest *secret, struct api_token *out, struct err *err)
{
    return one_token(unit, &sql_find, db_bytes(digest_str(secret)), out, err);
}

int token_load(const struct unit *unit, const struct id *id, struct api_token *out, struct err *err)
{
    return one_token(unit, &sql_load, db_id(id), out, err);
}

int token_revoke(const struct unit *unit, const struct id *id, struct err *err)
{
    return UNIT_EXEC(unit, &sql_revoke, err, db_id(id), db_int(unit->now));
}

int token_note_use(const struct unit *unit, const struct id *id, instant_t hour, struct err *err)
{
    return UNIT_EXEC(unit, &sql_use, err, db_id(id), db_int(hour));
}

int token_list(const struct unit *unit, struct api_token **out, size_t *out_count, struct err *err)
{
    struct db_rows rows;
    struct api_token *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_list, UNIT_ONLY(unit), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        *ARENA_PUSH(unit->arena, list, count, cap) = read_token(&rows, unit->arena);
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}
