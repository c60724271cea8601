/* What the fact readers share: the customer's own stretches of a message, and its words one by one. Internal. */
#ifndef BURIN_ENGINE_FACTS_SCAN_H
#define BURIN_ENGINE_FACTS_SCAN_H

#include "engine/reading.h"
#include "text/utf8.h"

enum { FACTS_TEXT_MAX = 64 * 1024 }; /* bytes of a message that are read for facts */

/* Neighbouring segments of the customer's own words joined into stretches; the whole text where triage has left no
 * segments. Spans are bytes of `text`. */
size_t facts_own_stretches(struct arena *arena, struct str text, const struct reading *reading,
                           struct span **out);

/* utf8_next with the usual cases inline: ASCII, and the three bytes of a Chinese character. */
static inline rune_t facts_next_rune(struct str text, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr + *at;
    if (bytes[0] < 0x80) {
        (*at)++;
        return bytes[0];
    }
    bool three = bytes[0] >= 0xE1 && bytes[0] <= 0xEC && text.len - *at >= 3 && (bytes[1] & 0xC0) == 0x80 &&
                 (bytes[2] & 0xC0) == 0x80;
    if (!three) return utf8_next(text, at);
    *at += 3;
    return (rune_t)(bytes[0] & 0x0F) << 12 | (rune_t)(bytes[1] & 0x3F) << 6 | (rune_t)(bytes[2] & 0x3F);
}

enum token_kind {
    TOKEN_WORD,   /* letters of any script but Han, with inner apostrophes: "mother's" */
    TOKEN_NUMBER, /* decimal digits, also full-width ones */
    TOKEN_HAN,    /* one character */
    TOKEN_MARK,   /* one other character */
    TOKEN_BREAK,  /* a line break */
};

struct token {
    enum token_kind kind;
    bool spaced;    /* white space stands before it */
    uint8_t digits; /* TOKEN_NUMBER: how many, up to 255 */
    uint32_t
        value; /* TOKEN_NUMBER: the value, or UINT32_MAX beyond nine digits; else the (first) character */
    struct span span; /* bytes of the message */
    struct str text;  /* TOKEN_WORD: lower case, ASCII apostrophes; else as written */
};

/* The tokens of text[span). */
size_t facts_tokens(struct arena *arena, struct str text, struct span span, struct token **out);

/* As strcmp, but `word` is not NUL-terminated. */
int facts_word_cmp(struct str word, const char *other);
/* Whether `word` is in a table sorted by strcmp. */
bool facts_word_in(struct str word, const char *const *sorted, size_t count);

#endif
