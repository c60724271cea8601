/* multipart/form-data (RFC 7578), as browsers send a form with files: fields and files taken apart, strictly and in one pass.
 *
 * Refused are (ERR_USAGE): a Content-Type without one boundary of RFC 2046; anything before the first part or behind the last;
 * a boundary that does not end its line; heads with bare LFs, folded lines or control characters; parts that are not form-data
 * with one name; a file name in two notations; a transfer encoding; fields with control characters or that are not UTF-8. Too
 * much of anything is ERR_LIMIT. */
#ifndef BURIN_HTTP_MULTIPART_H
#define BURIN_HTTP_MULTIPART_H

#include "base/arena.h"
#include "base/err.h"
#include "http/fields.h"

enum {
    HTTP_BOUNDARY_MAX = 70,
    HTTP_PART_HEAD_MAX = 4096,        /* bytes before a part's content */
    HTTP_FORM_TEXT_MAX = 1024 * 1024, /* of all fields together, files aside */
    HTTP_FORM_FILES_MAX = 20,
};

struct http_file {
    struct str field;      /* the input's name */
    struct str name, type; /* as the browser told them; the type may be empty */
    struct str content;
};

struct http_form {
    struct http_fields fields; /* at most HTTP_PAIRS_MAX */
    const struct http_file *files;
    size_t file_count;
};

bool http_is_multipart(struct str content_type);
/* Texts and contents lie in `body`; only names with escapes are copied. An input for files in which none was chosen (no name, no
 * content) is left away. */
int http_decode_multipart(struct arena *arena, struct str content_type, struct str body,
                          struct http_form *out, struct err *err);

#endif
