/* Files that are part of the program: the starter store, templates, demo, model. The table is written while building by
 * tools/embed.c, sorted by path. */
#ifndef BURIN_SHOP_BUILTIN_H
#define BURIN_SHOP_BUILTIN_H

#include "base/str.h"

struct builtin_file {
    struct str path;  /* "store/policy.md", "templates/en/reply.liquid", "model.bin" */
    struct str bytes; /* a NUL stands behind them */
};

extern const struct builtin_file builtin_files[];
extern const size_t builtin_file_count;

/* NULL when there is no such file. */
const struct builtin_file *builtin_find(struct str path);
/* The files whose path starts with `prefix`: the first of them and their number, in order of path. */
const struct builtin_file *builtin_below(struct str prefix, size_t *out_count);

#endif
