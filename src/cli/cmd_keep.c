/* burin migrate, backup, restore, doctor: keeping a store's database well. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/new_folder.h"
#include "cli/stdio.h"
#include "cli/store_folder.h"
#include "db/backup.h"
#include "db/migrate.h"
#include "desk/delivery.h"
#include "desk/shop_edit.h"
#include "photo/photo.h"

enum { DEPTH_MOST = 16 };

static int say(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
static int say(struct err *err, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    return output_write(str_of(line), err);
}

/* ---- migrate ---- */

static int run_migrate(const struct arguments *arguments, struct err *err)
{
    struct store_folder folder;
    if (store_folder_open(arguments->operands[0], FOLDER_WORK, &folder, err) < 0) return -1;
    int result = say(err, "The schema is up to date.\n");
    store_folder_close(&folder);
    return result < 0 ? -1 : EXIT_FINE;
}

const struct command command_migrate = {
    .name = "migrate",
    .summary = "Bring a store's database up to date",
    .description =
        "“burin serve” does this when it starts; this command does it beforehand. On SQLite a copy of the "
        "database as it was is left beside it. A schema newer than the program is refused.",
    .operands = "DIR",
    .operands_least = 1,
    .operands_most = 1,
    .complete_operands = COMPLETE_FOLDER,
    .run = run_migrate,
};

/* ---- backup ---- */

static int make_folder(const char *path, struct err *err)
{
    if (mkdir(path, 0700) == 0) return 0;
    if (errno == EEXIST)
        return err_set(err, ERR_CONFLICT, "%s is there already; a new folder is expected", path);
    return err_set(err, ERR_SYSTEM, "cannot make the folder %s: %s", path, strerror(errno));
}

/* What is not copied as a file: the database is copied as a whole, the rest belongs to this machine or is secret. */
static bool stays(const struct store_folder *folder, struct str name)
{
    static const char *const names[] = {"burin.db",      "burin.db-wal", "burin.db-shm",
                                        "burin.db.lock", "run.sock",     ".doctor.db"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    if (str_starts(name, STR("burin.db.before-"))) return true;
    return folder->shop && (str_eq(name, shop_settings(folder->shop)->secrets_file) ||
                            str_eq(name, shop_settings(folder->shop)->mail_maildir));
}

static int copy_folder(const struct store_folder *folder, const char *from, const char *to, int depth,
                       struct err *err);

/* What file_write() and db_backup() have not named yet: "NAME.new.XXXXXX". */
static bool is_temporary(struct str name)
{
    static const struct str mark = STR_INIT(".new."), letters = STR_INIT("XXXXXX");
    if (name.len < mark.len + letters.len) return false;
    size_t at = name.len - mark.len - letters.len;
    return str_eq(str_slice(name, at, at + mark.len), mark);
}

/* A server that takes up an edit may take files away meanwhile. */
static int copy_file(const char *source, const char *target, struct err *err)
{
    struct err found = {0};
    if (file_copy(source, target, &found) == 0 || !file_exists(source)) return 0;
    if (err) *err = found;
    return -1;
}

static int copy_entry(const struct store_folder *folder, const char *from, const char *to, const char *name,
                      int depth, struct err *err)
{
    struct stat about;
    const char *source = arena_printf(folder->arena, "%s/%s", from, name).ptr;
    const char *target = arena_printf(folder->arena, "%s/%s", to, name).ptr;
    if (name[0] == '.' || is_temporary(str_of(name)) || (depth == 0 && stays(folder, str_of(name))) ||
        lstat(source, &about) < 0)
        return 0;
    if (S_ISREG(about.st_mode)) return copy_file(source, target, err);
    if (!S_ISDIR(about.st_mode)) return 0;
    return make_folder(target, err) < 0 ? -1 : copy_folder(folder, source, target, depth + 1, err);
}

/* The settings and words of the store, without which the database says little. */
static int copy_folder(const struct store_folder *folder, const char *from, const char *to, int depth,
                       struct err *err)
{
    DIR *dir = depth < DEPTH_MOST ? opendir(from) : NULL;
    int result = 0;
    if (!dir) return err_set(err, ERR_SYSTEM, "cannot read the folder %s", from);
    for (const struct dirent *entry; result == 0 && (entry = readdir(dir));)
        result = copy_entry(folder, from, to, entry->d_name, depth, err);
    closedir(dir);
    return result;
}

/* Policy, answers, calendars and templates as the copied database keeps them: the folder may be a little newer. */
static int agree_on_shop(const struct store_folder *folder, const char *to, struct err *err)
{
    const char *database = arena_printf(folder->arena, "%s/burin.db", to).ptr;
    struct db_options options = {.url = arena_printf(folder->arena, "sqlite:%s", database).ptr,
                                 .read_only = true};
    struct db *db;
    struct desk *desk = NULL;
    if (db_open(&options, &db, err) < 0) return -1;
    struct desk_options desk_options = {.db = db, .store = shop_store(folder->shop), .only_reads = true};
    int result = desk_open(&desk_options, &desk, err);
    if (result == 0) result = desk_shop_write(desk, folder->arena, to, err);
    desk_close(desk);
    db_close(db);
    unlink(arena_printf(folder->arena, "%s-wal", database).ptr); /* empty: only readers were there */
    unlink(arena_printf(folder->arena, "%s-shm", database).ptr);
    return result;
}

static int back_up(const struct store_folder *folder, const char *to, struct err *err)
{
    struct new_folder copy;
    if (new_folder_begin(folder->arena, to, &copy, err) < 0) return -1;
    int result = db_backup(folder->db, arena_printf(folder->arena, "%s/burin.db", copy.path).ptr, err);
    if (result == 0) result = copy_folder(folder, folder->path, copy.path, 0, err);
    if (result == 0) result = agree_on_shop(folder, copy.path, err);
    return new_folder_end(&copy, folder->arena, result, err);
}

static int run_backup(const struct arguments *arguments, struct err *err)
{
    struct store_folder folder;
    const char *to = arguments->operands[1];
    if (store_folder_open(arguments->operands[0], FOLDER_READ, &folder, err) < 0) return -1;
    int result = -1;
    if (db_is_postgres(folder.db))
        err_set(err, ERR_USAGE,
                "this store's database is on PostgreSQL: back it up with pg_dump, and copy the folder");
    else if (back_up(&folder, to, err) == 0)
        result = say(err, "The store is copied to %s.\n", to);
    store_folder_close(&folder);
    return result < 0 ? -1 : EXIT_FINE;
}

const struct command command_backup = {
    .name = "backup",
    .summary = "Copy a store with its SQLite database, also while it is served",
    .description =
        "Writes the store to the new folder TO: its database as it is at one moment, and policy, answers, "
        "calendars and templates as that database keeps them; what was edited in the folder by hand and does "
        "not count yet lies beside its file under the name with a “~”. store.yaml, the model and fonts are "
        "copied after the database. Secrets and the Maildir are not copied. Writers go on meanwhile. Files "
        "that "
        "customers sent are in the database and so in the copy. TO is built as TO.new and gets its name when "
        "it "
        "is whole.\n"
        "\n"
        "A store on PostgreSQL is refused: back that up with pg_dump, and copy the folder.",
    .operands = "DIR TO",
    .operands_least = 2,
    .operands_most = 2,
    .complete_operands = COMPLETE_FOLDER,
    .run = run_backup,
};

/* ---- restore ---- */

/* In the folder that is being built, so that no folder that may be served is ever there without the hold. */
static int hold_outbox(const char *path, struct err *err)
{
    struct store_folder folder;
    if (store_folder_open(path, FOLDER_BUILD, &folder, err) < 0) return -1;
    int result = desk_outbox_hold(folder.desk, &actor_cli, folder.arena, true, err);
    store_folder_close(&folder);
    return result;
}

static int restore(const struct store_folder *from, const char *to, struct err *err)
{
    struct new_folder store;
    const char *database = store_folder_file(from, "burin.db");
    if (db_check_file(database, err) < 0 || new_folder_begin(from->arena, to, &store, err) < 0) return -1;
    int result = copy_folder(from, from->path, store.path, 0, err);
    if (result == 0)
        result = file_copy(database, arena_printf(from->arena, "%s/burin.db", store.path).ptr, err);
    if (result == 0) result = hold_outbox(store.path, err);
    return new_folder_end(&store, from->arena, result, err);
}

static int run_restore(const struct arguments *arguments, struct err *err)
{
    const struct store_folder from = {.arena = arena_new(), .path = arguments->operands[0]};
    const char *to = arguments->operands[1];
    int result = restore(&from, to, err);
    arena_free(from.arena);
    if (result == 0)
        result = say(
            err,
            "The store is restored to %s. Its outbox is held, so that no old letter goes out again: look at "
            "it, then release it (POST /v1/outbox/release).\n",
            to);
    return result < 0 ? -1 : EXIT_FINE;
}

const struct command command_restore = {
    .name = "restore",
    .summary = "Make a store folder of a backup",
    .description =
        "Checks the backup FROM and makes the new store folder TO of it. Its outbox is held until somebody "
        "releases it, so that letters which went out after the backup do not go out twice. TO is built as "
        "TO.new and gets its name when it is whole and held; a restore that was cut short is simply run "
        "again.",
    .operands = "FROM TO",
    .operands_least = 2,
    .operands_most = 2,
    .complete_operands = COMPLETE_FOLDER,
    .run = run_restore,
};

/* ---- doctor ---- */

static int check_chain(struct store_folder *folder, int *out_findings, struct err *err)
{
    struct audit_break broken;
    if (desk_audit_verify(folder->desk, folder->arena, &broken, err) < 0) return -1;
    if (broken.seq) {
        ++*out_findings;
        return say(err, "audit log: broken at row %lld: %s\n", (long long)broken.seq, broken.what);
    }
    return say(err, "audit log: whole, %lld rows\n", (long long)broken.rows);
}

static int check_outbox(struct store_folder *folder, int *out_findings, struct err *err)
{
    struct outbox_depth depth;
    bool held;
    if (desk_outbox_depth(folder->desk, folder->arena, &depth, &held, err) < 0) return -1;
    *out_findings += held + (depth.failed > 0);
    if (say(err, "outbox: %lld due, %lld failed%s\n", (long long)depth.queued, (long long)depth.failed,
            held ? ", held" : "") < 0)
        return -1;
    if (store_folder_maildir(folder)) return 0;
    ++*out_findings;
    return say(err, "channels: no Maildir is set in store.yaml, so letters wait in the outbox\n");
}

/* What the folder says otherwise is told, and is no finding: the next start settles it. */
static int check_shop(struct store_folder *folder, struct err *err)
{
    struct shop_difference *list;
    size_t count;
    int64_t edition;
    if (desk_shop_compare(folder->desk, folder->arena, folder->path, &edition, &list, &count, err) < 0)
        return -1;
    if (edition == 0) return say(err, "shop: not kept yet; the next start of the server takes it up\n");
    if (say(err, "shop: edition %lld%s\n", (long long)edition, count ? "" : ", as in the folder") < 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (say(err, "shop: %.*s of the folder %s\n", STR_ARG(list[i].path),
                list[i].by_hand ? "was edited by hand and counts from the next start on"
                                : "is older and will be brought up to date") < 0)
            return -1;
    return 0;
}

static int check_file(struct store_folder *folder, int *out_findings, struct err *err)
{
    struct err finding = {0};
    const char *copy = store_folder_file(folder, ".doctor.db");
    if (db_is_postgres(folder->db)) return say(err, "database: PostgreSQL answers\n");
    if (access(folder->path, W_OK | X_OK) < 0)
        return say(err, "database: not looked at, as the copy to look at has no place in the folder\n");
    unlink(copy);
    if (db_backup(folder->db, copy, err) < 0) return -1;
    int sound = db_check_file(copy, &finding);
    unlink(copy);
    if (sound == 0) return say(err, "database: sound\n");
    ++*out_findings;
    return say(err, "database: %s\n", finding.message);
}

/* Whoever asks is taken for whom the server runs as. */
static int check_writing(struct store_folder *folder, int *out_findings, struct err *err)
{
    const char *maildir = store_folder_maildir(folder);
    const char *const paths[] = {folder->path, store_folder_file(folder, "templates"), maildir,
                                 maildir ? arena_printf(folder->arena, "%s/tmp", maildir).ptr : NULL,
                                 maildir ? arena_printf(folder->arena, "%s/new", maildir).ptr : NULL};
    int before = *out_findings;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct err finding = {0};
        if (!paths[i] || !file_exists(paths[i]) || access(paths[i], W_OK | X_OK) == 0) continue;
        ++*out_findings;
        file_failed(&finding, ERR_SYSTEM, "write in", paths[i]);
        if (say(err, "folder: %s\n", finding.message) < 0) return -1;
    }
    return *out_findings > before ? 0 : say(err, "folder: can be written\n");
}

/* In words: what keeps those who read photos. */
static int check_photos(int *out_findings, struct err *err)
{
    struct photo_guard guard;
    struct err finding = {0};
    bool starts = photo_guard_try(NULL, &guard, &finding) == 0;
    const char *words =
        !starts ? finding.message
        : !guard.seccomp
            ? "seccomp does not work on this machine, so no photo is accepted: allow it (a container's "
              "profile may forbid it), or use a kernel that has it"
        : !guard.landlock
            ? "read behind seccomp alone, as this kernel has no Landlock (Linux 5.13 and later have it "
              "where `lsm=` names it)"
            : "read behind seccomp and Landlock";
    *out_findings += !starts || !guard.seccomp;
    return say(err, "photos: %s%s\n", words,
               starts && !guard.heic ? "; HEIC is refused, as libheif is not installed" : "");
}

static int run_doctor(const struct arguments *arguments, struct err *err)
{
    struct store_folder folder;
    int findings = 0;
    if (store_folder_open(arguments->operands[0], FOLDER_READ, &folder, err) < 0) return -1;
    int result = 0;
    if (say(err, "settings: fine\n") < 0 || check_shop(&folder, err) < 0 ||
        check_file(&folder, &findings, err) < 0 || check_chain(&folder, &findings, err) < 0 ||
        check_outbox(&folder, &findings, err) < 0 || check_writing(&folder, &findings, err) < 0 ||
        check_photos(&findings, err) < 0)
        result = -1;
    store_folder_close(&folder);
    return result < 0 ? -1 : findings ? EXIT_FINDINGS : EXIT_FINE;
}

const struct command command_doctor = {
    .name = "doctor",
    .summary = "Look over a store: settings, shop, database, audit log, outbox, folder, photos",
    .description =
        "Checks the folder's settings and whether its files are as the database keeps them, a copy of the "
        "database (pages, indexes, keys), the hash chain of the "
        "audit log, what waits in the outbox, whether the folder and its Maildir can be written by whoever "
        "asks, "
        "and whether this machine keeps the process that reads photos in its cage. Also while the store is "
        "served. Exit status 1 where "
        "something wants attention.",
    .operands = "DIR",
    .operands_least = 1,
    .operands_most = 1,
    .complete_operands = COMPLETE_FOLDER,
    .run = run_doctor,
};
