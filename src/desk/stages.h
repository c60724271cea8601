/* Inside desk: which stage may begin at a piece, and when (rule book, section 3; the table is MACHINE_PIECE of model/states.h).
 *
 * Until a piece has left the house any stage may follow any other: what fails its check goes back to the bench. What has been
 * shipped can only be delivered, what is delivered or cancelled is over, and what has left the house is not cancelled. The
 * same stage again, at another time, is a better report of it. */
#ifndef BURIN_DESK_STAGES_H
#define BURIN_DESK_STAGES_H

#include "desk/desk.h"
#include "model/order.h"
#include "store/board.h"

/* Whether it was recorded before, to the instant. */
bool stage_is_known(const struct order *order, const struct stage_event *event);
/* Whether the item is cancelled; ALL_ITEMS: whether every one is. */
bool stage_is_cancelled(const struct order *order, int item);
/* One of the order's items, or ALL_ITEMS; else ERR_INPUT that names /item. */
int stage_check_item(const struct order *order, int item, struct err *err);

/* An event that is recorded by itself. ERR_INPUT that names /item or /at (over a day ahead, or over a day before the order was
 * placed); ERR_CONFLICT with the state the piece is in, where it is on hold, or where the studio has not acknowledged its
 * `news`. */
int stage_check(const struct order *order, const struct stage_event *event, const struct spec_news *news,
                size_t news_count, instant_t now, struct err *err);

/* Whether the item, or what is not yet cancelled of the order, may be cancelled whatever the time: ERR_CONFLICT with the state it
 * is in, or where there is no such item any more. */
int stage_check_cancel(const struct order *order, int item, struct err *err);

/* The events that a document says anew. Cancelling needs RIGHT_APPROVE, in an order that is new (`before` NULL), too. Events of
 * one that was known are judged as above, with a day's tolerance between two stages, and as of their own time: what was worked
 * before the hold, or before the order was cancelled, is told late. The past of an order that is new is not judged. */
int stage_check_document(const struct actor *actor, const struct order *before, const struct order *document,
                         const struct spec_news *news, size_t news_count, instant_t now, struct err *err);

#endif
