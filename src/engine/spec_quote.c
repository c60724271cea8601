/* Finds what stands in quotation marks, telling apostrophes and inches from quotes. */
#include "engine/spec_quote.h"

#include "text/utf8.h"

enum { QUOTE_BYTES = 320, QUOTE_LINES = 4 };

struct quote_pair {
    struct str open;
    struct str close[2]; /* the second may be empty */
};

/* Marks that cannot be anything else. */
static const struct quote_pair pairs[] = {
    {STR_INIT("“"), {STR_INIT("”"), STR_INIT("“")}},    {STR_INIT("”"), {STR_INIT("”"), STR_INIT("“")}},
    {STR_INIT("„"), {STR_INIT("“"), STR_INIT("”")}},    {STR_INIT("«"), {STR_INIT("»"), STR_INIT("")}},
    {STR_INIT("»"), {STR_INIT("«"), STR_INIT("")}},     {STR_INIT("‹"), {STR_INIT("›"), STR_INIT("")}},
    {STR_INIT("「"), {STR_INIT("」"), STR_INIT("")}},   {STR_INIT("『"), {STR_INIT("』"), STR_INIT("")}},
    {STR_INIT("《"), {STR_INIT("》"), STR_INIT("")}},   {STR_INIT("〈"), {STR_INIT("〉"), STR_INIT("")}},
    {STR_INIT("【"), {STR_INIT("】"), STR_INIT("")}},   {STR_INIT("＂"), {STR_INIT("＂"), STR_INIT("")}},
    {STR_INIT("``"), {STR_INIT("''"), STR_INIT("``")}}, {STR_INIT("''"), {STR_INIT("''"), STR_INIT("")}},
};

static bool starts_at(struct str text, size_t at, struct str mark)
{
    return mark.len && text.len - at >= mark.len && memcmp(text.ptr + at, mark.ptr, mark.len) == 0;
}

static bool is_alnum_at(struct str text, size_t at)
{
    if (at >= text.len) return false;
    rune_t rune = utf8_next(text, &at);
    return !rune_is_han(rune) && (rune_is_letter(rune) || rune_is_digit(rune));
}

static bool is_alnum_before(struct str text, size_t at)
{
    if (at == 0) return false;
    rune_t rune = utf8_prev(text, &at);
    return !rune_is_han(rune) && (rune_is_letter(rune) || rune_is_digit(rune));
}

static bool give(size_t start, size_t end, size_t next, struct span *out_inner, size_t *out_next)
{
    if (end <= start) return false;
    *out_inner = (struct span){start, end};
    *out_next = next;
    return true;
}

static size_t limit_of(struct str text, size_t start, size_t end)
{
    if (end - start > QUOTE_BYTES) end = start + QUOTE_BYTES;
    int lines = 0;
    for (size_t at = start; at < end; at++)
        if (text.ptr[at] == '\n' && ++lines == QUOTE_LINES) return at;
    return end;
}

static bool paired(struct str text, size_t at, size_t end, struct span *out_inner, size_t *out_next)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!starts_at(text, at, pairs[i].open)) continue;
        size_t start = at + pairs[i].open.len, limit = limit_of(text, start, end);
        for (size_t close = start; close < limit; close++)
            for (int which = 0; which < 2; which++)
                if (starts_at(text, close, pairs[i].close[which]))
                    return give(start, close, close + pairs[i].close[which].len, out_inner, out_next);
    }
    return false;
}

/* "…": the opening mark follows no word and no digit (else it may be inches), the closing one stands before none. */
static bool straight_double(struct str text, size_t at, size_t end, struct span *out_inner, size_t *out_next)
{
    if (is_alnum_before(text, at)) return false;
    size_t limit = limit_of(text, at + 1, end);
    for (size_t close = at + 1; close < limit; close++)
        if (text.ptr[close] == '"' &&
            !(is_alnum_at(text, close + 1) && close > at + 1 && text.ptr[close - 1] == ' '))
            return give(at + 1, close, close + 1, out_inner, out_next);
    return false;
}

/* The byte length of a single quotation mark at `at`: ' or ‘ (opening), ' or ’ (closing); 0 when there is none. */
static size_t single_mark(struct str text, size_t at, bool closing)
{
    if (at < text.len && (text.ptr[at] == '\'' || (!closing && text.ptr[at] == '`'))) return 1;
    if (starts_at(text, at, closing ? STR("’") : STR("‘"))) return 3;
    return 0;
}

static bool single_opens(struct str text, size_t floor, size_t at)
{
    size_t length = single_mark(text, at, false);
    if (!length || (at > floor && is_alnum_before(text, at))) return false;
    size_t next = at + length;
    return next < text.len && text.ptr[next] != ' ' && text.ptr[next] != '\n';
}

/* '…': closes at the first mark that follows a word and stands before none; after an s ("the Smiths' house") the
 * last such mark before the next opening one. */
static bool single(struct str text, size_t floor, size_t at, size_t end, struct span *out_inner,
                   size_t *out_next)
{
    if (!single_opens(text, floor, at)) return false;
    size_t start = at + single_mark(text, at, false), limit = limit_of(text, start, end), best = 0,
           best_length = 0;
    for (size_t close = start; close < limit; close++) {
        size_t length = single_mark(text, close, true);
        if (!length) {
            if (best && single_opens(text, floor, close)) break;
            continue;
        }
        if (close > start && (text.ptr[close - 1] == ' ' || text.ptr[close - 1] == '\n')) {
            if (best) break;
            continue;
        }
        if (is_alnum_at(text, close + length)) continue;
        best = close;
        best_length = length;
        bool possessive = text.ptr[close - 1] == 's' && close + length + 1 < limit &&
                          text.ptr[close + length] == ' ' && text.ptr[close + length + 1] >= 'a' &&
                          text.ptr[close + length + 1] <= 'z';
        if (!possessive) break;
    }
    return best && give(start, best, best + best_length, out_inner, out_next);
}

bool quote_at(struct str text, size_t floor, size_t at, size_t end, struct span *out_inner, size_t *out_next)
{
    char first = text.ptr[at];
    if (first == '"') return straight_double(text, at, end, out_inner, out_next);
    if ((first & 0x80 || first == '`' || first == '\'') && paired(text, at, end, out_inner, out_next))
        return true;
    return single(text, floor, at, end, out_inner, out_next);
}
