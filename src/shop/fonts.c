/* The fonts of a store folder, looked at but not decoded; see fonts.h. */
#include "shop/fonts.h"

#include "base/file.h"
#include "shop/files.h"
#include "text/utf8.h"

enum { SFNT_HEAD = 12, SFNT_ROW = 16, WOFF2_HEAD = 48, TABLES_MOST = 100 };

static uint32_t number_at(struct str bytes, size_t at, int size)
{
    uint32_t number = 0;
    for (int i = 0; i < size; i++) number = number << 8 | (unsigned char)bytes.ptr[at + (size_t)i];
    return number;
}

/* Its table of tables lies within, and so does each of them. */
static bool sfnt_is_whole(struct str bytes)
{
    size_t tables = bytes.len < SFNT_HEAD ? 0 : number_at(bytes, 4, 2);
    if (!tables || tables > TABLES_MOST || SFNT_HEAD + tables * SFNT_ROW > bytes.len) return false;
    for (size_t i = 0; i < tables; i++) {
        size_t row = SFNT_HEAD + i * SFNT_ROW;
        uint64_t end = (uint64_t)number_at(bytes, row + 8, 4) + number_at(bytes, row + 12, 4);
        if (end > bytes.len) return false;
    }
    return true;
}

static bool woff2_is_whole(struct str bytes)
{
    if (bytes.len < WOFF2_HEAD || number_at(bytes, 8, 4) != bytes.len) return false;
    uint32_t tables = number_at(bytes, 12, 2);
    return tables > 0 && tables <= TABLES_MOST;
}

struct str shop_font_type(struct str bytes)
{
    static const struct {
        struct str magic, type;
        bool (*is_whole)(struct str bytes);
    } kinds[] = {
        {STR_INIT("wOF2"), STR_INIT("woff2"), woff2_is_whole},
        {STR_INIT("OTTO"), STR_INIT("otf"), sfnt_is_whole},
        {STR_INIT("true"), STR_INIT("ttf"), sfnt_is_whole},
        {{"\0\1\0\0", 4}, STR_INIT("ttf"), sfnt_is_whole},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_starts(bytes, kinds[i].magic) && kinds[i].is_whole(bytes)) return kinds[i].type;
    return (struct str){0};
}

/* It becomes part of a style sheet. */
static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && c < 0x80 && c != ' ' && c != '-' && c != '_') return false;
    }
    return name.len && name.len <= SHOP_FONT_NAME_MOST && utf8_is_valid(name);
}

struct looking {
    struct arena *arena;
    const char *folder;
    struct shop_fonts *out;
    size_t cap;
    void (*tell)(void *context, struct str path, const char *why);
    void *context;
};

static bool is_there_already(const struct shop_fonts *fonts, struct str name)
{
    for (size_t i = 0; i < fonts->count; i++)
        if (str_eq_nocase(fonts->items[i].name, name)) return true;
    return false;
}

/* Why the file is no font of the store; NULL: *out is it. */
static const char *look_at(struct looking *looking, struct str path, struct shop_font *out)
{
    static const struct str folder = STR_INIT("fonts/");
    struct str file = str_slice(path, folder.len, path.len);
    size_t dot = file.len;
    while (dot > 0 && file.ptr[dot - 1] != '.') dot--;
    struct str name = str_slice(file, 0, dot ? dot - 1 : 0), ending = str_slice(file, dot, file.len);
    struct err err = {0};
    const char *where = arena_printf(looking->arena, "%s/%.*s", looking->folder, STR_ARG(path)).ptr;
    *out = (struct shop_font){.name = name, .path = path};
    if (!str_is(ending, "woff2") && !str_is(ending, "ttf") && !str_is(ending, "otf"))
        return "this is no font; a file that ends in .woff2, .ttf or .otf is expected";
    if (!is_name(name)) return "a font is named by letters, digits, spaces, - and _, at most 60 bytes";
    if (is_there_already(looking->out, name)) return "there is another font of that name";
    if (looking->out->count == SHOP_FONTS_MOST) return "there are too many fonts; at most 20 are taken";
    if (file_read(looking->arena, where, SHOP_FONT_MOST, &out->bytes, &err) < 0)
        return err.category == ERR_LIMIT ? "this font is too large; at most 6 MiB are taken"
                                         : "this font cannot be read";
    out->type = shop_font_type(out->bytes);
    return str_eq(out->type, ending) ? NULL
                                     : "this is no font of the kind that its name says, or not a whole one";
}

static void look(void *context, struct str path)
{
    struct looking *looking = context;
    struct shop_font font;
    if (str_ends(path, STR(".txt"))) return;
    const char *why = look_at(looking, path, &font);
    if (why && looking->tell) looking->tell(looking->context, path, why);
    if (!why) *ARENA_PUSH(looking->arena, looking->out->items, looking->out->count, looking->cap) = font;
}

static void complain(void *context, struct str path)
{
    struct looking *looking = context;
    if (looking->tell) looking->tell(looking->context, path, "this folder cannot be read");
}

void shop_fonts_read(struct arena *arena, const char *folder, struct shop_fonts *out,
                     void (*tell)(void *context, struct str path, const char *why), void *context)
{
    struct looking looking = {arena, folder, out, 0, tell, context};
    *out = (struct shop_fonts){0};
    if (folder && file_exists(arena_printf(arena, "%s/fonts", folder).ptr))
        shop_folder_walk(arena, folder, STR("fonts"), look, complain, &looking);
}
