/* Where a value in the customer's words begins and ends, in quotation marks or without. */
#include "engine/spec.h"
#include "text/utf8.h"

enum { VALUE_TOKENS = 14, VALUE_BYTES = 120, VALUE_LINES = 4, LEAD_TOKENS = 7 };

static bool has(const struct token *token, uint64_t classes)
{
    return (token->classes & classes) != 0;
}

static bool is_given(const struct token *token)
{
    return token->kind == TOKEN_QUOTE || token->kind == TOKEN_KNOWN;
}

static bool is_wordlike(const struct token *token)
{
    return token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER || token->kind == TOKEN_KNOWN;
}

/* Part of a name or title: a capital, a number, a symbol. */
static bool is_title(const struct token *token)
{
    return token->kind == TOKEN_KNOWN || token->kind == TOKEN_NUMBER ||
           (token->kind == TOKEN_WORD && token->capital);
}

#define CANNOT_BEGIN                                                                                      \
    (W_BIT(W_VAGUE) | W_BIT(W_POLITE) | W_BIT(W_VERDICT) | W_BIT(W_STOPPER) | W_BIT(W_CHANGE) |           \
     W_BIT(W_USE) | W_BIT(W_MAKE) | W_BIT(W_WANT) | W_BIT(W_SAY) | W_BIT(W_SAYS) | W_BIT(W_ASKED) |       \
     W_BIT(W_GOT) | W_BIT(W_FIELD) | W_BIT(W_PRODUCT) | W_BIT(W_PREP) | W_BIT(W_PLACE) | W_BIT(W_WHERE) | \
     W_BIT(W_ADD) | W_BIT(W_REMOVE) | W_BIT(W_FROM) | W_BIT(W_TO) | W_BIT(W_IS) | W_BIT(W_NOT) |          \
     W_BIT(W_TYPED) | W_BIT(W_REVERSE) | W_BIT(W_CASE) | W_BIT(W_ATTACHED) | W_BIT(W_MORE) |              \
     W_BIT(W_ORDINAL) | W_BIT(W_SHOULD) | W_BIT(W_IT) | W_BIT(W_ITS) | W_BIT(W_DET) | W_BIT(W_BUT) |      \
     W_BIT(W_BECOME) | W_BIT(W_TAIL) | W_BIT(W_KEEP) | W_BIT(W_BA) | W_BIT(W_SIGN))

#define ENDS_LATIN                                                                            \
    (W_BIT(W_STOPPER) | W_BIT(W_POLITE) | W_BIT(W_INSTEAD) | W_BIT(W_NOT) | W_BIT(W_FIELD) |  \
     W_BIT(W_PRODUCT) | W_BIT(W_BUT) | W_BIT(W_CHANGE) | W_BIT(W_WHERE) | W_BIT(W_ATTACHED) | \
     W_BIT(W_SHOULD) | W_BIT(W_NOW) | W_BIT(W_PLACE) | W_BIT(W_TOSAY))

struct span value_trim(struct str text, struct span span)
{
    while (span.start < span.end) {
        size_t at = span.start;
        if (!rune_is_space(utf8_next(text, &at))) break;
        span.start = at;
    }
    while (span.end > span.start) {
        size_t at = span.end;
        rune_t rune = utf8_prev(text, &at);
        if (!rune_is_space(rune) && rune != ',' && rune != 0xFF0C && rune != 0x3002) break;
        span.end = at;
    }
    return span;
}

/* The article of "the Block font", "a medium", "the words …" is passed over; that of "the Smiths" is kept. */
static bool passes_article(const struct scan_text *scan, size_t at)
{
    const struct token *next = &scan->tokens[at + 1];
    if (at + 1 >= scan->count) return false;
    if (is_given(next) || has(next, W_BIT(W_COLOUR) | W_BIT(W_SIZE) | W_BIT(W_ONLY)) ||
        next->kind == TOKEN_NUMBER)
        return true;
    return next->capital && at + 2 < scan->count &&
           (token_is(&scan->tokens[at + 2], W_FIELD) || token_is(&scan->tokens[at + 2], W_COUNT));
}

/* "the name", "the words": a field named right before its value. */
static size_t field_lead(const struct scan_text *scan, size_t at, enum field_kind *out_field)
{
    size_t i = at;
    while (i < scan->count && has(&scan->tokens[i], W_BIT(W_DET) | W_BIT(W_ORDINAL)) && i < at + 3 &&
           (!scan->tokens[i].capital || scan->tokens[i].sentence))
        i++;
    const struct token *field = &scan->tokens[i];
    if (i + 1 >= scan->count || !token_is(field, W_FIELD) || (field->capital && !field->sentence)) return at;
    const struct token *next = &scan->tokens[i + 1];
    bool value = is_given(next) || token_is(next, W_COLON) || (is_title(next) && !has(next, CANNOT_BEGIN)) ||
                 (field->han && next->kind != TOKEN_STOP && next->kind != TOKEN_MARK && !next->classes);
    if (!value) return at;
    *out_field = (enum field_kind)field->detail;
    return i + 1;
}

size_t value_lead(const struct scan_text *scan, size_t at, enum field_kind *out_field)
{
    size_t limit = at + LEAD_TOKENS;
    while (at < scan->count && at < limit) {
        const struct token *token = &scan->tokens[at];
        if (is_given(token)) return at;
        size_t behind = field_lead(scan, at, out_field);
        if (behind > at) {
            at = behind;
        } else if (token_is(token, W_COMMA) && rune_is_space((unsigned char)scan->text.ptr[token->start])) {
            at++; /* 改成 平安 */
        } else if (has(token, W_BIT(W_COLON) | W_BIT(W_ONLY) | W_BIT(W_NOW)) && !token->capital) {
            at++;
            while (token_is(token, W_COLON) && token_is(&scan->tokens[at], W_NEWLINE) && at < scan->count)
                at++;
        } else if ((token_is(token, W_DET) && !token->capital && passes_article(scan, at)) ||
                   (has(token, W_BIT(W_POLITE) | W_BIT(W_DASH) | W_BIT(W_ARROW) | W_BIT(W_BRACKET) |
                                   W_BIT(W_COMMA)) &&
                    is_given(&scan->tokens[at + 1]))) {
            at++;
        } else if (token_is(token, W_POLITE) && at + 1 < scan->count && is_title(&scan->tokens[at + 1]) &&
                   !token->capital) {
            at++;
        } else {
            return at;
        }
    }
    return at;
}

/* Behind a colon nothing but the value is expected, so that plain words after a comma belong to it too. */
static bool announced_goes_on(const struct scan_text *scan, size_t at)
{
    size_t i = at + 1;
    for (; i < scan->count && scan->tokens[i].kind != TOKEN_MARK && scan->tokens[i].kind != TOKEN_STOP; i++)
        if (scan->tokens[i].classes & ~W_BIT(W_JOIN) & ~W_BIT(W_YOU) & ~W_BIT(W_COUNT)) return false;
    return i > at + 1;
}

/* Whether the part behind a comma at `at` still belongs to the value: capitals and numbers to the next mark. */
static bool comma_continues(const struct scan_text *scan, size_t at)
{
    size_t i = at + 1;
    const struct token *first = &scan->tokens[i];
    if (i >= scan->count || !is_title(first) ||
        has(first, W_BIT(W_POLITE) | W_BIT(W_STOPPER) | W_BIT(W_FIELD)))
        return false;
    for (; i < scan->count && scan->tokens[i].kind != TOKEN_MARK && scan->tokens[i].kind != TOKEN_STOP; i++) {
        const struct token *token = &scan->tokens[i];
        if (is_title(token) && !has(token, W_BIT(W_POLITE) | W_BIT(W_STOPPER))) continue;
        size_t start = token->start;
        bool symbol = token->kind == TOKEN_WORD && !rune_is_letter(utf8_next(scan->text, &start));
        if (token_is(token, W_POLITE) && i > at + 1) return true; /* "Nice, France please" */
        if (!symbol && !token_is(token, W_JOIN)) return false;
    }
    return true;
}

#define GOES_ON                                                                                         \
    (W_BIT(W_STOPPER) | W_BIT(W_MAKE) | W_BIT(W_CHANGE) | W_BIT(W_USE) | W_BIT(W_WANT) | W_BIT(W_ADD) | \
     W_BIT(W_REMOVE) | W_BIT(W_SAY) | W_BIT(W_KEEP) | W_BIT(W_POLITE) | W_BIT(W_IT) | W_BIT(W_SHOULD) | \
     W_BIT(W_NOT) | W_BIT(W_TYPED) | W_BIT(W_NOW))

/* A verb later in the clause: "… and the inside of the ring says". */
static bool verb_follows(const struct scan_text *scan, size_t at)
{
    for (; at < scan->count && scan->tokens[at].kind != TOKEN_STOP; at++)
        if (has(&scan->tokens[at],
                W_BIT(W_SAYS) | W_BIT(W_IS) | W_BIT(W_SHOULD) | W_BIT(W_CHANGE) | W_BIT(W_USE)) &&
            !scan->tokens[at].capital)
            return true;
    return false;
}

/* "… and make", "… you can": the words behind belong to the next request. "Mum and dad", "love you always" go on. */
/* "… and the number to 9": another pair of words about "to". */
static bool names_next_value(const struct scan_text *scan, size_t at)
{
    for (size_t i = at; i < at + 5 && i + 1 < scan->count; i++) {
        const struct token *token = &scan->tokens[i], *next = &scan->tokens[i + 1];
        if (token->kind == TOKEN_STOP || token->kind == TOKEN_MARK) return false;
        if (i > at && token_is(token, W_TO) &&
            (is_given(next) || is_title(next) || has(next, W_BIT(W_COLOUR) | W_BIT(W_SIZE))))
            return true;
    }
    return false;
}

static bool next_request(const struct scan_text *scan, size_t at)
{
    const struct token *token = &scan->tokens[at], *next = &scan->tokens[at + 1];
    struct str text = scan_slice(scan, token->start, token->end);
    bool with = !token->capital && str_is(text, "with") && next->kind == TOKEN_WORD && !next->capital;
    if (with && has(next, W_BIT(W_SIGN) | W_BIT(W_CASE) | W_BIT(W_COUNT) | W_BIT(W_DET) | W_BIT(W_NOT) |
                              W_BIT(W_NEG) | W_BIT(W_ORDINAL)))
        return true;
    bool and = str_eq_nocase(text, STR("and"));
    bool link = and || str_is(text, "you") || str_is(text, "u");
    if (!link || token->capital || !is_wordlike(next)) return false;
    if (next->capital)
        return at + 3 < scan->count && token_is(&scan->tokens[at + 2], W_TO) &&
               is_title(&scan->tokens[at + 3]);
    if (and&&names_next_value(scan, at + 1)) return true;
    if (token_is(next, W_DET) && at + 2 < scan->count)
        return has(&scan->tokens[at + 2], W_BIT(W_FIELD) | W_BIT(W_PRODUCT) | W_BIT(W_ORDINAL)) ||
               verb_follows(scan, at + 2);
    return has(next, GOES_ON) && !token_is(next, W_JOIN);
}

/* Whether the word at `at` ends an unquoted value. A capital keeps it: "I Love You". */
static bool ends_latin(const struct scan_text *scan, size_t first, size_t at)
{
    const struct token *token = &scan->tokens[at];
    if (token->kind == TOKEN_STOP || token->kind == TOKEN_QUOTE || token->han) return true;
    if (token->kind == TOKEN_MARK) {
        bool announced = first > 0 && token_is(&scan->tokens[first - 1], W_COLON);
        if (token_is(token, W_COMMA))
            return !comma_continues(scan, at) && !(announced && announced_goes_on(scan, at));
        if (!token_is(token, W_DASH)) return true;
        return !comma_continues(scan, at);
    }
    if (token_is(token, W_INSTEAD) || next_request(scan, at)) return true;
    if (!token->capital && str_is(scan_slice(scan, token->start, token->end), "or")) return true;
    const struct token *behind = &scan->tokens[at + 1];
    bool look = !token->capital && token_is(token, W_PREP) && has(behind, W_BIT(W_COLOUR) | W_BIT(W_SIZE)) &&
                !behind->capital;
    if (look && !has(&scan->tokens[first], W_BIT(W_COLOUR))) return true; /* "Theodore in sky blue" */
    bool point = at > first && scan->text.ptr[scan->tokens[at - 1].end - 1] == '.'; /* "D.K. That's all" */
    if (point && token->capital &&
        has(token, W_BIT(W_STOPPER) | W_BIT(W_POLITE) | W_BIT(W_ITS) | W_BIT(W_DET) | W_BIT(W_I) |
                       W_BIT(W_YOU) | W_BIT(W_VAGUE)))
        return true;
    bool text_word =
        token_is(token, W_FIELD) && field_kind_family((enum field_kind)token->detail) == FAMILY_TEXT;
    uint64_t ends = text_word ? ENDS_LATIN & ~W_BIT(W_FIELD) : ENDS_LATIN;
    if (!has(token, ends)) return false;
    if (!token->capital) return true;
    if (token_is(token, W_I)) return at + 1 >= scan->count || !scan->tokens[at + 1].capital;
    return token_is(token, W_POLITE) && scan->tokens[at + 1].kind != TOKEN_WORD;
}

static bool is_symbol(const struct scan_text *scan, const struct token *token)
{
    size_t start = token->start;
    if (token->kind != TOKEN_WORD) return false;
    rune_t rune = utf8_next(scan->text, &start);
    return !rune_is_letter(rune) && !rune_is_digit(rune);
}

static bool trusted(const struct scan_text *scan, size_t first, size_t last, enum trust trust)
{
    const struct token *token = &scan->tokens[first];
    bool choice = token->kind == TOKEN_KNOWN ||
                  has(token, W_BIT(W_COLOUR) | W_BIT(W_SIZE) | W_BIT(W_COUNT)) ||
                  (last - first <= 3 && has(&scan->tokens[last - 1], W_BIT(W_COLOUR)) &&
                   !scan->tokens[last - 1].capital); /* "dark walnut" */
    if (is_symbol(scan, token)) choice = true;       /* "+" */
    bool named = last < scan->count && token_is(&scan->tokens[last], W_FIELD);
    switch (trust) {
    case TRUST_ANY:
        return true;
    case TRUST_SOLID:
        return choice || named || is_title(token);
    case TRUST_FIRM:
        return choice || (named && is_title(token));
    case TRUST_QUOTED:
        break;
    }
    return false;
}

static bool give_value(const struct scan_text *scan, size_t first, size_t last, struct value_read *out)
{
    struct span span = {scan->tokens[first].start, scan->tokens[last - 1].end};
    span = value_trim(scan->text, span);
    if (span.end <= span.start || span.end - span.start > VALUE_BYTES) return false;
    out->span = span;
    out->quoted = last == first + 1 && scan->tokens[first].kind == TOKEN_KNOWN;
    return true;
}

/* A colour or size by itself: "navy", "rose gold and white". */
static size_t plain_choice_end(const struct scan_text *scan, size_t first)
{
    uint64_t kind = W_BIT(W_COLOUR) | W_BIT(W_SIZE);
    if (!has(&scan->tokens[first], kind) || scan->tokens[first].capital) return first;
    size_t last = first + 1;
    while (last < scan->count && has(&scan->tokens[last], kind)) last++;
    if (last + 1 < scan->count && token_is(&scan->tokens[last], W_JOIN) &&
        has(&scan->tokens[last + 1], W_BIT(W_COLOUR)) && !token_is(&scan->tokens[last + 1], W_FIELD))
        last += 2;
    return last;
}

/* Words that cannot end a value: "Nana and", "Maya on the". */
static bool dangles(const struct scan_text *scan, const struct token *token)
{
    static const char *const words[] = {"and", "or", "of", "the",  "to", "in", "with",
                                        "for", "on", "at", "from", "is", "a",  "an"};
    if (token->kind == TOKEN_MARK) return true;
    if (token->capital || token->kind != TOKEN_WORD) return false;
    if (has(token, W_BIT(W_NOW) | W_BIT(W_DET))) return true;
    struct str text = scan_slice(scan, token->start, token->end);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(text, words[i])) return true;
    return false;
}

static size_t latin_end(const struct scan_text *scan, size_t first)
{
    size_t last = plain_choice_end(scan, first);
    if (last > first) return last;
    last = first + 1;
    while (last < scan->count && last - first <= VALUE_TOKENS && !ends_latin(scan, first, last)) last++;
    if (last - first > VALUE_TOKENS) return first;
    while (last > first + 1 && dangles(scan, &scan->tokens[last - 1])) last--;
    return last;
}

/* A line that cannot be part of a value: thanks, a label, an ordinary sentence. */
static bool other_line(const struct scan_text *scan, size_t at)
{
    const struct token *token = &scan->tokens[at];
    if (at >= scan->count || token->kind == TOKEN_STOP) return true;
    if (has(token, W_BIT(W_POLITE) | W_BIT(W_STOPPER) | W_BIT(W_I) | W_BIT(W_YOU) | W_BIT(W_CHANGE)))
        return true;
    for (; at < scan->count && scan->tokens[at].kind != TOKEN_STOP; at++)
        if (token_is(&scan->tokens[at], W_COLON)) return true;
    return false;
}

/* The whole line, where a colon and a line break announced the value, and the lines that follow at once. */
static size_t line_end(const struct scan_text *scan, size_t first)
{
    size_t last = first;
    for (int lines = 1; last < scan->count; last++) {
        if (!token_is(&scan->tokens[last], W_NEWLINE)) continue;
        if (++lines > VALUE_LINES || other_line(scan, last + 1)) break;
    }
    while (last > first + 1 && scan->tokens[last - 1].kind == TOKEN_STOP) last--;
    return last;
}

static bool after_line_break(const struct scan_text *scan, size_t at, size_t first)
{
    return first > at && token_is(&scan->tokens[first - 1], W_NEWLINE);
}

/* "R-H-Y-S": a word spelled out; the word itself when it stands elsewhere in the message. */
static bool spelled_out(const struct scan_text *scan, const struct token *token, struct span *out)
{
    struct str text = scan_slice(scan, token->start, token->end);
    if (text.len < 5 || text.len % 2 == 0) return false;
    for (size_t i = 0; i < text.len; i++)
        if (i % 2 ? text.ptr[i] != '-' : !rune_is_letter((unsigned char)text.ptr[i])) return false;
    *out = (struct span){0};
    for (size_t i = 0; i < scan->count; i++) {
        struct str word = scan_slice(scan, scan->tokens[i].start, scan->tokens[i].end);
        bool same = word.len == text.len / 2 + 1;
        for (size_t c = 0; same && c < word.len; c++) same = (word.ptr[c] | 32) == (text.ptr[c * 2] | 32);
        if (same) *out = scan->tokens[i].inner;
    }
    return true;
}

static bool forward_latin(const struct scan_text *scan, size_t at, size_t first, enum trust trust,
                          struct value_read *out, size_t *out_next)
{
    const struct token *token = &scan->tokens[first];
    if (!is_wordlike(token)) return false;
    bool line = after_line_break(scan, at, first) && trust != TRUST_QUOTED;
    bool capital = token->capital && !(token_is(token, W_I) && !scan->tokens[first + 1].capital);
    bool family = token_is(token, W_DET) && token->end - token->start > 2 &&
                  scan->tokens[first + 1].kind != TOKEN_NUMBER &&
                  is_title(&scan->tokens[first + 1]); /* "the Smiths" */
    if (!line && !capital && !family && has(token, CANNOT_BEGIN)) return false;
    if (capital && has(token, W_BIT(W_POLITE) | W_BIT(W_STOPPER)) && !scan->tokens[first + 1].capital)
        return false;
    if (spelled_out(scan, token, &out->span)) {
        *out_next = first + 1;
        return value_given(out);
    }
    size_t last = line ? line_end(scan, first) : latin_end(scan, first);
    if (last <= first || (!line && !trusted(scan, first + family, last, trust)) ||
        !give_value(scan, first, last, out))
        return false;
    if (last < scan->count && token_is(&scan->tokens[last], W_FIELD) && !scan->tokens[last].capital &&
        out->field == FIELD_KIND_NONE) {
        out->field = (enum field_kind)scan->tokens[last].detail;
        *out_next = last + 1;
    } else {
        *out_next = last;
    }
    return true;
}

#define ENDS_HAN                                                                              \
    (W_BIT(W_STOPPER) | W_BIT(W_INSTEAD) | W_BIT(W_NOT) | W_BIT(W_BECOME) | W_BIT(W_POLITE) | \
     W_BIT(W_COMMA) | W_BIT(W_COLON) | W_BIT(W_BRACKET) | W_BIT(W_ARROW) | W_BIT(W_REMOVE))

static bool is_tail(const struct scan_text *scan, size_t first, size_t at)
{
    const struct token *token = &scan->tokens[at];
    if (!has(token, W_BIT(W_TAIL) | W_BIT(W_FORM) | W_BIT(W_COMMA) | W_BIT(W_DASH))) return false;
    bool of = str_is(scan_slice(scan, token->start, token->end), "的");
    return !of || has(&scan->tokens[at - 1], W_BIT(W_COLOUR) | W_BIT(W_SIZE)) || !scan->tokens[at - 1].han ||
           at == first + 1;
}

/* Behind a colon the value may go on over a comma: 改为：不负韶华，不负卿. */
static bool announced_han(const struct scan_text *scan, size_t first, size_t comma)
{
    uint64_t other = W_BIT(W_FIELD) | W_BIT(W_PRODUCT) | W_BIT(W_POLITE) | W_BIT(W_STOPPER) | W_BIT(W_I) |
                     W_BIT(W_KEEP) | W_BIT(W_CHANGE) | W_BIT(W_NOW) | W_BIT(W_ATTACHED) | W_BIT(W_USE) |
                     W_BIT(W_BECOME) | W_BIT(W_VERDICT) | W_BIT(W_REMOVE);
    if (first == 0 || !token_is(&scan->tokens[first - 1], W_COLON)) return false;
    size_t at = comma + 1;
    for (; at < scan->count && scan->tokens[at].kind != TOKEN_STOP && !token_is(&scan->tokens[at], W_COMMA);
         at++)
        if (has(&scan->tokens[at], other) || !scan->tokens[at].han) return false;
    return at > comma + 1;
}

/* A Chinese value without quotation marks: to the next mark, without the trailing particles. A Latin or numeric one
 * ends where the Chinese words go on. */
static size_t han_end(const struct scan_text *scan, size_t first)
{
    size_t last = first;
    while (last < scan->count && last - first < 48) {
        const struct token *token = &scan->tokens[last];
        if (last > first && token_is(token, W_COMMA) && announced_han(scan, first, last)) {
            last++;
            continue;
        }
        if (token->kind == TOKEN_STOP || token->kind == TOKEN_QUOTE || (last > first && has(token, ENDS_HAN)))
            break;
        bool latin =
            !scan->tokens[first].han && (scan->tokens[first].kind != TOKEN_NUMBER || last == first + 1);
        bool unit = scan->tokens[first].kind == TOKEN_NUMBER && !token->classes;
        if (last > first && latin && !unit && token->han &&
            (token->start > scan->tokens[last - 1].end || token->classes))
            break;
        last++;
    }
    while (last > first + 1 && is_tail(scan, first, last - 1)) last--;
    return last;
}

static bool any_like(const struct field *fields, size_t count, struct str value, int most)
{
    for (size_t f = 0; f < count; f++)
        if (text_distance(fields[f].value, value, most) <= most) return true;
    return false;
}

/* Whether the value is a current one but for a character or two: then its first word may be any. */
static bool like_current(const struct scan_text *scan, struct span span)
{
    const struct order *order = scan->inquiry ? scan->inquiry->order : NULL;
    struct str value = scan_slice(scan, span.start, span.end);
    int runes = (int)utf8_count(value), most = runes < 3 ? 0 : runes < 5 ? 1 : 2;
    for (size_t i = 0; order && most && i < order->item_count; i++) {
        const struct item *item = &order->items[i];
        if (any_like(item->fields, item->field_count, value, most)) return true;
        for (size_t p = 0; p < item->piece_count; p++)
            if (any_like(item->pieces[p].fields, item->pieces[p].field_count, value, most)) return true;
    }
    return false;
}

/* 行书会加钱吗: the value has run into a question. */
static bool asks_in(const struct scan_text *scan, size_t first, size_t last)
{
    bool question = last < scan->count &&
                    (token_is(&scan->tokens[last], W_TAIL) || scan->tokens[last].kind == TOKEN_STOP);
    for (size_t i = first + 1; question && i < last; i++) {
        struct str text = scan_slice(scan, scan->tokens[i].start, scan->tokens[i].end);
        if (str_is(text, "会") || str_is(text, "要") || str_is(text, "需要") || str_is(text, "能"))
            return true;
    }
    return false;
}

static bool forward_han(const struct scan_text *scan, size_t at, size_t first, enum trust trust,
                        struct value_read *out, size_t *out_next)
{
    const struct token *token = &scan->tokens[first];
    if (token->kind == TOKEN_STOP || token->kind == TOKEN_MARK) return false;
    bool odd = token->han && has(token, CANNOT_BEGIN | W_BIT(W_FORM) | W_BIT(W_I) | W_BIT(W_YOU));
    bool loose = trust != TRUST_ANY && token->han && token->kind != TOKEN_KNOWN &&
                 !has(token, W_BIT(W_COLOUR) | W_BIT(W_SIZE));
    if (trust == TRUST_QUOTED || (loose && trust == TRUST_FIRM)) return false;
    size_t last = after_line_break(scan, at, first) ? line_end(scan, first) : han_end(scan, first);
    if (last <= first || !give_value(scan, first, last, out)) return false;
    if ((odd || loose) && !like_current(scan, out->span)) return false;
    if (token->han && asks_in(scan, first, last)) return false;
    *out_next = last;
    return true;
}

/* Whether Chinese words go on around the token: then the Chinese way of ending a value holds. */
static bool among_han(const struct scan_text *scan, size_t at)
{
    if (scan->tokens[at].han) return true;
    return at > 0 && (scan->tokens[at - 1].han ||
                      (at > 1 && scan->tokens[at - 1].kind == TOKEN_MARK && scan->tokens[at - 2].han));
}

/* Words that lead to a quotation in the same breath: "my daughter's name "Maya"", 繁体“興”. The quotation is the value. */
static size_t quote_ahead(const struct scan_text *scan, size_t first)
{
    uint64_t turn = W_BIT(W_INSTEAD) | W_BIT(W_NOT) | W_BIT(W_BECOME) | W_BIT(W_CHANGE) | W_BIT(W_USE) |
                    W_BIT(W_SAYS) | W_BIT(W_FROM) | W_BIT(W_STOPPER) | W_BIT(W_TYPED) | W_BIT(W_REMOVE) |
                    W_BIT(W_PLACE) | W_BIT(W_WITH) | W_BIT(W_SHOULD) | W_BIT(W_SAY) | W_BIT(W_IS) |
                    W_BIT(W_TO) | W_BIT(W_BA) | W_BIT(W_WANT) | W_BIT(W_MAKE) | W_BIT(W_ASKED) |
                    W_BIT(W_GOT) | W_BIT(W_POLITE);
    for (size_t i = first; i < scan->count && i < first + 6; i++) {
        const struct token *token = &scan->tokens[i];
        if (token->kind == TOKEN_QUOTE) return i;
        if (token->kind == TOKEN_MARK || token->kind == TOKEN_STOP || token->kind == TOKEN_KNOWN ||
            token->kind == TOKEN_NUMBER || token->capital || has(token, turn))
            break;
    }
    return first;
}

bool value_forward(const struct scan_text *scan, size_t at, enum trust trust, struct value_read *out,
                   size_t *out_next)
{
    struct value_read value = {0};
    size_t first = value_lead(scan, at, &value.field);
    if (first >= scan->count) return false;
    first = quote_ahead(scan, first);
    const struct token *token = &scan->tokens[first];
    size_t next = first + 1;
    if (is_given(token)) {
        value.quoted = true;
        value.span = value_trim(scan->text, token->inner);
        if (!value_given(&value)) return false;
        if (token_is(&scan->tokens[next], W_FIELD) && value.field == FIELD_KIND_NONE &&
            !scan->tokens[next].han &&
            field_kind_family((enum field_kind)scan->tokens[next].detail) != FAMILY_TEXT)
            value.field = (enum field_kind)scan->tokens[next++].detail;
        bool more = token->kind == TOKEN_KNOWN && token->han && token_is(&scan->tokens[next], W_COMMA) &&
                    announced_han(scan, first, next);
        if (more && !forward_han(scan, at, first, trust, &value, &next)) return false;
        /* A current value that goes on in capitals is part of a longer new one. */
        if (token->kind == TOKEN_KNOWN && next < scan->count && is_title(&scan->tokens[next]) &&
            !has(&scan->tokens[next], W_BIT(W_POLITE) | W_BIT(W_STOPPER)) &&
            !forward_latin(scan, at, first, trust, &value, &next))
            return false;
    } else if (among_han(scan, first) ? !forward_han(scan, at, first, trust, &value, &next)
                                      : !forward_latin(scan, at, first, trust, &value, &next)) {
        return false;
    }
    *out = value;
    *out_next = next;
    return true;
}

/* The only quotation among [at, end), or SIZE_MAX. "“林熙”的熙" means the part behind 的. */
static size_t only_quote(const struct scan_text *scan, size_t at, size_t end)
{
    size_t found = SIZE_MAX;
    for (size_t i = at; i < end; i++) {
        if (!is_given(&scan->tokens[i])) continue;
        if (found != SIZE_MAX) return SIZE_MAX;
        found = i;
    }
    return found;
}

/* "Regional Director now", “不要A了”: words that trail a value. */
static bool loose_end(const struct token *token)
{
    if (token->kind == TOKEN_MARK) return true;
    return !token->capital && has(token, W_BIT(W_TAIL) | W_BIT(W_FORM) | W_BIT(W_NOW) | W_BIT(W_POLITE));
}

bool value_between(const struct scan_text *scan, size_t at, size_t end, enum trust trust,
                   struct value_read *out)
{
    struct value_read value = {0};
    size_t first = value_lead(scan, at, &value.field);
    if (first >= end) return false;
    size_t quote = only_quote(scan, first, end);
    bool longer = quote != SIZE_MAX && scan->tokens[quote].kind == TOKEN_KNOWN && quote + 1 < end &&
                  is_title(&scan->tokens[quote + 1]);
    if (longer) quote = SIZE_MAX; /* "Kyle J." where the order says Kyle */
    if (quote != SIZE_MAX && quote != first && trust != TRUST_ANY) return false;
    if (quote != SIZE_MAX) {
        bool part =
            end - quote >= 3 && end - quote <= 4 && scan->tokens[quote + 1].han &&
            str_is(scan_slice(scan, scan->tokens[quote + 1].start, scan->tokens[quote + 1].end), "的") &&
            !scan->tokens[quote + 2].classes;
        value.quoted = !part;
        value.span = part ? (struct span){scan->tokens[quote + 2].start, scan->tokens[end - 1].end}
                          : value_trim(scan->text, scan->tokens[quote].inner);
        *out = value;
        return value_given(&value);
    }
    const struct token *token = &scan->tokens[first];
    if (token->kind == TOKEN_MARK || token->kind == TOKEN_STOP) return false;
    if (!token->capital && has(token, CANNOT_BEGIN & ~(W_BIT(W_FIELD) | W_BIT(W_PRODUCT)))) return false;
    while (end > first + 1 && loose_end(&scan->tokens[end - 1])) end--;
    if (has(token, W_BIT(W_COLOUR) | W_BIT(W_SIZE)) && end > first + 1 &&
        token_is(&scan->tokens[end - 1], W_FIELD)) {
        value.field = (enum field_kind)scan->tokens[end - 1].detail; /* "silver thread" */
        end--;
    }
    for (size_t i = first; i < end; i++) {
        const struct token *inner = &scan->tokens[i];
        if (!inner->capital && has(inner, W_BIT(W_FIELD) | W_BIT(W_PRODUCT))) return false;
        if (i > first && !token->han && ends_latin(scan, first, i)) return false;
        if (i > first && token->han && token_is(inner, W_COMMA)) return false;
    }
    if (!trusted(scan, first, end, trust) && !(trust == TRUST_SOLID && token->han)) return false;
    if (!give_value(scan, first, end, &value)) return false;
    *out = value;
    return true;
}

/* The first token of a name or title that ends before `end`. */
static size_t title_start(const struct scan_text *scan, size_t end, size_t floor)
{
    size_t first = end - 1;
    while (first > floor) {
        const struct token *before = &scan->tokens[first - 1];
        bool joins = token_is(before, W_JOIN) && !before->capital && first - 1 > floor &&
                     is_title(&scan->tokens[first - 2]) && !has(before, W_BIT(W_IS) | W_BIT(W_FOR));
        if (before->kind == TOKEN_KNOWN) return first - 1;
        if (!joins && (!is_title(before) || (before->sentence && (before->classes & ~W_BIT(W_JOIN))) ||
                       has(before, W_BIT(W_POLITE) | W_BIT(W_STOPPER) | W_BIT(W_TO))))
            break;
        first--;
    }
    return first;
}

/* Where a value before `end` really ends: marks, courtesies and nouns between it and `end` are passed over. */
static size_t backward_end(const struct scan_text *scan, size_t end, size_t floor)
{
    uint64_t between = W_BIT(W_COMMA) | W_BIT(W_FORM) | W_BIT(W_NOW) | W_BIT(W_POLITE) | W_BIT(W_DASH) |
                       W_BIT(W_WANT) | W_BIT(W_DET);
    uint64_t noun = W_BIT(W_FIELD) | W_BIT(W_POLITE);
    while (end > floor && has(&scan->tokens[end - 1], between) && !is_given(&scan->tokens[end - 1]) &&
           !scan->tokens[end - 1].capital)
        end--;
    /* “早”字改成…, “王宅”麻烦换成… */
    while (end > floor + 1 && scan->tokens[end - 1].han && has(&scan->tokens[end - 1], noun) &&
           (is_given(&scan->tokens[end - 2]) || has(&scan->tokens[end - 2], noun)))
        end--;
    return end;
}

/* A colour, size, number or name that ends with the token before `end`; its first token, or `end` when it is none. */
static size_t plain_start(const struct scan_text *scan, size_t end, size_t floor)
{
    const struct token *token = &scan->tokens[end - 1];
    bool look = has(token, W_BIT(W_COLOUR) | W_BIT(W_SIZE)),
         name = token->kind == TOKEN_WORD && token->capital;
    if (token->kind == TOKEN_NUMBER && end - 1 > floor && token_is(&scan->tokens[end - 2], W_FIELD) &&
        scan->tokens[end - 2].detail == FIELD_KIND_LINE)
        return end; /* "line 1 should be …" */
    if (token->kind == TOKEN_WORD && is_symbol(scan, token)) return end - 1;
    if (!look && token->kind != TOKEN_NUMBER && !name) return end;
    uint64_t function =
        W_BIT(W_I) | W_BIT(W_WANT) | W_BIT(W_STOPPER) | W_BIT(W_POLITE) | W_BIT(W_ITS) | W_BIT(W_MAKE);
    bool named = token->capital && !token->sentence && !has(token, function);
    if (has(token, CANNOT_BEGIN & ~W_BIT(W_DET)) && !look && !named) return end;
    return look && !token->capital ? end - 1 : title_start(scan, end, floor);
}

bool value_backward(const struct scan_text *scan, size_t end, size_t floor, struct value_read *out,
                    size_t *out_from)
{
    struct value_read value = {0};
    end = backward_end(scan, end, floor);
    if (end <= floor) return false;
    const struct token *noun = &scan->tokens[end - 1];
    if (end > floor + 1 && token_is(noun, W_FIELD) && !noun->capital && !noun->han &&
        (has(&scan->tokens[end - 2], W_BIT(W_COLOUR) | W_BIT(W_SIZE)) || scan->tokens[end - 2].choice)) {
        value.field = (enum field_kind)noun->detail; /* "oak frame" */
        end--;
    }
    const struct token *token = &scan->tokens[end - 1];
    size_t first = end - 1;
    bool unit = token->kind == TOKEN_HAN && !token->classes && first > floor &&
                scan->tokens[first - 1].kind == TOKEN_NUMBER;
    if (is_given(token)) {
        value.quoted = true;
        value.span = value_trim(scan->text, token->inner);
    } else {
        first = unit ? first - 1 : plain_start(scan, end, floor); /* 14号改… */
        if (first >= end || !give_value(scan, first, end, &value)) return false;
    }
    *out = value;
    *out_from = first;
    return value_given(&value);
}
