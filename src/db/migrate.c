/* Migrations; see migrate.h. */
#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "db/backup.h"
#include "db/driver.h"
#include "db/sql.h"

enum { PATH_MOST = 4096, DIGEST_TEXT = 17 };

struct migration_run {
    const struct db_migration *migrations;
    size_t count;
    int from; /* the version that was found */
};

static const struct db_sql sql_lock = {"SELECT 1", "SELECT pg_advisory_xact_lock(1651863150)"};
/* The table itself is asked, not to_regclass(), which goes by a cache that an advisory lock does not renew. */
static const struct db_sql sql_exists = {
    "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'",
    "SELECT count(*) FROM pg_catalog.pg_class WHERE relname = 'schema_version'"
    " AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = current_schema())"};
static const struct db_sql sql_applied = {"SELECT version, digest, name FROM schema_version ORDER BY version",
                                          NULL};
static const struct db_sql sql_note = {
    "INSERT INTO schema_version (version, name, applied_at, digest) VALUES (?1, ?2, ?3, ?4)", NULL};
#define TABLE                                                                                \
    "CREATE TABLE schema_version (version {int} NOT NULL PRIMARY KEY, name {text} NOT NULL," \
    " applied_at {int} NOT NULL, digest {text} NOT NULL) {strict}"

static void digest_of(const struct db_migration *migration, char out[DIGEST_TEXT])
{
    snprintf(out, DIGEST_TEXT, "%016llx", (unsigned long long)hash_str(migration->text));
}

/* ------------------------------------------------------------------------------------------------ what is there */

static int check_row(const struct migration_run *run, const struct db_rows *rows, struct err *err)
{
    char digest[DIGEST_TEXT];
    int64_t version = db_get_int(rows, 0);
    if (version > (int64_t)run->count)
        return err_set(err, ERR_SYSTEM,
                       "the database has schema %lld, this program knows %zu: use the newer program",
                       (long long)version, run->count);
    if (version != run->from + 1)
        return err_set(err, ERR_SYSTEM, "schema_version lacks version %d", run->from + 1);
    digest_of(&run->migrations[version - 1], digest);
    if (str_is(db_get_text(rows, 1), digest)) return 0;
    return err_set(err, ERR_SYSTEM,
                   "schema %lld of the database (%.*s) came of another text than this program's",
                   (long long)version, STR_ARG(db_get_text(rows, 2)));
}

/* Finds run->from, and refuses what does not fit. */
static int look(struct db_tx *tx, void *context, struct err *err)
{
    struct migration_run *run = context;
    struct db_rows rows;
    run->from = 0;
    if (db_first(tx, &sql_exists, DB_NO_ARGS, &rows, err) != 1) return -1;
    bool exists = db_get_int(&rows, 0) != 0;
    db_rows_done(&rows);
    if (!exists) return 0;
    int more;
    if (db_query(tx, &sql_applied, DB_NO_ARGS, &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0) {
        if (check_row(run, &rows, err) < 0) return -1;
        run->from++;
    }
    return more;
}

/* ------------------------------------------------------------------------------------------------- what is missing */

static int apply(struct db_tx *tx, const struct db_migration *migration, struct err *err)
{
    enum sql_dialect dialect = db_is_postgres(tx->db) ? SQL_POSTGRES : SQL_SQLITE;
    struct str rest = migration->text, statement;
    char digest[DIGEST_TEXT];
    while (sql_next_statement(&rest, &statement))
        if (sql_is_for(dialect, &statement) && run_script(tx, statement, err) < 0) {
            if (err) err_at(err, migration->name, 0, 0);
            return -1;
        }
    digest_of(migration, digest);
    return db_exec(tx, &sql_note,
                   DB_ARGS(db_int(migration->number), db_text(migration->name), db_int(db_now(tx)),
                           db_text(str_of(digest))),
                   NULL, err);
}

static int migrate(struct db_tx *tx, void *context, struct err *err)
{
    struct migration_run *run = context;
    struct db_rows rows;
    if (db_first(tx, &sql_lock, DB_NO_ARGS, &rows, err) < 0) return -1;
    db_rows_done(&rows);
    if (look(tx, run, err) < 0) return -1;
    if (run->from == 0 && run->count && run_script(tx, STR(TABLE), err) < 0) return -1;
    for (size_t i = (size_t)run->from; i < run->count; i++)
        if (apply(tx, &run->migrations[i], err) < 0) return -1;
    return 0;
}

/* A copy of the file as it was. One that a killed process left is as good: nothing has changed since. */
static int back_up(struct db *db, int next, struct err *err)
{
    char path[PATH_MOST];
    if (!sqlite_path(db)) return 0;
    int length = snprintf(path, sizeof path, "%s.before-%04d", sqlite_path(db), next);
    if (length < 0 || (size_t)length >= sizeof path) return err_set(err, ERR_INPUT, "the path is too long");
    struct err found = {0};
    if (db_backup(db, path, &found) == 0 || found.category == ERR_CONFLICT) return 0;
    if (err) *err = found;
    return -1;
}

int db_migrate_by(struct db *db, const struct db_migration *migrations, size_t count, struct db_migrated *out,
                  struct err *err)
{
    struct migration_run run = {.migrations = migrations, .count = count};
    struct err found = {0};
    int rc = db_read(db, look, &run, &found);
    if (rc == 0 && run.from > 0 && run.from < (int)count) rc = back_up(db, run.from + 1, &found);
    if (rc == 0 && run.from < (int)count) rc = write_with(db, migrate, &run, WRITE_MIGRATES, &found);
    if (rc == 0 && out) *out = (struct db_migrated){run.from, (int)count};
    if (rc < 0 && err) *err = found;
    return rc;
}

/* ------------------------------------------------------------------------------------------------------- built in */

/* "sql/0001_desk.sql" → 1, "desk"; false for other files. */
static bool read_path(struct str path, struct db_migration *out)
{
    struct str number, name = str_slice(path, strlen("sql/"), path.len);
    uint64_t value;
    if (!str_ends(name, STR(".sql")) || !str_next_part(&name, '_', &number) || !name.ptr ||
        str_to_uint(number, 9999, &value) < 0)
        return false;
    out->number = (int)value;
    out->name = str_slice(name, 0, name.len - strlen(".sql"));
    return true;
}

/* The migrations built in; their numbers are a matter of the build, so a gap ends the process. */
static const struct db_migration *built_in(struct arena *arena, size_t *out_count)
{
    struct db_migration *list = ARENA_ARRAY(arena, sql_file_count, struct db_migration);
    size_t count = 0;
    for (size_t i = 0; i < sql_file_count; i++) {
        struct db_migration one = {.text = sql_files[i].bytes};
        if (!read_path(sql_files[i].path, &one)) continue;
        if (one.number != (int)count + 1) abort();
        list[count++] = one;
    }
    *out_count = count;
    return list;
}

int db_migrate(struct db *db, struct db_migrated *out, struct err *err)
{
    struct arena *arena = arena_new();
    size_t count;
    const struct db_migration *list = built_in(arena, &count);
    int rc = db_migrate_by(db, list, count, out, err);
    arena_free(arena);
    return rc;
}

int db_schema_check(struct db *db, struct err *err)
{
    struct arena *arena = arena_new();
    struct migration_run run = {0};
    run.migrations = built_in(arena, &run.count);
    int rc = db_read(db, look, &run, err);
    arena_free(arena);
    if (rc == 0 && run.from < (int)run.count)
        rc = err_set(err, ERR_SYSTEM, "the database has schema %d, this program needs %zu", run.from,
                     run.count);
    return rc;
}
