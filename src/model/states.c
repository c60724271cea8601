/* The state tables; see states.h. Each row is a state with a bit for each state that may follow it. */
#include "model/states.h"

#include "base/buf.h"
#include "model/word_list.h"

#define TO(state) (1u << (state))

static const unsigned change_steps[CHANGE_STATE_COUNT] = {
    [CHANGE_RECEIVED] = TO(CHANGE_AWAITING_CONFIRMATION) | TO(CHANGE_DECLINED) | TO(CHANGE_WITHDRAWN),
    [CHANGE_AWAITING_CONFIRMATION] =
        TO(CHANGE_CONFIRMED) | TO(CHANGE_DECLINED) | TO(CHANGE_WITHDRAWN) | TO(CHANGE_EXPIRED),
    [CHANGE_CONFIRMED] = TO(CHANGE_APPLIED) | TO(CHANGE_DECLINED) | TO(CHANGE_WITHDRAWN),
    /* A person may still take up what the customer confirmed too late. */
    [CHANGE_EXPIRED] = TO(CHANGE_CONFIRMED) | TO(CHANGE_DECLINED) | TO(CHANGE_WITHDRAWN),
};
static const unsigned claim_steps[CLAIM_STATE_COUNT] = {
    [CLAIM_OPENED] = TO(CLAIM_EVIDENCE) | TO(CLAIM_OFFERED) | TO(CLAIM_REJECTED) | TO(CLAIM_WITHDRAWN),
    [CLAIM_EVIDENCE] = TO(CLAIM_OFFERED) | TO(CLAIM_REJECTED) | TO(CLAIM_WITHDRAWN),
    /* What nobody has chosen from yet is replaced by another offer. */
    [CLAIM_OFFERED] = TO(CLAIM_OFFERED) | TO(CLAIM_CHOSEN) | TO(CLAIM_REJECTED) | TO(CLAIM_WITHDRAWN),
    [CLAIM_CHOSEN] = TO(CLAIM_OFFERED) | TO(CLAIM_FULFILLED) | TO(CLAIM_REJECTED) | TO(CLAIM_WITHDRAWN),
};
static const unsigned ticket_steps[TICKET_STATE_COUNT] = {
    [TICKET_OPEN] = TO(TICKET_WAITING) | TO(TICKET_RESOLVED) | TO(TICKET_MERGED),
    [TICKET_WAITING] = TO(TICKET_OPEN) | TO(TICKET_RESOLVED) | TO(TICKET_MERGED),
    [TICKET_RESOLVED] = TO(TICKET_OPEN) | TO(TICKET_MERGED),
};
static const unsigned draft_steps[DRAFT_STATE_COUNT] = {
    [DRAFT_OPEN] = TO(DRAFT_SENT) | TO(DRAFT_DISCARDED) | TO(DRAFT_SUPERSEDED),
    [DRAFT_SENT] = TO(DRAFT_OPEN), /* taken back in time, and only then */
};
static const unsigned approval_steps[APPROVAL_STATE_COUNT] = {
    [APPROVAL_PROPOSED] = TO(APPROVAL_APPROVED) | TO(APPROVAL_REFUSED) | TO(APPROVAL_WITHDRAWN),
};
static const unsigned promise_steps[PROMISE_STATE_COUNT] = {
    [PROMISE_OPEN] = TO(PROMISE_KEPT) | TO(PROMISE_BROKEN) | TO(PROMISE_SUPERSEDED),
    [PROMISE_SUPERSEDED] = TO(PROMISE_OPEN), /* by a letter that was taken back */
};
static const unsigned outbox_steps[OUTBOX_STATE_COUNT] = {
    [OUTBOX_QUEUED] = TO(OUTBOX_LEASED) | TO(OUTBOX_WITHHELD),
    [OUTBOX_LEASED] = TO(OUTBOX_QUEUED) | TO(OUTBOX_SENT) | TO(OUTBOX_FAILED) | TO(OUTBOX_WITHHELD),
    [OUTBOX_FAILED] = TO(OUTBOX_QUEUED),
};

/* A piece goes back to the bench as long as it is in the house. */
#define IN_HOUSE                                                                                   \
    (TO(STAGE_DESIGN) | TO(STAGE_PRODUCTION) | TO(STAGE_QUALITY_CHECK) | TO(STAGE_SHIPPED) |       \
     TO(STAGE_DELIVERED) | TO(STAGE_CANCELLED) | TO(STAGE_PROOF_SENT) | TO(STAGE_PROOF_APPROVED) | \
     TO(STAGE_PHOTO_REQUESTED) | TO(STAGE_PHOTO_RECEIVED))
static const unsigned piece_steps[STAGE_COUNT] = {
    [STAGE_DESIGN] = IN_HOUSE,          [STAGE_PRODUCTION] = IN_HOUSE,
    [STAGE_QUALITY_CHECK] = IN_HOUSE,   [STAGE_SHIPPED] = TO(STAGE_DELIVERED),
    [STAGE_PROOF_SENT] = IN_HOUSE,      [STAGE_PROOF_APPROVED] = IN_HOUSE,
    [STAGE_PHOTO_REQUESTED] = IN_HOUSE, [STAGE_PHOTO_RECEIVED] = IN_HOUSE,
};

static const struct str change_names[] = {CHANGE_STATES(WORD_LIST_ROW)};
static const struct str claim_names[] = {CLAIM_STATES(WORD_LIST_ROW)};
static const struct str ticket_state_names[] = {TICKET_STATES(WORD_LIST_ROW)};
static const struct str draft_state_names[] = {DRAFT_STATES(WORD_LIST_ROW)};
static const struct str approval_state_names[] = {APPROVAL_STATES(WORD_LIST_ROW)};
static const struct str promise_state_names[] = {PROMISE_STATES(WORD_LIST_ROW)};
static const struct str outbox_state_names[] = {OUTBOX_STATES(WORD_LIST_ROW)};
static const struct str stage_names[] = {STAGES(WORD_LIST_ROW)};
static const struct str approval_kind_names[] = {APPROVAL_KINDS(WORD_LIST_ROW)};

WORDS_DEFINE(ticket_state, TICKET_STATE_COUNT)
WORDS_DEFINE(draft_state, DRAFT_STATE_COUNT)
WORDS_DEFINE(approval_state, APPROVAL_STATE_COUNT)
WORDS_DEFINE(promise_state, PROMISE_STATE_COUNT)
WORDS_DEFINE(outbox_state, OUTBOX_STATE_COUNT)
WORDS_DEFINE(approval_kind, APPROVAL_KIND_COUNT)

static const struct {
    struct str name;
    const struct str *states;
    const unsigned *steps;
    int count;
} machines[MACHINE_COUNT] = {
    [MACHINE_CHANGE] = {STR_INIT("change"), change_names, change_steps, CHANGE_STATE_COUNT},
    [MACHINE_CLAIM] = {STR_INIT("claim"), claim_names, claim_steps, CLAIM_STATE_COUNT},
    [MACHINE_TICKET] = {STR_INIT("ticket"), ticket_state_names, ticket_steps, TICKET_STATE_COUNT},
    [MACHINE_DRAFT] = {STR_INIT("draft"), draft_state_names, draft_steps, DRAFT_STATE_COUNT},
    [MACHINE_APPROVAL] = {STR_INIT("approval"), approval_state_names, approval_steps, APPROVAL_STATE_COUNT},
    [MACHINE_PROMISE] = {STR_INIT("promise"), promise_state_names, promise_steps, PROMISE_STATE_COUNT},
    [MACHINE_OUTBOX] = {STR_INIT("message"), outbox_state_names, outbox_steps, OUTBOX_STATE_COUNT},
    [MACHINE_PIECE] = {STR_INIT("piece"), stage_names, piece_steps, STAGE_COUNT},
};

bool state_may(enum machine machine, int from, int to)
{
    return machines[machine].steps[from] & TO(to);
}

bool state_is_final(enum machine machine, int state)
{
    return machines[machine].steps[state] == 0;
}

struct str state_name(enum machine machine, int state)
{
    return state < machines[machine].count ? machines[machine].states[state] : (struct str){0};
}

struct str machine_name(enum machine machine)
{
    return machines[machine].name;
}

int state_step(enum machine machine, int from, int to, struct err *err)
{
    if (state_may(machine, from, to)) return 0;
    struct buf allowed;
    buf_init(&allowed, 256);
    for (int next = 0; next < machines[machine].count; next++) {
        if (!state_may(machine, from, next)) continue;
        if (allowed.len) buf_add_c(&allowed, ", ");
        buf_add(&allowed, machines[machine].states[next]);
    }
    struct str list = buf_str(&allowed), now = state_name(machine, from), wish = state_name(machine, to);
    err_set(err, ERR_CONFLICT, "the %.*s is %.*s and cannot become %.*s; %s%.*s",
            STR_ARG(machine_name(machine)), STR_ARG(now), STR_ARG(wish),
            list.len ? "from there it can become: " : "that is where it ends", STR_ARG(list));
    buf_done(&allowed);
    return -1;
}
