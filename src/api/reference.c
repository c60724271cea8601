/* The description as a page for people: printed from the OpenAPI document, without scripts, for any screen, light or dark. */
#include "api/routes.h"
#include "text/html.h"

enum { PAGE_MOST_BYTES = 4 * 1024 * 1024 };

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Burin: the API</title>\n<style>\n"
    ":root{--ink:#1d2129;--quiet:#5a6270;--line:#d9dde4;--paper:#fff;--shade:#f4f5f7;--accent:#0b57a4}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e6e8ec;--quiet:#a0a8b4;--line:#363c46;--paper:#14171b;"
    "--shade:#1d2127;--accent:#7db7f5}}\n"
    "*{box-sizing:border-box}body{margin:0 auto;max-width:60rem;padding:1rem 1.25rem 4rem;color:var(--ink);"
    "background:var(--paper);font:1rem/1.5 system-ui,sans-serif}\n"
    "h1{font-size:1.75rem;margin:.5rem 0}h2{font-size:1.3rem;margin:2.5rem 0 .5rem;padding-top:.75rem;"
    "border-top:1px solid var(--line)}h3{font-size:1rem;margin:1.75rem 0 .25rem;overflow-wrap:anywhere}\n"
    "p{margin:.25rem 0 .75rem}a{color:var(--accent)}code,pre{font:.875rem/1.5 ui-monospace,monospace}\n"
    "pre{background:var(--shade);padding:.75rem;border-radius:.375rem;white-space:pre-wrap;"
    "overflow-wrap:anywhere}\n"
    "nav{columns:9rem;margin:1rem 0}nav a{display:block;padding:.25rem 0}.quiet{color:var(--quiet)}\n"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem;font-size:.9375rem}\n"
    "th,td{text-align:left;vertical-align:top;padding:.375rem .75rem .375rem 0;"
    "border-bottom:1px solid var(--line);overflow-wrap:anywhere}th{font-weight:600}"
    "td:first-child{width:28%}td:nth-child(2){width:30%}\n"
    ".method{color:var(--accent);font-weight:700}:target{scroll-margin-top:1rem}\n"
    "@media (max-width:36rem){td,td:first-child,td:nth-child(2){display:block;width:auto;border:0;padding:0}"
    "tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}thead{display:none}}\n"
    "</style>\n</head>\n<body>\n<h1>Burin: the API</h1>\n"
    "<p>Send <code>Authorization: Bearer</code> with a token of <code>burin token add</code>. Errors are "
    "problem "
    "details (RFC 9457). For programs there is the <a href=\"/v1/openapi.json\">OpenAPI "
    "description</a>.</p>\n";

static struct str text_of(const struct value *object, const char *name)
{
    const struct value *member = object ? value_get(object, str_of(name)) : NULL;
    return member && member->kind == VALUE_STRING ? member->string : (struct str){0};
}

static void put(struct buf *out, const char *before, struct str text, const char *after)
{
    buf_add_c(out, before);
    html_escape(out, text);
    buf_add_c(out, after);
}

/* Words between backquotes are code. */
static void put_prose(struct buf *out, struct str text)
{
    bool code = false;
    for (size_t from = 0; from <= text.len;) {
        size_t end = str_find_char(text, '`', from);
        html_escape(out, str_slice(text, from, end));
        if (end == STR_NOT_FOUND) break;
        code = !code;
        buf_add_c(out, code ? "<code>" : "</code>");
        from = end + 1;
    }
    if (code) buf_add_c(out, "</code>");
}

/* ---- types in words ---- */

static void put_type(struct buf *out, const struct value *schema);

static void put_choices(struct buf *out, const struct value *list, const char *between)
{
    for (size_t i = 0; i < list->array.count; i++) {
        if (i) buf_add_c(out, between);
        put_type(out, &list->array.items[i]);
    }
}

static void put_words(struct buf *out, const struct value *words)
{
    for (size_t i = 0; i < words->array.count; i++) {
        struct str word =
            words->array.items[i].kind == VALUE_STRING ? words->array.items[i].string : STR("null");
        put(out, i ? " | <code>" : "<code>", word, "</code>");
    }
}

static void put_link(struct buf *out, struct str reference)
{
    size_t slash = 0;
    for (size_t i = 0; i < reference.len; i++)
        if (reference.ptr[i] == '/') slash = i + 1;
    struct str name = str_slice(reference, slash, reference.len);
    put(out, "<a href=\"#", name, "\">");
    put(out, "", name, "</a>");
}

static void put_type(struct buf *out, const struct value *schema)
{
    struct str reference = text_of(schema, "$ref"), format = text_of(schema, "format");
    const struct value *type = value_get(schema, STR("type")), *words = value_get(schema, STR("enum"));
    const struct value *any = value_get(schema, STR("anyOf")), *one = value_get(schema, STR("oneOf"));
    const struct value *items = value_get(schema, STR("items"));
    if (schema->kind == VALUE_STRING) { /* of a list of types */
        html_escape(out, schema->string);
    } else if (reference.len) {
        put_link(out, reference);
    } else if (any || one) {
        put_choices(out, any ? any : one, " or ");
    } else if (words) {
        put_words(out, words);
    } else if (items) {
        buf_add_c(out, "list of ");
        put_type(out, items);
    } else if (format.len) {
        html_escape(out, format);
        if (type && type->kind == VALUE_ARRAY) buf_add_c(out, " or null");
    } else if (type && type->kind == VALUE_ARRAY) {
        put_choices(out, type, " or ");
    } else if (type) {
        html_escape(out, type->string);
    }
}

/* ---- tables ---- */

static bool is_required(const struct value *schema, struct str name)
{
    const struct value *list = value_get(schema, STR("required"));
    for (size_t i = 0; list && list->kind == VALUE_ARRAY && i < list->array.count; i++)
        if (str_eq(list->array.items[i].string, name)) return true;
    return false;
}

static void put_row(struct buf *out, struct str name, bool required, const struct value *schema,
                    struct str what)
{
    put(out, "<tr><td><code>", name, "</code>");
    if (required) buf_add_c(out, " <span class=\"quiet\">required</span>");
    buf_add_c(out, "</td><td>");
    if (schema) put_type(out, schema);
    buf_add_c(out, "</td><td>");
    put_prose(out, what);
    buf_add_c(out, "</td></tr>\n");
}

static void begin_table(struct buf *out, const char *first)
{
    buf_printf(out,
               "<table><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">Type</th>"
               "<th scope=\"col\">Meaning</th></tr></thead><tbody>\n",
               first);
}

static void put_members(struct buf *out, const struct value *schema)
{
    const struct value *members = value_get(schema, STR("properties"));
    if (!members || !members->object.count) return;
    begin_table(out, "Member");
    for (size_t i = 0; i < members->object.count; i++) {
        const struct member *member = &members->object.members[i];
        put_row(out, member->name, is_required(schema, member->name), &member->value,
                text_of(&member->value, "description"));
    }
    buf_add_c(out, "</tbody></table>\n");
}

static void put_parameters(struct buf *out, const struct value *operation)
{
    const struct value *list = value_get(operation, STR("parameters"));
    if (!list || !list->array.count) return;
    begin_table(out, "Parameter");
    for (size_t i = 0; i < list->array.count; i++) {
        const struct value *one = &list->array.items[i], *required = value_get(one, STR("required"));
        put_row(out, text_of(one, "name"), required && required->boolean, value_get(one, STR("schema")),
                text_of(one, "description"));
    }
    buf_add_c(out, "</tbody></table>\n");
}

static void put_body(struct buf *out, const struct value *operation)
{
    const struct value *body = value_get(operation, STR("requestBody"));
    const struct value *content = body ? value_get(body, STR("content")) : NULL;
    if (!content) return;
    const struct value *media = &content->object.members[0].value, *schema = value_get(media, STR("schema"));
    const struct value *example = value_get(media, STR("example"));
    buf_add_c(out, "<p>Body: ");
    for (size_t i = 0; i < content->object.count; i++)
        put(out, i ? ", <code>" : "<code>", content->object.members[i].name, "</code>");
    if (text_of(schema, "$ref").len) {
        buf_add_c(out, ", ");
        put_type(out, schema);
    }
    buf_add_c(out, "</p>\n");
    put_members(out, schema);
    if (!example) return;
    struct buf json;
    buf_init(&json, PAGE_MOST_BYTES);
    struct json_writer writer = {.buf = &json};
    json_write_value(&writer, example);
    put(out, "<pre>", buf_str(&json), "</pre>\n");
    buf_done(&json);
}

static void put_answers(struct buf *out, const struct value *operation)
{
    const struct value *answers = value_get(operation, STR("responses"));
    bool refused = false;
    buf_add_c(out, "<p>Answers: ");
    for (size_t i = 0; i < answers->object.count; i++) {
        const struct member *answer = &answers->object.members[i];
        const struct value *content = value_get(&answer->value, STR("content"));
        if (!content) { /* by reference: what it is refused with */
            put(out, refused ? ", " : "; <span class=\"quiet\">refused with ", answer->name, "");
            refused = true;
            continue;
        }
        const struct value *schema = value_get(&content->object.members[0].value, STR("schema"));
        const struct value *members = value_get(schema, STR("properties"));
        const struct value *list = members ? value_get(members, STR("data")) : NULL;
        put(out, i ? ", <b>" : "<b>", answer->name, "</b> ");
        put_type(out, list ? list : schema);
    }
    buf_add_c(out, refused ? "</span></p>\n" : "</p>\n");
}

/* ---- the page ---- */

static void put_operation(struct buf *out, struct str path, const struct member *method)
{
    struct str id = text_of(&method->value, "operationId"), right = text_of(&method->value, "x-right");
    char name[16] = {0};
    for (size_t i = 0; i < method->name.len && i < sizeof name - 1; i++)
        name[i] = (char)(method->name.ptr[i] - 'a' + 'A');
    put(out, "<h3 id=\"", id, "\"><code>");
    put(out, "<span class=\"method\">", str_of(name), "</span> ");
    put(out, "", path, "</code></h3>\n");
    put(out, "<p>", text_of(&method->value, "summary"), ". ");
    put_prose(out, text_of(&method->value, "description"));
    if (right.len) put(out, " <span class=\"quiet\">Needs the right ", right, ".</span>");
    buf_add_c(out, "</p>\n");
    put_parameters(out, &method->value);
    put_body(out, &method->value);
    put_answers(out, &method->value);
}

static void put_tag(struct buf *out, const struct value *paths, const struct value *tag)
{
    struct str name = text_of(tag, "name");
    put(out, "<h2 id=\"tag-", name, "\">");
    put(out, "", name, "</h2>\n");
    put(out, "<p>", text_of(tag, "description"), ".</p>\n");
    for (size_t p = 0; p < paths->object.count; p++) {
        const struct member *path = &paths->object.members[p];
        for (size_t m = 0; m < path->value.object.count; m++) {
            const struct member *method = &path->value.object.members[m];
            const struct value *tags = value_get(&method->value, STR("tags"));
            if (tags && str_eq(tags->array.items[0].string, name)) put_operation(out, path->name, method);
        }
    }
}

static void put_schemas(struct buf *out, const struct value *document)
{
    const struct value *schemas = value_get(value_get(document, STR("components")), STR("schemas"));
    buf_add_c(out, "<h2 id=\"schemas\">Documents</h2>\n");
    for (size_t i = 0; i < schemas->object.count; i++) {
        const struct member *schema = &schemas->object.members[i];
        put(out, "<h3 id=\"", schema->name, "\">");
        put(out, "", schema->name, "</h3>\n");
        buf_add_c(out, "<p>");
        put_prose(out, text_of(&schema->value, "description"));
        buf_add_c(out, "</p>\n");
        put_members(out, &schema->value);
    }
}

static void put_page(struct buf *out, const struct value *document)
{
    const struct value *tags = value_get(document, STR("tags")), *paths = value_get(document, STR("paths"));
    buf_add_c(out, head);
    buf_add_c(out, "<p>");
    put_prose(out, text_of(value_get(document, STR("info")), "description"));
    buf_add_c(out, "</p>\n<nav aria-label=\"Parts\">\n");
    for (size_t i = 0; i < tags->array.count; i++) {
        struct str name = text_of(&tags->array.items[i], "name");
        put(out, "<a href=\"#tag-", name, "\">");
        put(out, "", name, "</a>\n");
    }
    buf_add_c(out, "<a href=\"#schemas\">Documents</a>\n</nav>\n<main>\n");
    for (size_t i = 0; i < tags->array.count; i++) put_tag(out, paths, &tags->array.items[i]);
    put_schemas(out, document);
    buf_add_c(out, "</main>\n</body>\n</html>\n");
}

int route_reference(struct call *call, struct err *err)
{
    struct value document;
    struct http_answer *answer = ARENA_NEW(call->arena, struct http_answer);
    if (json_parse(call->arena, api_openapi(call->arena), &document, err) < 0) return -1;
    put_page(&call->text, &document);
    *answer = (struct http_answer){
        .type = "text/html; charset=utf-8",
        .body = buf_copy(&call->text, call->arena),
        .cache = "no-cache",
        .csp = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
               "frame-ancestors 'none'",
    };
    call->raw = answer;
    return 0;
}
