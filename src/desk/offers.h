/* Inside desk: what a person can do about a ticket now. */
#ifndef BURIN_DESK_OFFERS_H
#define BURIN_DESK_OFFERS_H

#include "desk/console.h"

/* Fills offers of a console whose other members are there. `held` are the items that were held by hand. */
void offers_make(struct arena *arena, const struct actor *actor, const int *held, int held_count,
                 struct console *console);

#endif
