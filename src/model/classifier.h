/* The trained reader of concerns, as a value: a linear model over a dictionary of hashed features.
 *
 * It has two heads: one scores whole messages, label by label; the other scores stretches of a message, one label
 * against the others. The bytes are what `burin train` writes. Made by the engine's trainer, kept by shop, used by
 * engine, which alone knows how features are made and what the lexicon's entries mean. */
#ifndef BURIN_MODEL_CLASSIFIER_H
#define BURIN_MODEL_CLASSIFIER_H

#include "base/arena.h"
#include "base/err.h"
#include "model/words.h"

/* The labels are the concerns and, last, "no concern" for greetings, stories and signatures. */
enum { LABEL_NONE = CONCERN_COUNT, LABEL_COUNT = CONCERN_COUNT + 1 };

enum classifier_head { HEAD_MESSAGE, HEAD_STRETCH, HEAD_COUNT };
enum { CLASSIFIER_ROW = HEAD_COUNT * LABEL_COUNT, CLASSIFIER_BUCKET_BITS = 16 };

struct lexicon_slot { /* of an open-addressed table; hash 0: free */
    uint32_t hash;
    uint16_t class;
    uint16_t words; /* how many tokens the entry spans */
};

struct classifier {
    uint32_t feature_count;
    const uint32_t *keys;    /* the features' hashes, ascending */
    const uint32_t *buckets; /* [2^CLASSIFIER_BUCKET_BITS + 1]: the first key of each leading bit pattern */
    const int8_t *weights;   /* [feature_count][HEAD_COUNT][LABEL_COUNT] */
    float scale[HEAD_COUNT][LABEL_COUNT]; /* of one weight step */
    float bias[HEAD_COUNT][LABEL_COUNT];
    float slope[LABEL_COUNT],
        offset[LABEL_COUNT];      /* calibration: p = 1 / (1 + exp(-(slope * score + offset))) */
    float threshold[LABEL_COUNT]; /* a label is found at or above this calibrated probability */
    /* How often a label is right that was preferred to all others: the confidence that is told. The same curve, over the
     * log-odds of the calibrated probability. */
    float sure_slope[LABEL_COUNT], sure_offset[LABEL_COUNT];
    const struct lexicon_slot *lexicon;
    uint32_t lexicon_bits; /* 2^lexicon_bits slots */
    struct str version;    /* hash of the bytes, 16 hex digits */
};

/* Checks the bytes. The weights are borrowed from them, so they must outlive the classifier. */
int classifier_from_bytes(struct arena *arena, struct str bytes, const struct classifier **out,
                          struct err *err);
struct str classifier_to_bytes(struct arena *arena, const struct classifier *classifier);
/* Fills `buckets` from the keys. */
void classifier_index(struct arena *arena, struct classifier *classifier);

/* Where the keys of the features begin that share this one's leading bits. */
static inline const uint32_t *classifier_bucket(const struct classifier *classifier, uint32_t feature)
{
    return &classifier->buckets[feature >> (32 - CLASSIFIER_BUCKET_BITS)];
}

/* The weights of a feature, or NULL when it is not in the dictionary. */
static inline const int8_t *classifier_row(const struct classifier *classifier, uint32_t feature)
{
    const uint32_t *bucket = classifier_bucket(classifier, feature);
    for (uint32_t i = bucket[0]; i < bucket[1]; i++)
        if (classifier->keys[i] == feature) return classifier->weights + (size_t)i * CLASSIFIER_ROW;
    return NULL;
}

#endif
