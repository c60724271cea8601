/* The assets that are built in; see assets.h. */
#include "web/assets.h"

#include "base/digest.h"
#include "http/problem.h"
#include "web/files.h"

enum { MARK = 12 }; /* hexadecimal digits of the digest: enough to tell versions of one file apart */

struct asset {
    struct str name, path, bytes; /* "base.css", "/assets/base.0123456789ab.css" */
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

struct assets *assets_new(void)
{
    static const struct str folder = STR_INIT("assets/");
    struct arena *arena = arena_new();
    struct assets *assets = ARENA_NEW(arena, struct assets);
    *assets = (struct assets){arena, ARENA_ARRAY(arena, web_file_count, struct asset), 0};
    for (size_t i = 0; i < web_file_count; i++) {
        const struct web_file *file = &web_files[i];
        if (!str_starts(file->path, folder)) continue;
        struct str name = str_slice(file->path, folder.len, file->path.len);
        assets->list[assets->count++] =
            (struct asset){name, marked_path(arena, name, file->bytes), file->bytes, type_of(name)};
    }
    return assets;
}

void assets_free(struct assets *assets)
{
    if (assets) arena_free(assets->arena);
}

struct str assets_path(const struct assets *assets, struct str name)
{
    for (size_t i = 0; i < assets->count; i++)
        if (str_eq(assets->list[i].name, name)) return assets->list[i].path;
    return (struct str){0};
}

const struct http_result *assets_answer(const struct assets *assets, struct http_request *request,
                                        struct str name)
{
    struct http_problem none = {.status = 404};
    size_t folder = sizeof "/assets/" - 1;
    for (size_t i = 0; i < assets->count; i++) {
        const struct asset *asset = &assets->list[i];
        if (!str_eq(str_slice(asset->path, folder, asset->path.len), name)) continue;
        struct http_answer answer = {
            .type = asset->type, .body = asset->bytes, .cache = "public, max-age=31536000, immutable"};
        return http_answer(request, &answer);
    }
    return http_answer_problem(request, &none);
}
