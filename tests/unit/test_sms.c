/* How texts are counted and folded for SMS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "text/sms.h"

static struct str repeat(struct arena *arena, const char *unit, size_t times)
{
    struct buf buf;
    buf_init(&buf, 1 << 20);
    for (size_t i = 0; i < times; i++) buf_add_c(&buf, unit);
    struct str text = buf_copy(&buf, arena);
    buf_done(&buf);
    return text;
}

static void counts_segments(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        size_t times;
        struct sms_size size;
    } rows[] = {
        {"", 0, {false, 0, 0}},
        {"a", 1, {false, 1, 1}},
        {"a", 160, {false, 160, 1}},
        {"a", 161, {false, 161, 2}},
        {"a", 306, {false, 306, 2}},
        {"a", 307, {false, 307, 3}},
        {"€", 1, {false, 2, 1}},
        {"€", 80, {false, 160, 1}},
        /* 153 is odd: each segment holds 76 pairs, the odd septet stays empty */
        {"€", 152, {false, 304, 2}},
        {"€", 153, {false, 306, 3}},
        {"[]{}^~|\\", 1, {false, 16, 1}},
        {"é", 160, {false, 160, 1}},
        {"ñ@£$Δ\n", 1, {false, 6, 1}},
        {"ê", 1, {true, 1, 1}},
        {"`", 1, {true, 1, 1}},
        {"\t", 1, {true, 1, 1}},
        {"您", 70, {true, 70, 1}},
        {"您", 71, {true, 71, 2}},
        {"您", 134, {true, 134, 2}},
        {"您", 135, {true, 135, 3}},
        {"😀", 1, {true, 2, 1}},
        {"😀", 35, {true, 70, 1}},
        /* 67 is odd: 33 pairs a segment */
        {"😀", 66, {true, 132, 2}},
        {"😀", 67, {true, 134, 3}},
        {"\xff", 1, {true, 1, 1}},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sms_size got = sms_size_of(repeat(arena, rows[i].unit, rows[i].times));
        if (got.ucs2 != rows[i].size.ucs2 || got.units != rows[i].size.units ||
            got.segments != rows[i].size.segments)
            fail_msg("%s x %zu: ucs2 %d, %d units, %d segments", rows[i].unit, rows[i].times, got.ucs2,
                     got.units, got.segments);
    }
    arena_free(arena);
}

static void folds_typography(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"“Forever” – it’s…", "\"Forever\" - it's..."},
        {"Mar\u202f11\u2009\u2013\u200913", "Mar 11 - 13"},
        {"10:12\u00a0AM", "10:12 AM"},
        {"zero\u200bwidth", "zerowidth"},
        {"café ê", "café ê"},
        {"预计3月11日—13日“刻字”", "预计3月11日—13日“刻字”"},
        {"", ""},
    };
    struct buf buf;
    buf_init(&buf, 1024);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf_clear(&buf);
        sms_fold(&buf, str_of(rows[i][0]));
        assert_string_equal(buf_str(&buf).ptr, rows[i][1]);
    }
    buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_segments),
        cmocka_unit_test(folds_typography),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
