/* Editing the shop; see shop_edit.h. */
#include "desk/shop_edit.h"

#include "desk/shop_home.h"

static int check_edit(const struct actor *actor, const struct shop_edit *edit, struct err *err)
{
    if (actor_check(actor, RIGHT_ADMIN, err) < 0) return -1;
    if (str_is(edit->path, SHOP_SETTINGS_FILE))
        return err_set(err, ERR_CONFLICT,
                       "store.yaml is edited in the store folder, with the server stopped");
    if (!shop_path_is_editable(edit->path))
        return err_set(err, ERR_NOT_FOUND,
                       "there is no such file; policy.md, faq.md, calendars/studio.ics, "
                       "templates/en/….liquid and their like are expected");
    if (edit->text.len > SHOP_FILE_MOST)
        return err_set(err, ERR_LIMIT, "the text is too long; at most %d bytes are taken", SHOP_FILE_MOST);
    return 0;
}

int desk_shop_check(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct shop_edit *edit, struct shop_findings *out, struct err *err)
{
    const struct shop *now = edition_shop(desk_edition(desk, arena));
    if (check_edit(actor, edit, err) < 0) return -1;
    if (!now) return shop_no_home(err);
    struct shop_files files =
        shop_files_with(arena, shop_files(now), edit->path, edit->away ? NULL : &edit->text);
    shop_free(shop_read(desk_shop_home(desk)->folder, &files, arena, out));
    return 0;
}

/* The edit with the text that it takes up again. */
static int find_restored(struct desk *desk, struct arena *arena, struct shop_edit *edit, struct err *err)
{
    struct revision_loading loading = {.path = edit->path, .version = edit->restore};
    if (!edit->restore) return 0;
    if (desk_read(desk, &actor_engine, arena, revision_loading_in, &loading, err) < 0) return -1;
    edit->text = loading.out.text;
    edit->away = loading.out.gone;
    return 0;
}

static int check_version(const struct shop_edit *edit, const struct shop_revision *before, struct err *err)
{
    int64_t version = before ? before->version : 0;
    if (edit->expected && edit->expected != version)
        return err_set(err, ERR_STALE, "the file has changed since it was read; it is at version %lld",
                       (long long)version);
    if (edit->away && !revision_text(before))
        return err_set(err, ERR_NOT_FOUND, "the store has no such file");
    return 0;
}

/* ERR_STALE with `out_again` where another edit was first. */
static int keep_once(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct shop_edit *edit, struct shop_findings *findings, struct shop_kept *out,
                     bool *out_again, struct err *err)
{
    struct kept kept;
    if (kept_read(desk, arena, &kept, err) < 0) return -1;
    const struct shop_revision *before = kept_find(&kept, edit->path);
    const struct str *text = edit->away ? NULL : &edit->text;
    if (check_version(edit, before, err) < 0) return -1;
    struct shop_files files = kept_files(desk, arena, &kept, NULL);
    files = shop_files_with(arena, &files, edit->path, text);
    struct shop *shop = shop_read(desk_shop_home(desk)->folder, &files, arena, findings);
    if (!shop) return findings_fail(findings, err);
    struct shop_revision revision = {.edition = kept.edition + 1,
                                     .path = edit->path,
                                     .version = before ? before->version + 1 : 1,
                                     .gone = edit->away,
                                     .text = edit->text,
                                     .origin = edit->restore ? ORIGIN_RESTORE : ORIGIN_EDIT,
                                     .restored = edit->restore};
    struct keeping keeping = {&revision, 1};
    bool same = revision_text(before) && text && str_eq(*text, before->text);
    if (!same && desk_write(desk, actor, arena, keeping_in, &keeping, err) < 0) {
        *out_again = err->category == ERR_STALE;
        shop_free(shop);
        return -1;
    }
    desk_renew(desk, edition_own(shop, same ? kept.edition : revision.edition));
    *out = (struct shop_kept){same ? *before : revision, !revision_text(before)};
    return 0;
}

int desk_shop_keep(struct desk *desk, const struct actor *actor, struct arena *arena,
                   const struct shop_edit *edit, struct shop_findings *findings, struct shop_kept *out,
                   struct err *err)
{
    struct shop_home *home = desk_shop_home(desk);
    struct shop_edit whole = *edit;
    struct err found = {0};
    bool again = true;
    int rc = -1;
    *findings = (struct shop_findings){0};
    if (check_edit(actor, edit, err) < 0 || find_restored(desk, arena, &whole, err) < 0) return -1;
    if (!home->folder) return shop_no_home(err);
    pthread_mutex_lock(&home->lock);
    for (int tries = 0; rc < 0 && again && tries < DESK_TRIES; tries++) {
        again = false;
        found = (struct err){0};
        rc = keep_once(desk, actor, arena, &whole, findings, out, &again, &found);
    }
    pthread_mutex_unlock(&home->lock);
    if (rc < 0 && again) return err_set(err, ERR_BUSY, "the shop is being edited by others just now");
    if (rc < 0 && err) *err = found;
    return rc;
}
