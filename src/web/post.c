/* What a form asks for: a route of the API, named by the form, with the form's fields as its document.
 *
 * The page's own fields, of which the last of a name counts:
 *   _do       "POST /v1/drafts/0190…/send": the route; one of the API's, whose rights and checks decide
 *   _csrf     the session's, where somebody has signed in
 *   _version  for If-Match
 *   _to       where to go when it is done, {id} filled from what the route answered; absent: the same page
 *   _done     a key among words "done", shown there
 *   _show     the page is shown with what the route answered as `answer`: for secrets that are told once, and for checks
 * Otherwise, when it is done the browser is sent on with 303; when not, the page is shown again with `problem` and `form`. */
#include "base/digest.h"
#include "http/problem.h"
#include "http/site.h"
#include "text/json.h"
#include "web/page.h"

enum { TARGET_MOST = 4096 };

/* The last of that name: the button that was pressed stands behind what the form has hidden. */
static struct str field(struct http_fields fields, const char *name)
{
    struct str value = {0};
    for (size_t i = 0; i < fields.count; i++)
        if (str_is(fields.items[i].name, name)) value = fields.items[i].value;
    return value;
}

static bool csrf_is_right(const struct showing *showing, struct http_fields fields)
{
    if (!showing->visit)
        return true; /* nobody's rights are used; see http/site.h for what other sites may not do */
    struct digest given = digest_of(field(fields, "_csrf")), wanted = digest_of(showing->visit->csrf);
    return digest_eq(&given, &wanted);
}

/* "POST /v1/…" into the parts of an inner request; false where it is none. */
static bool read_route(struct str text, struct http_inner *out)
{
    size_t gap = str_find_char(text, ' ', 0);
    if (gap == STR_NOT_FOUND) return false;
    out->method = http_method_of(str_slice(text, 0, gap));
    out->target = str_slice(text, gap + 1, text.len);
    bool known = out->method == HTTP_POST || out->method == HTTP_PUT || out->method == HTTP_PATCH ||
                 out->method == HTTP_DELETE;
    return known && str_starts(out->target, STR("/v1/"));
}

static void set_headers(struct showing *showing, struct http_fields fields, struct http_inner *out)
{
    struct http_field *headers = ARENA_ARRAY(showing->request->arena, 2, struct http_field);
    struct str version = field(fields, "_version");
    size_t count = 0;
    headers[count++] = (struct http_field){STR("Content-Type"), STR("application/json")};
    if (version.len)
        headers[count++] = (struct http_field){
            STR("If-Match"), arena_printf(showing->request->arena, "\"v%.*s\"", STR_ARG(version))};
    out->headers = (struct http_fields){headers, count};
}

/* The page's own target without what an earlier form had shown there. */
static struct str same_page(const struct showing *showing)
{
    struct str target = showing->request->target, rest, pair;
    size_t mark = str_find_char(target, '?', 0);
    struct buf text;
    buf_init(&text, TARGET_MOST);
    buf_add(&text, str_slice(target, 0, mark));
    rest = mark == STR_NOT_FOUND ? (struct str){0} : str_slice(target, mark + 1, target.len);
    char separator = '?';
    while (str_next_part(&rest, '&', &pair)) {
        if (str_starts(pair, STR("done="))) continue;
        buf_add_char(&text, separator);
        buf_add(&text, pair);
        separator = '&';
    }
    struct str made = buf_copy(&text, showing->request->arena);
    buf_done(&text);
    return made;
}

static const struct http_result *send_on(struct showing *showing, struct http_fields fields,
                                         const struct http_inner_answer *said)
{
    struct arena *arena = showing->request->arena;
    struct str to = field(fields, "_to"), done = field(fields, "_done");
    struct value answered;
    if (to.len && json_parse(arena, said->body, &answered, NULL) == 0) to = page_path(showing, to, &answered);
    if (!to.len) to = same_page(showing);
    if (done.len)
        to = arena_printf(arena, "%.*s%cdone=%.*s", STR_ARG(to),
                          str_find_char(to, '?', 0) == STR_NOT_FOUND ? '?' : '&', STR_ARG(done));
    return http_answer_see_other(showing->request, to);
}

static const struct http_result *show_answer(struct showing *showing, struct http_fields fields,
                                             const struct http_inner_answer *said)
{
    struct value answered;
    if (json_parse(showing->request->arena, said->body, &answered, NULL) < 0) answered = value_nil();
    value_put(showing->request->arena, &showing->data, STR("answer"), answered);
    showing->form = page_fields(showing->request->arena, fields);
    return page_show(showing);
}

static const struct http_result *show_again(struct showing *showing, struct http_fields fields,
                                            const struct http_inner_answer *said)
{
    showing->status = said->status;
    showing->problem = *said;
    showing->form = page_fields(showing->request->arena, fields);
    return page_show(showing);
}

const struct http_result *page_post(struct http_request *request)
{
    struct showing showing = page_begin(request);
    struct http_inner inner = {.who = request->who};
    struct http_inner_answer said;
    struct http_fields fields;
    struct err err = {0};
    if (http_decode_form(request->arena, request->body, &fields, &err) < 0)
        return page_problem(&showing, 400, str_of(err.message));
    if (http_from_elsewhere(request) || !csrf_is_right(&showing, fields))
        return page_problem(&showing, 403, STR("this form was not sent from this page, or it is an old one"));
    if (!read_route(field(fields, "_do"), &inner))
        return page_problem(&showing, 400, STR("the form names no route"));
    set_headers(&showing, fields, &inner);
    inner.body = form_document(request->arena, fields);
    if (inner.method == HTTP_DELETE && str_is(inner.body, "{}")) inner.body = STR("");
    http_inner(request, &inner, &said);
    if (said.status >= 300) return show_again(&showing, fields, &said);
    return field(fields, "_show").len ? show_answer(&showing, fields, &said)
                                      : send_on(&showing, fields, &said);
}
