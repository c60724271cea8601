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

int err_exit_status(const struct err *err)
{
    switch (err->category) {
    case ERR_NONE:
        return 0;
    case ERR_USAGE:
        return 2;
    case ERR_INPUT:
    case ERR_LIMIT:
        return 3;
    case ERR_SYSTEM:
        return 4;
    }
    return 4;
}
