/* How probable each concern is in a message, and where: the two heads of the model, joined. Internal to triage and
 * its trainer. */
#ifndef BURIN_ENGINE_SCORE_H
#define BURIN_ENGINE_SCORE_H

#include "engine/features.h"

enum {
    SCORE_SEGMENTS = 48, /* segments of a message that are scored; the rest is ignored */
    SCORE_STRETCH = 6,   /* at most so many neighbouring segments are about one concern */
};

/* A model that is being trained scores by the same code as one that is used. */
struct message_scores {
    float raw[LABEL_COUNT];         /* the joined score, before calibration */
    float probability[LABEL_COUNT]; /* calibrated */
    float (
        *segment)[LABEL_COUNT]; /* for each segment, how probably it is part of a stretch about the label */
    size_t segment_count;
};

/* Of one segment: sums of weights by group, and how many features of the dictionary were found. */
struct head_sums {
    float sum[GROUP_COUNT][HEAD_COUNT][LABEL_COUNT];
    size_t count[GROUP_COUNT];
};

void score_message(struct arena *arena, const struct classifier *classifier,
                   const struct message_features *features, bool allow_answer, struct message_scores *out);

/* How often a concern of this calibrated probability is right, when it is preferred to all others. */
float score_confidence(const struct classifier *classifier, int label, float probability);

/* The concerns found, as a set of bits: those at or above their threshold, or else the likeliest one; thanks only
 * where nothing else is said. */
uint32_t score_decide(const struct classifier *classifier, const struct message_scores *scores);

#endif
