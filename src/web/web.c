/* The room of pages: made, asked who may see what, and freed; see web.h. */
#include "web/web.h"

#include <stdlib.h>

#include "http/guard.h"
#include "http/site.h"
#include "web/page.h"

int web_new(struct desk *desk, struct web **out, struct err *err)
{
    struct web *web = calloc(1, sizeof *web);
    if (!web) return err_set(err, ERR_SYSTEM, "there is no memory left");
    web->desk = desk;
    web->assets = assets_new();
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
    buf_init(&text, 3 * HTTP_TARGET_MAX);
    buf_add(&text, STR("/sign-in"));
    if (request->method == HTTP_GET) {
        buf_add(&text, STR("?to="));
        for (size_t i = 0; i < request->target.len; i++) {
            char c = request->target.ptr[i];
            if (c == '&' || c == '#' || c == '+' || c == '%')
                buf_printf(&text, "%%%02X", (unsigned char)c);
            else
                buf_add_char(&text, c);
        }
    }
    struct str path = buf_copy(&text, request->arena);
    buf_done(&text);
    return http_answer_see_other(request, path);
}

const struct http_result *web_authorise(struct http_request *request)
{
    const struct web *web = request->app;
    const struct page *page = page_of(request);
    struct str secret = http_fields_get(request->cookies, SESSION_COOKIE);
    struct visit *visit = ARENA_NEW(request->arena, struct visit);
    struct err err = {0};
    if (page->audience == FOR_ALL) return NULL;
    if (!secret.len || desk_session_recognise(web->desk, request->arena, secret, visit, &err) < 0)
        return secret.len && err.category != ERR_UNAUTHENTICATED ? http_answer_err(request, &err)
                                                                 : ask_who(request);
    if (visit->secret.ptr) http_set_host_cookie(request, SESSION_COOKIE, visit->secret);
    request->who = visit;
    return NULL;
}
