/* Opening a store folder whole; see store_folder.h. */
#include "cli/store_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/new_folder.h"
#include "db/migrate.h"
#include "desk/shop_edit.h"

enum { SECRETS_MOST = 64 * 1024 };

const struct actor actor_cli = {.name = STR_INIT("cli"), .role = ROLE_OWNER};

const char *store_folder_file(const struct store_folder *folder, const char *name)
{
    return arena_printf(folder->arena, "%s/%s", folder->path, name).ptr;
}

static const char *path_below(const struct store_folder *folder, struct str path)
{
    const char *name = arena_cstr(folder->arena, path);
    return name[0] == '/' ? name : store_folder_file(folder, name);
}

const char *store_folder_maildir(const struct store_folder *folder)
{
    struct str path = shop_settings(folder->shop)->mail_maildir;
    return path.len ? path_below(folder, path) : NULL;
}

static int read_secrets(const struct store_folder *folder, struct str *out, struct err *err)
{
    struct str name = shop_settings(folder->shop)->secrets_file;
    struct stat about;
    *out = (struct str){0};
    if (!name.len) return 0;
    const char *path = path_below(folder, name);
    if (stat(path, &about) == 0 && about.st_mode & (S_IRWXG | S_IRWXO))
        return err_set(err, ERR_INPUT, "%s: others may read the secrets file; chmod 600 it", path);
    return file_read(folder->arena, path, SECRETS_MOST, out, err);
}

int secret_find(const struct store_folder *folder, const char *name, const char **out, struct err *err)
{
    struct str secrets, line;
    *out = getenv(name);
    if (*out) return 0;
    if (read_secrets(folder, &secrets, err) < 0) return -1;
    while (str_next_part(&secrets, '\n', &line)) {
        size_t equals = str_find_char(line, '=', 0);
        if (equals == STR_NOT_FOUND || !str_is(str_trim(str_slice(line, 0, equals)), name)) continue;
        *out = arena_cstr(folder->arena, str_trim(str_slice(line, equals + 1, line.len)));
    }
    return 0;
}

static int open_database(struct store_folder *folder, enum folder_use use, const struct folder_ears *ears,
                         struct err *err)
{
    struct str database = shop_settings(folder->shop)->database;
    bool sqlite = !database.len || str_is(database, "sqlite");
    const char *url = sqlite ? arena_printf(folder->arena, "sqlite:%s/burin.db", folder->path).ptr
                             : arena_cstr(folder->arena, database);
    if (use == FOLDER_BUILD && !sqlite)
        return err_set(
            err, ERR_INPUT,
            "the settings name a database on PostgreSQL: restore that with pg_restore, and copy the "
            "folder");
    struct db_options options = {.url = url,
                                 .read_only = use == FOLDER_READ,
                                 .fatal = ears->fatal,
                                 .trouble = ears->trouble,
                                 .context = ears->context};
    if (!sqlite && secret_find(folder, "BURIN_DATABASE_PASSWORD", &options.secret, err) < 0) return -1;
    if (use == FOLDER_READ && sqlite && !file_exists(url + strlen("sqlite:")))
        return err_set(err, ERR_INPUT, "%s has no database yet; “burin serve %s” makes it", folder->path,
                       folder->path);
    if (db_open(&options, &folder->db, err) < 0) {
        if (err && err->category == ERR_BUSY && sqlite && use == FOLDER_WORK)
            err_set(err, ERR_BUSY, "a server runs on %s and holds its database; stop it first", folder->path);
        return -1;
    }
    return use == FOLDER_READ ? db_schema_check(folder->db, err) : db_migrate(folder->db, NULL, err);
}

/* Photos come through the server alone. */
static int open_photos(struct store_folder *folder, enum folder_use use, struct err *err)
{
    static const struct photo_lab_config config = {0};
    return use == FOLDER_SERVE ? photo_lab_new(&config, &folder->photos, err) : 0;
}

static int open_all(enum folder_use use, const struct folder_ears *ears, struct store_folder *folder,
                    struct err *err)
{
    const char *path = folder->path;
    if (shop_open(path, &folder->shop, err) < 0 || open_database(folder, use, ears, err) < 0 ||
        open_photos(folder, use, err) < 0)
        return -1;
    bool reads = use == FOLDER_READ;
    struct desk_options options = {.db = folder->db,
                                   .store = shop_store(folder->shop),
                                   .photos = folder->photos,
                                   .only_reads = reads,
                                   .letters_to = shop_settings(folder->shop)->mail_maildir,
                                   .folder = reads ? NULL : path};
    if (desk_open(&options, &folder->desk, err) < 0) return -1;
    return reads ? 0 : desk_shop_join(folder->desk, folder->arena, err);
}

static int check_finished(const struct store_folder *folder, enum folder_use use, struct err *err)
{
    if (use == FOLDER_BUILD || !file_exists(store_folder_file(folder, NEW_FOLDER_MARK))) return 0;
    return err_set(err, ERR_INPUT,
                   "%s is not finished: “burin restore” or “burin backup” was cut short; run it again",
                   folder->path);
}

static int open_with(const char *path, enum folder_use use, const struct folder_ears *ears,
                     struct store_folder *out, struct err *err)
{
    struct store_folder folder = {.arena = arena_new(), .path = path};
    if (check_finished(&folder, use, err) < 0 || open_all(use, ears, &folder, err) < 0) {
        store_folder_close(&folder);
        return -1;
    }
    *out = folder;
    return 0;
}

static void tell(void *context, const char *message)
{
    (void)context;
    fprintf(stderr, "burin: %s\n", message);
}

int store_folder_open(const char *path, enum folder_use use, struct store_folder *out, struct err *err)
{
    return open_with(path, use, &(struct folder_ears){.trouble = tell}, out, err);
}

int store_folder_serve(const char *path, const struct folder_ears *ears, struct store_folder *out,
                       struct err *err)
{
    return open_with(path, FOLDER_SERVE, ears, out, err);
}

void store_folder_close(struct store_folder *folder)
{
    desk_close(folder->desk);
    photo_lab_free(folder->photos);
    db_close(folder->db);
    shop_free(folder->shop);
    arena_free(folder->arena);
    *folder = (struct store_folder){0};
}

int store_folder_work(const char *path,
                      int (*work)(struct desk *desk, struct arena *arena, void *context, struct err *err),
                      void *context, struct err *err)
{
    struct store_folder folder;
    if (store_folder_open(path, FOLDER_WORK, &folder, err) < 0) return -1;
    int result = work(folder.desk, folder.arena, context, err);
    store_folder_close(&folder);
    return result;
}
