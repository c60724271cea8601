/* The last message of a ticket assessed again: with the order as it is now and the files that have come since. */
#ifndef BURIN_DESK_REASSESS_H
#define BURIN_DESK_REASSESS_H

#include "desk/judgement.h"
#include "desk/ticket.h"

struct reassessed {
    struct ticket ticket;
    struct draft draft;
    struct str assessment; /* the document */
};

struct reassess_wish {
    struct ticket_move move;
    struct str photos_of; /* "damaged" or "wrong_spec": the draft asks for photos of it; else empty */
};

/* Needs RIGHT_REPLY. The message keeps its time of receipt, by which it is judged. A new draft takes the place of the open
 * one; what was done on the first assessment is not done again. ERR_CONFLICT where nothing was assessed, the ticket is
 * merged, or its texts are erased. */
int desk_ticket_reassess(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct reassess_wish *wish, struct reassessed *out, struct err *err);

/* Inside desk: the three steps of it, for use-cases that do more in the same transaction. */
struct reassessing {
    struct desk *desk;
    struct arena *arena;
    struct str photos_of; /* as wished */
    struct ticket ticket;
    struct message *messages;
    size_t message_count;
    struct assessed before;
    struct message *message; /* that was assessed, and is again */
    bool has_order;
    struct order_record record;
    struct judgement judged;

    struct ticket kept; /* as reassess_keep leaves it */
    struct draft draft;
};
/* Fills it from reassessing->ticket.id: 1; or 0 where there is nothing to assess again, and `err` says why. */
int reassess_read(const struct unit *unit, struct reassessing *reassessing, struct err *err);
/* ERR_STALE where ticket or order have changed since. */
int reassess_check(const struct unit *unit, struct reassessing *reassessing, struct err *err);
int reassess_keep(const struct unit *unit, struct reassessing *reassessing, struct err *err);
/* Whether another try may help: reads `failure`. */
bool desk_tries_again(const struct actor *actor, const struct err *failure);

#endif
