/* What went wrong: a category to branch on, a sentence for people, and the place in their input.
 *
 * Functions that can fail return 0 or -1 and fill the struct err they were handed; outputs are untouched on
 * failure. The category decides the exit status (cli) and later the HTTP status. A broken invariant of our
 * own is not an error of this kind: it aborts. */
#ifndef BURIN_BASE_ERR_H
#define BURIN_BASE_ERR_H

#include "base/str.h"

enum err_category {
    ERR_NONE,
    ERR_USAGE,  /* the command line is malformed: exit status 2 */
    ERR_INPUT,  /* a value is bad: exit status 3 */
    ERR_LIMIT,  /* input too large, too deep or too long: exit status 3 */
    ERR_SYSTEM, /* a file, the memory or the machine failed: exit status 4 */
};

struct err {
    enum err_category category;
    char file[256];    /* what was being read; empty when it is the command line */
    int line, column;  /* from 1; 0 when unknown */
    char message[512]; /* "what is wrong; what is expected" */
};

/* Fills `err` (which may be NULL) and returns -1, so that `return err_set(...)` reads well. Keeps the place. */
int err_set(struct err *err, enum err_category category, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Sets the place, when it is not yet known. Returns -1. */
int err_at(struct err *err, struct str file, int line, int column);
/* "FILE:LINE:COL: message" into `out`, shortened to fit; leaves away what is unknown. */
void err_format(const struct err *err, char *out, size_t size);
int err_exit_status(const struct err *err);

#endif
