/* Tickets in the database; see ticket.h. */
#include "store/ticket.h"

#include "base/digest.h"

#define SELECT "SELECT " TICKET_COLUMNS("") " FROM ticket WHERE store_id = ?1"
static const struct db_sql sql_load = {.text = SELECT " AND ticket_id = ?2"};
static const struct db_sql sql_insert = {
    .text = "INSERT INTO ticket (store_id, " TICKET_COLUMNS(
        "") ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
            " ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32)"};
static const struct db_sql sql_save = {
    .text = "UPDATE ticket SET order_id = ?3, customer_id = ?4, from_address = ?5, subject = ?6, state"
            " = ?7, awaiting = ?8, concern = ?9, action = ?10, locale = ?11, identity = ?12, escalated"
            " = ?13, confidence = ?14, contacts = ?15, assignee_id = ?16, merged_into = ?17,"
            " received_at = ?18, due_at = ?19, first_due_at = ?20, first_response_at = ?21,"
            " first_response_us = ?22, resolved_at = ?23, updated_at = ?25, version = ?26 + 1, channel"
            " = ?27, snippet = ?28, further = ?29, last_at = ?30, last_author = ?31, inbox_at = ?32 WHERE"
            " store_id = ?1 AND ticket_id = ?2 AND created_at = ?24 AND version = ?26"};
/* Where a conversation was merged, the one it goes on in: one step, see ticket_move_merged(). */
#define FROM_THEM                                                                                        \
    "SELECT COALESCE(g.ticket_id, t.ticket_id) FROM ticket t LEFT JOIN ticket g ON g.store_id = ?1 AND " \
    "g.ticket_id = t.merged_into WHERE t.store_id = ?1 AND t.from_address = ?2"
#define NOT_SETTLED " AND COALESCE(g.state, t.state) <> 'resolved'"
#define GOES_ON \
    " AND (COALESCE(g.state, t.state) <> 'resolved' OR COALESCE(g.resolved_at, t.resolved_at) >= ?3)"
#define LATEST " ORDER BY t.ticket_id DESC LIMIT 1"
static const struct db_sql sql_find = {.text = FROM_THEM GOES_ON LATEST};
/* Its order's before one that has none; in two steps of one index each, as to sort them is dearer. */
static const struct db_sql sql_find_order = {
    .text = "SELECT COALESCE((" FROM_THEM " AND (t.order_id = ?4 OR g.order_id = ?4)" GOES_ON LATEST
            "), (" FROM_THEM " AND t.order_id IS NULL AND g.order_id IS NULL" NOT_SETTLED LATEST "))"};
static const struct db_sql sql_move_merged = {
    .text = "UPDATE ticket SET merged_into = ?3, updated_at = ?4, version = version + 1 WHERE store_id = ?1"
            " AND merged_into = ?2"};
static const struct db_sql sql_seen = {
    .text = "UPDATE ticket SET seen_at = ?3 WHERE store_id = ?1 AND ticket_id ="
            " ?2 AND seen_at < last_at"};
/* Every message of a sender writes this row: on PostgreSQL two at once meet here, and the later one is done again. On SQLite
 * there is one writer, whose turn is everybody's. */
static const struct db_sql sql_sender = {
    .text = "SELECT ?1, ?2 WHERE FALSE",
    .postgres =
        "INSERT INTO sender (store_id, who, messages) VALUES (?1, ?2, 1) ON CONFLICT (store_id, who) DO"
        " UPDATE SET messages = sender.messages + 1"};
#define NEWEST " AND ticket_id < ?2 ORDER BY ticket_id DESC LIMIT ?3"
static const struct db_sql sql_newest = {.text = SELECT NEWEST};
static const struct db_sql sql_newest_state = {.text = SELECT " AND state = ?4" NEWEST};
static const struct db_sql sql_of_order = {.text = SELECT
                                           " AND order_id = ?5 AND (?4 = '' OR state = ?4)" NEWEST};
static const struct db_sql sql_of_customer = {.text = SELECT
                                              " AND customer_id = ?5 AND (?4 = '' OR state = ?4)" NEWEST};
static const struct db_sql sql_of_assignee = {.text = SELECT
                                              " AND assignee_id = ?5 AND (?4 = '' OR state = ?4)" NEWEST};
static const struct db_sql sql_due = {.text = SELECT " AND state = ?2 AND (due_at, ticket_id) > (?3,"
                                                     " ?4) ORDER BY due_at, ticket_id LIMIT ?5"};

static int unknown(struct err *err, const char *what)
{
    return err_set(err, ERR_SYSTEM, "the database holds a %s that this version does not know", what);
}

/* What has nothing due sorts behind everything that has. */
static struct db_value due_value(instant_t due_at)
{
    return db_int(due_at == INSTANT_NONE ? INT64_MAX : due_at);
}

/* By what is due, the soonest first; then the newest conversations first. */
static int64_t inbox_place(const struct ticket *ticket)
{
    return ticket->due_at == INSTANT_NONE ? INT64_MAX - ticket->last_at : ticket->due_at;
}

static instant_t due_of(const struct db_rows *rows, int column)
{
    int64_t due = db_get_int(rows, column);
    return due == INT64_MAX ? INSTANT_NONE : due;
}

int ticket_read(const struct db_rows *rows, struct arena *arena, struct ticket *out, struct err *err)
{
    *out = (struct ticket){
        .id = db_get_id(rows, 0),
        .order = db_get_id(rows, 1),
        .customer = db_get_id(rows, 2),
        .from = db_copy_text(rows, 3, arena),
        .subject = db_copy_text(rows, 4, arena),
        .concern = db_copy_text(rows, 7, arena),
        .action = db_copy_text(rows, 8, arena),
        .locale = db_copy_text(rows, 9, arena),
        .identity = db_copy_text(rows, 10, arena),
        .escalated = db_get_int(rows, 11),
        .confidence = (int)db_get_int(rows, 12),
        .contacts = (int)db_get_int(rows, 13),
        .assignee = db_get_id(rows, 14),
        .merged_into = db_get_id(rows, 15),
        .received_at = db_get_instant(rows, 16),
        .due_at = due_of(rows, 17),
        .first_due_at = db_get_instant(rows, 18),
        .first_response_at = db_get_instant(rows, 19),
        .first_response_us = db_is_null(rows, 20) ? -1 : db_get_int(rows, 20),
        .resolved_at = db_get_instant(rows, 21),
        .created_at = db_get_instant(rows, 22),
        .updated_at = db_get_instant(rows, 23),
        .version = db_get_int(rows, 24),
        .channel = db_copy_text(rows, 25, arena),
        .snippet = db_copy_text(rows, 26, arena),
        .further = db_copy_text(rows, 27, arena),
        .last_at = db_get_instant(rows, 28),
        .last_author = author_of(db_get_text(rows, 29)),
        .inbox_at = db_get_int(rows, 30),
    };
    if (ticket_state_from_name(db_get_text(rows, 5), &out->state) < 0) return unknown(err, "ticket's state");
    if (awaiting_from_name(db_get_text(rows, 6), &out->awaiting) < 0) return unknown(err, "ticket's wait");
    return 0;
}

int ticket_load(const struct unit *unit, const struct id *id, struct ticket *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_load, UNIT_ARGS(unit, db_id(id)), &rows, err);
    if (found <= 0) return found;
    int result = ticket_read(&rows, unit->arena, out, err);
    db_rows_done(&rows);
    return result < 0 ? -1 : 1;
}

#define VALUES(unit, t)                                                                                      \
    UNIT_ARGS((unit), db_id(&(t)->id), db_id(&(t)->order), db_id(&(t)->customer), db_text((t)->from),        \
              db_text((t)->subject), db_text(ticket_state_name((t)->state)),                                 \
              db_text(awaiting_name((t)->awaiting)), db_text((t)->concern), db_text((t)->action),            \
              db_text((t)->locale), db_text((t)->identity), db_int((t)->escalated), db_int((t)->confidence), \
              db_int((t)->contacts), db_id(&(t)->assignee), db_id(&(t)->merged_into),                        \
              db_int((t)->received_at), due_value((t)->due_at), db_int((t)->first_due_at),                   \
              db_instant((t)->first_response_at),                                                            \
              (t)->first_response_us < 0 ? db_null() : db_int((t)->first_response_us),                       \
              db_instant((t)->resolved_at), db_int((t)->created_at), db_int((t)->updated_at),                \
              db_int((t)->version), db_text((t)->channel), db_text((t)->snippet), db_text((t)->further),     \
              db_int((t)->last_at), db_text(author_name((t)->last_author)), db_int(inbox_place(t)))

int ticket_insert(const struct unit *unit, const struct ticket *ticket, struct err *err)
{
    return db_exec(unit->tx, &sql_insert, VALUES(unit, ticket), NULL, err);
}

int ticket_save(const struct unit *unit, struct ticket *ticket, struct err *err)
{
    int64_t changes;
    ticket->updated_at = unit->now;
    if (db_exec(unit->tx, &sql_save, VALUES(unit, ticket), &changes, err) < 0) return -1;
    if (!changes) return err_set(err, ERR_STALE, "the ticket has changed since it was read; read it again");
    ticket->version++;
    return 0;
}

int ticket_note_seen(const struct unit *unit, const struct id *id, struct err *err)
{
    return UNIT_EXEC(unit, &sql_seen, err, db_id(id), db_int(unit->now));
}

int ticket_move_merged(const struct unit *unit, const struct id *from, const struct id *into, struct err *err)
{
    return UNIT_EXEC(unit, &sql_move_merged, err, db_id(from), db_id(into), db_int(unit->now));
}

int ticket_step(struct ticket *ticket, enum ticket_state state, struct err *err)
{
    if (ticket->state == state) return 0;
    if (state_step(MACHINE_TICKET, (int)ticket->state, (int)state, err) < 0) return -1;
    if (ticket->state == TICKET_RESOLVED && state == TICKET_OPEN) ticket->resolved_at = INSTANT_NONE;
    ticket->state = state;
    return 0;
}

int ticket_find(const struct unit *unit, struct str from, const struct id *order, instant_t not_before,
                struct id *out, struct err *err)
{
    struct db_rows rows;
    bool by_order = !id_is_none(order);
    const struct db_value args[] = {db_id(&unit->store), db_text(from), db_int(not_before), db_id(order)};
    int found =
        db_first(unit->tx, by_order ? &sql_find_order : &sql_find, args, by_order ? 4 : 3, &rows, err);
    if (found <= 0) return found;
    *out = db_get_id(&rows, 0);
    db_rows_done(&rows);
    return !id_is_none(out);
}

int sender_take_turn(const struct unit *unit, struct str from, struct err *err)
{
    struct digest who = digest_of(from);
    return UNIT_EXEC(unit, &sql_sender, err, db_bytes(digest_str(&who)));
}

static int read_list(const struct unit *unit, struct db_rows *rows, struct ticket *out, int *out_count,
                     struct err *err)
{
    int count = 0, more;
    while ((more = db_next(rows, err)) > 0)
        if (ticket_read(rows, unit->arena, &out[count++], err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(rows);
    if (more == 0) *out_count = count;
    return more;
}

static int query_due(const struct unit *unit, const struct ticket_filter *filter, struct db_rows *out,
                     struct err *err)
{
    static const struct id least = {{[15] = 1}};
    bool first = id_is_none(&filter->after);
    struct str state = ticket_state_name(filter->by_state ? filter->state : TICKET_OPEN);
    return db_query(unit->tx, &sql_due,
                    UNIT_ARGS(unit, db_text(state), first ? db_int(INT64_MIN) : due_value(filter->after_due),
                              db_id(first ? &least : &filter->after), db_int(filter->most)),
                    out, err);
}

static int query_newest(const struct unit *unit, const struct ticket_filter *filter, struct db_rows *out,
                        struct err *err)
{
    struct id after = filter->after;
    if (id_is_none(&after)) memset(&after, 0xff, sizeof after);
    const struct id *whose = !id_is_none(&filter->order)      ? &filter->order
                             : !id_is_none(&filter->customer) ? &filter->customer
                                                              : &filter->assignee;
    const struct db_sql *sql = !id_is_none(&filter->order)      ? &sql_of_order
                               : !id_is_none(&filter->customer) ? &sql_of_customer
                               : !id_is_none(&filter->assignee) ? &sql_of_assignee
                               : filter->by_state               ? &sql_newest_state
                                                                : &sql_newest;
    struct str state = filter->by_state ? ticket_state_name(filter->state) : (struct str){0};
    const struct db_value args[] = {db_id(&unit->store), db_id(&after), db_int(filter->most), db_text(state),
                                    db_id(whose)};
    size_t count = !id_is_none(whose) ? 5 : filter->by_state ? 4 : 3;
    return db_query(unit->tx, sql, args, count, out, err);
}

int ticket_list(const struct unit *unit, const struct ticket_filter *filter, struct ticket *out,
                int *out_count, struct err *err)
{
    struct db_rows rows;
    int result = filter->sort == TICKETS_DUE ? query_due(unit, filter, &rows, err)
                                             : query_newest(unit, filter, &rows, err);
    return result < 0 ? -1 : read_list(unit, &rows, out, out_count, err);
}
