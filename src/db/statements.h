/* Prepared statements of one connection, found by the address of their struct db_sql. */
#ifndef BURIN_DB_STATEMENTS_H
#define BURIN_DB_STATEMENTS_H

#include "db/db.h"

struct statements {
    struct statement_slot *slots;
    size_t cap, count;
};

/* Where the driver keeps what it prepared for `sql`: a NULL at first. Good until the next call. */
void **statements_at(struct statements *statements, const struct db_sql *sql);
/* Calls `drop` for each that is there, and forgets them. */
void statements_clear(struct statements *statements, void (*drop)(void *prepared));

#endif
