/* Renders the bench's templates with our engine: one line "name nanoseconds bytes sum" for each. Usage: bench_liquid
 * DIRECTORY. The twin in liquidjs.mjs does the same with liquidjs. */
#define _GNU_SOURCE
#include <stdio.h>
#include <time.h>

#include "base/file.h"
#include "text/json.h"
#include "text/liquid.h"

enum { LARGEST = 1024 * 1024, TURNS = 50 };

static struct value orders_new(struct arena *arena)
{
    struct value orders = value_array();
    for (int i = 0; i < 40; i++) {
        struct value order = value_object(), items = value_array();
        static const char *const titles[] = {"Ring", "Box"};
        for (int k = 0; k < 2; k++) {
            struct value item = value_object();
            value_put(arena, &item, STR("title"), value_str(arena_printf(arena, "%s no. %d", titles[k], i)));
            value_push(arena, &items, item);
        }
        value_put(arena, &order, STR("number"), value_int(2000 + (i * 17) % 40));
        value_put(arena, &order, STR("customer"), value_str(arena_printf(arena, "customer %d", i)));
        value_put(arena, &order, STR("open"), value_bool(i % 3 != 0));
        value_put(arena, &order, STR("total"), value_int(20 + i * 2));
        value_put(arena, &order, STR("items"), items);
        value_push(arena, &orders, order);
    }
    return orders;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

struct bench {
    const struct liquid_template *template;
    struct value data;
    struct arena *scratch;
    struct buf out;
};

static int turn(struct bench *bench, struct err *err)
{
    arena_reset(bench->scratch);
    buf_clear(&bench->out);
    return liquid_render(bench->template, &bench->data, NULL, bench->scratch, &bench->out, err);
}

static double turns(struct bench *bench, double seconds)
{
    double start = now(), at = start;
    size_t count = 0;
    for (; at < start + seconds * 1e9; at = now()) {
        for (int i = 0; i < TURNS; i++) turn(bench, NULL);
        count += TURNS;
    }
    return (at - start) / (double)count;
}

static double measure(struct bench *bench)
{
    double best = turns(bench, 0.5);
    for (int i = 0; i < 3; i++) {
        double next = turns(bench, 0.5);
        if (next < best) best = next;
    }
    return best;
}

static uint32_t sum(struct str text)
{
    uint32_t hash = 0x811c9dc5;
    for (size_t i = 0; i < text.len; i++) hash = (hash ^ (unsigned char)text.ptr[i]) * 0x01000193;
    return hash;
}

static int run(struct arena *arena, const char *folder, const char *name, const struct value *data,
               struct err *err)
{
    struct bench bench = {.data = *data, .scratch = arena_new()};
    struct str source;
    const char *path = arena_printf(arena, "%s/%s.liquid", folder, name).ptr;
    buf_init(&bench.out, LARGEST);
    int rc = -1;
    if (file_read(arena, path, LARGEST, &source, err) < 0) goto out;
    if (liquid_compile(arena, str_of(name), source, &bench.template, err) < 0) goto out;
    if (turn(&bench, err) < 0) goto out;
    struct str shown = buf_copy(&bench.out, arena);
    printf("%s %.0f %zu %u\n", name, measure(&bench), shown.len, sum(shown));
    rc = 0;
out:
    buf_done(&bench.out);
    arena_free(bench.scratch);
    return rc;
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : ".";
    struct arena *arena = arena_new();
    struct err err = {0};
    struct str text;
    struct value all, list = value_object();
    int rc = file_read(arena, arena_printf(arena, "%s/data.json", folder).ptr, LARGEST, &text, &err);
    if (rc == 0) rc = json_parse(arena, text, &all, &err);
    if (rc == 0) {
        value_put(arena, &list, STR("orders"), orders_new(arena));
        rc = run(arena, folder, "reply", value_get(&all, STR("reply")), &err);
    }
    if (rc == 0) rc = run(arena, folder, "list", &list, &err);
    if (rc < 0) {
        char message[800];
        err_format(&err, message, sizeof message);
        fprintf(stderr, "bench_liquid: %s\n", message);
    }
    arena_free(arena);
    return rc < 0;
}
