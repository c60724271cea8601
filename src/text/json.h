/* JSON in and out. Reading is strict (RFC 8259, UTF-8 checked, duplicate members and U+0000 refused). */
#ifndef BURIN_TEXT_JSON_H
#define BURIN_TEXT_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "text/value.h"

/* The whole of `text` as one value in `arena`. Nesting is at most 64 deep. Errors carry line and column. */
int json_parse(struct arena *arena, struct str text, struct value *out, struct err *err);

/* A streaming writer: it sets the commas, the caller opens and closes. Not pretty-printed. */
struct json_writer {
    struct buf *buf;
    bool comma; /* a value has been written at this level */
};

void json_begin_object(struct json_writer *writer);
void json_end_object(struct json_writer *writer);
void json_begin_array(struct json_writer *writer);
void json_end_array(struct json_writer *writer);
/* The name of the member whose value comes next; `name` is a plain ASCII literal. */
void json_name(struct json_writer *writer, const char *name);
void json_write_string(struct json_writer *writer, struct str text); /* ill-formed UTF-8 becomes U+FFFD */
void json_write_int(struct json_writer *writer, int64_t number);
void json_write_real(struct json_writer *writer, double number, int decimals); /* non-finite gives null */
void json_write_bool(struct json_writer *writer, bool boolean);
void json_write_null(struct json_writer *writer);
void json_write_value(struct json_writer *writer, const struct value *value);

/* Name and value in one call. */
void json_put_string(struct json_writer *writer, const char *name, struct str text);
/* null when the text is empty */
void json_put_string_or_null(struct json_writer *writer, const char *name, struct str text);
void json_put_int(struct json_writer *writer, const char *name, int64_t number);
void json_put_bool(struct json_writer *writer, const char *name, bool boolean);
void json_put_null(struct json_writer *writer, const char *name);

#endif
