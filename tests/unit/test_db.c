/* What both databases must do alike: one suite, run over SQLite in a file, SQLite in memory, and PostgreSQL. */
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "database.h"

enum kind { IN_FILE, IN_MEMORY, ON_POSTGRES };

struct fixture {
    enum kind kind;
    char url[512];
    struct db *db;
};

static int open_fixture(void **state, enum kind kind)
{
    static struct fixture fixture;
    fixture = (struct fixture){.kind = kind, .url = "sqlite::memory:"};
    if (kind != IN_MEMORY) database_new(kind == ON_POSTGRES, "test_db", fixture.url, sizeof fixture.url);
    fixture.db = database_open(&(struct db_options){.url = fixture.url, .readers = 8});
    static const struct db_sql tables[] = {
        {"CREATE TABLE thing (id {id} NOT NULL PRIMARY KEY, name {text} NOT NULL, size {int}, body {bytes}, "
         "extra {json},"
         " CHECK (size IS NULL OR size < 1000000)) {strict}",
         NULL},
        {"CREATE UNIQUE INDEX thing_name ON thing (name)", NULL},
        {"CREATE TABLE pair (a {int} NOT NULL, b {int} NOT NULL, c {text}, UNIQUE (b, c), PRIMARY KEY (a, "
         "b)) {strict}",
         NULL},
        {"CREATE TABLE part (thing {id} NOT NULL REFERENCES thing, what {text} NOT NULL"
         " CONSTRAINT part_what CHECK (what <> 'bad')) {strict}",
         NULL},
        {"CREATE TABLE counter (name {text} NOT NULL PRIMARY KEY, value {int} NOT NULL) {strict}", NULL},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) database_run(fixture.db, &tables[i]);
    *state = &fixture;
    return 0;
}

static int open_file(void **state)
{
    return open_fixture(state, IN_FILE);
}

static int open_memory(void **state)
{
    return open_fixture(state, IN_MEMORY);
}

static int open_server(void **state)
{
    return open_fixture(state, ON_POSTGRES);
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    db_close(fixture->db);
    database_remove(fixture->url);
    return 0;
}

static void write_ok(void **state, db_work *work, void *context)
{
    struct err err = {0};
    if (db_write(((struct fixture *)*state)->db, work, context, &err) < 0) fail_msg("%s", err.message);
}

static void read_ok(void **state, db_work *work, void *context)
{
    struct err err = {0};
    if (db_read(((struct fixture *)*state)->db, work, context, &err) < 0) fail_msg("%s", err.message);
}

static struct id id_of(uint8_t first)
{
    struct id id = {{first, 1, 2, 3, 4, 5, 6, 0x70, 0x80, 9, 10, 11, 12, 13, 14, 255}};
    return id;
}

/* ------------------------------------------------------------------------------------------------------- values */

static const struct db_sql sql_add = {
    "INSERT INTO thing (id, name, size, body, extra) VALUES (?1, ?2, ?3, ?4, ?5)", NULL};
static const struct db_sql sql_get = {"SELECT name, size, body, extra, id FROM thing WHERE id = ?1", NULL};
static const struct db_sql sql_drop = {"DELETE FROM thing", NULL};
static const struct db_sql sql_count = {"SELECT count(*) FROM thing", NULL};

static int add_values(struct db_tx *tx, void *context, struct err *err)
{
    (void)context;
    struct id one = id_of(1), two = id_of(2), three = id_of(3);
    struct str bytes = {"\0\xff\x80'\"\\\n", 7};
    int64_t changes = -1;
    if (db_exec(tx, &sql_drop, DB_NO_ARGS, NULL, err) < 0) return -1;
    /* The first time every argument is NULL that may be: the types come later. */
    if (db_exec(tx, &sql_add, DB_ARGS(db_id(&two), db_text(STR("")), db_null(), db_null(), db_null()),
                &changes, err) < 0)
        return -1;
    assert_int_equal(changes, 1);
    if (db_exec(tx, &sql_add,
                DB_ARGS(db_id(&one), db_text(STR("Zoë 名 '\\")), db_int(-42), db_bytes(bytes),
                        db_text(STR("{\"a\": 1}"))),
                NULL, err) < 0)
        return -1;
    return db_exec(tx, &sql_add,
                   DB_ARGS(db_id(&three), db_text(STR("three")), db_int(INT64_MIN), db_bytes(STR("")),
                           db_text_or_null(STR(""))),
                   NULL, err);
}

static int get_values(struct db_tx *tx, void *context, struct err *err)
{
    struct str *kept = context;
    struct id one = id_of(1), two = id_of(2), three = id_of(3), none = {{0}}, absent = id_of(9);
    struct db_rows rows;
    assert_int_equal(db_first(tx, &sql_get, DB_ARGS(db_id(&one)), &rows, err), 1);
    assert_true(str_is(db_get_text(&rows, 0), "Zoë 名 '\\"));
    assert_int_equal(db_get_int(&rows, 1), -42);
    assert_true(str_eq(db_get_text(&rows, 2), (struct str){"\0\xff\x80'\"\\\n", 7}));
    assert_true(str_is(db_get_text(&rows, 3), "{\"a\": 1}"));
    struct id back = db_get_id(&rows, 4);
    assert_true(id_eq(&back, &one));
    *kept = db_copy_text(&rows, 0, db_arena(tx));
    db_rows_done(&rows);
    db_rows_done(&rows);
    assert_true(str_is(*kept, "Zoë 名 '\\"));

    assert_int_equal(db_first(tx, &sql_get, DB_ARGS(db_id(&two)), &rows, err), 1);
    assert_false(db_is_null(&rows, 0));
    assert_int_equal(db_get_text(&rows, 0).len, 0);
    for (int column = 1; column < 4; column++) assert_true(db_is_null(&rows, column));
    assert_int_equal(db_get_int(&rows, 1), 0);
    assert_true(db_get_instant(&rows, 1) == INSTANT_NONE);
    assert_int_equal(db_get_day(&rows, 1), DAY_NONE);
    assert_int_equal(db_get_text(&rows, 2).len, 0);
    back = db_get_id(&rows, 2);
    assert_true(id_eq(&back, &none));
    db_rows_done(&rows);

    assert_int_equal(db_first(tx, &sql_get, DB_ARGS(db_id(&three)), &rows, err), 1);
    assert_true(db_get_int(&rows, 1) == INT64_MIN);
    assert_false(db_is_null(&rows, 2));
    assert_true(db_is_null(&rows, 3));
    db_rows_done(&rows);

    assert_int_equal(db_first(tx, &sql_get, DB_ARGS(db_id(&absent)), &rows, err), 0);
    assert_int_equal(db_first(tx, &sql_get, DB_ARGS(db_id(&none)), &rows, err), 0);
    return 0;
}

static void values_come_back_as_they_were_written(void **state)
{
    struct str kept;
    write_ok(state, add_values, NULL);
    write_ok(state, add_values, NULL);
    read_ok(state, get_values, &kept);
}

static int sum_up(struct db_tx *tx, void *context, struct err *err)
{
    (void)context;
    static const struct db_sql sql_numbers = {"SELECT count(*), sum(b), max(a), coalesce(sum(b) / 10, 0), "
                                              "EXISTS (SELECT 1 FROM pair), min(c), 7, -sum(b),"
                                              " CAST(?1 AS {int}) FROM pair",
                                              NULL};
    static const struct db_sql sql_pair = {"INSERT INTO pair (a, b) VALUES (?1, ?2)", NULL};
    static const struct db_sql sql_none = {"DELETE FROM pair", NULL};
    struct db_rows rows;
    if (db_exec(tx, &sql_none, DB_NO_ARGS, NULL, err) < 0 ||
        db_exec(tx, &sql_pair, DB_ARGS(db_int(1), db_int(1234567890120000)), NULL, err) < 0 ||
        db_exec(tx, &sql_pair, DB_ARGS(db_int(2), db_int(30)), NULL, err) < 0)
        return -1;
    assert_int_equal(db_first(tx, &sql_numbers, DB_ARGS(db_null()), &rows, err), 1);
    assert_int_equal(db_get_int(&rows, 0), 2);
    assert_true(db_get_int(&rows, 1) == 1234567890120030);
    assert_int_equal(db_get_int(&rows, 2), 2);
    assert_int_equal(db_get_int(&rows, 4), 1);
    assert_true(db_is_null(&rows, 5));
    assert_int_equal(db_get_int(&rows, 6), 7);
    assert_true(db_get_int(&rows, 7) == -1234567890120030);
    assert_true(db_is_null(&rows, 8));
    db_rows_done(&rows);
    return 0;
}

static void sums_and_other_expressions_are_whole_numbers(void **state)
{
    write_ok(state, sum_up, NULL);
}

static int add_many(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_pair = {"INSERT INTO pair (a, b, c) VALUES (?1, ?2, ?3)", NULL};
    static const struct db_sql sql_none = {"DELETE FROM pair", NULL};
    static const struct db_sql sql_move = {"UPDATE pair SET c = 'x' WHERE a = ?1", NULL};
    if (db_exec(tx, &sql_none, DB_NO_ARGS, NULL, err) < 0) return -1;
    for (int i = 0; i < *(int *)context; i++)
        if (db_exec(tx, &sql_pair, DB_ARGS(db_int(i / 10), db_int(i), db_null()), NULL, err) < 0) return -1;
    int64_t changes = -1;
    if (db_exec(tx, &sql_move, DB_ARGS(db_int(3)), &changes, err) < 0) return -1;
    assert_int_equal(changes, 10);
    if (db_exec(tx, &sql_move, DB_ARGS(db_int(-3)), &changes, err) < 0) return -1;
    assert_int_equal(changes, 0);
    return 0;
}

static int walk(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_of = {"SELECT b, c FROM pair WHERE a = ?1 ORDER BY b", NULL};
    static const struct db_sql sql_all = {"SELECT DISTINCT a FROM pair ORDER BY a LIMIT ?1", NULL};
    struct db_rows outer, inner, same;
    int more, *seen = context;
    *seen = 0;
    if (db_query(tx, &sql_all, DB_ARGS(db_int(50)), &outer, err) < 0) return -1;
    while ((more = db_next(&outer, err)) > 0) {
        int64_t a = db_get_int(&outer, 0);
        if (db_query(tx, &sql_of, DB_ARGS(db_int(a)), &inner, err) < 0) return -1;
        while (db_next(&inner, err) > 0) {
            assert_int_equal(db_get_int(&inner, 0) / 10, a);
            (*seen)++;
            /* The same statement once more, while the other stands on its row. */
            assert_int_equal(db_first(tx, &sql_of, DB_ARGS(db_int(0)), &same, err), 1);
            assert_int_equal(db_get_int(&same, 0), 0);
        }
        assert_int_equal(db_next(&inner, err), 0);
    }
    return more; /* what stands open is closed by itself */
}

static void queries_may_stand_open_beside_each_other(void **state)
{
    int count = 1000, seen = 0;
    write_ok(state, add_many, &count);
    read_ok(state, walk, &seen);
    assert_int_equal(seen, 500);
    read_ok(state, walk, &seen);
    assert_int_equal(seen, 500);
    write_ok(state, walk, &seen);
    write_ok(state, add_many, &count);
}

/* ----------------------------------------------------------------------------------------------------- failures */

struct attempt {
    const struct db_sql *sql;
    const struct db_value *args;
    size_t count;
    int runs;
    int answer;    /* what the closure returns */
    bool swallows; /* a failure of the statement is not passed on */
    bool deferred; /* nobody asks for the changes */
};

static int try_it(struct db_tx *tx, void *context, struct err *err)
{
    struct attempt *attempt = context;
    struct id id = id_of(77);
    int64_t changes;
    attempt->runs++;
    if (db_exec(tx, &sql_add, DB_ARGS(db_id(&id), db_text(STR("trace")), db_null(), db_null(), db_null()),
                NULL, err) < 0)
        return -1;
    int rc =
        db_exec(tx, attempt->sql, attempt->args, attempt->count, attempt->deferred ? NULL : &changes, err);
    if (rc < 0 && !attempt->swallows) return -1;
    return attempt->answer;
}

static int count_things(struct db_tx *tx, void *context, struct err *err)
{
    struct db_rows rows;
    if (db_first(tx, &sql_count, DB_NO_ARGS, &rows, err) != 1) return -1;
    *(int64_t *)context = db_get_int(&rows, 0);
    db_rows_done(&rows);
    return 0;
}

static int64_t things(void **state)
{
    int64_t count = -1;
    read_ok(state, count_things, &count);
    return count;
}

/* The closure fails in the category, with the word in its message, and leaves no trace. */
static void fails(void **state, struct attempt attempt, enum err_category category, const char *word)
{
    struct err err = {0};
    int64_t before = things(state);
    assert_int_equal(db_write(((struct fixture *)*state)->db, try_it, &attempt, &err), -1);
    assert_int_equal(err.category, category);
    if (!strstr(err.message, word)) fail_msg("\"%s\" lacks \"%s\"", err.message, word);
    assert_int_equal(things(state), before);
}

static void conflicts_name_the_constraint(void **state)
{
    static const struct db_sql sql_pair = {"INSERT INTO pair (a, b, c) VALUES (?1, ?2, ?3)", NULL};
    static const struct db_sql sql_part = {"INSERT INTO part (thing, what) VALUES (?1, ?2)", NULL};
    write_ok(state, add_values, NULL);
    int count = 40;
    write_ok(state, add_many, &count);
    struct id new = id_of(50), one = id_of(1);
    const struct db_value name[] = {db_id(&new), db_text(STR("three")), db_null(), db_null(), db_null()};
    const struct db_value key[] = {db_id(&one), db_text(STR("new")), db_null(), db_null(), db_null()};
    const struct db_value pair_key[] = {db_int(0), db_int(1), db_null()};
    const struct db_value pair_unique[] = {db_int(100), db_int(31), db_text(STR("x"))};
    const struct db_value orphan[] = {db_id(&new), db_text(STR("leg"))};
    const struct db_value bad[] = {db_id(&one), db_text(STR("bad"))};
    for (int deferred = 0; deferred < 2; deferred++) {
        bool d = deferred;
        fails(state, (struct attempt){&sql_add, name, 5, .deferred = d}, ERR_CONFLICT, "\"thing_name\"");
        fails(state, (struct attempt){&sql_add, key, 5, .deferred = d}, ERR_CONFLICT, "\"thing_pkey\"");
        fails(state, (struct attempt){&sql_pair, pair_key, 3, .deferred = d}, ERR_CONFLICT, "\"pair_pkey\"");
        fails(state, (struct attempt){&sql_pair, pair_unique, 3, .deferred = d}, ERR_CONFLICT,
              "\"pair_b_c_key\"");
        fails(state, (struct attempt){&sql_part, orphan, 2, .deferred = d}, ERR_CONFLICT, "foreign key");
        fails(state, (struct attempt){&sql_part, bad, 2, .deferred = d}, ERR_CONFLICT, "\"part_what\"");
    }
}

static void wrong_statements_are_our_own_fault(void **state)
{
    static const struct db_sql sql_broken = {"INSRT INTO thing", NULL},
                               sql_unknown = {"DELETE FROM nothing", NULL};
    const struct db_value few[] = {db_null()};
    struct id new = id_of(51);
    const struct db_value no_name[] = {db_id(&new), db_null(), db_null(), db_null(), db_null()};
    const struct db_value nul[] = {db_id(&new), db_text((struct str){"a\0b", 3}), db_null(), db_null(),
                                   db_null()};
    fails(state, (struct attempt){.sql = &sql_broken}, ERR_SYSTEM, "");
    fails(state, (struct attempt){.sql = &sql_unknown}, ERR_SYSTEM, "nothing");
    fails(state, (struct attempt){.sql = &sql_unknown, .deferred = true}, ERR_SYSTEM, "nothing");
    fails(state, (struct attempt){&sql_add, few, 1, .runs = 0}, ERR_SYSTEM, "5 arguments expected, 1 given");
    fails(state, (struct attempt){&sql_add, no_name, 5, .runs = 0}, ERR_SYSTEM, "name");
    fails(state, (struct attempt){&sql_add, nul, 5, .runs = 0}, ERR_INPUT, "NUL");
}

static void a_failed_statement_loses_the_transaction(void **state)
{
    static const struct db_sql sql_fine = {"DELETE FROM part", NULL};
    struct id one = id_of(1);
    const struct db_value key[] = {db_id(&one), db_text(STR("new")), db_null(), db_null(), db_null()};
    write_ok(state, add_values, NULL);
    fails(state, (struct attempt){&sql_add, key, 5, .swallows = true}, ERR_CONFLICT, "thing_pkey");
    fails(state, (struct attempt){&sql_fine, NULL, 0, .answer = -1}, ERR_SYSTEM, "without a reason");
    fails(state, (struct attempt){&sql_fine, NULL, 0, .answer = -7, .deferred = true}, ERR_SYSTEM, "reason");
    struct attempt fine = {&sql_fine, NULL, 0, .answer = 5};
    write_ok(state, try_it, &fine);
    assert_int_equal(things(state), 4);
}

static int say_no(struct db_tx *tx, void *context, struct err *err)
{
    if (try_it(tx, context, err) < 0) return -1;
    return err_set(err, ERR_STALE, "it has changed meanwhile");
}

static void the_reason_of_the_closure_is_handed_on(void **state)
{
    struct attempt attempt = {.sql = &(const struct db_sql){"DELETE FROM part", NULL}};
    struct err err = {.line = 3};
    write_ok(state, add_values, NULL);
    assert_int_equal(db_write(((struct fixture *)*state)->db, say_no, &attempt, &err), -1);
    assert_int_equal(err.category, ERR_STALE);
    assert_string_equal(err.message, "it has changed meanwhile");
    assert_int_equal(attempt.runs, 1);
    assert_int_equal(db_write(((struct fixture *)*state)->db, say_no, &attempt, NULL), -1);
    assert_int_equal(db_read(((struct fixture *)*state)->db, say_no, &attempt, NULL), -1);
    assert_int_equal(things(state), 3);
}

/* -------------------------------------------------------------------------------------------------------- faults */

struct fault {
    enum db_moment moment;
    int countdown; /* strikes when it comes to 0 */
    int seen;
};

static int strike(void *context, enum db_moment moment, const char *sql)
{
    struct fault *fault = context;
    assert_non_null(sql);
    if (moment != fault->moment) return 0;
    fault->seen++;
    return fault->countdown-- == 0 ? -1 : 0;
}

/* On a database of its own, which has the hook. */
static void strike_everywhere(void **state, enum db_moment moment, bool stays)
{
    struct fixture *fixture = *state, other = *fixture;
    struct fault fault = {moment, -1, 0};
    const struct db_faults faults = {strike, &fault};
    if (fixture->kind == IN_MEMORY) return; /* there is no second door to it */
    database_new(fixture->kind == ON_POSTGRES, "test_db_faults", other.url, sizeof other.url);
    static const struct db_sql table = {"CREATE TABLE thing (id {id} NOT NULL PRIMARY KEY, name {text} NOT "
                                        "NULL, size {int}, body {bytes}, extra {json})",
                                        NULL};
    other.db = database_open(&(struct db_options){.url = other.url, .faults = &faults, .readers = 2});
    void *inner = &other;
    database_run(other.db, &table);
    int strikes = 0;
    for (;; strikes++) {
        struct err err = {0};
        fault = (struct fault){moment, strikes, 0};
        int rc = db_write(other.db, add_values, NULL, &err);
        bool struck = fault.countdown < 0;
        fault.countdown = -1;
        if (!struck) break;
        assert_int_equal(rc, -1);
        assert_int_equal(err.category, ERR_BUSY);
        assert_int_equal(things(&inner), stays ? 3 : 0);
    }
    assert_int_equal(strikes, moment == DB_BEFORE_STATEMENT ? 4 : 1);
    assert_int_equal(things(&inner), 3);
    db_close(other.db);
    database_remove(other.url);
}

static void a_fault_at_any_statement_leaves_no_trace(void **state)
{
    strike_everywhere(state, DB_BEFORE_STATEMENT, false);
}

static void a_fault_before_the_commit_leaves_no_trace(void **state)
{
    strike_everywhere(state, DB_BEFORE_COMMIT, false);
}

static void a_lost_answer_does_not_undo_the_commit(void **state)
{
    strike_everywhere(state, DB_AFTER_COMMIT, true);
}

/* ------------------------------------------------------------------------------------------------------- threads */

static const struct db_sql sql_counter = {"SELECT value FROM counter WHERE name = ?1", NULL};
static const struct db_sql sql_set = {"UPDATE counter SET value = ?2 WHERE name = ?1", NULL};
static const struct db_sql sql_new = {
    "INSERT INTO counter (name, value) VALUES (?1, 0) ON CONFLICT DO NOTHING", NULL};

/* Reads in one statement and writes in another: only as good as the isolation is. */
static int increment(struct db_tx *tx, void *context, struct err *err)
{
    (void)context;
    struct str name = STR("shared");
    struct db_rows rows;
    if (db_exec(tx, &sql_new, DB_ARGS(db_text(name)), NULL, err) < 0 ||
        db_first(tx, &sql_counter, DB_ARGS(db_text(name)), &rows, err) != 1)
        return -1;
    int64_t value = db_get_int(&rows, 0);
    db_rows_done(&rows);
    return db_exec(tx, &sql_set, DB_ARGS(db_text(name), db_int(value + 1)), NULL, err);
}

static int get_counter(struct db_tx *tx, void *context, struct err *err)
{
    struct db_rows rows;
    if (db_first(tx, &sql_counter, DB_ARGS(db_text(STR("shared"))), &rows, err) != 1) return -1;
    *(int64_t *)context = db_get_int(&rows, 0);
    return 0;
}

enum { THREADS = 8, ROUNDS = 25 };

static void *increment_often(void *context)
{
    struct err err = {0};
    for (int i = 0; i < ROUNDS; i++)
        if (db_write(context, increment, NULL, &err) < 0) {
            fprintf(stderr, "increment: %s\n", err.message);
            return (void *)1;
        }
    return NULL;
}

static void competing_closures_lose_no_update(void **state)
{
    pthread_t threads[THREADS];
    void *bad;
    int64_t value = 0;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, increment_often, ((struct fixture *)*state)->db);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &bad);
        assert_null(bad);
    }
    read_ok(state, get_counter, &value);
    assert_int_equal(value, THREADS * ROUNDS);
}

struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int done, failed, heard;
    char text[64];
    struct db *db;
    const char *channel;
};

#define WAITING                                                                \
    {                                                                          \
        .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER \
    }

static void note_done(void *context, int result, const struct err *err)
{
    struct waiting *waiting = context;
    pthread_mutex_lock(&waiting->lock);
    waiting->done++;
    if (result < 0) waiting->failed += err->category != ERR_NONE;
    pthread_cond_signal(&waiting->changed);
    pthread_mutex_unlock(&waiting->lock);
}

static int refuse(struct db_tx *tx, void *context, struct err *err)
{
    if (increment(tx, context, err) < 0) return -1;
    return err_set(err, ERR_CONFLICT, "no");
}

static void submitted_work_is_done_and_told(void **state)
{
    struct waiting waiting = WAITING;
    struct err err = {0};
    int64_t before = 0, after = 0;
    write_ok(state, increment, NULL);
    read_ok(state, get_counter, &before);
    for (int i = 0; i < 20; i++) {
        db_work *work = i % 4 == 0 ? refuse : increment;
        assert_int_equal(db_submit(((struct fixture *)*state)->db, work, &waiting, note_done, &err), 0);
    }
    pthread_mutex_lock(&waiting.lock);
    while (waiting.done < 20) pthread_cond_wait(&waiting.changed, &waiting.lock);
    pthread_mutex_unlock(&waiting.lock);
    assert_int_equal(waiting.failed, 5);
    read_ok(state, get_counter, &after);
    assert_int_equal(after - before, 15);
}

/* A reader that stands on its snapshot while another thread commits. */
static int look_twice(struct db_tx *tx, void *context, struct err *err)
{
    struct fixture *fixture = context;
    int64_t before, after;
    if (get_counter(tx, &before, err) < 0) return -1;
    if (db_write(fixture->db, increment, NULL, err) < 0) return -1;
    if (get_counter(tx, &after, err) < 0) return -1;
    assert_int_equal(before, after);
    return 0;
}

static void a_reader_sees_one_snapshot(void **state)
{
    if (((struct fixture *)*state)->kind == IN_MEMORY) return; /* reads by the writer */
    int64_t before = 0, after = 0;
    read_ok(state, get_counter, &before);
    read_ok(state, look_twice, *state);
    read_ok(state, get_counter, &after);
    assert_int_equal(after, before + 1);
}

static int write_in_read(struct db_tx *tx, void *context, struct err *err)
{
    (void)context;
    if (db_exec(tx, &sql_drop, DB_NO_ARGS, NULL, err) < 0) return -1;
    return 0;
}

static void a_reader_writes_nothing(void **state)
{
    struct err err = {0};
    write_ok(state, add_values, NULL);
    db_read(((struct fixture *)*state)->db, write_in_read, NULL, &err);
    assert_int_equal(things(state), 3);
}

/* ---------------------------------------------------------------------------------------------------- time, hints */

static int tell_time(struct db_tx *tx, void *context, struct err *err)
{
    (void)err;
    instant_t now = db_now(tx);
    *(instant_t *)context = now;
    usleep(2000);
    assert_true(db_now(tx) == now);
    return 0;
}

static void every_transaction_has_its_time(void **state)
{
    instant_t first = 0, second = 0, now = clock_now(clock_system());
    write_ok(state, tell_time, &first);
    read_ok(state, tell_time, &second);
    assert_true(first > now - 60 * MICROS_PER_SECOND && first < now + 60 * MICROS_PER_SECOND);
    assert_true(second > first);
}

static void note_heard(void *context, const char *channel, struct str payload)
{
    struct waiting *waiting = context;
    pthread_mutex_lock(&waiting->lock);
    if (strcmp(channel, "test") == 0) {
        waiting->heard++;
        snprintf(waiting->text, sizeof waiting->text, "%.*s", STR_ARG(payload));
    }
    pthread_cond_signal(&waiting->changed);
    pthread_mutex_unlock(&waiting->lock);
}

static int notify(struct db_tx *tx, void *context, struct err *err)
{
    const char *text = context;
    if (increment(tx, NULL, err) < 0 || db_notify(tx, "test", str_of(text), err) < 0) return -1;
    return str_starts(str_of(text), STR("never")) ? err_set(err, ERR_CONFLICT, "rolled back") : 0;
}

static void notices_follow_commits(void **state)
{
    static struct waiting waiting = WAITING;
    char never[] = "never", once[] = "once 名";
    waiting.heard = 0;
    struct db *db = ((struct fixture *)*state)->db;
    struct err err = {0};
    assert_int_equal(db_listen(db, note_heard, &waiting, &err), 0);
    assert_int_equal(db_write(db, notify, never, &err), -1);
    write_ok(state, notify, once);
    pthread_mutex_lock(&waiting.lock);
    while (waiting.heard < 1) pthread_cond_wait(&waiting.changed, &waiting.lock);
    pthread_mutex_unlock(&waiting.lock);
    assert_int_equal(waiting.heard, 1);
    assert_string_equal(waiting.text, "once 名");
}

static void the_database_answers_and_counts(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    struct db_stats before, after;
    struct err err = {0};
    assert_int_equal(db_ping(db, &err), 0);
    db_stats(db, &before);
    write_ok(state, increment, NULL);
    assert_int_equal(db_write(db, refuse, NULL, &err), -1);
    things(state);
    db_stats(db, &after);
    assert_int_equal(after.writes - before.writes, 1);
    assert_int_equal(after.batches - before.batches, 1);
    assert_int_equal(after.failures - before.failures, 1);
    assert_int_equal(after.reads - before.reads, 1);
    assert_int_equal(after.in_use, 0);
    assert_int_equal(after.queued, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back_as_they_were_written),
        cmocka_unit_test(sums_and_other_expressions_are_whole_numbers),
        cmocka_unit_test(queries_may_stand_open_beside_each_other),
        cmocka_unit_test(conflicts_name_the_constraint),
        cmocka_unit_test(wrong_statements_are_our_own_fault),
        cmocka_unit_test(a_failed_statement_loses_the_transaction),
        cmocka_unit_test(the_reason_of_the_closure_is_handed_on),
        cmocka_unit_test(a_fault_at_any_statement_leaves_no_trace),
        cmocka_unit_test(a_fault_before_the_commit_leaves_no_trace),
        cmocka_unit_test(a_lost_answer_does_not_undo_the_commit),
        cmocka_unit_test(competing_closures_lose_no_update),
        cmocka_unit_test(submitted_work_is_done_and_told),
        cmocka_unit_test(a_reader_sees_one_snapshot),
        cmocka_unit_test(a_reader_writes_nothing),
        cmocka_unit_test(every_transaction_has_its_time),
        cmocka_unit_test(notices_follow_commits),
        cmocka_unit_test(the_database_answers_and_counts),
    };
    int failed = cmocka_run_group_tests_name("SQLite in a file", tests, open_file, close_fixture);
    failed += cmocka_run_group_tests_name("SQLite in memory", tests, open_memory, close_fixture);
    if (database_server())
        failed += cmocka_run_group_tests_name("PostgreSQL", tests, open_server, close_fixture);
    else
        printf("ok 1 - PostgreSQL # SKIP there is no server; see tools/with_postgres\n");
    return failed;
}
