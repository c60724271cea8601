/* What an outgoing text is held against, from the assessment in memory; lint_context_json.c reads the document. */
#include "engine/lint_context.h"

/* ---- lists that grow ---- */

void context_add_range(struct context_builder *builder, day_t from, day_t to)
{
    if (from == DAY_NONE || to == DAY_NONE || to < from) return;
    struct lint_context *out = builder->out;
    *ARENA_PUSH(builder->arena, out->ranges, out->range_count, builder->range_cap) =
        (struct day_range){from, to};
}

void context_add_quotable(struct context_builder *builder, struct str text)
{
    struct lint_context *out = builder->out;
    if (text.len)
        *ARENA_PUSH(builder->arena, out->quotable, out->quotable_count, builder->quotable_cap) = text;
}

void context_add_bold(struct context_builder *builder, struct str text)
{
    struct lint_context *out = builder->out;
    if (text.len) *ARENA_PUSH(builder->arena, out->bold, out->bold_count, builder->bold_cap) = text;
}

/* What the sender has written is no secret from the sender. */
void context_add_known(struct context_builder *builder, struct str text)
{
    struct lint_context *out = builder->out;
    struct str words = str_trim(text);
    if (words.len < 3 || (builder->said.len && str_contains(builder->said, words)) ||
        (builder->said_too.len && str_contains(builder->said_too, words)))
        return;
    *ARENA_PUSH(builder->arena, out->known, out->known_count, builder->known_cap) = words;
}

void context_cover(struct lint_context *out, enum action action)
{
    switch (action) {
    case ACTION_CANCEL_ORDER:
    case ACTION_OFFER_CANCEL_REORDER:
    case ACTION_OFFER_CANCEL_FEE:
    case ACTION_APOLOGISE_DELAY: /* the right to cancel for a prompt full refund */
        out->cancel_decided = out->refund_decided = true;
        break;
    case ACTION_ACCEPT_WITHDRAWAL:
        out->refund_decided = true;
        break;
    case ACTION_TRACE_PARCEL:
    case ACTION_OFFER_REMEDY:
        out->refund_decided = out->remake_decided = true;
        break;
    case ACTION_EXPLAIN_SPEC:
        out->remake_decided = true;
        break;
    case ACTION_VERIFY_IDENTITY:
        out->unverified = true;
        break;
    default:
        break;
    }
}

void context_cover_remedy(struct lint_context *out, enum remedy_kind kind)
{
    if (kind == REMEDY_REMAKE) out->remake_decided = true;
    if (kind == REMEDY_FULL_REFUND || kind == REMEDY_PARTIAL_REFUND) out->refund_decided = true;
}

void context_cover_answer(struct lint_context *out, struct str answer)
{
    if (str_is(answer, "remake")) out->remake_decided = true;
    if (str_is(answer, "refund") || str_is(answer, "partial_refund")) out->refund_decided = true;
    if (str_is(answer, "cancel")) out->refund_decided = out->cancel_decided = true;
}

/* An apology is due where the row says "apology first". */
bool context_owes_apology(enum concern concern, enum action action)
{
    if (action == ACTION_APOLOGISE_DELAY) return true;
    if (concern != CONCERN_DAMAGED && concern != CONCERN_WRONG_SPEC) return false;
    return action == ACTION_REQUEST_PHOTOS || action == ACTION_OFFER_REMEDY || action == ACTION_REVIEW_CLAIM;
}

/* ---- dates ---- */

static void add_day(struct context_builder *builder, day_t day)
{
    context_add_range(builder, day, day);
}

/* The civil day in the store's zone, and in the customer's where the country has one. */
static void add_instant(struct context_builder *builder, instant_t at)
{
    if (at == INSTANT_NONE || at == 0) return;
    if (builder->zone) add_day(builder, zone_day(builder->zone, at));
    if (builder->customer_zone) add_day(builder, zone_day(builder->customer_zone, at));
}

static void add_milestones(struct context_builder *builder, const struct item_milestone *milestones,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        context_add_range(builder, milestones[i].range.from, milestones[i].range.to);
        if (milestones[i].actual != 0) add_day(builder, milestones[i].actual);
    }
}

static void add_assessment_dates(struct context_builder *builder, const struct assessment *assessment)
{
    add_instant(builder, assessment->at);
    add_milestones(builder, assessment->estimate.milestones, assessment->estimate.count);
    add_milestones(builder, assessment->estimate.rush, assessment->estimate.rush_count);
    add_milestones(builder, assessment->promises, assessment->promise_count);
    if (assessment->request.need_by != 0) add_day(builder, assessment->request.need_by);
    if (assessment->change.present) add_instant(builder, assessment->change.confirm_by);
    if (assessment->claim.present) add_instant(builder, assessment->claim.photos_due);
    for (size_t i = 0; i < assessment->item_count; i++) {
        add_instant(builder, assessment->items[i].window.closes_at);
        if (assessment->items[i].stage == STAGE_CANCELLED) builder->out->cancel_decided = true;
        if (assessment->items[i].overdue) add_day(builder, assessment->items[i].overdue_since);
    }
    for (size_t i = 0; i < assessment->next_step_count; i++)
        add_instant(builder, assessment->next_steps[i].due);
    for (size_t i = 0; i < assessment->metric_count; i++) add_instant(builder, assessment->metrics[i].due);
    for (size_t i = 0; i < assessment->proactive_count; i++)
        context_add_range(builder, assessment->proactive[i].range.from, assessment->proactive[i].range.to);
}

static void add_scans(struct context_builder *builder, const struct scan *scans, size_t count)
{
    for (size_t i = 0; i < count; i++) add_instant(builder, scans[i].at);
}

static void add_order_dates(struct context_builder *builder, const struct order *order)
{
    add_instant(builder, order->placed_at);
    for (size_t i = 0; i < order->event_count; i++) add_instant(builder, order->events[i].at);
    add_scans(builder, order->shipping.scans, order->shipping.scan_count);
    for (size_t i = 0; i < order->shipment_count; i++)
        add_scans(builder, order->shipments[i].scans, order->shipments[i].scan_count);
    for (size_t i = 0; i < order->hold_count; i++) {
        add_instant(builder, order->holds[i].from);
        add_instant(builder, order->holds[i].to);
    }
    for (size_t i = 0; i < order->promise_count; i++) {
        context_add_range(builder, order->promises[i].range.from, order->promises[i].range.to);
        add_instant(builder, order->promises[i].told_at);
    }
    for (size_t i = 0; i < order->change_count; i++) add_instant(builder, order->changes[i].at);
    for (size_t i = 0; i < order->claim_count; i++) add_instant(builder, order->claims[i].at);
}

/* ---- texts ---- */

/* Choices from a list ("Gold", "Script") tell nothing of a person and stand in many sentences. */
bool context_is_choice(struct str field)
{
    static const char *const names[] = {"background", "color",  "colour",   "finish",       "font",
                                        "frame",      "length", "material", "metal",        "quantity",
                                        "size",       "style",  "thread",   "thread_color", "thread_colour"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(field, str_of(names[i]))) return true;
    return false;
}

static void add_fields(struct context_builder *builder, const struct field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        context_add_quotable(builder, fields[i].value);
        if (!context_is_choice(fields[i].name)) context_add_known(builder, fields[i].value);
    }
}

static void add_person(struct context_builder *builder, const struct person *person)
{
    context_add_known(builder, person->name);
    size_t space = str_find_char(person->name, ' ', 0);
    if (space != STR_NOT_FOUND) context_add_known(builder, str_slice(person->name, 0, space));
    context_add_known(builder, person->email);
    context_add_known(builder, person->phone);
    for (size_t i = 0; i < person->email_count; i++) context_add_known(builder, person->emails[i]);
    context_add_quotable(builder, person->name);
}

static void add_order_texts(struct context_builder *builder, const struct order *order)
{
    context_add_quotable(builder, order->number);
    add_person(builder, &order->customer);
    add_person(builder, &order->recipient);
    context_add_known(builder, order->shipping.tracking);
    for (size_t i = 0; i < order->shipment_count; i++)
        context_add_known(builder, order->shipments[i].tracking);
    for (size_t i = 0; i < order->item_count; i++) {
        const struct item *item = &order->items[i];
        context_add_quotable(builder, item->title);
        context_add_known(builder, item->title);
        add_fields(builder, item->fields, item->field_count);
        for (size_t p = 0; p < item->piece_count; p++)
            add_fields(builder, item->pieces[p].fields, item->pieces[p].field_count);
    }
    for (size_t i = 0; i < order->change_count; i++) {
        context_add_quotable(builder, order->changes[i].old_value);
        context_add_quotable(builder, order->changes[i].new_value);
        context_add_known(builder, order->changes[i].new_value);
    }
}

static void add_store_texts(struct context_builder *builder, const struct assessment *assessment,
                            const struct store *store)
{
    const struct policy *policy = &store->policy[builder->out->lang];
    context_add_quotable(builder, store->name);
    for (size_t i = 0; i < assessment->decision_count; i++) {
        const struct decision *decision = &assessment->decisions[i];
        for (size_t c = 0; c < decision->clause_count; c++) {
            const struct clause *clause = policy_clause(policy, decision->clauses[c]);
            if (clause) context_add_quotable(builder, clause->text);
        }
        for (size_t f = 0; f < decision->faq_count; f++)
            context_add_quotable(builder, decision->faq[f]->answer);
    }
    for (size_t i = 0; i < store->product_count; i++) {
        context_add_quotable(builder, store->products[i].title_en);
        context_add_quotable(builder, store->products[i].title_zh);
    }
}

static void add_message_texts(struct context_builder *builder, const struct inquiry *inquiry)
{
    context_add_quotable(builder, inquiry->text);
    context_add_quotable(builder, inquiry->subject);
    for (size_t i = 0; i < inquiry->thread_count; i++) {
        context_add_quotable(builder, inquiry->thread[i].text);
        add_instant(builder, inquiry->thread[i].at);
    }
}

static void add_requested(struct context_builder *builder, const struct assessment *assessment)
{
    for (size_t i = 0; i < assessment->request.change_count; i++) {
        const struct requested_change *change = &assessment->request.changes[i];
        context_add_quotable(builder, change->old_value);
        context_add_quotable(builder, change->new_value);
        context_add_quotable(builder, change->fault_detail);
    }
    for (size_t i = 0; i < assessment->conflict_count; i++) {
        context_add_quotable(builder, assessment->conflicts[i].stated);
        context_add_quotable(builder, assessment->conflicts[i].known);
    }
    for (size_t i = 0; i < assessment->status_message_count; i++)
        context_add_quotable(builder, assessment->status_messages[i].markdown);
}

/* ---- decisions ---- */

static void add_decision(struct context_builder *builder, const struct request *request,
                         const struct decision *decision)
{
    struct lint_context *out = builder->out;
    context_cover(out, decision->action);
    out->store_error = out->store_error || context_owes_apology(decision->concern, decision->action);
    add_instant(builder, decision->due);
    for (size_t i = 0; i < decision->remedy_count; i++) {
        context_cover_remedy(out, decision->remedies[i].kind);
        if (decision->remedies[i].expires != 0) add_day(builder, decision->remedies[i].expires);
    }
    if (decision->day != 0) add_day(builder, decision->day);
    for (size_t i = 0; decision->action == ACTION_CONFIRM_CHANGE && i < decision->change_count; i++)
        if (decision->changes[i] < request->change_count)
            context_add_bold(builder, request->changes[decision->changes[i]].new_value);
}

static void add_decisions(struct context_builder *builder, const struct assessment *assessment)
{
    struct lint_context *out = builder->out;
    for (size_t i = 0; i < assessment->decision_count; i++)
        add_decision(builder, &assessment->request, &assessment->decisions[i]);
    for (size_t i = 0; assessment->claim.present && i < assessment->claim.remedy_count; i++)
        context_cover_remedy(out, assessment->claim.remedies[i].kind);
    context_cover_answer(out, assessment->request.answer);
    if (assessment->claim.present && assessment->claim.fault == FAULT_STORE) out->store_error = true;
}

void lint_context_of(struct arena *arena, const struct assessment *assessment, const struct inquiry *inquiry,
                     const struct store *store, struct lint_context *out)
{
    *out = (struct lint_context){
        .lang = str_starts(assessment->locale, STR("zh")) ? LANG_ZH : LANG_EN,
        .has_assessment = true,
        .unverified = assessment->identity == IDENTITY_MISMATCH,
        .today = DAY_NONE,
    };
    const struct order *order = inquiry->order;
    struct context_builder builder = {
        .arena = arena,
        .out = out,
        .zone = assessment->zone ? assessment->zone : store->zone,
        .customer_zone = order ? store_country_zone(store, order->shipping.country) : NULL,
        .said = inquiry->text,
        .said_too = inquiry->subject,
    };
    if (builder.zone) out->today = zone_day(builder.zone, assessment->at);
    add_assessment_dates(&builder, assessment);
    add_decisions(&builder, assessment);
    add_requested(&builder, assessment);
    add_message_texts(&builder, inquiry);
    add_store_texts(&builder, assessment, store);
    if (!order) return;
    add_order_dates(&builder, order);
    add_order_texts(&builder, order);
    if (!out->unverified) context_add_bold(&builder, order->number);
}
