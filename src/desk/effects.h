/* Inside desk: what a decision does to the desk's own books, beside the reply it writes. */
#ifndef BURIN_DESK_EFFECTS_H
#define BURIN_DESK_EFFECTS_H

#include "desk/desk.h"
#include "store/order.h"
#include "store/ticket.h"

/* The matter that decisions are carried out on. */
struct effect {
    struct desk *desk;
    const struct unit *unit;
    const struct inquiry *inquiry;
    const struct assessment *assessment;
    const struct order_record *record; /* NULL: no order */
    struct ticket *ticket;
    int64_t seq; /* of the message */
};

/* Carries out every decision: opens change requests and claims, sets holds, proposes what needs approval, takes answers. */
int effects_apply(struct effect *effect, struct err *err);
/* Carries out what the decisions' reply says is done, once it has gone out without a person: what they proposed is approved, what
 * was confirmed is applied. ERR_CONFLICT where that cannot be: then the reply must not go without a person. */
int effects_settle(struct effect *effect, struct err *err);

/* What a reply about these decisions leaves behind: what the customer is asked for, and how the ticket stands then. */
struct aftermath {
    enum awaiting awaiting;
    enum ticket_state state;
    instant_t due; /* what the desk itself has to do next; INSTANT_NONE: nothing */
};
void effects_aftermath(const struct assessment *assessment, struct aftermath *out);

#endif
