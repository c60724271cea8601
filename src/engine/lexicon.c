/* Compiles the lexicon's rows into a hash table, and stems English words the same way on both sides. */
#include "engine/lexicon.h"

#include "base/hash.h"
#include "engine/simplify.h"
#include "text/utf8.h"

enum { WORD_MAX = 40 };

const char *lexicon_class_name(enum lexicon_class class)
{
#define X(id) #id,
    static const char *const names[] = {LEXICON_CLASSES(X)};
#undef X
    return names[class];
}

uint32_t lexicon_hash(const char *bytes, size_t len)
{
    uint64_t hash = hash_mix(hash_bytes(HASH_SEED, bytes, len));
    return (uint32_t)hash | 1; /* never 0 */
}

uint32_t lexicon_rune_hash(uint32_t rune)
{
    return (uint32_t)hash_mix(rune) | 1;
}

uint32_t lexicon_extend(uint32_t phrase, uint32_t word)
{
    uint32_t hash = (phrase * UINT32_C(0x9E3779B1)) ^ word;
    hash ^= hash >> 15;
    return (hash * UINT32_C(0x85EBCA6B)) | 1;
}

const struct lexicon_slot *lexicon_find(const struct lexicon *lexicon, uint32_t phrase, uint32_t *probe)
{
    uint32_t mask = (UINT32_C(1) << lexicon->bits) - 1;
    for (uint32_t step = *probe;; step++) {
        const struct lexicon_slot *slot = &lexicon->slots[((phrase >> 4) + step) & mask];
        if (slot->hash == 0) return NULL;
        if (slot->hash != phrase) continue;
        *probe = step + 1;
        return slot;
    }
}

static bool is_vowel(char c)
{
    return c && strchr("aeiouy", c) != NULL;
}

static bool has_vowel(const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (is_vowel(word[i])) return true;
    return false;
}

static bool ends_in(const char *word, size_t len, const char *ending)
{
    size_t size = strlen(ending);
    return len > size && memcmp(word + len - size, ending, size) == 0;
}

/* "stopp" → "stop", "fall" stays. */
static size_t undouble(const char *word, size_t len)
{
    bool doubled = len > 3 && word[len - 1] == word[len - 2] && !is_vowel(word[len - 1]);
    return doubled && !strchr("lsz", word[len - 1]) ? len - 1 : len;
}

size_t lexicon_stem(char *word, size_t len)
{
    if (len <= 3) return len;
    if (ends_in(word, len, "ies") && len > 4) {
        word[len - 3] = 'y';
        len -= 2;
    } else if (ends_in(word, len, "sses") || ends_in(word, len, "shes") || ends_in(word, len, "ches") ||
               ends_in(word, len, "xes")) {
        len -= 2;
    } else if (word[len - 1] == 's' && word[len - 2] != 's' && word[len - 2] != 'u' && word[len - 2] != 'i') {
        len -= 1;
    }
    if (ends_in(word, len, "ing") && len > 5 && has_vowel(word, len - 3)) {
        len = undouble(word, len - 3);
    } else if (ends_in(word, len, "ed") && len > 4 && has_vowel(word, len - 2)) {
        len = undouble(word, len - 2);
        if (word[len - 1] == 'i') word[len - 1] = 'y';
    } else if (ends_in(word, len, "ly") && len > 4) {
        len -= 2;
    }
    if (len > 3 && word[len - 1] == 'e') len--;
    return len;
}

struct table {
    struct lexicon_slot *slots;
    uint32_t bits;
};

static void insert(struct table *table, uint32_t hash, enum lexicon_class class, size_t words)
{
    uint32_t mask = (UINT32_C(1) << table->bits) - 1;
    uint32_t at = (hash >> 4) & mask;
    for (; table->slots[at].hash; at = (at + 1) & mask)
        if (table->slots[at].hash == hash && table->slots[at].class == class) return; /* another inflection */
    table->slots[at] = (struct lexicon_slot){hash, (uint16_t) class, (uint16_t)words};
}

/* An English entry: its words, stemmed. A Chinese one: its characters, and Latin words among them. */
static uint32_t hash_entry(struct str entry, size_t *out_words)
{
    uint32_t phrase = 0;
    size_t words = 0;
    for (size_t at = 0; at < entry.len;) {
        char word[WORD_MAX];
        size_t len = 0;
        while (at < entry.len && (unsigned char)entry.ptr[at] < 0x80 && entry.ptr[at] != '_' &&
               len < WORD_MAX)
            word[len++] = (char)rune_lower((unsigned char)entry.ptr[at++]);
        if (len == 0 && entry.ptr[at] == '_') {
            at++;
            continue;
        }
        uint32_t hash;
        if (len > 0) {
            hash = lexicon_hash(word, lexicon_stem(word, len));
        } else {
            rune_t rune = rune_simplify(utf8_next(entry, &at));
            hash = lexicon_rune_hash(rune);
        }
        phrase = lexicon_extend(phrase, hash);
        words++;
    }
    *out_words = words;
    return phrase;
}

static void insert_row(struct table *table, const struct lexicon_row *row)
{
    struct str rest = str_of(row->words), entry;
    while (str_next_part(&rest, ' ', &entry)) {
        size_t words;
        if (entry.len == 0) continue;
        uint32_t hash = hash_entry(entry, &words);
        if (words > 0 && words <= LEXICON_PHRASE_MAX) insert(table, hash, row->class, words);
    }
}

static size_t count_entries(const struct lexicon_row *rows, size_t count)
{
    size_t entries = 0;
    for (size_t i = 0; i < count; i++)
        for (const char *at = rows[i].words; *at; at++) entries += *at == ' ' || at[1] == '\0';
    return entries;
}

const struct lexicon *lexicon_compile(struct arena *arena)
{
    size_t entries =
        count_entries(lexicon_en, lexicon_en_count) + count_entries(lexicon_zh, lexicon_zh_count);
    struct table table = {.bits = 8};
    while ((size_t)1 << table.bits < 2 * entries) table.bits++;
    table.slots = ARENA_ARRAY(arena, (size_t)1 << table.bits, struct lexicon_slot);
    for (size_t i = 0; i < lexicon_en_count; i++) insert_row(&table, &lexicon_en[i]);
    for (size_t i = 0; i < lexicon_zh_count; i++) insert_row(&table, &lexicon_zh[i]);
    struct lexicon *lexicon = ARENA_NEW(arena, struct lexicon);
    *lexicon = (struct lexicon){table.slots, table.bits};
    return lexicon;
}
