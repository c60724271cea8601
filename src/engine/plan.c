/* Asks the estimate for one order's plan and writes it as JSON; see plan.h. */
#include "engine/plan.h"

#include "engine/eta_text.h"
#include "model/money.h"

struct plan_request plan_request_of(day_t order_date)
{
    return (struct plan_request){.order_date = order_date, .at = INSTANT_NONE, .stage = STAGE_COUNT};
}

/* The place of "-" or "–" between two numbers; *out_len is its length in bytes. */
static size_t find_dash(struct str text, size_t *out_len)
{
    size_t hyphen = str_find_char(text, '-', 0), dash = str_find(text, STR("–"), 0);
    *out_len = hyphen < dash ? 1 : strlen("–");
    return hyphen < dash ? hyphen : dash;
}

int plan_read_days(struct str text, const char *what, struct day_pair *out, struct err *err)
{
    size_t dash_len, dash = find_dash(text, &dash_len);
    uint64_t lo, hi;
    struct day_pair pair;
    if (str_to_uint(str_slice(text, 0, dash), 100000, &lo) < 0) goto bad;
    pair = estimate_pair((int)lo);
    if (dash != STR_NOT_FOUND) {
        if (str_to_uint(str_slice(text, dash + dash_len, SIZE_MAX), 100000, &hi) < 0) goto bad;
        pair = (struct day_pair){(int)lo, (int)hi};
    }
    if (estimate_check_pair(&pair, what, err) < 0) return -1;
    *out = pair;
    return 0;
bad:
    return err_set(err, ERR_INPUT, "%s: “%.*s” is not a number of business days; 7 or 5-7 is expected", what,
                   STR_ARG(text));
}

int plan_read_time(const struct store *store, struct str text, const char *what, instant_t *out,
                   struct err *err)
{
    day_t day;
    if (instant_parse(text, out, NULL) == 0) return 0;
    if (day_parse(text, &day) < 0)
        return err_set(
            err, ERR_INPUT,
            "%s: “%.*s” is not a time; one with its offset is expected, as 2026-03-02T16:00:00-05:00, "
            "or a day, as 2026-03-02",
            what, STR_ARG(text));
    *out = zone_instant(store->zone, day, 0);
    return 0;
}

static int read_days_value(const struct value *document, const char *name, struct day_pair *out,
                           struct err *err)
{
    const struct value *value = value_get(document, str_of(name));
    if (!value || value->kind == VALUE_NIL) return 0;
    struct day_pair pair;
    if (value->kind == VALUE_INT && value->integer >= 0 && value->integer <= ESTIMATE_MOST_DAYS) {
        pair = estimate_pair((int)value->integer);
    } else {
        const struct value *ends = value->array.items;
        if (value->kind != VALUE_ARRAY || value->array.count != 2 || ends[0].kind != VALUE_INT ||
            ends[1].kind != VALUE_INT || ends[0].integer < 0 || ends[0].integer > ESTIMATE_MOST_DAYS ||
            ends[1].integer < 0 || ends[1].integer > ESTIMATE_MOST_DAYS)
            return err_set(err, ERR_INPUT, "/%s: a number of business days, or a pair of them, is expected",
                           name);
        pair = (struct day_pair){(int)ends[0].integer, (int)ends[1].integer};
    }
    if (estimate_check_pair(&pair, name, err) < 0) return -1;
    *out = pair;
    return 0;
}

/* A text member; 1 where it is there, 0 where not. */
static int read_text(const struct value *document, const char *name, struct str *out, struct err *err)
{
    const struct value *value = value_get(document, str_of(name));
    if (!value || value->kind == VALUE_NIL) return 0;
    if (value->kind != VALUE_STRING) return err_set(err, ERR_INPUT, "/%s: a text is expected", name);
    *out = value->string;
    return 1;
}

static int read_rush(const struct value *document, bool *out, struct err *err)
{
    const struct value *value = value_get(document, STR("rush"));
    if (!value || value->kind == VALUE_NIL) return 0;
    if (value->kind != VALUE_BOOL) return err_set(err, ERR_INPUT, "/rush: true or false is expected");
    *out = value->boolean;
    return 0;
}

int plan_request_from_value(const struct store *store, const struct value *document, struct plan_request *out,
                            struct err *err)
{
    if (document->kind != VALUE_OBJECT)
        return err_set(err, ERR_INPUT, "an object with order_date is expected");
    struct str date = {0}, at = {0}, stage = {0};
    struct plan_request request = plan_request_of(DAY_NONE);
    if (read_text(document, "order_date", &date, err) < 0) return -1;
    if (day_parse(date, &request.order_date) < 0)
        return err_set(err, ERR_INPUT, "/order_date: a day that exists is expected, as 2026-03-01");
    int has_at = read_text(document, "at", &at, err);
    if (has_at < 0 || read_text(document, "locale", &request.locale, err) < 0 ||
        (has_at && plan_read_time(store, at, "/at", &request.at, err) < 0) ||
        read_days_value(document, "production_days", &request.production, err) < 0 ||
        read_days_value(document, "shipping_days", &request.shipping, err) < 0 ||
        read_rush(document, &request.rush, err) < 0 || read_text(document, "stage", &stage, err) < 0)
        return -1;
    if (stage.ptr && (stage_from_name(stage, &request.stage) < 0 || request.stage > STAGE_DELIVERED))
        return err_set(err, ERR_INPUT,
                       "/stage: one of design, production, quality_check, shipped, delivered is expected");
    *out = request;
    return 0;
}

/* An order of which nothing is known but that a stage has begun. */
static void order_of_stage(const struct plan_request *request, struct stage_event *event, struct order *out)
{
    *event = (struct stage_event){request->stage, request->at, ALL_ITEMS};
    *out = (struct order){.placed_at = INSTANT_NONE, .events = event, .event_count = 1};
}

int plan_estimate(const struct store *store, const struct plan_request *request, struct estimate *out,
                  struct err *err)
{
    struct estimate_calendars calendars = {store->zone, store->studio, store->carrier, store->cutoff};
    struct estimate_input input = {
        .placed_at = INSTANT_NONE,
        .order_date = request->order_date,
        .production = request->production.lo ? request->production : estimate_pair(PLAN_PRODUCTION_DAYS),
        .shipping = request->shipping.lo ? request->shipping : estimate_pair(PLAN_SHIPPING_DAYS),
        .rush = request->rush,
        .now = request->at,
    };
    if (request->at != INSTANT_NONE && zone_day(store->zone, request->at) < request->order_date)
        return err_set(err, ERR_INPUT,
                       "the order is placed after the time it is judged at; an earlier day is expected");
    struct stage_event event;
    struct order order;
    if (request->stage != STAGE_COUNT && request->at != INSTANT_NONE) {
        order_of_stage(request, &event, &order);
        input.order = &order;
    }
    estimate_item(&calendars, &input, out);
    return 0;
}

struct str plan_surcharge(struct arena *arena, const struct store *store)
{
    const struct money *surcharge = &store->policy[LANG_EN].rush_surcharge;
    if (!surcharge->given) return (struct str){0};
    struct buf amount;
    buf_init(&amount, 64);
    money_format(&amount, surcharge->minor, store->currency);
    struct str text = money_text(arena, buf_copy(&amount, arena), store->currency);
    buf_done(&amount);
    return text;
}

int plan_answer(struct arena *arena, const struct store *store, const struct value *document, struct buf *out,
                struct err *err)
{
    struct plan_request request;
    struct estimate estimate;
    if (plan_request_from_value(store, document, &request, err) < 0 ||
        plan_estimate(store, &request, &estimate, err) < 0)
        return -1;
    struct str locale = request.locale.len ? request.locale : store->default_locale;
    struct eta_report report = {
        .order_date = request.order_date,
        .estimate = &estimate,
        .rush = request.rush,
        .surcharge = plan_surcharge(arena, store),
        .today = DAY_NONE,
    };
    eta_print_json(&report, str_starts(locale, STR("zh")), out);
    return 0;
}
