/* The audit log: who did what, append-only, chained by hash behind the commits.
 *
 * Rows hold states, numbers and digests, never text that may have to be erased. */
#ifndef BURIN_STORE_AUDIT_H
#define BURIN_STORE_AUDIT_H

#include "store/unit.h"

struct audit_entry {
    const char *verb;                /* "ticket.opened", "change.confirmed", … */
    struct id object, order, ticket; /* what it was done to, and where it shows; zero: none */
    struct str detail;               /* a JSON object, or empty */
};

int audit_add(const struct unit *unit, const struct audit_entry *entry, struct err *err);

/* Gives up to `most` rows without a place their seq and hash, in the order of their ids. Only one closure may run this at a
 * time on a store (it locks the chain's end). *out_chained: how many. */
int audit_chain(const struct unit *unit, int most, int *out_chained, struct err *err);

struct audit_row {
    int64_t seq;
    struct id id, object, order, ticket;
    instant_t at;
    struct str actor, verb, detail;
};
/* Calls `each` for the chained rows behind `after`, in order, at most `most`; stops where it returns non-zero. */
int audit_read(const struct unit *unit, int64_t after, int most,
               int (*each)(void *context, const struct audit_row *row), void *context, struct err *err);

/* Of an order, newest first, also those without a place yet (seq 0). Texts live in unit->arena. */
int audit_of_order(const struct unit *unit, const struct id *order, int most, struct audit_row *out,
                   int *out_count, struct err *err);
/* The seq of the last row that has one; 0: none. */
int audit_end(const struct unit *unit, int64_t *out, struct err *err);

struct audit_break {
    int64_t seq;      /* the first row whose hash is not what it must be; 0: the chain is whole */
    int64_t rows;     /* rows looked at */
    const char *what; /* "the hash differs", "a row is missing" */
};
int audit_verify(const struct unit *unit, struct audit_break *out, struct err *err);

#endif
