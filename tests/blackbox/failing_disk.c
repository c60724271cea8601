/* For LD_PRELOAD: while the folder FAILING_DISK holds a file "write", "read" or "sync", such calls on a burin.db and its write-ahead
 * log fail with EIO. What does not fail goes to the kernel at once, so it does not matter which library comes behind this one. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Leaves errno as it was, but for EIO. */
static bool fails(const char *what, int fd)
{
    const char *folder = getenv("FAILING_DISK");
    char path[4096], target[4096];
    int before = errno;
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "", what);
    bool failing = folder && access(path, F_OK) == 0;
    if (failing) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(path, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = 0;
        failing = strstr(target, "/burin.db");
    }
    errno = failing ? EIO : before;
    return failing;
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t at)
{
    return fails("read", fd) ? -1 : syscall(SYS_pread64, fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    return fails("write", fd) ? -1 : syscall(SYS_pwrite64, fd, bytes, size, at);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
    return pread64(fd, bytes, size, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    return pwrite64(fd, bytes, size, at);
}

int fsync(int fd)
{
    return fails("sync", fd) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return fails("sync", fd) ? -1 : (int)syscall(SYS_fdatasync, fd);
}
