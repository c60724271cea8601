/* The life of a request: begun with its first line, headed, perhaps parked, and gone when nobody holds it. */
#include "http/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "http/internal.h"

enum { FIRST_BLOCK = 8 * 1024 };

/* Not to be guessed from one another, and never twice: two different bijections of one counter. */
static void write_id(struct http_server *server, char out[40])
{
    uint64_t count = atomic_fetch_add_explicit(&server->id_count, 1, memory_order_relaxed);
    uint64_t high = hash_mix(count ^ server->id_seeds[0]), low = hash_mix((count << 1) ^ server->id_seeds[1]);
    static const char digits[] = "0123456789abcdef";
    int at = 0;
    for (int i = 0; i < 32; i++) {
        uint64_t half = i < 16 ? high : low;
        if (i == 8 || i == 12 || i == 16 || i == 20) out[at++] = '-';
        out[at++] = digits[half >> (60 - 4 * (i % 16)) & 15];
    }
    out[at] = '\0';
}

struct request *request_new(struct http_server *server, struct conn *conn, struct MHD_Connection *connection)
{
    struct arena *arena = arena_new_sized(FIRST_BLOCK);
    struct request *request = ARENA_NEW(arena, struct request);
    request->public.arena = arena;
    request->public.app = server->config.app;
    request->public.body_fd = -1;
    request->file_fd = -1;
    request->server = server;
    request->conn = conn;
    request->connection = connection;
    request->begun = http_clock();
    atomic_init(&request->refs, 1);
    write_id(server, request->id);
    request->public.id = str_of_len(request->id, 36);
    http_stats_in_flight(server->stats, 1);
    return request;
}

void request_unref(struct request *request)
{
    if (atomic_fetch_sub(&request->refs, 1) > 1) return;
    buf_done(&request->body);
    if (request->public.body_fd >= 0) close(request->public.body_fd);
    if (request->file_fd >= 0) close(request->file_fd);
    stream_unref(request->stream); /* one that was never sent */
    arena_free(request->public.arena);
}

struct collected {
    struct http_field *fields;
    size_t count;
};

static enum MHD_Result collect(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len,
                               const char *value, size_t value_len)
{
    struct collected *collected = cls;
    (void)kind;
    if (collected->count <= HTTP_FIELDS_MAX)
        collected->fields[collected->count++] =
            (struct http_field){str_of_len(name, name_len), str_of_len(value ? value : "", value_len)};
    return MHD_YES;
}

/* The parser's strings are gone with the connection, a deferred request may stay. */
static struct http_fields copy_fields(struct arena *arena, const struct collected *collected)
{
    struct http_field *copies = ARENA_ARRAY(arena, collected->count, struct http_field);
    for (size_t i = 0; i < collected->count; i++) {
        copies[i].name = arena_str(arena, collected->fields[i].name);
        copies[i].value = arena_str(arena, str_trim(collected->fields[i].value));
    }
    return (struct http_fields){copies, collected->count};
}

/* The last address in X-Forwarded-For that is not one of our proxies: what stands before it anybody may have written. */
static void find_client(struct request *request)
{
    const struct http_server *server = request->server;
    struct http_address peer = request->conn->address;
    struct str list = http_fields_header(request->public.headers, "X-Forwarded-For");
    for (size_t i = 0; i < server->config.proxy_count; i++) {
        if (!http_network_has(&server->proxies[i], &peer)) continue;
        request->public.secure =
            str_is(http_fields_header(request->public.headers, "X-Forwarded-Proto"), "https");
        size_t comma = list.len;
        while (comma > 0 && list.ptr[comma - 1] != ',') comma--;
        struct http_address before;
        if (http_address_parse(str_trim(str_slice(list, comma, list.len)), &before) < 0) break;
        peer = before;
        list = str_slice(list, 0, comma ? comma - 1 : 0);
        i = SIZE_MAX; /* again from the first proxy */
    }
    request->public.peer = peer;
    if (http_address_eq(&peer, &request->conn->address))
        memcpy(request->peer_text, request->conn->address_text, sizeof request->peer_text);
    else
        http_address_format(&peer, request->peer_text);
    request->public.peer_text = str_of(request->peer_text);
}

void request_refuse(struct request *request, int status, struct str detail)
{
    struct http_problem problem = {.status = status, .detail = detail};
    request->close = true;
    http_stats_count(request->server->stats, HTTP_COUNT_REFUSED);
    http_answer_problem(&request->public, &problem);
}

static const char *const parser_checks_layout =
    "0.9."; /* the versions whose memory http_guard_layout knows */

static bool check_head(struct request *request, const char *method, const char *version)
{
    struct http_field fields[HTTP_FIELDS_MAX + 1];
    struct collected collected = {fields, 0};
    MHD_get_connection_values_n(request->connection, MHD_HEADER_KIND, collect, &collected);
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    /* The parser has cut its own copy of the target to pieces; ours is whole, where it is not too long anyway. */
    struct str raw = str_of_len(request->raw_target, request->raw_target_len);
    struct http_head head = {str_of(method),
                             raw.len > HTTP_TARGET_MAX ? raw : request->public.target,
                             str_of(version),
                             {fields, collected.count},
                             size ? size->header_size : 0};
    request->public.headers = copy_fields(request->public.arena, &collected);
    find_client(request);
    request->public.method = http_method_of(head.method);
    struct err err = {0};
    int status = http_guard_check(&head, &request->framing, &err);
    head.target = raw;
    if (status == 0 && str_starts(str_of(MHD_get_version()), str_of(parser_checks_layout)) &&
        !http_guard_layout(&head)) {
        status = 400;
        err_set(&err, ERR_USAGE,
                "the head is not laid out as HTTP/1.1 wants it: CR LF line ends, no folded lines, no NUL");
    }
    if (status) request_refuse(request, status, arena_str(request->public.arena, str_of(err.message)));
    return status == 0;
}

int target_decode(struct arena *arena, struct str target, struct str segments[HTTP_SEGMENTS_MAX],
                  size_t *out_count, struct http_fields *out_query, struct err *err)
{
    size_t mark = str_find_char(target, '?', 0);
    struct str query = mark == STR_NOT_FOUND ? STR("") : str_slice(target, mark + 1, target.len);
    if (http_decode_path(arena, str_slice(target, 0, mark), segments, out_count, err) < 0) return -1;
    return http_decode_form(arena, query, out_query, err);
}

static bool decode_target(struct request *request, struct str segments[HTTP_SEGMENTS_MAX], size_t *out_count)
{
    struct arena *arena = request->public.arena;
    struct err err = {0};
    if (target_decode(arena, request->public.target, segments, out_count, &request->public.query, &err) < 0) {
        request_refuse(request, 400, arena_str(arena, str_of(err.message)));
        return false;
    }
    struct str cookies = http_fields_header(request->public.headers, "Cookie");
    if (cookies.len) request->public.cookies = http_decode_cookies(arena, cookies);
    return true;
}

static void answer_allow(struct request *request, int status)
{
    struct http_field *allow = ARENA_NEW(request->public.arena, struct http_field);
    *allow = (struct http_field){STR("Allow"), str_of(request->match.allow)};
    struct http_answer answer = {.status = status, .headers = {allow, 1}};
    if (status != 204) {
        struct http_problem problem = {.status = status};
        answer.type = "application/problem+json";
        answer.body = http_problem_json(request->public.arena, &problem, request->public.id);
    }
    http_answer(&request->public, &answer);
}

static bool find_route(struct request *request, const struct str *segments, size_t count)
{
    struct http_match *match = &request->match;
    http_router_find(request->server->router, request->public.method, segments, count, match);
    request->public.params = (struct http_fields){match->params, match->param_count};
    request->public.row = match->row;
    if (match->row) return true;
    struct http_problem none = {.status = 404};
    if (!match->allow)
        http_answer_problem(&request->public, &none);
    else
        answer_allow(request, request->public.method == HTTP_OPTIONS ? 204 : 405);
    return false;
}

bool request_head(struct request *request, const char *method, const char *version)
{
    struct str segments[HTTP_SEGMENTS_MAX];
    size_t count = 0;
    if (!check_head(request, method, version)) return false;
    if (!decode_target(request, segments, &count)) return false;
    if (!find_route(request, segments, count)) return false;
    if (request->server->config.admit && request->server->config.admit(&request->public)) return false;
    int status = body_begin(request);
    if (status) request_refuse(request, status, STR(""));
    return status == 0;
}

void request_link(struct request **list, struct request *request)
{
    request->prev = NULL;
    request->next = *list;
    if (request->next) request->next->prev = request;
    *list = request;
}

void request_unlink(struct request **list, struct request *request)
{
    if (request->prev)
        request->prev->next = request->next;
    else
        *list = request->next;
    if (request->next) request->next->prev = request->prev;
}

void request_park(struct request *request)
{
    struct http_server *server = request->server;
    atomic_fetch_add(&request->refs, 1);
    atomic_fetch_add(&server->refs, 1);
    pthread_mutex_lock(&server->lock);
    atomic_store(&request->parked, PARKED);
    request_link(&server->parked, request);
    pthread_mutex_unlock(&server->lock);
    MHD_suspend_connection(request->connection);
}

struct str http_param(const struct http_request *request, const char *name)
{
    struct str value = http_fields_get(request->params, name);
    if (!value.ptr) {
        fprintf(stderr, "burin: the route has no parameter %s\n", name);
        abort();
    }
    return value;
}
