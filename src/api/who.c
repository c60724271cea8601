/* Who asks, and whether they may: bearer tokens, or the cookie of a session with what keeps other sites from using it; limits by
 * address and by who asks. */
#include "api/call.h"
#include "base/digest.h"
#include "base/hash.h"
#include "desk/portal.h"
#include "desk/token.h"
#include "http/problem.h"
#include "http/site.h"

enum { QUICK_BODY = 16 * 1024 }; /* bytes: some tenths of a millisecond to assess */

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

const struct http_result *api_unauthenticated(struct http_request *request, const struct err *err)
{
    static const struct http_field challenge = {STR_INIT("WWW-Authenticate"), STR_INIT("Bearer")};
    struct http_problem problem = http_problem_of(request->arena, err);
    struct http_answer answer = {
        .status = problem.status,
        .type = "application/problem+json",
        .body = http_problem_json(request->arena, &problem, request->id),
        .headers = {&challenge, 1},
    };
    return http_answer(request, &answer);
}

struct str api_session_secret(const struct http_request *request)
{
    return http_fields_get(request->cookies, SESSION_COOKIE);
}

/* ---- requests that another site had the browser make ---- */

static bool is_unsafe(const struct http_request *request)
{
    return request->method != HTTP_GET && request->method != HTTP_HEAD && request->method != HTTP_OPTIONS;
}

static int check_site(const struct http_request *request, struct err *err)
{
    if (!is_unsafe(request) || !http_from_elsewhere(request)) return 0;
    return err_set(err, ERR_DENIED, "this request comes from a page of another site");
}

static int check_csrf(const struct http_request *request, const struct visit *visit, struct err *err)
{
    const char *where = visit->portal ? "/v1/my/session" : "/v1/session";
    if (!is_unsafe(request)) return 0;
    struct digest given = digest_of(http_fields_header(request->headers, "X-CSRF-Token"));
    struct digest wanted = digest_of(visit->csrf);
    if (digest_eq(&given, &wanted)) return 0;
    return err_set(err, ERR_DENIED, "X-CSRF-Token: the csrf of GET %s is expected", where);
}

/* ---- who ---- */

struct str api_bearer(const struct http_request *request)
{
    struct str header = http_fields_header(request->headers, "Authorization"), scheme = STR("Bearer ");
    if (!str_eq_nocase(str_slice(header, 0, scheme.len), scheme)) return (struct str){0};
    return str_trim(str_slice(header, scheme.len, header.len));
}

static int by_token(struct http_request *request, struct visit *out, struct err *err)
{
    const struct api *api = request->app;
    struct str secret = api_bearer(request);
    if (!secret.len)
        return err_set(err, ERR_UNAUTHENTICATED, "a bearer token is expected: Authorization: Bearer burin_…");
    return desk_token_recognise(api->desk, request->arena, secret, &out->actor, err);
}

static int by_cookie(struct http_request *request, struct str secret, struct visit *out, struct err *err)
{
    const struct api *api = request->app;
    if (desk_session_recognise(api->desk, request->arena, secret, out, err) < 0) return -1;
    if (out->secret.ptr) http_set_host_cookie(request, SESSION_COOKIE, out->secret);
    return check_site(request, err) < 0 ? -1 : check_csrf(request, out, err);
}

bool api_here(struct http_request *request)
{
    const struct api *api = request->app;
    struct str secret = api_bearer(request);
    struct actor actor;
    if (!secret.len || request->body.len > QUICK_BODY || !desk_reads_at_once(api->desk) ||
        !desk_token_remember(api->desk, request->arena, secret, &actor))
        return false;
    struct visit *visit = ARENA_NEW(request->arena, struct visit);
    visit->actor = actor;
    visit->actor.at_once = true;
    request->who = visit;
    return true;
}

/* A customer, by the cookie of their own; whatever else comes along is somebody of the desk. */
static int recognise_customer(struct http_request *request, struct visit *out, struct err *err)
{
    const struct api *api = request->app;
    struct str secret = http_fields_get(request->cookies, PORTAL_COOKIE);
    if (!secret.len)
        return err_set(err, ERR_UNAUTHENTICATED,
                       "this is for the customer of an order, who comes by the link in a letter");
    if (desk_portal_recognise(api->desk, request->arena, secret, out, err) < 0) return -1;
    return check_site(request, err) < 0 ? -1 : check_csrf(request, out, err);
}

/* A token that is given counts, even where a cookie comes along: no page of another site can send one. */
static int recognise(struct http_request *request, struct visit *out, struct err *err)
{
    struct str header = http_fields_header(request->headers, "Authorization");
    struct str secret = api_session_secret(request);
    if (header.ptr) return by_token(request, out, err);
    if (secret.len) return by_cookie(request, secret, out, err);
    return err_set(err, ERR_UNAUTHENTICATED,
                   "sign in, or send a bearer token: Authorization: Bearer burin_…");
}

static int check_rights(const struct http_request *request, const struct visit *visit, struct err *err)
{
    const struct route *route = request->row->doc;
    if (route->customer && visit->portal) return 0;
    if (route->customer || visit->portal)
        return err_set(err, ERR_DENIED, "this is %s",
                       route->customer ? "for the customer of an order" : "not for customers");
    if (actor_check(&visit->actor, (enum right)request->row->right, err) < 0) return -1;
    if (!route->person || !id_is_none(&visit->session)) return 0;
    return err_set(err, ERR_DENIED, "this is for people who have signed in; a token is nobody's account");
}

static const struct http_result *refuse(struct http_request *request, const struct err *err)
{
    return err->category == ERR_UNAUTHENTICATED ? api_unauthenticated(request, err)
                                                : http_answer_err(request, err);
}

const struct http_result *api_authorise_owner(struct http_request *request)
{
    static const struct visit owner = {.actor = {.name = STR_INIT("cli"), .role = ROLE_OWNER}};
    struct err err = {0};
    if (check_rights(request, &owner, &err) < 0) return refuse(request, &err);
    request->who = (void *)(uintptr_t)&owner;
    return NULL;
}

const struct http_result *api_authorise(struct http_request *request)
{
    const struct api *api = request->app;
    const struct route *route = request->row->doc;
    struct visit *visit = request->who; /* a page that asks from within knows already */
    struct err err = {0};
    if (route->open) return check_site(request, &err) < 0 ? refuse(request, &err) : NULL;
    if (!visit) {
        visit = ARENA_NEW(request->arena, struct visit);
        int known =
            route->customer ? recognise_customer(request, visit, &err) : recognise(request, visit, &err);
        if (known < 0) return refuse(request, &err);
    }
    const struct http_result *busy = limited(request, api->by_actor, hash_str(visit->actor.name));
    if (busy) return busy;
    if (check_rights(request, visit, &err) < 0) return refuse(request, &err);
    request->who = visit;
    return NULL;
}
