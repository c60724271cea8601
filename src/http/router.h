/* The table of routes, and finding the row for a path.
 *
 * A pattern is "/v1/tickets/{id}": segments between slashes, exact ones or a parameter in braces that takes any
 * non-empty segment. Exact segments go before parameters, segment by segment and without turning back, so that a
 * look-up takes time in the number of segments, whatever the size of the table. HEAD is answered by the GET row where there is
 * no HEAD row; OPTIONS is answered by the server. */
#ifndef BURIN_HTTP_ROUTER_H
#define BURIN_HTTP_ROUTER_H

#include "base/arena.h"
#include "base/err.h"
#include "http/decode.h"

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_METHODS, /* their number; also any other word */
};

struct http_request;
/* What a handler must return; only http_answer… and http_defer give one (request.h). */
struct http_result;

typedef const struct http_result *http_handler(struct http_request *request);

enum http_row_flags {
    HTTP_WORK = 1 << 0,   /* the handler may wait: it runs on the work pool, never on an event thread */
    HTTP_UPLOAD = 1 << 1, /* the body is streamed to a temporary file instead of memory */
    HTTP_FIRST = 1 << 2,  /* under overload kept longest (with HTTP_WORK): webhooks */
    HTTP_LAST = 1 << 3,   /* under overload let go first (with HTTP_WORK): public pages */
    HTTP_QUICK = 1 << 4,  /* often does not wait (with HTTP_WORK): its room says whether now (server.h) */
};

struct http_row {
    enum http_method method;
    const char *pattern;
    http_handler *handle;
    size_t body_max; /* bytes of request body; 0: none is taken */
    unsigned flags;  /* enum http_row_flags */
    int right;       /* for the callbacks that know who may do what; nothing to http */
    const void *doc; /* what the row means, for OpenAPI and pages; nothing to http */
};

struct http_router;

/* Fails (ERR_USAGE) on a pattern that cannot be read, two rows for one method and path, and parameters that differ in
 * name at the same place. The rows are borrowed and must stay. */
int http_router_new(const struct http_row *rows, size_t count, struct http_router **out, struct err *err);
void http_router_free(struct http_router *router); /* NULL is fine */

struct http_match {
    const struct http_row *row; /* NULL: no such path, or not this method */
    const char *allow;          /* where the path exists: its methods, as for the Allow header; else NULL */
    struct http_field params[HTTP_SEGMENTS_MAX];
    size_t param_count;
};

void http_router_find(const struct http_router *router, enum http_method method, const struct str *segments,
                      size_t count, struct http_match *out);
/* The table, in its order. */
const struct http_row *http_router_rows(const struct http_router *router, size_t *out_count);

enum http_method http_method_of(struct str name);
const char *http_method_name(enum http_method method);

#endif
