/* The HTTP server against hostile, slow and too many clients: what it refuses, limits, cuts and sheds. */
#define _GNU_SOURCE
#include "http_desk.h"

static void peers_that_are_no_proxies_are_not_believed(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){.threads = 1});
    struct str answer =
        ask(&desk, arena, "GET /echo/1", "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n", "");
    assert_true(has(body_of(answer), "peer=127.0.0.1 secure=0"));
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

#define POST "POST /echo/1 HTTP/1.1\r\n" HOST

/* Each is followed by a whole second request, which must not be served. */

static const struct {
    struct str head;
    int status; /* 0: closed without a word */
} smuggled[] = {
    {STR_INIT(POST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400},
    {STR_INIT(POST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"), 400},
    {STR_INIT(POST "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"), 400},
    {STR_INIT(POST "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"), 400},
    {STR_INIT(POST "Content-Length : 5\r\n\r\nabcde"), 400},
    {STR_INIT(POST "Content-Length: +5\r\n\r\nabcde"), 400},
    {STR_INIT(POST "Content-Length: 0x5\r\n\r\nabcde"), 400},
    {STR_INIT(POST "Content-Length: 5 5\r\n\r\nabcde"), 400},
    {STR_INIT(POST "Content-Length:\r\n\r\n"), 400},
    {STR_INIT(POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 400},
    {STR_INIT(POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 400},
    {STR_INIT(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400},
    {STR_INIT(POST "Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n"), 400},
    {STR_INIT(POST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"), 400},
    {STR_INIT(POST "Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n"), 400},
    {STR_INIT(POST "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"), 413},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\nX: a\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST HOST "\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\n" HOST "\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nX: b\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST "X: b\r\n\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST "X\0: b\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST "X: \x01\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST "X Y: b\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST ": b\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.1\r\n" HOST "nothing\r\n\r\n"), 400},
    {STR_INIT("GET /hello\0x HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET /hello%00x HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET /hello?a=%00 HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET /hello?a=%zz HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET /hello?a=%C0%AF HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET /%C0%AE%C0%AE/hello HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET /echo/../hello HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET /hel lo HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET  /hello HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET hello HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET http://desk.example/hello HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET * HTTP/1.1\r\n" HOST "\r\n"), 400},
    {STR_INIT("GET /hello\r\n\r\n"), 400},
    {STR_INIT("GET /hello HTTP/1.2\r\n" HOST "\r\n"), 505},
    {STR_INIT("GET /hello HTTP/2.0\r\n" HOST "\r\n"), 505},
    {STR_INIT("GET / HTTP/1.1 HTTP/1.1\r\n" HOST "\r\n"), 400},
};

static void nothing_is_smuggled(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){0});
    for (size_t i = 0; i < COUNT(smuggled); i++) {
        struct buf request;
        buf_init(&request, 1 << 20);
        buf_add(&request, smuggled[i].head);
        buf_add_c(&request, NEXT);
        struct str answer = ask_raw(&desk, arena, buf_str(&request));
        if (status_of(answer) != smuggled[i].status || has(answer, "\"hello\""))
            fail_msg("row %zu: %.*s", i, STR_ARG(answer));
        if (answer.len && !has(answer, "Connection: close")) fail_msg("row %zu stays open", i);
        buf_done(&request);
    }
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

static void limits_are_kept(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){.body_memory_max = 2 << 20});
    static char many[70000];
    memset(many, 'a', sizeof many - 1);
    struct str answer = ask(&desk, arena, arena_printf(arena, "GET /hello?%.*s", 8192 - 7, many).ptr, "", "");
    assert_int_equal(status_of(answer), 200);
    answer = ask(&desk, arena, arena_printf(arena, "GET /hello?%.*s", 8192, many).ptr, "", "");
    assert_int_equal(status_of(answer), 414);
    answer = ask(&desk, arena, arena_printf(arena, "GET /hello?%.*s", 60000, many).ptr, "", "");
    assert_int_equal(status_of(answer), 414);
    answer = ask(&desk, arena, "GET /hello", arena_printf(arena, "X: %.*s\r\n", 15000, many).ptr, "");
    assert_int_equal(status_of(answer), 200);
    answer = ask(&desk, arena, "GET /hello", arena_printf(arena, "X: %.*s\r\n", 17000, many).ptr, "");
    assert_int_equal(status_of(answer), 431);
    answer = ask(&desk, arena, "GET /hello", arena_printf(arena, "X: %.*s\r\n", 65000, many).ptr, "");
    assert_int_equal(status_of(answer), 431);
    struct buf fields;
    buf_init(&fields, 1 << 20);
    for (int i = 0; i < 98; i++) buf_printf(&fields, "X-%d: y\r\n", i);
    assert_int_equal(status_of(ask(&desk, arena, "GET /hello", fields.ptr, "")), 200);
    buf_add_c(&fields, "Z: z\r\n");
    assert_int_equal(status_of(ask(&desk, arena, "GET /hello", fields.ptr, "")), 431);
    buf_done(&fields);

    answer = ask(&desk, arena, "POST /echo/1", "Content-Length: 1000\r\n",
                 arena_printf(arena, "%.*s", 1000, many).ptr);
    assert_int_equal(status_of(answer), 200);
    answer = ask(&desk, arena, "POST /echo/1", "Content-Length: 1001\r\n", "");
    assert_int_equal(status_of(answer), 413); /* at once, no body was sent */
    answer = ask(&desk, arena, "POST /echo/1", "Content-Length: 1073741824\r\n", many);
    assert_int_equal(status_of(answer), 413);
    answer = ask(&desk, arena, "POST /echo/1", "Transfer-Encoding: chunked\r\n",
                 arena_printf(arena, "3e9\r\n%.*s\r\n0\r\n\r\n", 1001, many).ptr);
    assert_int_equal(status_of(answer), 413);
    assert_true(has(answer, "\"status\":413"));
    answer = ask(&desk, arena, "GET /hello", "Content-Length: 3\r\n", "abc");
    assert_int_equal(status_of(answer), 413);
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

static struct str post_chunks(struct desk *desk, struct arena *arena, const char *path, size_t size)
{
    static char block[65536];
    memset(block, 'b', sizeof block);
    int fd = connect_to(desk);
    struct buf in;
    buf_init(&in, 1 << 20);
    give(fd, arena_printf(
                 arena, "POST %s HTTP/1.1\r\n" HOST "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
                 path));
    for (size_t sent = 0; sent < size; sent += sizeof block) {
        size_t part = size - sent < sizeof block ? size - sent : sizeof block;
        give(fd, arena_printf(arena, "%zx\r\n", part));
        give(fd, str_of_len(block, part));
        give(fd, STR("\r\n"));
    }
    give(fd, STR("0\r\n\r\n"));
    while (take(fd, &in)) {
    }
    close(fd);
    struct str answer = buf_copy(&in, arena);
    buf_done(&in);
    return answer;
}

static void uploads_are_streamed_and_memory_is_bounded(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){.body_memory_max = 2 << 20});
    struct str answer = post_chunks(&desk, arena, "/upload", 3 << 20);
    assert_true(str_is(body_of(answer), "3145728 3145728 b"));
    assert_int_equal(status_of(post_chunks(&desk, arena, "/upload", 8 << 20)), 413);
    assert_int_equal(status_of(post_chunks(&desk, arena, "/memory", 1 << 20)), 200);
    assert_int_equal(status_of(post_chunks(&desk, arena, "/memory", 8 << 20)),
                     503); /* of all bodies together */
    assert_int_equal(status_of(post_chunks(&desk, arena, "/memory", 1 << 20)), 200); /* it was given back */
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

static void too_much_work_is_shed(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){0});
    int fds[8];
    for (int i = 0; i < 8; i++) fds[i] = connect_to(&desk);
    for (int i = 0; i < 2; i++) give(fds[i], STR("GET /gate HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    await_waiting(&desk, 2); /* both threads; six may queue: three quarters of eight */
    for (int i = 2; i < 8; i++) give(fds[i], STR("GET /gate HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    while (workers_waiting(desk.workers) < 6) sched_yield();
    int64_t begun = http_clock();
    for (int i = 0; i < 20; i++) {
        struct str answer = ask(&desk, arena, "GET /gate", "", "");
        assert_int_equal(status_of(answer), 503);
        assert_true(has(answer, "Retry-After: 1") || has(answer, "Retry-After: 2") ||
                    has(answer, "Retry-After: 3"));
    }
    assert_true(http_clock() - begun < 5000000);
    assert_int_equal(status_of(ask(&desk, arena, "GET /hello", "", "")), 200); /* event threads are free */
    pthread_mutex_lock(&desk.lock);
    desk.gate_open = true;
    pthread_cond_broadcast(&desk.changed);
    pthread_mutex_unlock(&desk.lock);
    for (int i = 0; i < 8; i++) {
        struct buf in;
        buf_init(&in, 1 << 20);
        while (take(fds[i], &in)) {
        }
        assert_true(has(buf_str(&in), "through"));
        close(fds[i]);
        buf_done(&in);
    }
    struct buf out;
    buf_init(&out, 1 << 20);
    http_stats_print(http_server_stats(desk.server), &out);
    assert_true(has(buf_str(&out), "burin_http_shed_total 20\n"));
    assert_true(
        has(buf_str(&out), "burin_http_requests_total{method=\"GET\",route=\"/gate\",status=\"5xx\"} 20\n"));
    buf_done(&out);
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

static void rates_are_limited(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){0});
    for (int i = 0; i < 3; i++) assert_int_equal(status_of(ask(&desk, arena, "GET /limited", "", "")), 200);
    struct str answer = ask(&desk, arena, "GET /limited", "", "");
    assert_int_equal(status_of(answer), 429);
    assert_true(has(answer, "Retry-After: 3600\r\n"));
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

/* A head that trickles in holds no thread, and not its place for long. */

static void slow_heads_are_cut(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){.header_ms = 200, .threads = 1});
    int slow[20];
    for (size_t i = 0; i < COUNT(slow); i++) {
        slow[i] = connect_to(&desk);
        give(slow[i], STR("GET /hello HTTP/1.1\r\nHost: a\r\nX: "));
    }
    assert_int_equal(status_of(ask(&desk, arena, "GET /hello", "", "")), 200);
    int64_t until = http_clock() + PATIENCE_MS * INT64_C(1000);
    size_t cut = 0;
    while (cut < COUNT(slow) && http_clock() < until) {
        cut = 0;
        for (size_t i = 0; i < COUNT(slow); i++) {
            struct pollfd ready = {slow[i], POLLIN, 0};
            cut += poll(&ready, 1, 0) == 1;
            give(slow[i], STR("x"));
        }
        assert_int_equal(status_of(ask(&desk, arena, "GET /hello", "", "")), 200);
        arena_reset(arena);
    }
    assert_int_equal(cut, COUNT(slow));
    for (size_t i = 0; i < COUNT(slow); i++) close(slow[i]);
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

static void one_peer_gets_so_many_connections(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct buf in;
    buf_init(&in, 1 << 20);
    desk_start(&desk, (struct http_config){.connections_per_peer = 3, .threads = 1});
    int fds[3];
    for (int i = 0; i < 3; i++) {
        fds[i] = connect_to(&desk);
        give(fds[i], STR("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
        take_until(fds[i], &in, "\"desk\"}");
        buf_clear(&in);
    }
    int more = connect_to(&desk);
    give(more, STR("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
    assert_false(take(more, &in));
    close(more);
    for (int i = 0; i < 3; i++) close(fds[i]);
    buf_done(&in);
    desk_stop(&desk, 1000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(peers_that_are_no_proxies_are_not_believed),
        cmocka_unit_test(nothing_is_smuggled),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(uploads_are_streamed_and_memory_is_bounded),
        cmocka_unit_test(too_much_work_is_shed),
        cmocka_unit_test(rates_are_limited),
        cmocka_unit_test(slow_heads_are_cut),
        cmocka_unit_test(one_peer_gets_so_many_connections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
