/* The demo's shop: who orders what, and the letters that come before an order; see demo.h. */
#include "cli/demo.h"
#include "desk/life.h"
#include "model/money.h"

enum { AGAIN_PERCENT = 19, GIFT_PERCENT = 16, RUSH_PERCENT = 8, FIELDS_MOST = 8 };

/* Out of a thousand, and by month: what people order for feasts. */
static const int busy[12] = {720, 1180, 860, 940, 1200, 1020, 780, 840, 920, 1080, 1480, 1500};
enum { ORDERS_A_DAY = 1750, LETTERS_A_DAY = 420 /* thousandths */ };

/* ---- what becomes of an order ---- */

static void message_in(struct demo *demo, struct demo_order *order, const char *kind, int least_hours,
                       int most_hours)
{
    demo_message_at(demo, demo_later(demo, least_hours * 60, most_hours * 60), kind, order);
}

static void ask_early(struct demo *demo, struct demo_order *order)
{
    message_in(demo, order, "need_by", 20, 80);
}

static void ask_later(struct demo *demo, struct demo_order *order)
{
    message_in(demo, order, "status", 70, 260);
}

/* Who orders by day looks at the confirmation by day, when somebody is there to answer. */
static void change_words(struct demo *demo, struct demo_order *order)
{
    int hour = zone_clock(demo->store->zone, demo->now) / 3600;
    bool by_day = weekday_of(demo_today(demo)) < FRIDAY && hour >= 7 && hour < 17;
    if (order->slipped && (by_day || demo_odds(demo, 35)))
        demo_message_at(demo, demo_later(demo, 8, 260), "change", order);
}

static void change_late(struct demo *demo, struct demo_order *order)
{
    if (order->slipped) message_in(demo, order, "change", 30, 110);
}

static void change_address(struct demo *demo, struct demo_order *order)
{
    message_in(demo, order, "address", 4, 90);
}

static void cancel_early(struct demo *demo, struct demo_order *order)
{
    message_in(demo, order, "cancel", 1, 12);
}

static void cancel_late(struct demo *demo, struct demo_order *order)
{
    message_in(demo, order, "cancel", 40, 130);
}

static void hurry(struct demo *demo, struct demo_order *order)
{
    message_in(demo, order, "rush", 3, 40);
}

static void ask_other(struct demo *demo, struct demo_order *order)
{
    message_in(demo, order, "other", 24, 200);
}

static void dispute(struct demo *demo, struct demo_order *order)
{
    message_in(demo, order, "payment_dispute", 60, 200);
}

/* Out of a thousand; the rest is never heard of before the parcel is there. */
static const struct {
    int share;
    bool slips; /* ordered with a slip in the words */
    void (*begin)(struct demo *demo, struct demo_order *order);
} fates[] = {
    {190, false, ask_later},  {70, false, ask_early},      {230, true, change_words},
    {30, true, change_late},  {22, false, change_address}, {24, false, cancel_early},
    {14, false, cancel_late}, {34, false, hurry},          {30, false, ask_other},
    {4, false, dispute},
};

/* ---- an order ---- */

static const struct demo_product *pick_product(struct demo *demo)
{
    int all = 0;
    for (size_t i = 0; i < demo->product_count; i++) all += demo->products[i].weight;
    int chosen = demo_pick(demo, all);
    size_t i = 0;
    while ((chosen -= demo->products[i].weight) >= 0) i++;
    return &demo->products[i];
}

static const struct value *pick_piece(struct demo *demo, const struct demo_product *product, bool chinese)
{
    const struct value *list = value_get(product->line, chinese ? STR("pieces_zh") : STR("pieces"));
    return &list->array.items[demo_pick(demo, (int)list->array.count)];
}

/* The words as they were ordered: where a slip is in them, with it. */
static void write_fields(struct demo *demo, const struct demo_order *order, struct item *out)
{
    const struct value *spec = value_get(order->piece, STR("spec")),
                       *slip = value_get(order->piece, STR("slip"));
    struct str slipped = order->slipped ? demo_string(slip, "field") : (struct str){0};
    out->fields = ARENA_ARRAY(demo->arena, FIELDS_MOST, struct field);
    for (size_t i = 0; i < spec->object.count && i < FIELDS_MOST; i++) {
        const struct member *member = &spec->object.members[i];
        out->fields[out->field_count++] = (struct field){
            member->name, str_eq(member->name, slipped) ? demo_string(slip, "wrong") : member->value.string};
    }
}

static struct item item_of(const struct product *product, bool chinese)
{
    return (struct item){.sku = product->sku,
                         .title = chinese ? product->title_zh : product->title_en,
                         .stock = product->stock,
                         .quantity = 1};
}

static struct str total_of(struct demo *demo, const struct demo_order *order, bool rush, bool gift)
{
    int64_t minor = 0, more;
    struct str currency = demo->store->currency;
    struct buf out;
    const struct product *product = order->product->product;
    const struct money *surcharge = &demo->store->policy[LANG_EN].rush_surcharge;
    money_parse(demo_string(order->product->line, "price"), currency, &minor);
    if (rush) minor += product->rush_surcharge.minor ? product->rush_surcharge.minor : surcharge->minor;
    if (gift &&
        money_parse(demo_string(demo_product_of(demo, STR("GIFT-BOX"))->line, "price"), currency, &more) == 0)
        minor += more;
    buf_init(&out, 64);
    money_format(&out, minor, currency);
    struct str total = buf_copy(&out, demo->arena);
    buf_done(&out);
    return total;
}

int demo_put(struct demo *demo, const struct order *order, struct err *err)
{
    enum order_put what;
    struct order_record record;
    return desk_order_put(demo->desk, &demo->shop_actor, demo->arena, order, &what, &record, err);
}

static struct person buyer_of(const struct demo_person *person)
{
    return (struct person){.name = person->name,
                           .email = person->email,
                           .phone = person->phone,
                           .locale = person->locale,
                           .consents_sms = person->sms,
                           .consents_marketing = person->marketing};
}

static int put_new(struct demo *demo, const struct demo_order *order, bool rush, struct err *err)
{
    bool chinese = order->person->chinese, gift = demo_odds(demo, GIFT_PERCENT);
    struct item items[2] = {item_of(order->product->product, chinese),
                            item_of(demo_product_of(demo, STR("GIFT-BOX"))->product, chinese)};
    struct order document = {
        .number = order->number,
        .currency = demo->store->currency,
        .total = total_of(demo, order, rush, gift),
        .placed_at = order->placed_at,
        .rush_available = true,
        .customer = buyer_of(order->person),
        .items = items,
        .item_count = gift ? 2 : 1,
    };
    write_fields(demo, order, &items[0]);
    document.production.rush = document.production.window_waived = rush;
    document.shipping.country = order->person->country;
    document.shipping.carrier = str_is(order->person->country, "US") ? STR("USPS") : STR("DHL");
    return demo_put(demo, &document, err);
}

static void begin_fate(struct demo *demo, struct demo_order *order, int chosen)
{
    for (size_t i = 0; i < sizeof fates / sizeof *fates; i++) {
        if ((chosen -= fates[i].share) >= 0) continue;
        fates[i].begin(demo, order);
        return;
    }
}

static bool fate_slips(int chosen)
{
    for (size_t i = 0; i < sizeof fates / sizeof *fates; i++)
        if ((chosen -= fates[i].share) < 0) return fates[i].slips;
    return false;
}

/* event->order: the one whose buyer orders again, or NULL for somebody new. */
int demo_place_order(struct demo *demo, const struct demo_event *event, struct err *err)
{
    struct demo_order *order = ARENA_NEW(demo->home, struct demo_order);
    int fate = demo_pick(demo, 1000);
    order->person = event->order ? event->order->person : demo_new_person(demo);
    order->product = pick_product(demo);
    order->piece = pick_piece(demo, order->product, order->person->chinese);
    order->slipped = fate_slips(fate) && value_get(order->piece, STR("slip"));
    order->number = arena_printf(demo->home, "#%d", demo->next_number++);
    order->placed_at = demo->now;
    order->shipped_at = order->delivered_at = INSTANT_NONE;
    bool rush = order->product->product->rush_available && !order->slipped && demo_odds(demo, RUSH_PERCENT);
    demo->orders++;
    if (put_new(demo, order, rush, err) < 0) return -1;
    demo_plan_making(demo, order, rush);
    begin_fate(demo, order, fate);
    return 0;
}

void demo_maybe_again(struct demo *demo, struct demo_order *order)
{
    if (!demo_odds(demo, AGAIN_PERCENT)) return;
    struct demo_event event = {
        .at = demo_later(demo, 6 * 24 * 60, 84 * 24 * 60), .happen = demo_place_order, .order = order};
    demo_enter(demo, &event);
}

/* ---- a day ---- */

static instant_t some_time_today(struct demo *demo)
{
    return demo_moment(demo, demo_today(demo), (int)demo_between(demo, 6 * 60 + 40, 23 * 60 + 40));
}

/* Thousandths become a whole number by chance. */
static int by_chance(struct demo *demo, int thousandths)
{
    int whole = thousandths / 1000;
    return whole + (demo_pick(demo, 1000) < thousandths % 1000);
}

static void enter_letters(struct demo *demo)
{
    static const struct {
        int share;
        const char *kind;
    } kinds[] = {
        {36, "faq"}, {30, "pre_purchase"}, {13, "general_shipping"}, {8, "subscription"}, {13, "unrelated"},
    };
    for (int n = by_chance(demo, LETTERS_A_DAY); n > 0; n--) {
        int chosen = demo_pick(demo, 100);
        size_t i = 0;
        while ((chosen -= kinds[i].share) >= 0) i++;
        demo_message_at(demo, some_time_today(demo), kinds[i].kind, NULL);
    }
}

int demo_shop_day(struct demo *demo, struct err *err)
{
    (void)err;
    int month = civil_of(demo_today(demo)).month - 1;
    int rate = ORDERS_A_DAY * busy[month] / 1000;
    int least = rate / 2, most = rate * 3 / 2; /* no two days are alike */
    for (int n = by_chance(demo, (int)demo_between(demo, least, most)); n > 0; n--) {
        struct demo_event event = {.at = some_time_today(demo), .happen = demo_place_order};
        demo_enter(demo, &event);
    }
    enter_letters(demo);
    return 0;
}
