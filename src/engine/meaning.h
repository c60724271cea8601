/* What the words of one clause complain of, by their meanings alone. Internal to the fact readers.
 *
 * The model reads whole sentences; where one sentence complains of two pieces, this tells which half says what. */
#ifndef BURIN_ENGINE_MEANING_H
#define BURIN_ENGINE_MEANING_H

#include "engine/reading.h"
#include "model/inquiry.h"

/* The complaints that text[span) speaks of, as a set of bits (1 << concern); what stands under a negation does not
 * count. Only damaged, wrong_spec, not_received and delay are told. */
uint32_t meaning_complaints(struct arena *arena, const struct store *store, struct str text,
                            struct span span);

/* Whether the customer's own words speak of an address elsewhere than in what a piece of their order is called: a house
 * sign is no address (门牌). */
bool meaning_has_address(struct arena *arena, const struct store *store, const struct inquiry *inquiry,
                         const struct reading *reading);

#endif
