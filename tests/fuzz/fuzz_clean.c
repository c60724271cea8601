/* Any bytes as a message: cleaning cuts it into segments that cover it in order, and language and concerns are read
 * without leaving the text. */
#include <stdlib.h>

#include "engine/triage.h"

/* Segments follow one another and stay inside the text. */
static void check_segments(const struct segment *segments, size_t count, size_t len)
{
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        if (segments[i].span.start < end || segments[i].span.end < segments[i].span.start) abort();
        end = segments[i].span.end;
    }
    if (end > len) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct inquiry inquiry = {.text = {(const char *)bytes, size}, .at = 0, .contacts = 1};
    struct store store = {.zone = zone_utc(), .default_locale = STR("en-US")};
    struct reading reading = {.need_by = DAY_NONE};
    triage_read(arena, &inquiry, &store, &reading); /* no model: cleaning, tokens, language, signs */
    check_segments(reading.segments, reading.segment_count, size);
    for (size_t i = 0; i < reading.concern_count; i++)
        if (reading.concerns[i].evidence.end > size) abort();
    arena_free(arena);
    return 0;
}
