/* The inquiry document: what is read, what is refused and how that is said. */
#define _GNU_SOURCE
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "model/inquiry.h"
#include "text/json.h"

static int read_text_of(struct arena *arena, struct str json, struct inquiry *out, struct err *err)
{
    struct value value;
    if (json_parse(arena, json, &value, err) < 0) return -1;
    return inquiry_from_value(arena, &value, out, err);
}

/* A document whose order holds the given members. */
static struct str with_order(struct arena *arena, const char *members)
{
    return arena_printf(arena, "{\"at\":\"2026-03-02T16:00:00-05:00\",\"order\":{%s}}", members);
}

static const struct order *order_with(struct arena *arena, const char *members)
{
    static struct inquiry inquiry;
    struct err err = {0};
    if (read_text_of(arena, with_order(arena, members), &inquiry, &err) < 0)
        fail_msg("%s: %s", members, err.message);
    return inquiry.order;
}

static void assert_str(struct str found, const char *expected)
{
    if (!str_is(found, expected)) fail_msg("found \"%.*s\", expected \"%s\"", STR_ARG(found), expected);
}

static void reads_the_least(void **state)
{
    struct inquiry inquiry;
    struct err err = {0};
    assert_int_equal(read_text_of(*state, STR("{\"at\":\"2026-03-02T16:00:00-05:00\"}"), &inquiry, &err), 0);
    assert_true(inquiry.at == INT64_C(1772485200) * MICROS_PER_SECOND);
    assert_int_equal(inquiry.contacts, 1);
    assert_int_equal(inquiry.awaiting, AWAITING_NOTHING);
    assert_false(inquiry.link_verified);
    assert_null(inquiry.order);
    assert_int_equal(inquiry.text.len + inquiry.id.len + inquiry.attachment_count + inquiry.thread_count, 0);
}

static void absent_members_have_their_defaults(void **state)
{
    const struct order *order = order_with(
        *state, "\"items\":[{}],\"events\":[{\"stage\":\"design\",\"at\":\"2026-03-02T10:00:00Z\"}],"
                "\"holds\":[{\"from\":\"2026-03-02T10:00:00Z\",\"to\":null}],"
                "\"changes\":[{}],\"claims\":[{}],\"shipments\":[{}]");
    assert_true(order->placed_at == INSTANT_NONE);
    assert_true(order->rush_available);
    assert_false(order->production.rush || order->production.window_waived);
    assert_int_equal(order->production.days.lo + order->shipping.days.lo, 0);
    assert_int_equal(order->items[0].quantity, 1);
    assert_false(order->items[0].stock);
    assert_int_equal(order->events[0].item, ALL_ITEMS);
    assert_int_equal(order->holds[0].item, ALL_ITEMS);
    assert_true(order->holds[0].to == INSTANT_NONE);
    assert_int_equal(order->changes[0].item, ALL_ITEMS);
    assert_int_equal(order->changes[0].state, CHANGE_RECEIVED);
    assert_int_equal(order->claims[0].state, CLAIM_OPENED);
    assert_true(order->claims[0].at == INSTANT_NONE);
    assert_int_equal(order->shipments[0].item_count, 0);
}

static void null_is_absent(void **state)
{
    static const char json[] =
        "{\"id\":null,\"at\":\"2026-03-02T16:00:00Z\",\"channel\":null,\"from\":null,\"link_verified\":null,"
        "\"subject\":null,\"text\":null,\"attachments\":null,\"thread\":null,\"case\":{\"awaiting\":null,"
        "\"contacts\":null},\"order\":{\"number\":null,\"placed_at\":null,\"currency\":null,\"total\":null,"
        "\"remake_of\":null,\"rush_available\":null,\"customer\":null,\"recipient\":null,\"items\":[{\"sku\":"
        "null,"
        "\"title\":null,\"kind\":null,\"quantity\":null,\"personalization\":null,\"pieces\":null,\"rules\":"
        "null}],"
        "\"production\":{\"days\":null,\"rush\":true,\"window_waived\":null},\"shipping\":null,\"shipments\":"
        "null,"
        "\"events\":null,\"holds\":null,\"promises\":null,\"changes\":null,\"claims\":null}}";
    struct inquiry inquiry;
    struct err err = {0};
    if (read_text_of(*state, str_of(json), &inquiry, &err) < 0) fail_msg("%s", err.message);
    assert_int_equal(inquiry.contacts, 1);
    assert_true(inquiry.order->rush_available);
    assert_true(inquiry.order->production.window_waived);
    assert_int_equal(inquiry.order->items[0].quantity, 1);
}

static void a_rush_order_waives_the_window_unless_it_says_false(void **state)
{
    static const struct {
        const char *production;
        bool waived;
    } rows[] = {
        {"{}", false},
        {"{\"rush\":true}", true},
        {"{\"rush\":true,\"window_waived\":false}", false},
        {"{\"rush\":false,\"window_waived\":true}", true},
        {"{\"window_waived\":null,\"rush\":true}", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char members[120];
        snprintf(members, sizeof members, "\"production\":%s", rows[i].production);
        if (order_with(*state, members)->production.window_waived != rows[i].waived)
            fail_msg("%s", rows[i].production);
    }
}

static void days_are_a_number_or_a_pair(void **state)
{
    static const struct {
        const char *days;
        struct day_pair pair;
    } rows[] = {{"[5,7]", {5, 7}}, {"[5,5]", {5, 5}}, {"7", {7, 0}}, {"7.0", {7, 0}}, {"[1,365]", {1, 365}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char members[120];
        snprintf(members, sizeof members, "\"production\":{\"days\":%s}", rows[i].days);
        struct day_pair pair = order_with(*state, members)->production.days;
        assert_int_equal(pair.lo, rows[i].pair.lo);
        assert_int_equal(pair.hi, rows[i].pair.hi);
    }
}

static void personalization_values_become_text(void **state)
{
    const struct order *order = order_with(
        *state, "\"items\":[{\"personalization\":{\"Engraving\":\"愛 & 恒\",\"size\":7,\"length\":18.50,"
                "\"year\":-44,\"photo\":null},\"pieces\":[{\"personalization\":{\"name\":\"Ana\"}},{}],"
                "\"rules\":{\"engraving\":{\"max\":30,\"choices\":[\"a\",\"b\"],\"required\":true}}}]");
    const struct item *item = &order->items[0];
    assert_str(item_field(item, STR("engraving")), "愛 & 恒");
    assert_str(item_field(item, STR("size")), "7");
    assert_str(item_field(item, STR("length")), "18.5");
    assert_str(item_field(item, STR("year")), "-44");
    assert_str(item_field(item, STR("photo")), "");
    assert_str(item_field(item, STR("none")), "");
    assert_int_equal(item->field_count, 5);
    assert_int_equal(item->piece_count, 2);
    assert_str(item->pieces[0].fields[0].value, "Ana");
    const struct field_rule *rule = item_rule(item, STR("ENGRAVING"));
    assert_non_null(rule);
    assert_int_equal(rule->max, 30);
    assert_int_equal(rule->choice_count, 2);
    assert_str(rule->choices[1], "b");
    assert_true(rule->required);
    assert_null(item_rule(item, STR("size")));
}

static void events_and_scans_are_put_in_order_of_time(void **state)
{
    const struct order *order = order_with(
        *state,
        "\"items\":[{},{}],\"events\":["
        "{\"stage\":\"shipped\",\"at\":\"2026-03-09T10:00:00Z\"},"
        "{\"stage\":\"design\",\"at\":\"2026-03-02T10:00:00Z\",\"item\":1},"
        "{\"stage\":\"production\",\"at\":\"2026-03-02T11:00:00+01:00\",\"item\":0},"
        "{\"stage\":\"quality_check\",\"at\":\"2026-03-02T10:00:00Z\"}],"
        "\"shipping\":{\"scans\":[{\"at\":\"2026-03-11T00:00:00Z\",\"status\":\"delivered\"},"
        "{\"at\":\"2026-03-10T00:00:00Z\",\"status\":\"in_transit\"}]},"
        "\"shipments\":[{\"items\":[1,0],\"scans\":[{\"at\":\"2026-03-11T00:00:00Z\",\"status\":\"b\"},"
        "{\"at\":\"2026-03-10T00:00:00Z\",\"status\":\"a\"}]}]");
    static const enum stage expected[] = {STAGE_DESIGN, STAGE_PRODUCTION, STAGE_QUALITY_CHECK, STAGE_SHIPPED};
    assert_int_equal(order->event_count, 4);
    for (size_t i = 0; i < 4; i++) assert_int_equal(order->events[i].stage, expected[i]);
    assert_int_equal(order->events[0].item, 1);
    assert_str(order->shipping.scans[1].status, "delivered");
    assert_str(order->shipments[0].scans[0].status, "a");
    assert_int_equal(order->shipments[0].items[0], 1);
}

static void promises_are_ranges_of_days(void **state)
{
    const struct order *order = order_with(
        *state, "\"promises\":[{\"milestone\":\"delivered\",\"from\":\"2026-03-12\",\"to\":\"2026-03-18\","
                "\"told_at\":\"2026-03-02T10:00:00Z\"},{\"milestone\":\"shipped\",\"to\":\"2026-03-11T23:30:"
                "00-05:00\"}]");
    struct civil from = civil_of(order->promises[0].range.from), to = civil_of(order->promises[1].range.to);
    assert_int_equal(from.day, 12);
    assert_int_equal(to.day, 11); /* at its own offset */
    assert_int_equal(order->promises[1].range.from, order->promises[1].range.to);
    assert_true(order->promises[1].told_at == INSTANT_NONE);
}

static void people_codes_and_amounts(void **state)
{
    const struct order *order = order_with(
        *state, "\"currency\":\"usd\",\"total\":\"89.00\",\"shipping\":{\"country\":\"de\"},\"customer\":{"
                "\"emails\":[\"a@b.example\",\"c@d.example\"],\"consents\":[\"marketing\",\"fax\"]},"
                "\"recipient\":{\"name\":\"Ana\",\"consents\":[\"sms\"]}");
    assert_str(order->currency, "USD");
    assert_str(order->shipping.country, "DE");
    assert_str(order->total, "89.00");
    assert_int_equal(order->customer.email_count, 2);
    assert_true(order->customer.consents_marketing && !order->customer.consents_sms);
    assert_true(order->recipient.consents_sms && !order->recipient.consents_marketing);
    assert_str(
        order_with(*state, "\"currency\":\"\",\"total\":\"\",\"shipping\":{\"country\":\"\"}")->currency, "");
}

/* What is refused, by a member of the document, and what is said. */
static void says_what_is_wrong_with_a_document(void **state)
{
    static const struct {
        const char *json, *message;
    } rows[] = {
        {"[]", "document: expected an object, found an array"},
        {"\"x\"", "document: expected an object, found \"x\""},
        {"{}", "/at: expected a time as in \"2026-03-02T16:00:00-05:00\", found nothing"},
        {"{\"at\":null}", "/at: expected a time as in \"2026-03-02T16:00:00-05:00\", found null"},
        {"{\"at\":5}", "/at: expected a time as in \"2026-03-02T16:00:00-05:00\", found 5"},
        {"{\"at\":\"2026-02-30T00:00:00Z\"}",
         "/at: expected a time as in \"2026-03-02T16:00:00-05:00\", found \"2026-02-30T00:00:00Z\""},
        {"{\"at\":\"2026-03-02T16:00:00\"}",
         "/at: expected a time as in \"2026-03-02T16:00:00-05:00\", found \"2026-03-02T16:00:00\""},
        {"{\"at\":\"1969-12-31T00:00:00Z\"}",
         "/at: expected a time in the years 1970 to 2199, found \"1969-12-31T00:00:00Z\""},
        {"{\"at\":\"2200-01-01T00:00:00Z\"}",
         "/at: expected a time in the years 1970 to 2199, found \"2200-01-01T00:00:00Z\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct inquiry inquiry = {.contacts = 77};
        struct err err = {0};
        if (read_text_of(*state, str_of(rows[i].json), &inquiry, &err) == 0)
            fail_msg("accepted: %s", rows[i].json);
        assert_string_equal(err.message, rows[i].message);
        assert_int_equal(err.category, ERR_INPUT);
        assert_int_equal(inquiry.contacts, 77); /* untouched */
    }
}

static void says_what_is_wrong_with_a_member(void **state)
{
    static const struct {
        const char *members, *message;
    } rows[] = {
        {"\"id\":7", "/id: expected a text, found 7"},
        {"\"text\":[\"a\"]", "/text: expected a text, found an array"},
        {"\"link_verified\":\"yes\"", "/link_verified: expected true or false, found \"yes\""},
        {"\"attachments\":{}", "/attachments: expected an array, found an object"},
        {"\"attachments\":[null]", "/attachments/0: expected an object, found null"},
        {"\"attachments\":[{\"bytes\":-1}]",
         "/attachments/0/bytes: expected a whole number from 0 to 1099511627776, found -1"},
        {"\"attachments\":[{\"width\":1.5}]",
         "/attachments/0/width: expected a whole number from 0 to 1000000, found 1.5"},
        {"\"thread\":[{}]", "/thread/0/author: expected one of customer, agent, system, found nothing"},
        {"\"thread\":[{\"author\":\"bot\"}]",
         "/thread/0/author: expected one of customer, agent, system, found \"bot\""},
        {"\"case\":[]", "/case: expected an object, found an array"},
        {"\"case\":{\"awaiting\":\"tea\"}", "/case/awaiting: expected one of confirm_change, choose_remedy, "
                                            "photos, consent, facts, found \"tea\""},
        {"\"case\":{\"contacts\":0}", "/case/contacts: expected a whole number from 1 to 100000, found 0"},
        {"\"order\":\"#1042\"", "/order: expected an object, found \"#1042\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct inquiry inquiry;
        struct err err = {0};
        struct str json = arena_printf(*state, "{\"at\":\"2026-03-02T16:00:00Z\",%s}", rows[i].members);
        if (read_text_of(*state, json, &inquiry, &err) == 0) fail_msg("accepted: %s", rows[i].members);
        assert_string_equal(err.message, rows[i].message);
    }
}

static const struct {
    const char *members, *message;
} order_faults[] = {
    {"\"number\":1042", "/order/number: expected a text, found 1042"},
    {"\"placed_at\":\"2026-03-02\"",
     "/order/placed_at: expected a time as in \"2026-03-02T16:00:00-05:00\", found \"2026-03-02\""},
    {"\"currency\":\"$\"",
     "/order/currency: expected a currency of three letters as in \"USD\", found \"$\""},
    {"\"total\":89.0", "/order/total: expected an amount as a text, as in \"89.00\", found 89"},
    {"\"total\":\"1,299.00\"",
     "/order/total: expected an amount as a text, as in \"89.00\", found \"1,299.00\""},
    {"\"total\":\"-1\"", "/order/total: expected an amount as a text, as in \"89.00\", found \"-1\""},
    {"\"total\":\"1.\"", "/order/total: expected an amount as a text, as in \"89.00\", found \"1.\""},
    {"\"total\":\"1.23456\"",
     "/order/total: expected an amount as a text, as in \"89.00\", found \"1.23456\""},
    {"\"customer\":{\"email\":[]}", "/order/customer/email: expected a text, found an array"},
    {"\"customer\":{\"emails\":[1]}", "/order/customer/emails/0: expected a text, found 1"},
    {"\"customer\":{\"consents\":{\"sms\":true}}",
     "/order/customer/consents: expected an array, found an object"},
    {"\"items\":[{\"quantity\":\"x\"}]",
     "/order/items/0/quantity: expected a whole number from 1 to 100000, found \"x\""},
    {"\"items\":[{},{\"quantity\":0}]",
     "/order/items/1/quantity: expected a whole number from 1 to 100000, found 0"},
    {"\"items\":[{\"quantity\":9223372036854775807}]",
     "/order/items/0/quantity: expected a whole number from 1 to 100000, found 9223372036854775807"},
    {"\"items\":[{\"kind\":\"digital\"}]",
     "/order/items/0/kind: expected one of custom, stock, found \"digital\""},
    {"\"items\":[{\"personalization\":{\"gift\":true}}]",
     "/order/items/0/personalization/gift: expected a text or a number, found true"},
    {"\"items\":[{\"personalization\":{\"a/b~c\":{}}}]",
     "/order/items/0/personalization/a~1b~0c: expected a text or a number, found an object"},
    {"\"items\":[{\"personalization\":\"Ana\"}]",
     "/order/items/0/personalization: expected an object, found \"Ana\""},
    {"\"items\":[{\"rules\":{\"engraving\":{\"max\":-5}}}]",
     "/order/items/0/rules/engraving/max: expected a whole number from 0 to 65536, found -5"},
    {"\"items\":[{\"rules\":{\"engraving\":30}}]",
     "/order/items/0/rules/engraving: expected an object, found 30"},
    {"\"production\":{\"days\":[7,5]}",
     "/order/production/days/1: expected a whole number from 7 to 365, found 5"},
    {"\"production\":{\"days\":0}", "/order/production/days: expected a whole number from 1 to 365, found 0"},
    {"\"production\":{\"days\":[0,5]}",
     "/order/production/days/0: expected a whole number from 1 to 365, found 0"},
    {"\"production\":{\"days\":[1,366]}",
     "/order/production/days/1: expected a whole number from 1 to 365, found 366"},
    {"\"production\":{\"days\":[5]}",
     "/order/production/days: expected a number of days, or two as in [5, 7], found an array"},
    {"\"production\":{\"days\":\"5-7\"}",
     "/order/production/days: expected a number of days, or two as in [5, 7], found \"5-7\""},
    {"\"production\":{\"rush\":1}", "/order/production/rush: expected true or false, found 1"},
    {"\"shipping\":{\"country\":\"USA\"}",
     "/order/shipping/country: expected a country of two letters as in \"US\", found \"USA\""},
    {"\"shipping\":{\"scans\":[{\"status\":\"lost\"}]}",
     "/order/shipping/scans/0/at: expected a time as in \"2026-03-02T16:00:00-05:00\", found nothing"},
    {"\"events\":[{\"stage\":\"baking\",\"at\":\"2026-03-02T16:00:00Z\"}]",
     "/order/events/0/stage: expected one of design, production, quality_check, shipped, delivered, "
     "cancelled, "
     "proof_sent, proof_approved, photo_requested, photo_received, found \"baking\""},
    {"\"events\":[{\"at\":\"2026-03-02T16:00:00Z\",\"stage\":\"design\",\"item\":0}]",
     "/order/events/0/item: expected no item, as the order lists none, found 0"},
    {"\"events\":[{\"at\":\"2026-03-02T16:00:00Z\",\"stage\":\"design\",\"item\":2}],\"items\":[{},{}]",
     "/order/events/0/item: expected a whole number from 0 to 1, found 2"},
    {"\"items\":[{}],\"shipments\":[{\"items\":[0,-1]}]",
     "/order/shipments/0/items/1: expected a whole number from 0 to 0, found -1"},
    {"\"holds\":[{\"to\":\"2026-03-02T16:00:00Z\"}]",
     "/order/holds/0/from: expected a time as in \"2026-03-02T16:00:00-05:00\", found nothing"},
    {"\"promises\":[{\"milestone\":\"baked\",\"to\":\"2026-03-02\"}]",
     "/order/promises/0/milestone: expected one of design_done, production_done, quality_check_done, "
     "shipped, "
     "delivered, found \"baked\""},
    {"\"promises\":[{\"milestone\":\"shipped\",\"from\":\"2026-03-03\",\"to\":\"2026-03-02\"}]",
     "/order/promises/0/to: expected a date not before \"from\", found \"2026-03-02\""},
    {"\"promises\":[{\"milestone\":\"shipped\",\"to\":\"2026-02-29\"}]",
     "/order/promises/0/to: expected a date as in \"2026-03-02\", found \"2026-02-29\""},
    {"\"changes\":[{\"state\":\"done\"}]", "/order/changes/0/state: expected one of received, "
                                           "awaiting_confirmation, confirmed, applied, declined, "
                                           "withdrawn, expired, found \"done\""},
    {"\"claims\":[{\"photos\":-1}]",
     "/order/claims/0/photos: expected a whole number from 0 to 1000, found -1"},
};

static void says_what_is_wrong_with_an_order(void **state)
{
    for (size_t i = 0; i < sizeof order_faults / sizeof *order_faults; i++) {
        struct inquiry inquiry;
        struct err err = {0};
        if (read_text_of(*state, with_order(*state, order_faults[i].members), &inquiry, &err) == 0)
            fail_msg("accepted: %s", order_faults[i].members);
        assert_string_equal(err.message, order_faults[i].message);
        assert_int_equal(err.category, ERR_INPUT);
    }
}

/* "[x,x,…]" */
static struct str repeated(struct arena *arena, const char *before, const char *unit, size_t count,
                           const char *after)
{
    struct buf buf;
    buf_init(&buf, 16 << 20);
    buf_add_c(&buf, before);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && unit[0] == '{') buf_add_char(&buf, ',');
        buf_add_c(&buf, unit);
    }
    buf_add_c(&buf, after);
    struct str text = buf_copy(&buf, arena);
    buf_done(&buf);
    return text;
}

static void holds_to_its_limits(void **state)
{
    static const struct {
        const char *before, *unit, *after;
        size_t most;
        const char *message;
    } rows[] = {
        {"{\"text\":\"", "x", "\",\"at\":\"2026-03-02T16:00:00Z\"}", 65536,
         "/text: expected at most 65536 bytes, found 65537"},
        {"{\"from\":\"", "x", "\",\"at\":\"2026-03-02T16:00:00Z\"}", 4096,
         "/from: expected at most 4096 bytes, found 4097"},
        {"{\"attachments\":[", "{}", "],\"at\":\"2026-03-02T16:00:00Z\"}", 100,
         "/attachments: expected at most 100 elements, found 101"},
        {"{\"thread\":[", "{\"author\":\"agent\"}", "],\"at\":\"2026-03-02T16:00:00Z\"}", 1000,
         "/thread: expected at most 1000 elements, found 1001"},
        {"{\"order\":{\"items\":[", "{}", "]},\"at\":\"2026-03-02T16:00:00Z\"}", 500,
         "/order/items: expected at most 500 elements, found 501"},
        {"{\"order\":{\"items\":[{\"pieces\":[", "{}", "]}]},\"at\":\"2026-03-02T16:00:00Z\"}", 2000,
         "/order/items/0/pieces: expected at most 2000 elements, found 2001"},
        {"{\"order\":{\"events\":[", "{\"stage\":\"design\",\"at\":\"2026-03-02T16:00:00Z\"}",
         "]},\"at\":\"2026-03-02T16:00:00Z\"}", 5000,
         "/order/events: expected at most 5000 elements, found 5001"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct inquiry inquiry;
        struct err err = {0};
        struct str fits = repeated(*state, rows[i].before, rows[i].unit, rows[i].most, rows[i].after);
        struct str over = repeated(*state, rows[i].before, rows[i].unit, rows[i].most + 1, rows[i].after);
        if (read_text_of(*state, fits, &inquiry, &err) < 0) fail_msg("%s", err.message);
        assert_int_equal(read_text_of(*state, over, &inquiry, &err), -1);
        assert_string_equal(err.message, rows[i].message);
        assert_int_equal(err.category, ERR_LIMIT);
    }
}

static void long_finds_are_shortened_between_characters(void **state)
{
    struct inquiry inquiry;
    struct err err = {0};
    struct str json = repeated(*state, "{\"at\":\"", "龍", 40, "\"}");
    assert_int_equal(read_text_of(*state, json, &inquiry, &err), -1);
    assert_string_equal(err.message, "/at: expected a time as in \"2026-03-02T16:00:00-05:00\", found "
                                     "\"龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍\"…");
    json = STR("{\"at\":\"a\\n\\\"b\\\"\"}");
    assert_int_equal(read_text_of(*state, json, &inquiry, &err), -1);
    assert_string_equal(err.message,
                        "/at: expected a time as in \"2026-03-02T16:00:00-05:00\", found \"a\\n\\\"b\\\"\"");
}

static void an_order_by_itself(void **state)
{
    struct value value;
    struct order order;
    struct err err = {0};
    assert_int_equal(
        json_parse(*state, STR("{\"number\":\"#1\",\"items\":[{\"quantity\":2}]}"), &value, &err), 0);
    assert_int_equal(order_from_value(*state, &value, "", &order, &err), 0);
    assert_int_equal(order.items[0].quantity, 2);
    assert_int_equal(json_parse(*state, STR("{\"items\":[{\"quantity\":true}]}"), &value, &err), 0);
    assert_int_equal(order_from_value(*state, &value, "", &order, &err), -1);
    assert_string_equal(err.message,
                        "/items/0/quantity: expected a whole number from 1 to 100000, found true");
    struct value nothing = value_nil();
    assert_int_equal(order_from_value(*state, &nothing, "/orders/3", &order, &err), -1);
    assert_string_equal(err.message, "/orders/3: expected an object, found null");
}

static void knows_photos(void **state)
{
    (void)state;
    static const struct {
        const char *name, *type;
        bool photo;
    } rows[] = {
        {"IMG_1.jpg", "image/jpeg", true},
        {"scan", "IMAGE/PNG", true},
        {"IMG_1.HEIC", "", true},
        {"a.jpeg", "application/octet-stream", true},
        {"a.webp", "", true},
        {"invoice.pdf", "application/pdf", false},
        {"photo.jpg", "text/plain", false},
        {"logo.svg", "image/svg+xml", false},
        {".jpg", "", false},
        {"", "", false},
        {"clip.mp4", "video/mp4", false},
        {"jpg", "", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct attachment attachment = {.name = str_of(rows[i].name), .type = str_of(rows[i].type)};
        if (attachment_is_photo(&attachment) != rows[i].photo) fail_msg("%s %s", rows[i].name, rows[i].type);
    }
}

static int is_json(const struct dirent *entry)
{
    return str_ends(str_of(entry->d_name), STR(".json"));
}

/* "…" at the end stands for words that are the JSON reader's. */
static bool message_is(const char *message, struct str expected)
{
    struct str rest = STR("…");
    if (!str_ends(expected, rest)) return str_is(expected, message);
    return str_starts(str_of(message), str_slice(expected, 0, expected.len - rest.len));
}

/* Each NAME.json of a folder; those to be refused have the message in NAME.err. */
static void check_folder(struct arena *arena, const char *folder, bool accept)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_json, alphasort);
    if (count <= 0) fail_msg("no documents in %s", folder);
    for (int i = 0; i < count; i++) {
        struct err err = {0};
        struct str json, message;
        struct inquiry inquiry;
        const char *path = arena_printf(arena, "%s/%s", folder, entries[i]->d_name).ptr;
        if (file_read(arena, path, 1 << 20, &json, &err) < 0) fail_msg("%s", err.message);
        int rc = read_text_of(arena, json, &inquiry, &err);
        if (accept && rc < 0) fail_msg("%s: %s", path, err.message);
        if (!accept) {
            const char *beside = arena_printf(arena, "%.*serr", (int)strlen(path) - 4, path).ptr;
            struct err missing = {0};
            if (rc == 0) fail_msg("%s: accepted", path);
            if (file_read(arena, beside, 1 << 12, &message, &missing) < 0) fail_msg("%s", missing.message);
            if (!message_is(err.message, str_trim(message))) fail_msg("%s: %s", path, err.message);
        }
        free(entries[i]);
    }
    free(entries);
}

static void accepts_the_documents_that_are_fine(void **state)
{
    check_folder(*state, "tests/data/inquiry/accept", true);
}

static void refuses_the_documents_that_are_not(void **state)
{
    check_folder(*state, "tests/data/inquiry/reject", false);
}

static int open_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_least),
        cmocka_unit_test(absent_members_have_their_defaults),
        cmocka_unit_test(null_is_absent),
        cmocka_unit_test(a_rush_order_waives_the_window_unless_it_says_false),
        cmocka_unit_test(days_are_a_number_or_a_pair),
        cmocka_unit_test(personalization_values_become_text),
        cmocka_unit_test(events_and_scans_are_put_in_order_of_time),
        cmocka_unit_test(promises_are_ranges_of_days),
        cmocka_unit_test(people_codes_and_amounts),
        cmocka_unit_test(says_what_is_wrong_with_a_document),
        cmocka_unit_test(says_what_is_wrong_with_a_member),
        cmocka_unit_test(says_what_is_wrong_with_an_order),
        cmocka_unit_test(holds_to_its_limits),
        cmocka_unit_test(long_finds_are_shortened_between_characters),
        cmocka_unit_test(an_order_by_itself),
        cmocka_unit_test(knows_photos),
        cmocka_unit_test(accepts_the_documents_that_are_fine),
        cmocka_unit_test(refuses_the_documents_that_are_not),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
