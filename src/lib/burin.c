/* The public library: joins shop and engine behind burin.h, for any number of threads. */
#include "burin/burin.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "engine/assess.h"
#include "engine/outgoing.h"
#include "engine/plan.h"
#include "shop/shop.h"
#include "text/json.h"
#include "text/liquid.h"

enum { DOCUMENT_MAX = 1024 * 1024, TEXT_MAX = 16 * 1024 * 1024 };

/* What one call needs for itself; kept between calls, because warm buffers and formatter caches are worth it. */
struct workspace {
    struct workspace *next;
    struct engine *engine;
    struct arena *arena;
    struct buf text;
};

struct burin {
    struct shop *shop;
    pthread_mutex_t mutex;
    struct workspace *idle;
};

const char *burin_version(void)
{
    return BURIN_VERSION;
}

static int fail(const struct err *err, struct burin_error *out)
{
    if (!out) return -1;
    out->category = err->category == ERR_SYSTEM  ? BURIN_ERROR_SYSTEM
                    : err->category == ERR_LIMIT ? BURIN_ERROR_LIMIT
                                                 : BURIN_ERROR_INPUT;
    err_format(err, out->message, sizeof out->message);
    return -1;
}

static int no_memory(struct burin_error *out)
{
    struct err err = {0};
    err_set(&err, ERR_SYSTEM, "there is no memory left");
    return fail(&err, out);
}

int burin_open(const char *store_folder, struct burin **out, struct burin_error *error)
{
    struct err err = {0};
    struct burin *burin = calloc(1, sizeof *burin);
    if (!burin) return no_memory(error);
    if (shop_open(store_folder, &burin->shop, &err) < 0) {
        free(burin);
        return fail(&err, error);
    }
    pthread_mutex_init(&burin->mutex, NULL);
    *out = burin;
    return 0;
}

static void workspace_free(struct workspace *workspace)
{
    engine_free(workspace->engine);
    arena_free(workspace->arena);
    buf_done(&workspace->text);
    free(workspace);
}

void burin_close(struct burin *burin)
{
    if (!burin) return;
    while (burin->idle) {
        struct workspace *workspace = burin->idle;
        burin->idle = workspace->next;
        workspace_free(workspace);
    }
    pthread_mutex_destroy(&burin->mutex);
    shop_free(burin->shop);
    free(burin);
}

static struct workspace *workspace_new(const struct burin *burin)
{
    struct workspace *workspace = calloc(1, sizeof *workspace);
    if (!workspace) return NULL;
    workspace->engine = engine_new(shop_store(burin->shop));
    workspace->arena = arena_new();
    buf_init(&workspace->text, TEXT_MAX);
    return workspace;
}

static struct workspace *take(struct burin *burin)
{
    pthread_mutex_lock(&burin->mutex);
    struct workspace *workspace = burin->idle;
    if (workspace) burin->idle = workspace->next;
    pthread_mutex_unlock(&burin->mutex);
    return workspace ? workspace : workspace_new(burin);
}

static void give_back(struct burin *burin, struct workspace *workspace)
{
    arena_reset(workspace->arena);
    buf_clear(&workspace->text);
    pthread_mutex_lock(&burin->mutex);
    workspace->next = burin->idle;
    burin->idle = workspace;
    pthread_mutex_unlock(&burin->mutex);
}

/* What came in with one call. */
struct call {
    struct str text;     /* the document, template or outgoing text */
    struct str addition; /* values of a template, assessment of a text */
};

/* Does the work of one call into workspace->text. */
typedef int call_work(const struct store *store, struct workspace *workspace, const struct call *call,
                      struct err *err);

static int check_sizes(const struct call *call, struct err *err)
{
    if (call->text.len > DOCUMENT_MAX || call->addition.len > TEXT_MAX)
        return err_set(err, ERR_LIMIT, "the text is too long; at most %d bytes are taken",
                       call->text.len > DOCUMENT_MAX ? DOCUMENT_MAX : TEXT_MAX);
    return 0;
}

static int hand_out(const struct buf *text, struct burin_text *out, struct err *err)
{
    if (text->overflow)
        return err_set(err, ERR_LIMIT, "the answer is too long; at most %d bytes are given", TEXT_MAX);
    char *bytes = malloc(text->len + 1);
    if (!bytes) return err_set(err, ERR_SYSTEM, "there is no memory left");
    struct str answer = buf_str(text);
    memcpy(bytes, answer.ptr, answer.len);
    bytes[answer.len] = '\0';
    *out = (struct burin_text){bytes, answer.len};
    return 0;
}

static int answer(struct burin *burin, call_work *work, const struct call *call, struct burin_text *out,
                  struct burin_error *error)
{
    struct err err = {0};
    if (check_sizes(call, &err) < 0) return fail(&err, error);
    struct workspace *workspace = take(burin);
    if (!workspace) return no_memory(error);
    int rc = work(shop_store(burin->shop), workspace, call, &err);
    if (rc == 0) rc = hand_out(&workspace->text, out, &err);
    give_back(burin, workspace);
    return rc < 0 ? fail(&err, error) : 0;
}

static int do_assess(const struct store *store, struct workspace *workspace, const struct call *call,
                     struct err *err)
{
    (void)store;
    struct value document;
    struct inquiry inquiry;
    struct assessment assessment;
    if (json_parse(workspace->arena, call->text, &document, err) < 0 ||
        inquiry_from_value(workspace->arena, &document, &inquiry, err) < 0 ||
        engine_assess(workspace->engine, workspace->arena, &inquiry, &assessment, err) < 0)
        return -1;
    assessment_to_json(&assessment, &workspace->text);
    return 0;
}

static int do_estimate(const struct store *store, struct workspace *workspace, const struct call *call,
                       struct err *err)
{
    struct value document;
    if (json_parse(workspace->arena, call->text, &document, err) < 0) return -1;
    return plan_answer(workspace->arena, store, &document, &workspace->text, err);
}

static int do_render(const struct store *store, struct workspace *workspace, const struct call *call,
                     struct err *err)
{
    (void)store;
    struct value values = value_object();
    const struct liquid_template *template;
    struct liquid_options options = {.now = (int64_t)time(NULL)};
    if ((call->addition.len && json_parse(workspace->arena, call->addition, &values, err) < 0) ||
        liquid_compile(workspace->arena, STR("template"), call->text, &template, err) < 0)
        return -1;
    return liquid_render(template, &values, &options, workspace->arena, &workspace->text, err);
}

static int do_lint(const struct store *store, struct workspace *workspace, const struct call *call,
                   struct err *err)
{
    (void)store;
    struct outgoing outgoing = {.text = call->text, .assessment = call->addition};
    struct lint_finding *findings;
    size_t count;
    if (outgoing_lint(workspace->arena, &outgoing, &findings, &count, err) < 0) return -1;
    findings_to_json(findings, count, &workspace->text);
    return 0;
}

int burin_assess(struct burin *burin, const char *inquiry, size_t length, struct burin_text *out,
                 struct burin_error *error)
{
    return answer(burin, do_assess, &(struct call){.text = {inquiry, length}}, out, error);
}

int burin_estimate(struct burin *burin, const char *request, size_t length, struct burin_text *out,
                   struct burin_error *error)
{
    return answer(burin, do_estimate, &(struct call){.text = {request, length}}, out, error);
}

int burin_render(struct burin *burin, const char *source, size_t source_length, const char *values,
                 size_t values_length, struct burin_text *out, struct burin_error *error)
{
    return answer(burin, do_render,
                  &(struct call){{source, source_length}, {values, values ? values_length : 0}}, out, error);
}

int burin_lint(struct burin *burin, const char *text, size_t text_length, const char *assessment,
               size_t assessment_length, struct burin_text *out, struct burin_error *error)
{
    size_t length = assessment ? assessment_length : 0;
    return answer(burin, do_lint, &(struct call){{text, text_length}, {assessment, length}}, out, error);
}

void burin_text_free(struct burin_text *text)
{
    if (!text) return;
    free(text->bytes);
    *text = (struct burin_text){0};
}
