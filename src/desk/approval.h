/* Approvals: somebody with the right decides, and what was proposed is carried out in the same transaction. */
#ifndef BURIN_DESK_APPROVAL_H
#define BURIN_DESK_APPROVAL_H

#include "desk/desk.h"
#include "store/approval.h"
#include "store/claim.h"

struct approval_move {
    struct id approval;
    int64_t version; /* as it was read, or 0 for whatever it is now */
    struct str note;
};
/* Need RIGHT_APPROVE. Approving carries it out:
 *   cancel   the order, or the item it is about, is cancelled, and what was promised, changed and proposed of it ends, with
 *            the order its notices, too; refused: its hold ends
 *   remake   a new order, linked, free and on the rush plan, of which the customer is told; the claim is fulfilled. ERR_CONFLICT
 *            where what it is about is cancelled
 *   refund   the claim is fulfilled; the money itself goes back where it came from, in the shop
 *   address  the change is applied; rush and reorder: the order's own document follows from the shop */
int desk_approve(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct approval_move *move, struct approval *out, struct err *err);
int desk_refuse(struct desk *desk, const struct actor *actor, struct arena *arena,
                const struct approval_move *move, struct approval *out, struct err *err);

/* Inside a transaction: decides on it, and carries it out where it is approved. */
int approval_settle(struct desk *desk, const struct unit *unit, struct approval *approval,
                    enum approval_state state, struct str note, struct err *err);
/* Inside a transaction: enters a proposal, unless one about the same waits already. */
int approval_propose(const struct unit *unit, const struct approval *proposal, struct err *err);
/* The order, or one item of it, is cancelled: its pending changes are withdrawn, their holds lifted, and what was proposed for
 * it waits no more, but for `but` (or NULL) and for what is owed on a claim. */
int approval_close_order(const struct unit *unit, const struct id *order, int item, const struct id *but,
                         struct err *err);
/* Takes back what waits on a claim: its choice stands no more. */
int approval_withdraw_of_claim(const struct unit *unit, const struct claim_record *claim, struct err *err);

#endif
