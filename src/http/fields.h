/* Names and values: headers, cookies, path and query parameters are all lists of them, in the order they came. */
#ifndef BURIN_HTTP_FIELDS_H
#define BURIN_HTTP_FIELDS_H

#include "base/str.h"

struct http_field {
    struct str name, value;
};

struct http_fields {
    const struct http_field *items;
    size_t count;
};

/* The value of the first field of this name, or a string whose ptr is NULL. `http_fields_get` compares byte by byte
 * (parameters, cookies), `http_fields_header` without case (headers). */
struct str http_fields_get(struct http_fields fields, const char *name);
struct str http_fields_header(struct http_fields fields, const char *name);
/* How many headers there are of this name. */
size_t http_fields_count_header(struct http_fields fields, const char *name);

#endif
