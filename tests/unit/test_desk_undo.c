/* What is taken back, and what stays inside the desk: letters unsent in time, notes of agents; over both databases. */
#define _GNU_SOURCE
#include "desk/account.h"
#include "desk/delivery.h"
#include "desk/look.h"
#include "desk/privacy.h"
#include "desk/unsend.h"
#include "desk_steps.h"
#include "store/survey.h"

static int unsend(struct fixture *f, const struct id *id, struct draft *out, struct err *err)
{
    struct draft_move move = {.draft = *id};
    *err = (struct err){0};
    return desk_draft_unsend(f->desk, &owner, f->arena, &move, out, err);
}

static int claim_letters(struct fixture *f, struct outgoing_message *out)
{
    int count;
    struct err err = {0};
    if (desk_letters_claim(f->desk, f->arena, STR("node"), 60 * MICROS_PER_SECOND, 20, out, &count, &err) < 0)
        fail_msg("%s", err.message);
    return count;
}

static bool has_reply(const struct outgoing_message *letters, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(letters[i].kind, "reply") == 0) return true;
    return false;
}

static size_t messages_of(struct fixture *f, struct id id, struct whole_ticket *out)
{
    struct err err = {0};
    if (desk_ticket_whole(f->desk, &owner, f->arena, &id, out, &err) <= 0) fail_msg("%s", err.message);
    return out->message_count;
}

static int find_survey(const struct unit *unit, void *context, struct err *err)
{
    struct survey *survey = context;
    struct id ticket = survey->ticket;
    int found = survey_open(unit, &ticket, survey, err);
    if (found == 0) *survey = (struct survey){.ticket = ticket};
    return found < 0 ? -1 : 0;
}

/* How many messages have these words, but for the customer's own. */
static int replies_with(struct fixture *f, const char *words)
{
    struct found_thing found[5];
    struct err err = {0};
    int count;
    if (desk_search(f->desk, &owner, f->arena, str_of(words), 0, 5, found, &count, &err) < 0)
        fail_msg("%s", err.message);
    int replies = 0;
    for (int i = 0; i < count; i++) replies += !found[i].hit.is_order && found[i].hit.seq > 1;
    return replies;
}

static bool is_asked(struct fixture *f, struct id ticket)
{
    struct survey survey = {.ticket = ticket};
    struct err err = {0};
    if (desk_read(f->desk, &owner, f->arena, find_survey, &survey, &err) < 0) fail_msg("%s", err.message);
    return !id_is_none(&survey.id);
}

static void a_letter_waits_ten_seconds(void **state)
{
    struct fixture *f = *state;
    struct outgoing_message letters[20];
    put(f, ORDER, ORDER_CREATED);
    struct intake taken = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    send_draft(f, &taken.draft);
    assert_false(has_reply(letters, claim_letters(f, letters)));
    false_now += 8 * MICROS_PER_SECOND;
    assert_false(has_reply(letters, claim_letters(f, letters)));
    false_now += 2 * MICROS_PER_SECOND;
    assert_true(has_reply(letters, claim_letters(f, letters)));
    struct draft draft;
    struct err err;
    assert_int_equal(unsend(f, &taken.draft, &draft, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
}

static void what_is_taken_back_was_never_sent(void **state)
{
    struct fixture *f = *state;
    struct draft draft;
    struct whole_ticket whole;
    struct err err;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake taken = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    struct ticket before = ticket_of(f, taken.ticket);
    struct books *then = books_of(f, order);
    size_t messages = messages_of(f, taken.ticket, &whole);
    send_draft(f, &taken.draft);
    assert_true(is_asked(f, taken.ticket));
    assert_int_equal(replies_with(f, "1042"), 1);
    assert_true(books_of(f, order)->promise_count > then->promise_count);
    false_now += 3 * MICROS_PER_SECOND;
    assert_int_equal(unsend(f, &taken.draft, &draft, &err), 0);
    assert_int_equal(draft.state, DRAFT_OPEN);
    struct ticket after = ticket_of(f, taken.ticket);
    assert_int_equal(after.state, before.state);
    assert_int_equal(after.awaiting, before.awaiting);
    assert_true(after.due_at == before.due_at && after.resolved_at == before.resolved_at);
    assert_true(after.first_response_at == INSTANT_NONE && after.first_response_us == -1);
    assert_int_equal(messages_of(f, taken.ticket, &whole), messages);
    assert_false(is_asked(f, taken.ticket));
    assert_int_equal(replies_with(f, "1042"), 0);
    struct books *now = books_of(f, order);
    assert_int_equal(now->letter_count, then->letter_count);
    assert_int_equal(now->promise_count, then->promise_count);
    for (size_t i = 0; i < now->promise_count; i++)
        assert_int_equal(now->promises[i].state, then->promises[i].state);
    /* It is sent once more, and goes out. */
    struct outgoing_message letters[20];
    send_draft(f, &taken.draft);
    false_now += 10 * MICROS_PER_SECOND;
    assert_true(has_reply(letters, claim_letters(f, letters)));
}

static void a_promise_that_was_superseded_holds_again(void **state)
{
    struct fixture *f = *state;
    struct draft draft;
    struct err err;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake first = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    send_draft(f, &first.draft);
    struct books *then = books_of(f, order);
    put(f, ORDER_WITH("\"production\":{\"days\":[12,14]}"), ORDER_CHANGED);
    struct intake again = receive(f, "m2", "2026-03-02T18:00:00Z", "And where is my order 1042 now?");
    send_draft(f, &again.draft);
    int superseded = 0;
    struct books *sent = books_of(f, order);
    for (size_t i = 0; i < sent->promise_count; i++)
        superseded += sent->promises[i].state == PROMISE_SUPERSEDED;
    assert_true(superseded > 0);
    assert_int_equal(unsend(f, &again.draft, &draft, &err), 0);
    struct books *now = books_of(f, order);
    assert_int_equal(now->promise_count, then->promise_count);
    for (size_t i = 0; i < now->promise_count; i++)
        assert_int_equal(now->promises[i].state, then->promises[i].state);
}

static void what_stands_in_the_way_is_said(void **state)
{
    struct fixture *f = *state;
    struct draft draft;
    struct err err;
    put(f, ORDER, ORDER_CREATED);
    struct intake wish =
        receive(f, "m1", "2026-03-02T16:00:00Z", "Please change the engraving to \"Always\", order 1042.");
    assert_int_equal(unsend(f, &wish.draft, &draft, &err), -1); /* not sent yet */
    assert_int_equal(err.category, ERR_CONFLICT);
    send_draft(f, &wish.draft);
    false_now += MICROS_PER_SECOND;
    struct intake yes = receive(f, "m2", "2026-03-02T16:00:05Z", "Yes, that's right, please go ahead.");
    assert_int_equal(unsend(f, &wish.draft, &draft, &err), -1); /* the customer has answered it */
    assert_int_equal(err.category, ERR_CONFLICT);
    send_draft(f, &yes.draft);
    assert_int_equal(unsend(f, &yes.draft, &draft, &err), -1); /* it applied the change */
    assert_int_equal(err.category, ERR_CONFLICT);
    assert_true(str_contains(str_of(err.message), STR("applied")));
    const struct actor viewer = {.name = STR("token:viewer"), .role = ROLE_VIEWER};
    struct draft_move move = {.draft = yes.draft};
    assert_int_equal(desk_draft_unsend(f->desk, &viewer, f->arena, &move, &draft, &err), -1);
    assert_int_equal(err.category, ERR_DENIED);
}

/* ---- promises ---- */

struct promising {
    struct id order, outbox;
    day_t from;
    instant_t take_back; /* … what `outbox` promised then, instead */
};

static int promise_in(const struct unit *unit, void *context, struct err *err)
{
    const struct promising *promising = context;
    struct promise_record promise = {.order = promising->order,
                                     .milestone = MILESTONE_DELIVERED,
                                     .range = {promising->from, promising->from + 2},
                                     .told_at = unit->now,
                                     .told_to = STR("maya@example.com"),
                                     .outbox = promising->outbox};
    return promising->take_back
               ? promise_take_back(unit, &promising->order, &promising->outbox, promising->take_back, err)
               : promise_add(unit, &promise, err);
}

static void promise(struct fixture *f, struct promising promising)
{
    struct err err = {0};
    if (desk_write(f->desk, &owner, f->arena, promise_in, &promising, &err) < 0) fail_msg("%s", err.message);
}

/* The first day of the one open promise on the delivery. */
static day_t open_from(struct fixture *f, struct id order)
{
    struct books *books = books_of(f, order);
    day_t from = DAY_NONE;
    for (size_t i = 0; i < books->promise_count; i++) {
        const struct promise_record *one = &books->promises[i];
        if (one->state != PROMISE_OPEN || one->milestone != MILESTONE_DELIVERED) continue;
        assert_int_equal(from, DAY_NONE);
        from = one->range.from;
    }
    return from;
}

/* The clock stands still, as it may between two letters: the second one is taken back, and what the first had promised counts. */
static void of_two_letters_at_one_instant_one_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    const struct id notice = {{[15] = 1}}, reply = {{[15] = 2}};
    day_t day = open_from(f, order);
    false_now += MICROS_PER_HOUR;
    promise(f, (struct promising){order, notice, day + 5, 0});
    promise(f, (struct promising){order, reply, day + 9, 0});
    assert_int_equal(open_from(f, order), day + 9);
    promise(f, (struct promising){order, reply, 0, false_now});
    assert_int_equal(open_from(f, order), day + 5);
    promise(f, (struct promising){order, notice, 0, false_now});
    assert_int_equal(open_from(f, order), day);
}

/* ---- notes ---- */

static struct message note(struct fixture *f, struct id ticket, const char *text)
{
    struct ticket_move move = {.ticket = ticket};
    struct message out;
    struct err err = {0};
    if (desk_ticket_note(f->desk, &owner, f->arena, &move, str_of(text), &out, &err) < 0)
        fail_msg("%s", err.message);
    return out;
}

static void a_note_stays_in_the_house(void **state)
{
    struct fixture *f = *state;
    struct whole_ticket whole;
    struct found_thing found[5];
    struct err err = {0};
    int count;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake taken = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    int letters = books_of(f, order)->letter_count;
    note(f, taken.ticket, "Telephoned: the zebra is for her mother.");
    assert_int_equal(books_of(f, order)->letter_count, letters);
    assert_int_equal(messages_of(f, taken.ticket, &whole), 2);
    assert_true(whole.messages[1].internal && whole.messages[1].author == AUTHOR_AGENT);
    assert_int_equal(whole.ticket.state, TICKET_OPEN);
    assert_true(whole.ticket.first_response_at == INSTANT_NONE);
    assert_int_equal(desk_search(f->desk, &owner, f->arena, STR("zebra"), 0, 5, found, &count, &err), 0);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].hit.seq, whole.messages[1].seq);
    /* What is assessed next has not heard of it. */
    receive(f, "m2", "2026-03-02T17:00:00Z", "Hello? Order 1042!");
    messages_of(f, taken.ticket, &whole);
    assert_false(str_contains(whole.assessed.input, STR("zebra")));
    struct ticket_move move = {.ticket = taken.ticket};
    struct message out;
    assert_int_equal(desk_ticket_note(f->desk, &owner, f->arena, &move, STR(" \n"), &out, &err), -1);
    assert_int_equal(err.category, ERR_INPUT);
}

static void a_note_is_handed_out_and_erased_with_the_rest(void **state)
{
    struct fixture *f = *state;
    struct whole_ticket whole;
    struct kept_customer kept;
    struct customer customer;
    struct found_thing found[5];
    struct err err = {0};
    int count;
    struct order_record record = put(f, ORDER, ORDER_CREATED);
    struct intake taken = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    note(f, taken.ticket, "Telephoned: the zebra is for her mother.");
    assert_int_equal(desk_customer_export(f->desk, &owner, f->arena, &record.customer, &kept, &err), 0);
    assert_int_equal(kept.tickets[0].message_count, 2);
    assert_true(str_contains(kept.tickets[0].messages[1].body, STR("zebra")));
    if (desk_customer_erase(f->desk, &owner, f->arena,
                            &(struct erase_wish){.customer = record.customer, .force = true}, &customer,
                            &err) < 0)
        fail_msg("%s", err.message);
    messages_of(f, taken.ticket, &whole);
    assert_true(whole.messages[1].erased && !whole.messages[1].body.len);
    assert_int_equal(desk_search(f->desk, &owner, f->arena, STR("zebra"), 0, 5, found, &count, &err), 0);
    assert_int_equal(count, 0);
}

/* ---- names ---- */

static struct account add_account(struct fixture *f, const char *name, const char *role)
{
    struct account_order new = {
        .email = arena_printf(f->arena, "%s@example.com", name), .name = str_of(name), .role = str_of(role)};
    struct account account;
    struct str invite;
    struct err err = {0};
    if (desk_account_add(f->desk, &owner, f->arena, &new, &account, &invite, &err) < 0)
        fail_msg("%s", err.message);
    return account;
}

static void names_are_of_whom_a_ticket_can_be_given_to(void **state)
{
    struct fixture *f = *state;
    struct account *list;
    size_t count;
    struct err err = {0};
    const struct actor agent = {.name = STR("token:agent"), .role = ROLE_AGENT};
    add_account(f, "Nora", "agent");
    add_account(f, "Sam", "studio");
    struct account_move gone = {.account = add_account(f, "Lee", "agent").id};
    struct account out;
    assert_int_equal(desk_account_disable(f->desk, &owner, f->arena, &gone, &out, &err), 0);
    assert_int_equal(desk_account_assignable(f->desk, &agent, f->arena, &list, &count, &err), 0);
    assert_int_equal(count, 1);
    assert_true(str_is(list[0].name, "Nora"));
    assert_int_equal(desk_account_assignable(f->desk, &studio, f->arena, &list, &count, &err), -1);
    assert_int_equal(err.category, ERR_DENIED);
}

#define TESTS(database)                                                                            \
    OVER(database, a_letter_waits_ten_seconds), OVER(database, what_is_taken_back_was_never_sent), \
        OVER(database, a_promise_that_was_superseded_holds_again),                                 \
        OVER(database, of_two_letters_at_one_instant_one_is_taken_back),                           \
        OVER(database, what_stands_in_the_way_is_said), OVER(database, a_note_stays_in_the_house), \
        OVER(database, a_note_is_handed_out_and_erased_with_the_rest),                             \
        OVER(database, names_are_of_whom_a_ticket_can_be_given_to)

int main(void)
{
    const struct CMUnitTest on_sqlite[] = {TESTS(sqlite)};
    const struct CMUnitTest on_postgres[] = {TESTS(postgres)};
    int failed = cmocka_run_group_tests(on_sqlite, NULL, NULL);
    if (getenv("BURIN_TEST_POSTGRES")) failed += cmocka_run_group_tests(on_postgres, NULL, NULL);
    return failed;
}
