/* For LD_PRELOAD: at the call number DIE_AT of those that make a file lasting or change a name, the process is killed (DIE_BY=kill)
 * or told that the disk failed (DIE_BY=fail). Each call is noted as a byte in the file DIE_COUNT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long calls;

static void note(void)
{
    const char *path = getenv("DIE_COUNT");
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (fd < 0) return;
    if (write(fd, ".", 1) != 1) abort();
    close(fd);
}

static bool fails(void)
{
    const char *at = getenv("DIE_AT"), *by = getenv("DIE_BY");
    note();
    if (!at || !by || atomic_fetch_add(&calls, 1) + 1 != strtol(at, NULL, 10)) return false;
    if (strcmp(by, "kill") == 0) raise(SIGKILL);
    errno = EIO;
    return true;
}

static void *real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

int fsync(int fd)
{
    int (*made)(int);
    *(void **)&made = real("fsync");
    return fails() ? -1 : made(fd);
}

int fdatasync(int fd)
{
    int (*made)(int);
    *(void **)&made = real("fdatasync");
    return fails() ? -1 : made(fd);
}

int rename(const char *from, const char *to)
{
    int (*made)(const char *, const char *);
    *(void **)&made = real("rename");
    return fails() ? -1 : made(from, to);
}

int unlink(const char *path)
{
    int (*made)(const char *);
    *(void **)&made = real("unlink");
    return fails() ? -1 : made(path);
}

int mkdir(const char *path, mode_t mode)
{
    int (*made)(const char *, mode_t);
    *(void **)&made = real("mkdir");
    return fails() ? -1 : made(path, mode);
}
