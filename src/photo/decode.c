/* What the decoders share; see decode.h. */
#include "photo/decode.h"

enum { PROFILE_MOST = 4 << 20 };

void decoded_init(struct decoded *decoded)
{
    *decoded = (struct decoded){0};
    buf_init(&decoded->profile, PROFILE_MOST);
}

void decoded_done(struct decoded *decoded)
{
    raster_done(&decoded->raster);
    buf_done(&decoded->profile);
}

enum photo_problem decode_check_size(const struct source *source, int64_t width, int64_t height)
{
    if (width < 1 || height < 1) return PHOTO_DAMAGED;
    return width <= PHOTO_SIDE_MOST && height <= PHOTO_SIDE_MOST && width * height <= source->pixels_most
               ? PHOTO_FINE
               : PHOTO_TOO_LARGE;
}
