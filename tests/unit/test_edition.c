/* A shop that is taken up while the desk runs: who began with the old one ends with it. */
#define _GNU_SOURCE
#include <pthread.h>

#include "desk_fixture.h"

static int setup(void **state)
{
    return fixture_open(state, false, "edition");
}

static struct edition *another(int64_t number)
{
    struct shop *shop;
    struct err err = {0};
    if (shop_open(NULL, &shop, &err) < 0) fail_msg("%s", err.message);
    return edition_own(shop, number);
}

static void an_arena_keeps_its_edition(void **state)
{
    struct fixture *f = *state;
    struct arena *late = arena_new();
    const struct store *first = desk_store(f->desk, f->arena);
    assert_ptr_equal(first, shop_store(f->shop));
    struct edition *second = another(1);
    desk_renew(f->desk, second);
    assert_ptr_equal(desk_store(f->desk, f->arena), first);
    assert_ptr_equal(desk_store(f->desk, late), edition_store(second));
    assert_ptr_equal(desk_store(f->other, late), &f->other_store);
    assert_ptr_equal(desk_store(f->desk, late), edition_store(second));
    arena_reset(f->arena);
    assert_ptr_equal(desk_store(f->desk, f->arena), edition_store(second));
    desk_renew(f->desk, another(2)); /* the second lives as long as somebody holds it */
    assert_true(desk_store(f->desk, late)->name.len > 0);
    arena_free(late);
}

static void an_older_edition_is_dropped(void **state)
{
    struct fixture *f = *state;
    struct edition *second = another(2);
    desk_renew(f->desk, second);
    desk_renew(f->desk, another(2));
    desk_renew(f->desk, another(1));
    assert_ptr_equal(desk_edition(f->desk, f->arena), second);
}

static void an_arena_may_outlive_the_desk(void **state)
{
    struct fixture *f = *state;
    struct arena *late = arena_new();
    desk_renew(f->desk, another(1));
    const struct store *store = desk_store(f->desk, late);
    desk_close(f->desk);
    f->desk = NULL;
    assert_true(store->name.len > 0);
    arena_free(late);
}

/* ---- under load ---- */

enum { ASSESSORS = 4, ASSESSMENTS = 40, EDITIONS = 30 };

struct assessing {
    struct desk *desk;
    int failed;
};

/* Each message in an arena of its own, as a request has one: store and engine are of one edition. */
static void *assess_many(void *context)
{
    struct assessing *assessing = context;
    for (int i = 0; i < ASSESSMENTS; i++) {
        struct arena *arena = arena_new();
        struct assessment out;
        struct err err = {0};
        struct inquiry inquiry = {.id = STR("m1"),
                                  .channel = STR("email"),
                                  .from = STR("maya@example.com"),
                                  .text =
                                      i % 2 ? STR("Where is my order 1042?") : STR("我的订单1042到哪里了？"),
                                  .contacts = 1};
        instant_parse(STR("2026-03-02T16:00:00Z"), &inquiry.at, NULL);
        const struct store *store = desk_store(assessing->desk, arena);
        bool done = desk_assess(assessing->desk, arena, &inquiry, &out, &err) == 0 && out.decision_count > 0;
        assessing->failed += !done || store != desk_store(assessing->desk, arena) || !store->name.len;
        arena_free(arena);
    }
    return NULL;
}

static void it_is_renewed_under_load(void **state)
{
    struct fixture *f = *state;
    struct assessing assessing[ASSESSORS] = {{0}};
    pthread_t threads[ASSESSORS];
    for (int i = 0; i < ASSESSORS; i++) {
        assessing[i].desk = f->desk;
        assert_int_equal(pthread_create(&threads[i], NULL, assess_many, &assessing[i]), 0);
    }
    for (int number = 1; number <= EDITIONS; number++) desk_renew(f->desk, another(number));
    for (int i = 0; i < ASSESSORS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(assessing[i].failed, 0);
    }
    assert_int_equal(edition_number(desk_edition(f->desk, f->arena)), EDITIONS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_arena_keeps_its_edition, setup, fixture_close),
        cmocka_unit_test_setup_teardown(an_older_edition_is_dropped, setup, fixture_close),
        cmocka_unit_test_setup_teardown(an_arena_may_outlive_the_desk, setup, fixture_close),
        cmocka_unit_test_setup_teardown(it_is_renewed_under_load, setup, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
