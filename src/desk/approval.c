/* Deciding on proposals, and carrying them out; see approval.h. */
#include "desk/approval.h"

#include "desk/change.h"
#include "desk/notice.h"
#include "desk/stages.h"
#include "store/audit.h"
#include "store/order.h"
#include "store/outbox.h"
#include "store/promise.h"
#include "store/search.h"

enum { REMAKES_MOST = 99 };

static int note(const struct unit *unit, const struct approval *approval, const char *verb, struct err *err)
{
    struct audit_entry entry = {
        .verb = verb,
        .object = approval->id,
        .order = approval->order,
        .ticket = approval->ticket,
        .detail =
            arena_printf(unit->arena, "{\"kind\":\"%.*s\"}", STR_ARG(approval_kind_name(approval->kind))),
    };
    if (approval->item != ALL_ITEMS)
        entry.detail = arena_printf(unit->arena, "{\"kind\":\"%.*s\",\"item\":%d}",
                                    STR_ARG(approval_kind_name(approval->kind)), approval->item);
    return audit_add(unit, &entry, err);
}

int approval_propose(const struct unit *unit, const struct approval *proposal, struct err *err)
{
    struct id waiting;
    struct approval approval = *proposal;
    struct approval_matter matter = {approval.order, approval.claim, approval.kind, approval.item};
    int found = approval_waiting(unit, &matter, &waiting, err);
    if (found) return found < 0 ? -1 : 0;
    approval.id = unit_id(unit);
    approval.state = APPROVAL_PROPOSED;
    approval.proposed_by = unit->actor;
    approval.proposed_at = unit->now;
    approval.decided_at = INSTANT_NONE;
    approval.version = 1;
    if (approval_insert(unit, &approval, err) < 0) return -1;
    return note(unit, &approval, "approval.proposed", err);
}

/* The hold that the wish to cancel set ends with the wish. */
static int release(const struct unit *unit, const struct approval *approval, struct err *err)
{
    int64_t ended;
    if (approval->kind != APPROVE_CANCEL) return 0;
    if (order_end_holds_of_cancel(unit, &approval->order, approval->item, &ended, err) < 0) return -1;
    return ended ? note(unit, approval, "hold.lifted", err) : 0;
}

static int withdraw(const struct unit *unit, struct approval *approval, struct err *err)
{
    if (approval_decide(unit, approval, APPROVAL_WITHDRAWN, (struct str){0}, err) < 0 ||
        note(unit, approval, "approval.withdrawn", err) < 0)
        return -1;
    return release(unit, approval, err);
}

/* Those of the claim, or with none those of the item, but for one. */
static bool is_meant(const struct approval *approval, const struct id *claim, int item, const struct id *but)
{
    static const struct id none;
    if (approval->state != APPROVAL_PROPOSED || (but && id_eq(&approval->id, but))) return false;
    if (claim) return id_eq(&approval->claim, claim);
    return id_eq(&approval->claim, &none) && (item == ALL_ITEMS || approval->item == item);
}

static int withdraw_all(const struct unit *unit, const struct id *order, const struct id *claim, int item,
                        const struct id *but, struct err *err)
{
    enum { MOST = 100 };
    struct approval *list = ARENA_ARRAY(unit->arena, MOST, struct approval);
    struct approval_filter filter = {.order = *order, .most = MOST};
    int count;
    do {
        if (approval_list(unit, &filter, list, &count, err) < 0) return -1;
        for (int i = 0; i < count; i++) {
            filter.after = list[i].id;
            if (is_meant(&list[i], claim, item, but) && withdraw(unit, &list[i], err) < 0) return -1;
        }
    } while (count == MOST);
    return 0;
}

int approval_withdraw_of_claim(const struct unit *unit, const struct claim_record *claim, struct err *err)
{
    return withdraw_all(unit, &claim->order, &claim->id, ALL_ITEMS, NULL, err);
}

int approval_close_order(const struct unit *unit, const struct id *order, int item, const struct id *but,
                         struct err *err)
{
    if (change_withdraw_all(unit, order, item, err) < 0) return -1;
    return withdraw_all(unit, order, NULL, item, but, err);
}

/* ---- carrying out ---- */

/* The last of its items that is cancelled takes the order with it. */
static int item_to_close(const struct unit *unit, const struct approval *approval, int *out, struct err *err)
{
    struct order_record record;
    struct order_progress progress;
    if (order_load(unit, &approval->order, &record, err) < 0) return -1;
    order_progress(record.order, &progress);
    *out = progress.cancelled_at != INSTANT_NONE ? ALL_ITEMS : approval->item;
    return 0;
}

static int cancel_order(struct desk *desk, const struct unit *unit, const struct approval *approval,
                        struct err *err)
{
    bool new;
    int item;
    struct order_record record;
    struct stage_event event = {STAGE_CANCELLED, unit->now, approval->item};
    (void)desk;
    if (order_load(unit, &approval->order, &record, err) < 0 ||
        stage_check_cancel(record.order, approval->item, err) < 0 ||
        order_add_event(unit, &approval->order, &event, &new, err) < 0 ||
        item_to_close(unit, approval, &item, err) < 0 ||
        promise_close(unit, &approval->order, item, err) < 0 ||
        approval_close_order(unit, &approval->order, item, &approval->id, err) < 0)
        return -1;
    if (item != ALL_ITEMS) return 0;
    return outbox_withhold_order(unit, &approval->order, STR("notice"), STR("cancelled"), err);
}

/* "#1042-R1", the first that is free. */
static int remake_number(const struct unit *unit, struct str number, struct str *out, struct err *err)
{
    for (int i = 1; i <= REMAKES_MOST; i++) {
        struct id other;
        *out = arena_printf(unit->arena, "%.*s-R%d", STR_ARG(number), i);
        int taken = order_find(unit, *out, &other, err);
        if (taken <= 0) return taken;
    }
    return err_set(err, ERR_CONFLICT, "this order has been remade %d times already", REMAKES_MOST);
}

/* What is not cancelled of it; 0 where nothing is left. */
static size_t pieces_to_remake(struct arena *arena, const struct order *order, int item, struct item **out)
{
    struct item *items = ARENA_ARRAY(arena, order->item_count, struct item);
    size_t count = 0;
    for (size_t i = 0; i < order->item_count; i++)
        if ((item == ALL_ITEMS || item == (int)i) && !stage_is_cancelled(order, (int)i))
            items[count++] = order->items[i];
    *out = items;
    return count;
}

/* The same piece, as it was last confirmed, free and first in line. */
static int make_remake(const struct unit *unit, const struct order *order, int item, struct str number,
                       struct order *out, struct err *err)
{
    struct item *items;
    size_t count = pieces_to_remake(unit->arena, order, item, &items);
    if (order->item_count ? !count : stage_is_cancelled(order, ALL_ITEMS))
        return err_set(err, ERR_CONFLICT, "what this claim is about is cancelled; it cannot be made again");
    *out = (struct order){
        .number = number,
        .remake_of = order->number,
        .currency = order->currency,
        .total = order->currency.len ? STR("0") : (struct str){0},
        .placed_at = unit->now,
        .rush_available = false,
        .customer = order->customer,
        .recipient = order->recipient,
        .items = items,
        .item_count = count,
        .unlisted = order->unlisted,
    };
    out->production.days = order->production.days;
    out->production.rush = true;
    out->production.window_waived = true;
    out->shipping.days = order->shipping.days;
    out->shipping.carrier = order->shipping.carrier;
    out->shipping.country = order->shipping.country;
    return 0;
}

/* The customer hears of the new order, with its range, as of any other. */
static int confirm_remake(struct desk *desk, const struct unit *unit, const struct id *id, struct err *err)
{
    struct order_record record;
    struct notice_letter letter;
    if (order_load(unit, id, &record, err) < 0 ||
        notice_write(desk, unit->arena, record.order, NOTICE_ORDER_CONFIRMED, STR("remake_confirmed"),
                     ALL_ITEMS, INSTANT_NONE, &letter, err) < 0)
        return -1;
    return notice_queue(unit, &record, &letter, STR("order"), err);
}

static int fulfil(const struct unit *unit, struct claim_record *claim, struct err *err)
{
    if (claim_step(unit, claim, CLAIM_FULFILLED, err) < 0) return -1;
    return claim_save(unit, claim, err);
}

static int load_claim(const struct unit *unit, const struct approval *approval, struct claim_record *out,
                      struct err *err)
{
    int found = claim_load(unit, &approval->claim, out, err);
    if (found < 0) return -1;
    return found ? 0 : err_set(err, ERR_CONFLICT, "the claim of this proposal is gone");
}

static int remake(struct desk *desk, const struct unit *unit, const struct approval *approval,
                  struct err *err)
{
    struct order_record record;
    struct claim_record claim;
    struct order order;
    struct str number;
    enum order_put what;
    if (load_claim(unit, approval, &claim, err) < 0 ||
        order_load(unit, &approval->order, &record, err) <= 0 ||
        remake_number(unit, record.order->number, &number, err) < 0 ||
        make_remake(unit, record.order, claim.item, number, &order, err) < 0 ||
        order_put(unit, &order, &claim.remake_order, &what, err) < 0 ||
        search_put_order(unit, &claim.remake_order, &order, err) < 0 ||
        confirm_remake(desk, unit, &claim.remake_order, err) < 0)
        return -1;
    struct audit_entry entry = {.verb = "remake.ordered",
                                .object = claim.remake_order,
                                .order = approval->order,
                                .ticket = approval->ticket};
    return audit_add(unit, &entry, err) < 0 ? -1 : fulfil(unit, &claim, err);
}

static int refund(struct desk *desk, const struct unit *unit, const struct approval *approval,
                  struct err *err)
{
    struct claim_record claim;
    (void)desk;
    if (id_is_none(&approval->claim)) return 0;
    return load_claim(unit, approval, &claim, err) < 0 ? -1 : fulfil(unit, &claim, err);
}

static int change_address(struct desk *desk, const struct unit *unit, const struct approval *approval,
                          struct err *err)
{
    struct change_request change;
    (void)desk;
    if (id_is_none(&approval->change)) return 0;
    int found = change_load(unit, &approval->change, &change, err);
    return found <= 0 ? found : change_carry_out(unit, &change, err);
}

static int (*const carry_out[APPROVAL_KIND_COUNT])(struct desk *, const struct unit *,
                                                   const struct approval *, struct err *) = {
    [APPROVE_CANCEL] = cancel_order,
    [APPROVE_REFUND] = refund,
    [APPROVE_REMAKE] = remake,
    [APPROVE_ADDRESS] = change_address,
};

/* ---- deciding ---- */

int approval_settle(struct desk *desk, const struct unit *unit, struct approval *approval,
                    enum approval_state state, struct str why, struct err *err)
{
    bool approved = state == APPROVAL_APPROVED;
    if (approval_decide(unit, approval, state, why, err) < 0 ||
        (approved && carry_out[approval->kind] && carry_out[approval->kind](desk, unit, approval, err) < 0) ||
        release(unit, approval, err) < 0)
        return -1;
    return note(unit, approval, approved ? "approval.approved" : "approval.refused", err);
}

struct deciding {
    struct desk *desk;
    const struct approval_move *move;
    enum approval_state state;
    struct approval approval;
};

static int decide_in(const struct unit *unit, void *context, struct err *err)
{
    struct deciding *deciding = context;
    struct approval *approval = &deciding->approval;
    int found = approval_load(unit, &deciding->move->approval, approval, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such approval");
    if (deciding->move->version && deciding->move->version != approval->version)
        return err_set(err, ERR_STALE, "the approval has changed since it was read; read it again");
    if (approval_settle(deciding->desk, unit, approval, deciding->state, deciding->move->note, err) < 0)
        return -1;
    return order_bump(unit, &approval->order, err);
}

static int decide(struct desk *desk, const struct actor *actor, struct arena *arena,
                  struct deciding *deciding, struct approval *out, struct err *err)
{
    if (actor_check(actor, RIGHT_APPROVE, err) < 0 ||
        desk_write(desk, actor, arena, decide_in, deciding, err) < 0)
        return -1;
    *out = deciding->approval;
    return 0;
}

int desk_approve(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct approval_move *move, struct approval *out, struct err *err)
{
    struct deciding deciding = {.desk = desk, .move = move, .state = APPROVAL_APPROVED};
    return decide(desk, actor, arena, &deciding, out, err);
}

int desk_refuse(struct desk *desk, const struct actor *actor, struct arena *arena,
                const struct approval_move *move, struct approval *out, struct err *err)
{
    struct deciding deciding = {.desk = desk, .move = move, .state = APPROVAL_REFUSED};
    return decide(desk, actor, arena, &deciding, out, err);
}
