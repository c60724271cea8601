/* Inside desk: what customers are told when stages begin (rule book, section 10), each thing once.
 *
 * A stage is told of where nothing later is known: what is past is no news. The quality check is told of when it begins, in
 * words that say so, a quarter of an hour later, and not where the piece is handed over meanwhile. Items of one order that
 * come to a stage by themselves wait as long for each other: when the last of them is there and none was told of yet, the
 * whole order is told of once. After the last delivery it is two messages, because the law sees two: care, and with consent
 * the invitation. */
#ifndef BURIN_DESK_TELLING_H
#define BURIN_DESK_TELLING_H

#include "desk/notice.h"

enum { TOLD_MOST = 12 }; /* at once; the rest of a document that says more goes untold */

struct told {
    enum stage stage;
    int item;
    struct notice_letter own, whole; /* of the item; of the whole order, where it is all there with it */
    bool has_whole;
};

struct telling {
    struct told list[TOLD_MOST];
    int count;
    bool delivered; /* the last piece has arrived with it */
    struct notice_letter care, invitation;
};

/* The order with one event more, in its place. */
struct order *order_with_event(struct arena *arena, const struct order *order,
                               const struct stage_event *event);
/* Words for the events that `after` has beyond `before`; needs no transaction. */
int telling_write(struct desk *desk, struct arena *arena, const struct order *before,
                  const struct order *after, const struct stage_event *events, size_t count,
                  struct telling *out, struct err *err);
/* Queues them, and asks how satisfied the customer is with what was delivered. */
int telling_queue(const struct unit *unit, const struct telling *telling, const struct order_record *record,
                  struct err *err);

#endif
