/* An order without a message; see outlook.h. */
#include "engine/outlook.h"

void outlook_of(struct arena *arena, const struct store *store, const struct order *order, instant_t at,
                struct item_view **out, size_t *out_count)
{
    struct inquiry *inquiry = ARENA_NEW(arena, struct inquiry);
    *inquiry = (struct inquiry){.at = at, .order = order, .contacts = 1};
    struct matter matter = {.arena = arena, .inquiry = inquiry, .order = order, .store = store};
    matter_know(&matter);
    *out = matter.views;
    *out_count = matter.view_count;
}
