/* The HTTP server: one listener, event threads (epoll) that never wait, a table of routes.
 *
 * What comes in is checked before anything reads it (guard.h), bounded in every direction, and routed; the row's handler
 * answers (request.h). Who asks and what they may do is decided by two callbacks. Nothing is logged here: `log` is told
 * of each answer. Every answer carries X-Request-Id, X-Content-Type-Options: nosniff, Referrer-Policy: no-referrer, a
 * Content-Security-Policy and Cache-Control: no-store unless the answer says otherwise; none has CORS headers or names
 * the server. */
#ifndef BURIN_HTTP_SERVER_H
#define BURIN_HTTP_SERVER_H

#include "base/err.h"
#include "http/request.h"
#include "http/stats.h"
#include "http/workers.h"

struct http_server;

/* What is known of an answer once it is sent, or given up. */
struct http_log_row {
    enum http_method method;
    const struct http_row *row; /* NULL: no route; the path as asked for is never logged */
    int status;                 /* 0: the client went away before there was one */
    int64_t micros;             /* since the request's first line */
    uint64_t bytes;             /* of the body that was to be sent; 0 for event streams */
    struct str id;
    struct str peer;
};

/* Rows that belong together: their handlers find `app` in the request, and `authorise` is asked just before them, on the
 * handler's thread: NULL to go ahead, else the answer. */
struct http_room {
    const struct http_row *rows;
    size_t row_count;
    void *app;
    http_handler *authorise; /* NULL: everybody may */
    /* Asked on the event thread for an HTTP_QUICK row: whether who comes is known and the handler would not wait now. It is
     * then run there, as handing over to the work pool and back costs as much as a small read; http_hand_over where it was wrong.
     * NULL: never. */
    bool (*here)(struct http_request *request);
};
enum { HTTP_ROOMS_MOST = 4 };

struct http_config {
    const char *listen; /* HOST:PORT or unix:/PATH (address.h); NULL means 127.0.0.1:0 */
    int listen_fd;      /* an open listening socket instead, from systemd; used when > 0 and then ours */
    struct http_room rooms[HTTP_ROOMS_MOST]; /* those that have rows */
    int threads;                             /* event threads; 0 means 2 */
    struct workers *workers;                 /* for HTTP_WORK rows; borrowed, must outlive the server */
    void *app;                               /* for `admit` */

    /* Asked on the event thread before any body is read, and must not wait: rate limits by address, maintenance. NULL: nobody
     * is asked; else it gives NULL to go ahead, or the answer. */
    http_handler *admit;
    void (*log)(void *log_context, const struct http_log_row *row); /* any thread; NULL: nobody is told */
    void *log_context;

    const char *csp; /* NULL means default-src 'none'; frame-ancestors 'none' */
    bool hsts;       /* Strict-Transport-Security, where TLS is known to stand in front */
    /* Networks whose X-Forwarded-For and X-Forwarded-Proto are believed; all others' are ignored. */
    const char *const *proxies;
    size_t proxy_count;

    unsigned connections_max;      /* 0 means 10,000; more wait in the kernel's queue */
    unsigned connections_per_peer; /* 0 means 256; proxies and Unix sockets are not counted */
    int header_ms;                 /* for a head, from its first byte seen; 0 means 10,000 */
    int idle_seconds;              /* without a byte either way; 0 means 30 */
    size_t body_memory_max;        /* of all buffered bodies together, then 503; 0 means 256 MiB */
    const char *temp_folder;       /* for HTTP_UPLOAD; NULL means /tmp */
};

/* The rows must stay while the server runs. Signals stay as they are; SIGPIPE is never raised by it. */
int http_server_start(const struct http_config *config, struct http_server **out, struct err *err);
int http_server_port(const struct http_server *server); /* 0 for a Unix socket */
struct http_stats *http_server_stats(struct http_server *server);
/* Whoever still asks for the figures when the server stops holds on to it first, and lets go in the end; NULL is fine. */
void http_server_hold(struct http_server *server);
void http_server_let_go(struct http_server *server);
/* Takes no more connections, ends the event streams, lets requests in flight finish until `wait_micros` are over, answers 503 to
 * those that are still deferred then, and frees the server. NULL is fine. */
void http_server_stop(struct http_server *server, int64_t wait_micros);

#endif
