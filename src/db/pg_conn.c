/* One PostgreSQL connection as a pipeline; see pg_conn.h. */
#define _GNU_SOURCE
#include "db/pg_conn.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/sql.h"

enum {
    SQL_MOST = 1024 * 1024,
    ARGS_MOST = 64,
    STEPS_MOST = 512,
    TRIP_MOST_US = 20000, /* a longer round trip tells nothing about the server's clock */
    AHEAD_US = 10000000,  /* how long what it told is gone by */
};

static int64_t now_us(void)
{
    return clock_monotonic(clock_system());
}

/* ------------------------------------------------------------------------------------------------------- errors */

struct failure {
    const char *state; /* how the SQLSTATE begins */
    enum err_category category;
    enum pg_again again;
    const char *message; /* NULL: the server's own */
};

/* The first row that fits. */
static const struct failure failures[] = {
    {"40001", ERR_BUSY, PG_AGAIN, "another change came first; try again"},
    {"40P01", ERR_BUSY, PG_AGAIN, "two changes waited for each other; try again"},
    {"55P03", ERR_BUSY, PG_AGAIN, "the row is locked; try again"},
    {"23505", ERR_CONFLICT, PG_AGAIN_ONCE, NULL},
    {"23502", ERR_SYSTEM, PG_FINAL, NULL},
    {"23", ERR_CONFLICT, PG_FINAL, NULL},
    {"0A000", ERR_BUSY, PG_LOST, "the tables were changed; try again"}, /* under a prepared statement */
    {"26000", ERR_BUSY, PG_LOST, "a prepared statement is gone; try again"},
    {"25006", ERR_BUSY, PG_LOST, "the server is not the primary any more"},
    {"25P0", ERR_BUSY, PG_LOST, "the transaction took too long"},
    {"57014", ERR_BUSY, PG_FINAL, "the statement took too long"},
    {"57P0", ERR_BUSY, PG_LOST, "the database is away"},
    {"08", ERR_BUSY, PG_LOST, "the database is away"},
    {"53100", ERR_FULL, PG_FINAL, "there is no room left for the database"},
    {"53", ERR_BUSY, PG_FINAL, "the database has too much to do"},
    {"22021", ERR_INPUT, PG_FINAL, "a text is not UTF-8"},
    {"22P05", ERR_INPUT, PG_FINAL, "a text is not UTF-8"},
    {"", ERR_SYSTEM, PG_FINAL, NULL},
};

static int fail_lost(struct pg_conn *conn, struct err *err)
{
    conn->again = PG_LOST;
    return err_set(err, ERR_BUSY, "the database is away");
}

static int fail_with(struct pg_conn *conn, const PGresult *result, struct err *err)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    const char *said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (!state) return fail_lost(conn, err);
    const struct failure *failure = failures;
    while (!str_starts(str_of(state), str_of(failure->state))) failure++;
    conn->again = failure->again;
    if (failure->message) return err_set(err, failure->category, "%s", failure->message);
    if (failure->category != ERR_CONFLICT)
        return err_set(err, failure->category, "the database refused: %s", said ? said : state);
    static const struct failure kinds[] = {
        {"23505", 0, 0, "key"}, {"23503", 0, 0, "foreign key"}, {"", 0, 0, "check"}};
    const struct failure *kind = kinds;
    while (!str_starts(str_of(state), str_of(kind->state))) kind++;
    return err_set(err, ERR_CONFLICT, "this goes against the %s \"%s\"", kind->message, name ? name : "");
}

/* --------------------------------------------------------------------------------------------------- connecting */

char **pg_address_new(const struct db_options *options)
{
    const char *pairs[] = {
        "connect_timeout",
        "4",
        "keepalives_idle",
        "3",
        "keepalives_interval",
        "2",
        "keepalives_count",
        "2",
        "tcp_user_timeout",
        "6000",
        "application_name",
        "burin",
        "target_session_attrs",
        options->read_only ? "any" : "read-write",
        "dbname",
        options->url, /* may say otherwise */
        "client_encoding",
        "UTF8",
        "password",
        options->secret, /* the last, as it may be absent */
    };
    size_t count = sizeof pairs / sizeof *pairs - (options->secret ? 0 : 2);
    char **address = calloc(count + 2, sizeof *address);
    if (!address) abort();
    for (size_t i = 0; i < count; i++)
        if (!(address[i] = strdup(pairs[i]))) abort();
    return address;
}

void pg_address_free(char **address)
{
    for (char **one = address; address && *one; one++) free(*one);
    free(address);
}

PGconn *pg_connect(char *const *address, struct err *err)
{
    const char *keywords[16] = {0}, *values[16] = {0};
    for (int i = 0; i < 15 && address[2 * i]; i++) {
        keywords[i] = address[2 * i];
        values[i] = address[2 * i + 1];
    }
    PGconn *pg = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(pg) == CONNECTION_OK && PQsetnonblocking(pg, 1) == 0) return pg;
    struct str said = str_trim(str_of(PQerrorMessage(pg)));
    err_set(err, ERR_BUSY, "cannot reach the database: %.*s", STR_ARG(str_slice(said, 0, 300)));
    PQfinish(pg);
    return NULL;
}

/* Until something can be read, or written where something is to be; false where nothing happened in time. */
static bool wait_socket(PGconn *pg, bool writes, int64_t until)
{
    struct pollfd fd = {.fd = PQsocket(pg), .events = (short)(writes ? POLLIN | POLLOUT : POLLIN)};
    int64_t left = until - now_us();
    if (left < 0 || fd.fd < 0) return false;
    return poll(&fd, 1, (int)(left / 1000) + 1) != 0;
}

PGresult *pg_result(PGconn *pg, int64_t until, bool *lost)
{
    *lost = false;
    int unsent = PQflush(pg);
    while (unsent >= 0 && PQisBusy(pg)) {
        if (!wait_socket(pg, unsent > 0, until) || !PQconsumeInput(pg)) {
            *lost = true;
            return NULL;
        }
        unsent = PQflush(pg);
    }
    PGresult *result = PQgetResult(pg);
    if (PQstatus(pg) != CONNECTION_OK) *lost = true;
    return result;
}

PGresult *pg_simple(PGconn *pg, const char *text, int64_t until, struct err *err)
{
    PGresult *last = NULL, *result;
    bool lost = !PQsendQuery(pg, text);
    while (!lost && (result = pg_result(pg, until, &lost))) {
        PQclear(last);
        last = result;
    }
    ExecStatusType status = PQresultStatus(last);
    if (!lost && (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)) return last;
    err_set(err, ERR_BUSY, "the database is away: %s", lost ? "no answer" : PQresultErrorMessage(last));
    PQclear(last);
    return NULL;
}

/* What a server says beside its answers: a commit that the standby has not confirmed is one to be told of. */
static void note_warning(void *context, const PGresult *notice)
{
    struct pg_conn *conn = context;
    const char *state = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
    if (state && (strcmp(state, "01000") == 0 || str_starts(str_of(state), STR("57P0")))) conn->warned = true;
}

/* A commit that is told must be on disk, whatever the server was set to; a statement that hangs is ended by the server. */
static const char *const settings =
    "SET statement_timeout = 5000; SET idle_in_transaction_session_timeout = 15000; SET timezone = 'UTC';"
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = "
    "'off';"
    "SELECT " PG_LIFE;

int pg_conn_open(struct pg_conn *conn, struct err *err)
{
    pg_conn_drop(conn);
    conn->pg = pg_connect(conn->address, err);
    if (!conn->pg) return -1;
    PQsetNoticeReceiver(conn->pg, note_warning, conn);
    PGresult *result = pg_simple(conn->pg, settings, now_us() + PG_ANSWER_MS * 1000, err);
    if (result) {
        snprintf(conn->life, sizeof conn->life, "%s", PQgetvalue(result, 0, 0));
        PQclear(result);
        if (PQenterPipelineMode(conn->pg)) return 0;
        err_set(err, ERR_BUSY, "the database is away");
    }
    pg_conn_drop(conn);
    return -1;
}

struct pg_conn *pg_conn_new(const struct db_options *options, char **address)
{
    struct pg_conn *conn = calloc(1, sizeof *conn);
    if (!conn) abort();
    conn->options = options;
    conn->address = address;
    conn->arena = arena_new();
    conn->answer_ms = PG_ANSWER_MS;
    return conn;
}

/* ---------------------------------------------------------------------------------------------------- statements */

enum step_kind {
    STEP_RUN = PG_NOTHING,
    STEP_RESULT = PG_RESULT,
    STEP_HEAD = PG_HEAD,
    STEP_PREPARE,
    STEP_MARK,
};

struct prepared {
    char name[16];
    char *text;    /* as the server reads it */
    bool is_there; /* sent to the server, and not refused */
    int params;
    Oid types[ARGS_MOST]; /* 0 where only NULL was seen: the server finds it by the place */
};

struct pg_step {
    enum step_kind kind;
    struct prepared *prepared; /* of STEP_PREPARE */
    PGresult **into;           /* of STEP_RESULT */
};

static void prepared_free(void *object)
{
    struct prepared *prepared = object;
    free(prepared->text);
    free(prepared);
}

void pg_conn_drop(struct pg_conn *conn)
{
    PQclear(conn->kept);
    conn->kept = NULL;
    if (conn->pg) PQfinish(conn->pg);
    conn->pg = NULL;
    conn->ahead_until_us = 0;
    conn->step_count = 0;
    conn->begun = false;
    statements_clear(&conn->statements, prepared_free);
}

void pg_conn_free(struct pg_conn *conn)
{
    pg_conn_drop(conn);
    arena_free(conn->arena);
    free(conn->steps);
    free(conn);
}

static void add_step(struct pg_conn *conn, struct pg_step step)
{
    if (conn->step_count == conn->step_cap) {
        conn->step_cap = conn->step_cap ? conn->step_cap * 2 : 32;
        conn->steps = realloc(conn->steps, conn->step_cap * sizeof *conn->steps);
        if (!conn->steps) abort();
    }
    conn->steps[conn->step_count++] = step;
}

static struct prepared *prepared_new(const struct db_sql *sql, struct err *err)
{
    struct prepared *prepared = calloc(1, sizeof *prepared);
    struct buf text;
    if (!prepared) abort();
    buf_init(&text, SQL_MOST);
    if (sql_rewrite(SQL_POSTGRES, str_of(sql->postgres ? sql->postgres : sql->text), &text, &prepared->params,
                    err) == 0 &&
        prepared->params > ARGS_MOST)
        err_set(err, ERR_SYSTEM, "a statement takes at most %d arguments", ARGS_MOST);
    else if (text.len)
        prepared->text = strdup(buf_str(&text).ptr);
    buf_done(&text);
    if (prepared->text) return prepared;
    free(prepared);
    return NULL;
}

static Oid type_of(enum db_type type)
{
    static const Oid types[] = {
        [DB_NULL] = 0, [DB_INT] = 20, [DB_TEXT] = 25, [DB_BYTES] = 17, [DB_ID] = 2950};
    return types[type];
}

/* Takes the types of these arguments over; false where the server has prepared the statement for them already. */
static bool learn_types(struct prepared *prepared, const struct db_value *args, size_t count)
{
    bool new = !prepared->is_there;
    for (size_t i = 0; i < count; i++) {
        Oid type = type_of(args[i].type);
        if (type && prepared->types[i] != type) {
            prepared->types[i] = type;
            new = true;
        }
    }
    return new;
}

static int send_prepare(struct pg_conn *conn, struct prepared *prepared, struct err *err)
{
    char forget[40];
    if (prepared->is_there) {
        snprintf(forget, sizeof forget, "DEALLOCATE %s", prepared->name);
        if (pg_send_text(conn, str_of(forget), err) < 0) return -1;
    }
    snprintf(prepared->name, sizeof prepared->name, "s%d", conn->names++);
    if (!PQsendPrepare(conn->pg, prepared->name, prepared->text, prepared->params, prepared->types))
        return fail_lost(conn, err);
    prepared->is_there = true;
    add_step(conn, (struct pg_step){.kind = STEP_PREPARE, .prepared = prepared});
    return 0;
}

static int send_prepared(struct pg_conn *conn, const struct prepared *prepared, const struct db_value *args,
                         size_t count, struct pg_step step, struct err *err)
{
    const char *values[ARGS_MOST];
    int lengths[ARGS_MOST], formats[ARGS_MOST];
    uint64_t numbers[ARGS_MOST];
    for (size_t i = 0; i < count; i++) {
        bool number = args[i].type == DB_INT;
        numbers[i] = __builtin_bswap64((uint64_t)args[i].integer);
        values[i] = number ? (const char *)&numbers[i] : args[i].bytes.ptr ? args[i].bytes.ptr : "";
        if (args[i].type == DB_NULL) values[i] = NULL;
        lengths[i] = number ? 8 : (int)args[i].bytes.len;
        formats[i] = 1;
    }
    if (!PQsendQueryPrepared(conn->pg, prepared->name, (int)count, values, lengths, formats, 1))
        return fail_lost(conn, err);
    add_step(conn, step);
    return 0;
}

static int send_step(struct pg_conn *conn, const struct db_sql *sql, const struct db_value *args,
                     size_t count, struct pg_step step, struct err *err)
{
    void **kept = statements_at(&conn->statements, sql);
    if (!*kept) *kept = prepared_new(sql, err);
    struct prepared *prepared = *kept;
    conn->again = PG_FINAL;
    if (!prepared) return -1;
    if ((size_t)prepared->params != count)
        return err_set(err, ERR_SYSTEM, "%d arguments expected, %zu given: %.80s", prepared->params, count,
                       sql->text);
    for (size_t i = 0; i < count; i++)
        if (args[i].bytes.len > INT32_MAX / 2)
            return err_set(err, ERR_LIMIT, "a value is too large for the database");
    if (conn->step_count >= STEPS_MOST && pg_sync(conn, err) < 0) return -1;
    if (learn_types(prepared, args, count) && send_prepare(conn, prepared, err) < 0) return -1;
    return send_prepared(conn, prepared, args, count, step, err);
}

int pg_send(struct pg_conn *conn, const struct db_sql *sql, const struct db_value *args, size_t count,
            enum pg_want want, struct err *err)
{
    return send_step(conn, sql, args, count,
                     (struct pg_step){.kind = (enum step_kind)want, .into = &conn->kept}, err);
}

int pg_ask(struct pg_conn *conn, const struct db_sql *sql, const struct db_value *args, size_t count,
           PGresult **into, struct err *err)
{
    return send_step(conn, sql, args, count, (struct pg_step){.kind = STEP_RESULT, .into = into}, err);
}

void pg_forget(struct pg_conn *conn)
{
    for (size_t i = 0; i < conn->step_count; i++)
        if (conn->steps[i].kind == STEP_RESULT) conn->steps[i].kind = STEP_RUN;
}

int pg_send_text(struct pg_conn *conn, struct str text, struct err *err)
{
    struct buf sql;
    buf_init(&sql, SQL_MOST);
    int rc = sql_rewrite(SQL_POSTGRES, text, &sql, NULL, err);
    conn->again = PG_FINAL;
    if (rc == 0 && !PQsendQueryParams(conn->pg, buf_str(&sql).ptr, 0, NULL, NULL, NULL, NULL, 1))
        rc = fail_lost(conn, err);
    if (rc == 0) add_step(conn, (struct pg_step){.kind = STEP_RUN});
    buf_done(&sql);
    return rc;
}

int pg_mark(struct pg_conn *conn, struct err *err)
{
    if (!PQpipelineSync(conn->pg) || PQflush(conn->pg) < 0) return fail_lost(conn, err);
    add_step(conn, (struct pg_step){.kind = STEP_MARK});
    return 0;
}

/* ------------------------------------------------------------------------------------------------------- answers */

static void take_head(struct pg_conn *conn, const PGresult *result)
{
    int64_t now = now_us(), trip = now - conn->begun_us;
    conn->now = pg_value(result, 0, 0).integer;
    conn->xid = pg_value(result, 0, 1).integer;
    if (trip > TRIP_MOST_US) return;
    conn->ahead_us = conn->now - now + trip / 2;
    conn->ahead_until_us = now + AHEAD_US;
}

/* Takes the result of a step in; a failure is told where it is the first. */
static void take_result(struct pg_conn *conn, const struct pg_step *step, PGresult *result, bool *failed,
                        struct err *err)
{
    ExecStatusType status = PQresultStatus(result);
    bool good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
    if (step->kind == STEP_PREPARE && !good) step->prepared->is_there = false;
    if (!good && !*failed) {
        *failed = true;
        fail_with(conn, result, err);
    }
    if (good && step->kind == STEP_HEAD) take_head(conn, result);
    if (good && step->kind == STEP_RESULT) {
        PQclear(*step->into);
        *step->into = result;
    } else
        PQclear(result);
}

int pg_answers(struct pg_conn *conn, struct err *err)
{
    int64_t until = now_us() + (int64_t)conn->answer_ms * 1000;
    bool failed = false, lost = false;
    conn->again = PG_FINAL;
    for (size_t i = 0; i < conn->step_count && !lost; i++) {
        const struct pg_step *step = &conn->steps[i];
        PGresult *result = pg_result(conn->pg, until, &lost);
        if (!result) lost = true;
        if (step->kind == STEP_MARK) {
            if (PQresultStatus(result) != PGRES_PIPELINE_SYNC) lost = true;
            PQclear(result);
            continue;
        }
        if (result) take_result(conn, step, result, &failed, err);
        if (!lost && (result = pg_result(conn->pg, until, &lost))) { /* one statement, one result */
            PQclear(result);
            lost = true;
        }
    }
    conn->step_count = 0;
    if (lost) return fail_lost(conn, err);
    return failed ? -1 : 0;
}

int pg_sync(struct pg_conn *conn, struct err *err)
{
    return pg_mark(conn, err) < 0 ? -1 : pg_answers(conn, err);
}
