/* The process in the cage as its parent sees it: started, waited for, ended, buried. */
#ifndef BURIN_PHOTO_CHILD_H
#define BURIN_PHOTO_CHILD_H

#include "base/arena.h"
#include "photo/result.h"

struct child_task {
    const char *program;
    const char *kind;
    struct str bytes;
    int64_t within; /* µs */
};

/* Safe with any number of threads: nothing is forked that is not another program at once. Descriptors, environment and
 * working directory of this process do not reach it. What it wrote comes as a copy in `arena`; the problem is that of
 * the process itself, not of what it wrote. */
enum photo_problem child_run(const struct child_task *task, struct arena *arena, struct str *out);

#endif
