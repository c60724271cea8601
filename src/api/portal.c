/* The customer's side: how they come to the page of their order, and what it shows. */
#include "api/portal.h"

#include "api/routes.h"
#include "http/site.h"

#define PORTAL_SECONDS (PORTAL_LASTS / MICROS_PER_SECOND)

/* ---- links ---- */

static const struct member_rule link_members[] = {
    MEMBER("number", read_text, struct link_wish, number, .required = true, .max = 100),
    MEMBER("email", read_text, struct link_wish, email, .required = true, .max = 254),
};
const struct shape shape_link = SHAPE(struct link_wish, NULL, link_members, NULL);

/* How often one block of addresses may ask; see api.h. */
static bool asks_too_often(struct call *call)
{
    const struct api *api = call->request->app;
    uint64_t key = http_address_key(&call->request->peer);
    call->wait = api->by_link ? http_rate_take(api->by_link, key, clock_monotonic(clock_system())) : 0;
    return call->wait > 0;
}

int route_my_link(struct call *call, struct err *err)
{
    struct link_wish wish = {0};
    if (call_body(call, &wish, err) < 0) return -1;
    if (asks_too_often(call)) return err_set(err, ERR_BUSY, "links were asked for too often from here");
    if (desk_link_ask(call->desk, call->arena, &wish, &call->wait, err) < 0) return -1;
    json_begin_object(&call->json);
    json_put_bool(&call->json, "accepted", true);
    json_end_object(&call->json);
    return 0;
}

static const struct member_rule send_members[] = {
    MEMBER("email", read_text, struct link_wish, email, .max = 254),
};
const struct shape shape_link_send = SHAPE(struct link_wish, NULL, send_members, NULL);

int route_order_link(struct call *call, struct err *err)
{
    struct link_wish wish = {0};
    struct outgoing_message letter;
    if (call_body(call, &wish, err) < 0 ||
        desk_link_send(call->desk, &call->actor, call->arena, http_param(call->request, "number"), wish.email,
                       &letter, err) < 0)
        return -1;
    write_letter(&call->json, &letter);
    return 0;
}

int route_order_access_end(struct call *call, struct err *err)
{
    int64_t ended;
    if (desk_portal_revoke(call->desk, &call->actor, call->arena, http_param(call->request, "number"), &ended,
                           err) < 0)
        return -1;
    json_begin_object(&call->json);
    json_put_int(&call->json, "ended", ended);
    json_end_object(&call->json);
    return 0;
}

/* ---- the session ---- */

static void write_visit(struct json_writer *json, const struct visit *visit)
{
    json_begin_object(json);
    json_put_string(json, "order", visit->portal->number);
    json_put_string(json, "email", visit->portal->address);
    json_put_bool(json, "recipient", visit->portal->recipient);
    json_put_string(json, "csrf", visit->csrf);
    put_time(json, "expires_at", visit->expires_at);
    json_end_object(json);
}

struct enter_body {
    struct str secret;
};
static const struct member_rule enter_members[] = {
    MEMBER("secret", read_text, struct enter_body, secret, .required = true, .max = 200),
};
const struct shape shape_enter = SHAPE(struct enter_body, NULL, enter_members, NULL);

int route_my_enter(struct call *call, struct err *err)
{
    struct enter_body body = {0};
    struct visit visit;
    struct str former = http_fields_get(call->request->cookies, PORTAL_COOKIE);
    if (call_body(call, &body, err) < 0 ||
        desk_portal_enter(call->desk, call->arena, body.secret, former, &visit, err) < 0)
        return -1;
    http_keep_host_cookie(call->request, PORTAL_COOKIE, visit.secret, PORTAL_SECONDS);
    write_visit(&call->json, &visit);
    return 0;
}

int route_my_session(struct call *call, struct err *err)
{
    (void)err;
    write_visit(&call->json, call->visit);
    return 0;
}

int route_my_leave(struct call *call, struct err *err)
{
    if (desk_portal_leave(call->desk, call->arena, call->visit, err) < 0) return -1;
    http_set_host_cookie(call->request, PORTAL_COOKIE, (struct str){0});
    json_begin_object(&call->json);
    json_put_bool(&call->json, "left", true);
    json_end_object(&call->json);
    return 0;
}

/* ---- the page ---- */

int route_my_order(struct call *call, struct err *err)
{
    struct portal_page page;
    if (desk_portal_page(call->desk, call->arena, call->visit->portal, call_query(call, "locale"), &page,
                         err) < 0)
        return -1;
    write_portal_page(&call->json, &page);
    return 0;
}
