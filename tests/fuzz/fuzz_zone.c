/* A TZif file of any bytes: refused, or a zone whose offsets stay in bounds and whose wall clock comes back. */
#include <stdlib.h>

#include "text/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    const struct zone *zone;
    struct err err = {0};
    if (zone_parse(arena, STR("Fuzz/Zone"), str_of_len((const char *)bytes, size), &zone, &err) < 0) {
        if (!err.message[0]) abort();
    } else {
        for (day_t day = -1000000; day < 3000000; day += 33333) {
            instant_t at = zone_instant(zone, day, 12 * 3600);
            int offset = zone_offset(zone, at), clock = zone_clock(zone, at);
            if (offset < -26 * 3600 || offset > 26 * 3600 || clock < 0 || clock >= 86400) abort();
            if (abs(zone_day(zone, at) - day) > 3 || !zone_abbreviation(zone, at).ptr) abort();
        }
    }
    arena_free(arena);
    return 0;
}
