/* What a form asks for: a route of the API, named by the form, with the form's fields as its document.
 *
 * The page's own fields, of which the last of a name counts:
 *   _do       "POST /v1/drafts/0190…/send": the route; one of the API's, whose rights and checks decide
 *   _csrf     the session's, where somebody has signed in
 *   _version  for If-Match
 *   _to       where to go when it is done, {id} filled from what the route answered; absent: the same page
 *   _done     a key among words "done", shown there
 *   _show     the page is shown with what the route answered as `answer`: for secrets that are told once, and for checks
 *   _files    "POST /v1/my/problem/{ticket}/photos": the route that each file of the form is handed to afterwards, one after the
 *             other, with its name as ?name=; {…} filled from what `_do` answered. With it, `_do` may be absent. Fields whose names
 *             begin with "?" go along as parameters: "?caption"
 *   _once     the Idempotency-Key of `_do`: the same form sent again does nothing again
 * Otherwise, when it is done the browser is sent on with 303; when not, the page is shown again with `problem` and `form`. Where a
 * file is refused the rest is done all the same: the page is shown with `problem`, `refused` (the file's name) and `part_done`. */
#include "base/digest.h"
#include "http/multipart.h"
#include "http/problem.h"
#include "http/site.h"
#include "text/json.h"
#include "web/page.h"

enum { TARGET_MOST = 4096, TEXT_MOST = 2 * 1024 * 1024 };

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
    struct http_field *headers = ARENA_ARRAY(showing->request->arena, 3, struct http_field);
    struct str version = field(fields, "_version"), once = field(fields, "_once");
    size_t count = 0;
    headers[count++] = (struct http_field){STR("Content-Type"), STR("application/json")};
    if (version.len)
        headers[count++] = (struct http_field){
            STR("If-Match"), arena_printf(showing->request->arena, "\"v%.*s\"", STR_ARG(version))};
    if (once.len) headers[count++] = (struct http_field){STR("Idempotency-Key"), once};
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

/* ---- files ---- */

/* What the form says of its files; of several of a name the first, as in a document. Empty ones are left away. */
static void add_parameters(struct buf *out, struct http_fields fields)
{
    for (size_t i = 0; i < fields.count; i++) {
        struct str name = fields.items[i].name, value = fields.items[i].value;
        size_t first = 0;
        while (!str_eq(fields.items[first].name, name)) first++;
        if (!str_starts(name, STR("?")) || first < i || !value.len) continue;
        buf_add_char(out, '&');
        buf_add_encoded(out, str_slice(name, 1, name.len));
        buf_add_char(out, '=');
        buf_add_encoded(out, value);
    }
}

/* Where a file goes; ptr NULL where that cannot be said. */
static struct str file_target(struct showing *showing, struct http_fields fields, struct str name,
                              const struct http_inner_answer *said)
{
    struct str route = field(fields, "_files");
    struct value answered = value_object();
    struct buf text;
    if (said->status && json_parse(showing->request->arena, said->body, &answered, NULL) < 0)
        answered = value_object();
    struct str path = page_path(showing, route, &answered);
    if (!path.ptr) return path;
    buf_init(&text, 4 * TARGET_MOST);
    buf_add(&text, path);
    buf_add(&text, str_find_char(path, '?', 0) == STR_NOT_FOUND ? STR("?name=") : STR("&name="));
    buf_add_encoded(&text, name);
    add_parameters(&text, fields);
    struct str target = buf_copy(&text, showing->request->arena);
    buf_done(&text);
    return target;
}

static struct http_inner_answer hand_in(struct showing *showing, struct http_fields fields,
                                        const struct http_file *file, const struct http_inner_answer *said)
{
    struct arena *arena = showing->request->arena;
    struct http_inner inner = {.who = showing->request->who, .body = file->content};
    struct http_inner_answer out = {.status = 404};
    struct http_field *type = ARENA_NEW(arena, struct http_field);
    *type = (struct http_field){STR("Content-Type"),
                                file->type.len ? file->type : STR("application/octet-stream")};
    inner.headers = (struct http_fields){type, 1};
    if (read_route(file_target(showing, fields, file->name, said), &inner))
        http_inner(showing->request, &inner, &out);
    return out;
}

/* Hands all files in, also those behind one that is refused; false: *out is what the first of those was told. */
static bool hand_in_files(struct showing *showing, const struct http_form *form,
                          const struct http_inner_answer *said, struct http_inner_answer *out)
{
    bool fine = true;
    for (size_t i = 0; i < form->file_count; i++) {
        struct http_inner_answer answer = hand_in(showing, form->fields, &form->files[i], said);
        if (answer.status < 300 || !fine) continue;
        fine = false;
        *out = answer;
        value_put(showing->request->arena, &showing->data, STR("refused"), value_str(form->files[i].name));
    }
    return fine;
}

/* What was asked for is done, some files are not taken: a form filled in once more would ask for it twice. */
static const struct http_result *show_refused(struct showing *showing, const struct http_form *form,
                                              const struct http_inner_answer *said)
{
    showing->status = said->status;
    showing->problem = *said;
    if (field(form->fields, "_do").len)
        value_put(showing->request->arena, &showing->data, STR("part_done"),
                  value_str(field(form->fields, "_done")));
    else
        showing->form = page_fields(showing->request->arena, form->fields);
    return page_show(showing);
}

/* ---- all together ---- */

static int read_form(struct http_request *request, struct http_form *out, struct err *err)
{
    struct str type = http_fields_header(request->headers, "Content-Type"), body;
    if (http_body(request, &body, err) < 0) return -1;
    if (http_is_multipart(type)) return http_decode_multipart(request->arena, type, body, out, err);
    *out = (struct http_form){0};
    if (body.len > TEXT_MOST) return err_set(err, ERR_LIMIT, "the form holds too much text");
    return http_decode_form(request->arena, body, &out->fields, err);
}

/* Why the form cannot be followed; NULL where it can. */
static const char *check_form(const struct http_form *form)
{
    bool files = field(form->fields, "_files").len, route = field(form->fields, "_do").len;
    if (!files && !route) return "the form names no route";
    if (!files && form->file_count) return "this form takes no files";
    return files && !route && !form->file_count ? "no file was chosen" : NULL;
}

static const struct http_result *follow(struct showing *showing, const struct http_form *form)
{
    struct http_inner inner = {.who = showing->request->who};
    struct http_inner_answer said = {0}, refused;
    struct http_fields fields = form->fields;
    if (field(fields, "_do").len) {
        if (!read_route(field(fields, "_do"), &inner))
            return page_problem(showing, 400, STR("the form names no route"));
        set_headers(showing, fields, &inner);
        inner.body = form_document(showing->request->arena, fields);
        if (inner.method == HTTP_DELETE && str_is(inner.body, "{}")) inner.body = STR("");
        http_inner(showing->request, &inner, &said);
        if (said.status >= 300) return show_again(showing, fields, &said);
    }
    if (!hand_in_files(showing, form, &said, &refused)) return show_refused(showing, form, &refused);
    return field(fields, "_show").len ? show_answer(showing, fields, &said) : send_on(showing, fields, &said);
}

const struct http_result *page_post(struct http_request *request)
{
    struct showing showing = page_begin(request);
    struct http_form form;
    struct err err = {0};
    if (http_from_elsewhere(request))
        return page_problem(&showing, 403, STR("this form was not sent from this page, or it is an old one"));
    if (read_form(request, &form, &err) < 0)
        return page_problem(&showing, err_http_status(&err), str_of(err.message));
    if (!csrf_is_right(&showing, form.fields))
        return page_problem(&showing, 403, STR("this form was not sent from this page, or it is an old one"));
    const char *wrong = check_form(&form);
    return wrong ? page_problem(&showing, 400, str_of(wrong)) : follow(&showing, &form);
}
