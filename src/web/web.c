/* The room of pages: made, asked who may see what, and freed; see web.h. */
#include "web/web.h"

#include <stdlib.h>

#include "desk/portal.h"
#include "http/guard.h"
#include "http/site.h"
#include "web/page.h"

int web_new(struct desk *desk, struct web **out, struct err *err)
{
    struct web *web = calloc(1, sizeof *web);
    if (!web) return err_set(err, ERR_SYSTEM, "there is no memory left");
    web->desk = desk;
    web->assets = assets_new();
    web->fonts = fonts_new(desk);
    if (view_new(web->assets, &web->view, err) < 0) {
        web_free(web);
        return -1;
    }
    *out = web;
    return 0;
}

void web_free(struct web *web)
{
    if (!web) return;
    view_free(web->view);
    assets_free(web->assets);
    fonts_free(web->fonts);
    free(web);
}

struct http_room web_room(struct web *web)
{
    struct http_room room = {.app = web, .authorise = web_authorise};
    room.rows = page_rows(&room.row_count);
    return room;
}

/* To the page for signing in, and back afterwards; a form that was sent is not: what it had is gone. */
static const struct http_result *ask_who(struct http_request *request)
{
    struct buf text;
    buf_init(&text, 4 * HTTP_TARGET_MAX);
    buf_add(&text, STR("/sign-in"));
    if (request->method == HTTP_GET) {
        buf_add(&text, STR("?to="));
        buf_add_encoded(&text, request->target);
    }
    struct str path = buf_copy(&text, request->arena);
    buf_done(&text);
    return http_answer_see_other(request, path);
}

/* A session of somebody of the desk, or of a customer: 0 with *out filled, else the answer. */
static const struct http_result *recognise(struct http_request *request, bool customer, struct visit *out)
{
    const struct web *web = request->app;
    struct str secret = http_fields_get(request->cookies, customer ? PORTAL_COOKIE : SESSION_COOKIE);
    struct err err = {0};
    int known = !secret.len ? -1
                : customer  ? desk_portal_recognise(web->desk, request->arena, secret, out, &err)
                            : desk_session_recognise(web->desk, request->arena, secret, out, &err);
    if (known == 0) return NULL;
    if (secret.len && err.category != ERR_UNAUTHENTICATED) return http_answer_err(request, &err);
    return customer ? http_answer_see_other(request, STR("/order/link")) : ask_who(request);
}

const struct http_result *web_authorise(struct http_request *request)
{
    const struct page *page = page_of(request);
    struct visit *visit = ARENA_NEW(request->arena, struct visit);
    if (page->audience == FOR_ALL) return NULL;
    const struct http_result *unknown = recognise(request, page->audience == FOR_CUSTOMERS, visit);
    if (unknown) return unknown;
    if (!visit->portal && visit->secret.ptr) http_set_host_cookie(request, SESSION_COOKIE, visit->secret);
    request->who = visit;
    return NULL;
}
