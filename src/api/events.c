/* What changed, as it happens: a stream of server-sent events, which goes on from Last-Event-ID and ends when who listens may
 * not any more. */
#include "http/events.h"

#include <stdlib.h>

#include "api/routes.h"
#include "desk/token.h"

enum { TOKEN_MOST = 120 };

struct listener {
    struct desk *desk;
    enum right right;
    struct id session;      /* zero: by the token */
    char token[TOKEN_MOST]; /* looked up anew each time, which the desk remembers for some seconds */
};

static bool recognise(const struct listener *listener, struct arena *arena, struct actor *out,
                      struct err *err)
{
    if (id_is_none(&listener->session))
        return desk_token_recognise(listener->desk, arena, str_of(listener->token), out, err) == 0;
    return desk_session_still(listener->desk, arena, &listener->session, out, err) == 0;
}

/* A database that is away ends nobody's stream. */
static bool may_still(void *who)
{
    const struct listener *listener = who;
    struct arena *arena = arena_new_sized(2048);
    struct actor actor;
    struct err err = {0};
    bool known = recognise(listener, arena, &actor, &err);
    arena_free(arena);
    return known ? role_has(actor.role, listener->right) : err.category != ERR_UNAUTHENTICATED;
}

const struct http_result *api_events(struct http_request *request)
{
    const struct api *api = request->app;
    const struct visit *visit = request->who;
    struct http_subscription subscription = {.still = may_still, .gone = free};
    struct str token = api_bearer(request);
    struct listener *listener = calloc(1, sizeof *listener);
    if (!listener) return http_answer_busy(request);
    *listener = (struct listener){
        .desk = api->desk, .right = (enum right)request->row->right, .session = visit->session};
    if (token.len && token.len < TOKEN_MOST) memcpy(listener->token, token.ptr, token.len);
    subscription.who = listener;
    if (!token.len && id_is_none(&visit->session)) subscription.still = NULL; /* the owner of the socket */
    return http_answer_events(request, api->hub, &subscription);
}
