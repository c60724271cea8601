/* Whole files; see file.h. */
#define _GNU_SOURCE
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int file_failed(struct err *err, enum err_category category, const char *what, const char *path)
{
    int cause = errno;
    char advice[160] = "";
    if (cause == ENOSPC || cause == EDQUOT) category = ERR_FULL;
    if (cause == EACCES || cause == EPERM)
        snprintf(
            advice, sizeof advice,
            "; give it and its folder to the user that burin runs as (uid %u), or start burin as their owner",
            (unsigned)geteuid());
    if (cause == EROFS)
        snprintf(advice, sizeof advice,
                 "; the file system is read-only: mount it for writing, or put the folder elsewhere");
    return err_set(err, category, "cannot %s %s: %s%s", what, path, strerror(cause), advice);
}

static int fail(struct err *err, const char *what, const char *path)
{
    return file_failed(err, ERR_SYSTEM, what, path);
}

static int read_all(int fd, struct arena *arena, const char *path, size_t max, struct str *out,
                    struct err *err)
{
    struct stat about;
    if (fstat(fd, &about) < 0) return fail(err, "read", path);
    if (!S_ISREG(about.st_mode)) return err_set(err, ERR_SYSTEM, "cannot read %s: not a file", path);
    if ((uint64_t)about.st_size > max)
        return err_set(err, ERR_LIMIT, "%s is too large; at most %zu bytes are read", path, max);
    size_t size = (size_t)about.st_size, len = 0;
    char *bytes = arena_alloc_raw(arena, size + 1);
    while (len < size) {
        ssize_t got = read(fd, bytes + len, size - len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(err, "read", path);
        if (got == 0) break;
        len += (size_t)got;
    }
    bytes[len] = '\0';
    *out = (struct str){bytes, len};
    return 0;
}

int file_read(struct arena *arena, const char *path, size_t max, struct str *out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return fail(err, "open", path);
    int rc = read_all(fd, arena, path, max, out, err);
    close(fd);
    return rc;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static int write_all(int fd, struct str text)
{
    while (text.len) {
        ssize_t put = write(fd, text.ptr, text.len);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return -1;
        text = str_slice(text, (size_t)put, text.len);
    }
    return fsync(fd);
}

int file_write(const char *path, struct str text, struct err *err)
{
    char temporary[4096];
    int length = snprintf(temporary, sizeof temporary, "%s.new.XXXXXX", path);
    if (length < 0 || (size_t)length >= sizeof temporary)
        return err_set(err, ERR_INPUT, "the path %s is too long", path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0) return fail(err, "write", path);
    int rc = fchmod(fd, 0644) < 0 || write_all(fd, text) < 0 ? -1 : 0;
    if (close(fd) < 0) rc = -1;
    if (rc == 0 && rename(temporary, path) < 0) rc = -1;
    if (rc < 0) {
        int cause = errno;
        unlink(temporary);
        errno = cause;
        return fail(err, "write", path);
    }
    return 0;
}

static int copy_bytes(int from, int to)
{
    char block[64 * 1024];
    for (;;) {
        ssize_t got = read(from, block, sizeof block);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) return fsync(to);
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(to, block + done, (size_t)(got - done));
            if (put < 0 && errno != EINTR) return -1;
            if (put > 0) done += put;
        }
    }
}

int file_copy(const char *from, const char *to, struct err *err)
{
    char temporary[4096];
    struct stat about;
    int length = snprintf(temporary, sizeof temporary, "%s.new", to);
    if (length < 0 || (size_t)length >= sizeof temporary)
        return err_set(err, ERR_INPUT, "the path %s is too long", to);
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (in < 0) return fail(err, "open", from);
    int out = fstat(in, &about) == 0 && S_ISREG(about.st_mode)
                  ? open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)
                  : -1;
    int rc = out < 0 ? -1 : copy_bytes(in, out);
    if (out >= 0 && close(out) < 0) rc = -1;
    close(in);
    if (rc == 0 && rename(temporary, to) == 0) return 0;
    int cause = errno;
    unlink(temporary);
    errno = cause;
    return fail(err, "copy to", to);
}
