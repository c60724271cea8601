/* Which stage may begin at a piece; see stages.h. */
#include "desk/stages.h"

#include <stdio.h>

#include "desk/telling.h"
#include "model/states.h"

#define DAY (24 * MICROS_PER_HOUR) /* what clocks, and reports by the day, may be off */

static bool is_work(enum stage stage)
{
    return stage == STAGE_PRODUCTION || stage == STAGE_QUALITY_CHECK || stage == STAGE_SHIPPED;
}

static bool concerns(int item, const struct stage_event *event)
{
    return item == ALL_ITEMS || event->item == ALL_ITEMS || item == event->item;
}

bool stage_is_known(const struct order *order, const struct stage_event *event)
{
    for (size_t i = 0; i < order->event_count; i++)
        if (order->events[i].stage == event->stage && order->events[i].item == event->item &&
            order->events[i].at == event->at)
            return true;
    return false;
}

static int pieces_of(const struct order *order)
{
    return order->item_count ? (int)order->item_count : 1;
}

static bool is_piece_cancelled(const struct order *order, int item)
{
    for (size_t i = 0; i < order->event_count; i++)
        if (order->events[i].stage == STAGE_CANCELLED && concerns(item, &order->events[i])) return true;
    return false;
}

bool stage_is_cancelled(const struct order *order, int item)
{
    if (item != ALL_ITEMS) return is_piece_cancelled(order, item);
    for (int i = 0; i < pieces_of(order); i++)
        if (!is_piece_cancelled(order, i)) return false;
    return true;
}

int stage_check_item(const struct order *order, int item, struct err *err)
{
    int items = order->unlisted ? 0 : (int)order->item_count;
    if (item == ALL_ITEMS || (item >= 0 && item < items)) return 0;
    return err_set(err, ERR_INPUT, "/item: one of the order's %d items is expected, counted from 0, found %d",
                   items, item);
}

static int check_time(instant_t placed_at, const struct stage_event *event, const char *path, instant_t now,
                      struct err *err)
{
    if (event->at > now + DAY)
        return err_set(err, ERR_INPUT, "%s: a time that has come is expected; this one lies over a day ahead",
                       path);
    if (placed_at != INSTANT_NONE && event->at < placed_at - DAY)
        return err_set(err, ERR_INPUT,
                       "%s: a time since the order was placed is expected; this one lies over a day before",
                       path);
    return 0;
}

/* ---- one step ---- */

static int refuse_step(const struct order *order, int item, enum stage from, enum stage to, struct err *err)
{
    struct err why = {0};
    bool left = from == STAGE_SHIPPED || from == STAGE_DELIVERED;
    char place[32] = "";
    if (state_step(MACHINE_PIECE, (int)from, (int)to, &why) == 0) return 0;
    if (order->item_count > 1) snprintf(place, sizeof place, "item %d: ", item);
    return err_set(err, ERR_CONFLICT, "%s%s%s", place, why.message,
                   left && to == STAGE_CANCELLED
                       ? "; what the customer is owed is settled by a claim, with a remake or a refund"
                       : "");
}

/* What the piece is known to have come to, against what is said of it now; `past`: by a document that tells it late. */
static int check_pair(const struct order *order, int item, const struct stage_event *known,
                      const struct stage_event *event, bool past, struct err *err)
{
    instant_t slack = past ? DAY : 0;
    if (known->stage == STAGE_CANCELLED && (!past || event->at > known->at))
        return past && event->stage == STAGE_CANCELLED
                   ? 0
                   : refuse_step(order, item, STAGE_CANCELLED, event->stage, err);
    if (known->stage == event->stage) return 0;
    if (known->stage == STAGE_CANCELLED) return refuse_step(order, item, event->stage, known->stage, err);
    if (event->stage == STAGE_CANCELLED) return refuse_step(order, item, known->stage, event->stage, err);
    if (event->at > known->at + slack) return refuse_step(order, item, known->stage, event->stage, err);
    if (event->at < known->at - DAY && !state_may(MACHINE_PIECE, (int)event->stage, (int)known->stage))
        return err_set(err, ERR_CONFLICT, "item %d: %.*s cannot have begun then, %.*s began over a day later",
                       item, STR_ARG(stage_name(event->stage)), STR_ARG(stage_name(known->stage)));
    return 0;
}

static int check_piece(const struct order *order, int item, const struct stage_event *event, bool past,
                       struct err *err)
{
    for (size_t i = 0; i < order->event_count; i++)
        if (concerns(item, &order->events[i]) &&
            check_pair(order, item, &order->events[i], event, past, err) < 0)
            return -1;
    return 0;
}

/* What is said of the whole order is said of those pieces that may still come to it; cancelled are all that are not yet. */
static int check_step(const struct order *order, const struct stage_event *event, bool past, struct err *err)
{
    struct err first = {0};
    bool any = false, cancels = event->stage == STAGE_CANCELLED;
    if (event->item != ALL_ITEMS) return check_piece(order, event->item, event, past, err);
    for (int i = 0; i < pieces_of(order); i++) {
        struct err why = {0};
        bool may = check_piece(order, i, event, past, &why) == 0;
        any = any || may;
        if (!may && first.category == ERR_NONE) first = why;
        if (may || !cancels || is_piece_cancelled(order, i)) continue;
        if (err) *err = why;
        return -1;
    }
    if (any) return 0;
    if (err) *err = first;
    return -1;
}

/* ---- holds, and what the studio has not seen ---- */

static bool ends(const struct order *document, const struct hold *hold)
{
    for (size_t i = 0; document && i < document->hold_count; i++)
        if (document->holds[i].item == hold->item && document->holds[i].from == hold->from &&
            document->holds[i].to != INSTANT_NONE)
            return true;
    return false;
}

/* `document`: what tells of it, and may say that the hold is over. */
static int check_held(const struct order *order, const struct order *document,
                      const struct stage_event *event, struct err *err)
{
    for (size_t i = 0; is_work(event->stage) && i < order->hold_count; i++) {
        const struct hold *hold = &order->holds[i];
        if (hold->to != INSTANT_NONE || !concerns(hold->item, event)) continue;
        if (document && (event->at < hold->from || ends(document, hold))) continue;
        return err_set(err, ERR_CONFLICT, "the piece is on hold (%.*s); release it first",
                       STR_ARG(hold->reason));
    }
    return 0;
}

/* A change that nobody in the studio has seen would be made as it was before. */
static int check_seen(const struct spec_news *news, size_t count, const struct stage_event *event,
                      struct err *err)
{
    for (size_t i = 0; is_work(event->stage) && i < count; i++)
        if (concerns(news[i].item, event))
            return err_set(err, ERR_CONFLICT,
                           "what is to be made has changed (item %d, version %lld) and is not acknowledged; "
                           "acknowledge it first",
                           news[i].item, (long long)news[i].version);
    return 0;
}

/* ---- an event by itself, and a document ---- */

int stage_check(const struct order *order, const struct stage_event *event, const struct spec_news *news,
                size_t news_count, instant_t now, struct err *err)
{
    if (stage_check_item(order, event->item, err) < 0) return -1;
    if (stage_is_known(order, event)) return 0;
    if (check_time(order->placed_at, event, "/at", now, err) < 0 ||
        check_step(order, event, false, err) < 0 || check_held(order, NULL, event, err) < 0)
        return -1;
    return check_seen(news, news_count, event, err);
}

int stage_check_cancel(const struct order *order, int item, struct err *err)
{
    struct stage_event event = {STAGE_CANCELLED, INSTANT_NONE, item};
    struct err why = {0};
    if (stage_check_item(order, item, &why) == 0 && check_step(order, &event, false, &why) == 0) return 0;
    return err_set(err, ERR_CONFLICT, "%s", why.message);
}

static int check_right(const struct actor *actor, struct err *err)
{
    struct err why = {0};
    if (actor_check(actor, RIGHT_APPROVE, &why) == 0) return 0;
    return err_set(err, why.category, "/events: cancelled is not for this document to say: %s", why.message);
}

static int check_told(const struct order *life, const struct order *document, const struct stage_event *event,
                      instant_t now, struct err *err)
{
    instant_t placed = document->placed_at == INSTANT_NONE ? life->placed_at : document->placed_at;
    if (check_time(placed, event, "/events", now, err) < 0 || check_step(life, event, true, err) < 0)
        return -1;
    return check_held(life, document, event, err);
}

int stage_check_document(const struct actor *actor, const struct order *before, const struct order *document,
                         const struct spec_news *news, size_t news_count, instant_t now, struct err *err)
{
    struct order life = before ? *before : (struct order){0};
    if (document->item_count) life.items = document->items, life.item_count = document->item_count;
    struct arena *arena = arena_new();
    int result = 0;
    for (size_t i = 0; result == 0 && i < document->event_count; i++) {
        const struct stage_event *event = &document->events[i];
        if (stage_is_known(&life, event)) continue;
        if (event->stage == STAGE_CANCELLED && !stage_is_cancelled(&life, event->item))
            result = check_right(actor, err);
        if (result < 0 || !before) continue;
        if (check_told(&life, document, event, now, err) < 0 || check_seen(news, news_count, event, err) < 0)
            result = -1;
        life = *order_with_event(arena, &life, event);
    }
    arena_free(arena);
    return result;
}
