/* What customers are told when stages begin, and when a promise will not hold: each thing once; over both databases. */
#define _GNU_SOURCE
#include "desk/delivery.h"
#include "desk_steps.h"

static struct str when(struct fixture *f, int64_t before_us)
{
    char text[40];
    (void)f;
    instant_format(false_now - before_us, 0, text);
    return arena_str(f->arena, str_of(text));
}

/* The order with events of so many seconds ago. */
static const char *with_events(struct fixture *f, const char *items, const char *events)
{
    return arena_printf(
               f->arena,
               "{\"number\":\"#1042\",\"placed_at\":\"2026-03-02T14:30:00Z\",\"currency\":\"USD\","
               "\"total\":\"89.00\",\"customer\":{\"name\":\"Maya Lin\",\"email\":\"maya@example.com\","
               "\"locale\":\"en-US\",\"consents\":[]},\"items\":[%s],\"events\":[%s],"
               "\"shipping\":{\"carrier\":\"USPS\",\"country\":\"US\"}}",
               items, events)
        .ptr;
}

static const char *event(struct fixture *f, const char *stage, int item, int64_t seconds_ago)
{
    struct str at_text = when(f, seconds_ago * MICROS_PER_SECOND);
    if (item < 0)
        return arena_printf(f->arena, "{\"stage\":\"%s\",\"at\":\"%.*s\"}", stage, STR_ARG(at_text)).ptr;
    return arena_printf(f->arena, "{\"stage\":\"%s\",\"at\":\"%.*s\",\"item\":%d}", stage, STR_ARG(at_text),
                        item)
        .ptr;
}

static const struct outgoing_message *find(const struct books *books, const char *notice, int nth)
{
    for (int i = 0; i < books->letter_count; i++)
        if (str_is(books->letters[i].notice, notice) && nth-- == 0) return &books->letters[i];
    return NULL;
}

static int count_of(const struct books *books, const char *notice)
{
    int count = 0;
    while (find(books, notice, count)) count++;
    return count;
}

static void post(struct fixture *f, enum stage stage, int item, int64_t seconds_ago)
{
    false_now += MICROS_PER_SECOND; /* letters come in the order of their time */
    struct stage_record record = {.number = STR("1042"),
                                  .event = {stage, false_now - seconds_ago * MICROS_PER_SECOND, item}};
    struct order_record out;
    bool new;
    struct err err = {0};
    if (desk_record_stage(f->desk, &studio, f->arena, &record, &new, &out, &err) < 0)
        fail_msg("%s", err.message);
}

#define TWO NECKLACE ",{\"sku\":\"WALLET\",\"title\":\"Leather wallet\"}"

static void the_quality_check_is_told_of_before_shipping(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    post(f, STAGE_QUALITY_CHECK, ALL_ITEMS, 60);
    const struct outgoing_message *letter = find(books_of(f, order), "quality_check_complete", 0);
    assert_non_null(letter);
    assert_int_equal(letter->state, OUTBOX_QUEUED);
    assert_true(letter->not_before > letter->created_at);
    /* It has only begun: nothing is said to have passed. */
    assert_false(str_contains(letter->text, STR("has passed its")));
    assert_true(str_contains(letter->text, STR("in our quality check now")));
}

static void what_is_handed_over_at_once_is_only_told_of_as_shipped(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    post(f, STAGE_QUALITY_CHECK, ALL_ITEMS, 60);
    post(f, STAGE_SHIPPED, ALL_ITEMS, 30);
    struct books *books = books_of(f, order);
    assert_int_equal(find(books, "quality_check_complete", 0)->state, OUTBOX_WITHHELD);
    assert_true(str_is(find(books, "quality_check_complete", 0)->withheld, "overtaken"));
    assert_int_equal(find(books, "shipped", 0)->state, OUTBOX_QUEUED);
    /* What comes to be known of an earlier stage is no news. */
    post(f, STAGE_PRODUCTION, ALL_ITEMS, 3600);
    assert_int_equal(count_of(books_of(f, order), "production_started"), 0);
}

static void a_document_tells_of_what_has_just_begun(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    false_now = at("2026-03-05T15:00:00Z");
    put(f, with_events(f, NECKLACE, event(f, "production", -1, 600)), ORDER_CHANGED);
    struct books *books = books_of(f, order);
    assert_int_equal(count_of(books, "production_started"), 1);
    assert_int_equal(find(books, "production_started", 0)->state, OUTBOX_QUEUED);
    /* The same document again says nothing new, nor does the event by itself. */
    put(f, with_events(f, NECKLACE, event(f, "production", -1, 600)), ORDER_SAME);
    post(f, STAGE_PRODUCTION, ALL_ITEMS, 500);
    assert_int_equal(count_of(books_of(f, order), "production_started"), 1);
}

static void a_past_that_comes_in_tells_nobody(void **state)
{
    struct fixture *f = *state;
    false_now = at("2026-03-05T15:00:00Z");
    struct id order = put(f, with_events(f, NECKLACE, event(f, "production", -1, 600)), ORDER_CREATED).id;
    assert_int_equal(books_of(f, order)->letter_count, 0);
    false_now = at("2026-03-12T15:00:00Z");
    put(f, with_events(f, NECKLACE, event(f, "shipped", -1, 2 * 24 * 3600)), ORDER_CHANGED);
    assert_int_equal(books_of(f, order)->letter_count, 0);
    /* Of several that come at once the last is told of. */
    const char *both =
        arena_printf(f->arena, "%s,%s", event(f, "shipped", -1, 3600), event(f, "delivered", -1, 60)).ptr;
    put(f, with_events(f, NECKLACE, both), ORDER_CHANGED);
    struct books *books = books_of(f, order);
    assert_int_equal(count_of(books, "shipped"), 0);
    assert_int_equal(count_of(books, "delivery_follow_up"), 2);
}

static void items_that_go_together_are_told_of_once(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    false_now = at("2026-03-12T15:00:00Z");
    const char *both =
        arena_printf(f->arena, "%s,%s", event(f, "shipped", 0, 60), event(f, "shipped", 1, 60)).ptr;
    put(f, with_events(f, TWO, both), ORDER_CHANGED);
    struct books *books = books_of(f, order);
    assert_int_equal(count_of(books, "shipped"), 1);
    assert_true(str_contains(find(books, "shipped", 0)->text, STR("Every piece")));
    assert_true(str_contains(find(books, "shipped", 0)->text, STR("wallet")));
}

static void an_item_waits_for_the_others(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    post(f, STAGE_SHIPPED, 0, 60);
    const struct outgoing_message *first = find(books_of(f, order), "shipped", 0);
    assert_true(first->not_before > first->created_at);
    assert_false(str_contains(first->text, STR("Every piece")));
    post(f, STAGE_SHIPPED, 1, 30);
    struct books *books = books_of(f, order);
    assert_int_equal(count_of(books, "shipped"), 2);
    assert_int_equal(find(books, "shipped", 0)->state, OUTBOX_QUEUED); /* newest first */
    assert_true(str_contains(find(books, "shipped", 0)->text, STR("Every piece")));
    assert_true(str_is(find(books, "shipped", 1)->withheld, "told_together"));
}

static int make_due(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql = {.text = "UPDATE outbox SET not_before = created_at"};
    (void)context;
    return db_exec(tx, &sql, DB_NO_ARGS, NULL, err);
}

static int claim_all(struct fixture *f, struct outgoing_message *out)
{
    int count;
    struct err err = {0};
    database_or_die(db_write(f->db, make_due, NULL, &err), &err);
    if (desk_letters_claim(f->desk, f->arena, STR("node"), 60 * MICROS_PER_SECOND, 20, out, &count, &err) < 0)
        fail_msg("%s", err.message);
    return count;
}

static void an_item_whose_letter_is_gone_has_been_told_of(void **state)
{
    struct fixture *f = *state;
    struct outgoing_message letters[20];
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    post(f, STAGE_SHIPPED, 0, 60);
    assert_true(claim_all(f, letters) >= 1);
    post(f, STAGE_SHIPPED, 1, 30);
    const struct outgoing_message *second = find(books_of(f, order), "shipped", 0);
    assert_false(str_contains(second->text, STR("Every piece")));
    assert_true(str_contains(second->text, STR("wallet")));
}

/* ---- what is withheld while it is in somebody's hands ---- */

static void what_comes_back_is_withheld(void **state)
{
    struct fixture *f = *state;
    struct outgoing_message letters[20];
    struct tick tick;
    struct err err = {0};
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    assert_int_equal(claim_all(f, letters), 1);
    put(f, ORDER_WITH("\"events\":[{\"stage\":\"cancelled\",\"at\":\"2026-03-02T14:50:00Z\"}]"),
        ORDER_CHANGED);
    assert_int_equal(books_of(f, order)->letters[0].state, OUTBOX_LEASED);
    if (desk_letter_failed(f->desk, f->arena, &letters[0], STR("node"), STR("no route"), false, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(books_of(f, order)->letters[0].state, OUTBOX_WITHHELD);
    assert_true(str_is(books_of(f, order)->letters[0].withheld, "cancelled"));
    assert_int_equal(claim_all(f, letters), 0);
    assert_int_equal(desk_tick(f->desk, f->arena, &tick, &err), 0);
}

static int end_leases(struct db_tx *tx, void *context, struct err *err)
{
    static const struct db_sql sql = {
        .text = "UPDATE outbox SET lease_until = created_at WHERE state = 'leased'"};
    (void)context;
    return db_exec(tx, &sql, DB_NO_ARGS, NULL, err);
}

static void what_never_comes_back_is_withheld(void **state)
{
    struct fixture *f = *state;
    struct outgoing_message letters[20];
    struct tick tick;
    struct err err = {0};
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    assert_int_equal(claim_all(f, letters), 1);
    put(f, ORDER_WITH("\"events\":[{\"stage\":\"cancelled\",\"at\":\"2026-03-02T14:50:00Z\"}]"),
        ORDER_CHANGED);
    database_or_die(db_write(f->db, end_leases, NULL, &err), &err);
    assert_int_equal(claim_all(f, letters), 0);
    assert_int_equal(desk_tick(f->desk, f->arena, &tick, &err), 0);
    assert_int_equal(books_of(f, order)->letters[0].state, OUTBOX_WITHHELD);
    /* One that had gone out all the same was sent. */
}

static void what_went_out_all_the_same_was_sent(void **state)
{
    struct fixture *f = *state;
    struct outgoing_message letters[20];
    struct err err = {0};
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    assert_int_equal(claim_all(f, letters), 1);
    put(f, ORDER_WITH("\"events\":[{\"stage\":\"cancelled\",\"at\":\"2026-03-02T14:50:00Z\"}]"),
        ORDER_CHANGED);
    assert_int_equal(desk_letter_sent(f->desk, f->arena, &letters[0], STR("node"), &err), 0);
    assert_int_equal(books_of(f, order)->letters[0].state, OUTBOX_SENT);
    assert_int_equal(books_of(f, order)->letters[0].withheld.len, 0);
}

/* ---- delays ---- */

static void a_delay_is_told_of_once(void **state)
{
    struct fixture *f = *state;
    struct tick tick;
    struct err err = {0};
    struct id order =
        put(f,
            ORDER_WITH("\"events\":[{\"stage\":\"production\",\"at\":\"2026-03-02T14:40:00Z\"}],"
                       "\"promises\":[{\"milestone\":\"shipped\",\"from\":\"2026-03-04\",\"to\":"
                       "\"2026-03-05\",\"told_at\":\"2026-03-02T14:45:00Z\"},{\"milestone\":"
                       "\"delivered\",\"from\":\"2026-03-04\",\"to\":\"2026-03-05\",\"told_at\":"
                       "\"2026-03-02T14:45:00Z\"}]"),
            ORDER_CREATED)
            .id;
    false_now = at("2026-03-04T15:00:00Z");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(desk_tick(f->desk, f->arena, &tick, &err), 0);
        assert_int_equal(count_of(books_of(f, order), "delay"), 1);
    }
}

#define TESTS(database)                                                                                 \
    OVER(database, the_quality_check_is_told_of_before_shipping),                                       \
        OVER(database, what_is_handed_over_at_once_is_only_told_of_as_shipped),                         \
        OVER(database, a_document_tells_of_what_has_just_begun),                                        \
        OVER(database, a_past_that_comes_in_tells_nobody),                                              \
        OVER(database, items_that_go_together_are_told_of_once),                                        \
        OVER(database, an_item_waits_for_the_others),                                                   \
        OVER(database, an_item_whose_letter_is_gone_has_been_told_of),                                  \
        OVER(database, what_comes_back_is_withheld), OVER(database, what_never_comes_back_is_withheld), \
        OVER(database, what_went_out_all_the_same_was_sent), OVER(database, a_delay_is_told_of_once)

int main(void)
{
    const struct CMUnitTest on_sqlite[] = {TESTS(sqlite)};
    const struct CMUnitTest on_postgres[] = {TESTS(postgres)};
    int failed = cmocka_run_group_tests(on_sqlite, NULL, NULL);
    if (getenv("BURIN_TEST_POSTGRES")) failed += cmocka_run_group_tests(on_postgres, NULL, NULL);
    return failed;
}
