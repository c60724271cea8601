/* Writes the six sections as plain text; see reply_sections.h. Decides nothing: it shows what was decided. */
#include "cli/reply_sections.h"

#include "cli/reply_words.h"
#include "text/datefmt.h"
#include "text/utf8.h"

struct page {
    struct arena *arena;
    const struct assessment *assessment;
    const struct inquiry *inquiry;
    const struct store *store;
    enum lang lang;
    struct datefmt *dates;
    day_t today;
    struct buf *out;
};

static const char *word(const struct page *page, enum desk_word word)
{
    return desk_word(word, page->lang);
}

static struct str term(const struct page *page, const char *family, struct str name)
{
    return desk_term(page->arena, page->store, page->lang, family, name);
}

static void add(const struct page *page, struct str text)
{
    buf_add(page->out, text);
}

static void add_c(const struct page *page, const char *text)
{
    buf_add_c(page->out, text);
}

static void add_word(const struct page *page, enum desk_word which)
{
    add_c(page, word(page, which));
}

static const char *colon(const struct page *page)
{
    return page->lang == LANG_ZH ? "：" : ": ";
}

static void heading(const struct page *page, int number, enum desk_word title)
{
    buf_printf(page->out, "%s%d. %s\n", number > 1 ? "\n" : "", number, word(page, title));
}

static void label(const struct page *page, enum desk_word which)
{
    buf_printf(page->out, "   %s%s", word(page, which), colon(page));
}

static void not_applicable(const struct page *page, enum desk_word reason)
{
    buf_printf(page->out, "   %s%s%s\n", word(page, WORD_NOT_APPLICABLE), page->lang == LANG_ZH ? "" : " ",
               word(page, reason));
}

static void add_deadline(const struct page *page, instant_t at)
{
    add(page, datefmt_deadline(page->dates, page->arena, page->assessment->zone, at, page->today));
}

static void add_range(const struct page *page, struct day_range range)
{
    if (range.from == range.to)
        add(page, datefmt_day(page->dates, DATEFMT_SHORT, range.from, page->today));
    else
        add(page, datefmt_range(page->dates, DATEFMT_SHORT, range, page->today));
}

/* Text over several lines, each moved in. */
static void add_block(const struct page *page, struct str text, const char *indent)
{
    struct str line;
    text = str_trim(text);
    while (str_next_part(&text, '\n', &line)) {
        if (str_trim(line).len) buf_printf(page->out, "%s%.*s", indent, STR_ARG(line));
        buf_add_char(page->out, '\n');
    }
}

static const struct order *order_of(const struct page *page)
{
    /* What is not to be told to a stranger is still the agent's to see. */
    return page->inquiry->order;
}

static void item_title(const struct page *page, const struct item *item)
{
    if (item->quantity > 1) buf_printf(page->out, "%d × ", item->quantity);
    struct str title = item->title.len ? item->title : item->sku;
    add(page, title.len ? title : str_of(word(page, WORD_UNKNOWN)));
}

static bool add_fields(const struct page *page, const struct field *fields, size_t count, bool more)
{
    for (size_t i = 0; i < count; i++) {
        if (more || i) add_c(page, page->lang == LANG_ZH ? "；" : "; ");
        add(page, term(page, "field", fields[i].name));
        add_c(page, page->lang == LANG_ZH ? "“" : " “");
        add(page, fields[i].value);
        add_c(page, "”");
    }
    return more || count;
}

static void items(const struct page *page, const struct order *order)
{
    for (size_t i = 0; i < order->item_count; i++) {
        const struct item *item = &order->items[i];
        label(page, WORD_PRODUCT);
        item_title(page, item);
        add_c(page, "\n");
        label(page, WORD_PERSONALIZATION);
        bool any = add_fields(page, item->fields, item->field_count, false);
        for (size_t p = 0; p < item->piece_count; p++)
            any = add_fields(page, item->pieces[p].fields, item->pieces[p].field_count, any);
        if (!any) add_c(page, "–");
        add_c(page, "\n");
    }
}

static void order_lines(const struct page *page)
{
    const struct order *order = order_of(page);
    label(page, WORD_ORDER);
    if (!order) {
        add_word(page, WORD_NO_ORDER);
        add_c(page, "\n");
        return;
    }
    add(page, order->number.len ? order->number : str_of(word(page, WORD_UNKNOWN)));
    add_c(page, "\n");
    label(page, WORD_DATE);
    if (order->placed_at == INSTANT_NONE) {
        add_word(page, WORD_UNKNOWN);
    } else {
        day_t placed = zone_day(page->assessment->zone, order->placed_at);
        add(page, datefmt_day(page->dates, DATEFMT_SHORT, placed, page->today));
    }
    add_c(page, "\n");
    items(page, order);
}

static void concern_lines(const struct page *page)
{
    const struct assessment *assessment = page->assessment;
    label(page, WORD_CONCERN);
    for (size_t i = 0; i < assessment->concern_count; i++) {
        const struct concern_found *found = &assessment->concerns[i];
        if (i) add_c(page, page->lang == LANG_ZH ? "，" : ", ");
        add(page, term(page, "concern", concern_name(found->concern)));
        buf_printf(page->out, " (%d %%)", (int)(found->confidence * 100 + 0.5));
    }
    add_c(page, "\n");
}

static void stage_line(const struct page *page, const struct item_situation *item)
{
    label(page, WORD_STAGE);
    add(page, term(page, "stage", stage_name(item->stage)));
    buf_printf(page->out, " (%s", word(page, item->stage_reported ? WORD_REPORTED : WORD_ESTIMATED));
    if (item->overdue) buf_printf(page->out, ", %s", word(page, WORD_OVERDUE));
    if (item->held) buf_printf(page->out, ", %s", word(page, WORD_ON_HOLD));
    if (item->waiting_for_customer) buf_printf(page->out, ", %s", word(page, WORD_WAITING));
    add_c(page, ")\n");
}

static void window_line(const struct page *page, const struct window *window)
{
    label(page, WORD_WINDOW);
    add(page, term(page, "window", window_state_name(window->state)));
    if (window->reason.len) {
        add_c(page, " (");
        add(page, term(page, "reason", window->reason));
        add_c(page, ")");
    }
    if (window->state == WINDOW_OPEN && window->closes_at != INSTANT_NONE) {
        buf_printf(page->out, ", %s ", word(page, WORD_CLOSES));
        add_deadline(page, window->closes_at);
    }
    add_c(page, "\n");
}

static void situation_lines(const struct page *page)
{
    const struct assessment *assessment = page->assessment;
    for (size_t i = 0; i < assessment->item_count; i++) {
        if (assessment->item_count > 1) buf_printf(page->out, "   [%zu]\n", i + 1);
        stage_line(page, &assessment->items[i]);
        window_line(page, &assessment->items[i].window);
    }
    if (!assessment->item_count) {
        label(page, WORD_STAGE);
        buf_printf(page->out, "%s\n", word(page, WORD_UNKNOWN));
        window_line(page, &(struct window){WINDOW_NONE, INSTANT_NONE, STR("no_order")});
    }
}

/* Columns on a terminal: Chinese characters and full-width signs take two. */
static size_t width_of(struct str text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.len;) width += utf8_next(text, &at) >= 0x2e80 ? 2 : 1;
    return width;
}

static void cell(const struct page *page, struct str text, size_t width)
{
    add(page, text);
    for (size_t have = width_of(text); have < width; have++) buf_add_char(page->out, ' ');
    add_c(page, "  ");
}

/* Words of the public JSON are put into the agent's language, everything else is the order's or the customer's own. */
static struct str fact_value(const struct page *page, enum fact_kind kind, struct str value)
{
    if (!value.len) return STR("–");
    if (kind == FACT_CONCERN) return term(page, "concern", value);
    if (kind == FACT_STAGE) return term(page, "stage", value);
    if (kind == FACT_WINDOW) return term(page, "window", value);
    return value;
}

static void facts(const struct page *page)
{
    add_c(page, "\n   ");
    cell(page, str_of(word(page, WORD_FACT)), 16);
    cell(page, str_of(word(page, WORD_STATUS)), 12);
    buf_printf(page->out, "%s\n", word(page, WORD_VALUE));
    for (enum fact_kind kind = 0; kind < FACT_COUNT; kind++) {
        const struct fact *fact = &page->assessment->facts[kind];
        add_c(page, "   ");
        cell(page, term(page, "fact", fact_kind_name(kind)), 16);
        cell(page, term(page, "fact_status", fact_status_name(fact->status)), 12);
        add(page, fact_value(page, kind, fact->value));
        add_c(page, "\n");
    }
}

static void open_points(const struct page *page)
{
    const struct assessment *assessment = page->assessment;
    for (size_t i = 0; i < assessment->conflict_count; i++) {
        const struct conflict *conflict = &assessment->conflicts[i];
        label(page, WORD_CONFLICT);
        add(page, term(page, "fact", conflict->fact));
        buf_printf(page->out, "%s%s “%.*s”, %s “%.*s”\n", colon(page), word(page, WORD_CONFLICT_SAYS),
                   STR_ARG(conflict->stated), word(page, WORD_CONFLICT_HAS), STR_ARG(conflict->known));
    }
    for (size_t i = 0; i < assessment->missing_count; i++) {
        label(page, WORD_MISSING);
        add(page, term(page, "fact", fact_kind_name(assessment->missing[i])));
        add_c(page, "\n");
    }
    if (assessment->escalate) {
        label(page, WORD_ESCALATE);
        add(page, term(page, "reason", assessment->escalate_reason));
        add_c(page, "\n");
    }
}

static void section_situation(const struct page *page)
{
    heading(page, 1, WORD_SITUATION);
    if (page->assessment->summary.len) {
        label(page, WORD_SUMMARY);
        add(page, page->assessment->summary);
        add_c(page, "\n");
    }
    order_lines(page);
    concern_lines(page);
    situation_lines(page);
    label(page, WORD_IDENTITY);
    add(page, term(page, "identity", identity_name(page->assessment->identity)));
    add_c(page, "\n");
    open_points(page);
    facts(page);
}

static void ranges(const struct page *page, enum desk_word title, const struct item_milestone *milestones,
                   size_t count)
{
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        const struct item_milestone *milestone = &milestones[i];
        if (milestone->item != ALL_ITEMS && milestone->item != page->assessment->item) continue;
        if (first) buf_printf(page->out, "   %s\n", word(page, title));
        first = false;
        add_c(page, "      ");
        cell(page, term(page, "milestone", milestone_name(milestone->milestone)), 18);
        if (milestone->actual != DAY_NONE) {
            add_range(page, (struct day_range){milestone->actual, milestone->actual});
            buf_printf(page->out, " (%s)", word(page, WORD_HAPPENED));
        } else {
            add_range(page, milestone->range);
        }
        add_c(page, "\n");
    }
}

static void remedies(const struct page *page, const struct remedy *remedies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct remedy *remedy = &remedies[i];
        label(page, WORD_REMEDY);
        add(page, term(page, "remedy", remedy_kind_name(remedy->kind)));
        if (remedy->amount.len)
            buf_printf(page->out, " %.*s %.*s", STR_ARG(remedy->amount), STR_ARG(remedy->currency));
        if (remedy->expires != DAY_NONE) {
            buf_printf(page->out, ", %s ", word(page, WORD_UNTIL));
            add_range(page, (struct day_range){remedy->expires, remedy->expires});
        }
        add_c(page, "\n");
    }
}

static void decision(const struct page *page, const struct decision *decision)
{
    label(page, WORD_DECISION);
    add(page, term(page, "action", action_name(decision->action)));
    buf_printf(page->out, " (%s%s", word(page, WORD_BECAUSE), page->lang == LANG_ZH ? "：" : " ");
    add(page, term(page, "reason", decision->reason));
    for (size_t i = 0; i < decision->clause_count; i++)
        buf_printf(page->out, "; %s #%.*s", word(page, WORD_CLAUSES), STR_ARG(decision->clauses[i]));
    if (decision->hold) buf_printf(page->out, "; %s", word(page, WORD_HOLD));
    if (decision->needs_approval) buf_printf(page->out, "; %s", word(page, WORD_APPROVAL));
    add_c(page, ")");
    if (decision->due != INSTANT_NONE) {
        buf_printf(page->out, ", %s ", word(page, WORD_DUE));
        add_deadline(page, decision->due);
    }
    add_c(page, "\n");
    remedies(page, decision->remedies, decision->remedy_count);
}

/* Shows the decisions on the concerns of a section; whether there were any. */
static bool decisions(const struct page *page, unsigned concerns)
{
    bool any = false;
    for (size_t i = 0; i < page->assessment->decision_count; i++) {
        const struct decision *made = &page->assessment->decisions[i];
        if (!(concerns >> made->concern & 1)) continue;
        decision(page, made);
        any = true;
    }
    return any;
}

static void requested(const struct page *page)
{
    for (size_t i = 0; i < page->assessment->request.change_count; i++) {
        const struct requested_change *change = &page->assessment->request.changes[i];
        label(page, WORD_REQUESTED);
        add(page, term(page, "field", change->field));
        buf_printf(page->out, " “%.*s” → ", STR_ARG(change->old_value));
        if (change->new_value.len)
            buf_printf(page->out, "“%.*s”", STR_ARG(change->new_value));
        else
            add_word(page, WORD_NOT_GIVEN);
        if (change->fault != SPEC_NONE) {
            add_c(page, " (");
            add(page, term(page, "fault", spec_fault_name(change->fault)));
            add_c(page, ")");
        }
        add_c(page, "\n");
    }
}

static void need_by(const struct page *page)
{
    const struct request *request = &page->assessment->request;
    if (request->need_by == DAY_NONE) return;
    label(page, WORD_NEED_BY);
    add_range(page, (struct day_range){request->need_by, request->need_by});
    if (request->need_by_standard != VERDICT_NONE) {
        buf_printf(page->out, "; %s ", word(page, WORD_STANDARD));
        add(page, term(page, "verdict", verdict_name(request->need_by_standard)));
    }
    if (request->need_by_rush != VERDICT_NONE) {
        buf_printf(page->out, "; %s ", word(page, WORD_RUSH));
        add(page, term(page, "verdict", verdict_name(request->need_by_rush)));
    }
    add_c(page, "\n");
}

#define BIT(concern) (1U << CONCERN_##concern)

static void section_status(const struct page *page)
{
    const struct assessment *assessment = page->assessment;
    heading(page, 2, WORD_ORDER_STATUS);
    if (assessment->has_route) {
        buf_printf(page->out, "   %s %s ", word(page, WORD_NOT_APPLICABLE), word(page, WORD_OUT_OF_SCOPE));
        add(page, term(page, "concern", concern_name(assessment->route)));
        add_c(page, "\n");
        return;
    }
    decisions(page, BIT(STATUS) | BIT(DELAY) | BIT(FAQ) | BIT(OTHER) | BIT(THANKS));
    if (!assessment->status_message_count) {
        not_applicable(page, assessment->identity == IDENTITY_MISMATCH ? WORD_STRANGER : WORD_NO_STATUS);
        return;
    }
    ranges(page, WORD_EXPECTED, assessment->estimate.milestones, assessment->estimate.count);
    for (size_t i = 0; i < assessment->status_message_count; i++) {
        const struct status_message *message = &assessment->status_messages[i];
        label(page, message->current ? WORD_NOW : WORD_THEN);
        add(page, term(page, "stage", stage_name(message->stage)));
        add_c(page, "\n");
        add_block(page, message->markdown, "      ");
    }
}

/* Only then are the rush ranges of interest. */
static bool asks_for_speed(const struct assessment *assessment)
{
    for (size_t i = 0; i < assessment->decision_count; i++)
        if (assessment->decisions[i].concern == CONCERN_RUSH) return true;
    return assessment->request.need_by != DAY_NONE;
}

static void section_modification(const struct page *page)
{
    const struct assessment *assessment = page->assessment;
    heading(page, 3, WORD_MODIFICATION);
    requested(page);
    bool any = decisions(page, BIT(CHANGE) | BIT(CANCEL) | BIT(RUSH) | BIT(ANSWER));
    if (assessment->change.present && assessment->change.confirm_by != INSTANT_NONE) {
        label(page, WORD_CONFIRM_BY);
        add_deadline(page, assessment->change.confirm_by);
        add_c(page, "\n");
    }
    need_by(page);
    if (asks_for_speed(assessment))
        ranges(page, WORD_WITH_RUSH, assessment->estimate.rush, assessment->estimate.rush_count);
    if (!any && !assessment->request.change_count && assessment->request.need_by == DAY_NONE)
        not_applicable(page, WORD_NO_CHANGE);
}

static void section_quality(const struct page *page)
{
    const struct assessment *assessment = page->assessment;
    heading(page, 4, WORD_QUALITY);
    bool any = decisions(page, BIT(DAMAGED) | BIT(WRONG_SPEC) | BIT(NOT_RECEIVED) | BIT(RETURN));
    if (assessment->claim.present) {
        if (assessment->claim.photos_due != INSTANT_NONE) {
            label(page, WORD_PHOTOS_DUE);
            add_deadline(page, assessment->claim.photos_due);
            add_c(page, "\n");
        }
        if (assessment->claim.fault != FAULT_NONE) {
            label(page, WORD_FAULT);
            add(page, term(page, "fault", fault_name(assessment->claim.fault)));
            add_c(page, "\n");
        }
    }
    if (!any && !assessment->claim.present) not_applicable(page, WORD_NO_CLAIM);
}

static void notice(const struct page *page, const struct notice_plan *notice)
{
    add_c(page, "   – ");
    add(page, term(page, "notice", notice_name(notice->notice)));
    if (notice->email || notice->sms)
        buf_printf(page->out, " (%s%s%s)", notice->email ? "e-mail" : "",
                   notice->email && notice->sms ? ", " : "", notice->sms ? "SMS" : "");
    if (notice->range.from != DAY_NONE) {
        add_c(page, colon(page));
        add_range(page, notice->range);
    }
    if (notice->withheld.len) {
        buf_printf(page->out, " [%s%s", word(page, WORD_WITHHELD), colon(page));
        add(page, term(page, "withheld", notice->withheld));
        add_c(page, "]");
    }
    add_c(page, "\n");
}

static void next_steps(const struct page *page)
{
    const struct assessment *assessment = page->assessment;
    if (assessment->next_step_count) buf_printf(page->out, "   %s\n", word(page, WORD_NEXT_STEPS));
    for (size_t i = 0; i < assessment->next_step_count; i++) {
        const struct next_step *step = &assessment->next_steps[i];
        add_c(page, "   – ");
        add(page, term(page, "owner", step->owner));
        add_c(page, colon(page));
        add(page, step->step);
        if (step->due != INSTANT_NONE) {
            buf_printf(page->out, " (%s ", word(page, WORD_DUE));
            add_deadline(page, step->due);
            add_c(page, ")");
        }
        add_c(page, "\n");
    }
}

static void section_proactive(const struct page *page)
{
    heading(page, 5, WORD_PROACTIVE);
    for (size_t i = 0; i < page->assessment->proactive_count; i++)
        notice(page, &page->assessment->proactive[i]);
    if (!page->assessment->proactive_count) not_applicable(page, WORD_NO_NOTICE);
    next_steps(page);
}

static void section_measures(const struct page *page)
{
    const struct assessment *assessment = page->assessment;
    heading(page, 6, WORD_MEASURES);
    for (size_t i = 0; i < assessment->metric_count; i++) {
        add_c(page, "   – ");
        add(page, term(page, "metric", assessment->metrics[i].metric));
        if (assessment->metrics[i].due != INSTANT_NONE) {
            buf_printf(page->out, "%s%s ", colon(page), word(page, WORD_DUE));
            add_deadline(page, assessment->metrics[i].due);
        }
        add_c(page, "\n");
    }
    if (!assessment->metric_count) not_applicable(page, WORD_NO_MEASURE);
}

static void ready_reply(const struct page *page)
{
    const struct reply *reply = &page->assessment->reply;
    const struct assessment *assessment = page->assessment;
    if (assessment->lint_count) buf_printf(page->out, "\n%s\n", word(page, WORD_BEFORE_SENDING));
    for (size_t i = 0; i < assessment->lint_count; i++)
        buf_printf(page->out, "   – %s: %.*s: %.*s\n", assessment->lint[i].error ? "error" : "warning",
                   STR_ARG(assessment->lint[i].rule), STR_ARG(assessment->lint[i].message));
    buf_printf(page->out, "\n%s\n\n", word(page, WORD_REPLY));
    if (reply->subject.len) buf_printf(page->out, "%.*s\n\n", STR_ARG(reply->subject));
    add_block(page, reply->markdown, "");
    if (reply->gloss.len) {
        buf_printf(page->out, "\n%s\n\n", word(page, WORD_GLOSS));
        add_block(page, reply->gloss, "");
    }
}

void reply_sections(struct arena *arena, const struct assessment *assessment, const struct inquiry *inquiry,
                    const struct store *store, struct str locale, struct buf *out)
{
    struct page page = {
        .arena = arena,
        .assessment = assessment,
        .inquiry = inquiry,
        .store = store,
        .lang = str_starts(locale, STR("zh")) ? LANG_ZH : LANG_EN,
        .dates = datefmt_new(locale),
        .today = zone_day(assessment->zone, assessment->at),
        .out = out,
    };
    section_situation(&page);
    section_status(&page);
    section_modification(&page);
    section_quality(&page);
    section_proactive(&page);
    section_measures(&page);
    ready_reply(&page);
    datefmt_free(page.dates);
}
