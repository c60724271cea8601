/* Log lines of the server; see serve_log.h. */
#include "cli/serve_log.h"

#include <unistd.h>

#include "base/clock.h"
#include "text/json.h"

enum { LINE_MOST = 2048, LINE_USUAL = 511 };

static void begin_line(struct buf *line, struct json_writer *json, const char *level)
{
    char time[40];
    buf_init(line, LINE_MOST);
    buf_reserve(line, LINE_USUAL);
    *json = (struct json_writer){.buf = line};
    instant_format(clock_now(clock_system()), 0, time);
    json_begin_object(json);
    json_put_string(json, "time", str_of(time));
    json_put_string(json, "level", str_of(level));
}

/* One write for a line, so that lines of several threads do not mix; a log that cannot be written stops nobody. */
static void end_line(struct buf *line, struct json_writer *json)
{
    json_end_object(json);
    buf_add_char(line, '\n');
    ssize_t ignored = write(STDERR_FILENO, line->ptr, line->len);
    (void)ignored;
    buf_done(line);
}

void serve_log_request(void *app, const struct http_log_row *row)
{
    struct buf line;
    struct json_writer json;
    (void)app;
    begin_line(&line, &json, row->status >= 500 ? "error" : "info");
    json_put_string(&json, "event", STR("request"));
    json_put_string(&json, "method", str_of(http_method_name(row->method)));
    json_put_string(&json, "route", row->row ? str_of(row->row->pattern) : STR("none"));
    json_put_int(&json, "status", row->status);
    json_put_int(&json, "us", row->micros);
    json_put_int(&json, "bytes", (int64_t)row->bytes);
    json_put_string(&json, "request", row->id);
    end_line(&line, &json);
}

void serve_log_loop(void *context, const char *loop, const struct err *err)
{
    struct buf line;
    struct json_writer json;
    (void)context;
    begin_line(&line, &json, "error");
    json_put_string(&json, "event", STR("loop"));
    json_put_string(&json, "loop", str_of(loop));
    json_put_string(&json, "message", str_of(err->message));
    end_line(&line, &json);
}

void serve_log_event(const char *what, struct str detail)
{
    struct buf line;
    struct json_writer json;
    begin_line(&line, &json, "info");
    json_put_string(&json, "event", str_of(what));
    json_put_string(&json, "detail", detail);
    end_line(&line, &json);
}
