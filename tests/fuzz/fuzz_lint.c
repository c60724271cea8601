/* Any bytes as an outgoing text, and any JSON as its assessment: findings lie inside the text and are in order. */
#include <stdlib.h>

#include "engine/lint.h"
#include "text/json.h"

static const char *const assessment =
    "{\"schema\":\"burin.assessment/"
    "1\",\"at\":\"2026-03-05T11:00:00-05:00\",\"locale\":\"en\",\"identity\":\"mismatch\","
    "\"facts\":[{\"fact\":\"order_number\",\"status\":\"known\",\"value\":\"#1042\"},{\"fact\":"
    "\"personalization\","
    "\"status\":\"known\",\"value\":\"engraving: Forever & Always; font: "
    "Script\"}],\"decisions\":[{\"concern\":\"damaged\","
    "\"action\":\"request_photos\",\"due\":\"2026-03-07T11:00:00-05:00\"}],\"request\":{\"need_by\":\"2026-"
    "03-14\","
    "\"changes\":[{\"old\":\"Forever & Always\",\"new\":\"Always & "
    "Forever\"}]},\"estimate\":{\"milestones\":[{\"milestone\":"
    "\"delivered\",\"from\":\"2026-03-18\",\"to\":\"2026-03-23\"}]}}";

static void lint_with(struct arena *arena, struct str text, const struct lint_context *context)
{
    struct lint_finding *findings;
    size_t count;
    lint_text(arena, text, context, &findings, &count);
    for (size_t i = 0; i < count; i++) {
        if (findings[i].start > findings[i].end || findings[i].end > text.len) abort();
        if (i > 0 && findings[i].start < findings[i - 1].start) abort();
        if (!findings[i].rule.len || !findings[i].message.len) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size < 1) return 0;
    struct arena *arena = arena_new();
    struct str text = {(const char *)bytes + 1, size - 1};
    struct lint_context context = {.today = DAY_NONE};
    struct value document;
    if (bytes[0] & 1 && json_parse(arena, str_of(assessment), &document, NULL) == 0)
        (void)lint_context_of_json(arena, &document, &context, NULL);
    context.lang = bytes[0] & 2 ? LANG_ZH : LANG_EN;
    context.sms = bytes[0] & 4;
    context.unverified = bytes[0] & 8;
    lint_with(arena, text, &context);
    if (bytes[0] & 16 && json_parse(arena, text, &document, NULL) == 0 &&
        lint_context_of_json(arena, &document, &context, NULL) == 0)
        lint_with(arena, text, &context);
    arena_free(arena);
    return 0;
}
