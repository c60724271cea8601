/* One connection to PostgreSQL: everything is sent as a pipeline and waited for with a deadline of our own, so that a server
 * that is stopped, or a network that swallows packets, is noticed. Used by one thread at a time. */
#ifndef BURIN_DB_PG_CONN_H
#define BURIN_DB_PG_CONN_H

#include <libpq-fe.h>

#include "db/driver.h"
#include "db/statements.h"

enum { PG_ANSWER_MS = 8000, PG_PATIENT_MS = 600000 };

/* What a failure means for the closure under which it happened. */
enum pg_again {
    PG_FINAL,
    PG_AGAIN,      /* another run may do better */
    PG_AGAIN_ONCE, /* one other run may: what it met may be newer than its snapshot */
    PG_LOST,       /* as PG_AGAIN, but on another connection: this one is of no use any more */
};

struct pg_conn {
    const struct db_options *options;
    char **address; /* keyword, value, …, NULL: see pg_address_new() */
    PGconn *pg;     /* NULL: not connected */
    char life[128]; /* of the server: another one after a failover, a restart or a crash */
    struct arena *arena;
    struct statements statements;
    int names;             /* of prepared statements, given so far */
    struct pg_step *steps; /* sent, and not answered yet */
    size_t step_count, step_cap;
    PGresult *kept; /* the last answer that was wanted */
    int answer_ms;
    int64_t begun_us; /* when the transaction may have begun at the earliest, monotonic */
    int64_t ahead_us; /* the server's clock minus the monotonic one here, half a round trip off at most ... */
    int64_t ahead_until_us; /* ... and good until then; 0: not known */
    bool warned;            /* a commit may be on this server alone: its standby did not confirm */

    /* Of the transaction. */
    bool begun;
    int64_t xid; /* 0 where it is not known */
    instant_t now;
    enum pg_again again; /* why it failed */
};

/* SQL: the server's timeline, since when it runs, and since when it counts, which begins anew after a crash that the postmaster outlived.
 * Within one such life no number of a transaction is given twice; a crash forgets those of which nothing was on disk. */
#define PG_LIFE                                                                                              \
    "concat(CASE WHEN pg_is_in_recovery() THEN '' ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) " \
    "END, ' ', pg_postmaster_start_time(), ' ', (SELECT stats_reset FROM pg_stat_bgwriter))"

/* The parameters of a connection; free with pg_address_free(). */
char **pg_address_new(const struct db_options *options);
void pg_address_free(char **address);
/* A connection in the ordinary mode, or NULL; takes at most about four seconds for each host. */
PGconn *pg_connect(char *const *address, struct err *err);
/* Waits until there is a result, and gives it; NULL at the end of the results, or with *lost set where none came in time. */
PGresult *pg_result(PGconn *pg, int64_t until, bool *lost);
/* Runs statements without arguments in the ordinary mode and gives the last result; NULL on failure. */
PGresult *pg_simple(PGconn *pg, const char *text, int64_t until, struct err *err);

struct pg_conn *pg_conn_new(const struct db_options *options, char **address);
void pg_conn_free(struct pg_conn *conn);
int pg_conn_open(struct pg_conn *conn, struct err *err);
void pg_conn_drop(struct pg_conn *conn); /* hangs up */

enum pg_want {
    PG_NOTHING,
    PG_RESULT, /* to be found in conn->kept */
    PG_HEAD,   /* the time and the number of the transaction, into conn->now and conn->xid */
};

/* Puts a statement into the pipeline. */
int pg_send(struct pg_conn *conn, const struct db_sql *sql, const struct db_value *args, size_t count,
            enum pg_want want, struct err *err);
/* The same for one whose result goes to *into once it is there (pg_answers); the caller frees it. */
int pg_ask(struct pg_conn *conn, const struct db_sql *sql, const struct db_value *args, size_t count,
           PGresult **into, struct err *err);
/* Nobody wants the results of what is still under way. */
void pg_forget(struct pg_conn *conn);
int pg_send_text(struct pg_conn *conn, struct str text, struct err *err);
/* Sends a mark up to which a failure skips what follows it, and does not wait. */
int pg_mark(struct pg_conn *conn, struct err *err);
/* Reads the answers to all that was sent up to the last mark; the first failure is told. */
int pg_answers(struct pg_conn *conn, struct err *err);
/* Both. */
int pg_sync(struct pg_conn *conn, struct err *err);

/* The value of a column, whatever whole-number, text or binary type it has. */
struct db_value pg_value(const PGresult *result, int row, int column);

#endif
