/* Names of the rule book's words; see words.h. */
#include "model/words.h"

#include "model/word_list.h"

/* The names of a list, and the functions of its noun. */
#define WORDS(noun, LIST, COUNT)                                    \
    static const struct str noun##_names[] = {LIST(WORD_LIST_ROW)}; \
    WORDS_DEFINE(noun, COUNT)

WORDS(concern, CONCERNS, CONCERN_COUNT)
WORDS(fact_kind, FACTS, FACT_COUNT)
WORDS(action, ACTIONS, ACTION_COUNT)
WORDS(stage, STAGES, STAGE_COUNT)
WORDS(milestone, MILESTONES, MILESTONE_COUNT)
WORDS(notice, NOTICES, NOTICE_COUNT)
WORDS(remedy_kind, REMEDIES, REMEDY_COUNT)
WORDS(awaiting, AWAITINGS, AWAITING_COUNT)
WORDS(fact_status, FACT_STATUSES, FACT_STATUS_COUNT)
WORDS(identity, IDENTITIES, IDENTITY_COUNT)
WORDS(fault, FAULTS, FAULT_COUNT)
WORDS(verdict, VERDICTS, VERDICT_COUNT)
WORDS(change_state, CHANGE_STATES, CHANGE_STATE_COUNT)
WORDS(claim_state, CLAIM_STATES, CLAIM_STATE_COUNT)
WORDS(window_state, WINDOW_STATES, WINDOW_STATE_COUNT)

bool concern_is_route(enum concern concern)
{
    return concern == CONCERN_PAYMENT_DISPUTE || concern == CONCERN_GENERAL_SHIPPING ||
           concern == CONCERN_PRE_PURCHASE || concern == CONCERN_SUBSCRIPTION || concern == CONCERN_UNRELATED;
}
