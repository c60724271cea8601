/* Copies of a SQLite database while it is in use. PostgreSQL has pg_dump. */
#ifndef BURIN_DB_BACKUP_H
#define BURIN_DB_BACKUP_H

#include "db/db.h"

/* Writes the database as it is at one moment to a new file at `path`, which is synced and complete or not there at all; writers
 * go on meanwhile. ERR_CONFLICT where there is a file already, ERR_USAGE on PostgreSQL. One in memory is copied, too. */
int db_backup(struct db *db, const char *path, struct err *err);

/* Whether a file that nobody uses is a whole database: pages, indexes and foreign keys. */
int db_check_file(const char *path, struct err *err);

#endif
