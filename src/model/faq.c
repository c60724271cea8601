/* Which entries of the FAQ answer a question: phrase and word matching, no learning; see policy.h. */
#include "model/policy.h"

/* A phrase of the owner counts by its length; a word of the question counts less the more entries hold it. An entry
 * answers from FOUND on: one short phrase, or two words of its own. */
enum { PHRASE_SCORE = 100, PHRASE_WORD_SCORE = 20, WORD_SCORE = 60, FOUND = 100 };

struct match {
    struct str text;
    uint8_t
        pairs[8192]; /* a bit for each two bytes that stand side by side in the text: most keywords do not */
    bool taken[FAQ_TEXT_MOST]; /* bytes that an entry found before has answered */
};

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Whether the text at `end` ends the word: here, or behind a plural's "s" or "es". */
static bool word_ends(struct str text, size_t end)
{
    for (int skipped = 0; skipped <= 2; skipped++, end++) {
        if (end >= text.len || !is_word_byte(text.ptr[end])) return true;
        char next = skipped == 0 && text.ptr[end] == 'e' ? 'e' : 's';
        if (text.ptr[end] != next) return false;
    }
    return false;
}

static bool stands_free(struct str text, size_t from, size_t end, struct str word, bool any_ending)
{
    if (is_word_byte(word.ptr[0]) && from > 0 && is_word_byte(text.ptr[from - 1])) return false;
    if (any_ending || !is_word_byte(word.ptr[word.len - 1])) return true;
    return word_ends(text, end);
}

static unsigned pair_at(const char *bytes)
{
    return (unsigned)(unsigned char)bytes[0] << 8 | (unsigned char)bytes[1];
}

static void note_pairs(struct match *match)
{
    for (size_t i = 0; i + 1 < match->text.len; i++) {
        unsigned pair = pair_at(match->text.ptr + i);
        match->pairs[pair / 8] |= (uint8_t)(1 << pair % 8);
    }
}

static bool may_hold(const struct match *match, struct str keyword)
{
    if (keyword.len < 2) return true;
    unsigned pair = pair_at(keyword.ptr);
    return match->pairs[pair / 8] >> pair % 8 & 1;
}

/* An occurrence of the keyword that no other entry has taken: its place, or STR_NOT_FOUND. */
static size_t find_keyword(const struct match *match, struct str keyword, size_t *out_len)
{
    bool any_ending = keyword.len > 1 && keyword.ptr[keyword.len - 1] == '*';
    if (any_ending) keyword.len--;
    if (keyword.len == 0 || !may_hold(match, keyword)) return STR_NOT_FOUND;
    *out_len = keyword.len;
    for (size_t at = 0; (at = str_find(match->text, keyword, at)) != STR_NOT_FOUND; at++) {
        if (!stands_free(match->text, at, at + keyword.len, keyword, any_ending)) continue;
        if (!match->taken[at] || !match->taken[at + keyword.len - 1]) return at;
    }
    return STR_NOT_FOUND;
}

/* Further words of a phrase, where four bytes beyond ASCII (more than one Han character) count as a word. */
static int phrase_words(struct str phrase)
{
    int spaces = 0, wide = 0;
    for (size_t i = 0; i < phrase.len; i++) {
        spaces += phrase.ptr[i] == ' ';
        wide += (unsigned char)phrase.ptr[i] >= 0x80;
    }
    return spaces + wide / 6;
}

static int keyword_score(const struct faq *faq, const struct faq_entry *entry, size_t index)
{
    struct str keyword = entry->keywords[index];
    if (index < entry->phrase_count) return PHRASE_SCORE + PHRASE_WORD_SCORE * phrase_words(keyword);
    int holders = 0;
    for (size_t i = 0; i < faq->count; i++) {
        const struct faq_entry *other = &faq->entries[i];
        if (!str_eq(other->locale, entry->locale)) continue;
        for (size_t k = other->phrase_count; k < other->keyword_count; k++)
            holders += str_eq(other->keywords[k], keyword);
    }
    return holders > 1 ? WORD_SCORE / holders : WORD_SCORE;
}

static int entry_score(const struct faq *faq, const struct match *match, const struct faq_entry *entry)
{
    int score = 0;
    size_t len;
    for (size_t i = 0; i < entry->keyword_count; i++)
        if (find_keyword(match, entry->keywords[i], &len) != STR_NOT_FOUND)
            score += keyword_score(faq, entry, i);
    return score;
}

static void take_words(struct match *match, const struct faq_entry *entry)
{
    for (size_t i = 0; i < entry->keyword_count; i++) {
        size_t len, at;
        while ((at = find_keyword(match, entry->keywords[i], &len)) != STR_NOT_FOUND)
            memset(match->taken + at, true, len);
    }
}

static const struct faq_entry *best_entry(const struct faq *faq, struct str locale, const struct match *match)
{
    const struct faq_entry *best = NULL;
    int best_score = FOUND - 1;
    for (size_t i = 0; i < faq->count; i++) {
        if (!str_eq(faq->entries[i].locale, locale)) continue;
        int score = entry_score(faq, match, &faq->entries[i]);
        if (score <= best_score) continue;
        best = &faq->entries[i];
        best_score = score;
    }
    return best;
}

static bool holds(const struct faq_entry *const *entries, size_t count, const struct faq_entry *entry)
{
    for (size_t i = 0; i < count; i++)
        if (entries[i] == entry) return true;
    return false;
}

size_t faq_find(const struct faq *faq, struct str locale, struct str folded, const struct faq_entry **out,
                size_t most)
{
    struct match match = {.text = str_slice(folded, 0, FAQ_TEXT_MOST)};
    size_t found = 0;
    note_pairs(&match);
    while (found < most) {
        const struct faq_entry *entry = best_entry(faq, locale, &match);
        if (!entry || holds(out, found, entry)) break;
        out[found++] = entry;
        take_words(&match, entry);
    }
    return found;
}
