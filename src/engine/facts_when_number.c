/* Dates in digits: 2026-03-14, 14.03.2026, 3/14, 28/03/26, "12.3. at noon". */
#include "engine/facts_when.h"

/* Countries that write the month first; all others write the day first. */
static bool prefers_month_first(const struct when_reader *reader, size_t at, size_t last)
{
    bool han_before = at > 0 && reader->tokens[at - 1].kind == TOKEN_HAN;
    bool han_after = last + 1 < reader->count && reader->tokens[last + 1].kind == TOKEN_HAN;
    return reader->month_first || han_before || han_after;
}

static int full_year(const struct token *token)
{
    if (token->digits == 4 && token->value >= 1900 && token->value <= 2199) return (int)token->value;
    if (token->digits == 2) return 2000 + (int)token->value;
    return 0;
}

static bool glued_number(const struct when_reader *reader, size_t at)
{
    return at < reader->count && reader->tokens[at].kind == TOKEN_NUMBER && !reader->tokens[at].spaced;
}

static bool is_separator(const struct when_reader *reader, size_t at, uint32_t mark)
{
    return at < reader->count && token_is_mark(&reader->tokens[at], mark) && !reader->tokens[at].spaced;
}

/* Two numbers whose order is by country, unless only one order is possible. */
static struct mention in_order(const struct when_reader *reader, size_t at, size_t last, int year, uint32_t a,
                               uint32_t b)
{
    if (a > 31 || b > 31) return (struct mention){0};
    bool month_first = b > 12 || (a <= 12 && prefers_month_first(reader, at, last));
    return month_first ? mention_date(year, (int)a, (int)b) : mention_date(year, (int)b, (int)a);
}

/* y-m-d, y/m/d, y.m.d */
static size_t year_first(const struct when_reader *reader, size_t at, struct mention *out)
{
    const struct token *t = &reader->tokens[at];
    if (t[0].digits != 4 || t[0].value < 1900 || t[0].value > 2199 || t[4].digits > 2 || t[2].digits > 2)
        return 0;
    *out = mention_date((int)t[0].value, (int)t[2].value, (int)t[4].value);
    return out->kind == WHEN_NOTHING ? 0 : 5;
}

static size_t three_parts(const struct when_reader *reader, size_t at, uint32_t mark, struct mention *out)
{
    const struct token *t = &reader->tokens[at];
    if (t[0].digits == 4) return year_first(reader, at, out);
    int year = full_year(&t[4]);
    if (t[0].digits > 2 || t[2].digits > 2 || year == 0 || (mark == '-' && t[4].digits != 4)) return 0;
    *out = mark == '.' ? mention_date(year, (int)t[2].value, (int)t[0].value)
                       : in_order(reader, at, at + 4, year, t[0].value, t[2].value);
    return out->kind == WHEN_NOTHING ? 0 : 5;
}

static bool is_any(const struct token *token, const char *const *words, size_t count)
{
    return token->kind == TOKEN_WORD && facts_word_in(token->text, words, count);
}

/* A word after which digits with a stroke are a date even where they could be a fraction or a mark out of ten. */
static bool follows_date_word(const struct when_reader *reader, size_t at)
{
    static const char *const words[] = {"before",  "by",     "dated", "from", "of",   "on",
                                        "ordered", "placed", "since", "the",  "till", "until"};
    return at > 0 && is_any(&reader->tokens[at - 1], words, sizeof words / sizeof *words);
}

static bool is_fraction(const struct when_reader *reader, size_t at)
{
    static const char *const units[] = {"cup", "in", "inch", "inches", "of", "scale", "size", "stars", "way"};
    const struct token *t = &reader->tokens[at];
    if (t[0].value == 24 && t[2].value == 7) return true;
    bool unit = at + 3 < reader->count && is_any(&t[3], units, sizeof units / sizeof *units);
    bool likely = (t[0].value == 1 && t[2].value <= 4) ||
                  (t[0].value <= 3 && t[2].value <= 4 && t[0].value < t[2].value) || t[2].value == 5 ||
                  t[2].value == 10;
    return (unit || likely) && !follows_date_word(reader, at);
}

/* "12.3." is a date only where a sentence goes on behind it; 3.18 only where 号 or 日 says so. */
static size_t dotted_pair(const struct when_reader *reader, size_t at, struct mention *out)
{
    const struct token *t = &reader->tokens[at];
    if (at + 3 >= reader->count) return 0;
    if (t[3].kind == TOKEN_HAN && (t[3].value == 0x53F7 || t[3].value == 0x65E5)) {
        *out = mention_date(0, (int)t[0].value, (int)t[2].value);
        return out->kind == WHEN_NOTHING ? 0 : 4;
    }
    if (!is_separator(reader, at + 3, '.') || at + 4 >= reader->count) return 0;
    const struct token *next = &t[4];
    bool lower = next->kind == TOKEN_WORD && reader->text.ptr[next->span.start] >= 'a';
    if (!next->spaced || !(lower || follows_date_word(reader, at))) return 0;
    *out = mention_date(0, (int)t[2].value, (int)t[0].value);
    return out->kind == WHEN_NOTHING ? 0 : 4;
}

size_t when_number_at(const struct when_reader *reader, size_t at, struct mention *out)
{
    const struct token *t = &reader->tokens[at];
    if (t->kind != TOKEN_NUMBER || (t->digits > 2 && t->digits != 4) || !glued_number(reader, at + 2))
        return 0;
    if (at > 0 && !t->spaced && t[-1].kind == TOKEN_MARK &&
        (t[-1].value == '.' || t[-1].value == '-' || t[-1].value == '/'))
        return 0;
    uint32_t mark = t[1].value;
    if (!is_separator(reader, at + 1, mark) || !(mark == '-' || mark == '/' || mark == '.')) return 0;
    if (is_separator(reader, at + 3, mark) && glued_number(reader, at + 4))
        return three_parts(reader, at, mark, out);
    if (t[0].digits > 2 || t[2].digits > 2) return 0;
    if (mark == '.') return dotted_pair(reader, at, out);
    bool han_day =
        at + 3 < reader->count && t[3].kind == TOKEN_HAN && (t[3].value == 0x53F7 || t[3].value == 0x65E5);
    if (mark == '-') return 0; /* 3-5号 is two days, the reader of 号 takes it */
    if (is_fraction(reader, at)) return 0;
    *out = in_order(reader, at, at + 2, 0, t[0].value, t[2].value);
    if (out->kind == WHEN_NOTHING) return 0;
    return han_day ? 4 : 3;
}
