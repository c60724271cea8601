/* How things end at the desk: cancelled, delivered, a hold, a claim; over both databases. */
#define _GNU_SOURCE
#include "desk/proposal.h"
#include "desk_steps.h"

static const struct hold_wish hold_to_look = {
    .item = ALL_ITEMS, .reason = STR_INIT("look"), .number = STR_INIT("1042")};

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

/* The necklace of order 1042 came broken, with a photo of it. */
static struct intake report_broken(struct fixture *f, struct desk *desk)
{
    struct attachment photo = {STR("IMG_1.jpg"), STR("image/jpeg"), 1000, 3000, 2000};
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
    assert_int_equal(desk_receive(desk, &owner, f->arena, &inquiry, NULL, &intake, NULL), 0);
    return intake;
}

static void a_choice_that_names_no_item_is_about_the_only_claim(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    struct stage_record arrivals[] = {
        {.number = STR("1042"), .event = {STAGE_DELIVERED, at("2026-03-12T15:00:00Z"), 0}},
        {.number = STR("1042"), .event = {STAGE_DELIVERED, at("2026-03-12T16:00:00Z"), 1}},
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
    struct intake intake = report_broken(f, f->desk);
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

static struct approval approve_first(struct fixture *f, struct id order)
{
    struct books *books = books_of(f, order);
    struct approval_move move = {0};
    struct approval approval;
    struct err err = {0};
    for (int i = books->approval_count; i-- > 0;)
        if (books->approvals[i].state == APPROVAL_PROPOSED) move.approval = books->approvals[i].id;
    if (desk_approve(f->desk, &owner, f->arena, &move, &approval, &err) < 0) fail_msg("%s", err.message);
    return approval;
}

static bool item_is_cancelled(const struct books *books, int item)
{
    struct order_progress progress;
    order_item_progress(books->record.order, item, &progress);
    return progress.cancelled_at != INSTANT_NONE;
}

static int open_holds(const struct books *books, int item)
{
    int count = 0;
    for (size_t i = 0; i < books->record.order->hold_count; i++)
        count +=
            books->record.order->holds[i].to == INSTANT_NONE && books->record.order->holds[i].item == item;
    return count;
}

static void hold_for_cancel(struct fixture *f, int item)
{
    struct order_record held;
    struct err err = {0};
    if (desk_hold(f->desk, &studio, f->arena,
                  &(struct hold_wish){.number = STR("1042"), .item = item, .reason = STR("cancel")}, &held,
                  &err) < 0)
        fail_msg("%s", err.message);
}

#define CANCEL_WALLET "Please cancel the wallet of order 1042, I only want to keep the necklace."
#define CANCEL_NECKLACE "Please cancel the necklace of order 1042."

static void one_item_is_cancelled_and_the_others_go_on(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    receive(f, "m1", "2026-03-02T16:00:00Z", CANCEL_WALLET);
    receive(f, "m2", "2026-03-02T16:10:00Z", CANCEL_WALLET);
    struct books *books = books_of(f, order);
    assert_int_equal(books->approval_count, 1);
    assert_int_equal(books->approvals[0].item, 1);
    assert_false(books->approvals[0].has_amount);
    hold_for_cancel(f, 1);
    assert_int_equal(approve_first(f, order).item, 1);
    books = books_of(f, order);
    assert_true(item_is_cancelled(books, 1) && !item_is_cancelled(books, 0));
    assert_true(books->record.cancelled_at == INSTANT_NONE);
    assert_int_equal(open_holds(books, 1), 0);
}

static void each_item_has_a_proposal_of_its_own(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    receive(f, "m1", "2026-03-02T16:00:00Z", CANCEL_WALLET);
    receive(f, "m2", "2026-03-02T16:10:00Z", CANCEL_NECKLACE);
    struct books *books = books_of(f, order);
    assert_int_equal(books->approval_count, 2);
    assert_int_equal(books->approvals[0].item + books->approvals[1].item, 1);
    hold_for_cancel(f, 0);
    hold_for_cancel(f, 1);
    approve_first(f, order);
    books = books_of(f, order);
    assert_true(books->record.cancelled_at == INSTANT_NONE);
    assert_int_equal(open_holds(books, 0) + open_holds(books, 1), 1);
    approve_first(f, order);
    assert_true(books_of(f, order)->record.cancelled_at != INSTANT_NONE);
}

static void an_item_cancelled_by_hand_takes_its_proposal_along(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    receive(f, "m1", "2026-03-02T16:00:00Z", CANCEL_WALLET);
    receive(f, "m2", "2026-03-02T16:10:00Z", CANCEL_NECKLACE);
    hold_for_cancel(f, 0);
    hold_for_cancel(f, 1);
    struct stage_record record = {.number = STR("1042"),
                                  .event = {STAGE_CANCELLED, at("2026-03-02T17:00:00Z"), 1}};
    struct order_record out;
    bool new;
    false_now = record.event.at;
    if (desk_record_stage(f->desk, &owner, f->arena, &record, &new, &out, &err) < 0)
        fail_msg("%s", err.message);
    struct books *books = books_of(f, order);
    for (int i = 0; i < books->approval_count; i++)
        assert_int_equal(books->approvals[i].state,
                         books->approvals[i].item ? APPROVAL_WITHDRAWN : APPROVAL_PROPOSED);
    assert_int_equal(open_holds(books, 1), 0);
    assert_true(open_holds(books, 0) > 0);
}

static void the_whole_order_takes_every_proposal_along(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    receive(f, "m1", "2026-03-02T16:00:00Z", CANCEL_WALLET);
    receive(f, "m2", "2026-03-02T16:10:00Z", "Please cancel my whole order 1042.");
    struct books *books = books_of(f, order);
    assert_int_equal(books->approval_count, 2);
    struct approval_move move = {.approval = books->approvals[books->approvals[0].item != ALL_ITEMS].id};
    struct approval approval;
    assert_int_equal(desk_approve(f->desk, &owner, f->arena, &move, &approval, NULL), 0);
    assert_int_equal(approval.item, ALL_ITEMS);
    books = books_of(f, order);
    assert_true(books->record.cancelled_at != INSTANT_NONE);
    for (int i = 0; i < books->approval_count; i++)
        assert_true(books->approvals[i].state != APPROVAL_PROPOSED);
    for (size_t i = 0; i < books->record.order->hold_count; i++)
        assert_true(books->record.order->holds[i].to != INSTANT_NONE);
}

static void refusing_the_whole_leaves_the_items_wish_waiting(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, TWO_ITEMS, ORDER_CREATED).id;
    receive(f, "m1", "2026-03-02T16:00:00Z", CANCEL_WALLET);
    receive(f, "m2", "2026-03-02T16:10:00Z", "Please cancel my whole order 1042.");
    struct books *books = books_of(f, order);
    assert_int_equal(books->approval_count, 2);
    hold_for_cancel(f, 1);
    hold_for_cancel(f, ALL_ITEMS);
    struct approval_move move = {.approval = books->approvals[books->approvals[0].item != ALL_ITEMS].id};
    struct approval approval;
    assert_int_equal(desk_refuse(f->desk, &owner, f->arena, &move, &approval, NULL), 0);
    books = books_of(f, order);
    assert_true(open_holds(books, 1) > 0);
    assert_int_equal(open_holds(books, ALL_ITEMS), 0);
}

static int put_as(struct fixture *f, const struct actor *who, const char *json, struct err *err)
{
    struct order order = read_order(f, json);
    struct order_record record;
    enum order_put what;
    *err = (struct err){0};
    return desk_order_put(f->desk, who, f->arena, &order, &what, &record, err);
}

static int record_as(struct fixture *f, enum stage stage, const char *when, int item, struct err *err)
{
    struct stage_record record = {.number = STR("1042"), .event = {stage, at(when), item}};
    struct order_record out;
    bool new;
    *err = (struct err){0};
    return desk_record_stage(f->desk, &owner, f->arena, &record, &new, &out, err);
}

#define EVENTS(events) ORDER_WITH("\"events\":[" events "]")
#define DESIGN "{\"stage\":\"design\",\"at\":\"2026-03-02T15:00:00Z\"}"
#define CANCELLED "{\"stage\":\"cancelled\",\"at\":\"2026-03-02T16:00:00Z\"}"
#define SHIPPED "{\"stage\":\"shipped\",\"at\":\"2026-03-05T16:00:00Z\"}"

static void a_document_cancels_only_for_who_may(void **state)
{
    struct fixture *f = *state;
    static const struct actor agent = {.name = {"agent", 5}, .role = ROLE_AGENT};
    struct err err;
    assert_int_equal(put_as(f, &agent, EVENTS(CANCELLED), &err), -1);
    assert_int_equal(err.category, ERR_DENIED);
    assert_int_equal(put_as(f, &agent, EVENTS(DESIGN), &err), 0);
    assert_int_equal(put_as(f, &agent, EVENTS(DESIGN "," CANCELLED), &err), -1);
    assert_int_equal(err.category, ERR_DENIED);
    assert_true(str_starts(str_of(err.message), STR("/events: ")));
    assert_int_equal(put_as(f, &owner, EVENTS(DESIGN "," CANCELLED), &err), 0);
    assert_int_equal(put_as(f, &agent, EVENTS(DESIGN "," CANCELLED), &err), 0); /* known: nothing new */
}

static void what_is_over_stays_over(void **state)
{
    struct fixture *f = *state;
    struct err err;
    put(f, ORDER, ORDER_CREATED);
    false_now = at("2026-03-20T12:00:00Z");
    assert_int_equal(record_as(f, STAGE_QUALITY_CHECK, "2026-03-04T16:00:00Z", ALL_ITEMS, &err), 0);
    assert_int_equal(record_as(f, STAGE_PRODUCTION, "2026-03-05T08:00:00Z", ALL_ITEMS, &err), 0); /* again */
    assert_int_equal(record_as(f, STAGE_SHIPPED, "2026-03-05T16:00:00Z", ALL_ITEMS, &err), 0);
    assert_int_equal(record_as(f, STAGE_SHIPPED, "2026-03-05T16:00:00Z", ALL_ITEMS, &err), 0);
    assert_int_equal(record_as(f, STAGE_DESIGN, "2026-03-05T17:00:00Z", ALL_ITEMS, &err), -1);
    assert_string_equal(err.message,
                        "the piece is shipped and cannot become design; from there it can become: "
                        "delivered");
    assert_int_equal(record_as(f, STAGE_CANCELLED, "2026-03-04T17:00:00Z", ALL_ITEMS, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    assert_true(str_contains(str_of(err.message), STR("a remake or a refund")));
    assert_int_equal(record_as(f, STAGE_DESIGN, "2026-03-03T17:00:00Z", ALL_ITEMS, &err), 0); /* told late */
    assert_int_equal(record_as(f, STAGE_DELIVERED, "2026-03-09T16:00:00Z", ALL_ITEMS, &err), 0);
    assert_int_equal(record_as(f, STAGE_CANCELLED, "2026-03-10T16:00:00Z", ALL_ITEMS, &err), -1);
    assert_int_equal(
        put_as(f, &owner, EVENTS("{\"stage\":\"cancelled\",\"at\":\"2026-03-10T16:00:00Z\"}"), &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    assert_int_equal(
        put_as(f, &owner, EVENTS("{\"stage\":\"production\",\"at\":\"2026-03-12T16:00:00Z\"}"), &err), -1);
    assert_int_equal(
        put_as(f, &owner, EVENTS("{\"stage\":\"production\",\"at\":\"2026-03-03T09:00:00Z\"}"), &err), 0);
}

static void what_is_cancelled_is_neither_made_nor_held_nor_remade(void **state)
{
    struct fixture *f = *state;
    struct order_record record;
    struct approval approval;
    struct err err = {0};
    struct remake_wish wish = {.number = STR("1042"), .concern = CONCERN_DAMAGED};
    put(f, EVENTS(CANCELLED), ORDER_CREATED);
    false_now = at("2026-03-20T12:00:00Z");
    assert_int_equal(record_as(f, STAGE_CANCELLED, "2026-03-02T16:00:00Z", ALL_ITEMS, &err), 0); /* known */
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        assert_int_equal(record_as(f, (enum stage)stage, "2026-03-03T16:00:00Z", ALL_ITEMS, &err), -1);
        assert_int_equal(err.category, ERR_CONFLICT);
    }
    assert_int_equal(put_as(f, &owner, EVENTS(CANCELLED "," SHIPPED), &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    /* What was done before is told late, and that it is cancelled again. */
    assert_int_equal(
        put_as(f, &owner, EVENTS(DESIGN ",{\"stage\":\"cancelled\",\"at\":\"2026-03-02T18:00:00Z\"}"), &err),
        0);
    assert_int_equal(desk_hold(f->desk, &studio, f->arena, &hold_to_look, &record, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    err = (struct err){0};
    assert_int_equal(desk_order_remake(f->desk, &owner, f->arena, &wish, &approval, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
}

static void a_stage_begins_between_the_order_and_today(void **state)
{
    struct fixture *f = *state;
    struct err err;
    put(f, ORDER, ORDER_CREATED);
    false_now = at("2026-03-03T12:00:00Z");
    assert_int_equal(record_as(f, STAGE_DESIGN, "1990-01-01T00:00:00Z", ALL_ITEMS, &err), -1);
    assert_int_equal(err.category, ERR_INPUT);
    assert_true(str_starts(str_of(err.message), STR("/at: ")));
    assert_int_equal(record_as(f, STAGE_DESIGN, "2026-03-05T00:00:00Z", ALL_ITEMS, &err), -1);
    assert_true(str_starts(str_of(err.message), STR("/at: ")));
    assert_int_equal(
        put_as(f, &owner, EVENTS("{\"stage\":\"design\",\"at\":\"1990-01-01T00:00:00Z\"}"), &err), -1);
    assert_true(str_starts(str_of(err.message), STR("/events: ")));
    assert_int_equal(record_as(f, STAGE_DESIGN, "2026-03-02T00:00:00Z", ALL_ITEMS, &err),
                     0); /* clocks differ */
}

static void a_document_does_not_work_on_what_is_held(void **state)
{
    struct fixture *f = *state;
    struct order_record record;
    struct err err;
    put(f, ORDER, ORDER_CREATED);
    false_now = at("2026-03-04T12:00:00Z");
    assert_int_equal(desk_hold(f->desk, &studio, f->arena, &hold_to_look, &record, NULL), 0);
    false_now = at("2026-03-06T12:00:00Z");
    assert_int_equal(put_as(f, &owner, EVENTS(SHIPPED), &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    assert_true(str_contains(str_of(err.message), STR("on hold (look)")));
    assert_int_equal(
        put_as(f, &owner, EVENTS("{\"stage\":\"production\",\"at\":\"2026-03-03T16:00:00Z\"}"), &err),
        0); /* before the hold */
    assert_int_equal(
        put_as(f, &owner,
               ORDER_WITH("\"events\":[" SHIPPED "],\"holds\":[{\"from\":\"2026-03-04T12:00:00Z\",\"to\":"
                          "\"2026-03-05T12:00:00Z\",\"reason\":\"look\"}]"),
               &err),
        0); /* which it says is over */
}

#define SHIPPED_FIRST "{\"stage\":\"shipped\",\"at\":\"2026-03-05T16:00:00Z\",\"item\":0}"
#define TWO ORDER_OF(NECKLACE "," NECKLACE, "\"events\":[" SHIPPED_FIRST "],")

static void pieces_end_by_themselves(void **state)
{
    struct fixture *f = *state;
    struct err err;
    put(f, TWO, ORDER_CREATED);
    false_now = at("2026-03-20T12:00:00Z");
    assert_int_equal(record_as(f, STAGE_CANCELLED, "2026-03-06T16:00:00Z", ALL_ITEMS, &err), -1);
    assert_true(str_starts(str_of(err.message), STR("item 0: the piece is shipped")));
    assert_int_equal(record_as(f, STAGE_PRODUCTION, "2026-03-06T16:00:00Z", ALL_ITEMS, &err),
                     0); /* the other */
    assert_int_equal(record_as(f, STAGE_CANCELLED, "2026-03-07T16:00:00Z", 1, &err), 0);
    assert_int_equal(record_as(f, STAGE_DELIVERED, "2026-03-09T16:00:00Z", 0, &err), 0);
    assert_int_equal(record_as(f, STAGE_SHIPPED, "2026-03-09T16:00:00Z", 1, &err), -1);
}

static void what_left_in_part_is_not_cancelled_whole(void **state)
{
    struct fixture *f = *state;
    struct approval approval;
    struct err err = {0};
    struct cancel_wish wish = {.number = STR("1042")};
    put(f, TWO, ORDER_CREATED);
    false_now = at("2026-03-06T12:00:00Z");
    assert_int_equal(desk_order_cancel(f->desk, &owner, f->arena, &wish, &approval, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    assert_true(str_contains(str_of(err.message), STR("a remake or a refund")));
}

static void what_is_to_be_placed_later_is_cancelled_all_the_same(void **state)
{
    struct fixture *f = *state;
    struct approval approval;
    struct err err = {0};
    struct cancel_wish wish = {.number = STR("1042")};
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    false_now = at("2026-02-20T12:00:00Z");
    if (desk_order_cancel(f->desk, &owner, f->arena, &wish, &approval, &err) < 0) fail_msg("%s", err.message);
    assert_true(books_of(f, order)->record.cancelled_at != INSTANT_NONE);
}

/* Of two pieces one is cancelled, and then the order came broken. */
static void what_is_cancelled_is_not_made_again_with_the_rest(void **state)
{
    struct fixture *f = *state;
    struct approval approval;
    struct err err = {0};
    struct remake_wish wish = {.number = STR("1042"), .item = 1, .concern = CONCERN_DAMAGED};
    struct id order = put(f, TWO, ORDER_CREATED).id;
    false_now = at("2026-03-20T12:00:00Z");
    assert_int_equal(record_as(f, STAGE_CANCELLED, "2026-03-07T16:00:00Z", 1, &err), 0);
    assert_int_equal(record_as(f, STAGE_DELIVERED, "2026-03-09T16:00:00Z", 0, &err), 0);
    assert_int_equal(desk_order_remake(f->desk, &owner, f->arena, &wish, &approval, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    wish.item = 0;
    if (desk_order_remake(f->desk, &owner, f->arena, &wish, &approval, &err) < 0) fail_msg("%s", err.message);
    struct books *books = books_of(f, books_of(f, order)->claims[0].remake_order);
    assert_int_equal(books->record.order->item_count, 1);
}

static void a_cancellation_that_goes_by_itself_is_done(void **state)
{
    struct fixture *f = *state;
    struct store store;
    struct desk *desk = open_automatic(f, &store);
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake intake = receive_from(f, desk, "maya@example.com", "m1", "2026-03-02T16:00:00Z",
                                        "Please cancel my order 1042.");
    assert_true(id_is_none(&intake.draft));
    struct books *books = books_of(f, order);
    assert_int_equal(books->approval_count, 1);
    assert_int_equal(books->approvals[0].state, APPROVAL_APPROVED);
    assert_true(str_is(books->approvals[0].decided_by, "engine"));
    assert_true(books->record.cancelled_at != INSTANT_NONE);
    desk_close(desk);
}

/* A photo of the fault has come, and remedies are offered. */
static struct id broken_on_arrival(struct fixture *f, struct desk *desk)
{
    struct id order =
        put(f, ORDER_WITH("\"events\":[{\"stage\":\"delivered\",\"at\":\"2026-03-12T15:00:00Z\"}]"),
            ORDER_CREATED)
            .id;
    struct intake intake = report_broken(f, desk);
    if (!id_is_none(&intake.draft)) send_draft(f, &intake.draft);
    return order;
}

static void a_remake_that_is_chosen_by_itself_is_ordered(void **state)
{
    struct fixture *f = *state;
    struct store store;
    struct desk *desk = open_automatic(f, &store);
    struct id order = broken_on_arrival(f, desk);
    struct intake intake =
        receive_from(f, desk, "maya@example.com", "d2", "2026-03-12T21:00:00Z", "A remake please!");
    assert_true(id_is_none(&intake.draft));
    struct books *books = books_of(f, order);
    assert_int_equal(books->claims[0].state, CLAIM_FULFILLED);
    assert_int_equal(books->approvals[0].state, APPROVAL_APPROVED);
    assert_false(id_is_none(&books->claims[0].remake_order));
    books = books_of(f, books->claims[0].remake_order);
    assert_int_equal(books->letter_count, 1);
    assert_true(str_is(books->letters[0].subject, "We are putting it right"));
    assert_true(str_contains(books->letters[0].text, STR("1042-R1")));
    assert_int_equal(books->promise_count, 1);
    assert_int_equal(books->promises[0].state, PROMISE_OPEN);
    desk_close(desk);
}

/* The offer was taken back before Maya chose. */
static void what_cannot_be_done_is_left_to_a_person(void **state)
{
    struct fixture *f = *state;
    struct store store;
    struct desk *desk = open_automatic(f, &store);
    struct id order = broken_on_arrival(f, desk);
    struct claim_move move = {.claim = books_of(f, order)->claims[0].id};
    struct claim_record claim;
    assert_int_equal(desk_claim_withdraw(f->desk, &owner, f->arena, &move, &claim, NULL), 0);
    struct intake intake =
        receive_from(f, desk, "maya@example.com", "d2", "2026-03-12T21:00:00Z", "A remake please!");
    assert_false(id_is_none(&intake.draft));
    assert_int_equal(ticket_of(f, intake.ticket).state, TICKET_OPEN);
    assert_int_equal(books_of(f, order)->approval_count, 0);
    desk_close(desk);
}

/* Maya is offered a rush, in a reply that was sent, and then writes `text`. */
static struct intake after_an_offer(struct fixture *f, struct desk *desk, const char *wish, const char *text)
{
    put(f, ORDER, ORDER_CREATED);
    struct intake offer = receive_from(f, desk, "maya@example.com", "r1", "2026-03-02T16:00:00Z", wish);
    assert_true(str_contains(offer.assessment, STR("\"offer_rush\"")));
    if (!id_is_none(&offer.draft)) send_draft(f, &offer.draft);
    return receive_from(f, desk, "maya@example.com", "r2", "2026-03-02T17:00:00Z", text);
}

#define RUSH_WISH "Can you rush order 1042, please? I would pay for faster production."

static void a_yes_to_a_rush_is_handed_over(void **state)
{
    static const char *const yeses[][2] = {
        {RUSH_WISH, "Yes"},
        {RUSH_WISH, "Yes please, let's do the rush"},
        {"订单1042可以加急吗？我愿意付加急费。", "好的"},
        {"订单1042可以加急吗？我愿意付加急费。", "好的，加急吧"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof yeses / sizeof *yeses; i++) {
        struct intake yes = after_an_offer(f, f->desk, yeses[i][0], yeses[i][1]);
        struct ticket ticket = ticket_of(f, yes.ticket);
        assert_true(ticket.escalated);
        assert_int_equal(ticket.state, TICKET_OPEN);
        assert_true(str_is(ticket.action, "hand_over"));
        assert_true(str_starts(ticket.locale, i < 2 ? STR("en") : STR("zh")));
        if (i + 1 < sizeof yeses / sizeof *yeses) {
            bool postgres = f->postgres;
            close_fixture(state);
            open_fixture(state, postgres);
            f = *state;
        }
    }
}

static void a_no_to_a_rush_is_not(void **state)
{
    struct fixture *f = *state;
    struct intake no = after_an_offer(f, f->desk, RUSH_WISH, "No thank you.");
    assert_false(ticket_of(f, no.ticket).escalated);
}

static void a_yes_to_a_rush_is_not_answered_without_a_person(void **state)
{
    struct fixture *f = *state;
    struct store store;
    struct desk *desk = open_automatic(f, &store);
    struct intake yes = after_an_offer(f, desk, RUSH_WISH, "Yes please, let's do the rush");
    assert_false(id_is_none(&yes.draft));
    assert_true(ticket_of(f, yes.ticket).escalated);
    desk_close(desk);
}

#define TESTS(database)                                                                               \
    OVER(database, who_cancels_has_the_right_and_nothing_is_told_after_it),                           \
        OVER(database, what_left_the_house_is_not_cancelled),                                         \
        OVER(database, a_hold_before_the_words_ends_with_their_change),                               \
        OVER(database, a_choice_that_names_no_item_is_about_the_only_claim),                          \
        OVER(database, a_claim_that_was_over_when_it_came_in_stays_over),                             \
        OVER(database, a_cancellation_that_goes_by_itself_is_done),                                   \
        OVER(database, a_remake_that_is_chosen_by_itself_is_ordered),                                 \
        OVER(database, what_cannot_be_done_is_left_to_a_person),                                      \
        OVER(database, a_yes_to_a_rush_is_handed_over), OVER(database, a_no_to_a_rush_is_not),        \
        OVER(database, a_yes_to_a_rush_is_not_answered_without_a_person),                             \
        OVER(database, one_item_is_cancelled_and_the_others_go_on),                                   \
        OVER(database, each_item_has_a_proposal_of_its_own),                                          \
        OVER(database, an_item_cancelled_by_hand_takes_its_proposal_along),                           \
        OVER(database, the_whole_order_takes_every_proposal_along),                                   \
        OVER(database, refusing_the_whole_leaves_the_items_wish_waiting),                             \
        OVER(database, a_document_cancels_only_for_who_may), OVER(database, what_is_over_stays_over), \
        OVER(database, what_is_cancelled_is_neither_made_nor_held_nor_remade),                        \
        OVER(database, a_stage_begins_between_the_order_and_today),                                   \
        OVER(database, a_document_does_not_work_on_what_is_held),                                     \
        OVER(database, what_is_to_be_placed_later_is_cancelled_all_the_same),                         \
        OVER(database, what_left_in_part_is_not_cancelled_whole),                                     \
        OVER(database, what_is_cancelled_is_not_made_again_with_the_rest),                            \
        OVER(database, pieces_end_by_themselves)

int main(void)
{
    const struct CMUnitTest on_sqlite[] = {TESTS(sqlite)};
    const struct CMUnitTest on_postgres[] = {TESTS(postgres)};
    int failed = cmocka_run_group_tests(on_sqlite, NULL, NULL);
    if (getenv("BURIN_TEST_POSTGRES")) failed += cmocka_run_group_tests(on_postgres, NULL, NULL);
    return failed;
}
