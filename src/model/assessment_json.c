/* The assessment as burin.assessment/1, member by member in the order of the contract; see assessment.h.
 *
 * Written by hand rather than from tables: every line is one member of the document, and the writer is on the path of
 * every assessment. Its JSON Schema is docs/assessment.schema.json. */
#include "model/assessment.h"
#include "text/json.h"

#define ROW(id, name) STR_INIT(name),
struct str spec_fault_name(enum spec_fault fault)
{
    static const struct str names[] = {SPEC_FAULTS(ROW)};
    return names[fault];
}

static void put_day(struct json_writer *writer, const char *name, day_t day)
{
    char text[16];
    if (day == DAY_NONE) {
        json_put_null(writer, name);
        return;
    }
    day_format(day, text);
    json_put_string(writer, name, str_of(text));
}

/* In the store's zone, whose offset is cut to whole minutes as RFC 3339 wants it. */
static void put_instant(struct json_writer *writer, const char *name, instant_t at, const struct zone *zone)
{
    char text[40];
    if (at == INSTANT_NONE) {
        json_put_null(writer, name);
        return;
    }
    int offset = zone_offset(zone, at);
    instant_format(at, offset - offset % 60, text);
    json_put_string(writer, name, str_of(text));
}

static void put_item(struct json_writer *writer, int item)
{
    if (item == ALL_ITEMS)
        json_put_null(writer, "item");
    else
        json_put_int(writer, "item", item);
}

static void put_evidence(struct json_writer *writer, struct span span)
{
    json_name(writer, "evidence");
    if (span.start >= span.end) {
        json_write_null(writer);
        return;
    }
    json_begin_object(writer);
    json_put_int(writer, "start", (int64_t)span.start);
    json_put_int(writer, "end", (int64_t)span.end);
    json_end_object(writer);
}

static void begin_array(struct json_writer *writer, const char *name)
{
    json_name(writer, name);
    json_begin_array(writer);
}

static void begin_object(struct json_writer *writer, const char *name)
{
    json_name(writer, name);
    json_begin_object(writer);
}

/* A probability with three decimals, without the cost and the locale of printf. */
static void put_confidence(struct json_writer *writer, double confidence)
{
    int thousandths = confidence > 0 ? confidence < 1 ? (int)(confidence * 1000 + 0.5) : 1000 : 0;
    char text[] = {(char)('0' + thousandths / 1000), '.', (char)('0' + thousandths / 100 % 10),
                   (char)('0' + thousandths / 10 % 10), (char)('0' + thousandths % 10)};
    json_name(writer, "confidence");
    buf_add(writer->buf, str_of_len(text, sizeof text));
    writer->comma = true;
}

static void write_head(struct json_writer *writer, const struct assessment *assessment)
{
    json_put_string(writer, "schema", STR("burin.assessment/1"));
    json_put_string(writer, "id", assessment->id);
    put_instant(writer, "at", assessment->at, assessment->zone);
    json_put_string(writer, "locale", assessment->locale);
    begin_object(writer, "version");
    json_put_string(writer, "build", assessment->build_version);
    json_put_string(writer, "model", assessment->model_version);
    json_put_string(writer, "shop", assessment->shop_version);
    json_end_object(writer);
    begin_object(writer, "scope");
    json_put_bool(writer, "in", assessment->in_scope);
    if (assessment->has_route)
        json_put_string(writer, "route", concern_name(assessment->route));
    else
        json_put_null(writer, "route");
    json_end_object(writer);
}

static void write_concerns(struct json_writer *writer, const struct assessment *assessment)
{
    begin_array(writer, "concerns");
    for (size_t i = 0; i < assessment->concern_count; i++) {
        const struct concern_found *found = &assessment->concerns[i];
        json_begin_object(writer);
        json_put_string(writer, "concern", concern_name(found->concern));
        put_confidence(writer, found->confidence);
        put_evidence(writer, found->evidence);
        put_item(writer, found->item);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_facts(struct json_writer *writer, const struct assessment *assessment)
{
    begin_array(writer, "facts");
    for (int kind = 0; kind < FACT_COUNT; kind++) {
        const struct fact *fact = &assessment->facts[kind];
        json_begin_object(writer);
        json_put_string(writer, "fact", fact_kind_name((enum fact_kind)kind));
        json_put_string(writer, "status", fact_status_name(fact->status));
        json_put_string_or_null(writer, "value", fact->value);
        put_evidence(writer, fact->evidence);
        json_end_object(writer);
    }
    json_end_array(writer);
    begin_array(writer, "missing");
    for (size_t i = 0; i < assessment->missing_count; i++)
        json_write_string(writer, fact_kind_name(assessment->missing[i]));
    json_end_array(writer);
}

static void write_conflicts(struct json_writer *writer, const struct assessment *assessment)
{
    begin_array(writer, "conflicts");
    for (size_t i = 0; i < assessment->conflict_count; i++) {
        const struct conflict *conflict = &assessment->conflicts[i];
        json_begin_object(writer);
        json_put_string(writer, "fact", conflict->fact);
        json_put_string(writer, "stated", conflict->stated);
        json_put_string_or_null(writer, "known", conflict->known);
        put_evidence(writer, conflict->evidence);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_put_string(writer, "identity", identity_name(assessment->identity));
    json_put_bool(writer, "auto_reply", assessment->auto_reply);
    json_put_bool(writer, "escalate", assessment->escalate);
}

static void put_window(struct json_writer *writer, const struct window *window, const struct zone *zone)
{
    begin_object(writer, "window");
    json_put_string(writer, "state", window_state_name(window->state));
    put_instant(writer, "closes_at", window->closes_at, zone);
    json_put_string_or_null(writer, "reason", window->reason);
    json_end_object(writer);
}

static void write_item_situation(struct json_writer *writer, int item, const struct item_situation *situation,
                                 const struct zone *zone)
{
    json_begin_object(writer);
    json_put_int(writer, "item", item);
    json_put_string(writer, "stage", stage_name(situation->stage));
    put_window(writer, &situation->window, zone);
    json_put_bool(writer, "overdue", situation->overdue);
    json_end_object(writer);
}

/* The concerned item's situation first; without an order there is none, and nothing is made up for it. */
static void write_situation(struct json_writer *writer, const struct assessment *assessment)
{
    static const struct window no_window = {WINDOW_NONE, INSTANT_NONE, STR_INIT("no_order")};
    size_t concerned = assessment->item > 0 ? (size_t)assessment->item : 0;
    const struct item_situation *situation =
        concerned < assessment->item_count ? &assessment->items[concerned] : NULL;
    begin_object(writer, "situation");
    if (situation) {
        json_put_string(writer, "stage", stage_name(situation->stage));
        json_put_string(writer, "stage_basis",
                        situation->stage_reported ? STR("reported") : STR("estimated"));
    } else {
        json_put_null(writer, "stage");
        json_put_null(writer, "stage_basis");
    }
    json_put_bool(writer, "overdue", situation && situation->overdue);
    json_put_string(writer, "summary", assessment->summary);
    put_window(writer, situation ? &situation->window : &no_window, assessment->zone);
    begin_array(writer, "items");
    for (size_t i = 0; !assessment->unlisted && i < assessment->item_count; i++)
        write_item_situation(writer, (int)i, &assessment->items[i], assessment->zone);
    json_end_array(writer);
    json_end_object(writer);
}

/* Whether a change belongs to the new spec: of the first changed item, with a value that can be taken. */
static bool in_new_spec(const struct request *request, size_t index)
{
    const struct requested_change *change = &request->changes[index];
    return change->item == request->changes[0].item && change->new_value.len && change->field.len &&
           change->fault == SPEC_NONE;
}

/* A field that several pieces change is given once, as first asked for: names are unique in JSON. */
static bool in_new_spec_already(const struct request *request, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (in_new_spec(request, i) && str_eq(request->changes[i].field, request->changes[index].field))
            return true;
    return false;
}

static void write_new_spec(struct json_writer *writer, const struct request *request)
{
    begin_object(writer, "new_spec");
    for (size_t i = 0; i < request->change_count; i++) {
        if (!in_new_spec(request, i) || in_new_spec_already(request, i)) continue;
        json_write_string(writer, request->changes[i].field);
        buf_add_char(writer->buf, ':');
        writer->comma = false;
        json_write_string(writer, request->changes[i].new_value);
    }
    json_end_object(writer);
}

static void write_verdicts(struct json_writer *writer, const struct request *request)
{
    if (request->need_by_standard == VERDICT_NONE && request->need_by_rush == VERDICT_NONE) {
        json_put_null(writer, "need_by_verdict");
        return;
    }
    begin_object(writer, "need_by_verdict");
    json_put_string_or_null(writer, "standard", verdict_name(request->need_by_standard));
    json_put_string_or_null(writer, "rush", verdict_name(request->need_by_rush));
    json_end_object(writer);
}

static void write_request(struct json_writer *writer, const struct request *request)
{
    begin_object(writer, "request");
    write_new_spec(writer, request);
    begin_array(writer, "changes");
    for (size_t i = 0; i < request->change_count; i++) {
        const struct requested_change *change = &request->changes[i];
        json_begin_object(writer);
        put_item(writer, change->item);
        json_put_string_or_null(writer, "field", change->field);
        json_put_string_or_null(writer, "old", change->old_value);
        json_put_string_or_null(writer, "new", change->new_value);
        json_end_object(writer);
    }
    json_end_array(writer);
    put_day(writer, "need_by", request->need_by);
    write_verdicts(writer, request);
    json_put_string_or_null(writer, "answer", request->answer);
    json_end_object(writer);
}

static void put_remedies(struct json_writer *writer, const struct remedy *remedies, size_t count)
{
    begin_array(writer, "remedies");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(writer);
        json_put_string(writer, "kind", remedy_kind_name(remedies[i].kind));
        json_put_string_or_null(writer, "amount", remedies[i].amount);
        json_put_string_or_null(writer, "currency", remedies[i].currency);
        put_day(writer, "expires", remedies[i].expires);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_decision(struct json_writer *writer, const struct decision *decision,
                           const struct zone *zone)
{
    json_begin_object(writer);
    json_put_string(writer, "concern", concern_name(decision->concern));
    put_item(writer, decision->item);
    json_put_string(writer, "action", action_name(decision->action));
    json_put_string(writer, "reason", decision->reason);
    begin_array(writer, "clauses");
    for (size_t i = 0; i < decision->clause_count; i++) json_write_string(writer, decision->clauses[i]);
    json_end_array(writer);
    json_put_bool(writer, "hold", decision->hold);
    json_put_bool(writer, "needs_approval", decision->needs_approval);
    put_instant(writer, "due", decision->due, zone);
    put_remedies(writer, decision->remedies, decision->remedy_count);
    json_end_object(writer);
}

static void write_decisions(struct json_writer *writer, const struct assessment *assessment)
{
    begin_array(writer, "decisions");
    for (size_t i = 0; i < assessment->decision_count; i++)
        write_decision(writer, &assessment->decisions[i], assessment->zone);
    json_end_array(writer);
}

/* A milestone's range; `with_actual` where the document says whether it has happened. */
static void write_milestone(struct json_writer *writer, const struct item_milestone *milestone,
                            bool with_actual)
{
    json_begin_object(writer);
    json_put_string(writer, "milestone", milestone_name(milestone->milestone));
    put_item(writer, milestone->item);
    put_day(writer, "from", milestone->range.from);
    put_day(writer, "to", milestone->range.to);
    if (with_actual) put_day(writer, "actual", milestone->actual);
    json_end_object(writer);
}

static void put_milestones(struct json_writer *writer, const char *name,
                           const struct item_milestone *milestones, size_t count, bool with_actual)
{
    begin_array(writer, name);
    for (size_t i = 0; i < count; i++) write_milestone(writer, &milestones[i], with_actual);
    json_end_array(writer);
}

static void write_estimate(struct json_writer *writer, const struct assessed_estimate *estimate)
{
    if (estimate->count == 0) {
        json_put_null(writer, "estimate");
        return;
    }
    begin_object(writer, "estimate");
    json_put_string(writer, "basis", STR("rule"));
    json_put_null(writer, "coverage");
    put_milestones(writer, "milestones", estimate->milestones, estimate->count, true);
    if (estimate->rush_count) {
        begin_object(writer, "rush");
        put_milestones(writer, "milestones", estimate->rush, estimate->rush_count, true);
        json_put_string_or_null(writer, "surcharge", estimate->surcharge);
        json_end_object(writer);
    } else {
        json_put_null(writer, "rush");
    }
    json_end_object(writer);
}

static void write_status_messages(struct json_writer *writer, const struct assessment *assessment)
{
    begin_array(writer, "status_messages");
    for (size_t i = 0; i < assessment->status_message_count; i++) {
        const struct status_message *message = &assessment->status_messages[i];
        json_begin_object(writer);
        json_put_string(writer, "stage", stage_name(message->stage));
        json_put_bool(writer, "current", message->current);
        json_put_string(writer, "markdown", message->markdown);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_case(struct json_writer *writer, const struct assessment *assessment)
{
    if (assessment->change.present) {
        begin_object(writer, "change");
        json_put_string(writer, "state", change_state_name(assessment->change.state));
        put_instant(writer, "confirm_by", assessment->change.confirm_by, assessment->zone);
        json_end_object(writer);
    } else {
        json_put_null(writer, "change");
    }
    if (assessment->claim.present) {
        begin_object(writer, "claim");
        put_instant(writer, "photos_due", assessment->claim.photos_due, assessment->zone);
        json_put_string_or_null(writer, "fault", fault_name(assessment->claim.fault));
        put_remedies(writer, assessment->claim.remedies, assessment->claim.remedy_count);
        json_end_object(writer);
    } else {
        json_put_null(writer, "claim");
    }
}

static void write_reply(struct json_writer *writer, const struct reply *reply)
{
    begin_object(writer, "reply");
    json_put_string(writer, "subject", reply->subject);
    json_put_string(writer, "markdown", reply->markdown);
    json_put_string(writer, "text", reply->text);
    json_put_string(writer, "html", reply->html);
    json_put_string(writer, "sms", reply->sms);
    json_put_string_or_null(writer, "gloss", reply->gloss);
    json_end_object(writer);
}

static void write_next_steps(struct json_writer *writer, const struct assessment *assessment)
{
    begin_array(writer, "next_steps");
    for (size_t i = 0; i < assessment->next_step_count; i++) {
        const struct next_step *step = &assessment->next_steps[i];
        json_begin_object(writer);
        json_put_string(writer, "owner", step->owner);
        json_put_string(writer, "step", step->step);
        put_instant(writer, "due", step->due, assessment->zone);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_proactive(struct json_writer *writer, const struct assessment *assessment)
{
    begin_array(writer, "proactive");
    for (size_t i = 0; i < assessment->proactive_count; i++) {
        const struct notice_plan *plan = &assessment->proactive[i];
        json_begin_object(writer);
        json_put_string(writer, "notice", notice_name(plan->notice));
        begin_array(writer, "channels");
        if (plan->email) json_write_string(writer, STR("email"));
        if (plan->sms) json_write_string(writer, STR("sms"));
        json_end_array(writer);
        put_day(writer, "from", plan->range.from);
        put_day(writer, "to", plan->range.from == DAY_NONE ? DAY_NONE : plan->range.to);
        json_put_string_or_null(writer, "withheld", plan->withheld);
        json_put_string(writer, "markdown", plan->markdown);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_metrics(struct json_writer *writer, const struct assessment *assessment)
{
    begin_array(writer, "metrics");
    for (size_t i = 0; i < assessment->metric_count; i++) {
        json_begin_object(writer);
        json_put_string(writer, "metric", assessment->metrics[i].metric);
        put_instant(writer, "due", assessment->metrics[i].due, assessment->zone);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_lint(struct json_writer *writer, const struct assessment *assessment)
{
    begin_array(writer, "lint");
    for (size_t i = 0; i < assessment->lint_count; i++) {
        const struct lint_finding *finding = &assessment->lint[i];
        json_begin_object(writer);
        json_put_string(writer, "severity", finding->error ? STR("error") : STR("warning"));
        json_put_string(writer, "rule", finding->rule);
        json_put_int(writer, "start", (int64_t)finding->start);
        json_put_int(writer, "end", (int64_t)finding->end);
        json_put_string(writer, "message", finding->message);
        json_end_object(writer);
    }
    json_end_array(writer);
}

void assessment_to_json(const struct assessment *assessment, struct buf *out)
{
    struct json_writer json = {out, false}, *writer = &json;
    json_begin_object(writer);
    write_head(writer, assessment);
    write_concerns(writer, assessment);
    write_facts(writer, assessment);
    write_conflicts(writer, assessment);
    write_situation(writer, assessment);
    write_request(writer, &assessment->request);
    write_decisions(writer, assessment);
    write_estimate(writer, &assessment->estimate);
    write_status_messages(writer, assessment);
    write_case(writer, assessment);
    write_reply(writer, &assessment->reply);
    write_next_steps(writer, assessment);
    write_proactive(writer, assessment);
    write_metrics(writer, assessment);
    put_milestones(writer, "promises", assessment->promises, assessment->promise_count, false);
    write_lint(writer, assessment);
    json_end_object(writer);
}
