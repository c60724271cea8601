/* Borrowed strings; see str.h. */
#define _GNU_SOURCE
#include "base/str.h"

int str_cmp(struct str a, struct str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;
    if (order != 0) return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i])) return false;
    return true;
}

/* How many bytes of `s` are those of `lower`. */
static size_t common_nocase(struct str s, const char *lower)
{
    size_t i = 0;
    while (i < s.len && lower[i] && ascii_lower(s.ptr[i]) == lower[i]) i++;
    return i;
}

bool str_is_nocase(struct str s, const char *lower)
{
    size_t common = common_nocase(s, lower);
    return common == s.len && !lower[common];
}

bool str_starts_nocase(struct str s, const char *lower)
{
    return !lower[common_nocase(s, lower)];
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_eq(str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t str_find(struct str s, struct str needle, size_t from)
{
    if (from > s.len) return STR_NOT_FOUND;
    if (needle.len == 0) return from;
    if (needle.len > s.len - from) return STR_NOT_FOUND; /* also the empty string without a pointer */
    const char *hit = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return hit ? (size_t)(hit - s.ptr) : STR_NOT_FOUND;
}

size_t str_find_char(struct str s, char c, size_t from)
{
    if (from >= s.len) return STR_NOT_FOUND;
    const char *hit = memchr(s.ptr + from, c, s.len - from);
    return hit ? (size_t)(hit - s.ptr) : STR_NOT_FOUND;
}

bool str_contains(struct str s, struct str needle)
{
    return str_find(s, needle, 0) != STR_NOT_FOUND;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.len && is_space(s.ptr[0])) s = str_slice(s, 1, s.len);
    while (s.len && is_space(s.ptr[s.len - 1])) s.len--;
    return s;
}

bool str_next_part(struct str *rest, char separator, struct str *out_part)
{
    if (!rest->ptr) return false;
    size_t at = str_find_char(*rest, separator, 0);
    if (at == STR_NOT_FOUND) {
        *out_part = *rest;
        *rest = (struct str){0};
    } else {
        *out_part = str_slice(*rest, 0, at);
        *rest = str_slice(*rest, at + 1, rest->len);
    }
    return true;
}

int str_to_uint(struct str s, uint64_t max, uint64_t *out)
{
    if (s.len == 0) return -1;
    uint64_t number = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return -1;
        uint64_t digit = (uint64_t)(s.ptr[i] - '0');
        if (digit > max || number > (max - digit) / 10) return -1;
        number = number * 10 + digit;
    }
    *out = number;
    return 0;
}
