/* The estimate, clause by clause of the rule book's section 4, with its worked examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "engine/estimate.h"

static struct arena *arena;
static struct estimate_calendars plain; /* New York, Monday to Friday, no closures, no cut-off */

static const struct calendar *calendar_of(week_t week, const struct ical_days *days)
{
    const struct calendar *calendar;
    struct err err = {0};
    assert_int_equal(calendar_new(arena, week, days, &calendar, &err), 0);
    return calendar;
}

/* New York by its rule, so that the tests need no file. */
static const struct zone *new_york(void)
{
    /* Header with one type and four characters, then the type: five hours west, "EST". */
    static const char block[] = "TZif2"
                                "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                "\0\0\0\1\0\0\0\4"
                                "\xff\xff\xb9\xb0\0\0"
                                "EST";
    struct buf file;
    struct err err = {0};
    const struct zone *zone;
    buf_init(&file, 1000);
    for (int i = 0; i < 2; i++) buf_add(&file, str_of_len(block, sizeof block));
    buf_add_c(&file, "\nEST5EDT,M3.2.0,M11.1.0\n");
    assert_int_equal(zone_parse(arena, STR("America/New_York"), buf_str(&file), &zone, &err), 0);
    buf_done(&file);
    return zone;
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    const struct calendar *calendar = calendar_of(WEEK_MONDAY_TO_FRIDAY, NULL);
    plain = (struct estimate_calendars){new_york(), calendar, calendar, -1};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static instant_t at(const char *text)
{
    instant_t instant;
    assert_int_equal(instant_parse(str_of(text), &instant, NULL), 0);
    return instant;
}

static day_t d(const char *text)
{
    day_t day;
    assert_int_equal(day_parse(str_of(text), &day), 0);
    return day;
}

/* An order of Monday 2 March 2026, 5–7 and 3–5 days. */
static struct order order;
static struct stage_event events[16];
static struct hold holds[96];
static struct promise promises[8];

static struct estimate_input start_order(void)
{
    order = (struct order){.events = events, .holds = holds, .promises = promises};
    return (struct estimate_input){
        .placed_at = at("2026-03-02T10:12:00-05:00"),
        .production = {5, 7},
        .shipping = {3, 5},
        .now = INSTANT_NONE,
        .order = &order,
    };
}

static void happen(enum stage stage, const char *when)
{
    events[order.event_count++] = (struct stage_event){stage, at(when), ALL_ITEMS};
}

static void hold(const char *from, const char *to)
{
    holds[order.hold_count++] = (struct hold){ALL_ITEMS, at(from), to ? at(to) : INSTANT_NONE, STR("change")};
}

static void promise(enum milestone milestone, const char *to, const char *told_at)
{
    promises[order.promise_count++] = (struct promise){milestone, ALL_ITEMS, {d(to) - 2, d(to)}, at(told_at)};
}

static struct estimate estimate(const struct estimate_input *input)
{
    struct estimate result;
    estimate_item(&plain, input, &result);
    return result;
}

static struct estimate estimate_at(struct estimate_input input, const char *now)
{
    input.now = at(now);
    return estimate(&input);
}

static void check_range(const struct milestone_range *got, const char *from, const char *to)
{
    char got_from[16], got_to[16];
    day_format(got->range.from, got_from);
    day_format(got->range.to, got_to);
    if (strcmp(got_from, from) != 0 || strcmp(got_to, to) != 0)
        fail_msg("%s – %s, not %s – %s", got_from, got_to, from, to);
}

#define RANGE(estimate, milestone, from, to) \
    check_range(&(estimate).milestones[MILESTONE_##milestone], from, to)
#define ACTUAL(estimate, milestone, day)                                               \
    do {                                                                               \
        assert_int_equal((estimate).milestones[MILESTONE_##milestone].actual, d(day)); \
        check_range(&(estimate).milestones[MILESTONE_##milestone], day, day);          \
    } while (0)
#define OPEN(estimate, milestone) \
    assert_int_equal((estimate).milestones[MILESTONE_##milestone].actual, DAY_NONE)

/* ---- pairs ---- */

static void test_pairs(void **state)
{
    (void)state;
    static const int want[][2] = {{1, 2}, {4, 5}, {5, 6}, {6, 8}, {7, 9}, {10, 12}, {11, 14}, {365, 438}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(estimate_pair(want[i][0]).hi, want[i][1]);
    static const int rush[][4] = {{7, 9, 5, 6}, {1, 2, 1, 2}, {2, 3, 2, 3},
                                  {5, 7, 3, 5}, {5, 6, 3, 4}, {10, 12, 6, 8}};
    for (size_t i = 0; i < sizeof rush / sizeof *rush; i++) {
        struct day_pair got = estimate_rushed((struct day_pair){rush[i][0], rush[i][1]});
        assert_int_equal(got.lo, rush[i][2]);
        assert_int_equal(got.hi, rush[i][3]);
    }
}

static void test_check_pair(void **state)
{
    (void)state;
    struct err err = {0};
    struct day_pair pair = {5, 5};
    assert_int_equal(estimate_check_pair(&pair, "production days", &err), 0);
    assert_int_equal(pair.hi, 6); /* never one day only */
    pair = estimate_pair(365);
    assert_int_equal(estimate_check_pair(&pair, "production days", &err), 0);
    static const struct day_pair bad[] = {{0, 1},     {-3, 5},    {7, 5}, {10000, 12000},
                                          {366, 366}, {5, 10000}, {1, -1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        pair = bad[i];
        assert_int_equal(estimate_check_pair(&pair, "shipping days", &err), -1);
        assert_int_equal(err.category, ERR_INPUT);
        assert_non_null(strstr(err.message, "shipping days"));
        assert_non_null(strstr(err.message, "expected"));
        assert_int_equal(pair.hi, bad[i].hi);
    }
    pair = (struct day_pair){10000, 12000};
    estimate_check_pair(&pair, "production days", &err);
    assert_non_null(strstr(err.message, "10000"));
}

/* ---- the worked examples ---- */

static void test_example_sunday_defaults(void **state)
{
    (void)state;
    struct estimate_input input = {.placed_at = INSTANT_NONE,
                                   .order_date = d("2026-03-01"),
                                   .now = INSTANT_NONE,
                                   .production = estimate_pair(7),
                                   .shipping = estimate_pair(5)};
    struct estimate got = estimate(&input);
    assert_int_equal(got.start, d("2026-03-02"));
    RANGE(got, SHIPPED, "2026-03-11", "2026-03-13");
    RANGE(got, QUALITY_CHECK_DONE, "2026-03-11", "2026-03-13");
    RANGE(got, DELIVERED, "2026-03-18", "2026-03-23");
    assert_false(got.overdue);
    input.rush = true;
    got = estimate(&input);
    RANGE(got, SHIPPED, "2026-03-09", "2026-03-10");
    RANGE(got, DELIVERED, "2026-03-16", "2026-03-18");
}

static void test_example_monday(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    struct estimate got = estimate(&input);
    RANGE(got, DESIGN_DONE, "2026-03-04", "2026-03-05"); /* 2–2, shown one day wider */
    RANGE(got, PRODUCTION_DONE, "2026-03-09", "2026-03-10");
    RANGE(got, SHIPPED, "2026-03-09", "2026-03-11");
    RANGE(got, DELIVERED, "2026-03-12", "2026-03-18");
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    got = estimate_at(input, "2026-03-05T11:00:00-05:00");
    ACTUAL(got, DESIGN_DONE, "2026-03-03");
    RANGE(got, SHIPPED, "2026-03-06", "2026-03-10");
    RANGE(got, DELIVERED, "2026-03-11", "2026-03-17");
    assert_int_equal(got.next, MILESTONE_PRODUCTION_DONE);
    assert_true(got.life.reported);
    RANGE(got, PRODUCTION_DONE, "2026-03-06", "2026-03-09");
    check_range(&got.plan[MILESTONE_DELIVERED], "2026-03-12", "2026-03-18");
}

static void test_rush_of_the_order(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    order.production.rush = true;
    RANGE(estimate(&input), SHIPPED, "2026-03-05", "2026-03-09"); /* 3–5 */
}

/* ---- the start ---- */

static void check_start(int cutoff, const char *placed_at, const char *want)
{
    struct estimate_calendars calendars = plain;
    calendars.cutoff = cutoff;
    struct estimate_input input = start_order();
    input.placed_at = at(placed_at);
    struct estimate got;
    estimate_item(&calendars, &input, &got);
    assert_int_equal(got.start, d(want));
}

static void test_start_and_cutoff(void **state)
{
    (void)state;
    enum { FIVE = 17 * 3600 };
    check_start(FIVE, "2026-03-02T16:59:59-05:00", "2026-03-02");
    check_start(FIVE, "2026-03-02T17:00:00-05:00", "2026-03-02"); /* exactly at it is before it */
    check_start(FIVE, "2026-03-02T17:00:00.000001-05:00", "2026-03-03");
    check_start(FIVE, "2026-03-06T18:00:00-05:00", "2026-03-09"); /* Friday evening */
    check_start(FIVE, "2026-03-07T18:00:00-05:00", "2026-03-09"); /* Saturday evening counts no second day */
    check_start(FIVE, "2026-03-03T02:00:00Z", "2026-03-03");      /* 21:00 on the 2nd in the store's zone */
    check_start(-1, "2026-03-03T04:59:00Z", "2026-03-02");
    check_start(-1, "2026-03-03T05:00:00Z", "2026-03-03");
    /* DST nights: the wall clock of the zone decides. */
    check_start(FIVE, "2026-03-09T21:00:00Z", "2026-03-09");
    check_start(FIVE, "2026-03-09T21:00:01Z", "2026-03-10");
    check_start(-1, "2026-11-02T04:59:00Z", "2026-11-02"); /* 23:59 EST on Sunday, so Monday */
    check_start(-1, "2026-11-03T04:59:00Z", "2026-11-02");
    check_start(FIVE, "2026-12-31T23:00:00-05:00", "2027-01-01");
}

static void test_leap_day_and_year_end(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    input.placed_at = at("2028-02-25T12:00:00-05:00"); /* a Friday before a leap day */
    RANGE(estimate(&input), SHIPPED, "2028-03-03", "2028-03-07");
    input.placed_at = at("2026-12-28T12:00:00-05:00");
    RANGE(estimate(&input), DELIVERED, "2027-01-07", "2027-01-13");
}

static void test_make_up_saturdays(void **state)
{
    (void)state;
    struct ical_days days;
    struct err err = {0};
    const char *text =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260215\nDTEND;VALUE=DATE:20260224\n"
        "END:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260214\nRDATE;VALUE=DATE:20260228\n"
        "CATEGORIES:WORKDAY\nEND:VEVENT\nEND:VCALENDAR\n";
    assert_int_equal(ical_parse(arena, STR("cn.ics"), str_of(text), 2199, &days, &err), 0);
    struct estimate_calendars calendars = plain;
    calendars.studio = calendar_of(WEEK_MONDAY_TO_FRIDAY, &days);
    struct estimate_input input = start_order();
    input.placed_at = at("2026-02-13T12:00:00-05:00"); /* Friday; the 14th works, the 15th to 23rd are off */
    struct estimate got;
    estimate_item(&calendars, &input, &got);
    RANGE(got, SHIPPED, "2026-02-27", "2026-03-02");   /* 14, 24, 25, 26, 27; 28, 2 March */
    RANGE(got, DELIVERED, "2026-03-04", "2026-03-09"); /* the carrier has no make-up days */
    input.placed_at = at("2026-02-14T12:00:00-05:00");
    estimate_item(&calendars, &input, &got);
    assert_int_equal(got.start, d("2026-02-14"));
}

/* ---- what has happened ---- */

static void test_life_by_events(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_DESIGN, "2026-03-02T10:20:00-05:00");
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    happen(STAGE_QUALITY_CHECK, "2026-03-10T09:00:00-04:00");
    happen(STAGE_SHIPPED, "2026-03-11T14:00:00-04:00");
    happen(STAGE_DELIVERED, "2026-03-16T13:30:00-04:00");
    struct estimate got = estimate_at(input, "2026-03-10T12:00:00-04:00"); /* later events do not count yet */
    assert_int_equal(got.life.stage, STAGE_QUALITY_CHECK);
    ACTUAL(got, PRODUCTION_DONE, "2026-03-10");
    RANGE(got, SHIPPED, "2026-03-10", "2026-03-11"); /* 0–1 */
    RANGE(got, DELIVERED, "2026-03-13", "2026-03-18");
    got = estimate_at(input, "2026-03-12T12:00:00-04:00");
    ACTUAL(got, QUALITY_CHECK_DONE, "2026-03-11");
    ACTUAL(got, SHIPPED, "2026-03-11");
    RANGE(got, DELIVERED, "2026-03-16", "2026-03-18");
    assert_int_equal(got.next, MILESTONE_DELIVERED);
    got = estimate_at(input, "2026-04-17T09:00:00-04:00");
    ACTUAL(got, DELIVERED, "2026-03-16");
    assert_int_equal(got.next, MILESTONE_COUNT);
    assert_false(got.overdue);
    got = estimate(&input); /* without now: the plan */
    OPEN(got, DESIGN_DONE);
    RANGE(got, DELIVERED, "2026-03-12", "2026-03-18");
}

static void test_unordered_events(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_QUALITY_CHECK, "2026-03-10T09:00:00-04:00");
    happen(STAGE_PRODUCTION, "2026-03-04T15:00:00-05:00");
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00"); /* told twice: the first is when it began */
    happen(STAGE_DESIGN, "2026-03-02T10:20:00-05:00");
    struct estimate got = estimate_at(input, "2026-03-10T12:00:00-04:00");
    assert_int_equal(got.life.stage, STAGE_QUALITY_CHECK);
    ACTUAL(got, DESIGN_DONE, "2026-03-03");
    assert_true(got.life.began[STAGE_PRODUCTION] == at("2026-03-03T15:00:00-05:00"));
    order.event_count = 0;
    happen(STAGE_PRODUCTION, "2026-03-04T15:00:00-05:00");
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    got = estimate_at(input, "2026-03-05T12:00:00-05:00");
    RANGE(got, SHIPPED, "2026-03-06", "2026-03-10");
}

static void test_skipped_events(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_SHIPPED, "2026-03-09T14:00:00-04:00");
    struct estimate got = estimate_at(input, "2026-03-10T12:00:00-04:00");
    ACTUAL(got, DESIGN_DONE, "2026-03-09");
    ACTUAL(got, PRODUCTION_DONE, "2026-03-09");
    ACTUAL(got, QUALITY_CHECK_DONE, "2026-03-09");
    ACTUAL(got, SHIPPED, "2026-03-09");
    RANGE(got, DELIVERED, "2026-03-12", "2026-03-16");
    assert_true(got.life.began[STAGE_PRODUCTION] == INSTANT_NONE);
    order.event_count = 0;
    happen(STAGE_DELIVERED, "2026-03-09T14:00:00-04:00");
    got = estimate_at(input, "2026-03-10T12:00:00-04:00");
    ACTUAL(got, SHIPPED, "2026-03-09");
}

static void test_sent_back_to_production(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    happen(STAGE_QUALITY_CHECK, "2026-03-06T09:00:00-05:00");
    happen(STAGE_PRODUCTION, "2026-03-09T15:00:00-04:00");
    promise(MILESTONE_PRODUCTION_DONE, "2026-03-20", "2026-03-09T16:00:00-04:00");
    struct estimate got = estimate_at(input, "2026-03-09T17:00:00-04:00");
    assert_int_equal(got.life.stage, STAGE_PRODUCTION);
    ACTUAL(got, DESIGN_DONE, "2026-03-03");
    OPEN(got, PRODUCTION_DONE);
    RANGE(got, PRODUCTION_DONE, "2026-03-12", "2026-03-13"); /* counted from the second beginning */
}

static void test_event_on_an_off_day(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_PRODUCTION, "2026-03-07T12:00:00-05:00"); /* Saturday + 3 is Wednesday */
    promise(MILESTONE_PRODUCTION_DONE, "2026-03-20", "2026-03-07T16:00:00-05:00");
    RANGE(estimate_at(input, "2026-03-07T17:00:00-05:00"), PRODUCTION_DONE, "2026-03-11", "2026-03-12");
}

static void test_items_have_their_own_life(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_DESIGN, "2026-03-02T10:20:00-05:00");
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    events[1].item = 1;
    input.item = 0;
    assert_int_equal(estimate_at(input, "2026-03-05T12:00:00-05:00").life.stage, STAGE_DESIGN);
    input.item = 1;
    assert_int_equal(estimate_at(input, "2026-03-05T12:00:00-05:00").life.stage, STAGE_PRODUCTION);
}

static void test_cancelled(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    happen(STAGE_CANCELLED, "2026-03-04T15:00:00-05:00");
    struct estimate got = estimate_at(input, "2026-04-10T12:00:00-04:00");
    assert_int_equal(got.life.stage, STAGE_CANCELLED);
    assert_false(got.overdue);
    assert_int_equal(estimate_at(input, "2026-03-04T12:00:00-05:00").life.stage, STAGE_PRODUCTION);
}

/* ---- today ---- */

static void test_estimated_stage(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    static const struct {
        const char *now;
        enum stage stage;
        bool overdue;
    } rows[] = {
        {"2026-03-02T12:00:00-05:00", STAGE_DESIGN, false},
        {"2026-03-04T12:00:00-05:00", STAGE_DESIGN, false},
        {"2026-03-05T12:00:00-05:00", STAGE_PRODUCTION, false},
        {"2026-03-10T12:00:00-04:00", STAGE_PRODUCTION, false},
        {"2026-03-11T12:00:00-04:00", STAGE_QUALITY_CHECK, false},
        {"2026-03-12T12:00:00-04:00", STAGE_QUALITY_CHECK, true},
        {"2026-06-12T12:00:00-04:00", STAGE_QUALITY_CHECK, true}, /* never shipped: nobody reported it */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct estimate got = estimate_at(input, rows[i].now);
        assert_int_equal(got.life.stage, rows[i].stage);
        assert_int_equal(got.next, rows[i].stage);
        assert_false(got.life.reported);
        assert_int_equal(got.overdue, rows[i].overdue);
        OPEN(got, DESIGN_DONE);
        struct item_life life;
        input.now = at(rows[i].now);
        estimate_life(&plain, &input, &life);
        assert_int_equal(life.stage, rows[i].stage);
    }
}

static void test_from_is_never_before_today(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    struct estimate got = estimate_at(input, "2026-03-09T12:00:00-04:00");
    RANGE(got, PRODUCTION_DONE, "2026-03-09", "2026-03-10"); /* was 6–9: the ends meet, so one day more */
    RANGE(got, SHIPPED, "2026-03-09", "2026-03-10");
    RANGE(got, DELIVERED, "2026-03-11", "2026-03-17");     /* and that goes no further */
    got = estimate_at(input, "2026-03-07T12:00:00-05:00"); /* a Saturday: from the next business day */
    RANGE(got, SHIPPED, "2026-03-09", "2026-03-10");
    assert_false(got.overdue);
}

/* ---- overdue ---- */

static void test_overdue_by_plan(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_DESIGN, "2026-03-02T10:20:00-05:00");
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    assert_false(
        estimate_at(input, "2026-03-10T23:59:00-04:00").overdue); /* the plan's production_done is 9–10 */
    struct estimate got = estimate_at(input, "2026-03-11T00:00:00-04:00");
    assert_true(got.overdue);
    assert_int_equal(got.overdue_since, d("2026-03-10"));
    got = estimate_at(input, "2026-03-27T10:00:00-04:00"); /* a Friday; production 3–4 again from today */
    assert_true(got.overdue);
    RANGE(got, PRODUCTION_DONE, "2026-04-01", "2026-04-02");
    RANGE(got, SHIPPED, "2026-04-01", "2026-04-03");
    RANGE(got, DELIVERED, "2026-04-06", "2026-04-10");
    got = estimate_at(input, "2026-03-28T10:00:00-04:00"); /* a Saturday: day 0 is Monday */
    RANGE(got, PRODUCTION_DONE, "2026-04-02", "2026-04-03");
}

static void test_overdue_after_shipping(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_SHIPPED, "2026-03-11T14:00:00-04:00");
    assert_false(estimate_at(input, "2026-03-18T12:00:00-04:00").overdue);
    struct estimate got = estimate_at(input, "2026-03-19T12:00:00-04:00");
    assert_true(got.overdue);
    RANGE(got, DELIVERED, "2026-03-24", "2026-03-26");
}

static void test_promises(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    promise(MILESTONE_PRODUCTION_DONE, "2026-03-06", "2026-03-02T12:00:00-05:00");
    promise(MILESTONE_PRODUCTION_DONE, "2026-03-17",
            "2026-03-05T12:00:00-05:00"); /* the last one told counts */
    promise(MILESTONE_PRODUCTION_DONE, "2026-03-04", "2026-03-04T12:00:00-05:00");
    promise(MILESTONE_PRODUCTION_DONE, "2026-03-05", "2026-04-04T12:00:00-04:00"); /* not told yet */
    struct estimate got = estimate_at(input, "2026-03-13T12:00:00-04:00");
    assert_false(got.overdue);
    /* Its days are spent, but a later day was promised: any day now. */
    RANGE(got, PRODUCTION_DONE, "2026-03-13", "2026-03-16");
    RANGE(got, SHIPPED, "2026-03-13", "2026-03-17");
    RANGE(got, DELIVERED, "2026-03-18", "2026-03-24");
    got = estimate_at(input, "2026-03-18T12:00:00-04:00");
    assert_true(got.overdue);
    assert_int_equal(got.overdue_since, d("2026-03-17"));
    /* A later milestone's promise that has passed. */
    promise(MILESTONE_DELIVERED, "2026-03-12", "2026-03-05T12:00:00-05:00");
    got = estimate_at(input, "2026-03-13T12:00:00-04:00");
    assert_true(got.overdue);
    assert_int_equal(got.overdue_since, d("2026-03-12"));
    promises[4].item = 3; /* of another item */
    assert_false(estimate_at(input, "2026-03-13T12:00:00-04:00").overdue);
}

static void test_promise_of_shipping_counts_for_quality_check(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_QUALITY_CHECK, "2026-03-10T09:00:00-04:00");
    promise(MILESTONE_SHIPPED, "2026-03-16", "2026-03-05T12:00:00-05:00");
    assert_false(estimate_at(input, "2026-03-16T12:00:00-04:00").overdue); /* the plan said 11 */
    assert_true(estimate_at(input, "2026-03-17T12:00:00-04:00").overdue);
}

/* ---- holds ---- */

static void test_holds(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_PRODUCTION, "2026-03-03T15:00:00-05:00");
    hold("2026-03-04T09:00:00-05:00", "2026-03-06T09:00:00-05:00"); /* Wednesday and Thursday are lost */
    struct estimate got = estimate_at(input, "2026-03-06T12:00:00-05:00");
    assert_int_equal(got.hold_days, 2);
    assert_false(got.life.held);
    RANGE(got, SHIPPED, "2026-03-10", "2026-03-12");
    RANGE(got, DELIVERED, "2026-03-13", "2026-03-19");
    hold("2026-03-04T12:00:00-05:00", "2026-03-05T12:00:00-05:00"); /* inside the first: counts once */
    hold("2026-03-07T12:00:00-05:00", "2026-03-09T09:00:00-04:00"); /* a week-end costs nothing */
    RANGE(estimate_at(input, "2026-03-09T12:00:00-04:00"), SHIPPED, "2026-03-10", "2026-03-12");
    /* The plan moves with the hold: production_done was 9–10, now 11–12. */
    assert_false(estimate_at(input, "2026-03-12T12:00:00-04:00").overdue);
    assert_true(estimate_at(input, "2026-03-13T12:00:00-04:00").overdue);
    holds[0].item = holds[1].item = 7;
    RANGE(estimate_at(input, "2026-03-06T12:00:00-05:00"), SHIPPED, "2026-03-06", "2026-03-10");
}

static void test_open_hold(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    hold("2026-03-02T16:00:00-05:00", NULL);
    struct estimate got = estimate_at(input, "2026-03-02T17:00:00-05:00");
    assert_true(got.life.held);
    assert_int_equal(got.hold_days, 0);
    got = estimate_at(input, "2026-03-04T17:00:00-05:00");
    assert_int_equal(got.hold_days, 2);
    assert_int_equal(got.life.stage, STAGE_DESIGN);
    RANGE(got, SHIPPED, "2026-03-11", "2026-03-13");
    got = estimate_at(input, "2026-05-04T17:00:00-04:00"); /* however long: never overdue by the plan */
    assert_false(got.overdue);
    assert_false(estimate_at(input, "2026-03-01T17:00:00-05:00").life.held); /* not yet */
}

static void test_holds_before_the_base_and_after_shipping(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    hold("2026-03-02T16:00:00-05:00", "2026-03-05T09:00:00-05:00"); /* three days, before production began */
    happen(STAGE_PRODUCTION, "2026-03-06T15:00:00-05:00");
    struct estimate got = estimate_at(input, "2026-03-06T17:00:00-05:00");
    RANGE(got, SHIPPED, "2026-03-11", "2026-03-13"); /* only from production */
    assert_false(
        estimate_at(input, "2026-03-13T12:00:00-04:00").overdue); /* the plan moved by three: 12–13 */
    happen(STAGE_SHIPPED, "2026-03-11T15:00:00-04:00");
    hold("2026-03-12T16:00:00-04:00", "2026-03-16T09:00:00-04:00");
    got = estimate_at(input, "2026-03-16T17:00:00-04:00");
    RANGE(got, DELIVERED, "2026-03-16", "2026-03-18");
    assert_false(got.life.held);
    assert_int_equal(got.hold_days, 3);
}

static void test_very_many_holds(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    for (int i = 0; i < 80; i++) {
        instant_t from = at("2026-03-03T09:00:00-05:00") + (79 - i) * 48 * MICROS_PER_HOUR;
        holds[order.hold_count++] = (struct hold){ALL_ITEMS, from, from + 24 * MICROS_PER_HOUR, {0}};
    }
    struct estimate got = estimate_at(input, "2026-12-01T12:00:00-05:00");
    assert_in_range(got.hold_days, 50, 120); /* what exceeds 64 spans runs together */
    hold("0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z");
    assert_int_equal(estimate_at(input, "2026-12-01T12:00:00-05:00").hold_days, 5000);
}

/* ---- waiting for the customer ---- */

static void test_waiting_for_approval(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    input.proof_gate = true;
    happen(STAGE_DESIGN, "2026-03-02T10:20:00-05:00");
    happen(STAGE_PROOF_SENT, "2026-03-04T10:00:00-05:00");
    struct estimate got = estimate_at(input, "2026-03-20T12:00:00-04:00"); /* a Friday */
    assert_true(got.life.waiting_for_customer);
    assert_false(got.overdue);
    assert_int_equal(got.next, MILESTONE_DESIGN_DONE);
    RANGE(got, DESIGN_DONE, "2026-03-20", "2026-03-23");
    RANGE(got, PRODUCTION_DONE, "2026-03-25", "2026-03-26");
    RANGE(got, SHIPPED, "2026-03-25", "2026-03-27");
    happen(STAGE_PROOF_APPROVED, "2026-03-20T15:00:00-04:00");
    got = estimate_at(input, "2026-03-23T12:00:00-04:00");
    assert_false(got.life.waiting_for_customer);
    ACTUAL(got, DESIGN_DONE, "2026-03-20");
    assert_int_equal(got.life.stage, STAGE_DESIGN); /* work has not begun */
    assert_int_equal(got.next, MILESTONE_PRODUCTION_DONE);
    RANGE(got, SHIPPED, "2026-03-25", "2026-03-27");
    assert_int_equal(got.hold_days, 12);
    assert_false(got.overdue); /* the plan has moved by the wait */
    happen(STAGE_PRODUCTION, "2026-03-24T15:00:00-04:00");
    RANGE(estimate_at(input, "2026-03-24T17:00:00-04:00"), SHIPPED, "2026-03-27", "2026-03-31");
}

static void test_a_newer_proof_waits_again(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_PROOF_SENT, "2026-03-03T10:00:00-05:00");
    happen(STAGE_PROOF_APPROVED, "2026-03-04T10:00:00-05:00");
    happen(STAGE_PROOF_SENT, "2026-03-05T10:00:00-05:00");
    struct estimate got = estimate_at(input, "2026-03-06T12:00:00-05:00");
    assert_true(got.life.waiting_for_customer);
    assert_true(got.life.reported);
    happen(STAGE_PRODUCTION, "2026-03-06T10:00:00-05:00"); /* work begins: it was answered */
    assert_false(estimate_at(input, "2026-03-06T12:00:00-05:00").life.waiting_for_customer);
}

static void test_waiting_for_photo(void **state)
{
    (void)state;
    struct estimate_input input = start_order();
    happen(STAGE_PHOTO_REQUESTED, "2026-03-02T10:30:00-05:00");
    struct estimate got = estimate_at(input, "2026-03-10T12:00:00-04:00");
    assert_true(got.life.waiting_for_customer);
    assert_false(got.overdue);
    RANGE(got, DESIGN_DONE, "2026-03-12", "2026-03-13");
    RANGE(got, SHIPPED, "2026-03-17", "2026-03-19");
    happen(STAGE_PHOTO_RECEIVED, "2026-03-10T18:00:00-04:00");
    got = estimate_at(input, "2026-03-11T12:00:00-04:00");
    assert_false(got.life.waiting_for_customer);
    RANGE(got, SHIPPED, "2026-03-17", "2026-03-19"); /* no jump back when it comes */
    assert_false(got.overdue);
    RANGE(estimate_at(input, "2026-03-07T12:00:00-05:00"), DESIGN_DONE, "2026-03-11",
          "2026-03-12"); /* a Saturday */
}

/* ---- need-by ---- */

static void test_need_by(void **state)
{
    (void)state;
    struct day_range delivered = {d("2026-03-12"), d("2026-03-18")};
    assert_int_equal(estimate_need_by(delivered, d("2026-03-18")), VERDICT_COMFORTABLE);
    assert_int_equal(estimate_need_by(delivered, d("2026-03-17")), VERDICT_TIGHT);
    assert_int_equal(estimate_need_by(delivered, d("2026-03-12")), VERDICT_TIGHT);
    assert_int_equal(estimate_need_by(delivered, d("2026-03-11")), VERDICT_UNLIKELY);
}

/* Whatever is thrown at it, a forecast is a range from today on, in order, and what has happened is one day. */
static unsigned seed = 7;

static int roll(int sides)
{
    seed = seed * 1103515245u + 12345u;
    return (int)(seed >> 8) % sides;
}

static void test_what_always_holds(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct estimate_input input = start_order();
        input.production = (struct day_pair){1 + roll(20), 0};
        input.production.hi = input.production.lo + 1 + roll(6);
        input.rush = roll(2);
        input.now = input.placed_at + roll(60 * 24) * MICROS_PER_HOUR;
        for (int i = roll(7); i > 0; i--)
            events[order.event_count++] = (struct stage_event){
                (enum stage)roll(STAGE_COUNT), input.placed_at + roll(40 * 24) * MICROS_PER_HOUR, ALL_ITEMS};
        for (int i = roll(3); i > 0; i--) {
            instant_t from = input.placed_at + roll(30 * 24) * MICROS_PER_HOUR;
            holds[order.hold_count++] = (struct hold){
                ALL_ITEMS, from, roll(2) ? INSTANT_NONE : from + roll(99) * MICROS_PER_HOUR, {0}};
        }
        struct estimate got = estimate(&input);
        day_t today = zone_day(plain.zone, input.now);
        for (int m = 0; m < MILESTONE_COUNT; m++) {
            struct milestone_range *range = &got.milestones[m];
            if (range->actual != DAY_NONE) {
                assert_true(range->range.from == range->actual && range->range.to == range->actual);
                assert_true(range->actual <= today);
                assert_true(m < (int)got.next || got.life.stage == STAGE_CANCELLED);
                continue;
            }
            assert_true(range->range.from >= today && range->range.from < range->range.to);
            if (m == 0 || got.milestones[m - 1].actual != DAY_NONE) continue;
            assert_true(range->range.from >= got.milestones[m - 1].range.from);
            assert_true(range->range.to >= got.milestones[m - 1].range.to);
        }
        if (got.overdue) assert_true(got.overdue_since < today);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_check_pair),
        cmocka_unit_test(test_example_sunday_defaults),
        cmocka_unit_test(test_example_monday),
        cmocka_unit_test(test_rush_of_the_order),
        cmocka_unit_test(test_start_and_cutoff),
        cmocka_unit_test(test_leap_day_and_year_end),
        cmocka_unit_test(test_make_up_saturdays),
        cmocka_unit_test(test_life_by_events),
        cmocka_unit_test(test_unordered_events),
        cmocka_unit_test(test_skipped_events),
        cmocka_unit_test(test_sent_back_to_production),
        cmocka_unit_test(test_event_on_an_off_day),
        cmocka_unit_test(test_items_have_their_own_life),
        cmocka_unit_test(test_cancelled),
        cmocka_unit_test(test_estimated_stage),
        cmocka_unit_test(test_from_is_never_before_today),
        cmocka_unit_test(test_overdue_by_plan),
        cmocka_unit_test(test_overdue_after_shipping),
        cmocka_unit_test(test_promises),
        cmocka_unit_test(test_promise_of_shipping_counts_for_quality_check),
        cmocka_unit_test(test_holds),
        cmocka_unit_test(test_open_hold),
        cmocka_unit_test(test_holds_before_the_base_and_after_shipping),
        cmocka_unit_test(test_very_many_holds),
        cmocka_unit_test(test_waiting_for_approval),
        cmocka_unit_test(test_a_newer_proof_waits_again),
        cmocka_unit_test(test_waiting_for_photo),
        cmocka_unit_test(test_need_by),
        cmocka_unit_test(test_what_always_holds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
