/* What a file is by its bytes, and the names it is kept under. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "text/media.h"

#define SEEDS "tests/fuzz/seeds/media/"

static void reads_types_and_pixels(void **state)
{
    (void)state;
    static const struct {
        const char *file, *declared, *type;
        int width, height;
    } rows[] = {
        {"small.png", "image/png", "image/png", 3, 2},
        {"small.png", "IMAGE/PNG; charset=x", "image/png", 3, 2},
        {"head.jpg", "image/jpeg", "image/jpeg", 3000, 2000},
        {"head.jpg", "image/jpg", "image/jpeg", 3000, 2000},
        {"lossy.webp", "image/webp", "image/webp", 400, 300},
        {"lossless.webp", "image/webp", "image/webp", 400, 300},
        {"large.webp", "image/webp", "image/webp", 400, 300},
        {"apple.heic", "image/heic", "image/heic", 0, 0},
        {"apple.heic", "image/heif", "image/heic", 0, 0},
        {"page.pdf", "application/pdf", "application/pdf", 0, 0},
        {"name.txt", "text/plain; charset=utf-8", "text/plain", 0, 0},
        /* A photo is one whatever it says. */
        {"small.png", "image/jpeg", "image/png", 3, 2},
        {"head.jpg", "text/plain", "image/jpeg", 3000, 2000},
        {"head.jpg", "", "image/jpeg", 3000, 2000},
        /* What it says and what it is differ, or nobody asked for it. */
        {"page.pdf", "image/png", "application/octet-stream", 0, 0},
        {"name.txt", "text/html", "application/octet-stream", 0, 0},
        {"name.txt", "image/svg+xml", "application/octet-stream", 0, 0},
        {"page.pdf", "", "application/octet-stream", 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        struct str path = arena_printf(arena, SEEDS "%s", rows[i].file), bytes;
        struct media media;
        assert_int_equal(file_read(arena, path.ptr, 65536, &bytes, NULL), 0);
        media_read(str_of(rows[i].declared), bytes, &media);
        assert_true(str_is(media.type, rows[i].type));
        assert_int_equal(media.photo, str_starts(media.type, STR("image/")));
        assert_int_equal(media.width, rows[i].width);
        assert_int_equal(media.height, rows[i].height);
        arena_free(arena);
    }
}

static void gives_no_pixels_rather_than_wrong_ones(void **state)
{
    (void)state;
    struct media media;
    media_read(STR("image/png"), STR("\x89PNG\r\n\x1a\n"), &media);
    assert_true(str_is(media.type, "image/png") && media.width == 0);
    media_read(STR("image/jpeg"), STR("\xff\xd8\xff\xc0\x00\x11\x08\x00"), &media);
    assert_true(str_is(media.type, "image/jpeg") && media.width == 0);
    media_read(STR("image/jpeg"), STR("\xff\xd8\xff\xe0\x00\x00\xff\xff\xff\xff"), &media);
    assert_int_equal(media.width, 0);
}

static void tells_heic_from_its_kin(void **state)
{
    (void)state;
    struct media media;
    media_read(STR(""),
               STR("\0\0\0\x18"
                   "ftypmif1\0\0\0\0mif1heic"),
               &media);
    assert_true(media.photo && str_is(media.type, "image/heic"));
    media_read(STR("image/heic"),
               STR("\0\0\0\x18"
                   "ftypmif1\0\0\0\0mif1avif"),
               &media);
    assert_false(media.photo);
    media_read(STR("image/heic"),
               STR("\0\0\0\x18"
                   "ftypavif\0\0\0\0heicmif1"),
               &media);
    assert_false(media.photo);
}

static void cleans_names(void **state)
{
    (void)state;
    static const struct media known = {.type = STR_INIT("image/jpeg")},
                              unknown = {.type = STR_INIT("application/octet-stream")};
    static const char *const rows[][2] = {
        {"IMG_1.jpg", "IMG_1.jpg"},
        {"../../etc/passwd", "passwd"},
        {"C:\\photos\\ring.jpg", "ring.jpg"},
        {"\u200b.htaccess", "htaccess"},
        {"ring\u202egpj.exe", "ringgpj.exe"},
        {" a\"b\r\nSet-Cookie: x.jpg ", "abSet-Cookie x.jpg"},
        {"戒指 照片.jpg", "戒指 照片.jpg"},
        {"...", "file"},
        {"", "file"},
        {"\xff\xfe.jpg", "jpg"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(arena_cstr(arena, media_name(arena, str_of(rows[i][0]), &known)), rows[i][1]);
    assert_true(str_is(media_name(arena, STR("x.jpg"), &unknown), "x.jpg.bin"));
    static const struct media jpeg = {.type = STR_INIT("image/jpeg"), .photo = true};
    static const char *const photos[][2] = {
        {"IMG_1.HEIC", "IMG_1.jpg"}, {"ring.jpg", "ring.jpg"},       {"ring.JPEG.png", "ring.jpg"},
        {"ring", "ring.jpg"},        {"ring.html", "ring.html.jpg"}, {"", "photo.jpg"},
        {"../a.png .jpg", "a.jpg"},  {"戒指.webp", "戒指.jpg"},
    };
    for (size_t i = 0; i < sizeof photos / sizeof *photos; i++)
        assert_string_equal(arena_cstr(arena, media_name(arena, str_of(photos[i][0]), &jpeg)), photos[i][1]);
    char longer[400];
    memset(longer, 'x', sizeof longer);
    assert_int_equal(media_name(arena, str_of_len(longer, sizeof longer), &known).len, MEDIA_NAME_MOST);
    assert_in_range(media_name(arena, str_of_len(longer, sizeof longer), &jpeg).len, 100, MEDIA_NAME_MOST);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_types_and_pixels),
        cmocka_unit_test(gives_no_pixels_rather_than_wrong_ones),
        cmocka_unit_test(tells_heic_from_its_kin),
        cmocka_unit_test(cleans_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
