/* PNG by libpng; see decode.h. */
#include <setjmp.h>
#include <stdlib.h>

#include <png.h>

#include "photo/decode.h"
#include "photo/exif.h"

enum {
    CHUNKS_MOST = 64,     /* that libpng may hold back */
    CHUNK_MOST = 4 << 20, /* bytes that one may become when it is unpacked */
};

struct reading {
    png_structp png;
    png_infop about;
    struct str rest;
    struct decoded *out;
    enum photo_problem problem;
    png_bytep *rows;
};

static void on_error(png_structp png, png_const_charp text)
{
    struct reading *reading = png_get_error_ptr(png);
    (void)text;
    if (reading->problem == PHOTO_FINE) reading->problem = PHOTO_DAMAGED;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void give_up(struct reading *reading, enum photo_problem problem)
{
    reading->problem = problem;
    png_error(reading->png, "");
}

static void take(png_structp png, png_bytep to, size_t count)
{
    struct reading *reading = png_get_io_ptr(png);
    if (count > reading->rest.len) png_error(png, "");
    memcpy(to, reading->rest.ptr, count);
    reading->rest = str_slice(reading->rest, count, reading->rest.len);
}

static void set_bounds(struct reading *reading)
{
    /* Texts, times, palettes' suggestions: passed over, not even unpacked. */
    static const png_byte unwanted[] = "tEXt\0zTXt\0iTXt\0sPLT\0hIST\0tIME\0pCAL\0sCAL\0sTER\0oFFs\0pHYs\0";
    png_set_user_limits(reading->png, PHOTO_SIDE_MOST, PHOTO_SIDE_MOST);
    png_set_chunk_cache_max(reading->png, CHUNKS_MOST);
    png_set_chunk_malloc_max(reading->png, CHUNK_MOST);
    png_set_keep_unknown_chunks(reading->png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    png_set_keep_unknown_chunks(reading->png, PNG_HANDLE_CHUNK_NEVER, unwanted, sizeof unwanted / 5);
    png_set_crc_action(reading->png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
}

/* To 8 bits, RGB or RGBA, whatever it was. */
static void set_wishes(struct reading *reading)
{
    png_structp png = reading->png;
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, reading->about);
}

static void read_beside(const struct reading *reading)
{
    png_charp name;
    png_bytep bytes;
    png_uint_32 length;
    int how;
    if (png_get_iCCP(reading->png, reading->about, &name, &how, &bytes, &length))
        buf_add(&reading->out->profile, str_of_len((const char *)bytes, length));
    if (png_get_eXIf_1(reading->png, reading->about, &length, &bytes))
        reading->out->orientation = exif_orientation(str_of_len((const char *)bytes, length));
}

static void read_all(struct reading *reading, const struct source *source)
{
    struct decoded *out = reading->out;
    set_bounds(reading);
    png_read_info(reading->png, reading->about);
    png_uint_32 width = png_get_image_width(reading->png, reading->about);
    png_uint_32 height = png_get_image_height(reading->png, reading->about);
    enum photo_problem problem = decode_check_size(source, width, height);
    if (problem != PHOTO_FINE) give_up(reading, problem);
    read_beside(reading);
    set_wishes(reading);
    int channels = png_get_channels(reading->png, reading->about);
    out->width = (int)width;
    out->height = (int)height;
    reading->rows = malloc(height * sizeof *reading->rows);
    if (!reading->rows || raster_init(&out->raster, out->width, out->height, channels) < 0)
        give_up(reading, PHOTO_TOO_LARGE);
    if (raster_stride(&out->raster) != png_get_rowbytes(reading->png, reading->about))
        give_up(reading, PHOTO_DAMAGED);
    for (int row = 0; row < out->height; row++) reading->rows[row] = raster_row(&out->raster, row);
    png_read_image(reading->png, reading->rows);
    png_read_end(reading->png, NULL);
}

enum photo_problem decode_png(const struct source *source, struct decoded *out)
{
    struct reading reading = {.rest = source->bytes, .out = out};
    reading.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading, on_error, on_warning);
    if (!reading.png) return PHOTO_FAILED;
    if (setjmp(png_jmpbuf(reading.png)) == 0) {
        reading.about = png_create_info_struct(reading.png);
        png_set_read_fn(reading.png, &reading, take);
        read_all(&reading, source);
    }
    png_destroy_read_struct(&reading.png, &reading.about, NULL);
    free(reading.rows);
    return reading.problem;
}
