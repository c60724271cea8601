/* The table and the JSON of `burin eta`, as they are printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/eta_text.h"

static struct arena *arena;
static struct estimate_calendars calendars;
static struct datefmt *en, *zh;
static struct buf out;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    const struct calendar *calendar;
    struct err err = {0};
    assert_int_equal(calendar_new(arena, WEEK_MONDAY_TO_FRIDAY, NULL, &calendar, &err), 0);
    calendars = (struct estimate_calendars){zone_utc(), calendar, calendar, -1};
    en = datefmt_new(STR("en-US"));
    zh = datefmt_new(STR("zh-CN"));
    buf_init(&out, 10000);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buf_done(&out);
    datefmt_free(en);
    datefmt_free(zh);
    arena_free(arena);
    return 0;
}

static day_t d(int year, int month, int day)
{
    return day_of((struct civil){year, month, day});
}

static struct estimate plan(bool rush, day_t order_date, day_t now, const struct order *order)
{
    struct estimate_input input = {.placed_at = INSTANT_NONE,
                                   .order_date = order_date,
                                   .production = estimate_pair(7),
                                   .shipping = estimate_pair(5),
                                   .rush = rush,
                                   .now = INSTANT_NONE,
                                   .order = order};
    if (now != DAY_NONE) input.now = zone_instant(zone_utc(), now, 12 * 3600);
    struct estimate estimate;
    estimate_item(&calendars, &input, &estimate);
    return estimate;
}

static void check_text(const struct eta_report *report, struct datefmt *datefmt, const char *want)
{
    buf_clear(&out);
    eta_print_text(report, datefmt, &out);
    assert_string_equal(out.ptr, want);
}

static void test_plan(void **state)
{
    (void)state;
    struct estimate standard = plan(false, d(2026, 3, 1), DAY_NONE, NULL);
    struct eta_report report = {.order_date = d(2026, 3, 1), .estimate = &standard, .today = DAY_NONE};
    check_text(&report, en,
               "Order placed Sunday, March 1, 2026; work is counted from Monday, March 2.\n"
               "\n"
               "  Design done         Wed, Mar 4 – Thu, Mar 5\n"
               "  Production done     Tue, Mar 10 – Thu, Mar 12\n"
               "  Quality check done  Wed, Mar 11 – Fri, Mar 13\n"
               "  Shipped             Wed, Mar 11 – Fri, Mar 13\n"
               "  Delivered           Wed, Mar 18 – Mon, Mar 23\n");
    check_text(&report, zh,
               "2026年3月1日星期日下单，从3月2日星期一起算工期。\n"
               "\n"
               "  设计完成  3月4日周三至5日周四\n"
               "  制作完成  3月10日周二至12日周四\n"
               "  质检完成  3月11日周三至13日周五\n"
               "  发货      3月11日周三至13日周五\n"
               "  送达      3月18日周三至23日周一\n");
}

static void test_rush_beside(void **state)
{
    (void)state;
    struct estimate standard = plan(false, d(2026, 3, 2), DAY_NONE, NULL),
                    rushed = plan(true, d(2026, 3, 2), DAY_NONE, NULL);
    struct eta_report report = {
        .order_date = d(2026, 3, 2), .estimate = &standard, .rushed = &rushed, .today = DAY_NONE};
    check_text(&report, en,
               "Order placed Monday, March 2, 2026.\n"
               "\n"
               "                      Standard                   Rush\n"
               "  Design done         Wed, Mar 4 – Thu, Mar 5    Wed, Mar 4 – Thu, Mar 5\n"
               "  Production done     Tue, Mar 10 – Thu, Mar 12  Mon, Mar 9 – Tue, Mar 10\n"
               "  Quality check done  Wed, Mar 11 – Fri, Mar 13  Mon, Mar 9 – Tue, Mar 10\n"
               "  Shipped             Wed, Mar 11 – Fri, Mar 13  Mon, Mar 9 – Tue, Mar 10\n"
               "  Delivered           Wed, Mar 18 – Mon, Mar 23  Mon, Mar 16 – Wed, Mar 18\n"
               "\n"
               "With rush a surcharge applies; the store confirms the amount before work starts.\n");
}

static void test_with_a_time(void **state)
{
    (void)state;
    struct stage_event event = {STAGE_PRODUCTION, zone_instant(zone_utc(), d(2026, 3, 4), 0), ALL_ITEMS};
    struct order order = {.events = &event, .event_count = 1};
    struct estimate standard = plan(false, d(2026, 3, 2), d(2026, 3, 5), &order);
    struct eta_report report = {.order_date = d(2026, 3, 2), .estimate = &standard, .today = d(2026, 3, 5)};
    check_text(&report, en,
               "Order placed Monday, March 2, 2026.\n"
               "\n"
               "  Design done         Wed, Mar 4 (done)\n"
               "  Production done     Tue, Mar 10 – Wed, Mar 11  next Tuesday–Wednesday\n"
               "  Quality check done  Wed, Mar 11 – Thu, Mar 12  next Wednesday–Thursday\n"
               "  Shipped             Wed, Mar 11 – Thu, Mar 12  next Wednesday–Thursday\n"
               "  Delivered           Wed, Mar 18 – Fri, Mar 20  Wednesday–Friday of the week after next\n");
}

static void test_estimated_and_overdue(void **state)
{
    (void)state;
    struct estimate late = plan(true, d(2026, 3, 2), d(2026, 3, 20), NULL);
    struct eta_report report = {.order_date = d(2026, 3, 2),
                                .estimate = &late,
                                .rush = true,
                                .surcharge = STR("$25.00"),
                                .today = d(2026, 3, 20)};
    check_text(&report, zh,
               "2026年3月2日星期一下单。\n"
               "\n"
               "  设计完成  应已完成\n"
               "  制作完成  应已完成\n"
               "  质检完成  3月20日周五至23日周一  今天至下周一\n"
               "  发货      3月20日周五至23日周一  今天至下周一\n"
               "  送达      3月27日周五至30日周一  下周五至下下周一\n"
               "\n"
               "目前阶段按已过天数推算，店铺尚未上报：质检。\n"
               "已逾期：原定最晚3月10日星期二。上列日期从今天重新起算。\n"
               "加急需另付加急费$25.00。\n");
}

static void test_json(void **state)
{
    (void)state;
    struct stage_event event = {STAGE_PRODUCTION, zone_instant(zone_utc(), d(2026, 3, 4), 0), ALL_ITEMS};
    struct order order = {.events = &event, .event_count = 1};
    struct estimate estimate = plan(false, d(2026, 3, 2), d(2026, 3, 5), &order);
    struct eta_report report = {.order_date = d(2026, 3, 2), .estimate = &estimate, .today = d(2026, 3, 5)};
    buf_clear(&out);
    eta_print_json(&report, false, &out);
    assert_string_equal(
        out.ptr,
        "{\"order_date\":\"2026-03-02\",\"basis\":\"rule\",\"rush\":false,\"milestones\":["
        "{\"milestone\":\"design_done\",\"from\":\"2026-03-04\",\"to\":\"2026-03-04\",\"actual\":\"2026-03-"
        "04\"},"
        "{\"milestone\":\"production_done\",\"from\":\"2026-03-10\",\"to\":\"2026-03-11\",\"actual\":null},"
        "{\"milestone\":\"quality_check_done\",\"from\":\"2026-03-11\",\"to\":\"2026-03-12\",\"actual\":null}"
        ","
        "{\"milestone\":\"shipped\",\"from\":\"2026-03-11\",\"to\":\"2026-03-12\",\"actual\":null},"
        "{\"milestone\":\"delivered\",\"from\":\"2026-03-18\",\"to\":\"2026-03-20\",\"actual\":null}"
        "],\"surcharge\":null}");
    report.rush = true;
    buf_clear(&out);
    eta_print_json(&report, false, &out);
    assert_non_null(strstr(out.ptr, "\"rush\":true"));
    assert_non_null(
        strstr(out.ptr, "\"surcharge\":\"A rush surcharge applies; the store confirms the amount before work "
                        "starts.\"}"));
    report.surcharge = STR("$25.00");
    buf_clear(&out);
    eta_print_json(&report, true, &out);
    assert_non_null(strstr(out.ptr, "\"surcharge\":\"加急需另付加急费$25.00。\"}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan),        cmocka_unit_test(test_rush_beside),
        cmocka_unit_test(test_with_a_time), cmocka_unit_test(test_estimated_and_overdue),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
