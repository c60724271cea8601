/* Business days on the bitmap, against plain day-by-day counting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/calendar.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static day_t d(int year, int month, int day)
{
    return day_of((struct civil){year, month, day});
}

static const struct calendar *make(week_t week, struct ical_day *days, size_t count)
{
    const struct calendar *calendar;
    struct err err = {0};
    const struct ical_days list = {days, count};
    assert_int_equal(calendar_new(arena, week, &list, &calendar, &err), 0);
    return calendar;
}

static void test_plain_week(void **state)
{
    (void)state;
    const struct calendar *calendar = make(WEEK_MONDAY_TO_FRIDAY, NULL, 0);
    assert_true(calendar_is_business(calendar, d(2026, 3, 2)));
    assert_false(calendar_is_business(calendar, d(2026, 3, 1)));
    assert_int_equal(calendar_on_or_after(calendar, d(2026, 2, 28)), d(2026, 3, 2));
    assert_int_equal(calendar_add(calendar, d(2026, 3, 2), 7), d(2026, 3, 11));
    assert_int_equal(calendar_add(calendar, d(2026, 3, 7), 1), d(2026, 3, 9)); /* Saturday + 1 = Monday */
    assert_int_equal(calendar_add(calendar, d(2026, 3, 7), 0), d(2026, 3, 9));
    assert_int_equal(calendar_add(calendar, d(2026, 3, 6), 0), d(2026, 3, 6));
    assert_int_equal(calendar_count(calendar, d(2026, 3, 2), d(2026, 3, 11)), 7);
    assert_int_equal(calendar_count(calendar, d(2026, 3, 11), d(2026, 3, 2)), 0);
    assert_int_equal(calendar_add(calendar, d(2026, 12, 31), 1),
                     d(2027, 1, 1)); /* year end is an ordinary day */
    assert_int_equal(calendar_add(calendar, d(2028, 2, 28), 1), d(2028, 2, 29)); /* so is the leap day */
}

static void test_closures_and_workdays(void **state)
{
    (void)state;
    struct ical_day days[] = {
        {d(2026, 2, 14), true, {0}}, /* make-up Saturday */
        {d(2026, 2, 16), false, {0}}, {d(2026, 2, 17), false, {0}}, {d(2026, 2, 18), false, {0}},
        {d(2026, 2, 19), false, {0}}, {d(2026, 2, 20), false, {0}}, {d(2026, 2, 23), false, {0}},
        {d(2026, 2, 28), true, {0}},
    };
    const struct calendar *calendar = make(WEEK_MONDAY_TO_FRIDAY, days, 8);
    assert_int_equal(calendar_add(calendar, d(2026, 2, 13), 1), d(2026, 2, 14));
    assert_int_equal(calendar_add(calendar, d(2026, 2, 13), 2), d(2026, 2, 24));
    assert_int_equal(calendar_add(calendar, d(2026, 2, 27), 1), d(2026, 2, 28));
    assert_int_equal(calendar_count(calendar, d(2026, 2, 14), d(2026, 3, 1)), 6);
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 8;
}

/* The same by stepping through the days. */
static day_t slow_add(const struct calendar *calendar, day_t day, int days)
{
    if (days == 0)
        while (!calendar_is_business(calendar, day)) day++;
    while (days > 0) days -= calendar_is_business(calendar, ++day);
    return day;
}

static void test_against_stepping(void **state)
{
    (void)state;
    unsigned seed = 42;
    for (int round = 0; round < 40; round++) {
        struct ical_day days[200];
        for (int i = 0; i < 200; i++)
            days[i] =
                (struct ical_day){(day_t)(next_random(&seed) % 84500), next_random(&seed) % 2 != 0, {0}};
        week_t week = (week_t)(next_random(&seed) % 127 + 1);
        const struct calendar *calendar = make(week, days, 200);
        for (int i = 0; i < 300; i++) {
            day_t from = (day_t)(next_random(&seed) % 90000) - 3000;
            int add = (int)(next_random(&seed) % 400);
            day_t to = calendar_add(calendar, from, add);
            assert_int_equal(to, slow_add(calendar, from, add));
            int count = 0;
            for (day_t day = from; day < to; day++) count += calendar_is_business(calendar, day);
            assert_int_equal(calendar_count(calendar, from, to), count);
        }
    }
}

static void test_every_week(void **state)
{
    (void)state;
    for (week_t week = 1; week < 128; week++) {
        const struct calendar *calendar = make(week, NULL, 0);
        for (day_t day = -500; day < 84500; day += 31)
            assert_int_equal(calendar_is_business(calendar, day), week >> weekday_of(day) & 1);
        for (day_t day = 83990; day < 84020; day++)
            assert_int_equal(calendar_is_business(calendar, day), week >> weekday_of(day) & 1);
    }
}

static void test_ends_of_time(void **state)
{
    (void)state;
    const struct calendar *calendar = make(WEEK_MONDAY_TO_FRIDAY, NULL, 0);
    assert_int_equal(calendar_add(calendar, d(2199, 12, 30), 10000),
                     slow_add(calendar, d(2199, 12, 30), 10000));
    assert_int_equal(calendar_add(calendar, d(1, 1, 1), 10000), slow_add(calendar, d(1, 1, 1), 10000));
    assert_int_equal(calendar_add(calendar, d(9999, 12, 31), 365), slow_add(calendar, d(9999, 12, 31), 365));
    assert_int_equal(calendar_count(calendar, d(1, 1, 1), d(9999, 12, 31)), 2608614);
}

static void test_no_business_day(void **state)
{
    (void)state;
    const struct calendar *calendar;
    struct err err = {0};
    assert_int_equal(calendar_new(arena, 0, NULL, &calendar, &err), -1);
    assert_int_equal(err.category, ERR_INPUT);
    struct ical_day *days = ARENA_ARRAY(arena, 400, struct ical_day);
    for (int i = 0; i < 400; i++) days[i] = (struct ical_day){d(2026, 1, 1) + i, false, {0}};
    const struct ical_days whole_year = {days, 400}, half_year = {days, 360};
    assert_int_equal(calendar_new(arena, WEEK_MONDAY_TO_FRIDAY, &whole_year, &calendar, &err), -1);
    assert_non_null(strstr(err.message, "2026-01-01"));
    assert_int_equal(calendar_new(arena, WEEK_MONDAY_TO_FRIDAY, &half_year, &calendar, &err), 0);
    assert_int_equal(calendar_on_or_after(calendar, d(2026, 1, 1)), d(2026, 12, 28));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_week),       cmocka_unit_test(test_closures_and_workdays),
        cmocka_unit_test(test_against_stepping), cmocka_unit_test(test_every_week),
        cmocka_unit_test(test_ends_of_time),     cmocka_unit_test(test_no_business_day),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
