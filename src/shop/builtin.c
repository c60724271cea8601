/* Looking up the files that are part of the program; see builtin.h. */
#include "shop/builtin.h"

/* The first file whose path is not before `path`. */
static size_t first_from(struct str path)
{
    size_t low = 0, high = builtin_file_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(builtin_files[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct builtin_file *builtin_find(struct str path)
{
    size_t at = first_from(path);
    return at < builtin_file_count && str_eq(builtin_files[at].path, path) ? &builtin_files[at] : NULL;
}

const struct builtin_file *builtin_below(struct str prefix, size_t *out_count)
{
    size_t from = first_from(prefix), count = 0;
    while (from + count < builtin_file_count && str_starts(builtin_files[from + count].path, prefix)) count++;
    *out_count = count;
    return &builtin_files[from];
}
