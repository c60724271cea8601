/* What follows when things end or are taken back: cancellations, consents, promises of one item, leases, erasure, and a tick
 * that meets a failure; over both databases. */
#define _GNU_SOURCE
#include "base/digest.h"
#include "desk/delivery.h"
#include "desk/privacy.h"
#include "desk_steps.h"
#include "store/search.h"

static const char *order_of(struct fixture *f, const char *number, const char *more)
{
    return arena_printf(f->arena,
                        "{\"number\":\"#%s\",\"placed_at\":\"2026-03-02T14:30:00Z\",\"currency\":\"USD\","
                        "\"customer\":{\"name\":\"Lee\",\"email\":\"lee%s@example.com\",\"consents\":"
                        "[\"marketing\",\"sms\"]},\"items\":[{\"sku\":\"PET-1\",\"title\":\"Portrait of "
                        "Biscuit\",\"personalization\":{\"name\":\"Biscuit\"}}],%s\"shipping\":{\"carrier\":"
                        "\"USPS\",\"country\":\"US\"}}",
                        number, number, more)
        .ptr;
}

struct change_sql {
    const struct db_sql *sql; /* lasting: statements are known by their address */
    struct db_value args[2];
    size_t count;
    int64_t out;
};

static const struct db_sql sql_short = {
    .text = "UPDATE outbox SET channel = 'sms' WHERE dedupe LIKE 'notice:order%'"};
static const struct db_sql sql_break = {.text =
                                            "UPDATE stage_event SET stage = 'nonsense' WHERE order_id = ?1"};
static const struct db_sql sql_mend = {.text =
                                           "UPDATE stage_event SET stage = 'production' WHERE order_id = ?1"};
static const struct db_sql sql_answers = {.text = "SELECT COUNT(*) FROM idempotency WHERE body = ''"};

static int run_in(struct db_tx *tx, void *context, struct err *err)
{
    struct change_sql *run = context;
    return db_exec(tx, run->sql, run->args, run->count, NULL, err);
}

static int look_in(struct db_tx *tx, void *context, struct err *err)
{
    struct change_sql *run = context;
    struct db_rows rows;
    if (db_first(tx, run->sql, run->args, run->count, &rows, err) <= 0) return -1;
    run->out = db_get_int(&rows, 0);
    db_rows_done(&rows);
    return 0;
}

static void run(struct fixture *f, struct change_sql what)
{
    struct err err = {0};
    database_or_die(db_write(f->db, run_in, &what, &err), &err);
}

static int64_t look(struct fixture *f, struct change_sql what)
{
    struct err err = {0};
    database_or_die(db_read(f->db, look_in, &what, &err), &err);
    return what.out;
}

/* ---- cancellations ---- */

static int open_holds(const struct books *books)
{
    int open = 0;
    for (size_t i = 0; i < books->record.order->hold_count; i++)
        open += books->record.order->holds[i].to == INSTANT_NONE;
    return open;
}

static void a_cancellation_that_is_refused_lifts_its_hold(void **state)
{
    struct fixture *f = *state;
    struct approval approval;
    struct err err = {0};
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    receive(f, "m1", "2026-03-02T16:00:00Z", "Please cancel my order 1042.");
    struct books *books = books_of(f, order);
    assert_int_equal(books->approval_count, 1);
    /* As the wish sets it where the decision says so. */
    struct order_record held;
    struct hold_wish hold = {.number = STR("1042"), .reason = STR("cancel")};
    assert_int_equal(desk_hold(f->desk, &studio, f->arena, &hold, &held, &err), 0);
    assert_int_equal(open_holds(books_of(f, order)), 1);
    struct approval_move move = {.approval = books->approvals[0].id};
    if (desk_refuse(f->desk, &owner, f->arena, &move, &approval, &err) < 0) fail_msg("%s", err.message);
    assert_int_equal(open_holds(books_of(f, order)), 0);
    assert_int_equal(record_stage(f, STAGE_PRODUCTION, "2026-03-03T16:00:00Z", &err), 0);
}

static void what_is_pending_ends_with_its_order(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    receive(f, "m1", "2026-03-02T16:00:00Z", "Please change the engraving to \"Always\", order 1042.");
    receive(f, "m2", "2026-03-02T17:00:00Z", "On second thought, please cancel my order 1042.");
    struct books *books = books_of(f, order);
    assert_int_equal(books->change_count, 1);
    assert_true(open_holds(books) > 0);
    struct stage_record record = {.number = STR("1042"), .event = {STAGE_CANCELLED, false_now, ALL_ITEMS}};
    struct order_record out;
    bool new;
    if (desk_record_stage(f->desk, &owner, f->arena, &record, &new, &out, &err) < 0)
        fail_msg("%s", err.message);
    books = books_of(f, order);
    assert_int_equal(books->changes[0].state, CHANGE_WITHDRAWN);
    for (int i = 0; i < books->approval_count; i++)
        assert_int_equal(books->approvals[i].state, APPROVAL_WITHDRAWN);
    assert_int_equal(open_holds(books), 0);
}

/* ---- consents ---- */

static void what_needs_a_consent_waits_no_more_without_it(void **state)
{
    struct fixture *f = *state;
    struct customer customer;
    struct err err = {0};
    struct order_record record = put(f, order_of(f, "1050", ""), ORDER_CREATED);
    struct stage_record arrival = {.number = STR("1050"), .event = {STAGE_DELIVERED, false_now, ALL_ITEMS}};
    struct order_record out;
    bool new;
    assert_int_equal(desk_record_stage(f->desk, &studio, f->arena, &arrival, &new, &out, &err), 0);
    run(f, (struct change_sql){&sql_short, {{0}}, 0, 0});
    struct consents consents = {.sms = 0, .marketing = 0};
    if (desk_customer_consents(f->desk, &owner, f->arena, &record.customer, &consents, &customer, &err) < 0)
        fail_msg("%s", err.message);
    int invitations = 0, short_ones = 0;
    struct books *books = books_of(f, record.id);
    for (int i = 0; i < books->letter_count; i++) {
        const struct outgoing_message *letter = &books->letters[i];
        invitations += str_is(letter->withheld, "no_marketing_consent");
        short_ones += str_is(letter->withheld, "no_sms_consent");
        /* Care needs none. */
        if (str_contains(letter->dedupe, STR("delivery_follow_up")))
            assert_int_equal(letter->state, OUTBOX_QUEUED);
    }
    assert_int_equal(invitations, 1);
    assert_int_equal(short_ones, 1);
}

/* ---- promises ---- */

static int promise_twice(const struct unit *unit, void *context, struct err *err)
{
    const struct id *order = context;
    struct promise_record promise = {.order = *order,
                                     .item = 0,
                                     .milestone = MILESTONE_DELIVERED,
                                     .range = {20100, 20102},
                                     .told_at = unit->now,
                                     .told_to = STR("maya@example.com")};
    if (promise_add(unit, &promise, err) < 0) return -1;
    promise.item = ALL_ITEMS;
    promise.range = (struct day_range){20103, 20105};
    return promise_add(unit, &promise, err);
}

static int open_promises(struct fixture *f, struct id order)
{
    struct err err = {0};
    int open = 0;
    if (desk_write(f->desk, &owner, f->arena, promise_twice, &order, &err) < 0) fail_msg("%s", err.message);
    struct books *books = books_of(f, order);
    for (size_t i = 0; i < books->promise_count; i++)
        open += books->promises[i].state == PROMISE_OPEN && books->promises[i].range.from < 20200;
    return open;
}

static void the_only_item_is_the_whole_order(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(open_promises(f, put(f, ORDER, ORDER_CREATED).id), 1);
}

static void one_of_two_items_is_not(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(open_promises(f, put(f, TWO_ITEMS, ORDER_CREATED).id), 2);
}

/* ---- changes that come in ---- */

static void a_change_that_comes_in_keeps_when_it_came(void **state)
{
    struct fixture *f = *state;
    struct id order = put(f,
                          ORDER_WITH("\"changes\":[{\"item\":0,\"field\":\"engraving\",\"old\":\"a\",\"new\":"
                                     "\"b\",\"state\":\"declined\",\"at\":\"2026-03-02T14:40:00Z\",\"late\":"
                                     "true},{\"item\":0,\"field\":\"engraving\",\"old\":\"a\",\"new\":\"c\","
                                     "\"state\":\"applied\",\"at\":\"2026-03-02T14:45:00Z\"}]"),
                          ORDER_CREATED)
                          .id;
    struct books *books = books_of(f, order);
    assert_int_equal(books->change_count, 2);
    for (int i = 0; i < 2; i++)
        assert_int_equal(books->changes[i].inside_window, str_is(books->changes[i].new_value, "c"));
    for (size_t i = 0; i < books->record.order->change_count; i++)
        assert_int_equal(books->record.order->changes[i].late,
                         str_is(books->record.order->changes[i].new_value, "b"));
}

/* ---- the tick ---- */

static bool is_told_of_delay(struct fixture *f, struct id order)
{
    struct books *books = books_of(f, order);
    for (int i = 0; i < books->letter_count; i++)
        if (str_is(books->letters[i].notice, "delay")) return true;
    return false;
}

static void a_tick_goes_on_past_a_failure(void **state)
{
    struct fixture *f = *state;
    struct tick tick;
    struct err err = {0};
    const char *late =
        "\"events\":[{\"stage\":\"production\",\"at\":\"2026-03-02T14:40:00Z\"}],\"promises\":[{"
        "\"milestone\":\"delivered\",\"from\":\"2026-03-03\",\"to\":\"2026-03-04\",\"told_at\":"
        "\"2026-03-02T14:45:00Z\"}],";
    struct id broken = put(f, order_of(f, "1051", late), ORDER_CREATED).id;
    struct id whole = put(f, order_of(f, "1052", late), ORDER_CREATED).id;
    run(f, (struct change_sql){&sql_break, {db_id(&broken)}, 1, 0});
    false_now = at("2026-03-03T15:00:00Z");
    assert_int_equal(desk_tick(f->desk, f->arena, &tick, &err), -1);
    assert_int_equal(tick.failed, 1);
    assert_true(str_contains(str_of(err.message), STR("does not know")));
    assert_true(is_told_of_delay(f, whole));
    run(f, (struct change_sql){&sql_mend, {db_id(&broken)}, 1, 0});
    assert_int_equal(desk_tick(f->desk, f->arena, &tick, &err), 0);
    assert_true(is_told_of_delay(f, broken));
}

/* ---- leases ---- */

static void leases_of_a_killed_process_end_where_nobody_else_is(void **state)
{
    struct fixture *f = *state;
    struct outgoing_message letters[5];
    struct err err = {0};
    int count;
    struct id order = put(f, ORDER, ORDER_CREATED).id;
    assert_int_equal(desk_letters_claim(f->desk, f->arena, STR("killed"), 60 * MICROS_PER_SECOND, 5, letters,
                                        &count, &err),
                     0);
    assert_int_equal(count, 1);
    assert_int_equal(desk_letters_recover(f->desk, f->arena, &err), 0);
    assert_int_equal(books_of(f, order)->letters[0].state, f->postgres ? OUTBOX_LEASED : OUTBOX_QUEUED);
    if (f->postgres) return;
    assert_int_equal(
        desk_letters_claim(f->desk, f->arena, STR("next"), 60 * MICROS_PER_SECOND, 5, letters, &count, &err),
        0);
    assert_int_equal(count, 1);
    /* Who had it before is fenced off. */
    letters[0].attempt--;
    assert_int_equal(desk_letter_sent(f->desk, f->arena, &letters[0], STR("killed"), &err), -1);
    assert_int_equal(err.category, ERR_STALE);
}

/* PostgreSQL may plan the rows that are due as the inner side of a loop, and look for them once for each letter. */
static void no_more_letters_are_claimed_than_are_asked_for(void **state)
{
    enum { ORDERS = 6, MOST = 2 };
    struct fixture *f = *state;
    struct outgoing_message letters[ORDERS];
    struct err err = {0};
    int count;
    for (int i = 0; i < ORDERS; i++) {
        char number[8];
        snprintf(number, sizeof number, "16%02d", i);
        put(f, order_of(f, number, ""), ORDER_CREATED);
    }
    for (int left = ORDERS; left > 0; left -= MOST) {
        if (desk_letters_claim(f->desk, f->arena, STR("node"), 60 * MICROS_PER_SECOND, MOST, letters, &count,
                               &err) < 0)
            fail_msg("%s", err.message);
        assert_int_equal(count, MOST);
    }
}

/* ---- erasure ---- */

static int keep_answers(const struct unit *unit, void *context, struct err *err)
{
    static const struct db_sql sql = {
        .text =
            "INSERT INTO idempotency (store_id, actor, key, request, status, body, created_at) VALUES (?1,"
            " 'token:a', ?2, ?3, 200, ?4, ?5)"};
    const struct id *ids = context;
    static const char *const keys[] = {"theirs", "another's"};
    for (int i = 0; i < 2; i++) {
        char id[ID_TEXT];
        id_format(&ids[i], id);
        if (UNIT_EXEC(unit, &sql, err, db_text(str_of(keys[i])), db_bytes(STR("x")),
                      db_text(arena_printf(unit->arena, "{\"order\":\"%s\"}", id)), db_int(unit->now)) < 0)
            return -1;
    }
    return 0;
}

static void an_erasure_takes_what_is_theirs_and_no_more(void **state)
{
    struct fixture *f = *state;
    struct customer customer;
    struct err err = {0};
    struct order_record record = put(f, order_of(f, "1053", ""), ORDER_CREATED);
    struct order_record other = put(f, ORDER, ORDER_CREATED);
    receive_from(f, f->desk, "lee1053@example.com", "m1", "2026-03-02T16:00:00Z", "Where is my order 1053?");
    receive(f, "m2", "2026-03-02T16:10:00Z", "Where is my order 1042?");
    struct id ids[] = {record.id, other.id};
    if (desk_write(f->desk, &owner, f->arena, keep_answers, ids, &err) < 0) fail_msg("%s", err.message);
    if (desk_customer_erase(f->desk, &owner, f->arena,
                            &(struct erase_wish){.customer = record.customer, .force = true}, &customer,
                            &err) < 0)
        fail_msg("%s", err.message);
    assert_true(str_is(books_of(f, record.id)->record.order->items[0].title, "PET-1"));
    assert_true(str_is(books_of(f, other.id)->record.order->items[0].title, "Engraved bar necklace"));
    assert_int_equal(look(f, (struct change_sql){&sql_answers, {{0}}, 0, 0}), 1);
    struct digest theirs = digest_of(STR("lee1053@example.com")),
                  anothers = digest_of(STR("maya@example.com"));
    static const struct db_sql sender = {.text = "SELECT COUNT(*) FROM sender WHERE who = ?1"};
    assert_int_equal(look(f, (struct change_sql){&sender, {db_bytes(digest_str(&theirs))}, 1, 0}), 0);
    int64_t kept = f->postgres; /* SQLite keeps no turns of senders */
    assert_int_equal(look(f, (struct change_sql){&sender, {db_bytes(digest_str(&anothers))}, 1, 0}), kept);
}

static void an_address_that_is_erased_stands_in_no_promise(void **state)
{
    static const struct db_sql tell = {.text = "UPDATE promise SET told_to = 'Gift@Example.com'"};
    static const struct db_sql told = {.text = "SELECT COUNT(*) FROM promise WHERE told_to <> ''"};
    struct fixture *f = *state;
    struct err err = {0};
    int64_t tickets, letters;
    put(f, ORDER, ORDER_CREATED);
    struct intake taken = receive(f, "m1", "2026-03-02T16:00:00Z", "Where is my order 1042?");
    send_draft(f, &taken.draft);
    run(f, (struct change_sql){&tell, {{0}}, 0, 0});
    assert_true(look(f, (struct change_sql){&told, {{0}}, 0, 0}) > 0);
    if (desk_address_erase(f->desk, &owner, f->arena, STR("gift@example.com"), &tickets, &letters, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(look(f, (struct change_sql){&told, {{0}}, 0, 0}), 0);
}

static int ask_to_purge(const struct unit *unit, void *context, struct err *err)
{
    (void)context;
    return search_purge(unit, err);
}

static void what_an_erasure_left_in_the_index_the_timer_merges(void **state)
{
    static const struct db_sql wanted = {.text = "SELECT MAX(search_purge) FROM store"};
    static const struct db_sql parts = {.text = "SELECT COUNT(DISTINCT segid) FROM search_idx"};
    struct fixture *f = *state;
    struct tick tick;
    struct err err = {0};
    put(f, ORDER, ORDER_CREATED);
    receive(f, "m1", "2026-03-02T16:10:00Z", "Where is my order 1042?");
    if (desk_write(f->desk, &owner, f->arena, ask_to_purge, NULL, &err) < 0) fail_msg("%s", err.message);
    assert_int_equal(look(f, (struct change_sql){&wanted, {{0}}, 0, 0}), f->postgres ? 0 : 1);
    if (!f->postgres) assert_true(look(f, (struct change_sql){&parts, {{0}}, 0, 0}) > 1);
    if (desk_tick(f->desk, f->arena, &tick, &err) < 0) fail_msg("%s", err.message);
    assert_int_equal(look(f, (struct change_sql){&wanted, {{0}}, 0, 0}), 0);
    if (!f->postgres) assert_int_equal(look(f, (struct change_sql){&parts, {{0}}, 0, 0}), 1);
}

#define TESTS(database)                                                                            \
    OVER(database, a_cancellation_that_is_refused_lifts_its_hold),                                 \
        OVER(database, what_is_pending_ends_with_its_order),                                       \
        OVER(database, what_needs_a_consent_waits_no_more_without_it),                             \
        OVER(database, the_only_item_is_the_whole_order), OVER(database, one_of_two_items_is_not), \
        OVER(database, a_change_that_comes_in_keeps_when_it_came),                                 \
        OVER(database, a_tick_goes_on_past_a_failure),                                             \
        OVER(database, leases_of_a_killed_process_end_where_nobody_else_is),                       \
        OVER(database, no_more_letters_are_claimed_than_are_asked_for),                            \
        OVER(database, an_erasure_takes_what_is_theirs_and_no_more),                               \
        OVER(database, an_address_that_is_erased_stands_in_no_promise),                            \
        OVER(database, what_an_erasure_left_in_the_index_the_timer_merges)

int main(void)
{
    const struct CMUnitTest on_sqlite[] = {TESTS(sqlite)};
    const struct CMUnitTest on_postgres[] = {TESTS(postgres)};
    int failed = cmocka_run_group_tests(on_sqlite, NULL, NULL);
    if (getenv("BURIN_TEST_POSTGRES")) failed += cmocka_run_group_tests(on_postgres, NULL, NULL);
    return failed;
}
