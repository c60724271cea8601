/* What each action does to the books, as one table; see effects.h. */
#include "desk/effects.h"

#include "desk/approval.h"
#include "desk/change.h"
#include "desk/claim.h"
#include "model/money.h"
#include "store/audit.h"

typedef int carry_out(struct effect *effect, const struct decision *decision, struct err *err);
static int await_change(struct effect *effect, const struct decision *decision, struct err *err);
static int note_change(struct effect *effect, const struct decision *decision, struct err *err);
static int decline_change(struct effect *effect, const struct decision *decision, struct err *err);
static int open_claim(struct effect *effect, const struct decision *decision, struct err *err);
static int propose_cancel(struct effect *effect, const struct decision *decision, struct err *err);
static int take_answer(struct effect *effect, const struct decision *decision, struct err *err);

/* What an action does at once, and what its reply leaves behind. A row that is missing does nothing and leaves the matter
 * with a person. */
static const struct {
    carry_out *apply;
    enum awaiting awaiting;
    enum ticket_state state;
} rows[ACTION_COUNT] = {
    [ACTION_VERIFY_IDENTITY] = {NULL, AWAITING_FACTS, TICKET_WAITING},
    [ACTION_ASK_FACTS] = {NULL, AWAITING_FACTS, TICKET_WAITING},
    [ACTION_APPLY_ANSWER] = {take_answer, AWAITING_NOTHING, TICKET_OPEN},
    [ACTION_SHARE_STATUS] = {NULL, AWAITING_NOTHING, TICKET_RESOLVED},
    [ACTION_APOLOGISE_DELAY] = {NULL, AWAITING_CONSENT, TICKET_WAITING},
    [ACTION_TRACE_PARCEL] = {open_claim, AWAITING_NOTHING, TICKET_OPEN},
    [ACTION_CONFIRM_CHANGE] = {await_change, AWAITING_CONFIRM_CHANGE, TICKET_WAITING},
    [ACTION_ASK_NEW_SPEC] = {note_change, AWAITING_FACTS, TICKET_WAITING},
    [ACTION_DECLINE_CHANGE] = {decline_change, AWAITING_NOTHING, TICKET_RESOLVED},
    [ACTION_ASK_STUDIO] = {note_change, AWAITING_NOTHING, TICKET_OPEN},
    [ACTION_CANCEL_ORDER] = {propose_cancel, AWAITING_NOTHING, TICKET_OPEN},
    [ACTION_DECLINE_CANCEL] = {NULL, AWAITING_NOTHING, TICKET_RESOLVED},
    [ACTION_OFFER_CANCEL_REORDER] = {NULL, AWAITING_NOTHING, TICKET_WAITING},
    [ACTION_OFFER_CANCEL_FEE] = {NULL, AWAITING_NOTHING, TICKET_WAITING},
    [ACTION_EXPLAIN_SPEC] = {NULL, AWAITING_NOTHING, TICKET_RESOLVED},
    [ACTION_REQUEST_PHOTOS] = {open_claim, AWAITING_PHOTOS, TICKET_WAITING},
    [ACTION_OFFER_REMEDY] = {open_claim, AWAITING_CHOOSE_REMEDY, TICKET_WAITING},
    [ACTION_REVIEW_CLAIM] = {open_claim, AWAITING_NOTHING, TICKET_OPEN},
    [ACTION_ACCEPT_WITHDRAWAL] = {NULL, AWAITING_NOTHING, TICKET_OPEN},
    [ACTION_DECLINE_RETURN] = {NULL, AWAITING_NOTHING, TICKET_RESOLVED},
    [ACTION_OFFER_RUSH] = {NULL, AWAITING_NOTHING, TICKET_WAITING},
    [ACTION_OFFER_FASTER_SHIPPING] = {NULL, AWAITING_NOTHING, TICKET_WAITING},
    [ACTION_ANSWER_FAQ] = {NULL, AWAITING_NOTHING, TICKET_RESOLVED},
    [ACTION_HAND_OVER] = {NULL, AWAITING_NOTHING, TICKET_OPEN},
    [ACTION_THANK] = {NULL, AWAITING_NOTHING, TICKET_RESOLVED},
    [ACTION_HAND_OFF] = {NULL, AWAITING_NOTHING, TICKET_RESOLVED},
    [ACTION_ESCALATE] = {NULL, AWAITING_NOTHING, TICKET_OPEN},
};

/* What is open outweighs what waits, what waits outweighs what is settled. */
static int weight(enum ticket_state state)
{
    return state == TICKET_OPEN ? 2 : state == TICKET_WAITING ? 1 : 0;
}

/* A late order asks for consent only where the law wants it; else the customer may answer, but need not. */
static enum awaiting asked_for(const struct decision *decision)
{
    bool needless =
        decision->action == ACTION_APOLOGISE_DELAY && !str_is(decision->reason, "overdue_consent");
    return needless ? AWAITING_NOTHING : rows[decision->action].awaiting;
}

void effects_aftermath(const struct assessment *assessment, struct aftermath *out)
{
    struct aftermath after = {AWAITING_NOTHING, TICKET_RESOLVED, INSTANT_NONE};
    for (size_t i = 0; i < assessment->decision_count; i++) {
        const struct decision *decision = &assessment->decisions[i];
        enum ticket_state state = rows[decision->action].state;
        if (weight(state) > weight(after.state)) after.state = state;
        if (after.awaiting == AWAITING_NOTHING) after.awaiting = asked_for(decision);
        if (state == TICKET_OPEN && decision->due != INSTANT_NONE &&
            (after.due == INSTANT_NONE || decision->due < after.due))
            after.due = decision->due;
    }
    *out = after;
}

static int item_of(const struct effect *effect, const struct decision *decision)
{
    return decision->item == ALL_ITEMS && effect->record->order->item_count == 1 ? 0 : decision->item;
}

static int audit(const struct effect *effect, const char *verb, const struct id *object, struct str detail,
                 struct err *err)
{
    struct audit_entry entry = {.verb = verb,
                                .object = *object,
                                .order = effect->record ? effect->record->id : (struct id){{0}},
                                .ticket = effect->ticket->id,
                                .detail = detail};
    return audit_add(effect->unit, &entry, err);
}

/* ---- changes ---- */

static bool window_was_open(const struct effect *effect, int item)
{
    const struct assessment *assessment = effect->assessment;
    size_t index = item == ALL_ITEMS ? (size_t)assessment->item : (size_t)item;
    return index < assessment->item_count && assessment->items[index].window.state == WINDOW_OPEN;
}

/* An address belongs to the order, not to an item of it. */
static int changed_item(const struct requested_change *wish)
{
    return str_is(wish->field, "address") ? ALL_ITEMS : wish->item;
}

/* What is to be made as confirmed: what the customer remembers may be something else, and what was read from the message may be
 * about another piece. */
static struct str confirmed_value(const struct effect *effect, const struct requested_change *wish)
{
    const struct order *order = effect->record->order;
    int index = changed_item(wish);
    if (index < 0 || (size_t)index >= order->item_count) return wish->old_value;
    const struct item *item = &order->items[index];
    struct str value = piece_field(item, wish->piece, wish->field);
    if (!value.len) value = item_field(item, wish->field);
    return value.len ? value : wish->old_value;
}

/* The same wish, waiting already: an earlier message asked for it. */
static int find_waiting(struct effect *effect, const struct requested_change *wish,
                        struct change_request *out, struct err *err)
{
    struct change_request *list;
    size_t count;
    if (change_unsettled(effect->unit, &effect->record->id, &list, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++) {
        if (list[i].item != changed_item(wish) || list[i].piece != wish->piece ||
            !str_eq_nocase(list[i].field, wish->field))
            continue;
        *out = list[i];
        return 1;
    }
    return 0;
}

/* A later wish for the same field takes the place of the earlier one. */
static int withdraw_earlier(struct effect *effect, const struct requested_change *wish, struct err *err)
{
    struct change_request earlier;
    int64_t ended;
    int found = find_waiting(effect, wish, &earlier, err);
    if (found <= 0) return found;
    if (change_step(effect->unit, &earlier, CHANGE_WITHDRAWN, REASON_LATER_WISH, err) < 0 ||
        change_save(effect->unit, &earlier, err) < 0 ||
        order_end_holds(effect->unit, &effect->record->id, &earlier.id, ALL_ITEMS, &ended, err) < 0)
        return -1;
    return audit(effect, "change.withdrawn", &earlier.id, STR("{\"by\":\"a later wish\"}"), err);
}

/* A hold that an earlier message set, before it said what the new words are, becomes the change's own. */
static int set_hold_from(struct effect *effect, instant_t from, int item, const struct id *change,
                         struct str reason, struct err *err)
{
    struct id hold;
    struct hold wanted = {.item = item, .from = from, .to = INSTANT_NONE, .reason = reason};
    int held = order_take_hold(effect->unit, &effect->record->id, &wanted, change, err);
    if (held) return held < 0 ? -1 : 0;
    if (order_add_hold(effect->unit, &effect->record->id, &wanted, change, &hold, err) < 0) return -1;
    return audit(effect, "hold.set", &hold,
                 arena_printf(effect->unit->arena, "{\"reason\":\"%.*s\"}", STR_ARG(reason)), err);
}

static int set_hold(struct effect *effect, int item, const struct id *change, struct str reason,
                    struct err *err)
{
    return set_hold_from(effect, effect->inquiry->at, item, change, reason, err);
}

static const char *const change_verbs[CHANGE_STATE_COUNT] = {
    [CHANGE_RECEIVED] = "change.received",
    [CHANGE_AWAITING_CONFIRMATION] = "change.awaiting_confirmation",
    [CHANGE_DECLINED] = "change.declined",
};

static int add_change(struct effect *effect, const struct decision *decision,
                      const struct requested_change *wish, enum change_state state, struct err *err)
{
    const struct unit *unit = effect->unit;
    struct change_request change = {
        .id = unit_id(unit),
        .order = effect->record->id,
        .ticket = effect->ticket->id,
        .item = changed_item(wish),
        .piece = wish->piece,
        .field = wish->field,
        .old_value = confirmed_value(effect, wish),
        .new_value = wish->new_value,
        .state = state,
        .received_at = effect->inquiry->at,
        .inside_window = window_was_open(effect, wish->item),
        .confirm_by = state == CHANGE_AWAITING_CONFIRMATION ? decision->due : INSTANT_NONE,
        .reminded_at = INSTANT_NONE,
        .settled_at = state_is_final(MACHINE_CHANGE, (int)state) ? unit->now : INSTANT_NONE,
        .settled_by = state_is_final(MACHINE_CHANGE, (int)state) ? unit->actor : (struct str){0},
        .reason = state_is_final(MACHINE_CHANGE, (int)state) ? decision->reason : (struct str){0},
        .version = 1,
    };
    if (withdraw_earlier(effect, wish, err) < 0 || change_insert(unit, &change, err) < 0 ||
        audit(effect, change_verbs[state], &change.id, (struct str){0}, err) < 0)
        return -1;
    return decision->hold && change.item != ALL_ITEMS
               ? set_hold(effect, change.item, &change.id, STR("change"), err)
               : 0;
}

/* What the studio was asked about and agrees to is the change that it was, and from now on the piece waits for a yes: 1. */
static int take_up(struct effect *effect, const struct decision *decision,
                   const struct requested_change *wish, struct err *err)
{
    struct change_request change;
    int found = find_waiting(effect, wish, &change, err);
    if (found <= 0 || change.state != CHANGE_RECEIVED || !str_eq(change.new_value, wish->new_value))
        return found < 0 ? -1 : 0;
    change.confirm_by = decision->due;
    if (change_step(effect->unit, &change, CHANGE_AWAITING_CONFIRMATION, (struct str){0}, err) < 0 ||
        change_save(effect->unit, &change, err) < 0 ||
        audit(effect, change_verbs[CHANGE_AWAITING_CONFIRMATION], &change.id, (struct str){0}, err) < 0 ||
        (change.item != ALL_ITEMS &&
         set_hold_from(effect, effect->unit->now, change.item, &change.id, STR("change"), err) < 0))
        return -1;
    return 1;
}

static int enter_change(struct effect *effect, const struct decision *decision,
                        const struct requested_change *wish, enum change_state state, struct err *err)
{
    int taken = str_is(decision->reason, "studio_agreed") ? take_up(effect, decision, wish, err) : 0;
    return taken ? (taken < 0 ? -1 : 0) : add_change(effect, decision, wish, state, err);
}

static int add_changes(struct effect *effect, const struct decision *decision, enum change_state state,
                       struct err *err)
{
    static const struct id none;
    for (size_t i = 0; i < decision->change_count; i++)
        if (enter_change(effect, decision, &effect->assessment->request.changes[decision->changes[i]], state,
                         err) < 0)
            return -1;
    /* A wish whose words are still missing holds the piece all the same: nothing known to be wrong is made. */
    if (!decision->change_count && decision->hold)
        return set_hold(effect, item_of(effect, decision), &none, STR("change"), err);
    return 0;
}

static int await_change(struct effect *effect, const struct decision *decision, struct err *err)
{
    return add_changes(effect, decision, CHANGE_AWAITING_CONFIRMATION, err);
}

static int note_change(struct effect *effect, const struct decision *decision, struct err *err)
{
    return add_changes(effect, decision, CHANGE_RECEIVED, err);
}

static int decline_change(struct effect *effect, const struct decision *decision, struct err *err)
{
    return add_changes(effect, decision, CHANGE_DECLINED, err);
}

/* ---- claims ---- */

/* The photos of this message, as evidence. */
static int add_photos(struct effect *effect, struct claim_record *claim, struct err *err)
{
    for (size_t i = 0; i < effect->inquiry->attachment_count; i++) {
        bool added;
        if (!attachment_is_photo(&effect->inquiry->attachments[i])) continue;
        if (claim_add_evidence(effect->unit, &claim->id, &effect->ticket->id, effect->seq, (int)i, &added,
                               err) < 0)
            return -1;
        claim->photos += added;
    }
    return 0;
}

static int advance_claim(struct effect *effect, struct claim_record *claim, const struct decision *decision,
                         struct err *err)
{
    if (claim->photos && claim->state == CLAIM_OPENED &&
        claim_step(effect->unit, claim, CLAIM_EVIDENCE, err) < 0)
        return -1;
    if (decision->action != ACTION_OFFER_REMEDY) return 0;
    claim->offered = remedies_json(effect->unit->arena, decision->remedies, decision->remedy_count);
    if (claim->state == CLAIM_OFFERED || claim->state == CLAIM_CHOSEN) return 0;
    return claim_step(effect->unit, claim, CLAIM_OFFERED, err);
}

static int new_claim(struct effect *effect, const struct decision *decision, int item,
                     struct claim_record *out, struct err *err)
{
    *out = (struct claim_record){
        .id = unit_id(effect->unit),
        .order = effect->record->id,
        .ticket = effect->ticket->id,
        .item = item,
        .concern = decision->concern,
        .state = CLAIM_OPENED,
        .fault = effect->assessment->claim.fault,
        .opened_at = effect->inquiry->at,
        .photos_due = INSTANT_NONE,
        .offered = STR("[]"),
        .settled_at = INSTANT_NONE,
        .version = 1,
    };
    return claim_enter(effect->unit, out, err);
}

static int open_claim(struct effect *effect, const struct decision *decision, struct err *err)
{
    int item = item_of(effect, decision);
    struct claim_record claim;
    int found = claim_open_on(effect->unit, &effect->record->id, item, &claim, err);
    if (found < 0 || (!found && new_claim(effect, decision, item, &claim, err) < 0)) return -1;
    if (decision->action == ACTION_REQUEST_PHOTOS) claim.photos_due = decision->due;
    if (add_photos(effect, &claim, err) < 0 || advance_claim(effect, &claim, decision, err) < 0) return -1;
    return claim_save(effect->unit, &claim, err);
}

/* ---- approvals ---- */

/* The only item of an order is the whole of it. */
static int item_to_cancel(const struct effect *effect, const struct decision *decision)
{
    return effect->record->order->item_count > 1 ? decision->item : ALL_ITEMS;
}

static int propose(struct effect *effect, const struct decision *decision, struct str reason, struct err *err)
{
    const struct remedy *refund = decision->remedy_count ? &decision->remedies[0] : NULL;
    struct approval proposal = {.kind = APPROVE_CANCEL,
                                .order = effect->record->id,
                                .ticket = effect->ticket->id,
                                .item = item_to_cancel(effect, decision),
                                .reason = reason};
    if (refund && money_parse(refund->amount, refund->currency, &proposal.amount) == 0) {
        proposal.has_amount = true;
        proposal.currency = refund->currency;
    }
    return approval_propose(effect->unit, &proposal, err);
}

static int propose_cancel(struct effect *effect, const struct decision *decision, struct err *err)
{
    static const struct id none;
    int item = item_of(effect, decision);
    if (decision->hold && set_hold(effect, item, &none, STR("cancel"), err) < 0) return -1;
    return propose(effect, decision, decision->reason, err);
}

/* ---- answers ---- */

/* Whether the answer is about that change or claim: one that names none is about every one. */
static bool is_answered(const struct effect *effect, const struct id *id)
{
    struct id about;
    struct str text = effect->inquiry->asked.about;
    return !text.len || (id_parse(text, &about) == 0 && id_eq(&about, id));
}

/* What the desk asked the customer to confirm: everything of the order that waits for a yes, wherever it was asked for. */
static int settle_changes(struct effect *effect, enum change_state state, struct err *err)
{
    const struct unit *unit = effect->unit;
    struct change_request *list;
    size_t count;
    if (change_unsettled(unit, &effect->record->id, &list, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++) {
        struct change_request *change = &list[i];
        int64_t ended;
        if (change->state != CHANGE_AWAITING_CONFIRMATION && change->state != CHANGE_EXPIRED) continue;
        if (!is_answered(effect, &change->id)) continue;
        struct str why = state == CHANGE_WITHDRAWN ? REASON_BY_CUSTOMER : (struct str){0};
        if (change_step(unit, change, state, why, err) < 0 || change_save(unit, change, err) < 0) return -1;
        if (state == CHANGE_WITHDRAWN &&
            order_end_holds(unit, &effect->record->id, &change->id, ALL_ITEMS, &ended, err) < 0)
            return -1;
        if (audit(effect, state == CHANGE_CONFIRMED ? "change.confirmed" : "change.withdrawn", &change->id,
                  STR("{\"by\":\"customer\"}"), err) < 0)
            return -1;
        /* Through the customer's own link it is sure who says so; else the person who sends the reply stands for it. */
        if (state == CHANGE_CONFIRMED && effect->assessment->identity == IDENTITY_VERIFIED &&
            change_carry_out(unit, change, err) < 0)
            return -1;
    }
    return 0;
}

static const struct {
    struct str answer;
    enum remedy_kind kind;
} choices[] = {
    {STR_INIT("remake"), REMEDY_REMAKE},
    {STR_INIT("refund"), REMEDY_FULL_REFUND},
    {STR_INIT("partial_refund"), REMEDY_PARTIAL_REFUND},
};

/* The claim that an answer is about: on its item, or the only one there is where the answer names none. */
static int answered_claim(const struct effect *effect, const struct decision *decision,
                          struct claim_record *out, struct err *err)
{
    int item = item_of(effect, decision);
    struct id about;
    if (effect->inquiry->asked.about.len && id_parse(effect->inquiry->asked.about, &about) == 0)
        return claim_load(effect->unit, &about, out, err);
    int found = claim_open_on(effect->unit, &effect->record->id, item, out, err);
    if (found || item != ALL_ITEMS) return found;
    return claim_only_open(effect->unit, &effect->record->id, out, err);
}

static int choose_remedy(struct effect *effect, const struct decision *decision, struct err *err)
{
    struct claim_record claim;
    int found = answered_claim(effect, decision, &claim, err);
    if (found <= 0) return found;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (!str_eq(choices[i].answer, effect->assessment->request.answer)) continue;
        if (claim.state != CLAIM_OFFERED) return 0; /* nothing was on offer: a person looks at it */
        struct err failure = {0};
        if (claim_take_choice(effect->unit, &claim, choices[i].kind, STR("customer"), &failure) == 0 ||
            failure.category == ERR_INPUT)
            return 0; /* what was not on offer is for a person to look at */
        if (err) *err = failure;
        return -1;
    }
    return 0;
}

static int take_photos(struct effect *effect, const struct decision *decision, struct err *err)
{
    struct claim_record claim;
    int found = answered_claim(effect, decision, &claim, err);
    if (found <= 0) return found;
    if (add_photos(effect, &claim, err) < 0 || advance_claim(effect, &claim, decision, err) < 0) return -1;
    return claim_save(effect->unit, &claim, err);
}

static int take_answer(struct effect *effect, const struct decision *decision, struct err *err)
{
    struct str answer = effect->assessment->request.answer;
    switch (effect->inquiry->awaiting) {
    case AWAITING_CONFIRM_CHANGE:
        if (str_is(answer, "confirm")) return settle_changes(effect, CHANGE_CONFIRMED, err);
        if (str_is(answer, "decline")) return settle_changes(effect, CHANGE_WITHDRAWN, err);
        return 0;
    case AWAITING_CHOOSE_REMEDY:
        return choose_remedy(effect, decision, err);
    case AWAITING_PHOTOS:
        return take_photos(effect, decision, err);
    case AWAITING_CONSENT:
        if (!str_is(answer, "cancel")) return 0;
        return propose(effect, decision, STR("no_consent"), err);
    default:
        return 0;
    }
}

int effects_apply(struct effect *effect, struct err *err)
{
    const struct assessment *assessment = effect->assessment;
    bool done = false;
    for (size_t i = 0; effect->record && i < assessment->decision_count; i++) {
        const struct decision *decision = &assessment->decisions[i];
        carry_out *apply = rows[decision->action].apply;
        if (apply && apply(effect, decision, err) < 0) return -1;
        done = done || apply;
    }
    return done ? order_bump(effect->unit, &effect->record->id, err) : 0;
}

/* ---- what nobody has to approve ---- */

static int settle_matter(struct effect *effect, const struct approval_matter *matter, struct err *err)
{
    struct id id;
    struct approval approval;
    int found = approval_waiting(effect->unit, matter, &id, err);
    if (found > 0) found = approval_load(effect->unit, &id, &approval, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_CONFLICT, "nothing waits that this reply could settle");
    return approval_settle(effect->desk, effect->unit, &approval, APPROVAL_APPROVED, STR("automatic"), err);
}

static int settle_cancel(struct effect *effect, const struct decision *decision, struct err *err)
{
    struct approval_matter matter = {
        .order = effect->record->id, .kind = APPROVE_CANCEL, .item = item_to_cancel(effect, decision)};
    return settle_matter(effect, &matter, err);
}

static int settle_choice(struct effect *effect, const struct decision *decision, struct err *err)
{
    struct claim_record claim;
    int found = answered_claim(effect, decision, &claim, err);
    if (found < 0) return -1;
    if (!found || claim.state != CLAIM_CHOSEN)
        return err_set(err, ERR_CONFLICT, "no remedy was chosen on a claim");
    bool remake = str_eq(claim.chosen, remedy_kind_name(REMEDY_REMAKE));
    struct approval_matter matter = {claim.order, claim.id, remake ? APPROVE_REMAKE : APPROVE_REFUND,
                                     claim.item};
    return settle_matter(effect, &matter, err);
}

static int settle_confirmed(struct effect *effect, struct err *err)
{
    int applied;
    if (effect->record->shipped_at != INSTANT_NONE)
        return err_set(err, ERR_CONFLICT, "what is to be changed has been handed to the carrier");
    return change_carry_out_confirmed(effect->unit, &effect->record->id, &effect->ticket->id, &applied, err);
}

static int settle_answer(struct effect *effect, const struct decision *decision, struct err *err)
{
    struct str answer = effect->assessment->request.answer;
    switch (effect->inquiry->awaiting) {
    case AWAITING_CONFIRM_CHANGE:
        return str_is(answer, "confirm") ? settle_confirmed(effect, err) : 0;
    case AWAITING_CHOOSE_REMEDY:
        return settle_choice(effect, decision, err);
    case AWAITING_CONSENT:
        return str_is(answer, "cancel") ? settle_cancel(effect, decision, err) : 0;
    default:
        return 0;
    }
}

int effects_settle(struct effect *effect, struct err *err)
{
    const struct assessment *assessment = effect->assessment;
    bool done = false;
    for (size_t i = 0; effect->record && i < assessment->decision_count; i++) {
        const struct decision *decision = &assessment->decisions[i];
        bool cancels = decision->action == ACTION_CANCEL_ORDER;
        if (!cancels && decision->action != ACTION_APPLY_ANSWER) continue;
        if ((cancels ? settle_cancel : settle_answer)(effect, decision, err) < 0) return -1;
        done = true;
    }
    return done ? order_bump(effect->unit, &effect->record->id, err) : 0;
}
