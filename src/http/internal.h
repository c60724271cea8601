/* What the files of the server share; nothing outside this room includes it. */
#ifndef BURIN_HTTP_INTERNAL_H
#define BURIN_HTTP_INTERNAL_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/buf.h"
#include "http/clock.h"
#include "http/guard.h"
#include "http/problem.h"
#include "http/server.h"

enum conn_phase {
    CONN_WAITING, /* for a request, or within its head */
    CONN_BODY,    /* reading one */
    CONN_WORKING, /* the handler has it, or an event stream */
    CONN_SENDING, /* the answer */
};

struct peer;

/* One connection, from accept to close. */
struct conn {
    struct http_server *server;
    struct conn *prev, *next; /* under server->lock, as is `peer` */
    struct peer *peer;
    int fd;
    struct http_address address;
    char address_text[48];
    atomic_int phase;
    atomic_int_fast64_t since;  /* when the phase began */
    atomic_uint_fast64_t bytes; /* of body received so far, or of the answer to be sent */
    /* The reaper's own: the waiting it has looked at, what had come by then, and when more was first seen. */
    int64_t seen_since, head_since;
    uint64_t seen_bytes;
};

enum parked { NOT_PARKED, PARKED, RESUMED, ABANDONED };

struct stream;

/* One request; the public part is what handlers see. */
struct request {
    struct http_request public; /* first, so that one pointer is the other */
    struct http_server *server;
    struct conn *conn;
    struct MHD_Connection *connection;
    atomic_int refs;
    atomic_int parked;
    struct request *prev, *next; /* in server->parked or server->streams */
    struct work work;
    int64_t begun;
    const char *raw_target; /* in the parser's memory, for the layout check */
    size_t raw_target_len;
    struct http_match match;
    struct http_framing framing;
    struct buf body;
    bool headed, dispatched; /* the head was looked at; the handler was called */
    bool answered, close, prepared;
    struct http_answer answer;
    struct str etag;   /* as sent, with quotes */
    struct str cookie; /* of Set-Cookie */
    const char *encoding;
    bool vary;
    int file_fd;
    uint64_t file_size;
    struct stream *stream;
    bool streaming; /* linked into server->streams */
    int sent_status;
    uint64_t sent_bytes;
    char peer_text[48], id[40];
};

struct http_server {
    atomic_int refs; /* of the caller until it is stopped, of parked requests, of http_server_hold */
    struct http_config config;
    struct MHD_Daemon *daemon;
    struct http_row *table; /* the rows of all rooms, in their order */
    size_t table_count;
    struct http_router *router;
    struct http_stats *stats;
    struct http_network *proxies;
    int listener, port;
    pthread_t acceptor;
    int acceptor_ends; /* an eventfd */
    bool accepts;
    char csp[1024];
    uint64_t id_seeds[2];
    atomic_uint_fast64_t id_count;
    atomic_uint_fast64_t body_memory;
    atomic_bool stopping;

    pthread_mutex_t lock; /* of everything below */
    struct conn *conns;
    struct peer **peers;
    struct request *parked, *streams;
    struct farewell *lingering;
    int linger_count;
    bool reaper_ends;
    pthread_cond_t reaper_wake;
    pthread_t reaper;
    bool reaper_runs;
};

/* accept.c: the listener must be open; in the end no connection is taken any more, `stopping` is set
 * and it is closed. */
int acceptor_start(struct http_server *server, struct err *err);
void acceptor_stop(struct http_server *server);

/* server.c: the last one frees it */
void server_unref(struct http_server *server);
/* Runs the row that request->public.row names, as its room: asks who may, then the handler. */
const struct http_result *server_call(struct request *request);

/* connection.c: who is connected, and who is too slow */
enum MHD_Result conn_accept(void *cls, const struct sockaddr *from, socklen_t size);
void conn_notify(void *cls, struct MHD_Connection *connection, void **context,
                 enum MHD_ConnectionNotificationCode code);
void conn_phase(struct conn *conn, enum conn_phase phase, uint64_t bytes);
/* Keeps the socket open a little after the parser closes it, reading what still comes, so that the client gets to see the
 * answer before it is told of the closing. */
void conn_linger(struct conn *conn);
int reaper_start(struct http_server *server, struct err *err);
void reaper_stop(struct http_server *server);
void conns_done(struct http_server *server);

/* request.c: the life of a request */
struct request *request_new(struct http_server *server, struct conn *conn, struct MHD_Connection *connection);
void request_unref(struct request *request);
/* The head: fields, identity of the client, route. False: an answer is there already. */
bool request_head(struct request *request, const char *method, const char *version);
void request_refuse(struct request *request, int status, struct str detail);
/* A path and what stands behind its question mark. */
int target_decode(struct arena *arena, struct str target, struct str segments[HTTP_SEGMENTS_MAX],
                  size_t *out_count, struct http_fields *out_query, struct err *err);
void request_link(struct request **list, struct request *request);
void request_unlink(struct request **list, struct request *request);
void request_park(struct request *request);

/* answer.c: false where the request is deferred; aborts where a handler returned anything else. */
bool http_result_is_answer(const struct http_result *result);
bool http_result_is_handed_over(const struct http_result *result);

/* body.c */
/* Part of the body; 0, or the status to end the connection with. */
int body_add(struct request *request, struct str bytes);
int body_begin(struct request *request); /* the same */
void body_done(struct request *request);

/* send.c: from an answer to bytes */
void answer_prepare(struct request *request); /* ETag, compression: whatever may take a while */
enum MHD_Result answer_send(struct request *request);
/* 503 without touching what belongs to somebody else. */
enum MHD_Result answer_send_abandoned(struct request *request);
/* The answer straight to the socket, while a body is still coming; the connection ends. */
void answer_send_raw(struct request *request, int status);

/* events.c: the two ends of an event stream */
struct MHD_Response *stream_response(struct stream *stream);
void stream_end(struct stream *stream);
void stream_unref(struct stream *stream);

#endif
