/* JSON in and out: what is read, what is refused, and that what is written reads back. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "text/json.h"
#include "text/utf8.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static struct value parsed(struct arena *arena, struct str text)
{
    struct err err = {0};
    struct value value;
    if (json_parse(arena, text, &value, &err) < 0) fail_msg("%.*s: %s", STR_ARG(text), err.message);
    return value;
}

static struct str written(struct arena *arena, const struct value *value)
{
    struct buf buf;
    buf_init(&buf, 1 << 20);
    struct json_writer writer = {&buf, false};
    json_write_value(&writer, value);
    struct str text = buf_copy(&buf, arena);
    buf_done(&buf);
    return text;
}

static void reads_every_kind(void **state)
{
    struct value value =
        parsed(*state, STR(" {\"a\":[1,-2.5,true,false,null,\"x\\u00e9\\ud83d\\ude00\\n\"],\"b\":{}} "));
    assert_int_equal(value.kind, VALUE_OBJECT);
    const struct value *list = value_get(&value, STR("a"));
    assert_int_equal(list->array.count, 6);
    assert_int_equal(list->array.items[0].integer, 1);
    assert_true(list->array.items[1].kind == VALUE_REAL && list->array.items[1].real < -2.4);
    assert_true(list->array.items[2].boolean && !list->array.items[3].boolean);
    assert_int_equal(list->array.items[4].kind, VALUE_NIL);
    assert_true(str_is(list->array.items[5].string, "xé😀\n"));
    assert_int_equal(value_get(&value, STR("b"))->object.count, 0);
    assert_null(value_get(&value, STR("c")));
    assert_null(value_get(list, STR("a")));
    assert_null(value_get(NULL, STR("a")));
}

static void reads_any_value_as_a_document(void **state)
{
    static const char *const documents[] = {"1",   "\"x\"", "null", "[]", "-0", "1e3", "9223372036854775807",
                                            "\"\""};
    for (size_t i = 0; i < COUNT(documents); i++) parsed(*state, str_of(documents[i]));
}

static void keeps_the_order_of_members(void **state)
{
    struct str text = STR("{\"z\":1,\"a\":2,\"m\":[3,{\"y\":4,\"b\":5}],\"\":6}");
    struct value value = parsed(*state, text);
    assert_true(str_eq(written(*state, &value), text));
}

static void refuses_what_is_not_json(void **state)
{
    static const struct str bad[] = {
        STR_INIT(""),
        STR_INIT(" "),
        STR_INIT("{"),
        STR_INIT("[1,]"),
        STR_INIT("[1 2]"),
        STR_INIT("{\"a\":1,}"),
        STR_INIT("{a:1}"),
        STR_INIT("{'a':1}"),
        STR_INIT("{\"a\":1,\"a\":2}"),               /* a member twice */
        STR_INIT("{\"b\":{\"a\":1,\"\\u0061\":2}}"), /* also where one is escaped */
        STR_INIT("\"\\ud800\""),                     /* half a surrogate pair */
        STR_INIT("\"\\udc00\\ud800\""),
        STR_INIT("\"\\ud83dx\""),
        STR_INIT("\"\\u0000\""),
        STR_INIT("{\"\\u0000\":1}"),
        STR_INIT("\"\0\""),
        STR_INIT("\"a\nb\""),
        STR_INIT("\"\\x41\""),
        STR_INIT("\"open"),
        STR_INIT("1 2"),
        STR_INIT("{} x"),
        STR_INIT("{}\0"),
        STR_INIT("nul"),
        STR_INIT("True"),
        STR_INIT("NaN"),
        STR_INIT("Infinity"),
        STR_INIT("01"),
        STR_INIT("+1"),
        STR_INIT(".5"),
        STR_INIT("1."),
        STR_INIT("0x10"),
        STR_INIT("1e999"),
        STR_INIT("9223372036854775808"),
        STR_INIT("// x\n1"),
        STR_INIT("\xEF\xBB\xBF{}"),       /* a byte order mark */
        STR_INIT("\"\xC3\x28\""),         /* ill-formed UTF-8 */
        STR_INIT("\"\xC0\xAF\""),         /* overlong */
        STR_INIT("\"\xED\xA0\x80\""),     /* a surrogate in UTF-8 */
        STR_INIT("\"\xF4\x90\x80\x80\""), /* past U+10FFFF */
        STR_INIT("\"\xE2\x82\""),
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct err err = {0};
        struct value value = value_int(42);
        if (json_parse(*state, bad[i], &value, &err) == 0) fail_msg("accepted: %.*s", STR_ARG(bad[i]));
        assert_int_equal(err.category, ERR_INPUT);
        assert_int_equal(strncmp(err.message, "not JSON: ", 10), 0);
        assert_int_equal(value.integer, 42);
    }
}

static void errors_have_their_place(void **state)
{
    struct err err = {0};
    struct value value;
    assert_int_equal(json_parse(*state, STR("{\n  \"a\": 1,\n  \"b\" 2\n}"), &value, &err), -1);
    assert_int_equal(err.line, 3);
    assert_true(err.column > 0);
}

static struct str nested(struct arena *arena, int depth)
{
    char *text = arena_alloc(arena, (size_t)depth * 2 + 1);
    memset(text, '[', (size_t)depth);
    memset(text + depth, ']', (size_t)depth);
    return str_of(text);
}

static void reads_to_a_fixed_depth(void **state)
{
    struct err err = {0};
    struct value value;
    assert_int_equal(json_parse(*state, nested(*state, 65), &value, &err), 0); /* 64 inside the outermost */
    assert_int_equal(json_parse(*state, nested(*state, 66), &value, &err), -1);
    assert_int_equal(err.category, ERR_LIMIT);
    assert_int_equal(json_parse(*state, nested(*state, 100000), &value, &err), -1);
}

static void writes_objects_and_arrays(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 1000);
    struct json_writer json = {&buf, false}, *writer = &json;
    json_begin_object(writer);
    json_put_string(writer, "a", STR("x"));
    json_put_string_or_null(writer, "b", STR(""));
    json_put_string_or_null(writer, "c", STR("y"));
    json_put_int(writer, "d", INT64_MIN);
    json_put_bool(writer, "e", false);
    json_put_null(writer, "f");
    json_name(writer, "g");
    json_begin_array(writer);
    json_begin_array(writer);
    json_end_array(writer);
    json_begin_object(writer);
    json_end_object(writer);
    json_write_real(writer, 0.5, 2);
    json_write_real(writer, NAN, 2);
    json_write_real(writer, -INFINITY, 2);
    json_end_array(writer);
    json_end_object(writer);
    assert_string_equal(
        buf.ptr, "{\"a\":\"x\",\"b\":null,\"c\":\"y\",\"d\":-9223372036854775808,\"e\":false,\"f\":null,"
                 "\"g\":[[],{},0.50,null,null]}");
    buf_done(&buf);
}

static void writes_strings_that_are_always_well_formed(void **state)
{
    static const struct {
        struct str text;
        const char *json;
    } rows[] = {
        {STR_INIT(""), "\"\""},
        {STR_INIT("a\"b\\c/d"), "\"a\\\"b\\\\c/d\""},
        {STR_INIT("\n\r\t\b\f\x01\x1f\x7f"), "\"\\n\\r\\t\\u0008\\u000c\\u0001\\u001f\\u007f\""},
        {STR_INIT("a\0b"), "\"a\\u0000b\""},
        {STR_INIT("é永😀"), "\"é永😀\""},
        {STR_INIT("\xff"), "\"\xEF\xBF\xBD\""},
        {STR_INIT("a\xC3"), "\"a\xEF\xBF\xBD\""},
        {STR_INIT("\xED\xA0\x80z"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\""},
        {STR_INIT("12345678\"2345678\\"), "\"12345678\\\"2345678\\\\\""},
        {STR_INIT("plain words over eight bytes, é, and a \"quote\" at the end\n"),
         "\"plain words over eight bytes, é, and a \\\"quote\\\" at the end\\n\""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct value value = value_str(rows[i].text);
        struct str text = written(*state, &value);
        if (!str_is(text, rows[i].json)) fail_msg("%zu: %.*s", i, STR_ARG(text));
        assert_true(utf8_is_valid(text));
    }
}

/* Every byte, in every place of a word of the machine, comes out as the same text again. */
static void writes_every_byte_in_every_place(void **state)
{
    for (int byte = 1; byte < 256; byte++) {
        for (size_t place = 0; place < 20; place++) {
            char bytes[20];
            memset(bytes, 'x', sizeof bytes);
            bytes[place] = (char)byte;
            struct value value = value_str(str_of_len(bytes, sizeof bytes));
            struct value again = parsed(*state, written(*state, &value));
            if (byte < 0x80)
                assert_true(str_eq(again.string, value.string));
            else
                assert_int_equal(again.string.len, sizeof bytes + 2); /* U+FFFD */
        }
        arena_reset(*state);
    }
}

static void builds_values(void **state)
{
    struct value object = value_object(), list = value_array();
    for (int i = 0; i < 20; i++) value_push(*state, &list, value_int(i));
    value_put(*state, &object, STR("list"), list);
    value_put(*state, &object, STR("real"), value_real(0.1));
    value_put(*state, &object, STR("infinite"), value_real(INFINITY));
    value_put(*state, &object, STR("nil"), value_nil());
    value_put(*state, &object, STR("é"), value_bool(true));
    struct str text = written(*state, &object);
    assert_true(str_is(text, "{\"list\":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19],\"real\":0.1,"
                             "\"infinite\":0,\"nil\":null,\"é\":true}"));
}

static int open_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_kind),
        cmocka_unit_test(reads_any_value_as_a_document),
        cmocka_unit_test(keeps_the_order_of_members),
        cmocka_unit_test(refuses_what_is_not_json),
        cmocka_unit_test(errors_have_their_place),
        cmocka_unit_test(reads_to_a_fixed_depth),
        cmocka_unit_test(writes_objects_and_arrays),
        cmocka_unit_test(writes_strings_that_are_always_well_formed),
        cmocka_unit_test(writes_every_byte_in_every_place),
        cmocka_unit_test(builds_values),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
