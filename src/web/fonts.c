/* The store's own fonts; see fonts.h. */
#include "web/fonts.h"

#include "base/buf.h"
#include "base/digest.h"
#include "desk/fonts.h"
#include "http/problem.h"

enum { MARK = 12, STYLE_MOST = 64 * 1024 };

struct fonts {
    struct arena *arena;
    struct shop_fonts list;
    struct str *marks; /* "0123456789ab.woff2" */
    struct str style;
};

static const struct {
    struct str type;
    const char *format, *media;
} kinds[] = {{STR_INIT("woff2"), "woff2", "font/woff2"},
             {STR_INIT("ttf"), "truetype", "font/ttf"},
             {STR_INIT("otf"), "opentype", "font/otf"}};

static size_t kind_of(struct str type)
{
    size_t kind = 0;
    while (!str_eq(kinds[kind].type, type)) kind++;
    return kind;
}

static struct str mark_of(struct arena *arena, const struct shop_font *font)
{
    char hex[65];
    struct digest digest = digest_of(font->bytes);
    digest_hex(&digest, hex);
    return arena_printf(arena, "%.*s.%.*s", MARK, hex, STR_ARG(font->type));
}

/* Names have nothing in them that could end a string (shop/fonts.h). Families have a first word of their own, so that they meet none
 * of the pages'. */
static void write_style(struct buf *out, const struct shop_font *font, struct str mark)
{
    buf_printf(out, "@font-face { font-family: \"shop %.*s\"; src: url(\"/fonts/%.*s\") format(\"%s\"); ",
               STR_ARG(font->name), STR_ARG(mark), kinds[kind_of(font->type)].format);
    buf_printf(
        out, "font-display: swap; }\n[data-font=\"%.*s\" i] { font-family: \"shop %.*s\", var(--serif); }\n",
        STR_ARG(font->name), STR_ARG(font->name));
}

struct fonts *fonts_new(struct desk *desk)
{
    struct arena *arena = arena_new();
    struct fonts *fonts = ARENA_NEW(arena, struct fonts);
    struct buf style;
    buf_init(&style, STYLE_MOST);
    *fonts = (struct fonts){.arena = arena};
    desk_fonts(desk, arena, &fonts->list);
    fonts->marks = ARENA_ARRAY(arena, fonts->list.count, struct str);
    for (size_t i = 0; i < fonts->list.count; i++) {
        fonts->marks[i] = mark_of(arena, &fonts->list.items[i]);
        write_style(&style, &fonts->list.items[i], fonts->marks[i]);
    }
    fonts->style = buf_copy(&style, arena);
    buf_done(&style);
    return fonts;
}

void fonts_free(struct fonts *fonts)
{
    if (fonts) arena_free(fonts->arena);
}

const struct http_result *fonts_style(const struct fonts *fonts, struct http_request *request)
{
    struct http_answer answer = {
        .type = "text/css; charset=utf-8", .body = fonts->style, .cache = "max-age=300"};
    return http_answer(request, &answer);
}

const struct http_result *fonts_answer(const struct fonts *fonts, struct http_request *request,
                                       struct str name)
{
    struct http_problem none = {.status = 404};
    for (size_t i = 0; i < fonts->list.count; i++) {
        if (!str_eq(fonts->marks[i], name)) continue;
        struct http_answer answer = {.type = kinds[kind_of(fonts->list.items[i].type)].media,
                                     .body = fonts->list.items[i].bytes,
                                     .cache = "public, max-age=31536000, immutable"};
        return http_answer(request, &answer);
    }
    return http_answer_problem(request, &none);
}
