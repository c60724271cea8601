/* The outbox in the database; see outbox.h. */
#include "store/outbox.h"

#include <stdlib.h>

#define COLUMNS                                                                                       \
    "outbox_id, kind, notice, dedupe, ticket_id, order_id, channel, recipient, subject, text, html, " \
    "automatic,"                                                                                      \
    " state, withheld, not_before, attempt, last_error, created_at, sent_at, link"
static const struct db_sql sql_add = {
    .text = "INSERT INTO outbox (store_id, outbox_id, kind, notice, dedupe, ticket_id, order_id,"
            " channel, recipient, subject, text, html, automatic, state, withheld, not_before,"
            " lease_owner, attempt, last_error, created_at, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
            " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, '', 0, '', ?17, ?18) ON CONFLICT DO NOTHING"};
static const struct db_sql sql_load = {.text = "SELECT " COLUMNS
                                               " FROM outbox WHERE store_id = ?1 AND outbox_id = ?2"};
#define DUE                                                                                           \
    "SELECT outbox_id FROM outbox WHERE store_id = ?1 AND state IN ('queued', 'leased')"              \
    " AND not_before <= ?2 AND (state = 'queued' OR (lease_until <= ?2 AND withheld = '')) ORDER BY " \
    "not_before, outbox_id "                                                                          \
    "LIMIT ?3"
#define CLAIM                                                                                       \
    "UPDATE outbox SET state = 'leased', lease_owner = ?4, lease_until = ?5, attempt = attempt + 1" \
    " WHERE store_id = ?1 AND outbox_id "
/* PostgreSQL may run a subquery of IN for each row anew, and finds other rows each time, as it skips those that it has just
 * locked: then more are claimed than were asked for. An array is made once. */
static const struct db_sql sql_claim = {.text = CLAIM "IN (" DUE ") RETURNING " COLUMNS,
                                        CLAIM "= ANY (ARRAY (" DUE
                                              " FOR UPDATE SKIP LOCKED)) RETURNING " COLUMNS};
static const struct db_sql sql_sent = {
    .text = "UPDATE outbox SET state = 'sent', sent_at = ?5, lease_until = NULL, withheld = '' WHERE "
            "store_id = ?1 AND"
            " outbox_id = ?2 AND state = 'leased' AND lease_owner = ?3 AND attempt = ?4"};
static const struct db_sql sql_failed = {
    .text = "UPDATE outbox SET state = CASE WHEN withheld <> '' THEN 'withheld' ELSE ?6 END, not_before = "
            "COALESCE(?7, not_before), last_error = ?5,"
            " lease_until = NULL WHERE store_id = ?1 AND outbox_id = ?2 AND state = 'leased' AND"
            " lease_owner = ?3 AND attempt = ?4"};
static const struct db_sql sql_take_back = {
    .text = "DELETE FROM outbox WHERE store_id = ?1 AND outbox_id = ?2 AND state = 'queued' AND attempt = 0"};
static const struct db_sql sql_end_leases = {
    .text =
        "UPDATE outbox SET state = CASE WHEN withheld = '' THEN 'queued' ELSE 'withheld' END, lease_until ="
        " NULL WHERE store_id = ?1 AND state = 'leased'"};
static const struct db_sql sql_retry = {
    .text = "UPDATE outbox SET state = 'queued', not_before = ?3 WHERE store_id = ?1 AND outbox_id = ?2"
            " AND state = 'failed'"};
static const struct db_sql sql_withdraw = {
    .text = "UPDATE outbox SET state = 'withheld', withheld = 'by_hand' WHERE store_id = ?1 AND outbox_id ="
            " ?2 AND state = 'queued'"};
/* One that is in somebody's hands keeps the reason: it is withheld if it comes back. */
#define WITHHOLD                                                                                       \
    "UPDATE outbox SET state = CASE WHEN state = 'queued' THEN 'withheld' ELSE state END, withheld = " \
    "?2 WHERE store_id = ?1 AND state IN ('queued', 'leased') AND "
static const struct db_sql sql_withhold = {.text = WITHHOLD "order_id = ?3 AND kind = ?4"};
static const struct db_sql sql_withhold_notice = {.text = WITHHOLD "order_id = ?3 AND notice = ?4"};
static const struct db_sql sql_withhold_key = {.text = WITHHOLD "dedupe = ?3"};
#define THEIR_ORDERS "(SELECT order_id FROM orders WHERE store_id = ?1 AND customer_id = ?3)"
static const struct db_sql sql_withhold_invitations = {
    .text = WITHHOLD "dedupe LIKE 'notice:invitation:%' AND order_id IN " THEIR_ORDERS};
static const struct db_sql sql_withhold_sms = {.text = WITHHOLD
                                               "channel = 'sms' AND (order_id IN " THEIR_ORDERS
                                               " OR ticket_id IN (SELECT ticket_id FROM"
                                               " ticket WHERE store_id = ?1 AND customer_id = ?3))"};
static const struct db_sql sql_withhold_lapsed = {
    .text =
        "UPDATE outbox SET state = 'withheld', lease_until = NULL WHERE store_id = ?1 AND state = 'leased'"
        " AND not_before <= ?2 AND lease_until <= ?2 AND withheld <> ''"};
static const struct db_sql sql_gone = {
    .text = "SELECT 1 FROM outbox WHERE store_id = ?1 AND order_id = ?2 AND notice = ?3 AND state IN"
            " ('leased', 'sent', 'failed') LIMIT 1"};
static const struct db_sql sql_hold = {.text = "UPDATE store SET outbox_held = ?2 WHERE store_id = ?1"};
static const struct db_sql sql_held = {.text = "SELECT outbox_held FROM store WHERE store_id = ?1"};
#define PAGE " AND outbox_id < ?2 ORDER BY outbox_id DESC LIMIT ?3"
static const struct db_sql sql_list = {.text = "SELECT " COLUMNS " FROM outbox WHERE store_id = ?1" PAGE};
static const struct db_sql sql_list_order = {
    .text = "SELECT " COLUMNS " FROM outbox WHERE store_id = ?1 AND order_id = ?4" PAGE};
static const struct db_sql sql_list_ticket = {
    .text = "SELECT " COLUMNS " FROM outbox WHERE store_id = ?1 AND ticket_id = ?4" PAGE};
static const struct db_sql sql_list_state = {.text = "SELECT " COLUMNS
                                                     " FROM outbox WHERE store_id = ?1 AND state = ?4" PAGE};
static const struct db_sql sql_count_automatic = {
    .text = "SELECT COUNT(*) FROM outbox WHERE store_id = ?1 AND ticket_id = ?2 AND automatic = 1 AND"
            " created_at >= ?3"};
static const struct db_sql sql_since = {
    .text = "SELECT 1 FROM outbox WHERE store_id = ?1 AND dedupe = ?2 AND created_at > ?3"};
static const struct db_sql sql_depth = {
    .text = "SELECT COUNT(*), MIN(not_before) FROM outbox WHERE store_id = ?1 AND state IN ('queued',"
            " 'leased') AND not_before <= ?2"};
static const struct db_sql sql_failures = {
    .text = "SELECT COUNT(*) FROM outbox WHERE store_id = ?1 AND state = 'failed'"};

int outbox_add(const struct unit *unit, struct outgoing_message *m, bool *out_new, struct err *err)
{
    int64_t changes = 1;
    m->id = unit_id(unit);
    m->created_at = unit->now;
    m->state = m->withheld.len ? OUTBOX_WITHHELD : OUTBOX_QUEUED;
    if (m->not_before == INSTANT_NONE || m->not_before == 0) m->not_before = unit->now;
    if (db_exec(unit->tx, &sql_add,
                UNIT_ARGS(unit, db_id(&m->id), db_text(str_of(m->kind)), db_text(m->notice),
                          db_text(m->dedupe), db_id(&m->ticket), db_id(&m->order), db_text(m->channel),
                          db_text(m->recipient), db_text(m->subject), db_text(m->text), db_text(m->html),
                          db_int(m->automatic), db_text(outbox_state_name(m->state)), db_text(m->withheld),
                          db_int(m->not_before), db_int(m->created_at), db_int(m->link)),
                out_new ? &changes : NULL, err) < 0)
        return -1;
    if (out_new) *out_new = changes;
    if (changes && m->state == OUTBOX_QUEUED) return db_notify(unit->tx, "outbox", (struct str){0}, err);
    return 0;
}

static int read_message(const struct db_rows *rows, struct arena *arena, struct outgoing_message *out,
                        struct err *err)
{
    *out = (struct outgoing_message){
        .id = db_get_id(rows, 0),
        .kind = arena_cstr(arena, db_get_text(rows, 1)),
        .notice = db_copy_text(rows, 2, arena),
        .dedupe = db_copy_text(rows, 3, arena),
        .ticket = db_get_id(rows, 4),
        .order = db_get_id(rows, 5),
        .channel = db_copy_text(rows, 6, arena),
        .recipient = db_copy_text(rows, 7, arena),
        .subject = db_copy_text(rows, 8, arena),
        .text = db_copy_text(rows, 9, arena),
        .html = db_copy_text(rows, 10, arena),
        .automatic = db_get_int(rows, 11),
        .withheld = db_copy_text(rows, 13, arena),
        .not_before = db_get_instant(rows, 14),
        .attempt = (int)db_get_int(rows, 15),
        .last_error = db_copy_text(rows, 16, arena),
        .created_at = db_get_instant(rows, 17),
        .sent_at = db_get_instant(rows, 18),
        .link = db_get_int(rows, 19),
    };
    if (outbox_state_from_name(db_get_text(rows, 12), &out->state) < 0)
        return err_set(err, ERR_SYSTEM, "the database holds an outbox state that this version does not know");
    return 0;
}

static int read_list(const struct unit *unit, struct db_rows *rows, int most, struct outgoing_message *out,
                     int *out_count, struct err *err)
{
    int count = 0, more;
    while ((more = db_next(rows, err)) > 0) {
        if (count == most) abort(); /* the statement has a limit */
        if (read_message(rows, unit->arena, &out[count++], err) < 0) {
            more = -1;
            break;
        }
    }
    db_rows_done(rows);
    if (more == 0) *out_count = count;
    return more;
}

int outbox_load(const struct unit *unit, const struct id *id, struct outgoing_message *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_load, UNIT_ARGS(unit, db_id(id)), &rows, err);
    if (found <= 0) return found;
    int result = read_message(&rows, unit->arena, out, err);
    db_rows_done(&rows);
    return result < 0 ? -1 : 1;
}

int outbox_claim(const struct unit *unit, struct str owner, int64_t lease_us, int most,
                 struct outgoing_message *out, int *out_count, struct err *err)
{
    struct db_rows rows;
    bool held;
    *out_count = 0;
    if (outbox_is_held(unit, &held, err) < 0) return -1;
    if (held) return 0;
    if (db_query(
            unit->tx, &sql_claim,
            UNIT_ARGS(unit, db_int(unit->now), db_int(most), db_text(owner), db_int(unit->now + lease_us)),
            &rows, err) < 0)
        return -1;
    return read_list(unit, &rows, most, out, out_count, err);
}

/* Whether the statement found the lease still there. */
static int finish(int result, int64_t changes, struct err *err)
{
    if (result < 0) return -1;
    return changes ? 0 : err_set(err, ERR_STALE, "the lease on this message has gone to somebody else");
}

int outbox_sent(const struct unit *unit, const struct id *id, struct str owner, int attempt, struct err *err)
{
    int64_t changes = 0;
    int result = db_exec(unit->tx, &sql_sent,
                         UNIT_ARGS(unit, db_id(id), db_text(owner), db_int(attempt), db_int(unit->now)),
                         &changes, err);
    return finish(result, changes, err);
}

int outbox_failed(const struct unit *unit, const struct id *id, struct str owner, int attempt,
                  struct str error, instant_t retry_at, struct err *err)
{
    int64_t changes = 0;
    enum outbox_state state = retry_at == INSTANT_NONE ? OUTBOX_FAILED : OUTBOX_QUEUED;
    int result = db_exec(unit->tx, &sql_failed,
                         UNIT_ARGS(unit, db_id(id), db_text(owner), db_int(attempt), db_text(error),
                                   db_text(outbox_state_name(state)), db_instant(retry_at)),
                         &changes, err);
    return finish(result, changes, err);
}

int outbox_take_back(const struct unit *unit, const struct id *id, struct err *err)
{
    int64_t changes;
    if (db_exec(unit->tx, &sql_take_back, UNIT_ARGS(unit, db_id(id)), &changes, err) < 0) return -1;
    return changes ? 0 : err_set(err, ERR_CONFLICT, "the letter is on its way and cannot be taken back");
}

int outbox_withdraw(const struct unit *unit, const struct id *id, struct err *err)
{
    int64_t changes;
    if (db_exec(unit->tx, &sql_withdraw, UNIT_ARGS(unit, db_id(id)), &changes, err) < 0) return -1;
    return changes ? 0 : err_set(err, ERR_CONFLICT, "only a letter that waits can be withdrawn");
}

int outbox_end_leases(const struct unit *unit, int64_t *out_ended, struct err *err)
{
    return db_exec(unit->tx, &sql_end_leases, UNIT_ONLY(unit), out_ended, err);
}

int outbox_retry(const struct unit *unit, const struct id *id, struct err *err)
{
    int64_t changes;
    if (db_exec(unit->tx, &sql_retry, UNIT_ARGS(unit, db_id(id), db_int(unit->now)), &changes, err) < 0)
        return -1;
    if (!changes) return err_set(err, ERR_CONFLICT, "only a message that failed can be tried again");
    return db_notify(unit->tx, "outbox", (struct str){0}, err);
}

int outbox_withhold_order(const struct unit *unit, const struct id *order, struct str kind, struct str reason,
                          struct err *err)
{
    return UNIT_EXEC(unit, &sql_withhold, err, db_text(reason), db_id(order), db_text(kind));
}

int outbox_withhold_notice(const struct unit *unit, const struct id *order, struct str notice,
                           struct str reason, struct err *err)
{
    return UNIT_EXEC(unit, &sql_withhold_notice, err, db_text(reason), db_id(order), db_text(notice));
}

int outbox_withhold_key(const struct unit *unit, struct str dedupe, struct str reason, struct err *err)
{
    return UNIT_EXEC(unit, &sql_withhold_key, err, db_text(reason), db_text(dedupe));
}

int outbox_withhold_invitations(const struct unit *unit, const struct id *customer, struct err *err)
{
    return UNIT_EXEC(unit, &sql_withhold_invitations, err, db_text(STR("no_marketing_consent")),
                     db_id(customer));
}

int outbox_withhold_sms(const struct unit *unit, const struct id *customer, struct err *err)
{
    return UNIT_EXEC(unit, &sql_withhold_sms, err, db_text(STR("no_sms_consent")), db_id(customer));
}

int outbox_withhold_lapsed(const struct unit *unit, struct err *err)
{
    return UNIT_EXEC(unit, &sql_withhold_lapsed, err, db_int(unit->now));
}

int outbox_notice_gone(const struct unit *unit, const struct id *order, struct str notice, bool *out,
                       struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_gone, UNIT_ARGS(unit, db_id(order), db_text(notice)), &rows, err);
    if (found > 0) db_rows_done(&rows);
    if (found >= 0) *out = found;
    return found < 0 ? -1 : 0;
}

int outbox_set_held(const struct unit *unit, bool held, struct err *err)
{
    return UNIT_EXEC(unit, &sql_hold, err, db_int(held));
}

int outbox_is_held(const struct unit *unit, bool *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_held, UNIT_ONLY(unit), &rows, err);
    if (found < 0) return -1;
    *out = found && db_get_int(&rows, 0);
    if (found) db_rows_done(&rows);
    return 0;
}

int outbox_list(const struct unit *unit, const struct outbox_filter *filter, struct outgoing_message *out,
                int *out_count, struct err *err)
{
    struct db_rows rows;
    struct id after = filter->after;
    if (id_is_none(&after)) memset(&after, 0xff, sizeof after);
    bool by_order = !id_is_none(&filter->order), by_ticket = !by_order && !id_is_none(&filter->ticket);
    bool by_state = !by_order && !by_ticket && filter->by_state;
    const struct db_value args[] = {db_id(&unit->store), db_id(&after), db_int(filter->most),
                                    by_state ? db_text(outbox_state_name(filter->state))
                                             : db_id(by_order ? &filter->order : &filter->ticket)};
    const struct db_sql *sql = by_order    ? &sql_list_order
                               : by_ticket ? &sql_list_ticket
                               : by_state  ? &sql_list_state
                                           : &sql_list;
    if (db_query(unit->tx, sql, args, sql == &sql_list ? 3 : 4, &rows, err) < 0) return -1;
    return read_list(unit, &rows, filter->most, out, out_count, err);
}

int outbox_count_automatic(const struct unit *unit, const struct id *ticket, instant_t since, int64_t *out,
                           struct err *err)
{
    struct db_rows rows;
    if (db_first(unit->tx, &sql_count_automatic, UNIT_ARGS(unit, db_id(ticket), db_int(since)), &rows, err) <
        0)
        return -1;
    *out = db_get_int(&rows, 0);
    db_rows_done(&rows);
    return 0;
}

int outbox_has_since(const struct unit *unit, struct str dedupe, instant_t since, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_since, UNIT_ARGS(unit, db_text(dedupe), db_int(since)), &rows, err);
    if (found > 0) db_rows_done(&rows);
    return found;
}

int outbox_depth(const struct unit *unit, struct outbox_depth *out, struct err *err)
{
    struct db_rows rows;
    if (db_first(unit->tx, &sql_depth, UNIT_ARGS(unit, db_int(unit->now)), &rows, err) < 0) return -1;
    *out = (struct outbox_depth){.queued = db_get_int(&rows, 0), .oldest = db_get_instant(&rows, 1)};
    db_rows_done(&rows);
    if (db_first(unit->tx, &sql_failures, UNIT_ONLY(unit), &rows, err) < 0) return -1;
    out->failed = db_get_int(&rows, 0);
    db_rows_done(&rows);
    return 0;
}
