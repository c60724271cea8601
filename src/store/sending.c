/* What may still be taken back, in the database; see sending.h. */
#include "store/sending.h"

static const struct db_sql sql_add = {
    .text = "INSERT INTO sending (store_id, draft_id, outbox_id, seq, until_at, order_id, order_version,"
            " changes_applied, ticket_state, ticket_awaiting, ticket_due_at, first_response_at,"
            " first_response_us, resolved_at, last_at, last_author) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
            " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"};
static const struct db_sql sql_load = {
    .text = "SELECT outbox_id, seq, until_at, order_id, order_version, changes_applied, ticket_state,"
            " ticket_awaiting, ticket_due_at, first_response_at, first_response_us, resolved_at, last_at, "
            "last_author FROM"
            " sending WHERE store_id = ?1 AND draft_id = ?2"};
static const struct db_sql sql_open = {
    .text = "SELECT 1 FROM draft d JOIN sending s ON s.store_id = d.store_id AND s.draft_id = d.draft_id"
            " WHERE d.store_id = ?1 AND d.ticket_id = ?2 AND s.until_at > ?3 LIMIT 1"};
static const struct db_sql sql_remove = {.text = "DELETE FROM sending WHERE store_id = ?1 AND draft_id = ?2"};
static const struct db_sql sql_sweep = {.text = "DELETE FROM sending WHERE store_id = ?1 AND until_at <= ?2"};

int sending_add(const struct unit *unit, const struct sending *s, struct err *err)
{
    return UNIT_EXEC(unit, &sql_add, err, db_id(&s->draft), db_id(&s->outbox), db_int(s->seq),
                     db_int(s->until), db_id(&s->order), db_int(s->order_version), db_int(s->changes_applied),
                     db_text(ticket_state_name(s->state)), db_text(awaiting_name(s->awaiting)),
                     db_instant(s->due_at), db_instant(s->first_response_at),
                     s->first_response_us < 0 ? db_null() : db_int(s->first_response_us),
                     db_instant(s->resolved_at), db_int(s->last_at), db_text(author_name(s->last_author)));
}

int sending_load(const struct unit *unit, const struct id *draft, struct sending *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_load, UNIT_ARGS(unit, db_id(draft)), &rows, err);
    if (found <= 0) return found;
    *out = (struct sending){
        .draft = *draft,
        .outbox = db_get_id(&rows, 0),
        .seq = db_get_int(&rows, 1),
        .until = db_get_instant(&rows, 2),
        .order = db_get_id(&rows, 3),
        .order_version = db_get_int(&rows, 4),
        .changes_applied = (int)db_get_int(&rows, 5),
        .due_at = db_get_instant(&rows, 8),
        .first_response_at = db_get_instant(&rows, 9),
        .first_response_us = db_is_null(&rows, 10) ? -1 : db_get_int(&rows, 10),
        .resolved_at = db_get_instant(&rows, 11),
        .last_at = db_get_int(&rows, 12),
        .last_author = author_of(db_get_text(&rows, 13)),
    };
    bool known = ticket_state_from_name(db_get_text(&rows, 6), &out->state) == 0 &&
                 awaiting_from_name(db_get_text(&rows, 7), &out->awaiting) == 0;
    db_rows_done(&rows);
    return known ? 1
                 : err_set(err, ERR_SYSTEM,
                           "the database holds a ticket's state that this version does not know");
}

int sending_open(const struct unit *unit, const struct id *ticket, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_open, UNIT_ARGS(unit, db_id(ticket), db_int(unit->now)), &rows, err);
    if (found > 0) db_rows_done(&rows);
    return found;
}

int sending_remove(const struct unit *unit, const struct id *draft, struct err *err)
{
    return UNIT_EXEC(unit, &sql_remove, err, db_id(draft));
}

int sending_sweep(const struct unit *unit, struct err *err)
{
    return UNIT_EXEC(unit, &sql_sweep, err, db_int(unit->now));
}
