/* Files of a store folder or of the built-in store, and the findings about them; see loader.h. */
#include "shop/loader.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/file.h"
#include "base/hash.h"
#include "shop/builtin.h"
#include "text/utf8.h"

static void tell(struct loader *loader, const struct err *finding, bool warning)
{
    loader->error_count += !warning;
    if (loader->finding_count == FINDINGS_MOST) return;
    *ARENA_PUSH(loader->arena, loader->findings, loader->finding_count, loader->finding_cap) =
        (struct shop_finding){*finding, warning};
}

void loader_tell(struct loader *loader, const struct err *finding)
{
    tell(loader, finding, false);
}

/* By insertion, which keeps the order of equals: there are few findings, and most come in order. A finding moves only
 * among the ones of its own file that stand directly before it. */
void loader_sort_findings(struct loader *loader)
{
    for (size_t i = 1; i < loader->finding_count; i++) {
        struct shop_finding finding = loader->findings[i];
        size_t at = i;
        for (; at > 0; at--) {
            const struct err *before = &loader->findings[at - 1].err;
            bool later = before->line > finding.err.line ||
                         (before->line == finding.err.line && before->column > finding.err.column);
            if (strcmp(before->file, finding.err.file) != 0 || !later) break;
            loader->findings[at] = loader->findings[at - 1];
        }
        loader->findings[at] = finding;
    }
}

void loader_complain(struct loader *loader, struct str file, int line, int column, const char *format, ...)
{
    struct err finding = {.category = ERR_INPUT};
    va_list args;
    va_start(args, format);
    vsnprintf(finding.message, sizeof finding.message, format, args);
    va_end(args);
    err_at(&finding, file, line, column);
    loader_tell(loader, &finding);
}

void loader_warn(struct loader *loader, struct str file, const char *format, ...)
{
    struct err finding = {.category = ERR_INPUT};
    va_list args;
    va_start(args, format);
    vsnprintf(finding.message, sizeof finding.message, format, args);
    va_end(args);
    err_at(&finding, file, 0, 0);
    tell(loader, &finding, true);
}

struct str loader_path(const struct loader *loader, const char *path)
{
    size_t len = strlen(loader->folder);
    bool slash = len > 0 && loader->folder[len - 1] == '/';
    return arena_printf(loader->arena, "%s%s%s", loader->folder, slash ? "" : "/", path);
}

/* The model is too large to be kept among the files. */
static bool is_from_files(const struct loader *loader, const char *path)
{
    return loader->files && strcmp(path, "model.bin") != 0;
}

struct str loader_name(const struct loader *loader, const char *path)
{
    if (is_from_files(loader, path)) return arena_str(loader->arena, str_of(path));
    if (!loader->folder) return arena_printf(loader->arena, "%s (built in)", path);
    return loader_path(loader, path);
}

static const struct builtin_file *builtin_store_file(const struct loader *loader, const char *path)
{
    return builtin_find(arena_printf(loader->arena, "store/%s", path));
}

bool loader_has(const struct loader *loader, const char *path)
{
    if (is_from_files(loader, path)) return shop_files_find(loader->files, str_of(path)) != NULL;
    if (!loader->folder) return builtin_store_file(loader, path) != NULL;
    return file_exists(loader_name(loader, path).ptr);
}

void loader_hash(struct loader *loader, struct str path, struct str bytes)
{
    /* The NULs keep apart what two files share out differently; no text has one. */
    loader->hash = hash_bytes(loader->hash, path.ptr, path.len);
    loader->hash = hash_bytes(loader->hash, "", 1);
    loader->hash = hash_bytes(loader->hash, bytes.ptr, bytes.len);
    loader->hash = hash_bytes(loader->hash, "", 1);
}

static int read_builtin(struct loader *loader, const char *path, struct source *out)
{
    const struct builtin_file *file = builtin_store_file(loader, path);
    if (!file) {
        loader_complain(loader, out->name, 0, 0, "this build lacks the file");
        return -1;
    }
    out->text = file->bytes;
    return 0;
}

static int missing(struct loader *loader, struct str name)
{
    loader_complain(loader, name, 0, 0, "the file is missing; a store folder must have it");
    return -1;
}

static int read_from_files(struct loader *loader, const char *path, struct source *out)
{
    const struct shop_file *file = shop_files_find(loader->files, str_of(path));
    if (!file) return missing(loader, out->name);
    out->text = file->text;
    return 0;
}

static int read_from_folder(struct loader *loader, size_t most, struct source *out)
{
    struct err err = {0};
    if (!file_exists(out->name.ptr)) return missing(loader, out->name);
    if (file_read(loader->arena, out->name.ptr, most, &out->text, &err) == 0) return 0;
    loader_tell(loader, &err);
    return -1;
}

int loader_read(struct loader *loader, const char *path, size_t most, struct source *out)
{
    struct source source = {.name = loader_name(loader, path)};
    int rc = is_from_files(loader, path) ? read_from_files(loader, path, &source)
             : loader->folder            ? read_from_folder(loader, most, &source)
                                         : read_builtin(loader, path, &source);
    if (rc == 0) *out = source;
    return rc;
}

/* The place of the first byte that is not UTF-8 text, as line and column. */
static bool find_bad_byte(struct str text, int *out_line, int *out_column)
{
    int line = 1, column = 1;
    for (size_t at = 0; at < text.len;) {
        rune_t rune = utf8_next(text, &at);
        if (rune == UTF8_BAD || rune == 0) {
            *out_line = line;
            *out_column = column;
            return true;
        }
        column = rune == '\n' ? 1 : column + 1;
        line += rune == '\n';
    }
    return false;
}

int loader_read_text(struct loader *loader, const char *path, struct source *out)
{
    struct source source;
    int line, column;
    if (loader_read(loader, path, STORE_FILE_MOST, &source) < 0) return -1;
    if (str_starts(source.text, STR("\xef\xbb\xbf")))
        source.text = str_slice(source.text, 3, source.text.len);
    if (find_bad_byte(source.text, &line, &column)) {
        loader_complain(loader, source.name, line, column, "this is not UTF-8 text; save the file as UTF-8");
        return -1;
    }
    loader_hash(loader, str_of(path), source.text);
    *out = source;
    return 0;
}
