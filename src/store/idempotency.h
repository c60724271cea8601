/* Requests that were carried out under a key of the caller's: the same key again gives the same answer, and no second effect.
 *
 * The row is written in the transaction of the effect, the answer into it right after; of a request that had nothing to do, row
 * and answer at once. */
#ifndef BURIN_STORE_IDEMPOTENCY_H
#define BURIN_STORE_IDEMPOTENCY_H

#include "store/unit.h"

enum { IDEMPOTENCY_KEY_MOST = 255 };
#define IDEMPOTENCY_KEPT_US (24 * MICROS_PER_HOUR)

struct idempotent {
    struct str request; /* SHA-256 of method, path and body */
    int status;         /* 0: carried out, but its answer is not there yet, or was lost with the process */
    struct str body;
    instant_t at; /* when the key was taken */
};

/* 1 where the key was used by this actor, 0 where not. */
int idempotency_find(const struct unit *unit, struct str actor, struct str key, struct idempotent *out,
                     struct err *err);
int idempotency_add(const struct unit *unit, struct str actor, struct str key, struct str request,
                    struct err *err);
/* Keeps the answer where the key has none, and takes the key where nobody has. */
int idempotency_answer(const struct unit *unit, struct str actor, struct str key,
                       const struct idempotent *answer, struct err *err);
/* Forgets what is older than a day. */
int idempotency_sweep(const struct unit *unit, int64_t *out_gone, struct err *err);

#endif
