/* The corpus as the trainer sees it: features of whole lines and of their labelled parts. Internal to the trainer. */
#ifndef BURIN_ENGINE_DATASET_H
#define BURIN_ENGINE_DATASET_H

#include "engine/corpus.h"
#include "engine/features.h"

struct example {
    const uint32_t *features; /* hashes, group after group; the same one may come several times */
    size_t count, counts[GROUP_COUNT];
    int label;         /* of a part */
    uint32_t concerns; /* of a whole line, as a set of bits */
};

struct dataset_line {
    const struct corpus_line *line;
    struct message_features features; /* as a reader sees the line, who does not know its parts */
    struct example whole;
    struct example *parts;
    size_t part_count;
    uint32_t draw; /* from the text alone: sorts the line into its fold */
};

struct dataset {
    struct dataset_line *lines;
    size_t count;
};

void dataset_build(struct arena *arena, const struct corpus *corpus, const struct lexicon *lexicon,
                   uint32_t families, struct dataset *out);

#endif
