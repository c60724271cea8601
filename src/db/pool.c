/* Borrowed connections; see pool.h. */
#include "db/pool.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/cond.h"

void pool_init(struct pool *pool, int size)
{
    *pool = (struct pool){.size = size, .idle = calloc((size_t)size, sizeof *pool->idle)};
    if (!pool->idle) {
        fputs("burin: out of memory\n", stderr);
        abort();
    }
    pthread_mutex_init(&pool->lock, NULL);
    cond_init(&pool->given);
}

void pool_done(struct pool *pool, void (*drop)(void *item))
{
    for (int i = 0; i < pool->idle_count; i++) drop(pool->idle[i]);
    free(pool->idle);
    pthread_cond_destroy(&pool->given);
    pthread_mutex_destroy(&pool->lock);
}

/* With the lock held. */
static void wait_for_one(struct pool *pool, int wait_ms)
{
    int64_t start = clock_monotonic(clock_system()), until = start + (int64_t)wait_ms * 1000;
    pool->waiting++;
    while (pool->idle_count == 0 && cond_wait_until(&pool->given, &pool->lock, until)) continue;
    pool->waiting--;
    pool->wait_us += clock_monotonic(clock_system()) - start;
}

void *pool_take(struct pool *pool, int wait_ms)
{
    pthread_mutex_lock(&pool->lock);
    if (pool->idle_count == 0) wait_for_one(pool, wait_ms);
    void *item = pool->idle_count ? pool->idle[--pool->idle_count] : NULL;
    pthread_mutex_unlock(&pool->lock);
    return item;
}

void pool_give(struct pool *pool, void *item)
{
    pthread_mutex_lock(&pool->lock);
    pool->idle[pool->idle_count++] = item;
    pthread_cond_signal(&pool->given);
    pthread_mutex_unlock(&pool->lock);
}
