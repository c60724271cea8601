/* The SQLite driver: one file, one writer thread, readers with a snapshot each. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "db/driver.h"
#include "db/pool.h"
#include "db/sqlite_conn.h"
#include "db/sqlite_writer.h"

enum { READERS_DEFAULT = 4, READERS_MOST = 64 };

struct sqlite_db {
    struct db db;
    char *path; /* NULL: in memory, where the writer reads as well */
    int lock;   /* a descriptor, or -1 */
    struct writer *writer;
    struct pool readers;
    atomic_uint_fast64_t reads, failed_reads;
};

static const struct db_sql sql_begin = {"BEGIN", NULL};
static const struct db_sql sql_commit = {"COMMIT", NULL};
static const struct db_sql sql_rollback = {"ROLLBACK", NULL};

static struct sqlite_db *sqlite_of(struct db *db)
{
    return (struct sqlite_db *)db;
}

static int write_work(struct db *db, db_work *work, void *context, unsigned flags, struct err *err)
{
    (void)flags;
    struct writer *writer = sqlite_of(db)->writer;
    if (!writer) return err_set(err, ERR_SYSTEM, "the database is open for reading only");
    return writer_run(writer, work, context, 0, err);
}

static int submit_work(struct db *db, db_work *work, void *context,
                       void (*done)(void *context, int result, const struct err *err), struct err *err)
{
    struct writer *writer = sqlite_of(db)->writer;
    if (!writer) return err_set(err, ERR_SYSTEM, "the database is open for reading only");
    return writer_submit(writer, work, context, done, err);
}

static int read_on(struct db *db, struct sqlite_conn *conn, db_work *work, void *context, struct err *err)
{
    struct db_tx tx = {.db = db, .arena = conn->arena, .connection = conn, .now = INSTANT_NONE};
    struct err unheard = {0};
    int rc = sqlite_conn_run(conn, &sql_begin, err);
    if (rc == 0) rc = tx_run(&tx, work, context, err);
    sqlite_conn_settle(conn);
    if (!sqlite3_get_autocommit(conn->handle) && sqlite_conn_run(conn, &sql_commit, &unheard) < 0)
        sqlite_conn_run(conn, &sql_rollback, &unheard);
    arena_reset(conn->arena);
    return rc;
}

static int read_work(struct db *db, db_work *work, void *context, int wait_ms, struct err *err)
{
    struct sqlite_db *sqlite = sqlite_of(db);
    if (!sqlite->path) return writer_run(sqlite->writer, work, context, WRITER_READS, err);
    struct sqlite_conn *conn = pool_take(&sqlite->readers, wait_ms);
    if (!conn) return err_set(err, ERR_BUSY, "every connection to the database is in use; try again soon");
    int rc = read_on(db, conn, work, context, err);
    pool_give(&sqlite->readers, conn);
    atomic_fetch_add(rc == 0 ? &sqlite->reads : &sqlite->failed_reads, 1);
    return rc;
}

static int look(struct db_tx *tx, void *context, struct err *err)
{
    (void)context;
    static const struct db_sql sql_look = {"SELECT count(*) FROM sqlite_schema", NULL};
    struct db_rows rows;
    int found = db_first(tx, &sql_look, DB_NO_ARGS, &rows, err);
    db_rows_done(&rows);
    return found > 0 ? 0 : -1;
}

static int ping(struct db *db, struct err *err)
{
    struct err found = {0};
    if (read_work(db, look, NULL, db->options.busy_ms, &found) == 0) return 0;
    return err_set(err, ERR_BUSY, "%s", found.message);
}

static int listen_to(struct db *db, void (*heard)(void *context, const char *channel, struct str payload),
                     void *context, struct err *err)
{
    if (!sqlite_of(db)->writer) return err_set(err, ERR_SYSTEM, "the database is open for reading only");
    writer_listen(sqlite_of(db)->writer, heard, context);
    return 0;
}

static void stats(struct db *db, struct db_stats *out)
{
    struct sqlite_db *sqlite = sqlite_of(db);
    *out = (struct db_stats){0};
    if (sqlite->writer) writer_stats(sqlite->writer, out);
    out->reads += atomic_load(&sqlite->reads);
    out->failures += atomic_load(&sqlite->failed_reads);
    if (!sqlite->path) return;
    pthread_mutex_lock(&sqlite->readers.lock);
    out->pool = sqlite->readers.size;
    out->in_use = sqlite->readers.size - sqlite->readers.idle_count;
    out->wait_us += (uint64_t)sqlite->readers.wait_us;
    pthread_mutex_unlock(&sqlite->readers.lock);
}

static void drop_reader(void *item)
{
    sqlite_conn_close(item);
}

/* Readers first: the writer must be the last to leave the file, and leaves it without a log. */
static void close_db(struct db *db)
{
    struct sqlite_db *sqlite = sqlite_of(db);
    pool_done(&sqlite->readers, drop_reader);
    writer_stop(sqlite->writer);
    if (sqlite->lock >= 0) close(sqlite->lock);
    free(sqlite->path);
    free(sqlite);
}

static instant_t now(struct db_tx *tx)
{
    const struct clock *clock = tx->db->options.clock;
    return clock_now(clock ? clock : clock_system());
}

static const struct db_driver driver = {
    .write = write_work,
    .read = read_work,
    .submit = submit_work,
    .ping = ping,
    .listen = listen_to,
    .stats = stats,
    .close = close_db,
    .exec = sqlite_exec,
    .query = sqlite_query,
    .next = sqlite_next,
    .rows_done = sqlite_rows_done,
    .column = sqlite_column,
    .now = now,
    .script = sqlite_script,
};

/* ---------------------------------------------------------------------------------------------------- opening */

/* PATH.lock is held while somebody may write: two writers would be two that checkpoint. */
static int lock_file(struct sqlite_db *sqlite, struct err *err)
{
    char *path;
    if (asprintf(&path, "%s.lock", sqlite->path) < 0) abort();
    sqlite->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    int rc = 0;
    if (sqlite->lock < 0)
        rc = file_failed(err, ERR_SYSTEM, "open", path);
    else if (flock(sqlite->lock, LOCK_EX | LOCK_NB) < 0)
        rc = err_set(err, ERR_BUSY, "another process is using %s", sqlite->path);
    free(path);
    return rc;
}

/* Customers' letters are nobody else's business; the log gets the same mode from SQLite. */
static int create_file(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return file_failed(err, ERR_SYSTEM, "open", path);
    close(fd);
    return 0;
}

static int start_writer(struct sqlite_db *sqlite, struct err *err)
{
    if (sqlite->db.options.read_only) return 0;
    if (sqlite->path && (lock_file(sqlite, err) < 0 || create_file(sqlite->path, err) < 0)) return -1;
    struct sqlite_conn *conn =
        sqlite_conn_open(sqlite->path ? sqlite->path : ":memory:", true, &sqlite->db, err);
    if (!conn) return -1;
    sqlite->writer = writer_start(&sqlite->db, conn, err);
    return sqlite->writer ? 0 : -1;
}

static int start_readers(struct sqlite_db *sqlite, struct err *err)
{
    for (int i = 0; sqlite->path && i < sqlite->readers.size; i++) {
        struct sqlite_conn *conn = sqlite_conn_open(sqlite->path, false, &sqlite->db, err);
        if (!conn) return -1;
        pool_give(&sqlite->readers, conn);
    }
    return 0;
}

/* Counting what is allocated would have all threads wait for one lock. Before main(): the library must not be in use yet. */
__attribute__((constructor)) static void set_up_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int sqlite_open(const struct db_options *options, const char *path, struct db **out, struct err *err)
{
    bool memory = strcmp(path, ":memory:") == 0;
    if (!*path) return err_set(err, ERR_INPUT, "sqlite: lacks the path of a file");
    if (memory && options->read_only) return err_set(err, ERR_INPUT, "a database in memory is not read-only");
    struct sqlite_db *sqlite = calloc(1, sizeof *sqlite);
    if (!sqlite) abort();
    sqlite->db = (struct db){.driver = &driver, .options = *options};
    sqlite->lock = -1;
    sqlite->path = memory ? NULL : strdup(path);
    int readers = options->readers > 0 ? options->readers : READERS_DEFAULT;
    pool_init(&sqlite->readers, readers < READERS_MOST ? readers : READERS_MOST);
    if (start_writer(sqlite, err) == 0 && start_readers(sqlite, err) == 0) {
        *out = &sqlite->db;
        return 0;
    }
    close_db(&sqlite->db);
    return -1;
}

bool db_is_postgres(const struct db *db)
{
    return db->driver != &driver;
}

bool db_reads_at_once(struct db *db)
{
    if (db_is_postgres(db) || !sqlite_of(db)->path) return false;
    struct pool *readers = &sqlite_of(db)->readers;
    pthread_mutex_lock(&readers->lock);
    bool free = readers->idle_count > readers->waiting; /* who waits has been told, and is on the way */
    pthread_mutex_unlock(&readers->lock);
    return free;
}

const char *sqlite_path(const struct db *db)
{
    return db_is_postgres(db) ? NULL : ((const struct sqlite_db *)db)->path;
}
