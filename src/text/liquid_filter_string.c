/* Filters on text: joining, cutting, replacing, case. Codes and markup are in liquid_filter_markup.c. */
#include <unicode/ucasemap.h>
#include <unicode/utypes.h>

#include "text/liquid_filter.h"
#include "text/liquid_parse.h"
#include "text/utf8.h"

/* ---- joining and stripping ---- */

static int give_joined(struct render *render, struct str first, struct str second, struct value *out)
{
    size_t begin = text_begin(render);
    buf_add(render_buf(render), first);
    buf_add(render_buf(render), second);
    *out = value_str(text_take(render, begin));
    return 0;
}

int filter_append(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    (void)count;
    struct str first = text_of(render, input);
    return give_joined(render, first, text_of(render, &args[0]), out);
}

int filter_prepend(struct render *render, const struct value *input, const struct value *args, int count,
                   struct value *out)
{
    (void)count;
    struct str second = text_of(render, input);
    return give_joined(render, text_of(render, &args[0]), second, out);
}

int filter_strip(struct render *render, const struct value *input, const struct value *args, int count,
                 struct value *out)
{
    (void)args, (void)count;
    *out = value_str(liquid_strip(text_of(render, input)));
    return 0;
}

int filter_lstrip(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    (void)args, (void)count;
    *out = value_str(liquid_strip_left(text_of(render, input)));
    return 0;
}

int filter_rstrip(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    (void)args, (void)count;
    *out = value_str(liquid_strip_right(text_of(render, input)));
    return 0;
}

/* White space at the ends goes, inside it becomes one space. */
int filter_squish(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    (void)args, (void)count;
    struct str text = liquid_strip(text_of(render, input));
    size_t begin = text_begin(render);
    for (size_t i = 0; i < text.len; i++) {
        bool space = liquid_is_space(text.ptr[i]);
        if (!space)
            buf_add_char(render_buf(render), text.ptr[i]);
        else if (!liquid_is_space(text.ptr[i - 1]))
            buf_add_char(render_buf(render), ' ');
    }
    *out = input->kind == VALUE_NIL ? value_nil() : value_str(text_take(render, begin));
    return 0;
}

/* ---- case ---- */

static bool is_ascii(struct str text)
{
    unsigned char bits = 0;
    for (size_t i = 0; i < text.len; i++) bits |= (unsigned char)text.ptr[i];
    return bits < 0x80;
}

static char ascii_case(char c, bool upper)
{
    if (upper && c >= 'a' && c <= 'z') return (char)(c - 'a' + 'A');
    if (!upper && c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
    return c;
}

/* Full case mapping of every script, in no particular language. */
static void add_mapped(struct render *render, struct str text, bool upper)
{
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", 0, &status);
    size_t room = text.len * 3 + 1;
    if (U_FAILURE(status) || text.len > INT32_MAX / 4) {
        buf_add(render_buf(render), text);
        if (map) ucasemap_close(map);
        return;
    }
    char *mapped = arena_alloc_raw(render_arena(render), room);
    int32_t length =
        upper ? ucasemap_utf8ToUpper(map, mapped, (int32_t)room, text.ptr, (int32_t)text.len, &status)
              : ucasemap_utf8ToLower(map, mapped, (int32_t)room, text.ptr, (int32_t)text.len, &status);
    ucasemap_close(map);
    render_charge(render, room / 64);
    buf_add(render_buf(render), U_FAILURE(status) ? text : (struct str){mapped, (size_t)length});
}

static void add_cased(struct render *render, struct str text, bool upper)
{
    if (!is_ascii(text)) {
        add_mapped(render, text, upper);
        return;
    }
    for (size_t i = 0; i < text.len; i++) buf_add_char(render_buf(render), ascii_case(text.ptr[i], upper));
}

static int give_cased(struct render *render, struct str text, size_t upper_to, struct value *out)
{
    size_t begin = text_begin(render);
    add_cased(render, str_slice(text, 0, upper_to), true);
    if (upper_to < text.len) add_cased(render, str_slice(text, upper_to, text.len), false);
    *out = value_str(text_take(render, begin));
    return 0;
}

int filter_upcase(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    (void)args, (void)count;
    struct str text = text_of(render, input);
    return give_cased(render, text, text.len, out);
}

int filter_downcase(struct render *render, const struct value *input, const struct value *args, int count,
                    struct value *out)
{
    (void)args, (void)count;
    return give_cased(render, text_of(render, input), 0, out);
}

int filter_capitalize(struct render *render, const struct value *input, const struct value *args, int count,
                      struct value *out)
{
    (void)args, (void)count;
    struct str text = text_of(render, input);
    return give_cased(render, text, text_offset(text, 1), out);
}

/* ---- cutting ---- */

size_t text_offset(struct str text, int64_t index)
{
    size_t at = 0;
    for (; index > 0 && at < text.len; index--) utf8_next(text, &at);
    return at;
}

/* The part of `size` things from `offset` (from the end when negative) for `length`: false when outside. */
static bool slice_span(int64_t size, int64_t offset, int64_t length, int64_t *from, int64_t *to)
{
    if (offset < 0) offset += size;
    if (offset < 0 || offset > size || length < 0) return false;
    *from = offset;
    *to = length > size - offset ? size : offset + length;
    return true;
}

int filter_slice(struct render *render, const struct value *input, const struct value *args, int count,
                 struct value *out)
{
    int64_t offset, length = 1, from, to;
    if (value_to_int(&args[0], &offset) < 0) return render_fail(render, "slice begins at a whole number");
    if (count > 1 && value_is_true(&args[1]) && value_to_int(&args[1], &length) < 0)
        return render_fail(render, "the length of a slice is a whole number");
    if (input->kind == VALUE_ARRAY) {
        *out = value_array();
        if (!slice_span((int64_t)input->array.count, offset, length, &from, &to) || from == to) return 0;
        out->array.items = input->array.items + from;
        out->array.count = (size_t)(to - from);
        return 0;
    }
    struct str text = text_of(render, input);
    *out = value_str(STR(""));
    if (!slice_span((int64_t)utf8_count(text), offset, length, &from, &to)) return 0;
    size_t start = text_offset(text, from);
    size_t end = start + text_offset(str_slice(text, start, text.len), to - from);
    *out = value_str(str_slice(text, start, end));
    return 0;
}

int filter_truncate(struct render *render, const struct value *input, const struct value *args, int count,
                    struct value *out)
{
    int64_t length = 50;
    struct str end = count > 1 ? text_of(render, &args[1]) : STR("...");
    if (input->kind == VALUE_NIL) return 0;
    if (count && value_to_int(&args[0], &length) < 0)
        return render_fail(render, "truncate needs a whole number");
    struct str text = text_of(render, input);
    int64_t kept = length - (int64_t)utf8_count(end);
    if ((int64_t)utf8_count(text) <= length) {
        *out = value_str(text);
        return 0;
    }
    return give_joined(render, str_slice(text, 0, text_offset(text, kept)), end, out);
}

static size_t skip_space(struct str text, size_t at)
{
    while (at < text.len && (liquid_is_space(text.ptr[at]) || text.ptr[at] == '\0')) at++;
    return at;
}

static size_t skip_word(struct str text, size_t at)
{
    while (at < text.len && !liquid_is_space(text.ptr[at]) && text.ptr[at] != '\0') at++;
    return at;
}

int filter_truncatewords(struct render *render, const struct value *input, const struct value *args,
                         int count, struct value *out)
{
    int64_t words = 15, seen = 0;
    struct str end = count > 1 ? text_of(render, &args[1]) : STR("...");
    if (input->kind == VALUE_NIL) return 0;
    if (count && value_to_int(&args[0], &words) < 0)
        return render_fail(render, "truncatewords needs a whole number");
    if (words <= 0) words = 1;
    struct str text = text_of(render, input);
    size_t begin = text_begin(render), at = skip_space(text, 0);
    for (; at < text.len && seen < words; seen++) {
        size_t to = skip_word(text, at);
        if (seen) buf_add_char(render_buf(render), ' ');
        buf_add(render_buf(render), str_slice(text, at, to));
        at = skip_space(text, to);
    }
    bool more =
        seen == words && (at < text.len || (text.len && skip_word(text, text.len - 1) == text.len - 1));
    if (more) buf_add(render_buf(render), end);
    struct str short_text = text_take(render, begin);
    *out = value_str(more ? short_text : text);
    return 0;
}

/* ---- replacing ---- */

enum which { REPLACE_ALL, REPLACE_FIRST, REPLACE_LAST };

static size_t find_last(struct str text, struct str part)
{
    if (part.len > text.len) return STR_NOT_FOUND;
    for (size_t at = text.len - part.len + 1; at-- > 0;)
        if (memcmp(text.ptr + at, part.ptr, part.len) == 0) return at;
    return STR_NOT_FOUND;
}

/* An empty part is found before each character and at the end. */
static void replace_all(struct render *render, struct str text, struct str part, struct str by)
{
    struct buf *buf = render_buf(render);
    size_t at = 0;
    while (!text_full(render)) {
        size_t found = str_find(text, part, at);
        if (found == STR_NOT_FOUND || (part.len == 0 && found >= text.len)) break;
        buf_add(buf, str_slice(text, at, found));
        buf_add(buf, by);
        size_t next = found + part.len;
        if (part.len == 0) {
            utf8_next(text, &next);
            buf_add(buf, str_slice(text, found, next));
        }
        at = next;
    }
    buf_add(buf, str_slice(text, at, text.len));
    if (part.len == 0) buf_add(buf, by);
}

static int replace(struct render *render, const struct value *input, const struct value *part_value,
                   const struct value *by_value, enum which which, struct value *out)
{
    struct str text = text_of(render, input), part = text_of(render, part_value);
    struct str by = by_value ? text_of(render, by_value) : STR("");
    size_t begin, found = which == REPLACE_LAST ? find_last(text, part) : str_find(text, part, 0);
    *out = value_str(text);
    if (found == STR_NOT_FOUND) return 0;
    begin = text_begin(render);
    if (which == REPLACE_ALL) {
        replace_all(render, text, part, by);
    } else {
        buf_add(render_buf(render), str_slice(text, 0, found));
        buf_add(render_buf(render), by);
        buf_add(render_buf(render), str_slice(text, found + part.len, text.len));
    }
    *out = value_str(text_take(render, begin));
    return 0;
}

int filter_replace(struct render *render, const struct value *input, const struct value *args, int count,
                   struct value *out)
{
    return replace(render, input, &args[0], count > 1 ? &args[1] : NULL, REPLACE_ALL, out);
}

int filter_replace_first(struct render *render, const struct value *input, const struct value *args,
                         int count, struct value *out)
{
    return replace(render, input, &args[0], count > 1 ? &args[1] : NULL, REPLACE_FIRST, out);
}

int filter_replace_last(struct render *render, const struct value *input, const struct value *args, int count,
                        struct value *out)
{
    (void)count;
    return replace(render, input, &args[0], &args[1], REPLACE_LAST, out);
}

int filter_remove(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    (void)count;
    return replace(render, input, &args[0], NULL, REPLACE_ALL, out);
}

int filter_remove_first(struct render *render, const struct value *input, const struct value *args, int count,
                        struct value *out)
{
    (void)count;
    return replace(render, input, &args[0], NULL, REPLACE_FIRST, out);
}

int filter_remove_last(struct render *render, const struct value *input, const struct value *args, int count,
                       struct value *out)
{
    (void)count;
    return replace(render, input, &args[0], NULL, REPLACE_LAST, out);
}

/* ---- splitting ---- */

struct parts {
    struct render *render;
    struct value *items; /* NULL while only counting */
    size_t count;
    size_t kept; /* up to the last part that is not empty: empty ones at the end are dropped */
};

static void add_part(struct parts *parts, struct str text)
{
    if (parts->items) parts->items[parts->count] = value_str(text);
    parts->count++;
    if (text.len) parts->kept = parts->count;
}

static void split_words(struct parts *parts, struct str text)
{
    for (size_t at = skip_space(text, 0); at < text.len;) {
        size_t to = skip_word(text, at);
        add_part(parts, str_slice(text, at, to));
        at = skip_space(text, to);
    }
}

static void split_characters(struct parts *parts, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        utf8_next(text, &at);
        add_part(parts, str_slice(text, from, at));
    }
}

static void split_at(struct parts *parts, struct str text, struct str separator)
{
    size_t at = 0, found;
    while ((found = str_find(text, separator, at)) != STR_NOT_FOUND) {
        add_part(parts, str_slice(text, at, found));
        at = found + separator.len;
    }
    add_part(parts, str_slice(text, at, text.len));
}

static void split(struct parts *parts, struct str text, struct str separator)
{
    parts->count = parts->kept = 0;
    if (separator.len == 0)
        split_characters(parts, text);
    else if (str_is(separator, " "))
        split_words(parts, text);
    else
        split_at(parts, text, separator);
}

int filter_split(struct render *render, const struct value *input, const struct value *args, int count,
                 struct value *out)
{
    (void)count;
    struct str text = text_of(render, input), separator = text_of(render, &args[0]);
    struct parts parts = {.render = render};
    *out = value_array();
    split(&parts, text, separator);
    if (parts.count == 0) return 0;
    parts.items = items_new(render, parts.count);
    if (!parts.items) return 0;
    split(&parts, text, separator);
    out->array.items = parts.items;
    out->array.count = parts.kept;
    return 0;
}
