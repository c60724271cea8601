/* Conditions whose timed waits go by a clock that is never set. */
#ifndef BURIN_BASE_COND_H
#define BURIN_BASE_COND_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

void cond_init(pthread_cond_t *cond);
/* Of a condition made by cond_init: false once `until` is over, in microseconds of clock_system's monotonic clock. */
bool cond_wait_until(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t until);

#endif
