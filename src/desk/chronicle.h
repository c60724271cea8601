/* One order as its page shows it: how it stands, and everything that was ever said and done about it. */
#ifndef BURIN_DESK_CHRONICLE_H
#define BURIN_DESK_CHRONICLE_H

#include "desk/look.h"
#include "desk/outlook.h"
#include "store/account.h"
#include "store/board.h"

enum { CHRONICLE_CASES_MOST = 100, CHRONICLE_TICKETS_MOST = 30, CHRONICLE_AUDIT_MOST = 300 };

/* A message of the conversation, or a letter that is none: notices, reminders, links. A reply is there from the moment from which
 * it cannot be taken back. */
struct chronicle_entry {
    instant_t at;
    const struct ticket *ticket;           /* of a message; NULL: it is a letter */
    const struct message *message;         /* or NULL */
    const struct outgoing_message *letter; /* or NULL */
};

struct chronicle {
    struct order_record record;
    struct spec_version *specs;
    struct spec_news *news; /* what the studio has not acknowledged */
    struct promise_record *promises;
    size_t spec_count, news_count, promise_count;
    struct change_request *changes;
    struct claim_record *claims;
    struct approval *approvals;
    int change_count, claim_count, approval_count;
    struct claim_evidence *evidence; /* of all claims, by claim */
    size_t evidence_count;
    struct str *remakes; /* numbers of the orders that make this one good */
    size_t remake_count;
    struct ticket *tickets; /* about it, the newest first */
    int ticket_count;
    struct chronicle_entry *entries; /* oldest first */
    size_t entry_count;
    bool has_audit;          /* who asks may read the audit log */
    struct audit_row *audit; /* of the order, newest first */
    int audit_count;
    struct account *people; /* who may stand behind an actor's name */
    size_t people_count;
    struct item_view *views;
    size_t view_count;
    instant_t now;
};
/* Needs RIGHT_DESK. 1, or 0 where there is no such order. */
int desk_chronicle(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                   struct chronicle *out, struct err *err);
/* The name of the person behind "account:…"; empty where it is none. */
struct str chronicle_person(const struct chronicle *chronicle, struct str actor);

#endif
