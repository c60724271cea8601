/* The REST API over a desk: one table of routes, from which the OpenAPI description is printed too. */
#ifndef BURIN_API_API_H
#define BURIN_API_API_H

#include "desk/desk.h"
#include "http/events.h"
#include "http/rate.h"
#include "http/request.h"

struct api {
    struct desk *desk;
    struct http_hub *hub;         /* what changed, for /v1/events */
    struct http_rate *by_peer;    /* requests of one address; NULL: not limited */
    struct http_rate *by_actor;   /* of one token or account; likewise */
    struct http_rate *by_link;    /* requests for a link to an order's page, of one address; likewise */
    struct http_rate *by_sign_in; /* tries to sign in from one network, whoever they are for; likewise */
};

/* The rows of /v1/…; the server's `app` must be the struct api. They stay as long as the program. */
const struct http_row *api_rows(size_t *out_count);

/* The server's callbacks: limits by address before a body is read; then who asks, and whether they may. */
http_handler api_admit, api_authorise;
/* Whether a request comes with a token that is remembered, and asks for what does not wait now: a small document to assess, or
 * a read of a local file. Then `who` is known. */
bool api_here(struct http_request *request);
/* In place of api_authorise, on a socket that nobody but the folder's owner can open: all rights, no account. */
http_handler api_authorise_owner;

/* The OpenAPI 3.1 document, printed from the rows. */
struct str api_openapi(struct arena *arena);

#endif
