/* A folder that is made whole or not at all: it is built beside its place as TO.new, and gets its name when all of it is on disk. */
#ifndef BURIN_CLI_NEW_FOLDER_H
#define BURIN_CLI_NEW_FOLDER_H

#include "base/arena.h"
#include "base/err.h"

/* Lies in a folder that is being built: no store to be opened (store_folder.h). */
#define NEW_FOLDER_MARK ".unfinished"

struct new_folder {
    const char *to;   /* as it will be called */
    const char *path; /* where it is built */
    int lock;         /* a descriptor: held against others who would build the same */
};

/* ERR_CONFLICT where TO is there already, where another process is building it, or where TO.new is something else than what a
 * try before this one has left, which is cleared away. */
int new_folder_begin(struct arena *arena, const char *to, struct new_folder *out, struct err *err);
/* Everything in it is synced, then it gets its name; `work` says how what went before came out, and anything but 0 drops it and is
 * -1 again. */
int new_folder_end(struct new_folder *folder, struct arena *arena, int work, struct err *err);

#endif
