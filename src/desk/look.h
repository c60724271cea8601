/* Looking at what the desk keeps: lists and single things, each as of one moment. All need RIGHT_DESK, orders RIGHT_READ.
 *
 * Lists give up to filter.most; loads give 1, or 0 where there is no such thing. */
#ifndef BURIN_DESK_LOOK_H
#define BURIN_DESK_LOOK_H

#include "desk/desk.h"
#include "store/approval.h"
#include "store/audit.h"
#include "store/change.h"
#include "store/claim.h"
#include "store/customer.h"
#include "store/order.h"
#include "store/outbox.h"
#include "store/promise.h"
#include "store/search.h"
#include "store/ticket.h"

int desk_orders(struct desk *desk, const struct actor *actor, struct arena *arena,
                const struct order_filter *filter, struct order_record *out, int *out_count, struct err *err);

/* What belongs to the order of a number: exactly the parts that are asked for. */
enum order_part { ORDER_SPECS, ORDER_PROMISES, ORDER_LETTERS };
enum { LETTERS_SHOWN = 200 };
struct order_parts {
    struct spec_version *specs;
    struct promise_record *promises;
    struct outgoing_message *letters; /* newest first, the latest LETTERS_SHOWN */
    size_t count;
};
int desk_order_parts(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                     enum order_part part, struct order_parts *out, struct err *err);

int desk_tickets(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct ticket_filter *filter, struct ticket *out, int *out_count, struct err *err);

struct whole_ticket {
    struct ticket ticket;
    bool has_order, has_assessment;
    struct order_record order;
    struct message *messages; /* and those of the tickets that were merged into it, in order of time */
    struct assessed assessed; /* the last one */
    struct draft *drafts;
    size_t message_count, draft_count;
};
/* Inside a transaction. */
int ticket_whole(const struct unit *unit, const struct id *id, struct whole_ticket *out, struct err *err);
int desk_ticket_whole(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct id *ticket, struct whole_ticket *out, struct err *err);
/* ERR_NOT_FOUND where there is no such ticket. */
int desk_ticket_letters(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct id *ticket, struct outgoing_message **out, int *out_count,
                        struct err *err);

/* Everything that was sent, newest first; needs RIGHT_AUDIT. */
int desk_letters(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct outbox_filter *filter, struct outgoing_message *out, int *out_count,
                 struct err *err);
int desk_letter_load(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *id,
                     struct outgoing_message *out, struct err *err);

/* Of an order by its number, or with an empty one of a state; `number` of no order is ERR_NOT_FOUND. filter.order is set
 * from it. */
int desk_changes(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                 struct change_filter filter, struct change_request *out, int *out_count, struct err *err);
int desk_claims(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                struct claim_filter filter, struct claim_record *out, int *out_count, struct err *err);
int desk_approvals(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                   struct approval_filter filter, struct approval *out, int *out_count, struct err *err);
int desk_change_load(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *id,
                     struct change_request *out, struct err *err);
int desk_claim_load(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *id,
                    struct claim_record *out, struct err *err);
int desk_approval_load(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *id,
                       struct approval *out, struct err *err);

int desk_customers(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *after,
                   int most, struct customer *out, int *out_count, struct err *err);
int desk_customer_load(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *id,
                       struct customer *out, struct err *err);

struct found_thing {
    struct search_hit hit;
    struct order_record order; /* where it is one; order.order NULL: gone meanwhile */
    struct ticket ticket;      /* of a message */
};
int desk_search(struct desk *desk, const struct actor *actor, struct arena *arena, struct str query,
                int64_t before, int most, struct found_thing *out, int *out_count, struct err *err);

#endif
