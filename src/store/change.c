/* Change requests in the database; see change.h. */
#include "store/change.h"

#include "store/case_rows.h"

#define COLUMNS                                                                                      \
    "change_id, order_id, ticket_id, item, piece, field, old_value, new_value, state, received_at, " \
    "inside_window,"                                                                                 \
    " confirm_by, reminded_at, settled_at, settled_by, version, reason"
#define SELECT "SELECT " COLUMNS " FROM change_request WHERE store_id = ?1"
static const struct db_sql sql_insert = {
    .text = "INSERT INTO change_request (store_id, " COLUMNS
            ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"};
static const struct db_sql sql_load = {.text = SELECT " AND change_id = ?2"};
static const struct db_sql sql_save = {
    .text =
        "UPDATE change_request SET state = ?3, confirm_by = ?4, reminded_at = ?5, settled_at = ?6,"
        " settled_by = ?7, version = ?8 + 1, reason = ?9 WHERE store_id = ?1 AND change_id = ?2 AND version ="
        " ?8"};
static const struct db_sql sql_of_order = {.text = SELECT
                                           " AND order_id = ?4 AND (?5 = '' OR state = ?5) AND change_id > ?2"
                                           " ORDER BY change_id LIMIT ?3"};
static const struct db_sql sql_of_state = {.text = SELECT
                                           " AND state = ?4 AND change_id > ?2 ORDER BY change_id LIMIT ?3"};
static const struct db_sql sql_unsettled = {
    .text = SELECT " AND order_id = ?2 AND state IN ('received', 'awaiting_confirmation', 'confirmed',"
                   " 'expired') ORDER BY change_id"};
/* The + keeps SQLite from walking through all that wait in the order of their ids. */
#define DUE(change_id)                                                                \
    SELECT " AND state = 'awaiting_confirmation' AND confirm_by <= ?2 AND " change_id \
           " > ?4 ORDER BY " change_id " LIMIT ?3"
static const struct db_sql sql_due = {.text = DUE("+change_id"), .postgres = DUE("change_id")};

int change_insert(const struct unit *unit, const struct change_request *c, struct err *err)
{
    return UNIT_EXEC(unit, &sql_insert, err, db_id(&c->id), db_id(&c->order), db_id(&c->ticket),
                     db_int(c->item), db_int(c->piece), db_text(c->field), db_text(c->old_value),
                     db_text(c->new_value), db_text(change_state_name(c->state)), db_int(c->received_at),
                     db_int(c->inside_window), db_instant(c->confirm_by), db_instant(c->reminded_at),
                     db_instant(c->settled_at), db_text(c->settled_by), db_int(c->version),
                     db_text(c->reason));
}

static int read_change(const struct db_rows *rows, struct arena *arena, struct change_request *out,
                       struct err *err)
{
    *out = (struct change_request){
        .id = db_get_id(rows, 0),
        .order = db_get_id(rows, 1),
        .ticket = db_get_id(rows, 2),
        .item = (int)db_get_int(rows, 3),
        .piece = (int)db_get_int(rows, 4),
        .field = db_copy_text(rows, 5, arena),
        .old_value = db_copy_text(rows, 6, arena),
        .new_value = db_copy_text(rows, 7, arena),
        .received_at = db_get_instant(rows, 9),
        .inside_window = db_get_int(rows, 10),
        .confirm_by = db_get_instant(rows, 11),
        .reminded_at = db_get_instant(rows, 12),
        .settled_at = db_get_instant(rows, 13),
        .settled_by = db_copy_text(rows, 14, arena),
        .version = db_get_int(rows, 15),
        .reason = db_copy_text(rows, 16, arena),
    };
    if (change_state_from_name(db_get_text(rows, 8), &out->state) < 0)
        return err_set(err, ERR_SYSTEM,
                       "the database holds a change's state that this version does not know");
    return 0;
}

int change_load(const struct unit *unit, const struct id *id, struct change_request *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_load, UNIT_ARGS(unit, db_id(id)), &rows, err);
    if (found <= 0) return found;
    int result = read_change(&rows, unit->arena, out, err);
    db_rows_done(&rows);
    return result < 0 ? -1 : 1;
}

int change_save(const struct unit *unit, struct change_request *c, struct err *err)
{
    int64_t changes;
    if (db_exec(unit->tx, &sql_save,
                UNIT_ARGS(unit, db_id(&c->id), db_text(change_state_name(c->state)),
                          db_instant(c->confirm_by), db_instant(c->reminded_at), db_instant(c->settled_at),
                          db_text(c->settled_by), db_int(c->version), db_text(c->reason)),
                &changes, err) < 0)
        return -1;
    if (!changes)
        return err_set(err, ERR_STALE, "the change request has changed since it was read; read it again");
    c->version++;
    return 0;
}

int change_step(const struct unit *unit, struct change_request *change, enum change_state state,
                struct str reason, struct err *err)
{
    if (state_step(MACHINE_CHANGE, (int)change->state, (int)state, err) < 0) return -1;
    change->state = state;
    if (!state_is_final(MACHINE_CHANGE, (int)state)) return 0;
    change->settled_at = unit->now;
    change->settled_by = unit->actor;
    change->reason = reason;
    return 0;
}

static int read_list(const struct unit *unit, struct db_rows *rows, struct change_request *out,
                     int *out_count, struct err *err)
{
    int count = 0, more;
    while ((more = db_next(rows, err)) > 0)
        if (read_change(rows, unit->arena, &out[count++], err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(rows);
    if (more == 0) *out_count = count;
    return more;
}

int change_list(const struct unit *unit, const struct change_filter *filter, struct change_request *out,
                int *out_count, struct err *err)
{
    struct db_rows rows;
    struct case_page page = {filter->order, filter->narrowed, change_state_name(filter->state), filter->after,
                             filter->most};
    if (case_rows(unit, &sql_of_order, &sql_of_state, &page, &rows, err) < 0) return -1;
    return read_list(unit, &rows, out, out_count, err);
}

int change_unsettled(const struct unit *unit, const struct id *order, struct change_request **out,
                     size_t *out_count, struct err *err)
{
    struct db_rows rows;
    struct change_request *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_unsettled, UNIT_ARGS(unit, db_id(order)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        if (read_change(&rows, unit->arena, ARENA_PUSH(unit->arena, list, count, cap), err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}

int change_due(const struct unit *unit, instant_t now, const struct id *after, int most,
               struct change_request *out, int *out_count, struct err *err)
{
    static const struct id least = {{[15] = 1}};
    struct db_rows rows;
    if (db_query(unit->tx, &sql_due,
                 UNIT_ARGS(unit, db_int(now), db_int(most), db_id(id_is_none(after) ? &least : after)), &rows,
                 err) < 0)
        return -1;
    return read_list(unit, &rows, out, out_count, err);
}
