/* The writing thread of a SQLite file; see sqlite_writer.h. */
#include "db/sqlite_writer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cond.h"

enum {
    BATCH_MOST = 256,         /* closures of one commit */
    BATCH_US = 20000,         /* after this no more are taken into it */
    CHECKPOINT_FRAMES = 1000, /* pages in the log from which it is copied back, about 4 MiB, ... */
    CHECKPOINT_MOST = 8000, /* ... and where somebody waits for the writer: fewer copies, for longer waits */
    IDLE_US = 500000,       /* without work for so long, the log is emptied */
    RETRY_US = 1000000,     /* after a checkpoint that failed; each time twice as long, ... */
    RETRY_MOST_US = 60000000, /* ... but not longer than this */
    PAGE_BYTES = 4096,
};

/* A closure that waits: on the stack of who waits for it (done is NULL), or on the heap. */
struct job {
    struct job *next;
    db_work *work;
    void *context;
    unsigned flags;
    void (*done)(void *context, int result, const struct err *err);
    pthread_cond_t *decided; /* of who waits */
    bool taken, is_decided;
    int64_t queued_at;
    int result;
    struct err err;
};

struct writer {
    struct db *db;
    struct sqlite_conn *conn;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;

    /* Under the lock. */
    struct job *first, **last;
    int queued;
    bool closing;
    struct db_stats stats;
    void (*heard)(void *context, const char *channel, struct str payload);
    void *heard_context;

    /* The thread's own. */
    struct job *batch[BATCH_MOST];
    int batch_count;
    bool careful; /* each closure of the batch gets a savepoint */
    bool dirty;   /* some closure of the transaction has written */
    struct arena *notices_arena;
    struct notice *notices; /* of the batch, latest first */
    int frames;             /* in the log since it was last emptied */
    int copied;             /* of them, those seen by the last checkpoint */
    int64_t retry_us;       /* how long is waited since the last checkpoint has failed; 0: it has not */
    int64_t retry_at;       /* no checkpoint before */
    bool hooked;            /* the commit has written */
};

static const struct db_sql sql_begin = {"BEGIN IMMEDIATE", NULL};
static const struct db_sql sql_commit = {"COMMIT", NULL};
static const struct db_sql sql_rollback = {"ROLLBACK", NULL};
static const struct db_sql sql_savepoint = {"SAVEPOINT closure", NULL};
static const struct db_sql sql_release = {"RELEASE closure", NULL};
static const struct db_sql sql_undo = {"ROLLBACK TO closure", NULL};

static int64_t now_us(void)
{
    return clock_monotonic(clock_system());
}

/* --------------------------------------------------------------------------------------------------- the queue */

static int enqueue(struct writer *writer, struct job *job, struct err *err)
{
    int limit = writer->db->options.queue;
    job->queued_at = now_us();
    if (writer->closing) return err_set(err, ERR_BUSY, "the database is being closed");
    if (writer->queued >= limit)
        return err_set(err, ERR_BUSY, "%d changes are waiting already; try again soon", limit);
    *writer->last = job;
    writer->last = &job->next;
    if (writer->queued++ == 0) pthread_cond_signal(&writer->work);
    return 0;
}

/* Takes a job out again that has waited too long. */
static void unqueue(struct writer *writer, struct job *job)
{
    struct job **link = &writer->first;
    while (*link != job) link = &(*link)->next;
    *link = job->next;
    if (writer->last == &job->next) writer->last = link;
    writer->queued--;
}

/* With the lock held, until the job is decided or has waited too long for its turn. */
static void wait_for(struct writer *writer, struct job *job)
{
    int64_t until = job->queued_at + (int64_t)writer->db->options.busy_ms * 1000;
    while (!job->is_decided) {
        if (job->taken)
            pthread_cond_wait(job->decided, &writer->lock);
        else if (!cond_wait_until(job->decided, &writer->lock, until) && !job->taken && !job->is_decided) {
            unqueue(writer, job);
            job->is_decided = true;
            job->result = err_set(&job->err, ERR_BUSY, "the database had no time for this; try again soon");
            writer->stats.failures++;
        }
    }
}

int writer_run(struct writer *writer, db_work *work, void *context, unsigned flags, struct err *err)
{
    if (pthread_equal(pthread_self(), writer->thread)) abort(); /* it would wait for itself for ever */
    pthread_cond_t decided;
    cond_init(&decided);
    struct job job = {.work = work, .context = context, .flags = flags, .decided = &decided, .err = *err};
    pthread_mutex_lock(&writer->lock);
    int rc = enqueue(writer, &job, err);
    if (rc == 0) {
        wait_for(writer, &job);
        rc = job.result;
        if (rc < 0) *err = job.err;
    }
    pthread_mutex_unlock(&writer->lock);
    pthread_cond_destroy(&decided);
    return rc;
}

int writer_submit(struct writer *writer, db_work *work, void *context,
                  void (*done)(void *context, int result, const struct err *err), struct err *err)
{
    struct job *job = calloc(1, sizeof *job);
    if (!job) abort();
    *job = (struct job){.work = work, .context = context, .done = done};
    pthread_mutex_lock(&writer->lock);
    int rc = enqueue(writer, job, err);
    pthread_mutex_unlock(&writer->lock);
    if (rc < 0) free(job);
    return rc;
}

/* The next job into the batch; false where there is none. */
static bool take_job(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    struct job *job = writer->first;
    if (job) {
        writer->first = job->next;
        if (!writer->first) writer->last = &writer->first;
        writer->queued--;
        writer->stats.wait_us += (uint64_t)(now_us() - job->queued_at);
        job->next = NULL;
        job->taken = true;
        writer->batch[writer->batch_count++] = job;
    }
    pthread_mutex_unlock(&writer->lock);
    return job;
}

/* --------------------------------------------------------------------------------------------------- the batch */

static void fail_job(struct job *job, const struct err *err)
{
    job->result = -1;
    job->err = *err;
}

static bool is_lost(const struct writer *writer)
{
    return sqlite3_get_autocommit(writer->conn->handle) != 0;
}

/* The notices of a closure that went well, kept until the commit. */
static void keep_notices(struct writer *writer, const struct notice *latest)
{
    struct notice **end = &writer->notices;
    for (; latest; latest = latest->next) {
        struct notice *kept = ARENA_NEW(writer->notices_arena, struct notice);
        *kept = (struct notice){*end, arena_cstr(writer->notices_arena, str_of(latest->channel)),
                                arena_str(writer->notices_arena, latest->payload)};
        *end = kept;
        end = &kept->next;
    }
}

/* Ends a closure's savepoint. */
static int leave_savepoint(struct writer *writer, bool undo, struct err *err)
{
    if (undo && sqlite_conn_run(writer->conn, &sql_undo, err) < 0) return -1;
    return sqlite_conn_run(writer->conn, &sql_release, err);
}

/* The same for one that has run. What cannot be undone or kept for itself fails, and is not to be committed. */
static bool is_left(struct writer *writer, struct job *job, bool undo)
{
    struct err err = {0};
    if (!writer->careful || is_lost(writer) || leave_savepoint(writer, undo, &err) == 0) return true;
    if (job->result == 0) fail_job(job, &err);
    return false;
}

static bool has_to_go_again(const struct writer *writer)
{
    struct err unheard = {0};
    return tx_strike(writer->db, DB_AFTER_RUN, "COMMIT", &unheard) < 0;
}

/* One closure in the transaction of the batch. False where the batch has to go again: SQLite gave the whole transaction up
 * under it (is_lost), its savepoint cannot be ended, or there is none and the closure left something behind that must not stay.
 * Whenever that is so a closure has failed, or the next run has savepoints: it does not go on for ever. */
static bool run_job(struct writer *writer, struct job *job)
{
    struct sqlite_conn *conn = writer->conn;
    struct db_tx tx = {.db = writer->db, .arena = conn->arena, .connection = conn, .now = INSTANT_NONE};
    struct err before = job->err;
    bool spoilt = false, left = true;
    tx.writes = !(job->flags & WRITER_READS);
    job->result = writer->careful ? sqlite_conn_run(conn, &sql_savepoint, &job->err) : 0;
    if (job->result == 0) {
        conn->has_written = false;
        job->result = tx_run(&tx, job->work, job->context, &job->err);
        bool undo = job->result < 0 || !tx.writes;
        sqlite_conn_settle(conn);
        spoilt = !writer->careful && (undo ? conn->has_written : has_to_go_again(writer));
        left = is_left(writer, job, undo);
        if (is_lost(writer) && job->result == 0)
            job->result = err_set(&job->err, ERR_SYSTEM, "the transaction was lost");
        else if (!undo && left)
            keep_notices(writer, tx.notices);
    }
    if (spoilt && writer->dirty && !is_lost(writer)) job->result = 0; /* decided when it has run again */
    writer->dirty = writer->dirty || conn->has_written;
    if (job->result == 0) job->err = before;
    arena_reset(conn->arena);
    return !spoilt && left && !is_lost(writer);
}

static void roll_back(struct writer *writer)
{
    struct err unheard = {0};
    if (!is_lost(writer)) sqlite_conn_run(writer->conn, &sql_rollback, &unheard);
    arena_reset(writer->notices_arena);
    writer->notices = NULL;
    writer->dirty = false;
}

/* Those of the batch that have not failed: they failed together. */
static void fail_rest(struct writer *writer, const struct err *err)
{
    for (int i = 0; i < writer->batch_count; i++)
        if (writer->batch[i]->result == 0) fail_job(writer->batch[i], err);
}

/* Runs the closures of the batch, and new ones while there is time. False where the transaction is to be rolled back: those
 * that are not decided by their failure have to go again. */
static bool run_batch(struct writer *writer, int64_t start)
{
    for (int i = 0;; i++) {
        bool room = writer->batch_count < BATCH_MOST && (i == 0 || now_us() - start < BATCH_US);
        if (i == writer->batch_count && !(room && take_job(writer))) return true;
        if (writer->batch[i]->result < 0) continue;
        if (!run_job(writer, writer->batch[i])) return false;
    }
}

/* Whether some closure of the batch has something to commit; a savepoint that was rolled back leaves pages that a commit would
 * write and sync for nothing. */
static bool has_written(const struct writer *writer)
{
    for (int i = 0; i < writer->batch_count; i++)
        if (writer->batch[i]->result == 0 && !(writer->batch[i]->flags & WRITER_READS)) return true;
    return false;
}

static int commit(struct writer *writer, struct err *err)
{
    writer->hooked = false;
    if (!has_written(writer)) {
        roll_back(writer);
        return 0;
    }
    writer->hooked = !sqlite_path(writer->db);
    if (tx_strike(writer->db, DB_BEFORE_COMMIT, "COMMIT", err) < 0) return -1;
    int rc = sqlite_conn_run(writer->conn, &sql_commit, err);
    if (rc == 0 && tx_strike(writer->db, DB_AFTER_COMMIT, "COMMIT", err) < 0) {
        err_set(err, ERR_BUSY, "the outcome is unknown: the answer of the database was lost");
        rc = 1;
    }
    return rc;
}

/* Tells who waits. The job is gone as soon as it is decided. */
static void decide(struct writer *writer, struct job *job)
{
    if (job->done) {
        job->done(job->context, job->result, &job->err);
        free(job);
        return;
    }
    pthread_mutex_lock(&writer->lock);
    job->is_decided = true;
    pthread_cond_signal(job->decided);
    pthread_mutex_unlock(&writer->lock);
}

static void count_batch(struct writer *writer, bool wrote)
{
    struct db_stats *stats = &writer->stats;
    pthread_mutex_lock(&writer->lock);
    for (int i = 0; i < writer->batch_count; i++) {
        if (writer->batch[i]->result < 0)
            stats->failures++;
        else if (writer->batch[i]->flags & WRITER_READS)
            stats->reads++;
        else
            stats->writes++;
    }
    stats->batches += wrote;
    stats->syncs += wrote;
    pthread_mutex_unlock(&writer->lock);
}

static void tell(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    void (*heard)(void *, const char *, struct str) = writer->heard;
    void *context = writer->heard_context;
    pthread_mutex_unlock(&writer->lock);
    struct notice *told = NULL;
    while (writer->notices) { /* turned round: the first one first */
        struct notice *notice = writer->notices;
        writer->notices = notice->next;
        notice->next = told;
        told = notice;
    }
    for (; told && heard; told = told->next) heard(context, told->channel, told->payload);
    arena_reset(writer->notices_arena);
}

/* Everything that waits, up to a batch, in one transaction. Most batches have no closure that fails after it wrote: they do
 * without savepoints, each of which would have the full-text index write what it gathered and every changed page copied once
 * more. Where one does, the batch goes again with them. */
static void write_batch(struct writer *writer)
{
    struct err err = {0};
    int64_t start = now_us();
    bool done;
    int rc;
    writer->batch_count = 0;
    writer->careful = false;
    take_job(writer);
    do {
        roll_back(writer);
        rc = sqlite_conn_run(writer->conn, &sql_begin, &err);
        done = rc < 0 || run_batch(writer, start);
        writer->careful = true;
    } while (!done);
    bool wrote = false;
    if (rc == 0) {
        rc = commit(writer, &err);
        wrote = rc >= 0 && writer->hooked;
    }
    if (rc != 0) fail_rest(writer, &err);
    if (rc < 0) roll_back(writer);
    count_batch(writer, wrote);
    for (int i = 0; i < writer->batch_count; i++) decide(writer, writer->batch[i]);
    tell(writer);
}

/* ------------------------------------------------------------------------------------------------- the thread */

static bool is_awaited(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    bool awaited = writer->first;
    pthread_mutex_unlock(&writer->lock);
    return awaited;
}

/* Nothing is lost: it is all in the log, which grows until a checkpoint goes well again. */
static void put_off_checkpoint(struct writer *writer, int code)
{
    sqlite_conn_trouble(writer->conn, code, TROUBLE_CHECKPOINT,
                        "the write-ahead log cannot be copied back into the database file, and grows");
    writer->retry_us = writer->retry_us ? writer->retry_us * 2 : RETRY_US;
    if (writer->retry_us > RETRY_MOST_US) writer->retry_us = RETRY_MOST_US;
    writer->retry_at = now_us() + writer->retry_us;
}

/* Copies the log back into the file; `empty`: and cuts it off, where no reader needs it. */
static void checkpoint(struct writer *writer, bool empty)
{
    int left = -1, copied = -1;
    if (empty) sqlite3_busy_timeout(writer->conn->handle, 0);
    int code = sqlite3_wal_checkpoint_v2(writer->conn->handle, NULL,
                                         empty ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
                                         &left, &copied);
    if (empty) sqlite3_busy_timeout(writer->conn->handle, writer->db->options.busy_ms);
    bool failed = code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED;
    if (failed)
        put_off_checkpoint(writer, code);
    else
        writer->retry_us = writer->retry_at = 0;
    if (code == SQLITE_OK || (!failed && left >= 0)) {
        writer->frames = left > 0 ? left : 0;
        writer->copied = writer->frames;
    }
    pthread_mutex_lock(&writer->lock);
    writer->stats.checkpoints += !failed;
    writer->stats.checkpoints_failed += failed;
    writer->stats.syncs += failed ? 0 : 2;
    pthread_mutex_unlock(&writer->lock);
}

static bool is_time_to_checkpoint(struct writer *writer)
{
    int fresh = writer->frames - writer->copied;
    return (fresh >= CHECKPOINT_MOST || (fresh >= CHECKPOINT_FRAMES && !is_awaited(writer))) &&
           (writer->retry_at == 0 || now_us() >= writer->retry_at);
}

/* SQLite calls this after each commit. */
static int note_frames(void *context, sqlite3 *handle, const char *name, int frames)
{
    (void)handle;
    (void)name;
    struct writer *writer = context;
    writer->frames = frames;
    writer->hooked = true;
    if (frames < writer->copied) writer->copied = 0; /* the log began anew */
    return SQLITE_OK;
}

/* Waits for work; false when it is time to end. */
static bool wait_for_work(struct writer *writer)
{
    bool empty = false;
    pthread_mutex_lock(&writer->lock);
    writer->stats.wal_bytes = (int64_t)writer->frames * PAGE_BYTES;
    int64_t idle_at = now_us() + IDLE_US;
    if (idle_at < writer->retry_at) idle_at = writer->retry_at;
    while (!writer->first && !writer->closing && !empty) {
        if (writer->frames == 0)
            pthread_cond_wait(&writer->work, &writer->lock);
        else
            empty = !cond_wait_until(&writer->work, &writer->lock, idle_at) && !writer->first;
    }
    bool go_on = writer->first || !writer->closing;
    pthread_mutex_unlock(&writer->lock);
    if (empty) checkpoint(writer, true);
    return go_on;
}

static void *writer_main(void *argument)
{
    struct writer *writer = argument;
    while (wait_for_work(writer)) {
        if (is_awaited(writer)) write_batch(writer);
        if (is_time_to_checkpoint(writer)) checkpoint(writer, false);
    }
    checkpoint(writer, true);
    return NULL;
}

struct writer *writer_start(struct db *db, struct sqlite_conn *conn, struct err *err)
{
    struct writer *writer = calloc(1, sizeof *writer);
    if (!writer) abort();
    writer->db = db;
    writer->conn = conn;
    writer->last = &writer->first;
    writer->notices_arena = arena_new();
    pthread_mutex_init(&writer->lock, NULL);
    cond_init(&writer->work);
    writer->frames = 1; /* a process that was killed may have left a log */
    sqlite3_wal_hook(conn->handle, note_frames, writer);
    if (pthread_create(&writer->thread, NULL, writer_main, writer) == 0) return writer;
    err_set(err, ERR_SYSTEM, "no thread can be started");
    writer->closing = true;
    writer->thread = pthread_self();
    writer_stop(writer);
    return NULL;
}

void writer_stop(struct writer *writer)
{
    if (!writer) return;
    pthread_mutex_lock(&writer->lock);
    writer->closing = true;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    if (!pthread_equal(writer->thread, pthread_self())) pthread_join(writer->thread, NULL);
    sqlite_conn_close(writer->conn);
    arena_free(writer->notices_arena);
    pthread_cond_destroy(&writer->work);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}

void writer_listen(struct writer *writer,
                   void (*heard)(void *context, const char *channel, struct str payload), void *context)
{
    pthread_mutex_lock(&writer->lock);
    writer->heard = heard;
    writer->heard_context = context;
    pthread_mutex_unlock(&writer->lock);
}

void writer_stats(struct writer *writer, struct db_stats *out)
{
    pthread_mutex_lock(&writer->lock);
    *out = writer->stats;
    out->queued = writer->queued;
    pthread_mutex_unlock(&writer->lock);
}
