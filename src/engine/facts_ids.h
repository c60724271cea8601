/* Order numbers as people write them, and where else to reach them. Internal to the fact readers and decide. */
#ifndef BURIN_ENGINE_FACTS_IDS_H
#define BURIN_ENGINE_FACTS_IDS_H

#include "engine/reading.h"

/* Whether `stated` is the number `known` or its tail of four or more characters; "#", hyphens, spaces and case do not
 * matter. */
bool order_number_names(struct str stated, struct str known);

/* Fills email and phone from the stretches of `text`; what was read as order number is no telephone number. */
void contact_read(struct str text, const struct span *stretches, size_t count, struct reading *out);
/* The first telephone number that does not overlap `order`. */
struct str phone_read(struct str text, struct span order);

#endif
