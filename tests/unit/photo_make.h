/* Photos for tests, made on the spot: four fields (red, green; blue, white) in every format, with whatever goes along with it. */
#ifndef BURIN_TESTS_PHOTO_MAKE_H
#define BURIN_TESTS_PHOTO_MAKE_H

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>
#include <zlib.h>

#include "base/buf.h"

enum field { FIELD_RED, FIELD_GREEN, FIELD_BLUE, FIELD_WHITE };

static inline void make_number(struct buf *out, uint64_t number, int count, bool little)
{
    for (int i = 0; i < count; i++) {
        int place = little ? i : count - 1 - i;
        buf_add_char(out, (char)(place < 8 ? number >> 8 * place & 0xff : 0));
    }
}

static inline uint8_t *make_fields(int width, int height, int channels)
{
    static const uint8_t colours[4][4] = {
        {220, 20, 20, 255}, {20, 180, 20, 255}, {20, 20, 220, 255}, {240, 240, 240, 100}};
    uint8_t *pixels = malloc((size_t)width * (size_t)height * (size_t)channels), *at = pixels;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++, at += channels)
            memcpy(at, colours[(y >= height / 2) * 2 + (x >= width / 2)], (size_t)channels);
    return pixels;
}

/* What is nearest at a place of 3-channel pixels. */
static inline enum field make_field_at(const uint8_t *pixel)
{
    bool red = pixel[0] > 128, green = pixel[1] > 100, blue = pixel[2] > 128;
    return red && green && blue ? FIELD_WHITE : red ? FIELD_RED : green ? FIELD_GREEN : FIELD_BLUE;
}

/* ---- what goes along ---- */

/* Orientation, a maker, and where it was taken: 48° N. */
static inline struct str make_exif(struct arena *arena, int orientation)
{
    struct buf out;
    buf_init(&out, 4096);
    buf_add(&out, STR("Exif\0\0II*\0\x08\0\0\0\x03\0"));
    buf_add(&out, STR("\x0f\x01\x02\0\x08\0\0\0\x32\0\0\0\x12\x01\x03\0\x01\0\0\0"));
    make_number(&out, (uint32_t)orientation, 4, true);
    buf_add(&out, STR("\x25\x88\x04\0\x01\0\0\0\x3a\0\0\0\0\0\0\0SECRETS\0"));
    buf_add(&out, STR("\x01\0\x02\0\x05\0\x03\0\0\0\x4c\0\0\0\0\0\0\0\x30\0\0\0\x01\0\0\0GPSPLACE"));
    struct str exif = buf_copy(&out, arena);
    buf_done(&out);
    return exif;
}

static inline void make_segment(struct buf *out, int marker, struct str bytes)
{
    buf_add_char(out, (char)0xff);
    buf_add_char(out, (char)marker);
    make_number(out, (uint32_t)bytes.len + 2, 2, false);
    buf_add(out, bytes);
}

static inline void make_chunk(struct buf *out, const char *name, struct str bytes)
{
    make_number(out, (uint32_t)bytes.len, 4, false);
    size_t from = out->len;
    buf_add_c(out, name);
    buf_add(out, bytes);
    make_number(out, (uint32_t)crc32(0, (const Bytef *)out->ptr + from, (uInt)(out->len - from)), 4, false);
}

/* `what` behind the first `at` bytes of `bytes`. */
static inline struct str make_insert(struct arena *arena, struct str bytes, size_t at, const struct buf *what)
{
    return ARENA_JOIN(arena, str_slice(bytes, 0, at), buf_str(what), str_slice(bytes, at, bytes.len));
}

/* ---- the formats ---- */

enum jpeg_make { MAKE_PLAIN, MAKE_PROGRESSIVE, MAKE_SCANS, MAKE_GRAY, MAKE_INK };

/* One scan for the DC, and one for each coefficient of each component: as valid as it is pointless. */
static inline int make_scans(jpeg_scan_info *scans)
{
    int count = 0;
    scans[count++] = (jpeg_scan_info){.comps_in_scan = 3, .component_index = {0, 1, 2}};
    for (int component = 0; component < 3; component++)
        for (int k = 1; k < 64; k++)
            scans[count++] =
                (jpeg_scan_info){.comps_in_scan = 1, .component_index = {component}, .Ss = k, .Se = k};
    return count;
}

static inline struct str make_jpeg(struct arena *arena, int width, int height, enum jpeg_make how)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jpeg_scan_info scans[200];
    unsigned char *bytes = NULL;
    unsigned long length = 0;
    int channels = how == MAKE_GRAY ? 1 : how == MAKE_INK ? 4 : 3;
    uint8_t *pixels = make_fields(width, height, channels);
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, &length);
    jpeg.image_width = (JDIMENSION)width;
    jpeg.image_height = (JDIMENSION)height;
    jpeg.input_components = channels;
    jpeg.in_color_space = how == MAKE_GRAY ? JCS_GRAYSCALE : how == MAKE_INK ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&jpeg);
    if (how == MAKE_PROGRESSIVE) jpeg_simple_progression(&jpeg);
    if (how == MAKE_SCANS) jpeg.num_scans = make_scans(scans), jpeg.scan_info = scans;
    jpeg_start_compress(&jpeg, TRUE);
    for (int y = 0; y < height; y++) {
        JSAMPROW row = pixels + (size_t)y * (size_t)width * (size_t)channels;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    struct str made = arena_str(arena, str_of_len((const char *)bytes, length));
    free(bytes);
    free(pixels);
    return made;
}

static inline struct str make_png(struct arena *arena, int width, int height, bool alpha)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = alpha ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB};
    png_alloc_size_t size = 0;
    uint8_t *pixels = make_fields(width, height, alpha ? 4 : 3);
    png_image_write_to_memory(&image, NULL, &size, 0, pixels, 0, NULL);
    char *bytes = arena_alloc_raw(arena, size);
    png_image_write_to_memory(&image, bytes, &size, 0, pixels, 0, NULL);
    free(pixels);
    return str_of_len(bytes, size);
}

static inline struct str make_webp(struct arena *arena, int width, int height, bool alpha)
{
    uint8_t *pixels = make_fields(width, height, alpha ? 4 : 3), *bytes = NULL;
    size_t size = alpha ? WebPEncodeLosslessRGBA(pixels, width, height, width * 4, &bytes)
                        : WebPEncodeRGB(pixels, width, height, width * 3, 80, &bytes);
    struct str made = arena_str(arena, str_of_len((const char *)bytes, size));
    WebPFree(bytes);
    free(pixels);
    return made;
}

/* One picture after another in a WebP: a canvas of another size, each frame a whole picture. */
static inline struct str make_webp_animation(struct arena *arena, struct str one, int width, int height,
                                             int frames)
{
    struct buf out;
    struct str body = str_slice(one, 12, one.len);
    buf_init(&out, 1 << 24);
    buf_add(&out, STR("WEBPVP8X\x0a\0\0\0\x02\0\0\0"));
    make_number(&out, (uint32_t)width - 1, 3, true);
    make_number(&out, (uint32_t)height - 1, 3, true);
    buf_add(&out, STR("ANIM\x06\0\0\0\xff\xff\xff\xff\0\0"));
    for (int i = 0; i < frames; i++) {
        buf_add_c(&out, "ANMF");
        make_number(&out, (uint32_t)body.len + 16, 4, true);
        make_number(&out, 0, 6, true);
        make_number(&out, (uint32_t)width - 1, 3, true);
        make_number(&out, (uint32_t)height - 1, 3, true);
        make_number(&out, 100, 3, true);
        buf_add_char(&out, 0);
        buf_add(&out, body);
    }
    struct buf whole;
    buf_init(&whole, 1 << 24);
    buf_add_c(&whole, "RIFF");
    make_number(&whole, (uint32_t)out.len, 4, true);
    buf_add(&whole, buf_str(&out));
    struct str made = buf_copy(&whole, arena);
    buf_done(&whole);
    buf_done(&out);
    return made;
}

#endif
