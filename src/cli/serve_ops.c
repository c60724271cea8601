/* /livez, /readyz, /metrics; see serve_ops.h. */
#include "cli/serve_ops.h"

#include "desk/delivery.h"
#include "http/problem.h"

enum { METRICS_MOST = 1024 * 1024 };

static const struct http_result *text(struct http_request *request, int status, const char *type,
                                      struct str body)
{
    struct http_answer answer = {.status = status, .type = type, .body = body};
    return http_answer(request, &answer);
}

/* Never touches the database: a server whose database is away must not be killed for it. */
static const struct http_result *livez(struct http_request *request)
{
    return text(request, 200, "text/plain; charset=utf-8", STR("alive\n"));
}

static const struct http_result *readyz(struct http_request *request)
{
    struct ops *ops = request->app;
    struct err err = {0};
    if (atomic_load(&ops->stopping))
        return text(request, 503, "text/plain; charset=utf-8", STR("stopping\n"));
    if (db_ping(ops->folder->db, &err) < 0)
        return text(request, 503, "text/plain; charset=utf-8",
                    arena_printf(request->arena, "the database does not answer: %s\n", err.message));
    return text(request, 200, "text/plain; charset=utf-8", STR("ready\n"));
}

static void put(struct buf *out, const char *name, const char *kind, const char *help, int64_t value)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", name, help, name, kind, name, (long long)value);
}

static void put_database(struct buf *out, struct db *db)
{
    struct db_stats stats;
    db_stats(db, &stats);
    put(out, "burin_db_writes_total", "counter", "Transactions that wrote.", (int64_t)stats.writes);
    put(out, "burin_db_batches_total", "counter", "Commits they shared.", (int64_t)stats.batches);
    put(out, "burin_db_syncs_total", "counter", "Syncs of the SQLite file.", (int64_t)stats.syncs);
    put(out, "burin_db_reads_total", "counter", "Transactions that read.", (int64_t)stats.reads);
    put(out, "burin_db_failures_total", "counter", "Transactions that left no trace.",
        (int64_t)stats.failures);
    put(out, "burin_db_retries_total", "counter", "Runs that were done again.", (int64_t)stats.retries);
    put(out, "burin_db_reconnects_total", "counter", "Connections that were lost.",
        (int64_t)stats.reconnects);
    put(out, "burin_db_waited_microseconds_total", "counter", "Time that transactions waited for their turn.",
        (int64_t)stats.wait_us);
    put(out, "burin_db_queued", "gauge", "Transactions that wait now.", stats.queued);
    put(out, "burin_db_connections_in_use", "gauge", "Connections in use.", stats.in_use);
    put(out, "burin_db_checkpoints_total", "counter", "Copies of the write-ahead log into the SQLite file.",
        (int64_t)stats.checkpoints);
    put(out, "burin_db_checkpoints_failed_total", "counter", "Those that failed.",
        (int64_t)stats.checkpoints_failed);
    put(out, "burin_db_wal_bytes", "gauge", "Of the write-ahead log.", stats.wal_bytes);
}

static void put_outbox(struct buf *out, struct ops *ops, struct arena *arena)
{
    struct outbox_depth depth;
    struct jobs_stats jobs;
    bool held;
    instant_t now = desk_now(ops->folder->desk);
    jobs_stats(ops->jobs, &jobs);
    put(out, "burin_letters_sent_total", "counter", "Letters handed over.", (int64_t)jobs.sent);
    put(out, "burin_letters_tries_failed_total", "counter", "Tries that failed.", (int64_t)jobs.failed);
    if (desk_outbox_depth(ops->folder->desk, arena, &depth, &held, NULL) < 0) return;
    put(out, "burin_outbox_due", "gauge", "Letters that are due.", depth.queued);
    put(out, "burin_outbox_failed", "gauge", "Letters that failed for good.", depth.failed);
    put(out, "burin_outbox_oldest_seconds", "gauge", "Since when the oldest one is due.",
        depth.oldest == INSTANT_NONE ? 0 : (now - depth.oldest) / MICROS_PER_SECOND);
    put(out, "burin_outbox_held", "gauge", "1 while the outbox is held.", held);
}

static const struct http_result *metrics(struct http_request *request)
{
    struct ops *ops = request->app;
    struct buf out;
    size_t subscribers;
    uint64_t dropped;
    buf_init(&out, METRICS_MOST);
    buf_printf(&out,
               "# HELP burin_build_info The build.\n# TYPE burin_build_info "
               "gauge\nburin_build_info{version=\"%s\"} 1\n",
               BURIN_VERSION);
    http_stats_print(http_server_stats(ops->served), &out);
    put_database(&out, ops->folder->db);
    put_outbox(&out, ops, request->arena);
    http_hub_count(ops->hub, &subscribers, &dropped);
    put(&out, "burin_event_subscribers", "gauge", "Streams that are open.", (int64_t)subscribers);
    put(&out, "burin_event_subscribers_dropped_total", "counter", "Streams ended because they were too slow.",
        (int64_t)dropped);
    struct str body = buf_copy(&out, request->arena);
    buf_done(&out);
    return text(request, 200, "text/plain; version=0.0.4; charset=utf-8", body);
}

static const struct http_row rows[] = {
    {HTTP_GET, "/livez", livez, 0, 0, 0, NULL},
    {HTTP_GET, "/readyz", readyz, 0, HTTP_WORK, 0, NULL},
    {HTTP_GET, "/metrics", metrics, 0, HTTP_WORK, 0, NULL},
};

const struct http_row *ops_rows(size_t *out_count)
{
    *out_count = sizeof rows / sizeof *rows;
    return rows;
}
