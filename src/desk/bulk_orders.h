/* Orders by the thousand: taken in without being assessed and without telling anybody, and handed out one after the other. */
#ifndef BURIN_DESK_BULK_ORDERS_H
#define BURIN_DESK_BULK_ORDERS_H

#include "desk/desk.h"
#include "store/import_mark.h"
#include "store/order.h"

struct order_batch {
    const struct order *orders;
    size_t count;
    enum order_put *what;     /* of each, filled */
    struct import_mark *mark; /* kept with them, its counts raised by theirs; NULL: none */
};

/* All of them in one transaction, or none: search finds them, promises in them are settled by their events, but no notice is
 * queued, and the audit log has one row for all. An order without a number is ERR_INPUT. Needs RIGHT_ORDERS. */
int desk_orders_import(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct order_batch *batch, struct err *err);

/* The mark of mark->source: 1 where there is one. */
int desk_import_resume(struct desk *desk, const struct actor *actor, struct arena *arena,
                       struct import_mark *mark, struct err *err);
int desk_import_done(struct desk *desk, const struct actor *actor, struct arena *arena, struct str source,
                     struct err *err);

/* Whole orders behind `after`, oldest first, at most `most`; needs RIGHT_DESK. */
int desk_orders_export(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct id *after, int most, struct order_record *out, int *out_count,
                       struct err *err);
/* Every name of a personalization's field in use, sorted. */
int desk_order_fields(struct desk *desk, const struct actor *actor, struct arena *arena, struct str **out,
                      size_t *out_count, struct err *err);

#endif
