/* The operator's address: whether it lives, whether it is ready, and figures for Prometheus. Apart from the public one. */
#ifndef BURIN_CLI_SERVE_OPS_H
#define BURIN_CLI_SERVE_OPS_H

#include <stdatomic.h>

#include "cli/store_folder.h"
#include "http/events.h"
#include "http/server.h"
#include "jobs/jobs.h"

struct ops {
    const struct store_folder *folder;
    struct http_server *served; /* the public server */
    struct http_hub *hub;
    struct jobs *jobs;
    atomic_bool stopping;
};

/* The rows of the ops server; its `app` must be the struct ops. */
const struct http_row *ops_rows(size_t *out_count);

#endif
