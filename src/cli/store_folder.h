/* A store folder with its database and desk, for the commands that need them. */
#ifndef BURIN_CLI_STORE_FOLDER_H
#define BURIN_CLI_STORE_FOLDER_H

#include "desk/desk.h"
#include "shop/shop.h"

struct store_folder {
    struct arena *arena; /* for paths */
    const char *path;
    struct shop *shop;
    struct db *db;
    struct photo_lab *photos; /* where it is served */
    struct desk *desk;
};

enum folder_use {
    FOLDER_SERVE, /* brings the schema up to date; alone on a SQLite file */
    FOLDER_WORK,  /* likewise, for a command that writes: says so where a server runs */
    FOLDER_BUILD, /* likewise, while the folder is being built (new_folder.h); its own SQLite file alone */
    FOLDER_READ,  /* beside a running server; the schema must be up to date */
};

/* Where a running server hears of its database: the first two as in struct db_options. */
struct folder_ears {
    void (*fatal)(void *context, const char *message);
    void (*trouble)(void *context, const char *message);
    void *context;
};

/* Opens DIR: its settings, the database they name, and the desk. Secrets come from the environment or the secrets file. A folder that
 * was not finished is ERR_INPUT. */
int store_folder_open(const char *path, enum folder_use use, struct store_folder *out, struct err *err);
/* The same to serve it. */
int store_folder_serve(const char *path, const struct folder_ears *ears, struct store_folder *out,
                       struct err *err);
void store_folder_close(struct store_folder *folder); /* zeroed is fine */

/* Runs `work` on the folder's own desk, where no server has it. */
int store_folder_work(const char *path,
                      int (*work)(struct desk *desk, struct arena *arena, void *context, struct err *err),
                      void *context, struct err *err);

/* "DIR/name". */
const char *store_folder_file(const struct store_folder *folder, const char *name);
/* Where letters are put: a path, or NULL where the store names no Maildir. */
const char *store_folder_maildir(const struct store_folder *folder);

/* A secret by its name, as BURIN_DATABASE_PASSWORD: from the environment, else from the secrets file, lines of NAME=VALUE.
 * NULL where there is none. A secrets file that others may read is ERR_INPUT. */
int secret_find(const struct store_folder *folder, const char *name, const char **out, struct err *err);

/* Who acts at the command line: whoever may read the folder. */
extern const struct actor actor_cli;

#endif
