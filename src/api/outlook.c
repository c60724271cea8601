/* An order's items as they stand now; see outlook.h. */
#include "api/outlook.h"

#include "desk/outlook.h"
#include "model/store.h"

/* The last range that was told of a milestone of the item; NULL where none was. */
static const struct promise *last_told(const struct order *order, int item, enum milestone milestone)
{
    const struct promise *last = NULL;
    for (size_t i = 0; i < order->promise_count; i++) {
        const struct promise *promise = &order->promises[i];
        if (promise->milestone != milestone || (promise->item != ALL_ITEMS && promise->item != item))
            continue;
        if (!last || promise->told_at >= last->told_at) last = promise;
    }
    return last;
}

static void write_range(struct json_writer *json, const char *name, const struct promise *promise)
{
    json_name(json, name);
    if (!promise) {
        json_write_null(json);
        return;
    }
    json_begin_object(json);
    put_day(json, "from", promise->range.from);
    put_day(json, "to", promise->range.to);
    put_time(json, "told_at", promise->told_at);
    json_end_object(json);
}

static void write_points(struct json_writer *json, const struct order *order, int item,
                         const struct estimate *estimate)
{
    json_name(json, "points");
    json_begin_array(json);
    for (int m = 0; m < MILESTONE_COUNT && estimate->life.stage != STAGE_CANCELLED; m++) {
        const struct milestone_range *at = &estimate->milestones[m];
        json_begin_object(json);
        json_put_string(json, "milestone", milestone_name((enum milestone)m));
        put_day(json, "from", at->range.from);
        put_day(json, "to", at->range.to);
        put_day(json, "actual", at->actual);
        write_range(json, "told", last_told(order, item, (enum milestone)m));
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_window(struct json_writer *json, const struct window *window, instant_t now)
{
    int64_t left = window->closes_at == INSTANT_NONE ? 0 : (window->closes_at - now) / MICROS_PER_SECOND;
    json_name(json, "window");
    json_begin_object(json);
    json_put_string(json, "state", window_state_name(window->state));
    put_time(json, "closes_at", window->closes_at);
    json_put_string_or_null(json, "reason", window->reason);
    json_put_int(json, "seconds_left", window->state == WINDOW_OPEN && left > 0 ? left : 0);
    json_end_object(json);
}

static void write_item(struct json_writer *json, const struct order *order, int index,
                       const struct item_view *view, instant_t now)
{
    const struct estimate *estimate = &view->estimate;
    bool next = estimate->next < MILESTONE_COUNT && estimate->life.stage != STAGE_CANCELLED;
    json_begin_object(json);
    json_put_int(json, "item", index);
    json_put_string(json, "title", view->item->title);
    json_put_string(json, "stage", stage_name(estimate->life.stage));
    json_put_string(json, "stage_basis", estimate->life.reported ? STR("reported") : STR("estimated"));
    json_put_bool(json, "held", estimate->life.held);
    json_put_bool(json, "waiting_for_customer", estimate->life.waiting_for_customer);
    json_put_bool(json, "overdue", estimate->overdue);
    put_day(json, "overdue_since", estimate->overdue ? estimate->overdue_since : DAY_NONE);
    json_put_string_or_null(json, "next", next ? milestone_name(estimate->next) : (struct str){0});
    write_points(json, order, index, estimate);
    write_window(json, &view->window, now);
    json_put_string_or_null(json, "carrier", view->carrier);
    json_put_string_or_null(json, "tracking", view->tracking);
    json_end_object(json);
}

void write_outlook(struct json_writer *json, const struct store *store, const struct order *order,
                   const struct item_view *views, size_t count, instant_t now)
{
    put_day(json, "today", zone_day(store->zone, now));
    json_name(json, "outlook");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) write_item(json, order, (int)i, &views[i], now);
    json_end_array(json);
}
