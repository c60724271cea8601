/* Limits, Landlock and seccomp; see cage.h. */
#define _GNU_SOURCE
#include "photo/cage.h"

#include <errno.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- limits ---- */

static bool set_limits(void)
{
    static const struct {
        int what;
        rlim_t most;
    } limits[] = {
#ifndef CAGE_SANITIZED
        {RLIMIT_AS, CAGE_MEMORY},
#endif
        {RLIMIT_CPU, CAGE_SECONDS}, {RLIMIT_FSIZE, CAGE_WRITES}, {RLIMIT_CORE, 0},
        {RLIMIT_MEMLOCK, 0},        {RLIMIT_NOFILE, 0},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit limit = {limits[i].most, limits[i].most};
        if (setrlimit((__rlimit_resource_t)limits[i].what, &limit) < 0) return false;
    }
    alarm(CAGE_WALL_SECONDS);
    return prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
}

/* ---- Landlock ---- */

/* What each version of it can take away, newest first. Bits are the kernel's, whose header may be older than the kernel. */
static const struct landlock {
    long version;
    size_t size; /* of the rules */
    struct {
        uint64_t files, ports, scopes;
    } rules;
} landlocks[] = {
    {6, 24, {0xffff, 0x3, 0x3}}, {5, 16, {0xffff, 0x3, 0}}, {4, 16, {0x7fff, 0x3, 0}},
    {3, 8, {0x7fff, 0, 0}},      {2, 8, {0x3fff, 0, 0}},    {1, 8, {0x1fff, 0, 0}},
};

/* All of it is forbidden, and no rule allows anything. */
static bool enter_landlock(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    for (size_t i = 0; i < sizeof landlocks / sizeof *landlocks; i++) {
        const struct landlock *row = &landlocks[i];
        if (version < row->version) continue;
        int rules = (int)syscall(SYS_landlock_create_ruleset, &row->rules, row->size, 0);
        bool entered = rules >= 0 && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
        if (rules >= 0) close(rules);
        return entered;
    }
    return false;
}

/* ---- seccomp ---- */

/* The calls that are left, some only with the right arguments. */
static const struct call {
    int number;
    unsigned int count;
    struct scmp_arg_cmp conditions[2];
} allowed[] = {
    {SCMP_SYS(read), 1, {{0, SCMP_CMP_EQ, 0, 0}}},
    {SCMP_SYS(write), 1, {{0, SCMP_CMP_EQ, 1, 0}}},
    /* memory that belongs to no file and holds no code */
    {SCMP_SYS(mmap),
     2,
     {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}, {3, SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS}}},
    {SCMP_SYS(mprotect), 1, {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}}},
    {SCMP_SYS(munmap), 0, {{0}}},
    {SCMP_SYS(mremap), 0, {{0}}},
    {SCMP_SYS(madvise), 0, {{0}}},
    {SCMP_SYS(brk), 0, {{0}}},
    {SCMP_SYS(futex), 0, {{0}}},
    {SCMP_SYS(exit), 0, {{0}}},
    {SCMP_SYS(exit_group), 0, {{0}}},
#ifdef CAGE_SANITIZED
    /* what the sanitizers do beside, and how they tell what they found */
    {SCMP_SYS(write), 1, {{0, SCMP_CMP_EQ, 2, 0}}},
    {SCMP_SYS(sigaltstack), 0, {{0}}},
    {SCMP_SYS(rt_sigprocmask), 0, {{0}}},
    {SCMP_SYS(getpid), 0, {{0}}},
    {SCMP_SYS(gettid), 0, {{0}}},
    {SCMP_SYS(sched_yield), 0, {{0}}},
    {SCMP_SYS(sched_getaffinity), 0, {{0}}},
#endif
};

/* libde265 wants a thread beside its own and waits for it for ever where it gets none. Threads, then, and only threads: of
 * the new way to make them, whose wishes no filter can see, it is said that this kernel does not know it. */
#define THREAD_FLAGS (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)
static const struct call allowed_to_threads[] = {
    {SCMP_SYS(clone), 1, {{0, SCMP_CMP_MASKED_EQ, THREAD_FLAGS, THREAD_FLAGS}}},
    {SCMP_SYS(set_robust_list), 0, {{0}}},
    {SCMP_SYS(rseq), 0, {{0}}},
    {SCMP_SYS(rt_sigprocmask), 0, {{0}}},
    {SCMP_SYS(sched_yield), 0, {{0}}},
};
/* Asked for in passing: refused rather than punished. */
static const int refused_to_threads[] = {SCMP_SYS(clone3), SCMP_SYS(rt_sigaction)};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool allow(scmp_filter_ctx filter, const struct call *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rows[i].number, rows[i].count,
                                   rows[i].conditions) < 0)
            return false;
    return true;
}

static bool allow_threads(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < COUNT(refused_to_threads); i++)
        if (seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(ENOSYS), refused_to_threads[i], 0, NULL) < 0)
            return false;
    return allow(filter, allowed_to_threads, COUNT(allowed_to_threads));
}

static bool enter_seccomp(bool threads)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool entered = filter && seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
                   allow(filter, allowed, COUNT(allowed)) && (!threads || allow_threads(filter)) &&
                   seccomp_load(filter) == 0;
    if (filter) seccomp_release(filter);
    return entered;
}

enum cage cage_enter(bool threads)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return CAGE_NONE;
    bool files_gone = enter_landlock();
    if (!set_limits() || !enter_seccomp(threads)) return CAGE_NONE;
    return files_gone ? CAGE_WHOLE : CAGE_CALLS;
}
