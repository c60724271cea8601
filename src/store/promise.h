/* The promise ledger: every range told to a customer, and what became of it (rule book, section 10). */
#ifndef BURIN_STORE_PROMISE_H
#define BURIN_STORE_PROMISE_H

#include "model/order.h"
#include "model/states.h"
#include "store/unit.h"

struct promise_record {
    struct id id, order;
    int item;
    enum milestone milestone;
    struct day_range range;
    instant_t told_at;
    struct str told_to;
    struct id outbox; /* by which message; zero: imported with the order */
    enum promise_state state;
    instant_t settled_at, warned_at;
};

/* Enters a range; an open one for the same milestone and item is superseded by it, unless it is the same range.
 * The only item of an order, and the whole of it, are the same item. */
int promise_add(const struct unit *unit, const struct promise_record *promise, struct err *err);
/* The milestone has happened on that day: open promises on it are kept (up to the end of the range) or broken. `item`
 * ALL_ITEMS settles those of every item. */
int promise_settle(const struct unit *unit, const struct id *order, int item, enum milestone milestone,
                   day_t day, struct err *err);
/* A cancelled order, or item of one, owes nothing any more. `item` as in promise_settle. */
int promise_close(const struct unit *unit, const struct id *order, int item, struct err *err);
/* The letter that was written at `told_at` is taken back: what it promised is gone, what it superseded is open again. */
int promise_take_back(const struct unit *unit, const struct id *order, const struct id *outbox,
                      instant_t told_at, struct err *err);
int promise_list(const struct unit *unit, const struct id *order, struct promise_record **out,
                 size_t *out_count, struct err *err);
/* Open promises whose last day is `day` or earlier, of which nobody has been warned, in order of their ids, behind `after`. */
int promise_due(const struct unit *unit, day_t day, const struct id *after, int most,
                struct promise_record *out, int *out_count, struct err *err);
/* *out_marked is false where it is settled by now, or warned of already. */
int promise_mark_warned(const struct unit *unit, const struct id *id, bool *out_marked, struct err *err);
/* Open promises whose last day is before `day` are broken. */
int promise_break_before(const struct unit *unit, day_t day, int64_t *out_broken, struct err *err);

#endif
