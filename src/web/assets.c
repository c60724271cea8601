/* The assets that are built in; see assets.h. */
#include "web/assets.h"

#include "base/buf.h"
#include "base/digest.h"
#include "http/problem.h"
#include "web/files.h"

enum {
    MARK = 12, /* hexadecimal digits of the digest: enough to tell versions of one file apart */
    STYLE_MOST = 1024 * 1024,
};

struct asset {
    struct str name, path, bytes; /* "base.css", "/assets/base.0123456789ab.css" */
    struct str gzipped;           /* once, when the server starts; empty where it gets no smaller */
    const char *type;
};

struct assets {
    struct arena *arena;
    struct asset *list;
    size_t count;
};

static const char *type_of(struct str name)
{
    static const struct {
        const char *ending, *type;
    } types[] = {{".css", "text/css; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".svg", "image/svg+xml"},
                 {".woff2", "font/woff2"},
                 {".png", "image/png"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ends(name, str_of(types[i].ending))) return types[i].type;
    return "application/octet-stream";
}

static struct str marked_path(struct arena *arena, struct str name, struct str bytes)
{
    char mark[65];
    struct digest digest = digest_of(bytes);
    size_t dot = name.len;
    digest_hex(&digest, mark);
    while (dot > 0 && name.ptr[dot - 1] != '.') dot--;
    return arena_printf(arena, "/assets/%.*s%.*s.%.*s", STR_ARG(str_slice(name, 0, dot)), MARK, mark,
                        STR_ARG(str_slice(name, dot, name.len)));
}

struct str assets_path(const struct assets *assets, struct str name)
{
    for (size_t i = 0; i < assets->count; i++)
        if (str_eq(assets->list[i].name, name)) return assets->list[i].path;
    return (struct str){0};
}

/* A style sheet with the names in its url("…") turned to paths, so that the marks of what it shows are in its own. */
static struct str linked(const struct assets *assets, struct str css)
{
    static const struct str open = STR_INIT("url(\"");
    struct buf out;
    size_t at = 0, found;
    buf_init(&out, STYLE_MOST);
    while ((found = str_find(css, open, at)) != STR_NOT_FOUND) {
        size_t begin = found + open.len, end = str_find_char(css, '"', begin);
        struct str name = str_slice(css, begin, end), path = assets_path(assets, name);
        buf_add(&out, str_slice(css, at, begin));
        buf_add(&out, path.ptr ? path : name);
        at = end;
    }
    buf_add(&out, str_slice(css, at, css.len));
    struct str text = buf_copy(&out, assets->arena);
    buf_done(&out);
    return text;
}

/* Files whose format compresses already. */
static bool is_packed(struct str name)
{
    return str_ends(name, STR(".woff2")) || str_ends(name, STR(".png"));
}

static void add_all(struct assets *assets, bool style_sheets)
{
    static const struct str folder = STR_INIT("assets/");
    for (size_t i = 0; i < web_file_count; i++) {
        struct str name = str_slice(web_files[i].path, folder.len, web_files[i].path.len);
        bool is_style_sheet = str_ends(name, STR(".css"));
        if (!str_starts(web_files[i].path, folder) || is_style_sheet != style_sheets) continue;
        struct str bytes = is_style_sheet ? linked(assets, web_files[i].bytes) : web_files[i].bytes;
        struct asset *asset = &assets->list[assets->count++];
        *asset = (struct asset){name, marked_path(assets->arena, name, bytes), bytes, .type = type_of(name)};
        if (!is_packed(name)) http_gzip(assets->arena, bytes, &asset->gzipped);
    }
}

struct assets *assets_new(void)
{
    struct arena *arena = arena_new();
    struct assets *assets = ARENA_NEW(arena, struct assets);
    *assets = (struct assets){arena, ARENA_ARRAY(arena, web_file_count, struct asset), 0};
    add_all(assets, false);
    add_all(assets, true);
    return assets;
}

void assets_free(struct assets *assets)
{
    if (assets) arena_free(assets->arena);
}

const struct http_result *assets_answer(const struct assets *assets, struct http_request *request,
                                        struct str name)
{
    struct http_problem none = {.status = 404};
    size_t folder = sizeof "/assets/" - 1;
    for (size_t i = 0; i < assets->count; i++) {
        const struct asset *asset = &assets->list[i];
        if (!str_eq(str_slice(asset->path, folder, asset->path.len), name)) continue;
        struct http_answer answer = {.type = asset->type,
                                     .body = asset->bytes,
                                     .gzipped = asset->gzipped,
                                     .cache = "public, max-age=31536000, immutable"};
        return http_answer(request, &answer);
    }
    return http_answer_problem(request, &none);
}
