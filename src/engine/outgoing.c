/* Makes the context for lint out of what is known, and writes findings as JSON; see outgoing.h. */
#include "engine/outgoing.h"

#include "text/json.h"
#include "text/utf8.h"

/* A text with a Chinese character in it is meant to be Chinese where nothing else is said. */
static enum lang language_of(struct str text)
{
    for (size_t at = 0; at < text.len;)
        if (rune_is_han(utf8_next(text, &at))) return LANG_ZH;
    return LANG_EN;
}

static int context_of(struct arena *arena, const struct outgoing *outgoing, struct lint_context *out,
                      struct err *err)
{
    *out = (struct lint_context){.lang = language_of(outgoing->text), .today = DAY_NONE};
    struct value parsed;
    const struct value *document = outgoing->document;
    if (outgoing->assessment.len) {
        if (json_parse(arena, outgoing->assessment, &parsed, err) < 0) return -1;
        document = &parsed;
    }
    if (document && lint_context_of_json(arena, document, out, err) < 0) return -1;
    if (outgoing->locale.len) out->lang = str_starts(outgoing->locale, STR("zh")) ? LANG_ZH : LANG_EN;
    if (outgoing->sms) out->sms = true;
    return 0;
}

int outgoing_lint(struct arena *arena, const struct outgoing *outgoing, struct lint_finding **out,
                  size_t *out_count, struct err *err)
{
    struct lint_context context;
    if (!utf8_is_valid(outgoing->text))
        return err_set(err, ERR_INPUT, "the text is not UTF-8; UTF-8 is expected");
    if (context_of(arena, outgoing, &context, err) < 0) return -1;
    lint_text(arena, outgoing->text, &context, out, out_count);
    return 0;
}

void findings_to_json(const struct lint_finding *findings, size_t count, struct buf *out)
{
    struct json_writer writer = {.buf = out};
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(&writer);
        json_put_string(&writer, "severity", findings[i].error ? STR("error") : STR("warning"));
        json_put_string(&writer, "rule", findings[i].rule);
        json_put_int(&writer, "start", (int64_t)findings[i].start);
        json_put_int(&writer, "end", (int64_t)findings[i].end);
        json_put_string(&writer, "message", findings[i].message);
        json_end_object(&writer);
    }
    json_end_array(&writer);
}
