/* What the linear model sees of a message: hashed features, family by family. Internal to triage and its trainer.
 *
 * Each family is a row of one table and can be switched off by its bit, so that its worth can be measured. */
#ifndef BURIN_ENGINE_FEATURES_H
#define BURIN_ENGINE_FEATURES_H

#include "engine/tokens.h"

#define FEATURE_FAMILIES(X)                                     \
    X(WORD, "words, by stem")                                   \
    X(FORM, "words as written")                                 \
    X(WORD2, "pairs of neighbouring words")                     \
    X(WORD3, "three neighbouring words")                        \
    X(SKIP, "pairs of words with one or two between")           \
    X(CHARS, "three to five characters of a word")              \
    X(HAN1, "Chinese characters")                               \
    X(HAN2, "two neighbouring Chinese characters")              \
    X(HAN3, "three")                                            \
    X(HAN4, "four")                                             \
    X(HAN_SKIP, "two Chinese characters with one between")      \
    X(CLASS, "meanings of the lexicon")                         \
    X(CLASS2, "neighbouring meanings")                          \
    X(CLASS3, "three neighbouring meanings")                    \
    X(CLASS_PAIR, "two meanings anywhere in the segment")       \
    X(MIXED, "a meaning and the word beside it")                \
    X(NEGATED, "meanings and words under a negation")           \
    X(EDGE, "the first and last words and signs")               \
    X(SHAPE, "length, punctuation, numbers, dates, quotations") \
    X(QUOTED, "words in quotation marks")                       \
    X(NEXT_TO, "meanings of the segments before and after")     \
    X(WHOLE, "meanings of the whole message")

#define X(id, about) FAMILY_##id,
enum feature_family { FEATURE_FAMILIES(X) FAMILY_COUNT };
#undef X

const char *feature_family_name(enum feature_family family);
const char *feature_family_about(enum feature_family family);

enum { FAMILIES_ALL = (1 << FAMILY_COUNT) - 1 };

struct feature_list {
    uint32_t *hashes;
    size_t count;
};

struct message_features {
    struct feature_list *segments; /* of each segment; empty for those that are not read */
    size_t count;
};

/* Features of every segment that was read; `families` is a set of bits 1 << FAMILY_…. */
void features_extract(struct arena *arena, const struct message_tokens *tokens, uint32_t families,
                      struct message_features *out);

#endif
