/* An order as it stands at a time, without a message: where each item is, what is to be expected of it, its window for changes. */
#ifndef BURIN_ENGINE_OUTLOOK_H
#define BURIN_ENGINE_OUTLOOK_H

#include "engine/matter.h"

/* One view for each item, in `arena`, which also holds what they point to. */
void outlook_of(struct arena *arena, const struct store *store, const struct order *order, instant_t at,
                struct item_view **out, size_t *out_count);

#endif
