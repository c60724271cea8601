/* Bytes as an inquiry document: whatever is accepted keeps the reader's promises, whatever is refused says where. */
#include <stdlib.h>

#include "model/inquiry.h"
#include "text/json.h"
#include "text/utf8.h"

#define HOLDS(condition)           \
    do {                           \
        if (!(condition)) abort(); \
    } while (0)

static void check_index(const struct order *order, int item)
{
    HOLDS(item == ALL_ITEMS || (item >= 0 && (size_t)item < order->item_count));
}

static void check_fields(const struct field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) HOLDS(utf8_is_valid(fields[i].name) && utf8_is_valid(fields[i].value));
}

static void check_pair(struct day_pair pair)
{
    HOLDS(pair.lo >= 0 && pair.lo <= 365 && (pair.hi == 0 || (pair.hi >= pair.lo && pair.hi <= 365)));
}

static void check_item(const struct item *item)
{
    HOLDS(item->quantity >= 1 && item->quantity <= 100000);
    check_fields(item->fields, item->field_count);
    for (size_t i = 0; i < item->piece_count; i++)
        check_fields(item->pieces[i].fields, item->pieces[i].field_count);
    for (size_t i = 0; i < item->rule_count; i++) HOLDS(item->rules[i].max >= 0);
    for (size_t i = 0; i < item->field_count; i++) (void)item_field(item, item->fields[i].name);
    for (size_t i = 0; i < item->rule_count; i++) HOLDS(item_rule(item, item->rules[i].field) != NULL);
}

static void check_order(const struct order *order)
{
    check_pair(order->production.days);
    check_pair(order->shipping.days);
    HOLDS(order->shipping.country.len == 0 || order->shipping.country.len == 2);
    for (size_t i = 0; i < order->item_count; i++) check_item(&order->items[i]);
    for (size_t i = 0; i < order->event_count; i++) {
        check_index(order, order->events[i].item);
        HOLDS(order->events[i].at != INSTANT_NONE && order->events[i].stage < STAGE_COUNT);
        HOLDS(i == 0 || order->events[i - 1].at <= order->events[i].at);
    }
    for (size_t i = 0; i < order->shipment_count; i++)
        for (size_t k = 0; k < order->shipments[i].item_count; k++)
            check_index(order, order->shipments[i].items[k]);
    for (size_t i = 0; i < order->hold_count; i++) check_index(order, order->holds[i].item);
    for (size_t i = 0; i < order->promise_count; i++) {
        check_index(order, order->promises[i].item);
        HOLDS(order->promises[i].range.from <= order->promises[i].range.to);
        HOLDS(order->promises[i].range.from >= 0);
    }
    for (size_t i = 0; i < order->change_count; i++) check_index(order, order->changes[i].item);
    for (size_t i = 0; i < order->claim_count; i++) check_index(order, order->claims[i].item);
}

static void check_inquiry(const struct inquiry *inquiry)
{
    HOLDS(inquiry->at != INSTANT_NONE && inquiry->contacts >= 1 && inquiry->awaiting < AWAITING_COUNT);
    HOLDS(utf8_is_valid(inquiry->text) && inquiry->text.len <= 65536);
    for (size_t i = 0; i < inquiry->attachment_count; i++)
        (void)attachment_is_photo(&inquiry->attachments[i]);
    if (inquiry->order) check_order(inquiry->order);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct err err = {0};
    struct value value;
    struct inquiry inquiry;
    if (json_parse(arena, str_of_len((const char *)bytes, size), &value, &err) == 0) {
        if (inquiry_from_value(arena, &value, &inquiry, &err) == 0)
            check_inquiry(&inquiry);
        else
            HOLDS(strstr(err.message, ": expected ") && strstr(err.message, ", found ") &&
                  utf8_is_valid(str_of(err.message)));
    }
    arena_free(arena);
    return 0;
}
