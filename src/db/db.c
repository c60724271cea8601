/* The door of the room: chooses the driver by the address, and holds what both drivers have in common. */
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>

#include "db/driver.h"

enum {
    QUEUE_DEFAULT = 1024,
    BUSY_DEFAULT = 5000,
    CHANNEL_MOST = 60,
    PAYLOAD_MOST = 4000,
    QUIET_US = 60000000
};

static void fatal_default(void *context, const char *message)
{
    (void)context;
    fprintf(stderr, "burin: %s\n", message);
    abort();
}

static struct db_options with_defaults(const struct db_options *given)
{
    struct db_options options = *given;
    if (options.queue <= 0) options.queue = QUEUE_DEFAULT;
    if (options.busy_ms <= 0) options.busy_ms = BUSY_DEFAULT;
    if (!options.fatal) options.fatal = fatal_default;
    return options;
}

int db_open(const struct db_options *options, struct db **out, struct err *err)
{
    struct err unheard;
    struct db_options complete = with_defaults(options);
    struct str url = str_of(options->url);
    if (!err) err = &unheard;
    int rc;
    if (str_starts(url, STR("sqlite:")))
        rc = sqlite_open(&complete, options->url + strlen("sqlite:"), out, err);
    else if (str_starts(url, STR("postgres://")) || str_starts(url, STR("postgresql://")))
        rc = postgres_open(&complete, out, err);
    else
        return err_set(err, ERR_INPUT, "sqlite:PATH or postgres://… is expected as the database");
    if (rc == 0) (*out)->options.url = (*out)->options.secret = NULL;
    return rc;
}

void db_trouble(struct db *db, enum trouble kind, const char *message)
{
    int_fast64_t now = clock_monotonic(clock_system()), until = atomic_load(&db->quiet_until[kind]);
    if (db->options.trouble && now >= until &&
        atomic_compare_exchange_strong(&db->quiet_until[kind], &until, now + QUIET_US))
        db->options.trouble(db->options.context, message);
}

bool db_tx_is_postgres(const struct db_tx *tx)
{
    return db_is_postgres(tx->db);
}

void db_close(struct db *db)
{
    if (db) db->driver->close(db);
}

int db_ping(struct db *db, struct err *err)
{
    return db->driver->ping(db, err);
}

int db_write(struct db *db, db_work *work, void *context, struct err *err)
{
    struct err unheard = {0};
    return db->driver->write(db, work, context, 0, err ? err : &unheard);
}

int write_with(struct db *db, db_work *work, void *context, unsigned flags, struct err *err)
{
    return db->driver->write(db, work, context, flags, err);
}

int db_read(struct db *db, db_work *work, void *context, struct err *err)
{
    struct err unheard = {0};
    return db->driver->read(db, work, context, db->options.busy_ms, err ? err : &unheard);
}

int db_read_at_once(struct db *db, db_work *work, void *context, struct err *err)
{
    struct err unheard = {0};
    return db->driver->read(db, work, context, 0, err ? err : &unheard);
}

int db_submit(struct db *db, db_work *work, void *context,
              void (*done)(void *context, int result, const struct err *err), struct err *err)
{
    return db->driver->submit(db, work, context, done, err);
}

int db_listen(struct db *db, void (*heard)(void *context, const char *channel, struct str payload),
              void *context, struct err *err)
{
    return db->driver->listen(db, heard, context, err);
}

void db_stats(struct db *db, struct db_stats *out)
{
    db->driver->stats(db, out);
}

/* ---------------------------------------------------------------------------------------------- inside a closure */

int tx_strike(struct db *db, enum db_moment moment, const char *sql, struct err *err)
{
    const struct db_faults *faults = db->options.faults;
    if (!faults || faults->strike(faults->context, moment, sql) == 0) return 0;
    return err_set(err, ERR_BUSY, "the database is away");
}

int tx_run(struct db_tx *tx, db_work *work, void *context, struct err *err)
{
    tx->failed = tx_strike(tx->db, DB_BEFORE_RUN, "BEGIN", &tx->failure) < 0;
    int rc = tx->failed ? -1 : work(tx, context, err);
    if (rc >= 0 && !tx->failed) return 0;
    if (tx->failed && (rc >= 0 || err->category == ERR_NONE)) *err = tx->failure;
    if (err->category == ERR_NONE) err_set(err, ERR_SYSTEM, "a transaction was given up without a reason");
    return -1;
}

struct arena *db_arena(struct db_tx *tx)
{
    return tx->arena;
}

instant_t db_now(struct db_tx *tx)
{
    if (tx->now == INSTANT_NONE) tx->now = tx->db->driver->now(tx);
    return tx->now;
}

/* Passes `rc` on; a failure makes the transaction a lost one. */
static int outcome(struct db_tx *tx, int rc, struct err *err)
{
    if (rc >= 0) return rc;
    tx->failed = true;
    if (err) *err = tx->failure;
    return -1;
}

static int check_args(struct db_tx *tx, const struct db_value *args, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (args[i].type == DB_TEXT && args[i].bytes.len && memchr(args[i].bytes.ptr, 0, args[i].bytes.len))
            return err_set(&tx->failure, ERR_INPUT, "a text must not hold a NUL");
    return 0;
}

/* Whether a statement may be run: not after a failure, not where a fault strikes. */
static int may_run(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count)
{
    if (tx->failed) return -1;
    const char *text = sql->postgres && db_is_postgres(tx->db) ? sql->postgres : sql->text;
    if (tx_strike(tx->db, DB_BEFORE_STATEMENT, text, &tx->failure) < 0) return -1;
    return check_args(tx, args, count);
}

int db_exec(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
            int64_t *out_changes, struct err *err)
{
    int rc = may_run(tx, sql, args, count);
    if (rc == 0) rc = tx->db->driver->exec(tx, sql, args, count, out_changes);
    return outcome(tx, rc, err);
}

int run_script(struct db_tx *tx, struct str statement, struct err *err)
{
    const struct db_sql sql = {arena_cstr(tx->arena, statement), NULL};
    int rc = may_run(tx, &sql, DB_NO_ARGS);
    if (rc == 0) rc = tx->db->driver->script(tx, statement);
    return outcome(tx, rc, err);
}

int db_query(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
             struct db_rows *out, struct err *err)
{
    *out = (struct db_rows){.tx = tx};
    int rc = may_run(tx, sql, args, count);
    if (rc == 0) rc = tx->db->driver->query(tx, sql, args, count, out);
    return outcome(tx, rc, err);
}

int db_next(struct db_rows *rows, struct err *err)
{
    if (!rows->cursor) return rows->tx->failed ? outcome(rows->tx, -1, err) : 0;
    int more = outcome(rows->tx, rows->tx->db->driver->next(rows), err);
    if (more <= 0) db_rows_done(rows);
    return more;
}

void db_rows_done(struct db_rows *rows)
{
    if (rows->cursor) rows->tx->db->driver->rows_done(rows);
    rows->cursor = NULL;
}

int db_first(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
             struct db_rows *out, struct err *err)
{
    if (db_query(tx, sql, args, count, out, err) < 0) return -1;
    return db_next(out, err);
}

static struct db_value column_of(const struct db_rows *rows, int column)
{
    return rows->cursor ? rows->tx->db->driver->column(rows, column) : db_null();
}

bool db_is_null(const struct db_rows *rows, int column)
{
    return column_of(rows, column).type == DB_NULL;
}

int64_t db_get_int(const struct db_rows *rows, int column)
{
    return column_of(rows, column).integer;
}

instant_t db_get_instant(const struct db_rows *rows, int column)
{
    struct db_value value = column_of(rows, column);
    return value.type == DB_NULL ? INSTANT_NONE : value.integer;
}

day_t db_get_day(const struct db_rows *rows, int column)
{
    struct db_value value = column_of(rows, column);
    return value.type == DB_NULL ? DAY_NONE : (day_t)value.integer;
}

struct str db_get_text(const struct db_rows *rows, int column)
{
    return column_of(rows, column).bytes;
}

struct str db_copy_text(const struct db_rows *rows, int column, struct arena *arena)
{
    return arena_str(arena, db_get_text(rows, column));
}

struct id db_get_id(const struct db_rows *rows, int column)
{
    struct str bytes = column_of(rows, column).bytes;
    struct id id = {{0}};
    if (bytes.len == sizeof id.bytes) memcpy(id.bytes, bytes.ptr, sizeof id.bytes);
    return id;
}

int db_notify(struct db_tx *tx, const char *channel, struct str payload, struct err *err)
{
    if (tx->failed) return outcome(tx, -1, err);
    if (!*channel || strlen(channel) > CHANNEL_MOST || strchr(channel, ' ') || payload.len > PAYLOAD_MOST)
        return outcome(tx, err_set(&tx->failure, ERR_INPUT, "a notice is too long"), err);
    struct notice *notice = ARENA_NEW(tx->arena, struct notice);
    *notice = (struct notice){tx->notices, channel, arena_str(tx->arena, payload)};
    tx->notices = notice;
    return 0;
}
