/* Command lines by the tables of options. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cli/options.h"

enum { DATE, FORMAT, RUSH };

static const struct option options[] = {
    [DATE] = {"date", "DATE", "", NULL, COMPLETE_NOTHING, true},
    [FORMAT] = {"format", "FORMAT", "", "text|json", COMPLETE_NOTHING, false},
    [RUSH] = {"rush", NULL, "", NULL, COMPLETE_NOTHING, false},
    {NULL},
};

static const struct command command = {
    .name = "plan",
    .operands = "[FILE]",
    .operands_most = 1,
    .options = options,
};

static int parse(struct arguments *out, struct err *err, const char *const *words)
{
    int count = 0;
    while (words[count]) count++;
    *err = (struct err){0};
    return options_parse(&command, count, (char *const *)words, out, err);
}

#define PARSE(out, err, ...) parse((out), (err), (const char *const[]){__VA_ARGS__, NULL})

static void test_values_flags_operands(void **state)
{
    (void)state;
    struct arguments arguments;
    struct err err;
    assert_int_equal(PARSE(&arguments, &err, "--date", "2026-03-01", "file", "--format=json", "--rush"), 0);
    assert_string_equal(arguments.values[DATE], "2026-03-01");
    assert_string_equal(arguments.values[FORMAT], "json");
    assert_non_null(arguments.values[RUSH]);
    assert_int_equal(arguments.operand_count, 1);
    assert_string_equal(arguments.operands[0], "file");
    assert_int_equal(PARSE(&arguments, &err, "--date=x=y", "--", "--format"), 0);
    assert_string_equal(arguments.values[DATE], "x=y");
    assert_string_equal(arguments.operands[0], "--format");
    assert_int_equal(PARSE(&arguments, &err, "--date", "-5", "-"), 0);
    assert_string_equal(arguments.values[DATE], "-5");
    assert_string_equal(arguments.operands[0], "-");
}

static void test_help_wins(void **state)
{
    (void)state;
    struct arguments arguments;
    struct err err;
    assert_int_equal(PARSE(&arguments, &err, "--help"), 0);
    assert_true(arguments.help);
    assert_int_equal(PARSE(&arguments, &err, "-h"), 0);
    assert_true(arguments.help);
}

static void refuse(enum err_category category, const char *message, const char *const *words)
{
    struct arguments arguments = {.operand_count = 99};
    struct err err;
    assert_int_equal(parse(&arguments, &err, words), -1);
    assert_int_equal(err.category, category);
    if (!strstr(err.message, message)) fail_msg("“%s” is not in “%s”", message, err.message);
    assert_int_equal(arguments.operand_count, 99);
}

#define REFUSE(category, message, ...) refuse((category), (message), (const char *const[]){__VA_ARGS__, NULL})

static void test_refusals(void **state)
{
    (void)state;
    REFUSE(ERR_USAGE, "did you mean --date?", "--dat", "x");
    REFUSE(ERR_USAGE, "there is no option --colour", "--colour", "x");
    REFUSE(ERR_USAGE, "there is no option -x", "-x");
    REFUSE(ERR_USAGE, "--date DATE is missing", "file");
    REFUSE(ERR_USAGE, "--date needs a value", "--date");
    REFUSE(ERR_USAGE, "--date needs a value", "--date", "--rush");
    REFUSE(ERR_USAGE, "--date needs a value", "--date=");
    REFUSE(ERR_USAGE, "given twice", "--date", "a", "--date", "b");
    REFUSE(ERR_USAGE, "takes no value", "--date", "a", "--rush=yes");
    REFUSE(ERR_USAGE, "nothing is expected at b", "--date", "x", "a", "b");
    REFUSE(ERR_INPUT, "one of text|json is expected", "--date", "x", "--format", "xml");
}

static void test_hints(void **state)
{
    (void)state;
    static const char *const names[] = {"assess", "reply", "eta"};
    assert_string_equal(closest_name("asess", names, 3), "assess");
    assert_string_equal(closest_name("ett", names, 3), "eta");
    assert_null(closest_name("zzz", names, 3));
    assert_null(closest_name("a-word-that-is-far-too-long-to-be-a-slip-of-the-hand", names, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_flags_operands),
        cmocka_unit_test(test_help_wins),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_hints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
