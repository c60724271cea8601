/* Cuts segments into tokens and looks their meanings up. */
#include "engine/tokens.h"

#include "base/hash.h"
#include "engine/simplify.h"
#include "text/utf8.h"

enum {
    WORD_MAX = 40,
    NEGATION_SCOPE = 5, /* units that a negation reaches */
    QUOTE_MAX = 160,
    SEGMENT_READ_MAX = 2000, /* bytes; a longer segment is no sentence */
};

struct reader {
    struct str text;
    const struct lexicon *lexicon;
    char *folded;
    size_t folded_len;
    struct token *tokens;
    size_t count;
    size_t quote_end; /* tokens before it are quoted */
    struct inner_meaning *inner;
    size_t inner_count, inner_room;
};

/* --- tokens ----------------------------------------------------------------------------------------------- */

static struct token *push(struct reader *reader, enum token_kind kind, size_t at)
{
    struct token *token = &reader->tokens[reader->count++];
    *token = (struct token){.kind = (uint8_t)kind, .at = at, .quoted = at < reader->quote_end};
    token->hash = token->stem = (uint32_t)hash_mix(0x100000u + (uint64_t)kind) | 1;
    return token;
}

static size_t put_rune(char *at, rune_t rune)
{
    if (rune < 0x80) {
        at[0] = (char)rune;
        return 1;
    }
    if (rune < 0x800) {
        at[0] = (char)(0xC0 | rune >> 6);
        at[1] = (char)(0x80 | (rune & 0x3F));
        return 2;
    }
    if (rune < 0x10000) {
        at[0] = (char)(0xE0 | rune >> 12);
        at[1] = (char)(0x80 | (rune >> 6 & 0x3F));
        at[2] = (char)(0x80 | (rune & 0x3F));
        return 3;
    }
    at[0] = (char)(0xF0 | rune >> 18);
    at[1] = (char)(0x80 | (rune >> 12 & 0x3F));
    at[2] = (char)(0x80 | (rune >> 6 & 0x3F));
    at[3] = (char)(0x80 | (rune & 0x3F));
    return 4;
}

/* Full-width letters and digits made narrow, all in lower case. */
static rune_t fold(rune_t rune)
{
    if (rune >= 0xFF01 && rune <= 0xFF5E) rune -= 0xFEE0;
    return rune_lower(rune);
}

static bool is_apostrophe(rune_t rune)
{
    return rune == '\'' || rune == 0x2019;
}

/* A word of letters and digits; apostrophes inside are dropped ("don't" is "dont"). */
static size_t read_word(struct reader *reader, size_t at, size_t end)
{
    size_t start = at, letters = 0, digits = 0, capitals = 0;
    struct token *token = push(reader, TOKEN_WORD, at);
    char *folded = reader->folded + reader->folded_len;
    size_t len = 0;
    while (at < end) {
        size_t next = at;
        rune_t rune = utf8_next(reader->text, &next);
        if (is_apostrophe(rune)) {
            size_t behind = next;
            if (next >= end || !rune_is_letter(utf8_next(reader->text, &behind))) break;
        } else if (!rune_is_hidden(rune)) {
            bool letter = rune_is_letter(rune) && !rune_is_han(rune);
            if (!letter && !rune_is_digit(rune)) break;
            letters += letter;
            digits += !letter;
            capitals += rune_is_upper(rune);
            if (len < WORD_MAX) len += put_rune(folded + len, fold(rune));
        }
        at = next;
    }
    token->text = (uint32_t)reader->folded_len;
    token->text_len = (uint16_t)len;
    reader->folded_len += len;
    token->capital = capitals >= 3 && capitals == letters;
    if (digits >= 2 && letters > 0) {
        token->kind = TOKEN_CODE;
        token->hash = token->stem = (uint32_t)hash_mix(0x100000u + TOKEN_CODE) | 1;
        return at > start ? at : start + 1;
    }
    token->hash = lexicon_hash(folded, len);
    char stem[WORD_MAX + 4];
    memcpy(stem, folded, len);
    token->stem = lexicon_hash(stem, lexicon_stem(stem, len));
    return at;
}

/* What a run of digits with signs between them looks like. */
static enum token_kind number_kind(struct str run, size_t digits, rune_t before)
{
    static const char *const money_signs = "$";
    size_t dots = 0, slashes = 0, colons = 0;
    for (size_t i = 0; i < run.len; i++) {
        dots += run.ptr[i] == '.';
        slashes += run.ptr[i] == '/' || run.ptr[i] == '-';
        colons += run.ptr[i] == ':';
    }
    if (before == '#') return TOKEN_CODE;
    if (before == (rune_t)money_signs[0] || before == 0x20AC || before == 0xA3 || before == 0xA5 ||
        before == 0xFFE5)
        return TOKEN_MONEY;
    if (colons > 0) return TOKEN_TIME;
    if (digits <= 8 && (dots == 2 || (slashes > 0 && slashes <= 2))) return TOKEN_DATE;
    if (digits == 4 && run.len == 4 && (run.ptr[0] == '1' || run.ptr[0] == '2') &&
        (run.ptr[1] == '9' || run.ptr[1] == '0'))
        return TOKEN_YEAR;
    return digits >= 4 ? TOKEN_CODE : TOKEN_NUMBER;
}

static size_t read_number(struct reader *reader, size_t at, size_t end, rune_t before)
{
    size_t start = at, digits = 0;
    while (at < end) {
        size_t next = at;
        rune_t rune = utf8_next(reader->text, &next);
        bool joint = rune == '.' || rune == ',' || rune == '/' || rune == ':' || rune == '-';
        if (joint && (next >= end || reader->text.ptr[next] < '0' || reader->text.ptr[next] > '9')) break;
        if (!joint && !rune_is_digit(rune)) break;
        digits += !joint;
        at = next;
    }
    enum token_kind kind = number_kind(str_slice(reader->text, start, at), digits, before);
    size_t next = at;
    rune_t after = next < end ? utf8_next(reader->text, &next) : 0;
    if (kind == TOKEN_NUMBER && (after == 0x5143 || after == 0x5757)) kind = TOKEN_MONEY; /* 元 块 */
    struct token *token = push(reader, kind, start);
    if (kind == TOKEN_NUMBER && digits == 1)
        token->hash = token->stem =
            (uint32_t)hash_mix(0x200000u + (uint64_t)(reader->text.ptr[start] - '0')) | 1;
    return at;
}

/* The end of a URL or e-mail address at `at`, or `at`. */
static size_t link_end(struct str text, size_t at, size_t end)
{
    size_t stop = at;
    bool address = false;
    while (stop < end && stop - at < 300) {
        unsigned char c = (unsigned char)text.ptr[stop];
        if (c <= ' ' || c >= 0x80 || strchr("<>\"()[],;", c)) break;
        address |= c == '@' && stop > at;
        stop++;
    }
    struct str run = str_slice(text, at, stop);
    bool web =
        str_starts(run, STR("http://")) || str_starts(run, STR("https://")) || str_starts(run, STR("www."));
    return web || (address && str_find_char(run, '.', 0) != STR_NOT_FOUND) ? stop : at;
}

static rune_t closing_quote(rune_t open)
{
    return open == '"'      ? '"'
           : open == 0x201C ? 0x201D
           : open == 0x2018 ? 0x2019
           : open == 0x300C ? 0x300D
           : open == 0x300E ? 0x300F
                            : 0;
}

static size_t find_quote_end(struct str text, rune_t open, size_t after, size_t end)
{
    rune_t close = closing_quote(open);
    if (!close) return 0;
    size_t limit = after + QUOTE_MAX < end ? after + QUOTE_MAX : end;
    for (size_t at = after; at < limit;) {
        size_t from = at;
        if (utf8_next(text, &at) == close) return from;
    }
    return 0;
}

static void read_mark(struct reader *reader, rune_t rune, size_t at, size_t next, size_t end)
{
    if (at >= reader->quote_end) {
        size_t close = find_quote_end(reader->text, rune, next, end);
        if (close) reader->quote_end = close;
    }
    struct token *token = push(reader, rune_is_emoji(rune) ? TOKEN_EMOJI : TOKEN_MARK, at);
    token->hash = token->stem = (uint32_t)hash_mix(0x400000u + (uint64_t)fold(rune)) | 1;
}

static size_t read_token(struct reader *reader, size_t at, size_t end, rune_t before, rune_t *out_rune)
{
    size_t next = at;
    rune_t rune = utf8_next(reader->text, &next);
    *out_rune = rune;
    if (rune_is_space(rune) || rune == '#' || rune == UTF8_BAD ||
        (rune_is_hidden(rune) && !rune_is_emoji(rune)))
        return next;
    if (rune_is_han(rune)) {
        rune_t simple = rune_simplify(rune);
        struct token *token = push(reader, TOKEN_HAN, at);
        token->hash = token->stem = lexicon_rune_hash(simple);
        token->text = (uint32_t)reader->folded_len;
        token->text_len = (uint16_t)put_rune(reader->folded + reader->folded_len, simple);
        reader->folded_len += token->text_len;
        return next;
    }
    bool letter = rune_is_letter(rune);
    if (letter && rune < 0x80) {
        size_t link = link_end(reader->text, at, end);
        if (link > at) {
            push(reader, TOKEN_LINK, at);
            return link;
        }
    }
    if (letter) return read_word(reader, at, end);
    if (rune_is_digit(rune)) return read_number(reader, at, end, before);
    read_mark(reader, rune, at, next, end);
    return next;
}

/* --- units ------------------------------------------------------------------------------------------------ */

static uint32_t class_label(uint16_t class)
{
    return (uint32_t)hash_mix(0x800000u + (uint64_t) class) | 1;
}

struct match {
    uint16_t classes[UNIT_CLASSES];
    uint8_t class_count;
    uint32_t count; /* tokens; 0: nothing was found */
};

/* The longest entry of the lexicon that begins at token `i` and takes at most `most` tokens. */
static struct match match_at(const struct reader *reader, size_t i, size_t most)
{
    struct match match = {0};
    uint32_t phrase = 0;
    if (most > LEXICON_PHRASE_MAX) most = LEXICON_PHRASE_MAX;
    for (size_t n = 1; n <= most; n++) {
        const struct token *token = &reader->tokens[i + n - 1];
        if (token->kind != TOKEN_WORD && token->kind != TOKEN_HAN && token->kind != TOKEN_NUMBER) break;
        phrase = lexicon_extend(phrase, token->stem);
        uint32_t probe = 0;
        uint8_t found = 0;
        for (const struct lexicon_slot *slot;
             found < UNIT_CLASSES && (slot = lexicon_find(reader->lexicon, phrase, &probe));) {
            if (slot->words != n || slot->class >= LEX_COUNT) continue;
            match.classes[found++] = slot->class;
        }
        if (found == 0) continue;
        match.class_count = found;
        match.count = (uint32_t)n;
    }
    return match;
}

/* Meanings inside a phrase; behind a "not" in it they are negated. */
static void add_inner(struct reader *reader, const struct unit *unit)
{
    bool negated = unit->negated;
    for (size_t i = unit->first; i < unit->first + unit->count;) {
        size_t rest = unit->first + unit->count - i;
        struct match match = match_at(reader, i, rest < unit->count ? rest : rest - 1);
        for (uint8_t c = 0; c < match.class_count && reader->inner_count < reader->inner_room; c++)
            reader->inner[reader->inner_count++] = (struct inner_meaning){match.classes[c], negated};
        negated |= match.class_count > 0 && match.classes[0] == LEX_NOT;
        i += match.count ? match.count : 1;
    }
}

static bool ends_negation(const struct token *token)
{
    return token->kind == TOKEN_MARK;
}

static size_t find_units(struct reader *reader, size_t first, size_t end, struct unit *units)
{
    size_t count = 0;
    int scope = 0;
    for (size_t i = first; i < end;) {
        struct unit *unit = &units[count++];
        struct match match = match_at(reader, i, end - i);
        *unit = (struct unit){
            .label = reader->tokens[i].stem, .first = (uint32_t)i, .count = 1, .negated = scope > 0};
        scope -= scope > 0;
        if (match.count) {
            unit->count = match.count;
            unit->class_count = match.class_count;
            unit->label = class_label(match.classes[0]);
            memcpy(unit->classes, match.classes, sizeof unit->classes);
            if (match.classes[0] == LEX_BUT) scope = 0;
            if (match.classes[0] == LEX_NOT) scope = NEGATION_SCOPE;
            if (match.count > 1) add_inner(reader, unit);
        }
        if (ends_negation(&reader->tokens[i])) scope = 0;
        i += unit->count;
    }
    return count;
}

/* ---------------------------------------------------------------------------------------------------------- */

static void read_segment(struct reader *reader, struct span span, struct unit *units,
                         struct segment_tokens *out)
{
    size_t first = reader->count, inner = reader->inner_count;
    rune_t before = 0;
    reader->quote_end = 0;
    for (size_t at = span.start; at < span.end;) at = read_token(reader, at, span.end, before, &before);
    out->tokens = reader->tokens + first;
    out->count = reader->count - first;
    out->units = units;
    out->unit_count = find_units(reader, first, reader->count, units);
    for (size_t i = 0; i < out->unit_count; i++) units[i].first -= (uint32_t)first;
    out->inner = reader->inner + inner;
    out->inner_count = reader->inner_count - inner;
}

static size_t span_to_read(struct span span)
{
    size_t size = span.end - span.start;
    return size < SEGMENT_READ_MAX ? size : SEGMENT_READ_MAX;
}

void tokens_read(struct arena *arena, const struct lexicon *lexicon, struct str text,
                 const struct segment *segments, size_t count, bool all, struct message_tokens *out)
{
    size_t bytes = 0, used = 0;
    for (size_t i = 0; i < count && bytes < TOKENS_READ_MAX; i++, used++)
        if (segments[i].own || all) bytes += span_to_read(segments[i].span);
    struct reader reader = {.text = text, .lexicon = lexicon};
    /* A token takes at least a byte; folding makes at most three bytes of two (U+0250 and the like). */
    reader.tokens = arena_alloc_raw(arena, (bytes + 1) * sizeof *reader.tokens);
    reader.folded = arena_alloc_raw(arena, 2 * bytes + 8);
    struct unit *units = arena_alloc_raw(arena, (bytes + 1) * sizeof *units);
    reader.inner_room = bytes / 2 + 8;
    reader.inner = arena_alloc_raw(arena, reader.inner_room * sizeof *reader.inner);
    *out = (struct message_tokens){.count = count, .folded = reader.folded};
    out->segments = ARENA_ARRAY(arena, count ? count : 1, struct segment_tokens);
    for (size_t i = 0; i < used; i++) {
        if (!segments[i].own && !all) continue;
        struct span span = segments[i].span;
        span.end = span.start + span_to_read(span);
        read_segment(&reader, span, units, &out->segments[i]);
        units += out->segments[i].unit_count;
    }
}
