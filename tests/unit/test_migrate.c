/* Migrations and copies: old schema or new, nothing between; one node of several; a copy while others write. */
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "database.h"
#include "db/backup.h"
#include "db/migrate.h"

static const struct db_migration first[] = {
    {1, STR_INIT("first"),
     STR_INIT(
         "-- a; comment\nCREATE TABLE thing (id {int} NOT NULL PRIMARY KEY, name {text} DEFAULT ';') "
         "{strict};\n"
         "{sqlite} CREATE TABLE only_here (a {int}) {strict};{postgres} CREATE TABLE only_there (a {int});\n"
         "INSERT INTO thing (id, name) VALUES (1, 'one');")},
};
static const struct db_migration all[] = {
    {1, STR_INIT("first"),
     STR_INIT(
         "-- a; comment\nCREATE TABLE thing (id {int} NOT NULL PRIMARY KEY, name {text} DEFAULT ';') "
         "{strict};\n"
         "{sqlite} CREATE TABLE only_here (a {int}) {strict};{postgres} CREATE TABLE only_there (a {int});\n"
         "INSERT INTO thing (id, name) VALUES (1, 'one');")},
    {2, STR_INIT("second"), STR_INIT("ALTER TABLE thing ADD COLUMN size {int};UPDATE thing SET size = 7;")},
    {3, STR_INIT("third"),
     STR_INIT("CREATE UNIQUE INDEX thing_name ON thing (name); INSERT INTO thing VALUES (2, 'b', 8)")},
};
static const struct db_migration changed[] = {
    {1, STR_INIT("first"), STR_INIT("CREATE TABLE other (a {int})")}};
static const struct db_migration broken[] = {
    {1, STR_INIT("first"), STR_INIT("CREATE TABLE thing (a {int}); CREATE TABLE thing (a {int})")}};

struct fixture {
    bool postgres;
    char url[512];
    struct db *db;
};

static int open_fixture(void **state, bool postgres)
{
    static struct fixture fixture;
    fixture = (struct fixture){.postgres = postgres};
    database_new(postgres, "test_migrate", fixture.url, sizeof fixture.url);
    fixture.db = database_open(&(struct db_options){.url = fixture.url, .readers = 2});
    *state = &fixture;
    return 0;
}

static int open_file(void **state)
{
    return open_fixture(state, false);
}

static int open_server(void **state)
{
    return open_fixture(state, true);
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    db_close(fixture->db);
    if (!fixture->postgres) {
        char path[600];
        for (int i = 1; i <= 4; i++) {
            snprintf(path, sizeof path, "%s.before-%04d", fixture->url + 7, i);
            unlink(path);
        }
        static const char *const ends[] = {"", "-wal", "-shm"};
        for (size_t i = 0; i < 3; i++) {
            snprintf(path, sizeof path, "%s.copy%s", fixture->url + 7, ends[i]);
            unlink(path);
        }
    }
    database_remove(fixture->url);
    return 0;
}

static int count_things(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_things = {"SELECT count(*) FROM thing", NULL};
    struct db_rows rows;
    if (db_first(tx, &sql_things, DB_NO_ARGS, &rows, err) != 1) return -1;
    *(int64_t *)context = db_get_int(&rows, 0);
    return 0;
}

static int64_t things(struct db *db)
{
    int64_t count = -1;
    struct err err = {0};
    if (db_read(db, count_things, &count, &err) < 0) return -1;
    return count;
}

static void migrate_ok(struct db *db, const struct db_migration *list, size_t count, int from)
{
    struct db_migrated done;
    struct err err = {0};
    if (db_migrate_by(db, list, count, &done, &err) < 0) fail_msg("%s", err.message);
    assert_int_equal(done.from, from);
    assert_int_equal(done.to, count);
}

static void migrate_refused(struct db *db, const struct db_migration *list, size_t count, const char *word)
{
    struct err err = {0};
    assert_int_equal(db_migrate_by(db, list, count, NULL, &err), -1);
    assert_int_equal(err.category, ERR_SYSTEM);
    if (!strstr(err.message, word)) fail_msg("\"%s\" lacks \"%s\"", err.message, word);
}

static void a_schema_grows_step_by_step(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    char copy[600];
    migrate_ok(fixture->db, NULL, 0, 0);
    migrate_ok(fixture->db, first, 1, 0);
    assert_int_equal(things(fixture->db), 1);
    migrate_ok(fixture->db, first, 1, 1);
    migrate_ok(fixture->db, all, 3, 1);
    assert_int_equal(things(fixture->db), 2);
    migrate_ok(fixture->db, all, 3, 3);
    if (fixture->postgres) return;
    /* What was there before was kept, whole. */
    snprintf(copy, sizeof copy, "%s.before-0002", fixture->url + 7);
    if (db_check_file(copy, &err) < 0) fail_msg("%s", err.message);
    snprintf(copy, sizeof copy, "%s.before-0002", fixture->url);
    struct db *before = database_open(&(struct db_options){.url = copy, .readers = 1, .read_only = true});
    assert_int_equal(things(before), 1);
    db_close(before);
    snprintf(copy, sizeof copy, "%s.before-0002-wal", fixture->url + 7);
    unlink(copy);
    snprintf(copy, sizeof copy, "%s.before-0002-shm", fixture->url + 7);
    unlink(copy);
}

static void foreign_schemas_are_refused(void **state)
{
    struct fixture *fixture = *state;
    migrate_refused(fixture->db, broken, 1, "thing");
    assert_int_equal(things(fixture->db), -1);
    migrate_ok(fixture->db, all, 3, 0);
    migrate_refused(fixture->db, first, 1, "use the newer program");
    migrate_refused(fixture->db, changed, 1, "another text");
    struct db_migration gone[3] = {all[0], all[1], all[2]};
    gone[1].text = STR("SELECT 1");
    migrate_refused(fixture->db, gone, 3, "schema 2");
    assert_int_equal(things(fixture->db), 2);
}

/* Ends the process without a word at the n-th moment. */
static int kill_at(void *context, enum db_moment moment, const char *sql)
{
    (void)sql;
    int *countdown = context;
    if (moment == DB_BEFORE_RUN) return 0;
    if ((*countdown)-- == 0) kill(getpid(), SIGKILL);
    return 0;
}

/* Whether the child was killed; else it has migrated. */
static bool migrate_in_child(const char *url, int countdown)
{
    pid_t child = fork();
    if (child == 0) {
        const struct db_faults faults = {kill_at, &countdown};
        struct err err = {0};
        struct db *db = database_open(&(struct db_options){.url = url, .readers = 1, .faults = &faults});
        if (db_migrate_by(db, all, 3, NULL, &err) < 0) _exit(9);
        db_close(db);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
    return WIFSIGNALED(status);
}

static void killed_at_any_moment_it_is_the_old_schema_or_the_new(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    migrate_ok(fixture->db, first, 1, 0);
    db_close(fixture->db);
    fixture->db = NULL;
    bool killed = true;
    for (int n = 0; killed; n++) {
        killed = migrate_in_child(fixture->url, n);
        struct db *db = database_open(&(struct db_options){.url = fixture->url, .readers = 1});
        int64_t count = things(db);
        assert_true(count == 1 || count == 2);
        assert_int_equal(db_migrate_by(db, first, 1, NULL, &err), count == 1 ? 0 : -1);
        assert_true(killed || count == 2);
        assert_true(n < 40);
        if (count == 2) killed = false;
        db_close(db);
    }
}

static void *migrate_on_thread(void *url)
{
    struct err err = {0};
    struct db *db = database_open(&(struct db_options){.url = url, .readers = 1});
    int rc = db_migrate_by(db, all, 3, NULL, &err);
    if (rc < 0) fprintf(stderr, "migrate: %s\n", err.message);
    db_close(db);
    return rc < 0 ? url : NULL;
}

static void nodes_that_start_together_migrate_once(void **state)
{
    enum { NODES = 6 };
    struct fixture *fixture = *state;
    pthread_t nodes[NODES];
    for (int i = 0; i < NODES; i++) pthread_create(&nodes[i], NULL, migrate_on_thread, fixture->url);
    for (int i = 0; i < NODES; i++) {
        void *bad;
        pthread_join(nodes[i], &bad);
        assert_null(bad);
    }
    assert_int_equal(things(fixture->db), 2);
}

static void the_schema_built_in_can_be_made(void **state)
{
    struct fixture *fixture = *state;
    struct db_migrated done;
    struct err err = {0};
    assert_int_equal(db_schema_check(fixture->db, &err), sql_file_count > 1 ? -1 : 0);
    if (db_migrate(fixture->db, &done, &err) < 0) fail_msg("%s %s", err.file, err.message);
    if (db_schema_check(fixture->db, &err) < 0) fail_msg("%s", err.message);
}

/* --------------------------------------------------------------------------------------------------------- copies */

static int add_things(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_end = {"SELECT coalesce(max(id), 0) FROM thing", NULL};
    static const struct db_sql sql_add = {"INSERT INTO thing (id, name) VALUES (?1, ?2)", NULL};
    struct db_rows rows;
    if (db_first(tx, &sql_end, DB_NO_ARGS, &rows, err) != 1) return -1;
    int64_t end = db_get_int(&rows, 0);
    db_rows_done(&rows);
    for (int i = 1; i <= *(int *)context; i++) {
        char name[256];
        snprintf(name, sizeof name, "%lld %0200d", (long long)(end + i), 7);
        if (db_exec(tx, &sql_add, DB_ARGS(db_int(end + i), db_text(str_of(name))), NULL, err) < 0) return -1;
    }
    return 0;
}

struct scribbler {
    struct db *db;
    bool stop;
    pthread_mutex_t lock;
    int written;
};

static void *scribble(void *context)
{
    struct scribbler *scribbler = context;
    int ten = 10;
    for (bool stop = false; !stop;) {
        struct err err = {0};
        database_or_die(db_write(scribbler->db, add_things, &ten, &err), &err);
        pthread_mutex_lock(&scribbler->lock);
        scribbler->written++;
        stop = scribbler->stop;
        pthread_mutex_unlock(&scribbler->lock);
    }
    return NULL;
}

static void a_copy_is_one_moment_of_a_busy_database(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    int many = 5000;
    char copy[600];
    snprintf(copy, sizeof copy, "%s.copy", fixture->url + 7);
    if (fixture->postgres) {
        assert_int_equal(db_backup(fixture->db, "/tmp/none", &err), -1);
        assert_int_equal(err.category, ERR_USAGE);
        return;
    }
    migrate_ok(fixture->db, first, 1, 0);
    database_or_die(db_write(fixture->db, add_things, &many, &err), &err);
    struct scribbler scribbler = {.db = fixture->db, .lock = PTHREAD_MUTEX_INITIALIZER};
    pthread_t thread;
    pthread_create(&thread, NULL, scribble, &scribbler);
    int rc = db_backup(fixture->db, copy, &err);
    pthread_mutex_lock(&scribbler.lock);
    scribbler.stop = true;
    pthread_mutex_unlock(&scribbler.lock);
    pthread_join(thread, NULL);
    if (rc < 0) fail_msg("%s", err.message);
    if (db_check_file(copy, &err) < 0) fail_msg("%s", err.message);
    assert_int_equal(db_backup(fixture->db, copy, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    struct stat about;
    assert_int_equal(stat(copy, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(stat(fixture->url + 7, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);

    char url[620];
    snprintf(url, sizeof url, "sqlite:%s", copy);
    struct db *again = database_open(&(struct db_options){.url = url, .readers = 1});
    int64_t count = things(again);
    assert_true(count >= 5001 && count <= things(fixture->db) && count % 10 == 1);
    db_close(again);
    snprintf(url, sizeof url, "%s.lock", copy);
    unlink(url);
}

static void what_was_made_in_memory_becomes_a_file(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    int many = 3000;
    char url[600];
    snprintf(url, sizeof url, "%s.copy", fixture->url);
    const char *copy = url + 7;
    struct db *memory = database_open(&(struct db_options){.url = "sqlite::memory:"});
    migrate_ok(memory, first, 1, 0);
    database_or_die(db_write(memory, add_things, &many, &err), &err);
    database_or_die(db_backup(memory, copy, &err), &err);
    assert_int_equal(db_backup(memory, copy, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    int64_t made = things(memory);
    db_close(memory);
    if (db_check_file(copy, &err) < 0) fail_msg("%s", err.message);
    struct db *again = database_open(&(struct db_options){.url = url, .readers = 1});
    assert_int_equal(things(again), made);
    db_close(again);
    unlink(copy);
    snprintf(url, sizeof url, "%s.copy.lock", fixture->url + 7);
    unlink(url);
}

static void a_damaged_file_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    int many = 2000;
    char copy[600];
    if (fixture->postgres) return;
    snprintf(copy, sizeof copy, "%s.copy", fixture->url + 7);
    migrate_ok(fixture->db, first, 1, 0);
    database_or_die(db_write(fixture->db, add_things, &many, &err), &err);
    database_or_die(db_backup(fixture->db, copy, &err), &err);
    assert_int_equal(db_check_file(copy, &err), 0);
    FILE *file = fopen(copy, "r+");
    assert_non_null(file);
    fseek(file, 20 * 4096, SEEK_SET);
    for (int i = 0; i < 100; i++) fputc(0xa5, file);
    fclose(file);
    assert_int_equal(db_check_file(copy, &err), -1);
    assert_non_null(strstr(err.message, "damaged"));
    assert_int_equal(truncate(copy, 1000), 0);
    assert_int_equal(db_check_file(copy, &err), -1);
    assert_int_equal(db_check_file("/nowhere/at all?#%", &err), -1);
}

int main(void)
{
    const struct CMUnitTest in_file[] = {
        cmocka_unit_test_setup_teardown(a_schema_grows_step_by_step, open_file, close_fixture),
        cmocka_unit_test_setup_teardown(foreign_schemas_are_refused, open_file, close_fixture),
        cmocka_unit_test_setup_teardown(killed_at_any_moment_it_is_the_old_schema_or_the_new, open_file,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(the_schema_built_in_can_be_made, open_file, close_fixture),
        cmocka_unit_test_setup_teardown(a_copy_is_one_moment_of_a_busy_database, open_file, close_fixture),
        cmocka_unit_test_setup_teardown(what_was_made_in_memory_becomes_a_file, open_file, close_fixture),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_noticed, open_file, close_fixture),
    };
    const struct CMUnitTest on_server[] = {
        cmocka_unit_test_setup_teardown(a_schema_grows_step_by_step, open_server, close_fixture),
        cmocka_unit_test_setup_teardown(foreign_schemas_are_refused, open_server, close_fixture),
        cmocka_unit_test_setup_teardown(killed_at_any_moment_it_is_the_old_schema_or_the_new, open_server,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(the_schema_built_in_can_be_made, open_server, close_fixture),
        cmocka_unit_test_setup_teardown(nodes_that_start_together_migrate_once, open_server, close_fixture),
        cmocka_unit_test_setup_teardown(a_copy_is_one_moment_of_a_busy_database, open_server, close_fixture),
    };
    int failed = cmocka_run_group_tests_name("SQLite", in_file, NULL, NULL);
    if (database_server())
        failed += cmocka_run_group_tests_name("PostgreSQL", on_server, NULL, NULL);
    else
        printf("ok 1 - PostgreSQL # SKIP there is no server; see tools/with_postgres\n");
    return failed;
}
