/* From a request to a page: what it reads, what every page knows, its template and the layout around it. */
#include "web/page.h"

#include "text/json.h"

/* Nothing from elsewhere, nothing inline, no frames. */
static const char page_csp[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

static struct str header_of(const struct http_request *request, const char *name)
{
    return http_fields_header(request->headers, name);
}

/* As the address says, else as the account likes it, else as the browser does. */
enum lang page_lang(const struct showing *showing)
{
    const struct http_request *request = showing->request;
    struct str asked = http_fields_get(request->query, "ui");
    const struct value *me = value_get(&showing->data, STR("me"));
    if (!asked.ptr) asked = page_member(request->arena, me, STR("settings.lang"));
    if (!asked.ptr) asked = page_member(request->arena, &showing->data, STR("my.locale"));
    if (!asked.ptr) asked = header_of(request, "Accept-Language");
    return str_starts_nocase(asked, "zh") ? LANG_ZH : LANG_EN;
}

struct value page_fields(struct arena *arena, struct http_fields fields)
{
    struct value object = value_object();
    for (size_t i = 0; i < fields.count; i++)
        if (!value_get(&object, fields.items[i].name))
            value_put(arena, &object, fields.items[i].name, value_str(fields.items[i].value));
    return object;
}

static void put(struct showing *showing, const char *name, struct value value)
{
    value_put(showing->request->arena, &showing->data, str_of(name), value);
}

/* The path of the page's own style sheet or script, where it has one. */
static struct value own_asset(const struct showing *showing, const char *ending)
{
    struct arena *arena = showing->request->arena;
    struct str name = ARENA_JOIN(arena, str_of(showing->page->name), str_of(ending));
    struct str path = assets_path(showing->web->assets, name);
    return path.ptr ? value_str(path) : value_nil();
}

/* page: its name, path, query as text and as members, and what of style and script is its own. */
static struct value page_value(const struct showing *showing)
{
    struct arena *arena = showing->request->arena;
    struct str target = showing->request->target;
    size_t mark = str_find_char(target, '?', 0);
    struct value page = value_object();
    value_put(arena, &page, STR("name"), value_str(str_of(showing->page->name)));
    value_put(arena, &page, STR("target"), value_str(target));
    value_put(arena, &page, STR("path"), value_str(str_slice(target, 0, mark)));
    struct str host = header_of(showing->request, "Host");
    bool https = showing->request->secure;
    value_put(arena, &page, STR("origin"),
              value_str(ARENA_JOIN(arena, https ? STR("https://") : STR("http://"), host)));
    value_put(arena, &page, STR("query"), page_fields(arena, showing->request->query));
    value_put(arena, &page, STR("style"), own_asset(showing, ".css"));
    value_put(arena, &page, STR("script"), own_asset(showing, ".js"));
    value_put(arena, &page, STR("params"), page_fields(arena, showing->request->params));
    return page;
}

static struct value store_value(const struct showing *showing)
{
    struct arena *arena = showing->request->arena;
    const struct store *store = desk_store(showing->web->desk, showing->request->arena);
    struct value value = value_object();
    value_put(arena, &value, STR("name"), value_str(store->name));
    value_put(arena, &value, STR("email"), value_str(store->email));
    value_put(arena, &value, STR("url"), value_str(store->url));
    value_put(arena, &value, STR("agent"), value_str(store->agent_name));
    value_put(arena, &value, STR("zone"), value_str(store->zone_name));
    value_put(arena, &value, STR("currency"), value_str(store->currency));
    return value;
}

/* rights: an object with a member for each right that the visitor has, so that {% if rights.reply %} reads well. */
static struct value rights_value(const struct showing *showing)
{
    struct value rights = value_object();
    for (int right = 0; showing->visit && !showing->visit->portal && right < RIGHT_COUNT; right++)
        if (role_has(showing->visit->actor.role, (enum right)right))
            value_put(showing->request->arena, &rights, right_name((enum right)right), value_bool(true));
    return rights;
}

static void put_common(struct showing *showing, struct view_of *out)
{
    struct arena *arena = showing->request->arena;
    char now[40];
    *out = (struct view_of){.zone = desk_store(showing->web->desk, showing->request->arena)->zone,
                            .now = desk_now(showing->web->desk)};
    out->lang = page_lang(showing);
    instant_format(out->now, 0, now);
    put(showing, "w", *view_words(showing->web->view, out->lang));
    put(showing, "lang", value_str(out->lang == LANG_ZH ? STR("zh") : STR("en")));
    put(showing, "now", value_str(arena_str(arena, str_of(now))));
    put(showing, "page", page_value(showing));
    put(showing, "store", store_value(showing));
    put(showing, "rights", rights_value(showing));
    put(showing, "csrf", value_str(showing->visit ? showing->visit->csrf : STR("")));
    put(showing, "request_id", value_str(showing->request->id));
}

static void put_problem(struct showing *showing)
{
    struct value problem = value_nil();
    if (showing->problem.status &&
        json_parse(showing->request->arena, showing->problem.body, &problem, NULL) < 0)
        problem = value_nil();
    put(showing, "problem", problem);
    put(showing, "form", showing->form);
}

static int render(struct showing *showing, const struct view_of *of, struct str *out, struct err *err)
{
    const struct web *web = showing->web;
    struct arena *arena = showing->request->arena;
    struct str inside;
    if (view_render(web->view, of, showing->page->name, &showing->data, arena, &inside, err) < 0) return -1;
    put(showing, "content", value_str(inside));
    return view_render(web->view, of, showing->page->layout, &showing->data, arena, out, err);
}

static const struct http_result *answer(struct showing *showing)
{
    struct view_of of;
    struct err err = {0};
    struct http_answer answer = {
        .type = "text/html; charset=utf-8", .csp = page_csp, .status = showing->status};
    put_common(showing, &of);
    put_problem(showing);
    if (render(showing, &of, &answer.body, &err) < 0) return http_answer_err(showing->request, &err);
    return http_answer(showing->request, &answer);
}

static const struct page problem_page = {.name = "problem", .layout = "layout/plain"};

const struct http_result *page_problem(struct showing *showing, int status, struct str detail)
{
    struct showing instead = *showing;
    instead.page = &problem_page;
    instead.status = status;
    value_put(showing->request->arena, &instead.data, STR("status"),
              value_str(arena_printf(showing->request->arena, "%d", status)));
    value_put(showing->request->arena, &instead.data, STR("detail"), value_str(detail));
    return answer(&instead);
}

/* The API's problem as a page. */
static const struct http_result *refused(struct showing *showing, const struct http_inner_answer *said)
{
    struct value problem;
    struct str detail = STR("");
    if (json_parse(showing->request->arena, said->body, &problem, NULL) == 0)
        detail = page_member(showing->request->arena, &problem, STR("detail"));
    return page_problem(showing, said->status, detail);
}

const struct http_result *page_show(struct showing *showing)
{
    struct http_inner_answer said = {0};
    return page_read_all(showing, &said) ? answer(showing) : refused(showing, &said);
}

struct showing page_begin(struct http_request *request)
{
    return (struct showing){.request = request,
                            .web = request->app,
                            .page = page_of(request),
                            .visit = request->who,
                            .data = value_object()};
}

const struct http_result *page_handle(struct http_request *request)
{
    struct showing showing = page_begin(request);
    return page_show(&showing);
}
