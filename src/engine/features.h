/* What the linear model sees of a message: hashed features, family by family. Internal to triage and its trainer.
 *
 * Each family is a row of one table and can be switched off by its bit, so that its worth can be measured. */
#ifndef BURIN_ENGINE_FEATURES_H
#define BURIN_ENGINE_FEATURES_H

#include "engine/tokens.h"

/* The groups of families are normalised by themselves, so that the many of one do not drown the few of another. */
enum feature_group { GROUP_MEANINGS, GROUP_WORDS, GROUP_CHARACTERS, GROUP_COUNT };

/* In the order of their groups. */
#define FEATURE_FAMILIES(X)                                                            \
    X(CLASS, MEANINGS, "meanings of the lexicon")                                      \
    X(CLASS2, MEANINGS, "neighbouring meanings")                                       \
    X(CLASS3, MEANINGS, "three neighbouring meanings")                                 \
    X(CLASS_PAIR, MEANINGS, "two meanings anywhere in the segment")                    \
    X(MIXED, MEANINGS, "a meaning and the word beside it")                             \
    X(NEGATED, MEANINGS, "meanings and words under a negation")                        \
    X(EDGE, MEANINGS, "the first and last words and signs")                            \
    X(SHAPE, MEANINGS, "length, punctuation, numbers, dates, quotations")              \
    X(TRADE, MEANINGS, "how many words are of this trade, of other business, of none") \
    X(NEXT_TO, MEANINGS, "meanings of the segments before and after")                  \
    X(WORD, WORDS, "words, by stem")                                                   \
    X(FORM, WORDS, "words as written")                                                 \
    X(WORD2, WORDS, "pairs of neighbouring words")                                     \
    X(WORD3, WORDS, "three neighbouring words")                                        \
    X(SKIP, WORDS, "pairs of words with one or two between")                           \
    X(HAN1, WORDS, "Chinese characters")                                               \
    X(HAN2, WORDS, "two neighbouring Chinese characters")                              \
    X(HAN3, WORDS, "three")                                                            \
    X(CHARS, CHARACTERS, "three to five characters of a word")

#define X(id, group, about) FAMILY_##id,
enum feature_family { FEATURE_FAMILIES(X) FAMILY_COUNT };
#undef X

const char *feature_family_name(enum feature_family family);
const char *feature_family_about(enum feature_family family);

enum { FAMILIES_ALL = (1 << FAMILY_COUNT) - 1 };

struct feature_list { /* group after group */
    uint32_t *hashes;
    size_t count;
    size_t counts[GROUP_COUNT];
};

/* The weight of a group with `count` features, none of which has another weight. */
float feature_group_norm(enum feature_group group, size_t count);

struct message_features {
    struct feature_list *segments; /* of each segment; empty for those that are not read */
    size_t count;
};

/* Whether a message names an order by a number: "order 48213", 订单20418. */
bool features_names_order(const struct message_tokens *tokens);

/* Features of every segment that was read; `families` is a set of bits 1 << FAMILY_…. */
void features_extract(struct arena *arena, const struct message_tokens *tokens, uint32_t families,
                      struct message_features *out);

#endif
