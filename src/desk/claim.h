/* Claims as agents settle them (rule book, section 7): opened, evidence, offered, chosen, fulfilled; or rejected, withdrawn. */
#ifndef BURIN_DESK_CLAIM_H
#define BURIN_DESK_CLAIM_H

#include "desk/desk.h"
#include "store/claim.h"
#include "store/order.h"

/* All need RIGHT_REPLY. `version` is the claim's as it was read, or 0 for whatever it is now. */
struct claim_move {
    struct id claim;
    int64_t version;
};

/* Opens one by hand: damaged, wrong_spec or not_received; ERR_CONFLICT where one is open on that item. */
struct claim_start {
    struct str number; /* of the order */
    int item;
    enum concern concern;
    enum fault fault;
};
int desk_claim_open(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct claim_start *start, struct claim_record *out, struct err *err);
/* What is on offer: remake, partial_refund, full_refund, each at most once. Amounts are in the order's currency and at most its
 * total, where that is known: a partial refund needs one, a full one is of the total where none is named. ERR_INPUT names the
 * place. Takes the place of an earlier offer, and of what was chosen from it while that is not fulfilled; the log says both. */
int desk_claim_offer(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct claim_move *move, const struct remedy *remedies, size_t count,
                     struct claim_record *out, struct err *err);
/* The customer's choice, told to an agent; it becomes a proposal. ERR_INPUT where it is not on offer. */
int desk_claim_choose(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct claim_move *move, enum remedy_kind kind, struct claim_record *out,
                      struct err *err);
int desk_claim_reject(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct claim_move *move, struct claim_record *out, struct err *err);
int desk_claim_withdraw(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct claim_move *move, struct claim_record *out, struct err *err);
/* Who is to blame, as it turned out. */
int desk_claim_fault(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct claim_move *move, enum fault fault, struct claim_record *out,
                     struct err *err);

int claim_check_concern(enum concern concern, struct err *err);
/* Inside a transaction: a claim by hand, where none is open on the item. */
/* Enters a new claim; what would have followed the delivery is withheld. */
int claim_enter(const struct unit *unit, const struct claim_record *claim, struct err *err);
int claim_begin(const struct unit *unit, const struct order_record *record, const struct claim_start *start,
                struct claim_record *out, struct err *err);
/* Inside a transaction: the choice is noted and proposed. */
int claim_take_choice(const struct unit *unit, struct claim_record *claim, enum remedy_kind kind,
                      struct str by, struct err *err);
/* Whether a customer may be asked to choose it. */
bool remedy_is_chosen_from(enum remedy_kind kind);
/* Remedies as they are kept with a claim. */
struct str remedies_json(struct arena *arena, const struct remedy *remedies, size_t count);

#endif
