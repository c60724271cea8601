/* Fuzzes the Liquid engine: any bytes as a template, compiled, walked and rendered over fixed data within small
 * limits. The template is also its own partial. The first byte chooses the options. */
#include "text/json.h"
#include "text/liquid.h"

static const char data_json[] = "{\"a\":[1,2.5,\"three\",null,true,[4,[5]],{\"k\":\"v\"}],\"o\":{\"k\":\"v\","
                                "\"n\":1,\"size\":9,\"l\":[1,2,3]},"
                                "\"s\":\"a <b>text</b> & 刻字, two\\r\\nlines "
                                "\",\"n\":-7,\"f\":0.1,\"t\":true,\"d\":\"2026-03-01T09:00:00-05:00\","
                                "\"order\":{\"number\":\"#1042\",\"items\":[{\"title\":\"Portrait\","
                                "\"price\":\"89.00\"},{\"title\":\"Ring\"}]}}";

struct world {
    struct arena *arena;
    const struct liquid_template *self;
};

static const struct liquid_template *find(void *context, struct str name)
{
    const struct world *world = context;
    return str_is(name, "self") ? world->self : NULL;
}

static void ignore(void *context, struct str kind, struct str path, int line, int column)
{
    size_t *seen = context;
    *seen += kind.len + path.len + (size_t)(line + column);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0) return 0;
    struct arena *arena = arena_new();
    struct world world = {.arena = arena};
    struct liquid_options options = {
        .find_partial = find,
        .find_context = &world,
        .limits = {.max_output = 16 * 1024, .max_steps = 3000, .max_depth = 16},
        .escape_html = bytes[0] & 1,
        .strict_variables = (bytes[0] & 6) == 6,
        .now = 1772373600,
        .utc_offset = bytes[0] & 8 ? -5 * 3600 : 0,
    };
    struct value data;
    struct err err = {0};
    struct buf out;
    buf_init(&out, 32 * 1024);
    if (json_parse(arena, str_of(data_json), &data, &err) < 0) __builtin_trap();
    struct str source = arena_str(arena, (struct str){(const char *)bytes + 1, size - 1});
    if (liquid_compile(arena, STR("fuzz"), source, &world.self, &err) == 0) {
        size_t seen = 0;
        liquid_walk(world.self, ignore, &seen);
        if (liquid_render(world.self, &data, &options, arena, &out, &err) == 0 &&
            out.len > options.limits.max_output)
            __builtin_trap();
    }
    buf_done(&out);
    arena_free(arena);
    return 0;
}
