/* A ticket as it is worked: everything in it, and what a person can do about it now, each with whether and why not.
 *
 * Nothing is allowed or refused here: the use-cases ask for the same rights and the same state tables again. */
#ifndef BURIN_DESK_CONSOLE_H
#define BURIN_DESK_CONSOLE_H

#include "desk/look.h"
#include "desk/presence.h"
#include "desk/reply.h"

/* name, and the right it needs */
#define DEEDS(X)                                 \
    X(SEND, "send", REPLY)                       \
    X(UNSEND, "unsend", REPLY)                   \
    X(DISCARD, "discard", REPLY)                 \
    X(TAKE, "take", REPLY)                       \
    X(HAND_OVER, "hand_over", REPLY)             \
    X(RESOLVE, "resolve", REPLY)                 \
    X(REOPEN, "reopen", REPLY)                   \
    X(MERGE, "merge", REPLY)                     \
    X(REASSESS, "reassess", REPLY)               \
    X(HOLD, "hold", STUDIO)                      \
    X(RELEASE, "release", STUDIO)                \
    X(CANCEL, "cancel", REPLY)                   \
    X(TRACE, "trace", REPLY)                     \
    X(CHANGE_ASK, "change_ask", REPLY)           \
    X(CHANGE_CONFIRM, "change_confirm", REPLY)   \
    X(CHANGE_APPLY, "change_apply", REPLY)       \
    X(CHANGE_DECLINE, "change_decline", REPLY)   \
    X(CHANGE_WITHDRAW, "change_withdraw", REPLY) \
    X(REQUEST_PHOTOS, "request_photos", REPLY)   \
    X(CLAIM_OFFER, "claim_offer", REPLY)         \
    X(CLAIM_CHOOSE, "claim_choose", REPLY)       \
    X(CLAIM_REJECT, "claim_reject", REPLY)       \
    X(CLAIM_WITHDRAW, "claim_withdraw", REPLY)   \
    X(APPROVE, "approve", APPROVE)               \
    X(REFUSE, "refuse", APPROVE)
#define X(id, name, right) DEED_##id,
enum deed { DEEDS(X) DEED_COUNT };
#undef X
struct str deed_name(enum deed deed);

enum offer_about { ABOUT_TICKET, ABOUT_DECISION, ABOUT_CHANGE, ABOUT_CLAIM, ABOUT_APPROVAL };

struct offer {
    enum deed deed;
    enum offer_about about;
    int index;                    /* of the decision, change, claim or approval it stands beside */
    struct id object;             /* what it is done to; zero: the order */
    int64_t version;              /* of that thing */
    int item;                     /* of HOLD, RELEASE and TRACE; ALL_ITEMS: the order */
    struct str fault;             /* of REQUEST_PHOTOS: its concern */
    struct str remedy;            /* of CLAIM_CHOOSE: its kind */
    const struct value *remedies; /* of CLAIM_OFFER: what the decision names; NULL: none */
    bool overrides;               /* of SEND: against an error of lint, with a reason */
    /* Empty: it can be done. Else a stable word: "right", "state", "no_draft", "lint", "already", "person", "claim_open",
     * "shipped", "not_shipped", "not_held". */
    struct str why_not;
};

enum { CONSOLE_CASES_MOST = 100 };
struct console {
    struct whole_ticket whole;
    struct value assessment; /* the last one, parsed; nil where there is none */
    bool has_customer;
    struct customer customer;
    struct str assignee; /* the name of who has it */
    struct draft *draft; /* the open one; NULL: none */
    struct draft *sent;  /* the last one that a person may still take back; NULL: none */
    instant_t undo_until;
    struct present *others; /* who else has the ticket open now */
    size_t other_count;
    struct findings findings; /* what lint finds in it */
    struct change_request
        *changes; /* of the order, as claims and approvals are; the oldest CONSOLE_CASES_MOST */
    struct claim_record *claims;
    struct approval *approvals;
    int change_count, claim_count, approval_count;
    struct item_view *views; /* the order as it stands now */
    size_t view_count;
    struct offer *offers;
    size_t offer_count;
    instant_t now;
};
/* Needs RIGHT_DESK. 1, or 0 where there is no such ticket. */
int desk_console(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *ticket,
                 struct console *out, struct err *err);

#endif
