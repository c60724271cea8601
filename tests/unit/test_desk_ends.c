/* How things end at the desk: cancelled, delivered, a hold, a claim; over both databases. */
#define _GNU_SOURCE
#include "desk_steps.h"

static void who_cancels_has_the_right_and_nothing_is_told_after_it(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    assert_int_equal(record_stage(f, STAGE_CANCELLED, "2026-03-02T16:00:00Z", &err), -1);
    assert_int_equal(err.category, ERR_DENIED);
    assert_int_equal(books_of(f, order)->letters[0].state, OUTBOX_QUEUED);
    put(f, ORDER_WITH("\"events\":[{\"stage\":\"cancelled\",\"at\":\"2026-03-02T16:00:00Z\"}]"),
        ORDER_CHANGED);
    assert_int_equal(books_of(f, order)->letters[0].state, OUTBOX_WITHHELD);
}

static void what_left_the_house_is_not_cancelled(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    receive(f, "m1", "2026-03-02T16:00:00Z", "Please cancel my order 1042.");
    struct books *books = books_of(f, order);
    assert_int_equal(books->approval_count, 1);
    assert_int_equal(books->approvals[0].kind, APPROVE_CANCEL);
    put(f, ORDER_WITH("\"events\":[{\"stage\":\"shipped\",\"at\":\"2026-03-03T16:00:00Z\"}]"), ORDER_CHANGED);
    struct approval_move move = {.approval = books->approvals[0].id};
    struct approval approval;
    assert_int_equal(desk_approve(f->desk, &owner, f->arena, &move, &approval, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
}

static void a_hold_before_the_words_ends_with_their_change(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake wish = receive(f, "m1", "2026-03-02T16:00:00Z",
                                 "I would like to change the engraving on order 1042, please.");
    assert_true(str_contains(wish.assessment, STR("\"ask_new_spec\"")));
    send_draft(f, &wish.draft);
    struct intake words =
        receive(f, "m2", "2026-03-02T16:20:00Z", "Please change the engraving to \"Always\", order 1042.");
    send_draft(f, &words.draft);
    struct intake yes = receive(f, "m3", "2026-03-02T17:00:00Z", "Yes, that's right, please go ahead.");
    send_draft(f, &yes.draft);
    struct books *books = books_of(f, order);
    assert_true(str_is(books->record.order->items[0].fields[0].value, "Always"));
    for (size_t i = 0; i < books->record.order->hold_count; i++)
        assert_true(books->record.order->holds[i].to != INSTANT_NONE);
    acknowledge(f, 2);
    assert_int_equal(record_stage(f, STAGE_PRODUCTION, "2026-03-03T16:10:00Z", NULL), 0);
}

static void a_choice_that_names_no_item_is_about_the_only_claim(void **state)
{
    struct fixture *f = *state;
    struct attachment photo = {STR("IMG_1.jpg"), STR("image/jpeg"), 1000, 3000, 2000};
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    struct stage_record arrivals[] = {
        {STR("1042"), {STAGE_DELIVERED, at("2026-03-12T15:00:00Z"), 0}},
        {STR("1042"), {STAGE_DELIVERED, at("2026-03-12T16:00:00Z"), 1}},
    };
    struct order_record out;
    bool new;
    for (int i = 0; i < 2; i++) {
        false_now = arrivals[i].event.at;
        assert_int_equal(desk_record_stage(f->desk, &studio, f->arena, &arrivals[i], &new, &out, NULL), 0);
    }
    int follow_ups = 0;
    struct books *books = books_of(f, order);
    for (int i = 0; i < books->letter_count; i++)
        follow_ups += str_is(books->letters[i].notice, "delivery_follow_up");
    assert_int_equal(follow_ups, 2); /* care and invitation, once for the whole order */
    struct inquiry inquiry = {
        .id = STR("d"),
        .at = at("2026-03-12T20:00:00Z"),
        .channel = STR("email"),
        .from = STR("maya@example.com"),
        .text = STR("The necklace arrived with its chain broken, photo attached. Order 1042."),
        .attachments = &photo,
        .attachment_count = 1,
        .contacts = 1};
    struct intake intake;
    false_now = inquiry.at;
    assert_int_equal(desk_receive(f->desk, &owner, f->arena, &inquiry, NULL, &intake, NULL), 0);
    send_draft(f, &intake.draft);
    receive(f, "d2", "2026-03-12T21:00:00Z", "A remake please!");
    books = books_of(f, order);
    assert_int_equal(books->claim_count, 1);
    assert_int_equal(books->claims[0].state, CLAIM_CHOSEN);
    assert_int_equal(books->approval_count, 1);
}

static void a_claim_that_was_over_when_it_came_in_stays_over(void **state)
{
    struct fixture *f = *state;
    struct id order =
        put(f,
            ORDER_WITH("\"events\":[{\"stage\":\"delivered\",\"at\":\"2026-03-02T15:00:00Z\"}],\"claims\":"
                       "[{\"item\":0,\"state\":\"rejected\",\"at\":\"2026-03-02T15:10:00Z\",\"photos\":0}]"),
            ORDER_CREATED)
            .id;
    receive(f, "m1", "2026-03-02T16:00:00Z", "My necklace from order 1042 arrived broken.");
    struct books *books = books_of(f, order);
    assert_int_equal(books->claim_count, 2);
    assert_int_equal(books->claims[0].state, CLAIM_REJECTED);
    assert_int_equal(books->claims[1].state, CLAIM_OPENED);
}

#define TESTS(database)                                                      \
    OVER(database, who_cancels_has_the_right_and_nothing_is_told_after_it),  \
        OVER(database, what_left_the_house_is_not_cancelled),                \
        OVER(database, a_hold_before_the_words_ends_with_their_change),      \
        OVER(database, a_choice_that_names_no_item_is_about_the_only_claim), \
        OVER(database, a_claim_that_was_over_when_it_came_in_stays_over)

int main(void)
{
    const struct CMUnitTest on_sqlite[] = {TESTS(sqlite)};
    const struct CMUnitTest on_postgres[] = {TESTS(postgres)};
    int failed = cmocka_run_group_tests(on_sqlite, NULL, NULL);
    if (getenv("BURIN_TEST_POSTGRES")) failed += cmocka_run_group_tests(on_postgres, NULL, NULL);
    return failed;
}
