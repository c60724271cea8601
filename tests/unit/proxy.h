/* A network that fails on demand: forwards one port of the loopback interface to another, until it is told otherwise. */
#ifndef BURIN_TESTS_PROXY_H
#define BURIN_TESTS_PROXY_H

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum proxy_mode {
    PROXY_PASS,
    PROXY_CUT_BEFORE, /* hangs up instead of passing the client's COMMIT on; once */
    PROXY_CUT_AFTER,  /* hangs up instead of passing the answer to it back; once */
    PROXY_SWALLOW,    /* passes nothing on any more, on connections of the time before; once */
    PROXY_REFUSE,     /* takes no new connections, and cuts the others */
    PROXY_CUT_ALL,    /* hangs up on all; once */
    PROXY_CUT_ANSWER, /* hangs up instead of passing back what the server says next; once */
};

struct proxy {
    int listener, port, target;
    atomic_int mode;
    atomic_int connections; /* that were taken */
    atomic_bool stop;
    pthread_t thread;
};

enum { PROXY_PAIRS = 64 };

struct proxy_pair {
    int client, server; /* -1: none */
    bool committing;    /* the answer to its COMMIT is not to come back */
    bool deaf;
};

static inline int proxy_socket(int port, bool listens)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) abort();
    int rc = listens ? bind(fd, (struct sockaddr *)&at, sizeof at)
                     : connect(fd, (struct sockaddr *)&at, sizeof at);
    if (rc < 0 || (listens && listen(fd, 64) < 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static inline void proxy_hang_up(struct proxy_pair *pair)
{
    if (pair->client >= 0) close(pair->client);
    if (pair->server >= 0) close(pair->server);
    *pair = (struct proxy_pair){-1, -1, false, false};
}

static inline void proxy_accept(struct proxy *proxy, struct proxy_pair *pairs)
{
    int client = accept(proxy->listener, NULL, NULL);
    struct proxy_pair pair = {client, -1, false, false};
    for (int i = 0; i < PROXY_PAIRS && client >= 0; i++) {
        if (pairs[i].client >= 0) continue;
        if (atomic_load(&proxy->mode) != PROXY_REFUSE) pair.server = proxy_socket(proxy->target, false);
        if (pair.server < 0) break;
        atomic_fetch_add(&proxy->connections, 1);
        pairs[i] = pair;
        return;
    }
    proxy_hang_up(&pair);
}

/* False where the pair is to be hung up. */
static inline bool proxy_forward(struct proxy *proxy, struct proxy_pair *pair, bool from_client)
{
    char bytes[65536];
    ssize_t got = recv(from_client ? pair->client : pair->server, bytes, sizeof bytes, 0);
    if (got <= 0) return pair->deaf; /* held open */
    bool commits = from_client && memmem(bytes, (size_t)got, "COMMIT", 6);
    int mode = atomic_load(&proxy->mode);
    if (mode == PROXY_CUT_ANSWER && !from_client) {
        atomic_store(&proxy->mode, PROXY_PASS);
        return false;
    }
    if (commits && mode != PROXY_PASS && mode < PROXY_REFUSE) {
        atomic_store(&proxy->mode, PROXY_PASS);
        if (mode == PROXY_CUT_BEFORE) return false;
        if (mode == PROXY_SWALLOW) pair->deaf = true;
        if (mode == PROXY_CUT_AFTER) pair->committing = true;
    }
    if (pair->deaf) return true;
    if (!from_client && pair->committing) return false;
    for (ssize_t sent = 0, one; sent < got; sent += one) {
        one =
            send(from_client ? pair->server : pair->client, bytes + sent, (size_t)(got - sent), MSG_NOSIGNAL);
        if (one <= 0) return false;
    }
    return true;
}

/* Hangs up on all where the mode says so. */
static inline void proxy_cut(struct proxy *proxy, struct proxy_pair *pairs)
{
    int mode = atomic_load(&proxy->mode);
    if (mode != PROXY_REFUSE && mode != PROXY_CUT_ALL) return;
    for (int i = 0; i < PROXY_PAIRS; i++)
        if (pairs[i].client >= 0) proxy_hang_up(&pairs[i]);
    if (mode == PROXY_CUT_ALL) atomic_store(&proxy->mode, PROXY_PASS);
}

static inline void *proxy_main(void *context)
{
    struct proxy *proxy = context;
    struct proxy_pair pairs[PROXY_PAIRS];
    for (int i = 0; i < PROXY_PAIRS; i++) pairs[i] = (struct proxy_pair){-1, -1, false, false};
    while (!atomic_load(&proxy->stop)) {
        struct pollfd fds[1 + 2 * PROXY_PAIRS] = {{.fd = proxy->listener, .events = POLLIN}};
        proxy_cut(proxy, pairs);
        for (int i = 0; i < PROXY_PAIRS; i++) {
            fds[1 + 2 * i] = (struct pollfd){.fd = pairs[i].deaf ? -1 : pairs[i].client, .events = POLLIN};
            fds[2 + 2 * i] = (struct pollfd){.fd = pairs[i].deaf ? -1 : pairs[i].server, .events = POLLIN};
        }
        if (poll(fds, 1 + 2 * PROXY_PAIRS, 20) <= 0) continue;
        for (int i = 0; i < PROXY_PAIRS; i++)
            if ((fds[1 + 2 * i].revents && !proxy_forward(proxy, &pairs[i], true)) ||
                (fds[2 + 2 * i].revents && pairs[i].client >= 0 && !proxy_forward(proxy, &pairs[i], false)))
                proxy_hang_up(&pairs[i]);
        if (fds[0].revents) proxy_accept(proxy, pairs);
    }
    for (int i = 0; i < PROXY_PAIRS; i++) proxy_hang_up(&pairs[i]);
    return NULL;
}

static inline void proxy_start(struct proxy *proxy, int target)
{
    struct sockaddr_in at;
    socklen_t size = sizeof at;
    *proxy = (struct proxy){.target = target};
    proxy->listener = proxy_socket(0, true);
    if (proxy->listener < 0 || getsockname(proxy->listener, (struct sockaddr *)&at, &size) < 0) abort();
    proxy->port = ntohs(at.sin_port);
    if (pthread_create(&proxy->thread, NULL, proxy_main, proxy) != 0) abort();
}

/* The port in an address "postgres://USER@HOST:PORT/…". */
static inline int proxy_port_of(const char *url)
{
    return (int)strtol(strchr(strchr(url, '@'), ':') + 1, NULL, 10);
}

/* The address by way of the proxy. */
static inline void proxy_url(const struct proxy *proxy, const char *direct, char *out, size_t size)
{
    const char *colon = strchr(strchr(direct, '@'), ':'), *slash = strchr(colon, '/');
    snprintf(out, size, "%.*s:%d%s", (int)(colon - direct), direct, proxy->port, slash);
}

static inline void proxy_stop(struct proxy *proxy)
{
    atomic_store(&proxy->stop, true);
    pthread_join(proxy->thread, NULL);
    close(proxy->listener);
}

#endif
