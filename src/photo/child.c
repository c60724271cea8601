/* Starting the process in the cage and waiting for its end; see child.h. */
#define _GNU_SOURCE
#include "photo/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "photo/cage.h"

/* Files in memory rather than pipes: nobody waits for the other, and what was written is read when the writer is no more. */
struct files {
    int in, out;
};

static void files_done(const struct files *files)
{
    if (files->in >= 0) close(files->in);
    if (files->out >= 0) close(files->out);
}

static bool fill(int fd, struct str bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        ssize_t gone = pwrite(fd, bytes.ptr + at, bytes.len - at, (off_t)at);
        if (gone < 0 && errno == EINTR) continue;
        if (gone <= 0) return false;
        at += (size_t)gone;
    }
    return true;
}

static int files_init(struct files *files, struct str bytes)
{
    files->in = memfd_create("photo", MFD_CLOEXEC);
    files->out = memfd_create("pictures", MFD_CLOEXEC);
    if (files->in >= 0 && files->out >= 0 && fill(files->in, bytes)) return 0;
    files_done(files);
    return -1;
}

/* ---- start ---- */

static int add_actions(posix_spawn_file_actions_t *actions, const struct files *files)
{
    int rc = posix_spawn_file_actions_adddup2(actions, files->in, 0);
    if (!rc) rc = posix_spawn_file_actions_adddup2(actions, files->out, 1);
#ifndef CAGE_SANITIZED
    if (!rc) rc = posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0);
#endif
    if (!rc) rc = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    if (!rc) rc = posix_spawn_file_actions_addchdir_np(actions, "/");
    return rc;
}

/* Signals as a new program expects them; a group of its own, so that Ctrl-C is not meant for it. */
static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int rc = posix_spawnattr_setflags(attributes,
                                      POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    if (!rc) rc = posix_spawnattr_setsigmask(attributes, &none);
    if (!rc) rc = posix_spawnattr_setsigdefault(attributes, &all);
    return rc;
}

static int start(const struct child_task *task, const struct files *files, pid_t *out)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char name[] = "burin", worker[] = PHOTO_WORKER, kind[16] = "";
    char *arguments[] = {name, worker, kind, NULL}, *environment[] = {NULL};
    struct str word = str_of(task->kind);
    memcpy(kind, word.ptr, word.len < sizeof kind ? word.len : sizeof kind - 1);
    if (posix_spawn_file_actions_init(&actions)) return -1;
    int rc = posix_spawnattr_init(&attributes);
    if (!rc) {
        rc = add_actions(&actions, files);
        if (!rc) rc = set_attributes(&attributes);
        if (!rc) rc = posix_spawn(out, task->program, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return rc ? -1 : 0;
}

/* ---- end ---- */

static int64_t now(void)
{
    return clock_monotonic(clock_system());
}

/* Whether it ended by itself in time. */
static bool wait_until(pid_t pid, int64_t deadline)
{
    int fd = (int)syscall(SYS_pidfd_open, pid, 0), ready = 0;
    struct pollfd ended = {.fd = fd, .events = POLLIN};
    for (int64_t left; fd >= 0 && ready <= 0 && (left = deadline - now()) > 0;) {
        ready = poll(&ended, 1, (int)((left + 999) / 1000));
        if (ready < 0 && errno != EINTR) break;
    }
    if (fd >= 0) close(fd);
    return ready > 0;
}

/* Nothing of it stays, whatever it did. Its status; -1 where the system keeps none (SIGCHLD ignored). */
static int bury(pid_t pid)
{
    int status;
    pid_t buried;
    while ((buried = waitpid(pid, &status, 0)) < 0 && errno == EINTR) continue;
    return buried == pid ? status : -1;
}

static enum photo_problem problem_of(int status)
{
    if (status < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) return PHOTO_FINE;
    if (!WIFSIGNALED(status)) return PHOTO_FAILED;
    switch (WTERMSIG(status)) {
    case SIGXCPU:
    case SIGALRM:
        return PHOTO_TOO_LONG;
    case SIGKILL:
    case SIGTERM:
        return PHOTO_FAILED; /* somebody else's doing: the system, out of memory */
    default:
        return PHOTO_DAMAGED; /* it broke something, and that was the end of it */
    }
}

/* The writer is gone; nothing moves any more. */
static enum photo_problem collect(int fd, struct arena *arena, struct str *out)
{
    struct stat about;
    if (fstat(fd, &about) < 0 || about.st_size <= 0 || about.st_size > CAGE_WRITES) return PHOTO_FAILED;
    size_t size = (size_t)about.st_size, at = 0;
    char *bytes = arena_alloc_raw(arena, size);
    while (at < size) {
        ssize_t got = pread(fd, bytes + at, size - at, (off_t)at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return PHOTO_FAILED;
        at += (size_t)got;
    }
    *out = str_of_len(bytes, size);
    return PHOTO_FINE;
}

enum photo_problem child_run(const struct child_task *task, struct arena *arena, struct str *out)
{
    struct files files;
    enum photo_problem problem = PHOTO_FAILED;
    int64_t deadline = now() + task->within;
    pid_t pid;
    if (files_init(&files, task->bytes) < 0) return PHOTO_FAILED;
    if (start(task, &files, &pid) == 0) {
        bool in_time = wait_until(pid, deadline);
        if (!in_time) kill(pid, SIGKILL);
        int status = bury(pid);
        problem = in_time ? problem_of(status) : PHOTO_TOO_LONG;
        if (problem == PHOTO_FINE) problem = collect(files.out, arena, out);
    }
    files_done(&files);
    return problem;
}
