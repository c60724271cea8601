/* Random bytes, as something that is handed in: the kernel's, or a seeded stream in tests and simulations. */
#ifndef BURIN_BASE_RAND_H
#define BURIN_BASE_RAND_H

#include <stddef.h>

struct rand {
    void (*fill)(void *context, void *out,
                 size_t size); /* never fails; aborts where there is no randomness */
    void *context;
};

static inline void rand_fill(const struct rand *rand, void *out, size_t size)
{
    rand->fill(rand->context, out, size);
}

/* getrandom(2): fit for secrets. */
const struct rand *rand_system(void);

#endif
