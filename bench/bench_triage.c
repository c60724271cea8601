/* Times triage alone over the messages on stdin, one a line as {"text":"…"}, on one thread, without an order.
 *   bench_triage         prints one JSON object: how many, how many a second, microseconds of processor each
 *   bench_triage --tell  prints the gravest concern of each message, one a line */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/triage.h"
#include "shop/shop.h"
#include "text/json.h"

struct messages {
    struct arena *arena;
    struct str *texts;
    size_t count, cap;
};

static double seconds(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int read_messages(struct messages *messages)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    while ((length = getline(&line, &size, stdin)) > 0) {
        struct err err = {0};
        struct value value;
        const struct value *text = NULL;
        if (json_parse(messages->arena, str_of_len(line, (size_t)length), &value, &err) == 0)
            text = value_get(&value, STR("text"));
        if (!text || text->kind != VALUE_STRING) return -1;
        *ARENA_PUSH(messages->arena, messages->texts, messages->count, messages->cap) = text->string;
    }
    free(line);
    return 0;
}

static enum concern read_one(struct arena *arena, const struct store *store, struct str text)
{
    struct inquiry inquiry = {.text = text, .contacts = 1};
    struct reading reading = {0};
    triage_read(arena, &inquiry, store, &reading);
    enum concern gravest = reading.concerns[0].concern;
    arena_reset(arena);
    return gravest;
}

static void tell(const struct messages *messages, const struct store *store, struct arena *arena)
{
    for (size_t i = 0; i < messages->count; i++) {
        struct str name = concern_name(read_one(arena, store, messages->texts[i]));
        printf("%.*s\n", STR_ARG(name));
    }
}

static void time_all(const struct messages *messages, const struct store *store, struct arena *arena)
{
    size_t warm = messages->count < 1000 ? messages->count : 1000;
    for (size_t i = 0; i < warm; i++) read_one(arena, store, messages->texts[i]);
    double wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t i = 0; i < messages->count; i++) read_one(arena, store, messages->texts[i]);
    wall = seconds(CLOCK_MONOTONIC) - wall;
    processor = seconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
    double count = (double)messages->count;
    printf("{\"count\":%zu,\"rate\":%.1f,\"cpu_us\":%.2f}\n", messages->count, count / wall,
           processor / count * 1e6);
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct shop *shop;
    struct arena *arena = arena_new();
    struct messages messages = {.arena = arena_new()};
    if (shop_open(NULL, &shop, &err) < 0 || read_messages(&messages) < 0 || messages.count == 0) {
        fprintf(stderr, "bench_triage: no messages could be read\n");
        return 3;
    }
    if (argc > 1 && strcmp(argv[1], "--tell") == 0)
        tell(&messages, shop_store(shop), arena);
    else
        time_all(&messages, shop_store(shop), arena);
    arena_free(messages.arena);
    arena_free(arena);
    shop_free(shop);
    return 0;
}
