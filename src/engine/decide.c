/* Asks the decision table about every concern and item, and draws the conclusions that go beyond one row: merging,
 * escalation, the state of the change and of the claim. See decide.h; the rows are in decide_rows.c. */
#include "engine/decide.h"

#include "engine/doubt.h"

enum { MOST_DECISIONS = 24 };

/* An address and a further piece follow rules of their own, so a message that asks for several of these together
 * asks several questions. */
enum part { EVERY_CHANGE, OF_THE_PIECE, OF_THE_ADDRESS, OF_FURTHER_PIECES, PART_COUNT };

static enum part part_of(const struct requested_change *change)
{
    if (str_is(change->field, "address")) return OF_THE_ADDRESS;
    if (str_is(change->field, "item") || str_is(change->field, "quantity")) return OF_FURTHER_PIECES;
    return OF_THE_PIECE;
}

static bool in_part(const struct requested_change *change, enum part part)
{
    return part == EVERY_CHANGE || part_of(change) == part;
}

static bool asks_only(const struct question *question, enum part part)
{
    for (size_t i = 0; i < question->change_count; i++)
        if (!in_part(&question->matter->reading.changes[question->changes[i]], part)) return false;
    return question->change_count > 0;
}

bool question_is_address(const struct question *question)
{
    if (question->change_count == 0) return question->matter->reading.signs.for_address;
    return asks_only(question, OF_THE_ADDRESS);
}

bool question_is_further_piece(const struct question *question)
{
    return asks_only(question, OF_FURTHER_PIECES);
}

/* A wrong spec before the piece is in their hands is a change; what never left is late, not lost; changing one's mind
 * before shipping is a cancellation. */
static enum concern ruled_as(const struct matter *matter, enum concern concern, const struct item_view *view)
{
    if (!view) return concern;
    enum stage stage = view->estimate.life.stage;
    bool left = stage == STAGE_SHIPPED || stage == STAGE_DELIVERED;
    /* What nobody reports on may have arrived, but not before its own plan lets it. */
    bool unreported =
        !view->estimate.life.reported && matter->today >= view->estimate.plan[MILESTONE_SHIPPED].range.from;
    bool in_hand = left || matter->reading.signs.delivered_said || unreported;
    if (concern == CONCERN_WRONG_SPEC && !in_hand) return CONCERN_CHANGE;
    if (concern == CONCERN_RETURN && !in_hand && !view->item->stock) return CONCERN_CANCEL;
    return concern;
}

/* The changes about this item: its own, and those whose item is not said. */
static void collect_changes(const struct matter *matter, enum part part, struct question *question)
{
    const struct reading *reading = &matter->reading;
    question->changes = ARENA_ARRAY(matter->arena, reading->change_count, size_t);
    for (size_t i = 0; i < reading->change_count; i++) {
        int item = reading->changes[i].item;
        if (!in_part(&reading->changes[i], part)) continue;
        if (item == question->item || item == ALL_ITEMS || question->item == ALL_ITEMS)
            question->changes[question->change_count++] = i;
    }
}

static struct question question_of(const struct matter *matter, const struct concern_found *found,
                                   enum part part, int item)
{
    struct question question = {
        .matter = matter,
        .found = found,
        .item = item,
        .view = item == ALL_ITEMS || !matter->view_count ? NULL : &matter->views[item],
    };
    question.ruled_as = ruled_as(matter, found->concern, question.view);
    collect_changes(matter, part, &question);
    return question;
}

/* ---- which items a concern is about ---- */

static bool is_about_items(const struct matter *matter, enum concern concern)
{
    return matter->view_count && !concern_is_route(concern) && concern != CONCERN_FAQ &&
           concern != CONCERN_THANKS && concern != CONCERN_OTHER && concern != CONCERN_ANSWER;
}

static bool change_names_item(const struct matter *matter, enum part part, int item)
{
    for (size_t i = 0; i < matter->reading.change_count; i++)
        if (matter->reading.changes[i].item == item && in_part(&matter->reading.changes[i], part))
            return true;
    return false;
}

/* Whether the concern touches this item: by the changes that name it, by the item it was found for, by what the message
 * names; a concern that names nothing touches all. */
static bool touches(const struct matter *matter, const struct concern_found *found, enum part part, int item)
{
    if (found->concern == CONCERN_CHANGE) {
        bool any = false;
        for (int i = 0; i < (int)matter->view_count; i++) any = any || change_names_item(matter, part, i);
        if (any) return change_names_item(matter, part, item);
    }
    if (found->item != ALL_ITEMS) return found->item == item;
    return matter->reading.item == ALL_ITEMS || matter->reading.item == item;
}

/* ---- merging ---- */

static bool same_decision(const struct decision *a, const struct decision *b)
{
    return a->action == b->action && str_eq(a->reason, b->reason) && a->day == b->day && a->due == b->due &&
           a->hold == b->hold;
}

static struct decision *add_decision(struct matter *matter, const struct decision *decision)
{
    struct assessment *out = matter->out;
    if (out->decision_count == MOST_DECISIONS) return NULL;
    out->decisions[out->decision_count] = *decision;
    return &out->decisions[out->decision_count++];
}

/* It is not clear which of several pieces is meant, and it matters. Where every piece gets the same no, it does not;
 * nor for a stranger, who is not told that there are several. */
static bool item_is_unclear(const struct question *any, const struct decision *each, size_t count)
{
    if (each[0].action == ACTION_VERIFY_IDENTITY) return false;
    if (count < 2 || any->found->concern != CONCERN_CHANGE || question_is_address(any) ||
        question_is_further_piece(any))
        return false;
    for (size_t i = 0; i < count; i++)
        if (each[i].action != ACTION_DECLINE_CHANGE || !same_decision(&each[i], &each[0])) return true;
    return false;
}

static void ask_which_item(struct decision *decision)
{
    decision->action = ACTION_ASK_NEW_SPEC;
    decision->reason = STR("item_unclear");
    decision->item = ALL_ITEMS;
    decision->hold = decision->needs_approval = false;
    decision->day = DAY_NONE;
    decision->due = INSTANT_NONE;
}

static void decide_about_items(struct matter *matter, const struct concern_found *found, enum part part)
{
    struct decision *each = ARENA_ARRAY(matter->arena, matter->view_count, struct decision);
    size_t count = 0;
    bool alike = true;
    for (int item = 0; item < (int)matter->view_count; item++) {
        if (!touches(matter, found, part, item)) continue;
        struct question question = question_of(matter, found, part, item);
        decide_question(&question, &each[count]);
        alike = alike && same_decision(&each[count], &each[0]);
        count++;
    }
    if (count == 0) return;
    bool named = found->concern == CONCERN_CHANGE && change_names_item(matter, part, each[0].item);
    struct question whole = question_of(matter, found, part, each[0].item);
    if (!named && item_is_unclear(&whole, each, count)) {
        ask_which_item(&each[0]);
        count = 1;
    } else if (alike && count > 1 && !named) {
        /* The whole order gets one answer, judged as a whole, so that amounts are the order's. */
        whole.item = ALL_ITEMS;
        decide_question(&whole, &each[0]);
        count = 1;
    }
    for (size_t i = 0; i < count; i++) add_decision(matter, &each[i]);
}

static bool changes_in(const struct matter *matter, enum part part)
{
    for (size_t i = 0; i < matter->reading.change_count; i++)
        if (in_part(&matter->reading.changes[i], part)) return true;
    return false;
}

static void decide_changes(struct matter *matter, const struct concern_found *found)
{
    if (!matter->reading.change_count) decide_about_items(matter, found, EVERY_CHANGE);
    for (int part = OF_THE_PIECE; part < PART_COUNT; part++)
        if (changes_in(matter, (enum part)part)) decide_about_items(matter, found, (enum part)part);
}

static void decide_concern(struct matter *matter, const struct concern_found *found)
{
    if (found->concern == CONCERN_CHANGE && matter->view_count) {
        decide_changes(matter, found);
    } else if (is_about_items(matter, found->concern)) {
        decide_about_items(matter, found, EVERY_CHANGE);
    } else {
        int item = matter->view_count == 1 ? 0 : ALL_ITEMS;
        struct question question = question_of(matter, found, EVERY_CHANGE, item);
        struct decision decision;
        decide_question(&question, &decision);
        add_decision(matter, &decision);
    }
}

/* ---- escalation ---- */

static bool quiet_matter(const struct matter *matter)
{
    for (size_t i = 0; i < matter->reading.concern_count; i++) {
        enum concern concern = matter->reading.concerns[i].concern;
        if (concern == CONCERN_DAMAGED || concern == CONCERN_WRONG_SPEC || concern == CONCERN_NOT_RECEIVED ||
            concern == CONCERN_RETURN)
            return true;
    }
    return false;
}

static struct str escalation_reason(const struct matter *matter)
{
    const struct signs *signs = &matter->reading.signs;
    if (signs->safety) return STR("safety");
    if (signs->legal_or_public) return STR("legal_or_public");
    if (signs->grief && quiet_matter(matter)) return STR("grief");
    if (matter->inquiry->contacts >= 3) return STR("third_contact");
    double best = 0;
    for (size_t i = 0; i < matter->reading.concern_count; i++)
        if (matter->reading.concerns[i].confidence > best) best = matter->reading.concerns[i].confidence;
    /* In a language that is not read, the confidence says nothing, and a person has it anyway. */
    if (matter->reading.supported && best < matter->store->escalate_below) return STR("low_confidence");
    return (struct str){0};
}

static void escalate(struct matter *matter)
{
    struct str reason = escalation_reason(matter);
    if (!reason.len || !matter->out->decision_count) return;
    matter->out->escalate = true;
    matter->out->escalate_reason = reason;
    struct decision decision = {
        .concern = matter->out->decisions[0].concern,
        .item = matter->out->decisions[0].item,
        .action = ACTION_ESCALATE,
        .reason = reason,
        .due = INSTANT_NONE,
        .day = DAY_NONE,
    };
    add_decision(matter, &decision);
}

/* ---- the change's and the claim's state ---- */

static enum change_state answered_change(struct str answer)
{
    if (str_is(answer, "confirm")) return CHANGE_CONFIRMED;
    if (str_is(answer, "decline")) return CHANGE_WITHDRAWN;
    return CHANGE_AWAITING_CONFIRMATION;
}

static void note_change(struct assessment *out, const struct matter *matter, const struct decision *decision)
{
    enum change_state state = CHANGE_RECEIVED;
    switch (decision->action) {
    case ACTION_CONFIRM_CHANGE: /* nobody can confirm what was not read back to them */
        if (!decision_waits(matter, decision)) state = CHANGE_AWAITING_CONFIRMATION;
        break;
    case ACTION_DECLINE_CHANGE:
        state = CHANGE_DECLINED;
        break;
    case ACTION_ASK_NEW_SPEC:
    case ACTION_ASK_STUDIO:
        break;
    case ACTION_APPLY_ANSWER:
        if (matter->inquiry->awaiting != AWAITING_CONFIRM_CHANGE) return;
        state = answered_change(matter->reading.answer);
        break;
    default:
        return;
    }
    if (out->change.present && state != CHANGE_AWAITING_CONFIRMATION) return;
    out->change.present = true;
    out->change.state = state;
    out->change.confirm_by = state == CHANGE_AWAITING_CONFIRMATION ? decision->due : INSTANT_NONE;
}

static enum fault fault_of(const struct decision *decision)
{
    if (decision->action == ACTION_EXPLAIN_SPEC) return FAULT_CUSTOMER_TEXT;
    if (decision->concern == CONCERN_NOT_RECEIVED) return FAULT_CARRIER;
    if (decision->concern == CONCERN_WRONG_SPEC || str_is(decision->reason, "part_missing"))
        return FAULT_STORE;
    return FAULT_UNDECIDED;
}

static void note_claim(struct assessment *out, const struct decision *decision)
{
    bool claim = decision->action == ACTION_REQUEST_PHOTOS || decision->action == ACTION_OFFER_REMEDY ||
                 decision->action == ACTION_REVIEW_CLAIM || decision->action == ACTION_EXPLAIN_SPEC ||
                 decision->action == ACTION_TRACE_PARCEL;
    if (!claim || out->claim.present) return;
    out->claim.present = true;
    out->claim.photos_due = decision->action == ACTION_REQUEST_PHOTOS ? decision->due : INSTANT_NONE;
    out->claim.fault = fault_of(decision);
    out->claim.remedies = (struct remedy *)(uintptr_t)decision->remedies;
    out->claim.remedy_count = decision->action == ACTION_OFFER_REMEDY ? decision->remedy_count : 0;
}

/* Nothing unsure leaves without a person, nor does an answer to a machine, whatever the policy lets through. */
static void hold_unsure(struct matter *matter)
{
    const struct reading *reading = &matter->reading;
    if (!reading->supported) return;
    for (size_t i = 0; i < matter->out->decision_count; i++) {
        struct decision *decision = &matter->out->decisions[i];
        decision->needs_approval = decision->needs_approval || reading->auto_reply;
        for (size_t k = 0; k < reading->concern_count; k++)
            if (reading->concerns[k].concern == decision->concern &&
                reading->concerns[k].confidence < matter->store->ask_below)
                decision->needs_approval = true;
    }
}

static void note_scope(struct matter *matter)
{
    struct assessment *out = matter->out;
    out->in_scope = false;
    for (size_t i = 0; i < matter->reading.concern_count; i++)
        if (!concern_is_route(matter->reading.concerns[i].concern)) out->in_scope = true;
    for (size_t i = 0; i < out->decision_count; i++) {
        if (out->decisions[i].action != ACTION_HAND_OFF) continue;
        out->has_route = true;
        concern_from_name(out->decisions[i].reason, &out->route);
        break;
    }
}

void decide(struct matter *matter)
{
    struct assessment *out = matter->out;
    out->decisions = arena_alloc_raw(matter->arena, MOST_DECISIONS * sizeof *out->decisions);
    for (size_t i = 0; i < matter->reading.concern_count; i++)
        decide_concern(matter, &matter->reading.concerns[i]);
    hold_unsure(matter);
    for (size_t i = 0; i < out->decision_count; i++) {
        note_change(out, matter, &out->decisions[i]);
        note_claim(out, &out->decisions[i]);
    }
    note_scope(matter);
    escalate(matter);
}
