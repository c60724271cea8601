/* Counters without locks; see stats.h. */
#include "http/stats.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { CLASSES = 5, BUCKETS = 14 };

/* Upper bounds in µs; the last bucket has none. */
static const int64_t bounds[BUCKETS - 1] = {250,   500,    1000,   2500,   5000,    10000,  25000,
                                            50000, 100000, 250000, 500000, 1000000, 5000000};
static const char *const bound_texts[BUCKETS] = {"0.00025", "0.0005", "0.001", "0.0025", "0.005",
                                                 "0.01",    "0.025",  "0.05",  "0.1",    "0.25",
                                                 "0.5",     "1",      "5",     "+Inf"};

struct route_stats {
    atomic_uint_fast64_t classes[CLASSES]; /* 1xx is never sent as a last word; [0] is 1xx all the same */
    atomic_uint_fast64_t buckets[BUCKETS];
    atomic_uint_fast64_t micros;
};

struct http_stats {
    const struct http_row *rows;
    size_t count;
    atomic_uint_fast64_t counters[HTTP_COUNTERS];
    atomic_int_fast64_t connections, in_flight;
    struct route_stats routes[]; /* the last one is for requests without a route */
};

static const struct {
    const char *name, *help;
} counters[HTTP_COUNTERS] = {
    [HTTP_COUNT_SHED] = {"burin_http_shed_total", "Requests answered 503 because too many were waiting."},
    [HTTP_COUNT_LIMITED] = {"burin_http_rate_limited_total", "Requests answered 429."},
    [HTTP_COUNT_HANDED_OVER] = {"burin_http_handed_over_total",
                                "Requests begun on an event thread that would have had to wait there."},
    [HTTP_COUNT_REFUSED] = {"burin_http_refused_total", "Requests that were malformed or beyond a limit."},
    [HTTP_COUNT_CUT] = {"burin_http_cut_total", "Connections ended because the client was too slow."},
};

struct http_stats *http_stats_new(const struct http_row *rows, size_t count)
{
    struct http_stats *stats = calloc(1, sizeof *stats + (count + 1) * sizeof *stats->routes);
    if (!stats) {
        fputs("burin: out of memory\n", stderr);
        abort();
    }
    stats->rows = rows;
    stats->count = count;
    return stats;
}

void http_stats_free(struct http_stats *stats)
{
    free(stats);
}

static void add(atomic_uint_fast64_t *counter, uint64_t more)
{
    atomic_fetch_add_explicit(counter, more, memory_order_relaxed);
}

static uint64_t read_counter(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void http_stats_count(struct http_stats *stats, enum http_counter counter)
{
    add(&stats->counters[counter], 1);
}

static size_t bucket_of(int64_t micros)
{
    size_t bucket = 0;
    while (bucket < BUCKETS - 1 && micros > bounds[bucket]) bucket++;
    return bucket;
}

void http_stats_answer(struct http_stats *stats, const struct http_row *row, int status, int64_t micros)
{
    struct route_stats *route = &stats->routes[row ? (size_t)(row - stats->rows) : stats->count];
    int class = status / 100 - 1;
    add(&route->classes[class >= 0 && class < CLASSES ? class : CLASSES - 1], 1);
    if (micros < 0) return;
    add(&route->buckets[bucket_of(micros)], 1);
    add(&route->micros, (uint64_t)micros);
}

void http_stats_connections(struct http_stats *stats, int change)
{
    atomic_fetch_add_explicit(&stats->connections, change, memory_order_relaxed);
}

void http_stats_in_flight(struct http_stats *stats, int change)
{
    atomic_fetch_add(&stats->in_flight, change);
}

int64_t http_stats_in_flight_now(const struct http_stats *stats)
{
    return atomic_load(&stats->in_flight);
}

static void print_head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void print_labels(const struct http_stats *stats, size_t route, struct buf *out)
{
    if (route == stats->count)
        buf_add_c(out, "method=\"\",route=\"\"");
    else
        buf_printf(out, "method=\"%s\",route=\"%s\"", http_method_name(stats->rows[route].method),
                   stats->rows[route].pattern);
}

static void print_requests(const struct http_stats *stats, struct buf *out)
{
    print_head(out, "burin_http_requests_total", "counter",
               "Requests answered, by route and class of status.");
    for (size_t i = 0; i <= stats->count; i++) {
        for (int class = 0; class < CLASSES; class ++) {
            uint64_t count = read_counter(&stats->routes[i].classes[class]);
            if (count == 0) continue;
            buf_add_c(out, "burin_http_requests_total{");
            print_labels(stats, i, out);
            buf_printf(out, ",status=\"%dxx\"} %llu\n", class + 1, (unsigned long long)count);
        }
    }
}

static void print_route_times(const struct http_stats *stats, size_t i, struct buf *out)
{
    uint64_t sum = 0, counts[BUCKETS];
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        sum += read_counter(&stats->routes[i].buckets[bucket]);
        counts[bucket] = sum;
    }
    if (sum == 0) return;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        buf_add_c(out, "burin_http_request_seconds_bucket{");
        print_labels(stats, i, out);
        buf_printf(out, ",le=\"%s\"} %llu\n", bound_texts[bucket], (unsigned long long)counts[bucket]);
    }
    buf_add_c(out, "burin_http_request_seconds_sum{");
    print_labels(stats, i, out);
    uint64_t micros = read_counter(&stats->routes[i].micros);
    buf_printf(out, "} %llu.%06llu\n", (unsigned long long)(micros / 1000000),
               (unsigned long long)(micros % 1000000));
    buf_add_c(out, "burin_http_request_seconds_count{");
    print_labels(stats, i, out);
    buf_printf(out, "} %llu\n", (unsigned long long)sum);
}

void http_stats_print(const struct http_stats *stats, struct buf *out)
{
    print_requests(stats, out);
    print_head(out, "burin_http_request_seconds", "histogram",
               "From the request's first line to its answer sent.");
    for (size_t i = 0; i <= stats->count; i++) print_route_times(stats, i, out);
    print_head(out, "burin_http_in_flight", "gauge",
               "Requests being answered now, event streams among them.");
    buf_printf(out, "burin_http_in_flight %lld\n", (long long)http_stats_in_flight_now(stats));
    print_head(out, "burin_http_connections", "gauge", "Connections that are open now.");
    buf_printf(out, "burin_http_connections %lld\n",
               (long long)atomic_load_explicit(&stats->connections, memory_order_relaxed));
    for (int i = 0; i < HTTP_COUNTERS; i++) {
        print_head(out, counters[i].name, "counter", counters[i].help);
        buf_printf(out, "%s %llu\n", counters[i].name, (unsigned long long)read_counter(&stats->counters[i]));
    }
}
