/* What went wrong: a category to branch on, a sentence for people, and the place in their input.
 *
 * Functions that can fail return 0 or -1 and fill the struct err they were handed; outputs are untouched on
 * failure. The category decides the exit status (cli) and the HTTP status (api, web), by one table in err.c. A broken
 * invariant of our own is not an error of this kind: it aborts. */
#ifndef BURIN_BASE_ERR_H
#define BURIN_BASE_ERR_H

#include "base/str.h"

enum err_category {
    ERR_NONE,
    ERR_USAGE,           /* the command line or the request is malformed: exit 2, HTTP 400 */
    ERR_INPUT,           /* a value is bad: exit 3, HTTP 400 */
    ERR_LIMIT,           /* input too large, too deep or too long: exit 3, HTTP 413 */
    ERR_SYSTEM,          /* a file, the memory or the machine failed: exit 4, HTTP 500 */
    ERR_NOT_FOUND,       /* there is no such thing, or none that may be seen: exit 3, HTTP 404 */
    ERR_CONFLICT,        /* what is asked does not go with the state of the thing: exit 3, HTTP 409 */
    ERR_STALE,           /* the thing has changed since it was read; read it again: exit 3, HTTP 412 */
    ERR_DENIED,          /* known, but without the right: exit 3, HTTP 403 */
    ERR_UNAUTHENTICATED, /* not known: exit 3, HTTP 401 */
    ERR_BUSY,            /* too much to do just now; later it may work: exit 4, HTTP 503 */
    ERR_FULL,            /* no room left on the disk: exit 4, HTTP 507 */
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
/* 200 for ERR_NONE. */
int err_http_status(const struct err *err);

#endif
