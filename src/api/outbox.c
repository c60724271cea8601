/* What is sent: letters, and the outbox as a whole. */
#include "api/routes.h"
#include "api/write.h"
#include "base/buf.h"
#include "desk/delivery.h"
#include "desk/unsend.h"

int route_letters(struct call *call, struct err *err)
{
    struct outbox_filter filter = {0};
    struct str state = call_query(call, "state");
    int limit, count;
    if (call_limit(call, &limit, err) < 0 || call_cursor(call, &filter.after, err) < 0) return -1;
    filter.by_state = state.ptr && outbox_state_from_name(state, &filter.state) == 0;
    filter.most = limit + 1;
    struct outgoing_message *list = ARENA_ARRAY(call->arena, (size_t)limit + 1, struct outgoing_message);
    if (desk_letters(call->desk, &call->actor, call->arena, &filter, list, &count, err) < 0) return -1;
    int shown = count > limit ? limit : count;
    call_begin_page(call);
    for (int i = 0; i < shown; i++) write_letter(&call->json, &list[i]);
    call_end_page(call, shown < count, shown ? &list[shown - 1].id : NULL);
    return 0;
}

static int load_letter(const struct call *call, struct outgoing_message *out, struct err *err)
{
    struct id id;
    if (call_id(call, "id", &id, err) < 0) return -1;
    int found = desk_letter_load(call->desk, &call->actor, call->arena, &id, out, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such letter");
    return 0;
}

int route_letter(struct call *call, struct err *err)
{
    struct outgoing_message letter;
    if (load_letter(call, &letter, err) < 0) return -1;
    write_letter(&call->json, &letter);
    return 0;
}

/* The text with "#" wherever the link is to stand. */
static struct str without_link(struct arena *arena, struct str html)
{
    static const struct str place = STR_INIT(LINK_PLACE);
    struct str out = STR("");
    size_t at = 0, found;
    while ((found = str_find(html, place, at)) != STR_NOT_FOUND) {
        out = ARENA_JOIN(arena, out, str_slice(html, at, found), STR("#"));
        at = found + place.len;
    }
    return ARENA_JOIN(arena, out, str_slice(html, at, html.len));
}

int route_letter_html(struct call *call, struct err *err)
{
    struct outgoing_message letter;
    if (load_letter(call, &letter, err) < 0) return -1;
    if (!letter.html.len) return err_set(err, ERR_NOT_FOUND, "this letter has no HTML");
    struct http_answer *answer = ARENA_NEW(call->arena, struct http_answer);
    *answer = (struct http_answer){.type = "text/html; charset=utf-8",
                                   .body = without_link(call->arena, letter.html),
                                   .csp = "default-src 'none'; style-src 'unsafe-inline'; sandbox"};
    call->raw = answer;
    return 0;
}

typedef int letter_deed(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct id *letter, struct outgoing_message *out, struct err *err);

static int do_to_letter(struct call *call, letter_deed *deed, struct err *err)
{
    struct outgoing_message letter;
    struct id id;
    char nothing;
    if (call_id(call, "id", &id, err) < 0 || call_body(call, &nothing, err) < 0 ||
        deed(call->desk, &call->actor, call->arena, &id, &letter, err) < 0)
        return -1;
    write_letter(&call->json, &letter);
    return 0;
}

int route_letter_withdraw(struct call *call, struct err *err)
{
    return do_to_letter(call, desk_letter_withdraw, err);
}

int route_letter_retry(struct call *call, struct err *err)
{
    return do_to_letter(call, desk_letter_retry, err);
}

int route_outbox(struct call *call, struct err *err)
{
    struct outbox_depth depth;
    bool held;
    if (desk_outbox_depth(call->desk, call->arena, &depth, &held, err) < 0) return -1;
    json_begin_object(&call->json);
    json_put_bool(&call->json, "held", held);
    json_put_int(&call->json, "queued", depth.queued);
    json_put_int(&call->json, "failed", depth.failed);
    put_time(&call->json, "oldest_at", depth.oldest);
    json_put_string_or_null(&call->json, "maildir", desk_letters_to(call->desk));
    json_end_object(&call->json);
    return 0;
}

static int set_held(struct call *call, bool held, struct err *err)
{
    char nothing;
    if (call_body(call, &nothing, err) < 0 ||
        desk_outbox_hold(call->desk, &call->actor, call->arena, held, err) < 0)
        return -1;
    return route_outbox(call, err);
}

int route_outbox_hold(struct call *call, struct err *err)
{
    return set_held(call, true, err);
}

int route_outbox_release(struct call *call, struct err *err)
{
    return set_held(call, false, err);
}
