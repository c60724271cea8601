/* The outbox: what is to be sent, written in the same transaction as the reason for it, delivered by lease.
 *
 * A row is claimed (state leased, owner, lease_until, attempt + 1), sent outside of any transaction, and finished only by
 * the holder of that attempt: whoever comes back after its lease ran out is fenced off. */
#ifndef BURIN_STORE_OUTBOX_H
#define BURIN_STORE_OUTBOX_H

#include "model/states.h"
#include "store/unit.h"

/* Where a link goes: an address that leads nowhere (RFC 2606), should it ever be left standing. */
#define LINK_PLACE "https://order-page.invalid/"

struct outgoing_message {
    struct id id;
    const char *kind; /* reply, acknowledgement, notice, reminder, link, survey */
    struct str notice, dedupe;
    struct id ticket, order;
    struct str channel; /* email, sms */
    struct str recipient, subject, text, html;
    bool automatic;
    bool link; /* text and html hold LINK_PLACE, which becomes a link to the order's page when it leaves */
    enum outbox_state state;
    struct str withheld; /* why it is not to be sent; then it is kept, but never delivered */
    instant_t not_before;
    int attempt;
    struct str last_error;
    instant_t created_at, sent_at;
};

/* Sets id, state and creation. Where the dedupe key was used before nothing is written and *out_new is false;
 * without out_new nobody waits for that. */
int outbox_add(const struct unit *unit, struct outgoing_message *message, bool *out_new, struct err *err);
/* 1 where found, 0 where not. */
int outbox_load(const struct unit *unit, const struct id *id, struct outgoing_message *out, struct err *err);

/* Claims up to `most` rows that are due, or whose lease ran out, for `lease_us`. Nothing while the store's outbox is held. */
int outbox_claim(const struct unit *unit, struct str owner, int64_t lease_us, int most,
                 struct outgoing_message *out, int *out_count, struct err *err);
/* ERR_STALE where the lease is somebody else's by now. */
int outbox_sent(const struct unit *unit, const struct id *id, struct str owner, int attempt, struct err *err);
/* Back into the queue for `retry_at`, or with INSTANT_NONE failed for good, visibly. */
int outbox_failed(const struct unit *unit, const struct id *id, struct str owner, int attempt,
                  struct str error, instant_t retry_at, struct err *err);
/* A row that waits for its time and was never claimed is gone as if it had not been; ERR_CONFLICT where it is on its way. */
int outbox_take_back(const struct unit *unit, const struct id *id, struct err *err);
/* Nobody has any row in hands any more: for who knows that nobody else is there. */
int outbox_end_leases(const struct unit *unit, int64_t *out_ended, struct err *err);
/* A row that waits is kept, but never delivered; ERR_CONFLICT where it does not wait. */
int outbox_withdraw(const struct unit *unit, const struct id *id, struct err *err);
/* A failed row into the queue again. */
int outbox_retry(const struct unit *unit, const struct id *id, struct err *err);
/* Queued rows of an order are withheld: what they say is true no more. One that is in somebody's hands is withheld where it
 * comes back unsent. */
int outbox_withhold_order(const struct unit *unit, const struct id *order, struct str kind, struct str reason,
                          struct err *err);

/* As above, those of one notice. */
int outbox_withhold_notice(const struct unit *unit, const struct id *order, struct str notice,
                           struct str reason, struct err *err);
/* The one with that dedupe key. */
int outbox_withhold_key(const struct unit *unit, struct str dedupe, struct str reason, struct err *err);
/* What a customer agrees to no more: invitations, or short messages. */
int outbox_withhold_invitations(const struct unit *unit, const struct id *customer, struct err *err);
int outbox_withhold_sms(const struct unit *unit, const struct id *customer, struct err *err);
/* Those in hands that never came back. */
int outbox_withhold_lapsed(const struct unit *unit, struct err *err);
/* Whether any of that notice has left the queue otherwise than withheld. */
int outbox_notice_gone(const struct unit *unit, const struct id *order, struct str notice, bool *out,
                       struct err *err);

int outbox_set_held(const struct unit *unit, bool held, struct err *err);
int outbox_is_held(const struct unit *unit, bool *out, struct err *err);

/* Newest first, behind `after`; of an order, else a ticket, else in a state where one is given. */
struct outbox_filter {
    struct id order, ticket, after;
    bool by_state;
    enum outbox_state state;
    int most;
};
int outbox_list(const struct unit *unit, const struct outbox_filter *filter, struct outgoing_message *out,
                int *out_count, struct err *err);

/* Automatic letters on a ticket since then: what keeps two machines from answering each other without end. */
int outbox_count_automatic(const struct unit *unit, const struct id *ticket, instant_t since, int64_t *out,
                           struct err *err);

/* Whether the letter of that key was written after `since`: 1 or 0. */
int outbox_has_since(const struct unit *unit, struct str dedupe, instant_t since, struct err *err);

struct outbox_depth {
    int64_t queued, failed;
    instant_t oldest; /* not_before of the oldest that is due; INSTANT_NONE: none */
};
int outbox_depth(const struct unit *unit, struct outbox_depth *out, struct err *err);

#endif
