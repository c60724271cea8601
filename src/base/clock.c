/* The machine's clock; see clock.h. */
#include "base/clock.h"

#include <time.h>

static int64_t micros_of(clockid_t which)
{
    struct timespec at;
    clock_gettime(which, &at);
    return (int64_t)at.tv_sec * MICROS_PER_SECOND + at.tv_nsec / 1000;
}

static instant_t system_now(void *context)
{
    (void)context;
    return micros_of(CLOCK_REALTIME);
}

static int64_t system_monotonic(void *context)
{
    (void)context;
    return micros_of(CLOCK_MONOTONIC);
}

const struct clock *clock_system(void)
{
    static const struct clock clock = {system_now, system_monotonic, NULL};
    return &clock;
}
