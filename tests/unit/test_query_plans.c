/* That what is asked often, or over all orders of a store, is found by an index made for it: SQLite's plans for the statements
 * that the store room really runs. A plan that walks through a store's rows in the order of their ids looks like an index, too, so
 * each list names its own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "database.h"
#include "db/migrate.h"
#include "desk/board.h"
#include "desk/chronicle.h"
#include "desk/delivery.h"
#include "desk/inbox.h"
#include "desk/life.h"
#include "desk/look.h"
#include "desk/measure.h"
#include "desk/privacy.h"
#include "desk/timer.h"
#include "plans.h"
#include "shop/shop.h"
#include "simulation_steps.h"

enum { STATEMENTS_MOST = 1024, PAGE = 50, SEEDS = 12, STEPS = 60 };

struct fixture {
    char url[512];
    struct db *db;
    struct shop *shop;
    struct desk *desk;
    struct arena *arena;
    struct db_faults faults;
    const char *statements[STATEMENTS_MOST]; /* that ran since the list was emptied, each once */
    int count;
};

static const struct id some_id = {{[15] = 7}};
static const struct actor owner = {.name = STR_INIT("token:test"), .role = ROLE_OWNER};

static void take_down_statement(struct fixture *f, const char *sql)
{
    for (int i = 0; i < f->count; i++)
        if (strcmp(f->statements[i], sql) == 0) return;
    if (f->count == STATEMENTS_MOST) fail_msg("more statements than expected");
    f->statements[f->count++] = arena_cstr(f->arena, str_of(sql));
}

static int take_down(void *context, enum db_moment moment, const char *sql)
{
    if (moment == DB_BEFORE_STATEMENT) take_down_statement(context, sql);
    return 0;
}

static int open_fixture(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct err err = {0};
    f->arena = arena_new();
    database_new(false, "plans", f->url, sizeof f->url);
    struct db_options options = {.url = f->url};
    if (db_open(&options, &f->db, &err) < 0 || db_migrate(f->db, NULL, &err) < 0) fail_msg("%s", err.message);
    db_close(f->db);
    f->faults = (struct db_faults){take_down, f};
    options.faults = &f->faults;
    if (db_open(&options, &f->db, &err) < 0 || shop_open(NULL, &f->shop, &err) < 0)
        fail_msg("%s", err.message);
    struct desk_options desk = {.db = f->db, .store = shop_store(f->shop)};
    if (desk_open(&desk, &f->desk, &err) < 0) fail_msg("%s", err.message);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    desk_close(f->desk);
    shop_free(f->shop);
    db_close(f->db);
    database_remove(f->url);
    arena_free(f->arena);
    free(f);
    return 0;
}

/* Walks that are meant: what is there is little, or is what was asked for. */
static bool is_meant(const char *step)
{
    static const char *const walked[] = {
        "ticket_live",     /* counts of the inbox: tickets that are not resolved */
        "outbox_state",    /* letters that are on their way */
        "outbox_due",      /* the same */
        "audit_unchained", /* rows of the last moment */
    };
    for (size_t i = 0; i < sizeof walked / sizeof *walked; i++)
        if (plan_goes_by(step, walked[i])) return true;
    return false;
}

/* Goes through the plan's steps: none may read a whole table, or walk through a store's rows but along `index` or one that is
 * meant. Whether one goes by `index`. */
static bool expect_no_walk(const char *sql, char *plan, const char *index)
{
    bool found = false;
    for (char *line = plan, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        found = found || plan_goes_by(line, index);
        if (plan_step_reads_all(line)) fail_msg("reads a whole table: %s\n%s", line, sql);
        if (plan_step_walks(line) && !plan_goes_by(line, index) && !plan_is_of_few(line) && !is_meant(line))
            fail_msg("walks: %s\n%s", line, sql);
        *end = '\n';
    }
    return found;
}

static char *plan(sqlite3 *handle, const char *sql)
{
    const char *why;
    char *plan = plan_of(handle, sql, &why);
    if (!plan) fail_msg("%s: %s", why, sql);
    return plan;
}

/* Whether any statement that ran was found by that index; and none walks or, but where `sorts` says so, sorts. */
static bool was_found_by(const struct fixture *f, const char *index, bool sorts)
{
    sqlite3 *handle;
    bool found = false;
    assert_int_equal(sqlite3_open(f->url + strlen("sqlite:"), &handle), SQLITE_OK);
    for (int i = 0; i < f->count; i++) {
        char *steps = plan(handle, f->statements[i]);
        found |= expect_no_walk(f->statements[i], steps, index);
        if (!sorts && strstr(steps, "TEMP B-TREE")) fail_msg("sorts:\n%s\n%s", f->statements[i], steps);
        free(steps);
    }
    sqlite3_close(handle);
    return found;
}

static void expect(struct fixture *f, const char *what, const char *index, bool sorts)
{
    assert_true(f->count > 0);
    if (!was_found_by(f, index, sorts)) fail_msg("%s: not found by %s", what, index);
    f->count = 0;
}

/* ---- lists ---- */

static void orders_are_found_by_an_index_of_their_own(void **state)
{
    static const struct {
        const char *index;
        struct order_filter filter;
    } rows[] = {
        {"sqlite_autoindex_orders_1", {.most = PAGE}},
        {"orders_stage", {.stage = STR_INIT("delivered"), .most = PAGE}},
        {"orders_customer", {.customer = {{[15] = 7}}, .most = PAGE}},
    };
    struct fixture *f = *state;
    struct order_record list[PAGE];
    int count;
    f->count = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(desk_orders(f->desk, &owner, f->arena, &rows[i].filter, list, &count, NULL), 0);
        expect(f, "orders", rows[i].index, false);
    }
    struct order_parts parts;
    assert_int_equal(desk_order_parts(f->desk, &owner, f->arena, STR("#1"), ORDER_SPECS, &parts, NULL), -1);
    expect(f, "an order by its number", "orders_number", false);
}

static void an_order_and_the_board_are_read_by_keys(void **state)
{
    struct fixture *f = *state;
    struct item item = {.sku = STR("NECK-ENG-S"), .title = STR("Necklace"), .quantity = 1};
    struct order order = {.number = STR("#1"),
                          .placed_at = 1,
                          .customer = {.email = STR("maya@example.com")},
                          .items = &item,
                          .item_count = 1};
    enum order_put what;
    struct order_record record;
    struct board board;
    struct chronicle chronicle;
    assert_int_equal(desk_order_put(f->desk, &owner, f->arena, &order, &what, &record, NULL), 0);
    f->count = 0;
    assert_int_equal(desk_board(f->desk, &owner, f->arena, (struct str){0}, &board, NULL), 0);
    assert_int_equal(board.count, 1);
    expect(f, "the board", "orders_stage", true);
    assert_int_equal(desk_chronicle(f->desk, &owner, f->arena, STR("#1"), &chronicle, NULL), 1);
    expect(f, "an order's page", "orders_remake", true);
}

static void tickets_are_found_by_an_index_of_their_own(void **state)
{
    static const struct {
        const char *index;
        struct ticket_filter filter;
    } rows[] = {
        {"sqlite_autoindex_ticket_1", {.most = PAGE}},
        {"ticket_due", {.by_state = true, .state = TICKET_OPEN, .sort = TICKETS_DUE, .most = PAGE}},
        {"ticket_recent", {.by_state = true, .state = TICKET_OPEN, .most = PAGE}},
        {"ticket_order", {.order = {{[15] = 7}}, .most = PAGE}},
        {"ticket_customer", {.customer = {{[15] = 7}}, .most = PAGE}},
        {"ticket_assignee", {.assignee = {{[15] = 7}}, .most = PAGE}},
    };
    struct fixture *f = *state;
    struct ticket list[PAGE];
    int count;
    f->count = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(desk_tickets(f->desk, &owner, f->arena, &rows[i].filter, list, &count, NULL), 0);
        expect(f, "tickets", rows[i].index, false);
    }
}

static void the_inbox_is_read_along_an_index(void **state)
{
    static const struct {
        const char *index;
        struct inbox_filter filter;
    } rows[] = {
        {"ticket_inbox", {.after = INT64_MIN, .most = PAGE}},
        {"ticket_inbox", {.due = DUE_LATE, .concern = STR_INIT("delay"), .after = INT64_MIN, .most = PAGE}},
        {"ticket_inbox_state",
         {.by_state = true, .state = TICKET_RESOLVED, .after = INT64_MIN, .most = PAGE}},
    };
    struct fixture *f = *state;
    struct inbox_page page;
    struct inbox_counts counts;
    f->count = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(desk_inbox(f->desk, &owner, f->arena, &rows[i].filter, &page, NULL), 0);
        expect(f, "the inbox", rows[i].index, false);
    }
    assert_int_equal(desk_inbox_counts(f->desk, &owner, f->arena, &rows[0].filter, 1, &counts, NULL), 0);
    expect(f, "its counts", "ticket_live", false);
    struct inbox_filter by_stage = {.stage = STR_INIT("design")};
    assert_int_equal(desk_inbox_counts(f->desk, &owner, f->arena, &by_stage, 1, &counts, NULL), 0);
    expect(f, "its counts by stage", "ticket_live", true);
}

static int look_for_remakes(const struct unit *unit, void *context, struct err *err)
{
    struct str *numbers;
    size_t count;
    (void)context;
    return order_remakes(unit, STR("#1042"), &numbers, &count, err);
}

static void remakes_are_found_by_what_they_make_good(void **state)
{
    struct fixture *f = *state;
    f->count = 0;
    assert_int_equal(desk_read(f->desk, &owner, f->arena, look_for_remakes, NULL, NULL), 0);
    expect(f, "remakes", "orders_remake", true);
}

static void letters_are_found_by_an_index_of_their_own(void **state)
{
    static const struct {
        const char *index;
        struct outbox_filter filter;
    } rows[] = {
        {"sqlite_autoindex_outbox_1", {.most = PAGE}},
        {"outbox_order", {.order = {{[15] = 7}}, .most = PAGE}},
        {"outbox_ticket", {.ticket = {{[15] = 7}}, .most = PAGE}},
        {"outbox_state", {.by_state = true, .state = OUTBOX_FAILED, .most = PAGE}},
    };
    struct fixture *f = *state;
    struct outgoing_message list[PAGE];
    int count;
    f->count = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(desk_letters(f->desk, &owner, f->arena, &rows[i].filter, list, &count, NULL), 0);
        expect(f, "letters", rows[i].index, false);
    }
}

static void wishes_and_faults_of_a_state_are_found_by_an_index(void **state)
{
    struct fixture *f = *state;
    struct change_request changes[PAGE];
    struct claim_record claims[PAGE];
    struct approval approvals[PAGE];
    int count;
    f->count = 0;
    assert_int_equal(desk_changes(f->desk, &owner, f->arena, STR(""), (struct change_filter){.most = PAGE},
                                  changes, &count, NULL),
                     0);
    expect(f, "changes", "change_state", false);
    assert_int_equal(desk_claims(f->desk, &owner, f->arena, STR(""), (struct claim_filter){.most = PAGE},
                                 claims, &count, NULL),
                     0);
    expect(f, "claims", "claim_state", false);
    assert_int_equal(desk_approvals(f->desk, &owner, f->arena, STR(""),
                                    (struct approval_filter){.most = PAGE}, approvals, &count, NULL),
                     0);
    expect(f, "approvals", "approval_state", false);
}

static void a_ticket_is_read_by_keys(void **state)
{
    struct fixture *f = *state;
    struct whole_ticket whole;
    f->count = 0;
    assert_int_equal(desk_ticket_whole(f->desk, &owner, f->arena, &some_id, &whole, NULL), 0);
    expect(f, "a ticket", "sqlite_autoindex_ticket_1", false);
}

static int merged_in(const struct unit *unit, void *context, struct err *err)
{
    struct message *messages = NULL;
    size_t count = 0;
    (void)context;
    return message_list_merged(unit, &some_id, &messages, &count, err);
}

static int conversation_in(const struct unit *unit, void *context, struct err *err)
{
    struct id found;
    return ticket_find(unit, STR("maya@example.com"), context, 0, &found, err) < 0 ? -1 : 0;
}

static void merges_are_found_by_indexes(void **state)
{
    static const struct id none;
    struct fixture *f = *state;
    f->count = 0;
    assert_int_equal(desk_read(f->desk, &owner, f->arena, merged_in, NULL, NULL), 0);
    expect(f, "what was merged into a ticket", "ticket_merged", false);
    assert_int_equal(desk_read(f->desk, &owner, f->arena, conversation_in, (void *)&none, NULL), 0);
    expect(f, "the conversation of a sender", "ticket_from", false);
    assert_int_equal(desk_read(f->desk, &owner, f->arena, conversation_in, (void *)&some_id, NULL), 0);
    expect(f, "the conversation about an order", "ticket_from", false);
}

/* ---- the loops, many times a minute ---- */

static void what_time_brings_is_found_by_indexes(void **state)
{
    struct fixture *f = *state;
    struct tick tick;
    f->count = 0;
    assert_int_equal(desk_tick(f->desk, f->arena, &tick, NULL), 0);
    assert_true(was_found_by(f, "change_confirm", true));
    expect(f, "promises that are due", "promise_due", true); /* few are due: they are sorted */
}

static void letters_that_are_due_are_found_by_an_index(void **state)
{
    struct fixture *f = *state;
    struct outgoing_message list[PAGE];
    struct outbox_depth depth;
    bool held;
    int count;
    f->count = 0;
    assert_int_equal(
        desk_letters_claim(f->desk, f->arena, STR("test"), MICROS_PER_HOUR, PAGE, list, &count, NULL), 0);
    expect(f, "letters that are due", "outbox_due", true);
    assert_int_equal(desk_outbox_depth(f->desk, f->arena, &depth, &held, NULL), 0);
    expect(f, "how many there are", "outbox_due", false);
}

static void the_audit_log_is_chained_by_an_index(void **state)
{
    struct fixture *f = *state;
    int chained;
    int64_t end;
    f->count = 0;
    assert_int_equal(desk_audit_chain(f->desk, f->arena, &chained, NULL), 0);
    expect(f, "rows without a place", "audit_unchained", false);
    assert_int_equal(desk_audit_end(f->desk, f->arena, &end, NULL), 0);
    expect(f, "the end of the log", "audit_seq", false);
}

/* ---- all that a desk does ---- */

struct watched {
    struct sim sim; /* first: what the database calls back with */
    struct fixture *fixture;
};

static int watch(void *context, enum db_moment moment, const char *sql)
{
    struct watched *watched = context;
    if (moment == DB_BEFORE_STATEMENT && watched->sim.faults) take_down_statement(watched->fixture, sql);
    return sim_strike(context, moment, sql);
}

/* What an owner does now and then, on a desk that has been there. */
static void own(struct sim *sim)
{
    struct order_record orders[PAGE];
    struct order_filter all = {.most = PAGE};
    struct measure_span year = {.from = (day_t)(sim->now / (24 * MICROS_PER_HOUR)) - 365,
                                .to = (day_t)(sim->now / (24 * MICROS_PER_HOUR))};
    struct metrics metrics;
    struct kept_customer kept;
    struct kept_address stranger;
    struct customer customer;
    int64_t tickets, letters;
    int count;
    assert_int_equal(desk_metrics(sim->desk, &owner, sim->arena, &year, &metrics, NULL), 0);
    assert_int_equal(
        desk_address_export(sim->desk, &owner, sim->arena, STR("eve@example.net"), &stranger, NULL), 0);
    assert_int_equal(
        desk_address_erase(sim->desk, &owner, sim->arena, STR("eve@example.net"), &tickets, &letters, NULL),
        0);
    assert_int_equal(desk_orders(sim->desk, &owner, sim->arena, &all, orders, &count, NULL), 0);
    assert_true(count > 0);
    struct erase_wish wish = {.customer = orders[0].customer, .force = true};
    assert_int_equal(desk_customer_export(sim->desk, &owner, sim->arena, &wish.customer, &kept, NULL), 0);
    assert_int_equal(desk_customer_erase(sim->desk, &owner, sim->arena, &wish, &customer, NULL), 0);
}

static void live(struct fixture *f, uint64_t seed)
{
    struct watched *watched = calloc(1, sizeof *watched);
    if (!watched) abort();
    struct sim *sim = &watched->sim;
    watched->fixture = f;
    sim_open(sim, seed, shop_store(f->shop), NULL);
    sim->hook.strike = watch;
    sim->faults = true;
    sim->statement_odds = sim->commit_odds = sim->lost_odds = 0;
    for (int order = 0; order < SIM_ORDERS; order++) sim_put(sim, order);
    for (sim->step = 0; sim->step < STEPS; sim->step++) {
        sim_wait(sim);
        sim_act(sim);
    }
    sim_settle(sim);
    assert_false(sim->broken);
    sim->faults = true; /* nothing is struck, but what runs is seen */
    own(sim);
    sim_close(sim);
    free(watched);
}

static void nothing_that_a_desk_does_walks_through_a_store(void **state)
{
    struct fixture *f = *state;
    f->count = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) live(f, seed);
    assert_true(f->count > 100);
    was_found_by(f, "", true);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(orders_are_found_by_an_index_of_their_own),
        TEST(an_order_and_the_board_are_read_by_keys),
        TEST(tickets_are_found_by_an_index_of_their_own),
        TEST(the_inbox_is_read_along_an_index),
        TEST(remakes_are_found_by_what_they_make_good),
        TEST(letters_are_found_by_an_index_of_their_own),
        TEST(wishes_and_faults_of_a_state_are_found_by_an_index),
        TEST(a_ticket_is_read_by_keys),
        TEST(merges_are_found_by_indexes),
        TEST(what_time_brings_is_found_by_indexes),
        TEST(letters_that_are_due_are_found_by_an_index),
        TEST(the_audit_log_is_chained_by_an_index),
        TEST(nothing_that_a_desk_does_walks_through_a_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
