/* Any bytes as a message: the readers of order numbers and dates neither crash nor leave the text. */
#include <stdlib.h>

#include "engine/facts.h"

static void check_span(struct span span, size_t len)
{
    if (span.start > span.end || span.end > len) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const locales[] = {"en-US", "en-GB", "zh-CN", ""};
    if (size < 2) return 0;
    struct arena *arena = arena_new();
    struct order order = {.number = STR("#1042"), .shipping.country = STR("US")};
    struct inquiry inquiry = {
        .text = {(const char *)bytes + 1, size - 1},
        .at = (int64_t)bytes[0] * 30 * 24 * MICROS_PER_HOUR,
        .order = bytes[0] & 1 ? &order : NULL,
    };
    struct store store = {.zone = zone_utc(), .default_locale = str_of(locales[(bytes[0] >> 1) & 3])};
    struct reading reading = {.need_by = DAY_NONE};
    facts_read_ids(arena, &inquiry, &reading);
    facts_read_dates(arena, &inquiry, &store, &reading);
    check_span(reading.order_number_span, size - 1);
    check_span(reading.need_by_span, size - 1);
    for (size_t i = 0; i < reading.date_count; i++) {
        check_span(reading.dates[i].span, size - 1);
        if (reading.dates[i].need_by && reading.dates[i].past) abort();
    }
    arena_free(arena);
    return 0;
}
