/* Pixels as a file again: JPEG, or PNG where something is transparent. */
#ifndef BURIN_PHOTO_ENCODE_H
#define BURIN_PHOTO_ENCODE_H

#include "base/buf.h"
#include "photo/raster.h"

/* Nothing but pixels (plain.h); -1 where there is no memory. */
int encode_jpeg(const struct raster *raster, struct buf *out);
int encode_png(const struct raster *raster, struct buf *out);

#endif
