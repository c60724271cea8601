/* Percent-encoding and its kin; see decode.h. */
#include "http/decode.h"

#include "text/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool is_control(char c, bool form)
{
    if (form && (c == '\t' || c == '\n' || c == '\r')) return false;
    return (unsigned char)c < 0x20 || c == 0x7f;
}

/* RFC 9110 §5.6.2, a bit for each ASCII character: it is asked for every byte of every name. */
static const uint32_t token_chars[8] = {0, 0x03ff6cfa, 0xc7fffffe, 0x57ffffff};

static bool is_token_char(unsigned char c)
{
    return token_chars[c / 32] >> (c % 32) & 1;
}

bool http_is_token(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_token_char((unsigned char)text.ptr[i])) return false;
    return text.len > 0;
}

bool http_is_clean(struct str text, bool form)
{
    for (size_t i = 0; i < text.len; i++)
        if (is_control(text.ptr[i], form)) return false;
    return utf8_is_valid(text);
}

static bool is_plain(struct str text, bool form)
{
    return str_find_char(text, '%', 0) == STR_NOT_FOUND &&
           !(form && str_find_char(text, '+', 0) != STR_NOT_FOUND);
}

/* The decoded bytes into `out`, which has room for all of `text`; -1 where an escape is none. */
static int unescape(struct str text, bool form, char *out, size_t *out_len)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '%') {
            if (text.len - i < 3) return -1;
            int high = hex_digit(text.ptr[i + 1]), low = hex_digit(text.ptr[i + 2]);
            if (high < 0 || low < 0) return -1;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (form && c == '+') {
            c = ' ';
        }
        out[len++] = c;
    }
    *out_len = len;
    return 0;
}

int http_decode(struct arena *arena, struct str text, bool form, struct str *out, struct err *err)
{
    struct str decoded = text;
    if (!is_plain(text, form)) {
        char *bytes = arena_alloc_raw(arena, text.len + 1);
        if (unescape(text, form, bytes, &decoded.len) < 0)
            return err_set(err, ERR_USAGE, "a %% stands without two hexadecimal digits behind it");
        bytes[decoded.len] = '\0';
        decoded.ptr = bytes;
    }
    if (!http_is_clean(decoded, form))
        return err_set(err, ERR_USAGE, "the request's address holds control characters or is not UTF-8");
    *out = decoded;
    return 0;
}

static int decode_pair(struct arena *arena, struct str pair, struct http_field *out, struct err *err)
{
    size_t equals = str_find_char(pair, '=', 0);
    struct str value = equals == STR_NOT_FOUND ? STR("") : str_slice(pair, equals + 1, pair.len);
    if (http_decode(arena, str_slice(pair, 0, equals), true, &out->name, err) < 0) return -1;
    return http_decode(arena, value, true, &out->value, err);
}

int http_decode_form(struct arena *arena, struct str text, struct http_fields *out, struct err *err)
{
    struct http_field *items = NULL;
    size_t count = 0, cap = 0;
    struct str rest = text, pair;
    while (str_next_part(&rest, '&', &pair)) {
        if (pair.len == 0) continue;
        if (count == HTTP_PAIRS_MAX)
            return err_set(err, ERR_USAGE, "too many parameters; at most %d are read", HTTP_PAIRS_MAX);
        struct http_field *field = ARENA_PUSH(arena, items, count, cap);
        if (decode_pair(arena, pair, field, err) < 0) return -1;
    }
    *out = (struct http_fields){items, count};
    return 0;
}

int http_decode_path(struct arena *arena, struct str path, struct str segments[HTTP_SEGMENTS_MAX],
                     size_t *out_count, struct err *err)
{
    if (path.len == 0 || path.ptr[0] != '/')
        return err_set(err, ERR_USAGE, "the request's path must begin with a slash");
    struct str rest = str_slice(path, 1, path.len), part;
    size_t count = 0;
    if (rest.len == 0) rest = (struct str){0};
    while (str_next_part(&rest, '/', &part)) {
        if (count == HTTP_SEGMENTS_MAX)
            return err_set(err, ERR_USAGE, "the path is too deep; at most %d parts are read",
                           HTTP_SEGMENTS_MAX);
        if (http_decode(arena, part, false, &segments[count], err) < 0) return -1;
        if (str_is(segments[count], ".") || str_is(segments[count], ".."))
            return err_set(err, ERR_USAGE, "the path must not step up or stand still");
        count++;
    }
    *out_count = count;
    return 0;
}

/* RFC 6265 cookie-octet, and the comma and space that browsers send all the same. */
static bool is_cookie_text(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') return false;
    }
    return true;
}

static struct str without_quotes(struct str value)
{
    bool quoted = value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"';
    return quoted ? str_slice(value, 1, value.len - 1) : value;
}

struct http_fields http_decode_cookies(struct arena *arena, struct str header)
{
    struct http_field *items = NULL;
    size_t count = 0, cap = 0;
    struct str rest = header, pair;
    while (count < HTTP_PAIRS_MAX && str_next_part(&rest, ';', &pair)) {
        pair = str_trim(pair);
        size_t equals = str_find_char(pair, '=', 0);
        if (equals == STR_NOT_FOUND || equals == 0) continue;
        struct http_field field = {str_slice(pair, 0, equals),
                                   without_quotes(str_slice(pair, equals + 1, pair.len))};
        if (is_cookie_text(field.name) && is_cookie_text(field.value))
            *ARENA_PUSH(arena, items, count, cap) = field;
    }
    return (struct http_fields){items, count};
}
