/* All facts of a message, in the order they build on each other; see facts.h. */
#include "engine/facts.h"

void facts_read(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                struct reading *out)
{
    facts_read_ids(arena, inquiry, out);
    facts_read_dates(arena, inquiry, store, out);
    facts_read_item(arena, inquiry, store, out);
    facts_read_spec(arena, inquiry, store, out);
    facts_read_answer(arena, inquiry, out);
}
