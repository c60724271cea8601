/* The files of a shop as a set of texts, apart from any folder: what is read from one, kept as revisions and edited. */
#ifndef BURIN_SHOP_FILES_H
#define BURIN_SHOP_FILES_H

#include "base/arena.h"
#include "base/err.h"

struct shop_file {
    struct str path; /* "policy.md", "templates/en/reply.liquid" */
    struct str text;
};

/* In order of path, folder by folder as a folder is walked; no path twice. */
struct shop_files {
    const struct shop_file *items;
    size_t count;
};

#define SHOP_SETTINGS_FILE "store.yaml"
enum { SHOP_FILE_MOST = 1 << 20, SHOP_PATH_MOST = 200 };

/* Whether a file of that path may be edited while the shop is in use: the policy, the answers, the calendars and the
 * templates; store.yaml says where the shop lives and is the folder's alone. */
bool shop_path_is_editable(struct str path);
/* "de" of "templates/de/reply.liquid"; empty where the folder's name is no language code. */
struct str shop_path_language(struct str path);

const struct shop_file *shop_files_find(const struct shop_files *files, struct str path);
/* The same files with this text in place, or without the path where `text` is NULL. Texts are borrowed. */
struct shop_files shop_files_with(struct arena *arena, const struct shop_files *files, struct str path,
                                  const struct str *text);
/* store.yaml and every file that may be edited, as the folder has them. */
int shop_files_read(struct arena *arena, const char *folder, struct shop_files *out, struct err *err);
/* The program's own text of a template; false where it has none of that path. */
bool shop_builtin_template(struct str path, struct str *out);
/* The paths of the program's own templates, in their order. */
size_t shop_builtin_templates(struct arena *arena, struct str **out);

/* Calls `each` with the path of every file below DIR/path, in order of name, and `bad` with a folder that cannot be read or
 * lies too deep. Hidden files and the copies that editors leave ("reply.liquid~") are passed over. */
enum { SHOP_DEPTH = 6 };
void shop_folder_walk(struct arena *arena, const char *folder, struct str path,
                      void (*each)(void *context, struct str path),
                      void (*bad)(void *context, struct str path), void *context);

#endif
