/* Counters of the server, for Prometheus: one row for each route, so their number is fixed whatever clients ask for. */
#ifndef BURIN_HTTP_STATS_H
#define BURIN_HTTP_STATS_H

#include "base/buf.h"
#include "http/router.h"

struct http_stats;

enum http_counter {
    HTTP_COUNT_SHED,        /* answered 503 because too much was waiting */
    HTTP_COUNT_LIMITED,     /* answered 429 */
    HTTP_COUNT_HANDED_OVER, /* begun on an event thread, where they would have had to wait */
    HTTP_COUNT_REFUSED,     /* malformed, or beyond a limit */
    HTTP_COUNT_CUT,         /* connections ended because the client was too slow */
    HTTP_COUNTERS,
};

/* The rows are borrowed. */
struct http_stats *http_stats_new(const struct http_row *rows, size_t count);
void http_stats_free(struct http_stats *stats); /* NULL is fine */

void http_stats_count(struct http_stats *stats, enum http_counter counter);
/* A finished answer of `row` (NULL: no route). A negative time is not part of the histogram (event streams). */
void http_stats_answer(struct http_stats *stats, const struct http_row *row, int status, int64_t micros);
void http_stats_connections(struct http_stats *stats, int change);
void http_stats_in_flight(struct http_stats *stats, int change);
int64_t http_stats_in_flight_now(const struct http_stats *stats);

/* Prometheus' text format (version 0.0.4). Routes nobody asked for are left away. */
void http_stats_print(const struct http_stats *stats, struct buf *out);

#endif
