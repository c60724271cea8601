/* A database: SQLite in one file, or PostgreSQL, behind the same calls.
 *
 * Work is handed over as a closure that runs inside one transaction and may be run again from the start (a lock lost, a
 * connection gone), so it must not do anything that cannot be repeated: no I/O, no message sent, no output written but
 * through its context, which it fills anew each time. What it returns decides: 0 commits, anything negative rolls back.
 *
 * Writes on SQLite are run by one writer thread, one closure after the other, and committed together: a burst of
 * small writes shares one sync, and what one of them leaves behind when it fails is undone. Reads have connections of their own and see one snapshot. On
 * PostgreSQL every closure has a connection of the pool to itself; writes run at REPEATABLE READ.
 *
 * Statements are constants (struct db_sql), prepared once on each connection and found again by their address. Their text is
 * written once for both: placeholders ?1, ?2 …, types as tokens ({int}, {text}, {bytes}, {id}, {json}); only where the
 * dialects really part (full-text search, leases) does a statement carry a text of its own for PostgreSQL.
 *
 * A failed sync of the SQLite file ends the process: what the disk holds is unknown then, and a second try would lie. Any other
 * failure of its disk is ERR_BUSY (ERR_FULL where there is no room): the next try may do better. */
#ifndef BURIN_DB_DB_H
#define BURIN_DB_DB_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "base/id.h"

struct db;
struct db_tx;

struct db_faults;

struct db_options {
    const char *url;    /* "sqlite:PATH", "sqlite::memory:" or "postgres://…" */
    const char *secret; /* the password for PostgreSQL, or NULL: what libpq finds by itself */
    int readers;        /* connections for reading (SQLite), or of the pool (PostgreSQL); 0: a default */
    int queue;      /* closures that may wait for the writer (SQLite) or a worker of db_submit; 0: 1,024 */
    bool read_only; /* beside a process that writes: no writer, no lock */
    int busy_ms;    /* how long a closure waits for its turn before ERR_BUSY; 0: 5,000 */
    const struct clock *clock; /* of db_now; NULL: the server's (PostgreSQL), the machine's (SQLite) */
    /* Called where a sync of the SQLite file failed; must not return. NULL: a line on standard error, and abort(). */
    void (*fatal)(void *context, const char *message);
    /* Told, from any thread, what the SQLite file's disk refuses and why, for those who run the machine: at most once a minute
     * of each enum trouble. NULL: nobody is. */
    void (*trouble)(void *context, const char *message);
    void *context;                  /* of these two */
    const struct db_faults *faults; /* NULL but in tests */
};

/* ERR_BUSY where another process writes to the SQLite file, or PostgreSQL cannot be reached. */
int db_open(const struct db_options *options, struct db **out, struct err *err);
void db_close(struct db *db); /* NULL is fine; waits for the writes that are queued */
bool db_is_postgres(const struct db *db);
/* Whether it answers now: 0, or -1 with the reason (ERR_BUSY). Cheap; for /readyz. */
int db_ping(struct db *db, struct err *err);

typedef int db_work(struct db_tx *tx, void *context, struct err *err);

/* Returns when the transaction is on disk (0), or has left no trace (-1). One exception, ERR_BUSY whose message says that the
 * outcome is unknown: the connection to PostgreSQL was lost during COMMIT and nobody can tell; do it again under the same
 * key. A closure must not call db_write itself. */
int db_write(struct db *db, db_work *work, void *context, struct err *err);
int db_read(struct db *db, db_work *work, void *context, struct err *err);
/* Whether db_read would begin at once and wait for nothing but a local file: a guess, as another may come first. */
bool db_reads_at_once(struct db *db);
/* As db_read, but ERR_BUSY where another did come first: for a thread that must not wait for a connection. */
int db_read_at_once(struct db *db, db_work *work, void *context, struct err *err);
/* As db_write, but returns at once; `done` is called from another thread when all is decided, and has to be quick: others
 * wait behind it. ERR_BUSY at once where the queue is full. */
int db_submit(struct db *db, db_work *work, void *context,
              void (*done)(void *context, int result, const struct err *err), struct err *err);

/* What happened since db_open, for /metrics. */
struct db_stats {
    uint64_t writes;   /* closures whose changes are on disk */
    uint64_t batches;  /* commits they shared */
    uint64_t syncs;    /* of the SQLite file: one for each batch, two for each checkpoint; 0 on PostgreSQL */
    uint64_t reads;    /* closures that have read */
    uint64_t failures; /* closures that left no trace */
    uint64_t retries;  /* runs that were thrown away and done again */
    uint64_t reconnects;                      /* PostgreSQL: connections that were lost */
    uint64_t checkpoints, checkpoints_failed; /* SQLite */
    uint64_t wait_us;                         /* that closures waited for their turn, in all */
    int queued;                               /* closures that wait now */
    int in_use, pool;                         /* connections for reading (SQLite) or all (PostgreSQL) */
    int64_t wal_bytes;                        /* SQLite: of the write-ahead log, about */
};
void db_stats(struct db *db, struct db_stats *out);

/* Inside a closure. ---------------------------------------------------------------------------------------- */

/* Lives as long as this run of the closure. */
struct arena *db_arena(struct db_tx *tx);
bool db_tx_is_postgres(const struct db_tx *tx); /* for texts that the dialects want made differently */
/* The time of the transaction: by the clock of db_open, else the database server's (PostgreSQL), which all nodes have in common, or
 * the machine's; the same at each call. A read on PostgreSQL goes by what the connection has heard of that clock in the last ten
 * seconds, which is within 10 ms of it. */
instant_t db_now(struct db_tx *tx);

enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BYTES, DB_ID };
struct db_value {
    enum db_type type;
    int64_t integer;
    struct str bytes; /* of texts, bytes and ids; borrowed */
};

static inline struct db_value db_null(void)
{
    return (struct db_value){.type = DB_NULL};
}
static inline struct db_value db_int(int64_t integer)
{
    return (struct db_value){.type = DB_INT, .integer = integer};
}
static inline struct db_value db_text(struct str text)
{
    return (struct db_value){.type = DB_TEXT, .bytes = text};
}
/* NULL where empty. */
static inline struct db_value db_text_or_null(struct str text)
{
    return text.len ? db_text(text) : db_null();
}
static inline struct db_value db_bytes(struct str bytes)
{
    return (struct db_value){.type = DB_BYTES, .bytes = bytes};
}
/* NULL where INSTANT_NONE. */
static inline struct db_value db_instant(instant_t at)
{
    return at == INSTANT_NONE ? db_null() : db_int(at);
}
static inline struct db_value db_day(day_t day)
{
    return day == DAY_NONE ? db_null() : db_int(day);
}
/* Borrows the id: it must live until the call returns. NULL where the id is zero. */
static inline struct db_value db_id(const struct id *id)
{
    return id_is_none(id)
               ? db_null()
               : (struct db_value){.type = DB_ID, .bytes = {(const char *)id->bytes, sizeof id->bytes}};
}

struct db_sql {
    const char *text;
    const char *postgres; /* NULL: the same text */
};

/* The arguments of a statement, in the order of its placeholders. */
#define DB_ARGS(...)                        \
    (const struct db_value[]){__VA_ARGS__}, \
        sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)
#define DB_NO_ARGS NULL, 0

/* A violated unique or foreign key, or CHECK, is ERR_CONFLICT; err->message names the constraint, by the same name on both
 * (an unnamed key is TABLE_pkey or TABLE_COLUMN…_key; SQLite does not know the names of foreign keys).
 *
 * After a statement has failed the transaction is lost, whatever the closure returns: where a conflict is one of the
 * outcomes, say ON CONFLICT. On PostgreSQL a statement without `out_changes` may travel together with what follows: then
 * a later call of the closure, or the commit, fails in its place. A closure that runs into a unique key is run once more, as
 * the row it met may be newer than its snapshot.
 *
 * The type of an argument that is NULL comes from where it stands; where that tells nothing, write CAST(?1 AS {int}). */
int db_exec(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
            int64_t *out_changes, struct err *err);

/* Rows one by one: while ((more = db_next(&rows, err)) > 0) …; 0 when there are no more, -1 on failure. A query that is not
 * read to its end is closed by db_rows_done(), which is fine to call always; another statement may run meanwhile. On PostgreSQL a query waits in
 * the pipeline until something is read: what is asked before the first db_next() shares its round trip, and a failure of any of
 * it may be told there. Two of the same statement open at once have SQLite prepare it twice. */
struct db_rows {
    struct db_tx *tx;
    void *cursor;
};
int db_query(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
             struct db_rows *out, struct err *err);
int db_next(struct db_rows *rows, struct err *err);
void db_rows_done(struct db_rows *rows);
/* The one row that is wanted: 1 with `out` standing on it (call db_rows_done when read), 0 where there is none, -1. */
int db_first(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
             struct db_rows *out, struct err *err);

/* Columns of the present row, from 0. Texts are borrowed until the next row; the _copy forms go into db_arena(). */
bool db_is_null(const struct db_rows *rows, int column);
int64_t db_get_int(const struct db_rows *rows, int column);       /* 0 where NULL */
instant_t db_get_instant(const struct db_rows *rows, int column); /* INSTANT_NONE where NULL */
day_t db_get_day(const struct db_rows *rows, int column);         /* DAY_NONE where NULL */
struct str db_get_text(const struct db_rows *rows, int column);   /* also of {bytes}; empty where NULL */
struct str db_copy_text(const struct db_rows *rows, int column, struct arena *arena);
struct id db_get_id(const struct db_rows *rows, int column); /* zero where NULL */

/* After a commit, and only then, `channel` is told to whoever listens: a hint that there is work, never the work itself. */
int db_notify(struct db_tx *tx, const char *channel, struct str payload, struct err *err);
/* `heard` is called from a thread of the database for each notice of this process and (PostgreSQL) of the others; it has to
 * be quick. Once for each struct db. A lost notice is nothing to rely on against: look for work now and then as well. */
int db_listen(struct db *db, void (*heard)(void *context, const char *channel, struct str payload),
              void *context, struct err *err);

/* A hook before each run of a closure, each statement and each commit, which may say that it fails: for tests and the
 * simulation. */
enum db_moment { DB_BEFORE_RUN, DB_BEFORE_STATEMENT, DB_AFTER_RUN, DB_BEFORE_COMMIT, DB_AFTER_COMMIT };
struct db_faults {
    /* 0 goes on; -1 fails as if the database were away (ERR_BUSY); DB_AFTER_RUN -1: what a closure that went well has written is
     * thrown away, and it runs again; DB_AFTER_COMMIT -1: the answer of a commit that did happen is lost. */
    int (*strike)(void *context, enum db_moment moment, const char *sql);
    void *context;
};

#endif
