/* Who has a ticket open now: said again every few seconds by whoever has, and forgotten half a minute later. */
#ifndef BURIN_DESK_PRESENCE_H
#define BURIN_DESK_PRESENCE_H

#include "desk/desk.h"
#include "store/presence.h"

#define PRESENCE_TTL (30 * MICROS_PER_SECOND)
#define PRESENCE_EVERY \
    (10 * MICROS_PER_SECOND) /* what says nothing new is not written more often than that */

enum doing { DOING_READING, DOING_WRITING, DOING_GONE };

struct presence_note {
    struct id ticket;
    enum doing doing;
};
/* Of the actor, who has to be a person; the others come back. Who opens a ticket has seen its last message. Needs RIGHT_DESK.
 * ERR_NOT_FOUND where there is no such ticket. Whoever listens to the channel "presence" of the database hears of what is
 * new: "STORE JSON". */
int desk_presence_put(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct presence_note *note, struct present **out, size_t *out_count,
                      struct err *err);
/* The others that have it open: all but the actor. */
int desk_presence(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *ticket,
                  struct present **out, size_t *out_count, struct err *err);

/* Inside a transaction: the others on a ticket. */
int presence_others(const struct unit *unit, const struct id *ticket, const struct id *account,
                    struct present **out, size_t *out_count, struct err *err);
/* ERR_CONFLICT at "/anyway" where another one is writing just now. */
int presence_check_alone(const struct unit *unit, const struct id *ticket, const struct id *account,
                         struct err *err);

#endif
