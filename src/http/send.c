/* From an answer to bytes: not modified, compressed, with its headers, to the parser or straight to the socket. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "http/internal.h"

enum { SMALLEST_GZIP = 1024 };

static const char *const compressible[] = {
    "text/",         "application/json",          "application/problem+json", "application/javascript",
    "image/svg+xml", "application/manifest+json", "application/openapi+json"};

static bool is_compressible(const struct http_answer *answer)
{
    if (answer->body.len <= SMALLEST_GZIP || !answer->type) return false;
    for (size_t i = 0; i < sizeof compressible / sizeof *compressible; i++)
        if (str_starts(str_of(answer->type), str_of(compressible[i]))) return true;
    return false;
}

/* "q=0", "q=0.000" */
static bool is_zero_quality(struct str quality)
{
    if (!str_starts(quality, STR("q=0"))) return false;
    for (size_t i = 3; i < quality.len; i++)
        if (quality.ptr[i] != '0' && quality.ptr[i] != '.') return false;
    return true;
}

/* Accept-Encoding names gzip (or *) and not with q=0. */
static bool takes_gzip(struct str header)
{
    struct str rest = header, part;
    while (str_next_part(&rest, ',', &part)) {
        size_t semicolon = str_find_char(part, ';', 0);
        struct str name = str_trim(str_slice(part, 0, semicolon));
        if (!str_eq_nocase(name, STR("gzip")) && !str_is(name, "*")) continue;
        struct str quality =
            semicolon == STR_NOT_FOUND ? STR("") : str_trim(str_slice(part, semicolon + 1, part.len));
        return !is_zero_quality(quality);
    }
    return false;
}

static void compress_body(struct request *request)
{
    struct http_answer *answer = &request->answer;
    if (!takes_gzip(http_fields_header(request->public.headers, "Accept-Encoding"))) return;
    struct str made = answer->gzipped;
    if (made.len == 0 && !http_gzip(request->public.arena, answer->body, &made)) return;
    answer->body = made;
    request->encoding = "gzip";
}

static bool is_unmodified(const struct request *request)
{
    const struct http_answer *answer = &request->answer;
    bool reading = request->public.method == HTTP_GET || request->public.method == HTTP_HEAD;
    return reading && answer->status == 200 && answer->etag.len &&
           http_etag_listed(http_fields_header(request->public.headers, "If-None-Match"), answer->etag);
}

void answer_prepare(struct request *request)
{
    struct http_answer *answer = &request->answer;
    if (request->prepared) return;
    request->prepared = true;
    request->vary = request->file_fd < 0 && is_compressible(answer);
    if (is_unmodified(request)) {
        answer->status = 304;
        answer->body = STR("");
        answer->type = NULL;
    } else if (request->vary) {
        compress_body(request);
    }
    /* Another coding is another representation: a strong mark would lie (RFC 9110 §8.8.1). */
    if (answer->etag.len)
        request->etag = arena_printf(request->public.arena, "%s\"%.*s\"", request->vary ? "W/" : "",
                                     STR_ARG(answer->etag));
}

static void put(struct MHD_Response *response, const char *name, const char *value)
{
    if (value && value[0] && MHD_add_response_header(response, name, value) != MHD_YES) {
        fprintf(stderr, "burin: the header %s cannot be sent\n", name);
        abort();
    }
}

static void put_headers(struct request *request, struct MHD_Response *response)
{
    const struct http_config *config = &request->server->config;
    const struct http_answer *answer = &request->answer;
    put(response, "Content-Type", answer->type);
    put(response, "Cache-Control", answer->cache ? answer->cache : "no-store");
    put(response, "Content-Security-Policy", answer->csp ? answer->csp : request->server->csp);
    put(response, "X-Content-Type-Options", "nosniff");
    put(response, "Referrer-Policy", "no-referrer");
    put(response, "X-Request-Id", request->id);
    if (config->hsts) put(response, "Strict-Transport-Security", "max-age=31536000");
    if (request->etag.len) put(response, "ETag", request->etag.ptr);
    if (request->vary) put(response, "Vary", "Accept-Encoding");
    put(response, "Content-Encoding", request->encoding);
    put(response, "Set-Cookie", request->cookie.ptr);
    for (size_t i = 0; i < answer->headers.count; i++)
        put(response, answer->headers.items[i].name.ptr, answer->headers.items[i].value.ptr);
    if (request->close || atomic_load(&request->server->stopping)) put(response, "Connection", "close");
}

static struct MHD_Response *make_response(struct request *request)
{
    struct str body = request->answer.body;
    if (request->stream) return stream_response(request->stream);
    if (request->file_fd < 0 || request->answer.status == 304) {
        request->sent_bytes = body.len;
        return MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.ptr, MHD_RESPMEM_PERSISTENT);
    }
    int fd = request->file_fd;
    request->file_fd = -1; /* the parser closes it */
    request->sent_bytes = request->file_size;
    return MHD_create_response_from_fd64(request->file_size, fd);
}

static void enter_stream(struct request *request)
{
    struct http_server *server = request->server;
    pthread_mutex_lock(&server->lock);
    request->streaming = true;
    request_link(&server->streams, request);
    bool late = atomic_load(&server->stopping);
    if (late) stream_end(request->stream);
    pthread_mutex_unlock(&server->lock);
}

enum MHD_Result answer_send(struct request *request)
{
    answer_prepare(request);
    struct MHD_Response *response = make_response(request);
    if (!response) return MHD_NO;
    put_headers(request, response);
    request->sent_status = request->answer.status;
    if (request->stream) enter_stream(request);
    conn_phase(request->conn, request->stream ? CONN_WORKING : CONN_SENDING, request->sent_bytes);
    enum MHD_Result done =
        MHD_queue_response(request->connection, (unsigned)request->answer.status, response);
    MHD_destroy_response(response);
    return done;
}

enum MHD_Result answer_send_abandoned(struct request *request)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    if (!response) return MHD_NO;
    put(response, "Connection", "close");
    put(response, "Retry-After", "5");
    put(response, "X-Request-Id", request->id);
    request->sent_status = 503;
    conn_phase(request->conn, CONN_SENDING, 0);
    enum MHD_Result done = MHD_queue_response(request->connection, 503, response);
    MHD_destroy_response(response);
    return done;
}

void answer_send_raw(struct request *request, int status)
{
    struct http_problem problem = {.status = status};
    struct str body = http_problem_json(request->public.arena, &problem, request->public.id);
    struct str text =
        arena_printf(request->public.arena,
                     "HTTP/1.1 %d %s\r\nContent-Type: application/problem+json\r\nContent-Length: %zu\r\n"
                     "Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                     "X-Request-Id: %s\r\n\r\n%.*s",
                     status, http_status_text(status), body.len, request->id, STR_ARG(body));
    request->sent_status = status;
    http_stats_count(request->server->stats, HTTP_COUNT_REFUSED);
    (void)!send(request->conn->fd, text.ptr, text.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    conn_linger(request->conn);
}
