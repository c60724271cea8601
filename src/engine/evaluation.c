/* Precision, recall and calibration of found concerns. */
#include "engine/evaluation.h"

enum { CONFUSIONS_SHOWN = 8 };

static bool has(uint32_t set, int concern)
{
    return set >> concern & 1;
}

static void add_confusions(struct evaluation_counts *counts, uint32_t wanted, uint32_t found)
{
    for (int a = 0; a < CONCERN_COUNT; a++)
        for (int b = 0; b < CONCERN_COUNT; b++)
            if (has(wanted & ~found, a) && has(found & ~wanted, b)) counts->confused[a][b]++;
}

void evaluation_add(struct evaluation *evaluation, enum lang lang, uint32_t wanted, uint32_t found,
                    enum concern best, double confidence)
{
    struct evaluation_counts *counts = &evaluation->langs[lang];
    counts->messages++;
    counts->exact += wanted == found;
    for (int c = 0; c < CONCERN_COUNT; c++) {
        counts->hit[c] += has(wanted & found, c);
        counts->extra[c] += has(found & ~wanted, c);
        counts->missed[c] += has(wanted & ~found, c);
    }
    add_confusions(counts, wanted, found);
    double sure = confidence < 0 ? 0 : confidence > 1 ? 1 : confidence;
    int bin = (int)(sure * EVALUATION_BINS), percent = (int)(sure * 100);
    if (bin == EVALUATION_BINS) bin--;
    counts->bin_count[bin]++;
    counts->bin_sure[bin] += sure;
    counts->bin_right[bin] += has(wanted, (int)best);
    counts->count_at[percent]++;
    counts->right_at[percent] += has(wanted, (int)best);
}

double evaluation_f1(const struct evaluation_counts *counts, enum concern concern)
{
    int hit = counts->hit[concern], extra = counts->extra[concern], missed = counts->missed[concern];
    return hit + missed == 0 ? -1 : 2.0 * hit / (2 * hit + extra + missed);
}

double evaluation_micro(const struct evaluation_counts *counts)
{
    int hit = 0, wrong = 0;
    for (int c = 0; c < CONCERN_COUNT; c++) {
        hit += counts->hit[c];
        wrong += counts->extra[c] + counts->missed[c];
    }
    return hit == 0 ? 0 : 2.0 * hit / (2 * hit + wrong);
}

double evaluation_macro(const struct evaluation_counts *counts)
{
    double sum = 0;
    int concerns = 0;
    for (int c = 0; c < CONCERN_COUNT; c++) {
        double f1 = evaluation_f1(counts, (enum concern)c);
        if (f1 < 0) continue;
        sum += f1;
        concerns++;
    }
    return concerns == 0 ? 0 : sum / concerns;
}

double evaluation_calibration_error(const struct evaluation_counts *counts)
{
    double error = 0;
    for (int bin = 0; bin < EVALUATION_BINS; bin++) {
        double gap = counts->bin_sure[bin] - counts->bin_right[bin];
        error += gap < 0 ? -gap : gap;
    }
    return counts->messages == 0 ? 0 : error / counts->messages;
}

double evaluation_decided(const struct evaluation_counts *counts, double precision, double *out_from)
{
    int right = 0, count = 0, most = 0, from = 100;
    for (int percent = 100; percent >= 0; percent--) {
        right += counts->right_at[percent];
        count += counts->count_at[percent];
        if (count == most || right < precision * count) continue;
        most = count;
        from = percent;
    }
    *out_from = from / 100.0;
    return counts->messages == 0 ? 0 : (double)most / counts->messages;
}

/* How often the likeliest concern is right, by how sure it was. */
static void print_curve(const struct evaluation_counts *counts, struct buf *out)
{
    for (int bin = 0; bin < EVALUATION_BINS; bin++) {
        if (counts->bin_count[bin] == 0) continue;
        buf_printf(out, "  confidence %.1f – %.1f %5d  sure %.3f  right %.3f\n",
                   (double)bin / EVALUATION_BINS, (double)(bin + 1) / EVALUATION_BINS, counts->bin_count[bin],
                   counts->bin_sure[bin] / counts->bin_count[bin],
                   (double)counts->bin_right[bin] / counts->bin_count[bin]);
    }
}

static void print_concerns(const struct evaluation_counts *counts, struct buf *out)
{
    for (int c = 0; c < CONCERN_COUNT; c++) {
        double f1 = evaluation_f1(counts, (enum concern)c);
        int hit = counts->hit[c], extra = counts->extra[c], missed = counts->missed[c];
        if (f1 < 0 && extra == 0) continue;
        struct str name = concern_name((enum concern)c);
        buf_printf(out, "  %-17.*s %5d  P %.3f  R %.3f  F1 %.3f\n", STR_ARG(name), hit + missed,
                   hit + extra ? (double)hit / (hit + extra) : 0,
                   hit + missed ? (double)hit / (hit + missed) : 0, f1 < 0 ? 0 : f1);
    }
}

static void print_confusions(const struct evaluation_counts *counts, struct buf *out)
{
    int below = 1 << 30;
    for (int shown = 0; shown < CONFUSIONS_SHOWN;) {
        int most = 0;
        for (int a = 0; a < CONCERN_COUNT; a++)
            for (int b = 0; b < CONCERN_COUNT; b++)
                if (counts->confused[a][b] < below && counts->confused[a][b] > most)
                    most = counts->confused[a][b];
        if (most == 0) return;
        below = most;
        for (int a = 0; a < CONCERN_COUNT; a++) {
            for (int b = 0; b < CONCERN_COUNT; b++) {
                if (counts->confused[a][b] != most) continue;
                struct str wanted = concern_name((enum concern)a), found = concern_name((enum concern)b);
                buf_printf(out, "  %4d times %.*s was taken for %.*s\n", most, STR_ARG(wanted),
                           STR_ARG(found));
                shown++;
            }
        }
    }
}

void evaluation_print(const struct evaluation *evaluation, bool details, struct buf *out)
{
    static const char *const names[LANG_COUNT] = {"en", "zh"};
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const struct evaluation_counts *counts = &evaluation->langs[lang];
        if (counts->messages == 0) continue;
        double from, decided = evaluation_decided(counts, 0.95, &from);
        buf_printf(out,
                   "%s: n=%d micro-F1 %.3f macro-F1 %.3f exact %.3f calibration error %.3f decided at 95 %% "
                   "%.3f (from confidence %.2f)\n",
                   names[lang], counts->messages, evaluation_micro(counts), evaluation_macro(counts),
                   (double)counts->exact / counts->messages, evaluation_calibration_error(counts), decided,
                   from);
        if (!details) continue;
        print_curve(counts, out);
        print_concerns(counts, out);
        print_confusions(counts, out);
    }
}
