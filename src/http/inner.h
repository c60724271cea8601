/* One route asking another within the process: what a page shows and does goes the way of any other request, past the same
 * callback and the same handler, without a connection of its own. */
#ifndef BURIN_HTTP_INNER_H
#define BURIN_HTTP_INNER_H

#include "http/request.h"

struct http_inner {
    enum http_method method;
    struct str target; /* path and query, encoded as in a request */
    struct http_fields headers;
    struct str body;
    void *who; /* who asks: for the room's `authorise` to find in the request */
};

struct http_inner_answer {
    int status;
    const char *type; /* of the body; NULL where there is none */
    struct str body;  /* in the request's arena */
    struct str etag;
};

/* Runs the handler of that route on this thread, in place of the request's own; a cookie that it sets is set on the answer to the
 * request. A target that cannot be read, or without a route, is answered 404, a body above the route's limit 413, a route that
 * answers with a file 501. Not for
 * routes that defer. */
void http_inner(struct http_request *request, const struct http_inner *inner, struct http_inner_answer *out);

#endif
