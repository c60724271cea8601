/* burin lint: an outgoing text held against the rules. */
#include "cli/commands.h"
#include "cli/stdio.h"
#include "engine/outgoing.h"
#include "text/utf8.h"

enum { ASSESSMENT, LOCALE, SMS, FORMAT };

enum { TEXT_MAX = 1024 * 1024, ASSESSMENT_MAX = 16 * 1024 * 1024 };

static const struct option options[] = {
    [ASSESSMENT] = {"assessment", "FILE",
                    "The assessment the text answers; without it only the rules that need none "
                    "are run",
                    NULL, COMPLETE_FILE, false},
    [LOCALE] = {"locale", "LOCALE",
                "The language it must be in (en, zh-CN); without it the assessment's, or its own", NULL,
                COMPLETE_NOTHING, false},
    [SMS] = {"sms", NULL, "The text is an SMS: at most two segments", NULL, COMPLETE_NOTHING, false},
    [FORMAT] = {"format", "FORMAT", "How findings are printed (default: text)", "text|json", COMPLETE_NOTHING,
                false},
    {NULL},
};

static const struct example examples[] = {
    {"burin lint reply.md", "findings as FILE:LINE:COL: severity: rule: message"},
    {"burin lint --assessment assessment.json --format json reply.md",
     "also holds its dates and promises against "
     "what was assessed"},
    {NULL},
};

struct place {
    size_t line, column;
};

/* Line and column, in characters, of a byte. */
static struct place place_of(struct str text, size_t offset)
{
    struct place place = {1, 1};
    for (size_t at = 0; at < offset && at < text.len;) {
        place.column++;
        if (utf8_next(text, &at) == '\n') place = (struct place){place.line + 1, 1};
    }
    return place;
}

static void print_text(const struct lint_finding *findings, size_t count, struct str text, const char *name,
                       struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        struct place place = place_of(text, findings[i].start);
        buf_printf(out, "%s:%zu:%zu: %s: %.*s: %.*s\n", name, place.line, place.column,
                   findings[i].error ? "error" : "warning", STR_ARG(findings[i].rule),
                   STR_ARG(findings[i].message));
    }
}

static int check_locale(const char *locale, struct err *err)
{
    if (!locale || strncmp(locale, "en", 2) == 0 || strncmp(locale, "zh", 2) == 0) return 0;
    return err_set(err, ERR_INPUT,
                   "--locale: “%s” is not a language texts are written in; en or zh is expected", locale);
}

static int lint(struct arena *arena, const struct arguments *arguments, struct buf *out, struct err *err)
{
    const char *path = arguments->operands[0], *assessment = arguments->values[ASSESSMENT];
    struct outgoing outgoing = {.locale = str_of(arguments->values[LOCALE]),
                                .sms = arguments->values[SMS] != NULL};
    if (check_locale(arguments->values[LOCALE], err) < 0 ||
        input_read(arena, path, TEXT_MAX, &outgoing.text, err) < 0 ||
        (assessment && input_read(arena, assessment, ASSESSMENT_MAX, &outgoing.assessment, err) < 0))
        return -1;
    struct lint_finding *findings;
    size_t count;
    if (outgoing_lint(arena, &outgoing, &findings, &count, err) < 0)
        return err_at(err, str_of(assessment ? assessment : input_name(path)), 0, 0);
    if (arguments->values[FORMAT] && strcmp(arguments->values[FORMAT], "json") == 0) {
        findings_to_json(findings, count, out);
        buf_add_char(out, '\n');
    } else {
        print_text(findings, count, outgoing.text, input_name(path), out);
    }
    for (size_t i = 0; i < count; i++)
        if (findings[i].error) return EXIT_FINDINGS;
    return EXIT_FINE;
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct arena *arena = arena_new();
    struct buf out;
    buf_init(&out, ASSESSMENT_MAX);
    int status = lint(arena, arguments, &out, err);
    if (status >= 0 && output_write(buf_str(&out), err) < 0) status = -1;
    buf_done(&out);
    arena_free(arena);
    return status;
}

const struct command command_lint = {
    .name = "lint",
    .summary = "Hold an outgoing text against the rules: single dates, promises, tone, disclosure",
    .description =
        "Reads a reply, whoever wrote it, from a file or standard input. Errors would block sending and give "
        "exit status 1, warnings do not.",
    .operands = "[FILE]",
    .operands_most = 1,
    .complete_operands = COMPLETE_FILE,
    .options = options,
    .examples = examples,
    .run = run,
};
