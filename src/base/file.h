/* Whole files in and out. Only shop, cli and the few places of desk that say so touch
 * files; the engine never does. */
#ifndef BURIN_BASE_FILE_H
#define BURIN_BASE_FILE_H

#include "base/arena.h"
#include "base/err.h"

/* Reads a regular file of at most `max` bytes into `arena`; the errors name the path. */
int file_read(struct arena *arena, const char *path, size_t max, struct str *out, struct err *err);
bool file_exists(const char *path);
/* "cannot WHAT PATH: REASON", by errno, and what to do where a right is missing or the file system is read-only. ERR_FULL where
 * there is no room, else `category`. */
int file_failed(struct err *err, enum err_category category, const char *what, const char *path);
/* Writes by way of a temporary file in the same folder, synced and renamed: the old text or the new. */
int file_write(const char *path, struct str text, struct err *err);
/* The bytes of one regular file as a new one, mode 0600, synced and complete or not there at all. */
int file_copy(const char *from, const char *to, struct err *err);

#endif
