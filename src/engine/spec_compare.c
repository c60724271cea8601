/* Comparing values as people do: without case, by whole words, by closeness of spelling. */
#include "engine/spec.h"
#include "text/utf8.h"

static char fold(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

/* The next character without case; the kinds of apostrophe and quotation mark are one. */
static rune_t next_folded(struct str text, size_t *at)
{
    rune_t rune = rune_lower(utf8_next(text, at));
    if (rune == 0x2019 || rune == 0x2018 || rune == '`') return '\'';
    if (rune == 0x201C || rune == 0x201D) return '"';
    return rune;
}

static struct str trim_edges(struct str text)
{
    struct span span = value_trim(text, (struct span){0, text.len});
    return str_slice(text, span.start, span.end);
}

bool text_same(struct str a, struct str b)
{
    a = trim_edges(a);
    b = trim_edges(b);
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len)
        if (next_folded(a, &i) != next_folded(b, &j)) return false;
    return i == a.len && j == b.len;
}

static bool is_word_rune(rune_t rune)
{
    return !rune_is_han(rune) && (rune_is_letter(rune) || rune_is_digit(rune));
}

static bool boundary(struct str text, size_t at)
{
    if (at == 0 || at >= text.len) return true;
    size_t before = at, behind = at;
    return !(is_word_rune(utf8_prev(text, &before)) && is_word_rune(utf8_next(text, &behind)));
}

static bool matches_at(struct str whole, size_t at, struct str part)
{
    if (whole.len - at < part.len) return false;
    for (size_t i = 0; i < part.len; i++)
        if (fold(whole.ptr[at + i]) != fold(part.ptr[i])) return false;
    return true;
}

size_t text_find_words(struct str whole, struct str part)
{
    size_t found = TEXT_NOWHERE;
    if (part.len == 0 || part.len > whole.len) return found;
    for (size_t at = 0; at + part.len <= whole.len; at++) {
        if ((whole.ptr[at] & 0xC0) == 0x80 || !matches_at(whole, at, part)) continue;
        if (!boundary(whole, at) || !boundary(whole, at + part.len)) continue;
        if (found != TEXT_NOWHERE) return TEXT_SEVERAL;
        found = at;
    }
    return found;
}

enum { DISTANCE_RUNES = 40 };

static int runes_of(struct str text, rune_t *out)
{
    int count = 0;
    for (size_t at = 0; at < text.len && count < DISTANCE_RUNES;) out[count++] = next_folded(text, &at);
    return count;
}

/* Edit distance with neighbours changed over counting one. */
int text_distance(struct str a, struct str b, int most)
{
    rune_t left[DISTANCE_RUNES], right[DISTANCE_RUNES];
    int n = runes_of(a, left), m = runes_of(b, right);
    if (n - m > most || m - n > most || n == DISTANCE_RUNES || m == DISTANCE_RUNES) return most + 1;
    int rows[3][DISTANCE_RUNES + 1];
    for (int j = 0; j <= m; j++) rows[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *higher = rows[(i + 1) % 3];
        row[0] = i;
        for (int j = 1; j <= m; j++) {
            int best = above[j - 1] + (left[i - 1] != right[j - 1]);
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] &&
                higher[j - 2] + 1 < best)
                best = higher[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[n % 3][m] > most ? most + 1 : rows[n % 3][m];
}

/* The next run of letters and digits of `text` at or after `*at`. */
static bool next_word(struct str text, size_t *at, struct span *out)
{
    size_t i = *at;
    while (i < text.len) {
        size_t start = i;
        if (!is_word_rune(utf8_next(text, &i))) continue;
        size_t end = i;
        while (i < text.len) {
            rune_t rune = utf8_next(text, &i);
            if (!is_word_rune(rune) && rune != '\'' && rune != 0x2019 && rune != '-' && rune != '.') break;
            if (is_word_rune(rune)) end = i;
        }
        *out = (struct span){start, end};
        *at = end;
        return true;
    }
    return false;
}

bool text_similar_word(struct str whole, struct str word, struct span *out)
{
    size_t runes = utf8_count(word), head = 0, first = 0;
    if (runes < 2 || !whole.len) return false;
    if (rune_is_han(utf8_next(word, &head)) && rune_is_han(utf8_next(whole, &first))) {
        if (text_same(whole, word) || text_distance(whole, word, 1) > 1) return false;
        *out = (struct span){0, whole.len}; /* 李思琪, 李思淇 */
        return true;
    }
    if (runes < 3) return false;
    int most = runes >= 8 ? 3 : runes >= 5 ? 2 : 1, best = most + 1, count = 0;
    struct span span, found = {0};
    for (size_t at = 0; next_word(whole, &at, &span);) {
        struct str candidate = str_slice(whole, span.start, span.end);
        if (utf8_count(candidate) < 3) continue;
        int distance = text_distance(candidate, word, most);
        if (str_eq(candidate, word)) return false;
        /* A shortened or lengthened name: Tess, Tessa; Joan, Jo is too short for that. */
        size_t shorter = candidate.len < word.len ? candidate.len : word.len;
        bool letters = word.len && !(word.ptr[0] >= '0' && word.ptr[0] <= '9');
        if (distance > most && letters && shorter >= 4 &&
            str_eq_nocase(str_slice(candidate, 0, shorter), str_slice(word, 0, shorter)))
            distance = most;
        if (distance > most) continue;
        if (distance < best) {
            best = distance;
            count = 1;
            found = span;
        } else if (distance == best) {
            count++;
        }
    }
    if (count != 1) return false;
    *out = found;
    return true;
}

static size_t digits_at(struct str text, size_t at)
{
    size_t count = 0;
    while (at + count < text.len && text.ptr[at + count] >= '0' && text.ptr[at + count] <= '9') count++;
    return count;
}

static bool month_at(struct str text, size_t at, size_t *out_end)
{
    static const char *const months[] = {
        "january",   "february", "march",    "april",    "may", "june", "july", "august",
        "september", "october",  "november", "december", "jan", "feb",  "mar",  "apr",
        "jun",       "jul",      "aug",      "sept",     "sep", "oct",  "nov",  "dec"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        struct str month = str_of(months[i]);
        if (!matches_at(text, at, month) || !boundary(text, at) || !boundary(text, at + month.len)) continue;
        *out_end = at + month.len;
        if (*out_end < text.len && text.ptr[*out_end] == '.') (*out_end)++;
        return true;
    }
    return false;
}

static size_t skip_spaces(struct str text, size_t at)
{
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == ',')) at++;
    return at;
}

/* A day number with its ending: 5, 5th. */
static bool day_at(struct str text, size_t at, size_t *out_end)
{
    size_t digits = digits_at(text, at);
    if (digits == 0 || digits > 2) return false;
    size_t end = at + digits;
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (int i = 0; i < 4; i++)
        if (matches_at(text, end, STR("  ")) == false && text.len - end >= 2 &&
            matches_at(text, end, str_of(endings[i]))) {
            end += 2;
            break;
        }
    if (!boundary(text, end)) return false;
    *out_end = end;
    return true;
}

/* 14.08.2017, 2024-05-20, 5/6, 2024年5月20日, 14 March 2025, March 14th; the end of the date at `at`, else 0. */
static size_t date_at(struct str text, size_t at)
{
    size_t end, first = digits_at(text, at);
    if (first) {
        size_t i = at, groups = 0;
        for (size_t digits = first; digits && digits <= 4; digits = digits_at(text, i)) {
            i += digits;
            groups++;
            end = i;
            size_t mark = i < text.len && strchr("./-", text.ptr[i]) ? 1 : 0;
            static const struct str han[] = {STR_INIT("年"), STR_INIT("月"), STR_INIT("日"),
                                             STR_INIT("号"), STR_INIT("·"),  STR_INIT("・")};
            for (size_t h = 0; !mark && h < sizeof han / sizeof *han; h++)
                if (str_starts(str_slice(text, i, text.len), han[h])) {
                    mark = han[h].len;
                    if (h < 4) end = i + mark;
                }
            if (!mark) break;
            i += mark;
        }
        if (groups >= 2 && boundary(text, end)) return end;
    }
    if (day_at(text, at, &end)) {
        size_t month = skip_spaces(text, end);
        if (matches_at(text, month, STR("of "))) month += 3;
        if (month_at(text, month, &end)) {
            size_t year = skip_spaces(text, end);
            return digits_at(text, year) == 4 && boundary(text, year + 4) ? year + 4 : end;
        }
    }
    if (month_at(text, at, &end)) {
        size_t day = skip_spaces(text, end), after;
        if (digits_at(text, day) == 4 && boundary(text, day + 4)) return day + 4;
        if (!day_at(text, day, &after)) return 0;
        size_t year = skip_spaces(text, after);
        return digits_at(text, year) == 4 && boundary(text, year + 4) ? year + 4 : after;
    }
    return 0;
}

bool text_find_date(struct str whole, struct span *out)
{
    bool found = false;
    for (size_t at = 0; at < whole.len; at++) {
        if ((whole.ptr[at] & 0xC0) == 0x80 || !boundary(whole, at)) continue;
        size_t end = date_at(whole, at);
        if (!end) continue;
        if (found) return false;
        *out = (struct span){at, end};
        found = true;
        at = end - 1;
    }
    return found;
}

bool text_is_date(struct str text)
{
    struct span span;
    text = trim_edges(text);
    return text.len && text_find_date(text, &span) && span.start == 0 && span.end == text.len;
}
