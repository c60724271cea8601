/* The cage: after cage_enter this process reads descriptor 0, writes descriptor 1, uses memory, and can do nothing else.
 *
 * Two walls that do not trust each other: the kernel's list of allowed calls (seccomp: any other call ends the process), and
 * Landlock, which takes away all files and, on newer kernels, all ports. And limits: memory, processor time, what it may
 * write. There is no way back. */
#ifndef BURIN_PHOTO_CAGE_H
#define BURIN_PHOTO_CAGE_H

#include <stdbool.h>

/* The sanitizers of a test build want more than the cage has: more memory, a few calls, and a place to tell what they found.
 * A build without them knows none of this. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAGE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CAGE_SANITIZED 1
#endif
#endif

enum cage {
    CAGE_NONE,  /* the kernel has no seccomp: nothing may be decoded here */
    CAGE_CALLS, /* seccomp alone: an older kernel, or one without Landlock */
    CAGE_WHOLE,
};

enum cage_limits {
    CAGE_MEMORY = 1 << 30,  /* bytes of address space */
    CAGE_SECONDS = 10,      /* of processor time */
    CAGE_WALL_SECONDS = 30, /* the parent's limit comes first; this is for one that died */
    CAGE_WRITES = 80 << 20, /* bytes: two pictures and a head */
};

/* `threads`: it may start some, which are in the cage like itself. */
enum cage cage_enter(bool threads);

#endif
