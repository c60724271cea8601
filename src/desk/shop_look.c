/* Looking at the shop's files; see shop_edit.h. */
#include <stdlib.h>

#include "base/buf.h"
#include "desk/shop_edit.h"
#include "desk/shop_home.h"

static int heads_in(const struct unit *unit, void *context, struct err *err)
{
    struct kept *kept = context;
    return shop_current(unit, false, &kept->revisions, &kept->count, err);
}

static const struct shop_file *settings_file(struct desk *desk, struct arena *arena)
{
    const struct shop *shop = edition_shop(desk_edition(desk, arena));
    return shop ? shop_files_find(shop_files(shop), STR(SHOP_SETTINGS_FILE)) : NULL;
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct shop_head *)a)->path, ((const struct shop_head *)b)->path);
}

int desk_shop_files(struct desk *desk, const struct actor *actor, struct arena *arena, struct shop_head **out,
                    size_t *out_count, struct err *err)
{
    struct kept kept = {0};
    struct str *builtin, text;
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, heads_in, &kept, err) < 0)
        return -1;
    size_t builtin_count = shop_builtin_templates(arena, &builtin), count = 0;
    struct shop_head *list = ARENA_ARRAY(arena, kept.count + builtin_count + 1, struct shop_head);
    for (size_t i = 0; i < kept.count; i++)
        if (!kept.revisions[i].gone)
            list[count++] = (struct shop_head){.path = kept.revisions[i].path,
                                               .from = HEAD_STORE,
                                               .revision = kept.revisions[i],
                                               .bytes = kept.revisions[i].bytes};
    for (size_t i = 0; i < builtin_count; i++) {
        const struct shop_revision *own = kept_find(&kept, builtin[i]);
        if ((own && !own->gone) || !shop_builtin_template(builtin[i], &text)) continue;
        list[count++] = (struct shop_head){.path = builtin[i],
                                           .from = HEAD_BUILT_IN,
                                           .revision = own ? *own : (struct shop_revision){0},
                                           .bytes = (int64_t)text.len};
    }
    const struct shop_file *settings = settings_file(desk, arena);
    if (settings)
        list[count++] = (struct shop_head){
            .path = settings->path, .from = HEAD_FOLDER, .bytes = (int64_t)settings->text.len};
    qsort(list, count, sizeof *list, by_path);
    *out = list;
    *out_count = count;
    return 0;
}

/* The text without the value of `database`, and the lines that go on with it. */
static struct str without_database(struct arena *arena, struct str text)
{
    struct buf shown;
    struct str line;
    bool inside = false;
    buf_init(&shown, SHOP_FILE_MOST + 16);
    for (bool first = true; str_next_part(&text, '\n', &line); first = false) {
        bool goes_on = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
        if (inside && goes_on) continue;
        inside = str_starts(line, STR("database:"));
        if (!first) buf_add_char(&shown, '\n');
        buf_add(&shown, inside ? STR("database: …") : line);
    }
    struct str made = buf_copy(&shown, arena);
    buf_done(&shown);
    return made;
}

int desk_shop_file(struct desk *desk, const struct actor *actor, struct arena *arena, struct str path,
                   struct shop_head *out, struct str *out_text, struct err *err)
{
    struct revision_loading loading = {.path = path};
    struct err found = {0};
    if (actor_check(actor, RIGHT_DESK, err) < 0) return -1;
    const struct shop_file *settings = settings_file(desk, arena);
    if (settings && str_eq(path, settings->path)) {
        *out_text = without_database(arena, settings->text);
        *out = (struct shop_head){.path = path, .from = HEAD_FOLDER, .bytes = (int64_t)settings->text.len};
        return 0;
    }
    if (desk_read(desk, actor, arena, revision_loading_in, &loading, &found) < 0 &&
        found.category != ERR_NOT_FOUND) {
        if (err) *err = found;
        return -1;
    }
    *out = (struct shop_head){.path = path, .revision = loading.out, .bytes = loading.out.bytes};
    *out_text = loading.out.text;
    if (loading.out.version && !loading.out.gone) return 0;
    if (!shop_builtin_template(path, out_text)) return err_set(err, ERR_NOT_FOUND, "there is no such file");
    out->from = HEAD_BUILT_IN;
    out->bytes = (int64_t)out_text->len;
    return 0;
}

/* ---- calendars ---- */

/* Days are asked for in their order, and stand in it: `at` goes along. */
static struct shop_day shop_day(const struct ical_days *days, size_t *at, week_t week, day_t day)
{
    while (*at < days->count && days->days[*at].day < day) ++*at;
    const struct ical_day *named = *at < days->count && days->days[*at].day == day ? &days->days[*at] : NULL;
    bool in_week = week >> weekday_of(day) & 1;
    struct shop_day out = {day, in_week ? SHOP_DAY_WORKING : SHOP_DAY_OFF, {0}};
    if (!named) return out;
    out.reason = named->summary;
    if (!named->workday)
        out.kind = SHOP_DAY_CLOSED;
    else if (!in_week)
        out.kind = SHOP_DAY_EXTRA;
    return out;
}

int desk_shop_calendar(struct desk *desk, const struct actor *actor, struct arena *arena, int year,
                       bool carrier, struct shop_day out[SHOP_DAYS_MOST], int *out_count, struct err *err)
{
    const struct shop *shop = edition_shop(desk_edition(desk, arena));
    struct str path = carrier ? STR("calendars/carrier.ics") : STR("calendars/studio.ics");
    struct ical_days days;
    if (actor_check(actor, RIGHT_DESK, err) < 0) return -1;
    if (!shop) return shop_no_home(err);
    const struct shop_file *file = shop_files_find(shop_files(shop), path);
    if (ical_parse(arena, path, file->text, year, &days, err) < 0) return -1;
    week_t week = carrier ? shop_settings(shop)->carrier_week : shop_store(shop)->working_week;
    day_t first = day_of((struct civil){year, 1, 1}), next = day_of((struct civil){year + 1, 1, 1});
    size_t at = 0;
    for (day_t day = first; day < next; day++) out[day - first] = shop_day(&days, &at, week, day);
    *out_count = next - first;
    return 0;
}

/* ---- revisions ---- */

struct listing {
    struct str path;
    int64_t before;
    int most, count;
    struct shop_revision *out;
};

static int list_in(const struct unit *unit, void *context, struct err *err)
{
    struct listing *listing = context;
    return shop_revision_list(unit, listing->path, listing->before, listing->most, listing->out,
                              &listing->count, err);
}

int desk_shop_revisions(struct desk *desk, const struct actor *actor, struct arena *arena, struct str path,
                        int64_t before, int most, struct shop_revision *out, int *out_count, struct err *err)
{
    struct listing listing = {.path = path, .before = before, .most = most, .out = out};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, list_in, &listing, err) < 0)
        return -1;
    *out_count = listing.count;
    return 0;
}

int desk_shop_revision(struct desk *desk, const struct actor *actor, struct arena *arena, struct str path,
                       int64_t version, struct shop_revision *out, struct err *err)
{
    struct revision_loading loading = {.path = path, .version = version};
    if (actor_check(actor, RIGHT_DESK, err) < 0 ||
        desk_read(desk, actor, arena, revision_loading_in, &loading, err) < 0)
        return -1;
    *out = loading.out;
    return 0;
}
