/* Asks an HTTP/1.1 server over connections that stay open, one thread with epoll, and tells how it answered.
 *
 *   load [-s] [-r RATE] [-f FROM] PORT CONNECTIONS SECONDS TOKENS REQUESTS
 *
 * Closed loop: each connection asks again when it has its answer. Open loop (-r): so many requests a second, whatever
 * becomes of them; latency counts from the time a request was due, so waiting for a connection is part of it. REQUESTS
 * holds one request a line, METHOD TARGET[TAB BODY], taken in turn; "~~~~~~~~" in it becomes a running number of 8 digits,
 * from FROM. With -s it never sleeps, for where it has a core of its own: waking it is then no work of the server's, as it would not
 * be with a client on another machine. TOKENS holds bearer tokens, or whole header fields ("Cookie: …"), one a line. Connection i comes from a loopback address of its own and bears token i
 * modulo their number, because the desk limits what one address and one token may ask. Prints one JSON object. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MOST = 4 * 1024 * 1024, STATUS_MOST = 600, DRAIN_MICROS = 5000000, BETWEEN_LOOKS = 60 };
#define NUMBER "~~~~~~~~"

struct lines {
    char **items;
    size_t count;
};

struct line { /* one connection */
    int fd;
    bool busy;
    int64_t due; /* when its request should have been sent, µs */
    const char *token;
    char *in;
    size_t have, cap;
};

struct load {
    int port, poll, connections;
    double rate; /* 0: closed loop */
    bool sleepless;
    int64_t begun, end;
    struct lines tokens, requests;
    struct line *lines;
    int *idle, idle_count;
    unsigned long number, sent, in_time;
    uint64_t bytes;
    unsigned long statuses[STATUS_MOST];
    int32_t *latencies;
    size_t count, cap;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void *grown(void *items, size_t size)
{
    void *more = realloc(items, size);
    if (!more) abort();
    return more;
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static struct lines read_lines(const char *path)
{
    struct lines lines = {0};
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    FILE *file = fopen(path, "r");
    if (!file) die(path);
    while ((length = getline(&line, &size, file)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = '\0';
        if ((lines.count & (lines.count - 1)) == 0)
            lines.items = grown(lines.items, (lines.count ? lines.count * 2 : 1) * sizeof *lines.items);
        lines.items[lines.count++] = strdup(line);
    }
    free(line);
    fclose(file);
    if (!lines.count) exit(2);
    return lines;
}

/* ---- connections ---- */

static void open_line(struct load *load, struct line *line)
{
    int index = (int)(line - load->lines), on = 1;
    struct sockaddr_in from = {.sin_family = AF_INET};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)load->port)};
    from.sin_addr.s_addr = htonl(0x7f000101U + (unsigned)(index / 250 * 256 + index % 250));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    line->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line->fd < 0 || bind(line->fd, (struct sockaddr *)&from, sizeof from) < 0 ||
        connect(line->fd, (struct sockaddr *)&to, sizeof to) < 0)
        die("connect");
    setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = line};
    if (epoll_ctl(load->poll, EPOLL_CTL_ADD, line->fd, &event) < 0) die("epoll_ctl");
    line->have = 0;
}

static void open_all(struct load *load)
{
    load->poll = epoll_create1(EPOLL_CLOEXEC);
    load->lines = calloc((size_t)load->connections, sizeof *load->lines);
    load->idle = calloc((size_t)load->connections, sizeof *load->idle);
    if (!load->lines || !load->idle) abort();
    for (int i = 0; i < load->connections; i++) {
        load->lines[i].token = load->tokens.items[(size_t)i % load->tokens.count];
        open_line(load, &load->lines[i]);
        load->idle[load->idle_count++] = i;
    }
}

/* ---- asking ---- */

static void send_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0) return; /* it has closed: the reading side sees to it */
        bytes += sent;
        length -= (size_t)sent;
    }
}

static void ask(struct load *load, struct line *line, int64_t due)
{
    const char *request = load->requests.items[load->sent % load->requests.count];
    const char *tab = strchr(request, '\t'), *body = tab ? tab + 1 : "";
    int head = tab ? (int)(tab - request) : (int)strlen(request);
    char *text, digits[9], *at;
    int length = asprintf(&text,
                          "%.*s HTTP/1.1\r\nHost: localhost\r\n%s%s\r\nAccept: "
                          "application/json\r\n%sContent-Length: %zu\r\n\r\n%s",
                          head, request, strchr(line->token, ':') ? "" : "Authorization: Bearer ",
                          line->token, *body ? "Content-Type: application/json\r\n" : "", strlen(body), body);
    if (length < 0) abort();
    snprintf(digits, sizeof digits, "%08lu", load->number++ % 100000000);
    for (at = text; (at = strstr(at, NUMBER)) != NULL; at += 8) memcpy(at, digits, 8);
    line->busy = true;
    line->due = due;
    load->sent++;
    send_all(line->fd, text, (size_t)length);
    free(text);
}

/* Sends what is due and has a free connection. */
static void ask_due(struct load *load)
{
    int64_t moment = now();
    while (load->idle_count && moment < load->end) {
        int64_t due =
            load->rate > 0 ? load->begun + (int64_t)((double)load->sent * 1e6 / load->rate) : moment;
        if (due > moment) break;
        ask(load, &load->lines[load->idle[--load->idle_count]], due);
    }
}

/* ---- answers ---- */

/* The length of the whole answer, 0 while its head is not there. */
static size_t answer_length(const struct line *line)
{
    const char *end = memmem(line->in, line->have, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = (size_t)(end - line->in) + 4;
    for (const char *at = line->in; at < end; at = (const char *)memchr(at, '\n', (size_t)(end + 4 - at)) + 1)
        if (strncasecmp(at, "Content-Length:", 15) == 0) return head + strtoul(at + 15, NULL, 10);
    return head;
}

static void finish(struct load *load, struct line *line, int status)
{
    int64_t moment = now();
    if (load->count == load->cap) {
        load->cap = load->cap ? load->cap * 2 : 4096;
        load->latencies = grown(load->latencies, load->cap * sizeof *load->latencies);
    }
    if (status >= 200 && status < 300) {
        load->latencies[load->count++] = (int32_t)(moment - line->due);
        if (moment <= load->end) load->in_time++;
    }
    load->statuses[status > 0 && status < STATUS_MOST ? status : 0]++;
    line->busy = false;
    line->have = 0;
    load->idle[load->idle_count++] = (int)(line - load->lines);
}

static void reopen(struct load *load, struct line *line)
{
    close(line->fd);
    if (line->busy) finish(load, line, 0);
    open_line(load, line);
}

static void hear(struct load *load, struct line *line)
{
    if (line->cap - line->have < 65536 && line->cap < ANSWER_MOST) {
        line->cap += 262144;
        line->in = grown(line->in, line->cap);
    }
    ssize_t got = recv(line->fd, line->in + line->have, line->cap - line->have - 1, MSG_DONTWAIT);
    if (got <= 0) {
        reopen(load, line);
        return;
    }
    line->have += (size_t)got;
    line->in[line->have] = '\0';
    size_t whole = answer_length(line);
    if (!whole || line->have < whole) return;
    load->bytes += whole;
    bool closes = memmem(line->in, line->have, "Connection: close", 17) != NULL;
    finish(load, line, (int)strtol(line->in + 9, NULL, 10));
    if (closes) reopen(load, line);
}

/* Without asking the kernel, whose lock on the list of answers the server needs to add one. */
static void pass(int64_t micros)
{
    for (int64_t end = now() + micros; now() < end;) continue;
}

static void run(struct load *load, double seconds)
{
    struct epoll_event events[256];
    load->begun = now();
    load->end = load->begun + (int64_t)(seconds * 1e6);
    for (;;) {
        ask_due(load);
        int64_t moment = now();
        if (moment >= load->end && load->idle_count == load->connections) break;
        if (moment >= load->end + DRAIN_MICROS) break;
        struct timespec wait = {0, load->sleepless                      ? 0
                                   : load->rate > 0 && load->idle_count ? 200000
                                                                        : 50000000};
        if (load->sleepless) pass(BETWEEN_LOOKS);
        int ready = epoll_pwait2(load->poll, events, 256, &wait, NULL);
        for (int i = 0; i < ready; i++) hear(load, events[i].data.ptr);
    }
}

/* ---- the report ---- */

static int by_value(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static int quantile(const struct load *load, size_t thousandths)
{
    return load->count ? load->latencies[(load->count - 1) * thousandths / 1000] : 0;
}

static void report(struct load *load, double seconds)
{
    qsort(load->latencies, load->count, sizeof *load->latencies, by_value);
    unsigned long answers = 0;
    for (int i = 1; i < STATUS_MOST; i++) answers += load->statuses[i];
    printf("{\"sent\":%lu,\"good\":%zu,\"rate\":%.1f,\"p50_us\":%d,\"p99_us\":%d,\"max_us\":%d,\"bytes\":%."
           "0f,\"statuses\":{",
           load->sent, load->count, (double)load->in_time / seconds, quantile(load, 500), quantile(load, 990),
           quantile(load, 1000), answers ? (double)load->bytes / (double)answers : 0);
    const char *comma = "";
    for (int i = 0; i < STATUS_MOST; i++) {
        if (!load->statuses[i]) continue;
        printf("%s\"%d\":%lu", comma, i, load->statuses[i]);
        comma = ",";
    }
    printf("}}\n");
}

int main(int argc, char **argv)
{
    struct load load = {0};
    int option;
    while ((option = getopt(argc, argv, "sr:f:")) > 0) {
        if (option == 's') load.sleepless = true;
        if (option == 'r') load.rate = strtod(optarg, NULL);
        if (option == 'f') load.number = strtoul(optarg, NULL, 10);
    }
    if (argc - optind != 5) {
        fprintf(stderr, "usage: load [-s] [-r RATE] [-f FROM] PORT CONNECTIONS SECONDS TOKENS REQUESTS\n");
        return 2;
    }
    double seconds = strtod(argv[optind + 2], NULL);
    load.port = (int)strtol(argv[optind], NULL, 10);
    load.connections = (int)strtol(argv[optind + 1], NULL, 10);
    load.tokens = read_lines(argv[optind + 3]);
    load.requests = read_lines(argv[optind + 4]);
    open_all(&load);
    run(&load, seconds);
    report(&load, seconds);
    return 0;
}
