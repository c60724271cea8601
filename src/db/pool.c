/* Borrowed connections; see pool.h. */
#define _GNU_SOURCE
#include "db/pool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(cond, &attributes);
    pthread_condattr_destroy(&attributes);
}

bool cond_wait_until(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t until)
{
    struct timespec at = {.tv_sec = until / MICROS_PER_SECOND, .tv_nsec = until % MICROS_PER_SECOND * 1000};
    return pthread_cond_timedwait(cond, lock, &at) != ETIMEDOUT;
}

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
