/* Photos of a piece in the making: the studio adds them, the customer sees on the page of their order those that are shown.
 *
 * A gift's recipient sees none of them: what was put on the piece are the giver's words. */
#ifndef BURIN_DESK_PROGRESS_H
#define BURIN_DESK_PROGRESS_H

#include "desk/portal.h"
#include "store/progress.h"

enum { PROGRESS_MOST = 60 /* photos of an order */, CAPTION_MOST = 400 /* bytes */ };
/* "design", "production", "quality_check", "shipped": the stages at which one can be taken. */
bool progress_stage(enum stage stage);

struct progress_wish {
    struct str number;
    int item;         /* ALL_ITEMS: the order as a whole */
    enum stage stage; /* STAGE_COUNT: where the piece stands now */
    struct str caption;
    bool shown;
    struct str content; /* JPEG, PNG, WebP or HEIC */
};
/* Needs RIGHT_STUDIO. What is kept is what photo_clean makes of it (photo/photo.h), so this may take seconds, and waits for a
 * process. *out_new is false where the order has the same photo already: nothing was done then. ERR_CONFLICT where the order is
 * cancelled, or what was kept of its customer is erased. */
int desk_progress_add(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct progress_wish *wish, bool *out_new, struct progress_photo *out,
                      struct err *err);

struct progress_change {
    struct str number;
    struct id photo;
    struct str caption; /* ptr NULL: as it is */
    int shown;          /* 1 or 0; -1: as it is */
};
/* Needs RIGHT_STUDIO. ERR_NOT_FOUND where the order has no such photo. */
int desk_progress_change(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct progress_change *change, struct progress_photo *out, struct err *err);
/* The photo is gone from the order, and its pixels from the database where nothing else holds them. Needs RIGHT_STUDIO. */
int desk_progress_withdraw(struct desk *desk, const struct actor *actor, struct arena *arena,
                           struct str number, const struct id *photo, struct err *err);

struct progress_view {
    const struct progress_photo *photo;
    struct str person; /* who added it; empty: nobody with an account */
};
/* Oldest first. Needs RIGHT_READ; ERR_NOT_FOUND where there is no such order. */
int desk_progress_list(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                       struct progress_view **out, size_t *out_count, struct err *err);

/* The pixels, or those of the thumbnail: 1, or 0 where there is no such photo. */
int desk_progress_picture(struct desk *desk, const struct actor *actor, struct arena *arena,
                          struct str number, const struct id *photo, bool thumbnail,
                          struct progress_photo *out, struct str *out_content, struct err *err);
int desk_portal_picture(struct desk *desk, struct arena *arena, const struct portal_visit *visit,
                        const struct id *photo, bool thumbnail, struct progress_photo *out,
                        struct str *out_content, struct err *err);

#endif
