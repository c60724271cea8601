/* A unit of work: one transaction on behalf of one store and one actor. Everything that touches the database takes it.
 *
 * In every statement ?1 is the store's id, so that no store can see another's rows. */
#ifndef BURIN_STORE_UNIT_H
#define BURIN_STORE_UNIT_H

#include "db/db.h"

struct unit {
    struct db_tx *tx;
    struct arena *arena; /* of this run of the transaction */
    struct id store;
    struct str actor; /* "account:…", "token:…", "customer", "engine", "timer", "cli" */
    instant_t now;
    const struct rand *rand;
};

static inline struct id unit_id(const struct unit *unit)
{
    return id_new(unit->now, unit->rand);
}

#define UNIT_ARGS(unit, ...) DB_ARGS(db_id(&(unit)->store), __VA_ARGS__)
#define UNIT_ONLY(unit) DB_ARGS(db_id(&(unit)->store))

/* A statement whose changes are not counted. */
#define UNIT_EXEC(unit, sql, err, ...) db_exec((unit)->tx, (sql), UNIT_ARGS((unit), __VA_ARGS__), NULL, (err))

#endif
