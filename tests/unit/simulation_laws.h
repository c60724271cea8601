/* What must hold on a desk at any time, as queries that count what breaks it; and what a simulated desk must hold besides. */
#ifndef BURIN_TESTS_SIMULATION_LAWS_H
#define BURIN_TESTS_SIMULATION_LAWS_H

#include "base/file.h"
#include "desk/delivery.h"
#include "simulation.h"

enum { SIM_LAWS_MOST = 100 };

struct sim_law {
    struct str what;
    struct db_sql sql;
};

struct sim_laws {
    struct arena *arena;
    struct sim_law list[SIM_LAWS_MOST];
    int count;
};

/* "-- what must be", and the query, up to its semicolon. */
static inline void sim_read_laws(struct sim_laws *out)
{
    struct err err = {0};
    struct str text;
    *out = (struct sim_laws){.arena = arena_new()};
    database_or_die(file_read(out->arena, "tests/data/laws.sql", 1024 * 1024, &text, &err), &err);
    size_t at = str_find(text, STR("\n\n"), 0); /* behind what the file says of itself */
    while ((at = str_find(text, STR("-- "), at)) != STR_NOT_FOUND && out->count < SIM_LAWS_MOST) {
        size_t line = str_find_char(text, '\n', at), end = str_find_char(text, ';', line);
        out->list[out->count++] = (struct sim_law){
            .what = str_slice(text, at + 3, line),
            .sql.text = arena_cstr(out->arena, str_slice(text, line + 1, end)),
        };
        at = end;
    }
    if (!out->count) abort();
}

static inline void sim_check_laws(struct sim *sim, const struct sim_laws *laws)
{
    for (int i = 0; i < laws->count; i++) {
        struct sim_look look = sim_look(sim, &laws->list[i].sql, DB_NO_ARGS);
        if (look.number)
            sim_break(sim, "it must be that %.*s, but %lld", STR_ARG(laws->list[i].what),
                      (long long)look.number);
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
