/* A store folder beside the files that the database keeps: which of two texts counts, and writing the folder.
 *
 * The folder's file shop.sums, in the form of sha256sum(1), says what the folder held when both last agreed. So a text that
 * was changed by hand is told from one that is merely old. See docs/decisions/shop-files.md. */
#ifndef BURIN_DESK_SHOP_FOLDER_H
#define BURIN_DESK_SHOP_FOLDER_H

#include "base/digest.h"
#include "shop/files.h"

#define SHOP_SUMS_FILE "shop.sums"

struct shop_sum {
    struct str path, hex; /* SHA-256 of the text, 64 digits */
};
struct shop_sums {
    struct shop_sum *items;
    size_t count;
    bool known; /* whether the folder says at all */
};
/* Lines that are none are passed over. */
int shop_sums_read(struct arena *arena, const char *folder, struct shop_sums *out, struct err *err);

/* Which text of `path` counts. NULL: there is none; `ever` says whether the database ever held the path. */
enum shop_side { SIDE_SAME, SIDE_FOLDER, SIDE_KEPT };
enum shop_side shop_side(const struct shop_sums *sums, struct str path, const struct str *folder,
                         const struct str *kept, bool ever);

/* Has the folder hold these texts, and says so in its shop.sums. What was changed by hand meanwhile and is not what is to be there
 * is not lost: it is left beside its file under the name with a "~". Killed at any moment it can be done again. */
int shop_folder_bring(struct arena *arena, const char *folder, const struct shop_files *files,
                      struct err *err);

#endif
