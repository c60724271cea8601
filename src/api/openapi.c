/* The OpenAPI 3.1 description, printed from the table of routes and the schemas that are built in. */
#include "api/routes.h"
#include "api/schemas.h"
#include "desk/portal.h"

enum { DESCRIPTION_MOST = 4 * 1024 * 1024 };

#define COMPONENTS "#/components/schemas/"

/* ---- schemas: $defs of the two documents become components of their own ---- */

static struct str moved_ref(struct arena *arena, struct str prefix, struct str ref)
{
    struct str defs = STR("#/$defs/");
    if (!str_starts(ref, defs)) return ref;
    return arena_printf(arena, COMPONENTS "%.*s_%.*s", STR_ARG(prefix),
                        STR_ARG(str_slice(ref, defs.len, ref.len)));
}

/* The schema again with every "$ref" moved; schemas are ours, so their depth is known to be small. */
static struct value moved(struct arena *arena, struct str prefix, const struct value *value)
{
    struct value out = *value;
    if (value->kind == VALUE_ARRAY) {
        out = value_array();
        for (size_t i = 0; i < value->array.count; i++)
            value_push(arena, &out, moved(arena, prefix, &value->array.items[i]));
    }
    if (value->kind != VALUE_OBJECT) return out;
    out = value_object();
    for (size_t i = 0; i < value->object.count; i++) {
        const struct member *member = &value->object.members[i];
        bool ref = str_is(member->name, "$ref") && member->value.kind == VALUE_STRING;
        if (str_is(member->name, "$defs") || str_is(member->name, "$id") || str_is(member->name, "$schema"))
            continue;
        value_put(arena, &out, member->name,
                  ref ? value_str(moved_ref(arena, prefix, member->value.string))
                      : moved(arena, prefix, &member->value));
    }
    return out;
}

static void put_schema(struct json_writer *json, struct str name, const struct value *schema)
{
    json_write_string(json, name);
    buf_add_char(json->buf, ':');
    json->comma = false;
    json_write_value(json, schema);
}

static void put_document(struct json_writer *json, struct arena *arena, struct str prefix,
                         const struct value *document)
{
    struct value root = moved(arena, prefix, document);
    const struct value *defs = value_get(document, STR("$defs"));
    put_schema(json, prefix, &root);
    for (size_t i = 0; defs && i < defs->object.count; i++) {
        struct value def = moved(arena, prefix, &defs->object.members[i].value);
        put_schema(json,
                   arena_printf(arena, "%.*s_%.*s", STR_ARG(prefix), STR_ARG(defs->object.members[i].name)),
                   &def);
    }
}

static void put_schemas(struct json_writer *json, struct arena *arena)
{
    static const struct {
        const char *path, *prefix; /* no prefix: an object of schemas, each by its name */
    } documents[] = {{"assessment.json", "Assessment"}, {"inquiry.json", "Inquiry"}, {"things.json", NULL}};
    json_begin_object(json);
    for (size_t d = 0; d < sizeof documents / sizeof *documents; d++)
        for (size_t i = 0; i < schema_file_count; i++) {
            struct value document;
            if (!str_is(schema_files[i].path, documents[d].path)) continue;
            if (json_parse(arena, schema_files[i].bytes, &document, NULL) < 0) continue;
            if (documents[d].prefix) put_document(json, arena, str_of(documents[d].prefix), &document);
            for (size_t m = 0; !documents[d].prefix && m < document.object.count; m++)
                put_schema(json, document.object.members[m].name, &document.object.members[m].value);
        }
    json_end_object(json);
}

/* ---- bodies: printed from the tables that read them ---- */

static void put_shape(struct json_writer *json, const struct shape *shape);

static void put_ref_member(struct json_writer *json, const char *name)
{
    struct buf ref;
    buf_init(&ref, 200);
    buf_printf(&ref, COMPONENTS "%s", name);
    json_put_string(json, "$ref", buf_str(&ref));
    buf_done(&ref);
}

/* Words without a name are not for documents. */
static void put_words(struct json_writer *json, const struct member_rule *rule)
{
    struct str word;
    if (!rule->words) return;
    json_name(json, "enum");
    json_begin_array(json);
    for (int i = 0; (word = rule->words(i)).ptr; i++)
        if (word.len) json_write_string(json, word);
    json_end_array(json);
}

static void put_rule(struct json_writer *json, const struct member_rule *rule)
{
    json_begin_object(json);
    if (rule->read == read_list) {
        json_put_string(json, "type", STR("array"));
        json_put_int(json, "maxItems", rule->max);
        json_name(json, "items");
        put_shape(json, rule->shape);
    } else if (rule->read == read_texts) {
        json_put_string(json, "type", STR("array"));
        json_put_int(json, "maxItems", rule->max);
        json_name(json, "items");
        json_begin_object(json);
        json_put_string(json, "type", STR("string"));
        json_end_object(json);
    } else if (rule->read == read_int || rule->read == read_int64) {
        json_put_string(json, "type", STR("integer"));
        json_put_int(json, "minimum", rule->min);
        json_put_int(json, "maximum", rule->max);
    } else if (rule->read == read_bool) {
        json_put_string(json, "type", STR("boolean"));
    } else if (rule->schema) {
        put_ref_member(json, rule->schema);
    } else {
        json_put_string(json, "type", STR("string"));
        put_words(json, rule);
        if (rule->read == read_day) json_put_string(json, "format", STR("date"));
        if (rule->read == read_instant) json_put_string(json, "format", STR("date-time"));
        if (rule->read == read_text && rule->max) json_put_int(json, "maxLength", rule->max);
    }
    json_end_object(json);
}

static void put_shape(struct json_writer *json, const struct shape *shape)
{
    json_begin_object(json);
    json_put_string(json, "type", STR("object"));
    json_name(json, "properties");
    json_begin_object(json);
    for (size_t i = 0; i < shape->rule_count; i++) {
        json_write_string(json, shape->rules[i].name);
        buf_add_char(json->buf, ':');
        json->comma = false;
        put_rule(json, &shape->rules[i]);
    }
    json_end_object(json);
    json_name(json, "required");
    json_begin_array(json);
    for (size_t i = 0; i < shape->rule_count; i++)
        if (shape->rules[i].required) json_write_string(json, shape->rules[i].name);
    json_end_array(json);
    json_put_bool(json, "additionalProperties", false);
    json_end_object(json);
}

/* ---- operations ---- */

static void put_ref(struct json_writer *json, const char *name)
{
    json_begin_object(json);
    put_ref_member(json, name);
    json_end_object(json);
}

static void begin(struct json_writer *json, const char *name)
{
    json_name(json, name);
    json_begin_object(json);
}

static void put_parameter(struct json_writer *json, const char *in, struct str name, const char *what,
                          bool required, const char *words, bool count)
{
    struct str word, rest = str_of(words);
    json_begin_object(json);
    json_put_string(json, "name", name);
    json_put_string(json, "in", str_of(in));
    json_put_string(json, "description", str_of(what));
    json_put_bool(json, "required", required);
    begin(json, "schema");
    json_put_string(json, "type", count ? STR("integer") : STR("string"));
    if (count) json_put_int(json, "minimum", 1);
    if (count) json_put_int(json, "maximum", PAGE_MOST);
    if (words) {
        json_name(json, "enum");
        json_begin_array(json);
        while (str_next_part(&rest, '|', &word)) json_write_string(json, word);
        json_end_array(json);
    }
    json_end_object(json);
    json_end_object(json);
}

static const char *path_meaning(struct str name)
{
    static const char *const meanings[][2] = {
        {"number", "The order's number; # and punctuation do not matter"},
        {"seq", "The message's seq, from 1"},
        {"place", "The file's place in its message, from 0"},
        {"path", "The file's path, each / of it written as %2F"},
        {"version", "The version of the file, from 1"},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (str_is(name, meanings[i][0])) return meanings[i][1];
    return "The id";
}

static void put_path_parameters(struct json_writer *json, struct str pattern)
{
    for (size_t at = 0; (at = str_find_char(pattern, '{', at)) != STR_NOT_FOUND;) {
        size_t end = str_find_char(pattern, '}', at);
        struct str name = str_slice(pattern, at + 1, end);
        put_parameter(json, "path", name, path_meaning(name), true, NULL, false);
        at = end;
    }
}

static bool has_part(struct str pattern, const char *const *parts)
{
    for (; *parts; parts++)
        if (str_contains(pattern, str_of(*parts))) return true;
    return false;
}

/* What is changed by a version that its ETag names. */
static bool takes_if_match(const struct http_row *row)
{
    static const char *const without[] = {"/my/",      "/me/",      "/presence", "/progress",    "/letters/",
                                          "/surveys/", "/password", "/check",    "/attachments", NULL};
    static const char *const with[] = {"{id}",    "{path}",   "/cancel", "/remake",
                                       "/events", "/release", "/hold",   NULL};
    static const char *const deleted[] = {"{path}", "/totp", NULL};
    struct str pattern = str_of(row->pattern);
    if (row->method == HTTP_GET || has_part(pattern, without) || str_starts(pattern, STR("/v1/outbox/")) ||
        str_starts(pattern, STR("/v1/session")))
        return false;
    if (row->method == HTTP_DELETE) return has_part(pattern, deleted);
    return row->method != HTTP_POST || has_part(pattern, with);
}

static void put_parameters(struct json_writer *json, const struct http_row *row)
{
    const struct route *route = row->doc;
    json_name(json, "parameters");
    json_begin_array(json);
    put_path_parameters(json, str_of(row->pattern));
    for (const struct query_rule *rule = route->query; rule && rule->kind != QUERY_END; rule++)
        put_parameter(json, "query", str_of(rule->name), rule->what, rule->kind == QUERY_NEEDED, rule->words,
                      rule->kind == QUERY_COUNT);
    if (route->keeps)
        put_parameter(json, "header", STR("Idempotency-Key"),
                      "The same request again within 24 hours under the same key gives the same answer, and "
                      "no second effect",
                      false, NULL, false);
    if (takes_if_match(row))
        put_parameter(json, "header", STR("If-Match"),
                      "The ETag of what was read; 412 where it has changed since", false, NULL, false);
    json_end_array(json);
}

static void put_content(struct json_writer *json, const char *type)
{
    begin(json, "content");
    json_write_string(json, str_of(type));
    buf_add_char(json->buf, ':');
    json->comma = false;
    json_begin_object(json);
    json_name(json, "schema");
}

static void end_content(struct json_writer *json)
{
    json_end_object(json);
    json_end_object(json);
}

static void put_answer_schema(struct json_writer *json, const char *answer)
{
    if (strncmp(answer, "[]", 2) != 0) {
        put_ref(json, answer);
        return;
    }
    json_begin_object(json);
    json_put_string(json, "type", STR("object"));
    begin(json, "properties");
    begin(json, "data");
    json_put_string(json, "type", STR("array"));
    json_name(json, "items");
    put_ref(json, answer + 2);
    json_end_object(json);
    begin(json, "next");
    json_name(json, "type");
    json_begin_array(json);
    json_write_string(json, STR("string"));
    json_write_string(json, STR("null"));
    json_end_array(json);
    json_end_object(json);
    json_end_object(json);
    json_name(json, "required");
    json_begin_array(json);
    json_write_string(json, STR("data"));
    json_write_string(json, STR("next"));
    json_end_array(json);
    json_end_object(json);
}

static void put_table(struct json_writer *json)
{
    json_write_string(json, STR("text/csv"));
    buf_add_char(json->buf, ':');
    json->comma = false;
    json_begin_object(json);
    begin(json, "schema");
    json_put_string(json, "type", STR("string"));
    json_end_object(json);
    json_end_object(json);
}

static void put_good_answer(struct json_writer *json, int status, const struct route *route)
{
    char code[8] = {(char)('0' + status / 100), (char)('0' + status / 10 % 10), (char)('0' + status % 10)};
    bool document = !strchr(route->answer, '/');
    begin(json, code);
    json_put_string(json, "description", status == 201 ? STR("Done, and new") : STR("Done"));
    put_content(json, document ? "application/json" : route->answer);
    if (document) {
        put_answer_schema(json, route->answer);
    } else {
        json_begin_object(json);
        json_put_string(json, "type", STR("string"));
        json_end_object(json);
    }
    json_end_object(json);
    if (route->table) put_table(json);
    json_end_object(json);
    json_end_object(json);
}

/* Everything that a request may be refused with, as problem details. */
static const struct {
    int status;
    const char *code, *name, *what;
} failures[] = {
    {400, "400", "Wrong", "The request is wrong; `errors` names the place"},
    {401, "401", "Unknown", "Nobody knows who asks"},
    {403, "403", "Forbidden", "Who asks may not do that"},
    {404, "404", "Missing", "There is no such thing"},
    {409, "409", "Conflict", "The thing is not in a state for that, or is being changed"},
    {412, "412", "Stale", "It has changed since it was read"},
    {413, "413", "TooLarge", "The body is too large"},
    {422, "422", "Unsound", "The shop would not be sound with it; `findings` says what is wrong where"},
    {429, "429", "TooMany", "Too many requests; Retry-After says when to come back"},
    {500, "500", "Failed", "The server failed; the log says why, under the id in `instance`"},
    {503, "503", "Busy", "Too much is waiting just now; Retry-After says when to come back"},
};

static bool can_fail(const struct http_row *row, int status)
{
    const struct route *route = row->doc;
    bool changes = row->method != HTTP_GET, public = route->open && !changes;
    bool alone = strcmp(route->tag, "engine") == 0; /* looks at nothing that is kept */
    switch (status) {
    case 401:
    case 403:
        return !public;
    case 404:
        return !public && !alone;
    case 409:
        return changes && !alone;
    case 412:
        return takes_if_match(row);
    case 413:
        return row->body_max > 0;
    case 422:
        return changes && (strstr(row->pattern, "{path}") || strstr(row->pattern, "/preview"));
    default:
        return true;
    }
}

static void put_answers(struct json_writer *json, const struct http_row *row, struct arena *arena)
{
    const struct route *route = row->doc;
    begin(json, "responses");
    put_good_answer(json, 200, route);
    if (route->status == 201 || row->method == HTTP_PUT) put_good_answer(json, 201, route);
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        if (!can_fail(row, failures[i].status)) continue;
        begin(json, failures[i].code);
        json_put_string(
            json, "$ref",
            str_of(arena_cstr(arena, arena_printf(arena, "#/components/responses/%s", failures[i].name))));
        json_end_object(json);
    }
    json_end_object(json);
}

static void put_failures(struct json_writer *json)
{
    begin(json, "responses");
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        begin(json, failures[i].name);
        json_put_string(json, "description", str_of(failures[i].what));
        put_content(json, "application/problem+json");
        put_ref(json, "Problem");
        end_content(json);
        json_end_object(json);
    }
    json_end_object(json);
}

static void put_uploads(struct json_writer *json, const struct route *route)
{
    begin(json, "requestBody");
    json_put_bool(json, "required", true);
    begin(json, "content");
    for (size_t i = 0; route->uploads[i]; i++) {
        begin(json, route->uploads[i]);
        begin(json, "schema");
        json_put_string(json, "type", STR("string"));
        json_put_string(json, "contentMediaType", str_of(route->uploads[i]));
        json_end_object(json);
        json_end_object(json);
    }
    json_end_object(json);
    json_end_object(json);
}

static void put_body(struct json_writer *json, const struct route *route)
{
    if (route->uploads) put_uploads(json, route);
    if (!route->body && !route->document) return;
    begin(json, "requestBody");
    json_put_bool(json, "required", route->document != NULL);
    put_content(json, "application/json");
    if (route->document)
        put_ref(json, route->document);
    else
        put_shape(json, route->body);
    if (route->example) {
        json_name(json, "example");
        json->comma = false;
        buf_add_c(json->buf, route->example);
        json->comma = true;
    }
    end_content(json);
    json_end_object(json);
}

static void put_scheme_name(struct json_writer *json, const char *name)
{
    json_begin_object(json);
    json_name(json, name);
    json_begin_array(json);
    json_end_array(json);
    json_end_object(json);
}

/* "post_orders_number_events" */
static void put_operation_id(struct json_writer *json, const struct http_row *row, const char *method)
{
    struct buf name;
    buf_init(&name, 200);
    buf_add_c(&name, method);
    for (const char *c = row->pattern + strlen("/v1"); *c; c++)
        if (*c != '{' && *c != '}') buf_add_char(&name, *c == '/' || *c == '-' || *c == '.' ? '_' : *c);
    json_put_string(json, "operationId", buf_str(&name));
    buf_done(&name);
}

static void put_operation(struct json_writer *json, const struct http_row *row, struct arena *arena)
{
    static const char *const methods[HTTP_METHODS] = {
        [HTTP_GET] = "get",     [HTTP_HEAD] = "head",     [HTTP_POST] = "post",      [HTTP_PUT] = "put",
        [HTTP_PATCH] = "patch", [HTTP_DELETE] = "delete", [HTTP_OPTIONS] = "options"};
    const struct route *route = row->doc;
    begin(json, methods[row->method]);
    put_operation_id(json, row, methods[row->method]);
    json_name(json, "tags");
    json_begin_array(json);
    json_write_string(json, str_of(route->tag));
    json_end_array(json);
    json_put_string(json, "summary", str_of(route->summary));
    const char *more = route->description ? route->description : "";
    if (route->secret)
        more = arena_cstr(arena, arena_printf(arena, "%s%sTakes no `Idempotency-Key`: 400 with one.", more,
                                              *more ? " " : ""));
    if (*more) json_put_string(json, "description", str_of(more));
    if (route->open || route->customer) {
        json_name(json, "security");
        json_begin_array(json);
        if (route->customer) put_scheme_name(json, "visit");
        json_end_array(json);
    } else {
        json_put_string(json, "x-right", right_name((enum right)row->right));
    }
    put_parameters(json, row);
    put_body(json, route);
    put_answers(json, row, arena);
    json_end_object(json);
}

/* Rows of one path stand together in the table. */
static void put_paths(struct json_writer *json, struct arena *arena)
{
    size_t count;
    const struct http_row *rows = api_rows(&count);
    begin(json, "paths");
    for (size_t i = 0; i < count; i++) {
        bool first = i == 0 || strcmp(rows[i - 1].pattern, rows[i].pattern) != 0;
        bool last = i + 1 == count || strcmp(rows[i + 1].pattern, rows[i].pattern) != 0;
        if (first) begin(json, rows[i].pattern);
        put_operation(json, &rows[i], arena);
        if (last) json_end_object(json);
    }
    json_end_object(json);
}

static void put_tags(struct json_writer *json)
{
    static const struct {
        struct str name, what;
    } tags[] = {
        {STR_INIT("engine"), STR_INIT("The decision engine by itself")},
        {STR_INIT("board"), STR_INIT("What the studio makes")},
        {STR_INIT("progress"), STR_INIT("Photos of pieces in the making")},
        {STR_INIT("orders"), STR_INIT("Orders, their life, what was promised and sent about them")},
        {STR_INIT("inbox"), STR_INIT("Tickets as an agent works them")},
        {STR_INIT("me"), STR_INIT("What people keep for themselves")},
        {STR_INIT("tickets"), STR_INIT("Inquiries and the conversations they become")},
        {STR_INIT("drafts"), STR_INIT("Replies before they are sent")},
        {STR_INIT("changes"), STR_INIT("What customers want altered")},
        {STR_INIT("claims"), STR_INIT("Faults, and how they are made good")},
        {STR_INIT("approvals"), STR_INIT("Costly and irreversible steps")},
        {STR_INIT("outbox"), STR_INIT("What is sent to customers")},
        {STR_INIT("customers"), STR_INIT("Who orders and writes")},
        {STR_INIT("surveys"), STR_INIT("How satisfied customers are")},
        {STR_INIT("shop"),
         STR_INIT("What the store is and says: its settings, policy, answers, calendars and templates")},
        {STR_INIT("measures"), STR_INIT("What the desk achieves, and what is behind each figure")},
        {STR_INIT("search"), STR_INIT("Full-text search, English and Chinese")},
        {STR_INIT("my"), STR_INIT("The page of one order, for its customer")},
        {STR_INIT("session"), STR_INIT("Signing in and out")},
        {STR_INIT("accounts"), STR_INIT("The people of the desk")},
        {STR_INIT("tokens"), STR_INIT("Who may use the API")},
        {STR_INIT("audit"), STR_INIT("Who did what")},
        {STR_INIT("events"), STR_INIT("What changes, as it happens")},
        {STR_INIT("description"), STR_INIT("The API about itself")},
    };
    json_name(json, "tags");
    json_begin_array(json);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        json_begin_object(json);
        json_put_string(json, "name", tags[i].name);
        json_put_string(json, "description", tags[i].what);
        json_end_object(json);
    }
    json_end_array(json);
}

/* What holds for every route, and so stands with none of them. */
static const char about_keys[] =
    "A POST that changes something takes an `Idempotency-Key`, which is the caller's own and counts for "
    "24 hours. The same request under it again (method, path and body) is answered with the same status "
    "and body and `Idempotent-Replayed: true`, and has no second effect; another request under it is "
    "refused with 400. One that was refused has kept nothing, and is looked at anew. Of requests that "
    "come at once under one key one is carried out; the others wait for its answer, up to 2 seconds, "
    "and are then refused with 409 and `Retry-After`. Where the server ended between the effect and the "
    "keeping of its answer, or the answer told of somebody who was erased since, the key is answered "
    "409: the request has been carried out, and the thing itself says how it stands. Where a secret is "
    "asked or answered (signing in, invitations, tokens) no key is taken, and one is refused with 400. "
    "Files are known by their bytes: the same one again is answered with 200. What keeps nothing "
    "(assess, estimates, lint, checks, previews) takes no notice of a key.";

static void put_info(struct json_writer *json)
{
    json_put_string(json, "openapi", STR("3.1.0"));
    begin(json, "info");
    json_put_string(json, "title", STR("Burin"));
    json_put_string(json, "version", STR(BURIN_VERSION));
    json_put_string(json, "summary", STR("The post-purchase desk for stores that sell made-to-order goods"));
    json_put_string(json, "description", str_of(about_keys));
    begin(json, "license");
    json_put_string(json, "name", STR("MIT"));
    json_put_string(json, "identifier", STR("MIT"));
    json_end_object(json);
    json_end_object(json);
    json_name(json, "servers");
    json_begin_array(json);
    json_begin_object(json);
    json_put_string(json, "url", STR("/"));
    json_end_object(json);
    json_end_array(json);
}

static void put_security(struct json_writer *json)
{
    json_name(json, "security");
    json_begin_array(json);
    put_scheme_name(json, "token");
    put_scheme_name(json, "session");
    json_end_array(json);
}

static void put_components(struct json_writer *json, struct arena *arena)
{
    begin(json, "components");
    begin(json, "securitySchemes");
    begin(json, "token");
    json_put_string(json, "type", STR("http"));
    json_put_string(json, "scheme", STR("bearer"));
    json_put_string(json, "description", STR("An API token, as `burin token add` prints it"));
    json_end_object(json);
    begin(json, "session");
    json_put_string(json, "type", STR("apiKey"));
    json_put_string(json, "in", STR("cookie"));
    json_put_string(json, "name", STR(SESSION_COOKIE));
    json_put_string(json, "description",
                    STR("The cookie of POST /v1/session; with X-CSRF-Token where something is changed"));
    json_end_object(json);
    begin(json, "visit");
    json_put_string(json, "type", STR("apiKey"));
    json_put_string(json, "in", STR("cookie"));
    json_put_string(json, "name", STR(PORTAL_COOKIE));
    json_put_string(
        json, "description",
        STR("A customer's, of POST /v1/my/session; with X-CSRF-Token where something is changed"));
    json_end_object(json);
    json_end_object(json);
    put_failures(json);
    json_name(json, "schemas");
    put_schemas(json, arena);
    json_end_object(json);
}

struct str api_openapi(struct arena *arena)
{
    struct buf text;
    buf_init(&text, DESCRIPTION_MOST);
    struct json_writer json = {.buf = &text};
    json_begin_object(&json);
    put_info(&json);
    put_security(&json);
    put_tags(&json);
    put_paths(&json, arena);
    put_components(&json, arena);
    json_end_object(&json);
    struct str document = buf_copy(&text, arena);
    buf_done(&text);
    return document;
}

int route_openapi(struct call *call, struct err *err)
{
    (void)err;
    buf_add(&call->text, api_openapi(call->arena));
    return 0;
}
