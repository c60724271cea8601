/* Names of the rule book's words; see words.h. */
#include "model/words.h"

#define ROW(id, name) STR_INIT(name),
#define WORDS_DEFINE(noun, LIST, COUNT)                   \
    static const struct str noun##_names[] = {LIST(ROW)}; \
    struct str noun##_name(enum noun word)                \
    {                                                     \
        return noun##_names[word];                        \
    }                                                     \
    int noun##_from_name(struct str name, enum noun *out) \
    {                                                     \
        for (int i = 0; i < (COUNT); i++) {               \
            if (!str_eq(noun##_names[i], name)) continue; \
            *out = (enum noun)i;                          \
            return 0;                                     \
        }                                                 \
        return -1;                                        \
    }

WORDS_DEFINE(concern, CONCERNS, CONCERN_COUNT)
WORDS_DEFINE(fact_kind, FACTS, FACT_COUNT)
WORDS_DEFINE(action, ACTIONS, ACTION_COUNT)
WORDS_DEFINE(stage, STAGES, STAGE_COUNT)
WORDS_DEFINE(milestone, MILESTONES, MILESTONE_COUNT)
WORDS_DEFINE(notice, NOTICES, NOTICE_COUNT)
WORDS_DEFINE(remedy_kind, REMEDIES, REMEDY_COUNT)
WORDS_DEFINE(awaiting, AWAITINGS, AWAITING_COUNT)
WORDS_DEFINE(fact_status, FACT_STATUSES, FACT_STATUS_COUNT)
WORDS_DEFINE(identity, IDENTITIES, IDENTITY_COUNT)
WORDS_DEFINE(fault, FAULTS, FAULT_COUNT)
WORDS_DEFINE(verdict, VERDICTS, VERDICT_COUNT)
WORDS_DEFINE(change_state, CHANGE_STATES, CHANGE_STATE_COUNT)
WORDS_DEFINE(claim_state, CLAIM_STATES, CLAIM_STATE_COUNT)
WORDS_DEFINE(window_state, WINDOW_STATES, WINDOW_STATE_COUNT)

bool concern_is_route(enum concern concern)
{
    return concern == CONCERN_PAYMENT_DISPUTE || concern == CONCERN_GENERAL_SHIPPING ||
           concern == CONCERN_PRE_PURCHASE || concern == CONCERN_SUBSCRIPTION || concern == CONCERN_UNRELATED;
}
