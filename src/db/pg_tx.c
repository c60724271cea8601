/* Transactions on PostgreSQL; see pg_tx.h. A statement whose outcome nobody asks for waits in the pipeline until one is
 * asked for, so that a closure costs as many round trips as it has questions. */
#define _GNU_SOURCE
#include "db/pg_tx.h"

#include <time.h>

#include "base/buf.h"

static const struct db_sql sql_write = {"BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE", NULL};
static const struct db_sql sql_migrate = {"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", NULL};
static const struct db_sql sql_read = {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL};
static const struct db_sql sql_commit = {"COMMIT", NULL};
static const struct db_sql sql_rollback = {"ROLLBACK", NULL};
static const struct db_sql sql_patience = {"SET LOCAL statement_timeout = 0", NULL};
/* The number of the transaction is what tells later whether it was committed. */
static const struct db_sql sql_head = {"SELECT now(), pg_current_xact_id()", NULL};
static const struct db_sql sql_now = {"SELECT now()", NULL};
/* What became of a transaction, and whether it was on this server; where its COMMIT never arrived, the session that still
 * waits for it is ended. */
static const struct db_sql sql_status = {
    "SELECT pg_xact_status(?1::text::xid8), ?3 = " PG_LIFE ","
    " (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE pid = ?2 AND backend_xid = ?1::text::xid8::xid AND state LIKE 'idle in transaction%')",
    NULL};

static struct pg_conn *conn_of(const struct db_tx *tx)
{
    return tx->connection;
}

static PGresult *take_kept(struct pg_conn *conn)
{
    PGresult *result = conn->kept;
    conn->kept = NULL;
    return result;
}

/* --------------------------------------------------------------------------------------------------- statements */

/* With the first statement. */
static int begin(struct db_tx *tx)
{
    struct pg_conn *conn = conn_of(tx);
    if (conn->begun) return 0;
    conn->begun = true;
    conn->begun_us = clock_monotonic(clock_system());
    if (!tx->writes) return pg_send(conn, &sql_read, DB_NO_ARGS, PG_NOTHING, &tx->failure);
    bool patient = conn->answer_ms == PG_PATIENT_MS;
    if (pg_send(conn, patient ? &sql_migrate : &sql_write, DB_NO_ARGS, PG_NOTHING, &tx->failure) < 0 ||
        (patient && pg_send(conn, &sql_patience, DB_NO_ARGS, PG_NOTHING, &tx->failure) < 0))
        return -1;
    return pg_send(conn, &sql_head, DB_NO_ARGS, PG_HEAD, &tx->failure);
}

int pg_exec(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
            int64_t *out_changes)
{
    struct pg_conn *conn = conn_of(tx);
    if (begin(tx) < 0 ||
        pg_send(conn, sql, args, count, out_changes ? PG_RESULT : PG_NOTHING, &tx->failure) < 0)
        return -1;
    if (!out_changes) return 0;
    if (pg_sync(conn, &tx->failure) < 0) return -1;
    PGresult *result = take_kept(conn);
    uint64_t changes = 0;
    str_to_uint(str_of(PQcmdTuples(result)), INT64_MAX,
                &changes); /* "" of a statement that changes nothing */
    *out_changes = (int64_t)changes;
    PQclear(result);
    return 0;
}

struct cursor {
    PGresult *result; /* NULL: still under way, or done with */
    int row, rows;
};

static void clear_cursor(void *object)
{
    struct cursor *cursor = object;
    PQclear(cursor->result);
    cursor->result = NULL;
}

/* The question waits in the pipeline as well, until somebody reads what is answered: questions that are asked one after
 * another before the first answer is read share a round trip. */
int pg_query(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
             struct db_rows *out)
{
    struct cursor *cursor = ARENA_NEW(tx->arena, struct cursor);
    *cursor = (struct cursor){.row = -1};
    if (begin(tx) < 0 || pg_ask(conn_of(tx), sql, args, count, &cursor->result, &tx->failure) < 0) return -1;
    arena_defer(tx->arena, clear_cursor, cursor);
    out->cursor = cursor;
    return 0;
}

int pg_next(struct db_rows *rows)
{
    struct cursor *cursor = rows->cursor;
    struct db_tx *tx = rows->tx;
    if (!cursor->result && (tx->failed || pg_sync(conn_of(tx), &tx->failure) < 0)) return -1;
    cursor->rows = PQntuples(cursor->result);
    return ++cursor->row < cursor->rows;
}

void pg_rows_done(struct db_rows *rows)
{
    clear_cursor(rows->cursor);
}

struct db_value pg_column(const struct db_rows *rows, int column)
{
    const struct cursor *cursor = rows->cursor;
    return cursor->row >= 0 && cursor->row < cursor->rows ? pg_value(cursor->result, cursor->row, column)
                                                          : db_null();
}

int pg_script(struct db_tx *tx, struct str statement)
{
    if (begin(tx) < 0 || pg_send_text(conn_of(tx), statement, &tx->failure) < 0) return -1;
    return pg_sync(conn_of(tx), &tx->failure);
}

instant_t pg_now(struct db_tx *tx)
{
    struct pg_conn *conn = conn_of(tx);
    const struct clock *clock = tx->db->options.clock;
    if (clock) return clock_now(clock);
    if (tx->failed) return clock_now(clock_system()); /* it will be rolled back */
    int64_t here = clock_monotonic(clock_system());
    if (!tx->writes && here < conn->ahead_until_us) return here + conn->ahead_us; /* not worth a round trip */
    if (conn->now == INSTANT_NONE &&
        (begin(tx) < 0 || (!tx->writes && pg_send(conn, &sql_now, DB_NO_ARGS, PG_HEAD, &tx->failure) < 0) ||
         pg_sync(conn, &tx->failure) < 0))
        tx->failed = true;
    return conn->now == INSTANT_NONE ? clock_now(clock_system()) : conn->now;
}

/* ------------------------------------------------------------------------------------------------------ the end */

/* Rolls back without waiting: the answers are read before the connection is used again. A mark comes first, as after a
 * failure everything up to the next mark is skipped. */
static void leave(struct pg_conn *conn)
{
    struct err unheard = {0};
    pg_forget(conn);
    if (conn->begun &&
        ((conn->step_count && pg_mark(conn, &unheard) < 0) ||
         pg_send(conn, &sql_rollback, DB_NO_ARGS, PG_NOTHING, &unheard) < 0 || pg_mark(conn, &unheard) < 0))
        pg_conn_drop(conn);
    conn->begun = false;
}

/* What of the transaction that is done is still under way. */
static int drain(struct pg_conn *conn)
{
    struct err unheard = {0};
    conn->again = PG_FINAL;
    if (conn->step_count) pg_answers(conn, &unheard);
    PQclear(take_kept(conn));
    return conn->again == PG_LOST || PQtransactionStatus(conn->pg) != PQTRANS_IDLE ? -1 : 0;
}

static enum pg_end give_up(struct pg_conn *conn, enum pg_again again)
{
    if (again == PG_LOST)
        pg_conn_drop(conn);
    else
        leave(conn);
    conn->again = again;
    return PG_FAILED;
}

static enum pg_end commit(struct db_tx *tx, struct err *err)
{
    struct pg_conn *conn = conn_of(tx);
    if (!conn->xid && pg_sync(conn, err) < 0) return give_up(conn, conn->again);
    if (tx_strike(tx->db, DB_BEFORE_COMMIT, "COMMIT", err) < 0) return give_up(conn, PG_FINAL);
    conn->warned = false;
    if (pg_send(conn, &sql_commit, DB_NO_ARGS, PG_RESULT, err) < 0) return give_up(conn, conn->again);
    int rc = pg_sync(conn, err);
    enum pg_again again = conn->again;
    if (again == PG_LOST) return PG_UNKNOWN;
    if (rc < 0) return give_up(conn, again);
    PGresult *result = take_kept(conn);
    bool committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
    PQclear(result);
    conn->begun = false;
    if (!committed) {
        err_set(err, ERR_SYSTEM, "the transaction was lost");
        return PG_FAILED;
    }
    if (!conn->warned) return PG_DONE;
    conn->xid = 0; /* committed here; whether the standby has it, nobody tells */
    return PG_UNKNOWN;
}

enum pg_end pg_tx_run(struct db *db, struct pg_conn *conn, db_work *work, void *context, enum pg_mode mode,
                      struct db_tx *tx, struct err *err)
{
    conn->answer_ms = mode == PG_MIGRATES ? PG_PATIENT_MS : PG_ANSWER_MS;
    if (drain(conn) < 0) {
        err_set(err, ERR_BUSY, "the database is away");
        return give_up(conn, PG_LOST);
    }
    *tx = (struct db_tx){.db = db, .arena = conn->arena, .connection = conn, .now = INSTANT_NONE};
    tx->writes = mode != PG_READS;
    conn->now = INSTANT_NONE;
    conn->xid = 0;
    conn->begun = false;
    conn->again = PG_FINAL;
    if (tx_run(tx, work, context, err) < 0) return give_up(conn, tx->failed ? conn->again : PG_FINAL);
    if (!conn->begun) return PG_DONE;
    if (mode != PG_READS && tx_strike(db, DB_AFTER_RUN, "COMMIT", err) < 0) return give_up(conn, PG_AGAIN);
    if (mode != PG_READS) return commit(tx, err);
    if (conn->step_count && pg_sync(conn, err) < 0) return give_up(conn, conn->again);
    leave(conn);
    return PG_DONE;
}

/* ------------------------------------------------------------------------------------------------ a lost commit */

static enum pg_end ask_status(struct pg_conn *conn, const struct db_value *args)
{
    struct err unheard = {0};
    if (pg_conn_open(conn, &unheard) < 0 || pg_send(conn, &sql_status, args, 3, PG_RESULT, &unheard) < 0 ||
        pg_sync(conn, &unheard) < 0)
        return PG_UNKNOWN;
    PGresult *result = take_kept(conn);
    struct str status = pg_value(result, 0, 0).bytes;
    enum pg_end end = str_is(status, "committed") ? PG_DONE
                      : str_is(status, "aborted") ? PG_FAILED
                                                  : PG_UNKNOWN;
    if (!pg_value(result, 0, 1).integer) end = PG_UNKNOWN; /* its numbers are not ours */
    PQclear(result);
    return end;
}

enum pg_end pg_tx_resolve(struct pg_conn *conn, int64_t xid, const char *life, int pid, int64_t until)
{
    struct timespec pause = {.tv_nsec = 100 * 1000 * 1000};
    enum pg_end end = PG_UNKNOWN;
    struct buf number;
    buf_init(&number, 24);
    buf_add_int(&number, xid);
    const struct db_value args[] = {db_text(buf_str(&number)), db_int(pid), db_text(str_of(life))};
    while (end == PG_UNKNOWN && clock_monotonic(clock_system()) < until) {
        end = ask_status(conn, args);
        if (end == PG_UNKNOWN) nanosleep(&pause, NULL);
    }
    buf_done(&number);
    return end;
}
