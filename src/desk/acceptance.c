/* A yes to an offered rush; see acceptance.h. */
#include "desk/acceptance.h"

#include "engine/facts.h"
#include "engine/triage.h"
#include "store/ticket.h"
#include "text/json.h"

static bool offers_rush(const struct value *output)
{
    const struct value *decisions = value_get(output, STR("decisions"));
    for (size_t i = 0; decisions && decisions->kind == VALUE_ARRAY && i < decisions->array.count; i++) {
        const struct value *action = value_get(&decisions->array.items[i], STR("action"));
        if (action && action->kind == VALUE_STRING && str_eq(action->string, action_name(ACTION_OFFER_RUSH)))
            return true;
    }
    return false;
}

int acceptance_offered(const struct unit *unit, const struct id *ticket, bool *out, struct err *err)
{
    const struct draft *last = NULL;
    struct draft *drafts;
    struct assessed assessed;
    struct value output;
    size_t count;
    *out = false;
    if (draft_list(unit, ticket, &drafts, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++)
        if (drafts[i].state == DRAFT_SENT && (!last || drafts[i].settled_at >= last->settled_at))
            last = &drafts[i];
    if (!last || last->free) return 0;
    int found = assessed_load(unit, &last->assessment, &assessed, err);
    if (found <= 0) return found;
    if (json_parse(unit->arena, assessed.output, &output, err) < 0) return -1;
    *out = offers_rush(&output);
    return 0;
}

static bool says_yes(struct arena *arena, const struct inquiry *inquiry)
{
    struct inquiry asked = *inquiry;
    struct reading reading = {0};
    asked.awaiting = AWAITING_CONFIRM_CHANGE; /* what a yes or a no answers */
    triage_clean(arena, asked.text, &reading.segments, &reading.segment_count, &reading.auto_reply);
    facts_read_answer(arena, &asked, &reading);
    return str_is(reading.answer, "confirm");
}

bool acceptance_is_taken(struct arena *arena, const struct inquiry *inquiry, const struct assessment *judged)
{
    for (size_t i = 0; i < judged->decision_count; i++)
        if (judged->decisions[i].action == ACTION_OFFER_RUSH) return true;
    return says_yes(arena, inquiry);
}

/* What a yes is taken for by who does not know the question. */
static const bool is_no_matter[ACTION_COUNT] = {
    [ACTION_OFFER_RUSH] = true, [ACTION_HAND_OVER] = true,    [ACTION_HAND_OFF] = true, [ACTION_THANK] = true,
    [ACTION_ANSWER_FAQ] = true, [ACTION_SHARE_STATUS] = true, [ACTION_ESCALATE] = true,
};

bool acceptance_is_all(const struct assessment *judged)
{
    for (size_t i = 0; i < judged->decision_count; i++)
        if (!is_no_matter[judged->decisions[i].action]) return false;
    return true;
}
