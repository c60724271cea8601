/* What is PostgreSQL's alone: a server that goes away, a network that fails, a COMMIT whose answer is lost. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "database.h"
#include "db/pg_tx.h"
#include "proxy.h"

struct fixture {
    struct proxy proxy;
    char url[512];
    struct db *db;
};

static const struct db_sql sql_table = {"CREATE TABLE thing (id {int} NOT NULL PRIMARY KEY, name {text})",
                                        NULL};
static const struct db_sql sql_add = {"INSERT INTO thing (id, name) VALUES (?1, ?2)", NULL};
static const struct db_sql sql_count = {"SELECT count(*) FROM thing", NULL};

static int open_fixture(void **state)
{
    static struct fixture fixture;
    char direct[512];
    database_new(true, "test_db_postgres", direct, sizeof direct);
    proxy_start(&fixture.proxy, proxy_port_of(direct));
    proxy_url(&fixture.proxy, direct, fixture.url, sizeof fixture.url);
    fixture.db = database_open(&(struct db_options){.url = fixture.url, .readers = 2, .busy_ms = 2000});
    struct db *other = database_open(&(struct db_options){.url = direct, .readers = 1});
    database_run(other, &sql_table); /* not over the connection that is watched for its first COMMIT */
    db_close(other);
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    db_close(fixture->db);
    proxy_stop(&fixture->proxy);
    return 0;
}

struct adding {
    int id, runs;
    bool reads; /* before it writes */
};

static int add(struct db_tx *tx, void *context, struct err *err)
{
    struct adding *adding = context;
    struct db_rows rows;
    adding->runs++;
    if (adding->reads && db_first(tx, &sql_count, DB_NO_ARGS, &rows, err) < 0) return -1;
    return db_exec(tx, &sql_add, DB_ARGS(db_int(adding->id), db_null()), NULL, err);
}

static int count_things(struct db_tx *tx, void *context, struct err *err)
{
    struct db_rows rows;
    if (db_first(tx, &sql_count, DB_NO_ARGS, &rows, err) != 1) return -1;
    *(int64_t *)context = db_get_int(&rows, 0);
    return 0;
}

static int64_t things(struct fixture *fixture)
{
    int64_t count = -1;
    struct err err = {0};
    if (db_read(fixture->db, count_things, &count, &err) < 0) fail_msg("%s", err.message);
    return count;
}

static int64_t now_us(void)
{
    return clock_monotonic(clock_system());
}

/* ------------------------------------------------------------------------------------------------- a lost COMMIT */

static void commit_through(void **state, enum proxy_mode mode, int expected_runs, int most_seconds)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    for (int reads = 0; reads < 2; reads++) {
        struct adding adding = {.id = 1 + reads, .reads = reads};
        struct db *db =
            database_open(&(struct db_options){.url = fixture->url, .readers = 1, .busy_ms = 2000});
        int64_t start = now_us();
        atomic_store(&fixture->proxy.mode, mode);
        if (db_write(db, add, &adding, &err) < 0) fail_msg("%s", err.message);
        assert_true(now_us() - start < most_seconds * MICROS_PER_SECOND);
        assert_int_equal(atomic_load(&fixture->proxy.mode), PROXY_PASS); /* it did strike */
        assert_int_equal(adding.runs, expected_runs);
        assert_int_equal(things(fixture), 1 + reads);
        db_close(db);
        if (mode == PROXY_SWALLOW) break; /* it takes its time */
    }
}

static void a_commit_that_did_not_arrive_is_done_again(void **state)
{
    commit_through(state, PROXY_CUT_BEFORE, 2, 5);
}

static void a_commit_whose_answer_is_lost_is_not_done_again(void **state)
{
    commit_through(state, PROXY_CUT_AFTER, 1, 5);
}

static void a_network_that_swallows_all_is_noticed(void **state)
{
    commit_through(state, PROXY_SWALLOW, 2, 11);
}

/* Cuts the commit, and lets nobody ask what became of it. */
static int refuse_at_commit(void *context, enum db_moment moment, const char *sql)
{
    (void)sql;
    if (moment == DB_BEFORE_COMMIT) atomic_store(&((struct proxy *)context)->mode, PROXY_REFUSE);
    return 0;
}

static void where_nobody_can_tell_it_is_said_to_be_unknown(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    struct adding adding = {.id = 1, .reads = true};
    const struct db_faults faults = {refuse_at_commit, &fixture->proxy};
    struct db *db = database_open(
        &(struct db_options){.url = fixture->url, .readers = 1, .busy_ms = 500, .faults = &faults});
    assert_int_equal(db_write(db, add, &adding, &err), -1);
    assert_int_equal(err.category, ERR_BUSY);
    assert_non_null(strstr(err.message, "unknown"));
    assert_int_equal(adding.runs, 1);
    db_close(db);
    atomic_store(&fixture->proxy.mode, PROXY_PASS);
    usleep(300000); /* the back-off of the others */
    assert_true(things(fixture) <= 1);
}

/* ----------------------------------------------------------------------------------------------- a server that is away */

struct heard {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int count;
};

static void note_heard(void *context, const char *channel, struct str payload)
{
    struct heard *heard = context;
    (void)payload;
    pthread_mutex_lock(&heard->lock);
    heard->count += strcmp(channel, "gone") == 0;
    pthread_cond_signal(&heard->changed);
    pthread_mutex_unlock(&heard->lock);
}

static int notify(struct db_tx *tx, void *context, struct err *err)
{
    return add(tx, context, err) < 0 ? -1 : db_notify(tx, "gone", STR("1"), err);
}

/* Writes until it works; gives the number of tries. */
static int write_until(struct db *db, db_work *work, struct adding *adding)
{
    for (int tries = 1; tries < 100; tries++) {
        struct err err = {0};
        if (db_write(db, work, adding, &err) == 0) return tries;
        assert_int_equal(err.category, ERR_BUSY);
        usleep(100000);
    }
    fail_msg("it does not come back");
    return 0;
}

static void a_network_that_is_down_is_got_over(void **state)
{
    struct fixture *fixture = *state;
    static struct heard heard = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    struct err err = {0};
    struct adding adding = {.id = 1};
    assert_int_equal(db_listen(fixture->db, note_heard, &heard, &err), 0);
    assert_int_equal(write_until(fixture->db, add, &adding), 1);
    atomic_store(&fixture->proxy.mode, PROXY_REFUSE);
    usleep(100000);
    for (int i = 0; i < 5; i++) {
        int64_t start = now_us();
        adding.id = 2;
        err = (struct err){0};
        assert_int_equal(db_write(fixture->db, add, &adding, &err), -1);
        assert_int_equal(err.category, ERR_BUSY);
        assert_int_equal(db_ping(fixture->db, &err), -1);
        assert_int_equal(err.category, ERR_BUSY);
        assert_true(now_us() - start < MICROS_PER_SECOND);
    }
    atomic_store(&fixture->proxy.mode, PROXY_PASS);
    write_until(fixture->db, add, &adding);
    assert_int_equal(db_ping(fixture->db, &err), 0);
    assert_int_equal(things(fixture), 2);
    struct db_stats stats;
    db_stats(fixture->db, &stats);
    assert_true(stats.reconnects >= 1);
    assert_int_equal(stats.in_use, 0);
    /* The ear comes back by itself: notices are sent until one is heard. */
    int count = 0;
    for (int i = 0; i < 100 && !count; i++) {
        adding.id = 10 + i;
        write_until(fixture->db, notify, &adding);
        usleep(100000);
        pthread_mutex_lock(&heard.lock);
        count = heard.count;
        pthread_mutex_unlock(&heard.lock);
    }
    assert_true(count > 0);
}

static void control_server(const char *mode, const char *command)
{
    const char *ctl = getenv("BURIN_TEST_POSTGRES_CTL");
    if (!ctl) skip();
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout)) _exit(1);
        execl(ctl, ctl, "-m", mode, command, (char *)NULL);
        _exit(127);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void a_server_that_is_started_anew_is_found_again(void **state)
{
    struct fixture *fixture = *state;
    static const char *const modes[] = {"fast", "immediate"};
    for (int i = 0; i < 2; i++) {
        struct err err = {0};
        struct adding adding = {.id = 10 * i};
        write_until(fixture->db, add, &adding);
        control_server(modes[i], "stop");
        adding.id++;
        assert_int_equal(db_write(fixture->db, add, &adding, &err), -1);
        assert_int_equal(err.category, ERR_BUSY);
        control_server(modes[i], "start");
        write_until(fixture->db, add, &adding);
        assert_int_equal(things(fixture), 2 * i + 2);
    }
}

/* -------------------------------------------------------------------------------------------- a number given twice */

static int64_t ask_number(PGconn *pg, const char *text)
{
    struct err err = {0};
    PGresult *result = pg_simple(pg, text, now_us() + 5 * MICROS_PER_SECOND, &err);
    if (!result) fail_msg("%s", err.message);
    int64_t number = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return number;
}

static PGconn *connect_until(char *const *address)
{
    for (int i = 0; i < 100; i++) {
        struct err err = {0};
        PGconn *pg = pg_connect(address, &err);
        if (pg) return pg;
        nanosleep(&(struct timespec){.tv_nsec = 100 * 1000 * 1000}, NULL);
    }
    fail_msg("the server does not come back");
    return NULL;
}

/* The server crashes under a transaction of which nothing is on disk; gives its number, which somebody else has by then. */
static int64_t crash_under(char *const *address, bool outlived)
{
    PGconn *pg = connect_until(address);
    pid_t backend = (pid_t)ask_number(pg, "SELECT pg_backend_pid()");
    int64_t lost = ask_number(pg, "BEGIN; SELECT pg_current_xact_id()::text"), other = 0;
    if (outlived) {
        assert_int_equal(kill(backend, SIGKILL), 0);
        nanosleep(&(struct timespec){.tv_nsec = 500 * 1000 * 1000}, NULL);
    } else {
        control_server("immediate", "stop");
        control_server("immediate", "start");
    }
    PQfinish(pg);
    pg = connect_until(address);
    while (other < lost)
        other = ask_number(pg, "INSERT INTO thing (id) SELECT coalesce(max(id), 0) + 1 FROM thing "
                               "RETURNING pg_current_xact_id()::text");
    PQfinish(pg);
    assert_int_equal(other, lost);
    return lost;
}

static void a_number_that_a_crash_gave_again_tells_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct db_options options = {.url = fixture->url};
    char **address = pg_address_new(&options);
    for (int outlived = 0; outlived < 2; outlived++) {
        struct err err = {0};
        struct pg_conn *conn = pg_conn_new(&options, address);
        char life[sizeof conn->life];
        if (pg_conn_open(conn, &err) < 0) fail_msg("%s", err.message);
        memcpy(life, conn->life, sizeof life);
        int64_t lost = crash_under(address, outlived);
        assert_int_equal(pg_tx_resolve(conn, lost, life, 0, now_us() + MICROS_PER_SECOND / 4), PG_UNKNOWN);
        memcpy(life, conn->life, sizeof life);
        assert_int_equal(pg_tx_resolve(conn, lost, life, 0, now_us() + MICROS_PER_SECOND), PG_DONE);
        pg_conn_free(conn);
    }
    pg_address_free(address);
}

static int end_own_session(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_end = {"SELECT pg_terminate_backend(pg_backend_pid())", NULL};
    struct adding *adding = context;
    if (add(tx, adding, err) < 0) return -1;
    if (adding->runs == 1) return db_exec(tx, &sql_end, DB_NO_ARGS, NULL, err);
    return 0;
}

static void a_lost_session_is_replaced(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    struct adding adding = {.id = 1, .reads = true};
    if (db_write(fixture->db, end_own_session, &adding, &err) < 0) fail_msg("%s", err.message);
    assert_int_equal(adding.runs, 2);
    assert_int_equal(things(fixture), 1);
}

static int sleep_long(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_sleep = {"SELECT pg_sleep(30)", NULL};
    struct db_rows rows;
    (void)context;
    return db_first(tx, &sql_sleep, DB_NO_ARGS, &rows, err);
}

static void a_statement_that_hangs_is_ended(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    int64_t start = now_us();
    assert_int_equal(db_read(fixture->db, sleep_long, NULL, &err), -1);
    assert_int_equal(err.category, ERR_BUSY);
    assert_true(now_us() - start < 8 * MICROS_PER_SECOND);
    assert_int_equal(things(fixture), 0);
}

static int change_table(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_change = {"ALTER TABLE thing ADD COLUMN size {int}", NULL};
    (void)context;
    return db_exec(tx, &sql_change, DB_NO_ARGS, NULL, err);
}

static int read_all(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_all = {"SELECT * FROM thing", NULL};
    struct db_rows rows;
    if (db_first(tx, &sql_all, DB_NO_ARGS, &rows, err) != 1) return -1;
    *(bool *)context = db_is_null(&rows, 2);
    return 0;
}

static void a_table_may_change_under_prepared_statements(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    bool null = false;
    struct adding adding = {.id = 1};
    write_until(fixture->db, add, &adding);
    assert_int_equal(db_read(fixture->db, read_all, &null, &err), 0);
    assert_int_equal(db_write(fixture->db, change_table, NULL, &err), 0);
    if (db_read(fixture->db, read_all, &null, &err) < 0) fail_msg("%s", err.message);
    assert_true(null);
}

static void nobody_there_is_said_at_once(void **state)
{
    struct db *db = NULL;
    struct err err = {0};
    (void)state;
    assert_int_equal(db_open(&(struct db_options){.url = "postgres://nobody@127.0.0.1:1/none"}, &db, &err),
                     -1);
    assert_int_equal(err.category, ERR_BUSY);
    assert_null(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_there_is_said_at_once),
        cmocka_unit_test_setup_teardown(a_commit_that_did_not_arrive_is_done_again, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_commit_whose_answer_is_lost_is_not_done_again, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_network_that_swallows_all_is_noticed, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(where_nobody_can_tell_it_is_said_to_be_unknown, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_network_that_is_down_is_got_over, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_lost_session_is_replaced, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_statement_that_hangs_is_ended, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_table_may_change_under_prepared_statements, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_server_that_is_started_anew_is_found_again, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_number_that_a_crash_gave_again_tells_nothing, open_fixture,
                                        close_fixture),
    };
    if (database_server()) return cmocka_run_group_tests(tests, NULL, NULL);
    printf("ok 1 - PostgreSQL # SKIP there is no server; see tools/with_postgres\n");
    return 0;
}
