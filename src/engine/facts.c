/* All facts of a message, in the order they build on each other; see facts.h. */
#include "engine/facts.h"

static uint32_t bit(enum concern concern)
{
    return UINT32_C(1) << concern;
}

/* What a clear answer sounds like to who does not know the question: "refund me, please" is no new return, and a number
 * alone asks nothing. */
static uint32_t told_by_answer(const struct inquiry *inquiry, const struct reading *reading)
{
    switch (inquiry->awaiting) {
    case AWAITING_CHOOSE_REMEDY:
        return bit(CONCERN_RETURN) | bit(CONCERN_CANCEL) | bit(CONCERN_DAMAGED) | bit(CONCERN_WRONG_SPEC) |
               bit(CONCERN_OTHER);
    case AWAITING_CONSENT:
        return bit(CONCERN_CANCEL) | bit(CONCERN_RETURN) | bit(CONCERN_DELAY) | bit(CONCERN_OTHER);
    case AWAITING_CONFIRM_CHANGE: /* "perfect, go ahead" approves something, and that is what was asked */
        return reading->low_confidence ? bit(CONCERN_OTHER) : 0;
    case AWAITING_FACTS:
        return reading->low_confidence ? ~bit(CONCERN_ANSWER) : 0;
    default:
        return 0;
    }
}

/* Whether every reading in doubt is the answer or what it sounds like. */
static bool doubts_answer_only(const struct reading *reading, uint32_t told)
{
    for (size_t i = 0; i < reading->meant_count; i++)
        if (!((told | bit(CONCERN_ANSWER)) & bit(reading->meant[i]))) return false;
    return reading->meant_count > 0 && told;
}

/* The doubt between the answer and what it sounds like is gone, so their confidences add up. */
static void settle_answer(struct arena *arena, const struct inquiry *inquiry, struct reading *out)
{
    uint32_t told = out->answer.len ? told_by_answer(inquiry, out) : 0;
    struct concern_found answer = {.concern = CONCERN_ANSWER, .item = ALL_ITEMS};
    struct concern_found *kept = ARENA_ARRAY(arena, out->concern_count + 1, struct concern_found);
    size_t count = 0;
    bool any = false;
    for (size_t i = 0; i < out->concern_count; i++) {
        const struct concern_found *found = &out->concerns[i];
        bool is_answer = found->concern == CONCERN_ANSWER;
        any = any || (told & bit(found->concern));
        if (!is_answer && !(told & bit(found->concern))) continue;
        answer.confidence += found->confidence;
        if (is_answer || !answer.evidence.end) answer.evidence = found->evidence;
    }
    if (any || doubts_answer_only(out, told)) out->meant_count = 0;
    if (!any) return;
    if (answer.confidence > 1) answer.confidence = 1;
    bool placed = false;
    for (size_t i = 0; i < out->concern_count; i++) {
        const struct concern_found *found = &out->concerns[i];
        if (found->concern == CONCERN_ANSWER || (told & bit(found->concern))) continue;
        if (!placed && found->concern > CONCERN_ANSWER) {
            kept[count++] = answer;
            placed = true;
        }
        kept[count++] = *found;
    }
    if (!placed) kept[count++] = answer;
    out->concerns = kept;
    out->concern_count = count;
    out->low_confidence = false;
}

/* "I was charged twice, refund the second one": the money is wrong, the order is not called off. */
static void settle_overcharge(struct reading *out)
{
    const uint32_t meant_by_refund = bit(CONCERN_CANCEL) | bit(CONCERN_RETURN);
    bool other = false;
    for (size_t i = 0; i < out->concern_count; i++)
        other = other || out->concerns[i].concern == CONCERN_OTHER;
    if (!out->signs.overcharged || out->low_confidence) return;
    size_t kept = 0;
    for (size_t i = 0; i < out->concern_count; i++) {
        struct concern_found *found = &out->concerns[i];
        if (meant_by_refund & bit(found->concern)) {
            if (other) continue;
            found->concern = CONCERN_OTHER;
            other = true;
        }
        out->concerns[kept++] = *found;
    }
    out->concern_count = kept;
}

void facts_read(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                struct reading *out)
{
    settle_overcharge(out);
    facts_read_ids(arena, inquiry, out);
    facts_read_dates(arena, inquiry, store, out);
    facts_read_item(arena, inquiry, store, out);
    facts_read_spec(arena, inquiry, store, out);
    facts_read_answer(arena, inquiry, out);
    settle_answer(arena, inquiry, out);
}
