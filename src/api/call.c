/* One call of a route; see call.h. */
#include "api/call.h"

#include "http/problem.h"
#include "text/utf8.h"

enum { ANSWER_MOST = 64 * 1024 * 1024, ANSWER_USUAL = 16383 };

/* ---- reading ---- */

int call_id(const struct call *call, const char *name, struct id *out, struct err *err)
{
    if (id_parse(http_param(call->request, name), out) == 0) return 0;
    return err_set(err, ERR_NOT_FOUND, "there is nothing of that id");
}

struct str call_query(const struct call *call, const char *name)
{
    return http_fields_get(call->request->query, name);
}

int call_limit(const struct call *call, int *out, struct err *err)
{
    struct str text = call_query(call, "limit");
    uint64_t limit = PAGE_DEFAULT;
    if (text.ptr && (str_to_uint(text, PAGE_MOST, &limit) < 0 || limit < 1))
        return err_set(err, ERR_INPUT, "limit: a whole number from 1 to %d is expected, found \"%.*s\"",
                       PAGE_MOST, STR_ARG(str_slice(text, 0, 40)));
    *out = (int)limit;
    return 0;
}

int call_cursor(const struct call *call, struct id *out, struct err *err)
{
    struct str text = call_query(call, "cursor");
    *out = (struct id){{0}};
    if (!text.ptr || id_parse(text, out) == 0) return 0;
    return err_set(err, ERR_INPUT, "cursor: the \"next\" of the page before is expected");
}

int call_if_match(const struct call *call, int64_t *out, struct err *err)
{
    struct str header = str_trim(http_fields_header(call->request->headers, "If-Match"));
    uint64_t version = 0;
    *out = 0;
    if (!header.len || str_is(header, "*")) return 0;
    if (str_starts(header, STR("W/"))) header = str_slice(header, 2, header.len);
    if (header.len > 3 && str_starts(header, STR("\"v")) && header.ptr[header.len - 1] == '"' &&
        str_to_uint(str_slice(header, 2, header.len - 1), INT64_MAX, &version) == 0 && version > 0) {
        *out = (int64_t)version;
        return 0;
    }
    return err_set(err, ERR_STALE, "If-Match: the ETag of what was read is expected, as in \"v3\"");
}

/* The first member that the shape does not know. */
static const struct member *unknown_member(const struct shape *shape, const struct value *object)
{
    for (size_t m = 0; m < object->object.count; m++) {
        bool known = false;
        for (size_t i = 0; i < shape->rule_count; i++)
            if (str_eq(shape->rules[i].name, object->object.members[m].name)) known = true;
        if (!known) return &object->object.members[m];
    }
    return NULL;
}

static int refuse_unknown(const struct shape *shape, const struct value *value, struct err *err)
{
    struct buf names;
    if (value->kind != VALUE_OBJECT) return 0;
    const struct member *unknown = unknown_member(shape, value);
    if (!unknown) return 0;
    buf_init(&names, 400);
    for (size_t i = 0; i < shape->rule_count; i++)
        buf_printf(&names, "%s%.*s", i ? ", " : "", STR_ARG(shape->rules[i].name));
    err_set(err, ERR_INPUT, "/%.*s: no such member is expected here; known are: %.*s",
            STR_ARG(str_slice(unknown->name, 0, 60)), STR_ARG(buf_str(&names)));
    buf_done(&names);
    return -1;
}

int call_body(const struct call *call, void *object, struct err *err)
{
    const struct shape *shape = call_route(call)->body;
    struct document reading = {.arena = call->arena, .err = err, .pointer = ""};
    struct node node = node_root(&reading, &call->body);
    if (call->body.kind != VALUE_OBJECT) return node_expected(&node, "an object");
    if (refuse_unknown(shape, &call->body, err) < 0) return -1;
    return node_members(&node, shape, object);
}

int read_any(const struct node *node, const struct member_rule *rule, void *object)
{
    (void)node;
    (void)rule;
    (void)object;
    return 0;
}

struct str words_claim_concern(int index)
{
    static const enum concern concerns[] = {CONCERN_DAMAGED, CONCERN_WRONG_SPEC, CONCERN_NOT_RECEIVED};
    return index < 3 ? concern_name(concerns[index]) : (struct str){0};
}

int read_claim_concern(const struct node *node, const struct member_rule *rule, void *object)
{
    struct str names[] = {words_claim_concern(0), words_claim_concern(1), words_claim_concern(2)};
    for (int i = 0; i < 3 && node_is(node, VALUE_STRING); i++)
        if (str_eq(names[i], node->value->string))
            return concern_from_name(names[i], rule_target(rule, object));
    return node_expected_word(node, names, 3);
}

/* ---- writing ---- */

void put_id(struct json_writer *json, const char *name, const struct id *id)
{
    char text[ID_TEXT];
    if (id_is_none(id)) {
        json_put_null(json, name);
        return;
    }
    id_format(id, text);
    json_put_string(json, name, str_of(text));
}

void put_time(struct json_writer *json, const char *name, instant_t at)
{
    char text[40];
    if (at == INSTANT_NONE) {
        json_put_null(json, name);
        return;
    }
    instant_format(at, 0, text);
    json_put_string(json, name, str_of(text));
}

void put_day(struct json_writer *json, const char *name, day_t day)
{
    char text[16];
    if (day == DAY_NONE) {
        json_put_null(json, name);
        return;
    }
    day_format(day, text);
    json_put_string(json, name, str_of(text));
}

void put_index(struct json_writer *json, const char *name, int index)
{
    if (index < 0)
        json_put_null(json, name);
    else
        json_put_int(json, name, index);
}

struct str call_number_part(struct arena *arena, struct str number)
{
    struct buf out;
    buf_init(&out, 4 * number.len + 1);
    buf_add_encoded(&out, number);
    struct str text = buf_copy(&out, arena);
    buf_done(&out);
    return text;
}

void call_begin_page(struct call *call)
{
    json_begin_object(&call->json);
    json_name(&call->json, "data");
    json_begin_array(&call->json);
}

void call_end_page(struct call *call, bool more, const struct id *last)
{
    static const struct id none;
    json_end_array(&call->json);
    put_id(&call->json, "next", more ? last : &none);
    json_end_object(&call->json);
}

/* ---- the way of a call ---- */

int query_check(const struct query_rule *rules, struct http_fields query, struct err *err)
{
    for (size_t i = 0; i < query.count; i++) {
        struct str name = query.items[i].name, value = query.items[i].value;
        const struct query_rule *rule = rules;
        while (rule && rule->kind != QUERY_END && !str_is(name, rule->name)) rule++;
        if (!rule || rule->kind == QUERY_END)
            return err_set(err, ERR_INPUT, "the parameter %.*s is not known here",
                           STR_ARG(str_slice(name, 0, 60)));
        for (size_t before = 0; before < i; before++)
            if (str_eq(query.items[before].name, name))
                return err_set(err, ERR_INPUT, "the parameter %s stands there twice; once is expected",
                               rule->name);
        if (rule->kind != QUERY_WORD) continue;
        struct str words = str_of(rule->words), word;
        bool known = false;
        while (str_next_part(&words, '|', &word))
            if (str_eq(word, value)) known = true;
        if (!known)
            return err_set(err, ERR_INPUT, "%s: one of %s is expected, found \"%.*s\"", rule->name,
                           rule->words, STR_ARG(str_slice(value, 0, 40)));
    }
    return 0;
}

/* What curl says by itself where it is told nothing is taken, too: the body is read as JSON and as nothing else. */
static bool is_json(struct str type)
{
    static const struct str taken[] = {STR_INIT("application/json"),
                                       STR_INIT("application/x-www-form-urlencoded")};
    struct str media = str_trim(str_slice(type, 0, str_find_char(type, ';', 0)));
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (str_eq_nocase(media, taken[i])) return true;
    return false;
}

static int read_body(struct call *call, struct err *err)
{
    const struct route *route = call_route(call);
    struct str body = call->request->body;
    if (!route->body && !route->document) return 0;
    if (!body.len && route->body && !route->document) {
        call->body = value_object(); /* all its members may be absent, or are then said to be missing */
        return 0;
    }
    struct str type = http_fields_header(call->request->headers, "Content-Type");
    if (type.len && !is_json(type))
        return err_set(err, ERR_INPUT, "Content-Type: application/json is expected");
    return json_parse(call->arena, body, &call->body, err);
}

/* What "return" is preferred in a Prefer header (RFC 7240); ptr NULL where it says nothing of it. */
static struct str preferred_return(struct str preferences)
{
    struct str one;
    while (str_next_part(&preferences, ',', &one)) {
        one = str_slice(one, 0, str_find_char(one, ';', 0));
        size_t is = str_find_char(one, '=', 0);
        if (is == STR_NOT_FOUND || !str_eq_nocase(str_trim(str_slice(one, 0, is)), STR("return"))) continue;
        struct str value = str_trim(str_slice(one, is + 1, one.len));
        bool quoted = value.len > 1 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"';
        return quoted ? str_slice(value, 1, value.len - 1) : value;
    }
    return (struct str){0};
}

/* Of several the first counts. */
static bool wants_minimal(const struct call *call)
{
    struct http_fields headers = call->request->headers;
    for (size_t i = 0; i < headers.count; i++) {
        if (!str_eq_nocase(headers.items[i].name, STR("Prefer"))) continue;
        struct str value = preferred_return(headers.items[i].value);
        if (value.ptr) return str_is(value, "minimal");
    }
    return false;
}

const struct http_result *call_answer(struct call *call, int status, struct str body, bool repeated)
{
    static const struct http_field replayed = {STR_INIT("Idempotent-Replayed"), STR_INIT("true")};
    struct http_answer answer = {.status = status, .type = "application/json", .body = body};
    if (call->request->method != HTTP_GET && wants_minimal(call))
        answer = (struct http_answer){.status = status == 201 ? 201 : 204};
    if (repeated) answer.headers = (struct http_fields){&replayed, 1};
    if (call->version && status < 300)
        answer.etag = arena_printf(call->arena, "v%lld", (long long)call->version);
    return http_answer(call->request, &answer);
}

static const struct http_result *answer_fine(struct call *call)
{
    const struct route *route = call_route(call);
    if (call->raw) return http_answer(call->request, call->raw);
    int status = call->status ? call->status : route->status ? route->status : 200;
    struct str body = buf_leave(&call->text, call->arena);
    if (call->text.overflow) return http_answer_err(call->request, &(struct err){.category = ERR_SYSTEM});
    const struct http_result *before = once_fine(call, status, body);
    return before ? before : call_answer(call, status, body, false);
}

static const struct http_result *answer_failed(struct call *call, const struct err *err)
{
    const struct http_result *before = once_failed(call, err);
    if (before) return before;
    if (call->problem) return http_answer_problem(call->request, call->problem);
    if (call->wait > 0) return http_answer_limited(call->request, call->wait);
    if (err->category == ERR_UNAUTHENTICATED) return api_unauthenticated(call->request, err);
    return http_answer_err(call->request, err);
}

/* Another took the connection that was free when api_here looked. */
static const struct http_result *go_elsewhere(struct call *call)
{
    struct visit *visit = ARENA_NEW(call->arena, struct visit);
    *visit = *call->visit;
    visit->actor.at_once = false;
    call->request->who = visit;
    return http_hand_over(call->request);
}

const struct http_result *api_handle(struct http_request *request)
{
    struct api *api = request->app;
    const struct route *route = request->row->doc;
    struct err err = {0};
    struct call call = {.request = request, .desk = api->desk, .arena = request->arena};
    call.visit = request->who;
    if (call.visit) call.actor = call.visit->actor;
    buf_init(&call.text, ANSWER_MOST);
    buf_reserve(&call.text, ANSWER_USUAL);
    call.json.buf = &call.text;
    bool fine = query_check(route->query, request->query, &err) == 0 && read_body(&call, &err) == 0 &&
                once_begin(&call, &err) == 0 && route->run(&call, &err) == 0;
    bool late = !fine && call.actor.at_once && err.category == ERR_BUSY;
    const struct http_result *result = late   ? go_elsewhere(&call)
                                       : fine ? answer_fine(&call)
                                              : answer_failed(&call, &err);
    buf_done(&call.text);
    return result;
}
