/* What must hold on a desk at any time, as queries that count what breaks it; and what a simulated desk must hold besides. */
#ifndef BURIN_TESTS_SIMULATION_LAWS_H
#define BURIN_TESTS_SIMULATION_LAWS_H

#include "desk/delivery.h"
#include "simulation.h"

struct sim_law {
    const char *what;
    struct db_sql sql;
};

#define REPLIES                                                                                       \
    "(SELECT COUNT(*) FROM outbox o WHERE o.kind = 'reply' AND REPLACE(SUBSTR(o.dedupe, 7), '-', '')" \
    " = LOWER(HEX(d.draft_id)))"
#define SETTLED_CHANGE "('applied', 'declined', 'withdrawn')"
#define SETTLED_CLAIM "('fulfilled', 'rejected', 'withdrawn')"
#define OF_A_PIECE "c.item >= 0 AND c.new_value <> '' AND c.field NOT IN ('quantity', 'item', 'address')"
#define DAY_OF(member) "CAST(JULIANDAY(JSON_EXTRACT(p.value, '$." member "')) - 2440587.5 AS INTEGER)"
#define AUDITED(verb, object) \
    "(SELECT COUNT(*) FROM audit a WHERE a.verb = '" verb "' AND a.object = " object ")"

static const struct sim_law sim_laws[] = {
    {"a sent draft is one letter",
     {.text = "SELECT COUNT(*) FROM draft d JOIN ticket t USING (ticket_id) WHERE d.state = 'sent' AND"
              " t.from_address LIKE '%@%' AND " REPLIES " <> 1"}},
    {"a draft that was not sent is no letter",
     {.text = "SELECT COUNT(*) FROM draft d WHERE d.state <> 'sent' AND " REPLIES " <> 0"}},
    {"a sent draft is one message of the desk",
     {.text = "SELECT COUNT(*) FROM ticket t WHERE (SELECT COUNT(*) FROM draft d WHERE d.ticket_id = "
              "t.ticket_id AND"
              " d.state = 'sent') <> (SELECT COUNT(*) FROM message m WHERE m.ticket_id = t.ticket_id AND "
              "m.author <>"
              " 'customer')"}},
    {"a sent draft is told of once",
     {.text = "SELECT COUNT(*) FROM draft d WHERE " AUDITED("reply.sent",
                                                            "d.draft_id") " <> (d.state = 'sent')"}},
    {"a ticket has one open draft at most",
     {.text = "SELECT COUNT(*) FROM (SELECT 1 FROM draft WHERE state = 'open' GROUP BY ticket_id HAVING "
              "COUNT(*) > "
              "1) "
              "x"}},
    {"a merged ticket has no open draft",
     {.text = "SELECT COUNT(*) FROM draft JOIN ticket t USING (ticket_id) WHERE draft.state = 'open' AND "
              "t.state ="
              " 'merged'"}},
    {"a ticket is merged into one where the conversation goes on",
     {.text =
          "SELECT COUNT(*) FROM ticket t WHERE t.state = 'merged' AND NOT EXISTS (WITH RECURSIVE on_from "
          "(id, n)"
          " AS (SELECT t.merged_into, 1 UNION SELECT u.merged_into, n + 1 FROM on_from JOIN ticket u ON"
          " u.ticket_id = on_from.id WHERE u.merged_into IS NOT NULL AND n < 100) SELECT 1 FROM on_from JOIN"
          " ticket v ON v.ticket_id = on_from.id WHERE v.state <> 'merged')"}},
    {"a resolved ticket says when",
     {.text = "SELECT COUNT(*) FROM ticket WHERE state <> 'merged' AND (state = 'resolved') <> (resolved_at "
              "IS NOT NULL)"}},
    {"every message that came in is there once",
     {.text =
          "SELECT (SELECT COUNT(*) FROM received r WHERE NOT EXISTS (SELECT 1 FROM message m WHERE "
          "m.ticket_id ="
          " r.ticket_id AND m.seq = r.seq AND m.author = 'customer')) + ABS((SELECT COUNT(*) FROM received) -"
          " (SELECT COUNT(*) FROM message WHERE author = 'customer'))"}},
    {"an applied change is one version",
     {.text = "SELECT COUNT(*) FROM change_request c WHERE c.state = 'applied' AND " OF_A_PIECE
              " AND c.ticket_id IS NOT NULL AND (SELECT COUNT(*) FROM personalization p WHERE p.change_id ="
              " c.change_id) <> 1"}},
    {"a change that was not applied is no version",
     {.text =
          "SELECT COUNT(*) FROM personalization p JOIN change_request c USING (change_id) WHERE c.state <>"
          " 'applied'"}},
    {"a change is applied once",
     {.text = "SELECT COUNT(*) FROM change_request c WHERE " AUDITED("change.applied",
                                                                     "c.change_id") " <> (c.state = "
                                                                                    "'applied')"}},
    {"the hold of a settled change has ended",
     {.text = "SELECT COUNT(*) FROM hold h JOIN change_request c USING (change_id) WHERE h.to_at IS NULL AND "
              "c.state"
              " IN " SETTLED_CHANGE}},
    {"the hold of a change that waits goes on",
     {.text =
          "SELECT COUNT(*) FROM hold h JOIN change_request c USING (change_id) WHERE h.to_at IS NOT NULL AND"
          " c.state NOT IN " SETTLED_CHANGE}},
    {"what is settled says when, and nothing else does",
     {.text =
          "SELECT (SELECT COUNT(*) FROM change_request WHERE (state IN " SETTLED_CHANGE
          ") <> (settled_at IS NOT NULL)) + (SELECT COUNT(*) FROM claim WHERE (state IN " SETTLED_CLAIM
          ") <> (settled_at IS NOT NULL)) + (SELECT COUNT(*) FROM draft WHERE (state = 'open') <> "
          "(settled_at IS"
          " NULL)) + (SELECT COUNT(*) FROM promise WHERE (state = 'open') <> (settled_at IS NULL)) + (SELECT"
          " COUNT(*) FROM approval WHERE (state = 'proposed') <> (decided_at IS NULL)) + (SELECT COUNT(*) "
          "FROM"
          " outbox WHERE (state = 'sent') <> (sent_at IS NOT NULL))"}},
    {"one claim is open on an item",
     {.text = "SELECT COUNT(*) FROM (SELECT 1 FROM claim WHERE state NOT IN " SETTLED_CLAIM
              " GROUP BY order_id, item HAVING COUNT(*) > 1) x"}},
    {"a proposal waits once",
     {.text = "SELECT COUNT(*) FROM (SELECT 1 FROM approval WHERE state = 'proposed' GROUP BY order_id, kind,"
              " claim_id, change_id HAVING COUNT(*) > 1) x"}},
    {"a fulfilled claim was approved once, as it was chosen",
     {.text =
          "SELECT COUNT(*) FROM claim c WHERE c.state = 'fulfilled' AND (SELECT COUNT(*) FROM approval a "
          "WHERE"
          " a.claim_id = c.claim_id AND a.state = 'approved' AND a.kind = CASE c.chosen WHEN 'remake' THEN"
          " 'remake' ELSE 'refund' END) <> 1"}},
    {"an approved choice is a fulfilled claim",
     {.text = "SELECT COUNT(*) FROM approval a JOIN claim c USING (claim_id) WHERE a.state = 'approved' AND "
              "c.state"
              " <> 'fulfilled'"}},
    {"a proposal waits only for a claim whose choice it is",
     {.text = "SELECT COUNT(*) FROM approval a JOIN claim c USING (claim_id) WHERE a.state = 'proposed' AND "
              "(c.state"
              " <> 'chosen' OR a.kind <> CASE c.chosen WHEN 'remake' THEN 'remake' ELSE 'refund' END)"}},
    {"an approved remake is one linked order",
     {.text = "SELECT COUNT(*) FROM approval a JOIN claim c USING (claim_id) WHERE a.state = 'approved' AND "
              "a.kind ="
              " 'remake' AND (SELECT COUNT(*) FROM orders r JOIN orders o ON o.order_id = a.order_id WHERE "
              "r.order_id"
              " = c.remake_order_id AND r.remake_of = o.number) <> 1"}},
    {"every remake was approved",
     {.text = "SELECT ABS((SELECT COUNT(*) FROM orders WHERE remake_of <> '') - (SELECT COUNT(*) FROM "
              "approval WHERE"
              " kind = 'remake' AND state = 'approved'))"}},
    {"one promise is open for an item and a milestone",
     {.text = "SELECT COUNT(*) FROM (SELECT 1 FROM promise WHERE state = 'open' GROUP BY order_id, item, "
              "milestone"
              " HAVING COUNT(*) > 1) x"}},
    {"a cancelled or delivered order owes nothing",
     {.text = "SELECT COUNT(*) FROM promise p JOIN orders o USING (order_id) WHERE p.state = 'open' AND "
              "(o.stage ="
              " 'cancelled' OR o.delivered_at IS NOT NULL)"}},
    {"every range that a sent reply tells is in the ledger",
     {.text =
          "SELECT COUNT(*) FROM draft d JOIN assessment s USING (assessment_id) JOIN audit a ON a.object ="
          " d.draft_id AND a.verb = 'reply.sent', JSON_EACH(s.output, '$.promises') p WHERE a.order_id IS NOT"
          " NULL AND NOT EXISTS (SELECT 1 FROM promise q WHERE q.order_id = a.order_id AND q.milestone ="
          " JSON_EXTRACT(p.value, '$.milestone') AND q.from_day = " DAY_OF("from") " AND q.to_day = " DAY_OF(
              "to") ")"}},
    {"a letter withheld was never sent",
     {.text = "SELECT COUNT(*) FROM outbox WHERE withheld <> '' AND (state <> 'withheld' OR sent_at IS NOT "
              "NULL)"}},
    {"every letter is delivered, withheld or visibly failed",
     {.text = "SELECT COUNT(*) FROM outbox WHERE state NOT IN ('sent', 'withheld', 'failed')"}},
    {"every sent letter is told of once",
     {.text =
          "SELECT COUNT(*) FROM outbox WHERE " AUDITED("letter.sent", "outbox_id") " <> (state = 'sent')"}},
    {"every row of the audit log has its place", {.text = "SELECT COUNT(*) FROM audit WHERE seq IS NULL"}},
    {"a key has one effect at most",
     {.text = "SELECT COUNT(*) FROM (SELECT 1 FROM hold WHERE reason LIKE 'k%' GROUP BY reason HAVING "
              "COUNT(*) > 1) "
              "x"}},
    {"a customer's address is one customer's",
     {.text = "SELECT COUNT(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM customer c WHERE c.customer_id ="
              " o.customer_id)"}},
    {"every order is found by its words",
     {.text =
          "SELECT COUNT(*) FROM orders WHERE (SELECT COUNT(*) FROM search_row r WHERE r.object = order_id AND"
          " r.kind = 'order') <> 1"}},
    {"every message is found by its words",
     {.text = "SELECT ABS((SELECT COUNT(*) FROM search_row WHERE kind = 'message') - (SELECT COUNT(*) FROM "
              "message"
              " WHERE author = 'customer'))"}},
};

static inline void sim_check_laws(struct sim *sim)
{
    for (size_t i = 0; i < sizeof sim_laws / sizeof *sim_laws; i++) {
        struct sim_look look = sim_look(sim, &sim_laws[i].sql, DB_NO_ARGS);
        if (look.number)
            sim_break(sim, "it must be that %s, but %lld", sim_laws[i].what, (long long)look.number);
    }
    struct audit_break gap;
    struct err err = {0};
    database_or_die(desk_audit_verify(sim->desk, sim->arena, &gap, &err), &err);
    if (gap.seq) sim_break(sim, "the audit log is broken at %lld: %s", (long long)gap.seq, gap.what);
}

/* ---- states ---- */

static const struct {
    enum machine machine;
    struct db_sql all, one;
} sim_machines[] = {
#define MACHINE_ROW(machine, table, id)                                      \
    {                                                                        \
        machine, {"SELECT " id ", state FROM " table " ORDER BY " id, NULL}, \
        {                                                                    \
            "SELECT state FROM " table " WHERE " id " = ?1", NULL            \
        }                                                                    \
    }
    MACHINE_ROW(MACHINE_CHANGE, "change_request", "change_id"),
    MACHINE_ROW(MACHINE_CLAIM, "claim", "claim_id"),
    MACHINE_ROW(MACHINE_TICKET, "ticket", "ticket_id"),
    MACHINE_ROW(MACHINE_DRAFT, "draft", "draft_id"),
    MACHINE_ROW(MACHINE_APPROVAL, "approval", "approval_id"),
    MACHINE_ROW(MACHINE_PROMISE, "promise", "promise_id"),
    MACHINE_ROW(MACHINE_OUTBOX, "outbox", "outbox_id"),
};

static inline bool sim_may_become(enum machine machine, int from, int to)
{
    enum { STATES_MOST = 16 };
    bool reached[STATES_MOST] = {false}, more = true;
    reached[from] = true;
    while (more) {
        more = false;
        for (int a = 0; a < STATES_MOST && state_name(machine, a).len; a++)
            for (int b = 0; b < STATES_MOST && state_name(machine, b).len; b++)
                if (reached[a] && !reached[b] && state_may(machine, a, b)) reached[b] = more = true;
    }
    return reached[to];
}

static inline int sim_state_of(enum machine machine, struct str name)
{
    for (int state = 0; state_name(machine, state).len; state++)
        if (str_eq(state_name(machine, state), name)) return state;
    return -1;
}

struct sim_walk {
    struct sim *sim;
    size_t row;
};

static inline void sim_see(struct sim *sim, enum machine machine, struct id id, struct str name)
{
    int state = sim_state_of(machine, name);
    struct sim_thing *known = NULL;
    for (int i = 0; i < sim->thing_count && !known; i++)
        if (sim->things[i].machine == machine && id_eq(&sim->things[i].id, &id)) known = &sim->things[i];
    if (state < 0) sim_break(sim, "a %.*s is in a state of no table", STR_ARG(machine_name(machine)));
    if (!known && sim->thing_count < SIM_THINGS_MOST) {
        sim->things[sim->thing_count++] = (struct sim_thing){id, machine, state};
        return;
    }
    if (known && !sim_may_become(machine, known->state, state))
        sim_break(sim, "a %.*s that was %.*s became %.*s", STR_ARG(machine_name(machine)),
                  STR_ARG(state_name(machine, known->state)), STR_ARG(name));
    if (known) known->state = state;
}

static inline int sim_walk_in(struct db_tx *tx, void *context, struct err *err)
{
    const struct sim_walk *walk = context;
    struct db_rows rows;
    int more;
    if (db_query(tx, &sim_machines[walk->row].all, DB_NO_ARGS, &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        sim_see(walk->sim, sim_machines[walk->row].machine, db_get_id(&rows, 0), db_get_text(&rows, 1));
    db_rows_done(&rows);
    return more;
}

/* Every thing has gone by its table since the last look. */
static inline void sim_check_states(struct sim *sim)
{
    bool faults = sim->faults;
    sim->faults = false;
    for (size_t i = 0; i < sizeof sim_machines / sizeof *sim_machines; i++) {
        struct sim_walk walk = {sim, i};
        struct err err = {0};
        database_or_die(db_read(sim->db, sim_walk_in, &walk, &err), &err);
    }
    sim->faults = faults;
}

/* What was acknowledged is there, or what could follow from it. */
static inline void sim_check_expected(struct sim *sim)
{
    for (int i = 0; i < sim->expected_count; i++) {
        const struct sim_expected *expected = &sim->expected[i];
        if (expected->row) {
            if (!sim_look(sim, expected->row, DB_ARGS(db_id(&expected->id), db_text(expected->text))).found)
                sim_break(sim, "%s was acknowledged and is gone", expected->what);
            continue;
        }
        size_t row = 0;
        while (sim_machines[row].machine != expected->machine) row++;
        struct sim_look look = sim_look(sim, &sim_machines[row].one, DB_ARGS(db_id(&expected->id)));
        int state = look.found ? sim_state_of(expected->machine, look.text) : -1;
        if (state < 0)
            sim_break(sim, "%s was acknowledged and is gone", expected->what);
        else if (!sim_may_become(expected->machine, expected->state, state))
            sim_break(sim, "%s was acknowledged, but it is %.*s", expected->what, STR_ARG(look.text));
    }
}

#endif
