/* JSON out, as a stream; see json.h. */
#include <math.h>

#include "text/json.h"
#include "text/utf8.h"

static void separate(struct json_writer *writer)
{
    if (writer->comma) buf_add_char(writer->buf, ',');
    writer->comma = true;
}

static void open_level(struct json_writer *writer, char bracket)
{
    separate(writer);
    buf_add_char(writer->buf, bracket);
    writer->comma = false;
}

static void close_level(struct json_writer *writer, char bracket)
{
    buf_add_char(writer->buf, bracket);
    writer->comma = true;
}

void json_begin_object(struct json_writer *writer)
{
    open_level(writer, '{');
}

void json_end_object(struct json_writer *writer)
{
    close_level(writer, '}');
}

void json_begin_array(struct json_writer *writer)
{
    open_level(writer, '[');
}

void json_end_array(struct json_writer *writer)
{
    close_level(writer, ']');
}

void json_name(struct json_writer *writer, const char *name)
{
    struct buf *buf = writer->buf;
    size_t length = strlen(name);
    if (!buf_reserve(buf, length + 4)) return;
    char *at = buf->ptr + buf->len;
    if (writer->comma) *at++ = ',';
    *at++ = '"';
    memcpy(at, name, length);
    memcpy(at + length, "\":", 3);
    buf->len = (size_t)(at - buf->ptr) + length + 2;
    writer->comma = false;
}

/* The escape for an ASCII byte that may not stand by itself, or NULL. */
static const char *escape_of(unsigned char c, char unicode[8])
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    }
    if (c >= 0x20 && c != 0x7f) return NULL;
    static const char hex[] = "0123456789abcdef";
    memcpy(unicode, "\\u00", 4);
    unicode[4] = hex[c >> 4];
    unicode[5] = hex[c & 15];
    unicode[6] = '\0';
    return unicode;
}

#define BLANKS UINT64_C(0x2020202020202020)

/* Whether any of eight bytes is one that may need an escape: a control, '"', '\\', DEL or part of a longer character.
 * Each test sets the top bit of a byte that meets it; a borrow can only reach bytes above one that is already hit. */
static bool any_special(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t quote = eight ^ (ones * '"'), slash = eight ^ (ones * '\\'), del = eight ^ (ones * 0x7f);
    return ((eight | (eight - ones * 0x20) | (quote - ones) | (slash - ones) | (del - ones)) & tops) != 0;
}

/* Where the run of bytes that stand for themselves ends, from `at`; perhaps a few bytes early. */
static size_t skip_plain(struct str text, size_t at)
{
    uint64_t eight;
    for (; text.len - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, text.ptr + at, sizeof eight);
        if (any_special(eight)) return at;
    }
    if (at == text.len) return at;
    eight = BLANKS;
    memcpy(&eight, text.ptr + at, text.len - at);
    return any_special(eight) ? at : text.len;
}

static void write_escaped(struct buf *buf, struct str text)
{
    size_t done = 0, at = 0;
    char unicode[8];
    while ((at = skip_plain(text, at)) < text.len) {
        unsigned char c = (unsigned char)text.ptr[at];
        if (c >= 0x80) {
            size_t start = at;
            if (utf8_next(text, &at) != UTF8_BAD) continue;
            buf_add(buf, str_slice(text, done, start));
            buf_add_c(buf, "\xEF\xBF\xBD");
            done = at;
            continue;
        }
        const char *escape = escape_of(c, unicode);
        if (escape) {
            buf_add(buf, str_slice(text, done, at));
            buf_add_c(buf, escape);
            done = at + 1;
        }
        at++;
    }
    buf_add(buf, str_slice(text, done, text.len));
}

/* A text of which nothing needs an escape, as nearly all are. */
static void write_plain(struct json_writer *writer, struct str text)
{
    struct buf *buf = writer->buf;
    if (!buf_reserve(buf, text.len + 3)) return;
    char *at = buf->ptr + buf->len;
    if (writer->comma) *at++ = ',';
    *at++ = '"';
    if (text.len) memcpy(at, text.ptr, text.len);
    at += text.len;
    memcpy(at, "\"", 2);
    buf->len = (size_t)(at - buf->ptr) + 1;
    writer->comma = true;
}

void json_write_string(struct json_writer *writer, struct str text)
{
    if (skip_plain(text, 0) == text.len) {
        write_plain(writer, text);
        return;
    }
    separate(writer);
    buf_add_char(writer->buf, '"');
    write_escaped(writer->buf, text);
    buf_add_char(writer->buf, '"');
}

void json_write_int(struct json_writer *writer, int64_t number)
{
    separate(writer);
    buf_add_int(writer->buf, number);
}

void json_write_real(struct json_writer *writer, double number, int decimals)
{
    if (!isfinite(number)) {
        json_write_null(writer);
        return;
    }
    separate(writer);
    buf_printf(writer->buf, "%.*f", decimals, number);
}

void json_write_bool(struct json_writer *writer, bool boolean)
{
    separate(writer);
    buf_add_c(writer->buf, boolean ? "true" : "false");
}

void json_write_null(struct json_writer *writer)
{
    separate(writer);
    buf_add_c(writer->buf, "null");
}

static void write_member_name(struct json_writer *writer, struct str name)
{
    json_write_string(writer, name);
    buf_add_char(writer->buf, ':');
    writer->comma = false;
}

void json_write_value(struct json_writer *writer, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NIL:
        json_write_null(writer);
        break;
    case VALUE_BOOL:
        json_write_bool(writer, value->boolean);
        break;
    case VALUE_INT:
        json_write_int(writer, value->integer);
        break;
    case VALUE_REAL:
        separate(writer);
        buf_printf(writer->buf, "%.15g", isfinite(value->real) ? value->real : 0);
        break;
    case VALUE_STRING:
        json_write_string(writer, value->string);
        break;
    case VALUE_ARRAY:
        json_begin_array(writer);
        for (size_t i = 0; i < value->array.count; i++) json_write_value(writer, &value->array.items[i]);
        json_end_array(writer);
        break;
    case VALUE_OBJECT:
        json_begin_object(writer);
        for (size_t i = 0; i < value->object.count; i++) {
            write_member_name(writer, value->object.members[i].name);
            json_write_value(writer, &value->object.members[i].value);
        }
        json_end_object(writer);
        break;
    }
}

void json_put_string(struct json_writer *writer, const char *name, struct str text)
{
    json_name(writer, name);
    json_write_string(writer, text);
}

void json_put_string_or_null(struct json_writer *writer, const char *name, struct str text)
{
    json_name(writer, name);
    if (text.len)
        json_write_string(writer, text);
    else
        json_write_null(writer);
}

void json_put_int(struct json_writer *writer, const char *name, int64_t number)
{
    json_name(writer, name);
    json_write_int(writer, number);
}

void json_put_bool(struct json_writer *writer, const char *name, bool boolean)
{
    json_name(writer, name);
    json_write_bool(writer, boolean);
}

void json_put_null(struct json_writer *writer, const char *name)
{
    json_name(writer, name);
    json_write_null(writer);
}
