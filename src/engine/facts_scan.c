/* Own stretches and tokens for the fact readers; see facts_scan.h. */
#include "engine/facts_scan.h"

#include "text/utf8.h"

size_t facts_own_stretches(struct arena *arena, struct str text, const struct reading *reading,
                           struct span **out)
{
    size_t end = text.len < FACTS_TEXT_MAX ? text.len : FACTS_TEXT_MAX;
    size_t count = 0, cap = 0;
    struct span *stretches = NULL;
    bool joins = false;
    for (size_t i = 0; i < reading->segment_count; i++) {
        const struct segment *segment = &reading->segments[i];
        if (segment->span.start >= end) break;
        size_t stop = segment->span.end < end ? segment->span.end : end;
        if (segment->own && joins)
            stretches[count - 1].end = stop;
        else if (segment->own)
            *ARENA_PUSH(arena, stretches, count, cap) = (struct span){segment->span.start, stop};
        joins = segment->own;
    }
    if (reading->segment_count == 0 && end > 0)
        *ARENA_PUSH(arena, stretches, count, cap) = (struct span){0, end};
    *out = stretches;
    return count;
}

static bool is_apostrophe(rune_t rune)
{
    return rune == '\'' || rune == 0x2019 || rune == 0x02BC;
}

static bool in_word(rune_t rune)
{
    if (rune < 0x80) return (rune | 32) >= 'a' && (rune | 32) <= 'z';
    bool punctuation = (rune >= 0x2010 && rune < 0x2070) || (rune >= 0x3000 && rune < 0x3005) ||
                       (rune >= 0x3008 && rune < 0x3021) || (rune >= 0xFF01 && rune <= 0xFF1F);
    if (punctuation) return false;
    return rune_is_letter(rune) && !rune_is_han(rune);
}

static int digit_of(rune_t rune)
{
    if (rune >= '0' && rune <= '9') return (int)(rune - '0');
    if (rune >= 0xFF10 && rune <= 0xFF19) return (int)(rune - 0xFF10);
    return -1;
}

/* Takes the letters from `at` on; an apostrophe counts when letters follow it. */
static size_t word_end(struct str text, size_t at, size_t end)
{
    while (at < end) {
        size_t next = at;
        rune_t rune = facts_next_rune(text, &next);
        if (is_apostrophe(rune)) {
            size_t after = next;
            if (after >= end || !in_word(utf8_next(text, &after))) break;
        } else if (!in_word(rune)) {
            break;
        }
        at = next;
    }
    return at < end ? at : end;
}

/* Lower case and ASCII apostrophes; other letters keep their bytes' order but lose their case. */
static struct str lower_word(struct arena *arena, struct str word)
{
    bool plain = true;
    for (size_t i = 0; i < word.len && plain; i++) plain = word.ptr[i] >= 'a' && word.ptr[i] <= 'z';
    if (plain) return word;
    char *lower = arena_alloc_raw(arena, word.len);
    size_t len = 0;
    for (size_t at = 0; at < word.len;) {
        size_t from = at;
        rune_t rune = utf8_next(word, &at);
        if (rune < 0x80 || is_apostrophe(rune)) {
            lower[len++] = is_apostrophe(rune) ? '\'' : (char)rune_lower(rune);
        } else {
            memcpy(lower + len, word.ptr + from, at - from);
            len += at - from;
        }
    }
    return (struct str){lower, len};
}

static void read_number(struct str text, size_t *at, size_t end, struct token *token)
{
    uint32_t value = 0, digits = 0;
    while (*at < end) {
        size_t next = *at;
        int digit = digit_of(utf8_next(text, &next));
        if (digit < 0) break;
        value = digits < 9 ? value * 10 + (uint32_t)digit : UINT32_MAX;
        digits++;
        *at = next;
    }
    token->kind = TOKEN_NUMBER;
    token->digits = (uint8_t)(digits < 255 ? digits : 255);
    token->value = value;
}

/* The token at `*at`, which is not white space; moves behind it. */
static void read_token(struct arena *arena, struct str text, size_t *at, size_t end, struct token *token)
{
    size_t from = *at, next = *at;
    rune_t rune = facts_next_rune(text, &next);
    token->value = rune;
    if (rune == '\n') {
        token->kind = TOKEN_BREAK;
    } else if (digit_of(rune) >= 0) {
        next = from;
        read_number(text, &next, end, token);
    } else if (rune >= 0x80 && rune_is_han(rune)) {
        token->kind = TOKEN_HAN;
    } else if (in_word(rune) && !is_apostrophe(rune)) { /* U+02BC is a letter, too */
        token->kind = TOKEN_WORD;
        next = word_end(text, from, end);
    } else {
        token->kind = TOKEN_MARK;
    }
    if (next > end) next = end;
    token->span = (struct span){from, next};
    token->text = str_slice(text, from, next);
    if (token->kind == TOKEN_WORD) token->text = lower_word(arena, token->text);
    *at = next;
}

size_t facts_tokens(struct arena *arena, struct str text, struct span span, struct token **out)
{
    /* most texts have fewer tokens than a third of their bytes */
    size_t count = 0, cap = (span.end - span.start) / 3 + 16;
    struct token *tokens = arena_alloc_raw(arena, cap * sizeof *tokens);
    bool spaced = false;
    for (size_t at = span.start; at < span.end;) {
        size_t next = at;
        rune_t rune = facts_next_rune(text, &next);
        if (rune == ' ' || (rune != '\n' && rune_is_space(rune))) {
            spaced = true;
            at = next;
            continue;
        }
        struct token *token = ARENA_PUSH(arena, tokens, count, cap);
        read_token(arena, text, &at, span.end, token);
        token->spaced = spaced;
        spaced = false;
    }
    *out = tokens;
    return count;
}

int facts_word_cmp(struct str word, const char *other)
{
    for (size_t i = 0; i < word.len; i++) {
        int difference = (unsigned char)word.ptr[i] - (unsigned char)other[i];
        if (difference != 0 || other[i] == '\0') return difference;
    }
    return other[word.len] ? -1 : 0;
}

bool facts_word_in(struct str word, const char *const *sorted, size_t count)
{
    size_t lo = 0, hi = count;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int order = facts_word_cmp(word, sorted[mid]);
        if (order == 0) return true;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return false;
}
