/* Change requests as agents and customers settle them (rule book, section 7). */
#ifndef BURIN_DESK_CHANGE_H
#define BURIN_DESK_CHANGE_H

#include "desk/desk.h"
#include "store/change.h"

/* Steps that somebody takes by hand; all need RIGHT_REPLY. `version` is the change's as it was read, or 0 for whatever it is
 * now; ERR_STALE where it is another one by now, ERR_CONFLICT where the step is not in the table. */
struct change_move {
    struct id change;
    int64_t version;
};
/* The studio can do what it was asked about: the change awaits the customer's confirmation from now on, for as long as the policy
 * gives, the piece is held, and the message is assessed again, so that a draft reads the change back. ERR_CONFLICT, too,
 * where the ticket's last message does not ask for it any more. */
int desk_change_ask(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct change_move *move, struct change_request *out, struct err *err);
/* Confirmed for the customer (by telephone, say); it is then applied by desk_change_apply. */
int desk_change_confirm(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct change_move *move, struct change_request *out, struct err *err);
/* A new immutable version of the personalization is written and the hold is lifted. */
int desk_change_apply(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct change_move *move, struct change_request *out, struct err *err);
int desk_change_decline(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct change_move *move, struct change_request *out, struct err *err);
int desk_change_withdraw(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct change_move *move, struct change_request *out, struct err *err);

/* Inside a transaction: applies a confirmed change. */
int change_carry_out(const struct unit *unit, struct change_request *change, struct err *err);
/* The order, or one item of it, is cancelled: what is pending is withdrawn, and its holds are lifted. */
int change_withdraw_all(const struct unit *unit, const struct id *order, int item, struct err *err);
/* Applies what was confirmed on this ticket, or on one that was merged into it: how many. */
int change_carry_out_confirmed(const struct unit *unit, const struct id *order, const struct id *ticket,
                               int *out_applied, struct err *err);

#endif
