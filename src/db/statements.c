/* A hash map from the address of a statement to what a connection prepared for it; see statements.h. */
#include "db/statements.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"

struct statement_slot {
    const struct db_sql *sql;
    void *prepared;
};

static struct statement_slot *slot_of(const struct statements *map, const struct db_sql *sql)
{
    size_t at = (size_t)hash_mix((uintptr_t)sql) & (map->cap - 1);
    while (map->slots[at].sql && map->slots[at].sql != sql) at = (at + 1) & (map->cap - 1);
    return &map->slots[at];
}

static void widen(struct statements *map)
{
    struct statements wider = {.cap = map->cap ? map->cap * 2 : 64, .count = map->count};
    wider.slots = calloc(wider.cap, sizeof *wider.slots);
    if (!wider.slots) {
        fputs("burin: out of memory\n", stderr);
        abort();
    }
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].sql) *slot_of(&wider, map->slots[i].sql) = map->slots[i];
    free(map->slots);
    *map = wider;
}

void **statements_at(struct statements *map, const struct db_sql *sql)
{
    if (map->count * 2 >= map->cap) widen(map);
    struct statement_slot *slot = slot_of(map, sql);
    if (!slot->sql) {
        slot->sql = sql;
        map->count++;
    }
    return &slot->prepared;
}

void statements_clear(struct statements *map, void (*drop)(void *prepared))
{
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].prepared) drop(map->slots[i].prepared);
    free(map->slots);
    *map = (struct statements){0};
}
