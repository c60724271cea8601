/* SQL text for both databases: placeholders, tokens, several statements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "db/sql.h"

struct row {
    const char *text;
    const char *sqlite, *postgres; /* NULL: refused */
    int params;
};

static const struct row rows[] = {
    {"", "", "", 0},
    {"SELECT 1", "SELECT 1", "SELECT 1", 0},
    {"SELECT ?1", "SELECT ?1", "SELECT $1", 1},
    {"SELECT ?2, ?1, ?2", "SELECT ?2, ?1, ?2", "SELECT $2, $1, $2", 2},
    {"SELECT ?12+?3", "SELECT ?12+?3", "SELECT $12+$3", 12},
    {"?999", "?999", "$999", 999},
    {"?1000", NULL, NULL, 0},
    {"?0", NULL, NULL, 0},
    {"?01", NULL, NULL, 0},
    {"?", NULL, NULL, 0},
    {"SELECT ? , 1", NULL, NULL, 0},
    {"SELECT '?1 {int} ''?2'''", "SELECT '?1 {int} ''?2'''", "SELECT '?1 {int} ''?2'''", 0},
    {"SELECT \"a?1\", ?1", "SELECT \"a?1\", ?1", "SELECT \"a?1\", $1", 1},
    {"SELECT 1 -- ?1 it's {x}\n, ?1", "SELECT 1 -- ?1 it's {x}\n, ?1", "SELECT 1 -- ?1 it's {x}\n, $1", 1},
    {"SELECT 1 -- ?1", "SELECT 1 -- ?1", "SELECT 1 -- ?1", 0},
    {"/* ?1 {x} ' */ ?1", "/* ?1 {x} ' */ ?1", "/* ?1 {x} ' */ $1", 1},
    {"a - ?1 / ?2", "a - ?1 / ?2", "a - $1 / $2", 2},
    {"$$ ?1 ' $$ ?1", "$$ ?1 ' $$ ?1", "$$ ?1 ' $$ $1", 1},
    {"$x$ $$ ?1 $x$ ?1", "$x$ $$ ?1 $x$ ?1", "$x$ $$ ?1 $x$ $1", 1},
    {"(a {int}, b {text}, c {bytes}, d {id}, e {json}) {strict}",
     "(a INTEGER, b TEXT, c BLOB, d BLOB, e TEXT) STRICT", "(a BIGINT, b TEXT, c BYTEA, d UUID, e TEXT) ", 0},
    {"(a {int}) {clustered};", "(a INTEGER) STRICT, WITHOUT ROWID;", "(a BIGINT) ;", 0},
    {"CAST(?1 AS {int})", "CAST(?1 AS INTEGER)", "CAST($1 AS BIGINT)", 1},
    {"{number}", NULL, NULL, 0},
    {"a{int}", NULL, NULL, 0},
    {"{int}a", NULL, NULL, 0},
    {"{text}$p$ ; $p$", NULL, NULL, 0},
    {"{int", NULL, NULL, 0},
    {"{", NULL, NULL, 0},
    {"'", NULL, NULL, 0},
    {"'a", NULL, NULL, 0},
    {"'a''", NULL, NULL, 0},
    {"\"a", NULL, NULL, 0},
    {"/* a", NULL, NULL, 0},
    {"/*/", NULL, NULL, 0},
    {"$$ a $", NULL, NULL, 0},
    {"''", "''", "''", 0},
    {"名 = ?1", "名 = ?1", "名 = $1", 1},
};

static void check(enum sql_dialect dialect, const struct row *row, const char *expected)
{
    struct buf out;
    struct err err = {0};
    int params = 0;
    buf_init(&out, 4096);
    int rc = sql_rewrite(dialect, str_of(row->text), &out, &params, &err);
    if (expected) {
        assert_int_equal(rc, 0);
        assert_string_equal(buf_str(&out).ptr, expected);
        assert_int_equal(params, row->params);
    } else {
        assert_int_equal(rc, -1);
        assert_int_equal(err.category, ERR_SYSTEM);
        assert_true(err.message[0]);
    }
    buf_done(&out);
}

static void both_dialects_get_their_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check(SQL_SQLITE, &rows[i], rows[i].sqlite);
        check(SQL_POSTGRES, &rows[i], rows[i].postgres);
    }
}

static void a_text_that_is_too_long_is_refused(void **state)
{
    (void)state;
    struct buf out;
    struct err err = {0};
    buf_init(&out, 8);
    assert_int_equal(sql_rewrite(SQL_SQLITE, STR("SELECT 123456"), &out, NULL, &err), -1);
    assert_int_equal(err.category, ERR_LIMIT);
    buf_done(&out);
}

static void statements_are_parted_outside_of_quotes(void **state)
{
    (void)state;
    static const char *const expected[] = {"CREATE TABLE a (x TEXT DEFAULT ';') -- no; not here\n, y",
                                           "INSERT INTO a VALUES ('--;')", "SELECT /* ; */ 1", "$$ ; $$"};
    struct str rest =
        STR("-- first; comment\n /* and; another */ ;;\n"
            "CREATE TABLE a (x TEXT DEFAULT ';') -- no; not here\n, y ; \n"
            "INSERT INTO a VALUES ('--;');;SELECT /* ; */ 1 -- behind it\n ; $$ ; $$\n -- the end");
    struct str statement;
    for (size_t i = 0; i < 4; i++) {
        assert_true(sql_next_statement(&rest, &statement));
        assert_true(str_is(statement, expected[i]));
    }
    assert_false(sql_next_statement(&rest, &statement));
    assert_false(sql_next_statement(&rest, &statement));
}

static void some_statements_are_for_one_database_alone(void **state)
{
    (void)state;
    struct str one = STR("{sqlite} CREATE a"), other = STR("{postgres}CREATE b"), both = STR("CREATE {int}");
    struct str s = one;
    assert_true(sql_is_for(SQL_SQLITE, &s));
    assert_true(str_is(s, "CREATE a"));
    assert_false(sql_is_for(SQL_POSTGRES, &one));
    assert_false(sql_is_for(SQL_SQLITE, &other));
    other = STR("{postgres}CREATE b");
    assert_true(sql_is_for(SQL_POSTGRES, &other));
    assert_true(str_is(other, "CREATE b"));
    assert_true(sql_is_for(SQL_SQLITE, &both));
    assert_true(sql_is_for(SQL_POSTGRES, &both));
    assert_true(str_is(both, "CREATE {int}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_dialects_get_their_text),
        cmocka_unit_test(a_text_that_is_too_long_is_refused),
        cmocka_unit_test(statements_are_parted_outside_of_quotes),
        cmocka_unit_test(some_statements_are_for_one_database_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
