/* Who is connected: the list of connections, how many each peer has, and the reaper that ends those that are too slow.
 *
 * The parser only knows time without any byte; a client that sends one byte now and then would hold its place forever. So
 * the reaper looks at each connection about once a second: a head must be there within its time once it has begun, a body and
 * an answer must move at a least pace. It never frees anything: it shuts the socket, and the event thread does the rest. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cond.h"
#include "base/hash.h"
#include "http/internal.h"

enum {
    PEER_CHAINS = 4096,
    GRACE_MICROS = 30 * 1000000, /* before the pace counts */
    BODY_PACE = 1024,            /* bytes each second, at least */
    SEND_PACE = 4096,
    LINGER_MICROS = 2 * 1000000,
    LINGER_MOST = 64,
};

struct peer {
    struct http_address address;
    unsigned count;
    struct peer *next;
};

struct farewell {
    int fd;
    int64_t until;
    struct farewell *next;
};

static struct peer **peer_place(struct http_server *server, const struct http_address *address)
{
    uint64_t hash = hash_mix(hash_bytes(server->id_seeds[0], address->bytes, sizeof address->bytes));
    struct peer **place = &server->peers[hash % PEER_CHAINS];
    while (*place && !http_address_eq(&(*place)->address, address)) place = &(*place)->next;
    return place;
}

static bool is_uncounted(const struct http_server *server, const struct http_address *address)
{
    static const struct http_address local;
    if (http_address_eq(address, &local)) return true;
    for (size_t i = 0; i < server->config.proxy_count; i++)
        if (http_network_has(&server->proxies[i], address)) return true;
    return false;
}

enum MHD_Result conn_accept(void *cls, const struct sockaddr *from, socklen_t size)
{
    struct http_server *server = cls;
    (void)size;
    if (atomic_load(&server->stopping)) return MHD_NO;
    struct http_address address = http_address_of(from);
    if (is_uncounted(server, &address)) return MHD_YES;
    pthread_mutex_lock(&server->lock);
    struct peer *peer = *peer_place(server, &address);
    bool full = peer && peer->count >= server->config.connections_per_peer;
    pthread_mutex_unlock(&server->lock);
    if (full) http_stats_count(server->stats, HTTP_COUNT_REFUSED);
    return full ? MHD_NO : MHD_YES;
}

static struct peer *peer_enter(struct http_server *server, const struct http_address *address)
{
    if (is_uncounted(server, address)) return NULL;
    struct peer **place = peer_place(server, address);
    if (!*place) {
        *place = calloc(1, sizeof **place);
        if (!*place) abort();
        (*place)->address = *address;
    }
    (*place)->count++;
    return *place;
}

static void peer_leave(struct http_server *server, struct peer *peer)
{
    if (!peer || --peer->count > 0) return;
    struct peer **place = peer_place(server, &peer->address);
    *place = peer->next;
    free(peer);
}

static void conn_open(struct http_server *server, struct MHD_Connection *connection, void **context)
{
    struct conn *conn = calloc(1, sizeof *conn);
    if (!conn) abort();
    conn->server = server;
    conn->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    conn->address =
        http_address_of(MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
    http_address_format(&conn->address, conn->address_text);
    conn_phase(conn, CONN_WAITING, 0);
    conn->seen_since = atomic_load(&conn->since); /* nothing came before */
    pthread_mutex_lock(&server->lock);
    conn->peer = peer_enter(server, &conn->address);
    bool outran = conn->peer && conn->peer->count > server->config.connections_per_peer;
    conn->next = server->conns;
    if (conn->next) conn->next->prev = conn;
    server->conns = conn;
    pthread_mutex_unlock(&server->lock);
    if (outran) { /* let in by the acceptor before the ones that came with it were counted here */
        shutdown(conn->fd, SHUT_RDWR);
        http_stats_count(server->stats, HTTP_COUNT_REFUSED);
    }
    http_stats_connections(server->stats, 1);
    *context = conn;
}

static void conn_close(struct http_server *server, struct conn *conn)
{
    pthread_mutex_lock(&server->lock);
    peer_leave(server, conn->peer);
    if (conn->prev)
        conn->prev->next = conn->next;
    else
        server->conns = conn->next;
    if (conn->next) conn->next->prev = conn->prev;
    pthread_mutex_unlock(&server->lock);
    http_stats_connections(server->stats, -1);
    free(conn);
}

void conn_notify(void *cls, struct MHD_Connection *connection, void **context,
                 enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        conn_open(cls, connection, context);
    else if (*context)
        conn_close(cls, *context);
}

void conn_phase(struct conn *conn, enum conn_phase phase, uint64_t bytes)
{
    atomic_store_explicit(&conn->bytes, bytes, memory_order_relaxed);
    atomic_store_explicit(&conn->since, http_clock(), memory_order_relaxed);
    atomic_store_explicit(&conn->phase, (int)phase, memory_order_release);
}

void conn_linger(struct conn *conn)
{
    struct http_server *server = conn->server;
    struct farewell *linger = calloc(1, sizeof *linger);
    if (!linger) return;
    linger->fd = fcntl(conn->fd, F_DUPFD_CLOEXEC, 0);
    linger->until = http_clock() + LINGER_MICROS;
    if (linger->fd < 0) {
        free(linger);
        return;
    }
    pthread_mutex_lock(&server->lock);
    bool room = server->linger_count < LINGER_MOST;
    if (room) {
        linger->next = server->lingering;
        server->lingering = linger;
        server->linger_count++;
    }
    pthread_mutex_unlock(&server->lock);
    if (room) return;
    close(linger->fd);
    free(linger);
}

/* Reads away what still comes; true when it is time to close. */
static bool linger_is_over(const struct farewell *linger, int64_t now)
{
    char waste[16384];
    for (int i = 0; i < 16; i++) {
        ssize_t got = recv(linger->fd, waste, sizeof waste, MSG_DONTWAIT);
        if (got == 0) return true;
        if (got < 0) break;
    }
    return now > linger->until;
}

static void reap_lingering(struct http_server *server, int64_t now)
{
    struct farewell **place = &server->lingering;
    while (*place) {
        struct farewell *linger = *place;
        if (linger_is_over(linger, now)) {
            *place = linger->next;
            server->linger_count--;
            close(linger->fd);
            free(linger);
        } else {
            place = &linger->next;
        }
    }
}

/* Bytes received so far on a TCP socket; 0 on others. */
static uint64_t bytes_received(int fd)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) < 0) return 0;
    return size >= offsetof(struct tcp_info, tcpi_bytes_received) + 8 ? info.tcpi_bytes_received : 0;
}

static bool head_is_late(struct conn *conn, int64_t since, int64_t now)
{
    uint64_t bytes = bytes_received(conn->fd);
    if (conn->seen_since != since) {
        conn->seen_since = since;
        conn->seen_bytes = bytes;
        conn->head_since = 0;
    } else if (bytes > conn->seen_bytes && conn->head_since == 0) {
        conn->head_since = now;
    }
    return conn->head_since && now - conn->head_since > (int64_t)conn->server->config.header_ms * 1000;
}

static bool is_late(struct conn *conn, int64_t now)
{
    int phase = atomic_load_explicit(&conn->phase, memory_order_acquire);
    int64_t since = atomic_load_explicit(&conn->since, memory_order_relaxed);
    int64_t bytes = (int64_t)atomic_load_explicit(&conn->bytes, memory_order_relaxed);
    int64_t slow = now - since - GRACE_MICROS;
    switch (phase) {
    case CONN_WAITING:
        return head_is_late(conn, since, now);
    case CONN_BODY:
        return slow > 0 && bytes < slow / 1000000 * BODY_PACE;
    case CONN_SENDING:
        return slow > 0 && slow / 1000000 > bytes / SEND_PACE;
    default:
        return false;
    }
}

static void reap(struct http_server *server)
{
    int64_t now = http_clock();
    for (struct conn *conn = server->conns; conn; conn = conn->next) {
        if (!is_late(conn, now)) continue;
        shutdown(conn->fd, SHUT_RDWR);
        http_stats_count(server->stats, HTTP_COUNT_CUT);
    }
    reap_lingering(server, now);
}

static void *reaper_loop(void *object)
{
    struct http_server *server = object;
    int64_t pause = server->config.header_ms * INT64_C(250);
    if (pause > 1000000) pause = 1000000;
    pthread_mutex_lock(&server->lock);
    while (!server->reaper_ends) {
        reap(server);
        cond_wait_until(&server->reaper_wake, &server->lock, http_clock() + pause);
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

int reaper_start(struct http_server *server, struct err *err)
{
    cond_init(&server->reaper_wake);
    pthread_mutex_init(&server->lock, NULL);
    server->peers = calloc(PEER_CHAINS, sizeof(struct peer *));
    if (!server->peers || pthread_create(&server->reaper, NULL, reaper_loop, server) != 0)
        return err_set(err, ERR_SYSTEM, "cannot start a thread");
    server->reaper_runs = true;
    return 0;
}

void reaper_stop(struct http_server *server)
{
    if (!server->reaper_runs) return;
    pthread_mutex_lock(&server->lock);
    server->reaper_ends = true;
    pthread_cond_signal(&server->reaper_wake);
    pthread_mutex_unlock(&server->lock);
    pthread_join(server->reaper, NULL);
}

void conns_done(struct http_server *server)
{
    reap_lingering(server, INT64_MAX);
    free(server->peers);
    pthread_cond_destroy(&server->reaper_wake);
    pthread_mutex_destroy(&server->lock);
}
