/* JSON in: reads a document in one pass, and refuses all that RFC 8259 does not allow; see json.h. The writer is
 * json_writer.c. */
#include "text/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/liquid_value.h"
#include "text/utf8.h"

enum {
    DEEPEST = 64,
    MOST_DIGITS = 36, /* of a number; of those behind them it only counts whether there was anything */
    MOST_EXPONENT = 100000,
    FEW_MEMBERS = 16, /* compared each with each */
};

struct reader {
    struct arena *arena;
    struct str text;
    size_t at;
    struct err *err;
};

static int read_value(struct reader *reader, int depth, struct value *out);

/* ---- what is wrong, and where ---- */

/* The line, and the column in characters, of an offset. */
static int fail_at(struct reader *reader, size_t at, const char *what)
{
    int line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        unsigned char c = (unsigned char)reader->text.ptr[i];
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column += (c & 0xC0) != 0x80;
        }
    }
    err_set(reader->err, ERR_INPUT, "not JSON: %s", what);
    return err_at(reader->err, STR(""), line, column);
}

static int fail_expected(struct reader *reader, const char *what, const char *expected)
{
    char message[96];
    snprintf(message, sizeof message, "%s; expected %s",
             reader->at < reader->text.len ? what : "the text ends early", expected);
    return fail_at(reader, reader->at, message);
}

/* ---- bytes ---- */

/* The next byte, or 0 at the end; a NUL in the text fits nowhere either. */
static char peek(const struct reader *reader)
{
    return reader->at < reader->text.len ? reader->text.ptr[reader->at] : '\0';
}

static bool take(struct reader *reader, char c)
{
    if (peek(reader) != c) return false;
    reader->at++;
    return true;
}

static void skip_space(struct reader *reader)
{
    for (char c = peek(reader); c == ' ' || c == '\n' || c == '\t' || c == '\r'; c = peek(reader))
        reader->at++;
}

/* ---- strings ---- */

/* The four hexadecimal digits of a \u escape at the offset, or -1. */
static int32_t hex_at(struct str text, size_t at)
{
    int32_t unit = 0;
    if (text.len - at < 4) return -1;
    for (size_t i = at; i < at + 4; i++) {
        char c = text.ptr[i], lower = (char)(c | 32);
        bool digit = c >= '0' && c <= '9';
        if (!digit && (lower < 'a' || lower > 'f')) return -1;
        unit = unit * 16 + (digit ? c - '0' : lower - 'a' + 10);
    }
    return unit;
}

/* The character of the \u escape whose digits begin at *at, in one half or two; UTF8_BAD where there is none. */
static rune_t escaped_rune(struct str text, size_t *at)
{
    int32_t unit = hex_at(text, *at);
    if (unit <= 0 || (unit >= 0xDC00 && unit <= 0xDFFF)) return UTF8_BAD;
    *at += 4;
    if (unit < 0xD800 || unit > 0xDBFF) return (rune_t)unit;
    if (!str_starts(str_slice(text, *at, text.len), STR("\\u"))) return UTF8_BAD;
    int32_t low = hex_at(text, *at + 2);
    if (low < 0xDC00 || low > 0xDFFF) return UTF8_BAD;
    *at += 6;
    return 0x10000 + ((rune_t)(unit - 0xD800) << 10) + (rune_t)(low - 0xDC00);
}

/* The character of the escape behind a backslash at *at; moves behind it. */
static rune_t read_escape(struct str text, size_t *at)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (*at >= text.len) return UTF8_BAD;
    char c = text.ptr[(*at)++];
    if (c == 'u') return escaped_rune(text, at);
    const char *name = c ? strchr(names, c) : NULL;
    return name ? (rune_t)meant[name - names] : UTF8_BAD;
}

/* Copies the text between two quotes, which is sound but for its escapes, without them. */
static int unescape(struct reader *reader, size_t from, size_t to, struct str *out)
{
    struct str text = str_slice(reader->text, 0, to);
    char *bytes = arena_alloc_raw(reader->arena, to - from + 1);
    size_t len = 0;
    for (size_t at = from; at < to;) {
        size_t start = at++;
        if (text.ptr[start] != '\\') {
            bytes[len++] = text.ptr[start];
            continue;
        }
        rune_t rune = read_escape(text, &at);
        if (rune == UTF8_BAD) return fail_at(reader, start, "an escape that is none");
        len += utf8_encode(rune, bytes + len);
    }
    bytes[len] = '\0';
    *out = str_of_len(bytes, len);
    return 0;
}

/* Reads what follows a quote, up to the next. */
static int read_string(struct reader *reader, struct str *out)
{
    struct str text = reader->text;
    size_t from = reader->at, at = from;
    bool escapes = false;
    while (at < text.len && text.ptr[at] != '"') {
        unsigned char c = (unsigned char)text.ptr[at];
        size_t start = at;
        if (c < 0x20) return fail_at(reader, at, "a control character in a string; expected an escape");
        if (utf8_next(text, &at) == UTF8_BAD) return fail_at(reader, start, "a string that is not UTF-8");
        if (c != '\\') continue;
        escapes = true;
        if (at < text.len && (text.ptr[at] == '"' || text.ptr[at] == '\\')) at++;
    }
    if (at >= text.len) return fail_at(reader, from - 1, "a string that does not end");
    reader->at = at + 1;
    if (escapes) return unescape(reader, from, at, out);
    *out = arena_str(reader->arena, str_slice(text, from, at));
    return 0;
}

/* ---- numbers ---- */

/* digits × 10^exponent, and a little more where digits were left away */
struct decimal {
    int128_t digits;
    int count;
    int64_t exponent;
    bool more;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool read_digits(struct reader *reader, struct decimal *decimal, int shift)
{
    size_t from = reader->at;
    for (char c; is_digit(c = peek(reader)); reader->at++) {
        if (decimal->count < MOST_DIGITS) {
            decimal->digits = decimal->digits * 10 + (c - '0');
            decimal->count += decimal->digits != 0;
            decimal->exponent -= shift;
        } else {
            decimal->exponent += 1 - shift;
            decimal->more = decimal->more || c != '0';
        }
    }
    return reader->at > from;
}

static bool read_exponent(struct reader *reader, struct decimal *decimal)
{
    bool negative = take(reader, '-');
    if (!negative) take(reader, '+');
    size_t from = reader->at;
    int64_t exponent = 0;
    for (char c; is_digit(c = peek(reader)); reader->at++)
        if (exponent < MOST_EXPONENT) exponent = exponent * 10 + (c - '0');
    decimal->exponent += negative ? -exponent : exponent;
    return reader->at > from;
}

static double real_of(const struct decimal *decimal)
{
    /* One digit more tells a number just above the middle of two reals from the middle itself. */
    int128_t digits = decimal->more ? decimal->digits * 10 + 1 : decimal->digits;
    int64_t exponent = decimal->exponent - decimal->more;
    if (exponent < -MOST_EXPONENT) exponent = -MOST_EXPONENT;
    if (exponent > MOST_EXPONENT) exponent = MOST_EXPONENT;
    return real_of_digits(digits, (int)exponent);
}

static int whole_number(struct reader *reader, size_t from, bool negative, const struct decimal *decimal,
                        struct value *out)
{
    if (decimal->exponent > 0 || decimal->digits > (int128_t)INT64_MAX + negative)
        return fail_at(reader, from, "a number that is too large");
    *out = value_int((int64_t)(negative ? -decimal->digits : decimal->digits));
    return 0;
}

static int read_number(struct reader *reader, struct value *out)
{
    size_t from = reader->at;
    struct decimal decimal = {0};
    bool negative = take(reader, '-'), zero = peek(reader) == '0', real = false;
    if (zero ? !take(reader, '0') : !read_digits(reader, &decimal, 0))
        return fail_expected(reader, "an unknown word", "a value");
    if (take(reader, '.')) {
        real = true;
        if (!read_digits(reader, &decimal, 1)) return fail_expected(reader, "no digit behind a point", "one");
    }
    if (peek(reader) == 'e' || peek(reader) == 'E') {
        real = true;
        reader->at++;
        if (!read_exponent(reader, &decimal)) return fail_expected(reader, "no digit in an exponent", "one");
    }
    if (!real) return whole_number(reader, from, negative, &decimal, out);
    double magnitude = real_of(&decimal);
    if (!isfinite(magnitude)) return fail_at(reader, from, "a number that is too large");
    *out = value_real(negative ? -magnitude : magnitude);
    return 0;
}

/* ---- arrays and objects ---- */

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool some_name_twice(struct arena *arena, const struct value *object)
{
    const struct member *members = object->object.members;
    size_t count = object->object.count;
    if (count <= FEW_MEMBERS) {
        for (size_t i = 1; i < count; i++)
            for (size_t k = 0; k < i; k++)
                if (str_eq(members[i].name, members[k].name)) return true;
        return false;
    }
    struct str *names = ARENA_ARRAY(arena, count, struct str);
    for (size_t i = 0; i < count; i++) names[i] = members[i].name;
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 1; i < count; i++)
        if (str_eq(names[i], names[i - 1])) return true;
    return false;
}

static int read_array(struct reader *reader, int depth, struct value *out)
{
    *out = value_array();
    skip_space(reader);
    if (take(reader, ']')) return 0;
    do {
        struct value item;
        if (read_value(reader, depth + 1, &item) < 0) return -1;
        value_push(reader->arena, out, item);
    } while (take(reader, ','));
    return take(reader, ']') ? 0 : fail_expected(reader, "an array goes on strangely", "“,” or “]”");
}

static int read_member(struct reader *reader, int depth, struct value *object)
{
    struct str name;
    struct value value;
    skip_space(reader);
    if (!take(reader, '"')) return fail_expected(reader, "a member without a name", "a string");
    if (read_string(reader, &name) < 0) return -1;
    skip_space(reader);
    if (!take(reader, ':')) return fail_expected(reader, "a name without a value", "“:”");
    if (read_value(reader, depth + 1, &value) < 0) return -1;
    value_put(reader->arena, object, name, value);
    return 0;
}

static int read_object(struct reader *reader, int depth, struct value *out)
{
    size_t from = reader->at - 1;
    *out = value_object();
    skip_space(reader);
    if (take(reader, '}')) return 0;
    do {
        if (read_member(reader, depth, out) < 0) return -1;
    } while (take(reader, ','));
    if (!take(reader, '}')) return fail_expected(reader, "an object goes on strangely", "“,” or “}”");
    return some_name_twice(reader->arena, out) ? fail_at(reader, from, "an object with a member twice") : 0;
}

/* ---- values ---- */

static int read_word(struct reader *reader, struct value *out)
{
    static const struct {
        struct str word;
        struct value value;
    } words[] = {
        {STR_INIT("null"), {.kind = VALUE_NIL}},
        {STR_INIT("true"), {.kind = VALUE_BOOL, .boolean = true}},
        {STR_INIT("false"), {.kind = VALUE_BOOL, .boolean = false}},
    };
    struct str rest = str_slice(reader->text, reader->at, reader->text.len);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_starts(rest, words[i].word)) continue;
        reader->at += words[i].word.len;
        *out = words[i].value;
        return 0;
    }
    return read_number(reader, out);
}

/* With the white space before and behind it. */
static int read_value(struct reader *reader, int depth, struct value *out)
{
    if (depth > DEEPEST)
        return err_set(reader->err, ERR_LIMIT, "JSON nested too deeply; at most %d levels are read", DEEPEST);
    skip_space(reader);
    int rc = take(reader, '{')   ? read_object(reader, depth, out)
             : take(reader, '[') ? read_array(reader, depth, out)
             : take(reader, '"') ? (*out = value_str(STR("")), read_string(reader, &out->string))
                                 : read_word(reader, out);
    skip_space(reader);
    return rc;
}

int json_parse(struct arena *arena, struct str text, struct value *out, struct err *err)
{
    struct reader reader = {.arena = arena, .text = text, .err = err};
    struct value value;
    if (read_value(&reader, 0, &value) < 0) return -1;
    if (reader.at < text.len)
        return fail_at(&reader, reader.at, "more text behind the value; expected its end");
    *out = value;
    return 0;
}
