/* Lint held against replies that are wrong in one way each (tests/data/lint/wrong.jsonl) and replies that are right
 * (right.jsonl): each wrong one is caught, no right one is flagged. Runs in the project's root. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "engine/lint.h"
#include "text/json.h"

struct bench {
    struct arena *arena;
    struct value assessments;
};

static struct str string_of(const struct value *object, const char *name)
{
    const struct value *value = value_get(object, str_of(name));
    return value && value->kind == VALUE_STRING ? value->string : (struct str){0};
}

static int setup(void **state)
{
    struct bench *bench = test_malloc(sizeof *bench);
    bench->arena = arena_new();
    struct str text;
    struct err err = {0};
    if (file_read(bench->arena, "tests/data/lint/assessments.json", 1 << 20, &text, &err) < 0 ||
        json_parse(bench->arena, text, &bench->assessments, &err) < 0)
        fail_msg("%s", err.message);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    arena_free(bench->arena);
    test_free(bench);
    return 0;
}

static struct lint_context context_of(struct bench *bench, const struct value *row)
{
    struct lint_context context = {.today = DAY_NONE};
    const struct value *document = value_get(&bench->assessments, string_of(row, "case"));
    if (document) assert_int_equal(lint_context_of_json(bench->arena, document, &context, NULL), 0);
    context.lang = str_is(string_of(row, "lang"), "zh") ? LANG_ZH : LANG_EN;
    context.sms = value_get(row, STR("sms")) != NULL;
    return context;
}

static bool finds(const struct lint_finding *findings, size_t count, struct str rule)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(findings[i].rule, rule)) return true;
    return false;
}

static bool in_order(const struct lint_finding *findings, size_t count, size_t len)
{
    for (size_t i = 0; i < count; i++)
        if (findings[i].start > findings[i].end || findings[i].end > len ||
            (i > 0 && findings[i].start < findings[i - 1].start))
            return false;
    return true;
}

static bool check_row(struct bench *bench, struct str line)
{
    struct value row;
    assert_int_equal(json_parse(bench->arena, line, &row, NULL), 0);
    struct lint_context context = context_of(bench, &row);
    struct str text = string_of(&row, "text"), rule = string_of(&row, "rule");
    struct lint_finding *findings;
    size_t count;
    lint_text(bench->arena, text, &context, &findings, &count);
    if (in_order(findings, count, text.len) && (rule.len ? finds(findings, count, rule) : count == 0))
        return true;
    print_message("%.*s\n  wants %.*s, found", STR_ARG(text), STR_ARG(rule.len ? rule : STR("nothing")));
    for (size_t i = 0; i < count; i++)
        print_message(" %.*s \"%.*s\"", STR_ARG(findings[i].rule),
                      STR_ARG(str_slice(text, findings[i].start, findings[i].end)));
    print_message("\n");
    return false;
}

static void check_file(void **state, const char *path, size_t least)
{
    struct bench *bench = *state;
    struct str text, line;
    assert_int_equal(file_read(bench->arena, path, 1 << 20, &text, NULL), 0);
    size_t rows = 0, wrong = 0;
    while (str_next_part(&text, '\n', &line)) {
        if (line.len == 0) continue;
        rows++;
        wrong += !check_row(bench, line);
    }
    assert_true(rows >= least);
    assert_int_equal(wrong, 0);
}

static void catches_wrong_replies(void **state)
{
    check_file(state, "tests/data/lint/wrong.jsonl", 150);
}

static void leaves_right_replies_alone(void **state)
{
    check_file(state, "tests/data/lint/right.jsonl", 50);
}

static void marks_the_place(void **state)
{
    struct bench *bench = *state;
    struct str text = STR("Hi,\n\nit will arrive on **March 12**, unfortunately.");
    struct lint_context context = {.today = DAY_NONE};
    struct lint_finding *findings;
    size_t count;
    lint_text(bench->arena, text, &context, &findings, &count);
    assert_int_equal(count, 2);
    assert_true(str_is(str_slice(text, findings[0].start, findings[0].end), "March 12"));
    assert_true(findings[0].error);
    assert_true(str_is(str_slice(text, findings[1].start, findings[1].end), "unfortunately"));
    assert_false(findings[1].error);
}

static void reads_documents_of_any_size(void **state)
{
    struct bench *bench = *state;
    struct lint_context context;
    struct value empty = value_object(), wrong = value_array();
    assert_int_equal(lint_context_of_json(bench->arena, &empty, &context, NULL), 0);
    assert_true(context.has_assessment);
    assert_int_equal(context.range_count, 0);
    struct err err = {0};
    assert_int_equal(lint_context_of_json(bench->arena, &wrong, &context, &err), -1);
    assert_int_equal(err.category, ERR_INPUT);
    struct lint_finding *findings;
    size_t count;
    lint_text(bench->arena, (struct str){0}, &context, &findings, &count);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catches_wrong_replies),
        cmocka_unit_test(leaves_right_replies_alone),
        cmocka_unit_test(marks_the_place),
        cmocka_unit_test(reads_documents_of_any_size),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
