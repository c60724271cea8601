/* A desk over SQLite or PostgreSQL with a clock that is handed in, and the steps that tests take on it. */
#ifndef BURIN_TESTS_DESK_STEPS_H
#define BURIN_TESTS_DESK_STEPS_H

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "database.h"
#include "db/migrate.h"
#include "desk/approval.h"
#include "desk/board.h"
#include "desk/change.h"
#include "desk/claim.h"
#include "desk/intake.h"
#include "desk/life.h"
#include "desk/reply.h"
#include "desk/ticket.h"
#include "desk/timer.h"
#include "shop/shop.h"
#include "store/approval.h"
#include "store/audit.h"
#include "store/claim.h"
#include "store/outbox.h"
#include "store/promise.h"
#include "store/search.h"
#include "text/json.h"

static instant_t false_now; /* what the clock of the fixture says */

static inline instant_t read_false_now(void *context)
{
    (void)context;
    return false_now;
}

static const struct clock false_clock = {read_false_now, read_false_now, NULL};

struct fixture {
    bool postgres;
    struct database_url {
        char url[512];
    } address;
    struct db *db;
    struct shop *shop;
    struct desk *desk;
    struct arena *arena;
};

static const struct actor owner = {.name = {"token:test", 10}, .role = ROLE_OWNER};
static const struct actor studio = {.name = {"token:studio", 12}, .role = ROLE_STUDIO};

static inline instant_t at(const char *text)
{
    instant_t instant;
    assert_int_equal(instant_parse(str_of(text), &instant, NULL), 0);
    return instant;
}

static inline int open_fixture(void **state, bool postgres)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct err err = {0};
    fixture->postgres = postgres;
    database_new(postgres, program_invocation_short_name, fixture->address.url, sizeof fixture->address.url);
    struct db_options options = {
        .url = fixture->address.url, .clock = &false_clock, .faults = database_twice()};
    false_now = at("2026-03-02T15:00:00Z");
    if (db_open(&options, &fixture->db, &err) < 0 || db_migrate(fixture->db, NULL, &err) < 0 ||
        shop_open(NULL, &fixture->shop, &err) < 0)
        fail_msg("%s", err.message);
    struct desk_options desk = {.db = fixture->db, .store = shop_store(fixture->shop), .clock = &false_clock};
    if (desk_open(&desk, &fixture->desk, &err) < 0) fail_msg("%s", err.message);
    fixture->arena = arena_new();
    *state = fixture;
    return 0;
}

static inline int open_sqlite(void **state)
{
    return open_fixture(state, false);
}

static inline int open_postgres(void **state)
{
    return open_fixture(state, true);
}

static inline int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    desk_close(fixture->desk);
    shop_free(fixture->shop);
    db_close(fixture->db);
    database_remove(fixture->address.url);
    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

/* ---- steps ---- */

static inline struct order read_order(struct fixture *f, const char *json)
{
    struct value value;
    struct order order;
    struct err err = {0};
    if (json_parse(f->arena, str_of(json), &value, &err) < 0 ||
        order_from_value(f->arena, &value, "", &order, &err) < 0)
        fail_msg("%s", err.message);
    return order;
}

static inline struct order_record put(struct fixture *f, const char *json, enum order_put expected)
{
    struct order order = read_order(f, json);
    struct order_record record;
    enum order_put what;
    struct err err = {0};
    if (desk_order_put(f->desk, &owner, f->arena, &order, &what, &record, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(what, expected);
    return record;
}

static inline struct intake receive_from(struct fixture *f, struct desk *desk, const char *from,
                                         const char *id, const char *when, const char *text)
{
    struct inquiry inquiry = {.id = str_of(id),
                              .at = at(when),
                              .channel = STR("email"),
                              .from = str_of(from),
                              .subject = STR("my order"),
                              .text = str_of(text),
                              .contacts = 1};
    struct intake intake;
    struct err err = {0};
    false_now = inquiry.at;
    if (desk_receive(desk, &owner, f->arena, &inquiry, NULL, &intake, &err) < 0) fail_msg("%s", err.message);
    return intake;
}

static inline struct intake receive(struct fixture *f, const char *id, const char *when, const char *text)
{
    return receive_from(f, f->desk, "Maya@Example.com", id, when, text);
}

static inline struct draft send_draft(struct fixture *f, const struct id *id)
{
    struct draft_move move = {.draft = *id};
    struct draft draft;
    struct findings findings;
    struct err err = {0};
    if (desk_draft_send(f->desk, &owner, f->arena, &move, (struct str){0}, &draft, &findings, &err) < 0)
        fail_msg("%s", err.message);
    return draft;
}

static inline int record_stage(struct fixture *f, enum stage stage, const char *when, struct err *err)
{
    struct stage_record record = {.number = STR("1042"), .event = {stage, at(when), ALL_ITEMS}};
    struct order_record out;
    bool new;
    false_now = record.event.at;
    return desk_record_stage(f->desk, &studio, f->arena, &record, &new, &out, err);
}

/* The studio has seen a version of the only item. */
static inline void acknowledge(struct fixture *f, int64_t version)
{
    struct acknowledgement seen = {.number = STR("1042"), .piece = -1, .version = version};
    struct spec_news *left;
    size_t count;
    assert_int_equal(desk_acknowledge(f->desk, &studio, f->arena, &seen, &left, &count, NULL), 0);
    assert_int_equal(count, 0);
}

/* Everything of one order that tests look at, read in one go. */
struct books {
    struct id order;
    struct change_request changes[10];
    struct claim_record claims[10];
    struct approval approvals[10];
    struct outgoing_message letters[20];
    struct promise_record *promises;
    struct spec_version *specs;
    struct order_record record;
    size_t promise_count, spec_count;
    int change_count, claim_count, approval_count, letter_count;
};

static inline int read_books(const struct unit *unit, void *context, struct err *err)
{
    struct books *books = context;
    struct change_filter changes = {.order = books->order, .most = 10};
    struct claim_filter claims = {.order = books->order, .most = 10};
    struct approval_filter approvals = {.order = books->order, .most = 10};
    struct outbox_filter letters = {.order = books->order, .most = 20};
    if (change_list(unit, &changes, books->changes, &books->change_count, err) < 0 ||
        claim_list(unit, &claims, books->claims, &books->claim_count, err) < 0 ||
        approval_list(unit, &approvals, books->approvals, &books->approval_count, err) < 0 ||
        outbox_list(unit, &letters, books->letters, &books->letter_count, err) < 0 ||
        promise_list(unit, &books->order, &books->promises, &books->promise_count, err) < 0 ||
        order_specs(unit, &books->order, &books->specs, &books->spec_count, err) < 0)
        return -1;
    return order_load(unit, &books->order, &books->record, err) < 0 ? -1 : 0;
}

static inline struct books *books_of(struct fixture *f, struct id order)
{
    struct books *books = ARENA_NEW(f->arena, struct books);
    struct err err = {0};
    books->order = order;
    if (desk_read(f->desk, &owner, f->arena, read_books, books, &err) < 0) fail_msg("%s", err.message);
    return books;
}

static inline int read_ticket(const struct unit *unit, void *context, struct err *err)
{
    struct ticket *ticket = context;
    struct id id = ticket->id;
    return ticket_load(unit, &id, ticket, err) > 0 ? 0 : -1;
}

static inline struct ticket ticket_of(struct fixture *f, struct id id)
{
    struct ticket ticket = {.id = id};
    struct err err = {0};
    if (desk_read(f->desk, &owner, f->arena, read_ticket, &ticket, &err) < 0) fail_msg("%s", err.message);
    return ticket;
}

static inline int chain_all(const struct unit *unit, void *context, struct err *err)
{
    (void)context;
    int chained;
    do
        if (audit_chain(unit, 7, &chained, err) < 0) return -1;
    while (chained == 7);
    return 0;
}

static inline int verify(const struct unit *unit, void *context, struct err *err)
{
    return audit_verify(unit, context, err);
}

#define NECKLACE                                        \
    "{\"sku\":\"NECK-ENG-S\",\"title\":\"Engraved bar " \
    "necklace\",\"personalization\":{\"engraving\":\"Forever\"}}"
#define ORDER_OF(items, more)                                                                                \
    "{\"number\":\"#1042\",\"placed_at\":\"2026-03-02T14:30:00Z\",\"currency\":\"USD\",\"total\":\"89.00\"," \
    "\"customer\":{\"name\":\"Maya "                                                                         \
    "Lin\",\"email\":\"maya@example.com\",\"locale\":\"en-US\",\"consents\":[]},"                            \
    "\"items\":[" items "]," more "\"shipping\":{\"carrier\":\"USPS\",\"country\":\"US\"}}"
#define ORDER_WITH(more) ORDER_OF(NECKLACE, more ",")
#define ORDER ORDER_OF(NECKLACE, "")
#define TWO_ITEMS ORDER_OF(NECKLACE ",{\"sku\":\"WALLET\",\"title\":\"Leather wallet\"}", "")

#define OVER(database, test)                                                                  \
    {                                                                                         \
        .name = #test " (" #database ")", .test_func = (test), .setup_func = open_##database, \
        .teardown_func = close_fixture                                                        \
    }

/* A desk of the same store whose policy lets everything go alone. */
static inline struct desk *open_automatic(struct fixture *f, struct store *store)
{
    struct desk *desk;
    struct err err = {0};
    *store = *shop_store(f->shop);
    for (int action = 0; action < ACTION_COUNT; action++)
        for (int lang = 0; lang < LANG_COUNT; lang++) store->policy[lang].automatic[action] = true;
    struct desk_options options = {.db = f->db, .store = store, .clock = &false_clock};
    if (desk_open(&options, &desk, &err) < 0) fail_msg("%s", err.message);
    return desk;
}

#endif
