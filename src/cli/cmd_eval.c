/* burin eval: how well the concerns of labelled messages are found. */
#include <unistd.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/document_reader.h"
#include "cli/stdio.h"
#include "engine/assess.h"
#include "engine/evaluation.h"
#include "shop/shop.h"
#include "text/json.h"

enum { STORE, MODEL, BAR, DETAILS };

enum { MESSAGE_MAX = 256 * 1024, MODEL_MAX = 64 << 20 };

static const struct option options[] = {
    [STORE] = OPTION_STORE,
    [MODEL] = {"model", "FILE", "A model of burin train; without it the store's", NULL, COMPLETE_FILE, false},
    [BAR] = {"bar", "F1", "Exit status 1 where micro or macro F1 of a language is below, as 0.85", NULL,
             COMPLETE_NOTHING, false},
    [DETAILS] = {"details", NULL, "Tell each concern, and what is mistaken for what", NULL, COMPLETE_NOTHING,
                 false},
    {NULL},
};

static const struct example examples[] = {
    {"burin eval messages.jsonl", "F1 for each language"},
    {"burin eval --bar 0.1 --details messages.jsonl", "also each concern; fails below the bar"},
    {NULL},
};

/* A message with its label: {"lang":"en","text":"…","concerns":["change"]}. */
struct labelled {
    enum lang lang;
    struct str text;
    uint32_t concerns;
};

static int read_concerns(const struct value *names, uint32_t *out, struct err *err)
{
    uint32_t concerns = 0;
    if (!names || names->kind != VALUE_ARRAY)
        return err_set(err, ERR_INPUT, "/concerns: a list of concerns is expected");
    for (size_t i = 0; i < names->array.count; i++) {
        const struct value *name = &names->array.items[i];
        enum concern concern;
        if (name->kind != VALUE_STRING || concern_from_name(name->string, &concern) < 0)
            return err_set(err, ERR_INPUT, "/concerns/%zu: a concern is expected, as \"change\"", i);
        concerns |= 1U << concern;
    }
    *out = concerns;
    return 0;
}

static int read_labelled(struct arena *arena, const struct document *document, struct labelled *out,
                         struct err *err)
{
    struct value value;
    if (document->too_long)
        return err_set(err, ERR_LIMIT, "the message is too long; at most %d bytes are read", MESSAGE_MAX);
    if (json_parse(arena, document->text, &value, err) < 0) return -1;
    const struct value *text = value_get(&value, STR("text")), *lang = value_get(&value, STR("lang"));
    if (!text || text->kind != VALUE_STRING) return err_set(err, ERR_INPUT, "/text: a text is expected");
    if (!lang || lang->kind != VALUE_STRING || !(str_is(lang->string, "en") || str_is(lang->string, "zh")))
        return err_set(err, ERR_INPUT, "/lang: \"en\" or \"zh\" is expected");
    out->lang = str_is(lang->string, "zh") ? LANG_ZH : LANG_EN;
    out->text = text->string;
    return read_concerns(value_get(&value, STR("concerns")), &out->concerns, err);
}

/* Assesses the text alone, without an order, and counts what was found. */
static int count(struct engine *engine, struct arena *arena, const struct labelled *labelled,
                 struct evaluation *evaluation, struct err *err)
{
    struct inquiry inquiry = {.channel = STR("email"), .text = labelled->text, .contacts = 1};
    struct assessment assessment;
    if (engine_assess(engine, arena, &inquiry, &assessment, err) < 0) return -1;
    const struct concern_found *best = &assessment.concerns[0];
    uint32_t found = 0;
    for (size_t i = 0; i < assessment.concern_count; i++) {
        found |= 1U << assessment.concerns[i].concern;
        if (assessment.concerns[i].confidence > best->confidence) best = &assessment.concerns[i];
    }
    evaluation_add(evaluation, labelled->lang, labelled->concerns, found, best->concern, best->confidence);
    return 0;
}

static int evaluate(struct engine *engine, struct document_reader *reader, const char *name,
                    struct evaluation *evaluation, struct err *err)
{
    struct arena *arena = arena_new();
    struct document document;
    int got;
    while ((got = document_reader_next(reader, &document, err)) > 0) {
        struct labelled labelled = {0};
        if (read_labelled(arena, &document, &labelled, err) < 0 ||
            count(engine, arena, &labelled, evaluation, err) < 0) {
            if (err->line) err->line += (int)document.line - 1;
            err_at(err, str_of(name), (int)document.line, 0);
            got = -1;
            break;
        }
        arena_reset(arena);
    }
    arena_free(arena);
    return got;
}

static bool is_below(const struct evaluation *evaluation, double bar)
{
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        const struct evaluation_counts *counts = &evaluation->langs[lang];
        if (counts->messages && (evaluation_micro(counts) < bar || evaluation_macro(counts) < bar))
            return true;
    }
    return false;
}

/* "0.85" as thousandths, without the C library's locale-dependent reader. */
static int read_bar(const char *text, double *out, struct err *err)
{
    *out = 0;
    if (!text) return 0;
    struct str rest = str_of(text);
    uint64_t whole, fraction = 0;
    size_t point = str_find_char(rest, '.', 0);
    struct str places = point == STR_NOT_FOUND ? (struct str){0} : str_slice(rest, point + 1, SIZE_MAX);
    if (str_to_uint(str_slice(rest, 0, point), 1, &whole) < 0 || places.len > 6 ||
        (point != STR_NOT_FOUND && str_to_uint(places, 999999, &fraction) < 0))
        return err_set(err, ERR_INPUT, "--bar: “%s” is not a share; 0 – 1 is expected, as 0.85", text);
    double scale = 1;
    for (size_t i = 0; i < places.len; i++) scale *= 10;
    *out = (double)whole + (double)fraction / scale;
    return 0;
}

static int print(const struct evaluation *evaluation, bool details, struct err *err)
{
    struct buf out;
    buf_init(&out, 1024 * 1024);
    evaluation_print(evaluation, details, &out);
    int rc = output_write(buf_str(&out), err);
    buf_done(&out);
    return rc;
}

static int evaluate_file(const struct store *store, const char *path, struct evaluation *out, struct err *err)
{
    int input;
    if (input_open(path, &input, err) < 0) return -1;
    struct document_reader reader;
    document_reader_init(&reader, input, -1, MESSAGE_MAX);
    struct engine *engine = engine_new(store);
    int rc = evaluate(engine, &reader, input_name(path), out, err);
    engine_free(engine);
    document_reader_done(&reader);
    if (input != STDIN_FILENO) close(input);
    return rc;
}

/* The store, reading with another model where one is given. */
static int take_model(struct arena *arena, const char *path, struct store *store, struct err *err)
{
    struct str bytes;
    if (!path) return 0;
    if (file_read(arena, path, MODEL_MAX, &bytes, err) < 0) return -1;
    if (classifier_from_bytes(arena, bytes, &store->classifier, err) < 0)
        return err_at(err, str_of(path), 0, 0);
    return 0;
}

static int evaluate_store(const struct shop *shop, const struct arguments *arguments, struct evaluation *out,
                          struct err *err)
{
    struct arena *arena = arena_new();
    struct store store = *shop_store(shop);
    int rc = take_model(arena, arguments->values[MODEL], &store, err);
    if (rc == 0) rc = evaluate_file(&store, arguments->operands[0], out, err);
    arena_free(arena);
    return rc;
}

static int run(const struct arguments *arguments, struct err *err)
{
    double bar;
    struct shop *shop;
    struct evaluation evaluation = {0};
    if (read_bar(arguments->values[BAR], &bar, err) < 0 ||
        shop_open(arguments->values[STORE], &shop, err) < 0)
        return -1;
    int rc = evaluate_store(shop, arguments, &evaluation, err);
    shop_free(shop);
    if (rc < 0 || print(&evaluation, arguments->values[DETAILS] != NULL, err) < 0) return -1;
    return is_below(&evaluation, bar) ? EXIT_FINDINGS : EXIT_FINE;
}

const struct command command_eval = {
    .name = "eval",
    .summary = "Measure how well the concerns of labelled messages are found",
    .description = "Reads labelled messages, one on each line, as "
                   "{\"lang\":\"en\",\"text\":\"…\",\"concerns\":[\"change\"]}, and "
                   "assesses each text by itself, without an order.",
    .operands = "[FILE]",
    .operands_most = 1,
    .complete_operands = COMPLETE_FILE,
    .options = options,
    .examples = examples,
    .run = run,
};
