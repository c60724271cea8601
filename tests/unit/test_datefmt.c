/* Dates as people read them, in English and Chinese. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "text/datefmt.h"

static struct arena *arena;
static struct datefmt *en, *gb, *zh;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    en = datefmt_new(STR("en-US"));
    gb = datefmt_new(STR("en-GB"));
    zh = datefmt_new(STR("zh-CN"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    datefmt_free(en);
    datefmt_free(gb);
    datefmt_free(zh);
    arena_free(arena);
    return 0;
}

static day_t d(int year, int month, int day)
{
    return day_of((struct civil){year, month, day});
}

#define SAME(got, want)                                                                         \
    do {                                                                                        \
        struct str same_got = (got);                                                            \
        if (!str_is(same_got, want)) fail_msg("\"%.*s\", not \"%s\"", STR_ARG(same_got), want); \
    } while (0)

static void test_ranges(void **state)
{
    (void)state;
    day_t today = d(2026, 3, 2);
    struct day_range week = {d(2026, 3, 11), d(2026, 3, 13)}, month = {d(2026, 3, 30), d(2026, 4, 2)};
    SAME(datefmt_range(en, DATEFMT_SHORT, week, today), "Wed, Mar 11 – Fri, Mar 13");
    SAME(datefmt_range(en, DATEFMT_LONG, week, today), "Wednesday, March 11 – Friday, March 13");
    SAME(datefmt_range(en, DATEFMT_PLAIN, week, today), "Mar 11 – 13");
    SAME(datefmt_range(en, DATEFMT_PLAIN, month, today), "Mar 30 – Apr 2");
    SAME(datefmt_range(gb, DATEFMT_SHORT, week, today), "Wed 11 – Fri 13 Mar");
    SAME(datefmt_range(zh, DATEFMT_SHORT, week, today), "3月11日周三至13日周五");
    SAME(datefmt_range(zh, DATEFMT_LONG, week, today), "3月11日星期三至13日星期五");
    SAME(datefmt_range(zh, DATEFMT_PLAIN, week, today), "3月11日至13日");
    SAME(datefmt_range(zh, DATEFMT_SHORT, month, today), "3月30日周一至4月2日周四");
    assert_true(datefmt_is_chinese(zh));
    assert_false(datefmt_is_chinese(en));
}

static void test_year_shown_when_it_differs(void **state)
{
    (void)state;
    struct day_range turn = {d(2026, 12, 30), d(2027, 1, 2)}, week = {d(2026, 3, 11), d(2026, 3, 13)};
    SAME(datefmt_range(en, DATEFMT_SHORT, turn, d(2026, 12, 20)), "Wed, Dec 30, 2026 – Sat, Jan 2, 2027");
    SAME(datefmt_range(zh, DATEFMT_PLAIN, turn, d(2026, 12, 20)), "2026年12月30日至2027年1月2日");
    SAME(datefmt_range(en, DATEFMT_PLAIN, week, d(2025, 12, 20)), "Mar 11 – 13, 2026");
    SAME(datefmt_range(en, DATEFMT_PLAIN, week, d(2026, 12, 20)), "Mar 11 – 13");
    SAME(datefmt_range(en, DATEFMT_PLAIN, week, DAY_NONE), "Mar 11 – 13, 2026");
    SAME(datefmt_range(zh, DATEFMT_SHORT, week, DAY_NONE), "2026年3月11日周三至13日周五");
}

static void test_single_days(void **state)
{
    (void)state;
    day_t today = d(2026, 3, 2);
    SAME(datefmt_day(en, DATEFMT_SHORT, d(2026, 3, 11), today), "Wed, Mar 11");
    SAME(datefmt_day(en, DATEFMT_LONG, d(2028, 2, 29), d(2028, 2, 1)), "Tuesday, February 29");
    SAME(datefmt_day(zh, DATEFMT_LONG, d(2026, 3, 11), today), "3月11日星期三");
    SAME(datefmt_day(en, DATEFMT_PLAIN, d(1900, 1, 1), today), "Jan 1, 1900");
}

static void test_relative_english(void **state)
{
    (void)state;
    day_t today = d(2026, 3, 4); /* a Wednesday */
    static const struct {
        int from, to; /* days from today */
        const char *want;
    } rows[] = {
        {7, 9, "next Wednesday–Friday"},
        {1, 2, "tomorrow–Friday"},
        {0, 1, "today or tomorrow"},
        {0, 2, "today–Friday"},
        {0, 6, "today–next Tuesday"},
        {2, 4, "this Friday–Sunday"},
        {2, 6, "this Friday–next Tuesday"},
        {1, 6, "tomorrow–next Tuesday"},
        {9, 13, "next Friday to the following Tuesday"},
        {2, 13, "this Friday to Tuesday of the week after next"},
        {14, 16, "Wednesday–Friday of the week after next"},
        {7, 7, "next Wednesday"},
        {14, 14, "Wednesday of the week after next"},
        {16, 19, ""}, /* ends behind the week after next */
        {-1, 2, ""},
        {3, 2, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        SAME(datefmt_relative(en, arena, (struct day_range){today + rows[i].from, today + rows[i].to}, today),
             rows[i].want);
    /* On a Sunday tomorrow already lies in the next ISO week. */
    SAME(datefmt_relative(en, arena, (struct day_range){d(2026, 3, 9), d(2026, 3, 12)}, d(2026, 3, 8)),
         "tomorrow–Thursday");
    SAME(datefmt_relative(en, arena, (struct day_range){d(2026, 3, 10), d(2026, 3, 12)}, d(2026, 3, 8)),
         "next Tuesday–Thursday");
}

static void test_relative_chinese(void **state)
{
    (void)state;
    day_t today = d(2026, 3, 3); /* 星期二 */
    static const struct {
        int from, to;
        const char *want;
    } rows[] = {
        {8, 10, "下周三至周五"},    {2, 7, "本周四至下周二"}, {1, 2, "明天至周四"},
        {0, 1, "今天或明天"},       {0, 3, "今天至周五"},     {10, 14, "下周五至下下周二"},
        {15, 17, "下下周三至周五"}, {8, 8, "下周三"},         {20, 21, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        SAME(datefmt_relative(zh, arena, (struct day_range){today + rows[i].from, today + rows[i].to}, today),
             rows[i].want);
}

static const struct zone *load(const char *name)
{
    struct str bytes;
    struct err err = {0};
    const struct zone *zone;
    struct str path = arena_printf(arena, "/usr/share/zoneinfo/%s", name);
    if (file_read(arena, path.ptr, 1 << 20, &bytes, &err) < 0) skip();
    assert_int_equal(zone_parse(arena, str_of(name), bytes, &zone, &err), 0);
    return zone;
}

static instant_t at(const char *text)
{
    instant_t instant;
    assert_int_equal(instant_parse(str_of(text), &instant, NULL), 0);
    return instant;
}

static void test_deadlines(void **state)
{
    (void)state;
    day_t today = d(2026, 3, 2);
    const struct zone *new_york = load("America/New_York"), *shanghai = load("Asia/Shanghai");
    instant_t due = at("2026-03-03T10:12:59.9-05:00");
    SAME(datefmt_deadline(en, arena, new_york, due, today), "Tuesday, March 3, 10:12 AM EST");
    SAME(datefmt_deadline(gb, arena, new_york, due, today), "Tuesday, 3 March, 10:12 EST");
    SAME(datefmt_deadline(zh, arena, new_york, due, today), "3月3日星期二10:12（美东时间）");
    SAME(datefmt_deadline(zh, arena, shanghai, due, today), "3月3日星期二23:12（北京时间）");
    SAME(datefmt_deadline(en, arena, shanghai, due, today), "Tuesday, March 3, 11:12 PM Beijing time");
    SAME(datefmt_deadline(en, arena, zone_utc(), due, today), "Tuesday, March 3, 3:12 PM UTC");
    SAME(datefmt_deadline(zh, arena, zone_utc(), due, today), "3月3日星期二15:12（UTC）");
    SAME(datefmt_deadline(en, arena, load("Asia/Kathmandu"), due, today),
         "Tuesday, March 3, 8:57 PM UTC+5:45");
    SAME(datefmt_deadline(en, arena, load("America/Sao_Paulo"), due, today),
         "Tuesday, March 3, 12:12 PM UTC-3");
    SAME(datefmt_deadline(en, arena, new_york, at("2026-03-08T06:59:00Z"), today),
         "Sunday, March 8, 1:59 AM EST");
    SAME(datefmt_deadline(en, arena, new_york, at("2026-03-08T07:00:00Z"), today),
         "Sunday, March 8, 3:00 AM EDT");
    SAME(datefmt_deadline(en, arena, new_york, at("2027-01-01T05:00:00Z"), today),
         "Friday, January 1, 2027, 12:00 AM EST");
    SAME(datefmt_deadline(zh, arena, load("America/Anchorage"), due, today), "3月3日星期二06:12（AKST）");
}

static void test_locales(void **state)
{
    (void)state;
    static const struct {
        const char *locale, *want;
    } rows[] = {
        {"en", "Mar 11 – 13"},
        {"en_US", "Mar 11 – 13"},
        {"en-XX", "Mar 11 – 13"},
        {"xx-YY", "Mar 11 – 13"},
        {"", "Mar 11 – 13"},
        {"not a locale at all!", "Mar 11 – 13"},
        {"zh", "3月11日至13日"},
        {"zh-Hant-TW", "3月11日至13日"},
        {"zh-HK", "3月11日至13日"},
        {"fr-FR", "11–13 mars"},
        {"en-US-u-nu-thai", "Mar 11 – 13"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct datefmt *datefmt = datefmt_new(str_of(rows[i].locale));
        SAME(datefmt_range(datefmt, DATEFMT_PLAIN, (struct day_range){d(2026, 3, 11), d(2026, 3, 13)},
                           d(2026, 3, 2)),
             rows[i].want);
        datefmt_free(datefmt);
    }
    struct datefmt *french = datefmt_new(STR("fr-FR"));
    SAME(datefmt_relative(french, arena, (struct day_range){d(2026, 3, 11), d(2026, 3, 13)}, d(2026, 3, 2)),
         "");
    datefmt_free(french);
}

/* A text stays as it is while fewer than DATEFMT_KEPT others are written, wherever in the cache it stands. */
static void test_cache_keeps_its_word(void **state)
{
    (void)state;
    day_t today = d(2026, 3, 2), first = d(2026, 1, 1);
    for (int round = 0; round < 5; round++) {
        struct str kept =
            datefmt_range(en, DATEFMT_SHORT, (struct day_range){first + round, first + 300}, today);
        struct str copy = arena_str(arena, kept);
        for (int i = 0; i < DATEFMT_KEPT - 1; i++)
            datefmt_range(en, DATEFMT_PLAIN, (struct day_range){first + i, first + i + 2 + round}, today);
        assert_true(str_eq(kept, copy));
        struct str again =
            datefmt_range(en, DATEFMT_SHORT, (struct day_range){first + round, first + 300}, today);
        assert_true(str_eq(again, copy));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges),           cmocka_unit_test(test_year_shown_when_it_differs),
        cmocka_unit_test(test_single_days),      cmocka_unit_test(test_relative_english),
        cmocka_unit_test(test_relative_chinese), cmocka_unit_test(test_deadlines),
        cmocka_unit_test(test_locales),          cmocka_unit_test(test_cache_keeps_its_word),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
