/* The server's log: one JSON object on each line of standard error, without a customer's words in it.
 *
 * Lines are gathered and written by a thread of the log's own, some hundredths of a second later: a terminal or a pipe that
 * takes its time, or takes nothing any more, holds nobody up. What does not fit meanwhile is left out, and counted in a line
 * that says so. */
#ifndef BURIN_CLI_SERVE_LOG_H
#define BURIN_CLI_SERVE_LOG_H

#include "base/err.h"
#include "http/server.h"

struct serve_log;

int serve_log_new(struct serve_log **out, struct err *err);
/* Writes what is left and ends the thread: for a process that cannot go on. */
void serve_log_end(struct serve_log *log);
/* The same, and all memory; NULL is fine. */
void serve_log_free(struct serve_log *log);

/* Any thread. */
void serve_log_request(void *serve_log, const struct http_log_row *row);
void serve_log_loop(struct serve_log *log, const char *loop, const struct err *err);
/* Something of the server's own that failed. */
void serve_log_error(struct serve_log *log, const char *what, const char *message);
void serve_log_event(struct serve_log *log, const char *what, struct str detail);

#endif
