/* The states of what the desk keeps, and which step leads where (rule book, section 7), as tables.
 *
 * A step that is not in the table is refused with the state the thing is in and the steps it allows. */
#ifndef BURIN_MODEL_STATES_H
#define BURIN_MODEL_STATES_H

#include "base/err.h"
#include "model/words.h"

#define TICKET_STATES(X)    \
    X(OPEN, "open")         \
    X(WAITING, "waiting")   \
    X(RESOLVED, "resolved") \
    X(MERGED, "merged")

#define DRAFT_STATES(X)       \
    X(OPEN, "open")           \
    X(SENT, "sent")           \
    X(DISCARDED, "discarded") \
    X(SUPERSEDED, "superseded")

#define APPROVAL_STATES(X)  \
    X(PROPOSED, "proposed") \
    X(APPROVED, "approved") \
    X(REFUSED, "refused")   \
    X(WITHDRAWN, "withdrawn")

#define PROMISE_STATES(X) \
    X(OPEN, "open")       \
    X(KEPT, "kept")       \
    X(BROKEN, "broken")   \
    X(SUPERSEDED, "superseded")

#define OUTBOX_STATES(X) \
    X(QUEUED, "queued")  \
    X(LEASED, "leased")  \
    X(SENT, "sent")      \
    X(FAILED, "failed")  \
    X(WITHHELD, "withheld")

#define APPROVAL_KINDS(X) \
    X(CANCEL, "cancel")   \
    X(REFUND, "refund")   \
    X(REMAKE, "remake")   \
    X(ADDRESS, "address") \
    X(RUSH, "rush")       \
    X(REORDER, "reorder")

#define X(id, name) TICKET_##id,
enum ticket_state { TICKET_STATES(X) TICKET_STATE_COUNT };
#undef X
#define X(id, name) DRAFT_##id,
enum draft_state { DRAFT_STATES(X) DRAFT_STATE_COUNT };
#undef X
#define X(id, name) APPROVAL_##id,
enum approval_state { APPROVAL_STATES(X) APPROVAL_STATE_COUNT };
#undef X
#define X(id, name) PROMISE_##id,
enum promise_state { PROMISE_STATES(X) PROMISE_STATE_COUNT };
#undef X
#define X(id, name) OUTBOX_##id,
enum outbox_state { OUTBOX_STATES(X) OUTBOX_STATE_COUNT };
#undef X
#define X(id, name) APPROVE_##id,
enum approval_kind { APPROVAL_KINDS(X) APPROVAL_KIND_COUNT };
#undef X

WORDS_DECLARE(ticket_state)
WORDS_DECLARE(draft_state)
WORDS_DECLARE(approval_state)
WORDS_DECLARE(promise_state)
WORDS_DECLARE(outbox_state)
WORDS_DECLARE(approval_kind)

/* The things that have states. */
enum machine {
    MACHINE_CHANGE,
    MACHINE_CLAIM,
    MACHINE_TICKET,
    MACHINE_DRAFT,
    MACHINE_APPROVAL,
    MACHINE_PROMISE,
    MACHINE_OUTBOX,
    MACHINE_PIECE, /* enum stage: what may begin at it once that has begun */
    MACHINE_COUNT,
};

/* Whether the step is in the table; `from` and `to` are values of the machine's own enum. */
bool state_may(enum machine machine, int from, int to);
/* 0, or ERR_CONFLICT: "the change is applied; from there it can only …". */
int state_step(enum machine machine, int from, int to, struct err *err);
/* Whether no step leads on from there. */
bool state_is_final(enum machine machine, int state);
/* For the reference page and the tests: the name of a state; empty behind the last one. */
struct str state_name(enum machine machine, int state);
struct str machine_name(enum machine machine);

#endif
