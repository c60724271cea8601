/* What is kept of a shop; see shop_home.h. */
#include "desk/shop_home.h"

#include "base/digest.h"
#include "store/audit.h"

int shop_no_home(struct err *err)
{
    return err_set(err, ERR_CONFLICT, "this shop is built in; only that of a store folder can be edited");
}

static int read_kept_in(const struct unit *unit, void *context, struct err *err)
{
    struct kept *kept = context;
    if (shop_edition(unit, &kept->edition, err) < 0) return -1;
    return shop_current(unit, true, &kept->revisions, &kept->count, err);
}

int kept_read(struct desk *desk, struct arena *arena, struct kept *out, struct err *err)
{
    return desk_read(desk, &actor_engine, arena, read_kept_in, out, err);
}

const struct shop_revision *kept_find(const struct kept *kept, struct str path)
{
    for (size_t i = 0; i < kept->count; i++)
        if (str_eq(kept->revisions[i].path, path)) return &kept->revisions[i];
    return NULL;
}

const struct str *revision_text(const struct shop_revision *revision)
{
    return revision && !revision->gone ? &revision->text : NULL;
}

/* store.yaml as the desk read it at its start: an edit of it counts from the next start on. */
static struct shop_files settings_only(struct desk *desk, struct arena *arena,
                                       const struct shop_files *folder)
{
    const struct shop *shop = edition_shop(desk_edition(desk, arena));
    const struct shop_files *from = shop ? shop_files(shop) : folder, none = {0};
    const struct shop_file *file = from ? shop_files_find(from, STR(SHOP_SETTINGS_FILE)) : NULL;
    return file ? shop_files_with(arena, &none, file->path, &file->text) : none;
}

struct shop_files kept_files(struct desk *desk, struct arena *arena, const struct kept *kept,
                             const struct shop_files *folder)
{
    struct shop_files files = settings_only(desk, arena, folder);
    for (size_t i = 0; i < kept->count; i++)
        if (!kept->revisions[i].gone)
            files = shop_files_with(arena, &files, kept->revisions[i].path, &kept->revisions[i].text);
    return files;
}

int findings_fail(const struct shop_findings *findings, struct err *err)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].warning) continue;
        if (err) *err = findings->items[i].err;
        return -1;
    }
    return -1;
}

int revision_loading_in(const struct unit *unit, void *context, struct err *err)
{
    struct revision_loading *loading = context;
    int found = shop_revision_load(unit, loading->path, loading->version, &loading->out, err);
    if (found < 0) return -1;
    return found ? 0 : err_set(err, ERR_NOT_FOUND, "there is no such version of the file");
}

static int note_edit(const struct unit *unit, const struct shop_revision *revision, struct err *err)
{
    char hex[65] = "";
    if (!revision->gone) digest_hex((const struct digest *)(const void *)revision->digest.ptr, hex);
    struct audit_entry entry = {
        .verb = revision->gone ? "shop.file_removed" : "shop.file_edited",
        .detail = arena_printf(unit->arena, "{\"path\":\"%.*s\",\"version\":%lld,\"sha256\":\"%s\"}",
                               STR_ARG(revision->path), (long long)revision->version, hex)};
    return audit_add(unit, &entry, err);
}

int keeping_in(const struct unit *unit, void *context, struct err *err)
{
    const struct keeping *keeping = context;
    for (size_t i = 0; i < keeping->count; i++)
        if (shop_revision_add(unit, &keeping->revisions[i], err) < 0 ||
            note_edit(unit, &keeping->revisions[i], err) < 0)
            return -1;
    return 0;
}
