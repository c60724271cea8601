/* Approvals in the database; see approval.h. */
#include "store/approval.h"

#include "store/case_rows.h"

#define COLUMNS                                                                                      \
    "approval_id, kind, state, order_id, ticket_id, claim_id, change_id, amount, currency, reason, " \
    "proposed_by,"                                                                                   \
    " proposed_at, decided_by, decided_at, note, version, item"
/* With what a person knows the matter by. */
#define SELECT                                                                                  \
    "SELECT " COLUMNS ", (SELECT o.number FROM orders o WHERE o.store_id = ?1 AND o.order_id =" \
    " approval.order_id), (SELECT i.title FROM item i WHERE i.store_id = ?1 AND i.order_id ="   \
    " approval.order_id AND i.item = approval.item) FROM approval WHERE store_id = ?1"
static const struct db_sql sql_insert = {
    .text = "INSERT INTO approval (store_id, " COLUMNS
            ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"};
static const struct db_sql sql_load = {.text = SELECT " AND approval_id = ?2"};
static const struct db_sql sql_waiting = {
    .text = "SELECT approval_id, claim_id, item FROM approval WHERE store_id = ?1 AND order_id = ?2 AND kind"
            " = ?3 AND state = 'proposed' ORDER BY approval_id"};
static const struct db_sql sql_decide = {
    .text = "UPDATE approval SET state = ?3, decided_by = ?4, decided_at = ?5, note = ?6, version = ?7"
            " + 1 WHERE store_id = ?1 AND approval_id = ?2 AND version = ?7"};
static const struct db_sql sql_of_order = {
    .text = SELECT " AND order_id = ?4 AND (?5 = '' OR state = ?5) AND approval_id > ?2"
                   " ORDER BY approval_id LIMIT ?3"};
static const struct db_sql sql_of_state = {
    .text = SELECT " AND state = ?4 AND approval_id > ?2 ORDER BY approval_id LIMIT ?3"};

int approval_insert(const struct unit *unit, const struct approval *a, struct err *err)
{
    return UNIT_EXEC(unit, &sql_insert, err, db_id(&a->id), db_text(approval_kind_name(a->kind)),
                     db_text(approval_state_name(a->state)), db_id(&a->order), db_id(&a->ticket),
                     db_id(&a->claim), db_id(&a->change), a->has_amount ? db_int(a->amount) : db_null(),
                     db_text(a->currency), db_text(a->reason), db_text(a->proposed_by),
                     db_int(a->proposed_at), db_text(a->decided_by), db_instant(a->decided_at),
                     db_text(a->note), db_int(a->version), db_int(a->item));
}

static int read_approval(const struct db_rows *rows, struct arena *arena, struct approval *out,
                         struct err *err)
{
    *out = (struct approval){
        .id = db_get_id(rows, 0),
        .order = db_get_id(rows, 3),
        .ticket = db_get_id(rows, 4),
        .claim = db_get_id(rows, 5),
        .change = db_get_id(rows, 6),
        .has_amount = !db_is_null(rows, 7),
        .amount = db_get_int(rows, 7),
        .currency = db_copy_text(rows, 8, arena),
        .reason = db_copy_text(rows, 9, arena),
        .proposed_by = db_copy_text(rows, 10, arena),
        .proposed_at = db_get_instant(rows, 11),
        .decided_by = db_copy_text(rows, 12, arena),
        .decided_at = db_get_instant(rows, 13),
        .note = db_copy_text(rows, 14, arena),
        .version = db_get_int(rows, 15),
        .item = (int)db_get_int(rows, 16),
        .number = db_copy_text(rows, 17, arena),
        .title = db_copy_text(rows, 18, arena),
    };
    if (approval_kind_from_name(db_get_text(rows, 1), &out->kind) < 0 ||
        approval_state_from_name(db_get_text(rows, 2), &out->state) < 0)
        return err_set(err, ERR_SYSTEM,
                       "the database holds a word on an approval that this version does not know");
    return 0;
}

int approval_load(const struct unit *unit, const struct id *id, struct approval *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_load, UNIT_ARGS(unit, db_id(id)), &rows, err);
    if (found <= 0) return found;
    int result = read_approval(&rows, unit->arena, out, err);
    db_rows_done(&rows);
    return result < 0 ? -1 : 1;
}

int approval_waiting(const struct unit *unit, const struct approval_matter *matter, struct id *out,
                     struct err *err)
{
    struct db_rows rows;
    bool on_claim = !id_is_none(&matter->claim);
    int more, found = 0;
    if (db_query(unit->tx, &sql_waiting,
                 UNIT_ARGS(unit, db_id(&matter->order), db_text(approval_kind_name(matter->kind))), &rows,
                 err) < 0)
        return -1;
    while (!found && (more = db_next(&rows, err)) != 0) {
        if (more < 0) found = -1;
        struct id of = more > 0 ? db_get_id(&rows, 1) : (struct id){{0}};
        if (more > 0 && id_eq(&of, &matter->claim) && (on_claim || db_get_int(&rows, 2) == matter->item)) {
            *out = db_get_id(&rows, 0);
            found = 1;
        }
    }
    db_rows_done(&rows);
    return found;
}

int approval_decide(const struct unit *unit, struct approval *approval, enum approval_state state,
                    struct str note, struct err *err)
{
    int64_t changes;
    if (state_step(MACHINE_APPROVAL, (int)approval->state, (int)state, err) < 0) return -1;
    if (db_exec(unit->tx, &sql_decide,
                UNIT_ARGS(unit, db_id(&approval->id), db_text(approval_state_name(state)),
                          db_text(unit->actor), db_int(unit->now), db_text(note), db_int(approval->version)),
                &changes, err) < 0)
        return -1;
    if (!changes) return err_set(err, ERR_STALE, "the approval has changed since it was read; read it again");
    approval->state = state;
    approval->decided_by = unit->actor;
    approval->decided_at = unit->now;
    approval->note = note;
    approval->version++;
    return 0;
}

int approval_list(const struct unit *unit, const struct approval_filter *filter, struct approval *out,
                  int *out_count, struct err *err)
{
    struct db_rows rows;
    int count = 0, more;
    struct case_page page = {filter->order, filter->narrowed, approval_state_name(filter->state),
                             filter->after, filter->most};
    if (case_rows(unit, &sql_of_order, &sql_of_state, &page, &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        if (read_approval(&rows, unit->arena, &out[count++], err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(&rows);
    if (more == 0) *out_count = count;
    return more;
}
