/* Cancelling and remaking by hand; see proposal.h. */
#include "desk/proposal.h"

#include "desk/approval.h"
#include "desk/claim.h"
#include "desk/stages.h"
#include "store/order.h"

struct proposing {
    struct desk *desk;
    bool approves; /* who asks may approve it, too */
    struct str number;
    int64_t version;
    const struct cancel_wish *cancel;
    const struct remake_wish *remake;
    struct approval approval;
};

static int load_order(const struct unit *unit, const struct proposing *proposing, struct order_record *out,
                      struct err *err)
{
    struct id id;
    if (order_need(unit, proposing->number, &id, err) < 0 || order_load(unit, &id, out, err) < 0) return -1;
    if (!proposing->version || proposing->version == out->version) return 0;
    return err_set(err, ERR_STALE, "the order has changed since it was read; read it again");
}

/* The proposal that waits now, approved at once where it may be. */
static int settle(const struct unit *unit, struct proposing *proposing, const struct id *order,
                  enum approval_kind kind, const struct id *claim, struct str note, struct err *err)
{
    struct approval_matter matter = {*order, *claim, kind, ALL_ITEMS};
    struct id id;
    int found = approval_waiting(unit, &matter, &id, err);
    if (found > 0) found = approval_load(unit, &id, &proposing->approval, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_CONFLICT, "this proposal was decided on");
    if (proposing->approves &&
        approval_settle(proposing->desk, unit, &proposing->approval, APPROVAL_APPROVED, note, err) < 0)
        return -1;
    return order_bump(unit, order, err);
}

static int propose(struct desk *desk, const struct actor *actor, struct arena *arena, desk_work *work,
                   struct proposing *proposing, struct approval *out, struct err *err)
{
    proposing->approves = role_has(actor->role, RIGHT_APPROVE);
    if (actor_check(actor, RIGHT_REPLY, err) < 0 || desk_write(desk, actor, arena, work, proposing, err) < 0)
        return -1;
    *out = proposing->approval;
    return 0;
}

/* ---- cancelling ---- */

static int cancel_in(const struct unit *unit, void *context, struct err *err)
{
    static const struct id none;
    struct proposing *proposing = context;
    struct str reason = proposing->cancel->reason;
    struct order_record record;
    if (load_order(unit, proposing, &record, err) < 0) return -1;
    if (record.cancelled_at != INSTANT_NONE)
        return err_set(err, ERR_CONFLICT, "the order is cancelled already");
    if (record.shipped_at != INSTANT_NONE || record.delivered_at != INSTANT_NONE)
        return err_set(err, ERR_CONFLICT, "the order has been handed to the carrier");
    struct approval proposal = {.kind = APPROVE_CANCEL,
                                .order = record.id,
                                .item = ALL_ITEMS,
                                .reason = reason.len ? reason : STR("by_hand")};
    if (approval_propose(unit, &proposal, err) < 0) return -1;
    return settle(unit, proposing, &record.id, APPROVE_CANCEL, &none, reason, err);
}

int desk_order_cancel(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct cancel_wish *wish, struct approval *out, struct err *err)
{
    struct proposing proposing = {
        .desk = desk, .number = wish->number, .version = wish->version, .cancel = wish};
    return propose(desk, actor, arena, cancel_in, &proposing, out, err);
}

/* ---- remaking ---- */

/* A remake stands among what is on offer, as it has to before it can be chosen. */
static int offer_remake(const struct unit *unit, struct claim_record *claim, struct err *err)
{
    static const struct remedy remake = {.kind = REMEDY_REMAKE, .expires = DAY_NONE};
    if (str_find(claim->offered, STR("\"remake\""), 0) == STR_NOT_FOUND)
        claim->offered = remedies_json(unit->arena, &remake, 1);
    return claim->state == CLAIM_OFFERED ? 0 : claim_step(unit, claim, CLAIM_OFFERED, err);
}

static int remake_in(const struct unit *unit, void *context, struct err *err)
{
    struct proposing *proposing = context;
    const struct remake_wish *wish = proposing->remake;
    struct claim_start start = {wish->number, wish->item, wish->concern, wish->fault};
    struct order_record record;
    struct claim_record claim;
    struct id waiting;
    if (load_order(unit, proposing, &record, err) < 0) return -1;
    if (stage_is_cancelled(record.order, wish->item))
        return err_set(err, ERR_CONFLICT, "what is cancelled was not made, and is not remade");
    int open = claim_open_on(unit, &record.id, wish->item, &claim, err);
    if (open < 0 || (!open && claim_begin(unit, &record, &start, &claim, err) < 0)) return -1;
    struct approval_matter matter = {record.id, claim.id, APPROVE_REMAKE, wish->item};
    int waits = approval_waiting(unit, &matter, &waiting, err);
    if (waits < 0) return -1;
    if (!waits && claim.state == CLAIM_CHOSEN)
        return err_set(err, ERR_CONFLICT, "on the claim of this item another remedy has been chosen");
    if (!waits && (offer_remake(unit, &claim, err) < 0 ||
                   claim_take_choice(unit, &claim, REMEDY_REMAKE, unit->actor, err) < 0))
        return -1;
    return settle(unit, proposing, &record.id, APPROVE_REMAKE, &claim.id, STR("by_hand"), err);
}

int desk_order_remake(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct remake_wish *wish, struct approval *out, struct err *err)
{
    struct proposing proposing = {
        .desk = desk, .number = wish->number, .version = wish->version, .remake = wish};
    if (claim_check_concern(wish->concern, err) < 0) return -1;
    return propose(desk, actor, arena, remake_in, &proposing, out, err);
}
