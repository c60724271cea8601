/* The desk's use-cases from end to end, over SQLite and, where a server runs, over PostgreSQL. */
#define _GNU_SOURCE
#include "desk_steps.h"

/* ---- tests ---- */

static void an_order_is_put_once_and_found_by_any_spelling(void **state)
{
    struct fixture *f = *state;
    struct order_record first = put(f, ORDER, ORDER_CREATED), again = put(f, ORDER, ORDER_SAME), found;
    assert_true(id_eq(&first.id, &again.id));
    assert_int_equal(first.version, again.version);
    static const char *const spellings[] = {"1042", "#1042", " # 1042 "};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        assert_int_equal(desk_order_get(f->desk, &owner, f->arena, str_of(spellings[i]), &found, NULL), 1);
    assert_int_equal(desk_order_get(f->desk, &owner, f->arena, STR("1043"), &found, NULL), 0);
    assert_int_equal(desk_order_get(f->desk, &owner, f->arena, STR("1042"), &found, NULL), 1);
    assert_true(str_is(found.order->items[0].fields[0].value, "Forever"));
    assert_true(str_is(found.order->customer.name, "Maya Lin"));
}

static void a_fresh_order_is_confirmed_with_a_promise(void **state)
{
    struct fixture *f = *state;
    struct books *books = books_of(f, put(f, ORDER, ORDER_CREATED).id);
    assert_int_equal(books->letter_count, 1);
    assert_true(str_is(books->letters[0].notice, "order_confirmed"));
    assert_true(str_is(books->letters[0].recipient, "maya@example.com"));
    assert_true(str_contains(books->letters[0].text, STR("Forever")));
    assert_int_equal(books->promise_count, 1);
    assert_int_equal(books->promises[0].milestone, MILESTONE_DELIVERED);
    assert_true(books->promises[0].range.from < books->promises[0].range.to);
}

static void a_change_goes_from_wish_to_a_new_version(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake intake =
        receive(f, "m1", "2026-03-02T16:00:00Z",
                "Hi! Please change the engraving on order 1042 to \"Always\". Thanks, Maya");
    assert_true(intake.created);
    assert_true(str_contains(intake.assessment, STR("\"confirm_change\"")));
    struct books *books = books_of(f, order);
    assert_int_equal(books->change_count, 1);
    assert_int_equal(books->changes[0].state, CHANGE_AWAITING_CONFIRMATION);
    assert_true(str_is(books->changes[0].new_value, "Always"));
    assert_true(books->changes[0].inside_window);
    assert_int_equal(books->record.order->hold_count, 1);
    assert_true(books->record.order->holds[0].to == INSTANT_NONE);
    struct err err = {0};
    assert_int_equal(record_stage(f, STAGE_PRODUCTION, "2026-03-02T16:10:00Z", &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);

    struct draft draft = send_draft(f, &intake.draft);
    assert_int_equal(draft.state, DRAFT_SENT);
    struct ticket ticket = ticket_of(f, intake.ticket);
    assert_int_equal(ticket.state, TICKET_WAITING);
    assert_int_equal(ticket.awaiting, AWAITING_CONFIRM_CHANGE);
    assert_true(ticket.first_response_us >= 0);

    struct intake answer = receive(f, "m2", "2026-03-02T17:00:00Z", "Yes, that's right, please go ahead.");
    assert_true(id_eq(&answer.ticket, &intake.ticket));
    books = books_of(f, order);
    assert_int_equal(books->changes[0].state, CHANGE_CONFIRMED);
    assert_int_equal(books->spec_count, 1);
    send_draft(f, &answer.draft); /* the person who sends it stands for it */
    books = books_of(f, order);
    assert_int_equal(books->changes[0].state, CHANGE_APPLIED);
    assert_int_equal(books->spec_count, 2);
    assert_true(str_is(books->record.order->items[0].fields[0].value, "Always"));
    assert_true(books->record.order->holds[0].to != INSTANT_NONE);
    assert_int_equal(record_stage(f, STAGE_PRODUCTION, "2026-03-03T16:10:00Z", &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT); /* the studio has not seen it */
    acknowledge(f, 2);
    assert_int_equal(record_stage(f, STAGE_PRODUCTION, "2026-03-03T16:10:00Z", NULL), 0);
    /* The shop does not know yet: what it says again is an older version, and changes nothing. */
    put(f, ORDER, ORDER_SAME);
    assert_true(str_is(books_of(f, order)->record.order->items[0].fields[0].value, "Always"));
}

static void the_same_message_twice_is_one_ticket(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    struct intake one = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    struct intake two = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    assert_true(one.created && !two.created);
    assert_true(id_eq(&one.ticket, &two.ticket) && id_eq(&one.draft, &two.draft));
    assert_int_equal(one.assessment.len, two.assessment.len);
    struct intake three = receive(f, "m3", "2026-03-02T16:05:00Z", "Hello? Where is it?");
    assert_true(three.created && id_eq(&one.ticket, &three.ticket));
    assert_int_equal(ticket_of(f, one.ticket).contacts, 2);
}

static void a_stranger_gets_nothing_of_the_order(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake intake = receive_from(f, f->desk, "eve@example.net", "x", "2026-03-02T16:00:00Z",
                                        "Change the engraving on order #1042 to \"Eve\" please.");
    struct books *books = books_of(f, order);
    assert_int_equal(books->change_count, 0);
    assert_int_equal(books->record.order->hold_count, 0);
    assert_true(str_contains(intake.assessment, STR("\"verify_identity\"")));
    for (int i = 0; i < books->letter_count; i++)
        if (str_is(books->letters[i].recipient, "eve@example.net"))
            assert_false(str_contains(books->letters[i].text, STR("Forever")));
}

static void a_damaged_piece_becomes_a_claim_and_a_remake_a_proposal(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct attachment photo = {STR("IMG_1.jpg"), STR("image/jpeg"), 1000, 3000, 2000};
    assert_int_equal(record_stage(f, STAGE_PRODUCTION, "2026-03-04T15:00:00Z", NULL), 0);
    assert_int_equal(record_stage(f, STAGE_SHIPPED, "2026-03-09T15:00:00Z", NULL), 0);
    assert_int_equal(record_stage(f, STAGE_DELIVERED, "2026-03-12T15:00:00Z", NULL), 0);
    struct inquiry inquiry = {
        .id = STR("d"),
        .at = at("2026-03-12T20:00:00Z"),
        .channel = STR("email"),
        .from = STR("maya@example.com"),
        .text = STR("My necklace arrived with the chain broken, photo attached. Order 1042."),
        .attachments = &photo,
        .attachment_count = 1,
        .contacts = 1};
    struct intake intake;
    struct err err = {0};
    false_now = inquiry.at;
    if (desk_receive(f->desk, &owner, f->arena, &inquiry, NULL, &intake, &err) < 0)
        fail_msg("%s", err.message);
    struct books *books = books_of(f, order);
    assert_int_equal(books->claim_count, 1);
    assert_int_equal(books->claims[0].state, CLAIM_OFFERED);
    assert_int_equal(books->claims[0].photos, 1);
    for (int i = 0; i < books->letter_count; i++)
        if (str_is(books->letters[i].notice, "delivery_follow_up"))
            assert_int_equal(books->letters[i].state, OUTBOX_WITHHELD);
    send_draft(f, &intake.draft);
    receive(f, "d2", "2026-03-12T21:00:00Z", "A remake please!");
    books = books_of(f, order);
    assert_int_equal(books->claims[0].state, CLAIM_CHOSEN);
    assert_true(str_is(books->claims[0].chosen, "remake"));
    assert_int_equal(books->approval_count, 1);
    assert_int_equal(books->approvals[0].kind, APPROVE_REMAKE);
    assert_int_equal(books->approvals[0].state, APPROVAL_PROPOSED);
}

static void stages_keep_promises_and_tell_each_once(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    assert_int_equal(record_stage(f, STAGE_PRODUCTION, "2026-03-04T15:00:00Z", NULL), 0);
    assert_int_equal(record_stage(f, STAGE_PRODUCTION, "2026-03-04T15:00:00Z", NULL), 0);
    assert_int_equal(record_stage(f, STAGE_SHIPPED, "2026-03-09T15:00:00Z", NULL), 0);
    assert_int_equal(record_stage(f, STAGE_DELIVERED, "2026-03-13T15:00:00Z", NULL), 0);
    struct books *books = books_of(f, order);
    int notices[NOTICE_COUNT] = {0}, kept = 0;
    for (int i = 0; i < books->letter_count; i++)
        for (int n = 0; n < NOTICE_COUNT; n++)
            if (str_eq(books->letters[i].notice, notice_name((enum notice)n))) notices[n]++;
    assert_int_equal(notices[NOTICE_PRODUCTION_STARTED], 1);
    assert_int_equal(notices[NOTICE_SHIPPED], 1);
    assert_int_equal(notices[NOTICE_DELIVERY_FOLLOW_UP],
                     2); /* care, and the invitation that nobody consented to */
    for (int i = 0; i < books->letter_count; i++)
        if (str_is(books->letters[i].withheld, "no_marketing_consent")) kept++;
    assert_int_equal(kept, 1);
    size_t open = 0, settled = 0;
    for (size_t i = 0; i < books->promise_count; i++)
        *(books->promises[i].state == PROMISE_OPEN ? &open : &settled) += 1;
    assert_int_equal(open, 0);
    assert_true(settled >= 1);
    assert_true(books->record.delivered_at != INSTANT_NONE);
}

static void lint_blocks_and_an_override_leaves_a_trace(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    struct intake intake = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    struct draft_edit edit = {.move = {.draft = intake.draft},
                              .markdown = STR("Hi Maya, it will be delivered on March 27. Nora")};
    struct draft draft;
    struct findings findings;
    struct err err = {0};
    if (desk_draft_edit(f->desk, &owner, f->arena, &edit, &draft, &findings, &err) < 0)
        fail_msg("%s", err.message);
    assert_true(findings.blocks);
    struct draft_move move = {.draft = intake.draft, .version = draft.version};
    static const struct actor agent = {.name = {"account:a", 9}, .role = ROLE_AGENT};
    assert_int_equal(
        desk_draft_send(f->desk, &agent, f->arena, &move, (struct str){0}, &draft, &findings, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    assert_int_equal(
        desk_draft_send(f->desk, &agent, f->arena, &move, STR("she asked for it"), &draft, &findings, &err),
        -1);
    assert_int_equal(err.category, ERR_DENIED);
    assert_int_equal(desk_draft_send(f->desk, &owner, f->arena, &move, STR("agreed on the phone"), &draft,
                                     &findings, &err),
                     0);
    assert_true(str_is(draft.override_by, "token:test"));
    assert_int_equal(desk_draft_discard(f->desk, &owner, f->arena, &move, &draft, &err), -1);
}

static int find(const struct unit *unit, void *context, struct err *err)
{
    struct search_hit hits[10];
    const char **query = context;
    int count;
    if (search_find(unit, str_of(*query), 0, 10, hits, &count, err) < 0) return -1;
    *query = count ? (hits[0].is_order ? "order" : "message") : "nothing";
    return 0;
}

static const char *found(struct fixture *f, const char *query)
{
    struct err err = {0};
    if (desk_read(f->desk, &owner, f->arena, find, &query, &err) < 0) fail_msg("%s", err.message);
    return query;
}

static void orders_and_messages_are_found_in_both_languages(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    receive(f, "m1", "2026-03-02T16:00:00Z", "订单1042的戒指刻字可以改吗？ Merci!");
    assert_string_equal(found(f, "necklace"), "order");
    assert_string_equal(found(f, "FOREVER maya"), "order");
    assert_string_equal(found(f, "戒指"), "message");
    assert_string_equal(found(f, "刻字可以"), "message");
    assert_string_equal(found(f, "指"), "message");
    assert_string_equal(found(f, "手镯"), "nothing");
    assert_string_equal(found(f, "merci"), "message");
    assert_string_equal(found(f, "' OR 1=1 \" * NEAR("), "nothing");
    assert_string_equal(found(f, "  "), "nothing");
}

static void the_audit_chain_is_whole_and_shows_a_change(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    receive(f, "m1", "2026-03-02T16:00:00Z", "Please change the engraving on 1042 to \"Always\".");
    struct err err = {0};
    struct audit_break broken;
    if (desk_write(f->desk, &owner, f->arena, chain_all, NULL, &err) < 0 ||
        desk_read(f->desk, &owner, f->arena, verify, &broken, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(broken.seq, 0);
    assert_true(broken.rows >= 4);
}

static void tickets_merge_and_resolve(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    struct intake one = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    struct intake two =
        receive_from(f, f->desk, "someone@example.org", "o", "2026-03-02T16:30:00Z", "Do you ship to Malta?");
    struct ticket_move move = {.ticket = two.ticket};
    struct ticket ticket;
    struct err err = {0};
    if (desk_ticket_merge(f->desk, &owner, f->arena, &move, &one.ticket, &ticket, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(ticket.state, TICKET_MERGED);
    assert_int_equal(desk_ticket_resolve(f->desk, &owner, f->arena, &move, &ticket, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    move.ticket = one.ticket;
    assert_int_equal(desk_ticket_resolve(f->desk, &owner, f->arena, &move, &ticket, &err), 0);
    move.version = ticket.version - 1;
    assert_int_equal(desk_ticket_reopen(f->desk, &owner, f->arena, &move, &ticket, &err), -1);
    assert_int_equal(err.category, ERR_STALE);
}

/* ---- whose ticket, whose change ---- */

static void the_number_that_was_asked_for_goes_on_with_the_ticket(void **state)
{
    struct fixture *f = *state;
    struct intake asked = receive(f, "m1", "2026-03-02T16:00:00Z", "Hi, where is my order?");
    put(f, ORDER, ORDER_CREATED);
    struct intake told = receive(f, "m2", "2026-03-02T16:30:00Z", "Sorry, it is order #1042.");
    assert_true(id_eq(&asked.ticket, &told.ticket));
    struct ticket ticket = ticket_of(f, told.ticket);
    assert_false(id_is_none(&ticket.order));
}

/* Maya has said yes to another engraving; nobody has answered her yet. */
static struct intake confirm_by_mail(struct fixture *f, struct desk *desk)
{
    struct intake wish = receive_from(f, desk, "maya@example.com", "m1", "2026-03-02T16:00:00Z",
                                      "Please change the engraving on order 1042 to \"Always\". Maya");
    if (!id_is_none(&wish.draft)) send_draft(f, &wish.draft);
    return receive_from(f, desk, "maya@example.com", "m2", "2026-03-02T17:00:00Z",
                        "Yes, that's right, please go ahead.");
}

static void a_reply_to_somebody_else_applies_no_change(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake yes = confirm_by_mail(f, f->desk);
    struct intake eve =
        receive_from(f, f->desk, "eve@example.net", "e1", "2026-03-02T17:10:00Z", "Where is my order #1042?");
    send_draft(f, &eve.draft);
    assert_int_equal(books_of(f, order)->changes[0].state, CHANGE_CONFIRMED);
    send_draft(f, &yes.draft);
    assert_int_equal(books_of(f, order)->changes[0].state, CHANGE_APPLIED);
}

static void only_who_is_known_is_answered_without_a_person(void **state)
{
    struct fixture *f = *state;
    struct store store;
    struct desk *desk = open_automatic(f, &store);
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake eve =
        receive_from(f, desk, "eve@example.net", "e1", "2026-03-02T16:00:00Z", "Where is my order #1042?");
    assert_false(id_is_none(&eve.draft));
    struct intake yes = confirm_by_mail(f, desk);
    assert_true(id_is_none(&yes.draft));
    struct books *books = books_of(f, order);
    assert_int_equal(books->changes[0].state, CHANGE_APPLIED); /* as the letter says */
    assert_true(str_is(books->record.order->items[0].fields[0].value, "Always"));
    for (size_t i = 0; i < books->record.order->hold_count; i++)
        assert_true(books->record.order->holds[i].to != INSTANT_NONE);
    for (int i = 0; i < books->letter_count; i++)
        if (str_is(books->letters[i].recipient, "eve@example.net"))
            assert_string_equal(books->letters[i].kind, "acknowledgement");
    desk_close(desk);
}

static int count_letters(const struct unit *unit, void *context, struct err *err)
{
    struct outgoing_message letters[20];
    struct outbox_filter filter = {.most = 20};
    return outbox_list(unit, &filter, letters, context, err);
}

static int letters_of(struct fixture *f)
{
    struct err err = {0};
    int count;
    if (desk_read(f->desk, &owner, f->arena, count_letters, &count, &err) < 0) fail_msg("%s", err.message);
    return count;
}

static void a_stranger_hears_once_a_day_and_the_desk_never_of_itself(void **state)
{
    struct fixture *f = *state;
    receive_from(f, f->desk, "eve@example.net", "e1", "2026-03-02T23:50:00Z", "Do you ship to Malta?");
    receive_from(f, f->desk, "eve@example.net", "e2", "2026-03-03T00:10:00Z", "And to Gozo?");
    assert_int_equal(letters_of(f), 1);
    const char *self = arena_cstr(f->arena, desk_store(f->desk, f->arena)->email);
    struct intake intake =
        receive_from(f, f->desk, self, "s1", "2026-03-03T00:20:00Z", "Thank you for your message.");
    assert_true(id_is_none(&intake.draft));
    assert_int_equal(letters_of(f), 1);
}

enum { WRITERS = 4 };
struct writer {
    struct fixture *f;
    char id[8];
    struct id ticket;
    bool fine;
};

static void *write_in(void *context)
{
    struct writer *writer = context;
    struct arena *arena = arena_new();
    struct inquiry inquiry = {.id = str_of(writer->id),
                              .at = at("2026-03-02T16:00:00Z"),
                              .channel = STR("email"),
                              .from = STR("maya@example.com"),
                              .text = STR("Where is my order 1042?"),
                              .contacts = 1};
    struct intake intake;
    writer->fine = desk_receive(writer->f->desk, &owner, arena, &inquiry, NULL, &intake, NULL) == 0;
    if (writer->fine) writer->ticket = intake.ticket;
    arena_free(arena);
    return NULL;
}

static void messages_at_once_open_one_ticket(void **state)
{
    struct fixture *f = *state;
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    put(f, ORDER, ORDER_CREATED);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.f = f};
        snprintf(writers[i].id, sizeof writers[i].id, "w%d", i);
        assert_int_equal(pthread_create(&threads[i], NULL, write_in, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < WRITERS; i++) {
        assert_true(writers[i].fine);
        assert_true(id_eq(&writers[i].ticket, &writers[0].ticket));
    }
    assert_int_equal(ticket_of(f, writers[0].ticket).contacts, WRITERS);
}

static struct approval proposal_of(struct fixture *f, struct id order, int index)
{
    struct books *books = books_of(f, order);
    assert_true(books->approval_count > index);
    return books->approvals[index];
}

static void another_choice_takes_the_proposal_back(void **state)
{
    static const struct remedy offers[] = {{.kind = REMEDY_REMAKE, .expires = DAY_NONE},
                                           {.kind = REMEDY_FULL_REFUND, .expires = DAY_NONE}};
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct claim_start start = {STR("1042"), 0, CONCERN_DAMAGED, (enum fault)0};
    struct claim_record claim;
    struct approval decided;
    struct err err = {0};
    if (desk_claim_open(f->desk, &owner, f->arena, &start, &claim, &err) < 0) fail_msg("%s", err.message);
    struct claim_move move = {.claim = claim.id};
    const enum remedy_kind kinds[] = {REMEDY_REMAKE, REMEDY_FULL_REFUND};
    for (int i = 0; i < 2; i++, false_now += MICROS_PER_SECOND)
        if (desk_claim_offer(f->desk, &owner, f->arena, &move, offers, 2, &claim, &err) < 0 ||
            desk_claim_choose(f->desk, &owner, f->arena, &move, kinds[i], &claim, &err) < 0)
            fail_msg("%s", err.message);
    assert_int_equal(proposal_of(f, order, 0).state, APPROVAL_WITHDRAWN);
    assert_int_equal(proposal_of(f, order, 1).state, APPROVAL_PROPOSED);
    struct approval_move approve = {.approval = proposal_of(f, order, 0).id};
    assert_int_equal(desk_approve(f->desk, &owner, f->arena, &approve, &decided, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    assert_int_equal(desk_claim_reject(f->desk, &owner, f->arena, &move, &claim, &err), 0);
    assert_int_equal(proposal_of(f, order, 1).state, APPROVAL_WITHDRAWN);
}

static void a_reply_that_asks_opens_a_resolved_ticket(void **state)
{
    struct fixture *f = *state;
    put(f, ORDER, ORDER_CREATED);
    struct intake intake =
        receive(f, "m1", "2026-03-02T16:00:00Z", "Please change the engraving on 1042 to \"Always\".");
    struct ticket_move move = {.ticket = intake.ticket};
    struct ticket ticket;
    assert_int_equal(desk_ticket_resolve(f->desk, &owner, f->arena, &move, &ticket, NULL), 0);
    send_draft(f, &intake.draft);
    ticket = ticket_of(f, intake.ticket);
    assert_int_equal(ticket.state, TICKET_WAITING);
    assert_true(ticket.resolved_at == INSTANT_NONE);
}

static void what_is_told_too_late_is_settled(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    struct intake intake = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    assert_true(str_contains(intake.assessment, STR("\"promises\":[{")));
    assert_int_equal(record_stage(f, STAGE_DELIVERED, "2026-03-12T15:00:00Z", NULL), 0);
    send_draft(f, &intake.draft);
    struct books *books = books_of(f, order);
    for (size_t i = 0; i < books->promise_count; i++)
        assert_int_not_equal(books->promises[i].state, PROMISE_OPEN);
}

/* More than a batch of changes wait for a yes: all their customers are reminded, and all lapse. */
static void the_timer_comes_to_everything_that_is_due(void **state)
{
    enum { MANY = 60 };
    struct fixture *f = *state;
    struct tick tick;
    struct err err = {0};
    int reminded = 0, lapsed = 0;
    for (int i = 0; i < MANY; i++) {
        char json[sizeof ORDER + 32], id[16], text[96];
        snprintf(json, sizeof json, "{\"number\":\"#2%03d\"%s", i,
                 ORDER + sizeof "{\"number\":\"#1042\"" - 1);
        put(f, json, ORDER_CREATED);
        snprintf(id, sizeof id, "m%d", i);
        snprintf(text, sizeof text, "Please change the engraving on order 2%03d to \"Always\".", i);
        receive(f, id, "2026-03-02T16:00:00Z", text);
    }
    for (int hours = 0; hours < 100; hours++) {
        false_now += MICROS_PER_HOUR;
        if (desk_tick(f->desk, f->arena, &tick, &err) < 0) fail_msg("%s", err.message);
        reminded += tick.reminded;
        lapsed += tick.lapsed;
        assert_true(tick.reminded == 0 || tick.reminded == MANY);
    }
    assert_int_equal(reminded, MANY);
    assert_int_equal(lapsed, MANY);
}

#define TESTS(database)                                                           \
    OVER(database, an_order_is_put_once_and_found_by_any_spelling),               \
        OVER(database, a_fresh_order_is_confirmed_with_a_promise),                \
        OVER(database, a_change_goes_from_wish_to_a_new_version),                 \
        OVER(database, the_same_message_twice_is_one_ticket),                     \
        OVER(database, a_stranger_gets_nothing_of_the_order),                     \
        OVER(database, a_damaged_piece_becomes_a_claim_and_a_remake_a_proposal),  \
        OVER(database, stages_keep_promises_and_tell_each_once),                  \
        OVER(database, lint_blocks_and_an_override_leaves_a_trace),               \
        OVER(database, orders_and_messages_are_found_in_both_languages),          \
        OVER(database, the_audit_chain_is_whole_and_shows_a_change),              \
        OVER(database, tickets_merge_and_resolve),                                \
        OVER(database, the_number_that_was_asked_for_goes_on_with_the_ticket),    \
        OVER(database, a_reply_to_somebody_else_applies_no_change),               \
        OVER(database, only_who_is_known_is_answered_without_a_person),           \
        OVER(database, a_stranger_hears_once_a_day_and_the_desk_never_of_itself), \
        OVER(database, messages_at_once_open_one_ticket),                         \
        OVER(database, another_choice_takes_the_proposal_back),                   \
        OVER(database, a_reply_that_asks_opens_a_resolved_ticket),                \
        OVER(database, what_is_told_too_late_is_settled),                         \
        OVER(database, the_timer_comes_to_everything_that_is_due)

int main(void)
{
    const struct CMUnitTest on_sqlite[] = {TESTS(sqlite)};
    const struct CMUnitTest on_postgres[] = {TESTS(postgres)};
    int failed = cmocka_run_group_tests(on_sqlite, NULL, NULL);
    if (getenv("BURIN_TEST_POSTGRES")) failed += cmocka_run_group_tests(on_postgres, NULL, NULL);
    return failed;
}
