/* A whole desk in one process under a seed: its clock, its randomness, a database that fails where the seed says so, and
 * other people who act between two statements of somebody's reading.
 *
 * What a use-case has acknowledged is noted (sim_expect) and held against the database at the end.
 *
 * On PostgreSQL others act between the statements of a writing closure, too, until it has locked something (so that the server
 * refuses it for what it could not see), and the network is cut: between two statements, before a COMMIT arrives, and
 * before its answer does. */
#ifndef BURIN_TESTS_SIMULATION_H
#define BURIN_TESTS_SIMULATION_H

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "database.h"
#include "db/migrate.h"
#include "desk/desk.h"
#include "model/states.h"
#include "shop/shop.h"
#include "simulation_postgres.h"

enum {
    SIM_AGAIN_ODDS = 500,
    SIM_EXPECTED_MOST = 512,
    SIM_LEASES_MOST = 512,
    SIM_THINGS_MOST = 1024,
    SIM_DEPTH_MOST = 3
};

/* Something that was acknowledged: a thing in a state, or in one that can follow; or a row that `row` finds. */
struct sim_expected {
    const char *what;
    struct id id;
    enum machine machine;
    int state;
    const struct db_sql *row; /* or NULL; ?1 the id, ?2 the text */
    struct str text;
};

/* A letter in somebody's hands. */
struct sim_lease {
    struct id letter;
    int attempt;
    instant_t until;
    bool over; /* finished, or given back */
};

/* Where a thing stood when it was last looked at. */
struct sim_thing {
    struct id id;
    enum machine machine;
    int state;
};

struct sim {
    uint64_t seed, choices, ids, strikes;
    instant_t now;
    int statement_odds, commit_odds, lost_odds, race_odds; /* in 10,000; 0: never */
    bool faults, cuts;
    int depth;                   /* of people acting in between */
    bool wrote[SIM_DEPTH_MOST];  /* whether the closure that runs there may hold locks */
    struct sim_network *network; /* to PostgreSQL; NULL: SQLite */
    pthread_t thread;
    char url[512];
    struct db *db;
    struct store store;
    struct desk *desk;
    struct arena *arena;
    struct clock clock;
    struct rand rand;
    struct db_faults hook;
    void (*between)(struct sim *sim);
    bool trace;
    int step, messages, keys;
    bool broken;

    struct sim_expected expected[SIM_EXPECTED_MOST];
    int expected_count;
    struct sim_lease leases[SIM_LEASES_MOST];
    int lease_count;
    struct sim_thing things[SIM_THINGS_MOST];
    int thing_count;
    int acknowledged, refused, struck, again, raced, cut, retries;
};

/* splitmix64 */
static inline uint64_t sim_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline int sim_pick(struct sim *sim, int count)
{
    return (int)(sim_next(&sim->choices) % (uint64_t)count);
}

static inline bool sim_odds(uint64_t *state, int in_ten_thousand)
{
    return in_ten_thousand && sim_next(state) % 10000 < (uint64_t)in_ten_thousand;
}

static inline void sim_say(const struct sim *sim, const char *format, ...)
{
    va_list args;
    if (!sim->trace) return;
    char when[40];
    instant_format(sim->now, 0, when);
    fprintf(stderr, "%s %*s", when, sim->depth * 4, "");
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

/* A law does not hold: says where to find it again. */
static inline void sim_break(struct sim *sim, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "seed %llu, step %d: ", (unsigned long long)sim->seed, sim->step);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nagain: ON=%s SEED=%llu TRACE=1 build/test/tests/test_simulation\n",
            sim->network ? "postgres" : "sqlite", (unsigned long long)sim->seed);
    sim->broken = true;
}

static inline instant_t sim_clock(void *context)
{
    return ((struct sim *)context)->now;
}

static inline void sim_fill(void *context, void *out, size_t size)
{
    struct sim *sim = context;
    unsigned char *bytes = out;
    for (size_t i = 0; i < size; i++) bytes[i] = (unsigned char)sim_next(&sim->ids);
}

/* The network is cut: at once, or instead of the answer to a COMMIT. Where a cut connection takes its transaction with it, the
 * desk does not notice; where it does not, the desk must find out. */
static inline void sim_cut(struct sim *sim, enum db_moment moment)
{
    int odds = moment == DB_BEFORE_COMMIT ? 150 : 4;
    if (!sim->cuts || moment == DB_AFTER_COMMIT || !sim_odds(&sim->strikes, odds)) return;
    bool answer = moment == DB_BEFORE_COMMIT && sim_next(&sim->strikes) % 2;
    sim_say(sim, "  the network is cut %s",
            answer                       ? "behind a commit"
            : moment == DB_BEFORE_COMMIT ? "before a commit"
                                         : "between statements");
    sim->cut++;
    atomic_store(&sim->network->proxy.mode, answer ? PROXY_CUT_ANSWER : PROXY_CUT_ALL);
    while (atomic_load(&sim->network->proxy.mode) == PROXY_CUT_ALL) usleep(200);
}

/* Whether others may act before this statement. SQLite's writer runs in a thread of its own, and nobody writes beside it; a
 * closure on PostgreSQL that holds locks would have those wait who act in its own thread. */
static inline bool sim_open_to_others(struct sim *sim, const char *sql)
{
    bool *wrote = &sim->wrote[sim->depth], before = *wrote;
    if (!pthread_equal(pthread_self(), sim->thread)) return false;
    *wrote |= strncmp(sql, "SELECT", 6) != 0 || strstr(sql, "FOR UPDATE");
    return !before;
}

/* Statements and commits fail by the odds of the seed; and between two statements of a reading others may act. */
static inline int sim_strike(void *context, enum db_moment moment, const char *sql)
{
    struct sim *sim = context;
    if (!sim->faults) return 0;
    if (moment == DB_BEFORE_RUN) {
        if (pthread_equal(pthread_self(), sim->thread)) sim->wrote[sim->depth] = false;
        return 0;
    }
    if (moment == DB_AFTER_RUN) {
        bool again = sim_odds(&sim->strikes, SIM_AGAIN_ODDS);
        sim->again += again;
        return again ? -1 : 0;
    }
    int odds = moment == DB_BEFORE_STATEMENT ? sim->statement_odds
               : moment == DB_BEFORE_COMMIT  ? sim->commit_odds
                                             : sim->lost_odds;
    if (sim_odds(&sim->strikes, odds)) {
        sim->struck++;
        sim_say(sim, "  struck %s: %.60s",
                moment == DB_BEFORE_STATEMENT ? "before"
                : moment == DB_BEFORE_COMMIT  ? "before the commit"
                                              : "after the commit",
                sql);
        return -1;
    }
    sim_cut(sim, moment);
    bool open = moment == DB_BEFORE_STATEMENT && sim_open_to_others(sim, sql);
    if (!open || !sim->between || sim->depth + 1 >= SIM_DEPTH_MOST ||
        !sim_odds(&sim->strikes, sim->race_odds))
        return 0;
    sim->depth++;
    sim->raced++;
    sim->between(sim);
    sim->depth--;
    return 0;
}

/* A fresh database: a file in memory, or the schema behind the network, empty. */
static inline void sim_database(struct sim *sim)
{
    struct err err = {0};
    bool in_memory = access("/dev/shm", W_OK) == 0;
    if (sim->network) sim_network_empty(sim->network);
    if (sim->network)
        snprintf(sim->url, sizeof sim->url, "%s", sim->network->url);
    else
        database_new_in(in_memory ? "/dev/shm" : "/tmp", "simulation", sim->url, sizeof sim->url);
    sim->db = database_open(
        &(struct db_options){.url = sim->url, .readers = 8, .clock = &sim->clock, .faults = &sim->hook});
    database_or_die(db_migrate(sim->db, NULL, &err), &err);
}

/* `network`: to PostgreSQL, or NULL: SQLite. */
static inline void sim_open(struct sim *sim, uint64_t seed, const struct store *store,
                            struct sim_network *network)
{
    static const int odds[][4] = {{0, 0, 0, 0}, {0, 0, 0, 800}, {40, 150, 150, 0}, {20, 100, 100, 500}};
    *sim = (struct sim){.seed = seed, .choices = seed, .ids = seed ^ 0x1d5, .strikes = seed ^ 0x57a1};
    struct err err = {0};
    const int *row = odds[sim_pick(sim, 4)];
    sim->statement_odds = row[0], sim->commit_odds = row[1], sim->lost_odds = row[2], sim->race_odds = row[3];
    sim->network = network;
    sim->cuts = network && sim_pick(sim, 2);
    sim->store = *store;
    if (sim_pick(sim, 2))
        for (int lang = 0; lang < 2; lang++)
            for (int action = 0; action < ACTION_COUNT; action++)
                sim->store.policy[lang].automatic[action] = true;
    if (instant_parse(STR("2026-03-02T15:00:00Z"), &sim->now, NULL) < 0) abort();
    sim->thread = pthread_self();
    sim->clock = (struct clock){sim_clock, sim_clock, sim};
    sim->rand = (struct rand){sim_fill, sim};
    sim->hook = (struct db_faults){sim_strike, sim};
    sim->trace = getenv("TRACE") != NULL;
    sim_database(sim);
    struct desk_options desk = {
        .db = sim->db, .store = &sim->store, .clock = &sim->clock, .rand = &sim->rand};
    database_or_die(desk_open(&desk, &sim->desk, &err), &err);
    sim->arena = arena_new();
}

static inline void sim_close(struct sim *sim)
{
    struct db_stats stats;
    db_stats(sim->db, &stats);
    sim->retries = (int)stats.retries;
    desk_close(sim->desk);
    db_close(sim->db);
    database_remove(sim->url);
    arena_free(sim->arena);
}

/* ---- what was acknowledged ---- */

static inline void sim_expect(struct sim *sim, const char *what, struct id id, enum machine machine,
                              int state)
{
    sim->acknowledged++;
    if (sim->expected_count == SIM_EXPECTED_MOST) abort();
    sim->expected[sim->expected_count++] =
        (struct sim_expected){.what = what, .id = id, .machine = machine, .state = state};
}

static inline void sim_expect_row(struct sim *sim, const char *what, const struct db_sql *row, struct id id,
                                  struct str text)
{
    sim->acknowledged++;
    if (sim->expected_count == SIM_EXPECTED_MOST) abort();
    sim->expected[sim->expected_count++] =
        (struct sim_expected){.what = what, .id = id, .row = row, .text = text};
}

/* What a use-case gave: anything but these is a failure of the desk itself. */
static inline bool sim_took(struct sim *sim, const char *what, int result, const struct err *err)
{
    sim_say(sim, "%s: %s", what, result == 0 ? "done" : err->message);
    if (result == 0) return true;
    sim->refused++;
    switch (err->category) {
    case ERR_BUSY:
        if (!sim->faults) sim_break(sim, "%s is refused where nothing failed: %s", what, err->message);
        return false;
    case ERR_CONFLICT:
    case ERR_STALE:
    case ERR_INPUT:
    case ERR_DENIED:
        return false;
    default:
        sim_break(sim, "%s fails: %s", what, err->message);
        return false;
    }
}

/* ---- looking, with nothing failing ---- */

struct sim_look {
    const struct db_sql *sql;
    const struct db_value *args;
    size_t arg_count;
    struct arena *arena;
    int64_t number;
    struct id id;
    struct str text;
    bool found;
};

static inline int sim_look_in(struct db_tx *tx, void *context, struct err *err)
{
    struct sim_look *look = context;
    struct db_rows rows;
    int found = db_first(tx, look->sql, look->args, look->arg_count, &rows, err);
    look->found = found > 0;
    if (found <= 0) return found;
    struct str bytes = db_get_text(&rows, 0);
    look->number = db_get_int(&rows, 0);
    if (bytes.len == sizeof look->id.bytes) memcpy(look->id.bytes, bytes.ptr, bytes.len);
    look->text = arena_str(look->arena, bytes);
    db_rows_done(&rows);
    return 0;
}

static inline struct sim_look sim_look(struct sim *sim, const struct db_sql *sql, const struct db_value *args,
                                       size_t count)
{
    struct sim_look look = {.sql = sql, .args = args, .arg_count = count, .arena = sim->arena};
    struct err err = {0};
    bool faults = sim->faults;
    sim->faults = false;
    database_or_die(db_read(sim->db, sim_look_in, &look, &err), &err);
    sim->faults = faults;
    return look;
}

#endif
