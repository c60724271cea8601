/* Shops in force and their engines; see edition.h. */
#include "desk/edition.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct edition_engine {
    struct edition_engine *next;
    struct engine *engine;
};

struct edition {
    _Atomic int holders;
    const struct store *store;
    struct shop *shop;
    int64_t number;
    pthread_mutex_t mutex; /* of `idle` */
    struct edition_engine *idle;
};

static struct edition *edition_new(struct edition from)
{
    struct edition *edition = malloc(sizeof *edition);
    if (!edition) abort();
    *edition = from;
    pthread_mutex_init(&edition->mutex, NULL);
    return edition;
}

struct edition *edition_borrow(const struct store *store)
{
    return edition_new((struct edition){.holders = 1, .store = store});
}

struct edition *edition_own(struct shop *shop, int64_t number)
{
    return edition_new(
        (struct edition){.holders = 1, .store = shop_store(shop), .shop = shop, .number = number});
}

void edition_hold(struct edition *edition)
{
    atomic_fetch_add_explicit(&edition->holders, 1, memory_order_relaxed);
}

void edition_rest(struct edition *edition)
{
    pthread_mutex_lock(&edition->mutex);
    while (edition->idle) {
        struct edition_engine *idle = edition->idle;
        edition->idle = idle->next;
        engine_free(idle->engine);
        free(idle);
    }
    pthread_mutex_unlock(&edition->mutex);
}

void edition_drop(struct edition *edition)
{
    if (!edition || atomic_fetch_sub(&edition->holders, 1) > 1) return;
    edition_rest(edition);
    pthread_mutex_destroy(&edition->mutex);
    shop_free(edition->shop);
    free(edition);
}

const struct store *edition_store(const struct edition *edition)
{
    return edition->store;
}

const struct shop *edition_shop(const struct edition *edition)
{
    return edition->shop;
}

int64_t edition_number(const struct edition *edition)
{
    return edition->number;
}

struct edition_engine *edition_take(struct edition *edition)
{
    pthread_mutex_lock(&edition->mutex);
    struct edition_engine *taken = edition->idle;
    if (taken) edition->idle = taken->next;
    pthread_mutex_unlock(&edition->mutex);
    if (taken) return taken;
    taken = calloc(1, sizeof *taken);
    if (!taken) abort();
    taken->engine = engine_new(edition->store);
    return taken;
}

void edition_give(struct edition *edition, struct edition_engine *taken)
{
    pthread_mutex_lock(&edition->mutex);
    taken->next = edition->idle;
    edition->idle = taken;
    pthread_mutex_unlock(&edition->mutex);
}

struct engine *edition_engine(const struct edition_engine *taken)
{
    return taken->engine;
}
