/* Problem details; see problem.h. */
#include "http/problem.h"

#include "base/buf.h"
#include "text/json.h"

enum { LARGEST = 256 * 1024 };

static const struct {
    int status;
    const char *text;
} statuses[] = {
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

const char *http_status_text(int status)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i].status == status) return statuses[i].text;
    return "Error";
}

static void write_errors(struct json_writer *json, struct http_fields errors)
{
    json_name(json, "errors");
    json_begin_array(json);
    for (size_t i = 0; i < errors.count; i++) {
        json_begin_object(json);
        json_put_string(json, "pointer", errors.items[i].name);
        json_put_string(json, "detail", errors.items[i].value);
        json_end_object(json);
    }
    json_end_array(json);
}

struct str http_problem_json(struct arena *arena, const struct http_problem *problem, struct str instance)
{
    struct buf text;
    buf_init(&text, LARGEST);
    struct json_writer json = {&text, false};
    json_begin_object(&json);
    json_put_string(&json, "type", str_of(problem->type ? problem->type : "about:blank"));
    json_put_string(&json, "title",
                    str_of(problem->title ? problem->title : http_status_text(problem->status)));
    json_put_int(&json, "status", problem->status);
    if (problem->detail.len) json_put_string(&json, "detail", problem->detail);
    if (instance.len) json_put_string(&json, "instance", instance);
    if (problem->errors.count && problem->errors.count <= 100) write_errors(&json, problem->errors);
    if (problem->more.len) {
        buf_add_char(&text, ',');
        buf_add(&text, problem->more);
    }
    json_end_object(&json);
    struct str made = buf_copy(&text, arena);
    buf_done(&text);
    return made;
}

struct http_problem http_problem_of(struct arena *arena, const struct err *err)
{
    struct http_problem problem = {.status = err_http_status(err)};
    if (err->category == ERR_SYSTEM) return problem;
    problem.detail = arena_str(arena, str_of(err->message));
    if (err->category == ERR_BUSY) problem.retry_after = 1;
    size_t colon = str_find(problem.detail, STR(": "), 0);
    if (problem.detail.len && problem.detail.ptr[0] == '/' && colon != STR_NOT_FOUND) {
        struct http_field *field = ARENA_NEW(arena, struct http_field);
        field->name = str_slice(problem.detail, 0, colon);
        field->value = str_slice(problem.detail, colon + 2, problem.detail.len);
        problem.errors = (struct http_fields){field, 1};
    }
    return problem;
}
