/* Streams cut into documents: by line, or spread over lines; too long, broken, interrupted. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "cli/document_reader.h"

enum { LONGEST = 64 };

static void set_up(struct document_reader *reader, const char *text)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
    close(ends[1]);
    document_reader_init(reader, ends[0], -1, LONGEST);
}

static void tear_down(struct document_reader *reader)
{
    close(reader->input);
    document_reader_done(reader);
}

static void expect(struct document_reader *reader, size_t line, const char *text)
{
    struct document document;
    struct err err;
    assert_int_equal(document_reader_next(reader, &document, &err), 1);
    char *got = strndup(document.text.ptr, document.text.len);
    assert_string_equal(got, text);
    free(got);
    assert_int_equal(document.line, line);
    assert_false(document.too_long);
}

static void expect_too_long(struct document_reader *reader, size_t line)
{
    struct document document;
    struct err err;
    assert_int_equal(document_reader_next(reader, &document, &err), 1);
    assert_true(document.too_long);
    assert_int_equal(document.line, line);
}

static void expect_end(struct document_reader *reader)
{
    struct document document;
    struct err err;
    assert_int_equal(document_reader_next(reader, &document, &err), 0);
    assert_int_equal(document_reader_next(reader, &document, &err), 0);
    tear_down(reader);
}

static void test_lines(void **state)
{
    (void)state;
    struct document_reader reader;
    set_up(&reader, "{\"a\":1}\n\n  \n{\"b\":2}\r\n[3]");
    expect(&reader, 1, "{\"a\":1}");
    expect(&reader, 4, "{\"b\":2}");
    expect(&reader, 5, "[3]");
    expect_end(&reader);
    set_up(&reader, "");
    expect_end(&reader);
    set_up(&reader, "\n\n");
    expect_end(&reader);
}

static void test_spread(void **state)
{
    (void)state;
    struct document_reader reader;
    set_up(&reader, "\n{\n \"a\": \"}{\\\"\"\n}\n{\"b\":\n 2}\n{}");
    expect(&reader, 2, "{\n \"a\": \"}{\\\"\"\n}");
    expect(&reader, 5, "{\"b\":\n 2}");
    expect(&reader, 7, "{}");
    expect_end(&reader);
}

static void test_broken_first_line_is_a_line(void **state)
{
    (void)state;
    struct document_reader reader;
    set_up(&reader, "{\"a\":{\n{\"b\":2}\n{\"c\":3}\n");
    expect(&reader, 1, "{\"a\":{");
    expect(&reader, 2, "{\"b\":2}");
    expect(&reader, 3, "{\"c\":3}");
    expect_end(&reader);
    set_up(&reader, "{\"a\n{\"b\":2}\n");
    expect(&reader, 1, "{\"a");
    expect(&reader, 2, "{\"b\":2}");
    expect_end(&reader);
    set_up(&reader, "}{\n{\"b\":2}\n");
    expect(&reader, 1, "}{");
    expect(&reader, 2, "{\"b\":2}");
    expect_end(&reader);
}

static void test_mark_is_skipped(void **state)
{
    (void)state;
    struct document_reader reader;
    set_up(&reader, "\xef\xbb\xbf{}\n{}\n");
    expect(&reader, 1, "{}");
    expect(&reader, 2, "{}");
    expect_end(&reader);
}

static void test_too_long_is_said_and_skipped(void **state)
{
    (void)state;
    /* A line longer than the reader reads at once, so that it must be skipped over several reads. */
    size_t length = 400 * 1000;
    char *text = malloc(length + 16);
    memset(text, 'x', length);
    memcpy(text + length, "\n{}\n", 5);
    char path[] = "/tmp/burin-reader-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, length + 4), (ssize_t)length + 4);
    lseek(fd, 0, SEEK_SET);
    unlink(path);
    free(text);
    struct document_reader reader;
    document_reader_init(&reader, fd, -1, LONGEST);
    expect_too_long(&reader, 1);
    expect(&reader, 2, "{}");
    expect_end(&reader);
    set_up(&reader,
           "{\"a\":\"0123456789012345678901234567890123456789012345678901234567890123456789\"}\n{}\n");
    expect_too_long(&reader, 1);
    expect(&reader, 2, "{}");
    expect_end(&reader);
}

static void test_stop_ends_the_input(void **state)
{
    (void)state;
    int input[2], stop[2];
    assert_int_equal(pipe(input), 0);
    assert_int_equal(pipe(stop), 0);
    close(stop[1]);
    struct document_reader reader;
    struct document document;
    struct err err;
    document_reader_init(&reader, input[0], stop[0], LONGEST);
    assert_int_equal(document_reader_next(&reader, &document, &err), 0);
    document_reader_done(&reader);
    close(input[0]);
    close(input[1]);
    close(stop[0]);
}

static void test_reading_fails(void **state)
{
    (void)state;
    struct document_reader reader;
    struct document document;
    struct err err = {0};
    document_reader_init(&reader, 9999, -1, LONGEST);
    assert_int_equal(document_reader_next(&reader, &document, &err), -1);
    assert_int_equal(err.category, ERR_SYSTEM);
    document_reader_done(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_spread),
        cmocka_unit_test(test_broken_first_line_is_a_line),
        cmocka_unit_test(test_mark_is_skipped),
        cmocka_unit_test(test_too_long_is_said_and_skipped),
        cmocka_unit_test(test_stop_ends_the_input),
        cmocka_unit_test(test_reading_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
