/* TZif files and their footers, wall clocks on the nights when they jump. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"
#include "text/zone.h"

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

static const struct zone *load(const char *name)
{
    char path[128];
    struct str bytes;
    struct err err = {0};
    const struct zone *zone;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    if (file_read(arena, path, 1 << 20, &bytes, &err) < 0) skip();
    assert_int_equal(zone_parse(arena, str_of(name), bytes, &zone, &err), 0);
    return zone;
}

static void add_big32(struct buf *buf, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8) buf_add_char(buf, (char)(unsigned char)(number >> shift));
}

static void add_header(struct buf *buf, char version, uint32_t leaps, uint32_t times, uint32_t types,
                       uint32_t chars)
{
    buf_add(buf, STR("TZif"));
    buf_add_char(buf, version);
    for (int i = 0; i < 15; i++) buf_add_char(buf, '\0');
    add_big32(buf, 0);
    add_big32(buf, 0);
    add_big32(buf, leaps);
    add_big32(buf, times);
    add_big32(buf, types);
    add_big32(buf, chars);
}

static void add_type(struct buf *buf, int offset)
{
    add_big32(buf, (uint32_t)offset);
    buf_add(buf, STR("\0\0"));
    buf_add(buf, STR("LMT\0"));
}

/* A file of one type and this footer. */
static int parse_footer(struct str footer, const struct zone **out)
{
    struct buf buf;
    buf_init(&buf, 4096);
    for (int block = 0; block < 2; block++) {
        add_header(&buf, '2', 0, 0, 1, 4);
        add_type(&buf, 0);
    }
    buf_add_char(&buf, '\n');
    buf_add(&buf, footer);
    buf_add_char(&buf, '\n');
    struct err err = {0};
    int result = zone_parse(arena, STR("Test/Zone"), buf_copy(&buf, arena), out, &err);
    if (result < 0) assert_string_equal(err.file, "Test/Zone");
    buf_done(&buf);
    return result;
}

static const struct zone *footer_zone(const char *footer)
{
    const struct zone *zone;
    assert_int_equal(parse_footer(str_of(footer), &zone), 0);
    return zone;
}

static instant_t at(const char *text)
{
    instant_t instant;
    assert_int_equal(instant_parse(str_of(text), &instant, NULL), 0);
    return instant;
}

static void check_day(const struct zone *zone, const char *instant, const char *day, int clock)
{
    char got[16];
    day_format(zone_day(zone, at(instant)), got);
    assert_string_equal(got, day);
    assert_int_equal(zone_clock(zone, at(instant)), clock);
}

static void check_wall(const struct zone *zone, const char *day, int seconds, const char *want)
{
    day_t wall;
    assert_int_equal(day_parse(str_of(day), &wall), 0);
    char got[40];
    instant_format(zone_instant(zone, wall, seconds), 0, got);
    assert_string_equal(got, want);
}

enum { HOUR = 3600 };

static void test_utc(void **state)
{
    (void)state;
    assert_int_equal(zone_offset(zone_utc(), at("2026-03-02T15:12:00Z")), 0);
    assert_true(str_is(zone_abbreviation(zone_utc(), 0), "UTC"));
    assert_true(str_is(zone_name(zone_utc()), "UTC"));
    check_day(zone_utc(), "1969-12-31T23:59:59Z", "1969-12-31", 24 * HOUR - 1);
    check_wall(zone_utc(), "2026-03-02", 24 * HOUR, "2026-03-03T00:00:00Z");
}

static void test_day_in_zone(void **state)
{
    (void)state;
    const struct zone *new_york = load("America/New_York"), *shanghai = load("Asia/Shanghai");
    check_day(new_york, "2026-03-02T03:00:00Z", "2026-03-01", 22 * HOUR);
    check_day(shanghai, "2026-03-02T16:00:00Z", "2026-03-03", 0);
    assert_true(str_is(zone_abbreviation(new_york, at("2026-03-03T15:12:00Z")), "EST"));
    assert_true(str_is(zone_abbreviation(new_york, at("2026-07-03T15:12:00Z")), "EDT"));
    assert_int_equal(zone_offset(shanghai, at("2026-07-03T15:12:00Z")), 8 * HOUR);
}

static void check_new_york_jumps(const struct zone *zone)
{
    check_wall(zone, "2026-03-08", 1 * HOUR + 1800, "2026-03-08T06:30:00Z");
    check_wall(zone, "2026-03-08", 2 * HOUR + 1800, "2026-03-08T07:00:00Z"); /* does not exist */
    check_wall(zone, "2026-03-08", 3 * HOUR, "2026-03-08T07:00:00Z");
    check_wall(zone, "2026-11-01", 1 * HOUR + 1800, "2026-11-01T05:30:00Z"); /* twice: the first */
    check_wall(zone, "2026-11-01", 2 * HOUR, "2026-11-01T07:00:00Z");
    check_wall(zone, "2026-11-02", 0, "2026-11-02T05:00:00Z");
    check_wall(zone, "2026-03-09", 1 * HOUR + 1800, "2026-03-09T05:30:00Z");
    check_day(zone, "2026-11-01T06:30:00Z", "2026-11-01", 1 * HOUR + 1800);
    assert_int_equal(zone_offset(zone, at("2026-03-08T06:59:59Z")), -5 * HOUR);
    assert_int_equal(zone_offset(zone, at("2026-03-08T07:00:00Z")), -4 * HOUR);
    assert_int_equal(zone_offset(zone, at("2026-11-01T05:59:59.999999Z")), -4 * HOUR);
    assert_int_equal(zone_offset(zone, at("2026-11-01T06:00:00Z")), -5 * HOUR);
}

static void test_jumps_from_table(void **state)
{
    (void)state;
    check_new_york_jumps(load("America/New_York"));
}

static void test_jumps_from_footer(void **state)
{
    (void)state;
    check_new_york_jumps(footer_zone("EST5EDT,M3.2.0,M11.1.0"));
}

static void test_after_last_transition(void **state)
{
    (void)state;
    const struct zone *london = load("Europe/London");
    assert_int_equal(zone_offset(london, at("2150-07-01T12:00:00Z")), HOUR);
    assert_int_equal(zone_offset(london, at("2150-12-01T12:00:00Z")), 0);
    assert_true(str_is(zone_abbreviation(london, at("2150-07-01T12:00:00Z")), "BST"));
}

static void test_footer_agrees_with_table(void **state)
{
    (void)state;
    const struct zone *table = load("America/New_York"), *rule = footer_zone("EST5EDT,M3.2.0,M11.1.0");
    for (instant_t when = at("2008-01-01T00:00:00Z"); when < at("2036-12-31T00:00:00Z");
         when += 1999 * MICROS_PER_SECOND)
        if (zone_offset(table, when) != zone_offset(rule, when)) fail_msg("differs at %lld", (long long)when);
}

static void test_southern_and_negative_summer(void **state)
{
    (void)state;
    const struct zone *sydney = footer_zone("AEST-10AEDT,M10.1.0,M4.1.0/3");
    assert_int_equal(zone_offset(sydney, at("2027-01-01T00:00:00Z")), 11 * HOUR);
    assert_int_equal(zone_offset(sydney, at("2026-12-31T20:00:00Z")), 11 * HOUR);
    assert_int_equal(zone_offset(sydney, at("2026-07-01T00:00:00Z")), 10 * HOUR);
    const struct zone *dublin = footer_zone("IST-1GMT0,M10.5.0,M3.5.0/1");
    assert_int_equal(zone_offset(dublin, at("2026-01-01T00:00:00Z")), 0);
    assert_int_equal(zone_offset(dublin, at("2026-07-01T00:00:00Z")), HOUR);
}

static void test_odd_footers(void **state)
{
    (void)state;
    const struct zone *tehran = footer_zone("<+0330>-3:30");
    assert_int_equal(zone_offset(tehran, 0), 3 * HOUR + 1800);
    assert_true(str_is(zone_abbreviation(tehran, 0), "+0330"));
    /* Permanent summer time, and a time of day beyond midnight (RFC 8536, sections 3.3.1 and B.2). */
    const struct zone *always = footer_zone("EST5EDT,0/0,J365/25");
    assert_int_equal(zone_offset(always, at("2026-01-01T04:59:59Z")), -4 * HOUR);
    assert_int_equal(zone_offset(always, at("2026-01-01T05:00:00Z")), -4 * HOUR);
    const struct zone *godthab = footer_zone("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    assert_int_equal(zone_offset(godthab, at("2026-03-29T00:59:59Z")), -2 * HOUR);
    assert_int_equal(zone_offset(godthab, at("2026-03-29T01:00:00Z")), -1 * HOUR);
    const struct zone *julian = footer_zone("AAA0BBB,J60,J61");
    assert_int_equal(zone_offset(julian, at("2028-03-01T02:00:00Z")),
                     HOUR); /* day 60 is March 1, leap year or not */
    assert_int_equal(zone_offset(julian, at("2028-02-29T12:00:00Z")), 0);
}

static void test_skipped_day(void **state)
{
    (void)state;
    const struct zone *apia = load("Pacific/Apia"); /* had no 30 December 2011 */
    check_wall(apia, "2011-12-30", 12 * HOUR, "2011-12-30T10:00:00Z");
    check_day(apia, "2011-12-30T10:00:00Z", "2011-12-31", 0);
}

static void test_bad_footers(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "E5",
        "EST",
        "EST5EDT",
        "EST5EDT,M3.2.0",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST25",
        "EST5:60",
        "<EST5",
        "EST5EDT,J0,J365",
        "EST5EDT,366,1",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0,M11.1.0x",
        "EST99999999999999999999",
        ",",
        "EST5EDT,M3..0,M11.1.0",
    };
    const struct zone *zone;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse_footer(str_of(bad[i]), &zone) == 0) fail_msg("accepted %s", bad[i]);
}

static void test_bad_files(void **state)
{
    (void)state;
    const struct zone *zone = NULL;
    struct err err = {0};
    struct buf good;
    buf_init(&good, 4096);
    add_header(&good, '\0', 0, 0, 1, 4);
    add_type(&good, -18000);
    assert_int_equal(zone_parse(arena, STR("V1"), buf_str(&good), &zone, &err), 0);
    assert_int_equal(zone_offset(zone, 0), -18000);
    for (size_t len = 0; len < good.len; len++)
        assert_int_equal(zone_parse(arena, STR("V1"), str_slice(buf_str(&good), 0, len), &zone, &err), -1);
    buf_clear(&good);
    add_header(&good, '\0', 0, UINT32_MAX, 1, 4);
    assert_int_equal(zone_parse(arena, STR("V1"), buf_str(&good), &zone, &err), -1);
    buf_clear(&good);
    add_header(&good, '\0', 0, 0, 1, 4);
    add_type(&good, 27 * HOUR);
    assert_int_equal(zone_parse(arena, STR("V1"), buf_str(&good), &zone, &err), -1);
    assert_int_equal(err.category, ERR_INPUT);
    buf_done(&good);
}

static void test_names(void **state)
{
    (void)state;
    assert_true(zone_name_is_sane(STR("America/Argentina/Buenos_Aires")));
    assert_true(zone_name_is_sane(STR("Etc/GMT+5")));
    assert_false(zone_name_is_sane(STR("")));
    assert_false(zone_name_is_sane(STR("/etc/passwd")));
    assert_false(zone_name_is_sane(STR("../../etc/passwd")));
    assert_false(zone_name_is_sane(STR("America/New York")));
    assert_false(zone_name_is_sane(STR("America/New_York\0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utc),
        cmocka_unit_test(test_day_in_zone),
        cmocka_unit_test(test_jumps_from_table),
        cmocka_unit_test(test_jumps_from_footer),
        cmocka_unit_test(test_after_last_transition),
        cmocka_unit_test(test_footer_agrees_with_table),
        cmocka_unit_test(test_southern_and_negative_summer),
        cmocka_unit_test(test_odd_footers),
        cmocka_unit_test(test_skipped_day),
        cmocka_unit_test(test_bad_footers),
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
