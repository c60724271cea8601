/* For LD_PRELOAD: every sync of a file takes SLOW_SYNC_US (2,000) longer, as on a disk that has to think. The sync itself is made,
 * too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

typedef int sync_call(int fd);

static int late(const char *name, int fd)
{
    const char *asked = getenv("SLOW_SYNC_US");
    long micros = asked ? strtol(asked, NULL, 10) : 2000;
    nanosleep(&(struct timespec){micros / 1000000, micros % 1000000 * 1000}, NULL);
    void *symbol = dlsym(RTLD_NEXT, name);
    sync_call *made;
    *(void **)&made = symbol;
    return made(fd);
}

int fsync(int fd)
{
    return late("fsync", fd);
}

int fdatasync(int fd)
{
    return late("fdatasync", fd);
}
