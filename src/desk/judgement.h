/* Inside desk: a message judged, and what is kept of it: the assessment, the draft that answers, the ticket's head.
 *
 * Judging needs no database and comes before the transaction that keeps it. */
#ifndef BURIN_DESK_JUDGEMENT_H
#define BURIN_DESK_JUDGEMENT_H

#include "desk/desk.h"
#include "store/order.h"
#include "store/ticket.h"

struct judgement {
    struct inquiry inquiry;            /* whole: with order, thread and case */
    const struct order_record *record; /* whose order that is; NULL: none */
    struct assessment assessment;
    struct str input, output; /* inquiry and assessment as their documents */
};

/* Assesses judgement->inquiry; everything lives in `arena`. */
int judgement_make(struct desk *desk, struct arena *arena, struct judgement *judgement, struct err *err);
/* By when the first response is due. */
instant_t judgement_first_due(const struct judgement *judgement);
/* What the ticket's head says of its last message, in memory; texts are made in `arena`. */
void judgement_describe(struct arena *arena, const struct judgement *judgement, struct ticket *ticket);
/* The draft before this one is out of date now. */
int judgement_supersede(const struct unit *unit, const struct id *ticket, struct err *err);
/* Keeps the assessment of message `seq` and the draft that answers it; none may be open (judgement_supersede). */
int judgement_keep(const struct unit *unit, const struct judgement *judgement, const struct id *ticket,
                   int64_t seq, struct draft *out, struct err *err);

#endif
