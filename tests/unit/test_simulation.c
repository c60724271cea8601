/* Nothing that was acknowledged is lost, and nothing is half done: whole desks under seeds, with a database that fails.
 *
 *   SEEDS=10000 ON=sqlite build/test/tests/test_simulation      that many seeds, from FIRST (1)
 *   SEED=17 ON=sqlite TRACE=1 build/test/tests/test_simulation  one again, step by step
 *
 * Without ON on both databases; PostgreSQL is that of tools/with_postgres. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "simulation_laws.h"
#include "simulation_steps.h"

enum { STEPS = 60, SEEDS_ON_SQLITE = 100, SEEDS_ON_POSTGRES = 10 };

struct totals {
    long acknowledged, refused, struck, again, raced, cut, retries;
    int broken;
};

static void run_seed(uint64_t seed, const struct store *store, const struct sim_laws *laws,
                     struct sim_network *network, struct totals *totals)
{
    struct sim *sim = calloc(1, sizeof *sim);
    if (!sim) abort();
    sim_open(sim, seed, store, network);
    for (int order = 0; order < SIM_ORDERS; order++) sim_put(sim, order);
    sim->between = sim_act;
    sim->faults = true;
    for (sim->step = 0; sim->step < STEPS && !sim->broken; sim->step++) {
        sim_wait(sim);
        sim_act(sim);
        sim_check_states(sim);
    }
    sim_settle(sim);
    sim_check_states(sim);
    sim_check_expected(sim);
    sim_check_laws(sim, laws);
    totals->acknowledged += sim->acknowledged;
    totals->refused += sim->refused;
    totals->struck += sim->struck;
    totals->again += sim->again;
    totals->raced += sim->raced;
    totals->broken += sim->broken;
    sim_close(sim);
    totals->cut += sim->cut;
    totals->retries += sim->retries;
    free(sim);
}

static uint64_t asked(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void run_seeds(struct sim_network *network, uint64_t usually, struct totals *out)
{
    struct shop *shop;
    struct err err = {0};
    struct sim_laws laws;
    if (shop_open(NULL, &shop, &err) < 0) fail_msg("%s", err.message);
    sim_read_laws(&laws);
    uint64_t only = asked("SEED", 0), first = only ? only : asked("FIRST", 1);
    uint64_t count = only ? 1 : asked("SEEDS", usually);
    for (uint64_t seed = first; seed < first + count; seed++)
        run_seed(seed, shop_store(shop), &laws, network, out);
    shop_free(shop);
    arena_free(laws.arena);
    print_message("# %llu seeds on %s: %ld effects acknowledged, %ld refused, %ld faults struck, %ld runs "
                  "thrown away, %ld acts in between, "
                  "the network cut %ld times, %ld closures run again\n",
                  (unsigned long long)count, network ? "PostgreSQL" : "SQLite", out->acknowledged,
                  out->refused, out->struck, out->again, out->raced, out->cut, out->retries);
}

static bool is_asked_for(const char *database)
{
    const char *on = getenv("ON");
    return !on || !*on || strcmp(on, database) == 0;
}

static void nothing_acknowledged_is_lost_on_sqlite(void **state)
{
    struct totals totals = {0};
    (void)state;
    if (!is_asked_for("sqlite")) skip();
    run_seeds(NULL, SEEDS_ON_SQLITE, &totals);
    assert_int_equal(totals.broken, 0);
}

static void nothing_acknowledged_is_lost_on_postgres(void **state)
{
    struct sim_network network;
    struct totals totals = {0};
    (void)state;
    if (!database_server() || !is_asked_for("postgres")) skip();
    sim_network_open(&network);
    run_seeds(&network, SEEDS_ON_POSTGRES, &totals);
    sim_network_close(&network);
    assert_int_equal(totals.broken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_acknowledged_is_lost_on_sqlite),
                                       cmocka_unit_test(nothing_acknowledged_is_lost_on_postgres)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
