/* Pixels in memory; see raster.h. The resampler is stb's. */
#include "photo/raster.h"

#include <stdlib.h>
#include <string.h>

#if __has_include(<stb/stb_image_resize.h>)
#define STB_IMAGE_RESIZE_STATIC
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#include <stb/stb_image_resize.h>
static bool resample(const struct raster *from, struct raster *to)
{
    int alpha = from->channels == 4 ? 3 : STBIR_ALPHA_CHANNEL_NONE;
    return stbir_resize_uint8_srgb(from->pixels, from->width, from->height, 0, to->pixels, to->width,
                                   to->height, 0, from->channels, alpha, 0);
}
#else
#define STB_IMAGE_RESIZE_STATIC
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#include <stb/stb_image_resize2.h>
static bool resample(const struct raster *from, struct raster *to)
{
    return stbir_resize_uint8_srgb(from->pixels, from->width, from->height, 0, to->pixels, to->width,
                                   to->height, 0, from->channels == 4 ? STBIR_RGBA : STBIR_RGB) != NULL;
}
#endif

int raster_init(struct raster *raster, int width, int height, int channels)
{
    struct raster made = {.width = width, .height = height, .channels = channels};
    made.pixels = malloc(raster_stride(&made) * (size_t)height);
    if (!made.pixels) return -1;
    *raster = made;
    return 0;
}

void raster_done(struct raster *raster)
{
    free(raster->pixels);
    *raster = (struct raster){0};
}

static void replace(struct raster *raster, const struct raster *by)
{
    raster_done(raster);
    *raster = *by;
}

int raster_copy(const struct raster *raster, struct raster *out)
{
    if (raster_init(out, raster->width, raster->height, raster->channels) < 0) return -1;
    memcpy(out->pixels, raster->pixels, raster_stride(raster) * (size_t)raster->height);
    return 0;
}

/* To the nearest pixel, and one at least. */
static int scaled(int length, int side, int longest)
{
    int64_t twice = (int64_t)length * side * 2 + longest;
    int result = (int)(twice / (2 * (int64_t)longest));
    return result < 1 ? 1 : result;
}

int raster_shrink(struct raster *raster, int side)
{
    int longest = raster->width > raster->height ? raster->width : raster->height;
    struct raster small;
    if (longest <= side) return 0;
    if (raster_init(&small, scaled(raster->width, side, longest), scaled(raster->height, side, longest),
                    raster->channels) < 0)
        return -1;
    if (!resample(raster, &small)) {
        raster_done(&small);
        return -1;
    }
    replace(raster, &small);
    return 0;
}

/* EXIF 2.32 §4.6.4 A: which corner the first row and the first column of what is stored are. */
static const struct turn {
    bool across; /* rows become columns */
    bool right;  /* what is left becomes right */
    bool down;   /* what is up becomes down */
} turns[9] = {
    [2] = {false, true, false}, [3] = {false, true, true}, [4] = {false, false, true},
    [5] = {true, false, false}, [6] = {true, true, false}, [7] = {true, true, true},
    [8] = {true, false, true},
};

static void turn_row(const struct raster *from, int row, const struct turn *turn, struct raster *to)
{
    const uint8_t *pixel = raster_row(from, row);
    size_t channels = (size_t)from->channels;
    for (int column = 0; column < from->width; column++, pixel += channels) {
        int x = turn->across ? row : column, y = turn->across ? column : row;
        if (turn->right) x = to->width - 1 - x;
        if (turn->down) y = to->height - 1 - y;
        memcpy(raster_row(to, y) + (size_t)x * channels, pixel, channels);
    }
}

int raster_turn(struct raster *raster, int orientation)
{
    struct raster turned;
    if (orientation < 2 || orientation > 8) return 0;
    const struct turn *turn = &turns[orientation];
    int width = turn->across ? raster->height : raster->width;
    int height = turn->across ? raster->width : raster->height;
    if (raster_init(&turned, width, height, raster->channels) < 0) return -1;
    for (int row = 0; row < raster->height; row++) turn_row(raster, row, turn, &turned);
    replace(raster, &turned);
    return 0;
}

static bool is_opaque(const struct raster *raster)
{
    size_t bytes = raster_stride(raster) * (size_t)raster->height;
    for (size_t at = 3; at < bytes; at += 4)
        if (raster->pixels[at] != 255) return false;
    return true;
}

int raster_drop_alpha(struct raster *raster)
{
    struct raster plain;
    if (raster->channels == 3 || !is_opaque(raster)) return 0;
    if (raster_init(&plain, raster->width, raster->height, 3) < 0) return -1;
    size_t count = (size_t)raster->width * (size_t)raster->height;
    for (size_t i = 0; i < count; i++) memcpy(plain.pixels + 3 * i, raster->pixels + 4 * i, 3);
    replace(raster, &plain);
    return 0;
}
