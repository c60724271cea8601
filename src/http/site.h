/* Requests that another site had the browser make, and cookies that no other site gets. */
#ifndef BURIN_HTTP_SITE_H
#define BURIN_HTTP_SITE_H

#include "http/request.h"

/* By what browsers say of a request and pages cannot change (Fetch Metadata, RFC 6454): it comes from a page of another site.
 * Programs say neither, so for them it is false. */
bool http_from_elsewhere(const struct http_request *request);

/* Has the answer set a cookie named "__Host-…" until the browser ends; an empty value takes it away. The prefix has the browser
 * hold it to this host, to https and to the whole site (RFC 6265bis §4.1.3.2). */
void http_set_host_cookie(struct http_request *request, const char *name, struct str value);
/* The same until `seconds` have passed, also where the browser ends before. */
void http_keep_host_cookie(struct http_request *request, const char *name, struct str value, int64_t seconds);

#endif
