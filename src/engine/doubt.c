/* Whether a message is asked back, and what waits for the answer; see doubt.h. */
#include "engine/doubt.h"

/* What informs whatever was meant, or asks for something itself. */
static bool tells_anyway(enum action action)
{
    return action == ACTION_ASK_FACTS || action == ACTION_ASK_NEW_SPEC || action == ACTION_REQUEST_PHOTOS ||
           action == ACTION_SHARE_STATUS || action == ACTION_APOLOGISE_DELAY || action == ACTION_ANSWER_FAQ;
}

static const struct decision *decision_on(const struct matter *matter, enum concern concern)
{
    for (size_t i = 0; i < matter->out->decision_count; i++)
        if (matter->out->decisions[i].concern == concern) return &matter->out->decisions[i];
    return NULL;
}

/* A wrong picture that is put right before anything is made is a change, whatever they call it. */
static bool are_ruled_alike(const struct matter *matter)
{
    if (matter->reading.meant_count != 2) return false;
    const struct decision *gravest = &matter->out->decisions[0];
    if (gravest->concern == CONCERN_WRONG_SPEC && gravest->action == ACTION_CONFIRM_CHANGE) return true;
    const struct decision *a = decision_on(matter, matter->reading.meant[0]);
    const struct decision *b = decision_on(matter, matter->reading.meant[1]);
    return a && b && !tells_anyway(a->action) && a->action == b->action && a->item == b->item &&
           str_eq(a->reason, b->reason);
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
           !asked_already && !is_one_answer(&matter->reading, gravest->action) && !are_ruled_alike(matter);
}

bool decision_waits(const struct matter *matter, const struct decision *decision)
{
    return matter_asks_back(matter) && !tells_anyway(decision->action);
}
