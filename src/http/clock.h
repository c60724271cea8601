/* The clock that limits and measures: µs since some moment, never jumping. What time it is, is the caller's matter. */
#ifndef BURIN_HTTP_CLOCK_H
#define BURIN_HTTP_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t http_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

#endif
