/* The shop of the folder and of the database brought together, at start and while others edit it; see shop_edit.h. */
#include "desk/shop_edit.h"
#include "desk/shop_folder.h"
#include "desk/shop_home.h"

/* Who entered what was found in the folder: whoever may write there. */
static const struct actor actor_folder = {.name = STR_INIT("folder"), .role = ROLE_OWNER};

/* ---- joining ---- */

struct joining {
    struct arena *arena;
    struct shop_files folder;
    struct shop_sums sums;
    struct kept kept;
    struct keeping news; /* of the folder */
    struct shop_difference *differences;
    size_t cap, difference_count;
};

static enum shop_side side_of(const struct joining *joining, struct str path)
{
    const struct shop_file *file = shop_files_find(&joining->folder, path);
    const struct shop_revision *revision = kept_find(&joining->kept, path);
    return shop_side(&joining->sums, path, file ? &file->text : NULL, revision_text(revision),
                     revision != NULL);
}

/* Calls `each` with every path of the folder or the database that may be edited. */
static void walk_paths(struct joining *joining, void (*each)(struct joining *joining, struct str path))
{
    for (size_t i = 0; i < joining->folder.count; i++)
        if (shop_path_is_editable(joining->folder.items[i].path))
            each(joining, joining->folder.items[i].path);
    for (size_t i = 0; i < joining->kept.count; i++)
        if (!shop_files_find(&joining->folder, joining->kept.revisions[i].path))
            each(joining, joining->kept.revisions[i].path);
}

static void weigh(struct joining *joining, struct str path)
{
    const struct shop_file *file = shop_files_find(&joining->folder, path);
    const struct shop_revision *revision = kept_find(&joining->kept, path);
    if (side_of(joining, path) != SIDE_FOLDER) return;
    struct keeping *news = &joining->news;
    int64_t edition = joining->kept.edition + (int64_t)news->count + 1;
    *ARENA_PUSH(joining->arena, news->revisions, news->count, joining->cap) =
        (struct shop_revision){.edition = edition,
                               .path = path,
                               .version = revision ? revision->version + 1 : 1,
                               .gone = !file,
                               .text = file ? file->text : (struct str){0},
                               .origin = ORIGIN_FOLDER};
}

static struct shop_files joined_files(struct desk *desk, const struct joining *joining)
{
    struct shop_files files = kept_files(desk, joining->arena, &joining->kept, &joining->folder);
    for (size_t i = 0; i < joining->news.count; i++) {
        const struct shop_revision *news = &joining->news.revisions[i];
        files = shop_files_with(joining->arena, &files, news->path, revision_text(news));
    }
    return files;
}

/* ERR_STALE where another node was first. */
static int join_once(struct desk *desk, struct arena *arena, const struct shop_files *folder,
                     const struct shop_sums *sums, struct err *err)
{
    struct joining joining = {.arena = arena, .folder = *folder, .sums = *sums};
    struct shop_findings findings;
    if (kept_read(desk, arena, &joining.kept, err) < 0) return -1;
    walk_paths(&joining, weigh);
    struct shop_files files = joined_files(desk, &joining);
    struct shop *shop = shop_read(desk_shop_home(desk)->folder, &files, arena, &findings);
    if (!shop) return findings_fail(&findings, err);
    if (joining.news.count && desk_write(desk, &actor_folder, arena, keeping_in, &joining.news, err) < 0) {
        shop_free(shop);
        return -1;
    }
    desk_renew(desk, edition_own(shop, joining.kept.edition + (int64_t)joining.news.count));
    return 0;
}

int desk_shop_join(struct desk *desk, struct arena *arena, struct err *err)
{
    const char *folder = desk_shop_home(desk)->folder;
    struct shop_files files;
    struct shop_sums sums;
    struct err found = {0};
    if (!folder) return shop_no_home(err);
    if (shop_files_read(arena, folder, &files, err) < 0 || shop_sums_read(arena, folder, &sums, err) < 0)
        return -1;
    int rc = -1;
    for (int tries = 0; rc < 0 && tries < DESK_TRIES; tries++) {
        found = (struct err){0};
        rc = join_once(desk, arena, &files, &sums, &found);
        if (rc < 0 && found.category != ERR_STALE) break;
    }
    if (rc < 0 && err) *err = found;
    return rc;
}

static void note_difference(struct joining *joining, struct str path)
{
    enum shop_side side = side_of(joining, path);
    if (side == SIDE_SAME) return;
    *ARENA_PUSH(joining->arena, joining->differences, joining->difference_count, joining->cap) =
        (struct shop_difference){path, side == SIDE_FOLDER};
}

int desk_shop_compare(struct desk *desk, struct arena *arena, const char *folder, int64_t *out_edition,
                      struct shop_difference **out, size_t *out_count, struct err *err)
{
    struct joining joining = {.arena = arena};
    if (shop_files_read(arena, folder, &joining.folder, err) < 0 ||
        shop_sums_read(arena, folder, &joining.sums, err) < 0 ||
        kept_read(desk, arena, &joining.kept, err) < 0)
        return -1;
    walk_paths(&joining, note_difference);
    *out_edition = joining.kept.edition;
    *out = joining.differences;
    *out_count = joining.difference_count;
    return 0;
}

int desk_shop_write(struct desk *desk, struct arena *arena, const char *folder, struct err *err)
{
    struct kept kept;
    if (kept_read(desk, arena, &kept, err) < 0) return -1;
    struct shop_files files = kept_files(desk, arena, &kept, NULL);
    return kept.edition ? shop_folder_bring(arena, folder, &files, err) : 0;
}

/* ---- taking up ---- */

static int read_edition_in(const struct unit *unit, void *context, struct err *err)
{
    return shop_edition(unit, context, err);
}

/* Under the lock. */
static int take_up(struct desk *desk, struct arena *arena, struct err *err)
{
    struct kept kept;
    struct shop_findings findings;
    if (kept_read(desk, arena, &kept, err) < 0) return -1;
    struct shop_files files = kept_files(desk, arena, &kept, NULL);
    struct shop *shop = shop_read(desk_shop_home(desk)->folder, &files, arena, &findings);
    if (!shop) return findings_fail(&findings, err);
    desk_renew(desk, edition_own(shop, kept.edition));
    return 0;
}

/* Under the lock, with an arena of its own: the edition that it holds is the one in force. */
static int write_folder(struct desk *desk, struct err *err)
{
    struct shop_home *home = desk_shop_home(desk);
    struct arena *arena = arena_new();
    const struct edition *edition = desk_edition(desk, arena);
    int rc = 0;
    if (home->written < edition_number(edition) && edition_shop(edition)) {
        home->written = edition_number(edition);
        rc = shop_folder_bring(arena, home->folder, shop_files(edition_shop(edition)), err);
    }
    arena_free(arena);
    return rc;
}

int desk_shop_refresh(struct desk *desk, struct arena *arena, struct err *err)
{
    struct shop_home *home = desk_shop_home(desk);
    int64_t edition;
    if (!home->folder) return 0;
    if (desk_read(desk, &actor_engine, arena, read_edition_in, &edition, err) < 0) return -1;
    pthread_mutex_lock(&home->lock);
    int rc = edition > desk_edition_number(desk) ? take_up(desk, arena, err) : 0;
    if (rc == 0) rc = write_folder(desk, err);
    pthread_mutex_unlock(&home->lock);
    return rc;
}
