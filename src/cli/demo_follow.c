/* What follows an answer in the demo: the customer's yes, choice or photo, the manager's decision, the end; see demo.h. */
#include "cli/demo.h"
#include "desk/approval.h"
#include "desk/change.h"
#include "desk/claim.h"
#include "desk/look.h"
#include "desk/ticket.h"

enum { LOOKED_AT = 20, LOOKS_MOST = 4 };

static int settle(struct demo *demo, const struct demo_event *event, struct err *err);
static int decide_later(struct demo *demo, const struct demo_event *event, struct err *err);

/* ---- what customers do ---- */

struct turn {
    int share; /* of a hundred; the rest says nothing */
    const char *kind;
    int least_minutes, most_minutes;
};

static const struct turn turns[AWAITING_COUNT][3] = {
    [AWAITING_CONFIRM_CHANGE] = {{88, "confirm", 5, 300}, {4, "decline", 20, 500}},
    [AWAITING_CHOOSE_REMEDY] = {{66, "remake", 30, 1500},
                                {16, "refund", 30, 1900},
                                {13, "partial_refund", 40, 1500}},
    [AWAITING_PHOTOS] = {{91, "photos", 30, 1300}},
    [AWAITING_CONSENT] = {{76, "wait", 60, 2600}, {14, "cancel_it", 60, 2600}},
    [AWAITING_FACTS] = {{78, "facts", 20, 1500}},
};

static void maybe_turn(struct demo *demo, struct demo_order *order, const struct demo_person *person,
                       const struct ticket *ticket)
{
    const struct turn *list = turns[ticket->awaiting];
    int chosen = demo_pick(demo, 100);
    for (int i = 0; i < 3 && list[i].kind; i++) {
        if ((chosen -= list[i].share) >= 0) continue;
        struct demo_event event = {.at = demo_later(demo, list[i].least_minutes, list[i].most_minutes),
                                   .happen = demo_write_message,
                                   .order = order,
                                   .person = person,
                                   .kind = list[i].kind};
        demo_enter(demo, &event);
        return;
    }
}

static void enter_later(struct demo *demo, demo_happening *happen, instant_t at, struct demo_order *order,
                        const struct demo_person *person, const struct id *ticket, int number)
{
    struct demo_event event = {
        .at = at, .happen = happen, .order = order, .person = person, .id = *ticket, .number = number};
    demo_enter(demo, &event);
}

/* When the reminder of a change is due, and when it lapses. */
static void look_in_time(struct demo *demo, const struct ticket *ticket)
{
    instant_t ends = ticket->received_at + demo->store->policy[LANG_EN].confirm_hours * MICROS_PER_HOUR;
    struct demo_event looks[] = {{.at = ends - MICROS_PER_HOUR, .happen = demo_timer},
                                 {.at = ends + DEMO_MINUTE, .happen = demo_timer}};
    demo_enter(demo, &looks[0]);
    demo_enter(demo, &looks[1]);
}

int demo_follow(struct demo *demo, struct demo_order *order, const struct demo_person *person,
                const struct ticket *ticket, struct err *err)
{
    (void)err;
    if (ticket->state == TICKET_WAITING && (order || ticket->awaiting != AWAITING_FACTS))
        maybe_turn(demo, order, person, ticket);
    if (ticket->awaiting == AWAITING_CONFIRM_CHANGE) look_in_time(demo, ticket);
    if (order)
        enter_later(demo, decide_later, demo_opening_later(demo, 20, 420), order, person, &ticket->id, 0);
    if (ticket->state != TICKET_RESOLVED)
        enter_later(demo, settle, demo_opening_later(demo, 15 * 60, 34 * 60), order, person, &ticket->id, 0);
    return 0;
}

/* ---- what the manager decides ---- */

static void begin_remake(struct demo *demo, const struct demo_order *first, struct str number)
{
    if (first->by_hand) return; /* its scene says what becomes of it */
    struct demo_order *order = ARENA_NEW(demo->home, struct demo_order);
    *order = *first;
    order->number = number;
    order->placed_at = demo->now;
    order->shipped_at = order->delivered_at = INSTANT_NONE;
    order->lost = order->slipped = false;
    order->waits = 0;
    order->remake = true;
    demo->orders++;
    demo_plan_making(demo, order, true);
}

static int note_fault(struct demo *demo, const struct approval *approval, struct err *err)
{
    struct claim_record claim;
    struct claim_move move = {.claim = approval->claim};
    enum fault fault = FAULT_STORE;
    int found = id_is_none(&approval->claim) ? 0
                                             : desk_claim_load(demo->desk, &demo->staff[0].actor, demo->arena,
                                                               &approval->claim, &claim, err);
    if (found <= 0) return found;
    if (claim.concern == CONCERN_NOT_RECEIVED || (claim.concern == CONCERN_DAMAGED && demo_odds(demo, 55)))
        fault = FAULT_CARRIER;
    if (claim.concern == CONCERN_WRONG_SPEC && demo_odds(demo, 25)) fault = FAULT_CUSTOMER_TEXT;
    return desk_claim_fault(demo->desk, &demo_staff_of(demo, "manager")->actor, demo->arena, &move, fault,
                            &claim, err);
}

static int approve(struct demo *demo, struct demo_order *order, const struct approval *approval,
                   struct err *err)
{
    const struct demo_staff *who = demo_staff_of(demo, demo_odds(demo, 75) ? "manager" : "owner");
    struct approval_move move = {.approval = approval->id};
    struct approval after;
    struct err failure = {0};
    if (note_fault(demo, approval, err) < 0) return -1;
    if (desk_approve(demo->desk, &who->actor, demo->arena, &move, &after, &failure) < 0) {
        move.note = STR("It is with the carrier already.");
        return desk_refuse(demo->desk, &who->actor, demo->arena, &move, &after, err);
    }
    if (approval->kind == APPROVE_CANCEL && approval->item == ALL_ITEMS) order->over = true;
    if (approval->kind == APPROVE_REMAKE)
        begin_remake(demo, order, arena_printf(demo->home, "%.*s-R1", STR_ARG(order->number)));
    return 0;
}

int demo_decide(struct demo *demo, struct demo_order *order, struct err *err)
{
    struct approval list[LOOKED_AT];
    struct approval_filter filter = {.most = LOOKED_AT};
    int count;
    if (desk_approvals(demo->desk, &demo->staff[0].actor, demo->arena, order->number, filter, list, &count,
                       err) < 0)
        return -1;
    for (int i = 0; i < count; i++)
        if (list[i].state == APPROVAL_PROPOSED && approve(demo, order, &list[i], err) < 0) return -1;
    return 0;
}

static int decide_later(struct demo *demo, const struct demo_event *event, struct err *err)
{
    return demo_decide(demo, event->order, err);
}

/* ---- what is still open ends by hand ---- */

static int offer_by_hand(struct demo *demo, struct demo_order *order, const struct claim_record *claim,
                         struct err *err)
{
    const struct actor *manager = &demo_staff_of(demo, "manager")->actor;
    struct claim_record after;
    struct claim_move move = {.claim = claim->id};
    struct remedy remedies[2] = {{.kind = REMEDY_REMAKE, .expires = DAY_NONE},
                                 {.kind = REMEDY_FULL_REFUND, .expires = DAY_NONE}};
    if (desk_claim_offer(demo->desk, manager, demo->arena, &move, remedies, 2, &after, err) < 0 ||
        desk_claim_choose(demo->desk, manager, demo->arena, &move,
                          demo_odds(demo, 55) ? REMEDY_REMAKE : REMEDY_FULL_REFUND, &after, err) < 0)
        return -1;
    return demo_decide(demo, order, err);
}

/* What never got its photo, and a parcel that turned up, ends without more; what is shown late is looked at kindly. */
static int end_claim(struct demo *demo, struct demo_order *order, const struct claim_record *claim,
                     struct err *err)
{
    const struct actor *manager = &demo_staff_of(demo, "manager")->actor;
    struct claim_record after;
    struct claim_move move = {.claim = claim->id};
    bool parcel = claim->concern == CONCERN_NOT_RECEIVED;
    if (claim->state == CLAIM_CHOSEN) return demo_decide(demo, order, err);
    if (parcel && order->lost && demo_odds(demo, 40)) {
        order->lost = false;
        order->delivered_at = demo->now;
        if (demo_record(demo, order->number, STAGE_DELIVERED, err) < 0) return -1;
    }
    if ((parcel && order->lost) || (claim->state == CLAIM_EVIDENCE && demo_odds(demo, 75)))
        return offer_by_hand(demo, order, claim, err);
    return claim->state == CLAIM_EVIDENCE
               ? desk_claim_reject(demo->desk, manager, demo->arena, &move, &after, err)
               : desk_claim_withdraw(demo->desk, manager, demo->arena, &move, &after, err);
}

static int end_claims(struct demo *demo, struct demo_order *order, struct err *err)
{
    struct claim_record list[LOOKED_AT];
    struct claim_filter filter = {.most = LOOKED_AT};
    int count;
    if (desk_claims(demo->desk, &demo->staff[0].actor, demo->arena, order->number, filter, list, &count,
                    err) < 0)
        return -1;
    for (int i = 0; i < count; i++)
        if (!state_is_final(MACHINE_CLAIM, (int)list[i].state) && end_claim(demo, order, &list[i], err) < 0)
            return -1;
    return 0;
}

/* They were called: what they wanted is done where it still can be. */
static int end_change(struct demo *demo, const struct demo_order *order, const struct change_request *change,
                      struct err *err)
{
    const struct actor *agent = &demo_staff_of(demo, "agent")->actor;
    struct change_request after;
    struct change_move move = {.change = change->id};
    bool asked = change->state == CHANGE_AWAITING_CONFIRMATION || change->state == CHANGE_EXPIRED;
    if (order->shipped_at == INSTANT_NONE && asked && demo_odds(demo, 80)) {
        if (desk_change_confirm(demo->desk, agent, demo->arena, &move, &after, err) < 0) return -1;
        return desk_change_apply(demo->desk, agent, demo->arena, &move, &after, err);
    }
    if (change->state == CHANGE_CONFIRMED)
        return desk_change_apply(demo->desk, agent, demo->arena, &move, &after, err);
    return demo_odds(demo, 60) ? desk_change_decline(demo->desk, agent, demo->arena, &move, &after, err)
                               : desk_change_withdraw(demo->desk, agent, demo->arena, &move, &after, err);
}

static int end_changes(struct demo *demo, struct demo_order *order, struct err *err)
{
    struct change_request list[LOOKED_AT];
    struct change_filter filter = {.most = LOOKED_AT};
    int count;
    if (desk_changes(demo->desk, &demo->staff[0].actor, demo->arena, order->number, filter, list, &count,
                     err) < 0)
        return -1;
    for (int i = 0; i < count; i++)
        if (!state_is_final(MACHINE_CHANGE, (int)list[i].state) && end_change(demo, order, &list[i], err) < 0)
            return -1;
    return 0;
}

static int close_ticket(struct demo *demo, const struct demo_event *event, const struct ticket *ticket,
                        struct err *err)
{
    struct ticket after;
    const struct ticket_move move = {.ticket = ticket->id};
    struct demo_person reader = {.chinese = str_starts(ticket->locale, STR("zh")),
                                 .given = event->person ? event->person->given : (struct str){0}};
    const char *kind = arena_printf(demo->arena, "own_%.*s", STR_ARG(ticket->concern)).ptr;
    struct str words = demo_text(demo, kind, &reader, event->order);
    if (!words.len) words = demo_text(demo, "own", &reader, event->order);
    if (ticket->state == TICKET_OPEN) return demo_send_own(demo, NULL, &ticket->id, words, err);
    return desk_ticket_resolve(demo->desk, &demo_staff_of(demo, "agent")->actor, demo->arena, &move, &after,
                               err);
}

/* Some days later somebody looks what became of it. */
static int settle(struct demo *demo, const struct demo_event *event, struct err *err)
{
    struct whole_ticket whole;
    struct ticket ticket;
    const struct id id = event->id;
    if (event->order && (demo_decide(demo, event->order, err) < 0 ||
                         end_claims(demo, event->order, err) < 0 || end_changes(demo, event->order, err) < 0))
        return -1;
    if (desk_ticket_whole(demo->desk, &demo->staff[0].actor, demo->arena, &id, &whole, err) < 0) return -1;
    if (whole.ticket.state == TICKET_RESOLVED || whole.ticket.state == TICKET_MERGED) return 0;
    for (size_t i = 0; i < whole.draft_count && event->number < LOOKS_MOST; i++) {
        if (whole.drafts[i].state != DRAFT_OPEN) continue;
        if (demo_send(demo, NULL, &id, &ticket, err) < 0) return -1;
        enter_later(demo, settle, demo_opening_later(demo, 8 * 60, 16 * 60), event->order, event->person, &id,
                    event->number + 1);
        return 0;
    }
    return close_ticket(demo, event, &whole.ticket, err);
}
