/* From the bytes of a photo to the two pictures that are kept: all that happens inside the cage. No files, no clock. */
#ifndef BURIN_PHOTO_WORK_H
#define BURIN_PHOTO_WORK_H

#include "photo/decode.h"

/* Writes a result (result.h), whichever it is. */
void photo_work(enum photo_kind kind, const struct source *source, struct buf *out);

#endif
