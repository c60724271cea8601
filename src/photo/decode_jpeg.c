/* JPEG by libjpeg-turbo; see decode.h. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jerror.h>
#include <jpeglib.h>

#include "photo/decode.h"
#include "photo/exif.h"

enum {
    SCANS_MOST = 64,     /* a photo has about ten; every scan costs a pass over all of it */
    MARKER_MOST = 65533, /* bytes of a segment: all there can be */
};

struct reading {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf fail;
    enum photo_problem problem;
    struct decoded *out;
    uint8_t *line; /* of CMYK; NULL otherwise */
};

static struct reading *reading_of(j_common_ptr common)
{
    return common->client_data;
}

static void give_up(struct reading *reading, enum photo_problem problem)
{
    reading->problem = problem;
    longjmp(reading->fail, 1);
}

static void on_error(j_common_ptr common)
{
    give_up(reading_of(common),
            common->err->msg_code == JERR_OUT_OF_MEMORY ? PHOTO_TOO_LARGE : PHOTO_DAMAGED);
}

/* What cameras and editors do all the time without harm; everything else means that pixels are missing. */
static void on_message(j_common_ptr common, int level)
{
    static const int harmless[] = {JWRN_EXTRANEOUS_DATA, JWRN_ADOBE_XFORM, JWRN_JFIF_MAJOR};
    if (level >= 0) return;
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (common->err->msg_code == harmless[i]) return;
    give_up(reading_of(common), PHOTO_DAMAGED);
}

static void on_progress(j_common_ptr common)
{
    struct reading *reading = reading_of(common);
    if (reading->jpeg.input_scan_number > SCANS_MOST) give_up(reading, PHOTO_TOO_LONG);
}

static void no_output(j_common_ptr common)
{
    (void)common;
}

/* ---- what is beside the pixels ---- */

static struct str marker_bytes(const struct jpeg_marker_struct *marker)
{
    return str_of_len((const char *)marker->data, marker->data_length);
}

/* An ICC profile lies in numbered pieces (ICC.1:2022, B.4); here they are taken in the order of their numbers. */
static void read_profile(const struct reading *reading)
{
    struct str head = STR("ICC_PROFILE\0");
    for (int number = 1; number <= 255; number++) {
        bool found = false;
        for (jpeg_saved_marker_ptr marker = reading->jpeg.marker_list; marker && !found;
             marker = marker->next) {
            struct str bytes = marker_bytes(marker);
            found = marker->marker == JPEG_APP0 + 2 && str_starts(bytes, head) && bytes.len > head.len + 2 &&
                    (unsigned char)bytes.ptr[head.len] == number;
            if (found) buf_add(&reading->out->profile, str_slice(bytes, head.len + 2, bytes.len));
        }
        if (!found) return;
    }
}

static void read_markers(const struct reading *reading)
{
    struct str head = STR("Exif\0\0");
    for (jpeg_saved_marker_ptr marker = reading->jpeg.marker_list; marker; marker = marker->next) {
        if (marker->marker != JPEG_APP0 + 1 || !str_starts(marker_bytes(marker), head)) continue;
        reading->out->orientation = exif_orientation(marker_bytes(marker));
        break;
    }
    read_profile(reading);
}

/* ---- pixels ---- */

/* A half, a quarter or an eighth costs less than the whole, and is enough where it is not below what is kept. */
static unsigned int divisor_for(unsigned int longest)
{
    unsigned int divisor = 8;
    while (divisor > 1 && longest / divisor < PHOTO_SIDE) divisor /= 2;
    return divisor;
}

/* Inks upside down is what Adobe writes, and with it nearly everybody. */
static void ink_to_light(const uint8_t *ink, int count, bool upside_down, uint8_t *out)
{
    for (int i = 0; i < count; i++, ink += 4, out += 3)
        for (int c = 0; c < 3; c++) {
            unsigned int light = upside_down ? ink[c] : 255U - ink[c];
            unsigned int black = upside_down ? ink[3] : 255U - ink[3];
            out[c] = (uint8_t)(light * black / 255);
        }
}

static void read_lines(struct reading *reading)
{
    struct jpeg_decompress_struct *jpeg = &reading->jpeg;
    struct raster *raster = &reading->out->raster;
    bool ink = jpeg->out_color_space == JCS_CMYK;
    if (ink) reading->line = malloc((size_t)jpeg->output_width * 4);
    if (ink && !reading->line) give_up(reading, PHOTO_TOO_LARGE);
    while (jpeg->output_scanline < jpeg->output_height) {
        uint8_t *row = raster_row(raster, (int)jpeg->output_scanline), *line = ink ? reading->line : row;
        jpeg_read_scanlines(jpeg, &line, 1);
        if (ink) ink_to_light(line, raster->width, jpeg->saw_Adobe_marker, row);
    }
}

static void read_all(struct reading *reading, const struct source *source)
{
    struct jpeg_decompress_struct *jpeg = &reading->jpeg;
    struct decoded *out = reading->out;
    jpeg_mem_src(jpeg, (const unsigned char *)source->bytes.ptr, source->bytes.len);
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, MARKER_MOST);
    jpeg_save_markers(jpeg, JPEG_APP0 + 2, MARKER_MOST);
    jpeg_read_header(jpeg, TRUE);
    enum photo_problem problem = decode_check_size(source, jpeg->image_width, jpeg->image_height);
    if (problem != PHOTO_FINE) give_up(reading, problem);
    read_markers(reading);
    out->width = (int)jpeg->image_width;
    out->height = (int)jpeg->image_height;
    jpeg->scale_num = 1;
    jpeg->scale_denom =
        divisor_for(jpeg->image_width > jpeg->image_height ? jpeg->image_width : jpeg->image_height);
    jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(jpeg);
    if (raster_init(&out->raster, (int)jpeg->output_width, (int)jpeg->output_height, 3) < 0)
        give_up(reading, PHOTO_TOO_LARGE);
    read_lines(reading);
    jpeg_finish_decompress(jpeg);
}

static void start(struct reading *reading)
{
    reading->jpeg.err = jpeg_std_error(&reading->errors);
    reading->jpeg.client_data = reading;
    reading->errors.error_exit = on_error;
    reading->errors.emit_message = on_message;
    reading->errors.output_message = no_output;
    reading->progress.progress_monitor = on_progress;
}

enum photo_problem decode_jpeg(const struct source *source, struct decoded *out)
{
    struct reading reading = {.out = out};
    start(&reading);
    if (setjmp(reading.fail) == 0) {
        jpeg_create_decompress(&reading.jpeg);
        reading.jpeg.progress = &reading.progress;
        read_all(&reading, source);
    }
    jpeg_destroy_decompress(&reading.jpeg);
    free(reading.line);
    return reading.problem;
}
