/* What becomes of a matter when its ticket is merged into another one; over both databases. */
#define _GNU_SOURCE
#include "desk/look.h"
#include "desk/ticket.h"
#include "desk/timer.h"
#include "desk_steps.h"

#define CHANGE_WISH "Please change the engraving on order 1042 to \"Always\". Maya"
#define YES "Yes, that is correct, please go ahead."

static struct ticket merge(struct fixture *f, struct id from, struct id into)
{
    struct ticket_move move = {.ticket = from};
    struct ticket ticket;
    struct err err = {0};
    if (desk_ticket_merge(f->desk, &owner, f->arena, &move, &into, &ticket, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(ticket.state, TICKET_MERGED);
    return ticket_of(f, into);
}

static int merge_category(struct fixture *f, struct id from, struct id into)
{
    struct ticket_move move = {.ticket = from};
    struct ticket ticket;
    struct err err = {0};
    if (desk_ticket_merge(f->desk, &owner, f->arena, &move, &into, &ticket, &err) == 0) return 0;
    return (int)err.category;
}

static void resolve(struct fixture *f, struct id id)
{
    struct ticket_move move = {.ticket = id};
    struct ticket ticket;
    assert_int_equal(desk_ticket_resolve(f->desk, &owner, f->arena, &move, &ticket, NULL), 0);
}

static void hand_over(struct fixture *f, struct id id)
{
    struct ticket_move move = {.ticket = id};
    struct ticket ticket;
    assert_int_equal(desk_ticket_hand_over(f->desk, &owner, f->arena, &move, &ticket, NULL), 0);
}

static struct intake from_jo(struct fixture *f, const char *id, const char *when, const char *text)
{
    return receive_from(f, f->desk, "jo@example.org", id, when, text);
}

static void what_is_open_stays_in_the_inbox(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    struct intake settled = receive(f, "m1", "2026-03-02T16:00:00Z", "Do you ship to Malta?");
    resolve(f, settled.ticket);
    struct intake urgent =
        from_jo(f, "j1", "2026-03-02T16:30:00Z", "My necklace from order 1042 arrived broken!");
    hand_over(f, urgent.ticket);
    struct ticket source = ticket_of(f, urgent.ticket);
    struct ticket into = merge(f, urgent.ticket, settled.ticket);
    assert_int_equal(into.state, TICKET_OPEN);
    assert_true(into.escalated);
    assert_int_equal(into.due_at, source.due_at);
    assert_int_equal(into.received_at, source.received_at);
    assert_int_equal(into.resolved_at, INSTANT_NONE);
    assert_true(str_eq(into.concern, source.concern));
    assert_true(str_eq(into.snippet, source.snippet));
    assert_int_equal(into.last_at, source.last_at);
    assert_int_equal(into.contacts, 2);
    assert_true(id_eq(&into.order, &source.order));
    assert_int_equal(ticket_of(f, urgent.ticket).due_at, INSTANT_NONE);
}

static void the_earlier_and_the_graver_count(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    struct intake grave =
        receive(f, "m1", "2026-03-02T16:00:00Z", "My necklace from order 1042 arrived broken!");
    struct intake light = from_jo(f, "j1", "2026-03-02T16:30:00Z", "Do you ship to Malta?");
    struct ticket first = ticket_of(f, grave.ticket), second = ticket_of(f, light.ticket);
    assert_true(first.due_at < second.due_at || first.received_at < second.received_at);
    struct ticket into = merge(f, light.ticket, grave.ticket);
    assert_int_equal(into.received_at, first.received_at);
    assert_int_equal(into.due_at, first.due_at < second.due_at ? first.due_at : second.due_at);
    assert_true(str_eq(into.concern, first.concern));
    assert_true(str_find(into.further, second.concern, 0) != STR_NOT_FOUND);
    assert_int_equal(into.last_at, second.last_at);
}

static void what_is_settled_wakes_nothing(void **state)
{
    struct fixture *f = *state;
    struct intake one = receive(f, "m1", "2026-03-02T16:00:00Z", "Do you ship to Malta?");
    struct intake two = from_jo(f, "j1", "2026-03-02T16:30:00Z", "Do you ship to Malta?");
    resolve(f, one.ticket);
    resolve(f, two.ticket);
    struct ticket into = merge(f, one.ticket, two.ticket);
    assert_int_equal(into.state, TICKET_RESOLVED);
    assert_int_equal(into.due_at, INSTANT_NONE);
}

/* The customer was asked to confirm a change, and the ticket is merged into another of theirs. */
static struct id asked_and_merged(struct fixture *f, struct id *out_asked)
{
    struct intake asked = receive(f, "m1", "2026-03-02T16:00:00Z", CHANGE_WISH);
    send_draft(f, &asked.draft);
    assert_int_equal(ticket_of(f, asked.ticket).awaiting, AWAITING_CONFIRM_CHANGE);
    struct intake other = from_jo(f, "j1", "2026-03-02T16:30:00Z", "Do you ship to Malta?");
    resolve(f, other.ticket);
    struct ticket into = merge(f, asked.ticket, other.ticket);
    assert_int_equal(into.awaiting, AWAITING_CONFIRM_CHANGE);
    assert_int_equal(into.state, TICKET_WAITING);
    *out_asked = asked.ticket;
    return into.id;
}

static void the_answer_is_found_after_a_merge(void **state, const char *text, bool from_source)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id, asked;
    struct id into = asked_and_merged(f, &asked);
    struct intake yes = from_source ? receive(f, "m2", "2026-03-02T17:00:00Z", text)
                                    : from_jo(f, "j2", "2026-03-02T17:00:00Z", text);
    assert_true(id_eq(&yes.ticket, &into));
    struct books *books = books_of(f, order);
    assert_int_equal(books->change_count, 1);
    assert_true(id_eq(&books->changes[0].ticket, &asked));
    assert_int_equal(books->changes[0].state, CHANGE_CONFIRMED);
    send_draft(f, &yes.draft);
    assert_int_equal(books_of(f, order)->changes[0].state, CHANGE_APPLIED);
}

static void the_sender_goes_on_in_the_target(void **state)
{
    the_answer_is_found_after_a_merge(state, YES, true);
}

static void the_sender_goes_on_by_the_number(void **state)
{
    the_answer_is_found_after_a_merge(state, "Order 1042: yes, that is correct, please go ahead.", true);
}

static void one_step_leads_to_the_living_one(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id, asked;
    struct id middle = asked_and_merged(f, &asked);
    struct intake last = receive_from(f, f->desk, "li@example.org", "l1", "2026-03-02T16:45:00Z", "Hello?");
    merge(f, middle, last.ticket);
    struct ticket first = ticket_of(f, asked);
    assert_true(id_eq(&first.merged_into, &last.ticket));
    assert_int_equal(merge_category(f, last.ticket, asked), ERR_CONFLICT);
    assert_int_equal(merge_category(f, last.ticket, middle), ERR_CONFLICT);
    assert_int_equal(merge_category(f, asked, last.ticket), ERR_CONFLICT);
    assert_int_equal(merge_category(f, last.ticket, last.ticket), ERR_INPUT);
    struct intake yes = receive(f, "m2", "2026-03-02T17:00:00Z", YES);
    assert_true(id_eq(&yes.ticket, &last.ticket));
    send_draft(f, &yes.draft);
    assert_int_equal(books_of(f, order)->changes[0].state, CHANGE_APPLIED);
}

static void a_change_that_lapses_opens_the_living_one(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id, asked;
    struct id middle = asked_and_merged(f, &asked);
    struct intake last = receive_from(f, f->desk, "li@example.org", "l1", "2026-03-02T16:45:00Z", "Hello?");
    resolve(f, last.ticket);
    merge(f, middle, last.ticket);
    struct tick tick;
    struct err err = {0};
    false_now = books_of(f, order)->changes[0].confirm_by + MICROS_PER_HOUR;
    if (desk_tick(f->desk, f->arena, &tick, &err) < 0) fail_msg("%s", err.message);
    assert_int_equal(books_of(f, order)->changes[0].state, CHANGE_EXPIRED);
    struct ticket into = ticket_of(f, last.ticket);
    assert_int_equal(into.state, TICKET_OPEN);
    assert_true(into.escalated);
}

static void the_draft_of_what_was_merged_is_not_sent(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    struct intake one = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    struct intake two = from_jo(f, "j1", "2026-03-02T16:30:00Z", "Do you ship to Malta?");
    merge(f, one.ticket, two.ticket);
    struct draft_move move = {.draft = one.draft};
    struct draft draft;
    struct findings findings;
    struct err err = {0};
    assert_int_equal(
        desk_draft_send(f->desk, &owner, f->arena, &move, (struct str){0}, &draft, &findings, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
}

static void both_conversations_are_read_as_one(void **state)
{
    struct fixture *f = *state;
    struct whole_ticket whole;
    put(f, ORDER, ORDER_CREATED);
    struct intake one = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    struct intake two = from_jo(f, "j1", "2026-03-02T16:30:00Z", "Do you ship to Malta?");
    struct intake three = receive_from(f, f->desk, "li@example.org", "l1", "2026-03-02T16:15:00Z", "Hello?");
    merge(f, one.ticket, two.ticket);
    merge(f, three.ticket, two.ticket);
    receive(f, "m2", "2026-03-02T17:00:00Z", "And when does it arrive?");
    assert_int_equal(desk_ticket_whole(f->desk, &owner, f->arena, &two.ticket, &whole, NULL), 1);
    const struct id none = {{0}}, *const from[] = {&one.ticket, &three.ticket, &none, &none};
    assert_int_equal(whole.message_count, 4);
    for (size_t i = 0; i < whole.message_count; i++) {
        assert_true(id_eq(&whole.messages[i].merged_from, from[i]));
        assert_true(i == 0 || whole.messages[i - 1].at <= whole.messages[i].at);
    }
}

static void who_wrote_from_elsewhere_is_not_answered_to_another_address(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    struct intake one = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    struct intake two = from_jo(f, "j1", "2026-03-02T16:30:00Z", "Do you ship to Malta?");
    struct str identity = ticket_of(f, two.ticket).identity;
    merge(f, one.ticket, two.ticket);
    struct intake more = receive(f, "m2", "2026-03-04T17:00:00Z", "Where is my order 1042 now?");
    assert_true(id_eq(&more.ticket, &two.ticket));
    struct ticket into = ticket_of(f, two.ticket);
    assert_string_equal(arena_cstr(f->arena, into.from), "jo@example.org");
    assert_true(str_eq(into.identity, identity)); /* of the one who gets the answers */
    struct books *books = books_of(f, into.order);
    bool told = false;
    for (int i = 0; i < books->letter_count; i++)
        if (id_eq(&books->letters[i].ticket, &two.ticket))
            told = told || str_eq(books->letters[i].recipient, STR("maya@example.com"));
    assert_true(told);
}

#define TESTS(database)                                                                                     \
    OVER(database, what_is_open_stays_in_the_inbox), OVER(database, the_earlier_and_the_graver_count),      \
        OVER(database, what_is_settled_wakes_nothing), OVER(database, the_sender_goes_on_in_the_target),    \
        OVER(database, the_sender_goes_on_by_the_number), OVER(database, one_step_leads_to_the_living_one), \
        OVER(database, a_change_that_lapses_opens_the_living_one),                                          \
        OVER(database, the_draft_of_what_was_merged_is_not_sent),                                           \
        OVER(database, both_conversations_are_read_as_one),                                                 \
        OVER(database, who_wrote_from_elsewhere_is_not_answered_to_another_address)

int main(void)
{
    const struct CMUnitTest on_sqlite[] = {TESTS(sqlite)};
    const struct CMUnitTest on_postgres[] = {TESTS(postgres)};
    int failed = cmocka_run_group_tests(on_sqlite, NULL, NULL);
    if (getenv("BURIN_TEST_POSTGRES")) failed += cmocka_run_group_tests(on_postgres, NULL, NULL);
    return failed;
}
