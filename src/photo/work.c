/* Decode, shrink, turn, colour, encode; see work.h. */
#include "photo/work.h"

#include "photo/colour.h"
#include "photo/encode.h"

static photo_decoder *const decoders[] = {[PHOTO_JPEG] = decode_jpeg,
                                          [PHOTO_PNG] = decode_png,
                                          [PHOTO_WEBP] = decode_webp,
                                          [PHOTO_HEIC] = decode_heic};

/* First smaller, then the rest, which costs by the pixel. */
static enum photo_problem prepare(struct decoded *decoded)
{
    struct raster *raster = &decoded->raster;
    if (raster_shrink(raster, PHOTO_SIDE) < 0 || raster_turn(raster, decoded->orientation) < 0 ||
        raster_drop_alpha(raster) < 0)
        return PHOTO_TOO_LARGE;
    colour_to_srgb(raster, buf_str(&decoded->profile));
    if (decoded->orientation >= 5) {
        int width = decoded->width;
        decoded->width = decoded->height;
        decoded->height = width;
    }
    return PHOTO_FINE;
}

static int encode(const struct raster *raster, struct buf *out)
{
    return raster->channels == 4 ? encode_png(raster, out) : encode_jpeg(raster, out);
}

static enum photo_problem write_pictures(struct decoded *decoded, struct buf *picture, struct buf *thumb)
{
    struct raster small;
    if (encode(&decoded->raster, picture) < 0) return PHOTO_TOO_LARGE;
    if (raster_shrink(&decoded->raster, PHOTO_THUMB_SIDE) < 0) return PHOTO_TOO_LARGE;
    small = decoded->raster;
    return encode(&small, thumb) < 0 ? PHOTO_TOO_LARGE : PHOTO_FINE;
}

void photo_work(enum photo_kind kind, const struct source *source, struct buf *out)
{
    struct decoded decoded;
    struct buf picture, thumb;
    decoded_init(&decoded);
    buf_init(&picture, RESULT_PART_MOST);
    buf_init(&thumb, RESULT_PART_MOST);
    enum photo_problem problem = kind == PHOTO_NONE ? PHOTO_NOT_ONE : decoders[kind](source, &decoded);
    if (problem == PHOTO_FINE) problem = prepare(&decoded);
    if (problem == PHOTO_FINE) problem = write_pictures(&decoded, &picture, &thumb);
    struct photo photo = {.width = decoded.width,
                          .height = decoded.height,
                          .picture = buf_str(&picture),
                          .thumb = buf_str(&thumb)};
    result_write(problem, &photo, out);
    decoded_done(&decoded);
    buf_done(&picture);
    buf_done(&thumb);
}
