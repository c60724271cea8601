/* What the desk does when time passes and nobody asks: reminders, changes that lapse, promises that are about to break. */
#ifndef BURIN_DESK_TIMER_H
#define BURIN_DESK_TIMER_H

#include "desk/desk.h"

struct tick {
    int reminded; /* customers whose change still waits for their yes: two hours before it lapses */
    int lapsed;   /* changes that did, which are a person's now */
    int warned;   /* customers told of a delay before a promise broke */
    int64_t broken, swept;
    int failed; /* pieces of that work */
    bool more;  /* there is more to do at once */
};

/* Does everything that is due, in small transactions, each of which may be done by any node: a second one finds it done.
 * Goes on past a failure: what can be done is done, and the first error is given in the end. */
int desk_tick(struct desk *desk, struct arena *arena, struct tick *out, struct err *err);

#endif
