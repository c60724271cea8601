/* Errors as values; see err.h. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

int err_set(struct err *err, enum err_category category, const char *format, ...)
{
    if (!err) return -1;
    err->category = category;
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return -1;
}

int err_at(struct err *err, struct str file, int line, int column)
{
    if (!err) return -1;
    if (!err->file[0]) snprintf(err->file, sizeof err->file, "%.*s", STR_ARG(file));
    if (!err->line) {
        err->line = line;
        err->column = column;
    }
    return -1;
}

void err_format(const struct err *err, char *out, size_t size)
{
    char place[300] = "";
    if (err->line && err->column)
        snprintf(place, sizeof place, "%s:%d:%d: ", err->file, err->line, err->column);
    else if (err->line)
        snprintf(place, sizeof place, "%s:%d: ", err->file, err->line);
    else if (err->file[0])
        snprintf(place, sizeof place, "%s: ", err->file);
    snprintf(out, size, "%s%s", place, err->message);
}

struct statuses {
    int exit, http;
};

static const struct statuses statuses[] = {
    [ERR_NONE] = {0, 200},     [ERR_USAGE] = {2, 400},  [ERR_INPUT] = {3, 400},
    [ERR_LIMIT] = {3, 413},    [ERR_SYSTEM] = {4, 500}, [ERR_NOT_FOUND] = {3, 404},
    [ERR_CONFLICT] = {3, 409}, [ERR_STALE] = {3, 412},  [ERR_DENIED] = {3, 403},
    [ERR_BUSY] = {4, 503},     [ERR_FULL] = {4, 507},   [ERR_UNAUTHENTICATED] = {3, 401},
};

static const struct statuses *statuses_of(const struct err *err)
{
    size_t count = sizeof statuses / sizeof *statuses;
    return &statuses[(size_t)err->category < count ? err->category : ERR_SYSTEM];
}

int err_exit_status(const struct err *err)
{
    return statuses_of(err)->exit;
}

int err_http_status(const struct err *err)
{
    return statuses_of(err)->http;
}
