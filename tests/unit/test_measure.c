/* Measures and erasure on a history made by hand, over SQLite and, where a server runs, over PostgreSQL. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "database.h"
#include "db/migrate.h"
#include "desk/intake.h"
#include "desk/life.h"
#include "desk/measure.h"
#include "desk/privacy.h"
#include "desk/survey.h"
#include "shop/shop.h"
#include "store/change.h"
#include "store/claim.h"
#include "text/json.h"

static instant_t false_now; /* what the clock of the fixture says */

static instant_t read_false_now(void *context)
{
    (void)context;
    return false_now;
}

static const struct clock false_clock = {read_false_now, read_false_now, NULL};
static const struct actor owner = {.name = {"token:test", 10}, .role = ROLE_OWNER};

struct fixture {
    bool postgres;
    char url[512];
    struct db *db;
    struct shop *shop;
    struct desk *desk;
    struct arena *arena;
};

static instant_t at(const char *text)
{
    instant_t instant;
    assert_int_equal(instant_parse(str_of(text), &instant, NULL), 0);
    return instant;
}

static int open_fixture(void **state, bool postgres)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct err err = {0};
    f->postgres = postgres;
    database_new(postgres, "test_measure", f->url, sizeof f->url);
    struct db_options options = {.url = f->url, .clock = &false_clock};
    false_now = at("2026-06-30T15:00:00Z");
    if (db_open(&options, &f->db, &err) < 0 || db_migrate(f->db, NULL, &err) < 0 ||
        shop_open(NULL, &f->shop, &err) < 0)
        fail_msg("%s", err.message);
    struct desk_options desk = {.db = f->db, .store = shop_store(f->shop), .clock = &false_clock};
    if (desk_open(&desk, &f->desk, &err) < 0) fail_msg("%s", err.message);
    f->arena = arena_new();
    *state = f;
    return 0;
}

static int open_sqlite(void **state)
{
    return open_fixture(state, false);
}

static int open_postgres(void **state)
{
    return open_fixture(state, true);
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

/* ---- the history ---- */

static struct order_record put(struct fixture *f, const char *json)
{
    struct value value;
    struct order order;
    struct order_record record;
    enum order_put what;
    struct err err = {0};
    if (json_parse(f->arena, str_of(json), &value, &err) < 0 ||
        order_from_value(f->arena, &value, "", &order, &err) < 0 ||
        desk_order_put(f->desk, &owner, f->arena, &order, &what, &record, &err) < 0)
        fail_msg("%s", err.message);
    return record;
}

/* An order of `email`, placed, shipped and delivered on these days of 2026 (months and days, "" for never). */
static struct order_record order(struct fixture *f, const char *number, const char *email, const char *placed,
                                 const char *shipped, const char *delivered, const char *more)
{
    struct buf json;
    buf_init(&json, 4096);
    buf_printf(&json,
               "{\"number\":\"%s\",\"placed_at\":\"2026-%sT12:00:00Z\",\"customer\":{\"email\":\"%s\"},"
               "\"items\":[{\"sku\":\"NECK\",\"personalization\":{\"engraving\":\"A\"}}],\"events\":[",
               number, placed, email);
    if (*shipped) buf_printf(&json, "{\"stage\":\"shipped\",\"at\":\"2026-%sT12:00:00Z\"}", shipped);
    if (*delivered) buf_printf(&json, ",{\"stage\":\"delivered\",\"at\":\"2026-%sT12:00:00Z\"}", delivered);
    buf_printf(&json, "]%s}", more);
    struct order_record record = put(f, json.ptr);
    buf_done(&json);
    return record;
}

struct insert {
    struct change_request *changes;
    struct claim_record *claims;
    struct ticket *tickets;
    size_t change_count, claim_count, ticket_count;
};

static int insert_in(const struct unit *unit, void *context, struct err *err)
{
    struct insert *insert = context;
    for (size_t i = 0; i < insert->ticket_count; i++) {
        insert->tickets[i].id = unit_id(unit);
        if (ticket_insert(unit, &insert->tickets[i], err) < 0) return -1;
    }
    for (size_t i = 0; i < insert->change_count; i++) {
        insert->changes[i].id = unit_id(unit);
        insert->changes[i].ticket = insert->tickets[0].id;
        if (change_insert(unit, &insert->changes[i], err) < 0) return -1;
    }
    for (size_t i = 0; i < insert->claim_count; i++) {
        insert->claims[i].id = unit_id(unit);
        if (claim_insert(unit, &insert->claims[i], err) < 0) return -1;
    }
    return 0;
}

static void insert(struct fixture *f, struct insert *what)
{
    struct err err = {0};
    if (desk_write(f->desk, &owner, f->arena, insert_in, what, &err) < 0) fail_msg("%s", err.message);
}

static struct ticket ticket(const char *created, int64_t response_us, const char *concern)
{
    return (struct ticket){
        .from = STR("x@example.com"),
        .state = TICKET_OPEN,
        .concern = str_of(concern),
        .contacts = 1,
        .received_at = at(created),
        .due_at = INSTANT_NONE,
        .first_due_at = at(created) + 4 * MICROS_PER_HOUR,
        .first_response_at = response_us < 0 ? INSTANT_NONE : at(created) + response_us,
        .first_response_us = response_us,
        .resolved_at = INSTANT_NONE,
        .created_at = at(created),
        .updated_at = at(created),
        .version = 1,
    };
}

static struct metrics measure(struct fixture *f, const char *from, const char *to, enum measure_by by)
{
    struct metrics metrics;
    struct err err = {0};
    struct measure_span span = {.by = by};
    day_parse(str_of(from), &span.from);
    day_parse(str_of(to), &span.to);
    if (desk_metrics(f->desk, &owner, f->arena, &span, &metrics, &err) < 0) fail_msg("%s", err.message);
    return metrics;
}

static void expect(const struct figure *figure, int hits, int misses, int pending)
{
    assert_int_equal(figure->hits, hits);
    assert_int_equal(figure->misses, misses);
    assert_int_equal(figure->pending, pending);
}

static void test_first_response(void **state)
{
    struct fixture *f = *state;
    struct ticket tickets[] = {
        ticket("2026-03-02T15:00:00Z", 1 * MICROS_PER_HOUR, "status"),
        ticket("2026-03-02T16:00:00Z", 4 * MICROS_PER_HOUR, "status"), /* the target itself is in time */
        ticket("2026-03-03T15:00:00Z", 6 * MICROS_PER_HOUR, "damaged"),
        ticket("2026-03-04T15:00:00Z", -1, "damaged"), /* the target has passed */
        ticket("2026-06-30T14:00:00Z", -1, "change"),  /* it has not */
        ticket("2026-04-01T03:59:59Z", 0, "status"),   /* still March in New York */
    };
    struct insert what = {.tickets = tickets, .ticket_count = 6};
    insert(f, &what);
    struct metrics march = measure(f, "2026-03-01", "2026-03-31", BY_CONCERN);
    const struct figure *total = &march.measures[MEASURE_FIRST_RESPONSE].total;
    expect(total, 3, 2, 0);
    assert_true(total->median_hours == 1.0 && total->p90_hours == 6.0);
    assert_int_equal(march.measures[MEASURE_FIRST_RESPONSE].group_count, 2);
    assert_true(str_is(march.measures[MEASURE_FIRST_RESPONSE].groups[0].key, "damaged"));
    expect(&march.measures[MEASURE_FIRST_RESPONSE].groups[0].figure, 0, 2, 0);
    struct metrics june = measure(f, "2026-06-01", "2026-06-30", BY_WEEK);
    expect(&june.measures[MEASURE_FIRST_RESPONSE].total, 0, 0, 1);
    assert_true(str_is(june.measures[MEASURE_FIRST_RESPONSE].groups[0].key, "2026-W27"));
    assert_int_equal(june.measures[MEASURE_PROMISE].group_count, 0);
}

static struct change_request change(const struct order_record *record, const char *received, bool inside,
                                    enum change_state state, const char *settled)
{
    return (struct change_request){.order = record->id,
                                   .item = 0,
                                   .piece = -1,
                                   .field = STR("engraving"),
                                   .state = state,
                                   .received_at = at(received),
                                   .inside_window = inside,
                                   .confirm_by = INSTANT_NONE,
                                   .reminded_at = INSTANT_NONE,
                                   .settled_at = settled ? at(settled) : INSTANT_NONE,
                                   .version = 1};
}

static void test_modification(void **state)
{
    struct fixture *f = *state;
    struct order_record one = order(f, "M1", "m1@example.com", "03-02", "", "", "");
    struct order_record two = order(f, "M2", "m2@example.com", "03-02", "", "", "");
    struct ticket tickets[] = {ticket("2026-03-02T15:00:00Z", 0, "change")};
    struct change_request changes[] = {
        change(&one, "2026-03-02T13:00:00Z", true, CHANGE_WITHDRAWN,
               "2026-03-02T14:00:00Z"), /* went on in: */
        change(&one, "2026-03-02T14:00:00Z", true, CHANGE_APPLIED, "2026-03-02T18:00:00Z"),
        change(&two, "2026-03-02T13:00:00Z", true, CHANGE_APPLIED, "2026-03-04T13:00:00Z"), /* too late */
        change(&two, "2026-03-05T13:00:00Z", false, CHANGE_APPLIED, "2026-03-05T14:00:00Z"),
        change(&two, "2026-03-06T13:00:00Z", false, CHANGE_DECLINED, "2026-03-06T14:00:00Z"),
    };
    struct insert what = {.tickets = tickets, .ticket_count = 1, .changes = changes, .change_count = 5};
    insert(f, &what);
    struct metrics metrics = measure(f, "2026-03-01", "2026-03-31", BY_PRODUCT);
    const struct figure *total = &metrics.measures[MEASURE_MODIFICATION].total;
    expect(total, 1, 1, 0);
    assert_int_equal(total->late, 2);
    assert_int_equal(total->late_hits, 1);
}

static void test_remake(void **state)
{
    struct fixture *f = *state;
    order(f, "R1", "r1@example.com", "03-01", "03-05", "", "");
    order(f, "R2", "r2@example.com", "03-01", "03-06", "", "");
    struct order_record refunded = order(f, "R3", "r3@example.com", "03-01", "03-07", "", "");
    order(f, "R4", "r4@example.com", "03-01", "04-02", "", "");
    order(f, "R1-R", "r1@example.com", "03-10", "03-12", "", ",\"remake_of\":\"R1\"");
    struct claim_record claims[] = {{.order = refunded.id,
                                     .concern = CONCERN_DAMAGED,
                                     .state = CLAIM_FULFILLED,
                                     .fault = FAULT_CARRIER,
                                     .opened_at = at("2026-03-10T12:00:00Z"),
                                     .photos_due = INSTANT_NONE,
                                     .offered = STR("[]"),
                                     .chosen = STR("full_refund"),
                                     .settled_at = INSTANT_NONE,
                                     .version = 1}};
    struct insert what = {.claims = claims, .claim_count = 1};
    insert(f, &what);
    struct metrics metrics = measure(f, "2026-03-01", "2026-03-31", BY_MONTH);
    const struct figure *total = &metrics.measures[MEASURE_REMAKE].total;
    expect(total, 1, 2, 0);
    assert_int_equal(total->redos[FAULT_UNDECIDED], 1);
    assert_int_equal(total->refunds[FAULT_CARRIER], 1);
    assert_true(str_is(metrics.measures[MEASURE_REMAKE].groups[0].key, "2026-03"));
}

static void test_repeat(void **state)
{
    struct fixture *f = *state;
    order(f, "B1", "b1@example.com", "01-02", "01-05", "01-10", "");
    order(f, "B2", "b1@example.com", "02-01", "02-05", "02-10", ""); /* again within 90 days */
    order(f, "B3", "b2@example.com", "01-02", "01-05", "01-10", "");
    order(f, "B4", "b2@example.com", "06-01", "", "", "");           /* too late */
    order(f, "B5", "b3@example.com", "06-01", "06-05", "06-10", ""); /* young */
    struct metrics all = measure(f, "2026-01-01", "2026-06-30", BY_MONTH);
    expect(&all.measures[MEASURE_REPEAT].total, 1, 1, 1);
    assert_int_equal(all.measures[MEASURE_REPEAT].group_count, 3);
    expect(&all.measures[MEASURE_REPEAT].groups[0].figure, 1, 1, 0);
    expect(&all.measures[MEASURE_REPEAT].groups[1].figure, 0, 1, 0);
    expect(&all.measures[MEASURE_REPEAT].groups[2].figure, 0, 0, 1);
    struct measure_thing things[4];
    struct thing_filter filter = {
        .measure = MEASURE_REPEAT, .span = all.span, .by_outcome = true, .outcome = OUTCOME_MISS, .most = 4};
    struct err err = {0};
    int count;
    if (desk_measure_things(f->desk, &owner, f->arena, &filter, things, &count, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(count, 1);
    assert_true(str_is(things[0].row.number, "B3") && str_is(things[0].key, "2026-01"));
    filter.by_outcome = false;
    filter.most = 2;
    desk_measure_things(f->desk, &owner, f->arena, &filter, things, &count, &err);
    assert_int_equal(count, 2);
    filter.after = things[1].row.id;
    desk_measure_things(f->desk, &owner, f->arena, &filter, things, &count, &err);
    assert_int_equal(count, 1);
}

static void test_promises_and_surveys(void **state)
{
    struct fixture *f = *state;
    order(
        f, "P1", "p1@example.com", "03-01", "03-05", "03-08",
        ",\"promises\":[{\"milestone\":\"delivered\",\"from\":\"2026-03-06\",\"to\":\"2026-03-09\",\"told_"
        "at\":"
        "\"2026-03-01T13:00:00Z\"},{\"milestone\":\"shipped\",\"from\":\"2026-03-03\",\"to\":\"2026-03-04\","
        "\"told_at\":\"2026-03-01T13:00:00Z\"}]");
    order(f, "P2", "p2@example.com", "03-01", "", "",
          ",\"promises\":[{\"milestone\":\"delivered\",\"to\":\"2026-03-20\",\"told_at\":\"2026-03-01T13:00:"
          "00Z\"}]");
    struct metrics metrics = measure(f, "2026-03-01", "2026-03-31", BY_DAY);
    expect(&metrics.measures[MEASURE_PROMISE].total, 1, 1, 1);
    assert_true(str_is(metrics.measures[MEASURE_PROMISE].groups[1].key, "2026-03-09"));
}

/* ---- privacy ---- */

/* Whether the planted word stands in the file or its log, in any case. */
static bool is_in_file(const char *url, const char *end, const char *word)
{
    char path[600];
    struct buf text;
    bool found;
    snprintf(path, sizeof path, "%s%s", url + strlen("sqlite:"), end);
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    buf_init(&text, 256 * 1024 * 1024);
    char piece[65536];
    for (size_t got; (got = fread(piece, 1, sizeof piece, file)) > 0;) buf_add(&text, str_of_len(piece, got));
    fclose(file);
    found = text.len && memmem(text.ptr, text.len, word, strlen(word)) != NULL;
    buf_done(&text);
    return found;
}

static void reopen(struct fixture *f)
{
    struct err err = {0};
    struct db_options options = {.url = f->url, .clock = &false_clock};
    desk_close(f->desk);
    db_close(f->db);
    struct desk_options desk = {.store = shop_store(f->shop), .clock = &false_clock};
    if (db_open(&options, &f->db, &err) < 0) fail_msg("%s", err.message);
    desk.db = f->db;
    if (desk_open(&desk, &f->desk, &err) < 0) fail_msg("%s", err.message);
}

static void test_erasure(void **state)
{
    struct fixture *f = *state;
    static const char *const planted[] = {"zyxmaya",    "Zyxmaya",    "zyxengraving", "Zyxengraving",
                                          "zyxmessage", "Zyxmessage", "ZYXTRACK",     "zyxtrack",
                                          "zyxphoto",   "zyxbob"};
    struct order_record record =
        put(f, "{\"number\":\"E1\",\"placed_at\":\"2026-06-29T12:00:00Z\",\"customer\":{\"name\":\"Zyxmaya\","
               "\"email\":"
               "\"zyxmaya@example.com\"},\"recipient\":{\"name\":\"zyxbob\"},\"items\":[{\"personalization\":"
               "{\"engraving\":\"Zyxengraving\"}}],\"shipping\":{\"tracking\":\"ZYXTRACK\"},\"promises\":[{"
               "\"milestone\":"
               "\"delivered\",\"to\":\"2026-07-20\"}]}");
    struct attachment photo = {.name = STR("zyxphoto.jpg"), .type = STR("image/jpeg"), .bytes = 10};
    struct inquiry inquiry = {.id = STR("e1"),
                              .at = at("2026-06-30T14:00:00Z"),
                              .channel = STR("email"),
                              .from = STR("zyxmaya@example.com"),
                              .subject = STR("Zyxmessage"),
                              .text = STR("Please engrave \"zyxmessage\" instead of \"Zyxengraving\" on E1."),
                              .attachments = &photo,
                              .attachment_count = 1,
                              .contacts = 1};
    struct intake intake;
    struct err err = {0};
    if (desk_receive(f->desk, &owner, f->arena, &inquiry, NULL, &intake, &err) < 0)
        fail_msg("%s", err.message);
    struct kept_customer kept;
    if (desk_customer_export(f->desk, &owner, f->arena, &record.customer, &kept, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(kept.order_count, 1);
    assert_int_equal(kept.ticket_count, 1);
    assert_int_equal(kept.tickets[0].message_count, 1);
    assert_int_equal(kept.tickets[0].assessment_count, 1);
    struct customer customer;
    assert_int_equal(desk_customer_erase(f->desk, &owner, f->arena,
                                         &(struct erase_wish){.customer = record.customer}, &customer, &err),
                     -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    if (desk_customer_erase(f->desk, &owner, f->arena,
                            &(struct erase_wish){.customer = record.customer, .force = true}, &customer,
                            &err) < 0)
        fail_msg("%s", err.message);
    assert_true(customer.erased_at != INSTANT_NONE && !customer.person.email.len);
    struct found_thing found[4];
    int count;
    assert_int_equal(desk_search(f->desk, &owner, f->arena, STR("zyxmessage"), 0, 4, found, &count, &err), 0);
    assert_int_equal(count, 0);
    if (desk_customer_export(f->desk, &owner, f->arena, &record.customer, &kept, &err) < 0)
        fail_msg("%s", err.message);
    assert_true(kept.tickets[0].messages[0].erased && !kept.tickets[0].messages[0].body.len);
    struct consents consents = {.sms = 1, .marketing = -1};
    assert_int_equal(
        desk_customer_consents(f->desk, &owner, f->arena, &record.customer, &consents, &customer, &err), -1);
    if (f->postgres) return;
    reopen(f); /* what the log held is written back when the database is closed */
    for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
        if (is_in_file(f->url, "", planted[i])) fail_msg("%s is in the file", planted[i]);
        if (is_in_file(f->url, "-wal", planted[i])) fail_msg("%s is in the log", planted[i]);
    }
}

static void test_consents(void **state)
{
    struct fixture *f = *state;
    struct order_record record = order(f, "C1", "c1@example.com", "03-01", "", "", "");
    struct consents consents = {.sms = 1, .marketing = 0};
    struct customer customer;
    struct err err = {0};
    if (desk_customer_consents(f->desk, &owner, f->arena, &record.customer, &consents, &customer, &err) < 0)
        fail_msg("%s", err.message);
    assert_true(customer.person.consents_sms && !customer.person.consents_marketing);
}

#define BOTH(test)                                                     \
    cmocka_unit_test_setup_teardown(test, open_sqlite, close_fixture), \
        cmocka_unit_test_setup_teardown(test, open_postgres, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(test_first_response),       BOTH(test_modification), BOTH(test_remake),   BOTH(test_repeat),
        BOTH(test_promises_and_surveys), BOTH(test_erasure),      BOTH(test_consents),
    };
    const struct CMUnitTest only_sqlite[] = {
        cmocka_unit_test_setup_teardown(test_first_response, open_sqlite, close_fixture),
        cmocka_unit_test_setup_teardown(test_modification, open_sqlite, close_fixture),
        cmocka_unit_test_setup_teardown(test_remake, open_sqlite, close_fixture),
        cmocka_unit_test_setup_teardown(test_repeat, open_sqlite, close_fixture),
        cmocka_unit_test_setup_teardown(test_promises_and_surveys, open_sqlite, close_fixture),
        cmocka_unit_test_setup_teardown(test_erasure, open_sqlite, close_fixture),
        cmocka_unit_test_setup_teardown(test_consents, open_sqlite, close_fixture),
    };
    return database_server() ? cmocka_run_group_tests(tests, NULL, NULL)
                             : cmocka_run_group_tests(only_sqlite, NULL, NULL);
}
