/* What a handler may say: the http_answer… functions of request.h. Nothing is sent here. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "http/internal.h"

/* The only three there are; a handler gets at them through this file alone. */
struct http_result {
    const char *name;
};
static const struct http_result answered = {"answered"}, deferred = {"deferred"},
                                handed_over = {"handed over"};

static struct request *request_of(struct http_request *request)
{
    return (struct request *)request;
}

static bool is_header_text(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (((unsigned char)text.ptr[i] < 0x20 && text.ptr[i] != '\t') || text.ptr[i] == 0x7f) return false;
    return text.len > 0;
}

static bool is_header_name(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] <= ' ' || text.ptr[i] == ':' || text.ptr[i] == 0x7f) return false;
    return text.len > 0;
}

static bool may_be_sent(const struct http_answer *answer)
{
    if (answer->etag.len && !is_header_text(answer->etag)) return false;
    for (size_t i = 0; i < answer->headers.count; i++)
        if (!is_header_name(answer->headers.items[i].name) || !is_header_text(answer->headers.items[i].value))
            return false;
    return true;
}

/* The caller's list may lie on its stack; and the parser wants strings that end in NUL. */
static struct http_fields copy_headers(struct arena *arena, struct http_fields headers)
{
    struct http_field *copies = ARENA_ARRAY(arena, headers.count, struct http_field);
    for (size_t i = 0; i < headers.count; i++) {
        copies[i].name = arena_str(arena, headers.items[i].name);
        copies[i].value = arena_str(arena, headers.items[i].value);
    }
    return (struct http_fields){copies, headers.count};
}

const struct http_result *http_answer(struct http_request *public, const struct http_answer *answer)
{
    struct request *request = request_of(public);
    if (!may_be_sent(answer)) { /* text of a stranger in a header: nothing of it goes out */
        struct http_problem problem = {.status = 500};
        return http_answer_problem(public, &problem);
    }
    request->answer = *answer;
    request->answer.headers = copy_headers(public->arena, answer->headers);
    if (request->answer.status == 0) request->answer.status = 200;
    request->answered = true;
    return &answered;
}

const struct http_result *http_answer_file(struct http_request *public, const struct http_answer *answer,
                                           int fd, uint64_t size)
{
    struct request *request = request_of(public);
    if (request->file_fd >= 0) close(request->file_fd);
    request->file_fd = fd;
    request->file_size = size;
    return http_answer(public, answer);
}

const struct http_result *http_answer_problem(struct http_request *public, const struct http_problem *problem)
{
    struct http_answer answer = {.status = problem->status, .type = "application/problem+json"};
    answer.body = http_problem_json(public->arena, problem, public->id);
    if (problem->retry_after > 0) {
        struct http_field *field = ARENA_NEW(public->arena, struct http_field);
        *field =
            (struct http_field){STR("Retry-After"), arena_printf(public->arena, "%d", problem->retry_after)};
        answer.headers = (struct http_fields){field, 1};
    }
    return http_answer(public, &answer);
}

const struct http_result *http_answer_err(struct http_request *public, const struct err *err)
{
    struct http_problem problem = http_problem_of(public->arena, err);
    return http_answer_problem(public, &problem);
}

const struct http_result *http_answer_busy(struct http_request *public)
{
    /* Clients that were refused together must not come back together; the id is as good as a die. */
    struct http_problem problem = {.status = 503, .retry_after = 1 + public->id.ptr[35] % 3};
    problem.detail = STR("too much is waiting just now; please try again shortly");
    http_stats_count(request_of(public)->server->stats, HTTP_COUNT_SHED);
    return http_answer_problem(public, &problem);
}

const struct http_result *http_answer_limited(struct http_request *public, int64_t wait_micros)
{
    int64_t seconds = (wait_micros + 999999) / 1000000;
    struct http_problem problem = {.status = 429,
                                   .retry_after = seconds < 1       ? 1
                                                  : seconds > 86400 ? 86400
                                                                    : (int)seconds};
    http_stats_count(request_of(public)->server->stats, HTTP_COUNT_LIMITED);
    return http_answer_problem(public, &problem);
}

const struct http_result *http_answer_see_other(struct http_request *public, struct str path)
{
    bool local = path.len > 0 && path.ptr[0] == '/' && !(path.len > 1 && path.ptr[1] == '/') &&
                 str_find_char(path, '\\', 0) == STR_NOT_FOUND && is_header_text(path);
    struct http_field *field = ARENA_NEW(public->arena, struct http_field);
    *field = (struct http_field){STR("Location"), local ? path : STR("/")};
    struct http_answer answer = {.status = 303, .headers = {field, 1}};
    return http_answer(public, &answer);
}

void http_set_cookie(struct http_request *public, struct str cookie)
{
    if (!is_header_text(cookie)) abort();
    request_of(public)->cookie = arena_str(public->arena, cookie);
}

const struct http_result *http_defer(struct http_request *public)
{
    struct request *request = request_of(public);
    if (atomic_load(&request->parked) == NOT_PARKED) request_park(request);
    return &deferred;
}

const struct http_result *http_hand_over(struct http_request *public)
{
    http_stats_count(request_of(public)->server->stats, HTTP_COUNT_HANDED_OVER);
    return &handed_over;
}

static void resume(struct http_server *server, struct request *request)
{
    struct MHD_Connection *connection = request->connection;
    /* Both in one: who finds nothing parked may rely on nothing being suspended. */
    pthread_mutex_lock(&server->lock);
    request_unlink(&server->parked, request);
    request_unref(request); /* the event thread holds it still */
    MHD_resume_connection(connection);
    pthread_mutex_unlock(&server->lock);
}

void http_resume(struct http_request *public, const struct http_result *result)
{
    struct request *request = request_of(public);
    struct http_server *server = request->server;
    if (result != &answered) {
        fputs("burin: a request was resumed without an answer\n", stderr);
        abort();
    }
    int parked = PARKED;
    if (atomic_compare_exchange_strong(&request->parked, &parked, RESUMED))
        resume(server, request);
    else if (parked == ABANDONED)
        request_unref(request); /* the server has answered in our place and may have been stopped */
    else
        abort(); /* not deferred, or resumed twice */
    server_unref(server);
}

static struct str unquoted(struct str mark)
{
    if (str_starts(mark, STR("W/"))) mark = str_slice(mark, 2, mark.len);
    bool quoted = mark.len >= 2 && mark.ptr[0] == '"' && mark.ptr[mark.len - 1] == '"';
    return quoted ? str_slice(mark, 1, mark.len - 1) : mark;
}

bool http_etag_listed(struct str header, struct str etag)
{
    struct str rest = header, mark;
    while (str_next_part(&rest, ',', &mark)) {
        mark = str_trim(mark);
        if (str_is(mark, "*") || (etag.len && str_eq(unquoted(mark), etag))) return true;
    }
    return false;
}

bool http_result_is_handed_over(const struct http_result *result)
{
    return result == &handed_over;
}

bool http_result_is_answer(const struct http_result *result)
{
    if (result != &answered && result != &deferred) {
        fputs("burin: a handler returned without an answer\n", stderr);
        abort();
    }
    return result == &answered;
}
