/* What time it is, as something that is handed in, so that tests can say so. */
#ifndef BURIN_BASE_CLOCK_H
#define BURIN_BASE_CLOCK_H

#include "base/date.h"

struct clock {
    instant_t (*now)(void *context); /* UTC; may step */
    int64_t (*monotonic)(
        void *context); /* microseconds from some start; never goes back: for leases and timeouts */
    void *context;
};

static inline instant_t clock_now(const struct clock *clock)
{
    return clock->now(clock->context);
}

static inline int64_t clock_monotonic(const struct clock *clock)
{
    return clock->monotonic(clock->context);
}

/* The machine's clock. */
const struct clock *clock_system(void);

#endif
