/* One transaction on a PostgreSQL connection: begun with the first statement, and how it ends. */
#ifndef BURIN_DB_PG_TX_H
#define BURIN_DB_PG_TX_H

#include "db/pg_conn.h"

enum pg_mode { PG_READS, PG_WRITES, PG_MIGRATES };

enum pg_end {
    PG_DONE,
    PG_FAILED,  /* no trace is left; conn->again says whether another run may do better */
    PG_UNKNOWN, /* the connection was lost during COMMIT */
};

/* Runs the closure in a transaction of its own; the connection is open. */
enum pg_end pg_tx_run(struct db *db, struct pg_conn *conn, db_work *work, void *context, enum pg_mode mode,
                      struct db_tx *tx, struct err *err);
/* Finds out on a new connection what became of the transaction `xid` that was committing in that life of the server:
 * PG_DONE, PG_FAILED, or PG_UNKNOWN where nobody can tell before `until`. */
enum pg_end pg_tx_resolve(struct pg_conn *conn, int64_t xid, const char *life, int pid, int64_t until);

int pg_exec(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
            int64_t *out_changes);
int pg_query(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
             struct db_rows *out);
int pg_next(struct db_rows *rows);
void pg_rows_done(struct db_rows *rows);
struct db_value pg_column(const struct db_rows *rows, int column);
instant_t pg_now(struct db_tx *tx);
int pg_script(struct db_tx *tx, struct str statement);

#endif
