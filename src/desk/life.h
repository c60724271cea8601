/* Orders and what happens to them: entered, brought up to date, stages, holds. Every stage settles promises and queues the
 * notice that belongs to it (rule book, sections 3 and 10). */
#ifndef BURIN_DESK_LIFE_H
#define BURIN_DESK_LIFE_H

#include "desk/desk.h"
#include "store/order.h"

/* Inside a transaction: settles the promises on everything that has happened to the order so far. */
int life_settle(struct desk *desk, const struct unit *unit, const struct id *order, struct err *err);

/* Needs RIGHT_ORDERS, and RIGHT_APPROVE where the document says anew that something is cancelled; for what else is refused of
 * what it says anew see desk/stages.h. A new order of the last day is confirmed to its customer. Stages that a document says
 * anew of an order that was known are told of as desk_record_stage() does, where they began since the day before: an order that
 * comes in with its past tells nobody. */
int desk_order_put(struct desk *desk, const struct actor *actor, struct arena *arena,
                   const struct order *order, enum order_put *out_what, struct order_record *out,
                   struct err *err);

struct stage_record {
    struct str number;
    int64_t version; /* as it was read: ERR_STALE where the order has another one by now. 0: whatever it is */
    struct stage_event event;
};
/* As it was read: ERR_STALE where the order has another version by now, or is not there. 0: whatever it is. */
int desk_order_update(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct order *order, int64_t version, enum order_put *out_what,
                      struct order_record *out, struct err *err);

/* Needs RIGHT_STUDIO, and RIGHT_APPROVE where the stage is `cancelled`. *out_new is false where it was recorded before. What may
 * not begin, or not then, is refused as desk/stages.h says. */
int desk_record_stage(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct stage_record *record, bool *out_new, struct order_record *out,
                      struct err *err);

struct hold_wish {
    struct str number;
    int64_t version; /* as in stage_record */
    int item;        /* ALL_ITEMS: the whole order */
    struct str reason;
};
/* Needs RIGHT_STUDIO. ERR_CONFLICT where it is cancelled. */
int desk_hold(struct desk *desk, const struct actor *actor, struct arena *arena, const struct hold_wish *wish,
              struct order_record *out, struct err *err);
/* Ends the holds that somebody set by hand; those of a change request end with it. ERR_CONFLICT where nothing is held. */
int desk_release(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct hold_wish *wish, struct order_record *out, struct err *err);

/* The whole order by its number: 1, or 0 where there is none. Needs RIGHT_READ. */
int desk_order_get(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                   struct order_record *out, struct err *err);

#endif
