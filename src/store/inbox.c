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
/* Along the index ticket_live, in its order. */
#define GROUP "t.state, t.concern, t.locale, t.escalated, t.assignee_id"
#define COUNTS \
    ", COUNT(*), COUNT(*) FILTER (WHERE t.due_at < ?2), COUNT(*) FILTER (WHERE t.due_at < ?3) FROM ticket t"
static const struct db_sql sql_groups = {.text = "SELECT " GROUP ", ''" COUNTS " WHERE t.store_id = ?1" LIVE
                                                 " GROUP BY " GROUP};
static const struct db_sql sql_stages = {
    .text = "SELECT " GROUP ", o.stage" COUNTS
            " LEFT JOIN orders o ON o.store_id = t.store_id AND o.order_id = t.order_id WHERE t.store_id = "
            "?1" LIVE " GROUP BY " GROUP ", o.stage"};

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
static int read_group(const struct db_rows *rows, struct inbox_group *out, struct err *err)
{
    *out = (struct inbox_group){
        .concern = db_get_text(rows, 1),
        .locale = db_get_text(rows, 2),
        .escalated = db_get_int(rows, 3),
        .assignee = db_get_id(rows, 4),
        .stage = db_get_text(rows, 5),
        .count = db_get_int(rows, 6),
        .due = {db_get_int(rows, 7), db_get_int(rows, 8)},
    };
    if (ticket_state_from_name(db_get_text(rows, 0), &out->state) == 0) return 0;
    return err_set(err, ERR_SYSTEM, "the database holds a ticket's state that this version does not know");
}

int inbox_groups(const struct unit *unit, bool by_stage, const instant_t until[2],
                 void (*each)(void *context, const struct inbox_group *group), void *context, struct err *err)
{
    struct db_rows rows;
    int more;
    if (db_query(unit->tx, by_stage ? &sql_stages : &sql_groups,
                 UNIT_ARGS(unit, db_int(until[0]), db_int(until[1])), &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0) {
        struct inbox_group group;
        if (read_group(&rows, &group, err) < 0) {
            more = -1;
            break;
        }
        each(context, &group);
    }
    db_rows_done(&rows);
    return more;
}
