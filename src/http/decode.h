/* Percent-encoded text, query strings, forms, cookies and paths: decoded once, and strictly.
 *
 * Refused everywhere: a % without two hexadecimal digits, NUL and other control characters (line ends and tabs may
 * stand in query and form values), and text that is not UTF-8 (overlong forms and surrogates are not). Nothing is
 * decoded a second time: %2541 is the text %41. */
#ifndef BURIN_HTTP_DECODE_H
#define BURIN_HTTP_DECODE_H

#include "base/arena.h"
#include "base/err.h"
#include "http/fields.h"

enum {
    HTTP_SEGMENTS_MAX = 16, /* of a path */
    HTTP_PAIRS_MAX = 256,   /* of a query, a form, a Cookie header */
};

/* RFC 9110 §5.6.2: the name of a header, a method. */
bool http_is_token(struct str text);
/* No control characters (with `form`, line ends and tabs are none), and UTF-8. */
bool http_is_clean(struct str text, bool form);
/* One value. With `form`, + is a space and line ends and tabs are allowed. Texts without escapes are not copied. */
int http_decode(struct arena *arena, struct str text, bool form, struct str *out, struct err *err);
/* a=1&b=2, as in a query or an application/x-www-form-urlencoded body; a name without = has the empty value, empty
 * parts are skipped, names may come more than once. */
int http_decode_form(struct arena *arena, struct str text, struct http_fields *out, struct err *err);
/* The parts between the slashes of an absolute path, decoded one by one, so that %2F is part of a segment and never
 * divides. "/" has no segments; a slash at the end gives an empty last one. The segments . and .. are refused. */
int http_decode_path(struct arena *arena, struct str path, struct str segments[HTTP_SEGMENTS_MAX],
                     size_t *out_count, struct err *err);
/* The pairs of a Cookie header as they are (RFC 6265: nothing is decoded, a pair of quotes around the value is taken
 * off). Pairs that are none are skipped, as others of the same site may have set them. */
struct http_fields http_decode_cookies(struct arena *arena, struct str header);

#endif
