/* The PostgreSQL driver: a pool of connections, closures that are run again where the server asks for it, and workers for what
 * is submitted. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/cond.h"
#include "base/rand.h"
#include "db/pg_conn.h"
#include "db/pg_signal.h"
#include "db/pg_tx.h"
#include "db/pool.h"

enum {
    POOL_DEFAULT = 8,
    POOL_MOST = 100,
    LOSSES_MOST = 2,           /* connections that may be lost under one closure */
    RESOLVE_US = 10000000,     /* how long is asked what became of a commit */
    BACKOFF_FIRST_US = 100000, /* without a server: the next try to connect */
    BACKOFF_MOST_US = 2000000,
    RETRY_FIRST_US = 500,
    RETRY_MOST_US = 50000,
};

struct submitted {
    struct submitted *next;
    db_work *work;
    void *context;
    void (*done)(void *context, int result, const struct err *err);
};

struct postgres_db {
    struct db db;
    char **address;
    struct pool pool;
    struct pg_signal *signal;

    pthread_mutex_t lock; /* of what follows */
    int64_t connect_at;   /* not before */
    int64_t backoff_us;
    pthread_cond_t work;
    struct submitted *first, **last;
    int queued, workers, idle;
    bool closing;
    pthread_t threads[POOL_MOST];

    atomic_uint_fast64_t writes, reads, failures, retries, reconnects;
};

static struct postgres_db *postgres_of(struct db *db)
{
    return (struct postgres_db *)db;
}

static int64_t now_us(void)
{
    return clock_monotonic(clock_system());
}

static int64_t chance_below(int64_t limit)
{
    uint32_t number;
    rand_fill(rand_system(), &number, sizeof number);
    return (int64_t)number % limit;
}

/* ---------------------------------------------------------------------------------------------------- connecting */

/* Opens the connection where it is not; while a server is away only one try in a while is made, the others fail at once. */
static int connect_to(struct postgres_db *postgres, struct pg_conn *conn, struct err *err)
{
    if (conn->pg) return 0;
    pthread_mutex_lock(&postgres->lock);
    bool early = now_us() < postgres->connect_at;
    pthread_mutex_unlock(&postgres->lock);
    if (early) return err_set(err, ERR_BUSY, "the database is away");
    int rc = pg_conn_open(conn, err);
    pthread_mutex_lock(&postgres->lock);
    int64_t backoff = postgres->backoff_us * 2;
    if (backoff < BACKOFF_FIRST_US) backoff = BACKOFF_FIRST_US;
    postgres->backoff_us = rc == 0 ? 0 : backoff < BACKOFF_MOST_US ? backoff : BACKOFF_MOST_US;
    postgres->connect_at =
        rc == 0 ? 0 : now_us() + postgres->backoff_us / 2 + chance_below(postgres->backoff_us);
    pthread_mutex_unlock(&postgres->lock);
    return rc;
}

/* -------------------------------------------------------------------------------------------------- the closures */

struct run {
    struct postgres_db *postgres;
    struct pg_conn *conn;
    db_work *work;
    void *context;
    enum pg_mode mode;
    int64_t until;
    int tries, losses;
    bool met_key;
};

/* The connection was lost during COMMIT: asks until it is known what became of it. */
static enum pg_end resolve(struct run *run, struct err *err)
{
    struct pg_conn *conn = run->conn;
    int64_t xid = conn->xid;
    enum pg_end end = PG_UNKNOWN;
    char life[sizeof conn->life];
    memcpy(life, conn->life, sizeof life);
    int pid = conn->pg ? PQbackendPID(conn->pg) : 0;
    if (xid) end = pg_tx_resolve(conn, xid, life, pid, now_us() + RESOLVE_US);
    conn->begun = false;
    conn->again = PG_LOST;
    if (end == PG_UNKNOWN) {
        pg_conn_drop(conn);
        conn->again = PG_FINAL;
        err_set(err, ERR_BUSY, "the outcome is unknown: the database did not confirm the commit");
    }
    return end;
}

/* Whether another run makes sense, by why this one failed and how often it did. */
static bool may_go_again(struct run *run)
{
    switch (run->conn->again) {
    case PG_FINAL:
        return false;
    case PG_AGAIN_ONCE: {
        bool first = !run->met_key;
        run->met_key = true;
        return first;
    }
    case PG_AGAIN:
        break;
    case PG_LOST:
        atomic_fetch_add(&run->postgres->reconnects, 1);
        return run->losses++ < LOSSES_MOST;
    }
    int64_t most = RETRY_FIRST_US << (run->tries < 7 ? run->tries : 7);
    int64_t wait = chance_below(most < RETRY_MOST_US ? most : RETRY_MOST_US) + 1;
    struct timespec pause = {.tv_nsec = wait * 1000};
    if (now_us() + wait > run->until) return false;
    nanosleep(&pause, NULL);
    return true;
}

/* What is told to others when all is decided. */
static int after_commit(struct run *run, const struct db_tx *tx, struct err *err)
{
    struct db *db = &run->postgres->db;
    pg_signal_send(run->postgres->signal, tx->notices);
    if (run->mode == PG_READS || tx_strike(db, DB_AFTER_COMMIT, "COMMIT", err) == 0) return 0;
    return err_set(err, ERR_BUSY, "the outcome is unknown: the answer of the database was lost");
}

static int run_on(struct run *run, struct err *err)
{
    struct err before = *err;
    struct db_tx tx;
    enum pg_end end;
    do {
        *err = before;
        if (run->tries++) atomic_fetch_add(&run->postgres->retries, 1);
        if (connect_to(run->postgres, run->conn, err) < 0) return -1;
        end = pg_tx_run(&run->postgres->db, run->conn, run->work, run->context, run->mode, &tx, err);
        if (end == PG_UNKNOWN) end = resolve(run, err);
        int rc = end == PG_DONE ? after_commit(run, &tx, err) : -1;
        arena_reset(run->conn->arena);
        if (end == PG_DONE) return rc;
    } while (may_go_again(run));
    return -1;
}

static int run_work(struct db *db, db_work *work, void *context, enum pg_mode mode, int wait_ms,
                    struct err *err)
{
    struct postgres_db *postgres = postgres_of(db);
    struct run run = {.postgres = postgres, .work = work, .context = context, .mode = mode};
    run.until = now_us() + (int64_t)db->options.busy_ms * 1000;
    run.conn = pool_take(&postgres->pool, wait_ms);
    if (!run.conn)
        return err_set(err, ERR_BUSY, "every connection to the database is in use; try again soon");
    int rc = run_on(&run, err);
    pool_give(&postgres->pool, run.conn);
    atomic_fetch_add(rc < 0             ? &postgres->failures
                     : mode == PG_READS ? &postgres->reads
                                        : &postgres->writes,
                     1);
    return rc;
}

static int write_work(struct db *db, db_work *work, void *context, unsigned flags, struct err *err)
{
    if (db->options.read_only) return err_set(err, ERR_SYSTEM, "the database is open for reading only");
    return run_work(db, work, context, flags & WRITE_MIGRATES ? PG_MIGRATES : PG_WRITES, db->options.busy_ms,
                    err);
}

static int read_work(struct db *db, db_work *work, void *context, int wait_ms, struct err *err)
{
    return run_work(db, work, context, PG_READS, wait_ms, err);
}

static int look(struct db_tx *tx, void *context, struct err *err)
{
    (void)context;
    static const struct db_sql sql_look = {"SELECT 1", NULL};
    struct db_rows rows;
    return db_first(tx, &sql_look, DB_NO_ARGS, &rows, err) == 1 ? 0 : -1;
}

static int ping(struct db *db, struct err *err)
{
    struct err found = {0};
    if (read_work(db, look, NULL, db->options.busy_ms, &found) == 0) return 0;
    return err_set(err, ERR_BUSY, "%s", found.message);
}

/* --------------------------------------------------------------------------------------------------- the workers */

static void *worker_main(void *argument)
{
    struct postgres_db *postgres = argument;
    pthread_mutex_lock(&postgres->lock);
    for (;;) {
        postgres->idle++;
        while (!postgres->first && !postgres->closing) pthread_cond_wait(&postgres->work, &postgres->lock);
        postgres->idle--;
        struct submitted *one = postgres->first;
        if (!one) break;
        postgres->first = one->next;
        if (!postgres->first) postgres->last = &postgres->first;
        postgres->queued--;
        pthread_mutex_unlock(&postgres->lock);
        struct err err = {0};
        int rc = write_work(&postgres->db, one->work, one->context, 0, &err);
        one->done(one->context, rc, &err);
        free(one);
        pthread_mutex_lock(&postgres->lock);
    }
    pthread_mutex_unlock(&postgres->lock);
    return NULL;
}

/* With the lock held: another worker where all are at work. */
static void add_worker(struct postgres_db *postgres)
{
    if (postgres->idle >= postgres->queued || postgres->workers >= postgres->pool.size) return;
    if (pthread_create(&postgres->threads[postgres->workers], NULL, worker_main, postgres) == 0)
        postgres->workers++;
}

static int submit_work(struct db *db, db_work *work, void *context,
                       void (*done)(void *context, int result, const struct err *err), struct err *err)
{
    struct postgres_db *postgres = postgres_of(db);
    struct submitted *one = calloc(1, sizeof *one);
    if (!one) abort();
    *one = (struct submitted){NULL, work, context, done};
    int rc = 0;
    pthread_mutex_lock(&postgres->lock);
    if (postgres->queued >= db->options.queue)
        rc = err_set(err, ERR_BUSY, "%d changes are waiting already; try again soon", db->options.queue);
    else {
        *postgres->last = one;
        postgres->last = &one->next;
        postgres->queued++;
        add_worker(postgres);
        if (postgres->workers == 0) abort(); /* not one thread */
        pthread_cond_signal(&postgres->work);
    }
    pthread_mutex_unlock(&postgres->lock);
    if (rc < 0) free(one);
    return rc;
}

/* ------------------------------------------------------------------------------------------------------ the rest */

static int listen_to(struct db *db, void (*heard)(void *context, const char *channel, struct str payload),
                     void *context, struct err *err)
{
    return pg_signal_listen(postgres_of(db)->signal, heard, context, err);
}

static void stats(struct db *db, struct db_stats *out)
{
    struct postgres_db *postgres = postgres_of(db);
    uint64_t writes = atomic_load(&postgres->writes);
    *out = (struct db_stats){.writes = writes,
                             .batches = writes,
                             .reads = atomic_load(&postgres->reads),
                             .failures = atomic_load(&postgres->failures),
                             .retries = atomic_load(&postgres->retries),
                             .reconnects = atomic_load(&postgres->reconnects)};
    pthread_mutex_lock(&postgres->lock);
    out->queued = postgres->queued;
    pthread_mutex_unlock(&postgres->lock);
    pthread_mutex_lock(&postgres->pool.lock);
    out->pool = postgres->pool.size;
    out->in_use = postgres->pool.size - postgres->pool.idle_count;
    out->queued += postgres->pool.waiting;
    out->wait_us = (uint64_t)postgres->pool.wait_us;
    pthread_mutex_unlock(&postgres->pool.lock);
}

static void drop_connection(void *item)
{
    pg_conn_free(item);
}

static void close_db(struct db *db)
{
    struct postgres_db *postgres = postgres_of(db);
    pthread_mutex_lock(&postgres->lock);
    postgres->closing = true;
    pthread_cond_broadcast(&postgres->work);
    pthread_mutex_unlock(&postgres->lock);
    for (int i = 0; i < postgres->workers; i++) pthread_join(postgres->threads[i], NULL);
    pg_signal_free(postgres->signal);
    pool_done(&postgres->pool, drop_connection);
    pg_address_free(postgres->address);
    pthread_cond_destroy(&postgres->work);
    pthread_mutex_destroy(&postgres->lock);
    free(postgres);
}

static const struct db_driver driver = {
    .write = write_work,
    .read = read_work,
    .submit = submit_work,
    .ping = ping,
    .listen = listen_to,
    .stats = stats,
    .close = close_db,
    .exec = pg_exec,
    .query = pg_query,
    .next = pg_next,
    .rows_done = pg_rows_done,
    .column = pg_column,
    .now = pg_now,
    .script = pg_script,
};

int postgres_open(const struct db_options *options, struct db **out, struct err *err)
{
    struct postgres_db *postgres = calloc(1, sizeof *postgres);
    if (!postgres) abort();
    postgres->db = (struct db){.driver = &driver, .options = *options};
    postgres->address = pg_address_new(options);
    postgres->signal = pg_signal_new(postgres->address);
    postgres->last = &postgres->first;
    pthread_mutex_init(&postgres->lock, NULL);
    cond_init(&postgres->work);
    int size = options->readers > 0 ? options->readers : POOL_DEFAULT;
    pool_init(&postgres->pool, size < POOL_MOST ? size : POOL_MOST);
    struct pg_conn *first = NULL;
    for (int i = 0; i < postgres->pool.size; i++) {
        first = pg_conn_new(&postgres->db.options, postgres->address);
        pool_give(&postgres->pool, first);
    }
    if (pg_conn_open(first, err) == 0) {
        *out = &postgres->db;
        return 0;
    }
    close_db(&postgres->db);
    return -1;
}
