/* The server's log: one JSON object on each line of standard error, without a customer's words in it. */
#ifndef BURIN_CLI_SERVE_LOG_H
#define BURIN_CLI_SERVE_LOG_H

#include "base/err.h"
#include "http/server.h"

void serve_log_request(void *app, const struct http_log_row *row);
void serve_log_loop(void *context, const char *loop, const struct err *err);
void serve_log_event(const char *what, struct str detail);

#endif
