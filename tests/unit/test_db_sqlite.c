/* What is SQLite's alone: commits shared by many closures, a full disk, a failed sync, a killed process, one writer. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "database.h"
#include "db/backup.h"

/* ---------------------------------------------------------------------------------------- the machine's own faults */

static atomic_int syncs, sync_us, sync_fails, writes_full;
static atomic_int file_full;        /* the database file alone, not its log */
static atomic_int writes_left = -1; /* until one fails; negative: none does */

/* Stands in for libc's, also for libsqlite3. */
int fdatasync(int fd)
{
    atomic_fetch_add(&syncs, 1);
    if (atomic_load(&sync_us)) usleep((useconds_t)atomic_load(&sync_us));
    if (atomic_load(&sync_fails)) {
        errno = EIO;
        return -1;
    }
    return fsync(fd);
}

static bool is_log(int fd)
{
    char name[64], path[600];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof path);
    return length > 4 && memcmp(path + length - 4, "-wal", 4) == 0;
}

static ssize_t full_pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    if (atomic_load(&writes_full) || (atomic_load(&file_full) && !is_log(fd))) {
        errno = ENOSPC;
        return -1;
    }
    if (atomic_load(&writes_left) >= 0 && atomic_fetch_sub(&writes_left, 1) == 0) {
        errno = EIO;
        return -1;
    }
    return pwrite(fd, bytes, size, at);
}

struct fixture {
    char url[512];
    struct db *db;
};

static const struct db_sql sql_table = {
    "CREATE TABLE thing (id {int} NOT NULL PRIMARY KEY, name {text} NOT NULL) {strict}", NULL};
static const struct db_sql sql_add = {"INSERT INTO thing (id, name) VALUES (?1, ?2)", NULL};
static const struct db_sql sql_release = {"RELEASE closure", NULL};
static const struct db_sql sql_count = {"SELECT count(*) FROM thing", NULL};
static const struct db_sql sql_has = {"SELECT 1 FROM thing WHERE id = ?1", NULL};

static int open_with(void **state, const struct db_options *given)
{
    static struct fixture fixture;
    struct db_options options = *given;
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    assert_int_equal(vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)full_pwrite), SQLITE_OK);
    assert_int_equal(vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)full_pwrite), SQLITE_OK);
    database_new(false, "test_db_sqlite", fixture.url, sizeof fixture.url);
    options.url = fixture.url;
    fixture.db = database_open(&options);
    database_run(fixture.db, &sql_table);
    *state = &fixture;
    return 0;
}

static int open_plain(void **state)
{
    return open_with(state, &(struct db_options){.readers = 2});
}

static int open_narrow(void **state)
{
    return open_with(state, &(struct db_options){.readers = 1, .queue = 4, .busy_ms = 50});
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    atomic_store(&sync_us, 0);
    atomic_store(&writes_full, 0);
    atomic_store(&file_full, 0);
    db_close(fixture->db);
    database_remove(fixture->url);
    return 0;
}

static struct db *db_of(void **state)
{
    return ((struct fixture *)*state)->db;
}

static int count_things(struct db_tx *tx, void *context, struct err *err)
{
    struct db_rows rows;
    if (db_first(tx, &sql_count, DB_NO_ARGS, &rows, err) != 1) return -1;
    *(int64_t *)context = db_get_int(&rows, 0);
    return 0;
}

static int64_t things(void **state)
{
    int64_t count = -1;
    struct err err = {0};
    if (db_read(db_of(state), count_things, &count, &err) < 0) fail_msg("%s", err.message);
    return count;
}

/* ------------------------------------------------------------------------------------------------------ the batch */

struct adding {
    struct db *db;
    int from, count;
};

static int add_one(struct db_tx *tx, void *context, struct err *err)
{
    return db_exec(tx, &sql_add, DB_ARGS(db_int(*(int *)context), db_text(STR("thing"))), NULL, err);
}

static void *add_some(void *context)
{
    const struct adding *adding = context;
    for (int i = 0; i < adding->count; i++) {
        struct err err = {0};
        int id = adding->from + i;
        if (db_write(adding->db, add_one, &id, &err) < 0) return context;
    }
    return NULL;
}

static void many_closures_share_a_sync(void **state)
{
    enum { THREADS = 64, EACH = 10 };
    pthread_t threads[THREADS];
    struct adding adding[THREADS];
    struct db_stats before, after;
    db_stats(db_of(state), &before);
    int synced = atomic_load(&syncs);
    atomic_store(&sync_us, 2000); /* as a disk takes */
    for (int i = 0; i < THREADS; i++) {
        adding[i] = (struct adding){db_of(state), i * EACH, EACH};
        pthread_create(&threads[i], NULL, add_some, &adding[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        void *bad;
        pthread_join(threads[i], &bad);
        assert_null(bad);
    }
    synced = atomic_load(&syncs) - synced;
    db_stats(db_of(state), &after);
    assert_int_equal(things(state), THREADS * EACH);
    assert_int_equal(after.writes - before.writes, THREADS * EACH);
    uint64_t batches = after.batches - before.batches;
    if (batches * 4 > THREADS * EACH) fail_msg("%d closures in %d commits", THREADS * EACH, (int)batches);
    assert_true(synced >= (int)batches && synced <= (int)batches + 8);
    assert_true(after.wait_us > before.wait_us);
}

/* A closure that holds the writer until it is let go, so that the others come into one batch. */
struct gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool entered, open;
    int done, results[8];
    enum err_category categories[8];
};

#define GATE                                                                   \
    {                                                                          \
        .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER \
    }

static int hold(struct db_tx *tx, void *context, struct err *err)
{
    (void)tx;
    (void)err;
    struct gate *gate = context;
    pthread_mutex_lock(&gate->lock);
    gate->entered = true;
    pthread_cond_broadcast(&gate->changed);
    while (!gate->open) pthread_cond_wait(&gate->changed, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
    return 0;
}

struct member {
    struct gate *gate;
    int place, runs;
    int id, size; /* of the name */
    bool fails, releases;
};

static int add_member(struct db_tx *tx, void *context, struct err *err)
{
    struct member *member = context;
    member->runs++;
    char *name = arena_alloc(db_arena(tx), (size_t)member->size + 1);
    memset(name, 'x', (size_t)member->size);
    if (db_exec(tx, &sql_add, DB_ARGS(db_int(member->id), db_text(str_of(name))), NULL, err) < 0) return -1;
    if (member->releases && db_exec(tx, &sql_release, DB_NO_ARGS, NULL, err) < 0) return -1;
    return member->fails ? err_set(err, ERR_STALE, "no") : 0;
}

static void note_done(void *context, int result, const struct err *err)
{
    struct member *member = context;
    struct gate *gate = member->gate;
    pthread_mutex_lock(&gate->lock);
    gate->results[member->place] = result;
    gate->categories[member->place] = err->category;
    gate->done++;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
}

static void ignore_done(void *context, int result, const struct err *err)
{
    (void)context;
    (void)result;
    (void)err;
}

/* Runs the members in one batch. */
static void run_together(void **state, struct member *members, int count)
{
    struct gate *gate = members[0].gate;
    struct err err = {0};
    gate->entered = gate->open = false;
    gate->done = 0;
    assert_int_equal(db_submit(db_of(state), hold, gate, ignore_done, &err), 0);
    for (int i = 0; i < count; i++) {
        members[i].place = i;
        assert_int_equal(db_submit(db_of(state), add_member, &members[i], note_done, &err), 0);
    }
    pthread_mutex_lock(&gate->lock);
    gate->open = true;
    pthread_cond_broadcast(&gate->changed);
    while (gate->done < count) pthread_cond_wait(&gate->changed, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
}

static void one_that_fails_takes_nobody_with_it(void **state)
{
    struct gate gate = GATE;
    struct member members[] = {{.gate = &gate, .id = 1},
                               {.gate = &gate, .id = 2, .fails = true},
                               {.gate = &gate, .id = 1}, /* there is one already */
                               {.gate = &gate, .id = 3}};
    run_together(state, members, 4);
    assert_int_equal(gate.results[0], 0);
    assert_int_equal(gate.categories[1], ERR_STALE);
    assert_int_equal(gate.categories[2], ERR_CONFLICT);
    assert_int_equal(gate.results[3], 0);
    assert_int_equal(things(state), 2);
    assert_int_equal(members[0].runs, 2); /* without savepoints, then with them */
    assert_int_equal(members[1].runs, 2);
    assert_int_equal(members[2].runs, 1);
    assert_int_equal(members[3].runs, 1);
}

static void one_that_fails_first_runs_once(void **state)
{
    struct gate gate = GATE;
    struct member members[] = {{.gate = &gate, .id = 1, .fails = true}, {.gate = &gate, .id = 1}};
    run_together(state, members, 2);
    assert_int_equal(gate.categories[0], ERR_STALE);
    assert_int_equal(gate.results[1], 0);
    assert_int_equal(things(state), 1);
    assert_int_equal(members[0].runs, 1);
    assert_int_equal(members[1].runs, 1);
}

/* Its savepoint is gone when it is to be ended, so that what it wrote could not be told from what the others did. */
static void one_that_cannot_be_undone_is_not_committed(void **state)
{
    for (int fails = 0; fails < 2; fails++) {
        struct gate gate = GATE;
        struct member members[] = {{.gate = &gate, .id = 10 * fails + 1},
                                   {.gate = &gate, .id = 10 * fails + 2, .releases = true, .fails = fails},
                                   {.gate = &gate, .id = 10 * fails + 3}};
        run_together(state, members, 3);
        assert_int_equal(gate.results[0], 0);
        assert_int_equal(gate.results[1], -1);
        assert_int_equal(gate.results[2], 0);
        assert_int_equal(things(state), 2 * (fails + 1));
        assert_int_equal(members[1].runs, 2);
    }
}

static int limit_pages(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_small = {"PRAGMA max_page_count = 20", NULL};
    static const struct db_sql sql_large = {"PRAGMA max_page_count = 1000000", NULL};
    return db_exec(tx, *(bool *)context ? &sql_small : &sql_large, DB_NO_ARGS, NULL, err);
}

/* The closure for which there is no room makes SQLite give up the whole transaction: the others go again. */
static void one_that_is_too_large_fails_alone(void **state)
{
    struct gate gate = GATE;
    struct err err = {0};
    bool small = true, large = false;
    struct member members[] = {{.gate = &gate, .id = 1, .size = 10},
                               {.gate = &gate, .id = 2, .size = 200000},
                               {.gate = &gate, .id = 3, .size = 10},
                               {.gate = &gate, .id = 4, .size = 300000},
                               {.gate = &gate, .id = 5, .size = 10}};
    database_or_die(db_write(db_of(state), limit_pages, &small, &err), &err);
    run_together(state, members, 5);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(gate.results[i], i % 2 ? -1 : 0);
        assert_int_equal(gate.categories[i], i % 2 ? ERR_FULL : ERR_NONE);
    }
    assert_int_equal(members[0].runs, 3);
    assert_int_equal(members[1].runs, 1);
    assert_int_equal(things(state), 3);
    database_or_die(db_write(db_of(state), limit_pages, &large, &err), &err);
    members[1].id = 20;
    run_together(state, members + 1, 1);
    assert_int_equal(things(state), 4);
}

static void a_full_disk_fails_the_batch_and_is_got_over(void **state)
{
    struct gate gate = GATE;
    struct member members[] = {{.gate = &gate, .id = 1}, {.gate = &gate, .id = 2}, {.gate = &gate, .id = 3}};
    struct err err = {0};
    int id = 10;
    database_or_die(db_write(db_of(state), add_one, &id, &err), &err);
    atomic_store(&writes_full, 1);
    run_together(state, members, 3);
    for (int i = 0; i < 3; i++) assert_int_equal(gate.categories[i], ERR_FULL);
    assert_int_equal(things(state), 1);
    id = 11;
    assert_int_equal(db_write(db_of(state), add_one, &id, &err), -1);
    assert_int_equal(err.category, ERR_FULL);
    atomic_store(&writes_full, 0);
    run_together(state, members, 3);
    for (int i = 0; i < 3; i++) assert_int_equal(gate.results[i], 0);
    assert_int_equal(things(state), 4);
}

/* Each write to the disk in turn is the one that fails, in commits as well as in checkpoints. */
static void any_write_to_the_disk_may_fail(void **state)
{
    enum { ROUNDS = 400 };
    struct fixture *fixture = *state;
    struct gate gate = GATE;
    struct err err = {0};
    int kept = 0, failed = 0;
    for (int n = 0; n < ROUNDS; n++) {
        struct member member = {.gate = &gate, .id = n, .size = 30000};
        atomic_store(&writes_left, n % 40);
        err = (struct err){0};
        run_together(state, &member, 1);
        int rc = gate.results[0];
        atomic_store(&writes_left, -1);
        assert_int_equal(rc < 0 ? gate.categories[0] : ERR_BUSY, ERR_BUSY);
        kept += rc == 0;
        failed += rc < 0;
        assert_int_equal(things(state), kept);
    }
    assert_true(kept > 0 && failed > 0);
    db_close(fixture->db);
    if (db_check_file(fixture->url + 7, &err) < 0) fail_msg("%s", err.message);
    fixture->db = database_open(&(struct db_options){.url = fixture->url});
    assert_int_equal(things(state), kept);
}

/* How often, and what last: options.trouble. */
struct told_trouble {
    atomic_int count;
    char message[400];
};

static void note_trouble(void *context, const char *message)
{
    struct told_trouble *told = context;
    snprintf(told->message, sizeof told->message, "%s", message);
    told->count++;
}

static void reopen_told(struct fixture *fixture, struct told_trouble *told)
{
    db_close(fixture->db);
    fixture->db =
        database_open(&(struct db_options){.url = fixture->url, .trouble = note_trouble, .context = told});
}

struct reading {
    struct db *db;
    struct gate *gate;
};

static void *read_held(void *context)
{
    const struct reading *reading = context;
    struct err err = {0};
    database_or_die(db_read(reading->db, hold, reading->gate, &err), &err);
    return NULL;
}

static void who_must_not_wait_does_not(void **state)
{
    struct fixture *fixture = *state;
    struct gate gate = GATE;
    struct err err = {0};
    pthread_t thread;
    int64_t count = 0;
    db_close(fixture->db);
    fixture->db = database_open(&(struct db_options){.url = fixture->url, .readers = 1, .busy_ms = 20000});
    assert_true(db_reads_at_once(fixture->db));
    database_or_die(db_read_at_once(fixture->db, count_things, &count, &err), &err);
    pthread_create(&thread, NULL, read_held, &(struct reading){fixture->db, &gate});
    pthread_mutex_lock(&gate.lock);
    while (!gate.entered) pthread_cond_wait(&gate.changed, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
    int64_t began = clock_monotonic(clock_system());
    assert_false(db_reads_at_once(fixture->db));
    assert_int_equal(db_read_at_once(fixture->db, count_things, &count, &err), -1);
    assert_int_equal(err.category, ERR_BUSY);
    assert_true(clock_monotonic(clock_system()) - began < 5000000);
    pthread_mutex_lock(&gate.lock);
    gate.open = true;
    pthread_cond_broadcast(&gate.changed);
    pthread_mutex_unlock(&gate.lock);
    pthread_join(thread, NULL);
}

static void a_disk_that_fails_is_told_once(void **state)
{
    struct fixture *fixture = *state;
    struct told_trouble told = {0};
    reopen_told(fixture, &told);
    for (int id = 1; id < 4; id++) {
        struct err err = {0};
        atomic_store(&writes_left, 0);
        assert_int_equal(db_write(fixture->db, add_one, &id, &err), -1);
        assert_int_equal(err.category, ERR_BUSY);
        assert_string_equal(err.message, "the disk cannot be read or written just now");
    }
    db_close(fixture->db);
    fixture->db = NULL;
    assert_int_equal(told.count, 1);
    if (!strstr(told.message, "just now: disk I/O error (SQLite 778, Input/output error)"))
        fail_msg("told: %s", told.message);
    fixture->db = database_open(&(struct db_options){.url = fixture->url});
    assert_int_equal(things(state), 0);
}

static void a_full_queue_says_so(void **state)
{
    struct gate gate = GATE;
    struct member members[5];
    struct err err = {0};
    int id = 100;
    assert_int_equal(db_submit(db_of(state), hold, &gate, ignore_done, &err), 0);
    pthread_mutex_lock(&gate.lock);
    while (!gate.entered) pthread_cond_wait(&gate.changed, &gate.lock);
    pthread_mutex_unlock(&gate.lock);

    /* There is room, but no time. */
    assert_int_equal(db_write(db_of(state), add_one, &id, &err), -1);
    assert_int_equal(err.category, ERR_BUSY);
    for (int i = 0; i < 5; i++) {
        members[i] = (struct member){.gate = &gate, .id = i, .place = i};
        err = (struct err){0};
        int rc = db_submit(db_of(state), add_member, &members[i], note_done, &err);
        assert_int_equal(rc, i < 4 ? 0 : -1);
        assert_int_equal(err.category, i < 4 ? ERR_NONE : ERR_BUSY);
    }
    assert_int_equal(db_write(db_of(state), add_one, &id, &err), -1);
    assert_int_equal(err.category, ERR_BUSY);
    struct db_stats stats;
    db_stats(db_of(state), &stats);
    assert_int_equal(stats.queued, 4);

    pthread_mutex_lock(&gate.lock);
    gate.open = true;
    pthread_cond_broadcast(&gate.changed);
    while (gate.done < 4) pthread_cond_wait(&gate.changed, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
    assert_int_equal(things(state), 4); /* what gave up never ran */
}

/* ------------------------------------------------------------------------------------------------------- the file */

static void there_is_one_writer(void **state)
{
    struct fixture *fixture = *state;
    struct db *second = NULL;
    struct err err = {0};
    int id = 1;
    assert_int_equal(db_open(&(struct db_options){.url = fixture->url}, &second, &err), -1);
    assert_int_equal(err.category, ERR_BUSY);
    assert_null(second);
    struct db *reader = database_open(&(struct db_options){.url = fixture->url, .read_only = true});
    database_or_die(db_write(fixture->db, add_one, &id, &err), &err);
    int64_t count = 0;
    assert_int_equal(db_read(reader, count_things, &count, &err), 0);
    assert_int_equal(count, 1);
    assert_int_equal(db_write(reader, add_one, &id, &err), -1);
    assert_int_equal(db_submit(reader, add_one, &id, ignore_done, &err), -1);
    db_close(reader);
    assert_int_equal(db_open(&(struct db_options){.url = "sqlite:/nowhere/x.db"}, &second, &err), -1);
    assert_int_equal(err.category, ERR_SYSTEM);
    assert_int_equal(db_open(&(struct db_options){.url = "sqlite:"}, &second, &err), -1);
    assert_int_equal(db_open(&(struct db_options){.url = "mysql:x"}, &second, &err), -1);
    assert_int_equal(err.category, ERR_INPUT);
}

static void the_log_is_copied_back(void **state)
{
    struct fixture *fixture = *state;
    struct gate gate = GATE;
    struct db_stats stats;
    struct stat about;
    char path[600];
    for (int i = 0; i < 200; i++) { /* about 10,000 pages */
        struct member member = {.gate = &gate, .id = i, .size = 200000};
        run_together(state, &member, 1);
        assert_int_equal(gate.results[0], 0);
    }
    db_stats(fixture->db, &stats);
    assert_true(stats.checkpoints >= 1);
    snprintf(path, sizeof path, "%s-wal", fixture->url + 7);
    assert_int_equal(stat(path, &about), 0);
    assert_true(about.st_size < 5000 * 4096);
    db_close(fixture->db);
    assert_true(stat(path, &about) < 0 || about.st_size == 0);
    fixture->db = database_open(&(struct db_options){.url = fixture->url});
    assert_int_equal(things(state), 200);
}

static void write_large(void **state, int from, int count)
{
    struct gate gate = GATE;
    for (int i = 0; i < count; i++) {
        struct member member = {.gate = &gate, .id = from + i, .size = 200000}; /* 50 pages */
        run_together(state, &member, 1);
        assert_int_equal(gate.results[0], 0);
    }
}

/* There is room for the log, but none for the file that it is copied back into. */
static void a_checkpoint_that_fails_is_told_and_tried_again(void **state)
{
    struct fixture *fixture = *state;
    struct told_trouble told = {0};
    struct db_stats before, during, after;
    reopen_told(fixture, &told);
    db_stats(fixture->db, &before);
    atomic_store(&file_full, 1);
    write_large(state, 0, 60);
    for (int i = 0; i < 1000; i++) { /* where somebody waits at each moment, until nobody does */
        db_stats(fixture->db, &during);
        if (during.checkpoints_failed) break;
        usleep(10000);
    }
    assert_int_equal(things(state), 60);
    assert_int_equal(during.checkpoints, before.checkpoints);
    assert_int_equal(during.syncs - before.syncs, during.batches - before.batches);
    assert_in_range(during.checkpoints_failed, 1, 9); /* not one after each batch */
    assert_true(during.wal_bytes > 2500 * 4096);
    assert_int_equal(told.count, 1);
    if (!strstr(told.message, "write-ahead log") || !strstr(told.message, "full"))
        fail_msg("told: %s", told.message);
    atomic_store(&file_full, 0);
    for (int i = 0; i < 1000; i++) {
        db_stats(fixture->db, &after);
        if (after.wal_bytes == 0) break;
        usleep(10000);
    }
    assert_int_equal(after.wal_bytes, 0);
    assert_true(after.checkpoints > before.checkpoints);
    db_close(fixture->db);
    fixture->db = database_open(&(struct db_options){.url = fixture->url});
    assert_int_equal(things(state), 60);
}

static void say_and_end(void *context, const char *message)
{
    _exit(strstr(message, "sync") && context ? 42 : 1);
}

static void a_failed_sync_ends_the_process(void **state)
{
    struct fixture *fixture = *state;
    db_close(fixture->db);
    for (int own = 0; own < 2; own++) {
        int ends[2];
        char said[400] = "";
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            dup2(ends[1], STDERR_FILENO);
            struct db_options options = {.url = fixture->url, .readers = 1};
            struct err err = {0};
            int id = 5;
            if (own) {
                options.fatal = say_and_end;
                options.context = &options;
            }
            signal(SIGABRT, SIG_DFL);
            struct db *db = database_open(&options);
            atomic_store(&sync_fails, 1);
            db_write(db, add_one, &id, &err);
            _exit(0);
        }
        int status;
        close(ends[1]);
        assert_true(read(ends[0], said, sizeof said - 1) >= 0);
        close(ends[0]);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(strstr(said, "burin: a sync of the database file failed: ") != NULL, !own);
        if (own)
            assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 42);
        else
            assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    }
    fixture->db = database_open(&(struct db_options){.url = fixture->url});
    assert_true(things(state) <= 1); /* the outcome is unknown, the file is whole */
}

static int count_for_ever(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql_for_ever = {
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", NULL};
    struct db_rows rows;
    if (add_one(tx, context, err) < 0) return -1;
    return db_first(tx, &sql_for_ever, DB_NO_ARGS, &rows, err);
}

static void a_statement_that_hangs_is_ended(void **state)
{
    struct err err = {0};
    int id = 1;
    assert_int_equal(db_write(db_of(state), count_for_ever, &id, &err), -1);
    assert_int_equal(err.category, ERR_BUSY);
    assert_int_equal(things(state), 0);
    database_or_die(db_write(db_of(state), add_one, &id, &err), &err);
}

/* ------------------------------------------------------------------------------------------------------- the kill */

struct writing {
    struct db *db;
    int pipe, first;
};

/* Adds rows and tells of each that was acknowledged, until the end. */
static void *add_and_tell(void *context)
{
    const struct writing *writing = context;
    for (int id = writing->first;; id += 4) {
        struct err err = {0};
        if (db_write(writing->db, add_one, &id, &err) < 0) _exit(1);
        if (write(writing->pipe, &id, sizeof id) != sizeof id) _exit(2);
    }
}

static void child_writes(const char *url, int end, int first)
{
    pthread_t threads[4];
    struct writing writing[4];
    struct db *db = database_open(&(struct db_options){.url = url, .readers = 1});
    for (int i = 0; i < 4; i++) {
        writing[i] = (struct writing){db, end, first + i};
        pthread_create(&threads[i], NULL, add_and_tell, &writing[i]);
    }
    pause();
}

struct told {
    int *ids;
    int count;
};

static int find_told(struct db_tx *tx, void *context, struct err *err)
{
    const struct told *told = context;
    for (int i = 0; i < told->count; i++) {
        struct db_rows rows;
        if (db_first(tx, &sql_has, DB_ARGS(db_int(told->ids[i])), &rows, err) != 1)
            return err_set(err, ERR_NOT_FOUND, "row %d was acknowledged, and is gone", told->ids[i]);
        db_rows_done(&rows);
    }
    return 0;
}

static void what_was_acknowledged_survives_a_kill(void **state)
{
    enum { KILLS = 30, MOST = 200000 };
    struct fixture *fixture = *state;
    struct told told = {malloc(MOST * sizeof(int)), 0};
    struct err err = {0};
    db_close(fixture->db);
    fixture->db = NULL;
    for (int n = 0; n < KILLS; n++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            child_writes(fixture->url, ends[1], n * 1000000);
        }
        close(ends[1]);
        usleep((useconds_t)(40000 + n * 3000)); /* what opening takes, and a while of writing */
        kill(child, SIGKILL);
        for (int id; told.count < MOST && read(ends[0], &id, sizeof id) == sizeof id;)
            told.ids[told.count++] = id;
        close(ends[0]);
        assert_int_equal(waitpid(child, NULL, 0), child);
        struct db *db = database_open(&(struct db_options){.url = fixture->url, .readers = 1});
        if (db_read(db, find_told, &told, &err) < 0) fail_msg("%s", err.message);
        db_close(db);
        if (db_check_file(fixture->url + 7, &err) < 0) fail_msg("%s", err.message);
    }
    print_message("%d acknowledged rows over %d kills\n", told.count, KILLS);
    assert_true(told.count > 0);
    free(told.ids);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_closures_share_a_sync, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(one_that_fails_takes_nobody_with_it, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(one_that_fails_first_runs_once, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(one_that_cannot_be_undone_is_not_committed, open_plain,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(one_that_is_too_large_fails_alone, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(a_full_disk_fails_the_batch_and_is_got_over, open_plain,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(any_write_to_the_disk_may_fail, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(who_must_not_wait_does_not, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(a_disk_that_fails_is_told_once, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(a_full_queue_says_so, open_narrow, close_fixture),
        cmocka_unit_test_setup_teardown(there_is_one_writer, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(the_log_is_copied_back, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(a_checkpoint_that_fails_is_told_and_tried_again, open_plain,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_failed_sync_ends_the_process, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(a_statement_that_hangs_is_ended, open_plain, close_fixture),
        cmocka_unit_test_setup_teardown(what_was_acknowledged_survives_a_kill, open_plain, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
