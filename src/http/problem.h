/* Problem details (RFC 9457): what a client is told when something goes wrong. */
#ifndef BURIN_HTTP_PROBLEM_H
#define BURIN_HTTP_PROBLEM_H

#include "base/arena.h"
#include "base/err.h"
#include "http/fields.h"

struct http_problem {
    int status;
    const char *type;  /* a URI reference; NULL means about:blank */
    const char *title; /* NULL means the status in words */
    struct str detail; /* may be empty */
    /* One for each thing that is wrong with the input: name is a JSON pointer into it, value says what. */
    struct http_fields errors;
    int retry_after; /* seconds; 0: no such header */
    struct str more; /* further members as JSON, as in "\"findings\":[]"; may be empty */
};

/* As JSON, with the request's id as `instance`. */
struct str http_problem_json(struct arena *arena, const struct http_problem *problem, struct str instance);
/* Status by err_http_status; the message as detail unless the system failed. Where the message opens with a JSON
 * pointer ("/order/total: expected …"), it is one of `errors`, too. */
struct http_problem http_problem_of(struct arena *arena, const struct err *err);
/* "Not Found"; "Error" for what is not known. */
const char *http_status_text(int status);

#endif
