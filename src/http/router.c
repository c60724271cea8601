/* Routes as a tree of path segments; see router.h. */
#include "http/router.h"

#include "base/buf.h"

struct node {
    struct str segment;  /* of an exact node */
    struct node **exact; /* sorted */
    size_t exact_count, exact_cap;
    struct node *param;
    struct str param_name; /* of `param` */
    const struct http_row *rows[HTTP_METHODS];
    const char *allow;
};

struct http_router {
    struct arena *arena;
    struct node *root;
    const struct http_row *rows;
    size_t count;
};

static const char *const method_names[HTTP_METHODS] = {
    [HTTP_GET] = "GET",     [HTTP_HEAD] = "HEAD",     [HTTP_POST] = "POST",       [HTTP_PUT] = "PUT",
    [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE", [HTTP_OPTIONS] = "OPTIONS",
};

const char *http_method_name(enum http_method method)
{
    return method < HTTP_METHODS ? method_names[method] : "OTHER";
}

enum http_method http_method_of(struct str name)
{
    for (size_t i = 0; i < HTTP_METHODS; i++)
        if (str_is(name, method_names[i])) return (enum http_method)i;
    return HTTP_METHODS;
}

/* Where `segment` stands among the exact children, or would stand. */
static size_t exact_place(const struct node *node, struct str segment, bool *out_found)
{
    size_t low = 0, high = node->exact_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_cmp(node->exact[middle]->segment, segment);
        if (order == 0) {
            *out_found = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *out_found = false;
    return low;
}

static struct node *exact_child(struct arena *arena, struct node *node, struct str segment)
{
    bool found;
    size_t at = exact_place(node, segment, &found);
    if (found) return node->exact[at];
    ARENA_PUSH(arena, node->exact, node->exact_count, node->exact_cap);
    memmove(&node->exact[at + 1], &node->exact[at], (node->exact_count - 1 - at) * sizeof(struct node *));
    node->exact[at] = ARENA_NEW(arena, struct node);
    node->exact[at]->segment = segment;
    return node->exact[at];
}

static struct node *param_child(struct arena *arena, struct node *node, struct str name)
{
    if (!node->param) {
        node->param = ARENA_NEW(arena, struct node);
        node->param_name = name;
    }
    return str_eq(node->param_name, name) ? node->param : NULL;
}

static struct node *child_of(struct arena *arena, struct node *node, struct str segment)
{
    bool is_param = segment.len > 2 && segment.ptr[0] == '{' && segment.ptr[segment.len - 1] == '}';
    if (is_param) return param_child(arena, node, str_slice(segment, 1, segment.len - 1));
    bool braces =
        str_find_char(segment, '{', 0) != STR_NOT_FOUND || str_find_char(segment, '}', 0) != STR_NOT_FOUND;
    return braces ? NULL : exact_child(arena, node, segment);
}

static int add_row(struct http_router *router, const struct http_row *row, struct err *err)
{
    struct str segments[HTTP_SEGMENTS_MAX];
    size_t count;
    if (http_decode_path(router->arena, str_of(row->pattern), segments, &count, err) < 0) return -1;
    struct node *node = router->root;
    for (size_t i = 0; i < count; i++) {
        node = child_of(router->arena, node, segments[i]);
        if (!node)
            return err_set(err, ERR_USAGE, "the route %s does not go with the others: '%.*s'", row->pattern,
                           STR_ARG(segments[i]));
    }
    if (row->method >= HTTP_OPTIONS || node->rows[row->method])
        return err_set(err, ERR_USAGE, "the route %s %s is there twice, or has no method of ours",
                       http_method_name(row->method), row->pattern);
    node->rows[row->method] = row;
    return 0;
}

static void write_allow(struct arena *arena, struct node *node)
{
    struct buf text;
    buf_init(&text, 256);
    for (size_t i = 0; i < HTTP_OPTIONS; i++) {
        bool has = node->rows[i] || (i == HTTP_HEAD && node->rows[HTTP_GET]);
        if (has) buf_printf(&text, "%s, ", method_names[i]);
    }
    if (text.len) {
        buf_add_c(&text, "OPTIONS");
        node->allow = buf_copy(&text, arena).ptr;
    }
    buf_done(&text);
    for (size_t i = 0; i < node->exact_count; i++) write_allow(arena, node->exact[i]);
    if (node->param) write_allow(arena, node->param);
}

int http_router_new(const struct http_row *rows, size_t count, struct http_router **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct http_router *router = ARENA_NEW(arena, struct http_router);
    *router = (struct http_router){arena, ARENA_NEW(arena, struct node), rows, count};
    for (size_t i = 0; i < count; i++) {
        if (add_row(router, &rows[i], err) < 0) {
            http_router_free(router);
            return -1;
        }
    }
    write_allow(arena, router->root);
    *out = router;
    return 0;
}

void http_router_free(struct http_router *router)
{
    if (router) arena_free(router->arena);
}

static const struct node *find_node(const struct http_router *router, const struct str *segments,
                                    size_t count, struct http_match *match)
{
    const struct node *node = router->root;
    for (size_t i = 0; i < count; i++) {
        bool found;
        size_t at = exact_place(node, segments[i], &found);
        if (found) {
            node = node->exact[at];
        } else {
            if (!node->param || segments[i].len == 0) return NULL;
            match->params[match->param_count++] = (struct http_field){node->param_name, segments[i]};
            node = node->param;
        }
    }
    return node;
}

void http_router_find(const struct http_router *router, enum http_method method, const struct str *segments,
                      size_t count, struct http_match *out)
{
    out->row = NULL;
    out->allow = NULL;
    out->param_count = 0;
    const struct node *node = find_node(router, segments, count, out);
    if (!node) return;
    out->allow = node->allow;
    if (method < HTTP_METHODS) out->row = node->rows[method];
    if (!out->row && method == HTTP_HEAD) out->row = node->rows[HTTP_GET];
}

const struct http_row *http_router_rows(const struct http_router *router, size_t *out_count)
{
    *out_count = router->count;
    return router->rows;
}
