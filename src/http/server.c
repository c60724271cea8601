/* The listener and its event threads: calls of the parser come in here and become steps of a request; see server.h. */
#define _GNU_SOURCE
#include "http/server.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "http/internal.h"

/* The parser's memory for one connection: holds a head of 16 KiB with its bookkeeping; it is cleared for each request, and ten thousand connections that
 * have each used all of theirs stay below 512 MiB. */
enum { CONNECTION_MEMORY = 28 * 1024, STACK = 512 * 1024, FAREWELL_MICROS = 250000 };

static const char default_csp[] = "default-src 'none'; frame-ancestors 'none'";

static struct conn *conn_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* The first line is read, nothing else is yet. */
static void *on_first_line(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct request *request = request_new(cls, conn_of(connection), connection);
    request->raw_target = target ? target : "";
    request->raw_target_len = strlen(request->raw_target);
    if (request->raw_target_len <= HTTP_TARGET_MAX)
        request->public.target = arena_str(request->public.arena, str_of(request->raw_target));
    return request;
}

/* Nothing is decoded by the parser: what it would make of %00 or %2F is not what we mean. */
static size_t on_unescape(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls;
    (void)connection;
    return strlen(text);
}

static const struct http_room *room_of(const struct http_server *server, const struct http_row *row)
{
    const struct http_room *room = server->config.rooms;
    size_t at = (size_t)(row - server->table);
    while (at >= room->row_count) at -= room++->row_count;
    return room;
}

/* Whether the handler is run on this thread. */
static bool is_here(struct request *request)
{
    const struct http_row *row = request->public.row;
    if (!(row->flags & HTTP_WORK)) return true;
    if (!(row->flags & HTTP_QUICK)) return false;
    const struct http_room *room = room_of(request->server, row);
    request->public.app = room->app;
    return room->here && room->here(&request->public);
}

const struct http_result *server_call(struct request *request)
{
    const struct http_room *room = room_of(request->server, request->public.row);
    request->public.app = room->app;
    const struct http_result *refusal = room->authorise ? room->authorise(&request->public) : NULL;
    return refusal ? refusal : request->public.row->handle(&request->public);
}

static void run_work(struct work *work, bool late)
{
    struct request *request = (struct request *)((char *)work - offsetof(struct request, work));
    const struct http_result *result = late ? http_answer_busy(&request->public) : server_call(request);
    if (!http_result_is_answer(result)) return; /* somebody else's now */
    answer_prepare(request);
    http_resume(&request->public, result);
}

static enum work_lane lane_of(const struct http_row *row)
{
    return row->flags & HTTP_FIRST ? WORK_FIRST : row->flags & HTTP_LAST ? WORK_LAST : WORK_NORMAL;
}

static enum MHD_Result dispatch(struct request *request)
{
    const struct http_row *row = request->public.row;
    struct workers *workers = request->server->config.workers;
    request->dispatched = true;
    request->public.body = buf_str(&request->body);
    conn_phase(request->conn, CONN_WORKING, 0);
    if (is_here(request)) {
        const struct http_result *result = server_call(request);
        if (!(row->flags & HTTP_WORK) || !http_result_is_handed_over(result))
            return http_result_is_answer(result) ? answer_send(request) : MHD_YES;
    }
    if (workers_reserve(workers, lane_of(row)) < 0) {
        http_answer_busy(&request->public);
        return answer_send(request);
    }
    request_park(request);
    request->work.run = run_work;
    workers_put(workers, lane_of(row), &request->work);
    return MHD_YES;
}

static enum MHD_Result on_head(struct request *request, const char *method, const char *version)
{
    request->headed = true;
    if (request_head(request, method, version)) return MHD_YES;
    if (!request->close && !request->framing.chunked && request->framing.length == 0) {
        request->dispatched =
            true; /* sent at the next call: after an answer at the first one the parser always closes */
        return MHD_YES;
    }
    conn_linger(request->conn);
    return answer_send(request);
}

static enum MHD_Result on_body(struct request *request, const char *bytes, size_t *size)
{
    int status = body_add(request, str_of_len(bytes, *size));
    *size = 0;
    if (status == 0) return MHD_YES;
    answer_send_raw(request, status);
    return MHD_NO;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *bytes, size_t *size,
                                  void **context)
{
    struct request *request = *context;
    (void)cls;
    (void)connection;
    (void)path;
    if (!request->headed) return on_head(request, method, version);
    if (*size) return on_body(request, bytes, size);
    if (!request->dispatched) return dispatch(request);
    return atomic_load(&request->parked) == ABANDONED ? answer_send_abandoned(request) : answer_send(request);
}

static void tell_log(struct request *request, int64_t micros)
{
    const struct http_config *config = &request->server->config;
    struct http_log_row row = {request->public.method, request->public.row, request->sent_status,     micros,
                               request->sent_bytes,    request->public.id,  request->public.peer_text};
    if (config->log) config->log(config->log_context, &row);
}

static void leave_stream(struct http_server *server, struct request *request)
{
    pthread_mutex_lock(&server->lock);
    request_unlink(&server->streams, request);
    pthread_mutex_unlock(&server->lock);
    stream_unref(request->stream);
    request->stream = NULL;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct http_server *server = cls;
    struct request *request = *context;
    (void)connection;
    (void)code;
    if (!request) return;
    int64_t micros = http_clock() - request->begun;
    if (request->sent_status)
        http_stats_answer(server->stats, request->public.row, request->sent_status,
                          request->streaming ? -1 : micros);
    tell_log(request, micros);
    if (request->streaming) leave_stream(server, request);
    body_done(request);
    conn_phase(request->conn, CONN_WAITING, 0);
    *context = NULL;
    request_unref(request);
    http_stats_in_flight(server->stats, -1);
}

static void fill_config(struct http_server *server, const struct http_config *config)
{
    server->config = *config;
    struct http_config *filled = &server->config;
    if (!filled->listen) filled->listen = "127.0.0.1:0";
    if (filled->threads <= 0) filled->threads = 2;
    if (!filled->connections_max) filled->connections_max = 10000;
    if (!filled->connections_per_peer) filled->connections_per_peer = 256;
    if (filled->header_ms <= 0) filled->header_ms = 10000;
    if (filled->idle_seconds <= 0) filled->idle_seconds = 30;
    if (!filled->body_memory_max) filled->body_memory_max = (size_t)256 * 1024 * 1024;
    if (!filled->temp_folder) filled->temp_folder = "/tmp";
    snprintf(server->csp, sizeof server->csp, "%s", config->csp ? config->csp : default_csp);
}

static void join_rooms(struct http_server *server)
{
    const struct http_room *rooms = server->config.rooms;
    size_t count = 0;
    for (int i = 0; i < HTTP_ROOMS_MOST; i++) count += rooms[i].row_count;
    server->table = calloc(count + 1, sizeof *server->table);
    if (!server->table) abort();
    for (int i = 0; i < HTTP_ROOMS_MOST; i++)
        for (size_t r = 0; r < rooms[i].row_count; r++)
            server->table[server->table_count++] = rooms[i].rows[r];
}

static int prepare(struct http_server *server, struct err *err)
{
    const struct http_config *config = &server->config;
    if (getrandom(server->id_seeds, sizeof server->id_seeds, 0) != (ssize_t)sizeof server->id_seeds)
        return err_set(err, ERR_SYSTEM, "the system has no randomness to give");
    join_rooms(server);
    for (size_t i = 0; i < server->table_count; i++)
        if (server->table[i].flags & HTTP_WORK && !config->workers)
            return err_set(err, ERR_USAGE, "the route %s needs a work pool", server->table[i].pattern);
    server->proxies = calloc(config->proxy_count + 1, sizeof *server->proxies);
    if (!server->proxies) return err_set(err, ERR_SYSTEM, "no memory for the proxies");
    for (size_t i = 0; i < config->proxy_count; i++)
        if (http_network_parse(str_of(config->proxies[i]), &server->proxies[i], err) < 0) return -1;
    server->stats = http_stats_new(server->table, server->table_count);
    if (http_router_new(server->table, server->table_count, &server->router, err) < 0) return -1;
    return reaper_start(server, err);
}

static int start_daemon(struct http_server *server, struct err *err)
{
    const struct http_config *config = &server->config;
    server->listener = config->listen_fd > 0 ? config->listen_fd : -1;
    if (server->listener < 0 &&
        http_listen(str_of(config->listen), &server->listener, &server->port, err) < 0)
        return -1;
    /* Only more than one thread make a pool. */
    struct MHD_OptionItem pool[] = {{MHD_OPTION_THREAD_POOL_SIZE, config->threads, NULL},
                                    {MHD_OPTION_END, 0, NULL}};
    if (config->threads == 1) pool[0] = pool[1];
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME |
            MHD_USE_NO_LISTEN_SOCKET,
        0, conn_accept, server, on_request, server, MHD_OPTION_URI_LOG_CALLBACK, on_first_line, server,
        MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
        MHD_OPTION_NOTIFY_CONNECTION, conn_notify, server, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT, config->connections_max,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)config->idle_seconds, MHD_OPTION_THREAD_STACK_SIZE,
        (size_t)STACK, MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
    if (server->daemon) return acceptor_start(server, err);
    return err_set(err, ERR_SYSTEM, "the HTTP server does not start at %s", config->listen);
}

void server_unref(struct http_server *server)
{
    if (atomic_fetch_sub(&server->refs, 1) > 1) return;
    if (server->peers) conns_done(server);
    http_router_free(server->router);
    http_stats_free(server->stats);
    free(server->proxies);
    free(server->table);
    free(server);
}

int http_server_start(const struct http_config *config, struct http_server **out, struct err *err)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (!server) return err_set(err, ERR_SYSTEM, "no memory for the HTTP server");
    atomic_init(&server->refs, 1);
    fill_config(server, config);
    server->listener = server->acceptor_ends = -1;
    if (prepare(server, err) < 0 || start_daemon(server, err) < 0) {
        acceptor_stop(server);
        if (server->daemon) MHD_stop_daemon(server->daemon);
        reaper_stop(server);
        server_unref(server);
        return -1;
    }
    *out = server;
    return 0;
}

void http_server_hold(struct http_server *server)
{
    if (server) atomic_fetch_add(&server->refs, 1);
}

void http_server_let_go(struct http_server *server)
{
    if (server) server_unref(server);
}

int http_server_port(const struct http_server *server)
{
    return server->port;
}

struct http_stats *http_server_stats(struct http_server *server)
{
    return server->stats;
}

/* Takes what others still hold out of their hands: the event threads answer 503 then. True where there was any. */
static bool abandon_parked(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    struct request *request = server->parked;
    bool held = request;
    while (request) {
        struct request *next = request->next;
        int parked = PARKED;
        if (atomic_compare_exchange_strong(&request->parked, &parked, ABANDONED)) {
            request_unlink(&server->parked, request);
            MHD_resume_connection(request->connection);
        }
        request = next;
    }
    pthread_mutex_unlock(&server->lock);
    return held;
}

static void end_streams(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    for (struct request *request = server->streams; request; request = request->next)
        stream_end(request->stream);
    pthread_mutex_unlock(&server->lock);
}

void http_server_stop(struct http_server *server, int64_t wait_micros)
{
    if (!server) return;
    int64_t until = http_clock() + wait_micros;
    acceptor_stop(server);
    end_streams(server);
    /* Bodies and answers that clients are slow to send or take end with the daemon; what is parked must not be then, and its
     * 503 gets a moment to go out. */
    while (http_stats_in_flight_now(server->stats) > 0) {
        int64_t now = http_clock();
        bool held = now >= until && abandon_parked(server);
        if (now >= until + FAREWELL_MICROS && !held) break;
        nanosleep(&(struct timespec){0, 2000000}, NULL);
    }
    MHD_stop_daemon(server->daemon);
    reaper_stop(server);
    server_unref(server);
}
