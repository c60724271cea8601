/* What a page asks the API for; see page.h. */
#include "text/json.h"
#include "web/page.h"

enum { PATH_MOST = 4096 };

struct str page_member(struct arena *arena, const struct value *data, struct str name)
{
    struct str part;
    while (data && str_next_part(&name, '.', &part)) data = value_get(data, part);
    if (data && data->kind == VALUE_STRING) return data->string;
    if (data && data->kind == VALUE_INT) return arena_printf(arena, "%lld", (long long)data->integer);
    return (struct str){0};
}

static bool put_path(struct showing *showing, struct str path, const struct value *data, struct buf *out)
{
    while (path.len) {
        size_t open = str_find_char(path, '{', 0), close = str_find_char(path, '}', 0);
        if (open == STR_NOT_FOUND || close == STR_NOT_FOUND || close < open) break;
        struct str name = str_slice(path, open + 1, close);
        struct str value =
            http_fields_get(showing->request->params, arena_cstr(showing->request->arena, name));
        if (!value.ptr) value = page_member(showing->request->arena, data, name);
        if (str_is(name, "lang")) value = page_lang(showing) == LANG_ZH ? STR("zh") : STR("en");
        if (!value.ptr) return false;
        buf_add(out, str_slice(path, 0, open));
        buf_add_encoded(out, value);
        path = str_slice(path, close + 1, path.len);
    }
    buf_add(out, path);
    return true;
}

struct str page_path(struct showing *showing, struct str path, const struct value *data)
{
    struct buf text;
    buf_init(&text, PATH_MOST);
    bool whole = put_path(showing, path, data, &text) && !text.overflow;
    struct str made = whole ? buf_copy(&text, showing->request->arena) : (struct str){0};
    buf_done(&text);
    return made;
}

/* "state&q&sort=due": the page's own parameters of these names, and those with a value as they stand. */
static struct str query_of(struct showing *showing, struct str names)
{
    struct buf text;
    struct str name;
    buf_init(&text, PATH_MOST);
    while (str_next_part(&names, '&', &name)) {
        bool given = str_find_char(name, '=', 0) != STR_NOT_FOUND;
        struct str value =
            given ? STR("")
                  : http_fields_get(showing->request->query, arena_cstr(showing->request->arena, name));
        if (!given && !value.len) continue;
        buf_add_char(&text, text.len ? '&' : '?');
        if (given) {
            put_path(showing, name, &showing->data, &text);
            continue;
        }
        buf_add(&text, name);
        buf_add_char(&text, '=');
        buf_add_encoded(&text, value);
    }
    struct str made = buf_copy(&text, showing->request->arena);
    buf_done(&text);
    return made;
}

/* ptr NULL: what the path needs is not there. */
static struct str target_of(struct showing *showing, const char *text)
{
    struct str whole = str_of(text);
    size_t mark = str_find_char(whole, '?', 0);
    struct str path = page_path(showing, str_slice(whole, 0, mark), &showing->data);
    if (!path.ptr || mark == STR_NOT_FOUND) return path;
    struct str query = query_of(showing, str_slice(whole, mark + 1, whole.len));
    return ARENA_JOIN(showing->request->arena, path, query);
}

static bool read_one(struct showing *showing, const struct page_read *read, struct http_inner_answer *out)
{
    struct http_request *request = showing->request;
    struct http_inner inner = {.method = HTTP_GET, .target = target_of(showing, read->path)};
    struct value value = value_nil();
    inner.who = (void *)(uintptr_t)showing->visit;
    if (inner.target.ptr) {
        http_inner(request, &inner, out);
        if (out->status >= 300 && !read->optional) return false;
        if (out->status < 300 && json_parse(request->arena, out->body, &value, NULL) < 0) value = value_nil();
    }
    value_put(request->arena, &showing->data, str_of(read->name), value);
    return true;
}

bool page_read_all(struct showing *showing, struct http_inner_answer *out)
{
    for (int i = 0; i < READS_MOST && showing->page->reads[i].name; i++)
        if (!read_one(showing, &showing->page->reads[i], out)) return false;
    return true;
}
