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
#include <sqlite3.h>

#include "database.h"
#include "db/migrate.h"
#include "db/sql.h"
#include "desk/board.h"
#include "desk/chronicle.h"
#include "desk/delivery.h"
#include "desk/inbox.h"
#include "desk/life.h"
#include "desk/look.h"
#include "desk/timer.h"
#include "shop/shop.h"

enum { STATEMENTS_MOST = 256, PAGE = 50 };

struct fixture {
    char url[512];
    struct db *db;
    struct shop *shop;
    struct desk *desk;
    struct arena *arena;
    struct db_faults faults;
    const char *statements[STATEMENTS_MOST]; /* that ran since the list was emptied */
    int count;
};

static const struct id some_id = {{[15] = 7}};
static const struct actor owner = {.name = STR_INIT("token:test"), .role = ROLE_OWNER};

static int take_down(void *context, enum db_moment moment, const char *sql)
{
    struct fixture *f = context;
    if (moment == DB_BEFORE_STATEMENT && f->count < STATEMENTS_MOST) f->statements[f->count++] = sql;
    return 0;
}

static int open_fixture(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct err err = {0};
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
    f->arena = arena_new();
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

/* The plan of a statement: its steps, one a line. */
static char *plan_of(const struct fixture *f, sqlite3 *handle, const char *text)
{
    struct buf sql;
    struct err err = {0};
    sqlite3_stmt *stmt;
    buf_init(&sql, 64 * 1024);
    buf_add_c(&sql, "EXPLAIN QUERY PLAN ");
    if (sql_rewrite(SQL_SQLITE, str_of(text), &sql, NULL, &err) < 0) fail_msg("%s", err.message);
    const char *whole = arena_cstr(f->arena, buf_str(&sql));
    if (sqlite3_prepare_v2(handle, whole, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sqlite3_errmsg(handle), text);
    buf_clear(&sql);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        buf_printf(&sql, "%s\n", (const char *)sqlite3_column_text(stmt, 3));
    sqlite3_finalize(stmt);
    char *plan = strdup(arena_cstr(f->arena, buf_str(&sql)));
    buf_done(&sql);
    return plan;
}

/* A table that does not grow with orders and messages. */
static bool is_of_few(const char *step)
{
    static const char *const tables[] = {"account", "session", "sign_in_failure", "store"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strncmp(step, "SEARCH ", 7) == 0 && strncmp(step + 7, tables[i], strlen(tables[i])) == 0)
            return true;
    return false;
}

/* A step that walks through all of a store's rows, or all between two orders' ids: only along the index that is expected. */
static void expect_no_walk(const char *sql, char *plan, const char *index)
{
    for (char *line = plan, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        bool walks = strstr(line, "(store_id=?)") || strstr(line, "(store_id=? AND order_id>?");
        if (walks && !strstr(line, index) && !is_of_few(line)) fail_msg("walks: %s\n%s", line, sql);
        *end = '\n';
    }
}

/* Whether any statement that ran was found by that index. None may read a whole table, walk through all of a store's rows but along
 * it, or sort but where `sorts` says so. */
static bool was_found_by(const struct fixture *f, const char *index, bool sorts)
{
    sqlite3 *handle;
    bool found = false;
    char *step = NULL;
    if (asprintf(&step, "INDEX %s (", index) < 0) abort();
    assert_int_equal(sqlite3_open(f->url + strlen("sqlite:"), &handle), SQLITE_OK);
    for (int i = 0; i < f->count; i++) {
        char *plan = plan_of(f, handle, f->statements[i]);
        if (strstr(plan, step)) found = true;
        expect_no_walk(f->statements[i], plan, step);
        if (strncmp(plan, "SCAN ", 5) == 0 && !strstr(plan, "VIRTUAL TABLE") && !strstr(plan, "CONSTANT"))
            fail_msg("reads a whole table:\n%s\n%s", f->statements[i], plan);
        if (!sorts && strstr(plan, "TEMP B-TREE")) fail_msg("sorts:\n%s\n%s", f->statements[i], plan);
        free(plan);
    }
    sqlite3_close(handle);
    free(step);
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
    assert_true(was_found_by(f, "change_state", true));
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
