/* The schema of the database, brought up to what this program knows.
 *
 * Migrations are numbered from 1 without gaps and are never changed once they were published: what has run is kept in the table
 * schema_version with a digest of its text. Whatever is missing runs in one transaction, so that a process which is killed
 * leaves the old schema or the new one; on PostgreSQL nodes that start together wait for each other, and one does it. */
#ifndef BURIN_DB_MIGRATE_H
#define BURIN_DB_MIGRATE_H

#include "db/db.h"

/* The files of sql/, built in by tools/embed.c: "sql/0001_desk.sql" and so on, in order. See sql/README.md. */
struct sql_file {
    struct str path;
    struct str bytes;
};
extern const struct sql_file sql_files[];
extern const size_t sql_file_count;

struct db_migration {
    int number;
    struct str name;
    struct str text; /* statements, see db/sql.h */
};

struct db_migrated {
    int from, to; /* versions; 0: there was no schema */
};

/* To the newest schema built in. Where a SQLite file had a schema before, a copy of it is left as PATH.before-NNNN. Refuses with
 * ERR_SYSTEM a schema newer than the program, and one that came of other texts. `out` may be NULL. */
int db_migrate(struct db *db, struct db_migrated *out, struct err *err);
/* The same with other migrations: in tests. */
int db_migrate_by(struct db *db, const struct db_migration *migrations, size_t count, struct db_migrated *out,
                  struct err *err);
/* Whether the schema is just the one built in, without changing anything: for those who only read. */
int db_schema_check(struct db *db, struct err *err);

#endif
