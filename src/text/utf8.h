/* UTF-8 and what Burin needs to know about characters, on top of ICU's character data. */
#ifndef BURIN_TEXT_UTF8_H
#define BURIN_TEXT_UTF8_H

#include "base/arena.h"
#include "base/buf.h"

typedef uint32_t rune_t; /* a Unicode scalar value */

#define UTF8_BAD UINT32_MAX /* ill-formed sequence; one byte is skipped */

/* A character of two bytes or more, for utf8_next. */
rune_t utf8_next_long(struct str text, size_t *at);

/* The character at `*at`, which must lie inside the text; moves `*at` behind it. */
static inline rune_t utf8_next(struct str text, size_t *at)
{
    unsigned char first = (unsigned char)text.ptr[*at];
    if (first >= 0x80) return utf8_next_long(text, at);
    (*at)++;
    return first;
}

/* The character that ends before `at` (> 0); moves `*at` to its start. */
rune_t utf8_prev(struct str text, size_t *at);
bool utf8_is_valid(struct str text);
size_t utf8_count(struct str text); /* characters; an ill-formed byte counts as one */
/* The bytes of a character, at most four; U+FFFD for what is none. Gives their number. */
size_t utf8_encode(rune_t rune, char out[4]);
void utf8_put(struct buf *buf, rune_t rune);

bool rune_is_han_wide(rune_t rune);      /* from the first Han character on, for rune_is_han */
bool rune_is_letter_beyond(rune_t rune); /* beyond ASCII, for rune_is_letter */
bool rune_is_space_beyond(rune_t rune);

static inline bool rune_is_han(rune_t rune)
{
    return rune >= 0x3005 && rune_is_han_wide(rune);
}

/* Any script, with combining marks. */
static inline bool rune_is_letter(rune_t rune)
{
    return rune < 0x80 ? (rune | 32) >= 'a' && (rune | 32) <= 'z' : rune_is_letter_beyond(rune);
}

static inline bool rune_is_space(rune_t rune)
{
    return rune < 0x80 ? rune == ' ' || (rune >= '\t' && rune <= '\r') : rune_is_space_beyond(rune);
}

bool rune_is_digit(rune_t rune); /* ASCII and full-width */
bool rune_is_upper(rune_t rune);
rune_t rune_lower(rune_t rune);
/* Invisible or misleading in a personalization: bidirectional controls, zero-width characters, tags, variation
 * selectors' misuse, C0 and C1 controls (hardening rule for engraved text). */
bool rune_is_hidden(rune_t rune);
bool rune_is_emoji(rune_t rune);

/* NFKC with case folding, full-width forms made narrow: for matching only, offsets are lost. */
struct str text_fold(struct arena *arena, struct str text);
/* Unicode normalization form C. */
struct str text_nfc(struct arena *arena, struct str text);

#endif
