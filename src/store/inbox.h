/* Tickets as an agent works them, each with what a list shows of it: its order, its customer, who has it.
 *
 * Sorted by what is due, the soonest first; then those with nothing due, the newest conversation first. Read along an index, so
 * that what is closed costs nothing. */
#ifndef BURIN_STORE_INBOX_H
#define BURIN_STORE_INBOX_H

#include "store/ticket.h"

struct inbox_row {
    struct ticket ticket;
    instant_t seen_at;                         /* when a person last had it open; 0: never */
    struct str number, stage, currency, total; /* of the order; empty where there is none */
    struct str customer, assignee;             /* names */
    bool has_draft;
};

struct inbox_span {
    bool by_state; /* else what is open or waits for the customer */
    enum ticket_state state;
    int64_t after; /* behind this place and ticket; INT64_MIN: from the start */
    struct id after_id;
    int most;
};
int inbox_read(const struct unit *unit, const struct inbox_span *span, struct inbox_row *out, int *out_count,
               struct err *err);
/* 1 where found, 0 where not. */
int inbox_load(const struct unit *unit, const struct id *ticket, struct inbox_row *out, struct err *err);
/* Every ticket that is open or waits, with what it can be filtered by and nothing else; `each` gives 0 to go on. */
int inbox_each(const struct unit *unit, int (*each)(void *context, const struct inbox_row *row),
               void *context, struct err *err);

#endif
