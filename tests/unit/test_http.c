/* The HTTP server over real sockets: what it answers, compresses, defers, and how it stops. */
#define _GNU_SOURCE
#include "http_desk.h"

static void answers_carry_what_they_must(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){0});
    struct str answer = ask(&desk, arena, "GET /hello", "", "");
    assert_int_equal(status_of(answer), 200);
    assert_true(str_is(body_of(answer), "{\"hello\":\"desk\"}"));
    static const char *const lines[] = {"Content-Type: application/json\r\n",
                                        "Content-Length: 16\r\n",
                                        "ETag: \"v7\"\r\n",
                                        "Cache-Control: no-store\r\n",
                                        "X-Content-Type-Options: nosniff\r\n",
                                        "frame-ancestors 'none'\r\n",
                                        "Referrer-Policy: no-referrer\r\n",
                                        "Date: ",
                                        "X-Request-Id: ",
                                        "Connection: close\r\n"};
    for (size_t i = 0; i < COUNT(lines); i++)
        if (!has(answer, lines[i])) fail_msg("missing %s in %.*s", lines[i], STR_ARG(answer));
    assert_false(has(answer, "Server:") || has(answer, "Access-Control") || has(answer, "Strict-Transport"));

    struct str head = ask(&desk, arena, "HEAD /hello", "", "");
    assert_int_equal(status_of(head), 200);
    assert_true(has(head, "Content-Length: 16\r\n"));
    assert_int_equal(body_of(head).len, 0);

    answer = ask(&desk, arena, "GET /hello", "If-None-Match: \"v6\", W/\"v7\"\r\n", "");
    assert_int_equal(status_of(answer), 304);
    assert_true(has(answer, "ETag: \"v7\"\r\n"));
    assert_int_equal(body_of(answer).len, 0);
    assert_int_equal(status_of(ask(&desk, arena, "GET /hello", "If-None-Match: \"v6\"\r\n", "")), 200);
    desk_stop(&desk, 1000000);
    assert_int_equal(desk.logs, 4);
    assert_string_equal(desk.logged_pattern, routes[0].pattern);
    assert_int_equal(desk.logged.status, 200);
    assert_int_equal(desk.logged.bytes, 16);
    arena_free(arena);
}

static void requests_are_read(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    static const char *const proxies[] = {"10.0.0.0/8", "127.0.0.0/8"};
    desk_start(&desk, (struct http_config){
                          .proxies = proxies, .proxy_count = 2, .hsts = true, .csp = "default-src 'self'"});
    struct str answer = ask(&desk, arena, "GET /echo/%231042?q=a+%26b", "Cookie: a=b; sid=x%20y\r\n", "");
    assert_true(str_is(body_of(answer), "GET #1042 q=a &b sid=x%20y body= peer=127.0.0.1 secure=0 doc=get"));
    assert_true(has(answer, "Strict-Transport-Security: max-age=31536000\r\n"));
    assert_true(has(answer, "Content-Security-Policy: default-src 'self'\r\n"));
    answer = ask(
        &desk, arena, "POST /echo/1",
        "Content-Length: 5\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.1, 10.9.9.9\r\nX-Forwarded-Proto: https\r\n",
        "hello");
    assert_true(str_is(body_of(answer), "POST 1 q= sid= body=hello peer=192.0.2.1 secure=1 doc=post"));
    answer = ask(&desk, arena, "POST /echo/1", "Transfer-Encoding: chunked\r\n",
                 "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    assert_true(has(body_of(answer), "body=abcde "));
    answer = ask(&desk, arena, "GET /hello/", "", "");
    assert_int_equal(status_of(answer), 404);
    assert_true(has(answer, "Content-Type: application/problem+json\r\n"));
    answer = ask(&desk, arena, "DELETE /echo/1", "", "");
    assert_int_equal(status_of(answer), 405);
    assert_true(has(answer, "Allow: GET, HEAD, POST, OPTIONS\r\n"));
    answer = ask(&desk, arena, "OPTIONS /echo/1", "", "");
    assert_int_equal(status_of(answer), 204);
    assert_true(has(answer, "Allow: GET, HEAD, POST, OPTIONS\r\n"));
    answer = ask(&desk, arena, "GET /secret", "", "");
    assert_int_equal(status_of(answer), 401);
    assert_true(has(answer, "who are you?"));
    assert_int_equal(status_of(ask(&desk, arena, "GET /secret", "Authorization: Bearer x\r\n", "")), 200);
    answer = ask(&desk, arena, "GET /badheader?q=a%0d%0aSet-Cookie:x", "", "");
    assert_int_equal(status_of(answer), 500);
    assert_false(has(answer, "Set-Cookie"));
    assert_true(has(ask(&desk, arena, "GET /badheader?q=fine", "", ""), "X-Text: fine\r\n"));
    static const char *const local[][2] = {
        {"/a?b", "/a?b"}, {"//evil", "/"}, {"https://evil", "/"}, {"/\\evil", "/"}, {"", "/"}};
    for (size_t i = 0; i < COUNT(local); i++) {
        answer = ask(&desk, arena, arena_printf(arena, "GET /redirect?to=%s", local[i][0]).ptr, "", "");
        if (i == 3) answer = ask(&desk, arena, "GET /redirect?to=/%5Cevil", "", "");
        assert_int_equal(status_of(answer), 303);
        assert_true(has(answer, arena_printf(arena, "Location: %s\r\n", local[i][1]).ptr));
    }
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

static struct str unzip(struct arena *arena, struct str zipped)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)zipped.ptr, .avail_in = (uInt)zipped.len};
    char *out = arena_alloc(arena, 200000);
    stream.next_out = (Bytef *)out;
    stream.avail_out = 200000;
    assert_int_equal(inflateInit2(&stream, 31), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    struct str text = str_of_len(out, stream.total_out);
    inflateEnd(&stream);
    return text;
}

static void answers_are_compressed_when_asked(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){0});
    struct str plain = ask(&desk, arena, "GET /large", "", "");
    assert_int_equal(body_of(plain).len, 100000);
    assert_true(has(plain, "Vary: Accept-Encoding\r\n") && !has(plain, "Content-Encoding"));
    struct str zipped = ask(&desk, arena, "GET /large", "Accept-Encoding: br, gzip;q=0.5\r\n", "");
    assert_true(has(zipped, "Content-Encoding: gzip\r\n") && has(zipped, "ETag: W/\"big\"\r\n"));
    assert_true(body_of(zipped).len < 50000);
    assert_true(str_eq(unzip(arena, body_of(zipped)), body_of(plain)));
    assert_false(
        has(ask(&desk, arena, "GET /large", "Accept-Encoding: gzip;q=0.0\r\n", ""), "Content-Encoding"));
    assert_false(has(ask(&desk, arena, "GET /hello", "Accept-Encoding: gzip\r\n", ""),
                     "Content-Encoding")); /* small */
    assert_int_equal(status_of(ask(&desk, arena, "GET /large",
                                   "Accept-Encoding: gzip\r\nIf-None-Match: W/\"big\"\r\n", "")),
                     304);
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

static void connections_are_kept(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct buf in;
    buf_init(&in, 1 << 20);
    desk_start(&desk, (struct http_config){0});
    int fd = connect_to(&desk);
    char ids[3][37] = {{0}};
    for (int i = 0; i < 3; i++) {
        buf_clear(&in);
        give(fd, STR("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
        take_until(fd, &in, "\"desk\"}");
        size_t at = str_find(buf_str(&in), STR("X-Request-Id: "), 0) + 14;
        memcpy(ids[i], in.ptr + at, 36);
        assert_int_equal(ids[i][8], '-');
        assert_int_equal(ids[i][23], '-');
    }
    assert_string_not_equal(ids[0], ids[1]);
    assert_string_not_equal(ids[1], ids[2]);
    /* Pipelined ones are answered one after the other. */
    buf_clear(&in);
    give(fd, STR(NEXT "GET /nowhere HTTP/1.1\r\n" HOST "\r\nOPTIONS /hello HTTP/1.1\r\n" HOST "\r\n"
                      "GET /echo/last HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    while (take(fd, &in)) {
    }
    assert_true(has(buf_str(&in), "GET last q="));
    close(fd);
    buf_done(&in);
    desk_stop(&desk, 1000000);
    assert_string_not_equal(desk.logged_id, "");
    assert_int_equal(desk.logs, 7);
}

static void *resume_later(void *object)
{
    struct http_request *request = object;
    http_resume(request, text(request, STR("resumed")));
    return NULL;
}

static void handlers_may_defer(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct buf in;
    buf_init(&in, 1 << 20);
    desk_start(&desk, (struct http_config){0});
    static const char *const paths[] = {"/park", "/workpark"};
    for (int i = 0; i < 40; i++) {
        struct arena *arena = arena_new();
        int fd = connect_to(&desk);
        buf_clear(&in);
        give(fd, arena_printf(arena, "GET %s HTTP/1.1\r\n" HOST "\r\n", paths[i % 2]));
        struct http_request *parked = await_parked(&desk);
        pthread_t thread;
        pthread_create(&thread, NULL, resume_later, parked);
        take_until(fd, &in, "resumed");
        pthread_join(thread, NULL);
        close(fd);
        arena_free(arena);
    }
    buf_done(&in);
    desk_stop(&desk, 1000000);
}

/* Stopping answers what is still deferred, and a late resume finds everything it needs. */

static void stopping_does_not_wait_forever(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct buf in;
    buf_init(&in, 1 << 20);
    desk_start(&desk, (struct http_config){0});
    int fd = connect_to(&desk), gone = connect_to(&desk);
    give(fd, STR("GET /park HTTP/1.1\r\n" HOST "\r\n"));
    struct http_request *parked = await_parked(&desk);
    give(gone, STR("GET /park HTTP/1.1\r\n" HOST "\r\n"));
    struct http_request *other = await_parked(&desk);
    close(gone);
    int64_t begun = http_clock();
    http_server_stop(desk.server, 20000);
    desk.server = NULL;
    assert_true(http_clock() - begun < 5000000);
    while (take(fd, &in)) {
    }
    assert_int_equal(status_of(buf_str(&in)), 503);
    http_resume(parked, http_answer_limited(parked, 1));
    http_resume(other, text(other, STR("too late")));
    close(fd);
    buf_done(&in);
    desk_stop(&desk, 0);
}

static void *stop_now(void *object)
{
    struct desk *desk = object;
    http_server_stop(desk->server, 10000000);
    return NULL;
}

static void stopping_lets_requests_finish(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct buf in;
    buf_init(&in, 1 << 20);
    desk_start(&desk, (struct http_config){0});
    int fd = connect_to(&desk);
    give(fd, STR("GET /gate HTTP/1.1\r\n" HOST "\r\n"));
    await_waiting(&desk, 1);
    pthread_t thread;
    pthread_create(&thread, NULL, stop_now, &desk);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)http_server_port(desk.server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (;;) { /* until it takes no more */
        int other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        int rc = connect(other, (struct sockaddr *)&to, sizeof to);
        close(other);
        if (rc < 0) break;
        sched_yield();
    }
    pthread_mutex_lock(&desk.lock);
    desk.gate_open = true;
    pthread_cond_broadcast(&desk.changed);
    pthread_mutex_unlock(&desk.lock);
    while (take(fd, &in)) {
    }
    assert_true(has(buf_str(&in), "through") && has(buf_str(&in), "Connection: close"));
    pthread_join(thread, NULL);
    desk.server = NULL;
    close(fd);
    buf_done(&in);
    desk_stop(&desk, 0);
}

/* A quick row is run on the event thread where its room says so, by the same rules; else on the work pool. */
static void what_does_not_wait_is_not_handed_over(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct arena *arena = arena_new();
    desk_start(&desk, (struct http_config){0});
    assert_true(str_is(body_of(ask(&desk, arena, "GET /quick?known", "", "")), "here"));
    assert_true(str_is(body_of(ask(&desk, arena, "GET /quick", "", "")), "there"));
    assert_true(str_is(body_of(ask(&desk, arena, "GET /quick?known&late", "", "")), "there"));
    assert_int_equal(status_of(ask(&desk, arena, "GET /secretquick?known", "", "")), 401);
    assert_true(
        str_is(body_of(ask(&desk, arena, "GET /secretquick?known", "Authorization: x\r\n", "")), "here"));
    assert_true(str_is(body_of(ask(&desk, arena, "GET /secretquick?known&late", "Authorization: x\r\n", "")),
                       "there"));
    desk_stop(&desk, 1000000);
    arena_free(arena);
}

static void a_unix_socket_serves_as_well(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct buf in;
    buf_init(&in, 1 << 20);
    char folder[] = "/tmp/burin-http-XXXXXX", where[128];
    assert_non_null(mkdtemp(folder));
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    snprintf(to.sun_path, sizeof to.sun_path, "%s/run.sock", folder);
    snprintf(where, sizeof where, "unix:%s", to.sun_path);
    desk_start(&desk, (struct http_config){.listen = where});
    assert_int_equal(http_server_port(desk.server), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    give(fd, STR("GET /echo/1 HTTP/1.1\r\n" HOST "\r\n"));
    take_until(fd, &in, "peer=local");
    close(fd);
    buf_done(&in);
    desk_stop(&desk, 1000000);
    unlink(to.sun_path);
    rmdir(folder);
}

static void what_cannot_start_says_why(void **state)
{
    (void)state;
    struct http_server *server = NULL;
    struct err err = {0};
    struct http_config config = {.rooms = {{routes, COUNT(routes), NULL, NULL}}};
    assert_int_equal(http_server_start(&config, &server, &err), -1); /* no work pool */
    assert_int_equal(err.category, ERR_USAGE);
    config.rooms[0].row_count = 2;
    config.listen = "192.0.2.1:1";
    assert_int_equal(http_server_start(&config, &server, &err), -1);
    assert_int_equal(err.category, ERR_SYSTEM);
    config.listen = "nowhere";
    assert_int_equal(http_server_start(&config, &server, &err), -1);
    static const char *const proxies[] = {"x"};
    config.listen = NULL;
    config.proxies = proxies;
    config.proxy_count = 1;
    assert_int_equal(http_server_start(&config, &server, &err), -1);
    assert_null(server);
    http_server_stop(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_carry_what_they_must),
        cmocka_unit_test(requests_are_read),
        cmocka_unit_test(answers_are_compressed_when_asked),
        cmocka_unit_test(connections_are_kept),
        cmocka_unit_test(handlers_may_defer),
        cmocka_unit_test(stopping_does_not_wait_forever),
        cmocka_unit_test(stopping_lets_requests_finish),
        cmocka_unit_test(what_does_not_wait_is_not_handed_over),
        cmocka_unit_test(a_unix_socket_serves_as_well),
        cmocka_unit_test(what_cannot_start_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
