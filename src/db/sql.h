/* SQL text, written once and read by both databases.
 *
 * Placeholders are ?1 … ?999 (SQLite would take $2 for a name); PostgreSQL gets $1 …. Outside of quotes and comments these
 * tokens are replaced; any other {…} is an error:
 *
 *   token        SQLite                  PostgreSQL
 *   {int}        INTEGER                 BIGINT
 *   {text}       TEXT                    TEXT
 *   {bytes}      BLOB                    BYTEA
 *   {id}         BLOB                    UUID
 *   {json}       TEXT                    TEXT
 *   {strict}     STRICT                  (nothing)
 *   {clustered}  STRICT, WITHOUT ROWID   (nothing)
 *
 * A statement of a migration that opens with {sqlite} or {postgres} is for that database alone. */
#ifndef BURIN_DB_SQL_H
#define BURIN_DB_SQL_H

#include "base/buf.h"
#include "base/err.h"

enum sql_dialect { SQL_SQLITE, SQL_POSTGRES };

/* Writes `text` as the dialect reads it; *out_params (may be NULL): the highest placeholder. */
int sql_rewrite(enum sql_dialect dialect, struct str text, struct buf *out, int *out_params, struct err *err);

/* Takes one statement of several off the front of `*rest`, which are parted by semicolons outside of quotes and comments:
 * without the semicolon and without the white space and comments around it. False where there is none left. */
bool sql_next_statement(struct str *rest, struct str *out_statement);

/* Takes a leading {sqlite} or {postgres} off; false where the statement is not for `dialect`. */
bool sql_is_for(enum sql_dialect dialect, struct str *statement);

#endif
