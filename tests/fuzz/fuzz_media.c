/* Files of any bytes: their type is one of ours, their pixels are none or in range; names come out the same when cleaned again. */
#include <stdlib.h>

#include "shop/fonts.h"
#include "text/media.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_name(struct arena *arena, struct str name, const struct media *known)
{
    struct str once = media_name(arena, name, known), twice = media_name(arena, once, known);
    if (!once.len || once.len > MEDIA_NAME_MOST || once.ptr[0] == '.' || !str_eq(once, twice)) abort();
    if (str_find_char(once, '/', 0) != STR_NOT_FOUND || str_find_char(once, '"', 0) != STR_NOT_FOUND) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct str types[] = {STR_INIT("image/jpeg"),      STR_INIT("image/png"),
                                       STR_INIT("image/webp"),      STR_INIT("image/heic"),
                                       STR_INIT("text/plain"),      STR_INIT("application/pdf"),
                                       STR_INIT("application/zip"), STR_INIT("")};
    struct str text = str_of_len((const char *)bytes, size);
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct media media;
        media_read(types[i], text, &media);
        bool ours =
            str_eq(media.type, types[i]) || media.photo || str_is(media.type, "application/octet-stream");
        if (!ours || media.width < 0 || media.width > MEDIA_PIXELS_MOST || media.height < 0 ||
            media.height > MEDIA_PIXELS_MOST || !media.width != !media.height)
            abort();
    }
    static const struct media page = {.type = STR_INIT("application/pdf")},
                              photo = {.type = STR_INIT("image/png"), .photo = true};
    struct str font = shop_font_type(text);
    if (font.len && size < 12) abort();
    check_name(arena, text, &page);
    check_name(arena, text, &photo);
    arena_free(arena);
    return 0;
}
