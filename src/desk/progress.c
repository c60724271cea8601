/* Photos of a piece in the making; see progress.h. */
#include "desk/progress.h"

#include "base/digest.h"
#include "desk/attachment.h"
#include "desk/outlook.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/order.h"
#include "text/media.h"

bool progress_stage(enum stage stage)
{
    return stage == STAGE_DESIGN || stage == STAGE_PRODUCTION || stage == STAGE_QUALITY_CHECK ||
           stage == STAGE_SHIPPED;
}

static int note(const struct unit *unit, const struct progress_photo *photo, const char *verb,
                struct str detail, struct err *err)
{
    struct audit_entry entry = {.verb = verb, .object = photo->id, .order = photo->order, .detail = detail};
    return audit_add(unit, &entry, err);
}

/* ---- added ---- */

struct adding {
    struct desk *desk;
    const struct progress_wish *wish;
    struct ready_file ready;
    struct progress_photo photo;
    bool new;
};

/* What is kept of it: once, however often the rest is done again. */
static int make_harmless(struct desk *desk, struct arena *arena, struct adding *adding, struct err *err)
{
    struct file_wish file = {.content = adding->wish->content};
    const struct attached *kept = &adding->ready.attached;
    struct media media;
    media_read((struct str){0}, file.content, &media);
    if (!media.photo) return err_set(err, ERR_INPUT, "a photo is expected: a JPEG, PNG, WebP or HEIC");
    if (attachment_prepare(desk, arena, &file, &adding->ready, err) < 0) return -1;
    adding->photo = (struct progress_photo){.item = adding->wish->item,
                                            .caption = str_trim(adding->wish->caption),
                                            .shown = adding->wish->shown,
                                            .type = kept->attachment.type,
                                            .bytes = kept->attachment.bytes,
                                            .width = kept->attachment.width,
                                            .height = kept->attachment.height,
                                            .digest = kept->digest};
    return 0;
}

/* Where the piece stands by what was reported, as on the board: without a word it has still to be designed. Of the whole order
 * it is where the piece stands that is furthest behind. */
static enum stage stage_now(const struct unit *unit, struct desk *desk, const struct order *order, int item)
{
    struct item_view *views;
    size_t count;
    enum stage stage = STAGE_COUNT;
    outlook_of(unit->arena, desk_store(desk, unit->arena), order, unit->now, &views, &count);
    for (size_t i = 0; i < count; i++) {
        const struct item_life *life = &views[i].estimate.life;
        enum stage at = life->reported ? life->stage : STAGE_DESIGN;
        if (item != ALL_ITEMS && (size_t)item != i) continue;
        if (at == STAGE_DELIVERED) at = STAGE_SHIPPED;
        if (progress_stage(at) && (stage == STAGE_COUNT || at < stage)) stage = at;
    }
    return stage == STAGE_COUNT ? STAGE_DESIGN : stage;
}

static int check_order(const struct unit *unit, const struct progress_wish *wish, struct order_record *out,
                       struct err *err)
{
    struct customer customer;
    struct id order;
    if (order_need(unit, wish->number, &order, err) < 0 || order_load(unit, &order, out, err) < 0 ||
        customer_load(unit, &out->customer, &customer, err) < 0)
        return -1;
    if (out->cancelled_at != INSTANT_NONE)
        return err_set(err, ERR_CONFLICT, "the order is cancelled: nothing is made for it");
    if (customer.erased_at != INSTANT_NONE)
        return err_set(err, ERR_CONFLICT, "what was kept of this customer is erased");
    if (wish->item != ALL_ITEMS && (size_t)wish->item >= out->order->item_count)
        return err_set(err, ERR_INPUT,
                       "item: one of the order's %zu items is expected, counted from 0, found %d",
                       out->order->item_count, wish->item);
    return 0;
}

static int check_room(const struct unit *unit, const struct id *order, struct err *err)
{
    struct progress_photo *list;
    size_t count;
    if (progress_list(unit, order, &list, &count, err) < 0) return -1;
    if (count < PROGRESS_MOST) return 0;
    return err_set(err, ERR_LIMIT, "an order has at most %d photos; withdraw one first", PROGRESS_MOST);
}

static int keep(const struct unit *unit, const struct adding *adding, struct progress_photo *photo,
                struct err *err)
{
    if (check_room(unit, &photo->order, err) < 0 || file_keep(unit, &adding->ready, err) < 0 ||
        progress_insert(unit, photo, err) < 0)
        return -1;
    char hex[65];
    digest_hex((const struct digest *)(const void *)photo->digest.ptr, hex);
    struct str stage = stage_name(photo->stage);
    struct str item = photo->item < 0 ? STR("null") : arena_printf(unit->arena, "%d", photo->item);
    struct str detail = arena_printf(
        unit->arena, "{\"item\":%.*s,\"stage\":\"%.*s\",\"shown\":%s,\"bytes\":%lld,\"sha256\":\"%s\"}",
        STR_ARG(item), STR_ARG(stage), photo->shown ? "true" : "false", (long long)photo->bytes, hex);
    return note(unit, photo, "progress.added", detail, err);
}

/* Nothing is decoded for an order that takes no photo. */
static int check_in(const struct unit *unit, void *context, struct err *err)
{
    const struct adding *adding = context;
    struct order_record record;
    return check_order(unit, adding->wish, &record, err);
}

static int add_in(const struct unit *unit, void *context, struct err *err)
{
    struct adding *adding = context;
    struct progress_photo photo = adding->photo, same;
    struct order_record record;
    if (check_order(unit, adding->wish, &record, err) < 0) return -1;
    int found = progress_find(unit, &record.id, photo.digest, &same, err);
    if (found < 0) return -1;
    adding->new = !found;
    if (found) {
        adding->photo = same;
        return 0;
    }
    photo.order = record.id;
    photo.stage = adding->wish->stage == STAGE_COUNT ? stage_now(unit, adding->desk, record.order, photo.item)
                                                     : adding->wish->stage;
    if (keep(unit, adding, &photo, err) < 0) return -1;
    adding->photo = photo;
    return 0;
}

int desk_progress_add(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct progress_wish *wish, bool *out_new, struct progress_photo *out,
                      struct err *err)
{
    struct adding adding = {.desk = desk, .wish = wish};
    if (actor_check(actor, RIGHT_STUDIO, err) < 0) return -1;
    if (!wish->content.len) return err_set(err, ERR_INPUT, "the bytes of a photo are expected, found none");
    if (wish->stage != STAGE_COUNT && !progress_stage(wish->stage))
        return err_set(err, ERR_INPUT, "stage: a stage of the making is expected");
    if (desk_read(desk, actor, arena, check_in, &adding, err) < 0 ||
        make_harmless(desk, arena, &adding, err) < 0 ||
        desk_write(desk, actor, arena, add_in, &adding, err) < 0)
        return -1;
    *out_new = adding.new;
    *out = adding.photo;
    return 0;
}

/* ---- changed, withdrawn ---- */

static int find_photo(const struct unit *unit, struct str number, const struct id *id,
                      struct progress_photo *out, struct err *err)
{
    struct id order;
    if (order_need(unit, number, &order, err) < 0) return -1;
    int found = progress_load(unit, id, out, err);
    if (found < 0) return -1;
    if (found && id_eq(&out->order, &order)) return 0;
    return err_set(err, ERR_NOT_FOUND, "there is no such photo of this order");
}

struct changing {
    const struct progress_change *change;
    struct progress_photo photo;
};

static int change_in(const struct unit *unit, void *context, struct err *err)
{
    struct changing *changing = context;
    const struct progress_change *change = changing->change;
    struct progress_photo photo;
    if (find_photo(unit, change->number, &change->photo, &photo, err) < 0) return -1;
    if (change->caption.ptr) photo.caption = str_trim(change->caption);
    if (change->shown >= 0) photo.shown = change->shown;
    changing->photo = photo;
    if (progress_save(unit, &photo, err) < 0) return -1;
    return note(unit, &photo, "progress.changed",
                photo.shown ? STR("{\"shown\":true}") : STR("{\"shown\":false}"), err);
}

int desk_progress_change(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct progress_change *change, struct progress_photo *out, struct err *err)
{
    struct changing changing = {.change = change};
    if (actor_check(actor, RIGHT_STUDIO, err) < 0 ||
        desk_write(desk, actor, arena, change_in, &changing, err) < 0)
        return -1;
    *out = changing.photo;
    return 0;
}

struct withdrawing {
    struct str number;
    const struct id *photo;
};

static int withdraw_in(const struct unit *unit, void *context, struct err *err)
{
    const struct withdrawing *withdrawing = context;
    struct progress_photo photo;
    if (find_photo(unit, withdrawing->number, withdrawing->photo, &photo, err) < 0 ||
        progress_remove(unit, &photo, err) < 0)
        return -1;
    return note(unit, &photo, "progress.withdrawn", (struct str){0}, err);
}

int desk_progress_withdraw(struct desk *desk, const struct actor *actor, struct arena *arena,
                           struct str number, const struct id *photo, struct err *err)
{
    struct withdrawing withdrawing = {number, photo};
    if (actor_check(actor, RIGHT_STUDIO, err) < 0) return -1;
    return desk_write(desk, actor, arena, withdraw_in, &withdrawing, err);
}

/* ---- looked at ---- */

struct listing {
    struct str number;
    struct progress_photo *photos;
    struct account *people;
    size_t count, people_count;
};

static int list_in(const struct unit *unit, void *context, struct err *err)
{
    struct listing *listing = context;
    struct id order;
    if (order_need(unit, listing->number, &order, err) < 0 ||
        progress_list(unit, &order, &listing->photos, &listing->count, err) < 0)
        return -1;
    return account_list(unit, &listing->people, &listing->people_count, err);
}

int desk_progress_list(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                       struct progress_view **out, size_t *out_count, struct err *err)
{
    struct listing listing = {.number = number};
    if (actor_check(actor, RIGHT_READ, err) < 0 || desk_read(desk, actor, arena, list_in, &listing, err) < 0)
        return -1;
    struct progress_view *views = ARENA_ARRAY(arena, listing.count, struct progress_view);
    for (size_t i = 0; i < listing.count; i++)
        views[i] =
            (struct progress_view){&listing.photos[i], account_behind(listing.people, listing.people_count,
                                                                      listing.photos[i].added_by)};
    *out = views;
    *out_count = listing.count;
    return 0;
}

struct looking {
    struct id order; /* zero: that of the number */
    struct str number;
    const struct id *photo;
    bool only_shown, thumbnail;
    int found;
    struct progress_photo out;
    struct str content;
};

static int look_in(const struct unit *unit, void *context, struct err *err)
{
    struct looking *looking = context;
    struct progress_photo *out = &looking->out;
    looking->found =
        id_is_none(&looking->order) ? order_find(unit, looking->number, &looking->order, err) : 1;
    if (looking->found > 0) looking->found = progress_load(unit, looking->photo, out, err);
    if (looking->found <= 0) return looking->found;
    if (!id_eq(&out->order, &looking->order) || (looking->only_shown && !out->shown)) {
        looking->found = 0;
        return 0;
    }
    looking->found =
        (looking->thumbnail ? thumbnail_load : file_load)(unit, out->digest, &looking->content, err);
    return looking->found < 0 ? -1 : 0;
}

static int look(struct desk *desk, const struct actor *actor, struct arena *arena, struct looking *looking,
                struct progress_photo *out, struct str *out_content, struct err *err)
{
    if (desk_read(desk, actor, arena, look_in, looking, err) < 0) return -1;
    if (!looking->found) return 0;
    *out = looking->out;
    *out_content = looking->content;
    return 1;
}

int desk_progress_picture(struct desk *desk, const struct actor *actor, struct arena *arena,
                          struct str number, const struct id *photo, bool thumbnail,
                          struct progress_photo *out, struct str *out_content, struct err *err)
{
    struct looking looking = {.number = number, .photo = photo, .thumbnail = thumbnail};
    if (actor_check(actor, RIGHT_READ, err) < 0) return -1;
    return look(desk, actor, arena, &looking, out, out_content, err);
}

int desk_portal_picture(struct desk *desk, struct arena *arena, const struct portal_visit *visit,
                        const struct id *photo, bool thumbnail, struct progress_photo *out,
                        struct str *out_content, struct err *err)
{
    struct looking looking = {
        .order = visit->order, .photo = photo, .only_shown = true, .thumbnail = thumbnail};
    if (visit->recipient) return 0;
    return look(desk, &actor_customer, arena, &looking, out, out_content, err);
}
