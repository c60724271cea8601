/* What is known of an inquiry before anything is decided: who writes, and where each item stands; see matter.h. */
#include "engine/matter.h"

#include "engine/facts.h"
#include "text/utf8.h"

/* The bare address of "Name <address>". */
static struct str bare_address(struct str from)
{
    size_t open = str_find_char(from, '<', 0);
    if (open == STR_NOT_FOUND) return str_trim(from);
    size_t close = str_find_char(from, '>', open);
    return str_trim(str_slice(from, open + 1, close == STR_NOT_FOUND ? from.len : close));
}

/* The last nine digits decide: numbers are written with and without a country code. */
static bool phones_match(struct str a, struct str b)
{
    enum { DECISIVE = 9 };
    size_t i = a.len, j = b.len;
    for (int same = 0; same < DECISIVE; same++) {
        while (i > 0 && !rune_is_digit((unsigned char)a.ptr[i - 1])) i--;
        while (j > 0 && !rune_is_digit((unsigned char)b.ptr[j - 1])) j--;
        if (i == 0 || j == 0 || a.ptr[--i] != b.ptr[--j]) return false;
    }
    return true;
}

static bool person_has_address(const struct person *person, struct str from)
{
    if (from.len == 0) return false;
    if (str_eq_nocase(person->email, from)) return true;
    for (size_t i = 0; i < person->email_count; i++)
        if (str_eq_nocase(person->emails[i], from)) return true;
    return person->phone.len && str_find_char(from, '@', 0) == STR_NOT_FOUND &&
           phones_match(person->phone, from);
}

static enum identity identify(struct matter *matter)
{
    const struct inquiry *inquiry = matter->inquiry;
    if (!matter->order) return inquiry->link_verified ? IDENTITY_VERIFIED : IDENTITY_UNKNOWN;
    struct str from = bare_address(inquiry->from);
    const struct person *customer = &matter->order->customer;
    bool is_customer = person_has_address(customer, from);
    matter->gift_recipient = !is_customer && person_has_address(&matter->order->recipient, from);
    if (inquiry->link_verified) return IDENTITY_VERIFIED;
    if (is_customer || matter->gift_recipient) return IDENTITY_MATCHED;
    bool comparable = from.len && (customer->email.len || customer->email_count || customer->phone.len);
    return comparable ? IDENTITY_MISMATCH : IDENTITY_UNKNOWN;
}

static int count_photos(const struct matter *matter)
{
    int photos = 0;
    for (size_t i = 0; i < matter->inquiry->attachment_count; i++)
        photos += attachment_is_photo(&matter->inquiry->attachments[i]);
    return photos;
}

/* Fields that are picked from a list wherever they are offered; everything else is written or sent by the customer. */
static bool is_preset_field(const struct matter *matter, const struct item *item, struct str name)
{
    static const struct str presets[] = {
        STR_INIT("font"),     STR_INIT("color"),      STR_INIT("colour"),  STR_INIT("size"),
        STR_INIT("material"), STR_INIT("metal"),      STR_INIT("finish"),  STR_INIT("thread"),
        STR_INIT("frame"),    STR_INIT("background"), STR_INIT("length"),  STR_INIT("style"),
        STR_INIT("wood"),     STR_INIT("leather"),    STR_INIT("chain"),   STR_INIT("scent"),
        STR_INIT("fabric"),   STR_INIT("option"),     STR_INIT("variant"), STR_INIT("shape")};
    if (spec_rule(matter->store, item, name)->choice_count) return true;
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
        if (str_eq_nocase(presets[i], name)) return true;
    return false;
}

/* Whether a line counts as personalised is decided per line; a made-to-order line of which nothing is known does. */
static bool is_personalised(const struct matter *matter, const struct item *item)
{
    if (item->stock) return false;
    if (item->piece_count) return true;
    for (size_t i = 0; i < item->field_count; i++)
        if (!is_preset_field(matter, item, item->fields[i].name)) return true;
    return item->field_count == 0;
}

/* A pair never collapses to one day. */
static struct day_pair days_or(struct day_pair days, struct day_pair fallback, int standard)
{
    struct day_pair pair = days.lo ? days : fallback.lo ? fallback : estimate_pair(standard);
    if (!pair.hi) pair = estimate_pair(pair.lo);
    if (pair.hi <= pair.lo) pair.hi = pair.lo + 1;
    return pair;
}

struct day_pair matter_production_days(const struct matter *matter, const struct item_view *view)
{
    struct day_pair none = {0};
    return days_or(matter->order->production.days, view->product ? view->product->production_days : none, 7);
}

struct day_pair matter_shipping_days(const struct matter *matter, const struct item_view *view)
{
    struct day_pair none = {0};
    return days_or(matter->order->shipping.days, view->product ? view->product->shipping_days : none, 5);
}

static void estimate_view(struct matter *matter, int index, struct item_view *view)
{
    const struct order *order = matter->order;
    const struct store *store = matter->store;
    struct estimate_calendars calendars = {store->zone, store->studio, store->carrier, store->cutoff};
    struct estimate_input input = {
        .placed_at = order->placed_at,
        .order_date = matter->today,
        .production = matter_production_days(matter, view),
        .shipping = matter_shipping_days(matter, view),
        .rush = order->production.rush,
        .proof_gate = view->product && view->product->proof_gate,
        .now = matter->inquiry->at,
        .item = index,
        .order = order,
    };
    if (view->product) memcpy(input.shares, view->product->shares, sizeof input.shares);
    estimate_item(&calendars, &input, &view->estimate);
    const struct item_life *life = &view->estimate.life;
    view->begun = life->reported && life->stage >= STAGE_PRODUCTION && life->stage <= STAGE_DELIVERED;
    view->rush_possible = !view->begun && life->stage == STAGE_DESIGN && !order->production.rush &&
                          order->rush_available && (!view->product || view->product->rush_available) &&
                          !view->item->stock;
    if (life->stage == STAGE_PRODUCTION && !life->reported)
        view->rush_possible = false; /* probably begun: nobody can promise a rush */
    if (view->rush_possible) {
        input.rush = true;
        estimate_item(&calendars, &input, &view->rush);
    }
}

/* Open iff fewer than the policy's hours have passed since the order and production has not begun. */
static void judge_window(const struct matter *matter, struct item_view *view)
{
    const struct order *order = matter->order;
    instant_t length = matter->policy->change_window_hours * MICROS_PER_HOUR;
    struct window window = {.state = WINDOW_NONE, .closes_at = INSTANT_NONE, .reason = STR("date_unknown")};
    if (order->placed_at != INSTANT_NONE) {
        window.closes_at = order->placed_at + length;
        bool inside = matter->inquiry->at < window.closes_at;
        window.state = inside && !view->begun ? WINDOW_OPEN : WINDOW_CLOSED;
        window.reason = view->begun ? STR("production_begun")
                        : inside    ? STR("inside_window")
                                    : STR("window_closed");
    }
    if (view->estimate.life.stage == STAGE_CANCELLED) {
        window.state = WINDOW_CLOSED;
        window.reason = STR("cancelled");
    }
    view->window = window;
}

static void take_scans(struct item_view *view, const struct scan *scans, size_t count, instant_t now)
{
    for (size_t i = 0; i < count; i++) {
        if (scans[i].at > now) continue;
        if (view->last_scan == INSTANT_NONE || scans[i].at > view->last_scan) view->last_scan = scans[i].at;
        if (str_eq_nocase(scans[i].status, STR("delivered"))) view->scan_delivered = true;
    }
}

static bool shipment_holds(const struct shipment *shipment, int item)
{
    if (shipment->item_count == 0) return true;
    for (size_t i = 0; i < shipment->item_count; i++)
        if (shipment->items[i] == item) return true;
    return false;
}

/* A split order's parcel of this item counts before the order's own tracking. */
static void follow_parcel(const struct matter *matter, int index, struct item_view *view)
{
    const struct order *order = matter->order;
    view->last_scan = INSTANT_NONE;
    view->carrier = order->shipping.carrier;
    for (size_t i = 0; i < order->shipment_count; i++) {
        const struct shipment *shipment = &order->shipments[i];
        if (!shipment_holds(shipment, index)) continue;
        if (shipment->carrier.len) view->carrier = shipment->carrier;
        view->tracking = shipment->tracking;
        take_scans(view, shipment->scans, shipment->scan_count, matter->inquiry->at);
    }
    if (view->tracking.len || order->shipment_count) return;
    view->tracking = order->shipping.tracking;
    take_scans(view, order->shipping.scans, order->shipping.scan_count, matter->inquiry->at);
}

static void know_item(struct matter *matter, int index)
{
    struct item_view *view = &matter->views[index];
    view->item = &matter->order->items[index];
    view->product = store_product(matter->store, view->item->sku);
    estimate_view(matter, index, view);
    judge_window(matter, view);
    follow_parcel(matter, index, view);
    view->personalised = is_personalised(matter, view->item);
    const struct zone *zone = matter->store->zone;
    view->shipped_at = view->estimate.life.began[STAGE_SHIPPED];
    view->delivered_at = view->estimate.life.began[STAGE_DELIVERED];
    view->shipped = view->shipped_at == INSTANT_NONE ? DAY_NONE : zone_day(zone, view->shipped_at);
    view->delivered = view->delivered_at == INSTANT_NONE ? DAY_NONE : zone_day(zone, view->delivered_at);
}

void matter_know(struct matter *matter)
{
    matter->today = zone_day(matter->store->zone, matter->inquiry->at);
    matter->policy = &matter->store->policy[matter->reading.lang];
    matter->identity = identify(matter);
    matter->photos = count_photos(matter);
    if (!matter->order) return;
    matter->law = policy_law(matter->policy, matter->order->shipping.country);
    matter->view_count = matter->order->item_count;
    matter->views = ARENA_ARRAY(matter->arena, matter->view_count, struct item_view);
    for (size_t i = 0; i < matter->view_count; i++) know_item(matter, (int)i);
}

struct need_by_verdicts matter_need_by(const struct item_view *view, day_t need_by)
{
    struct need_by_verdicts verdicts = {VERDICT_NONE, VERDICT_NONE};
    const struct milestone_range *delivered = &view->estimate.milestones[MILESTONE_DELIVERED];
    if (delivered->actual != DAY_NONE || view->estimate.life.stage == STAGE_CANCELLED) return verdicts;
    verdicts.standard = estimate_need_by(delivered->range, need_by);
    if (view->rush_possible)
        verdicts.rush = estimate_need_by(view->rush.milestones[MILESTONE_DELIVERED].range, need_by);
    return verdicts;
}

static enum verdict worse(enum verdict a, enum verdict b)
{
    return a > b ? a : b;
}

struct need_by_verdicts matter_need_by_order(const struct matter *matter, day_t need_by)
{
    struct need_by_verdicts worst = {VERDICT_NONE, VERDICT_NONE};
    bool rush_helps = false;
    for (size_t i = 0; i < matter->view_count; i++) {
        struct need_by_verdicts own = matter_need_by(&matter->views[i], need_by);
        worst.standard = worse(worst.standard, own.standard);
        worst.rush = worse(worst.rush, own.rush ? own.rush : own.standard);
        rush_helps = rush_helps || own.rush;
    }
    if (!rush_helps) worst.rush = VERDICT_NONE;
    return worst;
}

void matter_remake(const struct matter *matter, const struct item_view *view, struct estimate *out)
{
    const struct store *store = matter->store;
    struct estimate_calendars calendars = {store->zone, store->studio, store->carrier, -1};
    struct estimate_input input = {
        .placed_at = INSTANT_NONE,
        .order_date = matter->today,
        .production = matter_production_days(matter, view),
        .shipping = matter_shipping_days(matter, view),
        .rush = true,
        .now = INSTANT_NONE,
        .item = ALL_ITEMS,
    };
    estimate_item(&calendars, &input, out);
}

void matter_express(const struct matter *matter, const struct item_view *view, struct estimate *out)
{
    const struct calendar *carrier = matter->store->carrier;
    struct day_pair days = matter->policy->express_days;
    *out = view->estimate;
    struct day_range ready = out->milestones[MILESTONE_SHIPPED].range;
    struct day_range *delivered = &out->milestones[MILESTONE_DELIVERED].range;
    *delivered = (struct day_range){calendar_add(carrier, ready.from, days.lo),
                                    calendar_add(carrier, ready.to, days.hi)};
    if (delivered->to <= delivered->from) delivered->to = calendar_add(carrier, delivered->from, 1);
}

instant_t matter_business_day_end(const struct matter *matter, int business_days)
{
    const struct store *store = matter->store;
    day_t day = calendar_add(store->studio, matter->today, business_days);
    enum weekday weekday = weekday_of(day);
    int spans = store->hours.day[weekday].count;
    int closing = spans ? store->hours.day[weekday].span[spans - 1].to : 17 * 3600;
    return zone_instant(store->zone, day, closing);
}

bool matter_unconfirmed(const struct matter *matter, int item)
{
    const struct order *order = matter->order;
    for (size_t i = 0; order && i < order->change_count; i++)
        if (order->changes[i].state == CHANGE_AWAITING_CONFIRMATION &&
            (order->changes[i].item == ALL_ITEMS || order->changes[i].item == item))
            return true;
    return false;
}

/* The same wish among the changes of the order. */
static const struct change *same_waiting(const struct matter *matter, const struct requested_change *wish)
{
    const struct order *order = matter->order;
    for (size_t i = 0; order && i < order->change_count; i++) {
        const struct change *change = &order->changes[i];
        if (change->state == CHANGE_AWAITING_CONFIRMATION && change->item == wish->item &&
            str_eq_nocase(change->field, wish->field) && str_eq(change->new_value, wish->new_value))
            return change;
    }
    return NULL;
}

instant_t matter_asked_at(const struct matter *matter, const size_t *wishes, size_t count)
{
    instant_t asked = INSTANT_NONE;
    for (size_t i = 0; i < count; i++) {
        const struct change *change = same_waiting(matter, &matter->reading.changes[wishes[i]]);
        if (!change) return INSTANT_NONE;
        if (change->at > asked) asked = change->at;
    }
    return asked;
}
