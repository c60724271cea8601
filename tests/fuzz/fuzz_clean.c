/* Any bytes as a message: cleaning cuts it into segments that cover it in order, and its language is named. */
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
    struct str text = {(const char *)bytes, size};
    struct segment *segments;
    size_t count;
    bool automatic;
    triage_clean(arena, text, &segments, &count, &automatic);
    check_segments(segments, count, size);
    if (!triage_language(text, segments, count).len) abort();
    arena_free(arena);
    return 0;
}
