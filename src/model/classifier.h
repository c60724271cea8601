/* The trained reader of concerns, as a value: a linear model over hashed features.
 *
 * The bytes are what `burin train` writes: a header, calibration, and weights of 8 bits with one scale for each
 * label. Made by the engine's trainer, kept by shop, used by engine. */
#ifndef BURIN_MODEL_CLASSIFIER_H
#define BURIN_MODEL_CLASSIFIER_H

#include "base/arena.h"
#include "base/err.h"
#include "model/words.h"

/* The labels are the concerns and, last, "no concern" for greetings, stories and signatures. */
enum { LABEL_NONE = CONCERN_COUNT, LABEL_COUNT = CONCERN_COUNT + 1 };

struct classifier {
    uint32_t bits; /* features are hashed to 2^bits slots */
    const int8_t *weights; /* [2^bits][LABEL_COUNT] */
    float scale[LABEL_COUNT];
    float bias[LABEL_COUNT];
    float threshold[LABEL_COUNT];  /* a label is found at or above this calibrated probability */
    float slope[LABEL_COUNT], offset[LABEL_COUNT]; /* calibration: p = 1 / (1 + exp(-(slope * score + offset))) */
    struct str version; /* hash of the bytes, 16 hex digits */
};

/* Checks the header and borrows the bytes, which must outlive the classifier. */
int classifier_from_bytes(struct arena *arena, struct str bytes, const struct classifier **out, struct err *err);
struct str classifier_to_bytes(struct arena *arena, const struct classifier *classifier);

#endif
