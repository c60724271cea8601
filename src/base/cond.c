/* Timed waits; see cond.h. */
#define _GNU_SOURCE
#include "base/cond.h"

#include <errno.h>
#include <time.h>

#include "base/date.h"

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
