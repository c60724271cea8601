/* One connection to a SQLite file: settings, prepared statements, errors. Used by one thread at a time. */
#ifndef BURIN_DB_SQLITE_CONN_H
#define BURIN_DB_SQLITE_CONN_H

#include <sqlite3.h>

#include "db/driver.h"
#include "db/statements.h"

struct sqlite_conn {
    sqlite3 *handle;
    struct statements statements;
    struct prepared *open; /* those a query stands on */
    struct arena *arena;   /* of the closure that runs */
    bool has_written;      /* set by each statement that may write */
    int64_t until;         /* when the statement that runs is ended; 0: its time has not begun */
    struct db *db;
};

struct sqlite_conn *sqlite_conn_open(const char *path, bool writes, struct db *db, struct err *err);
void sqlite_conn_close(struct sqlite_conn *conn); /* NULL is fine */

/* Fills `err` from an extended result code of the connection; ends the process where a sync failed. Returns -1. */
int sqlite_conn_error(struct sqlite_conn *conn, int code, struct err *err);
/* Tells who runs the machine what failed ("what: the cause"); ends the process where a sync failed. */
void sqlite_conn_trouble(struct sqlite_conn *conn, int code, enum trouble kind, const char *what);
/* Ends the queries that a closure left open. */
void sqlite_conn_settle(struct sqlite_conn *conn);
/* Runs a statement of the driver's own. */
int sqlite_conn_run(struct sqlite_conn *conn, const struct db_sql *sql, struct err *err);

/* The statement part of struct db_driver; tx->connection is a struct sqlite_conn. */
int sqlite_exec(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
                int64_t *out_changes);
int sqlite_query(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
                 struct db_rows *out);
int sqlite_next(struct db_rows *rows);
void sqlite_rows_done(struct db_rows *rows);
struct db_value sqlite_column(const struct db_rows *rows, int column);
int sqlite_script(struct db_tx *tx, struct str statement);

#endif
