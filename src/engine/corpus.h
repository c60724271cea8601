/* Labelled messages to learn from, read from the bytes of corpus files (the format is data/corpus/README.md). */
#ifndef BURIN_ENGINE_CORPUS_H
#define BURIN_ENGINE_CORPUS_H

#include "base/err.h"
#include "model/assessment.h"
#include "model/classifier.h"
#include "model/store.h"

struct corpus_part { /* text[start, end) is about `label`: a concern or LABEL_NONE */
    size_t start, end;
    int label;
};

struct corpus_line {
    struct str text;           /* markers taken out, "\n" made a line break */
    struct corpus_part *parts; /* in order, they cover the text */
    size_t part_count;
    enum lang lang;
    struct str file;
    int line;
};

struct corpus {
    struct arena *arena;
    struct corpus_line *lines;
    size_t count, cap;
};

/* Adds the lines of one file, LANG/CONCERN.txt. A marker that names no concern, text that is not UTF-8, a line of
 * multi.txt without marker, or an over-long line is an error with its place. */
int corpus_add(struct corpus *corpus, struct str file, enum lang lang, struct str concern, struct str bytes,
               struct err *err);

/* The concerns of a line, as a set of bits. */
uint32_t corpus_line_concerns(const struct corpus_line *line);

struct corpus_twins {
    const struct corpus_line *first, *second;
    double likeness; /* Jaccard index of the sets of five characters in a row */
};

/* Pairs of lines of one language whose likeness is above `limit`, at most `room` of them; gives how many. */
size_t corpus_find_twins(struct arena *arena, const struct corpus *corpus, double limit,
                         struct corpus_twins *out, size_t room);

#endif
