/* Standard input and output of the commands: whole texts in, every write checked. */
#ifndef BURIN_CLI_STDIO_H
#define BURIN_CLI_STDIO_H

#include "base/arena.h"
#include "base/err.h"

/* The text of a file, or of standard input where `path` is NULL or "-". */
int input_read(struct arena *arena, const char *path, size_t max, struct str *out, struct err *err);
/* What errors call that input: the path, or "standard input". */
const char *input_name(const char *path);
/* Opens it for reading piece by piece; the caller closes it unless it is 0. */
int input_open(const char *path, int *out_fd, struct err *err);

/* Writes all of it, or fails (a full disk, a reader that went away). */
int output_write(struct str text, struct err *err);

#endif
