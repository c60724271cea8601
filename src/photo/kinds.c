/* The kinds of photos; see kinds.h. */
#include "photo/kinds.h"

#include "text/media.h"

static const struct row {
    const char *name;
    struct str type, ending;
} rows[] = {
    [PHOTO_JPEG] = {"jpeg", STR_INIT("image/jpeg"), STR_INIT("jpg")},
    [PHOTO_PNG] = {"png", STR_INIT("image/png"), STR_INIT("png")},
    [PHOTO_WEBP] = {"webp", STR_INIT("image/webp"), STR_INIT("webp")},
    [PHOTO_HEIC] = {"heic", STR_INIT("image/heic"), STR_INIT("heic")},
};
enum { ROWS = sizeof rows / sizeof *rows };

static enum photo_kind kind_with_type(struct str type)
{
    for (int kind = PHOTO_NONE + 1; kind < ROWS; kind++)
        if (str_eq(rows[kind].type, type)) return (enum photo_kind)kind;
    return PHOTO_NONE;
}

enum photo_kind photo_kind_of(struct str bytes)
{
    struct media media;
    media_read((struct str){0}, bytes, &media);
    return kind_with_type(media.type);
}

struct str photo_ending(struct str type)
{
    return rows[kind_with_type(type)].ending;
}

const char *photo_kind_name(enum photo_kind kind)
{
    return rows[kind].name;
}

enum photo_kind photo_kind_named(struct str name)
{
    for (int kind = PHOTO_NONE + 1; kind < ROWS; kind++)
        if (str_is(name, rows[kind].name)) return (enum photo_kind)kind;
    return PHOTO_NONE;
}
