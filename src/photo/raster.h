/* Pixels in memory: 8 bits a channel, RGB or RGBA, rows without gaps. */
#ifndef BURIN_PHOTO_RASTER_H
#define BURIN_PHOTO_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct raster {
    int width, height, channels; /* 3 or 4 */
    uint8_t *pixels;             /* of malloc; NULL: none */
};

static inline size_t raster_stride(const struct raster *raster)
{
    return (size_t)raster->width * (size_t)raster->channels;
}
static inline uint8_t *raster_row(const struct raster *raster, int row)
{
    return raster->pixels + raster_stride(raster) * (size_t)row;
}

/* Sizes are positive. -1 where there is no memory. */
int raster_init(struct raster *raster, int width, int height, int channels);
void raster_done(struct raster *raster); /* zeroed is fine */

/* These put another raster in its place; -1 where there is no memory, and it stays. */
/* Longest side at most `side`: never enlarged. */
int raster_shrink(struct raster *raster, int side);
/* Upright by EXIF's orientation: 1 to 8. */
int raster_turn(struct raster *raster, int orientation);
/* RGBA whose every pixel is opaque becomes RGB. */
int raster_drop_alpha(struct raster *raster);
int raster_copy(const struct raster *raster, struct raster *out);

#endif
