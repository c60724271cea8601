/* The ground everything stands on: strings, arenas, buffers, dates, errors, files, hashes. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/file.h"
#include "base/hash.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void strings_compare(void **state)
{
    (void)state;
    struct str none = {0};
    assert_true(str_eq(none, STR("")));
    assert_true(str_eq(STR("abc"), str_of("abc")));
    assert_false(str_eq(STR("abc"), STR("abd")));
    assert_false(str_eq(STR("abc"), STR("ab")));
    assert_true(str_cmp(STR("a"), STR("b")) < 0 && str_cmp(STR("b"), STR("a")) > 0);
    assert_true(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("ab"), STR("a")) > 0);
    assert_int_equal(str_cmp(STR("a\0b"), STR("a\0b")), 0);
    assert_true(str_cmp(STR("\x7f"), STR("\xc3")) < 0); /* bytes, not signed characters */
    assert_true(str_eq_nocase(STR("ÀbC"), STR("ÀBc")));
    assert_false(str_eq_nocase(STR("à"), STR("À")));
    assert_true(str_starts(STR("order"), STR("or")) && !str_starts(STR("o"), STR("or")));
    assert_true(str_ends(STR("order"), STR("er")) && !str_ends(STR("r"), STR("er")));
    assert_true(str_starts(none, none) && str_ends(none, none));
}

static void strings_compare_without_case(void **state)
{
    (void)state;
    assert_true(str_eq_nocase(STR("Réf A"), STR("réF a")));
    assert_false(str_eq_nocase(STR("é"), STR("É"))); /* beyond ASCII, case counts */
    assert_true(str_is_nocase(STR("SHIP"), "ship") && str_is_nocase(STR(""), ""));
    assert_false(str_is_nocase(STR("ships"), "ship") || str_is_nocase(STR("shi"), "ship"));
    assert_false(str_is_nocase(STR(""), "a") || str_is_nocase(STR("a"), ""));
    assert_true(str_starts_nocase(STR("Ships"), "ship") && str_starts_nocase(STR("x"), ""));
    assert_false(str_starts_nocase(STR("Shi"), "ship") || str_starts_nocase(STR(""), "s"));
    assert_true(str_starts(STR("ab"), STR("ab")) && str_starts(STR("ab"), STR("")));
    assert_false(str_starts(STR("a"), STR("ab")) || str_starts(STR("ba"), STR("a")));
}

static void strings_are_sliced_within_their_bounds(void **state)
{
    (void)state;
    struct str s = STR("engraved"), none = {0};
    assert_true(str_is(str_slice(s, 0, 4), "engr"));
    assert_true(str_is(str_slice(s, 4, 99), "aved"));
    assert_true(str_is(str_slice(s, 6, 3), ""));
    assert_true(str_is(str_slice(s, 99, 100), ""));
    assert_true(str_is(str_slice(s, STR_NOT_FOUND, STR_NOT_FOUND), ""));
    assert_int_equal(str_slice(none, 0, 5).len, 0);
}

static void strings_are_searched(void **state)
{
    (void)state;
    struct str s = STR("a-b-c"), none = {0};
    assert_int_equal(str_find(s, STR("-"), 0), 1);
    assert_int_equal(str_find(s, STR("-"), 2), 3);
    assert_true(str_find(s, STR("-"), 4) == STR_NOT_FOUND);
    assert_int_equal(str_find(s, STR(""), 5), 5);
    assert_true(str_find(s, STR(""), 6) == STR_NOT_FOUND);
    assert_int_equal(str_find(none, STR(""), 0), 0);
    assert_true(str_find(none, STR("x"), 0) == STR_NOT_FOUND);
    assert_int_equal(str_find_char(s, 'c', 0), 4);
    assert_true(str_find_char(s, 'c', 5) == STR_NOT_FOUND);
    assert_true(str_find_char(none, 'c', 0) == STR_NOT_FOUND);
    assert_true(str_contains(s, STR("b-c")) && !str_contains(s, STR("cb")));
}

static void strings_are_trimmed_and_split(void **state)
{
    (void)state;
    assert_true(str_is(str_trim(STR(" \t\r\n a b \v\f")), "a b"));
    assert_true(str_is(str_trim(STR(" \n")), ""));
    assert_true(str_is(str_trim(STR("\xc2\xa0x")), "\xc2\xa0x")); /* ASCII white space only */
    struct str rest = STR("a,,b,"), part;
    const char *expected[] = {"a", "", "b", ""};
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_true(str_next_part(&rest, ',', &part));
        assert_true(str_is(part, expected[i]));
    }
    assert_false(str_next_part(&rest, ',', &part));
    rest = STR("");
    assert_true(str_next_part(&rest, ',', &part) && part.len == 0);
    assert_false(str_next_part(&rest, ',', &part));
}

static void numbers_are_digits_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t max;
        int rc;
        uint64_t number;
    } rows[] = {
        {"0", 0, 0, 0},
        {"007", 9, 0, 7},
        {"255", 255, 0, 255},
        {"256", 255, -1, 0},
        {"", 9, -1, 0},
        {"-1", 9, -1, 0},
        {"+1", 9, -1, 0},
        {" 1", 9, -1, 0},
        {"1 ", 9, -1, 0},
        {"1.0", 9, -1, 0},
        {"１", 9, -1, 0},
        {"9", 5, -1, 0},
        {"18446744073709551615", UINT64_MAX, 0, UINT64_MAX},
        {"18446744073709551616", UINT64_MAX, -1, 0},
        {"99999999999999999999", UINT64_MAX, -1, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t number = 4242;
        if (str_to_uint(str_of(rows[i].text), rows[i].max, &number) != rows[i].rc)
            fail_msg("%s", rows[i].text);
        assert_true(number == (rows[i].rc == 0 ? rows[i].number : 4242));
    }
}

static void arenas_give_zeroed_aligned_memory(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (size_t size = 0; size < 300000; size = size * 3 + 1) {
        unsigned char *memory = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % sizeof(long double), 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(memory[i], 0);
        memset(memory, 0xaa, size);
    }
    assert_true(arena_used(arena) > 100000);
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
    unsigned char *again = arena_alloc(arena, 64);
    for (size_t i = 0; i < 64; i++) assert_int_equal(again[i], 0);
    arena_free(arena);
    arena_free(NULL);
}

static void arenas_copy_and_print(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct str copy = arena_str(arena, STR("a\0b"));
    assert_int_equal(copy.len, 3);
    assert_int_equal(copy.ptr[3], '\0');
    assert_string_equal(arena_cstr(arena, (struct str){0}), "");
    struct str printed = arena_printf(arena, "%s-%05d", "x", 42);
    assert_true(str_is(printed, "x-00042"));
    assert_int_equal(printed.ptr[printed.len], '\0');
    int *numbers = NULL;
    size_t count = 0, cap = 0;
    for (int i = 0; i < 1000; i++) {
        int *number = ARENA_PUSH(arena, numbers, count, cap);
        assert_int_equal(*number, 0);
        *number = i;
    }
    assert_int_equal(count, 1000);
    for (int i = 0; i < 1000; i++) assert_int_equal(numbers[i], i);
    arena_free(arena);
}

static void arenas_join(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct str joined = ARENA_JOIN(arena, STR("craft."), STR("engraved"), ((struct str){0}), STR(".done"));
    assert_true(str_is(joined, "craft.engraved.done"));
    assert_int_equal(joined.ptr[joined.len], '\0');
    assert_string_equal(ARENA_JOIN(arena, STR("")).ptr, "");
    arena_free(arena);
}

static void note_close(void *object)
{
    char **at = object;
    *(*at)++ = 'x';
}

static void arenas_run_what_was_deferred(void **state)
{
    (void)state;
    char calls[8] = "", *at = calls;
    struct arena *arena = arena_new();
    arena_defer(arena, note_close, &at);
    arena_defer(arena, note_close, &at);
    arena_reset(arena);
    assert_string_equal(calls, "xx");
    arena_reset(arena);
    assert_string_equal(calls, "xx");
    assert_null(arena_deferred(arena, note_close));
    arena_defer(arena, note_close, &at);
    assert_ptr_equal(arena_deferred(arena, note_close), &at);
    arena_free(arena);
    assert_string_equal(calls, "xxx");
}

static void buffers_stop_at_their_ceiling(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 10);
    assert_true(str_is(buf_str(&buf), ""));
    buf_add(&buf, STR("12345"));
    buf_add_c(&buf, "67890");
    assert_false(buf.overflow);
    buf_add_char(&buf, 'x');
    assert_true(buf.overflow);
    assert_string_equal(buf.ptr, "1234567890");
    buf_printf(&buf, "%d", 7);
    buf_add_int(&buf, 7);
    assert_string_equal(buf.ptr, "1234567890");
    buf_clear(&buf);
    assert_false(buf.overflow);
    assert_string_equal(buf.ptr, "");
    buf_printf(&buf, "%s!", "hello");
    assert_string_equal(buf.ptr, "hello!");
    buf_clear(&buf);
    buf_add_encoded(&buf, STR("a-~ /\xc3"));
    assert_string_equal(buf.ptr, "a-~%20%2F");
    assert_true(buf.overflow);
    buf_done(&buf);
    buf_done(&buf);
}

/* Memory grows by doubling, and yet never lets a byte past the ceiling. */
static void buffers_of_every_ceiling(void **state)
{
    (void)state;
    for (size_t max = 0; max < 1100; max++) {
        struct buf buf;
        buf_init(&buf, max);
        for (size_t i = 0; i < max; i++) buf_add_char(&buf, 'x');
        assert_false(buf.overflow);
        buf_add(&buf, STR("y"));
        assert_true(buf.overflow);
        assert_int_equal(buf.len, max);
        assert_true(max == 0 || (buf.ptr[max - 1] == 'x' && buf.ptr[max] == '\0'));
        buf_done(&buf);
    }
}

static void buffers_write_numbers(void **state)
{
    struct buf buf;
    buf_init(&buf, 1000);
    const int64_t numbers[] = {0, -1, 42, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        buf_add_int(&buf, numbers[i]);
        buf_add_char(&buf, ' ');
    }
    assert_string_equal(buf.ptr, "0 -1 42 9223372036854775807 -9223372036854775808 ");
    struct arena *arena = arena_new();
    assert_true(str_eq(buf_copy(&buf, arena), buf_str(&buf)));
    arena_free(arena);
    buf_done(&buf);
    (void)state;
}

static void days_count_from_the_epoch(void **state)
{
    (void)state;
    static const struct {
        struct civil civil;
        day_t day;
        enum weekday weekday;
    } rows[] = {
        {{1970, 1, 1}, 0, THURSDAY},        {{1969, 12, 31}, -1, WEDNESDAY},
        {{2000, 2, 29}, 11016, TUESDAY},    {{2000, 3, 1}, 11017, WEDNESDAY},
        {{2026, 3, 1}, 20513, SUNDAY},      {{2024, 12, 31}, 20088, TUESDAY},
        {{1, 1, 1}, -719162, MONDAY},       {{9999, 12, 31}, 2932896, FRIDAY},
        {{1900, 2, 28}, -25509, WEDNESDAY}, {{1900, 3, 1}, -25508, THURSDAY},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(day_of(rows[i].civil), rows[i].day);
        struct civil civil = civil_of(rows[i].day);
        assert_memory_equal(&civil, &rows[i].civil, sizeof civil);
        assert_int_equal(weekday_of(rows[i].day), rows[i].weekday);
        assert_int_equal(weekday_of(week_start(rows[i].day)), MONDAY);
        assert_in_range(rows[i].day - week_start(rows[i].day), 0, 6);
    }
}

static void every_day_of_ten_thousand_years(void **state)
{
    (void)state;
    day_t first = day_of((struct civil){1, 1, 1}), last = day_of((struct civil){9999, 12, 31});
    struct civil before = civil_of(first - 1);
    for (day_t day = first; day <= last; day++) {
        struct civil civil = civil_of(day);
        bool next = civil.day == before.day + 1 ||
                    (civil.day == 1 && before.day >= 28 && (before.day == 31 || before.month != 12));
        if (!civil_is_valid(civil) || day_of(civil) != day || !next) fail_msg("day %d", day);
        before = civil;
    }
}

static void leap_years(void **state)
{
    (void)state;
    assert_int_equal(days_in_month(2024, 2), 29);
    assert_int_equal(days_in_month(2025, 2), 28);
    assert_int_equal(days_in_month(1900, 2), 28);
    assert_int_equal(days_in_month(2000, 2), 29);
    assert_int_equal(days_in_month(2026, 4), 30);
    assert_false(civil_is_valid((struct civil){2025, 2, 29}));
    assert_false(civil_is_valid((struct civil){0, 1, 1}));
    assert_false(civil_is_valid((struct civil){10000, 1, 1}));
    assert_false(civil_is_valid((struct civil){2026, 13, 1}));
    assert_false(civil_is_valid((struct civil){2026, 0, 1}));
    assert_false(civil_is_valid((struct civil){2026, 1, 0}));
}

static void days_are_read_and_written(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "2026-3-1",   "2026-02-29", "2026-13-01", "20260301",  "2026-03-01 ", " 2026-03-01",
        "2026/03/01", "0000-01-01", "+026-03-01", "2026-03-00", "2026-03-1", "2026-03-01T"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        day_t day = 42;
        if (day_parse(str_of(bad[i]), &day) == 0) fail_msg("accepted: %s", bad[i]);
        assert_int_equal(day, 42);
    }
    static const char *const good[] = {"2026-03-01", "2024-02-29", "0001-01-01", "9999-12-31", "1970-01-01"};
    for (size_t i = 0; i < COUNT(good); i++) {
        day_t day;
        char text[16];
        assert_int_equal(day_parse(str_of(good[i]), &day), 0);
        day_format(day, text);
        assert_string_equal(text, good[i]);
    }
}

static void instants_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        instant_t at; /* seconds */
        int offset;
        int micros;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0, 0, 0},
        {"1969-12-31T23:59:59Z", -1, 0, 0},
        {"1970-01-01T01:00:00+01:00", 0, 3600, 0},
        {"2026-03-02T16:00:00-05:00", 1772485200, -18000, 0},
        {"2026-03-02t21:00:00z", 1772485200, 0, 0},
        {"2026-03-02 21:00:00Z", 1772485200, 0, 0},
        {"2026-03-02T21:00:00.5Z", 1772485200, 0, 500000},
        {"2026-03-02T21:00:00.123456789Z", 1772485200, 0, 123456},
        {"2026-03-02T21:00:60Z", 1772485260, 0, 0},
        {"2028-02-29T00:00:00+14:00", 1835344800, 50400, 0},
        {"2026-03-03T02:45:00+05:45", 1772485200, 20700, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        instant_t at;
        int offset;
        if (instant_parse(str_of(rows[i].text), &at, &offset) < 0) fail_msg("%s", rows[i].text);
        if (at != rows[i].at * MICROS_PER_SECOND + rows[i].micros)
            fail_msg("%s: %lld", rows[i].text, (long long)at);
        assert_int_equal(offset, rows[i].offset);
        assert_int_equal(instant_parse(str_of(rows[i].text), &at, NULL), 0);
    }
}

static void instants_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "2026-03-02",
        "2026-03-02T16:00:00",
        "2026-03-02T16:00Z",
        "2026-03-02T24:00:00Z",
        "2026-03-02T16:60:00Z",
        "2026-03-02T16:00:61Z",
        "2026-03-02T16:00:00.Z",
        "2026-03-02T16:00:00,5Z",
        "2026-03-02T16:00:00+5:00",
        "2026-03-02T16:00:00+0500",
        "2026-03-02T16:00:00+24:00",
        "2026-03-02T16:00:00+05:60",
        "2026-03-02T16:00:00 Z",
        "2026-03-02T16:00:00ZZ",
        "2026-02-30T16:00:00Z",
        "2026-03-02x16:00:00Z",
        "2026-03-02T1 :00:00Z",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        instant_t at = 42;
        int offset = 42;
        if (instant_parse(str_of(bad[i]), &at, &offset) == 0) fail_msg("accepted: %s", bad[i]);
        assert_true(at == 42 && offset == 42);
    }
}

static void instants_are_written(void **state)
{
    (void)state;
    static const struct {
        instant_t at; /* microseconds */
        int offset;
        const char *text;
    } rows[] = {
        {0, 0, "1970-01-01T00:00:00Z"},
        {-1, 0, "1969-12-31T23:59:59Z"},
        {-1, 3600, "1970-01-01T00:59:59+01:00"},
        {0, -18000, "1969-12-31T19:00:00-05:00"},
        {INT64_C(1772485200999999), -18000, "2026-03-02T16:00:00-05:00"},
        {INT64_C(1772485200000000), 20700, "2026-03-03T02:45:00+05:45"},
        {INT64_C(1772485200000000), -12600, "2026-03-02T17:30:00-03:30"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[40];
        instant_format(rows[i].at, rows[i].offset, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void errors_say_what_and_where(void **state)
{
    (void)state;
    struct err err = {0};
    char text[400];
    assert_int_equal(err_set(NULL, ERR_INPUT, "x"), -1);
    assert_int_equal(err_set(&err, ERR_INPUT, "%d is too many; at most %d", 9, 8), -1);
    err_format(&err, text, sizeof text);
    assert_string_equal(text, "9 is too many; at most 8");
    assert_int_equal(err_at(&err, STR("policy.md"), 3, 7), -1);
    err_at(&err, STR("other.md"), 9, 9); /* the first place stays */
    err_format(&err, text, sizeof text);
    assert_string_equal(text, "policy.md:3:7: 9 is too many; at most 8");
    err.column = 0;
    err_format(&err, text, sizeof text);
    assert_string_equal(text, "policy.md:3: 9 is too many; at most 8");
    err_format(&err, text, 10);
    assert_string_equal(text, "policy.md");
    static const int exits[] = {0, 2, 3, 3, 4, 3, 3, 3, 3, 3, 4, 4, 4};
    static const int https[] = {200, 400, 400, 413, 500, 404, 409, 412, 403, 401, 503, 507, 500};
    for (int i = 0; i <= ERR_FULL + 1; i++) { /* an unknown one counts as the system's */
        err.category = (enum err_category)i;
        assert_int_equal(err_exit_status(&err), exits[i]);
        assert_int_equal(err_http_status(&err), https[i]);
    }
}

static void files_are_written_whole_and_read_back(void **state)
{
    (void)state;
    char folder[] = "/tmp/burin-test-XXXXXX", path[64], missing[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.txt", folder);
    snprintf(missing, sizeof missing, "%s/no/a.txt", folder);
    struct arena *arena = arena_new();
    struct err err = {0};
    struct str text;
    assert_false(file_exists(path));
    assert_int_equal(file_write(path, STR("one\0two"), &err), 0);
    assert_int_equal(file_write(path, STR("three\0four"), &err), 0);
    assert_true(file_exists(path));
    assert_int_equal(file_read(arena, path, 100, &text, &err), 0);
    assert_true(str_eq(text, STR("three\0four")));
    assert_int_equal(text.ptr[text.len], '\0');
    assert_int_equal(file_read(arena, path, 10, &text, &err), 0);
    assert_int_equal(file_read(arena, path, 9, &text, &err), -1);
    assert_int_equal(err.category, ERR_LIMIT);
    assert_int_equal(file_read(arena, missing, 9, &text, &err), -1);
    assert_int_equal(err.category, ERR_SYSTEM);
    assert_non_null(strstr(err.message, missing));
    assert_int_equal(file_read(arena, folder, 1 << 20, &text, &err), -1);
    assert_int_equal(file_write(missing, STR("x"), &err), -1);
    assert_int_equal(file_write(path, STR(""), &err), 0);
    assert_int_equal(file_read(arena, path, 0, &text, &err), 0);
    assert_int_equal(text.len, 0);
    arena_free(arena);
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* no temporary file is left behind */
}

static void hashes_are_the_same_everywhere(void **state)
{
    (void)state;
    assert_true(hash_str(STR("")) == UINT64_C(0xcbf29ce484222325));
    assert_true(hash_str(STR("a")) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(hash_str(STR("foobar")) == UINT64_C(0x85944171f73967e8));
    assert_true(hash_bytes(hash_str(STR("foo")), "bar", 3) == hash_str(STR("foobar")));
    assert_true(hash_mix(0) == 0 && hash_mix(1) != hash_mix(2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_compare),
        cmocka_unit_test(strings_compare_without_case),
        cmocka_unit_test(strings_are_sliced_within_their_bounds),
        cmocka_unit_test(strings_are_searched),
        cmocka_unit_test(strings_are_trimmed_and_split),
        cmocka_unit_test(numbers_are_digits_only),
        cmocka_unit_test(arenas_give_zeroed_aligned_memory),
        cmocka_unit_test(arenas_copy_and_print),
        cmocka_unit_test(arenas_join),
        cmocka_unit_test(arenas_run_what_was_deferred),
        cmocka_unit_test(buffers_stop_at_their_ceiling),
        cmocka_unit_test(buffers_of_every_ceiling),
        cmocka_unit_test(buffers_write_numbers),
        cmocka_unit_test(days_count_from_the_epoch),
        cmocka_unit_test(every_day_of_ten_thousand_years),
        cmocka_unit_test(leap_years),
        cmocka_unit_test(days_are_read_and_written),
        cmocka_unit_test(instants_are_read),
        cmocka_unit_test(instants_are_refused),
        cmocka_unit_test(instants_are_written),
        cmocka_unit_test(errors_say_what_and_where),
        cmocka_unit_test(files_are_written_whole_and_read_back),
        cmocka_unit_test(hashes_are_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
