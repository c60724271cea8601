/* Looking things up in an order; see order.h. Its JSON is order_json.c. */
#include "model/order.h"

static struct str field_in(const struct field *fields, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq_nocase(fields[i].name, name)) return fields[i].value;
    return (struct str){0};
}

struct str item_field(const struct item *item, struct str name)
{
    return field_in(item->fields, item->field_count, name);
}

struct str piece_field(const struct item *item, int piece, struct str name)
{
    if (piece < 0 || (size_t)piece >= item->piece_count) return item_field(item, name);
    return field_in(item->pieces[piece].fields, item->pieces[piece].field_count, name);
}

const struct field_rule *item_rule(const struct item *item, struct str field)
{
    for (size_t i = 0; i < item->rule_count; i++)
        if (str_eq_nocase(item->rules[i].field, field)) return &item->rules[i];
    return NULL;
}

/* How far one item has come by what was reported: its last main stage, and when it was shipped and delivered. */
void order_item_progress(const struct order *order, int item, struct order_progress *out)
{
    *out = (struct order_progress){
        .shipped_at = INSTANT_NONE, .delivered_at = INSTANT_NONE, .cancelled_at = INSTANT_NONE};
    for (size_t i = 0; i < order->event_count; i++) {
        const struct stage_event *event = &order->events[i];
        if ((event->item != ALL_ITEMS && event->item != item) || event->stage > STAGE_CANCELLED) continue;
        if (!out->begun || event->stage > out->stage) out->stage = event->stage;
        out->begun = true;
        if (event->stage == STAGE_SHIPPED && out->shipped_at == INSTANT_NONE) out->shipped_at = event->at;
        if (event->stage == STAGE_DELIVERED && out->delivered_at == INSTANT_NONE)
            out->delivered_at = event->at;
        if (event->stage == STAGE_CANCELLED) out->cancelled_at = event->at;
    }
    if (out->delivered_at != INSTANT_NONE && out->shipped_at == INSTANT_NONE)
        out->shipped_at = out->delivered_at;
}

static instant_t later_or_none(instant_t a, instant_t b)
{
    return a == INSTANT_NONE || b == INSTANT_NONE ? INSTANT_NONE : a > b ? a : b;
}

/* The one that is less far, with what only holds when it holds for both. */
static struct order_progress further_behind(struct order_progress a, struct order_progress b)
{
    return (struct order_progress){
        .begun = a.begun && b.begun,
        .stage = a.stage < b.stage ? a.stage : b.stage,
        .shipped_at = later_or_none(a.shipped_at, b.shipped_at),
        .delivered_at = later_or_none(a.delivered_at, b.delivered_at),
        .cancelled_at = a.cancelled_at > b.cancelled_at ? a.cancelled_at : b.cancelled_at,
    };
}

void order_progress(const struct order *order, struct order_progress *out)
{
    struct order_progress whole = {0}, cancelled = {0};
    size_t alive = 0;
    for (size_t i = 0; i < order->item_count; i++) {
        struct order_progress one;
        order_item_progress(order, (int)i, &one);
        if (one.begun && one.stage == STAGE_CANCELLED)
            cancelled = one; /* what was cancelled holds nobody up */
        else
            whole = alive++ ? further_behind(whole, one) : one;
    }
    if (!alive && order->item_count) whole = cancelled;
    *out = whole;
}
