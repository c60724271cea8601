/* One request as a handler sees it, and the ways to answer it.
 *
 * A handler returns a `const struct http_result *`, and only the functions below give one, so that it cannot forget
 * to answer. It answers at once, or it defers: then another thread resumes the request later, exactly once. A request
 * that stays deferred beyond the server's deadline for stopping is answered 503 by the server; its memory stays until it
 * is resumed. All strings live as long as the request, whose arena a handler may use; while a request is deferred, arena
 * and answer belong to the thread that will resume it. */
#ifndef BURIN_HTTP_REQUEST_H
#define BURIN_HTTP_REQUEST_H

#include "base/arena.h"
#include "base/err.h"
#include "http/address.h"
#include "http/fields.h"
#include "http/router.h"

struct http_problem;

struct http_request {
    struct arena *arena;
    enum http_method method;    /* HEAD as HTTP_HEAD, though the GET row may serve it */
    struct str target;          /* path and query as they came */
    const struct http_row *row; /* NULL only where no row was found */
    struct http_fields params, query, headers,
        cookies;     /* decoded; headers and cookies as they came, trimmed */
    struct str body; /* empty where it was streamed; see http_body() */
    int body_fd;     /* of HTTP_UPLOAD rows: an unlinked temporary file, at its start; else -1 */
    uint64_t body_size;
    struct http_address peer; /* the client, by a configured proxy's word where one stands between */
    struct str peer_text;
    bool secure;   /* the client speaks TLS with a configured proxy */
    struct str id; /* our own, 8-4-4-4-12 hexadecimal digits; X-Request-Id of the answer */
    void *app;     /* of the row's room; in `admit` and `log` the server's */
    void *
        who; /* for the `authorise` callback to set: who asks; set already where the request comes from within */
};

/* A parameter of the row's pattern; it must be one. */
struct str http_param(const struct http_request *request, const char *name);

/* The body as one text, wherever it was put: a streamed one is looked at in its file, without a copy. Lives as long as the
 * request. ERR_SYSTEM where that fails. */
int http_body(struct http_request *request, struct str *out, struct err *err);

struct http_answer {
    int status;         /* 200 to 599; 0 means 200 */
    const char *type;   /* Content-Type; NULL where there is no body */
    struct str body;    /* in the request's arena, or static */
    struct str gzipped; /* the body compressed beforehand, if it was; or empty */
    struct str etag;    /* without quotes; a GET whose If-None-Match has it is answered 304 */
    const char *cache;  /* Cache-Control; NULL means no-store */
    const char *csp;    /* Content-Security-Policy in place of the server's; NULL means the server's */
    struct http_fields headers; /* further ones, copied; with control characters the answer becomes a 500 */
};

/* Compresses what will be answered many times, for `gzipped`. False where it does not get smaller. */
bool http_gzip(struct arena *arena, struct str text, struct str *out);

const struct http_result *http_answer(struct http_request *request, const struct http_answer *answer);
/* A file descriptor's `size` bytes from its start, never compressed; the server closes it. answer->body is not used. */
const struct http_result *http_answer_file(struct http_request *request, const struct http_answer *answer,
                                           int fd, uint64_t size);
/* application/problem+json; see problem.h. */
const struct http_result *http_answer_problem(struct http_request *request,
                                              const struct http_problem *problem);
/* The status of the error's category, its message as detail; what the system failed at is not told. ERR_BUSY also gets
 * Retry-After. */
const struct http_result *http_answer_err(struct http_request *request, const struct err *err);
/* 503 with Retry-After of 1–3 seconds, and counted as shed. */
const struct http_result *http_answer_busy(struct http_request *request);
/* 429 with Retry-After, and counted as rate-limited. */
const struct http_result *http_answer_limited(struct http_request *request, int64_t wait_micros);
/* 303 See Other, to a path of this server: one slash at the start, no backslash, no control characters. */
const struct http_result *http_answer_see_other(struct http_request *request, struct str path);

/* Set-Cookie of the answer, whatever that will be: the text behind the colon, copied. For `authorise` and handlers, before
 * they answer; a later call takes the place of an earlier one. Aborts on control characters: they cannot be ours. */
void http_set_cookie(struct http_request *request, struct str cookie);

/* Puts the request aside. Call it first, then hand the request to the thread that will resume it, then return what this
 * gave, and touch the request no more. A handler that already runs on the work pool may defer as well. */
const struct http_result *http_defer(struct http_request *request);
/* From any thread, once for each http_defer: sends what http_answer… gave there. The request is gone afterwards. */
void http_resume(struct http_request *request, const struct http_result *result);

/* For a handler that runs on the event thread because its room said that it would not wait (server.h), and finds that it
 * would: it is called once more, on the work pool, after `authorise`. Nothing may have been answered. */
const struct http_result *http_hand_over(struct http_request *request);

/* Whether a version the client names is this one (If-Match, If-None-Match): without quotes, weak or not, as * too. A
 * weak mark is no difference here: our ETags name the state of a thing, and compression alone makes them weak. False
 * where the header is missing. */
bool http_etag_listed(struct str header, struct str etag);

#endif
