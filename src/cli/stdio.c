/* Reads and writes the standard streams with the system's own calls; see stdio.h. */
#define _GNU_SOURCE
#include "cli/stdio.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

static bool is_stdin(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

const char *input_name(const char *path)
{
    return is_stdin(path) ? "standard input" : path;
}

static int read_stdin(struct arena *arena, size_t max, struct str *out, struct err *err)
{
    struct buf text;
    buf_init(&text, max);
    char piece[64 * 1024];
    ssize_t got;
    while ((got = read(STDIN_FILENO, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 || text.overflow) break;
        buf_add(&text, str_of_len(piece, (size_t)got));
    }
    int rc = 0;
    if (got < 0)
        rc = err_set(err, ERR_SYSTEM, "cannot read standard input: %s", strerror(errno));
    else if (text.overflow)
        rc = err_set(err, ERR_LIMIT, "standard input is too large; at most %zu bytes are read", max);
    else
        *out = buf_copy(&text, arena);
    buf_done(&text);
    return rc;
}

int input_read(struct arena *arena, const char *path, size_t max, struct str *out, struct err *err)
{
    return is_stdin(path) ? read_stdin(arena, max, out, err) : file_read(arena, path, max, out, err);
}

int input_open(const char *path, int *out_fd, struct err *err)
{
    int fd = is_stdin(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return err_set(err, ERR_SYSTEM, "cannot open %s: %s", path, strerror(errno));
    *out_fd = fd;
    return 0;
}

int output_write(struct str text, struct err *err)
{
    while (text.len) {
        ssize_t put = write(STDOUT_FILENO, text.ptr, text.len);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return err_set(err, ERR_SYSTEM, "cannot write standard output: %s", strerror(errno));
        text = str_slice(text, (size_t)put, text.len);
    }
    return 0;
}
