/* Measures what our HTTP server costs over bare libmicrohttpd: the same small JSON answer from both, in turn, and the
 * processor time each takes for a request; and the memory of ten thousand connections that wait.
 *
 *   ninja -C build src/http/libburin-http.a
 *   cc -O2 -std=c17 -pthread -Isrc bench/http_hello.c build/src/http/libburin-http.a build/src/text/libburin-text.a \
 *     build/src/base/libburin-base.a -licuuc -lmicrohttpd -lz -o build/http_hello
 *   build/http_hello [CONNECTIONS] [SECONDS] [ROUNDS]     requests in a closed loop, default 32 2 5
 *   build/http_hello idle CONNECTIONS      each has made one request; ulimit -n must allow some more
 *   build/http_hello events SUBSCRIBERS    each gets five events a second, for ten seconds
 *
 * Each server runs in a process of its own with one event thread; the client is this process, one thread with epoll. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "http/clock.h"
#include "http/events.h"
#include "http/server.h"

#define BODY                                                                                                \
    "{\"ticket\":{\"id\":\"0192f3a4-77aa-7bbb-8ccc-1234567890ab\",\"state\":\"open\",\"order\":\"#1042\"}," \
    "\"assessment\":{\"concern\":\"status\",\"action\":\"share_status\",\"confidence\":0.97},\"draft\":{"   \
    "\"id\":\"7\"}}"

static const char request[] =
    "GET /v1/tickets/7?view=short HTTP/1.1\r\nHost: desk.example\r\nUser-Agent: bench\r\n"
    "Accept: application/json\r\nAuthorization: Bearer 0123456789abcdef\r\n\r\n";

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static const struct http_result *handle(struct http_request *asked)
{
    struct http_answer answer = {.type = "application/json", .body = STR(BODY)};
    return http_answer(asked, &answer);
}

static int start_ours(void)
{
    static const struct http_row rows[] = {{HTTP_GET, "/v1/tickets/{id}", handle, 0, 0, 0, NULL}};
    struct http_config config = {
        .rooms = {{rows, 1, NULL, NULL}}, .threads = 1, .connections_max = 20000, .connections_per_peer = 20000};
    struct http_server *server;
    struct err err = {0};
    if (http_server_start(&config, &server, &err) < 0) {
        fprintf(stderr, "http_hello: %s\n", err.message);
        exit(1);
    }
    return http_server_port(server);
}

static enum MHD_Result bare(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                            const char *version, const char *upload, size_t *size, void **context)
{
    (void)cls, (void)url, (void)method, (void)version, (void)upload, (void)size;
    static const char seen;
    if (!*context) { /* an answer to the first call would end the connection */
        *context = (void *)(uintptr_t)&seen;
        return MHD_YES;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof BODY - 1, (void *)(uintptr_t)BODY, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result done = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return done;
}

static int start_bare(void)
{
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, bare, NULL,
                         MHD_OPTION_CONNECTION_LIMIT, 20000U, MHD_OPTION_END);
    if (!daemon) die("MHD_start_daemon");
    return MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

struct server {
    pid_t pid;
    int port;
};

static struct server start(int (*begin)(void))
{
    int pipes[2];
    if (pipe(pipes) < 0) die("pipe");
    struct server server = {fork(), 0};
    if (server.pid < 0) die("fork");
    if (server.pid == 0) {
        int port = begin();
        if (write(pipes[1], &port, sizeof port) != sizeof port) exit(1);
        for (;;) pause();
    }
    if (read(pipes[0], &server.port, sizeof server.port) != sizeof server.port) die("the server");
    close(pipes[0]);
    close(pipes[1]);
    return server;
}

static int64_t processor_of(pid_t pid)
{
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) < 0) die("clock_getcpuclockid");
    return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}

static int connect_to(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0) die("connect");
    return fd;
}

static void ask(int fd)
{
    if (send(fd, request, sizeof request - 1, MSG_NOSIGNAL) != sizeof request - 1) die("send");
}

/* Reads what has come; true when the answer is whole, which ends with the body. */
static bool answered(int fd)
{
    char bytes[4096];
    ssize_t got = recv(fd, bytes, sizeof bytes, 0);
    if (got <= 0) die("an answer that is none");
    return got >= (ssize_t)sizeof BODY - 1 &&
           memcmp(bytes + got - (sizeof BODY - 1), BODY, sizeof BODY - 1) == 0;
}

struct result {
    double rate, micros; /* requests a second, processor µs of the server for each */
};

static struct result measure(struct server server, int connections, double seconds)
{
    struct epoll_event events[256];
    int poll = epoll_create1(EPOLL_CLOEXEC);
    int *fds = calloc((size_t)connections, sizeof *fds);
    for (int i = 0; i < connections; i++) {
        fds[i] = connect_to(server.port);
        epoll_ctl(poll, EPOLL_CTL_ADD, fds[i], &(struct epoll_event){.events = EPOLLIN, .data.fd = fds[i]});
        ask(fds[i]);
    }
    int64_t begun = http_clock(), end = begun + (int64_t)(seconds * 1e6), used = processor_of(server.pid),
            count = 0;
    while (http_clock() < end) {
        int ready = epoll_wait(poll, events, 256, 1000);
        for (int i = 0; i < ready; i++) {
            if (!answered(events[i].data.fd)) continue;
            ask(events[i].data.fd);
            count++;
        }
    }
    double took = (double)(http_clock() - begun) / 1e6;
    double spent = (double)(processor_of(server.pid) - used) / 1e3;
    for (int i = 0; i < connections; i++) close(fds[i]);
    close(poll);
    free(fds);
    return (struct result){(double)count / took, spent / (double)count};
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    return values[count / 2];
}

static void compare(int connections, double seconds, int rounds)
{
    enum { MOST = 100 };
    double rates[2][MOST], micros[2][MOST];
    struct server servers[2] = {start(start_ours), start(start_bare)};
    if (rounds > MOST) rounds = MOST;
    for (int i = 0; i < 2; i++) measure(servers[i], connections, 0.5);
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 2; i++) {
            struct result result = measure(servers[i], connections, seconds);
            rates[i][round] = result.rate;
            micros[i][round] = result.micros;
        }
    }
    double rate[2], micro[2];
    for (int i = 0; i < 2; i++) {
        rate[i] = median(rates[i], rounds);
        micro[i] = median(micros[i], rounds);
        printf("%-20s %9.0f requests/s %7.2f us of processor each\n", i ? "bare libmicrohttpd" : "burin http",
               rate[i], micro[i]);
        kill(servers[i].pid, SIGKILL);
        waitpid(servers[i].pid, NULL, 0);
    }
    printf("ratio                %9.2f            %7.2f\n", rate[0] / rate[1], micro[0] / micro[1]);
}

static long resident_kib(pid_t pid)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "VmRSS:", 6) == 0) kib = strtol(line + 6, NULL, 10);
    if (file) fclose(file);
    return kib;
}

static void hold(int connections)
{
    struct server server = start(start_ours);
    long before = resident_kib(server.pid);
    for (int i = 0; i < connections; i++) {
        int fd = connect_to(server.port);
        ask(fd);
        while (!answered(fd)) {
        }
    }
    long after = resident_kib(server.pid);
    struct result busy = measure(server, 1000, 2);
    printf("%d idle connections: %ld KiB before, %ld KiB after, %.1f KiB each; beside them 1000 busy ones "
           "make %.0f "
           "requests/s\n",
           connections, before, after, (double)(after - before) / connections, busy.rate);
    kill(server.pid, SIGKILL);
    waitpid(server.pid, NULL, 0);
}

static const struct http_result *handle_events(struct http_request *asked)
{
    return http_answer_events(asked, asked->app, &(struct http_subscription){0});
}

/* Publishes the time five times a second; its port goes to the client before. */
static void serve_events(int tell)
{
    static const struct http_row rows[] = {{HTTP_GET, "/v1/tickets/{id}", handle_events, 0, 0, 0, NULL}};
    struct http_hub *hub;
    struct http_server *server;
    if (http_hub_new(&(struct http_hub_config){0}, &hub, NULL) < 0) die("http_hub_new");
    struct http_config config = {.rooms = {{rows, 1, hub, NULL}}, .connections_per_peer = 20000};
    if (http_server_start(&config, &server, NULL) < 0) die("http_server_start");
    int port = http_server_port(server);
    if (write(tell, &port, sizeof port) != sizeof port) die("write");
    for (uint64_t id = 1;; id++) {
        char text[32];
        nanosleep(&(struct timespec){0, 200000000}, NULL);
        snprintf(text, sizeof text, "%020lld", (long long)http_clock());
        http_hub_publish(hub, &(struct http_event){id, "tick", str_of(text), 1});
    }
}

/* From publishing to reading, in us, of the events in one piece of a stream. */
static void note_latencies(struct str text, double *latencies, int *count, int most)
{
    for (size_t at = 0; (at = str_find(text, STR("data: "), at)) != STR_NOT_FOUND; at += 6) {
        uint64_t sent;
        if (*count < most && str_to_uint(str_slice(text, at + 6, at + 26), INT64_MAX, &sent) == 0)
            latencies[(*count)++] = (double)(http_clock() - (int64_t)sent);
    }
}

enum { LISTEN_SECONDS = 10 };

/* Reads every stream until the time is over; how many latencies were noted. */
static int listen_all(int poll, double *latencies, int most)
{
    int count = 0;
    int64_t begun = http_clock();
    while (http_clock() < begun + LISTEN_SECONDS * 1000000) {
        struct epoll_event events[256];
        char bytes[8192];
        int ready = epoll_wait(poll, events, 256, 1000);
        for (int i = 0; i < ready; i++) {
            ssize_t got = recv(events[i].data.fd, bytes, sizeof bytes, 0);
            if (got <= 0) die("a stream has ended");
            if (http_clock() > begun + 1000000)
                note_latencies(str_of_len(bytes, (size_t)got), latencies, &count, most);
        }
    }
    return count;
}

static void subscribe_many(int subscribers)
{
    int pipes[2], port = 0, most = subscribers * 10 * LISTEN_SECONDS;
    if (pipe(pipes) < 0) die("pipe");
    pid_t pid = fork();
    if (pid == 0) serve_events(pipes[1]);
    if (read(pipes[0], &port, sizeof port) != sizeof port) die("the server");
    double *latencies = calloc((size_t)most, sizeof *latencies);
    int poll = epoll_create1(EPOLL_CLOEXEC);
    long before = resident_kib(pid);
    for (int i = 0; i < subscribers; i++) {
        int fd = connect_to(port);
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN, .data.fd = fd});
        ask(fd);
    }
    int64_t used = processor_of(pid);
    int count = listen_all(poll, latencies, most);
    double share = (double)(processor_of(pid) - used) / 1e9 / LISTEN_SECONDS;
    long after = resident_kib(pid);
    qsort(latencies, (size_t)count, sizeof *latencies, by_value);
    if (count == 0) die("no events");
    printf("%d subscribers: %.1f KiB each, %d events, p50 %.1f ms, p99 %.1f ms, %.0f %% of a processor\n",
           subscribers, (double)(after - before) / subscribers, count, latencies[count / 2] / 1e3,
           latencies[count * 99LL / 100] / 1e3, share * 100);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (argc > 2 && strcmp(argv[1], "idle") == 0)
        hold((int)strtol(argv[2], NULL, 10));
    else if (argc > 2 && strcmp(argv[1], "events") == 0)
        subscribe_many((int)strtol(argv[2], NULL, 10));
    else
        compare(argc > 1 ? (int)strtol(argv[1], NULL, 10) : 32,
                argc > 2 ? (double)strtol(argv[2], NULL, 10) : 2,
                argc > 3 ? (int)strtol(argv[3], NULL, 10) : 5);
    return 0;
}
