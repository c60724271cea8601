/* Reading a message, part two: the facts it states. One file a kind: facts_id.c (order number, e-mail, phone),
 * facts_when.c (dates, need-by), facts_spec.c (requested changes, wrong readings), facts_item.c (product, item),
 * facts_place.c (which of several pieces is complained of),
 * facts_answer.c (answers to what the desk asked). Only the customer's own segments are read. */
#ifndef BURIN_ENGINE_FACTS_H
#define BURIN_ENGINE_FACTS_H

#include "engine/reading.h"

/* All of them, in the order they build on each other; fills the rest of `out`, which triage_read() has begun. */
void facts_read(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                struct reading *out);

void facts_read_ids(struct arena *arena, const struct inquiry *inquiry, struct reading *out);
/* Dates are read in the store's zone relative to the day of the message (rule book, section 2). */
void facts_read_dates(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                      struct reading *out);
void facts_read_item(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                     struct reading *out);
/* Requested changes where `change` is among the concerns (also where wrong_spec or other concerns carry one before
 * delivery), and the wrong and wanted readings where wrong_spec is. */
void facts_read_spec(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                     struct reading *out);
void facts_read_answer(struct arena *arena, const struct inquiry *inquiry, struct reading *out);

/* Checks a new value against the item's rules (document's first, then the store's product, then the defaults: 60
 * characters, letters, digits, punctuation and spaces of any script, no emoji, no hidden characters). */
enum spec_fault spec_check(struct arena *arena, const struct store *store, const struct item *item,
                           struct str field, struct str value, struct str *out_detail);
/* Whether a field is made from a photo: by its rule, or by what its name means. */
bool spec_wants_photo(struct arena *arena, const struct store *store, const struct item *item,
                      struct str field);
/* Checks the photo that is to be a field's new value; NULL: there is none. */
enum spec_fault spec_check_photo(struct arena *arena, const struct field_rule *rule,
                                 const struct attachment *photo, struct str *out_detail);
/* The rule that holds for a field; never NULL. */
const struct field_rule *spec_rule(const struct store *store, const struct item *item, struct str field);

#endif
