/* Closures from iCalendar text: what is read, what is refused and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/buf.h"
#include "text/ical.h"
#include "text/ical_rule.h"

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

/* The days of one event's lines, as "2026-01-01 2026-01-02w"; w marks a workday. */
static const char *days_of(const char *event_lines)
{
    struct ical_days days;
    struct err err = {0};
    struct str text = arena_printf(
        arena, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n", event_lines);
    if (ical_parse(arena, STR("x.ics"), text, 2030, &days, &err) < 0) {
        char place[400];
        err_format(&err, place, sizeof place);
        return arena_printf(arena, "%s", place).ptr;
    }
    struct buf out;
    buf_init(&out, 100000);
    for (size_t i = 0; i < days.count; i++) {
        char day[16];
        day_format(days.days[i].day, day);
        buf_printf(&out, "%s%s%s", i ? " " : "", day, days.days[i].workday ? "w" : "");
    }
    const char *result = buf_copy(&out, arena).ptr;
    buf_done(&out);
    return result;
}

#define DAYS(lines, want) assert_string_equal(days_of(lines), want)

static void test_explicit_dates(void **state)
{
    (void)state;
    DAYS("DTSTART;VALUE=DATE:20260101\r\n", "2026-01-01");
    DAYS("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260104\n", "2026-01-01 2026-01-02 2026-01-03");
    DAYS("DTSTART;VALUE=DATE:20251231\r\nDURATION:P2D\r\n", "2025-12-31 2026-01-01");
    DAYS("DTSTART;VALUE=DATE:20260101\r\nDURATION:P1W\r\nEXDATE;VALUE=DATE:20260101\r\n", "");
    DAYS("DTSTART;VALUE=DATE:20240229\r\n", "2024-02-29");
    DAYS(
        "DTSTART;VALUE=DATE:20260101\r\nRDATE;VALUE=DATE:20260303,20260505\r\nEXDATE;VALUE=DATE:20260101\r\n",
        "2026-03-03 2026-05-05");
    DAYS("DTSTART;VALUE=DATE:20260101\r\nSTATUS:CANCELLED\r\n", "");
    DAYS("DTSTART;VALUE=DATE:20991231\r\n", "2099-12-31"); /* explicit dates are not cut at the last year */
}

static void test_workday_category(void **state)
{
    (void)state;
    DAYS("DTSTART;VALUE=DATE:20260214\r\nCATEGORIES:WORKDAY\r\n", "2026-02-14w");
    DAYS("DTSTART;VALUE=DATE:20260214\r\nCATEGORIES:China,workday\r\n", "2026-02-14w");
    DAYS("DTSTART;VALUE=DATE:20260214\r\nCATEGORIES:WORKDAYS\r\n", "2026-02-14");
    DAYS("DTSTART;VALUE=DATE:20260214\r\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY\r\nX-A;B=\"c:d\":e\r\n",
         "2026-02-14");
}

static void test_yearly_rules(void **state)
{
    (void)state;
    DAYS("DTSTART;VALUE=DATE:20281225\r\nRRULE:FREQ=YEARLY\r\n", "2028-12-25 2029-12-25 2030-12-25");
    DAYS("DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY\r\n", "2024-02-29 2028-02-29");
    DAYS("DTSTART;VALUE=DATE:20261126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3\r\n",
         "2026-11-26 2027-11-25 2028-11-23");
    DAYS("DTSTART;VALUE=DATE:20260525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20270601\r\n",
         "2026-05-25 2027-05-31");
    DAYS("DTSTART;VALUE=DATE:20291224\r\nRRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,-1\r\n",
         "2029-12-24 2029-12-31 2030-12-24 2030-12-31");
    DAYS("DTSTART;VALUE=DATE:20291231\r\nDTEND;VALUE=DATE:20300102\r\nRRULE:FREQ=YEARLY;COUNT=1\r\n",
         "2029-12-31 2030-01-01");
    DAYS("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;INTERVAL=2\r\nEXDATE;VALUE=DATE:20280101\r\n",
         "2026-01-01 2030-01-01");
    DAYS("DTSTART;VALUE=DATE:20290101\r\nRRULE:FREQ=YEARLY;BYDAY=MO;BYSETPOS=1\r\n", "2029-01-01 2030-01-07");
}

static void test_refused_rules(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=1",
        "FREQ=HOURLY",
        "FREQ=DAILY;COUNT=3",
        "FREQ=WEEKLY",
        "FREQ=MONTHLY",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYDAY=MO",
        "FREQ=YEARLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYHOUR=9",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=3",
        "FREQ=YEARLY;BYFOO=1",
        "YEARLY",
        "FREQ=YEARLY;BYMONTH=13",
        "COUNT=3",
        "FREQ=YEARLY;UNTIL=20200101",
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=YEARLY;RSCALE=CHINESE",
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const char *lines = arena_printf(arena, "DTSTART;VALUE=DATE:20260101\r\nRRULE:%s\r\n", rules[i]).ptr;
        const char *got = days_of(lines);
        if (strncmp(got, "x.ics:4: ", 9) != 0) fail_msg("%s gave %s", rules[i], got);
    }
    DAYS("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=WEEKLY\r\n",
         "x.ics:4: RRULE is more frequent than yearly; expected FREQ=YEARLY");
}

static void check_refused(const char *lines, const char *place, const char *part)
{
    const char *got = days_of(lines);
    if (strncmp(got, place, strlen(place)) != 0 || !strstr(got, part)) fail_msg("%s gave %s", lines, got);
}

static void test_refused_events(void **state)
{
    (void)state;
    check_refused("SUMMARY:x\r\n", "x.ics:2: ", "no DTSTART");
    check_refused("DTSTART:20260101T090000\r\n", "x.ics:3: ", "time of day");
    check_refused("SUMMARY:a\r\n b\r\nDTSTART:20260101T090000Z\r\n", "x.ics:5: ", "time of day");
    check_refused("DTSTART;VALUE=DATE:20260230\r\n", "x.ics:3: ", "2026-02-30 does not exist");
    check_refused("DTSTART;VALUE=DATE:20270229\r\n", "x.ics:3: ", "does not exist");
    check_refused("DTSTART;VALUE=DATE:soon\r\n", "x.ics:3: ", "DTSTART");
    check_refused("DTSTART;VALUE=DATE:\r\n", "x.ics:3: ", "DTSTART");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nDTEND;VALUE=DATE:20260101\r\n", "x.ics:4: ", "not after");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nDTEND;VALUE=DATE:20260102\r\n", "x.ics:4: ", "not after");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nDTEND:20260103T000000\r\n", "x.ics:4: ", "time of day");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nDURATION:PT24H\r\n", "x.ics:4: ", "whole days");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nDURATION:-P1D\r\n", "x.ics:4: ", "whole days");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nDURATION:P0D\r\n", "x.ics:4: ", "whole days");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nDTEND;VALUE=DATE:20260103\r\nDURATION:P1D\r\n",
                  "x.ics:5: ", "both");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nDTSTART;VALUE=DATE:20260103\r\n",
                  "x.ics:4: ", "second DTSTART");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nRDATE:20260103T100000\r\n", "x.ics:4: ", "time of day");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nEXDATE;VALUE=DATE:20260231\r\n",
                  "x.ics:4: ", "does not exist");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nRECURRENCE-ID;VALUE=DATE:20260102\r\n",
                  "x.ics:4: ", "not supported");
    check_refused("DTSTART;VALUE=DATE:00010101\r\nDTEND;VALUE=DATE:99990101\r\n",
                  "x.ics:2: ", "more than 100000");
    check_refused("DTSTART;VALUE=DATE:20260102\r\nSUMMARY:\xff\xfe\r\n", "x.ics:4: ", "UTF-8");
}

static int parse(const char *text, struct ical_days *out, struct err *err)
{
    *err = (struct err){0};
    return ical_parse(arena, STR("x.ics"), str_of(text), 2030, out, err);
}

static void test_broken_files(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line;
    } bad[] = {
        {"", 0},
        {"hello\n", 1},
        {"BEGIN:VEVENT\nEND:VEVENT\n", 1},
        {"BEGIN:VCALENDAR\n", 3},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\n", 5},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nEND:VCALENDAR\n", 4},
        {"BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n", 2},
        {"BEGIN:VCALENDAR\nnonsense\nEND:VCALENDAR\n", 2},
        {"BEGIN:VCALENDAR\nEND:VCALENDAR\nDTSTART:20260101\n", 3},
        {"END:VCALENDAR\n", 1},
        {"BEGIN:VCALENDAR\nBEGIN:A\nBEGIN:B\nBEGIN:C\nBEGIN:D\nBEGIN:E\nBEGIN:F\nBEGIN:G\nBEGIN:H\nBEGIN:I\n",
         10},
    };
    struct ical_days days = {NULL, 77};
    struct err err;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (parse(bad[i].text, &days, &err) == 0) fail_msg("accepted %s", bad[i].text);
        if (err.line != bad[i].line) fail_msg("line %d, not %d: %s", err.line, bad[i].line, bad[i].text);
        assert_string_equal(err.file, "x.ics");
    }
    assert_int_equal(days.count, 77); /* outputs are untouched on failure */
    assert_int_equal(ical_parse(arena, STR("x.ics"), STR("BEGIN:VCALENDAR\n\0"), 2030, &days, &err), -1);
    struct buf big;
    buf_init(&big, 3000000);
    for (int i = 0; i < 100000; i++) buf_add_c(&big, "X-FILL:12345\n");
    assert_int_equal(ical_parse(arena, STR("x.ics"), buf_str(&big), 2030, &days, &err), -1);
    assert_int_equal(err.category, ERR_LIMIT);
    buf_done(&big);
}

static void test_other_components_ignored(void **state)
{
    (void)state;
    struct ical_days days;
    struct err err;
    const char *text =
        "\xEF\xBB\xBF"
        "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALDESC:\xE4\xB8\xAD\n \xE5\x9B\xBD\n"
        "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\n"
        "END:STANDARD\nEND:VTIMEZONE\n"
        "BEGIN:VTODO\nDTSTART:20260101T000000\nEND:VTODO\n"
        "begin:vevent\ndtstart;value=date:20260505\nSUMMARY:May\\, 5 \xE4\xB8\n \xAD\n"
        "BEGIN:VALARM\nTRIGGER:-PT10M\nDTSTART:20260101T000000\nEND:VALARM\nend:vevent\n"
        "END:VCALENDAR\n"
        "BEGIN:VCALENDAR\nEND:VCALENDAR";
    assert_int_equal(parse(text, &days, &err), 0);
    assert_int_equal(days.count, 1);
    assert_true(str_is(days.days[0].summary, "May, 5 \xE4\xB8\xAD"));
    assert_int_equal(parse("BEGIN:VCALENDAR\nEND:VCALENDAR\n", &days, &err), 0);
    assert_int_equal(days.count, 0);
}

static void test_sorted_without_doubles(void **state)
{
    (void)state;
    struct ical_days days;
    struct err err;
    const char *text =
        "BEGIN:VCALENDAR\n"
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260214\nDTEND;VALUE=DATE:20260216\nSUMMARY:off\nEND:VEVENT\n"
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT\n"
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260214\nCATEGORIES:WORKDAY\nEND:VEVENT\n"
        "END:VCALENDAR\n";
    assert_int_equal(parse(text, &days, &err), 0);
    assert_int_equal(days.count, 3);
    assert_int_equal(days.days[0].day, day_of((struct civil){2026, 1, 1}));
    assert_true(days.days[1].workday); /* WORKDAY wins over a closure */
    assert_int_equal(days.days[2].day, day_of((struct civil){2026, 2, 15}));
}

static void test_many_rules(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 2000000);
    buf_add_c(&text, "BEGIN:VCALENDAR\n");
    for (int i = 0; i < 1001; i++)
        buf_add_c(&text, "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20300101\nRRULE:FREQ=YEARLY\nEND:VEVENT\n");
    buf_add_c(&text, "END:VCALENDAR\n");
    struct ical_days days;
    struct err err;
    assert_int_equal(parse(text.ptr, &days, &err), -1);
    assert_int_equal(err.category, ERR_LIMIT);
    buf_done(&text);
}

/* libical's own expansion is the oracle for ours, on rules it can take. */
static void check_against_libical(const char *text, day_t start)
{
    struct icalrecurrencetype recurrence = icalrecurrencetype_from_string(text);
    struct civil civil = civil_of(start);
    struct icaltimetype from = {.year = civil.year, .month = civil.month, .day = civil.day, .is_date = 1};
    struct ical_rule rule;
    if (ical_rule_init(&rule, &recurrence, start, 2060)) fail_msg("refused %s", text);
    icalrecur_iterator *iterator = icalrecur_iterator_new(recurrence, from);
    assert_non_null(iterator);
    day_t ours;
    while (ical_rule_next(&rule, &ours)) {
        struct icaltimetype theirs = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(theirs) ||
            day_of((struct civil){theirs.year, theirs.month, theirs.day}) != ours)
            fail_msg("%s from %d: ours %d, theirs %d-%d-%d", text, start, ours, theirs.year, theirs.month,
                     theirs.day);
    }
    icalrecur_iterator_free(iterator);
}

static void test_rules_against_libical(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=3",
        "FREQ=YEARLY;COUNT=5",
        "FREQ=YEARLY;UNTIL=20400704",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=2,12;BYMONTHDAY=-1,5",
        "FREQ=YEARLY;BYMONTH=1,6;BYDAY=MO,TU",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYDAY=-1SU",
        "FREQ=YEARLY;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=4;BYDAY=SU;BYSETPOS=2,-1",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=MO",
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        for (day_t start = 18000; start < 21000; start += 97) check_against_libical(rules[i], start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_explicit_dates),
        cmocka_unit_test(test_workday_category),
        cmocka_unit_test(test_yearly_rules),
        cmocka_unit_test(test_refused_rules),
        cmocka_unit_test(test_refused_events),
        cmocka_unit_test(test_broken_files),
        cmocka_unit_test(test_other_components_ignored),
        cmocka_unit_test(test_sorted_without_doubles),
        cmocka_unit_test(test_many_rules),
        cmocka_unit_test(test_rules_against_libical),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
