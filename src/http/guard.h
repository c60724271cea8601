/* What libmicrohttpd lets through and we do not: the checks every request passes before anything reads it.
 *
 * The parser of 0.9.75 takes both Content-Length and Transfer-Encoding, several Content-Lengths, unknown codings,
 * folded lines, bare LF line ends, NUL bytes, no Host or several. Between a proxy and this server each of these is a way to
 * smuggle a request past the other, so each is refused and the connection closed (RFC 9112 §3, §5, §6). */
#ifndef BURIN_HTTP_GUARD_H
#define BURIN_HTTP_GUARD_H

#include "base/err.h"
#include "http/fields.h"

enum {
    HTTP_TARGET_MAX = 8 * 1024,  /* bytes of the request's target, else 414 */
    HTTP_HEADER_MAX = 16 * 1024, /* bytes of the whole head, else 431 */
    HTTP_FIELDS_MAX = 100,       /* headers, else 431 */
};

struct http_head {
    struct str method, target, version; /* as they came */
    struct http_fields headers;
    size_t size; /* of the head, in bytes */
};

/* How the body comes. */
struct http_framing {
    bool chunked;
    uint64_t length; /* of Content-Length; 0 where there is none or it is chunked */
};

/* 0, or the status to refuse it with (400, 414, 431, 505) and why in `err`. */
int http_guard_check(const struct http_head *head, struct http_framing *out, struct err *err);

/* True where the strings of the head lie in memory as the parser leaves a well-formed one: one space between the parts of
 * the first line, each field where the CR LF of the line before it ends. Bare LFs, NULs and folded lines leave other gaps. */
bool http_guard_layout(const struct http_head *head);

#endif
