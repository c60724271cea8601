/* The decision table: which action a question gets, and why. Rows are tried from the top; see decide.h.
 *
 * A row is the whole of a rule: whom it is for, when it holds, what is done, the stable reason, the clause it stands
 * on, and what else the decision carries. */
#include "engine/decide.h"
#include "engine/hours.h"
#include "model/money.h"
#include "text/utf8.h"

#define FOR(name) (1u << CONCERN_##name)

enum {
    ROUTES =
        FOR(GENERAL_SHIPPING) | FOR(PRE_PURCHASE) | FOR(SUBSCRIPTION) | FOR(PAYMENT_DISPUTE) | FOR(UNRELATED),
    EVERYTHING = (1u << CONCERN_COUNT) - 1,
    ABOUT_AN_ORDER = EVERYTHING & ~(unsigned)(ROUTES | FOR(FAQ) | FOR(THANKS)),
    PROGRESS = FOR(STATUS) | FOR(DELAY),
    CLAIMS = FOR(DAMAGED) | FOR(WRONG_SPEC),
};

/* ---- when a row holds ---- */

typedef bool condition(const struct question *question);

static enum stage stage_of(const struct question *question)
{
    return question->view ? question->view->estimate.life.stage : STAGE_DESIGN;
}

static bool always(const struct question *question)
{
    (void)question;
    return true;
}

static bool language_unsupported(const struct question *question)
{
    return !question->matter->reading.supported;
}

static bool sender_mismatch(const struct question *question)
{
    return question->matter->identity == IDENTITY_MISMATCH;
}

static bool order_not_found(const struct question *question)
{
    return !question->matter->order && question->matter->reading.order_number.len;
}

static bool order_missing(const struct question *question)
{
    return !question->matter->order;
}

static bool by_recipient(const struct question *question)
{
    return question->matter->gift_recipient;
}

static bool cancelled(const struct question *question)
{
    return question->view && stage_of(question) == STAGE_CANCELLED;
}

static bool shipped(const struct question *question)
{
    return question->view && (stage_of(question) == STAGE_SHIPPED || stage_of(question) == STAGE_DELIVERED);
}

static bool delivered(const struct question *question)
{
    return question->view && stage_of(question) == STAGE_DELIVERED;
}

static bool overdue(const struct question *question)
{
    return question->view && question->view->estimate.overdue;
}

/* Late for the customer, who may then cancel; a step that takes longer inside the plan is not that yet. */
static bool late(const struct question *question)
{
    return overdue(question) && question->view->estimate.broken;
}

static bool overdue_shipped(const struct question *question)
{
    return overdue(question) && shipped(question);
}

static bool promises_delivery(const struct question *question, const struct promise *promise)
{
    return promise->milestone == MILESTONE_DELIVERED &&
           (promise->item == ALL_ITEMS || question->item == ALL_ITEMS || promise->item == question->item);
}

/* What the customer was told first for this item's delivery, or the original plan. */
static day_t first_told(const struct question *question)
{
    const struct order *order = question->matter->order;
    instant_t earliest = INT64_MAX;
    day_t told = question->view->estimate.plan[MILESTONE_DELIVERED].range.to;
    for (size_t i = 0; i < order->promise_count; i++) {
        const struct promise *promise = &order->promises[i];
        if (!promises_delivery(question, promise) || promise->told_at >= earliest) continue;
        earliest = promise->told_at;
        told = promise->range.to;
    }
    return told;
}

/* A day later than the first was told, and that has passed as well. The same range told again is no delay. */
static bool delayed_twice(const struct question *question, day_t first)
{
    const struct order *order = question->matter->order;
    day_t last = first;
    for (size_t i = 0; i < order->promise_count; i++)
        if (promises_delivery(question, &order->promises[i]) && order->promises[i].range.to > last)
            last = order->promises[i].range.to;
    return last > first && question->matter->today > last;
}

/* US delay rule: a first delay over 30 days, or a second one, needs the customer's express consent. */
static bool overdue_needs_consent(const struct question *question)
{
    enum { LONGEST_WITHOUT_CONSENT = 30 };
    const struct law *law = question->matter->law;
    if (!overdue(question) || !law || !law->delay_consent) return false;
    day_t first = first_told(question);
    day_t now_expected = question->view->estimate.milestones[MILESTONE_DELIVERED].range.to;
    return now_expected - first > LONGEST_WITHOUT_CONSENT || delayed_twice(question, first);
}

static bool on_hold(const struct question *question)
{
    return question->view && question->view->estimate.life.held;
}

/* For a proof, a photo, or the confirmation for which the piece is held. */
static bool waiting_for_customer(const struct question *question)
{
    if (!question->view) return false;
    const struct item_life *life = &question->view->estimate.life;
    return life->waiting_for_customer || (life->held && matter_unconfirmed(question->matter, question->item));
}

static bool stage_estimated(const struct question *question)
{
    return question->view && !question->view->estimate.life.reported;
}

static bool delivery_disputed(const struct question *question)
{
    const struct item_view *view = question->view;
    if (!view) return false;
    if (view->delivered != DAY_NONE || view->scan_delivered) return true;
    return question->matter->reading.signs.disputes_delivery &&
           (shipped(question) || stage_estimated(question));
}

/* The day of the last sign of life: the last scan, or the hand-over where there is none. */
static day_t last_seen(const struct question *question)
{
    const struct item_view *view = question->view;
    if (view->last_scan == INSTANT_NONE) return view->shipped;
    return zone_day(question->matter->store->zone, view->last_scan);
}

static bool tracking_quiet(const struct question *question)
{
    if (!shipped(question)) return false;
    return question->matter->today - last_seen(question) >= question->matter->policy->trace_quiet_days;
}

static bool not_shipped(const struct question *question)
{
    return !shipped(question);
}

static bool window_open(const struct question *question)
{
    return question->view && question->view->window.state == WINDOW_OPEN;
}

static bool begun(const struct question *question)
{
    return question->view && question->view->begun;
}

static bool begun_inside_window(const struct question *question)
{
    return begun(question) && question->matter->inquiry->at < question->view->window.closes_at;
}

/* An order that does not say when it was placed: nobody can tell whether its window is open. */
static bool window_unknown(const struct question *question)
{
    return question->view && question->view->window.state == WINDOW_NONE;
}

static bool begun_window_unknown(const struct question *question)
{
    return begun(question) && window_unknown(question) && !question->matter->order->production.window_waived;
}

static bool begun_inside_waived(const struct question *question)
{
    return begun_inside_window(question) && question->matter->order->production.window_waived;
}

static bool address_after_handover(const struct question *question)
{
    return question_is_address(question) && shipped(question);
}

/* A further piece stops nothing that is being made; while the window is open it goes into the order, later it is a
 * matter for a person. */
static bool further_in_time(const struct question *question)
{
    return question_is_further_piece(question) && window_open(question);
}

static const struct requested_change *change_at(const struct question *question, size_t index)
{
    return &question->matter->reading.changes[question->changes[index]];
}

static bool spec_missing(const struct question *question)
{
    for (size_t i = 0; i < question->change_count; i++)
        if (change_at(question, i)->new_value.len && change_at(question, i)->fault == SPEC_NONE) return false;
    return true;
}

static bool spec_invalid(const struct question *question)
{
    for (size_t i = 0; i < question->change_count; i++)
        if (change_at(question, i)->fault > SPEC_MISSING) return true;
    return false;
}

static bool address_missing(const struct question *question)
{
    return question_is_address(question) && spec_missing(question);
}

static bool open_invalid(const struct question *question)
{
    return window_open(question) && spec_invalid(question);
}

static bool open_missing(const struct question *question)
{
    return window_open(question) && spec_missing(question);
}

static bool late_allowed(const struct question *question)
{
    return question->matter->policy->late_change == LATE_ALLOW;
}

static bool late_invalid(const struct question *question)
{
    return late_allowed(question) && spec_invalid(question);
}

static bool late_missing(const struct question *question)
{
    return late_allowed(question) && spec_missing(question);
}

/* The window is closed, and yet the desk asks for a yes: the studio has said that it can be done. */
static bool studio_agreed(const struct question *question)
{
    return matter_asked_at(question->matter, question->changes, question->change_count) != INSTANT_NONE;
}

static bool late_denied(const struct question *question)
{
    return question->matter->policy->late_change == LATE_DENY;
}

static bool stock_item(const struct question *question)
{
    return question->view && question->view->item->stock;
}

static bool preset_only(const struct question *question)
{
    return question->view && !question->view->personalised;
}

/* The statutory right to withdraw: EU and UK, from lines made from preset options only. */
static bool may_withdraw(const struct question *question)
{
    const struct item_view *view = question->view;
    const struct law *law = question->matter->law;
    if (!view || view->personalised || !law || law->withdrawal_days <= 0) return false;
    return view->delivered == DAY_NONE || question->matter->today - view->delivered <= law->withdrawal_days;
}

static bool may_stop_work(const struct question *question)
{
    return question->matter->law && question->matter->law->stop_work;
}

static bool cancel_by_fee(const struct question *question)
{
    return question->matter->policy->late_cancel == CANCEL_FEE;
}

static bool cancel_by_reorder(const struct question *question)
{
    return question->matter->policy->late_cancel == CANCEL_REORDER;
}

/* Equal to the whole of `value` or to a whole word of it, never to part of a word. */
static bool is_whole_words_of(struct str words, struct str value)
{
    for (size_t at = str_find(value, words, 0); at != STR_NOT_FOUND; at = str_find(value, words, at + 1)) {
        size_t end = at + words.len, before = at, after = end;
        bool starts = at == 0 || !rune_is_letter(utf8_prev(value, &before));
        bool ends = end == value.len || !rune_is_letter(utf8_next(value, &after));
        if (starts && ends) return true;
    }
    return false;
}

static bool fields_hold(const struct matter *matter, const struct field *fields, size_t count,
                        struct str reading)
{
    for (size_t i = 0; i < count; i++)
        if (is_whole_words_of(reading, text_fold(matter->arena, fields[i].value))) return true;
    return false;
}

/* The piece reads what was confirmed. A flaw in how it was made is never this. */
static bool spec_matches(const struct question *question)
{
    const struct matter *matter = question->matter;
    if (!question->view || !matter->reading.wrong_reading.len || matter->reading.signs.making_flaw)
        return false;
    struct str reading = str_trim(text_fold(matter->arena, matter->reading.wrong_reading));
    if (!reading.len) return false;
    const struct item *item = question->view->item;
    if (fields_hold(matter, item->fields, item->field_count, reading)) return true;
    for (size_t i = 0; i < item->piece_count; i++)
        if (fields_hold(matter, item->pieces[i].fields, item->pieces[i].field_count, reading)) return true;
    return false;
}

static bool part_missing(const struct question *question)
{
    return question->matter->reading.signs.part_missing;
}

/* What they miss in the parcel was never in it: other pieces have arrived, this one is still to come. */
static bool travels_apart(const struct question *question)
{
    const struct matter *matter = question->matter;
    if (!part_missing(question) || question->item == ALL_ITEMS || !question->view ||
        !question->view->estimate.life.reported || delivered(question) || cancelled(question))
        return false;
    for (size_t i = 0; i < matter->view_count; i++)
        if (matter->views[i].estimate.life.stage == STAGE_DELIVERED) return true;
    return false;
}

/* When the claim was first brought: evidence that follows later does not make it late. */
static instant_t reported_at(const struct question *question)
{
    const struct matter *matter = question->matter;
    instant_t first = matter->inquiry->at;
    for (size_t i = 0; i < matter->order->claim_count; i++) {
        const struct claim *claim = &matter->order->claims[i];
        bool open =
            claim->state == CLAIM_OPENED || claim->state == CLAIM_EVIDENCE || claim->state == CLAIM_OFFERED;
        bool same = claim->item == ALL_ITEMS || question->item == ALL_ITEMS || claim->item == question->item;
        if (open && same && claim->at != INSTANT_NONE && claim->at < first) first = claim->at;
    }
    return first;
}

static bool reported_late(const struct question *question)
{
    if (!question->view || question->view->delivered_at == INSTANT_NONE) return false;
    instant_t limit =
        question->view->delivered_at + question->matter->policy->photo_window_hours * MICROS_PER_HOUR;
    return reported_at(question) > limit;
}

static bool photos_here(const struct question *question)
{
    const struct matter *matter = question->matter;
    if (matter->photos > 0) return true;
    for (size_t i = 0; i < matter->order->claim_count; i++) {
        const struct claim *claim = &matter->order->claims[i];
        if (claim->photos > 0 && (claim->item == ALL_ITEMS || claim->item == question->item)) return true;
    }
    return false;
}

static bool photos_wanted(const struct question *question)
{
    return str_eq(question->matter->inquiry->photos_of, concern_name(question->found->concern));
}

static bool photos_said(const struct question *question)
{
    return question->matter->reading.signs.photos_mentioned;
}

static bool rush_possible(const struct question *question)
{
    return question->view && question->view->rush_possible;
}

static bool express_possible(const struct question *question)
{
    return question->matter->policy->express_shipping && not_shipped(question);
}

/* The FAQ's entries for what this concern's own words ask. */
static size_t faq_entries(const struct question *question, const struct faq_entry **out, size_t most)
{
    const struct matter *matter = question->matter;
    struct str asked = matter->inquiry->text;
    struct span evidence = question->found->evidence;
    if (evidence.end > evidence.start) asked = str_slice(asked, evidence.start, evidence.end);
    asked = text_fold(matter->arena, str_slice(asked, 0, FAQ_TEXT_MOST));
    struct str locale = matter->reading.lang == LANG_ZH ? STR("zh") : STR("en");
    return faq_find(&matter->store->faq, locale, asked, out, most);
}

static bool faq_answers(const struct question *question)
{
    const struct faq_entry *entry;
    return faq_entries(question, &entry, 1) > 0;
}

/* ---- what else the decision carries ---- */

typedef void detail(const struct question *question, struct decision *decision);

static void add_remedy(struct decision *decision, enum remedy_kind kind, struct str amount,
                       struct str currency)
{
    if (decision->remedy_count == DECISION_REMEDIES) return;
    decision->remedies[decision->remedy_count++] =
        (struct remedy){kind, amount, amount.len ? currency : (struct str){0}, DAY_NONE};
}

static struct str decimal(const struct question *question, int64_t minor, struct str currency)
{
    struct buf text;
    buf_init(&text, 64);
    money_format(&text, minor, currency);
    struct str copy = buf_copy(&text, question->matter->arena);
    buf_done(&text);
    return copy;
}

/* A share of the order's total as decimal text. With several items the price of one is not known: nothing then, nor of
 * what cost nothing. */
static struct str share_of_total(const struct question *question, int percent)
{
    const struct order *order = question->matter->order;
    int64_t total;
    if (!order || (order->item_count > 1 && question->item != ALL_ITEMS) ||
        money_parse(order->total, order->currency, &total) < 0 || total == 0)
        return (struct str){0};
    return decimal(question, money_percent(total, percent), order->currency);
}

static void decide_by_business_day(const struct question *question, struct decision *decision, int days)
{
    decision->day = calendar_add(question->matter->store->studio, question->matter->today, days);
    decision->due = matter_business_day_end(question->matter, days);
}

static instant_t end_of_day(const struct question *question, day_t day)
{
    return zone_instant(question->matter->store->zone, day, 86400 - 1);
}

static void full_refund(const struct question *question, struct decision *decision)
{
    add_remedy(decision, REMEDY_FULL_REFUND, share_of_total(question, 100),
               question->matter->order->currency);
}

static void change_is_confirmed(const struct question *question, struct decision *decision)
{
    instant_t asked = matter_asked_at(question->matter, question->changes, question->change_count);
    if (asked < question->matter->inquiry->at) asked = question->matter->inquiry->at;
    decision->due = asked + question->matter->policy->confirm_hours * MICROS_PER_HOUR;
    decision->hold = true;
}

/* An address never stops the work, but it moves a parcel: somebody must vouch for it. */
static void address_is_confirmed(const struct question *question, struct decision *decision)
{
    decision->due = question->matter->inquiry->at + question->matter->policy->confirm_hours * MICROS_PER_HOUR;
    decision->needs_approval = question->matter->identity != IDENTITY_VERIFIED;
}

/* It stops no work, but it costs money: somebody must vouch for it. */
static void further_piece_is_confirmed(const struct question *question, struct decision *decision)
{
    decision->due = question->matter->inquiry->at + question->matter->policy->confirm_hours * MICROS_PER_HOUR;
    decision->needs_approval = !question->matter->policy->automatic[ACTION_CONFIRM_CHANGE];
}

static void studio_answers(const struct question *question, struct decision *decision)
{
    decide_by_business_day(question, decision, 1);
}

/* Production ran ahead of the customer's right: the piece stops until a person has decided. */
static void studio_answers_and_waits(const struct question *question, struct decision *decision)
{
    studio_answers(question, decision);
    decision->hold = true;
}

static void begun_or_closed(const struct question *question, struct decision *decision)
{
    decision->reason = begun(question) ? STR("production_begun") : STR("window_closed");
}

static void cancel_for_fee(const struct question *question, struct decision *decision)
{
    begun_or_closed(question, decision);
    add_remedy(decision, REMEDY_FEE, share_of_total(question, question->matter->policy->cancel_fee_percent),
               question->matter->order->currency);
}

static void consent_is_due(const struct question *question, struct decision *decision)
{
    decision->day = question->matter->today + question->matter->policy->consent_days;
    decision->due = end_of_day(question, decision->day);
    full_refund(question, decision);
}

static void trace_runs(const struct question *question, struct decision *decision)
{
    decide_by_business_day(question, decision, question->matter->policy->trace_decision_days);
    add_remedy(decision, REMEDY_REMAKE, (struct str){0}, (struct str){0});
    if (!question->matter->gift_recipient) full_refund(question, decision);
}

static void trace_begins_later(const struct question *question, struct decision *decision)
{
    decision->day = last_seen(question) + question->matter->policy->trace_quiet_days;
    decision->due = end_of_day(question, decision->day);
}

static void photos_are_due(const struct question *question, struct decision *decision)
{
    instant_t window = question->matter->policy->photo_window_hours * MICROS_PER_HOUR;
    decision->due = question->matter->inquiry->at + window;
    instant_t delivered_at = question->view ? question->view->delivered_at : INSTANT_NONE;
    if (delivered_at != INSTANT_NONE && delivered_at + window > decision->due)
        decision->due = delivered_at + window;
}

/* A gift's recipient chooses a remake; money goes back only to who paid. */
static void remedies_are_offered(const struct question *question, struct decision *decision)
{
    const struct matter *matter = question->matter;
    add_remedy(decision, REMEDY_REMAKE, (struct str){0}, (struct str){0});
    if (matter->gift_recipient) return;
    add_remedy(decision, REMEDY_PARTIAL_REFUND,
               share_of_total(question, matter->policy->partial_refund_percent), matter->order->currency);
    full_refund(question, decision);
}

static void person_reviews(const struct question *question, struct decision *decision)
{
    decide_by_business_day(question, decision, question->matter->policy->review_business_days);
}

static void person_answers(const struct question *question, struct decision *decision)
{
    decision->due = hours_after(question->matter->store, question->matter->inquiry->at,
                                question->matter->policy->first_response_hours);
}

static void withdrawal_runs(const struct question *question, struct decision *decision)
{
    const struct item_view *view = question->view;
    if (view->delivered != DAY_NONE) {
        decision->day = view->delivered + question->matter->law->withdrawal_days;
        decision->due = end_of_day(question, decision->day);
    }
    full_refund(question, decision);
}

/* The policy's amounts are the store's money: nothing of them is quoted for an order in another currency. */
static struct str store_amount(const struct question *question, const struct money *money)
{
    struct str currency = question->matter->store->currency;
    if (!money->given || !str_eq_nocase(currency, question->matter->order->currency)) return (struct str){0};
    return decimal(question, money->minor, currency);
}

/* A code takes its share off the next order, of which nothing is known; a credit is a share of this one. */
static void goodwill_is_offered(const struct question *question, struct decision *decision)
{
    const struct goodwill *goodwill = &question->matter->policy->goodwill;
    if (!goodwill->offered || question->matter->gift_recipient) return;
    struct str amount = store_amount(question, &goodwill->amount);
    bool share = goodwill->kind == REMEDY_CODE && goodwill->percent;
    if (goodwill->amount.given && !amount.len) return;
    if (!goodwill->amount.given && !share) amount = share_of_total(question, goodwill->percent);
    add_remedy(decision, goodwill->kind, amount, question->matter->order->currency);
    decision->remedies[0].expires =
        goodwill->expires_days ? question->matter->today + goodwill->expires_days : DAY_NONE;
}

static void surcharge_applies(const struct question *question, struct decision *decision)
{
    const struct product *product = question->view->product;
    const struct money *surcharge = product && product->rush_surcharge.given
                                        ? &product->rush_surcharge
                                        : &question->matter->policy->rush_surcharge;
    add_remedy(decision, REMEDY_SURCHARGE, store_amount(question, surcharge),
               question->matter->order->currency);
}

static void express_is_offered(const struct question *question, struct decision *decision)
{
    add_remedy(decision, REMEDY_SURCHARGE,
               store_amount(question, &question->matter->policy->express_surcharge),
               question->matter->order->currency);
    decision->reason = question->matter->order->production.rush ? STR("already_rush")
                       : begun(question)                        ? STR("production_begun")
                                                                : STR("no_rush");
}

static void why_only_status(const struct question *question, struct decision *decision)
{
    decision->reason = delivered(question)                        ? STR("delivered")
                       : question->matter->order->production.rush ? STR("already_rush")
                                                                  : STR("no_rush");
}

static void faq_is_quoted(const struct question *question, struct decision *decision)
{
    decision->faq_count = faq_entries(question, decision->faq, sizeof decision->faq / sizeof *decision->faq);
    for (size_t i = 0; i < decision->faq_count; i++)
        decision->clauses[decision->clause_count++] = decision->faq[i]->anchor;
}

static void answer_is_applied(const struct question *question, struct decision *decision)
{
    struct str answer = question->matter->reading.answer;
    decision->reason = answer.len ? answer : STR("unclear");
    bool costly = str_is(answer, "remake") || str_is(answer, "refund") || str_is(answer, "partial_refund") ||
                  str_is(answer, "cancel");
    decision->needs_approval = costly && !question->matter->policy->automatic[ACTION_APPLY_ANSWER];
}

static void route_is_named(const struct question *question, struct decision *decision)
{
    decision->reason = question->ruled_as == CONCERN_RETURN ? concern_name(CONCERN_GENERAL_SHIPPING)
                                                            : concern_name(question->found->concern);
}

/* ---- the table ---- */

static const struct row {
    unsigned concerns;
    condition *holds;
    enum action action;
    struct str reason, clause;
    detail *detail;
} rows[] = {
#define ROW(concerns, holds, action, reason, clause, detail)                         \
    {                                                                                \
        concerns, holds, ACTION_##action, STR_INIT(reason), STR_INIT(clause), detail \
    }
    ROW(EVERYTHING, language_unsupported, HAND_OVER, "unsupported_language", "", person_answers),
    ROW(ROUTES, always, HAND_OFF, "", "", route_is_named),
    ROW(ABOUT_AN_ORDER, sender_mismatch, VERIFY_IDENTITY, "sender_mismatch", "identity", NULL),
    ROW(ABOUT_AN_ORDER, order_not_found, ASK_FACTS, "order_not_found", "", NULL),
    ROW(ABOUT_AN_ORDER, order_missing, ASK_FACTS, "order_missing", "", NULL),
    ROW(FOR(ANSWER), always, APPLY_ANSWER, "", "", answer_is_applied),
    ROW(FOR(CANCEL) | FOR(CHANGE) | FOR(RETURN) | FOR(RUSH), by_recipient, HAND_OVER, "needs_person",
        "identity", person_answers),

    ROW(PROGRESS | FOR(CANCEL), cancelled, SHARE_STATUS, "cancelled", "cancellation", NULL),
    ROW(FOR(CHANGE) | FOR(RUSH) | FOR(RETURN) | FOR(NOT_RECEIVED), cancelled, HAND_OVER, "cancelled",
        "cancellation", person_answers),
    ROW(PROGRESS, delivered, SHARE_STATUS, "delivered", "delivery", NULL),
    ROW(PROGRESS, overdue_shipped, APOLOGISE_DELAY, "overdue_shipped", "delays", NULL),
    ROW(PROGRESS, overdue_needs_consent, APOLOGISE_DELAY, "overdue_consent", "delays", consent_is_due),
    ROW(PROGRESS, late, APOLOGISE_DELAY, "overdue", "delays", full_refund),
    ROW(PROGRESS, overdue, APOLOGISE_DELAY, "behind_plan", "delays", NULL),
    ROW(PROGRESS, waiting_for_customer, SHARE_STATUS, "waiting_for_customer", "estimates", NULL),
    ROW(PROGRESS, on_hold, SHARE_STATUS, "on_hold", "estimates", NULL),
    ROW(PROGRESS, stage_estimated, SHARE_STATUS, "estimated", "estimates", NULL),
    ROW(PROGRESS, always, SHARE_STATUS, "on_time", "estimates", NULL),

    ROW(FOR(NOT_RECEIVED), delivery_disputed, TRACE_PARCEL, "delivery_disputed", "delivery", trace_runs),
    ROW(FOR(NOT_RECEIVED), tracking_quiet, TRACE_PARCEL, "tracking_quiet", "delivery", trace_runs),
    ROW(FOR(NOT_RECEIVED), shipped, SHARE_STATUS, "scanning", "delivery", trace_begins_later),
    ROW(FOR(NOT_RECEIVED), late, APOLOGISE_DELAY, "overdue", "delays", full_refund),
    ROW(FOR(NOT_RECEIVED), overdue, APOLOGISE_DELAY, "behind_plan", "delays", NULL),
    ROW(FOR(NOT_RECEIVED), always, SHARE_STATUS, "not_shipped", "estimates", NULL),

    ROW(FOR(CHANGE), address_after_handover, HAND_OVER, "intercept", "changes", person_answers),
    ROW(FOR(CHANGE), address_missing, ASK_NEW_SPEC, "spec_missing", "changes", NULL),
    ROW(FOR(CHANGE), question_is_address, CONFIRM_CHANGE, "before_handover", "changes", address_is_confirmed),
    ROW(FOR(CHANGE), further_in_time, CONFIRM_CHANGE, "further_piece", "changes", further_piece_is_confirmed),
    ROW(FOR(CHANGE), question_is_further_piece, HAND_OVER, "further_piece", "changes", person_answers),
    ROW(FOR(CHANGE), shipped, DECLINE_CHANGE, "shipped", "changes", NULL),
    ROW(FOR(CHANGE), open_invalid, ASK_NEW_SPEC, "spec_invalid", "changes", NULL),
    ROW(FOR(CHANGE), open_missing, ASK_NEW_SPEC, "spec_missing", "changes", NULL),
    ROW(FOR(CHANGE), window_open, CONFIRM_CHANGE, "inside_window", "changes", change_is_confirmed),
    ROW(FOR(CHANGE), studio_agreed, CONFIRM_CHANGE, "studio_agreed", "changes", change_is_confirmed),
    ROW(FOR(CHANGE), begun_inside_waived, DECLINE_CHANGE, "window_waived", "changes", NULL),
    ROW(FOR(CHANGE), begun_inside_window, ASK_STUDIO, "production_begun_early", "changes",
        studio_answers_and_waits),
    ROW(FOR(CHANGE), begun_window_unknown, ASK_STUDIO, "date_unknown", "changes", studio_answers),
    ROW(FOR(CHANGE), begun, DECLINE_CHANGE, "production_begun", "changes", NULL),
    ROW(FOR(CHANGE), late_invalid, ASK_NEW_SPEC, "spec_invalid", "changes", NULL),
    ROW(FOR(CHANGE), late_missing, ASK_NEW_SPEC, "spec_missing", "changes", NULL),
    ROW(FOR(CHANGE), late_allowed, CONFIRM_CHANGE, "late_allowed", "changes", change_is_confirmed),
    ROW(FOR(CHANGE), window_unknown, ASK_STUDIO, "date_unknown", "changes", studio_answers),
    ROW(FOR(CHANGE), late_denied, DECLINE_CHANGE, "late_denied", "changes", NULL),
    ROW(FOR(CHANGE), always, ASK_STUDIO, "window_closed", "changes", studio_answers),

    ROW(FOR(CANCEL), shipped, DECLINE_CANCEL, "shipped", "cancellation", NULL),
    ROW(FOR(CANCEL), window_open, CANCEL_ORDER, "inside_window", "cancellation", full_refund),
    ROW(FOR(CANCEL), late, CANCEL_ORDER, "overdue", "delays", full_refund),
    ROW(FOR(CANCEL), stock_item, CANCEL_ORDER, "stock", "cancellation", full_refund),
    ROW(FOR(CANCEL), may_withdraw, CANCEL_ORDER, "withdrawal", "cancellation", full_refund),
    ROW(FOR(CANCEL), window_unknown, HAND_OVER, "date_unknown", "cancellation", person_answers),
    ROW(FOR(CANCEL), may_stop_work, OFFER_CANCEL_FEE, "", "cancellation", cancel_for_fee),
    ROW(FOR(CANCEL), cancel_by_fee, OFFER_CANCEL_FEE, "", "cancellation", cancel_for_fee),
    ROW(FOR(CANCEL), cancel_by_reorder, OFFER_CANCEL_REORDER, "", "cancellation", begun_or_closed),
    ROW(FOR(CANCEL), always, DECLINE_CANCEL, "", "cancellation", begun_or_closed),

    ROW(CLAIMS, photos_wanted, REQUEST_PHOTOS, "more_photos", "quality", photos_are_due),
    ROW(FOR(WRONG_SPEC), spec_matches, EXPLAIN_SPEC, "spec_matches", "quality", NULL),
    ROW(FOR(DAMAGED), travels_apart, SHARE_STATUS, "travels_apart", "delivery", NULL),
    ROW(FOR(DAMAGED), part_missing, OFFER_REMEDY, "part_missing", "quality", remedies_are_offered),
    ROW(CLAIMS, reported_late, REVIEW_CLAIM, "late_evidence", "quality", person_reviews),
    ROW(CLAIMS, photos_here, OFFER_REMEDY, "in_time", "quality", remedies_are_offered),
    ROW(CLAIMS, photos_said, REQUEST_PHOTOS, "photo_not_arrived", "quality", photos_are_due),
    ROW(CLAIMS, always, REQUEST_PHOTOS, "photo_needed", "quality", photos_are_due),

    ROW(FOR(RETURN), stock_item, HAND_OFF, "", "returns", route_is_named),
    ROW(FOR(RETURN), may_withdraw, ACCEPT_WITHDRAWAL, "preset_only", "returns", withdrawal_runs),
    ROW(FOR(RETURN), preset_only, DECLINE_RETURN, "made_to_order", "returns", goodwill_is_offered),
    ROW(FOR(RETURN), always, DECLINE_RETURN, "personalised", "returns", goodwill_is_offered),

    ROW(FOR(RUSH), rush_possible, OFFER_RUSH, "rush_available", "rush", surcharge_applies),
    ROW(FOR(RUSH), express_possible, OFFER_FASTER_SHIPPING, "", "rush", express_is_offered),
    ROW(FOR(RUSH), always, SHARE_STATUS, "", "rush", why_only_status),

    ROW(FOR(FAQ), faq_answers, ANSWER_FAQ, "faq_answered", "", faq_is_quoted),
    ROW(FOR(FAQ), always, HAND_OVER, "no_faq", "", person_answers),
    ROW(FOR(THANKS), always, THANK, "nothing_asked", "", NULL),
    ROW(EVERYTHING, always, HAND_OVER, "needs_person", "", person_answers),
#undef ROW
};

/* Steps that move money or cannot be taken back are proposals until a person has approved them. */
static bool is_costly(enum action action)
{
    return action == ACTION_CANCEL_ORDER || action == ACTION_OFFER_REMEDY ||
           action == ACTION_ACCEPT_WITHDRAWAL || action == ACTION_OFFER_CANCEL_FEE;
}

void decide_question(const struct question *question, struct decision *out)
{
    const struct row *row = rows;
    while (!(row->concerns & (1u << question->ruled_as)) || !row->holds(question)) row++;
    struct decision decision = {
        .concern = question->found->concern,
        .item = question->item,
        .action = row->action,
        .reason = row->reason,
        .due = INSTANT_NONE,
        .day = DAY_NONE,
        .changes = question->changes,
        .change_count = question->change_count,
        .needs_approval = is_costly(row->action) && !question->matter->policy->automatic[row->action],
    };
    if (row->clause.len) decision.clauses[decision.clause_count++] = row->clause;
    if (row->detail) row->detail(question, &decision);
    *out = decision;
}
