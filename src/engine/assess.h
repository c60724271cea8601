/* One inquiry in, one assessment out: triage → facts → estimate → decide → compose → lint.
 *
 * Pure: the result depends on the inquiry, the store and the build alone. */
#ifndef BURIN_ENGINE_ASSESS_H
#define BURIN_ENGINE_ASSESS_H

#include "model/assessment.h"
#include "model/inquiry.h"
#include "model/store.h"

#define BURIN_VERSION "0.1.0"

/* A workspace for one thread at a time: formatter caches and buffers that are worth keeping between inquiries. */
struct engine;

struct engine *engine_new(const struct store *store); /* the store must outlive it */
void engine_free(struct engine *engine);              /* NULL is fine */

/* `arena` holds everything in `out`, together with what the inquiry and the store hold; the caller resets it when the
 * assessment has been used. Fails only on a broken template of the store. */
int engine_assess(struct engine *engine, struct arena *arena, const struct inquiry *inquiry,
                  struct assessment *out, struct err *err);

#endif
