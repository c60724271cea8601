/* YAML subset: trees with places, and what is refused with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/yaml.h"

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct yaml_node parse(void **state, const char *text)
{
    struct yaml_node root;
    struct err err = {0};
    int rc = yaml_parse(*state, STR("a.yaml"), str_of(text), 1, &root, &err);
    if (rc < 0) fail_msg("%s: %d:%d %s", text, err.line, err.column, err.message);
    return root;
}

static void assert_str(struct str actual, const char *expected)
{
    if (!str_is(actual, expected)) fail_msg("'%.*s' is not '%s'", STR_ARG(actual), expected);
}

static void reads_a_tree_with_places(void **state)
{
    struct yaml_node root = parse(state, "name: Ana\nlist:\n  - 7-9\n  - \"8\"\nflow: {a: [1, 2], b: ~}\n");
    assert_int_equal(root.kind, YAML_MAPPING);
    assert_int_equal(root.count, 3);
    assert_str(root.keys[1].scalar, "list");
    assert_int_equal(root.keys[1].line, 2);
    const struct yaml_node *list = yaml_get(&root, STR("list"));
    assert_int_equal(list->kind, YAML_SEQUENCE);
    assert_str(list->items[0].scalar, "7-9");
    assert_false(list->items[0].quoted);
    assert_true(list->items[1].quoted);
    assert_int_equal(list->items[1].line, 4);
    assert_int_equal(list->items[1].column, 5);
    const struct yaml_node *flow = yaml_get(&root, STR("flow"));
    assert_int_equal(yaml_get(flow, STR("a"))->count, 2);
    assert_str(yaml_get(flow, STR("b"))->scalar, "~");
    assert_null(yaml_get(&root, STR("absent")));
    assert_null(yaml_get(list, STR("0")));
    assert_null(yaml_get(NULL, STR("0")));
}

static void columns_count_characters(void **state)
{
    struct yaml_node root = parse(state, "语气: {中文: 您}\n");
    assert_int_equal(root.items[0].items[0].column, 10);
    assert_str(root.items[0].items[0].scalar, "您");
}

static void an_empty_document_is_an_empty_mapping(void **state)
{
    static const char *const empties[] = {"", "\n\n", "# only a comment\n", "---\n"};
    for (size_t i = 0; i < 4; i++) {
        struct yaml_node root = parse(state, empties[i]);
        assert_int_equal(root.kind, YAML_MAPPING);
        assert_int_equal(root.count, 0);
    }
}

static void block_text_is_quoted(void **state)
{
    struct yaml_node root = parse(state, "a: |\n  one\n  two\nb: >-\n  three\n  four\n");
    assert_str(root.items[0].scalar, "one\ntwo\n");
    assert_str(root.items[1].scalar, "three four");
    assert_true(root.items[0].quoted);
}

struct refusal {
    const char *text;
    int line, column;
    const char *says;
};

static void refuses_with_place(void **state)
{
    static const struct refusal refusals[] = {
        {"a: 1\nb: &x 2\n", 2, 4, "anchors"},
        {"a: *x\n", 1, 4, "aliases"},
        {"a: !!int 2\n", 1, 4, "tags"},
        {"a: !x {b: 1}\n", 1, 4, "tags"},
        {"a: &x [1]\n", 1, 4, "anchors"},
        {"&x a: 1\n", 1, 1, "anchors"},
        {"<<: {a: 1}\n", 1, 1, "merge"},
        {"a: 1\nb: 2\na: 3\nb: 4\n", 3, 1, "'a' is here twice"},
        {"a: {b: 1, b: 2}\n", 1, 11, "'b' is here twice"},
        {"\"a\": 1\na: 2\n", 2, 1, "twice"},
        {"a: 1\n---\nb: 2\n", 2, 1, "one document"},
        {"%YAML 1.1\n---\na: 1\n", 1, 1, "directives"},
        {"? [a]\n: 1\n", 1, 3, "key must be a word"},
        {"{a: 1\n", 2, 1, "not YAML"},
        {"a: b: c\n", 1, 5, "not YAML"},
        {"a:\n\t- b\n", 2, 1, "not YAML"},
        {"a: \"\\q\"\n", 1, 5, "not YAML"},
        {"a: caf\xe9\n", 1, 7, "UTF-8"},
    };
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const struct refusal *refusal = &refusals[i];
        struct yaml_node root = {.line = 77};
        struct err err = {0};
        if (yaml_parse(*state, STR("a.yaml"), str_of(refusal->text), 1, &root, &err) == 0)
            fail_msg("taken: %s", refusal->text);
        if (err.line != refusal->line || err.column != refusal->column || !strstr(err.message, refusal->says))
            fail_msg("%s: %d:%d %s", refusal->text, err.line, err.column, err.message);
        assert_string_equal(err.file, "a.yaml");
        assert_int_equal(root.line, 77);
    }
}

static void refuses_nul_and_utf16(void **state)
{
    struct yaml_node root;
    struct err err = {0};
    assert_int_equal(yaml_parse(*state, STR("a"), STR("a: \0"), 1, &root, &err), -1);
    struct err other = {0};
    assert_int_equal(yaml_parse(*state, STR("a"),
                                STR("\xff\xfe"
                                    "a\0"),
                                1, &root, &other),
                     -1);
    assert_int_equal(other.line, 1);
}

static void places_count_from_the_first_line(void **state)
{
    struct yaml_node root;
    struct err err = {0};
    assert_int_equal(yaml_parse(*state, STR("p.md"), STR("a: 1\n\nb: 2\n"), 2, &root, &err), 0);
    assert_int_equal(root.keys[1].line, 4);
    assert_int_equal(yaml_parse(*state, STR("p.md"), STR("a: 1\na: 2\n"), 2, &root, &err), -1);
    assert_int_equal(err.line, 3);
}

static void bounds_depth_size_and_number(void **state)
{
    struct buf buf;
    struct yaml_node root;
    buf_init(&buf, 4 << 20);
    for (int i = 0; i < 32; i++) buf_add_char(&buf, '[');
    for (int i = 0; i < 32; i++) buf_add_char(&buf, ']');
    struct err err = {0};
    assert_int_equal(yaml_parse(*state, STR("a"), buf_str(&buf), 1, &root, &err), 0);
    buf_clear(&buf);
    for (int i = 0; i < 33; i++) buf_add_char(&buf, '[');
    assert_int_equal(yaml_parse(*state, STR("a"), buf_str(&buf), 1, &root, &err), -1);
    assert_int_equal(err.category, ERR_LIMIT);
    assert_int_equal(err.column, 33);
    buf_clear(&buf);
    for (int i = 0; i < 500000; i++) buf_add_char(&buf, '[');
    assert_int_equal(yaml_parse(*state, STR("a"), buf_str(&buf), 1, &root, &err), -1);
    buf_clear(&buf);
    for (int i = 0; i < 100001; i++) buf_add_c(&buf, "- a\n");
    struct err many = {0};
    assert_int_equal(yaml_parse(*state, STR("a"), buf_str(&buf), 1, &root, &many), -1);
    assert_int_equal(many.category, ERR_LIMIT);
    buf_clear(&buf);
    for (int i = 0; i < (1 << 20) / 8 + 1; i++) buf_add_c(&buf, "# filler");
    struct err large = {0};
    assert_int_equal(yaml_parse(*state, STR("a"), buf_str(&buf), 1, &root, &large), -1);
    assert_int_equal(large.category, ERR_LIMIT);
    buf_done(&buf);
}

static void many_keys_are_checked_fast(void **state)
{
    struct buf buf;
    struct yaml_node root;
    struct err err = {0};
    buf_init(&buf, 1 << 20);
    for (int i = 0; i < 40000; i++) buf_printf(&buf, "key%d: 1\n", i);
    assert_int_equal(yaml_parse(*state, STR("a"), buf_str(&buf), 1, &root, &err), 0);
    assert_int_equal(root.count, 40000);
    buf_add_c(&buf, "key39999: 2\n");
    assert_int_equal(yaml_parse(*state, STR("a"), buf_str(&buf), 1, &root, &err), -1);
    assert_int_equal(err.line, 40001);
    buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_a_tree_with_places, setup, teardown),
        cmocka_unit_test_setup_teardown(columns_count_characters, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_document_is_an_empty_mapping, setup, teardown),
        cmocka_unit_test_setup_teardown(block_text_is_quoted, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_with_place, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_nul_and_utf16, setup, teardown),
        cmocka_unit_test_setup_teardown(places_count_from_the_first_line, setup, teardown),
        cmocka_unit_test_setup_teardown(bounds_depth_size_and_number, setup, teardown),
        cmocka_unit_test_setup_teardown(many_keys_are_checked_fast, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
