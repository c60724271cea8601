/* Nothing that was acknowledged is lost, and nothing is half done: whole desks under seeds, with a database that fails.
 *
 *   SEEDS=10000 build/test/tests/test_simulation      that many seeds, from FIRST (1)
 *   SEED=17 TRACE=1 build/test/tests/test_simulation  one again, step by step */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "simulation_laws.h"
#include "simulation_steps.h"

enum { STEPS = 60, SEEDS_USUALLY = 100 };

struct totals {
    long acknowledged, refused, struck, raced;
    int broken;
};

static void run_seed(uint64_t seed, const struct store *store, const struct sim_laws *laws,
                     struct totals *totals)
{
    struct sim *sim = calloc(1, sizeof *sim);
    if (!sim) abort();
    sim_open(sim, seed, store);
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
    totals->raced += sim->raced;
    totals->broken += sim->broken;
    sim_close(sim);
    free(sim);
}

static uint64_t asked(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void nothing_acknowledged_is_lost(void **state)
{
    (void)state;
    struct shop *shop;
    struct err err = {0};
    struct totals totals = {0};
    struct sim_laws laws;
    if (shop_open(NULL, &shop, &err) < 0) fail_msg("%s", err.message);
    sim_read_laws(&laws);
    uint64_t only = asked("SEED", 0), first = only ? only : asked("FIRST", 1);
    uint64_t count = only ? 1 : asked("SEEDS", SEEDS_USUALLY);
    for (uint64_t seed = first; seed < first + count; seed++)
        run_seed(seed, shop_store(shop), &laws, &totals);
    shop_free(shop);
    arena_free(laws.arena);
    print_message(
        "# %llu seeds: %ld effects acknowledged, %ld refused, %ld faults struck, %ld acts in between\n",
        (unsigned long long)count, totals.acknowledged, totals.refused, totals.struck, totals.raced);
    assert_int_equal(totals.broken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_acknowledged_is_lost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
