/* Finds a new delivery address: behind the words that announce one, or by its shape. */
#include "engine/spec.h"
#include "text/utf8.h"

enum { ADDRESS_LINES = 6, ADDRESS_TOKENS = 60, ADDRESS_BYTES = 300, CUE_TOKENS = 14 };

static bool has(const struct token *token, uint64_t classes)
{
    return (token->classes & classes) != 0;
}

static bool is_delivery(const struct token *token)
{
    return token_is(token, W_FIELD) && token->kind != TOKEN_QUOTE && token->detail == FIELD_KIND_ADDRESS;
}

static bool is_title(const struct token *token)
{
    return token->kind == TOKEN_NUMBER || (token->kind == TOKEN_WORD && token->capital);
}

static bool ends_word(const struct token *token)
{
    return has(token,
               W_BIT(W_STOPPER) | W_BIT(W_POLITE) | W_BIT(W_NOT) | W_BIT(W_BUT) | W_BIT(W_JOIN) | W_BIT(W_I));
}

static bool line_continues(const struct scan_text *scan, size_t at)
{
    const struct token *next = &scan->tokens[at + 1];
    return at + 1 < scan->count && is_title(next) &&
           !has(next, W_BIT(W_POLITE) | W_BIT(W_STOPPER) | W_BIT(W_CHANGE));
}

/* An English address from `first`: words, numbers and commas, over line breaks where lines go on like one. */
static size_t latin_end(const struct scan_text *scan, size_t first)
{
    size_t i = first;
    int lines = 0;
    for (; i < scan->count && i - first < ADDRESS_TOKENS; i++) {
        const struct token *token = &scan->tokens[i];
        if (token_is(token, W_NEWLINE)) {
            if (++lines >= ADDRESS_LINES || !line_continues(scan, i)) break;
        } else if (token->kind == TOKEN_STOP || token->kind == TOKEN_QUOTE || token->han) {
            break;
        } else if (token->kind == TOKEN_MARK) {
            const struct token *next = &scan->tokens[i + 1];
            bool place = token_is(next, W_FIELD) || !next->classes;
            if (!has(token, W_BIT(W_COMMA) | W_BIT(W_DASH)) ||
                !(is_title(next) || (next->kind == TOKEN_WORD && place) || token_is(next, W_NEWLINE)) ||
                has(next, W_BIT(W_POLITE) | W_BIT(W_STOPPER) | W_BIT(W_I)))
                break;
        } else if (!token->capital && token->kind == TOKEN_WORD && token->classes &&
                   (ends_word(token) || !token_is(token, W_FIELD))) {
            break;
        } else if (token->capital && has(token, W_BIT(W_POLITE)) && i > first &&
                   scan->tokens[i - 1].kind == TOKEN_STOP) {
            break;
        }
    }
    while (i > first && (scan->tokens[i - 1].kind == TOKEN_MARK || scan->tokens[i - 1].kind == TOKEN_STOP))
        i--;
    return i;
}

static bool latin_looks(const struct scan_text *scan, size_t first, size_t last)
{
    bool number = false;
    int titles = 0;
    for (size_t i = first; i < last; i++) {
        number = number || scan->tokens[i].kind == TOKEN_NUMBER;
        titles += scan->tokens[i].kind == TOKEN_WORD && (scan->tokens[i].capital || !scan->tokens[i].classes);
    }
    return number && titles >= 1 && last - first >= 3;
}

static bool han_place(struct str text)
{
    static const char *const places[] = {"省",   "市", "区",   "县", "镇", "乡", "村", "路", "街", "道",
                                         "巷",   "弄", "号",   "栋", "幢", "楼", "室", "苑", "园", "单元",
                                         "小区", "學", "學校", "區", "縣", "鎮", "號", "樓"};
    int found = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        found += str_contains(text, str_of(places[i]));
    return found >= 2;
}

static bool has_digit(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') return true;
    return false;
}

static size_t chunk_end(const struct scan_text *scan, size_t at)
{
    while (at < scan->count && scan->tokens[at].kind != TOKEN_STOP && !token_is(&scan->tokens[at], W_COMMA))
        at++;
    return at;
}

/* What belongs to an address though it is no place: postcode, who receives it, their telephone. */
static bool belongs_to_address(struct str chunk)
{
    static const struct str heads[] = {STR_INIT("邮编"),   STR_INIT("邮政编码"), STR_INIT("收件人"),
                                       STR_INIT("收货人"), STR_INIT("联系人"),   STR_INIT("电话"),
                                       STR_INIT("手机"),   STR_INIT("联系电话")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts(chunk, heads[i])) return chunk.len > heads[i].len;
    return false;
}

/* A Chinese address goes on behind a comma only with more house numbers, a postcode or a receiver. */
static size_t han_end(const struct scan_text *scan, size_t first)
{
    size_t last = chunk_end(scan, first);
    while (last < scan->count && token_is(&scan->tokens[last], W_COMMA)) {
        size_t next = chunk_end(scan, last + 1);
        if (next <= last + 1) break;
        struct str chunk = scan_slice(scan, scan->tokens[last + 1].start, scan->tokens[next - 1].end);
        if (belongs_to_address(chunk)) {
            last = next;
            continue;
        }
        bool other = scan_find(scan, W_BIT(W_POLITE), last + 1, next) < next ||
                     scan_find(scan, W_BIT(W_FIELD), last + 1, next) < next ||
                     scan_find(scan, W_BIT(W_I), last + 1, next) < next ||
                     scan_find(scan, W_BIT(W_STOPPER), last + 1, next) < next;
        if (other || !has_digit(chunk) || !(han_place(chunk) || chunk.len < 24)) break;
        if (has_digit(chunk) && chunk.len == 11) break; /* a telephone number */
        last = next;
    }
    while (last > first + 1 && has(&scan->tokens[last - 1], W_BIT(W_TAIL) | W_BIT(W_POLITE) | W_BIT(W_COMMA)))
        last--;
    return last;
}

/* Reads an address that begins at `first`, or a few words behind it ("my office, Suite 900"). */
static bool address_at(const struct scan_text *scan, size_t first, struct span *out)
{
    while (first < scan->count && (token_is(&scan->tokens[first], W_NEWLINE) ||
                                   has(&scan->tokens[first], W_BIT(W_COLON) | W_BIT(W_NOW) | W_BIT(W_COMMA))))
        first++;
    if (first >= scan->count) return false;
    size_t last;
    if (scan->tokens[first].kind == TOKEN_QUOTE) {
        *out = scan->tokens[first].inner;
        return has_digit(scan_slice(scan, out->start, out->end));
    }
    if (scan->tokens[first].han) {
        size_t colon = scan_find(scan, W_BIT(W_COLON), first, first + 5);
        if (colon < first + 5 && colon + 1 < scan->count) first = colon + 1; /* 公司：深圳市… */
        last = han_end(scan, first);
        for (size_t i = first; i < last; i++)
            if (token_is(&scan->tokens[i], W_COLON)) first = i + 1;
        struct str text = last > first
                              ? scan_slice(scan, scan->tokens[first].start, scan->tokens[last - 1].end)
                              : (struct str){0};
        if (!han_place(text) || !has_digit(text)) return false;
    } else {
        size_t limit = first + 5;
        while (first < scan->count && first < limit && !is_title(&scan->tokens[first]) &&
               scan->tokens[first].kind != TOKEN_STOP)
            first++;
        if (first >= scan->count || !is_title(&scan->tokens[first])) return false;
        last = latin_end(scan, first);
        if (!latin_looks(scan, first, last)) return false;
    }
    *out = value_trim(scan->text, (struct span){scan->tokens[first].start, scan->tokens[last - 1].end});
    return out->end - out->start <= ADDRESS_BYTES;
}

/* Whether the words before `at` speak of an address or of sending. */
static bool announced(const struct scan_text *scan, size_t at)
{
    size_t from = at > CUE_TOKENS ? at - CUE_TOKENS : 0;
    if (scan->reading->signs.for_address) return true;
    for (size_t i = from; i <= at; i++)
        if (is_delivery(&scan->tokens[i])) return true;
    return false;
}

static bool begins_address(const struct token *token)
{
    return has(token, W_BIT(W_COLON) | W_BIT(W_TO) | W_BIT(W_BECOME) | W_BIT(W_IS) | W_BIT(W_ITS) |
                          W_BIT(W_SHOULD) | W_BIT(W_SAY)) ||
           (token_is(token, W_NEWLINE));
}

static bool shaped(const struct scan_text *scan, size_t at)
{
    const struct token *token = &scan->tokens[at], *next = &scan->tokens[at + 1];
    if (token->han) return at == 0 || !scan->tokens[at - 1].han;
    return token->kind == TOKEN_NUMBER && token->end - token->start <= 5 && next->kind == TOKEN_WORD &&
           next->capital && !has(next, W_BIT(W_POLITE) | W_BIT(W_STOPPER) | W_BIT(W_FIELD));
}

/* "M1 3HE", "Chicago, IL 60607": what ends an address in Britain and America. */
static bool has_postcode(struct str text)
{
    for (size_t i = 0; i + 5 <= text.len; i++) {
        bool five = true;
        for (size_t d = 0; d < 5; d++) five = five && text.ptr[i + d] >= '0' && text.ptr[i + d] <= '9';
        bool state = i >= 3 && text.ptr[i - 1] == ' ' && rune_is_upper((unsigned char)text.ptr[i - 2]) &&
                     rune_is_upper((unsigned char)text.ptr[i - 3]);
        if (five && state) return true;
        bool inward = i > 0 && text.ptr[i] == ' ' && text.ptr[i + 1] >= '0' && text.ptr[i + 1] <= '9' &&
                      rune_is_upper((unsigned char)text.ptr[i + 2]) &&
                      rune_is_upper((unsigned char)text.ptr[i + 3]) &&
                      rune_is_digit((unsigned char)text.ptr[i - 1]);
        if (inward) return true;
    }
    return text.len >= 8 && text.ptr[text.len - 4] == ' ' && text.ptr[text.len - 3] >= '0' &&
           text.ptr[text.len - 3] <= '9' && rune_is_upper((unsigned char)text.ptr[text.len - 2]) &&
           rune_is_upper((unsigned char)text.ptr[text.len - 1]);
}

static bool sends_before(const struct scan_text *scan, size_t at)
{
    static const char *const words[] = {"send",    "ship", "deliver", "post",      "mail", "redirect",
                                        "forward", "sent", "shipped", "delivered", "ships"};
    for (size_t i = at; i > 0 && i + 4 > at; i--) {
        struct str text = scan_slice(scan, scan->tokens[i - 1].start, scan->tokens[i - 1].end);
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (str_is_nocase(text, words[w])) return true;
    }
    return false;
}

/* A house number, a street and a town: an address even where nobody says the word. */
static bool unmistakable(const struct scan_text *scan, struct span span, bool sends)
{
    static const char *const words[] = {"St",      "Street", "Ave",      "Avenue",   "Road",  "Rd",
                                        "Lane",    "Ln",     "Ct",       "Court",    "Drive", "Dr",
                                        "Blvd",    "Way",    "Apt",      "Suite",    "Flat",  "Close",
                                        "Terrace", "Place",  "Crescent", "Boulevard"};
    struct str text = scan_slice(scan, span.start, span.end);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_find_words(text, str_of(words[i])) != TEXT_NOWHERE) return true;
    return han_place(text) || (sends && has_postcode(text));
}

static bool send_to(const struct scan_text *scan, struct wish *out)
{
    bool sends = false;
    for (size_t i = 0; i < scan->count && !sends; i++) sends = sends_before(scan, i + 1);
    for (size_t i = 0; i < scan->count; i++) {
        const struct token *token = &scan->tokens[i];
        struct span span;
        bool cue = has(token, W_BIT(W_TO) | W_BIT(W_BECOME)) && token->kind != TOKEN_QUOTE;
        bool shape = !cue && sends && !token->han && shaped(scan, i);
        if (shape && address_at(scan, i, &span) && unmistakable(scan, span, true)) {
            out->fresh.span = span;
            out->first = i;
            return true;
        }
        if (!cue || !address_at(scan, i + 1, &span) ||
            !unmistakable(scan, span, sends_before(scan, i) || token_is(token, W_FIELD)))
            continue;
        out->fresh.span = span;
        out->first = i;
        return true;
    }
    return false;
}

/* "I typed our address as 31 Maple Ave": the one they want changed. */
static bool is_old_one(const struct scan_text *scan, size_t at)
{
    for (size_t i = at; i > 0 && scan->tokens[i - 1].kind != TOKEN_STOP; i--)
        if (token_is(&scan->tokens[i - 1], W_TYPED) && i >= 2 && token_is(&scan->tokens[i - 2], W_I))
            return true;
    return false;
}

/* The stretch behind an announcement, or, where none fits, one of the right shape near an announcement. */
static bool spoken_of(const struct scan_text *scan, struct wish *out)
{
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < scan->count; i++) {
            bool cue = round == 0 ? begins_address(&scan->tokens[i]) : shaped(scan, i);
            if (!cue || !announced(scan, i) || is_old_one(scan, i) ||
                !address_at(scan, round == 0 ? i + 1 : i, &out->fresh.span))
                continue;
            out->first = i;
            return true;
        }
    return false;
}

bool address_read(const struct scan_text *scan, struct wish *out)
{
    bool spoken = scan->reading->signs.for_address;
    for (size_t i = 0; !spoken && i < scan->count; i++) spoken = is_delivery(&scan->tokens[i]);
    struct wish wish = {
        .edit = EDIT_SET, .field = FIELD_KIND_ADDRESS, .letters = -1, .place = -1, .strong = true};
    if (!(spoken && spoken_of(scan, &wish)) && !send_to(scan, &wish)) return false;
    wish.last = wish.first + 1;
    while (wish.last < scan->count && scan->tokens[wish.last].start < wish.fresh.span.end) wish.last++;
    *out = wish;
    return true;
}
