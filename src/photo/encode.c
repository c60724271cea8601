/* Pixels as JPEG and PNG; see encode.h. */
#include "photo/encode.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>

enum { QUALITY = 88, EFFORT = 6 };

/* ---- JPEG ---- */

struct jpeg_writing {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf fail;
    unsigned char *bytes;
    unsigned long length;
};

static void jpeg_fails(j_common_ptr common)
{
    struct jpeg_writing *writing = common->client_data;
    longjmp(writing->fail, 1);
}

static void jpeg_write(struct jpeg_writing *writing, const struct raster *raster)
{
    struct jpeg_compress_struct *jpeg = &writing->jpeg;
    jpeg_mem_dest(jpeg, &writing->bytes, &writing->length);
    jpeg->image_width = (JDIMENSION)raster->width;
    jpeg->image_height = (JDIMENSION)raster->height;
    jpeg->input_components = 3;
    jpeg->in_color_space = JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, QUALITY, TRUE);
    jpeg_start_compress(jpeg, TRUE);
    while (jpeg->next_scanline < jpeg->image_height) {
        JSAMPROW row = raster_row(raster, (int)jpeg->next_scanline);
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
}

int encode_jpeg(const struct raster *raster, struct buf *out)
{
    struct jpeg_writing writing = {0};
    int volatile result = -1;
    writing.jpeg.err = jpeg_std_error(&writing.errors);
    writing.jpeg.client_data = &writing;
    writing.errors.error_exit = jpeg_fails;
    if (setjmp(writing.fail) == 0) {
        jpeg_create_compress(&writing.jpeg);
        jpeg_write(&writing, raster);
        buf_add(out, str_of_len((const char *)writing.bytes, writing.length));
        result = out->overflow ? -1 : 0;
    }
    jpeg_destroy_compress(&writing.jpeg);
    free(writing.bytes);
    return result;
}

/* ---- PNG ---- */

static void png_fails(png_structp png, png_const_charp text)
{
    (void)text;
    png_longjmp(png, 1);
}

static void png_warns(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void png_takes(png_structp png, png_bytep bytes, size_t count)
{
    struct buf *out = png_get_io_ptr(png);
    buf_add(out, str_of_len((const char *)bytes, count));
    if (out->overflow) png_error(png, "");
}

static void png_flushes(png_structp png)
{
    (void)png;
}

static void png_write(png_structp png, png_infop about, const struct raster *raster, struct buf *out)
{
    png_set_write_fn(png, out, png_takes, png_flushes);
    png_set_compression_level(png, EFFORT);
    png_set_IHDR(png, about, (png_uint_32)raster->width, (png_uint_32)raster->height, 8,
                 raster->channels == 4 ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, about);
    for (int row = 0; row < raster->height; row++) png_write_row(png, raster_row(raster, row));
    png_write_end(png, NULL);
}

int encode_png(const struct raster *raster, struct buf *out)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, png_fails, png_warns);
    png_infop about = png ? png_create_info_struct(png) : NULL;
    int volatile result = -1;
    if (about && setjmp(png_jmpbuf(png)) == 0) {
        png_write(png, about, raster, out);
        result = out->overflow ? -1 : 0;
    }
    png_destroy_write_struct(&png, &about);
    return result;
}
