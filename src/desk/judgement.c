/* A message judged, and what is kept of it; see judgement.h. */
#include "desk/judgement.h"

#include "desk/effects.h"
#include "text/json.h"

enum { DOCUMENT_MOST = 16 * 1024 * 1024 };

static struct str inquiry_document(struct arena *arena, const struct inquiry *inquiry)
{
    struct buf buf;
    buf_init(&buf, DOCUMENT_MOST);
    struct json_writer writer = {.buf = &buf};
    inquiry_to_json(inquiry, &writer);
    struct str document = buf_copy(&buf, arena);
    buf_done(&buf);
    return document;
}

int judgement_make(struct desk *desk, struct arena *arena, struct judgement *judgement, struct err *err)
{
    if (desk_assess(desk, arena, &judgement->inquiry, &judgement->assessment, err) < 0) return -1;
    judgement->output = assessment_document(arena, &judgement->assessment);
    judgement->input = inquiry_document(arena, &judgement->inquiry);
    return 0;
}

instant_t judgement_first_due(const struct judgement *judgement)
{
    for (size_t i = 0; i < judgement->assessment.metric_count; i++)
        if (str_is(judgement->assessment.metrics[i].metric, "first_response"))
            return judgement->assessment.metrics[i].due;
    return judgement->inquiry.at;
}

/* The concerns behind the gravest one, each once. */
static struct str further_concerns(struct arena *arena, const struct assessment *assessment)
{
    bool known[CONCERN_COUNT] = {false};
    struct str words = {0};
    if (assessment->concern_count) known[assessment->concerns[0].concern] = true;
    for (size_t i = 1; i < assessment->concern_count; i++) {
        enum concern concern = assessment->concerns[i].concern;
        if (known[concern]) continue;
        known[concern] = true;
        words = words.len ? ARENA_JOIN(arena, words, STR(" "), concern_name(concern)) : concern_name(concern);
    }
    return words;
}

void judgement_describe(struct arena *arena, const struct judgement *judgement, struct ticket *ticket)
{
    const struct assessment *assessment = &judgement->assessment;
    ticket->locale = assessment->locale;
    ticket->identity = identity_name(assessment->identity);
    ticket->escalated = ticket->escalated || assessment->escalate;
    if (judgement->record) {
        ticket->order = judgement->record->id;
        ticket->customer = judgement->record->customer;
    }
    if (assessment->concern_count) {
        ticket->concern = concern_name(assessment->concerns[0].concern);
        ticket->confidence = (int)(assessment->concerns[0].confidence * 1000 + 0.5);
    }
    ticket->further = further_concerns(arena, assessment);
    if (assessment->decision_count) ticket->action = action_name(assessment->decisions[0].action);
}

int judgement_supersede(const struct unit *unit, const struct id *ticket, struct err *err)
{
    struct draft draft;
    int found = draft_open(unit, ticket, &draft, err);
    if (found <= 0) return found;
    if (state_step(MACHINE_DRAFT, (int)draft.state, DRAFT_SUPERSEDED, err) < 0) return -1;
    draft.state = DRAFT_SUPERSEDED;
    draft.settled_at = unit->now;
    return draft_save(unit, &draft, err);
}

int judgement_keep(const struct unit *unit, const struct judgement *judgement, const struct id *ticket,
                   int64_t seq, struct draft *out, struct err *err)
{
    const struct assessment *assessment = &judgement->assessment;
    struct assessed assessed = {
        .id = unit_id(unit),
        .ticket = *ticket,
        .seq = seq,
        .at = assessment->at,
        .input = judgement->input,
        .output = judgement->output,
        .build = assessment->build_version,
        .model = assessment->model_version,
        .shop = assessment->shop_version,
    };
    struct aftermath after;
    effects_aftermath(assessment, &after);
    struct draft draft = {
        .id = unit_id(unit),
        .ticket = *ticket,
        .assessment = assessed.id,
        .state = DRAFT_OPEN,
        .subject = assessment->reply.subject,
        .markdown = assessment->reply.markdown,
        .locale = assessment->locale,
        .awaits = after.awaiting,
        .leaves = after.state,
        .leaves_due = after.due,
        .created_at = unit->now,
        .settled_at = INSTANT_NONE,
        .version = 1,
    };
    if (assessed_insert(unit, &assessed, err) < 0 || draft_insert(unit, &draft, err) < 0) return -1;
    *out = draft;
    return 0;
}
