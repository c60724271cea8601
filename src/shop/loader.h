/* The reading of one store folder: where its files come from, what was found wrong, what was read. */
#ifndef BURIN_SHOP_LOADER_H
#define BURIN_SHOP_LOADER_H

#include "base/arena.h"
#include "base/err.h"
#include "shop/files.h"
#include "shop/shop.h"

enum {
    STORE_FILE_MOST = SHOP_FILE_MOST, /* bytes of any file of a store folder but the model */
    FINDINGS_MOST = 1000,             /* further ones are dropped */
};

struct loader {
    struct arena *arena;
    const char *folder; /* NULL: the starter store that is built in */
    /* In place of the folder's own files, all but the model; NULL: the folder's. */
    const struct shop_files *files;
    struct shop_finding *findings;
    size_t finding_count, finding_cap, error_count;
    uint64_t hash; /* over every file of the store and every template */
};

struct source {
    struct str name; /* as findings name the file: "shop/policy.md", or "policy.md (built in)" */
    struct str text;
};

/* Tells a finding; `file` may be empty, line and column 0 where they are not known. */
void loader_complain(struct loader *loader, struct str file, int line, int column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void loader_tell(struct loader *loader, const struct err *finding);
/* Tells what need not be wrong. */
void loader_warn(struct loader *loader, struct str file, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts the findings of each file in order of place; files stay in the order they were read. */
void loader_sort_findings(struct loader *loader);

/* How findings name a file of the store: "shop/policy.md", "policy.md (built in)", or "policy.md" of a set of files. */
struct str loader_name(const struct loader *loader, const char *path);
/* Where a file of the folder lies. */
struct str loader_path(const struct loader *loader, const char *path);
/* Whether the store has the file. */
bool loader_has(const struct loader *loader, const char *path);
/* Reads a file of the store, which must be there: 0, or -1 when that failed and was told. */
int loader_read(struct loader *loader, const char *path, size_t most, struct source *out);
/* The same, and tells what is not UTF-8. */
int loader_read_text(struct loader *loader, const char *path, struct source *out);
/* Adds to the hash what came from elsewhere. */
void loader_hash(struct loader *loader, struct str path, struct str bytes);

#endif
