/* Claims in the database; see claim.h. */
#include "store/claim.h"

#include "store/case_rows.h"

#define COLUMNS                                                                                            \
    "claim_id, order_id, ticket_id, item, concern, state, fault, opened_at, photos_due, photos, offered, " \
    "chosen,"                                                                                              \
    " remake_order_id, settled_at, version"
#define SELECT "SELECT " COLUMNS " FROM claim WHERE store_id = ?1"
static const struct db_sql sql_insert = {
    .text = "INSERT INTO claim (store_id, " COLUMNS
            ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"};
static const struct db_sql sql_load = {.text = SELECT " AND claim_id = ?2"};
static const struct db_sql sql_open_on = {
    .text = SELECT " AND order_id = ?2 AND item = ?3 AND settled_at IS NULL ORDER BY claim_id DESC LIMIT 1"};
static const struct db_sql sql_only_open = {
    .text =
        SELECT " AND order_id = ?2 AND settled_at IS NULL AND 1 = (SELECT COUNT(*) FROM claim AS one WHERE"
               " one.store_id = ?1 AND one.order_id = ?2 AND one.settled_at IS NULL)"};
static const struct db_sql sql_save = {
    .text = "UPDATE claim SET state = ?3, fault = ?4, photos_due = ?5, photos = ?6, offered = ?7,"
            " chosen = ?8, remake_order_id = ?9, settled_at = ?10, concern = ?11, version = ?12 + 1"
            " WHERE store_id = ?1 AND claim_id = ?2 AND version = ?12"};
static const struct db_sql sql_of_order = {.text = SELECT
                                           " AND order_id = ?4 AND (?5 = '' OR state = ?5) AND claim_id > ?2"
                                           " ORDER BY claim_id LIMIT ?3"};
static const struct db_sql sql_of_state = {.text = SELECT
                                           " AND state = ?4 AND claim_id > ?2 ORDER BY claim_id LIMIT ?3"};
static const struct db_sql sql_evidence = {
    .text = "INSERT INTO claim_evidence (store_id, claim_id, ticket_id, seq, place, added_at) VALUES"
            " (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING"};
/* SQLite takes the tables of a CROSS JOIN as they stand: the order's claims first, and not all evidence there is. */
static const struct db_sql sql_evidence_of = {
    .text =
        "SELECT e.claim_id, e.ticket_id, e.seq, e.place, a.name, a.type, CASE WHEN a.digest IS NULL THEN 0"
        " ELSE 1 END, e.added_at FROM claim c CROSS JOIN claim_evidence e CROSS JOIN attachment a WHERE"
        " c.store_id = ?1 AND c.order_id = ?2 AND e.store_id = ?1 AND e.claim_id = c.claim_id AND a.store_id"
        " = ?1 AND a.ticket_id = e.ticket_id AND a.seq = e.seq AND a.place = e.place ORDER BY e.claim_id,"
        " e.added_at, e.seq, e.place"};

int claim_insert(const struct unit *unit, const struct claim_record *c, struct err *err)
{
    return UNIT_EXEC(unit, &sql_insert, err, db_id(&c->id), db_id(&c->order), db_id(&c->ticket),
                     db_int(c->item), db_text(concern_name(c->concern)), db_text(claim_state_name(c->state)),
                     db_text(fault_name(c->fault)), db_int(c->opened_at), db_instant(c->photos_due),
                     db_int(c->photos), db_text(c->offered), db_text(c->chosen), db_id(&c->remake_order),
                     db_instant(c->settled_at), db_int(c->version));
}

static int read_claim(const struct db_rows *rows, struct arena *arena, struct claim_record *out,
                      struct err *err)
{
    *out = (struct claim_record){
        .id = db_get_id(rows, 0),
        .order = db_get_id(rows, 1),
        .ticket = db_get_id(rows, 2),
        .item = (int)db_get_int(rows, 3),
        .opened_at = db_get_instant(rows, 7),
        .photos_due = db_get_instant(rows, 8),
        .photos = (int)db_get_int(rows, 9),
        .offered = db_copy_text(rows, 10, arena),
        .chosen = db_copy_text(rows, 11, arena),
        .remake_order = db_get_id(rows, 12),
        .settled_at = db_get_instant(rows, 13),
        .version = db_get_int(rows, 14),
    };
    if (concern_from_name(db_get_text(rows, 4), &out->concern) < 0 ||
        claim_state_from_name(db_get_text(rows, 5), &out->state) < 0 ||
        fault_from_name(db_get_text(rows, 6), &out->fault) < 0)
        return err_set(err, ERR_SYSTEM,
                       "the database holds a word on a claim that this version does not know");
    return 0;
}

static int one_claim(const struct unit *unit, const struct db_sql *sql, const struct db_value *args,
                     size_t count, struct claim_record *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, args, count, &rows, err);
    if (found <= 0) return found;
    int result = read_claim(&rows, unit->arena, out, err);
    db_rows_done(&rows);
    return result < 0 ? -1 : 1;
}

int claim_load(const struct unit *unit, const struct id *id, struct claim_record *out, struct err *err)
{
    return one_claim(unit, &sql_load, UNIT_ARGS(unit, db_id(id)), out, err);
}

int claim_open_on(const struct unit *unit, const struct id *order, int item, struct claim_record *out,
                  struct err *err)
{
    return one_claim(unit, &sql_open_on, UNIT_ARGS(unit, db_id(order), db_int(item)), out, err);
}

int claim_only_open(const struct unit *unit, const struct id *order, struct claim_record *out,
                    struct err *err)
{
    return one_claim(unit, &sql_only_open, UNIT_ARGS(unit, db_id(order)), out, err);
}

int claim_save(const struct unit *unit, struct claim_record *c, struct err *err)
{
    int64_t changes;
    if (db_exec(unit->tx, &sql_save,
                UNIT_ARGS(unit, db_id(&c->id), db_text(claim_state_name(c->state)),
                          db_text(fault_name(c->fault)), db_instant(c->photos_due), db_int(c->photos),
                          db_text(c->offered), db_text(c->chosen), db_id(&c->remake_order),
                          db_instant(c->settled_at), db_text(concern_name(c->concern)), db_int(c->version)),
                &changes, err) < 0)
        return -1;
    if (!changes) return err_set(err, ERR_STALE, "the claim has changed since it was read; read it again");
    c->version++;
    return 0;
}

int claim_step(const struct unit *unit, struct claim_record *claim, enum claim_state state, struct err *err)
{
    if (state_step(MACHINE_CLAIM, (int)claim->state, (int)state, err) < 0) return -1;
    claim->state = state;
    if (state_is_final(MACHINE_CLAIM, (int)state)) claim->settled_at = unit->now;
    return 0;
}

int claim_list(const struct unit *unit, const struct claim_filter *filter, struct claim_record *out,
               int *out_count, struct err *err)
{
    struct db_rows rows;
    int count = 0, more;
    struct case_page page = {filter->order, filter->narrowed, claim_state_name(filter->state), filter->after,
                             filter->most};
    if (case_rows(unit, &sql_of_order, &sql_of_state, &page, &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        if (read_claim(&rows, unit->arena, &out[count++], err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(&rows);
    if (more == 0) *out_count = count;
    return more;
}

int claim_add_evidence(const struct unit *unit, const struct id *claim, const struct id *ticket, int64_t seq,
                       int place, bool *out_new, struct err *err)
{
    int64_t changes;
    if (db_exec(unit->tx, &sql_evidence,
                UNIT_ARGS(unit, db_id(claim), db_id(ticket), db_int(seq), db_int(place), db_int(unit->now)),
                &changes, err) < 0)
        return -1;
    *out_new = changes;
    return 0;
}

int claim_evidence_list(const struct unit *unit, const struct id *order, struct claim_evidence **out,
                        size_t *out_count, struct err *err)
{
    struct db_rows rows;
    struct claim_evidence *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_evidence_of, UNIT_ARGS(unit, db_id(order)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        *ARENA_PUSH(unit->arena, list, count, cap) = (struct claim_evidence){
            .claim = db_get_id(&rows, 0),
            .ticket = db_get_id(&rows, 1),
            .seq = db_get_int(&rows, 2),
            .place = (int)db_get_int(&rows, 3),
            .name = db_copy_text(&rows, 4, unit->arena),
            .type = db_copy_text(&rows, 5, unit->arena),
            .kept = db_get_int(&rows, 6),
            .added_at = db_get_instant(&rows, 7),
        };
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}
