/* What a person can do about a ticket now, from the decisions and the state tables; see offers.h. */
#include "desk/offers.h"

#include "desk/claim.h"
#include "text/json.h"

/* What stands beside a decision. */
enum {
    WITH_CHANGES = 1 << 0,
    WITH_CLAIMS = 1 << 1,
    WITH_APPROVALS = 1 << 2,
    WITH_HOLD = 1 << 3,
    WITH_CANCEL = 1 << 4,
    WITH_TRACE = 1 << 5,
    WITH_HAND_OVER = 1 << 6,
};
static const unsigned beside[ACTION_COUNT] = {
    [ACTION_APPLY_ANSWER] = WITH_CHANGES | WITH_CLAIMS | WITH_APPROVALS,
    [ACTION_APOLOGISE_DELAY] = WITH_CANCEL,
    [ACTION_TRACE_PARCEL] = WITH_TRACE | WITH_CLAIMS | WITH_APPROVALS,
    [ACTION_CONFIRM_CHANGE] = WITH_CHANGES | WITH_HOLD,
    [ACTION_ASK_NEW_SPEC] = WITH_CHANGES | WITH_HOLD,
    [ACTION_DECLINE_CHANGE] = WITH_HAND_OVER,
    [ACTION_ASK_STUDIO] = WITH_CHANGES | WITH_HOLD | WITH_HAND_OVER,
    [ACTION_CANCEL_ORDER] = WITH_CANCEL | WITH_APPROVALS | WITH_HOLD,
    [ACTION_DECLINE_CANCEL] = WITH_CANCEL | WITH_HAND_OVER,
    [ACTION_OFFER_CANCEL_REORDER] = WITH_CANCEL,
    [ACTION_OFFER_CANCEL_FEE] = WITH_CANCEL,
    [ACTION_EXPLAIN_SPEC] = WITH_CLAIMS | WITH_HAND_OVER,
    [ACTION_REQUEST_PHOTOS] = WITH_CLAIMS,
    [ACTION_OFFER_REMEDY] = WITH_CLAIMS | WITH_APPROVALS,
    [ACTION_REVIEW_CLAIM] = WITH_CLAIMS | WITH_APPROVALS | WITH_HAND_OVER,
    [ACTION_ACCEPT_WITHDRAWAL] = WITH_APPROVALS | WITH_HAND_OVER,
    [ACTION_DECLINE_RETURN] = WITH_HAND_OVER,
    [ACTION_OFFER_RUSH] = WITH_APPROVALS,
    [ACTION_HAND_OVER] = WITH_HAND_OVER,
    [ACTION_HAND_OFF] = WITH_HAND_OVER,
    [ACTION_ESCALATE] = WITH_HAND_OVER,
};

#define X(id, name, right) {STR_INIT(name), RIGHT_##right},
static const struct {
    struct str name;
    enum right right;
} deeds[DEED_COUNT] = {DEEDS(X)};
#undef X

struct str deed_name(enum deed deed)
{
    return deeds[deed].name;
}

struct offering {
    struct arena *arena;
    const struct actor *actor;
    const int *held;
    int held_count;
    struct console *console;
    size_t cap;
    enum offer_about about; /* what is being filled */
    int index;
};

static struct str why(bool fine, const char *reason)
{
    return fine ? (struct str){0} : str_of(reason);
}

/* The right comes before the state: who may not do it need not know more. */
static struct offer *add(struct offering *to, enum deed deed, const struct id *object, int64_t version,
                         struct str why_not)
{
    struct console *console = to->console;
    struct offer *offer = ARENA_PUSH(to->arena, console->offers, console->offer_count, to->cap);
    *offer = (struct offer){
        .deed = deed,
        .about = to->about,
        .index = to->index,
        .object = *object,
        .version = version,
        .item = ALL_ITEMS,
        .why_not = role_has(to->actor->role, deeds[deed].right) ? why_not : STR("right"),
    };
    return offer;
}

/* ---- the order ---- */

static bool item_matches(int one, int other)
{
    return one == ALL_ITEMS || other == ALL_ITEMS || one == other;
}

static bool is_held(const struct offering *to, int item)
{
    for (int i = 0; i < to->held_count; i++)
        if (item_matches(to->held[i], item)) return true;
    return false;
}

static struct str why_no_work(const struct order_record *record)
{
    if (record->cancelled_at != INSTANT_NONE) return STR("state");
    return why(record->shipped_at == INSTANT_NONE && record->delivered_at == INSTANT_NONE, "shipped");
}

static void offer_hold(struct offering *to, int item)
{
    static const struct id none;
    const struct order_record *record = &to->console->whole.order;
    if (!to->console->whole.has_order) return;
    add(to, DEED_HOLD, &none, record->version, why_no_work(record))->item = item;
    add(to, DEED_RELEASE, &none, record->version, why(is_held(to, item), "not_held"))->item = item;
}

static void offer_cancel(struct offering *to)
{
    static const struct id none;
    const struct order_record *record = &to->console->whole.order;
    if (to->console->whole.has_order) add(to, DEED_CANCEL, &none, record->version, why_no_work(record));
}

static bool has_open_claim(const struct console *console, int item)
{
    for (int i = 0; i < console->claim_count; i++)
        if (item_matches(console->claims[i].item, item) &&
            !state_is_final(MACHINE_CLAIM, (int)console->claims[i].state))
            return true;
    return false;
}

static void offer_trace(struct offering *to, int item)
{
    static const struct id none;
    const struct console *console = to->console;
    if (!console->whole.has_order) return;
    struct str why_not = has_open_claim(console, item)
                             ? STR("claim_open")
                             : why(console->whole.order.shipped_at != INSTANT_NONE, "not_shipped");
    add(to, DEED_TRACE, &none, console->whole.order.version, why_not)->item = item;
}

/* ---- cases ---- */

static void offer_change(struct offering *to, const struct change_request *change)
{
    static const struct {
        enum deed deed;
        enum change_state state;
    } steps[] = {
        {DEED_CHANGE_ASK, CHANGE_AWAITING_CONFIRMATION},
        {DEED_CHANGE_CONFIRM, CHANGE_CONFIRMED},
        {DEED_CHANGE_APPLY, CHANGE_APPLIED},
        {DEED_CHANGE_DECLINE, CHANGE_DECLINED},
        {DEED_CHANGE_WITHDRAW, CHANGE_WITHDRAWN},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        add(to, steps[i].deed, &change->id, change->version,
            why(state_may(MACHINE_CHANGE, (int)change->state, (int)steps[i].state), "state"));
}

static bool are_chosen_from(const struct value *remedies)
{
    enum remedy_kind kind;
    for (size_t i = 0; i < remedies->array.count; i++) {
        const struct value *name = value_get(&remedies->array.items[i], STR("kind"));
        if (!name || name->kind != VALUE_STRING || remedy_kind_from_name(name->string, &kind) < 0 ||
            !remedy_is_chosen_from(kind))
            return false;
    }
    return remedies->array.count > 0;
}

/* The remedies that the assessment names, of whatever decision names some to choose from. */
static const struct value *named_remedies(const struct console *console)
{
    const struct value *decisions = value_get(&console->assessment, STR("decisions"));
    for (size_t i = 0; decisions && decisions->kind == VALUE_ARRAY && i < decisions->array.count; i++) {
        const struct value *remedies = value_get(&decisions->array.items[i], STR("remedies"));
        if (remedies && remedies->kind == VALUE_ARRAY && are_chosen_from(remedies)) return remedies;
    }
    return NULL;
}

static void offer_choices(struct offering *to, const struct claim_record *claim)
{
    struct value offered;
    bool may = state_may(MACHINE_CLAIM, (int)claim->state, CLAIM_CHOSEN);
    if (json_parse(to->arena, claim->offered, &offered, NULL) < 0 || offered.kind != VALUE_ARRAY) return;
    for (size_t i = 0; i < offered.array.count; i++) {
        const struct value *kind = value_get(&offered.array.items[i], STR("kind"));
        if (kind && kind->kind == VALUE_STRING)
            add(to, DEED_CLAIM_CHOOSE, &claim->id, claim->version, why(may, "state"))->remedy = kind->string;
    }
}

/* A draft that asks for them, in place of the open one. */
static void offer_photos(struct offering *to, enum concern fault)
{
    const struct ticket *ticket = &to->console->whole.ticket;
    const struct draft *draft = to->console->draft;
    bool may = to->console->whole.has_assessment && ticket->state != TICKET_MERGED;
    bool already = draft && draft->awaits == AWAITING_PHOTOS;
    if (fault != CONCERN_DAMAGED && fault != CONCERN_WRONG_SPEC) return;
    add(to, DEED_REQUEST_PHOTOS, &ticket->id, ticket->version, already ? STR("already") : why(may, "state"))
        ->fault = concern_name(fault);
}

static void offer_claim(struct offering *to, const struct claim_record *claim)
{
    int state = (int)claim->state;
    if (!state_is_final(MACHINE_CLAIM, state)) offer_photos(to, claim->concern);
    add(to, DEED_CLAIM_OFFER, &claim->id, claim->version,
        why(state_may(MACHINE_CLAIM, state, CLAIM_OFFERED), "state"))
        ->remedies = named_remedies(to->console);
    offer_choices(to, claim);
    add(to, DEED_CLAIM_REJECT, &claim->id, claim->version,
        why(state_may(MACHINE_CLAIM, state, CLAIM_REJECTED), "state"));
    add(to, DEED_CLAIM_WITHDRAW, &claim->id, claim->version,
        why(state_may(MACHINE_CLAIM, state, CLAIM_WITHDRAWN), "state"));
}

static void offer_approval(struct offering *to, const struct approval *approval)
{
    int state = (int)approval->state;
    add(to, DEED_APPROVE, &approval->id, approval->version,
        why(state_may(MACHINE_APPROVAL, state, APPROVAL_APPROVED), "state"));
    add(to, DEED_REFUSE, &approval->id, approval->version,
        why(state_may(MACHINE_APPROVAL, state, APPROVAL_REFUSED), "state"));
}

/* ---- the ticket ---- */

static void offer_draft(struct offering *to)
{
    const struct console *console = to->console;
    const struct draft *draft = console->draft;
    static const struct id none;
    bool may_override = role_has(to->actor->role, RIGHT_OVERRIDE);
    struct str why_not = !draft ? STR("no_draft") : why(!console->findings.blocks || may_override, "lint");
    const struct id *id = draft ? &draft->id : &none;
    int64_t version = draft ? draft->version : 0;
    add(to, DEED_SEND, id, version, why_not)->overrides = draft && console->findings.blocks;
    add(to, DEED_DISCARD, id, version, why(draft, "no_draft"));
    if (console->sent) add(to, DEED_UNSEND, &console->sent->id, console->sent->version, (struct str){0});
}

static struct str why_not_take(const struct offering *to, const struct ticket *ticket)
{
    if (id_is_none(&to->actor->account)) return STR("person");
    if (ticket->state == TICKET_MERGED) return STR("state");
    return why(!id_eq(&to->actor->account, &ticket->assignee), "already");
}

static void offer_hand_over(struct offering *to)
{
    const struct ticket *ticket = &to->console->whole.ticket;
    bool already = ticket->state == TICKET_OPEN && ticket->escalated && id_is_none(&ticket->assignee);
    add(to, DEED_HAND_OVER, &ticket->id, ticket->version,
        ticket->state == TICKET_MERGED ? STR("state") : why(!already, "already"));
}

static void offer_ticket(struct offering *to)
{
    const struct ticket *ticket = &to->console->whole.ticket;
    bool merged = ticket->state == TICKET_MERGED;
    offer_draft(to);
    add(to, DEED_TAKE, &ticket->id, ticket->version, why_not_take(to, ticket));
    offer_hand_over(to);
    add(to, DEED_RESOLVE, &ticket->id, ticket->version,
        why(state_may(MACHINE_TICKET, (int)ticket->state, TICKET_RESOLVED), "state"));
    add(to, DEED_REOPEN, &ticket->id, ticket->version,
        ticket->state == TICKET_OPEN
            ? STR("already")
            : why(state_may(MACHINE_TICKET, (int)ticket->state, TICKET_OPEN), "state"));
    add(to, DEED_MERGE, &ticket->id, ticket->version,
        why(state_may(MACHINE_TICKET, (int)ticket->state, TICKET_MERGED), "state"));
    add(to, DEED_REASSESS, &ticket->id, ticket->version,
        why(to->console->whole.has_assessment && !merged, "state"));
    offer_hold(to, ALL_ITEMS);
    offer_cancel(to);
}

/* ---- decisions ---- */

static void offer_cases(struct offering *to, unsigned with, int item)
{
    const struct console *console = to->console;
    for (int i = 0; with & WITH_CHANGES && i < console->change_count; i++)
        if (item_matches(console->changes[i].item, item) &&
            !state_is_final(MACHINE_CHANGE, (int)console->changes[i].state))
            offer_change(to, &console->changes[i]);
    for (int i = 0; with & WITH_CLAIMS && i < console->claim_count; i++)
        if (item_matches(console->claims[i].item, item) &&
            !state_is_final(MACHINE_CLAIM, (int)console->claims[i].state))
            offer_claim(to, &console->claims[i]);
    for (int i = 0; with & WITH_APPROVALS && i < console->approval_count; i++)
        if (item_matches(console->approvals[i].item, item) &&
            console->approvals[i].state == APPROVAL_PROPOSED)
            offer_approval(to, &console->approvals[i]);
}

/* Where no claim says what it is about, the decision does. */
static void offer_photos_of(struct offering *to, const struct value *decision)
{
    const struct value *concern = value_get(decision, STR("concern"));
    enum concern word;
    if (concern && concern->kind == VALUE_STRING && concern_from_name(concern->string, &word) == 0)
        offer_photos(to, word);
}

static void offer_decision(struct offering *to, const struct value *decision)
{
    const struct value *action = value_get(decision, STR("action")), *item = value_get(decision, STR("item"));
    int number = item && item->kind == VALUE_INT ? (int)item->integer : ALL_ITEMS;
    enum action word;
    if (!action || action->kind != VALUE_STRING || action_from_name(action->string, &word) < 0) return;
    offer_cases(to, beside[word], number);
    if (beside[word] & WITH_CLAIMS && !has_open_claim(to->console, number)) offer_photos_of(to, decision);
    if (beside[word] & WITH_TRACE) offer_trace(to, number);
    if (beside[word] & WITH_HOLD) offer_hold(to, number);
    if (beside[word] & WITH_CANCEL) offer_cancel(to);
    if (beside[word] & WITH_HAND_OVER) offer_hand_over(to);
}

void offers_make(struct arena *arena, const struct actor *actor, const int *held, int held_count,
                 struct console *console)
{
    struct offering to = {
        .arena = arena, .actor = actor, .held = held, .held_count = held_count, .console = console};
    const struct value *decisions = value_get(&console->assessment, STR("decisions"));
    offer_ticket(&to);
    to.about = ABOUT_DECISION;
    for (size_t i = 0; decisions && decisions->kind == VALUE_ARRAY && i < decisions->array.count; i++) {
        to.index = (int)i;
        offer_decision(&to, &decisions->array.items[i]);
    }
    to.about = ABOUT_CHANGE;
    for (to.index = 0; to.index < console->change_count; to.index++)
        offer_change(&to, &console->changes[to.index]);
    to.about = ABOUT_CLAIM;
    for (to.index = 0; to.index < console->claim_count; to.index++)
        offer_claim(&to, &console->claims[to.index]);
    to.about = ABOUT_APPROVAL;
    for (to.index = 0; to.index < console->approval_count; to.index++)
        offer_approval(&to, &console->approvals[to.index]);
}
