/* Writing a new store folder from the files that are built in. */
#include "shop/shop.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "shop/builtin.h"

static int make_folder(const char *path, struct err *err)
{
    if (mkdir(path, 0755) == 0 || errno == EEXIST) return 0;
    return err_set(err, ERR_SYSTEM, "cannot make the folder %s: %s", path, strerror(errno));
}

static int check_empty(const char *folder, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir) return err_set(err, ERR_SYSTEM, "cannot open the folder %s: %s", folder, strerror(errno));
    bool empty = true;
    for (const struct dirent *entry; empty && (entry = readdir(dir));)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(dir);
    if (empty) return 0;
    return err_set(err, ERR_INPUT, "the folder %s is not empty; a new or empty one is expected", folder);
}

/* Makes the folders of "calendars/studio.ics" below `folder`. */
static int make_parents(struct arena *arena, const char *folder, struct str path, struct err *err)
{
    for (size_t slash = 0; (slash = str_find_char(path, '/', slash)) != STR_NOT_FOUND; slash++) {
        struct str parent = arena_printf(arena, "%s/%.*s", folder, STR_ARG(str_slice(path, 0, slash)));
        if (make_folder(parent.ptr, err) < 0) return -1;
    }
    return 0;
}

static int write_file(struct arena *arena, const char *folder, struct str path, struct str bytes,
                      struct err *err)
{
    if (make_parents(arena, folder, path, err) < 0) return -1;
    return file_write(arena_printf(arena, "%s/%.*s", folder, STR_ARG(path)).ptr, bytes, err);
}

/* The files below "store/" go to the folder itself. The demo's settings and policies take the place of the starter's, its
 * orders and inquiries go to demo/. */
static int write_store(struct arena *arena, const char *folder, bool demo, struct err *err)
{
    size_t count;
    const struct builtin_file *files = builtin_below(STR("store/"), &count);
    for (size_t i = 0; i < count; i++) {
        struct str path = str_slice(files[i].path, 6, files[i].path.len);
        const struct builtin_file *other =
            demo ? builtin_find(arena_printf(arena, "demo/store/%.*s", STR_ARG(path))) : NULL;
        if (write_file(arena, folder, path, (other ? other : &files[i])->bytes, err) < 0) return -1;
    }
    files = builtin_below(STR("demo/"), &count);
    for (size_t i = 0; demo && i < count; i++) {
        if (str_starts(files[i].path, STR("demo/store/"))) continue;
        if (write_file(arena, folder, files[i].path, files[i].bytes, err) < 0) return -1;
    }
    return 0;
}

static int make_empty_folders(struct arena *arena, const char *folder, struct err *err)
{
    static const char *const names[] = {"templates", "templates/en", "templates/zh", "files"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (make_folder(arena_printf(arena, "%s/%s", folder, names[i]).ptr, err) < 0) return -1;
    return 0;
}

int shop_init(const char *folder, bool demo, struct err *err)
{
    struct arena *arena = arena_new();
    int rc = -1;
    if (make_folder(folder, err) == 0 && check_empty(folder, err) == 0 &&
        make_empty_folders(arena, folder, err) == 0 && write_store(arena, folder, demo, err) == 0)
        rc = 0;
    arena_free(arena);
    return rc;
}
