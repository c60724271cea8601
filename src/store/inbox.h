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
/* Tickets that are open or wait and are alike in what they can be filtered by. */
struct inbox_group {
    enum ticket_state state;
    struct str concern, locale, stage;
    bool escalated;
    struct id assignee;
    int64_t count, due[2]; /* all of them, and those due before each of two times */
};
/* `by_stage` costs a look at each ticket's order; else the stage is empty. */
int inbox_groups(const struct unit *unit, bool by_stage, const instant_t until[2],
                 void (*each)(void *context, const struct inbox_group *group), void *context,
                 struct err *err);

#endif
