/* A desk of the built-in store over a fresh database, for tests that run over both kinds. The clock is the machine's; where
 * time has to pass, the rows are made older. */
#ifndef BURIN_TESTS_DESK_FIXTURE_H
#define BURIN_TESTS_DESK_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "database.h"
#include "db/migrate.h"
#include "desk/desk.h"
#include "shop/shop.h"

struct fixture {
    char url[512];
    struct db *db;
    struct shop *shop;
    struct store other_store;
    struct desk *desk, *other; /* two stores in one database */
    struct arena *arena;
};

static inline int fixture_open(void **state, bool postgres, const char *name)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct err err = {0};
    database_new(postgres, name, f->url, sizeof f->url);
    struct db_options options = {.url = f->url, .faults = database_twice()};
    if (db_open(&options, &f->db, &err) < 0 || db_migrate(f->db, NULL, &err) < 0 ||
        shop_open(NULL, &f->shop, &err) < 0)
        fail_msg("%s", err.message);
    f->other_store = *shop_store(f->shop);
    f->other_store.name = STR("Another Store");
    struct desk_options desk = {.db = f->db, .store = shop_store(f->shop)};
    struct desk_options other = {.db = f->db, .store = &f->other_store};
    if (desk_open(&desk, &f->desk, &err) < 0 || desk_open(&other, &f->other, &err) < 0)
        fail_msg("%s", err.message);
    f->arena = arena_new();
    *state = f;
    return 0;
}

static inline int fixture_close(void **state)
{
    struct fixture *f = *state;
    desk_close(f->desk);
    desk_close(f->other);
    shop_free(f->shop);
    db_close(f->db);
    database_remove(f->url);
    arena_free(f->arena);
    free(f);
    return 0;
}

/* Makes everything that belongs to signing in so much older. */
static inline int fixture_age_in(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sqls[] = {
        {.text = "UPDATE session SET rotated_at = rotated_at - ?1, seen_at = seen_at - ?1, expires_at ="
                 " expires_at - ?1"},
        {.text = "UPDATE sign_in_failure SET last_at = last_at - ?1"},
        {.text = "UPDATE account SET invite_until = invite_until - ?1"},
    };
    const int64_t *micros = context;
    for (size_t i = 0; i < sizeof sqls / sizeof *sqls; i++)
        if (db_exec(tx, &sqls[i], DB_ARGS(db_int(*micros)), NULL, err) < 0) return -1;
    return 0;
}

static inline void fixture_age(struct fixture *f, int64_t micros)
{
    struct err err = {0};
    database_or_die(db_write(f->db, fixture_age_in, &micros, &err), &err);
}

#endif
