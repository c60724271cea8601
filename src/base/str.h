/* Borrowed strings: a pointer and a length, never owned, not NUL-terminated unless said so.
 *
 * A zeroed struct str is the empty string. All functions take bytes as they are; nothing here knows UTF-8
 * (see text/utf8.h). */
#ifndef BURIN_BASE_STR_H
#define BURIN_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *ptr;
    size_t len;
};

/* A string literal as a struct str, also in static initialisers. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_INIT(literal)               \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).len, (s).ptr ? (s).ptr : ""

static inline struct str str_of(const char *c_string)
{
    return (struct str){c_string, c_string ? strlen(c_string) : 0};
}

static inline struct str str_of_len(const char *ptr, size_t len)
{
    return (struct str){ptr, len};
}

/* Most texts that differ do so in their first byte. */
static inline bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || (a.ptr[0] == b.ptr[0] && memcmp(a.ptr, b.ptr, a.len) == 0));
}

static inline bool str_is(struct str a, const char *c_string)
{
    return str_eq(a, str_of(c_string));
}

/* The part from byte `from` to byte `to` (exclusive); both are clamped to the string. */
static inline struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.len) to = s.len;
    if (from > to) from = to;
    return (struct str){s.ptr ? s.ptr + from : s.ptr, to - from};
}

#define STR_NOT_FOUND SIZE_MAX

int str_cmp(struct str a, struct str b);
static inline bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

static inline char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Without case, ASCII letters compare as if small, all other bytes as they are. */
bool str_eq_nocase(struct str a, struct str b);
/* `lower` is in small letters already. */
bool str_is_nocase(struct str s, const char *lower);
bool str_starts_nocase(struct str s, const char *lower);
bool str_ends(struct str s, struct str suffix);
/* Offset of the first `needle` at or after `from`, or STR_NOT_FOUND. An empty needle is found at `from`. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_char(struct str s, char c, size_t from);
bool str_contains(struct str s, struct str needle);
/* Without leading and trailing ASCII white space. */
struct str str_trim(struct str s);
/* Takes the text up to `separator` off the front of `*rest`; false when `*rest` was already used up
 * (its ptr is NULL then). Splitting "" gives one empty part. */
bool str_next_part(struct str *rest, char separator, struct str *out_part);
/* Decimal digits only, whole string, no sign: -1 on anything else or on overflow of `max`. */
int str_to_uint(struct str s, uint64_t max, uint64_t *out);

#endif
