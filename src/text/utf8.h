/* UTF-8 and what Burin needs to know about characters, on top of ICU's character data. */
#ifndef BURIN_TEXT_UTF8_H
#define BURIN_TEXT_UTF8_H

#include "base/arena.h"
#include "base/buf.h"

typedef uint32_t rune_t; /* a Unicode scalar value */

#define UTF8_BAD UINT32_MAX /* ill-formed sequence; one byte is skipped */

/* The character at `*at`, which must lie inside the text; moves `*at` behind it. */
rune_t utf8_next(struct str text, size_t *at);
/* The character that ends before `at` (> 0); moves `*at` to its start. */
rune_t utf8_prev(struct str text, size_t *at);
bool utf8_is_valid(struct str text);
size_t utf8_count(struct str text); /* characters; an ill-formed byte counts as one */
void utf8_put(struct buf *buf, rune_t rune);

bool rune_is_han(rune_t rune);
bool rune_is_letter(rune_t rune); /* any script, with combining marks */
bool rune_is_digit(rune_t rune);  /* ASCII and full-width */
bool rune_is_space(rune_t rune);
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
