/* The store folder and the kept files; see shop_folder.h. */
#include "desk/shop_folder.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

enum { SUMS_MOST = 1 << 20, HEX = 64 };

static const char *path_in(struct arena *arena, const char *folder, struct str path)
{
    return arena_printf(arena, "%s/%.*s", folder, STR_ARG(path)).ptr;
}

static struct str hex_of(struct arena *arena, struct str text)
{
    char hex[HEX + 1];
    struct digest digest = digest_of(text);
    digest_hex(&digest, hex);
    return arena_str(arena, str_of(hex));
}

/* ---- sums ---- */

int shop_sums_read(struct arena *arena, const char *folder, struct shop_sums *out, struct err *err)
{
    const char *path = path_in(arena, folder, STR(SHOP_SUMS_FILE));
    struct shop_sums sums = {.known = file_exists(path)};
    struct str text = {0}, line;
    size_t cap = 0;
    if (sums.known && file_read(arena, path, SUMS_MOST, &text, err) < 0) return -1;
    while (str_next_part(&text, '\n', &line)) {
        if (line.len <= HEX + 2 || line.ptr[HEX] != ' ') continue;
        *ARENA_PUSH(arena, sums.items, sums.count, cap) =
            (struct shop_sum){str_slice(line, HEX + 2, line.len), str_slice(line, 0, HEX)};
    }
    *out = sums;
    return 0;
}

static int sums_write(struct arena *arena, const char *folder, const struct shop_files *files,
                      struct err *err)
{
    struct buf text;
    buf_init(&text, SUMS_MOST);
    for (size_t i = 0; i < files->count; i++) {
        if (!shop_path_is_editable(files->items[i].path)) continue;
        struct str hex = hex_of(arena, files->items[i].text);
        buf_printf(&text, "%.*s  %.*s\n", STR_ARG(hex), STR_ARG(files->items[i].path));
    }
    const char *path = path_in(arena, folder, STR(SHOP_SUMS_FILE));
    struct str before = {0}, now = buf_str(&text);
    bool same =
        file_exists(path) && file_read(arena, path, SUMS_MOST, &before, NULL) == 0 && str_eq(before, now);
    int rc = same ? 0 : file_write(path, now, err);
    buf_done(&text);
    return rc;
}

/* Whether the folder held this text, or with NULL none, when both last agreed. */
static bool is_as_agreed(const struct shop_sums *sums, struct str path, const struct str *text)
{
    for (size_t i = 0; i < sums->count; i++) {
        if (!str_eq(sums->items[i].path, path)) continue;
        char hex[HEX + 1];
        if (!text) return false;
        struct digest digest = digest_of(*text);
        digest_hex(&digest, hex);
        return str_is(sums->items[i].hex, hex);
    }
    return !text;
}

static bool is_same(const struct str *a, const struct str *b)
{
    return a && b ? str_eq(*a, *b) : !a && !b;
}

enum shop_side shop_side(const struct shop_sums *sums, struct str path, const struct str *folder,
                         const struct str *kept, bool ever)
{
    if (is_same(folder, kept)) return SIDE_SAME;
    if (!ever) return SIDE_FOLDER;
    if (!sums->known) return SIDE_KEPT;
    return is_as_agreed(sums, path, folder) ? SIDE_KEPT : SIDE_FOLDER;
}

/* ---- writing ---- */

struct bringing {
    struct arena *arena;
    const char *folder;
    struct shop_sums sums;
    struct shop_files now; /* as the folder has them */
    struct err *err;
};

static int failed(const struct bringing *bringing, const char *what, const char *path)
{
    return file_failed(bringing->err, ERR_SYSTEM, what, path);
}

static int make_parents(const struct bringing *bringing, struct str path)
{
    for (size_t slash = 0; (slash = str_find_char(path, '/', slash)) != STR_NOT_FOUND; slash++) {
        const char *parent = path_in(bringing->arena, bringing->folder, str_slice(path, 0, slash));
        if (mkdir(parent, 0755) < 0 && errno != EEXIST) return failed(bringing, "make the folder", parent);
    }
    return 0;
}

/* Moves away what was written by hand. */
static int set_aside(const struct bringing *bringing, const struct shop_file *old)
{
    const char *path = path_in(bringing->arena, bringing->folder, old->path);
    if (is_as_agreed(&bringing->sums, old->path, &old->text)) return 0;
    if (rename(path, arena_printf(bringing->arena, "%s~", path).ptr) == 0) return 0;
    return failed(bringing, "rename", path);
}

static int bring_one(const struct bringing *bringing, const struct shop_file *file)
{
    const struct shop_file *old = shop_files_find(&bringing->now, file->path);
    if (!shop_path_is_editable(file->path) || (old && str_eq(old->text, file->text))) return 0;
    if (old && set_aside(bringing, old) < 0) return -1;
    if (make_parents(bringing, file->path) < 0) return -1;
    return file_write(path_in(bringing->arena, bringing->folder, file->path), file->text, bringing->err);
}

static int take_away(const struct bringing *bringing, const struct shop_file *old)
{
    const char *path = path_in(bringing->arena, bringing->folder, old->path);
    if (set_aside(bringing, old) < 0) return -1;
    return unlink(path) < 0 && errno != ENOENT ? failed(bringing, "remove", path) : 0;
}

int shop_folder_bring(struct arena *arena, const char *folder, const struct shop_files *files,
                      struct err *err)
{
    struct bringing bringing = {.arena = arena, .folder = folder, .err = err};
    if (shop_sums_read(arena, folder, &bringing.sums, err) < 0 ||
        shop_files_read(arena, folder, &bringing.now, err) < 0)
        return -1;
    for (size_t i = 0; i < files->count; i++)
        if (bring_one(&bringing, &files->items[i]) < 0) return -1;
    for (size_t i = 0; i < bringing.now.count; i++) {
        const struct shop_file *old = &bringing.now.items[i];
        if (shop_path_is_editable(old->path) && !shop_files_find(files, old->path) &&
            take_away(&bringing, old) < 0)
            return -1;
    }
    return sums_write(arena, folder, files, err);
}
