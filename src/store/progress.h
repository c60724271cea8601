/* Photos of a piece in the making: which order and piece each shows, when it was taken, and whether the customer sees it. The
 * pixels lie beside those of other photos (file.h). */
#ifndef BURIN_STORE_PROGRESS_H
#define BURIN_STORE_PROGRESS_H

#include "model/order.h"
#include "store/file.h"

struct progress_photo {
    struct id id, order;
    int item; /* ALL_ITEMS: the order as a whole */
    enum stage stage;
    struct str caption; /* may be empty */
    bool shown;         /* to the customer */
    struct str type;
    int64_t bytes;
    int width, height; /* of the original */
    struct str digest; /* SHA-256 of the content in `file` */
    struct str added_by;
    instant_t added_at;
};

/* Sets id, added_by and added_at. Its content is there already. */
int progress_insert(const struct unit *unit, struct progress_photo *photo, struct err *err);
/* 1 where found, 0 where not. */
int progress_load(const struct unit *unit, const struct id *id, struct progress_photo *out, struct err *err);
/* The one of an order that has this content: 1, or 0 where there is none. */
int progress_find(const struct unit *unit, const struct id *order, struct str digest,
                  struct progress_photo *out, struct err *err);
/* Of an order, oldest first. */
int progress_list(const struct unit *unit, const struct id *order, struct progress_photo **out,
                  size_t *out_count, struct err *err);
/* Caption, and whether the customer sees it. */
int progress_save(const struct unit *unit, const struct progress_photo *photo, struct err *err);
/* The photo is gone, and its content where nothing else holds it. */
int progress_remove(const struct unit *unit, const struct progress_photo *photo, struct err *err);
/* All of an order, likewise. */
int progress_erase(const struct unit *unit, const struct id *order, struct err *err);

#endif
