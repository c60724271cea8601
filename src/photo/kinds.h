/* The kinds of photos as a table: their names, their types. */
#ifndef BURIN_PHOTO_KINDS_H
#define BURIN_PHOTO_KINDS_H

#include "photo/photo.h"

/* "jpeg", "png", "webp", "heic". */
const char *photo_kind_name(enum photo_kind kind);
enum photo_kind photo_kind_named(struct str name); /* PHOTO_NONE where there is none of it */

#endif
