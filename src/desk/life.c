/* What happens to orders; see life.h. */
#include "desk/life.h"

#include "desk/notice.h"
#include "store/audit.h"
#include "store/board.h"
#include "store/outbox.h"
#include "store/promise.h"
#include "store/search.h"
#include "store/survey.h"

enum { FOLLOW_UP_DAYS = 2, AHEAD_DAYS = 1 };
#define MICROS_PER_DAY (24 * MICROS_PER_HOUR)

static int note(const struct unit *unit, const struct id *order, const char *verb, struct str detail,
                struct err *err)
{
    struct audit_entry entry = {.verb = verb, .object = *order, .order = *order, .detail = detail};
    return audit_add(unit, &entry, err);
}

/* Which notice tells of a stage (NOTICE_COUNT: none), and which milestones it settles: those up to and with one, -1 for
 * none. The quality check is told of when it is complete, which is when the parcel goes out, and then `shipped` says it. */
static const struct {
    enum notice notice;
    int settles;
} stages[STAGE_COUNT] = {
    [STAGE_DESIGN] = {NOTICE_COUNT, -1},
    [STAGE_PRODUCTION] = {NOTICE_PRODUCTION_STARTED, MILESTONE_DESIGN_DONE},
    [STAGE_QUALITY_CHECK] = {NOTICE_COUNT, MILESTONE_PRODUCTION_DONE},
    [STAGE_SHIPPED] = {NOTICE_SHIPPED, MILESTONE_SHIPPED},
    [STAGE_DELIVERED] = {NOTICE_DELIVERY_FOLLOW_UP, MILESTONE_DELIVERED},
    [STAGE_CANCELLED] = {NOTICE_COUNT, -1},
    [STAGE_PROOF_SENT] = {NOTICE_COUNT, -1},
    [STAGE_PROOF_APPROVED] = {NOTICE_COUNT, -1},
    [STAGE_PHOTO_REQUESTED] = {NOTICE_COUNT, -1},
    [STAGE_PHOTO_RECEIVED] = {NOTICE_COUNT, -1},
};

/* What an event does to what was promised, and, where it ends the order, to what was still to be told. */
static int settle_event(struct desk *desk, const struct unit *unit, const struct id *order,
                        const struct stage_event *event, struct err *err)
{
    day_t day = zone_day(desk_store(desk, unit->arena)->zone, event->at);
    if (event->stage == STAGE_CANCELLED && event->item == ALL_ITEMS &&
        outbox_withhold_order(unit, order, STR("notice"), STR("cancelled"), err) < 0)
        return -1;
    if (event->stage == STAGE_CANCELLED) return promise_close(unit, order, event->item, err);
    for (int m = 0; m <= stages[event->stage].settles; m++)
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
    const struct order *order;
    int64_t version; /* as it was read; 0: not asked */
    struct notice_letter confirmation;
    bool confirms; /* placed so lately that a confirmation is no surprise */
    enum order_put what;
    struct order_record record;
};

static int check_as_read(const struct unit *unit, const struct entering *entering, struct err *err)
{
    struct order_record now = {0};
    struct id id;
    if (!entering->version) return 0;
    int found = order_find(unit, entering->order->number, &id, err);
    if (found > 0) found = order_head(unit, &id, &now, err);
    if (found < 0) return -1;
    return now.version == entering->version
               ? 0
               : err_set(err, ERR_STALE, "the order has changed since it was read; read it again");
}

static int enter(const struct unit *unit, void *context, struct err *err)
{
    struct entering *entering = context;
    struct id id;
    if (check_as_read(unit, entering, err) < 0 ||
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
    struct entering entering = {
        .desk = desk, .order = order, .version = version, .confirms = is_fresh(order, desk_now(desk))};
    if (actor_check(actor, RIGHT_ORDERS, err) < 0) return -1;
    if (entering.confirms && notice_write(desk, arena, order, NOTICE_ORDER_CONFIRMED, STR("order_confirmed"),
                                          ALL_ITEMS, INSTANT_NONE, &entering.confirmation, err) < 0)
        return -1;
    if (desk_write(desk, actor, arena, enter, &entering, err) < 0) return -1;
    *out_what = entering.what;
    *out = entering.record;
    return 0;
}

/* ---- stages ---- */

struct staging {
    struct desk *desk;
    const struct stage_record *record;
    struct order_record before; /* as it was read for the notices */
    struct spec_news *news;     /* what the studio has not seen of it */
    size_t news_count;
    struct notice_letter letters[2]; /* what tells of it */
    int letter_count;
    bool new;
    struct order_record after;
};

static int find_whole(const struct unit *unit, struct str number, struct order_record *out, struct err *err)
{
    struct id id;
    int found = order_find(unit, number, &id, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no order %.*s", STR_ARG(number));
    return order_load(unit, &id, out, err) < 0 ? -1 : 0;
}

static int read_before(const struct unit *unit, void *context, struct err *err)
{
    struct staging *staging = context;
    if (find_whole(unit, staging->record->number, &staging->before, err) < 0) return -1;
    return spec_news_of(unit, &staging->before.id, &staging->news, &staging->news_count, err);
}

static bool is_work(enum stage stage)
{
    return stage == STAGE_PRODUCTION || stage == STAGE_QUALITY_CHECK || stage == STAGE_SHIPPED;
}

static bool concerns(int item, const struct stage_event *event)
{
    return item == ALL_ITEMS || event->item == ALL_ITEMS || item == event->item;
}

static int check_event(const struct order *order, const struct stage_event *event, instant_t now,
                       struct err *err)
{
    int items = order->unlisted ? 0 : (int)order->item_count;
    if (event->item != ALL_ITEMS && (event->item < 0 || event->item >= items))
        return err_set(err, ERR_INPUT,
                       "/item: one of the order's %d items is expected, counted from 0, found %d", items,
                       event->item);
    if (event->at > now + AHEAD_DAYS * MICROS_PER_DAY)
        return err_set(err, ERR_INPUT,
                       "/at: a time that has come is expected; this one lies over a day ahead");
    for (size_t i = 0; is_work(event->stage) && i < order->hold_count; i++)
        if (order->holds[i].to == INSTANT_NONE && concerns(order->holds[i].item, event))
            return err_set(err, ERR_CONFLICT, "the piece is on hold (%.*s); release it first",
                           STR_ARG(order->holds[i].reason));
    return 0;
}

/* A change that nobody in the studio has seen would be made as it was before. */
static int check_seen(const struct staging *staging, struct err *err)
{
    const struct stage_event *event = &staging->record->event;
    for (size_t i = 0; is_work(event->stage) && i < staging->news_count; i++)
        if (concerns(staging->news[i].item, event))
            return err_set(err, ERR_CONFLICT,
                           "what is to be made has changed (item %d, version %lld) and is not acknowledged; "
                           "acknowledge it first",
                           staging->news[i].item, (long long)staging->news[i].version);
    return 0;
}

/* The order as it will be, so that the notice tells the dates that follow from the event. */
static struct order *with_event(struct arena *arena, const struct order *order,
                                const struct stage_event *event)
{
    struct order *after = ARENA_NEW(arena, struct order);
    *after = *order;
    after->events = ARENA_ARRAY(arena, order->event_count + 1, struct stage_event);
    size_t at = order->event_count;
    while (at > 0 && order->events[at - 1].at > event->at) at--;
    for (size_t i = 0; i < order->event_count; i++) after->events[i < at ? i : i + 1] = order->events[i];
    after->events[at] = *event;
    after->event_count++;
    return after;
}

/* Whether with this event the last piece has arrived: what follows a delivery is said once, of all of it. */
static bool completes_delivery(const struct order *after, const struct stage_event *event)
{
    struct order_progress progress;
    order_progress(after, &progress);
    return event->stage == STAGE_DELIVERED && progress.delivered_at != INSTANT_NONE;
}

/* After delivery it is two messages, because the law sees two: care, and with consent the invitation. */
static int write_letters(struct staging *staging, struct arena *arena, const struct order *after,
                         struct err *err)
{
    const struct stage_event *event = &staging->record->event;
    enum notice notice = stages[event->stage].notice;
    bool delivered = completes_delivery(after, event);
    if (notice == NOTICE_COUNT || (event->stage == STAGE_DELIVERED && !delivered)) return 0;
    instant_t when = delivered ? event->at + FOLLOW_UP_DAYS * MICROS_PER_DAY : INSTANT_NONE;
    if (notice_write(staging->desk, arena, after, notice, notice_name(notice), event->item, when,
                     &staging->letters[staging->letter_count++], err) < 0)
        return -1;
    if (!delivered) return 0;
    return notice_write(staging->desk, arena, after, notice, STR("invitation"), event->item, when,
                        &staging->letters[staging->letter_count++], err);
}

static int tell(const struct unit *unit, struct staging *staging, struct err *err)
{
    const struct stage_event *event = &staging->record->event;
    struct str once =
        event->stage == STAGE_DELIVERED ? STR("order") : arena_printf(unit->arena, "item%d", event->item);
    for (int i = 0; i < staging->letter_count; i++)
        if (notice_queue(unit, &staging->after, &staging->letters[i], once, err) < 0) return -1;
    if (!completes_delivery(staging->after.order, event)) return 0;
    struct survey survey = {
        .delivery = true, .order = staging->after.id, .customer = staging->after.customer};
    return survey_ask(unit, &survey, err);
}

static int record_in(const struct unit *unit, void *context, struct err *err)
{
    struct staging *staging = context;
    const struct stage_event *event = &staging->record->event;
    if (find_whole(unit, staging->record->number, &staging->after, err) < 0) return -1;
    const struct id id = staging->after.id;
    if (staging->after.version != staging->before.version)
        return err_set(err, ERR_STALE, "the order has changed since it was read; read it again");
    if (order_add_event(unit, &id, event, &staging->new, err) < 0) return -1;
    if (!staging->new) return 0;
    if (order_load(unit, &id, &staging->after, err) < 0 ||
        settle_event(staging->desk, unit, &id, event, err) < 0 ||
        settle_whole(staging->desk, unit, &id, staging->after.order, err) < 0)
        return -1;
    if (tell(unit, staging, err) < 0) return -1;
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
            check_event(staging.before.order, &record->event, desk_now(desk), err) < 0 ||
            check_seen(&staging, err) < 0)
            return -1;
        struct order *after = with_event(arena, staging.before.order, &record->event);
        if (write_letters(&staging, arena, after, err) < 0) return -1;
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
    struct str number, reason;
    int item;
    bool release;
    struct order_record record;
};

static int check_item(const struct order *order, int item, struct err *err)
{
    int items = order->unlisted ? 0 : (int)order->item_count;
    if (item == ALL_ITEMS || (item >= 0 && item < items)) return 0;
    return err_set(err, ERR_INPUT, "/item: one of the order's %d items is expected, counted from 0, found %d",
                   items, item);
}

static int hold_in(const struct unit *unit, void *context, struct err *err)
{
    static const struct id none;
    struct holding *holding = context;
    struct id hold_id;
    int64_t ended = 0;
    if (find_whole(unit, holding->number, &holding->record, err) < 0) return -1;
    const struct id id = holding->record.id;
    if (check_item(holding->record.order, holding->item, err) < 0) return -1;
    struct hold hold = {
        .item = holding->item, .from = unit->now, .to = INSTANT_NONE, .reason = holding->reason};
    int result = holding->release ? order_end_holds(unit, &id, &none, holding->item, &ended, err)
                                  : order_add_hold(unit, &id, &hold, &none, &hold_id, err);
    if (result < 0) return -1;
    if (holding->release && !ended)
        return err_set(err, ERR_CONFLICT, "nothing that was held by hand is to be released");
    if (order_load(unit, &id, &holding->record, err) < 0) return -1;
    return note(unit, &id, holding->release ? "hold.lifted" : "hold.set",
                arena_printf(unit->arena, "{\"item\":%d}", holding->item), err);
}

int desk_hold(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number, int item,
              struct str reason, struct order_record *out, struct err *err)
{
    struct holding holding = {.number = number, .reason = reason, .item = item};
    if (actor_check(actor, RIGHT_STUDIO, err) < 0 ||
        desk_write(desk, actor, arena, hold_in, &holding, err) < 0)
        return -1;
    *out = holding.record;
    return 0;
}

int desk_release(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                 int item, struct order_record *out, struct err *err)
{
    struct holding holding = {.number = number, .item = item, .release = true};
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
