/* Accounts in the database; see account.h. */
#include "store/account.h"

#define COLUMNS                                                                                 \
    "account_id, email, name, role, password, invite, invite_until, totp_secret, totp_offered," \
    " totp_step, created_at, disabled_at, version"
static const struct db_sql sql_insert = {
    .text = "INSERT INTO account (store_id, account_id, email, name, role, password, invite, invite_until,"
            " totp_step, created_at, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, 1)"
            " ON CONFLICT DO NOTHING"};
static const struct db_sql sql_load = {.text = "SELECT " COLUMNS
                                               " FROM account WHERE store_id = ?1 AND account_id = ?2"};
static const struct db_sql sql_find = {.text = "SELECT " COLUMNS
                                               " FROM account WHERE store_id = ?1 AND email = ?2"};
static const struct db_sql sql_find_invite = {.text = "SELECT " COLUMNS
                                                      " FROM account WHERE store_id = ?1 AND invite = ?2"};
static const struct db_sql sql_save = {
    .text = "UPDATE account SET name = ?4, role = ?5, password = ?6, invite = ?7, invite_until = ?8,"
            " totp_secret = ?9, totp_offered = ?10, totp_step = ?11, disabled_at = ?12, version = version + 1"
            " WHERE store_id = ?1 AND account_id = ?2 AND version = ?3"};
static const struct db_sql sql_step = {
    .text = "UPDATE account SET totp_step = ?3 WHERE store_id = ?1 AND account_id = ?2 AND totp_step < ?3"};
static const struct db_sql sql_list = {
    .text = "SELECT " COLUMNS " FROM account WHERE store_id = ?1 ORDER BY account_id LIMIT 1000"};
/* Written, though nothing changes: a transaction that read the same rows has to begin again then. */
static const struct db_sql sql_hold_owners = {
    .text = "UPDATE account SET version = version WHERE store_id = ?1 AND role = 'owner'"};
static const struct db_sql sql_other_owners = {
    .text = "SELECT count(*) FROM account WHERE store_id = ?1 AND role = 'owner' AND disabled_at IS NULL"
            " AND password <> '' AND account_id <> ?2"};

static struct db_value bytes_or_null(struct str bytes)
{
    return bytes.len ? db_bytes(bytes) : db_null();
}

int account_insert(const struct unit *unit, const struct account *account, struct err *err)
{
    int64_t added;
    if (db_exec(unit->tx, &sql_insert,
                UNIT_ARGS(unit, db_id(&account->id), db_text(account->email), db_text(account->name),
                          db_text(account->role), db_text(account->password), bytes_or_null(account->invite),
                          db_instant(account->invite_until), db_int(account->created_at)),
                &added, err) < 0)
        return -1;
    return added ? 0 : err_set(err, ERR_CONFLICT, "/email: there is an account of this address already");
}

static struct account read_account(const struct db_rows *rows, struct arena *arena)
{
    return (struct account){
        .id = db_get_id(rows, 0),
        .email = db_copy_text(rows, 1, arena),
        .name = db_copy_text(rows, 2, arena),
        .role = db_copy_text(rows, 3, arena),
        .password = db_copy_text(rows, 4, arena),
        .invite = db_copy_text(rows, 5, arena),
        .invite_until = db_get_instant(rows, 6),
        .totp_secret = db_copy_text(rows, 7, arena),
        .totp_offered = db_copy_text(rows, 8, arena),
        .totp_step = db_get_int(rows, 9),
        .created_at = db_get_instant(rows, 10),
        .disabled_at = db_get_instant(rows, 11),
        .version = db_get_int(rows, 12),
    };
}

static int one_account(const struct unit *unit, const struct db_sql *sql, struct db_value key,
                       struct account *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, UNIT_ARGS(unit, key), &rows, err);
    if (found <= 0) return found;
    *out = read_account(&rows, unit->arena);
    db_rows_done(&rows);
    return 1;
}

int account_load(const struct unit *unit, const struct id *id, struct account *out, struct err *err)
{
    return one_account(unit, &sql_load, db_id(id), out, err);
}

int account_find(const struct unit *unit, struct str email, struct account *out, struct err *err)
{
    return one_account(unit, &sql_find, db_text(email), out, err);
}

int account_find_invite(const struct unit *unit, const struct digest *invite, struct account *out,
                        struct err *err)
{
    return one_account(unit, &sql_find_invite, db_bytes(digest_str(invite)), out, err);
}

int account_save(const struct unit *unit, struct account *account, struct err *err)
{
    int64_t changed;
    if (db_exec(unit->tx, &sql_save,
                UNIT_ARGS(unit, db_id(&account->id), db_int(account->version), db_text(account->name),
                          db_text(account->role), db_text(account->password), bytes_or_null(account->invite),
                          db_instant(account->invite_until), bytes_or_null(account->totp_secret),
                          bytes_or_null(account->totp_offered), db_int(account->totp_step),
                          db_instant(account->disabled_at)),
                &changed, err) < 0)
        return -1;
    if (!changed) return err_set(err, ERR_STALE, "the account has changed meanwhile; read it again");
    account->version++;
    return 0;
}

int account_note_step(const struct unit *unit, const struct id *id, int64_t step, bool *out_done,
                      struct err *err)
{
    int64_t changed;
    if (db_exec(unit->tx, &sql_step, UNIT_ARGS(unit, db_id(id), db_int(step)), &changed, err) < 0) return -1;
    *out_done = changed > 0;
    return 0;
}

int account_list(const struct unit *unit, struct account **out, size_t *out_count, struct err *err)
{
    struct db_rows rows;
    struct account *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_list, UNIT_ONLY(unit), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        *ARENA_PUSH(unit->arena, list, count, cap) = read_account(&rows, unit->arena);
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}

int account_other_owners(const struct unit *unit, const struct id *except, int64_t *out, struct err *err)
{
    struct db_rows rows;
    int64_t held;
    if (db_exec(unit->tx, &sql_hold_owners, UNIT_ONLY(unit), &held, err) < 0 ||
        db_first(unit->tx, &sql_other_owners, UNIT_ARGS(unit, db_id(except)), &rows, err) < 0)
        return -1;
    *out = db_get_int(&rows, 0);
    db_rows_done(&rows);
    return 0;
}

struct str account_behind(const struct account *list, size_t count, struct str actor)
{
    struct str prefix = STR("account:");
    struct id id;
    if (!str_starts(actor, prefix) || id_parse(str_slice(actor, prefix.len, actor.len), &id) < 0)
        return (struct str){0};
    for (size_t i = 0; i < count; i++)
        if (id_eq(&list[i].id, &id)) return list[i].name;
    return (struct str){0};
}
