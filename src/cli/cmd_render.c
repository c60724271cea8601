/* burin render: a Liquid template to standard output, for owners trying their words. */
#include <time.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/stdio.h"
#include "text/json.h"
#include "text/liquid.h"

enum { DATA, PARTIALS };

enum { TEMPLATE_MAX = 1024 * 1024, DATA_MAX = 16 * 1024 * 1024 };

static const struct option options[] = {
    [DATA] = {"data", "FILE", "What the template is handed, as a JSON object", NULL, COMPLETE_FILE, false},
    [PARTIALS] = {"partials", "DIR", "Where render and include find NAME.liquid", NULL, COMPLETE_FOLDER,
                  false},
    {NULL},
};

static const struct example examples[] = {
    {"burin render --data order.json greeting.liquid",
     "the text as it is: nothing is escaped unless it asks"},
    {NULL},
};

/* Partials that have been asked for; each is compiled once. */
struct partials {
    struct arena *arena;
    const char *folder;
    struct partial {
        struct str name;
        const struct liquid_template *template; /* NULL: there is none */
    } * items;
    size_t count, cap;
    struct err *err; /* the first that was there and bad */
};

/* Letters, digits, "_", "-" and single slashes: nothing that leads out of the folder. */
static bool is_sane(struct str name)
{
    if (!name.len || name.len > 200) return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                     c == '-';
        bool slash = c == '/' && i > 0 && i + 1 < name.len && name.ptr[i - 1] != '/';
        if (!plain && !slash) return false;
    }
    return true;
}

static const struct liquid_template *load(struct partials *partials, struct str name)
{
    if (!partials->folder || !is_sane(name)) return NULL;
    struct str path = arena_printf(partials->arena, "%s/%.*s.liquid", partials->folder, STR_ARG(name));
    const struct liquid_template *template;
    struct str source;
    struct err err = {0};
    if (!file_exists(path.ptr)) return NULL;
    if (file_read(partials->arena, path.ptr, TEMPLATE_MAX, &source, &err) == 0 &&
        liquid_compile(partials->arena, path, source, &template, &err) == 0)
        return template;
    if (!partials->err->category) *partials->err = err;
    return NULL;
}

static const struct liquid_template *find_partial(void *context, struct str name)
{
    struct partials *partials = context;
    for (size_t i = 0; i < partials->count; i++)
        if (str_eq(partials->items[i].name, name)) return partials->items[i].template;
    name = arena_str(partials->arena, name);
    const struct liquid_template *template = load(partials, name);
    struct partial *partial = ARENA_PUSH(partials->arena, partials->items, partials->count, partials->cap);
    *partial = (struct partial){name, template};
    return template;
}

static int read_data(struct arena *arena, const char *path, struct value *out, struct err *err)
{
    struct str text;
    *out = value_object();
    if (!path) return 0;
    if (input_read(arena, path, DATA_MAX, &text, err) < 0) return -1;
    if (json_parse(arena, text, out, err) < 0) return err_at(err, str_of(path), 0, 0);
    if (out->kind == VALUE_OBJECT) return 0;
    err_set(err, ERR_INPUT, "an object is expected");
    return err_at(err, str_of(path), 1, 1);
}

static int render(struct arena *arena, const struct arguments *arguments, struct buf *out, struct err *err)
{
    const char *path = arguments->operands[0];
    struct err partial_err = {0};
    /* Partials outlive the render, which resets what it makes on the way. */
    struct partials partials = {.arena = arena, .folder = arguments->values[PARTIALS], .err = &partial_err};
    struct liquid_options options_of_render = {
        .find_partial = find_partial,
        .find_context = &partials,
        .now = (int64_t)time(NULL),
    };
    struct value data;
    struct str source;
    const struct liquid_template *template;
    if (read_data(arena, arguments->values[DATA], &data, err) < 0 ||
        input_read(arena, path, TEMPLATE_MAX, &source, err) < 0 ||
        liquid_compile(arena, str_of(input_name(path)), source, &template, err) < 0)
        return -1;
    struct arena *scratch = arena_new();
    int rc = liquid_render(template, &data, &options_of_render, scratch, out, err);
    arena_free(scratch);
    if (partial_err.category) *err = partial_err;
    return partial_err.category ? -1 : rc;
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct arena *arena = arena_new();
    struct buf out;
    buf_init(&out, DATA_MAX);
    int rc = render(arena, arguments, &out, err);
    if (rc == 0) rc = output_write(buf_str(&out), err);
    buf_done(&out);
    arena_free(arena);
    return rc < 0 ? -1 : EXIT_FINE;
}

const struct command command_render = {
    .name = "render",
    .summary = "Render a Liquid template",
    .description = "Prints the template, filled with the data, as it is: nothing is escaped unless the "
                   "template asks, no "
                   "line break is added, dates are in UTC.",
    .operands = "TEMPLATE",
    .operands_least = 1,
    .operands_most = 1,
    .complete_operands = COMPLETE_FILE,
    .options = options,
    .examples = examples,
    .run = run,
};
