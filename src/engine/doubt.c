/* Whether a message is asked back, and what waits for the answer; see doubt.h. */
#include "engine/doubt.h"

/* What informs whatever was meant, or asks for something itself. */
static bool tells_anyway(enum action action)
{
    return action == ACTION_ASK_FACTS || action == ACTION_ASK_NEW_SPEC || action == ACTION_REQUEST_PHOTOS ||
           action == ACTION_SHARE_STATUS || action == ACTION_APOLOGISE_DELAY || action == ACTION_ANSWER_FAQ;
}

/* Whether the same answer serves both readings: how the work stands, whether they ask or complain. */
static bool is_one_answer(const struct reading *reading, enum action action)
{
    if (action != ACTION_SHARE_STATUS && action != ACTION_APOLOGISE_DELAY) return false;
    for (size_t i = 0; i < reading->meant_count; i++)
        if (reading->meant[i] != CONCERN_STATUS && reading->meant[i] != CONCERN_DELAY) return false;
    return true;
}

bool matter_asks_back(const struct matter *matter)
{
    const struct assessment *out = matter->out;
    if (matter->reading.meant_count == 0 || out->decision_count == 0) return false;
    const struct decision *gravest = &out->decisions[0];
    bool asked_already = gravest->action == ACTION_APPLY_ANSWER && str_is(gravest->reason, "unclear");
    return gravest->action != ACTION_VERIFY_IDENTITY && gravest->action != ACTION_HAND_OVER &&
           !asked_already && !is_one_answer(&matter->reading, gravest->action);
}

bool decision_waits(const struct matter *matter, const struct decision *decision)
{
    return matter_asks_back(matter) && !tells_anyway(decision->action);
}
