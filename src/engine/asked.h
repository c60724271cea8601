/* Requests by a form: they count in place of what a message's words would say, and are held against the same rules. */
#ifndef BURIN_ENGINE_ASKED_H
#define BURIN_ENGINE_ASKED_H

#include "engine/reading.h"

/* Between triage_read() and facts_read(): language and concern. The signs in the words stay. */
void asked_take_concern(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                        struct reading *out);
/* After facts_read(): item, changes and answer. */
void asked_take_facts(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                      struct reading *out);

#endif
