/* The inbox in the database; see inbox.h. */
#include "store/inbox.h"

#define T(columns) columns
/* The columns of the ticket come first, as ticket_read() takes them. */
enum { SEEN = 31, NUMBER, STAGE, CURRENCY, TOTAL, CUSTOMER, ASSIGNEE, HAS_DRAFT }; /* columns behind it */
#define JOINED                                                                                               \
    " t.seen_at, o.number, o.stage, o.currency, o.total, c.name, a.name, CASE WHEN EXISTS (SELECT 1 FROM"    \
    " draft d WHERE d.store_id = t.store_id AND d.ticket_id = t.ticket_id AND d.state = 'open') THEN 1"      \
    " ELSE 0 END FROM ticket t LEFT JOIN orders o ON o.store_id = t.store_id AND o.order_id = t.order_id"    \
    " LEFT JOIN customer c ON c.store_id = t.store_id AND c.customer_id = t.customer_id LEFT JOIN account a" \
    " ON a.store_id = t.store_id AND a.account_id = t.assignee_id WHERE t.store_id = ?1"
#define BEHIND " AND (t.inbox_at, t.ticket_id) > (?2, ?3) ORDER BY t.inbox_at, t.ticket_id LIMIT ?4"
#define LIVE " AND t.state IN ('open', 'waiting')"
#define SELECT "SELECT " TICKET_COLUMNS("t.") "," JOINED

static const struct db_sql sql_live = {.text = SELECT LIVE BEHIND};
static const struct db_sql sql_state = {.text = SELECT " AND t.state = ?5" BEHIND};
static const struct db_sql sql_load = {.text = SELECT " AND t.ticket_id = ?2"};
static const struct db_sql sql_each = {
    .text = "SELECT t.state, t.concern, t.locale, t.escalated, t.due_at, t.assignee_id, o.stage FROM ticket t"
            " LEFT JOIN orders o ON o.store_id = t.store_id AND o.order_id = t.order_id WHERE t.store_id = "
            "?1" LIVE " ORDER BY t.inbox_at, t.ticket_id"};

static int read_row(const struct db_rows *rows, struct arena *arena, struct inbox_row *out, struct err *err)
{
    *out = (struct inbox_row){
        .seen_at = db_get_int(rows, SEEN),
        .number = db_copy_text(rows, NUMBER, arena),
        .stage = db_copy_text(rows, STAGE, arena),
        .currency = db_copy_text(rows, CURRENCY, arena),
        .total = db_copy_text(rows, TOTAL, arena),
        .customer = db_copy_text(rows, CUSTOMER, arena),
        .assignee = db_copy_text(rows, ASSIGNEE, arena),
        .has_draft = db_get_int(rows, HAS_DRAFT),
    };
    return ticket_read(rows, arena, &out->ticket, err);
}

int inbox_read(const struct unit *unit, const struct inbox_span *span, struct inbox_row *out, int *out_count,
               struct err *err)
{
    const struct db_value args[] = {
        db_id(&unit->store),
        db_int(span->after),
        {.type = DB_ID, .bytes = {(const char *)span->after_id.bytes, sizeof span->after_id.bytes}},
        db_int(span->most),
        db_text(ticket_state_name(span->state)),
    };
    struct db_rows rows;
    int count = 0, more;
    if (db_query(unit->tx, span->by_state ? &sql_state : &sql_live, args, span->by_state ? 5 : 4, &rows,
                 err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0)
        if (read_row(&rows, unit->arena, &out[count++], err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(&rows);
    if (more == 0) *out_count = count;
    return more;
}

int inbox_load(const struct unit *unit, const struct id *ticket, struct inbox_row *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_load, UNIT_ARGS(unit, db_id(ticket)), &rows, err);
    if (found <= 0) return found;
    int result = read_row(&rows, unit->arena, out, err);
    db_rows_done(&rows);
    return result < 0 ? -1 : 1;
}

/* Texts are borrowed: they last until the next row. */
static int read_light(const struct db_rows *rows, struct inbox_row *out, struct err *err)
{
    int64_t due = db_get_int(rows, 4);
    *out = (struct inbox_row){.stage = db_get_text(rows, 6),
                              .ticket = {.concern = db_get_text(rows, 1),
                                         .locale = db_get_text(rows, 2),
                                         .escalated = db_get_int(rows, 3),
                                         .due_at = due == INT64_MAX ? INSTANT_NONE : due,
                                         .assignee = db_get_id(rows, 5)}};
    if (ticket_state_from_name(db_get_text(rows, 0), &out->ticket.state) == 0) return 0;
    return err_set(err, ERR_SYSTEM, "the database holds a ticket's state that this version does not know");
}

int inbox_each(const struct unit *unit, int (*each)(void *context, const struct inbox_row *row),
               void *context, struct err *err)
{
    struct db_rows rows;
    int more;
    if (db_query(unit->tx, &sql_each, UNIT_ONLY(unit), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0) {
        struct inbox_row row;
        if (read_light(&rows, &row, err) < 0 || each(context, &row) < 0) {
            more = -1;
            break;
        }
    }
    db_rows_done(&rows);
    return more;
}
