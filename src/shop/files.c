/* Sets of a shop's files; see files.h. */
#define _GNU_SOURCE
#include "shop/files.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "shop/builtin.h"

static const struct str templates = STR_INIT("templates/");
static const char *const named[] = {
    "calendars/carrier.ics", "calendars/studio.ics", "faq.md", "faq.zh.md", "policy.md", "policy.zh.md",
};

/* ---- paths ---- */

struct str shop_path_language(struct str path)
{
    struct str rest = str_slice(path, templates.len, path.len);
    struct str code = str_slice(rest, 0, str_find_char(rest, '/', 0));
    if (code.len < 2 || code.len > 3 || code.len == rest.len) return (struct str){0};
    for (size_t i = 0; i < code.len; i++)
        if (code.ptr[i] < 'a' || code.ptr[i] > 'z') return (struct str){0};
    return code;
}

static bool is_path_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

/* No hidden name, nothing that steps up, and no deeper than a folder is walked. */
static bool is_plain_path(struct str path)
{
    struct str rest = path, part;
    int depth = 0;
    while (str_next_part(&rest, '/', &part)) {
        if (!part.len || part.ptr[0] == '.' || ++depth > SHOP_DEPTH + 1) return false;
        for (size_t i = 0; i < part.len; i++)
            if (!is_path_char(part.ptr[i])) return false;
    }
    return path.len <= SHOP_PATH_MOST;
}

bool shop_path_is_editable(struct str path)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (str_is(path, named[i])) return true;
    return str_starts(path, templates) && is_plain_path(path) && shop_path_language(path).len &&
           (str_ends(path, STR(".liquid")) || str_ends(path, STR("/words.yaml")));
}

/* As folders are walked: a folder before the names that only begin like it. */
static int path_order(struct str a, struct str b)
{
    size_t most = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < most; i++) {
        unsigned char x = (unsigned char)a.ptr[i], y = (unsigned char)b.ptr[i];
        if (x == y) continue;
        if (x == '/' || y == '/') return x == '/' ? -1 : 1;
        return x < y ? -1 : 1;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

/* ---- sets ---- */

const struct shop_file *shop_files_find(const struct shop_files *files, struct str path)
{
    for (size_t low = 0, high = files->count; low < high;) {
        size_t middle = (low + high) / 2;
        int order = path_order(files->items[middle].path, path);
        if (order == 0) return &files->items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct shop_files shop_files_with(struct arena *arena, const struct shop_files *files, struct str path,
                                  const struct str *text)
{
    struct shop_file *items = ARENA_ARRAY(arena, files->count + 1, struct shop_file);
    size_t count = 0, at = 0;
    for (; at < files->count && path_order(files->items[at].path, path) < 0; at++)
        items[count++] = files->items[at];
    if (text) items[count++] = (struct shop_file){path, *text};
    if (at < files->count && str_eq(files->items[at].path, path)) at++;
    for (; at < files->count; at++) items[count++] = files->items[at];
    return (struct shop_files){items, count};
}

/* ---- folders ---- */

static int not_hidden(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return entry->d_name[0] != '.' && entry->d_name[len - 1] != '~';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static const char *path_in(struct arena *arena, const char *folder, struct str path)
{
    return arena_printf(arena, "%s/%.*s", folder, STR_ARG(path)).ptr;
}

struct folder_walk {
    struct arena *arena;
    const char *folder;
    void (*each)(void *context, struct str path);
    void (*bad)(void *context, struct str path);
    void *context;
};

static void walk_below(const struct folder_walk *walk, struct str path, int depth)
{
    struct dirent **entries;
    int count = depth > SHOP_DEPTH
                    ? -1
                    : scandir(path_in(walk->arena, walk->folder, path), &entries, not_hidden, by_bytes);
    if (count < 0) {
        walk->bad(walk->context, path);
        return;
    }
    for (int i = 0; i < count; i++) {
        struct str below = arena_printf(walk->arena, "%.*s/%s", STR_ARG(path), entries[i]->d_name);
        struct stat about;
        free(entries[i]);
        if (stat(path_in(walk->arena, walk->folder, below), &about) < 0) continue;
        if (S_ISDIR(about.st_mode))
            walk_below(walk, below, depth + 1);
        else
            walk->each(walk->context, below);
    }
    free(entries);
}

void shop_folder_walk(struct arena *arena, const char *folder, struct str path,
                      void (*each)(void *context, struct str path),
                      void (*bad)(void *context, struct str path), void *context)
{
    struct folder_walk walk = {arena, folder, each, bad, context};
    walk_below(&walk, path, 1);
}

struct reading {
    struct arena *arena;
    const char *folder;
    struct shop_files files;
    struct err *err;
    bool failed;
};

static void read_one(void *context, struct str path)
{
    struct reading *reading = context;
    struct str text;
    if (reading->failed) return;
    if (file_read(reading->arena, path_in(reading->arena, reading->folder, path), SHOP_FILE_MOST, &text,
                  reading->err) < 0)
        reading->failed = true;
    else
        reading->files = shop_files_with(reading->arena, &reading->files, path, &text);
}

static void read_template(void *context, struct str path)
{
    if (shop_path_is_editable(path)) read_one(context, path);
}

static void pass_over(void *context, struct str path)
{
    (void)context;
    (void)path;
}

int shop_files_read(struct arena *arena, const char *folder, struct shop_files *out, struct err *err)
{
    struct reading reading = {.arena = arena, .folder = folder, .err = err};
    read_one(&reading, STR(SHOP_SETTINGS_FILE));
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (file_exists(path_in(arena, folder, str_of(named[i])))) read_one(&reading, str_of(named[i]));
    if (file_exists(path_in(arena, folder, STR("templates"))))
        shop_folder_walk(arena, folder, STR("templates"), read_template, pass_over, &reading);
    if (reading.failed) return -1;
    *out = reading.files;
    return 0;
}

/* ---- built in ---- */

bool shop_builtin_template(struct str path, struct str *out)
{
    const struct builtin_file *file = str_starts(path, templates) ? builtin_find(path) : NULL;
    if (file) *out = file->bytes;
    return file != NULL;
}

size_t shop_builtin_templates(struct arena *arena, struct str **out)
{
    size_t count;
    const struct builtin_file *files = builtin_below(templates, &count);
    *out = ARENA_ARRAY(arena, count, struct str);
    for (size_t i = 0; i < count; i++) (*out)[i] = files[i].path;
    return count;
}
