/* Whether a new value can be made: the rules of the item, of the store's product, or the defaults. */
#include "engine/facts.h"
#include "engine/spec.h"

#include "text/utf8.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum { DEFAULT_MAX = 60, DELIVERY_MAX = 300, AT_FAULT_MAX = 8 };

static const struct field_rule *rule_in(const struct field_rule *rules, size_t count, struct str field)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq_nocase(rules[i].field, field)) return &rules[i];
    return NULL;
}

const struct field_rule *spec_rule(const struct store *store, const struct item *item, struct str field)
{
    static const struct field_rule plain = {.max = DEFAULT_MAX};
    static const struct field_rule delivery = {.max = DELIVERY_MAX};
    const struct field_rule *rule = item ? rule_in(item->rules, item->rule_count, field) : NULL;
    const struct product *product = !rule && item && store ? store_product(store, item->sku) : NULL;
    if (product) rule = rule_in(product->rules, product->rule_count, field);
    if (rule) return rule;
    return str_is(field, "address") || str_is(field, "item") ? &delivery : &plain;
}

/* Characters as people count them: grapheme clusters. Plain text needs no break iterator. */
static int count_graphemes(struct str value)
{
    int count = 0;
    bool plain = true;
    for (size_t at = 0; at < value.len; count++) {
        rune_t rune = utf8_next(value, &at);
        if (rune >= 0x300 && rune != UTF8_BAD &&
            u_getIntPropertyValue((UChar32)rune, UCHAR_GRAPHEME_CLUSTER_BREAK) != U_GCB_OTHER)
            plain = false;
    }
    if (plain || value.len > 4096) return count;
    UErrorCode status = U_ZERO_ERROR;
    UText text = UTEXT_INITIALIZER;
    utext_openUTF8(&text, value.ptr, (int64_t)value.len, &status);
    UBreakIterator *breaks = ubrk_open(UBRK_CHARACTER, "en", NULL, 0, &status);
    if (U_SUCCESS(status)) ubrk_setUText(breaks, &text, &status);
    if (U_SUCCESS(status)) {
        count = 0;
        while (ubrk_next(breaks) != UBRK_DONE) count++;
    }
    if (breaks) ubrk_close(breaks);
    utext_close(&text);
    return count;
}

/* Whether a charset such as "A-Z0-9 &" holds the character; a dash at either end stands for itself. */
static bool charset_has(struct str charset, rune_t rune)
{
    for (size_t at = 0; at < charset.len;) {
        rune_t low = utf8_next(charset, &at), high = low;
        if (at + 1 < charset.len && charset.ptr[at] == '-') {
            at++;
            high = utf8_next(charset, &at);
        }
        if (rune >= low && rune <= high) return true;
    }
    return false;
}

static bool is_default_allowed(rune_t rune)
{
    if (rune == '\n') return true;
    if (rune_is_emoji(rune)) return false;
    uint32_t category = rune == UTF8_BAD ? 0 : U_GET_GC_MASK((UChar32)rune);
    return (category &
            (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_P_MASK | U_GC_S_MASK | U_GC_ZS_MASK)) != 0;
}

static bool already_listed(const rune_t *listed, int count, rune_t rune)
{
    for (int i = 0; i < count; i++)
        if (listed[i] == rune) return true;
    return false;
}

/* What the order already holds was taken before: the heart of "A ♥ D". */
static bool holds_rune(struct str text, rune_t wanted)
{
    for (size_t at = 0; at < text.len;)
        if (utf8_next(text, &at) == wanted) return true;
    return false;
}

/* The characters that the rule does not allow, each once, parted by spaces; empty when there are none. */
static struct str characters_at_fault(struct arena *arena, const struct field_rule *rule, struct str current,
                                      struct str value)
{
    rune_t listed[AT_FAULT_MAX];
    int count = 0;
    struct buf buf;
    buf_init(&buf, 128);
    for (size_t at = 0; at < value.len && count < AT_FAULT_MAX;) {
        rune_t rune = utf8_next(value, &at);
        bool allowed = rule->charset.len ? charset_has(rule->charset, rune)
                                         : is_default_allowed(rune) || holds_rune(current, rune);
        if (allowed || rune == 0xFE0F || already_listed(listed, count, rune)) continue;
        listed[count++] = rune;
        if (buf.len) buf_add_char(&buf, ' ');
        if (rune == ' ')
            buf_add_c(&buf, "␣");
        else
            utf8_put(&buf, rune);
    }
    struct str copy = buf_copy(&buf, arena);
    buf_done(&buf);
    return copy;
}

static struct str hidden_at_fault(struct arena *arena, struct str value)
{
    struct buf buf;
    buf_init(&buf, 128);
    int count = 0;
    for (size_t at = 0; at < value.len && count < AT_FAULT_MAX;) {
        rune_t rune = utf8_next(value, &at);
        if (rune == '\n' || !rune_is_hidden(rune)) continue;
        buf_printf(&buf, "%sU+%04X", count++ ? " " : "", (unsigned)(rune == UTF8_BAD ? 0xFFFD : rune));
    }
    struct str copy = buf_copy(&buf, arena);
    buf_done(&buf);
    return copy;
}

/* Alphabets whose letters pass for one another; one word must not mix them (UTS 39). */
static int alphabet_of(rune_t rune)
{
    if (rune < 0x80) return rune_is_letter(rune) ? 1 : 0;
    if (rune == UTF8_BAD || !u_isalpha((UChar32)rune)) return 0;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)rune, &status)) {
    case USCRIPT_LATIN:
        return 1;
    case USCRIPT_CYRILLIC:
        return 2;
    case USCRIPT_GREEK:
        return 3;
    case USCRIPT_ARMENIAN:
        return 4;
    case USCRIPT_CHEROKEE:
        return 5;
    case USCRIPT_COPTIC:
        return 6;
    case USCRIPT_LISU:
        return 7;
    default:
        return 0;
    }
}

/* The first word that mixes alphabets; empty when none does. */
static struct str mixed_word(struct str value)
{
    size_t start = 0;
    int alphabet = 0;
    bool mixed = false;
    for (size_t at = 0; at < value.len;) {
        size_t here = at;
        rune_t rune = utf8_next(value, &at);
        bool letter = rune_is_letter(rune);
        if (!letter) {
            if (mixed) return str_slice(value, start, here);
            start = at;
            alphabet = 0;
            continue;
        }
        int own = alphabet_of(rune);
        if (own && alphabet && own != alphabet) mixed = true;
        if (own) alphabet = own;
    }
    return mixed ? str_slice(value, start, value.len) : (struct str){0};
}

static bool is_choice(const struct field_rule *rule, struct str value)
{
    for (size_t i = 0; i < rule->choice_count; i++)
        if (str_eq_nocase(str_trim(rule->choices[i]), str_trim(value))) return true;
    return false;
}

static struct str choice_list(struct arena *arena, const struct field_rule *rule)
{
    struct buf buf;
    buf_init(&buf, 1000);
    for (size_t i = 0; i < rule->choice_count; i++) {
        if (i) buf_add_c(&buf, ", ");
        buf_add(&buf, rule->choices[i]);
    }
    struct str copy = buf_copy(&buf, arena);
    buf_done(&buf);
    return copy;
}

enum spec_fault spec_check(struct arena *arena, const struct store *store, const struct item *item,
                           struct str field, struct str value, struct str *out_detail)
{
    const struct field_rule *rule = spec_rule(store, item, field);
    struct str detail;
    if (str_trim(value).len == 0) return SPEC_MISSING;
    if (rule->choice_count) {
        if (is_choice(rule, value)) return SPEC_NONE;
        *out_detail = choice_list(arena, rule);
        return SPEC_NOT_A_CHOICE;
    }
    if (rule->min_width || rule->min_height) return SPEC_NONE; /* a photo: judged by its size, not its name */
    if ((detail = hidden_at_fault(arena, value)).len) {
        *out_detail = detail;
        return SPEC_HIDDEN;
    }
    value = text_nfc(arena, value);
    if ((detail = mixed_word(value)).len) {
        *out_detail = detail;
        return SPEC_MIXED_SCRIPTS;
    }
    if ((detail = characters_at_fault(arena, rule, item ? item_field(item, field) : (struct str){0}, value))
            .len) {
        *out_detail = detail;
        return SPEC_CHARACTERS;
    }
    if (rule->max > 0 && count_graphemes(value) > rule->max) {
        *out_detail = arena_printf(arena, "%d", rule->max);
        return SPEC_TOO_LONG;
    }
    return SPEC_NONE;
}

bool spec_wants_photo(struct arena *arena, const struct store *store, const struct item *item,
                      struct str field)
{
    const struct field_rule *rule = spec_rule(store, item, field);
    if (rule->min_width || rule->min_height) return true;
    return !rule->choice_count && field_kind_of(arena, field) == FIELD_KIND_PHOTO;
}

enum spec_fault spec_check_photo(struct arena *arena, const struct field_rule *rule,
                                 const struct attachment *photo, struct str *out_detail)
{
    if (!photo) return SPEC_MISSING;
    bool small = (photo->width && photo->width < rule->min_width) ||
                 (photo->height && photo->height < rule->min_height);
    if (!small) return SPEC_NONE;
    *out_detail = arena_printf(arena, "%d×%d", rule->min_width, rule->min_height);
    return SPEC_PHOTO_TOO_SMALL;
}
