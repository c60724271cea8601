/* What customers are told when stages begin; see telling.h. */
#include "desk/telling.h"

#include "store/outbox.h"
#include "store/survey.h"

enum { FOLLOW_UP_DAYS = 2, GATHER_MINUTES = 15 };
#define MICROS_PER_DAY (24 * MICROS_PER_HOUR)
#define GATHER (GATHER_MINUTES * 60 * MICROS_PER_SECOND)

/* The stages that a notice tells of as they begin, in their order. */
static const struct {
    enum stage stage;
    enum notice notice;
} rows[] = {
    {STAGE_PRODUCTION, NOTICE_PRODUCTION_STARTED},
    {STAGE_QUALITY_CHECK, NOTICE_QUALITY_CHECK_COMPLETE},
    {STAGE_SHIPPED, NOTICE_SHIPPED},
};
enum { ROWS = sizeof rows / sizeof *rows };

static int row_of(enum stage stage)
{
    for (int i = 0; i < ROWS; i++)
        if (rows[i].stage == stage) return i;
    return -1;
}

struct order *order_with_event(struct arena *arena, const struct order *order,
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

static bool is_delivered(const struct order *order)
{
    struct order_progress progress;
    order_progress(order, &progress);
    return progress.delivered_at != INSTANT_NONE;
}

/* Whether every item has come to that stage, or beyond it. */
static bool is_there(const struct order *order, enum stage stage)
{
    struct order_progress progress;
    order_progress(order, &progress);
    return progress.begun && progress.stage >= stage;
}

/* Whether something later than that is known of the same piece. */
static bool is_past(const struct order *order, const struct stage_event *event)
{
    if (event->item == ALL_ITEMS && is_there(order, event->stage + 1)) return true;
    for (size_t i = 0; i < order->event_count; i++) {
        const struct stage_event *other = &order->events[i];
        if (other->stage > event->stage && other->stage <= STAGE_CANCELLED &&
            (other->item == ALL_ITEMS || other->item == event->item))
            return true;
    }
    return false;
}

/* ---- words ---- */

static int write_stage(struct desk *desk, struct arena *arena, const struct order *after,
                       const struct stage_event *event, struct telling *telling, struct err *err)
{
    int row = row_of(event->stage);
    if (row < 0 || telling->count == TOLD_MOST || is_past(after, event)) return 0;
    struct told *told = &telling->list[telling->count++];
    enum notice notice = rows[row].notice;
    *told = (struct told){.stage = event->stage, .item = event->item};
    if (notice_write(desk, arena, after, notice, notice_name(notice), event->item, INSTANT_NONE, &told->own,
                     err) < 0)
        return -1;
    told->has_whole = event->item != ALL_ITEMS && after->item_count > 1 && is_there(after, event->stage);
    if (!told->has_whole) return 0;
    return notice_write(desk, arena, after, notice, notice_name(notice), ALL_ITEMS, INSTANT_NONE,
                        &told->whole, err);
}

static int write_follow_up(struct desk *desk, struct arena *arena, const struct order *after,
                           struct telling *telling, struct err *err)
{
    struct order_progress progress;
    const enum notice notice = NOTICE_DELIVERY_FOLLOW_UP;
    order_progress(after, &progress);
    instant_t when = progress.delivered_at + FOLLOW_UP_DAYS * MICROS_PER_DAY;
    telling->delivered = true;
    if (notice_write(desk, arena, after, notice, notice_name(notice), ALL_ITEMS, when, &telling->care, err) <
        0)
        return -1;
    return notice_write(desk, arena, after, notice, STR("invitation"), ALL_ITEMS, when, &telling->invitation,
                        err);
}

int telling_write(struct desk *desk, struct arena *arena, const struct order *before,
                  const struct order *after, const struct stage_event *events, size_t count,
                  struct telling *out, struct err *err)
{
    *out = (struct telling){0};
    for (size_t i = 0; i < count; i++)
        if (write_stage(desk, arena, after, &events[i], out, err) < 0) return -1;
    bool arrived = count && is_delivered(after) && !is_delivered(before);
    return arrived ? write_follow_up(desk, arena, after, out, err) : 0;
}

/* ---- into the outbox ---- */

static struct str once_of(struct arena *arena, int item)
{
    return arena_printf(arena, "item%d", item);
}

/* What waits to be told of earlier stages is not news any more. */
static int withhold_earlier(const struct unit *unit, const struct id *order, enum stage stage, int item,
                            struct err *err)
{
    for (int i = 0; i < ROWS && rows[i].stage < stage; i++) {
        struct str name = notice_name(rows[i].notice);
        int result =
            item == ALL_ITEMS
                ? outbox_withhold_notice(unit, order, name, STR("overtaken"), err)
                : outbox_withhold_key(unit, notice_key(unit->arena, name, order, once_of(unit->arena, item)),
                                      STR("overtaken"), err);
        if (result < 0) return -1;
    }
    return 0;
}

/* Whether the whole order is told of in place of its items: 1 or 0. */
static int tells_whole(const struct unit *unit, const struct told *told, const struct id *order,
                       struct err *err)
{
    bool gone;
    if (!told->has_whole) return 0;
    if (outbox_notice_gone(unit, order, notice_name(told->own.notice), &gone, err) < 0) return -1;
    return !gone;
}

static int queue_stage(const struct unit *unit, const struct told *told, const struct order_record *record,
                       struct err *err)
{
    struct str name = notice_name(told->own.notice);
    int whole = tells_whole(unit, told, &record->id, err);
    if (whole < 0) return -1;
    int item = whole ? ALL_ITEMS : told->item;
    struct notice_letter letter = whole ? told->whole : told->own;
    bool waits = told->stage == STAGE_QUALITY_CHECK || (item != ALL_ITEMS && record->order->item_count > 1);
    if (waits) letter.not_before = unit->now + GATHER;
    struct str once = once_of(unit->arena, item);
    if (whole) {
        int there =
            outbox_has_since(unit, notice_key(unit->arena, name, &record->id, once), INSTANT_NONE, err);
        if (there) return there < 0 ? -1 : 0;
        if (outbox_withhold_notice(unit, &record->id, name, STR("told_together"), err) < 0) return -1;
    }
    if (withhold_earlier(unit, &record->id, told->stage, item, err) < 0) return -1;
    return notice_queue(unit, record, &letter, once, err);
}

/* By the consent that is kept, whatever the words were written by. */
static struct notice_letter by_consent(const struct notice_letter *invitation, const struct order *order)
{
    static const struct str refused = STR_INIT("no_marketing_consent");
    struct notice_letter letter = *invitation;
    if (!order->customer.consents_marketing)
        letter.text.withheld = refused;
    else if (str_eq(letter.text.withheld, refused))
        letter.text.withheld = (struct str){0};
    return letter;
}

static int queue_follow_up(const struct unit *unit, const struct telling *telling,
                           const struct order_record *record, struct err *err)
{
    struct notice_letter invitation = by_consent(&telling->invitation, record->order);
    struct survey survey = {.delivery = true, .order = record->id, .customer = record->customer};
    if (notice_queue(unit, record, &telling->care, STR("order"), err) < 0 ||
        notice_queue(unit, record, &invitation, STR("order"), err) < 0)
        return -1;
    return survey_ask(unit, &survey, err);
}

int telling_queue(const struct unit *unit, const struct telling *telling, const struct order_record *record,
                  struct err *err)
{
    for (int i = 0; i < telling->count; i++)
        if (queue_stage(unit, &telling->list[i], record, err) < 0) return -1;
    return telling->delivered ? queue_follow_up(unit, telling, record, err) : 0;
}
