/* burin eta: when each milestone of an order is to be expected. */
#include "cli/commands.h"
#include "cli/stdio.h"
#include "engine/eta_text.h"
#include "engine/plan.h"
#include "shop/shop.h"

enum { ORDER_DATE, PRODUCTION_DAYS, SHIPPING_DAYS, RUSH, AT, STAGE, STORE, LOCALE, FORMAT };

static const struct option options[] = {
    [ORDER_DATE] = {"order-date", "DATE", "The day the order was placed, YYYY-MM-DD", NULL, COMPLETE_NOTHING,
                    true},
    [PRODUCTION_DAYS] = {"production-days", "DAYS", "Business days of making, 7 or 5-7 (default: 7)", NULL,
                         COMPLETE_NOTHING, false},
    [SHIPPING_DAYS] = {"shipping-days", "DAYS", "Business days on the way, 5 or 3-5 (default: 5)", NULL,
                       COMPLETE_NOTHING, false},
    [RUSH] = {"rush", NULL, "Rush production", NULL, COMPLETE_NOTHING, false},
    [AT] =
        OPTION_AT("The time it is judged at; without it the plan is printed and nothing is judged overdue"),
    [STAGE] = {"stage", "STAGE", "The stage that has begun, with --at at that time",
               "design|production|quality_check|shipped|delivered", COMPLETE_NOTHING, false},
    [STORE] = OPTION_STORE,
    [LOCALE] = {"locale", "LOCALE", "The language it is printed in (en, zh-CN); without it the store's", NULL,
                COMPLETE_NOTHING, false},
    [FORMAT] = {"format", "FORMAT", "How it is printed (default: text)", "text|json", COMPLETE_NOTHING,
                false},
    {NULL},
};

static const struct example examples[] = {
    {"burin eta --order-date 2026-03-01",
     "the plan with 7 days of making and 5 on the way, and with rush beside it"},
    {"burin eta --order-date 2026-03-02 --production-days 5-7 --shipping-days 3-5 --rush --format json",
     "the rush plan, for programs"},
    {"burin eta --order-date 2026-03-02 --at 2026-03-03 --stage production",
     "what is still to come, counted from the day production began"},
    {NULL},
};

static int read_request(const struct store *store, const char *const *values, struct plan_request *out,
                        struct err *err)
{
    day_t order_date;
    if (day_parse(str_of(values[ORDER_DATE]), &order_date) < 0)
        return err_set(err, ERR_INPUT,
                       "--order-date: “%s” is not a day; one that exists is expected, as 2026-03-01",
                       values[ORDER_DATE]);
    struct plan_request request = plan_request_of(order_date);
    const char *production = values[PRODUCTION_DAYS], *shipping = values[SHIPPING_DAYS], *at = values[AT];
    if ((production &&
         plan_read_days(str_of(production), "--production-days", &request.production, err) < 0) ||
        (shipping && plan_read_days(str_of(shipping), "--shipping-days", &request.shipping, err) < 0) ||
        (at && plan_read_time(store, str_of(at), "--at", &request.at, err) < 0))
        return -1;
    request.rush = values[RUSH] != NULL;
    if (values[STAGE]) stage_from_name(str_of(values[STAGE]), &request.stage);
    request.locale = values[LOCALE] ? str_of(values[LOCALE]) : store->default_locale;
    *out = request;
    return 0;
}

static void print(const struct plan_request *request, const struct eta_report *report, bool json,
                  struct buf *out)
{
    if (json) {
        eta_print_json(report, str_starts(request->locale, STR("zh")), out);
        buf_add_char(out, '\n');
        return;
    }
    struct datefmt *dates = datefmt_new(request->locale);
    eta_print_text(report, dates, out);
    datefmt_free(dates);
}

static int estimate(struct arena *arena, const struct store *store, const char *const *values,
                    struct buf *out, struct err *err)
{
    struct plan_request request, rush;
    struct estimate plan, rushed;
    if (read_request(store, values, &request, err) < 0) return -1;
    rush = request;
    rush.rush = true;
    if (plan_estimate(store, &request, &plan, err) < 0 || plan_estimate(store, &rush, &rushed, err) < 0)
        return -1;
    struct eta_report report = {
        .order_date = request.order_date,
        .estimate = &plan,
        .rush = request.rush,
        /* Rush is worth showing only while production can still be hurried. */
        .rushed = request.rush || plan.life.stage != STAGE_DESIGN ? NULL : &rushed,
        .surcharge = plan_surcharge(arena, store),
        .today = request.at == INSTANT_NONE ? DAY_NONE : zone_day(store->zone, request.at),
    };
    print(&request, &report, values[FORMAT] && strcmp(values[FORMAT], "json") == 0, out);
    return 0;
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct shop *shop;
    if (shop_open(arguments->values[STORE], &shop, err) < 0) return -1;
    struct arena *arena = arena_new();
    struct buf out;
    buf_init(&out, 64 * 1024);
    int rc = estimate(arena, shop_store(shop), arguments->values, &out, err);
    if (rc == 0) rc = output_write(buf_str(&out), err);
    buf_done(&out);
    arena_free(arena);
    shop_free(shop);
    return rc < 0 ? -1 : EXIT_FINE;
}

const struct command command_eta = {
    .name = "eta",
    .summary = "Tell when an order's milestones are to be expected, as ranges of business days",
    .description =
        "Production days cover design, making and quality check and are counted on the studio's calendar, "
        "shipping days on the carrier's. One number N stands for the range from N to a fifth more. A "
        "forecast "
        "is never a single day.\n"
        "\n"
        "JSON: "
        "{\"order_date\",\"basis\",\"rush\",\"milestones\":[{\"milestone\",\"from\",\"to\",\"actual\"}],"
        "\"surcharge\"}.",
    .options = options,
    .examples = examples,
    .run = run,
};
