/* UTF-8 on ICU's character data; see utf8.h. */
#include "text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

rune_t utf8_next_long(struct str text, size_t *at)
{
    const uint8_t *bytes = (const uint8_t *)text.ptr;
    int64_t position = (int64_t)*at, length = (int64_t)text.len;
    int32_t rune;
    U8_NEXT(bytes, position, length, rune);
    if (rune < 0) {
        (*at)++;
        return UTF8_BAD;
    }
    *at = (size_t)position;
    return (rune_t)rune;
}

rune_t utf8_prev(struct str text, size_t *at)
{
    const uint8_t *bytes = (const uint8_t *)text.ptr;
    size_t start = *at - 1;
    while (start > 0 && *at - start < 4 && (bytes[start] & 0xC0) == 0x80) start--;
    size_t end = start;
    rune_t rune = utf8_next(text, &end);
    if (rune == UTF8_BAD || end != *at) {
        (*at)--;
        return UTF8_BAD;
    }
    *at = start;
    return rune;
}

bool utf8_is_valid(struct str text)
{
    for (size_t at = 0; at < text.len;)
        if (utf8_next(text, &at) == UTF8_BAD) return false;
    return true;
}

size_t utf8_count(struct str text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) utf8_next(text, &at);
    return count;
}

size_t utf8_encode(rune_t rune, char out[4])
{
    uint8_t *bytes = (uint8_t *)out;
    uint32_t length = 0;
    if (rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000)) rune = 0xFFFD;
    U8_APPEND_UNSAFE(bytes, length, rune);
    return length;
}

void utf8_put(struct buf *buf, rune_t rune)
{
    char bytes[4];
    buf_add(buf, str_of_len(bytes, utf8_encode(rune, bytes)));
}

bool rune_is_han_wide(rune_t rune)
{
    return (rune >= 0x4E00 && rune <= 0x9FFF) || (rune >= 0x3400 && rune <= 0x4DBF) ||
           (rune >= 0x20000 && rune <= 0x323AF) || rune == 0x3005 || rune == 0x3007 ||
           (rune >= 0xF900 && rune <= 0xFAFF);
}

bool rune_is_letter_beyond(rune_t rune)
{
    return rune != UTF8_BAD && (u_isalpha((UChar32)rune) || (U_GET_GC_MASK((UChar32)rune) & U_GC_M_MASK));
}

bool rune_is_digit(rune_t rune)
{
    return (rune >= '0' && rune <= '9') || (rune >= 0xFF10 && rune <= 0xFF19);
}

/* Unicode's White_Space, which never changes. */
bool rune_is_space_beyond(rune_t rune)
{
    return rune == 0x85 || rune == 0xA0 || rune == 0x1680 || (rune >= 0x2000 && rune <= 0x200A) ||
           rune == 0x2028 || rune == 0x2029 || rune == 0x202F || rune == 0x205F || rune == 0x3000;
}

bool rune_is_upper(rune_t rune)
{
    if (rune < 0x80) return rune >= 'A' && rune <= 'Z';
    return rune != UTF8_BAD && u_isupper((UChar32)rune);
}

rune_t rune_lower(rune_t rune)
{
    if (rune < 0x80) return rune >= 'A' && rune <= 'Z' ? rune + 32 : rune;
    return rune == UTF8_BAD ? rune : (rune_t)u_tolower((UChar32)rune);
}

bool rune_is_hidden(rune_t rune)
{
    if (rune == UTF8_BAD || rune < 0x20 || (rune >= 0x7F && rune < 0xA0)) return true;
    if (rune < 0x300) return rune == 0xAD;
    if (rune == 0x034F || rune == 0x115F || rune == 0x1160 || rune == 0x3164 || rune == 0xFFA0) return true;
    return (U_GET_GC_MASK((UChar32)rune) &
            (U_GC_CF_MASK | U_GC_CC_MASK | U_GC_CS_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK)) != 0;
}

bool rune_is_emoji(rune_t rune)
{
    if (rune < 0x2000 || rune == UTF8_BAD) return false;
    return u_hasBinaryProperty((UChar32)rune, UCHAR_EXTENDED_PICTOGRAPHIC) ||
           u_hasBinaryProperty((UChar32)rune, UCHAR_EMOJI_PRESENTATION) || rune == 0xFE0F || rune == 0x20E3;
}

typedef const UNormalizer2 *(*normalizer_of)(UErrorCode *);

static struct str normalize(struct arena *arena, struct str text, normalizer_of get)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = get(&status);
    if (U_FAILURE(status) || text.len > INT32_MAX / 32) return text;
    int32_t capacity = (int32_t)text.len + 1, length = 0;
    UChar *wide = arena_alloc_raw(arena, (size_t)capacity * sizeof *wide);
    u_strFromUTF8WithSub(wide, capacity, &length, text.ptr, (int32_t)text.len, 0xFFFD, NULL, &status);
    if (U_FAILURE(status)) return text;
    int32_t room = length * 18 + 8; /* the longest NFKC expansion of one character */
    UChar *normal = arena_alloc_raw(arena, (size_t)room * sizeof *normal);
    int32_t normal_length = unorm2_normalize(normalizer, wide, length, normal, room, &status);
    if (U_FAILURE(status)) return text;
    char *bytes = arena_alloc_raw(arena, (size_t)normal_length * 3 + 1);
    int32_t bytes_length = 0;
    u_strToUTF8(bytes, normal_length * 3 + 1, &bytes_length, normal, normal_length, &status);
    return U_FAILURE(status) ? text : str_of_len(bytes, (size_t)bytes_length);
}

/* Plain ASCII only loses its capitals. */
static bool fold_ascii(struct arena *arena, struct str text, struct str *out)
{
    char *bytes = arena_alloc_raw(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] >= 0x80) return false;
        bytes[i] = ascii_lower(text.ptr[i]);
    }
    bytes[text.len] = '\0';
    *out = str_of_len(bytes, text.len);
    return true;
}

struct str text_fold(struct arena *arena, struct str text)
{
    struct str folded;
    if (fold_ascii(arena, text, &folded)) return folded;
    return normalize(arena, text, unorm2_getNFKCCasefoldInstance);
}

struct str text_nfc(struct arena *arena, struct str text)
{
    return normalize(arena, text, unorm2_getNFCInstance);
}
