/* The rows behind the figures (rule book, section 11), one kind after the other; what they amount to is the desk's business. */
#ifndef BURIN_STORE_MEASURE_H
#define BURIN_STORE_MEASURE_H

#include "store/unit.h"

#define MEASURES(X)                     \
    X(FIRST_RESPONSE, "first_response") \
    X(MODIFICATION, "modification")     \
    X(REMAKE, "remake")                 \
    X(CSAT, "csat")                     \
    X(REPEAT, "repeat")                 \
    X(PROMISE, "promise")
#define X(id, name) MEASURE_##id,
enum measure { MEASURES(X) MEASURE_COUNT };
#undef X

/* Texts live until the next row. */
struct measured {
    struct id id; /* of the ticket, change, order, survey, order, promise */
    struct id order, ticket, customer, agent;
    struct str number, sku, concern;
    instant_t at; /* what puts it into a period; of promises the last day, as a number of days */
    /* first_response: opening hours to the response (microseconds, none: INSTANT_NONE), when it was due, the ticket's state.
     * modification: settled, order placed; state; "inside" or "late".
     * remake: 1 where it was made anew, 1 where it was refunded instead; who was to blame for the one and the other.
     * csat: score, asked; occasion.
     * repeat: when the next order was placed.
     * promise: word is the state. */
    int64_t first, second;
    struct str word, other;
};

/* Calls `each` for every row with from <= at < to (promises: days), by customer and time for repeat, by id else; stops where it
 * gives non-zero. */
int measure_read(const struct unit *unit, enum measure measure, int64_t from, int64_t to,
                 int (*each)(void *context, const struct measured *row), void *context, struct err *err);

#endif
