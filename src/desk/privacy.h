/* A customer's own data: handed out whole, erased, and what they agree to. */
#ifndef BURIN_DESK_PRIVACY_H
#define BURIN_DESK_PRIVACY_H

#include "desk/look.h"
#include "store/progress.h"
#include "store/survey.h"

struct kept_order {
    struct order_record record;
    struct spec_version *specs;
    struct promise_record *promises;
    struct change_request *changes;
    struct claim_record *claims;
    struct approval *approvals;
    struct outgoing_message *letters;
    struct progress_photo *photos; /* of it in the making */
    size_t spec_count, promise_count, photo_count;
    int change_count, claim_count, approval_count, letter_count;
};
struct kept_ticket {
    struct ticket ticket;
    struct message *messages, *told; /* told: those that the customer knows */
    struct assessed *assessments;
    struct draft *drafts;
    struct outgoing_message *letters;
    size_t message_count, told_count, assessment_count, draft_count;
    int letter_count;
};
struct kept_customer {
    struct customer customer;
    struct kept_order *orders;
    struct kept_ticket *tickets;
    struct survey *surveys;
    size_t order_count, ticket_count, survey_count;
};
enum { KEPT_MOST = 5000 }; /* of one kind, on one order or ticket */

/* Everything that is kept about them. Needs RIGHT_PRIVACY; ERR_NOT_FOUND where there is no such customer. */
int desk_customer_export(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct id *id, struct kept_customer *out, struct err *err);

/* Merges the full-text index anew where something was erased from it, in small transactions, so that nobody waits for them: some
 * of them; *out_more where there is more to do. Erasing begins with it itself, which is all there is to do on a small desk; the
 * timer does the rest. */
int desk_purge(struct desk *desk, struct arena *arena, bool *out_more, struct err *err);

struct erase_wish {
    struct id customer;
    int64_t version; /* as it was read: ERR_STALE where it is another by now. 0: whatever it is */
    bool force;
};
/* See store/privacy.h. ERR_CONFLICT while an order is under way, which needs its name and address, unless `force`d.
 * Needs RIGHT_PRIVACY. The file of SQLite is free of it when its log is next written back, and of the words that search went by,
 * which are merged away, within two minutes even at a million orders; that of PostgreSQL when it is
 * next vacuumed; backups hold it until they are replaced. */
int desk_customer_erase(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct erase_wish *wish, struct customer *out, struct err *err);

/* Who wrote from an address, or was written to there, without being a customer. */
struct kept_address {
    struct kept_ticket *tickets;
    struct message *messages;         /* theirs in tickets of others, which theirs were merged into */
    struct outgoing_message *letters; /* that are on none of the tickets */
    struct survey *surveys;
    size_t ticket_count, message_count, letter_count, survey_count;
};
/* Everything that is kept about them. Needs RIGHT_PRIVACY; ERR_CONFLICT, with the customer, where the address is one's. */
int desk_address_export(struct desk *desk, const struct actor *actor, struct arena *arena, struct str address,
                        struct kept_address *out, struct err *err);
/* See store/privacy.h; needs and refuses the same. *out_tickets, *out_letters: how many there were. The audit log has the
 * digest of the address. */
int desk_address_erase(struct desk *desk, const struct actor *actor, struct arena *arena, struct str address,
                       int64_t *out_tickets, int64_t *out_letters, struct err *err);

struct consents {
    int sms, marketing; /* 1 given, 0 taken back, -1 as it is */
    int64_t version;    /* of the customer, as in erase_wish */
};
/* Needs RIGHT_REPLY: what the customer said, noted by whom. What waits to be sent and needs a consent that is taken back is
 * withheld. */
int desk_customer_consents(struct desk *desk, const struct actor *actor, struct arena *arena,
                           const struct id *id, const struct consents *consents, struct customer *out,
                           struct err *err);

#endif
