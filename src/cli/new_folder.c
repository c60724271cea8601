/* Building a folder beside its place; see new_folder.h. */
#define _GNU_SOURCE
#include "cli/new_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* All of it is there, and may be cleared away like what is not: in TO.new it was killed just before it got its name. */
#define MARK_WHOLE ".whole"

enum { FILES_OPEN = 16 };

static const char *in(struct arena *arena, const char *folder, const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name).ptr;
}

static bool is_mark(const char *name)
{
    return strcmp(name, NEW_FOLDER_MARK) == 0 || strcmp(name, MARK_WHOLE) == 0;
}

/* The marks stay to the last, so that a clearing that is cut short is known for what it is. */
static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about, (void)kind;
    return place->level == 0 || (place->level == 1 && is_mark(path + place->base)) ? 0 : remove(path);
}

static int sync_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about, (void)place;
    if (kind != FTW_F && kind != FTW_DP) return 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int rc = fd < 0 ? -1 : fsync(fd);
    if (fd >= 0) close(fd);
    return rc;
}

static int clear(struct arena *arena, const char *path, struct err *err)
{
    const char *mark = in(arena, path, NEW_FOLDER_MARK), *whole = in(arena, path, MARK_WHOLE);
    if (rmdir(path) == 0) return 0; /* it was killed before it had a mark */
    if (!file_exists(mark) && !file_exists(whole))
        return err_set(err, ERR_CONFLICT,
                       "%s is in the way, where the new folder is built: move it elsewhere", path);
    bool gone = nftw(path, remove_one, FILES_OPEN, FTW_DEPTH | FTW_PHYS) == 0;
    if (gone) unlink(mark), unlink(whole);
    return gone && rmdir(path) == 0 ? 0 : file_failed(err, ERR_SYSTEM, "clear away", path);
}

/* Held by whoever builds, until the process ends. */
static int lock_folder(const char *path, int *out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return file_failed(err, ERR_SYSTEM, "open", path);
    if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        close(fd);
        return err_set(err, ERR_CONFLICT, "another process is building %s", path);
    }
    *out = fd;
    return 0;
}

/* What an earlier try has left. */
static int clear_old(struct arena *arena, const char *path, struct err *err)
{
    int lock;
    if (!file_exists(path)) return 0;
    if (lock_folder(path, &lock, err) < 0) return -1;
    int rc = clear(arena, path, err);
    close(lock);
    return rc;
}

static int set_mark(struct arena *arena, const char *path, struct err *err)
{
    const char *mark = in(arena, path, NEW_FOLDER_MARK);
    int fd = open(mark, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return file_failed(err, ERR_SYSTEM, "write", mark);
    close(fd);
    return 0;
}

int new_folder_begin(struct arena *arena, const char *to, struct new_folder *out, struct err *err)
{
    struct str name = str_of(to);
    struct stat about;
    while (name.len > 1 && name.ptr[name.len - 1] == '/') name.len--;
    struct new_folder folder = {.to = arena_cstr(arena, name), .lock = -1};
    folder.path = arena_printf(arena, "%s.new", folder.to).ptr;
    if (lstat(folder.to, &about) == 0)
        return err_set(err, ERR_CONFLICT, "%s is there already; a new folder is expected", folder.to);
    if (clear_old(arena, folder.path, err) < 0) return -1;
    if (mkdir(folder.path, 0700) < 0)
        return err_set(err, ERR_SYSTEM, "cannot make the folder %s: %s", folder.path, strerror(errno));
    if (lock_folder(folder.path, &folder.lock, err) < 0) return -1;
    if (set_mark(arena, folder.path, err) < 0) {
        close(folder.lock);
        return -1;
    }
    *out = folder;
    return 0;
}

static int sync_parent(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *parent = !slash ? "." : slash == path ? "/" : NULL;
    if (!parent) parent = arena_cstr(arena, (struct str){path, (size_t)(slash - path)});
    int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd < 0 ? -1 : fsync(fd);
    if (fd >= 0) close(fd);
    return rc;
}

static int name_it(const struct new_folder *folder, struct arena *arena, struct err *err)
{
    const char *mark = in(arena, folder->path, NEW_FOLDER_MARK), *whole = in(arena, folder->path, MARK_WHOLE);
    if (nftw(folder->path, sync_one, FILES_OPEN, FTW_DEPTH | FTW_PHYS) != 0)
        return file_failed(err, ERR_SYSTEM, "sync", folder->path);
    if (rename(mark, whole) < 0 || fsync(folder->lock) < 0 || rename(folder->path, folder->to) < 0)
        return file_failed(err, ERR_SYSTEM, "make the folder", folder->to);
    unlink(in(arena, folder->to, MARK_WHOLE));
    return sync_parent(arena, folder->to) < 0 ? file_failed(err, ERR_SYSTEM, "sync the place of", folder->to)
                                              : 0;
}

int new_folder_end(struct new_folder *folder, struct arena *arena, int work, struct err *err)
{
    struct err unheard = {0};
    int rc = work == 0 ? name_it(folder, arena, err) : -1;
    if (rc < 0 && file_exists(folder->path)) clear(arena, folder->path, &unheard);
    close(folder->lock);
    return rc;
}
