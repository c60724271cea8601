/* Delivery into a Maildir; see maildir.h. */
#define _GNU_SOURCE
#include "channel/maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { PATH_MOST = 4096 };

/* It may go better later. */
static int failed(struct err *err, const char *what, const char *path)
{
    return file_failed(err, ERR_BUSY, what, path);
}

static int make_folder(const char *path, struct err *err)
{
    if (mkdir(path, 0700) < 0 && errno != EEXIST) return failed(err, "make the folder", path);
    return access(path, W_OK | X_OK) < 0 ? failed(err, "write in the folder", path) : 0;
}

static int path_of(char out[PATH_MOST], const char *folder, const char *part, struct str name,
                   struct err *err)
{
    int length = snprintf(out, PATH_MOST, "%s/%s%s%.*s", folder, part, name.len ? "/" : "", STR_ARG(name));
    return length < PATH_MOST ? 0 : err_set(err, ERR_INPUT, "the path of the Maildir is too long");
}

int maildir_open(const char *folder, struct err *err)
{
    static const char *const parts[] = {"tmp", "new", "cur"};
    char path[PATH_MOST];
    if (make_folder(folder, err) < 0) return -1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (path_of(path, folder, parts[i], (struct str){0}, err) < 0 || make_folder(path, err) < 0)
            return -1;
    return 0;
}

static int write_whole(const char *path, struct str message, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return failed(err, "write", path);
    int result = 0;
    for (size_t done = 0; done < message.len && result == 0;) {
        ssize_t wrote = write(fd, message.ptr + done, message.len - done);
        if (wrote < 0 && errno != EINTR) result = failed(err, "write", path);
        if (wrote > 0) done += (size_t)wrote;
    }
    if (result == 0 && fsync(fd) < 0) result = failed(err, "sync", path);
    if (close(fd) < 0 && result == 0) result = failed(err, "close", path);
    if (result < 0) unlink(path);
    return result;
}

/* The name is in the folder for good only when the folder itself is synced. */
static int sync_folder(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return failed(err, "open", path);
    int result = fsync(fd) < 0 ? failed(err, "sync", path) : 0;
    close(fd);
    return result;
}

int maildir_deliver(const char *folder, struct str name, struct str message, struct err *err)
{
    char from[PATH_MOST], to[PATH_MOST], new_folder[PATH_MOST];
    if (path_of(from, folder, "tmp", name, err) < 0 || path_of(to, folder, "new", name, err) < 0 ||
        path_of(new_folder, folder, "new", (struct str){0}, err) < 0 || write_whole(from, message, err) < 0)
        return -1;
    if (rename(from, to) < 0) {
        failed(err, "move to new", to);
        unlink(from);
        return -1;
    }
    return sync_folder(new_folder, err);
}
