/* Between the room and its two drivers: what a driver gives, and what both have in common. */
#ifndef BURIN_DB_DRIVER_H
#define BURIN_DB_DRIVER_H

#include <stdatomic.h>

#include "db/db.h"

struct db_driver {
    int (*write)(struct db *db, db_work *work, void *context, unsigned flags, struct err *err);
    /* Waits for a connection for so long. */
    int (*read)(struct db *db, db_work *work, void *context, int wait_ms, struct err *err);
    int (*submit)(struct db *db, db_work *work, void *context,
                  void (*done)(void *context, int result, const struct err *err), struct err *err);
    int (*ping)(struct db *db, struct err *err);
    int (*listen)(struct db *db, void (*heard)(void *context, const char *channel, struct str payload),
                  void *context, struct err *err);
    void (*stats)(struct db *db, struct db_stats *out);
    void (*close)(struct db *db);

    /* Inside a closure; failures go into tx->failure. */
    int (*exec)(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
                int64_t *out_changes);
    int (*query)(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
                 struct db_rows *out);
    int (*next)(struct db_rows *rows);
    void (*rows_done)(struct db_rows *rows);
    struct db_value (*column)(const struct db_rows *rows, int column);
    instant_t (*now)(struct db_tx *tx);
    /* One statement without arguments, in the dialect of the driver, that is not kept. */
    int (*script)(struct db_tx *tx, struct str statement);
};

enum {
    WRITE_MIGRATES = 1, /* sees what is committed meanwhile, and may take its time: for migrations */
};

/* What options.trouble is told; each goes by a minute of its own. */
enum trouble { TROUBLE_DISK, TROUBLE_CHECKPOINT, TROUBLE_KINDS };

struct db {
    const struct db_driver *driver;
    struct db_options options; /* `url` and `secret` are gone after db_open */
    atomic_int_fast64_t quiet_until[TROUBLE_KINDS];
};

struct notice {
    struct notice *next;
    const char *channel;
    struct str payload;
};

/* One run of a closure. */
struct db_tx {
    struct db *db;
    struct arena *arena;
    void *connection;
    instant_t now;
    bool writes;
    bool failed; /* a statement has failed: nothing can be committed */
    bool again;  /* … but another run may do better */
    struct err failure;
    struct notice *notices; /* latest first, in `arena` */
};

/* Runs the closure: 0 or -1 with the reason in `err` (not NULL). */
int tx_run(struct db_tx *tx, db_work *work, void *context, struct err *err);
/* What a fault injector says at this moment; -1 fills `err`. */
int tx_strike(struct db *db, enum db_moment moment, const char *sql, struct err *err);

/* Tells options.trouble, unless it has been told of this kind within the last minute. */
void db_trouble(struct db *db, enum trouble kind, const char *message);

int sqlite_open(const struct db_options *options, const char *path, struct db **out, struct err *err);
int postgres_open(const struct db_options *options, struct db **out, struct err *err);

/* As db_write, with flags above; as db_exec, for a statement that is used once: tokens, but no arguments. */
int write_with(struct db *db, db_work *work, void *context, unsigned flags, struct err *err);
int run_script(struct db_tx *tx, struct str statement, struct err *err);

/* The path of the SQLite file; NULL in memory and on PostgreSQL. */
const char *sqlite_path(const struct db *db);

#endif
