/* The kernel's random bytes; see rand.h. */
#include "base/rand.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

static void system_fill(void *context, void *out, size_t size)
{
    (void)context;
    for (size_t done = 0; done < size;) {
        ssize_t got = getrandom((char *)out + done, size - done, 0);
        if (got < 0 && errno != EINTR) abort();
        if (got > 0) done += (size_t)got;
    }
}

const struct rand *rand_system(void)
{
    static const struct rand rand = {system_fill, NULL};
    return &rand;
}
