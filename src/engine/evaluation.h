/* Counts how well concerns are found, language by language, and prints the result. */
#ifndef BURIN_ENGINE_EVALUATION_H
#define BURIN_ENGINE_EVALUATION_H

#include "base/buf.h"
#include "model/classifier.h"
#include "model/store.h"

enum { EVALUATION_BINS = 10 };

struct evaluation_counts {
    int messages, exact;
    int hit[CONCERN_COUNT], extra[CONCERN_COUNT], missed[CONCERN_COUNT];
    int confused[CONCERN_COUNT][CONCERN_COUNT]; /* [wanted and missed][found instead] */
    /* Calibration of the likeliest concern: how many, how sure, how often right. */
    int bin_count[EVALUATION_BINS], bin_right[EVALUATION_BINS];
    double bin_sure[EVALUATION_BINS];
    int right_at[101], count_at[101]; /* by percent of confidence of the likeliest */
};

struct evaluation {
    struct evaluation_counts langs[LANG_COUNT];
};

/* One message: the concerns it has, those found (sets of bits), and the likeliest with its confidence. */
void evaluation_add(struct evaluation *evaluation, enum lang lang, uint32_t wanted, uint32_t found,
                    enum concern best, double confidence);

double evaluation_micro(const struct evaluation_counts *counts);
double
evaluation_macro(const struct evaluation_counts *counts); /* over concerns that occur or were found right */
/* F1 of one concern; -1 when it does not occur. */
double evaluation_f1(const struct evaluation_counts *counts, enum concern concern);
double evaluation_calibration_error(const struct evaluation_counts *counts);
/* The share of messages that can be decided while the likeliest concern is right in `precision` of them; `out_from` is
 * the confidence from which they are. */
double evaluation_decided(const struct evaluation_counts *counts, double precision, double *out_from);

/* A table for people. `details` adds each concern and the commonest confusions. */
void evaluation_print(const struct evaluation *evaluation, bool details, struct buf *out);

#endif
