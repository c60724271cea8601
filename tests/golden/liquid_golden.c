/* Runs a golden-liquid file (the public suite of Liquid cases) against our engine: prints each case that does not
 * hold and, last, how many do. Usage: liquid_golden FILE.json [LEAST-THAT-MUST-HOLD]. A missing file is skipped. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "text/json.h"
#include "text/liquid.h"

enum { SKIPPED = 77, LARGEST = 16 * 1024 * 1024 };

/* The partials of a case, compiled when they are asked for. */
struct partials {
    struct arena *arena;
    const struct value *templates;
};

static const struct liquid_template *find_partial(void *context, struct str name)
{
    struct partials *partials = context;
    const struct value *source = value_get(partials->templates, name);
    const struct liquid_template *template;
    struct err err = {0};
    if (!source || liquid_compile(partials->arena, name, source->string, &template, &err) < 0) return NULL;
    return template;
}

/* 0 with the text in `out`, or -1 with the error. */
static int run_case(const struct value *golden, struct arena *arena, struct buf *out, struct err *err)
{
    const struct value nothing = value_object();
    const struct value *source = value_get(golden, STR("template")), *data = value_get(golden, STR("data"));
    const struct value *templates = value_get(golden, STR("templates"));
    struct partials partials = {arena, templates ? templates : &nothing};
    struct liquid_options options = {
        .find_partial = find_partial, .find_context = &partials, .now = 1750000000};
    const struct liquid_template *template;
    if (liquid_compile(arena, STR("case"), source->string, &template, err) < 0) return -1;
    return liquid_render(template, data ? data : &nothing, &options, arena, out, err);
}

static bool is_expected(const struct value *golden, struct str text)
{
    const struct value *result = value_get(golden, STR("result")),
                       *results = value_get(golden, STR("results"));
    if (result) return str_eq(result->string, text);
    for (size_t i = 0; results && i < results->array.count; i++)
        if (str_eq(results->array.items[i].string, text)) return true;
    return false;
}

static bool holds(const struct value *golden, struct arena *arena)
{
    const struct value *invalid = value_get(golden, STR("invalid")), *name = value_get(golden, STR("name"));
    bool must_fail = invalid && invalid->boolean;
    struct err err = {0};
    struct buf out;
    buf_init(&out, LARGEST);
    int rc = run_case(golden, arena, &out, &err);
    bool ok = must_fail ? rc < 0 : rc == 0 && is_expected(golden, buf_str(&out));
    if (!ok) {
        char message[800] = "";
        const struct value *result = value_get(golden, STR("result"));
        if (rc < 0) err_format(&err, message, sizeof message);
        struct buf shown = out;
        printf("FAILS %.*s\n  template %.*s\n  wanted   %.*s\n  given    %.*s %s\n", STR_ARG(name->string),
               STR_ARG(value_get(golden, STR("template"))->string),
               STR_ARG(must_fail ? STR("(an error)")
                       : result  ? result->string
                                 : STR("(one of several)")),
               STR_ARG(buf_str(&shown)), message);
    }
    buf_done(&out);
    return ok;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct str text;
    struct value suite;
    if (argc < 2 || !file_exists(argv[1])) {
        printf("SKIP: the golden-liquid file is absent\n");
        return SKIPPED;
    }
    struct arena *arena = arena_new(), *scratch = arena_new();
    if (file_read(arena, argv[1], LARGEST, &text, &err) < 0 || json_parse(arena, text, &suite, &err) < 0) {
        char message[800];
        err_format(&err, message, sizeof message);
        fprintf(stderr, "%s\n", message);
        return 2;
    }
    const struct value *tests = value_get(&suite, STR("tests"));
    size_t held = 0, count = tests ? tests->array.count : 0;
    for (size_t i = 0; i < count; i++) {
        held += holds(&tests->array.items[i], scratch);
        arena_reset(scratch);
    }
    printf("%zu of %zu cases hold\n", held, count);
    size_t least = argc > 2 ? (size_t)strtoull(argv[2], NULL, 10) : count;
    arena_free(scratch);
    arena_free(arena);
    return held >= least ? 0 : 1;
}
