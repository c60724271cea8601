/* The words of the trade by meaning: classes of words and phrases in English and Chinese, and their look-up.
 *
 * The classes help the linear model to generalise ("snapped", "came off", 断了 are all BROKEN) and fill the signs.
 * English entries are matched by stem, Chinese ones by (simplified) characters. */
#ifndef BURIN_ENGINE_LEXICON_H
#define BURIN_ENGINE_LEXICON_H

#include "base/arena.h"
#include "engine/lexicon_classes.h"
#include "model/classifier.h"

#define X(id) LEX_##id,
enum lexicon_class { LEXICON_CLASSES(X) LEX_COUNT };
#undef X

struct lexicon_row { /* words between spaces; "_" joins the words of a phrase */
    enum lexicon_class class;
    const char *words;
};

extern const struct lexicon_row lexicon_en[];
extern const size_t lexicon_en_count;
extern const struct lexicon_row lexicon_zh[];
extern const size_t lexicon_zh_count;

enum { LEXICON_PHRASE_MAX = 6 }; /* words of an English phrase, characters of a Chinese one */

struct lexicon {
    const struct lexicon_slot *slots; /* open addressing, several slots may hold one hash */
    uint32_t bits;
};

/* The compiled-in tables as a hash table in `arena`. */
const struct lexicon *lexicon_compile(struct arena *arena);
const char *lexicon_class_name(enum lexicon_class class);

/* Hash of a phrase: words one by one. A phrase begins as 0. */
uint32_t lexicon_extend(uint32_t phrase, uint32_t word);
/* The next slot with this hash after `*probe` (0 at first), or NULL. */
const struct lexicon_slot *lexicon_find(const struct lexicon *lexicon, uint32_t phrase, uint32_t *probe);

/* Light English stem of a word in lower case and without apostrophes, in place; gives the new length. */
size_t lexicon_stem(char *word, size_t len);
uint32_t lexicon_hash(const char *bytes, size_t len);
uint32_t lexicon_rune_hash(uint32_t rune); /* of one simplified Chinese character */

#endif
