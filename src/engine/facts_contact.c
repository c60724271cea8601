/* The e-mail address and telephone number a message states. */
#include "engine/facts_ids.h"

static bool in_local_part(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c && strchr("._%+-", c));
}

static bool in_domain(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '.' || c == '-';
}

static struct str read_email(struct str text)
{
    for (size_t at = 0; (at = str_find_char(text, '@', at)) != STR_NOT_FOUND; at++) {
        size_t from = at, to = at + 1;
        while (from > 0 && at - from < 64 && in_local_part(text.ptr[from - 1])) from--;
        while (from < at && text.ptr[from] == '.') from++;
        while (to < text.len && to - at < 253 && in_domain(text.ptr[to])) to++;
        while (to > at + 1 && (text.ptr[to - 1] == '.' || text.ptr[to - 1] == '-')) to--;
        struct str domain = str_slice(text, at + 1, to);
        if (from < at && domain.len >= 4 && str_find_char(domain, '.', 1) != STR_NOT_FOUND)
            return str_slice(text, from, to);
    }
    return (struct str){0};
}

/* Digits in groups from `at` on, with spaces, hyphens, dots and brackets between; 0 where it is no telephone number. */
static size_t phone_end(struct str text, size_t at, size_t *out_digits)
{
    size_t end = at, digits = 0, gap = 0;
    for (size_t i = at; i < text.len && i - at < 32; i++) {
        char c = text.ptr[i];
        if (c >= '0' && c <= '9') {
            digits++;
            end = i + 1;
            gap = 0;
        } else if ((c == '+' && i == at) || (gap < 2 && c && strchr(" -.()", c))) {
            gap++;
        } else {
            break;
        }
    }
    *out_digits = digits;
    return end;
}

struct str phone_read(struct str text, struct span order)
{
    for (size_t at = 0; at < text.len; at++) {
        char c = text.ptr[at];
        bool inside = at > 0 && (in_local_part(text.ptr[at - 1]) || text.ptr[at - 1] == '#');
        if (inside || !((c >= '0' && c <= '9') || c == '+' || c == '(')) continue;
        size_t digits, end = phone_end(text, at, &digits);
        bool is_order = at < order.end && end > order.start;
        bool shaped = c == '+' || c == '0' || c == '(' || (digits == 11 && c == '1') ||
                      (digits == 10 && end - at >= 12);
        if (!is_order && shaped && digits >= 10 && digits <= 15) return str_slice(text, at, end);
        if (end > at) at = end - 1;
    }
    return (struct str){0};
}

void contact_read(struct str text, const struct span *stretches, size_t count, struct reading *out)
{
    for (size_t i = 0; i < count; i++) {
        struct span own = stretches[i], order = {0, 0};
        struct str words = str_slice(text, own.start, own.end);
        if (out->order_number_span.start >= own.start && out->order_number_span.end <= own.end)
            order = (struct span){out->order_number_span.start - own.start,
                                  out->order_number_span.end - own.start};
        if (out->email.len == 0) out->email = read_email(words);
        if (out->phone.len == 0) out->phone = phone_read(words, order);
    }
}
