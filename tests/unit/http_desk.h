/* A small desk behind the HTTP server, and a client that speaks to it over real sockets: for the tests of src/http. */
#ifndef BURIN_TESTS_HTTP_DESK_H
#define BURIN_TESTS_HTTP_DESK_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#include "http/clock.h"
#include "http/events.h"
#include "http/rate.h"
#include "http/server.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define HOST "Host: desk.example\r\n"
/* A whole request that asks for the connection to be kept. */
#define NEXT "GET /hello HTTP/1.1\r\n" HOST "\r\n"

enum { PATIENCE_MS = 10000 };

/* What the handlers share with the tests: the server's app. */
struct desk {
    struct http_server *server;
    struct workers *workers;
    struct http_hub *hub;
    struct http_rate *rate;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct http_request *parked;
    bool gate_open, session_over;
    int waiting;     /* handlers at the gate */
    pthread_t asker; /* the thread that asked whether a handler may run on it */
    struct http_log_row logged;
    const char *logged_pattern; /* its row is the server's and goes with it */
    char logged_id[40];
    int logs;
};

static inline struct desk *desk_of(const struct http_request *request)
{
    return request->app;
}

static inline const struct http_result *text(struct http_request *request, struct str body)
{
    struct http_answer answer = {.type = "text/plain; charset=utf-8", .body = body};
    return http_answer(request, &answer);
}

static inline const struct http_result *handle_hello(struct http_request *request)
{
    struct http_answer answer = {
        .type = "application/json", .body = STR("{\"hello\":\"desk\"}"), .etag = STR("v7")};
    return http_answer(request, &answer);
}

static inline const struct http_result *handle_echo(struct http_request *request)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    buf_printf(&out, "%s %.*s q=%.*s sid=%.*s body=%.*s peer=%.*s secure=%d doc=%s",
               http_method_name(request->method), STR_ARG(http_param(request, "id")),
               STR_ARG(http_fields_get(request->query, "q")),
               STR_ARG(http_fields_get(request->cookies, "sid")), STR_ARG(request->body),
               STR_ARG(request->peer_text), request->secure, (const char *)request->row->doc);
    struct str made = buf_copy(&out, request->arena);
    buf_done(&out);
    return text(request, made);
}

static inline const struct http_result *handle_large(struct http_request *request)
{
    char *body = arena_alloc(request->arena, 100000);
    for (size_t i = 0; i < 100000; i++) body[i] = (char)('a' + i % 17 * i % 7);
    struct http_answer answer = {.type = "text/html", .body = str_of_len(body, 100000), .etag = STR("big")};
    return http_answer(request, &answer);
}

static inline const struct http_result *handle_upload(struct http_request *request)
{
    off_t end = lseek(request->body_fd, 0, SEEK_END);
    char last = 0;
    assert_int_equal(pread(request->body_fd, &last, 1, end - 1), 1);
    return text(request, arena_printf(request->arena, "%lld %llu %c", (long long)end,
                                      (unsigned long long)request->body_size, last));
}

static inline const struct http_result *handle_park(struct http_request *request)
{
    struct desk *desk = desk_of(request);
    const struct http_result *result = http_defer(request);
    pthread_mutex_lock(&desk->lock);
    desk->parked = request;
    pthread_cond_broadcast(&desk->changed);
    pthread_mutex_unlock(&desk->lock);
    return result;
}

/* On the work pool: waits until the gate opens. */
static inline const struct http_result *handle_gate(struct http_request *request)
{
    struct desk *desk = desk_of(request);
    pthread_mutex_lock(&desk->lock);
    desk->waiting++;
    pthread_cond_broadcast(&desk->changed);
    while (!desk->gate_open) pthread_cond_wait(&desk->changed, &desk->lock);
    desk->waiting--;
    pthread_mutex_unlock(&desk->lock);
    return text(request, STR("through"));
}

static inline bool may_run_here(struct http_request *request)
{
    desk_of(request)->asker = pthread_self();
    return http_fields_get(request->query, "known").ptr;
}

static inline const struct http_result *handle_quick(struct http_request *request)
{
    bool here = pthread_equal(pthread_self(), desk_of(request)->asker);
    if (here && http_fields_get(request->query, "late").ptr) return http_hand_over(request);
    return text(request, here ? STR("here") : STR("there"));
}

static inline const struct http_result *handle_limited(struct http_request *request)
{
    int64_t wait = http_rate_take(desk_of(request)->rate, http_address_key(&request->peer), http_clock());
    return wait ? http_answer_limited(request, wait) : text(request, STR("fine"));
}

static inline const struct http_result *handle_bad_header(struct http_request *request)
{
    struct http_field field = {STR("X-Text"), http_fields_get(request->query, "q")};
    struct http_answer answer = {.headers = {&field, 1}};
    return http_answer(request, &answer);
}

static inline const struct http_result *handle_redirect(struct http_request *request)
{
    return http_answer_see_other(request, http_fields_get(request->query, "to"));
}

static inline bool sees_odd(void *who, const struct http_event *event)
{
    (void)who;
    return event->scope % 2 == 1;
}

static inline bool still_there(void *who)
{
    struct desk *desk = who;
    pthread_mutex_lock(&desk->lock);
    bool still = !desk->session_over;
    pthread_mutex_unlock(&desk->lock);
    return still;
}

static inline const struct http_result *handle_events(struct http_request *request)
{
    struct http_subscription subscription = {
        .who = desk_of(request), .filter = sees_odd, .still = still_there};
    return http_answer_events(request, desk_of(request)->hub, &subscription);
}

static inline const struct http_result *authorise(struct http_request *request)
{
    if (request->row->right == 0 || http_fields_header(request->headers, "Authorization").len) return NULL;
    struct err err = {0};
    err_set(&err, ERR_UNAUTHENTICATED, "who are you?");
    return http_answer_err(request, &err);
}

static inline void note(void *app, const struct http_log_row *row)
{
    struct desk *desk = app;
    pthread_mutex_lock(&desk->lock);
    desk->logged = *row;
    desk->logged_pattern = row->row ? row->row->pattern : NULL;
    snprintf(desk->logged_id, sizeof desk->logged_id, "%.*s", STR_ARG(row->id));
    desk->logs++;
    pthread_cond_broadcast(&desk->changed);
    pthread_mutex_unlock(&desk->lock);
}

static const struct http_row routes[] = {
    {HTTP_GET, "/hello", handle_hello, 0, 0, 0, "says hello"},
    {HTTP_GET, "/echo/{id}", handle_echo, 0, 0, 0, "get"},
    {HTTP_POST, "/echo/{id}", handle_echo, 1000, 0, 0, "post"},
    {HTTP_GET, "/large", handle_large, 0, 0, 0, NULL},
    {HTTP_POST, "/upload", handle_upload, 4 << 20, HTTP_UPLOAD, 0, NULL},
    {HTTP_POST, "/memory", handle_hello, 16 << 20, 0, 0, NULL},
    {HTTP_GET, "/park", handle_park, 0, 0, 0, NULL},
    {HTTP_GET, "/workpark", handle_park, 0, HTTP_WORK, 0, NULL},
    {HTTP_GET, "/workecho/{id}", handle_echo, 0, HTTP_WORK, 0, "work"},
    {HTTP_GET, "/quick", handle_quick, 0, HTTP_WORK | HTTP_QUICK, 0, NULL},
    {HTTP_GET, "/secretquick", handle_quick, 0, HTTP_WORK | HTTP_QUICK, 9, NULL},
    {HTTP_GET, "/gate", handle_gate, 0, HTTP_WORK, 0, NULL},
    {HTTP_GET, "/secret", handle_hello, 0, 0, 9, NULL},
    {HTTP_GET, "/limited", handle_limited, 0, 0, 0, NULL},
    {HTTP_GET, "/badheader", handle_bad_header, 0, 0, 0, NULL},
    {HTTP_GET, "/redirect", handle_redirect, 0, 0, 0, NULL},
    {HTTP_GET, "/events", handle_events, 0, 0, 0, NULL},
};

static inline void desk_start(struct desk *desk, struct http_config config)
{
    struct err err = {0};
    pthread_mutex_init(&desk->lock, NULL);
    pthread_cond_init(&desk->changed, NULL);
    struct workers_config pool = {.threads = 2, .queue_max = 8, .age_micros = 600000000};
    struct http_hub_config events = {
        .ring_events = 8, .backlog = 8, .heartbeat_ms = 300, .recheck_ms = 150, .last_id = 100};
    assert_int_equal(workers_new(&pool, &desk->workers, &err), 0);
    assert_int_equal(http_hub_new(&events, &desk->hub, &err), 0);
    desk->rate = http_rate_new(64, 3, 3600000000);
    config.rooms[0] = (struct http_room){routes, COUNT(routes), desk, authorise, may_run_here};
    config.workers = desk->workers;
    config.app = desk;
    config.log = note;
    config.log_context = desk;
    if (http_server_start(&config, &desk->server, &err) < 0) fail_msg("%s", err.message);
}

static inline void desk_stop(struct desk *desk, int64_t wait)
{
    http_server_stop(desk->server, wait);
    workers_free(desk->workers);
    http_hub_free(desk->hub);
    http_rate_free(desk->rate);
    pthread_mutex_destroy(&desk->lock);
    pthread_cond_destroy(&desk->changed);
}

static inline int connect_to(const struct desk *desk)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)http_server_port(desk->server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static inline void give(int fd, struct str bytes)
{
    while (bytes.len) {
        ssize_t done = send(fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
        if (done <= 0) return; /* the server may have closed already */
        bytes = str_slice(bytes, (size_t)done, bytes.len);
    }
}

/* More bytes into `in`; false at the end. Fails the test where nothing comes for long. */
static inline bool take(int fd, struct buf *in)
{
    char bytes[16384];
    struct pollfd ready = {fd, POLLIN, 0};
    if (poll(&ready, 1, PATIENCE_MS) != 1) fail_msg("nothing comes; so far: %s", in->ptr ? in->ptr : "");
    ssize_t got = recv(fd, bytes, sizeof bytes, 0);
    if (got > 0) buf_add(in, str_of_len(bytes, (size_t)got));
    return got > 0;
}

static inline void take_until(int fd, struct buf *in, const char *mark)
{
    while (!str_contains(buf_str(in), str_of(mark)))
        if (!take(fd, in)) fail_msg("closed without %s: %s", mark, in->ptr ? in->ptr : "");
}

/* One exchange on a connection of its own, read to its end. */
static inline struct str ask_raw(struct desk *desk, struct arena *arena, struct str request)
{
    struct buf in;
    buf_init(&in, 8 << 20);
    int fd = connect_to(desk);
    give(fd, request);
    while (take(fd, &in)) {
    }
    close(fd);
    struct str answer = buf_copy(&in, arena);
    buf_done(&in);
    return answer;
}

/* "GET /hello" and further header lines, each with its line end. */
static inline struct str ask(struct desk *desk, struct arena *arena, const char *what, const char *headers,
                             const char *body)
{
    return ask_raw(
        desk, arena,
        arena_printf(arena, "%s HTTP/1.1\r\n" HOST "Connection: close\r\n%s\r\n%s", what, headers, body));
}

static inline int status_of(struct str answer)
{
    uint64_t status = 0;
    str_to_uint(str_slice(answer, 9, 12), 999, &status);
    return (int)status;
}

static inline struct str body_of(struct str answer)
{
    size_t end = str_find(answer, STR("\r\n\r\n"), 0);
    return end == STR_NOT_FOUND ? STR("") : str_slice(answer, end + 4, answer.len);
}

static inline bool has(struct str answer, const char *part)
{
    return str_contains(answer, str_of(part));
}

static inline void await_waiting(struct desk *desk, int count)
{
    pthread_mutex_lock(&desk->lock);
    while (desk->waiting < count) pthread_cond_wait(&desk->changed, &desk->lock);
    pthread_mutex_unlock(&desk->lock);
}

static inline struct http_request *await_parked(struct desk *desk)
{
    pthread_mutex_lock(&desk->lock);
    while (!desk->parked) pthread_cond_wait(&desk->changed, &desk->lock);
    struct http_request *parked = desk->parked;
    desk->parked = NULL;
    pthread_mutex_unlock(&desk->lock);
    return parked;
}

#endif
