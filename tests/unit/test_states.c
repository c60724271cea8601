/* The state tables, and documents that are written back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "model/inquiry.h"
#include "model/states.h"
#include "text/json.h"

static void a_change_goes_the_way_of_the_rule_book(void **state)
{
    (void)state;
    static const enum change_state way[] = {CHANGE_RECEIVED, CHANGE_AWAITING_CONFIRMATION, CHANGE_CONFIRMED,
                                            CHANGE_APPLIED};
    for (size_t i = 1; i < sizeof way / sizeof *way; i++)
        assert_int_equal(state_step(MACHINE_CHANGE, (int)way[i - 1], (int)way[i], NULL), 0);
    assert_true(state_is_final(MACHINE_CHANGE, CHANGE_APPLIED));
    assert_true(state_is_final(MACHINE_CHANGE, CHANGE_DECLINED));
    assert_true(state_is_final(MACHINE_CHANGE, CHANGE_WITHDRAWN));
    assert_false(state_may(MACHINE_CHANGE, CHANGE_RECEIVED, CHANGE_APPLIED));
    assert_false(state_may(MACHINE_CHANGE, CHANGE_EXPIRED, CHANGE_APPLIED));
}

static void a_claim_goes_the_way_of_the_rule_book(void **state)
{
    (void)state;
    static const enum claim_state way[] = {CLAIM_OPENED, CLAIM_EVIDENCE, CLAIM_OFFERED, CLAIM_CHOSEN,
                                           CLAIM_FULFILLED};
    for (size_t i = 1; i < sizeof way / sizeof *way; i++)
        assert_true(state_may(MACHINE_CLAIM, (int)way[i - 1], (int)way[i]));
    assert_false(state_may(MACHINE_CLAIM, CLAIM_OPENED, CLAIM_FULFILLED));
    assert_true(state_may(MACHINE_CLAIM, CLAIM_OFFERED, CLAIM_OFFERED));
    assert_false(state_may(MACHINE_CLAIM, CLAIM_FULFILLED, CLAIM_OFFERED));
    assert_true(state_is_final(MACHINE_CLAIM, CLAIM_REJECTED));
}

static void a_piece_goes_back_to_the_bench_until_it_has_left(void **state)
{
    (void)state;
    assert_true(state_may(MACHINE_PIECE, STAGE_QUALITY_CHECK, STAGE_PRODUCTION));
    assert_true(state_may(MACHINE_PIECE, STAGE_PHOTO_RECEIVED, STAGE_CANCELLED));
    for (int to = 0; to < STAGE_COUNT; to++)
        assert_int_equal(state_may(MACHINE_PIECE, STAGE_SHIPPED, to), to == STAGE_DELIVERED);
    assert_true(state_is_final(MACHINE_PIECE, STAGE_DELIVERED));
    assert_true(state_is_final(MACHINE_PIECE, STAGE_CANCELLED));
}

static void a_refusal_names_the_state_and_the_steps(void **state)
{
    (void)state;
    struct err err = {0};
    assert_int_equal(state_step(MACHINE_CHANGE, CHANGE_RECEIVED, CHANGE_APPLIED, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    assert_string_equal(err.message,
                        "the change is received and cannot become applied; from there it can become: "
                        "awaiting_confirmation, declined, withdrawn");
    assert_int_equal(state_step(MACHINE_DRAFT, DRAFT_SENT, DRAFT_DISCARDED, &err), -1);
    assert_string_equal(err.message,
                        "the draft is sent and cannot become discarded; from there it can become: open");
    assert_int_equal(state_step(MACHINE_DRAFT, DRAFT_DISCARDED, DRAFT_OPEN, &err), -1);
    assert_string_equal(err.message, "the draft is discarded and cannot become open; that is where it ends");
}

/* Nothing that ends begins again, and from every state there is a way to an end. */
static void every_machine_comes_to_an_end(void **state)
{
    (void)state;
    for (int m = 0; m < MACHINE_COUNT; m++) {
        unsigned ends = 0;
        for (int round = 0; round < 32; round++)
            for (int from = 0; state_name((enum machine)m, from).len; from++) {
                if (state_is_final((enum machine)m, from)) ends |= 1u << from;
                for (int to = 0; state_name((enum machine)m, to).len; to++)
                    if (state_may((enum machine)m, from, to) && (ends & 1u << to)) ends |= 1u << from;
            }
        for (int from = 0; state_name((enum machine)m, from).len; from++) assert_true(ends & 1u << from);
    }
}

static struct str written(struct arena *arena, struct str document)
{
    struct value value;
    struct inquiry inquiry;
    struct err err = {0};
    struct buf out;
    assert_int_equal(json_parse(arena, document, &value, &err), 0);
    if (inquiry_from_value(arena, &value, &inquiry, &err) < 0) fail_msg("%s", err.message);
    buf_init(&out, 1024 * 1024);
    struct json_writer writer = {.buf = &out};
    inquiry_to_json(&inquiry, &writer);
    struct str text = buf_copy(&out, arena);
    buf_done(&out);
    return text;
}

static void what_is_written_is_read_back_the_same(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct str inbox, line;
    assert_int_equal(file_read(arena, "data/demo/inbox.jsonl", 1024 * 1024, &inbox, NULL), 0);
    int lines = 0;
    while (str_next_part(&inbox, '\n', &line)) {
        if (!line.len) continue;
        struct str once = written(arena, line), twice = written(arena, once);
        assert_int_equal(once.len, twice.len);
        assert_memory_equal(once.ptr, twice.ptr, once.len);
        lines++;
    }
    assert_true(lines >= 20);
    arena_free(arena);
}

static void a_document_keeps_every_member(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const char document[] =
        "{\"id\":\"x\",\"at\":\"2026-03-02T16:00:00.250000Z\",\"channel\":\"email\",\"from\":\"a@b.c\","
        "\"link_verified\":true,\"subject\":\"s\",\"text\":\"t\","
        "\"attachments\":[{\"name\":\"p.jpg\",\"type\":\"image/jpeg\",\"bytes\":9,\"width\":3,\"height\":4}],"
        "\"thread\":[{\"at\":\"2026-03-01T10:00:00Z\",\"author\":\"agent\",\"text\":\"hi\"}],"
        "\"case\":{\"awaiting\":\"photos\",\"contacts\":2},\"order\":{\"number\":\"#1\","
        "\"placed_at\":\"2026-03-01T10:00:00Z\",\"currency\":\"USD\",\"total\":\"89.00\",\"remake_of\":\"#"
        "0\","
        "\"rush_available\":false,\"customer\":{\"name\":\"A\",\"email\":\"a@b.c\",\"phone\":\"1\","
        "\"locale\":\"en-US\",\"emails\":[\"d@e.f\"],\"consents\":[\"sms\"]},"
        "\"recipient\":{\"name\":\"R\",\"email\":\"r@b.c\",\"consents\":[]},"
        "\"items\":[{\"sku\":\"S\",\"title\":\"T\",\"kind\":\"custom\",\"quantity\":2,"
        "\"personalization\":{\"engraving\":\"A \\\"&\\\" B\"},"
        "\"pieces\":[{\"personalization\":{\"name\":\"x\"}}],"
        "\"rules\":{\"engraving\":{\"max\":30,\"charset\":\"A-Z\",\"choices\":[\"a\"],\"min_width\":1,"
        "\"min_height\":2,\"required\":true}}}],"
        "\"production\":{\"days\":[5,7],\"rush\":true,\"window_waived\":false},"
        "\"shipping\":{\"days\":3,\"carrier\":\"USPS\",\"country\":\"US\",\"tracking\":\"1Z\","
        "\"scans\":[{\"at\":\"2026-03-03T10:00:00Z\",\"status\":\"in_transit\"}]},"
        "\"shipments\":[{\"items\":[0],\"carrier\":\"UPS\",\"tracking\":\"2Z\"}],"
        "\"events\":[{\"stage\":\"design\",\"at\":\"2026-03-01T11:00:00Z\",\"item\":0}],"
        "\"holds\":[{\"from\":\"2026-03-01T12:00:00Z\",\"to\":\"2026-03-01T13:00:00Z\",\"reason\":\"change\"}"
        "],"
        "\"promises\":[{\"milestone\":\"delivered\",\"from\":\"2026-03-12\",\"to\":\"2026-03-18\","
        "\"told_at\":\"2026-03-01T14:00:00Z\"}],"
        "\"changes\":[{\"item\":0,\"field\":\"engraving\",\"old\":\"A\",\"new\":\"B\",\"state\":"
        "\"confirmed\","
        "\"at\":\"2026-03-01T12:00:00Z\"}],"
        "\"claims\":[{\"item\":0,\"state\":\"opened\",\"at\":\"2026-03-20T12:00:00Z\",\"photos\":1}]}}";
    struct str once = written(arena, str_of(document));
    assert_int_equal(once.len, strlen(document));
    assert_memory_equal(once.ptr, document, once.len);
    arena_free(arena);
}

static enum stage progress_of(const char *events, struct order_progress *out)
{
    struct arena *arena = arena_new();
    struct value value;
    struct order order;
    struct str text = arena_printf(arena, "{\"number\":\"1\",\"items\":[{},{}],\"events\":[%s]}", events);
    assert_int_equal(json_parse(arena, text, &value, NULL), 0);
    assert_int_equal(order_from_value(arena, &value, "", &order, NULL), 0);
    order_progress(&order, out);
    arena_free(arena);
    return out->stage;
}

#define AT(stage, day) "{\"stage\":\"" stage "\",\"at\":\"2026-03-" day "T10:00:00Z\"}"
#define AT_ITEM(stage, day, item) \
    "{\"stage\":\"" stage "\",\"at\":\"2026-03-" day "T10:00:00Z\",\"item\":" item "}"

static void an_order_is_as_far_as_the_item_that_is_furthest_behind(void **state)
{
    (void)state;
    struct order_progress progress;
    progress_of("", &progress);
    assert_false(progress.begun);
    assert_int_equal(progress_of(AT("design", "01") "," AT_ITEM("shipped", "05", "0"), &progress),
                     STAGE_DESIGN);
    assert_true(progress.begun && progress.shipped_at == INSTANT_NONE);
    assert_int_equal(progress_of(AT("shipped", "05") "," AT_ITEM("delivered", "08", "0"), &progress),
                     STAGE_SHIPPED);
    assert_true(progress.shipped_at != INSTANT_NONE && progress.delivered_at == INSTANT_NONE);
    assert_int_equal(progress_of(AT("cancelled", "05"), &progress), STAGE_CANCELLED);
    assert_true(progress.cancelled_at != INSTANT_NONE);
    /* What was cancelled holds nobody up. */
    assert_int_equal(
        progress_of(AT_ITEM("cancelled", "02", "1") "," AT_ITEM("delivered", "08", "0"), &progress),
        STAGE_DELIVERED);
    assert_true(progress.delivered_at != INSTANT_NONE && progress.cancelled_at == INSTANT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_goes_the_way_of_the_rule_book),
        cmocka_unit_test(a_claim_goes_the_way_of_the_rule_book),
        cmocka_unit_test(a_piece_goes_back_to_the_bench_until_it_has_left),
        cmocka_unit_test(a_refusal_names_the_state_and_the_steps),
        cmocka_unit_test(every_machine_comes_to_an_end),
        cmocka_unit_test(what_is_written_is_read_back_the_same),
        cmocka_unit_test(a_document_keeps_every_member),
        cmocka_unit_test(an_order_is_as_far_as_the_item_that_is_furthest_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
