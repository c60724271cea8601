/* The demo's studio and its parcels: an order goes from stage to stage on working days, mostly in time; see demo.h. */
#include "cli/demo.h"
#include "desk/board.h"
#include "desk/life.h"
#include "desk/look.h"

enum { WAITS_MOST = 40, LATE_PERCENT = 7, PARCEL_LATE_PERCENT = 9, LOST_THOUSANDTHS = 9 };
enum { MORNING = 9 * 60 + 5, NOON = 12 * 60 + 25, AFTERNOON = 13 * 60 + 35, EVENING = 14 * 60 + 55 };

static const char *const carriers_words[] = {"accepted", "in_transit", "delivered"};

static int next_stage(struct demo *demo, const struct demo_event *event, struct err *err);

/* ---- days ---- */

static instant_t working_moment(struct demo *demo, day_t day)
{
    bool morning = demo_odds(demo, 60);
    return demo_moment(demo, day,
                       (int)demo_between(demo, morning ? MORNING : AFTERNOON, morning ? NOON : EVENING));
}

static void enter_stage(struct demo *demo, struct demo_order *order, enum stage stage, instant_t at)
{
    struct demo_event event = {.at = at, .happen = next_stage, .order = order, .number = (int)stage};
    demo_enter(demo, &event);
}

/* So many business days from today. */
static void enter_stage_in(struct demo *demo, struct demo_order *order, enum stage stage, int days)
{
    day_t today = demo_today(demo), day = calendar_add(demo->store->studio, today, days);
    instant_t at = working_moment(demo, day);
    if (at <= demo->now) at = demo->now + demo_between(demo, 20, 90) * DEMO_MINUTE;
    enter_stage(demo, order, stage, at);
}

/* In December more is late than in March. */
static int late_percent(const struct demo *demo)
{
    int month = civil_of(demo_today(demo)).month;
    return month == 12 ? 2 * LATE_PERCENT : month == 11 ? LATE_PERCENT * 3 / 2 : LATE_PERCENT;
}

static int rushed(int days)
{
    return (days * 6 + 9) / 10;
}

/* How many business days this one takes, which nobody knows beforehand. */
static int pick_days(struct demo *demo, const struct day_pair *pair, bool rush)
{
    int low = rush ? rushed(pair->lo) : pair->lo, high = rush ? rushed(pair->hi) : pair->hi;
    if (demo_odds(demo, late_percent(demo))) return high + (int)demo_between(demo, 1, 5);
    return (int)demo_between(demo, low > 1 ? low - 1 : 1, high > 1 ? high - 1 : 1);
}

/* ---- stages ---- */

static int cumulative(const struct product *product, int days, int stages)
{
    static const int usual[3] = {25, 60, 15};
    const int *shares = product->shares[0] ? product->shares : usual;
    int percent = 0;
    for (int i = 0; i < stages; i++) percent += shares[i];
    return (days * percent + 99) / 100;
}

void demo_plan_making(struct demo *demo, struct demo_order *order, bool rush)
{
    const struct product *product = order->product->product;
    order->days = pick_days(demo, &product->production_days, rush);
    order->late = order->days > (rush ? rushed(product->production_days.hi) : product->production_days.hi);
    if (product->stock) order->days = 1;
    enter_stage_in(demo, order, STAGE_DESIGN, demo_odds(demo, 70) ? 0 : 1);
}

/* They lose patience when the day they were told has passed. */
static void maybe_complain(struct demo *demo, struct demo_order *order)
{
    if (!order->late || !demo_odds(demo, 62)) return;
    day_t day = calendar_add(demo->store->studio, demo_today(demo),
                             order->product->product->production_days.hi + (int)demo_between(demo, 0, 2));
    demo_message_at(demo, demo_moment(demo, day, (int)demo_between(demo, 8 * 60, 22 * 60)), "delay", order);
}

static void after_design(struct demo *demo, struct demo_order *order)
{
    maybe_complain(demo, order);
    if (order->product->product->proof_gate)
        enter_stage_in(demo, order, STAGE_PROOF_SENT, (int)demo_between(demo, 1, 2));
    else
        enter_stage_in(demo, order, STAGE_PRODUCTION, cumulative(order->product->product, order->days, 1));
}

static void after_proof(struct demo *demo, struct demo_order *order)
{
    enter_stage(demo, order, STAGE_PROOF_APPROVED, demo_later(demo, 40, 3 * 24 * 60));
}

static void after_approval(struct demo *demo, struct demo_order *order)
{
    enter_stage_in(demo, order, STAGE_PRODUCTION, (int)demo_between(demo, 0, 1));
}

static void after_start(struct demo *demo, struct demo_order *order)
{
    const struct product *product = order->product->product;
    enter_stage_in(demo, order, STAGE_QUALITY_CHECK,
                   cumulative(product, order->days, 2) - cumulative(product, order->days, 1));
}

static void after_check(struct demo *demo, struct demo_order *order)
{
    enter_stage_in(demo, order, STAGE_SHIPPED,
                   order->days - cumulative(order->product->product, order->days, 2));
}

static int see_parcel(struct demo *demo, const struct demo_event *event, struct err *err)
{
    return event->order->over ? 0 : demo_track(demo, event->order->number, event->kind, err);
}

static void after_shipping(struct demo *demo, struct demo_order *order)
{
    const struct day_pair *pair = &order->product->product->shipping_days;
    int low = pair->lo ? pair->lo : 3, high = pair->hi ? pair->hi : 5;
    int days = (int)demo_between(demo, low > 2 ? low - 1 : low, high);
    order->shipped_at = demo->now;
    order->lost = demo_pick(demo, 1000) < LOST_THOUSANDTHS;
    if (demo_odds(demo, PARCEL_LATE_PERCENT)) days = high + (int)demo_between(demo, 1, 4);
    struct demo_event seen = {
        .at = demo_later(demo, 600, 2000), .happen = see_parcel, .order = order, .kind = carriers_words[1]};
    demo_enter(demo, &seen);
    if (order->lost) {
        demo_message_at(demo, demo_later(demo, 9 * 24 * 60, 13 * 24 * 60), "not_received", order);
        return;
    }
    day_t day = calendar_add(demo->store->carrier, demo_today(demo), days);
    enter_stage(demo, order, STAGE_DELIVERED,
                demo_moment(demo, day, (int)demo_between(demo, 9 * 60, 18 * 60)));
}

/* Out of a thousand parcels: what is written when they are opened. */
static const struct {
    int share, least_hours, most_hours;
    const char *kind;
} openings[] = {
    {28, 2, 38, "damaged"},     {5, 55, 130, "damaged"}, {18, 2, 40, "wrong_spec"},
    {5, 60, 140, "wrong_spec"}, {26, 20, 120, "return"}, {9, 1, 20, "not_received"},
    {80, 4, 100, "thanks"},
};

static void after_delivery(struct demo *demo, struct demo_order *order)
{
    int chosen = demo_pick(demo, 1000);
    order->delivered_at = demo->now;
    if (order->remake) return;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        if ((chosen -= openings[i].share) >= 0) continue;
        demo_message_at(demo, demo_later(demo, openings[i].least_hours * 60, openings[i].most_hours * 60),
                        openings[i].kind, order);
        break;
    }
    demo_maybe_again(demo, order);
}

static void (*const followed_by[STAGE_COUNT])(struct demo *demo, struct demo_order *order) = {
    [STAGE_DESIGN] = after_design,           [STAGE_PROOF_SENT] = after_proof,
    [STAGE_PROOF_APPROVED] = after_approval, [STAGE_PRODUCTION] = after_start,
    [STAGE_QUALITY_CHECK] = after_check,     [STAGE_SHIPPED] = after_shipping,
    [STAGE_DELIVERED] = after_delivery,
};

/* The studio looks at what changes have written before it goes on. */
static int see_changes(struct demo *demo, struct str number, struct err *err)
{
    const struct actor *studio = &demo_staff_of(demo, "studio")->actor;
    struct order_parts parts;
    if (desk_order_parts(demo->desk, studio, demo->arena, number, ORDER_SPECS, &parts, err) < 0) return -1;
    for (size_t i = 0; i < parts.count; i++) {
        const struct spec_version *spec = &parts.specs[i];
        struct acknowledgement seen = {number, spec->item, spec->piece, spec->version};
        struct spec_news *left;
        size_t count;
        if (spec->version < 2 || id_is_none(&spec->change)) continue;
        if (desk_acknowledge(demo->desk, studio, demo->arena, &seen, &left, &count, err) < 0) return -1;
    }
    return 0;
}

static int try_record(struct demo *demo, struct str number, enum stage stage, struct err *err)
{
    struct stage_record record = {.number = number, .event = {stage, demo->now, ALL_ITEMS}};
    struct order_record after;
    bool new;
    return desk_record_stage(demo->desk, &demo_staff_of(demo, "studio")->actor, demo->arena, &record, &new,
                             &after, err);
}

/* What is on hold waits for a day. */
static int wait_a_day(struct demo *demo, struct demo_order *order, enum stage stage)
{
    if (order->waits++ < WAITS_MOST) enter_stage_in(demo, order, stage, 1);
    return 0;
}

int demo_record(struct demo *demo, struct str number, enum stage stage, struct err *err)
{
    if (stage == STAGE_SHIPPED && demo_track(demo, number, carriers_words[0], err) < 0) return -1;
    if (stage == STAGE_DELIVERED && demo_track(demo, number, carriers_words[2], err) < 0) return -1;
    if (stage == STAGE_PRODUCTION && see_changes(demo, number, err) < 0) return -1;
    return try_record(demo, number, stage, err);
}

static int next_stage(struct demo *demo, const struct demo_event *event, struct err *err)
{
    struct demo_order *order = event->order;
    enum stage stage = (enum stage)event->number;
    struct order_record record;
    struct err failure = {0};
    int found = desk_order_get(demo->desk, &demo->shop_actor, demo->arena, order->number, &record, err);
    if (found < 0) return -1;
    if (!found || record.cancelled_at != INSTANT_NONE) order->over = true;
    if (order->over) return 0;
    if (demo_record(demo, order->number, stage, &failure) == 0) {
        if (followed_by[stage]) followed_by[stage](demo, order);
        demo_show_later(demo, order, stage);
        return 0;
    }
    if (failure.category == ERR_CONFLICT) return wait_a_day(demo, order, stage);
    if (err) *err = failure;
    return -1;
}

/* ---- parcels ---- */

static struct str tracking_of(struct demo *demo, const struct order *order)
{
    uint64_t digits = 0;
    for (size_t i = 0; i < order->number.len; i++) digits = digits * 31 + (unsigned char)order->number.ptr[i];
    digits = digits * 2654435761u % 10000000000u;
    return str_is(order->shipping.country, "US")
               ? arena_printf(demo->arena, "9400136%03d%010llu", 208, (unsigned long long)digits)
               : arena_printf(demo->arena, "JD0146%010llu", (unsigned long long)digits);
}

int demo_track(struct demo *demo, struct str number, const char *scan, struct err *err)
{
    struct order_record record;
    int found = desk_order_get(demo->desk, &demo->shop_actor, demo->arena, number, &record, err);
    if (found <= 0) return found;
    struct order order = *record.order;
    struct scan *scans = ARENA_ARRAY(demo->arena, order.shipping.scan_count + 1, struct scan);
    for (size_t i = 0; i < order.shipping.scan_count; i++) scans[i] = order.shipping.scans[i];
    scans[order.shipping.scan_count] = (struct scan){demo->now, str_of(scan)};
    order.shipping.scans = scans;
    order.shipping.scan_count++;
    if (!order.shipping.tracking.len) order.shipping.tracking = tracking_of(demo, &order);
    return demo_put(demo, &order, err);
}
