/* Log lines of the server; see serve_log.h. */
#define _GNU_SOURCE
#include "cli/serve_log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cond.h"
#include "text/json.h"

enum {
    LINE_MOST = 2048,
    LINE_USUAL = 511,
    WAITING_MOST = 1024 * 1024, /* bytes, for as long as nobody takes them */
    GATHER_MICROS = 50000,
    PATIENCE_MS = 200,
};

struct serve_log {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct buf waiting;
    uint64_t left_out; /* lines since the last write */
    bool ends;
};

/* ---- lines ---- */

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

static void end_line(struct serve_log *log, struct buf *line, struct json_writer *json)
{
    json_end_object(json);
    buf_add_char(line, '\n');
    pthread_mutex_lock(&log->lock);
    bool first = log->waiting.len == 0;
    if (line->len <= WAITING_MOST - log->waiting.len)
        buf_add(&log->waiting, buf_str(line));
    else
        log->left_out++;
    if (first) pthread_cond_signal(&log->wake);
    pthread_mutex_unlock(&log->lock);
    buf_done(line);
}

void serve_log_request(void *serve_log, const struct http_log_row *row)
{
    struct buf line;
    struct json_writer json;
    begin_line(&line, &json, row->status >= 500 ? "error" : "info");
    json_put_string(&json, "event", STR("request"));
    json_put_string(&json, "method", str_of(http_method_name(row->method)));
    json_put_string(&json, "route", row->row ? str_of(row->row->pattern) : STR("none"));
    json_put_int(&json, "status", row->status);
    json_put_int(&json, "us", row->micros);
    json_put_int(&json, "bytes", (int64_t)row->bytes);
    json_put_string(&json, "request", row->id);
    end_line(serve_log, &line, &json);
}

void serve_log_loop(struct serve_log *log, const char *loop, const struct err *err)
{
    struct buf line;
    struct json_writer json;
    begin_line(&line, &json, "error");
    json_put_string(&json, "event", STR("loop"));
    json_put_string(&json, "loop", str_of(loop));
    json_put_string(&json, "message", str_of(err->message));
    end_line(log, &line, &json);
}

void serve_log_error(struct serve_log *log, const char *what, const char *message)
{
    struct buf line;
    struct json_writer json;
    begin_line(&line, &json, "error");
    json_put_string(&json, "event", str_of(what));
    json_put_string(&json, "message", str_of(message));
    end_line(log, &line, &json);
}

void serve_log_event(struct serve_log *log, const char *what, struct str detail)
{
    struct buf line;
    struct json_writer json;
    begin_line(&line, &json, "info");
    json_put_string(&json, "event", str_of(what));
    json_put_string(&json, "detail", detail);
    end_line(log, &line, &json);
}

/* ---- the thread that writes them ---- */

static bool has_to_end(struct serve_log *log)
{
    pthread_mutex_lock(&log->lock);
    bool ends = log->ends;
    pthread_mutex_unlock(&log->lock);
    return ends;
}

/* How much of it goes in one write: whole lines, so that another writer to the same pipe does not come between, and no more than
 * a pipe takes at once when it says that it has room, so that this thread does not hang in one when the server ends. */
static size_t piece_of(struct str text)
{
    size_t end = text.len < PIPE_BUF ? text.len : PIPE_BUF;
    const char *last = memrchr(text.ptr, '\n', end);
    return last ? (size_t)(last - text.ptr) + 1 : end;
}

/* A log that cannot be written stops nobody. */
static void write_out(struct serve_log *log, struct str text)
{
    while (text.len) {
        struct pollfd out = {STDERR_FILENO, POLLOUT, 0};
        if (poll(&out, 1, PATIENCE_MS) == 0) {
            if (has_to_end(log)) return;
            continue;
        }
        ssize_t done = write(STDERR_FILENO, text.ptr, piece_of(text));
        if (done < 0 && errno != EINTR && errno != EAGAIN) return;
        if (done > 0) text = str_slice(text, (size_t)done, text.len);
    }
}

static void tell_left_out(struct serve_log *log, uint64_t lines)
{
    struct buf line;
    struct json_writer json;
    begin_line(&line, &json, "error");
    json_put_string(&json, "event", STR("log"));
    json_put_int(&json, "left_out", (int64_t)lines);
    end_line(log, &line, &json);
}

/* With the lock held: some time for more lines to come, but at the end. */
static void gather(struct serve_log *log)
{
    int64_t until = clock_monotonic(clock_system()) + GATHER_MICROS;
    while (!log->ends && cond_wait_until(&log->wake, &log->lock, until)) continue;
}

static void *write_lines(void *object)
{
    struct serve_log *log = object;
    struct buf taken;
    buf_init(&taken, WAITING_MOST);
    pthread_mutex_lock(&log->lock);
    for (;;) {
        while (!log->ends && log->waiting.len == 0) pthread_cond_wait(&log->wake, &log->lock);
        if (log->waiting.len == 0) break;
        gather(log);
        struct buf full = log->waiting;
        uint64_t left_out = log->left_out;
        log->waiting = taken;
        log->left_out = 0;
        pthread_mutex_unlock(&log->lock);
        write_out(log, buf_str(&full));
        buf_clear(&full);
        taken = full;
        if (left_out) tell_left_out(log, left_out);
        pthread_mutex_lock(&log->lock);
    }
    pthread_mutex_unlock(&log->lock);
    buf_done(&taken);
    return NULL;
}

int serve_log_new(struct serve_log **out, struct err *err)
{
    struct serve_log *log = calloc(1, sizeof *log);
    if (!log) return err_set(err, ERR_SYSTEM, "no memory for the log");
    buf_init(&log->waiting, WAITING_MOST);
    pthread_mutex_init(&log->lock, NULL);
    cond_init(&log->wake);
    if (pthread_create(&log->thread, NULL, write_lines, log) == 0) {
        *out = log;
        return 0;
    }
    free(log);
    return err_set(err, ERR_SYSTEM, "cannot start a thread");
}

void serve_log_end(struct serve_log *log)
{
    pthread_mutex_lock(&log->lock);
    log->ends = true;
    pthread_cond_signal(&log->wake);
    pthread_mutex_unlock(&log->lock);
    pthread_join(log->thread, NULL);
}

void serve_log_free(struct serve_log *log)
{
    if (!log) return;
    serve_log_end(log);
    buf_done(&log->waiting);
    pthread_cond_destroy(&log->wake);
    pthread_mutex_destroy(&log->lock);
    free(log);
}
