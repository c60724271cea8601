/* The fonts that a store engraves, prints and stitches in, so that its pages can show a text as it will look: fonts/NAME.woff2 (or
 * .ttf, .otf) in the store folder, where NAME is the font's among a product's choices. They are the folder's alone, as the model is. */
#ifndef BURIN_SHOP_FONTS_H
#define BURIN_SHOP_FONTS_H

#include "base/arena.h"

enum { SHOP_FONT_MOST = 6 * 1024 * 1024, SHOP_FONTS_MOST = 20, SHOP_FONT_NAME_MOST = 60 };

struct shop_font {
    struct str name; /* "Script": letters, digits, space, - and _ */
    struct str path; /* "fonts/Script.woff2" */
    struct str type; /* "woff2", "ttf", "otf": by its first bytes, with which the ending agrees */
    struct str bytes;
};
struct shop_fonts {
    struct shop_font *items;
    size_t count;
};

/* Those that can be used, in order of name; `tell` hears of every other file there but texts (a licence): its path and why not. */
void shop_fonts_read(struct arena *arena, const char *folder, struct shop_fonts *out,
                     void (*tell)(void *context, struct str path, const char *why), void *context);

/* What the bytes of a font are: "woff2", "ttf", "otf"; empty where they are none, are cut short or say another length. */
struct str shop_font_type(struct str bytes);

#endif
