/* Databases for tests: a SQLite file in a folder of its own, and a schema of its own on the PostgreSQL server that
 * tools/with_postgres started (BURIN_TEST_POSTGRES). */
#ifndef BURIN_TESTS_DATABASE_H
#define BURIN_TESTS_DATABASE_H

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"

/* NULL where there is no server. */
static inline const char *database_server(void)
{
    const char *url = getenv("BURIN_TEST_POSTGRES");
    return url && *url ? url : NULL;
}

static inline void database_or_die(int rc, const struct err *err)
{
    if (rc == 0) return;
    fprintf(stderr, "database: %s\n", err->message);
    abort();
}

/* Runs one statement as it is written. */
static inline int database_run_text(struct db_tx *tx, void *context, struct err *err)
{
    return db_exec(tx, context, DB_NO_ARGS, NULL, err);
}

static inline void database_run(struct db *db, const struct db_sql *sql)
{
    struct err err = {0};
    database_or_die(db_write(db, database_run_text, (void *)(uintptr_t)sql, &err), &err);
}

/* The address of an empty SQLite database in a fresh folder below `top`. */
static inline void database_new_in(const char *top, const char *name, char *out, size_t size)
{
    char folder[64];
    snprintf(folder, sizeof folder, "%s/burin-db-XXXXXX", top);
    if (!mkdtemp(folder)) abort();
    snprintf(out, size, "sqlite:%s/%s.db", folder, name);
}

/* The address of an empty database: postgres: a fresh schema `name`; else a file in a fresh folder. */
static inline void database_new(bool postgres, const char *name, char *out, size_t size)
{
    if (!postgres) {
        database_new_in("/tmp", name, out, size);
        return;
    }
    char drop[128], create[128];
    struct db *db;
    struct err err = {0};
    snprintf(drop, sizeof drop, "DROP SCHEMA IF EXISTS %s CASCADE", name);
    snprintf(create, sizeof create, "CREATE SCHEMA %s", name);
    const struct db_sql sql_drop = {drop, NULL}, sql_create = {create, NULL};
    database_or_die(db_open(&(struct db_options){.url = database_server(), .readers = 1}, &db, &err), &err);
    database_run(db, &sql_drop);
    database_run(db, &sql_create);
    db_close(db);
    snprintf(out, size, "%s%soptions=-csearch_path%%3D%s", database_server(),
             strchr(database_server(), '?') ? "&" : "?", name);
}

static inline int database_throw_first_away(void *context, enum db_moment moment, const char *sql)
{
    (void)sql;
    return moment == DB_AFTER_RUN && atomic_fetch_add((atomic_uint *)context, 1) % 2 == 0 ? -1 : 0;
}

/* Every closure that goes well is thrown away once and runs again: it must not matter. */
static inline const struct db_faults *database_twice(void)
{
    static atomic_uint runs;
    static const struct db_faults twice = {database_throw_first_away, &runs};
    return &twice;
}

static inline struct db *database_open(const struct db_options *options)
{
    struct db *db;
    struct err err = {0};
    database_or_die(db_open(options, &db, &err), &err);
    return db;
}

/* Removes the folder of a SQLite file. */
static inline void database_remove(const char *url)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".lock", "-journal"};
    char path[1024];
    if (strncmp(url, "sqlite:/", 8) != 0 || !strstr(url, "/burin-db-")) return;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(path, sizeof path, "%s%s", url + 7, ends[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s", url + 7);
    *strrchr(path, '/') = '\0';
    rmdir(path);
}

#endif
