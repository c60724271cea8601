/* Forms with files, taken apart: what browsers send, and what must be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "http/multipart.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define TYPE "multipart/form-data; boundary=x"
#define NAMED(name) "Content-Disposition: form-data; name=\"" name "\""
#define PART(head, content) "--x\r\n" head "\r\n\r\n" content "\r\n"
#define END "--x--\r\n"

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

static void a_form_as_a_browser_sends_it(void **state)
{
    (void)state;
    static const char body[] = PART(NAMED("text"), "The chain\r\nis torn. \xe6\x96\xad")
        PART(NAMED("_do"), "POST /v1/my/problem") PART(NAMED("empty"), "")
            PART(NAMED("photos") "; filename=\"IMG 1.jpg\"\r\nContent-Type: image/jpeg",
                 "\xff\xd8\0\r\n--\r\n--y\r\n\xff\xd9")
                PART(NAMED("photos") "; filename=\"a%22b\\\\c.png\"\r\nX-More: 1", "") END;
    struct http_form form;
    struct err err = {0};
    assert_int_equal(http_decode_multipart(arena, STR(TYPE), str_of_len(body, sizeof body - 1), &form, &err),
                     0);
    assert_int_equal(form.fields.count, 3);
    assert_true(str_is(http_fields_get(form.fields, "text"), "The chain\r\nis torn. \xe6\x96\xad"));
    assert_true(str_is(http_fields_get(form.fields, "_do"), "POST /v1/my/problem"));
    assert_true(http_fields_get(form.fields, "empty").ptr && !http_fields_get(form.fields, "empty").len);
    assert_int_equal(form.file_count, 2);
    assert_true(str_is(form.files[0].field, "photos") && str_is(form.files[0].name, "IMG 1.jpg"));
    assert_true(str_is(form.files[0].type, "image/jpeg"));
    assert_int_equal(form.files[0].content.len, 16);
    assert_memory_equal(form.files[0].content.ptr, "\xff\xd8\0\r\n--\r\n--y\r\n\xff\xd9", 16);
    assert_true(str_is(form.files[1].name, "a\"b\\c.png") && !form.files[1].type.len);
}

static void an_input_without_a_file_is_left_away(void **state)
{
    (void)state;
    struct http_form form;
    struct str body =
        STR(PART(NAMED("photos") "; filename=\"\"\r\nContent-Type: application/octet-stream", "") END);
    assert_int_equal(http_decode_multipart(arena, STR(TYPE), body, &form, NULL), 0);
    assert_int_equal(form.file_count, 0);
    assert_int_equal(form.fields.count, 0);
}

static void what_is_not_plain_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *type, *body;
    } rows[] = {
        {"multipart/form-data", PART(NAMED("a"), "1") END},
        {"multipart/form-data; boundary=", PART(NAMED("a"), "1") END},
        {"multipart/form-data; boundary=x; boundary=x", PART(NAMED("a"), "1") END},
        {"multipart/form-data; boundary=\"x", PART(NAMED("a"), "1") END},
        {"multipart/form-data; boundary=\"x \"", PART(NAMED("a"), "1") END},
        {"multipart/form-data; boundary=x y", PART(NAMED("a"), "1") END},
        {"multipart/mixed; boundary=x", PART(NAMED("a"), "1") END},
        {TYPE, ""},
        {TYPE, "--x"},
        {TYPE, "\r\n" PART(NAMED("a"), "1") END},
        {TYPE, "hello" PART(NAMED("a"), "1") END},
        {TYPE, PART(NAMED("a"), "1")},
        {TYPE, PART(NAMED("a"), "1") "--x--\r\nmore"},
        {TYPE, PART(NAMED("a"), "1") "--x--\n"},
        {TYPE, PART(NAMED("a"), "1") "--xy--"},
        {TYPE, PART(NAMED("a"), "1") "--x \r\n" NAMED("b") "\r\n\r\n2\r\n" END},
        {TYPE, "--x\n" NAMED("a") "\r\n\r\n1\r\n" END},
        {TYPE, PART("Content-Type: text/plain", "1") END},
        {TYPE, PART("Content-Disposition: attachment; name=\"a\"", "1") END},
        {TYPE, PART("Content-Disposition: form-data", "1") END},
        {TYPE, PART("Content-Disposition: form-data; name=\"\"", "1") END},
        {TYPE, PART("Content-Disposition: form-data; name=\"a", "1") END},
        {TYPE, PART("Content-Disposition: form-data; name=a b", "1") END},
        {TYPE, PART("Content-Disposition: form-data; name", "1") END},
        {TYPE, PART("Content-Disposition: form-data, name=a", "1") END},
        {TYPE, PART(NAMED("a") "; name=\"b\"", "1") END},
        {TYPE, PART(NAMED("a") "; filename=\"f\"; filename*=UTF-8''g", "1") END},
        {TYPE, PART(NAMED("a") "\r\n" NAMED("a"), "1") END},
        {TYPE, PART(NAMED("a") "\r\nContent-Type: text/plain\r\nContent-Type: text/html", "1") END},
        {TYPE, PART(NAMED("a") "\r\nContent-Transfer-Encoding: base64", "MQ==") END},
        {TYPE, PART("Content-Disposition: form-data;\r\n name=\"a\"", "1") END},
        {TYPE, PART(NAMED("a\nb"), "1") END},
        {TYPE, PART(NAMED("a\tb"), "1") END},
        {TYPE, PART(NAMED("\xff"), "1") END},
        {TYPE, PART(NAMED("a") "\nContent-Type: text/plain", "1") END},
        {TYPE, PART(": x\r\n" NAMED("a"), "1") END},
        {TYPE, PART("X Y: x\r\n" NAMED("a"), "1") END},
        {TYPE, PART(NAMED("a"), "\xc0\xaf") END},
        {TYPE, PART(NAMED("a"), "\x1b[0m") END},
        {TYPE, PART("A: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\n" NAMED("a"), "1") END},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct http_form form;
        struct err err = {0};
        int rc = http_decode_multipart(arena, str_of(rows[i].type), str_of(rows[i].body), &form, &err);
        if (rc == 0) fprintf(stderr, "row %zu was let through\n", i);
        assert_int_equal(rc, -1);
        assert_int_equal(err.category, ERR_USAGE);
    }
}

/* Repeats a part, and says what is thought of that. */
static enum err_category judged(const char *part, size_t times, const char *more)
{
    struct http_form form;
    struct err err = {0};
    struct buf body;
    buf_init(&body, 4 * HTTP_FORM_TEXT_MAX);
    for (size_t i = 0; i < times; i++) buf_add(&body, str_of(part));
    buf_add(&body, str_of(more));
    http_decode_multipart(arena, STR(TYPE), buf_copy(&body, arena), &form, &err);
    buf_done(&body);
    return err.category;
}

static void there_is_an_end_to_everything(void **state)
{
    (void)state;
    static const char field[] = PART(NAMED("a"), "1"), file[] = PART(NAMED("a") "; filename=\"f\"", "1");
    assert_int_equal(judged(field, 256, END), ERR_NONE);
    assert_int_equal(judged(field, 257, END), ERR_LIMIT);
    assert_int_equal(judged(file, HTTP_FORM_FILES_MAX, END), ERR_NONE);
    assert_int_equal(judged(file, HTTP_FORM_FILES_MAX + 1, END), ERR_LIMIT);
    char *text = arena_alloc_raw(arena, HTTP_FORM_TEXT_MAX + 100);
    snprintf(text, HTTP_FORM_TEXT_MAX + 100, "--x\r\n" NAMED("a") "\r\n\r\n%0*d\r\n", HTTP_FORM_TEXT_MAX, 1);
    assert_int_equal(judged(text, 1, END), ERR_LIMIT);
    snprintf(text, HTTP_FORM_TEXT_MAX + 100, "--x\r\nX: %0*d\r\n" NAMED("a") "\r\n\r\n1\r\n",
             HTTP_PART_HEAD_MAX, 1);
    assert_int_equal(judged(text, 1, END), ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_form_as_a_browser_sends_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_input_without_a_file_is_left_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_plain_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(there_is_an_end_to_everything, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
