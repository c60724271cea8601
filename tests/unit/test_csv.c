/* Comma-separated values: what is read, what is refused and where reading goes on, and cells that spreadsheets take for formulas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "text/csv.h"

enum { SHOWN_MOST = 4096 };

/* All records as "a|b|c" and "!LINE message" lines. */
static void show(struct arena *arena, struct str text, struct buf *out)
{
    buf_init(out, SHOWN_MOST);
    for (size_t line = 1; text.len;) {
        struct csv_record record;
        struct err err = {0};
        int rc = csv_read(arena, text, true, &record, &err);
        if (rc < 0) buf_printf(out, "!%zu %s", line + (size_t)err.line - 1, err.message);
        for (size_t i = 0; rc > 0 && i < record.count; i++)
            buf_printf(out, "%s%.*s", i ? "|" : "", STR_ARG(record.cells[i]));
        buf_add_char(out, '\n');
        line += record.lines;
        text = str_slice(text, record.end, text.len);
    }
}

static void expect(const char *text, const char *shown)
{
    struct arena *arena = arena_new();
    struct buf out;
    show(arena, str_of(text), &out);
    assert_string_equal(out.ptr ? out.ptr : "", shown);
    buf_done(&out);
    arena_free(arena);
}

static void test_read(void **state)
{
    (void)state;
    expect("a,b\n1,2\n", "a|b\n1|2\n");
    expect("a,b\r\n1,\r\n", "a|b\n1|\n");
    expect("a,b\r1,2", "a|b\n1|2\n");
    expect("\"a,\"\"b\"\"\",\"two\nlines\"\nc\n", "a,\"b\"|two\nlines\nc\n");
    expect("5\" pipe,x\n", "5\" pipe|x\n");
    expect("\n,\n", "\n|\n");
    expect("\"\"", "\n");
    expect("", "");
}

static void test_refused(void **state)
{
    (void)state;
    expect("a\n\"b\"c,d\ne\n",
           "a\n!2 a comma or the end of the line is expected behind a closing quote\ne\n");
    expect("a\n\"open\nb\n", "a\n!2 a quote is opened here and never closed\nb\n");
}

static void test_pieces(void **state)
{
    (void)state;
    const char *text = "ab,\"c\"\"d\"\r\nnext";
    struct arena *arena = arena_new();
    for (size_t len = 0; len <= strlen(text); len++) {
        struct csv_record record;
        int rc = csv_read(arena, str_of_len(text, len), false, &record, NULL);
        assert_int_equal(rc, len >= 11);
        if (rc) assert_int_equal(record.end, 11);
    }
    arena_free(arena);
}

static void test_long(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t size = CSV_RECORD_MOST + 100;
    char *text = arena_alloc(arena, size);
    struct csv_record record;
    struct err err = {0};
    memset(text, 'x', size);
    memcpy(text, "\"a\nb\n", 5);
    assert_int_equal(csv_read(arena, str_of_len(text, size), false, &record, &err), -1);
    assert_int_equal(err.category, ERR_LIMIT);
    assert_int_equal(record.end, 3);
    memset(text, ',', size);
    assert_int_equal(csv_read(arena, str_of_len(text, size), true, &record, &err), -1);
    arena_free(arena);
}

static void test_guard(void **state)
{
    (void)state;
    static const char *const formulas[] = {"=1+1", "+49 30 1", "-5",  "@a",  "\tx",
                                           "\rx",  "＝A1",     "'=1", "''@x"};
    static const char *const plain[] = {"", "'", "it's", "'tis", "5-7", "a=b", "'\"=\""};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        struct str guarded = csv_guard(arena, str_of(formulas[i]));
        assert_int_equal(guarded.len, strlen(formulas[i]) + 1);
        assert_int_equal(guarded.ptr[0], '\'');
        assert_true(str_is(csv_unguard(guarded), formulas[i]));
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        assert_true(str_is(csv_guard(arena, str_of(plain[i])), plain[i]));
        assert_true(str_is(csv_unguard(str_of(plain[i])), plain[i]));
    }
    arena_free(arena);
}

static void test_write(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, SHOWN_MOST);
    csv_put(&out, STR("a,\"b\""), true);
    csv_put(&out, STR("c\nd"), false);
    csv_put(&out, STR("plain"), false);
    csv_end(&out);
    assert_string_equal(out.ptr, "\"a,\"\"b\"\"\",\"c\nd\",plain\r\n");
    buf_done(&out);
    assert_true(str_is(csv_skip_mark(STR("\xEF\xBB\xBFnumber")), "number"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read), cmocka_unit_test(test_refused), cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_long), cmocka_unit_test(test_guard),   cmocka_unit_test(test_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
