/* Letters that a person has sent and may still take back: how things stood before each, until it is due. */
#ifndef BURIN_STORE_SENDING_H
#define BURIN_STORE_SENDING_H

#include "store/ticket.h"

struct sending {
    struct id draft, outbox;
    int64_t seq;           /* of its message */
    instant_t until;       /* when the letter is due */
    struct id order;       /* whose promises it entered; zero: none */
    int64_t order_version; /* as the sending left it */
    int changes_applied;
    /* The ticket before it. */
    enum ticket_state state;
    enum awaiting awaiting;
    instant_t due_at, first_response_at, resolved_at;
    int64_t first_response_us; /* -1: none */
    instant_t last_at;
    enum author last_author;
};

int sending_add(const struct unit *unit, const struct sending *sending, struct err *err);
/* 1 where found, 0 where not. */
int sending_load(const struct unit *unit, const struct id *draft, struct sending *out, struct err *err);
/* Whether something that was sent on the ticket can still be taken back: 1 or 0. */
int sending_open(const struct unit *unit, const struct id *ticket, struct err *err);
int sending_remove(const struct unit *unit, const struct id *draft, struct err *err);
/* Those whose time is over. */
int sending_sweep(const struct unit *unit, struct err *err);

#endif
