/* A fixed number of things that threads borrow one at a time: connections. The one given back last is lent first. */
#ifndef BURIN_DB_POOL_H
#define BURIN_DB_POOL_H

#include <pthread.h>
#include <stdint.h>

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t given;
    void **idle;
    int size, idle_count, waiting;
    int64_t wait_us; /* in all */
};

void pool_init(struct pool *pool, int size); /* empty; fill it by pool_give */
/* Calls `drop` for each; all must have been given back. */
void pool_done(struct pool *pool, void (*drop)(void *item));
/* NULL where none became free in time. */
void *pool_take(struct pool *pool, int wait_ms);
void pool_give(struct pool *pool, void *item);

#endif
