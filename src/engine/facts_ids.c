/* The order number a message states; see facts_contact.c for addresses and telephone numbers.
 *
 * Every code in the message (a run of letters and digits with inner hyphens) is weighed by the words before it
 * ("order no.", 订单号; against it "tracking", 电话), by its own shape and by what follows; the best is taken. Dates,
 * prices, years, house numbers, telephone and tracking numbers are no order numbers. */
#include "engine/facts_ids.h"
#include "engine/facts.h"
#include "engine/facts_scan.h"
#include "text/utf8.h"

enum { CODE_MAX = 40, LOOK_BACK = 7 };

enum cue {
    CUE_NONE,
    CUE_AGAINST, /* "tracking number", "Apt" */
    CUE_NUMBER,  /* "no.", "#": a number of something */
    CUE_ORDER,   /* "order", "your ref" */
};

/* A run of tokens read as one code. */
struct code {
    size_t first, last; /* tokens, both inside */
    struct span span;
    struct str value; /* ASCII, as written otherwise */
    size_t digits, letters, groups;
    bool upper_first; /* begins with a capital letter */
};

struct reader {
    struct arena *arena;
    struct str text;
    const struct inquiry *inquiry;
    const struct token *tokens;
    size_t count;
    struct span phone; /* what reads as a telephone number, where nothing says that it is the order's */
    int best_score;
    struct str best;
    struct span best_span;
};

/* ---- words before a code ---- */

#define WORD_TABLE(name, ...)                                                                 \
    static const char *const name##_words[] = {__VA_ARGS__};                                  \
    static bool name##_has(struct str word)                                                   \
    {                                                                                         \
        return facts_word_in(word, name##_words, sizeof name##_words / sizeof *name##_words); \
    }

WORD_TABLE(order, "auftrag", "bestellnummer", "bestellung", "commande", "confirmation", "ord", "order",
           "orders", "ordini", "ordre", "pedido", "po", "purchase", "ref", "reference")
WORD_TABLE(number, "id", "nb", "no", "nos", "nr", "num", "number", "numbers", "numero", "nummer", "re")
WORD_TABLE(skipped, "and", "are", "being", "called", "ending", "in", "is", "it", "it's", "its", "my", "our",
           "reads", "says", "the", "under", "was", "with", "your")
WORD_TABLE(against, "account", "address", "apartment", "apt", "at", "awb", "bfpo", "box", "building", "call",
           "card", "case", "cell", "charge", "claim", "code", "consignment", "contact", "cup", "customer",
           "dhl", "dispute", "door", "dpd", "ein", "evri", "extension", "fax", "fedex", "flat", "hermes",
           "house", "iban", "invoice", "item", "line", "locker", "mastercard", "member", "membership",
           "mobile", "model", "option", "package", "page", "parcel", "paypal", "phone", "pin", "postcode",
           "receipt", "registration", "room", "shipment", "size", "sku", "step", "style", "suite", "tax",
           "tel", "telephone", "ticket", "to", "track", "tracking", "transaction", "txt", "unit", "ups",
           "usps", "vat", "version", "visa", "waybill", "whatsapp", "zip")
WORD_TABLE(verb_before_order, "can", "could", "i", "i'd", "i'll", "may", "might", "must", "please", "should",
           "to", "we", "we'd", "we'll", "will", "would", "you")
/* What turns a bare number into something else when it stands right behind it. */
WORD_TABLE(unit, "am", "bucks", "characters", "cm", "days", "dollars", "eur", "euro", "euros", "g", "gbp",
           "guests", "hours", "inch", "inches", "invitations", "invites", "kg", "kr", "letters", "miles",
           "min", "minutes", "mm", "months", "pcs", "people", "pieces", "pm", "pounds", "quid", "rmb", "st",
           "street", "usd", "weeks", "words", "x", "yards", "years", "yrs", "yuan")
WORD_TABLE(street, "ave", "avenue", "blvd", "close", "court", "ct", "dr", "drive", "lane", "ln", "place",
           "rd", "road", "st", "street", "way")

static bool is_mark(const struct token *token, uint32_t mark)
{
    return token->kind == TOKEN_MARK && token->value == mark;
}

/* "I'd like to order 200 cards" is no cue for a number. */
static bool order_is_verb(const struct reader *reader, size_t at)
{
    return at > 0 && str_is(reader->tokens[at].text, "order") && reader->tokens[at - 1].kind == TOKEN_WORD &&
           verb_before_order_has(reader->tokens[at - 1].text);
}

static bool may_skip_mark(const struct token *token, bool *numbered)
{
    static const uint32_t marks[] = {':', '(',    '-',    ',',    '"',    '\'',   '=',    '*',
                                     '[', 0x201C, 0x2018, 0xFF1A, 0xFF08, 0x3010, 0x2013, 0x300C};
    if (token->value == '#' || token->value == 0xFF03 || token->value == 0xB0 || token->value == 0xBA ||
        token->value == 0x2116) {
        *numbered = true;
        return true;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (token->value == marks[i]) return true;
    return false;
}

/* A full stop before the code belongs to an abbreviation: "no.", "Ref." */
static bool ends_abbreviation(const struct reader *reader, size_t at)
{
    if (at == 0 || !is_mark(&reader->tokens[at], '.') || reader->tokens[at].spaced) return false;
    const struct token *word = &reader->tokens[at - 1];
    return word->kind == TOKEN_WORD &&
           (number_has(word->text) || order_has(word->text) || str_is(word->text, "n"));
}

static enum cue word_cue(const struct reader *reader, size_t at, bool *numbered, bool *goes_on)
{
    struct str word = reader->tokens[at].text;
    *goes_on = false;
    if (order_has(word)) return order_is_verb(reader, at) ? CUE_AGAINST : CUE_ORDER;
    if (number_has(word) || (str_is(word, "n") && *numbered)) {
        *numbered = *goes_on = true;
        return CUE_NUMBER;
    }
    if (skipped_has(word)) {
        *goes_on = true;
        return CUE_NONE;
    }
    return against_has(word) ? CUE_AGAINST : *numbered ? CUE_NUMBER : CUE_NONE;
}

static enum cue latin_cue(const struct reader *reader, size_t first, bool *out_numbered)
{
    bool numbered = false, line_crossed = false;
    enum cue cue = CUE_NONE;
    for (size_t step = 1; step <= LOOK_BACK && step <= first; step++) {
        size_t at = first - step;
        const struct token *token = &reader->tokens[at];
        if (token->kind == TOKEN_BREAK && !line_crossed && at > 0 &&
            (is_mark(&reader->tokens[at - 1], ':') || is_mark(&reader->tokens[at - 1], '#'))) {
            line_crossed = true;
        } else if (token->kind == TOKEN_WORD) {
            bool goes_on;
            cue = word_cue(reader, at, &numbered, &goes_on);
            if (!goes_on) break;
        } else if (token->kind != TOKEN_MARK ||
                   !(may_skip_mark(token, &numbered) || ends_abbreviation(reader, at))) {
            break;
        }
    }
    *out_numbered = numbered;
    if (cue == CUE_NONE && numbered) return CUE_NUMBER;
    return cue;
}

struct han_cue {
    const char *words;
    enum cue cue;
};

/* The longest that ends before the code wins, so that 快递单号 is not taken for 单号. */
static const struct han_cue han_cues[] = {
    {"订单号", CUE_ORDER},       {"订单编号", CUE_ORDER},   {"订单尾号", CUE_ORDER},
    {"订单后四位", CUE_ORDER},   {"訂單編號", CUE_ORDER},   {"訂單號", CUE_ORDER},
    {"訂單", CUE_ORDER},         {"单号", CUE_ORDER},       {"單號", CUE_ORDER},
    {"编号", CUE_ORDER},         {"編號", CUE_ORDER},       {"尾号", CUE_ORDER},
    {"尾号后四位", CUE_ORDER},   {"尾數", CUE_ORDER},       {"尾数", CUE_ORDER},
    {"订单", CUE_ORDER},         {"单子", CUE_ORDER},       {"这单", CUE_ORDER},
    {"那单", CUE_ORDER},         {"订单号码", CUE_ORDER},   {"订货号", CUE_ORDER},
    {"单", CUE_NUMBER},          {"号码", CUE_NUMBER},      {"快递单号", CUE_AGAINST},
    {"快递号", CUE_AGAINST},     {"运单号", CUE_AGAINST},   {"运单", CUE_AGAINST},
    {"物流单号", CUE_AGAINST},   {"物流号", CUE_AGAINST},   {"快递单", CUE_AGAINST},
    {"物流单", CUE_AGAINST},     {"取件码", CUE_AGAINST},   {"受理编号", CUE_AGAINST},
    {"受理单号", CUE_AGAINST},   {"税号", CUE_AGAINST},     {"电话", CUE_AGAINST},
    {"手机", CUE_AGAINST},       {"手机号", CUE_AGAINST},   {"手机号码", CUE_AGAINST},
    {"手机尾号", CUE_AGAINST},   {"电话号码", CUE_AGAINST}, {"卡号", CUE_AGAINST},
    {"银行卡尾号", CUE_AGAINST}, {"卡尾号", CUE_AGAINST},   {"商品编号", CUE_AGAINST},
    {"产品编号", CUE_AGAINST},   {"款号", CUE_AGAINST},     {"货号", CUE_AGAINST},
    {"型号", CUE_AGAINST},       {"微信", CUE_AGAINST},     {"微信号", CUE_AGAINST},
    {"邮编", CUE_AGAINST},       {"工号", CUE_AGAINST},     {"快递", CUE_AGAINST},
    {"顺丰", CUE_AGAINST},       {"中通", CUE_AGAINST},     {"圆通", CUE_AGAINST},
    {"韵达", CUE_AGAINST},       {"申通", CUE_AGAINST},     {"尺码", CUE_AGAINST},
    {"身份证", CUE_AGAINST},     {"验证码", CUE_AGAINST},   {"发票号", CUE_AGAINST},
    {"路", CUE_AGAINST},         {"街", CUE_AGAINST},       {"弄", CUE_AGAINST},
    {"栋", CUE_AGAINST},         {"幢", CUE_AGAINST},       {"改成", CUE_AGAINST},
    {"刻", CUE_AGAINST},         {"退款单号", CUE_AGAINST}, {"联系", CUE_AGAINST},
};

static enum cue han_cue_before(struct str before)
{
    enum cue cue = CUE_NONE;
    size_t longest = 0;
    for (size_t i = 0; i < sizeof han_cues / sizeof *han_cues; i++) {
        struct str words = str_of(han_cues[i].words);
        if (words.len > longest && str_ends(before, words)) {
            longest = words.len;
            cue = han_cues[i].cue;
        }
    }
    return cue;
}

/* 是, 为, colons, brackets and spaces may stand between 订单号 and the number. */
static enum cue han_cue_of(const struct reader *reader, size_t first)
{
    size_t at = first;
    for (int step = 0; step < 4 && at > 0; step++) {
        const struct token *token = &reader->tokens[at - 1];
        bool numbered;
        bool filler = (token->kind == TOKEN_MARK && may_skip_mark(token, &numbered)) ||
                      (token->kind == TOKEN_HAN &&
                       (token->value == 0x662F || token->value == 0x4E3A || token->value == 0x5427));
        if (!filler) break;
        at--;
    }
    if (at == 0 || reader->tokens[at - 1].kind != TOKEN_HAN) return CUE_NONE;
    size_t end = reader->tokens[at - 1].span.end;
    return han_cue_before(str_slice(reader->text, end > 24 ? end - 24 : 0, end));
}

/* ---- the code itself ---- */

static bool joins(const struct reader *reader, size_t at)
{
    const struct token *mark = &reader->tokens[at];
    if (mark->spaced || !(is_mark(mark, '-') || is_mark(mark, '_') || is_mark(mark, '/'))) return false;
    if (at + 1 >= reader->count || reader->tokens[at + 1].spaced) return false;
    enum token_kind next = reader->tokens[at + 1].kind;
    return next == TOKEN_NUMBER || next == TOKEN_WORD;
}

static bool is_code_token(const struct token *token)
{
    if (token->kind == TOKEN_NUMBER) return true;
    if (token->kind != TOKEN_WORD) return false;
    for (size_t i = 0; i < token->text.len; i++)
        if (token->text.ptr[i] < 'a' || token->text.ptr[i] > 'z') return false;
    return true;
}

static void add_value(struct buf *value, struct str text, struct code *code)
{
    for (size_t at = 0; at < text.len;) {
        rune_t rune = utf8_next(text, &at);
        if (rune >= 0xFF10 && rune <= 0xFF19) rune = rune - 0xFF10 + '0';
        code->digits += rune >= '0' && rune <= '9';
        code->letters += (rune | 32) >= 'a' && (rune | 32) <= 'z';
        utf8_put(value, rune);
    }
}

static void finish_code(const struct reader *reader, struct code *code)
{
    struct buf value;
    buf_init(&value, 4 * CODE_MAX);
    for (size_t i = code->first; i <= code->last; i++) {
        const struct token *token = &reader->tokens[i];
        add_value(&value, str_slice(reader->text, token->span.start, token->span.end), code);
    }
    code->span = (struct span){reader->tokens[code->first].span.start, reader->tokens[code->last].span.end};
    code->value = buf_copy(&value, reader->arena);
    code->upper_first = code->value.len > 0 && code->value.ptr[0] >= 'A' && code->value.ptr[0] <= 'Z';
    buf_done(&value);
}

/* The code that begins at token `first`; false where none does or it has no digit. */
static bool read_code(const struct reader *reader, size_t first, struct code *out)
{
    if (!is_code_token(&reader->tokens[first])) return false;
    struct code code = {.first = first, .last = first, .groups = 1};
    size_t at = first + 1;
    bool digit = reader->tokens[first].kind == TOKEN_NUMBER;
    while (at < reader->count) {
        const struct token *token = &reader->tokens[at];
        if (joins(reader, at) && is_code_token(&reader->tokens[at + 1])) {
            code.groups++;
            at++;
        } else if (token->spaced || !is_code_token(token)) {
            break;
        }
        digit = digit || reader->tokens[at].kind == TOKEN_NUMBER;
        code.last = at++;
        if (reader->tokens[code.last].span.end - reader->tokens[first].span.start > CODE_MAX) return false;
    }
    if (!digit || reader->tokens[code.last].span.end - reader->tokens[first].span.start > CODE_MAX)
        return false;
    finish_code(reader, &code);
    *out = code;
    return true;
}

/* How many digits the groups have that follow the first: one each, or three as in thousands, or pairs. */
static size_t group_size(const struct reader *reader, const struct code *code)
{
    if (code->digits == 1) return 1;
    size_t next = code->first + 1;
    return code->digits == 2 && next < reader->count && reader->tokens[next].digits == 2 ? 2 : 3;
}

/* "4 0 0 7 1", "90 118" and "77 10 42": digits in groups. Only asked for behind a cue. */
static void join_spaced_digits(const struct reader *reader, struct code *code)
{
    if (code->letters > 0 || code->groups > 1 || code->digits > 3) return;
    size_t size = group_size(reader, code);
    size_t last = code->first, groups = 1;
    for (size_t at = code->first + 1; at < reader->count && groups < 20; at++, groups++) {
        const struct token *token = &reader->tokens[at];
        if (token->kind != TOKEN_NUMBER || !token->spaced || token->digits != size) break;
        last = at;
    }
    if (last == code->first || (size == 1 && groups < 4) || (size == 2 && groups < 3)) return;
    const struct token *next = last + 1 < reader->count ? &reader->tokens[last + 1] : NULL;
    if (size > 1 && next && next->kind == TOKEN_NUMBER) return;
    code->last = last;
    code->digits = 0;
    finish_code(reader, code);
}

/* "BRC 0093": capitals, a space, digits; the number alone is what the tokens give. */
static void join_prefix(const struct reader *reader, struct code *code)
{
    static const char *const no_prefix[] = {
        "ad",   "all", "am",  "and",  "apr", "apt",  "are",  "aug",  "bc",  "bfpo", "but",  "cad",
        "code", "dec", "dhl", "eur",  "feb", "for",  "from", "gbp",  "get", "got",  "had",  "has",
        "hkd",  "id",  "it",  "jan",  "jul", "jun",  "mar",  "may",  "no",  "nos",  "not",  "nov",
        "now",  "nr",  "oct", "oh",   "on",  "only", "or",   "ord",  "our", "out",  "over", "paid",
        "pay",  "pm",  "po",  "ref",  "rmb", "see",  "sep",  "size", "sku", "sms",  "tel",  "the",
        "to",   "ups", "usd", "usps", "vat", "was",  "with", "year", "you", "your", "zip"};
    if (code->first == 0 || code->letters > 0 || code->groups > 1) return;
    const struct token *prefix = &reader->tokens[code->first - 1];
    if (prefix->kind != TOKEN_WORD || !reader->tokens[code->first].spaced || prefix->text.len < 2 ||
        prefix->text.len > 4 || (code->digits < 4 && code->value.ptr[0] != '0'))
        return;
    for (size_t i = prefix->span.start; i < prefix->span.end; i++)
        if (reader->text.ptr[i] < 'A' || reader->text.ptr[i] > 'Z') return;
    if (code->first >= 2 && reader->tokens[code->first - 2].kind == TOKEN_WORD && order_has(prefix->text))
        return;
    if (facts_word_in(prefix->text, no_prefix, sizeof no_prefix / sizeof *no_prefix) || prefix->text.len == 2)
        return;
    code->first--;
    code->digits = 0;
    struct str number = code->value;
    finish_code(reader, code);
    code->value = arena_printf(reader->arena, "%.*s %.*s", (int)(prefix->span.end - prefix->span.start),
                               reader->text.ptr + prefix->span.start, STR_ARG(number));
}

/* ---- what is no order number ---- */

static uint64_t number_at(struct str value, size_t from, size_t to)
{
    uint64_t number = 0;
    if (str_to_uint(str_slice(value, from, to), 1000000000, &number) < 0) return UINT64_MAX;
    return number;
}

static bool is_year(uint64_t number)
{
    return number >= 1900 && number <= 2099;
}

/* 3/14, 28/03/26, 2026-03-14, 14-3-2026, 2025-2026 */
static bool looks_like_date(const struct code *code)
{
    uint64_t part[3] = {0, 0, 0};
    struct str rest = code->value, piece;
    size_t parts = 0;
    bool slash = str_contains(rest, STR("/"));
    if (code->letters > 0 || code->groups < 2 || code->groups > 3) return false;
    for (size_t at = 0; at <= rest.len && parts < 3;) {
        size_t end = at;
        while (end < rest.len && rest.ptr[end] >= '0' && rest.ptr[end] <= '9') end++;
        piece = str_slice(rest, at, end);
        part[parts++] = number_at(piece, 0, piece.len);
        at = end + 1;
    }
    if (parts == 2)
        return (slash && part[0] <= 31 && part[1] <= 31) ||
               (is_year(part[0]) && (is_year(part[1]) || part[1] <= 12));
    if (is_year(part[0])) return part[1] <= 12 && part[2] <= 31;
    return part[0] <= 31 && part[1] <= 31 && (is_year(part[2]) || part[2] <= 99);
}

static bool group_lengths(const struct code *code, size_t lengths[4])
{
    size_t group = 0, length = 0;
    for (size_t i = 0; i <= code->value.len; i++) {
        char c = i < code->value.len ? code->value.ptr[i] : '-';
        if (c >= '0' && c <= '9') {
            length++;
            continue;
        }
        if (group == 4) return false;
        lengths[group++] = length;
        length = 0;
    }
    return true;
}

static bool looks_like_phone(const struct reader *reader, const struct code *code)
{
    if (code->letters > 0) return false;
    const struct token *before = code->first > 0 ? &reader->tokens[code->first - 1] : NULL;
    if (before && is_mark(before, '+')) return true;
    char first = code->value.ptr[0];
    if (code->groups == 1 && code->digits == 11 && first == '1' && code->value.ptr[1] >= '3') return true;
    if (code->groups == 1 && first == '0' && code->digits >= 10) return true;
    size_t lengths[4] = {0};
    if (!group_lengths(code, lengths)) return false;
    if (code->groups == 3 && lengths[0] == 3 && lengths[1] == 3 && lengths[2] == 4) return true;
    if (code->groups == 3 && lengths[0] == 3 && lengths[1] == 4 && lengths[2] == 4) return true;
    if (code->groups == 2 && first == '0' && lengths[1] >= 6) return true;
    return code->groups == 2 && lengths[0] == 3 && lengths[1] == 4 && before && is_mark(before, ')');
}

/* Carriers' own shapes: 1Z…, S10 (two letters, digits, country), SF…, YT…; and digits no shop would number with. */
static bool looks_like_tracking(const struct code *code)
{
    struct str v = code->value;
    if (code->groups > 1) return false;
    if (v.len == 18 && (str_starts(v, STR("1Z")) || str_starts(v, STR("1z")))) return true;
    bool edges = v.len >= 9 && v.len <= 14 && code->letters == 4 && code->digits == v.len - 4;
    if (edges && (v.ptr[0] | 32) >= 'a' && (v.ptr[1] | 32) >= 'a' && (v.ptr[v.len - 1] | 32) >= 'a' &&
        (v.ptr[v.len - 2] | 32) >= 'a')
        return true;
    return code->letters == 2 && code->digits >= 12 && (v.ptr[0] | 32) >= 'a' && (v.ptr[1] | 32) >= 'a';
}

static bool is_ordinal(const struct reader *reader, const struct code *code)
{
    static const char *const endings[] = {"nd", "rd", "st", "th"};
    return code->groups == 1 && code->last == code->first + 1 &&
           reader->tokens[code->first].kind == TOKEN_NUMBER &&
           facts_word_in(reader->tokens[code->last].text, endings, 4);
}

static bool is_file_name(const struct reader *reader, const struct code *code)
{
    static const char *const endings[] = {"doc", "gif", "heic", "jpeg", "jpg", "mov",
                                          "mp",  "pdf", "png",  "svg",  "webp"};
    if (code->last + 2 < reader->count && is_mark(&reader->tokens[code->last + 1], '.') &&
        !reader->tokens[code->last + 2].spaced &&
        facts_word_in(reader->tokens[code->last + 2].text, endings, sizeof endings / sizeof *endings))
        return true;
    static const char *const prefixes[] = {"IMG", "DSC", "PXL", "MVIMG", "VID"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts(code->value, str_of(prefixes[i]))) return true;
    return false;
}

/* Part of an address, a web address, a decimal, a price, a clock time or a percentage. */
static bool is_glued(const struct reader *reader, const struct code *code)
{
    static const uint32_t money[] = {'$', 0x20AC, 0xA3, 0xA5, 0xFFE5};
    if (code->first > 0) {
        const struct token *before = &reader->tokens[code->first - 1];
        bool touches = !reader->tokens[code->first].spaced;
        if (before->kind == TOKEN_MARK && touches) {
            if (before->value == '@' || before->value == '=' || before->value == '&') return true;
            if ((before->value == '.' || before->value == ':' || before->value == ',' ||
                 before->value == '/') &&
                code->first > 1 && !before->spaced &&
                (reader->tokens[code->first - 2].kind == TOKEN_NUMBER || before->value == '/'))
                return true;
        }
        for (size_t i = 0; before->kind == TOKEN_MARK && i < sizeof money / sizeof *money; i++)
            if (before->value == money[i]) return true;
    }
    if (code->last + 1 >= reader->count) return false;
    const struct token *after = &reader->tokens[code->last + 1];
    if (after->kind != TOKEN_MARK || after->spaced) return false;
    if (after->value == '%' || after->value == '@' || after->value == 0x20AC || after->value == 0xA3)
        return true;
    bool separator = after->value == '.' || after->value == ':' || after->value == ',';
    return separator && code->last + 2 < reader->count && !reader->tokens[code->last + 2].spaced &&
           reader->tokens[code->last + 2].kind == TOKEN_NUMBER;
}

/* What a bare number counts: "20 people", 3天, 998号, "OH 45402", "418 Larkspur Ct". */
static bool counts_something(const struct reader *reader, const struct code *code)
{
    static const char units[] =
        "个天年月日号点块元岁只本套张份楼室栋幢弄分米克厘件枚条对双字人次位周期折斤路街";
    size_t at = code->last + 1;
    if (at < reader->count) {
        const struct token *after = &reader->tokens[at];
        if (after->kind == TOKEN_HAN && str_contains(str_of(units), after->text)) return true;
        if (after->kind == TOKEN_WORD && unit_has(after->text)) return true;
        for (size_t i = at; i < at + 3 && i < reader->count && reader->tokens[i].kind == TOKEN_WORD; i++)
            if (street_has(reader->tokens[i].text)) return true;
    }
    if (code->first == 0 || code->digits != 5) return false;
    const struct token *before = &reader->tokens[code->first - 1]; /* a US state and its postal code */
    if (before->kind != TOKEN_WORD || before->text.len != 2) return false;
    char a = reader->text.ptr[before->span.start], b = reader->text.ptr[before->span.start + 1];
    return a >= 'A' && a <= 'Z' && b >= 'A' && b <= 'Z';
}

static bool is_sku(const struct reader *reader, struct str value)
{
    const struct order *order = reader->inquiry->order;
    for (size_t i = 0; order && i < order->item_count; i++)
        if (str_eq_nocase(order->items[i].sku, value)) return true;
    return false;
}

/* Where one complains in China: consumers', the city's, the post's. They stand in threats, and are no order's. */
static bool is_hotline(struct str value)
{
    static const struct str lines[] = {STR_INIT("12315"), STR_INIT("12345"), STR_INIT("12305"),
                                       STR_INIT("12348"), STR_INIT("12300"), STR_INIT("96315")};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (str_eq(lines[i], value)) return true;
    return false;
}

/* ---- weighing ---- */

/* "SO-88213", "KB20931", "ORD_2026_0317" by itself; 0 where the shape says nothing. */
static int shape_score(const struct reader *reader, const struct code *code)
{
    if (code->letters == 0) {
        if (looks_like_phone(reader, code) || counts_something(reader, code)) return 0;
        size_t lengths[4] = {0};
        bool zip_plus_four =
            code->groups == 2 && group_lengths(code, lengths) && lengths[0] == 5 && lengths[1] == 4;
        if (zip_plus_four || code->digits > 14) return 0;
        if (code->digits >= 5) return 15;
        bool heads_clause = code->digits == 4 && !is_year(number_at(code->value, 0, code->value.len)) &&
                            code->last + 1 < reader->count && is_mark(&reader->tokens[code->last + 1], ':');
        return heads_clause ? 12 : 0;
    }
    if (!code->upper_first || str_starts(code->value, STR("PP-"))) return 0;
    size_t head = 0;
    while (head < code->value.len && code->value.ptr[head] >= 'A' && code->value.ptr[head] <= 'Z') head++;
    if (head > 5) return 0;
    if (code->groups > 1 && code->digits >= 3) return 50;
    bool spaced = str_contains(code->value, STR(" "));
    if (spaced) return 45;
    return head <= 4 && code->digits >= 4 && code->letters == head ? 40 : 0;
}

static int score_of(const struct reader *reader, struct code *code)
{
    bool numbered = false;
    enum cue cue = latin_cue(reader, code->first, &numbered);
    enum cue han = han_cue_of(reader, code->first);
    if (han != CUE_NONE) cue = han;
    bool in_phone = code->span.start < reader->phone.end && code->span.end > reader->phone.start;
    if ((in_phone && cue != CUE_ORDER) || is_glued(reader, code) || is_file_name(reader, code) ||
        looks_like_tracking(code))
        return 0;
    if (cue == CUE_ORDER || cue == CUE_NUMBER) join_spaced_digits(reader, code);
    if (cue != CUE_AGAINST) join_prefix(reader, code);
    if (looks_like_date(code) || is_ordinal(reader, code) || is_sku(reader, code->value)) return 0;
    if (cue != CUE_ORDER && is_hotline(code->value)) return 0;
    switch (cue) {
    case CUE_AGAINST:
        return 0;
    case CUE_ORDER:
        if (code->digits < 3 && !numbered) return 0;
        if (!numbered && han == CUE_NONE && code->digits <= 3 && counts_something(reader, code)) return 0;
        return numbered || han != CUE_NONE ? 120 : 100;
    case CUE_NUMBER:
        if (looks_like_phone(reader, code)) return 0;
        if (code->first > 0 && is_mark(&reader->tokens[code->first - 1], '#') && code->digits >= 3) return 90;
        return code->digits >= 4 && !counts_something(reader, code) ? 60 : shape_score(reader, code);
    default:
        return shape_score(reader, code);
    }
}

/* Letters and digits only, lower case; at most CODE_MAX. */
static size_t squeeze(struct str number, char out[CODE_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < number.len && len < CODE_MAX; i++) {
        char c = number.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) out[len++] = c;
    }
    return len;
}

bool order_number_names(struct str stated, struct str known)
{
    char a[CODE_MAX], b[CODE_MAX];
    size_t a_len = squeeze(stated, a), b_len = squeeze(known, b);
    if (a_len == 0 || a_len > b_len) return false;
    if (a_len < b_len && a_len < 4) return false;
    return memcmp(a, b + (b_len - a_len), a_len) == 0;
}

static void weigh(struct reader *reader, struct code *code)
{
    int score = score_of(reader, code);
    struct str known = reader->inquiry->order ? reader->inquiry->order->number : (struct str){0};
    struct str value = code->value;
    if (known.len > 0 && order_number_names(value, known)) {
        bool whole = order_number_names(known, value);
        if (whole || score > 0) {
            value = str_starts(known, STR("#")) ? str_slice(known, 1, known.len) : known;
            score += 500;
        }
    }
    if (score <= reader->best_score) return;
    reader->best_score = score;
    reader->best = value;
    reader->best_span = code->span;
}

/* "order1042": the cue is glued to the number. */
static void drop_glued_cue(const struct reader *reader, struct code *code)
{
    const struct token *word = &reader->tokens[code->first];
    if (word->kind != TOKEN_WORD || code->first == code->last || !order_has(word->text)) return;
    if (reader->tokens[code->first + 1].kind != TOKEN_NUMBER || str_is(word->text, "ord")) return;
    code->first++;
    code->digits = code->letters = 0;
    finish_code(reader, code);
}

static void read_orders(struct reader *reader)
{
    for (size_t i = 0; i < reader->count; i++) {
        struct code code;
        if (!read_code(reader, i, &code)) continue;
        drop_glued_cue(reader, &code);
        weigh(reader, &code);
        i = code.last;
    }
}

/* ---- the whole ---- */

static void read_text(struct reader *reader, struct str text, struct span span)
{
    reader->text = text;
    struct token *tokens;
    reader->count = facts_tokens(reader->arena, text, span, &tokens);
    reader->tokens = tokens;
    struct str phone = phone_read(str_slice(text, span.start, span.end), (struct span){0, 0});
    reader->phone = (struct span){0, 0};
    if (phone.len > 0) reader->phone.start = (size_t)(phone.ptr - text.ptr);
    reader->phone.end = reader->phone.start + phone.len;
    read_orders(reader);
}

void facts_read_ids(struct arena *arena, const struct inquiry *inquiry, struct reading *out)
{
    struct reader reader = {.arena = arena, .inquiry = inquiry};
    struct span *stretches;
    size_t count = facts_own_stretches(arena, inquiry->text, out, &stretches);
    for (size_t i = 0; i < count; i++) read_text(&reader, inquiry->text, stretches[i]);
    if (reader.best_score == 0) { /* the subject names it; evidence is in the text alone */
        struct str subject = str_slice(inquiry->subject, 0, 1000);
        read_text(&reader, subject, (struct span){0, subject.len});
        reader.best_span = (struct span){0, 0};
    }
    out->order_number = reader.best;
    out->order_number_span = reader.best_span;
    contact_read(inquiry->text, stretches, count, out);
}
