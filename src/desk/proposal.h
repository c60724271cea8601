/* Cancelling and remaking by hand: what an agent asks for is a proposal, what somebody with the right asks for is done.
 *
 * Need RIGHT_REPLY; who has RIGHT_APPROVE, too, has approved it by asking. `version` is the order's as it was read, or 0 for
 * whatever it is now. Where a proposal of the kind waits already, it is that one. */
#ifndef BURIN_DESK_PROPOSAL_H
#define BURIN_DESK_PROPOSAL_H

#include "desk/desk.h"
#include "store/approval.h"

/* ERR_CONFLICT where the order is cancelled already, or has been handed to the carrier. */
struct cancel_wish {
    struct str number; /* of the order */
    int64_t version;
    struct str reason;
};
int desk_order_cancel(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct cancel_wish *wish, struct approval *out, struct err *err);

/* Goes by the claim that is open on the item, or opens one: a remake is offered, chosen, and so proposed. ERR_CONFLICT where
 * the claim's choice has been made. */
struct remake_wish {
    struct str number;
    int64_t version;
    int item;
    enum concern concern; /* of a new claim: damaged, wrong_spec or not_received */
    enum fault fault;
};
int desk_order_remake(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct remake_wish *wish, struct approval *out, struct err *err);

#endif
