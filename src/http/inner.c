/* One route asking another within the process; see inner.h. */
#include "http/inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "http/internal.h"

/* The row for the target, with its parameters and its query in the request; NULL where there is none. */
static const struct http_row *find_row(struct request *request, struct str target)
{
    struct arena *arena = request->public.arena;
    struct http_match *match = ARENA_NEW(arena, struct http_match);
    struct str segments[HTTP_SEGMENTS_MAX];
    size_t count;
    if (target_decode(arena, target, segments, &count, &request->public.query, NULL) < 0) return NULL;
    http_router_find(request->server->router, request->public.method, segments, count, match);
    request->public.params = (struct http_fields){match->params, match->param_count};
    return match->row;
}

static void run(struct request *request)
{
    struct http_problem none = {.status = 404}, large = {.status = 413}, file = {.status = 501};
    const struct http_row *row = request->public.row;
    if (!row) {
        http_answer_problem(&request->public, &none);
    } else if (row->body_max && request->public.body.len > row->body_max) {
        http_answer_problem(&request->public, &large);
    } else if (!http_result_is_answer(server_call(request))) {
        fprintf(stderr, "burin: the route %s defers, and was asked from within\n", row->pattern);
        abort();
    }
    if (request->file_fd < 0) return;
    close(request->file_fd);
    request->file_fd = -1;
    http_answer_problem(&request->public, &file);
}

void http_inner(struct http_request *public, const struct http_inner *inner, struct http_inner_answer *out)
{
    struct request *request = (struct request *)public;
    struct http_request outer = *public;
    public->method = inner->method;
    public->target = inner->target;
    public->headers = inner->headers;
    public->cookies = public->query = (struct http_fields){0};
    public->body = inner->body;
    public->body_fd = -1;
    public->body_size = inner->body.len;
    public->who = inner->who;
    public->row = find_row(request, inner->target);
    run(request);
    *public = outer;
    *out = (struct http_inner_answer){request->answer.status, request->answer.type, request->answer.body,
                                      request->answer.etag};
    request->answer = (struct http_answer){0};
    request->answered = false;
}
