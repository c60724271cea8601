/* What plans are asked with: days, times, the request document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/plan.h"
#include "text/json.h"

static struct arena *arena;
static struct store store;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    store.zone = zone_utc();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void test_days(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int lo, hi;
    } good[] = {{"7", 7, 9}, {"1", 1, 2}, {"5-7", 5, 7}, {"5–7", 5, 7}, {"3-3", 3, 4}, {"10", 10, 12}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct day_pair pair;
        assert_int_equal(plan_read_days(str_of(good[i].text), "--days", &pair, NULL), 0);
        assert_int_equal(pair.lo, good[i].lo);
        assert_int_equal(pair.hi, good[i].hi);
    }
    static const char *const bad[] = {
        "", "-", "x", "0", "7-5", "5-", "-5", "5-7-9", "5–", "366", "1-999999999999", "+5", " 5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct day_pair pair = {-1, -1};
        struct err err = {0};
        assert_int_equal(plan_read_days(str_of(bad[i]), "--days", &pair, &err), -1);
        assert_int_equal(err.category, ERR_INPUT);
        assert_non_null(strstr(err.message, "--days"));
        assert_int_equal(pair.lo, -1);
    }
}

static void test_times(void **state)
{
    (void)state;
    instant_t at;
    assert_int_equal(plan_read_time(&store, STR("2026-03-02"), "--at", &at, NULL), 0);
    assert_int_equal(at, zone_instant(zone_utc(), day_of((struct civil){2026, 3, 2}), 0));
    assert_int_equal(plan_read_time(&store, STR("2026-03-02T16:00:00-05:00"), "--at", &at, NULL), 0);
    assert_int_equal(at, zone_instant(zone_utc(), day_of((struct civil){2026, 3, 2}), 21 * 3600));
    assert_int_equal(plan_read_time(&store, STR("2026-03-02T16:00:00"), "--at", &at, NULL), -1);
    assert_int_equal(plan_read_time(&store, STR("2026-02-29"), "--at", &at, NULL), -1);
}

static int request_of(const char *json, struct plan_request *out, struct err *err)
{
    struct value document;
    assert_int_equal(json_parse(arena, str_of(json), &document, NULL), 0);
    *err = (struct err){0};
    return plan_request_from_value(&store, &document, out, err);
}

static void test_request(void **state)
{
    (void)state;
    struct plan_request request;
    struct err err;
    assert_int_equal(request_of("{\"order_date\":\"2026-03-01\"}", &request, &err), 0);
    assert_int_equal(request.production.lo, 0);
    assert_true(request.at == INSTANT_NONE && !request.rush && request.stage == STAGE_COUNT);
    assert_int_equal(
        request_of(
            "{\"order_date\":\"2026-03-01\",\"production_days\":[5,7],\"shipping_days\":5,\"rush\":true,"
            "\"at\":\"2026-03-02\",\"locale\":\"zh-CN\",\"other\":{}}",
            &request, &err),
        0);
    assert_int_equal(request.production.hi, 7);
    assert_int_equal(request.shipping.hi, 6);
    assert_true(request.rush && request.at != INSTANT_NONE && str_is(request.locale, "zh-CN"));
}

static void test_request_refused(void **state)
{
    (void)state;
    static const struct {
        const char *json, *message;
    } rows[] = {
        {"[]", "an object"},
        {"{}", "/order_date"},
        {"{\"order_date\":20260301}", "/order_date"},
        {"{\"order_date\":\"2026-02-30\"}", "/order_date"},
        {"{\"order_date\":\"2026-03-01\",\"production_days\":\"7\"}", "/production_days"},
        {"{\"order_date\":\"2026-03-01\",\"production_days\":[5]}", "/production_days"},
        {"{\"order_date\":\"2026-03-01\",\"production_days\":[7,5]}", "production_days"},
        {"{\"order_date\":\"2026-03-01\",\"shipping_days\":-1}", "/shipping_days"},
        {"{\"order_date\":\"2026-03-01\",\"shipping_days\":100000}", "/shipping_days"},
        {"{\"order_date\":\"2026-03-01\",\"shipping_days\":[1,100000]}", "/shipping_days"},
        {"{\"order_date\":\"2026-03-01\",\"rush\":1}", "/rush"},
        {"{\"order_date\":\"2026-03-01\",\"at\":\"noon\"}", "/at"},
        {"{\"order_date\":\"2026-03-01\",\"locale\":7}", "/locale"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct plan_request request;
        struct err err;
        assert_int_equal(request_of(rows[i].json, &request, &err), -1);
        if (!strstr(err.message, rows[i].message))
            fail_msg("“%s” is not in “%s”", rows[i].message, err.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_request),
        cmocka_unit_test(test_request_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
