/* The shop's files as revisions: who changed which file to what. Rows are added and never changed. */
#ifndef BURIN_STORE_SHOP_FILE_H
#define BURIN_STORE_SHOP_FILE_H

#include "store/unit.h"

struct shop_revision {
    int64_t edition; /* of the shop as a whole, from 1 */
    struct str path;
    int64_t version; /* of the file, from 1 */
    bool gone;       /* the file was taken away: no text, no digest */
    struct str text; /* empty where only heads were asked for */
    struct str digest;
    int64_t bytes;
    instant_t made_at;
    struct str made_by;
    enum revision_origin {
        ORIGIN_FOLDER, /* found in the store folder */
        ORIGIN_EDIT,
        ORIGIN_RESTORE, /* an earlier text once more */
        ORIGIN_COUNT,
    } origin;
    int64_t restored; /* the version that was taken up again; 0: none */
};
struct str revision_origin_name(enum revision_origin origin);

/* The last edition; 0 where nothing was kept yet. */
int shop_edition(const struct unit *unit, int64_t *out, struct err *err);
/* The last revision of every path, also of those that are gone, in order of bytes. */
int shop_current(const struct unit *unit, bool with_text, struct shop_revision **out, size_t *out_count,
                 struct err *err);
/* One revision with its text; version 0: the last one. 1 where found, 0 where not. */
int shop_revision_load(const struct unit *unit, struct str path, int64_t version, struct shop_revision *out,
                       struct err *err);
/* Heads, newest first, of versions below `before` (0: all). */
int shop_revision_list(const struct unit *unit, struct str path, int64_t before, int most,
                       struct shop_revision *out, int *out_count, struct err *err);
/* Adds one as `edition` and `version` say; sets made_at, made_by, digest and bytes. ERR_STALE where that edition is taken: somebody
 * else was first. Other nodes are told behind the commit. */
int shop_revision_add(const struct unit *unit, struct shop_revision *revision, struct err *err);

#endif
