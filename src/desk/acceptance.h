/* Inside desk: a yes to an offer that the desk cannot take up by itself, for which nothing is awaited. */
#ifndef BURIN_DESK_ACCEPTANCE_H
#define BURIN_DESK_ACCEPTANCE_H

#include "desk/desk.h"
#include "store/unit.h"

/* Whether the last reply that was sent on the ticket offered a rush. */
int acceptance_offered(const struct unit *unit, const struct id *ticket, bool *out, struct err *err);
/* Whether the message, judged without the offer in mind, says yes to it, or wishes for it once more. */
bool acceptance_is_taken(struct arena *arena, const struct inquiry *inquiry, const struct assessment *judged);
/* Whether it says nothing beside that: then it can be handed over as it is. */
bool acceptance_is_all(const struct assessment *judged);

#endif
