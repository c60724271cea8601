/* The kinds of photos; see kinds.h. */
#include "photo/kinds.h"

#include "text/media.h"

static const struct row {
    const char *name;
    struct str type;
} rows[] = {
    [PHOTO_JPEG] = {"jpeg", STR_INIT("image/jpeg")},
    [PHOTO_PNG] = {"png", STR_INIT("image/png")},
    [PHOTO_WEBP] = {"webp", STR_INIT("image/webp")},
    [PHOTO_HEIC] = {"heic", STR_INIT("image/heic")},
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
