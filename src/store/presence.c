/* Who has a ticket open now, in the database, so that all nodes know; see presence.h. */
#include "store/presence.h"

static const struct db_sql sql_list = {
    .text =
        "SELECT p.account_id, a.name, p.doing, p.seen_at FROM presence p JOIN account a ON a.store_id ="
        " p.store_id AND a.account_id = p.account_id WHERE p.store_id = ?1 AND p.ticket_id = ?2 AND p.seen_at"
        " >= ?3 ORDER BY a.name, p.account_id"};
static const struct db_sql sql_put = {
    .text =
        "INSERT INTO presence (store_id, ticket_id, account_id, doing, seen_at) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (store_id, ticket_id, account_id) DO UPDATE SET doing = excluded.doing, seen_at ="
        " excluded.seen_at"};
static const struct db_sql sql_remove = {
    .text = "DELETE FROM presence WHERE store_id = ?1 AND ticket_id = ?2 AND account_id = ?3"};
static const struct db_sql sql_sweep = {.text = "DELETE FROM presence WHERE store_id = ?1 AND seen_at < ?2"};

int presence_list(const struct unit *unit, const struct id *ticket, instant_t since, struct present **out,
                  size_t *out_count, struct err *err)
{
    struct db_rows rows;
    struct present *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_list, UNIT_ARGS(unit, db_id(ticket), db_int(since)), &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0)
        *ARENA_PUSH(unit->arena, list, count, cap) = (struct present){
            .account = db_get_id(&rows, 0),
            .name = db_copy_text(&rows, 1, unit->arena),
            .writing = str_is(db_get_text(&rows, 2), "writing"),
            .seen_at = db_get_instant(&rows, 3),
        };
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}

int presence_put(const struct unit *unit, const struct id *ticket, const struct id *account, bool writing,
                 struct err *err)
{
    return UNIT_EXEC(unit, &sql_put, err, db_id(ticket), db_id(account),
                     db_text(writing ? STR("writing") : STR("reading")), db_int(unit->now));
}

int presence_remove(const struct unit *unit, const struct id *ticket, const struct id *account,
                    struct err *err)
{
    return UNIT_EXEC(unit, &sql_remove, err, db_id(ticket), db_id(account));
}

int presence_sweep(const struct unit *unit, instant_t before, struct err *err)
{
    return UNIT_EXEC(unit, &sql_sweep, err, db_int(before));
}
