/* Server-sent events over real sockets: who gets them, coming back, falling behind, being cut off. */
#define _GNU_SOURCE
#include "http_desk.h"

static void publish(struct desk *desk, uint64_t id, const char *data, uint64_t scope)
{
    struct http_event event = {id, "ticket", str_of(data), scope};
    assert_int_equal(http_hub_publish(desk->hub, &event), 0);
}

static int subscribe(struct desk *desk, struct buf *in, const char *headers)
{
    int fd = connect_to(desk);
    struct arena *arena = arena_new();
    buf_init(in, 1 << 20);
    give(fd, arena_printf(arena, "GET /events HTTP/1.1\r\n" HOST "%s\r\n", headers));
    take_until(fd, in, "retry: 2000\n\n");
    arena_free(arena);
    return fd;
}

static void events_reach_those_who_may_see_them(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct buf first, second, third;
    desk_start(&desk, (struct http_config){0});
    int a = subscribe(&desk, &first, "");
    assert_true(has(buf_str(&first), "Content-Type: text/event-stream\r\n"));
    publish(&desk, 101, "one\ntwo", 1);
    publish(&desk, 102, "hidden", 2);
    publish(&desk, 105, "three", 3);
    take_until(a, &first, "id: 105\nevent: ticket\ndata: three\n\n");
    assert_true(has(buf_str(&first), "id: 101\nevent: ticket\ndata: one\ndata: two\n\n"));
    assert_false(has(buf_str(&first), "hidden") || has(buf_str(&first), "event: reset"));
    struct http_event old = {105, "ticket", STR("again"), 1};
    assert_int_equal(http_hub_publish(desk.hub, &old), -1);
    take_until(a, &first, ":\n\n"); /* a heartbeat, before long */

    int b = subscribe(&desk, &second, "Last-Event-ID: 101\r\n"); /* comes back */
    take_until(b, &second, "data: three\n\n");
    assert_false(has(buf_str(&second), "id: 101") || has(buf_str(&second), "event: reset"));
    int c = subscribe(&desk, &third, "Last-Event-ID: 99\r\n"); /* the ring does not reach back so far */
    take_until(c, &third, "event: reset\n");
    size_t count;
    uint64_t dropped;
    http_hub_count(desk.hub, &count, &dropped);
    assert_int_equal(count, 3);
    assert_int_equal(dropped, 0);
    pthread_mutex_lock(&desk.lock);
    desk.session_over = true;
    pthread_mutex_unlock(&desk.lock);
    while (take(a, &first)) {
    } /* all end, soon */
    while (take(b, &second)) {
    }
    while (take(c, &third)) {
    }
    close(a), close(b), close(c);
    buf_done(&first), buf_done(&second), buf_done(&third);
    desk_stop(&desk, 1000000);
}

static void slow_listeners_are_dropped(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct buf in;
    static char large[200000];
    memset(large, 'e', sizeof large - 1);
    desk_start(&desk, (struct http_config){0});
    int slow = subscribe(&desk, &in, "");
    size_t count = 1;
    uint64_t dropped = 0;
    for (uint64_t id = 101; dropped == 0 && id < 2000; id++) {
        publish(&desk, id, large, 1);
        http_hub_count(desk.hub, &count, &dropped);
        if (id > 200) { /* the socket is full by now: what it reads no more, it loses */
            buf_clear(&in);
            take(slow, &in);
        }
    }
    assert_int_equal(dropped, 1);
    buf_clear(&in);
    while (take(slow, &in)) buf_clear(&in);
    close(slow);
    buf_done(&in);
    desk_stop(&desk, 1000000);
}

static void stopping_ends_streams(void **state)
{
    (void)state;
    struct desk desk = {0};
    struct buf in[10];
    int fds[10];
    desk_start(&desk, (struct http_config){0});
    for (int i = 0; i < 10; i++) fds[i] = subscribe(&desk, &in[i], "");
    close(fds[0]);
    int64_t begun = http_clock();
    http_server_stop(desk.server, 5000000);
    desk.server = NULL;
    assert_true(http_clock() - begun < 4000000);
    for (int i = 1; i < 10; i++) {
        while (take(fds[i], &in[i])) {
        }
        close(fds[i]);
    }
    for (int i = 0; i < 10; i++) buf_done(&in[i]);
    desk_stop(&desk, 0);
}

struct visitor {
    struct desk *desk;
    int number;
};

/* Asks, defers, listens and goes away again, as fast as it can. */
static void *visit(void *object)
{
    static const char *const paths[] = {"/hello", "/workecho/1", "/events",
                                        "/large", "/nowhere",    "/workecho/2"};
    const struct visitor *visitor = object;
    char request[200], bytes[512];
    for (int i = 0; i < 60; i++) {
        int fd = connect_to(visitor->desk), kept = 1 + i % 3;
        for (int j = 0; j < kept; j++) {
            const char *path = paths[(visitor->number + i + j) % 6];
            snprintf(request, sizeof request, "GET %s HTTP/1.1\r\n" HOST "Last-Event-ID: 100\r\n\r\n", path);
            give(fd, str_of(request));
            struct pollfd ready = {fd, POLLIN, 0};
            if (i % 7 && poll(&ready, 1, PATIENCE_MS) == 1 && recv(fd, bytes, sizeof bytes, 0) <= 0) break;
        }
        close(fd);
    }
    return NULL;
}

/* For the thread sanitizer above all. */
static void everything_goes_at_once(void **state)
{
    (void)state;
    struct desk desk = {0};
    desk_start(&desk, (struct http_config){.header_ms = 50});
    struct visitor visitors[4];
    pthread_t threads[COUNT(visitors)];
    for (size_t i = 0; i < COUNT(visitors); i++) {
        visitors[i] = (struct visitor){&desk, (int)i};
        pthread_create(&threads[i], NULL, visit, &visitors[i]);
    }
    for (uint64_t id = 101; id < 1101; id++) publish(&desk, id, "news", id);
    for (size_t i = 0; i < COUNT(visitors); i++) pthread_join(threads[i], NULL);
    struct buf out;
    buf_init(&out, 1 << 20);
    http_stats_print(http_server_stats(desk.server), &out);
    assert_true(has(buf_str(&out), "route=\"/events\""));
    buf_done(&out);
    desk_stop(&desk, 2000000);
}

/* The database may tell of something until it is closed, which is after the hub's thread has ended. */
static void a_stopped_hub_is_told_in_vain(void **state)
{
    (void)state;
    struct http_hub *hub;
    struct http_event event = {7, "ticket", STR("late"), 1};
    size_t count;
    uint64_t dropped;
    assert_int_equal(http_hub_new(&(struct http_hub_config){0}, &hub, NULL), 0);
    assert_int_equal(http_hub_publish(hub, &event), 0);
    http_hub_stop(hub);
    event.id = 8;
    assert_int_equal(http_hub_publish(hub, &event), -1);
    http_hub_stop(hub); /* once more does nothing */
    http_hub_count(hub, &count, &dropped);
    assert_int_equal(count, 0);
    http_hub_free(hub);
    http_hub_stop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_reach_those_who_may_see_them),
        cmocka_unit_test(slow_listeners_are_dropped),
        cmocka_unit_test(stopping_ends_streams),
        cmocka_unit_test(everything_goes_at_once),
        cmocka_unit_test(a_stopped_hub_is_told_in_vain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
