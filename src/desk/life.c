/* What happens to orders; see life.h. */
#include "desk/life.h"

#include "desk/approval.h"
#include "desk/notice.h"
#include "desk/stages.h"
#include "desk/telling.h"
#include "store/audit.h"
#include "store/board.h"
#include "store/outbox.h"
#include "store/promise.h"
#include "store/search.h"

enum { AHEAD_DAYS = 1 };
#define MICROS_PER_DAY (24 * MICROS_PER_HOUR)

static int note(const struct unit *unit, const struct id *order, const char *verb, struct str detail,
                struct err *err)
{
    struct audit_entry entry = {.verb = verb, .object = *order, .order = *order, .detail = detail};
    return audit_add(unit, &entry, err);
}

/* Which milestones a stage settles: those up to and with one, -1 for none. */
static const int settles[STAGE_COUNT] = {
    [STAGE_DESIGN] = -1,
    [STAGE_PRODUCTION] = MILESTONE_DESIGN_DONE,
    [STAGE_QUALITY_CHECK] = MILESTONE_PRODUCTION_DONE,
    [STAGE_SHIPPED] = MILESTONE_SHIPPED,
    [STAGE_DELIVERED] = MILESTONE_DELIVERED,
    [STAGE_CANCELLED] = -1,
    [STAGE_PROOF_SENT] = -1,
    [STAGE_PROOF_APPROVED] = -1,
    [STAGE_PHOTO_REQUESTED] = -1,
    [STAGE_PHOTO_RECEIVED] = -1,
};

/* What an event does to what was promised, and, where it ends the order, to what was still to be told. */
static int settle_event(struct desk *desk, const struct unit *unit, const struct id *order,
                        const struct stage_event *event, struct err *err)
{
    day_t day = zone_day(desk_store(desk, unit->arena)->zone, event->at);
    if (event->stage == STAGE_CANCELLED && event->item == ALL_ITEMS &&
        outbox_withhold_order(unit, order, STR("notice"), STR("cancelled"), err) < 0)
        return -1;
    if (event->stage == STAGE_CANCELLED)
        return approval_close_order(unit, order, event->item, NULL, err) < 0
                   ? -1
                   : promise_close(unit, order, event->item, err);
    for (int m = 0; m <= settles[event->stage]; m++)
        if (promise_settle(unit, order, event->item, (enum milestone)m, day, err) < 0) return -1;
    return 0;
}

/* Piece by piece the whole order has come to a stage, or an end: what was promised of all of it is settled by the last. */
static int settle_whole(struct desk *desk, const struct unit *unit, const struct id *id,
                        const struct order *order, struct err *err)
{
    struct order_progress progress;
    order_progress(order, &progress);
    if (!progress.begun || !order->event_count) return 0;
    struct stage_event last = {progress.stage, order->events[order->event_count - 1].at, ALL_ITEMS};
    return settle_event(desk, unit, id, &last, err);
}

static int settle_life(struct desk *desk, const struct unit *unit, const struct id *id,
                       const struct order *order, struct err *err)
{
    for (size_t i = 0; i < order->event_count; i++)
        if (settle_event(desk, unit, id, &order->events[i], err) < 0) return -1;
    return settle_whole(desk, unit, id, order, err);
}

int life_settle(struct desk *desk, const struct unit *unit, const struct id *order, struct err *err)
{
    struct order_record record;
    int found = order_load(unit, order, &record, err);
    return found <= 0 ? found : settle_life(desk, unit, order, record.order, err);
}

/* ---- entering an order ---- */

struct entering {
    struct desk *desk;
    const struct actor *actor;
    const struct order *order;
    int64_t version; /* as it was read by who asks; 0: not asked */
    struct notice_letter confirmation;
    bool confirms; /* placed so lately that a confirmation is no surprise */
    bool tells;    /* stages have begun so lately that they may be news */
    bool stale;    /* the order has changed since it was read for that */
    struct order_record before;
    struct telling telling;
    enum order_put what;
    struct order_record record;
};

static int find_head(const struct unit *unit, struct str number, struct order_record *out, struct err *err)
{
    struct id id;
    *out = (struct order_record){0};
    int found = order_find(unit, number, &id, err);
    return found <= 0 ? found : order_head(unit, &id, out, err);
}

static int check_as_read(const struct unit *unit, struct entering *entering, struct err *err)
{
    struct order_record now;
    entering->stale = false;
    if (!entering->version && !entering->tells) return 0;
    if (find_head(unit, entering->order->number, &now, err) < 0) return -1;
    entering->stale = entering->tells && now.version != entering->before.version;
    return entering->stale || (entering->version && now.version != entering->version)
               ? err_set(err, ERR_STALE, "the order has changed since it was read; read it again")
               : 0;
}

static int check_events(const struct unit *unit, const struct entering *entering, struct err *err)
{
    struct order_record before = {0};
    struct spec_news *news = NULL;
    struct id id;
    size_t count = 0;
    if (!entering->order->event_count) return 0;
    int found = order_find(unit, entering->order->number, &id, err);
    if (found > 0) found = order_load(unit, &id, &before, err);
    if (found < 0 || (found && spec_news_of(unit, &id, &news, &count, err) < 0)) return -1;
    return stage_check_document(entering->actor, before.order, entering->order, news, count, unit->now, err);
}

static int enter(const struct unit *unit, void *context, struct err *err)
{
    struct entering *entering = context;
    struct id id;
    if (check_as_read(unit, entering, err) < 0 || check_events(unit, entering, err) < 0 ||
        order_put(unit, entering->order, &id, &entering->what, err) < 0 ||
        order_load(unit, &id, &entering->record, err) < 0)
        return -1;
    if (entering->what == ORDER_SAME) return 0;
    if (search_put_order(unit, &id, entering->record.order, err) < 0 ||
        settle_life(entering->desk, unit, &id, entering->record.order, err) < 0)
        return -1;
    if (entering->what == ORDER_CREATED && entering->confirms &&
        notice_queue(unit, &entering->record, &entering->confirmation, STR("order"), err) < 0)
        return -1;
    if (entering->tells && telling_queue(unit, &entering->telling, &entering->record, err) < 0) return -1;
    return note(unit, &id, entering->what == ORDER_CREATED ? "order.entered" : "order.updated",
                (struct str){0}, err);
}

/* An order of the last day that nobody works on yet: one that is brought in later is not news to its customer. */
static bool is_fresh(const struct order *order, instant_t now)
{
    struct order_progress progress;
    order_progress(order, &progress);
    return order->placed_at != INSTANT_NONE && now - order->placed_at < MICROS_PER_DAY &&
           order->placed_at <= now && !order->remake_of.len &&
           (!progress.begun || progress.stage == STAGE_DESIGN);
}

static bool is_news(const struct stage_event *event, instant_t now)
{
    return event->at > now - MICROS_PER_DAY && event->at <= now + AHEAD_DAYS * MICROS_PER_DAY;
}

static bool has_news(const struct order *order, instant_t now)
{
    for (size_t i = 0; i < order->event_count; i++)
        if (is_news(&order->events[i], now)) return true;
    return false;
}

static int read_known(const struct unit *unit, void *context, struct err *err)
{
    struct entering *entering = context;
    struct id id;
    entering->before = (struct order_record){0};
    int found = order_find(unit, entering->order->number, &id, err);
    if (found > 0) found = order_load(unit, &id, &entering->before, err);
    return found < 0 ? -1 : 0;
}

/* What a document says anew of an order that was known, and that began since the day before, is told as a stage that is
 * recorded by itself is; an order that comes in with its past tells nobody. */
static int write_news(struct entering *entering, const struct actor *actor, struct arena *arena,
                      struct err *err)
{
    const struct order *before, *document = entering->order;
    entering->telling = (struct telling){0};
    if (desk_read(entering->desk, actor, arena, read_known, entering, err) < 0) return -1;
    before = entering->before.order;
    if (!before) return 0;
    struct order after = *document;
    after.events = before->events;
    after.event_count = before->event_count;
    after.holds = before->holds;
    after.hold_count = before->hold_count;
    after.claims = before->claims;
    after.claim_count = before->claim_count;
    if (!after.item_count) after.items = before->items, after.item_count = before->item_count;
    struct stage_event *news = ARENA_ARRAY(arena, document->event_count, struct stage_event);
    size_t count = 0;
    for (size_t i = 0; i < document->event_count; i++) {
        const struct stage_event *event = &document->events[i];
        if (stage_is_known(before, event)) continue;
        after = *order_with_event(arena, &after, event);
        if (is_news(event, desk_now(entering->desk))) news[count++] = *event;
    }
    return telling_write(entering->desk, arena, before, &after, news, count, &entering->telling, err);
}

int desk_order_put(struct desk *desk, const struct actor *actor, struct arena *arena,
                   const struct order *order, enum order_put *out_what, struct order_record *out,
                   struct err *err)
{
    return desk_order_update(desk, actor, arena, order, 0, out_what, out, err);
}

int desk_order_update(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct order *order, int64_t version, enum order_put *out_what,
                      struct order_record *out, struct err *err)
{
    struct entering entering = {.desk = desk,
                                .actor = actor,
                                .order = order,
                                .version = version,
                                .confirms = is_fresh(order, desk_now(desk)),
                                .tells = has_news(order, desk_now(desk))};
    if (actor_check(actor, RIGHT_ORDERS, err) < 0) return -1;
    if (entering.confirms && notice_write(desk, arena, order, NOTICE_ORDER_CONFIRMED, STR("order_confirmed"),
                                          ALL_ITEMS, INSTANT_NONE, &entering.confirmation, err) < 0)
        return -1;
    for (int tries = 0; tries < DESK_TRIES; tries++) {
        struct err failure = {0};
        if (entering.tells && write_news(&entering, actor, arena, err) < 0) return -1;
        if (desk_write(desk, actor, arena, enter, &entering, &failure) == 0) {
            *out_what = entering.what;
            *out = entering.record;
            return 0;
        }
        if (failure.category == ERR_STALE && entering.stale) continue;
        if (err) *err = failure;
        return -1;
    }
    return err_set(err, ERR_BUSY, "the order changes too quickly; try again");
}

/* ---- stages ---- */

struct staging {
    struct desk *desk;
    const struct stage_record *record;
    struct order_record before; /* as it was read for the notices */
    struct spec_news *news;     /* what the studio has not seen of it */
    size_t news_count;
    struct telling telling; /* what tells of it */
    bool new;
    struct order_record after;
};

static int find_whole(const struct unit *unit, struct str number, struct order_record *out, struct err *err)
{
    struct id id;
    if (order_need(unit, number, &id, err) < 0) return -1;
    return order_load(unit, &id, out, err) < 0 ? -1 : 0;
}

/* 0: whatever version it is. */
static int check_version(const struct order_record *record, int64_t version, struct err *err)
{
    if (!version || record->version == version) return 0;
    return err_set(err, ERR_STALE, "the order has changed since it was read; read it again");
}

static int read_before(const struct unit *unit, void *context, struct err *err)
{
    struct staging *staging = context;
    if (find_whole(unit, staging->record->number, &staging->before, err) < 0 ||
        check_version(&staging->before, staging->record->version, err) < 0)
        return -1;
    return spec_news_of(unit, &staging->before.id, &staging->news, &staging->news_count, err);
}

static int record_in(const struct unit *unit, void *context, struct err *err)
{
    struct staging *staging = context;
    const struct stage_event *event = &staging->record->event;
    if (find_whole(unit, staging->record->number, &staging->after, err) < 0) return -1;
    const struct id id = staging->after.id;
    if (check_version(&staging->after, staging->before.version, err) < 0) return -1;
    if (order_add_event(unit, &id, event, &staging->new, err) < 0) return -1;
    if (!staging->new) return 0;
    if (order_load(unit, &id, &staging->after, err) < 0 ||
        settle_event(staging->desk, unit, &id, event, err) < 0 ||
        settle_whole(staging->desk, unit, &id, staging->after.order, err) < 0)
        return -1;
    if (telling_queue(unit, &staging->telling, &staging->after, err) < 0) return -1;
    return note(unit, &id, "stage.recorded",
                arena_printf(unit->arena, "{\"stage\":\"%.*s\",\"item\":%d}",
                             STR_ARG(stage_name(event->stage)), event->item),
                err);
}

int desk_record_stage(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct stage_record *record, bool *out_new, struct order_record *out,
                      struct err *err)
{
    bool cancels = record->event.stage == STAGE_CANCELLED;
    if (actor_check(actor, cancels ? RIGHT_APPROVE : RIGHT_STUDIO, err) < 0) return -1;
    for (int tries = 0; tries < DESK_TRIES; tries++) {
        struct err failure = {0};
        struct staging staging = {.desk = desk, .record = record};
        if (desk_read(desk, actor, arena, read_before, &staging, err) < 0 ||
            stage_check(staging.before.order, &record->event, staging.news, staging.news_count,
                        desk_now(desk), err) < 0)
            return -1;
        const struct order *before = staging.before.order;
        if (telling_write(desk, arena, before, order_with_event(arena, before, &record->event),
                          &record->event, 1, &staging.telling, err) < 0)
            return -1;
        if (desk_write(desk, actor, arena, record_in, &staging, &failure) == 0) {
            *out_new = staging.new;
            *out = staging.after;
            return 0;
        }
        if (failure.category == ERR_STALE) continue;
        if (err) *err = failure;
        return -1;
    }
    return err_set(err, ERR_BUSY, "the order changes too quickly; try again");
}

/* ---- holds ---- */

struct holding {
    const struct hold_wish *wish;
    bool release;
    struct order_record record;
};

static int hold_in(const struct unit *unit, void *context, struct err *err)
{
    static const struct id none;
    struct holding *holding = context;
    const struct hold_wish *wish = holding->wish;
    struct id hold_id;
    int64_t ended = 0;
    if (find_whole(unit, wish->number, &holding->record, err) < 0 ||
        check_version(&holding->record, wish->version, err) < 0)
        return -1;
    const struct id id = holding->record.id;
    if (stage_check_item(holding->record.order, wish->item, err) < 0) return -1;
    if (!holding->release && stage_is_cancelled(holding->record.order, wish->item))
        return err_set(err, ERR_CONFLICT, "what is cancelled is not made, and cannot be put on hold");
    struct hold hold = {.item = wish->item, .from = unit->now, .to = INSTANT_NONE, .reason = wish->reason};
    int result = holding->release ? order_end_holds(unit, &id, &none, wish->item, &ended, err)
                                  : order_add_hold(unit, &id, &hold, &none, &hold_id, err);
    if (result < 0) return -1;
    if (holding->release && !ended)
        return err_set(err, ERR_CONFLICT, "nothing that was held by hand is to be released");
    if (order_load(unit, &id, &holding->record, err) < 0) return -1;
    return note(unit, &id, holding->release ? "hold.lifted" : "hold.set",
                arena_printf(unit->arena, "{\"item\":%d}", wish->item), err);
}

int desk_hold(struct desk *desk, const struct actor *actor, struct arena *arena, const struct hold_wish *wish,
              struct order_record *out, struct err *err)
{
    struct holding holding = {.wish = wish};
    if (actor_check(actor, RIGHT_STUDIO, err) < 0 ||
        desk_write(desk, actor, arena, hold_in, &holding, err) < 0)
        return -1;
    *out = holding.record;
    return 0;
}

int desk_release(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct hold_wish *wish, struct order_record *out, struct err *err)
{
    struct holding holding = {.wish = wish, .release = true};
    if (actor_check(actor, RIGHT_STUDIO, err) < 0 ||
        desk_write(desk, actor, arena, hold_in, &holding, err) < 0)
        return -1;
    *out = holding.record;
    return 0;
}

/* ---- reading ---- */

struct getting {
    struct str number;
    struct order_record *out;
    int found;
};

static int get_in(const struct unit *unit, void *context, struct err *err)
{
    struct getting *getting = context;
    struct id id;
    getting->found = order_find(unit, getting->number, &id, err);
    if (getting->found > 0) getting->found = order_load(unit, &id, getting->out, err);
    return getting->found < 0 ? -1 : 0;
}

int desk_order_get(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                   struct order_record *out, struct err *err)
{
    struct getting getting = {.number = number, .out = out};
    if (actor_check(actor, RIGHT_READ, err) < 0 || desk_read(desk, actor, arena, get_in, &getting, err) < 0)
        return -1;
    return getting.found;
}
