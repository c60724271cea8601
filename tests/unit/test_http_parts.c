/* The parts of the HTTP server that need no socket: decoding, routes, the guard, problems, rates, workers, counters. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "http/address.h"
#include "http/clock.h"
#include "http/decode.h"
#include "http/guard.h"
#include "http/problem.h"
#include "http/rate.h"
#include "http/router.h"
#include "http/stats.h"
#include "http/workers.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void values_are_decoded_once_and_strictly(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const struct {
        const char *text;
        bool form;
        const char *expected; /* NULL: refused */
    } rows[] = {
        {"plain", false, "plain"},
        {"a%20b", false, "a b"},
        {"a+b", false, "a+b"},
        {"a+b", true, "a b"},
        {"%2541", false, "%41"}, /* once */
        {"%E4%BD%A0", false, "\xe4\xbd\xa0"},
        {"%2F", false, "/"},
        {"", true, ""},
        {"%", false, NULL},
        {"%4", false, NULL},
        {"%4g", false, NULL},
        {"%%41", false, NULL},
        {"%00", false, NULL},
        {"%00", true, NULL},
        {"%0a", false, NULL},
        {"%0d%0a", true, "\r\n"},
        {"%7f", true, NULL},
        {"%C0%AF", false, NULL},       /* overlong */
        {"%E0%80%AF", false, NULL},    /* overlong */
        {"%ED%A0%80", false, NULL},    /* a surrogate */
        {"%F4%90%80%80", false, NULL}, /* beyond U+10FFFF */
        {"%FF", true, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str out = STR("untouched");
        struct err err = {0};
        int rc = http_decode(arena, str_of(rows[i].text), rows[i].form, &out, &err);
        assert_int_equal(rc, rows[i].expected ? 0 : -1);
        assert_true(str_is(out, rows[i].expected ? rows[i].expected : "untouched"));
        assert_int_equal(err.category, rows[i].expected ? ERR_NONE : ERR_USAGE);
    }
    arena_free(arena);
}

static void forms_paths_and_cookies_are_taken_apart(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct http_fields fields;
    assert_int_equal(http_decode_form(arena, STR("state=open&q=a+b%26c&&flag&q=2&=x"), &fields, &err), 0);
    assert_int_equal(fields.count, 5);
    assert_true(str_is(http_fields_get(fields, "state"), "open"));
    assert_true(str_is(http_fields_get(fields, "q"), "a b&c"));
    assert_true(str_is(http_fields_get(fields, "flag"), ""));
    assert_null(http_fields_get(fields, "none").ptr);
    assert_int_equal(http_decode_form(arena, STR("a=%zz"), &fields, &err), -1);
    char many[2 * (HTTP_PAIRS_MAX + 1) + 1];
    for (int i = 0; i <= HTTP_PAIRS_MAX; i++) memcpy(many + 2 * (size_t)i, "a&", 2);
    assert_int_equal(http_decode_form(arena, str_of_len(many, 2 * (HTTP_PAIRS_MAX + 1)), &fields, &err), -1);

    struct str segments[HTTP_SEGMENTS_MAX];
    size_t count;
    assert_int_equal(http_decode_path(arena, STR("/v1/orders/%231042%2Fa"), segments, &count, &err), 0);
    assert_int_equal(count, 3);
    assert_true(str_is(segments[2], "#1042/a"));
    assert_int_equal(http_decode_path(arena, STR("/"), segments, &count, &err), 0);
    assert_int_equal(count, 0);
    assert_int_equal(http_decode_path(arena, STR("/a/"), segments, &count, &err), 0);
    assert_int_equal(count, 2);
    static const char *const bad[] = {"",   "a",  "/a/../b", "/a/%2e%2E",
                                      "/.", "/%", "/a%00",   "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(http_decode_path(arena, str_of(bad[i]), segments, &count, &err), -1);

    fields = http_decode_cookies(arena, STR("a=1; sid=\"x%20y\" ;broken; =v; b=\x01; c=d=e"));
    assert_int_equal(fields.count, 3);
    assert_true(str_is(http_fields_get(fields, "sid"), "x%20y"));
    assert_true(str_is(http_fields_get(fields, "c"), "d=e"));
    arena_free(arena);
}

static const struct http_result *no_handler(struct http_request *request)
{
    (void)request;
    return NULL;
}

static struct http_match find(const struct http_router *router, enum http_method method, const char *path)
{
    static struct arena *arena;
    struct str segments[HTTP_SEGMENTS_MAX];
    size_t count;
    struct http_match match;
    if (!arena) arena = arena_new();
    assert_int_equal(http_decode_path(arena, str_of(path), segments, &count, NULL), 0);
    http_router_find(router, method, segments, count, &match);
    if (str_is(str_of(path), "/end")) {
        arena_free(arena);
        arena = NULL;
    }
    return match;
}

static const struct http_row rows[] = {
    {HTTP_GET, "/", no_handler, 0, 0, 0, NULL},
    {HTTP_GET, "/v1/tickets", no_handler, 0, 0, 1, "list"},
    {HTTP_POST, "/v1/tickets", no_handler, 1000, 0, 2, NULL},
    {HTTP_GET, "/v1/tickets/{id}", no_handler, 0, 0, 3, NULL},
    {HTTP_GET, "/v1/tickets/open", no_handler, 0, 0, 4, NULL},
    {HTTP_PUT, "/v1/tickets/{id}/drafts/{draft}", no_handler, 1000, 0, 5, NULL},
};

static void routes_are_found(void **state)
{
    (void)state;
    struct http_router *router;
    struct err err = {0};
    assert_int_equal(http_router_new(rows, COUNT(rows), &router, &err), 0);
    assert_ptr_equal(find(router, HTTP_GET, "/").row, &rows[0]);
    assert_ptr_equal(find(router, HTTP_GET, "/v1/tickets").row, &rows[1]);
    assert_string_equal(find(router, HTTP_GET, "/v1/tickets").row->doc, "list");
    assert_ptr_equal(find(router, HTTP_HEAD, "/v1/tickets").row, &rows[1]);
    assert_ptr_equal(find(router, HTTP_POST, "/v1/tickets").row, &rows[2]);
    assert_ptr_equal(find(router, HTTP_GET, "/v1/tickets/open").row, &rows[4]); /* exact goes before */
    struct http_match match = find(router, HTTP_PUT, "/v1/tickets/7/drafts/a%20b");
    assert_ptr_equal(match.row, &rows[5]);
    assert_int_equal(match.param_count, 2);
    assert_true(str_is(match.params[0].name, "id") && str_is(match.params[0].value, "7"));
    assert_true(str_is(match.params[1].name, "draft") && str_is(match.params[1].value, "a b"));
    match = find(router, HTTP_DELETE, "/v1/tickets");
    assert_null(match.row);
    assert_string_equal(match.allow, "GET, HEAD, POST, OPTIONS");
    match = find(router, HTTP_METHODS, "/v1/tickets/7");
    assert_null(match.row);
    assert_string_equal(match.allow, "GET, HEAD, OPTIONS");
    static const char *const none[] = {"/v1", "/v1/", "/v1/tickets/", "/V1/tickets", "/v1/tickets/7/x",
                                       "/end"};
    for (size_t i = 0; i < COUNT(none); i++) {
        match = find(router, HTTP_GET, none[i]);
        assert_null(match.row);
        assert_null(match.allow);
    }
    size_t count;
    assert_ptr_equal(http_router_rows(router, &count), rows);
    assert_int_equal(count, COUNT(rows));
    http_router_free(router);
    http_router_free(NULL);
}

static void tables_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const struct http_row bad[][2] = {
        {{HTTP_GET, "/a", no_handler, 0, 0, 0, NULL}, {HTTP_GET, "/a", no_handler, 0, 0, 0, NULL}},
        {{HTTP_GET, "/{a}", no_handler, 0, 0, 0, NULL}, {HTTP_POST, "/{b}", no_handler, 0, 0, 0, NULL}},
        {{HTTP_GET, "/a", no_handler, 0, 0, 0, NULL}, {HTTP_GET, "b", no_handler, 0, 0, 0, NULL}},
        {{HTTP_GET, "/a", no_handler, 0, 0, 0, NULL}, {HTTP_GET, "/b{c}", no_handler, 0, 0, 0, NULL}},
        {{HTTP_GET, "/a", no_handler, 0, 0, 0, NULL}, {HTTP_OPTIONS, "/b", no_handler, 0, 0, 0, NULL}},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct http_router *router = NULL;
        struct err err = {0};
        assert_int_equal(http_router_new(bad[i], 2, &router, &err), -1);
        assert_int_equal(err.category, ERR_USAGE);
        assert_null(router);
    }
}

#define HOST                                            \
    {                                                   \
        STR_INIT("Host"), STR_INIT("shop.example:8080") \
    }

static const struct {
    const char *method, *target, *version;
    struct http_field headers[4];
    int status;
} heads[] = {
    {"GET", "/", "HTTP/1.1", {HOST}, 0},
    {"GET", "/", "HTTP/1.0", {HOST}, 0},
    {"GET", "/?q=%20", "HTTP/1.1", {HOST, {STR_INIT("X-Text"), STR_INIT("caf\xc3\xa9\t!")}}, 0},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("content-length"), STR_INIT("5")}}, 0},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("Transfer-Encoding"), STR_INIT("Chunked")}}, 0},
    {"GET", "/", "HTTP/1.1", {{STR_INIT("X"), STR_INIT("y")}}, 400},
    {"GET", "/", "HTTP/1.1", {HOST, {STR_INIT("host"), STR_INIT("other")}}, 400},
    {"GET", "/", "HTTP/1.1", {{STR_INIT("Host"), STR_INIT("")}}, 400},
    {"GET", "/", "HTTP/1.1", {{STR_INIT("Host"), STR_INIT("a b")}}, 400},
    {"GET", "/", "HTTP/1.1", {{STR_INIT("Host"), STR_INIT("a/b")}}, 400},
    {"GET", "http://a/", "HTTP/1.1", {HOST}, 400},
    {"GET", "", "HTTP/1.1", {HOST}, 400},
    {"GET", "*", "HTTP/1.1", {HOST}, 400},
    {"GET", "/a b", "HTTP/1.1", {HOST}, 400},
    {"GET", "/\xc3\xa9", "HTTP/1.1", {HOST}, 400},
    {"GET", "/#a", "HTTP/1.1", {HOST}, 400},
    {"G(T", "/", "HTTP/1.1", {HOST}, 400},
    {"GET", "/", "HTTP/2.0", {HOST}, 505},
    {"GET", "/", "", {HOST}, 505},
    {"GET", "/", "HTTP/1.1", {HOST, {STR_INIT("A b"), STR_INIT("c")}}, 400},
    {"GET", "/", "HTTP/1.1", {HOST, {STR_INIT("A "), STR_INIT("c")}}, 400},
    {"GET", "/", "HTTP/1.1", {HOST, {STR_INIT("A"), STR_INIT("c\x01")}}, 400},
    {"GET", "/", "HTTP/1.1", {HOST, {STR_INIT("A"), STR_INIT("c\rd")}}, 400},
    {"GET", "/", "HTTP/1.1", {HOST, {STR_INIT("A"), STR_INIT("c\0d")}}, 400},
    {"POST",
     "/",
     "HTTP/1.1",
     {HOST, {STR_INIT("Content-Length"), STR_INIT("5")}, {STR_INIT("Content-Length"), STR_INIT("5")}},
     400},
    {"POST",
     "/",
     "HTTP/1.1",
     {HOST,
      {STR_INIT("Content-Length"), STR_INIT("5")},
      {STR_INIT("Transfer-Encoding"), STR_INIT("chunked")}},
     400},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("Content-Length"), STR_INIT("5, 5")}}, 400},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("Content-Length"), STR_INIT("+5")}}, 400},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("Content-Length"), STR_INIT("0x5")}}, 400},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("Content-Length"), STR_INIT("")}}, 400},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("Content-Length"), STR_INIT("99999999999999999999")}}, 400},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("Content-Length "), STR_INIT("5")}}, 400},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("Transfer-Encoding"), STR_INIT("gzip, chunked")}}, 400},
    {"POST", "/", "HTTP/1.1", {HOST, {STR_INIT("Transfer-Encoding"), STR_INIT("xchunked")}}, 400},
    {"POST",
     "/",
     "HTTP/1.1",
     {HOST,
      {
          STR_INIT("Transfer-Encoding"),
          STR_INIT("chunked "),
      }},
     400},
    {"POST", "/", "HTTP/1.0", {HOST, {STR_INIT("Transfer-Encoding"), STR_INIT("chunked")}}, 400},
};

static void the_guard_refuses_what_is_ambiguous(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(heads); i++) {
        size_t count = 0;
        while (count < 4 && heads[i].headers[count].name.ptr) count++;
        struct http_head head = {str_of(heads[i].method),
                                 str_of(heads[i].target),
                                 str_of(heads[i].version),
                                 {heads[i].headers, count},
                                 200};
        struct http_framing framing = {0};
        struct err err = {0};
        int status = http_guard_check(&head, &framing, &err);
        if (status != heads[i].status) print_error("row %zu\n", i);
        assert_int_equal(status, heads[i].status);
    }
}

static void the_guard_knows_limits(void **state)
{
    (void)state;
    static char target[HTTP_TARGET_MAX + 2];
    memset(target, 'a', sizeof target - 1);
    target[0] = '/';
    struct http_field headers[HTTP_FIELDS_MAX + 1] = {HOST};
    for (size_t i = 1; i < COUNT(headers); i++) headers[i] = (struct http_field){STR("X"), STR("y")};
    struct http_framing framing;
    struct err err = {0};
    struct http_head head = {STR("GET"), str_of(target), STR("HTTP/1.1"), {headers, 1}, 200};
    assert_int_equal(http_guard_check(&head, &framing, &err), 414);
    head.target.len = HTTP_TARGET_MAX;
    assert_int_equal(http_guard_check(&head, &framing, &err), 0);
    head.headers.count = HTTP_FIELDS_MAX;
    assert_int_equal(http_guard_check(&head, &framing, &err), 0);
    head.headers.count = HTTP_FIELDS_MAX + 1;
    assert_int_equal(http_guard_check(&head, &framing, &err), 431);
    head.headers.count = 1;
    head.size = HTTP_HEADER_MAX + 1;
    assert_int_equal(http_guard_check(&head, &framing, &err), 431);
}

static void problems_are_written(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct http_field wrong = {STR("/total"), STR("expected a number")};
    struct http_problem problem = {.status = 400, .detail = STR("no \"good\""), .errors = {&wrong, 1}};
    assert_true(str_is(
        http_problem_json(arena, &problem, STR("id-1")),
        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"no \\\"good\\\"\","
        "\"instance\":\"id-1\",\"errors\":[{\"pointer\":\"/total\",\"detail\":\"expected a number\"}]}"));
    struct err err = {0};
    err_set(&err, ERR_INPUT, "/order/total: expected a number");
    problem = http_problem_of(arena, &err);
    assert_int_equal(problem.status, 400);
    assert_true(str_is(problem.errors.items[0].name, "/order/total"));
    err_set(&err, ERR_SYSTEM, "secrets of the disk");
    problem = http_problem_of(arena, &err);
    assert_int_equal(problem.status, 500);
    assert_int_equal(problem.detail.len, 0);
    err_set(&err, ERR_BUSY, "later");
    assert_int_equal(http_problem_of(arena, &err).retry_after, 1);
    assert_string_equal(http_status_text(507), "Insufficient Storage");
    assert_string_equal(http_status_text(599), "Error");
    arena_free(arena);
}

static void rates_are_kept(void **state)
{
    (void)state;
    struct http_rate *rate = http_rate_new(16, 3, 1000000);
    int64_t now = 50000000;
    for (int i = 0; i < 3; i++) assert_int_equal(http_rate_take(rate, 7, now), 0);
    assert_int_equal(http_rate_take(rate, 7, now), 1000000);
    assert_int_equal(http_rate_take(rate, 8, now), 0); /* somebody else's bucket */
    assert_int_equal(http_rate_take(rate, 7, now + 400000), 600000);
    assert_int_equal(http_rate_take(rate, 7, now + 1000000), 0);
    assert_true(http_rate_take(rate, 7, now + 1000000) > 0);
    for (int i = 0; i < 3; i++) assert_int_equal(http_rate_take(rate, 7, now + 60000000), 0);
    assert_true(http_rate_take(rate, 7, now + 60000000) > 0);
    http_rate_free(rate);
    http_rate_free(NULL);
}

/* More keys than places: the memory is fixed, and who is limited now is forgotten last. */
static void rates_forget_the_quiet_first(void **state)
{
    (void)state;
    struct http_rate *rate = http_rate_new(8, 2, 1000000);
    int64_t now = 1000000;
    for (int i = 0; i < 2; i++) http_rate_take(rate, 1, now);
    for (uint64_t key = 100; key < 107; key++) http_rate_take(rate, key, now);
    for (uint64_t key = 200; key < 300; key++) http_rate_take(rate, key, now + 1);
    assert_true(http_rate_take(rate, 1, now + 2) > 0);
    http_rate_free(rate);
}

struct counted {
    struct work work;
    pthread_mutex_t *gate;
    atomic_int *ran, *late;
};

static void run_counted(struct work *work, bool late)
{
    struct counted *counted = (struct counted *)work;
    pthread_mutex_lock(counted->gate);
    pthread_mutex_unlock(counted->gate);
    atomic_fetch_add(late ? counted->late : counted->ran, 1);
}

static void the_pool_sheds_when_it_is_full(void **state)
{
    (void)state;
    struct workers_config config = {.threads = 1, .queue_max = 8, .age_micros = 600000000};
    struct workers *workers;
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    atomic_int ran = 0, late = 0;
    struct counted jobs[20];
    for (size_t i = 0; i < COUNT(jobs); i++)
        jobs[i] = (struct counted){.work = {.run = run_counted}, .gate = &gate, .ran = &ran, .late = &late};
    assert_int_equal(workers_new(&config, &workers, NULL), 0);
    pthread_mutex_lock(&gate);
    assert_int_equal(workers_submit(workers, WORK_NORMAL, &jobs[0].work), 0);
    while (workers_waiting(workers)) sched_yield(); /* the only thread is at the gate now */
    int accepted = 1;
    for (int i = 0; i < 4; i++) accepted += workers_submit(workers, WORK_LAST, &jobs[accepted].work) == 0;
    assert_int_equal(accepted, 5);
    assert_int_equal(workers_submit(workers, WORK_LAST, &jobs[accepted].work), -1); /* half full */
    for (int i = 0; i < 2; i++) accepted += workers_submit(workers, WORK_NORMAL, &jobs[accepted].work) == 0;
    assert_int_equal(workers_submit(workers, WORK_NORMAL, &jobs[accepted].work), -1); /* three quarters */
    assert_int_equal(workers_reserve(workers, WORK_FIRST), 0);
    accepted += workers_submit(workers, WORK_FIRST, &jobs[accepted].work) == 0;
    assert_int_equal(workers_submit(workers, WORK_FIRST, &jobs[accepted].work),
                     -1); /* full, with the reserved one */
    workers_put(workers, WORK_FIRST, &jobs[accepted++].work);
    assert_int_equal(workers_waiting(workers), 8);
    pthread_mutex_unlock(&gate);
    workers_free(workers); /* runs what it has accepted */
    assert_int_equal(ran, accepted);
    assert_int_equal(late, 0);
    workers_free(NULL);
}

static void the_pool_sheds_what_waits_too_long(void **state)
{
    (void)state;
    struct workers_config config = {.threads = 1, .queue_max = 100, .age_micros = 1000};
    struct workers *workers;
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    atomic_int ran = 0, late = 0;
    struct counted jobs[3];
    for (size_t i = 0; i < COUNT(jobs); i++)
        jobs[i] = (struct counted){.work = {.run = run_counted}, .gate = &gate, .ran = &ran, .late = &late};
    assert_int_equal(workers_new(&config, &workers, NULL), 0);
    pthread_mutex_lock(&gate);
    assert_int_equal(workers_submit(workers, WORK_NORMAL, &jobs[0].work), 0);
    while (workers_waiting(workers)) sched_yield();
    assert_int_equal(workers_submit(workers, WORK_NORMAL, &jobs[1].work), 0);
    int64_t until = http_clock() + 3000;
    while (http_clock() < until) sched_yield();
    assert_int_equal(workers_submit(workers, WORK_NORMAL, &jobs[2].work), -1);
    assert_int_equal(workers_submit(workers, WORK_FIRST, &jobs[2].work), 0); /* nothing better waits */
    pthread_mutex_unlock(&gate);
    workers_free(workers);
    assert_int_equal(ran + late, 3);
    assert_true(late >= 1); /* the second one at least */
}

static void counters_are_printed(void **state)
{
    (void)state;
    struct http_stats *stats = http_stats_new(rows, COUNT(rows));
    http_stats_answer(stats, &rows[1], 200, 300);
    http_stats_answer(stats, &rows[1], 200, 9000000);
    http_stats_answer(stats, &rows[3], 404, -1);
    http_stats_answer(stats, NULL, 404, 10);
    http_stats_count(stats, HTTP_COUNT_SHED);
    http_stats_in_flight(stats, 2);
    http_stats_connections(stats, 3);
    struct buf text;
    buf_init(&text, 1 << 20);
    http_stats_print(stats, &text);
    static const char *const lines[] = {
        "burin_http_requests_total{method=\"GET\",route=\"/v1/tickets\",status=\"2xx\"} 2\n",
        "burin_http_requests_total{method=\"GET\",route=\"/v1/tickets/{id}\",status=\"4xx\"} 1\n",
        "burin_http_requests_total{method=\"\",route=\"\",status=\"4xx\"} 1\n",
        "burin_http_request_seconds_bucket{method=\"GET\",route=\"/v1/tickets\",le=\"0.00025\"} 0\n",
        "burin_http_request_seconds_bucket{method=\"GET\",route=\"/v1/tickets\",le=\"0.0005\"} 1\n",
        "burin_http_request_seconds_bucket{method=\"GET\",route=\"/v1/tickets\",le=\"+Inf\"} 2\n",
        "burin_http_request_seconds_sum{method=\"GET\",route=\"/v1/tickets\"} 9.000300\n",
        "burin_http_request_seconds_count{method=\"GET\",route=\"/v1/tickets\"} 2\n",
        "# TYPE burin_http_request_seconds histogram\n",
        "burin_http_in_flight 2\n",
        "burin_http_connections 3\n",
        "burin_http_shed_total 1\n",
        "burin_http_rate_limited_total 0\n",
    };
    for (size_t i = 0; i < COUNT(lines); i++)
        if (!str_contains(buf_str(&text), str_of(lines[i])))
            fail_msg("missing: %s in\n%s", lines[i], text.ptr);
    assert_false(
        str_contains(buf_str(&text), STR("seconds_count{method=\"GET\",route=\"/v1/tickets/{id}\"}")));
    buf_done(&text);
    http_stats_free(stats);
}

static void addresses_are_read(void **state)
{
    (void)state;
    struct http_address a, b;
    struct http_network network;
    char text[48];
    assert_int_equal(http_address_parse(STR("192.0.2.7"), &a), 0);
    assert_int_equal(http_address_parse(STR("::ffff:192.0.2.7"), &b), 0);
    assert_true(http_address_eq(&a, &b));
    http_address_format(&a, text);
    assert_string_equal(text, "192.0.2.7");
    assert_int_equal(http_address_parse(STR("2001:db8::1"), &a), 0);
    assert_int_equal(http_address_parse(STR("2001:db8::2"), &b), 0);
    assert_true(http_address_key(&a) == http_address_key(&b));
    http_address_format(&a, text);
    assert_string_equal(text, "2001:db8::1");
    a = http_address_of(NULL);
    http_address_format(&a, text);
    assert_string_equal(text, "local");
    static const char *const bad[] = {"", "x", "192.0.2", "192.0.2.7:80", "::1%lo", "192.0.2.7\0"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(http_address_parse(str_of_len(bad[i], i == 5 ? 10 : strlen(bad[i])), &a), -1);
    assert_int_equal(http_network_parse(STR("10.1.0.0/20"), &network, NULL), 0);
    assert_int_equal(http_address_parse(STR("10.1.15.255"), &a), 0);
    assert_true(http_network_has(&network, &a));
    assert_int_equal(http_address_parse(STR("10.1.16.0"), &a), 0);
    assert_false(http_network_has(&network, &a));
    assert_int_equal(http_network_parse(STR("::1"), &network, NULL), 0);
    assert_int_equal(http_network_parse(STR("10.0.0.0/33"), &network, NULL), -1);
    assert_int_equal(http_network_parse(STR("ten"), &network, NULL), -1);
    int fd, port;
    static const char *const nowhere[] = {"",        "8080", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000",
                                          "host:80", "unix:"};
    for (size_t i = 0; i < COUNT(nowhere); i++)
        assert_int_equal(http_listen(str_of(nowhere[i]), &fd, &port, NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_decoded_once_and_strictly),
        cmocka_unit_test(forms_paths_and_cookies_are_taken_apart),
        cmocka_unit_test(routes_are_found),
        cmocka_unit_test(tables_that_cannot_be_are_refused),
        cmocka_unit_test(the_guard_refuses_what_is_ambiguous),
        cmocka_unit_test(the_guard_knows_limits),
        cmocka_unit_test(problems_are_written),
        cmocka_unit_test(rates_are_kept),
        cmocka_unit_test(rates_forget_the_quiet_first),
        cmocka_unit_test(the_pool_sheds_when_it_is_full),
        cmocka_unit_test(the_pool_sheds_what_waits_too_long),
        cmocka_unit_test(counters_are_printed),
        cmocka_unit_test(addresses_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
