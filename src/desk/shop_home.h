/* Inside desk: where the shop of a desk lives and what the database keeps of it. */
#ifndef BURIN_DESK_SHOP_HOME_H
#define BURIN_DESK_SHOP_HOME_H

#include <pthread.h>

#include "desk/desk.h"
#include "store/shop_file.h"

struct shop_home {
    const char *folder;   /* the store folder; NULL: the shop is somebody else's and is not edited */
    pthread_mutex_t lock; /* one edit, or one taking up, at a time */
    int64_t written;      /* the edition that the folder was last brought to, or could not be; -1: none yet */
};

struct shop_home *desk_shop_home(struct desk *desk);
/* ERR_CONFLICT: the shop is not one that can be edited. */
int shop_no_home(struct err *err);

struct kept {
    int64_t edition;
    struct shop_revision *revisions; /* the last of each path, with its text */
    size_t count;
};
int kept_read(struct desk *desk, struct arena *arena, struct kept *out, struct err *err);
const struct shop_revision *kept_find(const struct kept *kept, struct str path);
/* NULL where there is none: also of NULL. */
const struct str *revision_text(const struct shop_revision *revision);
/* The files of a shop: those kept, and store.yaml as the desk read it at its start, before which it is `folder`'s. */
struct shop_files kept_files(struct desk *desk, struct arena *arena, const struct kept *kept,
                             const struct shop_files *folder);

/* The first error as the error: -1. */
int findings_fail(const struct shop_findings *findings, struct err *err);

struct
    revision_loading { /* of one revision with its text; version 0: the last. ERR_NOT_FOUND where there is none */
    struct str path;
    int64_t version;
    struct shop_revision out;
};
desk_work revision_loading_in;

struct keeping { /* revisions that are added together */
    struct shop_revision *revisions;
    size_t count;
};
desk_work keeping_in;

#endif
