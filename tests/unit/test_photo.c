/* Photos made harmless: what comes out of every format, what is refused, and that the cage holds.
 *
 * This program is its own worker, as burin is: `photo-worker KIND` reads a photo, `try NAME` enters the cage and tries to get
 * out. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "photo/cage.h"
#include "photo/colour.h"
#include "photo/decode.h"
#include "photo/photo.h"
#include "photo/plain.h"
#include "photo_make.h"

#define SELF "/proc/self/exe"

struct bench {
    struct arena *arena;
    struct photo_lab *lab;
};

static void remove_file(void *path)
{
    unlink(path);
}

static int set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct photo_lab_config config = {.at_once = 2, .within = (int64_t)60 * 1000000};
    bench->arena = arena_new();
    *state = bench;
    return photo_lab_new(&config, &bench->lab, NULL);
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    /* Nothing is left of all those processes. */
    bool none = waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD;
    photo_lab_free(bench->lab);
    arena_free(bench->arena);
    free(bench);
    return none ? 0 : -1;
}

static struct photo clean(struct bench *bench, struct str bytes)
{
    struct photo photo = {0};
    struct err err = {0};
    if (photo_clean(bench->lab, bytes, bench->arena, &photo, &err) < 0) fail_msg("%s", err.message);
    assert_true(plain_check(photo.picture) && plain_check(photo.thumb));
    return photo;
}

static void refused(struct bench *bench, struct str bytes, enum err_category category, const char *word)
{
    struct photo photo;
    struct err err = {0};
    assert_int_equal(photo_clean(bench->lab, bytes, bench->arena, &photo, &err), -1);
    if (err.category != category || !strstr(err.message, word))
        fail_msg("%d (%s): %s", err.category, word, err.message);
}

/* The four fields of a picture: "RGBW" where they are as they were made. */
static struct str fields(struct bench *bench, const struct photo *photo, struct str bytes, int *out_width,
                         int *out_height)
{
    static const char letters[] = "RGBW";
    struct source source = {.bytes = bytes, .pixels_most = PHOTO_PIXELS_MOST};
    struct decoded decoded;
    char *found = arena_alloc(bench->arena, 4);
    decoded_init(&decoded);
    bool png = str_is(photo->type, "image/png");
    assert_int_equal(png ? decode_png(&source, &decoded) : decode_jpeg(&source, &decoded), PHOTO_FINE);
    const struct raster *raster = &decoded.raster;
    for (int i = 0; i < 4; i++) {
        int x = raster->width * (i % 2 * 2 + 1) / 4, y = raster->height * (i / 2 * 2 + 1) / 4;
        found[i] = letters[make_field_at(raster_row(raster, y) + x * raster->channels)];
    }
    *out_width = raster->width;
    *out_height = raster->height;
    decoded_done(&decoded);
    return str_of_len(found, 4);
}

static void check_picture(struct bench *bench, const struct photo *photo, int width, int height,
                          const char *expected)
{
    int w, h, longest = width > height ? width : height;
    assert_int_equal(photo->width, width);
    assert_int_equal(photo->height, height);
    struct str picture = fields(bench, photo, photo->picture, &w, &h);
    assert_int_equal(w > h ? w : h, longest < PHOTO_SIDE ? longest : PHOTO_SIDE);
    assert_true(str_is(picture, expected));
    struct str thumb = fields(bench, photo, photo->thumb, &w, &h);
    assert_int_equal(w > h ? w : h, longest < PHOTO_THUMB_SIDE ? longest : PHOTO_THUMB_SIDE);
    assert_true(str_is(thumb, expected));
}

/* ---- what comes out ---- */

static struct str load(struct bench *bench, const char *name)
{
    struct str bytes, path = arena_printf(bench->arena, "tests/data/photo/%s", name);
    assert_int_equal(file_read(bench->arena, path.ptr, PHOTO_BYTES_MOST, &bytes, NULL), 0);
    return bytes;
}

static void reads_every_kind(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->arena;
    const struct {
        struct str bytes;
        enum photo_kind kind;
        int width, height;
        const char *type;
    } rows[] = {
        {make_jpeg(arena, 400, 300, MAKE_PLAIN), PHOTO_JPEG, 400, 300, "image/jpeg"},
        {make_jpeg(arena, 401, 299, MAKE_PROGRESSIVE), PHOTO_JPEG, 401, 299, "image/jpeg"},
        {make_jpeg(arena, 3000, 2000, MAKE_PLAIN), PHOTO_JPEG, 3000, 2000, "image/jpeg"},
        {make_jpeg(arena, 6000, 400, MAKE_PLAIN), PHOTO_JPEG, 6000, 400, "image/jpeg"},
        {make_jpeg(arena, 32, 32, MAKE_PLAIN), PHOTO_JPEG, 32, 32, "image/jpeg"},
        {make_png(arena, 400, 300, false), PHOTO_PNG, 400, 300, "image/jpeg"},
        {make_png(arena, 400, 300, true), PHOTO_PNG, 400, 300, "image/png"},
        {make_webp(arena, 400, 300, false), PHOTO_WEBP, 400, 300, "image/jpeg"},
        {make_webp(arena, 400, 300, true), PHOTO_WEBP, 400, 300, "image/png"},
        {make_webp_animation(arena, make_webp(arena, 64, 48, false), 64, 48, 3), PHOTO_WEBP, 64, 48,
         "image/jpeg"},
        {load(bench, "fields.heic"), PHOTO_HEIC, 80, 60, "image/jpeg"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct photo photo = clean(bench, rows[i].bytes);
        assert_int_equal(photo.kind, rows[i].kind);
        assert_true(str_is(photo.type, rows[i].type));
        check_picture(bench, &photo, rows[i].width, rows[i].height, "RGBW");
    }
}

static void reads_other_colours(void **state)
{
    struct bench *bench = *state;
    struct photo gray = clean(bench, make_jpeg(bench->arena, 64, 48, MAKE_GRAY));
    struct photo ink = clean(bench, make_jpeg(bench->arena, 64, 48, MAKE_INK));
    struct photo dot = clean(bench, make_jpeg(bench->arena, 1, 1, MAKE_PLAIN));
    assert_int_equal(dot.width, 1);
    assert_true(str_is(gray.type, "image/jpeg") && str_is(ink.type, "image/jpeg"));
    assert_int_equal(ink.width, 64);
}

static void same_bytes_in_same_bytes_out(void **state)
{
    struct bench *bench = *state;
    struct str bytes = make_jpeg(bench->arena, 3000, 2000, MAKE_PLAIN);
    struct photo one = clean(bench, bytes), two = clean(bench, bytes);
    assert_true(str_eq(one.picture, two.picture) && str_eq(one.thumb, two.thumb));
}

/* Which way is up, told by EXIF: rows and columns change places from 5 on. */
static void turns_upright(void **state)
{
    static const char *const expected[] = {"RGBW", "RGBW", "GRWB", "WBGR", "BWRG",
                                           "RBGW", "BRWG", "WGBR", "GWRB"};
    struct bench *bench = *state;
    struct str bytes = make_jpeg(bench->arena, 64, 48, MAKE_PLAIN);
    for (int orientation = 0; orientation <= 9; orientation++) {
        struct buf segment;
        buf_init(&segment, 4096);
        make_segment(&segment, JPEG_APP0 + 1, make_exif(bench->arena, orientation));
        struct photo photo = clean(bench, make_insert(bench->arena, bytes, 2, &segment));
        bool across = orientation >= 5 && orientation <= 8;
        check_picture(bench, &photo, across ? 48 : 64, across ? 64 : 48,
                      expected[orientation > 8 ? 0 : orientation]);
        buf_done(&segment);
    }
}

static void check_silent(const struct photo *photo)
{
    static const char *const secrets[] = {"SECRETS", "GPSPLACE",   "Exif",       "<html",
                                          "xmpmeta", "PK\x03\x04", "ICC_PROFILE"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        assert_false(str_contains(photo->picture, str_of(secrets[i])));
        assert_false(str_contains(photo->thumb, str_of(secrets[i])));
    }
}

/* Place, maker, comment, XMP, a page and an archive behind the end: nothing of it is left. */
static void forgets_all_but_the_pixels(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->arena;
    struct str exif = make_exif(arena, 1), page = STR("<html><script>alert(1)</script>"),
               archive = STR("PK\x03\x04 archive");
    struct buf beside;
    buf_init(&beside, 65536);
    make_segment(&beside, JPEG_APP0 + 1, exif);
    make_segment(&beside, JPEG_APP0 + 1, STR("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"));
    make_segment(&beside, JPEG_COM, page);
    struct str jpeg = make_insert(arena, make_jpeg(arena, 64, 48, MAKE_PLAIN), 2, &beside);
    struct photo photo = clean(bench, ARENA_JOIN(arena, jpeg, page, archive));
    check_picture(bench, &photo, 64, 48, "RGBW");
    check_silent(&photo);

    buf_clear(&beside);
    make_chunk(&beside, "eXIf", str_slice(exif, 6, exif.len));
    make_chunk(&beside, "tEXt", STR("Comment\0<html>SECRETS"));
    make_chunk(&beside, "iTXt", STR("XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>"));
    struct str png = make_insert(arena, make_png(arena, 64, 48, true), 33, &beside);
    photo = clean(bench, ARENA_JOIN(arena, png, archive));
    check_picture(bench, &photo, 64, 48, "RGBW");
    check_silent(&photo);
    photo = clean(bench, load(bench, "fields.heic"));
    check_silent(&photo);
    buf_done(&beside);
}

/* ---- colours ---- */

static void add_fixed(struct buf *out, double number)
{
    make_number(out, (uint32_t)(int32_t)(number * 65536 + (number < 0 ? -0.5 : 0.5)), 4, false);
}

/* Three primaries by D50, and one curve, of sRGB's form, for all of them. */
static struct str make_profile(struct arena *arena, const double primaries[3][3])
{
    static const char *const names[] = {"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"};
    static const double curve[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    enum { TAGS = 6, FIRST = 128 + 4 + TAGS * 12, XYZ = 20, CURVE = 32 };
    struct buf out;
    buf_init(&out, 4096);
    make_number(&out, 0, 16, false);
    buf_add(&out, STR("RGB XYZ "));
    while (out.len < 128) buf_add_char(&out, 0);
    make_number(&out, TAGS, 4, false);
    for (int i = 0; i < TAGS; i++) {
        buf_add_c(&out, names[i]);
        make_number(&out, (uint64_t)(i < 3 ? FIRST + i * XYZ : FIRST + 3 * XYZ), 4, false);
        make_number(&out, i < 3 ? XYZ : CURVE, 4, false);
    }
    for (int i = 0; i < 3; i++) {
        buf_add(&out, STR("XYZ \0\0\0\0"));
        for (int c = 0; c < 3; c++) add_fixed(&out, primaries[i][c]);
    }
    buf_add(&out, STR("para\0\0\0\0\0\3\0\0"));
    for (int i = 0; i < 5; i++) add_fixed(&out, curve[i]);
    struct str made = buf_copy(&out, arena);
    buf_done(&out);
    return made;
}

static const double display_p3[3][3] = {
    {0.515102, 0.241182, -0.001050}, {0.291965, 0.692236, 0.041882}, {0.157153, 0.066582, 0.784378}};
static const double srgb[3][3] = {
    {0.436066, 0.222488, 0.013916}, {0.385147, 0.716873, 0.097076}, {0.143066, 0.060608, 0.714096}};

static void check_colour(struct str profile, const int before[3], const int after[3])
{
    uint8_t pixel[3];
    struct raster raster = {.width = 1, .height = 1, .channels = 3, .pixels = pixel};
    for (int i = 0; i < 3; i++) pixel[i] = (uint8_t)before[i];
    colour_to_srgb(&raster, profile);
    for (int i = 0; i < 3; i++) assert_in_range(pixel[i] + 2, after[i], after[i] + 4);
}

static void wide_colours_become_srgb(void **state)
{
    struct bench *bench = *state;
    struct str wide = make_profile(bench->arena, display_p3), plain = make_profile(bench->arena, srgb);
    static const int red[] = {234, 51, 35}, pure[] = {255, 0, 0}, gray[] = {128, 128, 128},
                     green[] = {0, 255, 0};
    check_colour(wide, red, pure);
    check_colour(wide, gray, gray);
    check_colour(wide, green, green);
    check_colour(plain, red, red);
    check_colour((struct str){0}, red, red);
    for (size_t length = 0; length < wide.len; length++) check_colour(str_slice(wide, 0, length), gray, gray);
    /* In the file it lies in a segment. */
    struct buf segment;
    buf_init(&segment, 4096);
    make_segment(&segment, JPEG_APP0 + 2, ARENA_JOIN(bench->arena, STR("ICC_PROFILE\0\1\1"), wide));
    struct str jpeg = make_jpeg(bench->arena, 64, 48, MAKE_PLAIN);
    struct photo with = clean(bench, make_insert(bench->arena, jpeg, 2, &segment)),
                 without = clean(bench, jpeg);
    check_picture(bench, &with, 64, 48, "RGBW");
    check_silent(&with);
    assert_false(str_eq(with.picture, without.picture));
    buf_done(&segment);
}

/* ---- the result ---- */

static void reads_only_whole_results(void **state)
{
    struct bench *bench = *state;
    struct photo photo = clean(bench, make_jpeg(bench->arena, 64, 48, MAKE_PLAIN)), read;
    struct buf out;
    buf_init(&out, 1 << 20);
    result_write(PHOTO_FINE, &photo, &out);
    struct str whole = buf_str(&out);
    assert_int_equal(result_read(whole, &read), PHOTO_FINE);
    assert_true(str_eq(read.picture, photo.picture) && str_eq(read.thumb, photo.thumb) && read.width == 64);
    for (size_t length = 0; length < whole.len; length++)
        assert_int_equal(result_read(str_slice(whole, 0, length), &read), PHOTO_FAILED);
    assert_int_equal(result_read(ARENA_JOIN(bench->arena, whole, STR("x")), &read), PHOTO_FAILED);
    for (size_t at = 0; at < 24; at++) {
        if (at == 8) at = 16; /* a size may be another one */
        out.ptr[at] ^= (char)0x80;
        assert_int_not_equal(result_read(whole, &read), PHOTO_FINE);
        out.ptr[at] ^= (char)0x80;
    }
    /* Pictures that are not ours: too large, of two types, or with something beside the pixels. */
    struct buf segment;
    buf_init(&segment, 4096);
    make_segment(&segment, JPEG_APP0 + 1, make_exif(bench->arena, 1));
    struct str png = make_png(bench->arena, 8, 8, true),
               exif = make_insert(bench->arena, photo.picture, 2, &segment);
    const struct photo wrong[] = {
        {.width = 64, .height = 48, .picture = photo.picture, .thumb = png},
        {.width = 64, .height = 48, .picture = exif, .thumb = photo.thumb},
        {.width = 64, .height = 48, .picture = photo.picture, .thumb = exif},
        {.width = 64,
         .height = 48,
         .picture = photo.picture,
         .thumb = make_jpeg(bench->arena, 400, 300, MAKE_PLAIN)},
        {.width = 64,
         .height = 48,
         .picture = make_jpeg(bench->arena, 3000, 8, MAKE_PLAIN),
         .thumb = photo.thumb},
        {.width = 64,
         .height = 48,
         .picture = ARENA_JOIN(bench->arena, photo.picture, STR("<html>")),
         .thumb = photo.thumb},
        {.width = 64, .height = 48, .picture = STR("<html>"), .thumb = photo.thumb},
        {.width = 50000, .height = 50000, .picture = photo.picture, .thumb = photo.thumb},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        buf_clear(&out);
        result_write(PHOTO_FINE, &wrong[i], &out);
        assert_int_equal(result_read(buf_str(&out), &read), PHOTO_FAILED);
    }
    buf_done(&segment);
    buf_done(&out);
}

/* ---- what is refused ---- */

static struct str patched(struct arena *arena, struct str bytes, size_t at, struct str with)
{
    return ARENA_JOIN(arena, str_slice(bytes, 0, at), with, str_slice(bytes, at + with.len, bytes.len));
}

static void refuses_what_is_cut_short(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->arena;
    const struct str whole[] = {
        make_jpeg(arena, 400, 300, MAKE_PLAIN), make_jpeg(arena, 400, 300, MAKE_PROGRESSIVE),
        make_png(arena, 400, 300, false),       make_webp(arena, 400, 300, true),
        make_webp(arena, 400, 300, false),      load(bench, "fields.heic")};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        for (size_t quarter = 1; quarter < 4; quarter++)
            refused(bench, str_slice(whole[i], 0, whole[i].len * quarter / 4), ERR_INPUT, "damaged");
    refused(bench, str_slice(whole[0], 0, whole[0].len - 2), ERR_INPUT, "damaged");
    refused(bench, str_slice(whole[0], 0, 3), ERR_INPUT, "damaged");
    refused(bench, patched(arena, whole[2], 60, STR("????")), ERR_INPUT, "damaged");
}

static void refuses_what_is_no_photo(void **state)
{
    struct bench *bench = *state;
    refused(bench, (struct str){0}, ERR_INPUT, "no photo");
    refused(bench, STR("\xff\xd8"), ERR_INPUT, "no photo");
    refused(bench, STR("GIF89a\x01\0\x01\0"), ERR_INPUT, "no photo");
    refused(bench, STR("<html>"), ERR_INPUT, "no photo");
    refused(bench,
            STR("\0\0\0\x18"
                "ftypmif1\0\0\0\0mif1avif"),
            ERR_INPUT, "no photo");
}

/* What phones of today make: 22 KB, 48 megapixels. */
static void reads_a_large_heic(void **state)
{
    struct bench *bench = *state;
    struct photo photo = clean(bench, load(bench, "48mp.heic"));
    assert_int_equal(photo.width, 8064);
    assert_int_equal(photo.height, 6048);
    assert_true(photo.picture.len < 4 << 20 && photo.thumb.len < 1 << 20);
}

static void refuses_a_heic_that_is_too_large(void **state)
{
    struct bench *bench = *state;
    struct str heic = load(bench, "48mp.heic");
    size_t size = str_find(heic, STR("ispe"), 0);
    assert_true(size != STR_NOT_FOUND);
    for (size_t at = size; at != STR_NOT_FOUND; at = str_find(heic, STR("ispe"), at + 4))
        heic = patched(bench->arena, heic, at + 8, STR("\0\0\x27\x10\0\0\x27\x10"));
    refused(bench, heic, ERR_LIMIT, "too large");
}

static void refuses_what_is_too_large(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->arena;
    struct str jpeg = make_jpeg(arena, 64, 48, MAKE_PLAIN), png = make_png(arena, 64, 48, false);
    size_t frame = str_find(jpeg, STR("\xff\xc0"), 0);
    refused(bench, patched(arena, jpeg, frame + 5, STR("\xc3\x50\xc3\x50")), ERR_LIMIT, "too large");
    refused(bench, patched(arena, png, 16, STR("\0\0\xc3\x50\0\0\xc3\x50")), ERR_LIMIT, "too large");
    refused(bench, patched(arena, png, 16, STR("\x7f\xff\xff\xff\x7f\xff\xff\xff")), ERR_INPUT, "damaged");
    char *bytes = arena_alloc(arena, PHOTO_BYTES_MOST + 1);
    memcpy(bytes, jpeg.ptr, jpeg.len);
    refused(bench, str_of_len(bytes, PHOTO_BYTES_MOST + 1), ERR_LIMIT, "too large");
}

static void survives_bombs(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->arena;
    refused(bench, make_jpeg(arena, 64, 48, MAKE_SCANS), ERR_LIMIT, "too long");
    /* A text and a profile of 64 MiB each, packed: passed over. */
    enum { UNPACKED = 64 << 20, PACKED_MOST = 1 << 20 };
    struct buf beside;
    uLongf length = PACKED_MOST;
    char *zeros = calloc(1, UNPACKED), *packed = arena_alloc(arena, PACKED_MOST);
    assert_int_equal(compress2((Bytef *)packed, &length, (Bytef *)zeros, UNPACKED, 9), Z_OK);
    buf_init(&beside, 4 * PACKED_MOST);
    make_chunk(&beside, "zTXt", ARENA_JOIN(arena, STR("Comment\0\0"), str_of_len(packed, length)));
    make_chunk(&beside, "iCCP", ARENA_JOIN(arena, STR("ICC\0\0"), str_of_len(packed, length)));
    struct photo photo = clean(bench, make_insert(arena, make_png(arena, 64, 48, false), 33, &beside));
    check_picture(bench, &photo, 64, 48, "RGBW");
    /* Hundreds of thousands of chunks of nothing. */
    buf_clear(&beside);
    for (int i = 0; i < 200000; i++) make_chunk(&beside, i % 2 ? "tEXt" : "vOID", (struct str){0});
    photo = clean(bench, make_insert(arena, make_png(arena, 64, 48, false), 33, &beside));
    check_picture(bench, &photo, 64, 48, "RGBW");
    buf_done(&beside);
    free(zeros);
}

/* ---- the process ---- */

/* A worker that is a script: `$1` and `$2` are its words. */
static const char *program_of(struct bench *bench, const char *script)
{
    char path[] = "/tmp/burin-photo-XXXXXX";
    int fd = mkstemp(path);
    struct str text = arena_printf(bench->arena, "#!/bin/sh\n%s\n", script);
    assert_int_equal(write(fd, text.ptr, text.len), (ssize_t)text.len);
    assert_int_equal(fchmod(fd, 0700), 0);
    close(fd);
    char *program = arena_alloc(bench->arena, sizeof path);
    memcpy(program, path, sizeof path);
    arena_defer(bench->arena, remove_file, program);
    return program;
}

static struct photo_lab *lab_of(struct bench *bench, const char *script, int64_t within)
{
    struct photo_lab *lab;
    struct photo_lab_config config = {.program = program_of(bench, script), .at_once = 1, .within = within};
    assert_int_equal(photo_lab_new(&config, &lab, NULL), 0);
    return lab;
}

static void check_worker(struct bench *bench, const char *script, enum err_category category,
                         const char *word)
{
    int64_t within = strstr(script, "sleep") ? 300000 : (int64_t)60 * 1000000;
    struct bench other = {bench->arena, lab_of(bench, script, within)};
    refused(&other, make_jpeg(bench->arena, 8, 8, MAKE_PLAIN), category, word);
    photo_lab_free(other.lab);
}

static void believes_no_worker(void **state)
{
    struct bench *bench = *state;
    check_worker(bench, "exit 0", ERR_SYSTEM, "failed");
    check_worker(bench, "exit 3", ERR_SYSTEM, "failed");
    check_worker(bench, "kill -SEGV $$", ERR_INPUT, "damaged");
    check_worker(bench, "kill -SYS $$", ERR_INPUT, "damaged");
    check_worker(bench, "kill -XCPU $$", ERR_LIMIT, "too long");
    check_worker(bench, "kill -KILL $$", ERR_SYSTEM, "failed");
    check_worker(bench, "exec sleep 60", ERR_LIMIT, "too long");
    check_worker(bench, "echo BPH1", ERR_SYSTEM, "failed");
    check_worker(bench, "printf 'BPH1\\002\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0'",
                 ERR_INPUT, "damaged");
    check_worker(bench, "head -c 84000000 /dev/zero", ERR_SYSTEM, "failed");
    check_worker(bench, "cat", ERR_SYSTEM, "failed");
    /* Nothing of this process reaches it: no environment, no descriptor but three. */
    check_worker(bench, "[ -z \"$HOME\" ] && [ ! -e /proc/self/fd/4 ] && kill -XCPU $$", ERR_LIMIT,
                 "too long");
    struct photo_lab_config nowhere = {.program = "/nonexistent"};
    struct bench other = {.arena = bench->arena};
    assert_int_equal(photo_lab_new(&nowhere, &other.lab, NULL), 0);
    refused(&other, make_jpeg(bench->arena, 8, 8, MAKE_PLAIN), ERR_SYSTEM, "failed");
    photo_lab_free(other.lab);
}

struct crowd {
    struct photo_lab *lab;
    struct str bytes;
    int result;
    struct err err;
};

static void *one_of_many(void *object)
{
    struct crowd *crowd = object;
    struct arena *arena = arena_new();
    struct photo photo;
    crowd->result = photo_clean(crowd->lab, crowd->bytes, arena, &photo, &crowd->err);
    arena_free(arena);
    return NULL;
}

static int crowd_of(struct photo_lab *lab, struct str bytes, struct crowd *crowd, int count)
{
    pthread_t threads[16];
    int fine = 0;
    for (int i = 0; i < count; i++) {
        crowd[i] = (struct crowd){.lab = lab, .bytes = bytes};
        assert_int_equal(pthread_create(&threads[i], NULL, one_of_many, &crowd[i]), 0);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
        fine += crowd[i].result == 0;
    }
    return fine;
}

static void many_at_once_take_turns(void **state)
{
    struct bench *bench = *state;
    struct crowd crowd[8];
    struct str bytes = make_jpeg(bench->arena, 64, 48, MAKE_PLAIN);
    assert_int_equal(crowd_of(bench->lab, bytes, crowd, 8), 8);
    struct photo_lab_config config = {.at_once = 1, .waiting = 1};
    struct photo_lab *small;
    assert_int_equal(photo_lab_new(&config, &small, NULL), 0);
    int fine = crowd_of(small, bytes, crowd, 8);
    assert_true(fine >= 2 && fine < 8);
    for (int i = 0; i < 8; i++) assert_true(crowd[i].result == 0 || crowd[i].err.category == ERR_BUSY);
    photo_lab_free(small);
}

/* ---- the cage ---- */

static int status_of(char *const *arguments)
{
    pid_t pid;
    int status;
    assert_int_equal(posix_spawn(&pid, SELF, NULL, NULL, arguments, NULL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void *idle(void *object)
{
    return object;
}
static void try_nothing(void)
{
}
static void try_open(void)
{
    (void)!open("/etc/passwd", O_RDONLY);
}
static void try_socket(void)
{
    socket(AF_INET, SOCK_STREAM, 0);
}
static void try_fork(void)
{
    syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
}
static void try_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, idle, NULL);
}
static void try_exec(void)
{
    execl("/bin/true", "true", (char *)NULL);
}
static void try_kill(void)
{
    kill(getppid(), 0);
}
static void try_code(void)
{
    mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
static void try_other_output(void)
{
    (void)!write(5, "x", 1);
}
static void try_limits(void)
{
    syscall(SYS_prlimit64, 0, 0, NULL, NULL);
}

static void try_memory(void)
{
#ifndef CAGE_SANITIZED
    volatile size_t much = CAGE_MEMORY;
    if (malloc(much)) _exit(8);
#endif
}

static const struct attempt {
    const char *name;
    void (*try)(void);
    bool threads, survives;
} attempts[] = {
    {"nothing", try_nothing, false, true}, {"open", try_open, false, false},
    {"socket", try_socket, false, false},  {"fork", try_fork, false, false},
    {"fork", try_fork, true, false},       {"exec", try_exec, true, false},
    {"open", try_open, true, false},       {"thread", try_thread, true, true},
    {"thread", try_thread, false, false},  {"kill", try_kill, false, false},
    {"code", try_code, false, false},      {"output", try_other_output, false, false},
    {"limits", try_limits, false, false},  {"memory", try_memory, false, true},
};

static int attempt_from_inside(const char *number)
{
    const struct attempt *attempt = &attempts[(number[0] - 'a')];
    if (cage_enter(attempt->threads) != CAGE_WHOLE) _exit(9);
    attempt->try();
    _exit(0);
}

static void the_cage_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        char name[] = "self", try[] = "try", number[] = {(char)('a' + (int)i), '\0'};
        char *arguments[] = {name, try, number, NULL};
        int status = status_of(arguments);
        bool held = attempts[i].survives ? WIFEXITED(status) && WEXITSTATUS(status) == 0
                                         : WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
        if (!held) fail_msg("%s: status %x", attempts[i].name, (unsigned int)status);
    }
}

/* As on a kernel that does not know them: the calls from `first` to `last` fail. */
static void take_away(int first, int last, int also)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)also, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (unsigned int)first, 0, 2),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, (unsigned int)last, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
        _exit(9);
}

static int worker_without(const char *what, const char *kind)
{
    if (strcmp(what, "seccomp") == 0) take_away(SYS_seccomp, SYS_seccomp, SYS_prctl);
    if (strcmp(what, "landlock") == 0)
        take_away(SYS_landlock_create_ruleset, SYS_landlock_restrict_self, SYS_landlock_restrict_self);
    return photo_worker(kind);
}

static struct photo_lab *lab_without(struct bench *bench, const char *what)
{
    char self[512] = "";
    assert_true(readlink(SELF, self, sizeof self - 1) > 0);
    return lab_of(bench, arena_printf(bench->arena, "exec '%s' without %s \"$2\"", self, what).ptr,
                  (int64_t)60 * 1000000);
}

static void without_seccomp_nothing_is_read(void **state)
{
    struct bench *bench = *state, other = {bench->arena, lab_without(bench, "seccomp")};
    refused(&other, make_jpeg(bench->arena, 64, 48, MAKE_PLAIN), ERR_SYSTEM, "sandbox");
    photo_lab_free(other.lab);
}

static void without_landlock_seccomp_serves(void **state)
{
    struct bench *bench = *state, other = {bench->arena, lab_without(bench, "landlock")};
    struct photo photo = clean(&other, make_jpeg(bench->arena, 64, 48, MAKE_PLAIN));
    check_picture(&other, &photo, 64, 48, "RGBW");
    photo_lab_free(other.lab);
}

/* ---- what this machine has ---- */

static struct photo_guard guard_of(struct bench *bench, const char *script)
{
    struct photo_guard guard;
    struct err err = {0};
    if (photo_guard_try(program_of(bench, script), &guard, &err) < 0) fail_msg("%s", err.message);
    return guard;
}

static void the_guard_is_tried(void **state)
{
    struct bench *bench = *state;
    struct photo_guard guard;
    struct err err = {0};
    char self[512] = "";
    assert_true(readlink(SELF, self, sizeof self - 1) > 0);
    assert_int_equal(photo_guard_try(NULL, &guard, &err), 0);
    assert_true(guard.seccomp && guard.landlock && guard.heic);
    guard = guard_of(bench, arena_printf(bench->arena, "exec '%s' without seccomp \"$2\"", self).ptr);
    assert_false(guard.seccomp);
    guard = guard_of(bench, arena_printf(bench->arena, "exec '%s' without landlock \"$2\"", self).ptr);
    assert_true(guard.seccomp && !guard.landlock);
    /* What says that it is kept and gets out is not. */
    guard = guard_of(bench, "printf 21");
    assert_false(guard.seccomp);
    assert_int_equal(photo_guard_try("/nonexistent", &guard, &err), -1);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], PHOTO_WORKER) == 0) return photo_worker(argv[2]);
    if (argc == 3 && strcmp(argv[1], "try") == 0) return attempt_from_inside(argv[2]);
    if (argc == 4 && strcmp(argv[1], "without") == 0) return worker_without(argv[2], argv[3]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_every_kind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_other_colours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_a_large_heic, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_a_heic_that_is_too_large, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_guard_is_tried, set_up, tear_down),
        cmocka_unit_test_setup_teardown(same_bytes_in_same_bytes_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(turns_upright, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forgets_all_but_the_pixels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wide_colours_become_srgb, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_only_whole_results, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_cut_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_photo, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_too_large, set_up, tear_down),
        cmocka_unit_test_setup_teardown(survives_bombs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(believes_no_worker, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_at_once_take_turns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_cage_holds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_seccomp_nothing_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_landlock_seccomp_serves, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
