/* burin assess: inquiry documents in, assessment documents out. */
#include <stdio.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/stdio.h"
#include "engine/assess.h"
#include "shop/shop.h"
#include "text/json.h"

enum { STORE, JOBS };

enum { DOCUMENT_MAX = 1024 * 1024, ASSESSMENT_MAX = 16 * 1024 * 1024 };

static const struct option options[] = {
    [STORE] = OPTION_STORE,
    [JOBS] = {"jobs", "N", "How many threads assess; without it one for each processor", NULL,
              COMPLETE_NOTHING, false},
    {NULL},
};

static const struct example examples[] = {
    {"burin assess inquiry.json", "one document, printed as one line"},
    {"burin assess --store shop inquiries.jsonl", "one assessment a line, in the order of the inquiries"},
    {NULL},
};

struct worker {
    struct arena *home, *scratch;
    struct engine *engine;
    struct buf assessment; /* added to the answers only when it is whole */
};

static void *worker_new(void *context)
{
    struct arena *home = arena_new();
    struct worker *worker = ARENA_NEW(home, struct worker);
    worker->home = home;
    worker->scratch = arena_new();
    worker->engine = engine_new(context);
    buf_init(&worker->assessment, ASSESSMENT_MAX);
    return worker;
}

static void worker_free(void *object)
{
    struct worker *worker = object;
    buf_done(&worker->assessment);
    engine_free(worker->engine);
    arena_free(worker->scratch);
    arena_free(worker->home);
}

/* Leaves the document's id in *out_id, also where the rest of it is bad. */
static int assess(struct worker *worker, const struct document *document, struct str *out_id, struct err *err)
{
    if (document->too_long)
        return err_set(err, ERR_LIMIT, "the document is too long; at most %d bytes are read", DOCUMENT_MAX);
    struct value value;
    if (json_parse(worker->scratch, document->text, &value, err) < 0) return -1;
    const struct value *id = value_get(&value, STR("id"));
    if (id && id->kind == VALUE_STRING) *out_id = id->string;
    struct inquiry inquiry;
    struct assessment assessment;
    if (inquiry_from_value(worker->scratch, &value, &inquiry, err) < 0 ||
        engine_assess(worker->engine, worker->scratch, &inquiry, &assessment, err) < 0)
        return -1;
    buf_clear(&worker->assessment);
    assessment_to_json(&assessment, &worker->assessment);
    if (worker->assessment.overflow)
        return err_set(err, ERR_LIMIT, "the assessment is too long; at most %d bytes are written",
                       ASSESSMENT_MAX);
    return 0;
}

static void put_error(struct buf *out, struct str id, const struct err *err)
{
    struct json_writer writer = {.buf = out};
    json_begin_object(&writer);
    json_put_string_or_null(&writer, "id", id);
    json_name(&writer, "error");
    json_begin_object(&writer);
    json_put_string(&writer, "message", str_of(err->message));
    json_put_int(&writer, "line", err->line);
    if (err->column) json_put_int(&writer, "column", err->column);
    json_end_object(&writer);
    json_end_object(&writer);
}

/* What is wrong in a template of the store is told with its own place; the line is the document's. */
static void tell_in_message(struct err *err)
{
    char message[sizeof err->file + sizeof err->message + 32];
    err_format(err, message, sizeof message);
    struct err told = {.category = err->category};
    err_set(&told, err->category, "%s", message);
    *err = told;
}

static int answer(void *object, const struct document *document, struct buf *out, struct err *err)
{
    struct worker *worker = object;
    struct str id = {0};
    int rc = assess(worker, document, &id, err);
    if (rc == 0) {
        buf_add(out, buf_str(&worker->assessment));
    } else {
        /* Lines count from the beginning of the input, not of the document. */
        if (err->file[0]) tell_in_message(err);
        err->line = (int)document->line + (err->line ? err->line - 1 : 0);
        put_error(out, id, err);
    }
    buf_add_char(out, '\n');
    arena_reset(worker->scratch);
    return rc;
}

static int read_jobs(const char *text, int *out, struct err *err)
{
    uint64_t jobs;
    if (!text) {
        *out = pipeline_processors();
        return 0;
    }
    if (str_to_uint(str_of(text), PIPELINE_JOBS_MOST, &jobs) < 0 || jobs < 1)
        return err_set(err, ERR_INPUT, "--jobs: “%s” is not a number of threads; 1 – %d is expected", text,
                       PIPELINE_JOBS_MOST);
    *out = (int)jobs;
    return 0;
}

/* Tells what went wrong with some of the documents, the first by its place. */
static int report(const struct pipeline_outcome *outcome, const char *path)
{
    if (!outcome->problems) return EXIT_FINE;
    char message[1024];
    struct err first = outcome->first;
    err_at(&first, str_of(input_name(path)), 0, 0);
    err_format(&first, message, sizeof message);
    fprintf(stderr, "burin: %s\n", message);
    if (outcome->documents > 1)
        fprintf(stderr, "burin: %s: %zu of %zu documents could not be assessed\n", input_name(path),
                outcome->problems, outcome->documents);
    return outcome->system ? EXIT_SYSTEM : EXIT_INPUT;
}

static int assess_all(const struct shop *shop, const char *path, int jobs, struct err *err)
{
    struct pipeline pipeline = {
        .name = input_name(path),
        .longest = DOCUMENT_MAX,
        .jobs = jobs,
        .context = (void *)(uintptr_t)shop_store(shop),
        .worker_new = worker_new,
        .worker_free = worker_free,
        .answer = answer,
    };
    if (input_open(path, &pipeline.input, err) < 0) return -1;
    struct pipeline_outcome outcome;
    int rc = pipeline_run(&pipeline, &outcome, err);
    if (pipeline.input != STDIN_FILENO) close(pipeline.input);
    return rc < 0 ? -1 : report(&outcome, path);
}

static int run(const struct arguments *arguments, struct err *err)
{
    int jobs;
    struct shop *shop;
    if (read_jobs(arguments->values[JOBS], &jobs, err) < 0 ||
        shop_open(arguments->values[STORE], &shop, err) < 0)
        return -1;
    int status = assess_all(shop, arguments->operands[0], jobs, err);
    shop_free(shop);
    return status;
}

const struct command command_assess = {
    .name = "assess",
    .summary = "Assess inquiry documents: what is asked, what is known, what is decided, what to answer",
    .description = "Reads one inquiry document, or many: one on each line (JSON Lines) or printed one after "
                   "the other. Writes one "
                   "assessment on each line, in the order of the inquiries, as they come: memory does not "
                   "grow with the input.\n"
                   "\n"
                   "A document that cannot be read is answered with "
                   "{\"id\":…,\"error\":{\"message\":…,\"line\":N}}; the others "
                   "are still assessed, and the exit status is 3 at the end.",
    .operands = "[FILE]",
    .operands_most = 1,
    .complete_operands = COMPLETE_FILE,
    .options = options,
    .examples = examples,
    .run = run,
};
