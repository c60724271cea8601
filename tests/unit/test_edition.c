/* A shop that is taken up while the desk runs: who began with the old one ends with it. */
#define _GNU_SOURCE
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_arena_keeps_its_edition, setup, fixture_close),
        cmocka_unit_test_setup_teardown(an_older_edition_is_dropped, setup, fixture_close),
        cmocka_unit_test_setup_teardown(an_arena_may_outlive_the_desk, setup, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
