/* Trains the reader of concerns from a corpus. Deterministic: the same corpus and build give the same bytes. */
#ifndef BURIN_ENGINE_TRAINER_H
#define BURIN_ENGINE_TRAINER_H

#include "engine/corpus.h"
#include "engine/evaluation.h"
#include "engine/features.h"

struct trainer_options {
    uint32_t families; /* bits 1 << FAMILY_… */
    int epochs;        /* passes over the corpus */
    int runs;          /* from scratch, each in its own order; the model is their mean */
    int folds;         /* of the cross-validation that calibrates; at least 2 */
    float hidden;    /* share of features hidden at random in each step, so that no single one is leaned on */
    float pairs;     /* messages made of two lines, as a share of the lines */
    float rate;      /* of learning */
    int least_lines; /* features seen in fewer lines are left out of the dictionary */
    float share;     /* of the corpus that is learned from: for learning curves */
};

struct trainer_options trainer_defaults(void);

/* What cross-validation says of the model: each line was read by a model that had not seen it. */
struct trainer_report {
    struct evaluation evaluation;
    size_t lines, features;
};

/* Trains on all lines. `options` NULL: the defaults. `report` may be NULL. Needs at least one line for each fold. */
int trainer_train(struct arena *arena, const struct corpus *corpus, const struct trainer_options *options,
                  const struct classifier **out, struct trainer_report *report, struct err *err);

#endif
