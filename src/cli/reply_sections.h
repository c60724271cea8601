/* An assessment for the eyes of an agent: the six sections of the desk's method, then the reply. */
#ifndef BURIN_CLI_REPLY_SECTIONS_H
#define BURIN_CLI_REPLY_SECTIONS_H

#include "model/assessment.h"
#include "model/store.h"

/* All six, numbered, each present; one that does not apply says why. `locale` is the agent's language (BCP 47);
 * the reply itself is in the customer's. */
void reply_sections(struct arena *arena, const struct assessment *assessment, const struct inquiry *inquiry,
                    const struct store *store, struct str locale, struct buf *out);

#endif
