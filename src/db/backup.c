/* Online copies of a SQLite database; see backup.h. The copy is made page by page from a reader's snapshot, so that it begins
 * only once whatever is written meanwhile. */
#define _GNU_SOURCE
#include "db/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "db/sqlite_conn.h"

enum { PAGES_A_STEP = 256, PATH_MOST = 4096 };

static const struct db_sql sql_begin = {"BEGIN", NULL};
static const struct db_sql sql_snapshot = {"SELECT count(*) FROM sqlite_schema", NULL};

static int fail(struct err *err, const char *path)
{
    return err_set(err, errno == ENOSPC ? ERR_FULL : ERR_SYSTEM, "cannot write %s: %s", path,
                   strerror(errno));
}

static int copy_pages(struct sqlite_conn *from, sqlite3 *to, struct err *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from->handle, "main");
    int code = SQLITE_OK;
    while (backup && code == SQLITE_OK) code = sqlite3_backup_step(backup, PAGES_A_STEP);
    if (backup) code = sqlite3_backup_finish(backup);
    if (backup && code == SQLITE_OK) return 0;
    if ((code & 0xff) == SQLITE_FULL) return err_set(err, ERR_FULL, "there is no room left for the copy");
    return err_set(err, ERR_SYSTEM, "the copy failed: %s", sqlite3_errmsg(to));
}

/* Into an empty file, without a journal: it is thrown away where anything fails. */
static int copy_into(struct db *db, const char *path, struct err *err)
{
    sqlite3 *to = NULL;
    struct sqlite_conn *from = sqlite_conn_open(sqlite_path(db), false, db, err);
    if (!from) return -1;
    int rc = sqlite_conn_run(from, &sql_begin, err) < 0 ? -1 : sqlite_conn_run(from, &sql_snapshot, err);
    if (rc == 0 && (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
                    sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL,
                                 NULL) != SQLITE_OK))
        rc = err_set(err, ERR_SYSTEM, "cannot write %s: %s", path, sqlite3_errmsg(to));
    if (rc == 0) rc = copy_pages(from, to, err);
    if (sqlite3_close(to) != SQLITE_OK) abort(); /* a statement was forgotten */
    sqlite_conn_close(from);
    return rc;
}

/* The pages of a database in memory, in the order of a file. */
struct pages {
    unsigned char *bytes;
    sqlite3_int64 size;
};

static int take_pages(struct db_tx *tx, void *context, struct err *err)
{
    struct pages *pages = context;
    const struct sqlite_conn *conn = tx->connection;
    sqlite3_free(pages->bytes);
    pages->bytes = sqlite3_serialize(conn->handle, "main", &pages->size, 0);
    return pages->bytes ? 0 : err_set(err, ERR_SYSTEM, "there is no memory left for the copy");
}

static int write_pages(const struct pages *pages, const char *path, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    sqlite3_int64 at = 0;
    while (fd >= 0 && at < pages->size) {
        ssize_t written = write(fd, pages->bytes + at, (size_t)(pages->size - at));
        if (written < 0 && errno != EINTR) break;
        if (written > 0) at += written;
    }
    int rc = fd < 0 || at < pages->size ? fail(err, path) : 0;
    if (fd >= 0) close(fd);
    return rc;
}

static int copy_memory(struct db *db, const char *path, struct err *err)
{
    struct pages pages = {0};
    int rc = db_read(db, take_pages, &pages, err);
    if (rc == 0) rc = write_pages(&pages, path, err);
    sqlite3_free(pages.bytes);
    return rc;
}

static int sync_path(const char *path, int flags, struct err *err)
{
    int fd = open(path, flags | O_CLOEXEC);
    int rc = fd < 0 || fsync(fd) < 0 ? fail(err, path) : 0;
    if (fd >= 0) close(fd);
    return rc;
}

static int sync_folder(const char *path, struct err *err)
{
    char folder[PATH_MOST];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    return sync_path(folder, O_RDONLY | O_DIRECTORY, err);
}

static int backup_by(struct db *db, const char *path, char *temporary, struct err *err)
{
    int fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600: it holds letters of customers */
    if (fd < 0) return fail(err, path);
    close(fd);
    int rc = sqlite_path(db) ? copy_into(db, temporary, err) : copy_memory(db, temporary, err);
    if (rc == 0) rc = sync_path(temporary, O_RDWR, err);
    /* link, not rename: a file that came there meanwhile is not replaced. */
    if (rc == 0 && link(temporary, path) < 0)
        rc = errno == EEXIST ? err_set(err, ERR_CONFLICT, "%s exists already", path) : fail(err, path);
    unlink(temporary);
    return rc == 0 ? sync_folder(path, err) : rc;
}

int db_backup(struct db *db, const char *path, struct err *err)
{
    char temporary[PATH_MOST];
    struct err found = {0};
    if (db_is_postgres(db)) return err_set(err, ERR_USAGE, "only a SQLite database can be copied like this");
    if (access(path, F_OK) == 0) return err_set(err, ERR_CONFLICT, "%s exists already", path);
    int length = snprintf(temporary, sizeof temporary, "%s.new.XXXXXX", path);
    if (length < 0 || (size_t)length >= sizeof temporary)
        return err_set(err, ERR_INPUT, "the path is too long");
    if (backup_by(db, path, temporary, &found) == 0) return 0;
    if (err) *err = found;
    return -1;
}

/* ------------------------------------------------------------------------------------------------------ checking */

/* The path as a URI that keeps SQLite from making files beside it. */
static void write_uri(const char *path, struct buf *out)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.";
    buf_add_c(out, "file:");
    for (; *path; path++)
        if (strchr(plain, *path))
            buf_add_char(out, *path);
        else
            buf_printf(out, "%%%02x", (unsigned)(unsigned char)*path);
    buf_add_c(out, "?immutable=1");
}

static int check(sqlite3 *handle, const char *path, struct err *err)
{
    static const char *const questions[] = {"PRAGMA integrity_check(1)", "PRAGMA foreign_key_check"};
    for (size_t i = 0; i < 2; i++) {
        sqlite3_stmt *stmt = NULL;
        int code = sqlite3_prepare_v2(handle, questions[i], -1, &stmt, NULL);
        if (code == SQLITE_OK) code = sqlite3_step(stmt);
        struct str said = STR("");
        if (code == SQLITE_ROW) said = str_of((const char *)sqlite3_column_text(stmt, 0));
        bool good = i == 0 ? code == SQLITE_ROW && str_is(said, "ok") : code == SQLITE_DONE;
        if (!good && code == SQLITE_ROW)
            err_set(err, ERR_SYSTEM, "%s is damaged: %s%.*s", path,
                    i == 0 ? "" : "a row without its parent in ", STR_ARG(str_slice(said, 0, 200)));
        else if (!good)
            err_set(err, ERR_SYSTEM, "%s is damaged: %s", path, sqlite3_errmsg(handle));
        sqlite3_finalize(stmt);
        if (!good) return -1;
    }
    return 0;
}

int db_check_file(const char *path, struct err *err)
{
    sqlite3 *handle = NULL;
    struct buf uri;
    buf_init(&uri, 4 * PATH_MOST);
    write_uri(path, &uri);
    int code = sqlite3_open_v2(buf_str(&uri).ptr, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    int rc = code == SQLITE_OK ? check(handle, path, err)
                               : err_set(err, ERR_SYSTEM, "cannot read %s: %s", path, sqlite3_errmsg(handle));
    sqlite3_close(handle);
    buf_done(&uri);
    return rc;
}
