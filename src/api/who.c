/* Who asks, and whether they may: bearer tokens, limits by address and by token. */
#include "api/call.h"
#include "base/hash.h"
#include "desk/token.h"
#include "http/problem.h"

static const struct http_result *limited(struct http_request *request, struct http_rate *rate, uint64_t key)
{
    int64_t wait = rate ? http_rate_take(rate, key, clock_monotonic(clock_system())) : 0;
    return wait > 0 ? http_answer_limited(request, wait) : NULL;
}

const struct http_result *api_admit(struct http_request *request)
{
    const struct api *api = request->app;
    return limited(request, api->by_peer, http_address_key(&request->peer));
}

static const struct http_result *unauthenticated(struct http_request *request, const char *detail)
{
    static const struct http_field challenge = {STR_INIT("WWW-Authenticate"), STR_INIT("Bearer")};
    struct http_problem problem = {.status = 401, .detail = str_of(detail)};
    struct http_answer answer = {
        .status = 401,
        .type = "application/problem+json",
        .body = http_problem_json(request->arena, &problem, request->id),
        .headers = {&challenge, 1},
    };
    return http_answer(request, &answer);
}

const struct http_result *api_authorise(struct http_request *request)
{
    const struct api *api = request->app;
    const struct route *route = request->row->doc;
    struct actor *actor = ARENA_NEW(request->arena, struct actor);
    struct str header = http_fields_header(request->headers, "Authorization"), scheme = STR("Bearer ");
    struct err err = {0};
    if (route->open) return NULL;
    if (header.len <= scheme.len || !str_eq_nocase(str_slice(header, 0, scheme.len), scheme))
        return unauthenticated(request, "a bearer token is expected: Authorization: Bearer burin_…");
    struct str secret = str_trim(str_slice(header, scheme.len, header.len));
    if (desk_token_recognise(api->desk, request->arena, secret, actor, &err) < 0)
        return err.category == ERR_UNAUTHENTICATED ? unauthenticated(request, err.message)
                                                   : http_answer_err(request, &err);
    const struct http_result *busy = limited(request, api->by_actor, hash_str(actor->name));
    if (busy) return busy;
    if (actor_check(actor, (enum right)request->row->right, &err) < 0) return http_answer_err(request, &err);
    request->who = actor;
    return NULL;
}
