/* Joins the two heads of the model.
 *
 * The head of messages gives each label a probability by itself. The head of stretches gives a distribution over
 * labels for every run of neighbouring segments; all ways to cut the message into such runs are summed (a
 * semi-Markov model), so that several concerns in one message are found with their places. The joined score of a
 * label is the weighted mean of both log-odds. */
#include "engine/score.h"

#include <math.h>

/* Found by cross-validation: the prior odds of a cut between two segments, the weight of the head of messages. */
static const float cut_cost = 0.6f;
static const float message_share = 0.25f;
static const float log_odds_max = 9.0f;
static const float probability_most = 0.999f; /* no reading is certain */

struct lattice {
    size_t count;          /* segments that were read */
    const size_t *indices; /* of these in the message */
    struct head_sums *sums;
    float (*stretch)[LABEL_COUNT]; /* [first * SCORE_STRETCH + length - 1]: distribution over labels */
    double *forward, *backward;    /* [count + 1] sums over all cuttings up to, and from, a segment */
};

/* The rows of up to BLOCK features, as many as are known. The tables are larger than the near caches, so what the next
 * features will read is asked for ahead. */
enum { BLOCK = 64, AHEAD = 8 };

static size_t find_rows(const struct classifier *classifier, const uint32_t *hashes, size_t count,
                        const int8_t *rows[BLOCK])
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (i + 2 * AHEAD < count) __builtin_prefetch(classifier_bucket(classifier, hashes[i + 2 * AHEAD]));
        if (i + AHEAD < count)
            __builtin_prefetch(&classifier->keys[*classifier_bucket(classifier, hashes[i + AHEAD])]);
        const int8_t *row = classifier_row(classifier, hashes[i]);
        if (!row) continue;
        __builtin_prefetch(row);
        rows[found++] = row;
    }
    return found;
}

static void add_features(const struct classifier *classifier, const struct feature_list *list,
                         struct head_sums *out)
{
    const uint32_t *hash = list->hashes;
    for (int group = 0; group < GROUP_COUNT; group++) {
        int32_t sums[CLASSIFIER_ROW] = {0};
        for (size_t left = list->counts[group]; left > 0;) {
            const int8_t *rows[BLOCK];
            int16_t block_sums[CLASSIFIER_ROW] = {0}; /* BLOCK weights cannot overflow it */
            size_t block = left < BLOCK ? left : BLOCK;
            size_t found = find_rows(classifier, hash, block, rows);
            for (size_t i = 0; i < found; i++)
                for (int k = 0; k < CLASSIFIER_ROW; k++)
                    block_sums[k] = (int16_t)(block_sums[k] + rows[i][k]);
            for (int k = 0; k < CLASSIFIER_ROW; k++) sums[k] += block_sums[k];
            out->count[group] += found;
            hash += block;
            left -= block;
        }
        for (int head = 0; head < HEAD_COUNT; head++)
            for (int label = 0; label < LABEL_COUNT; label++)
                out->sum[group][head][label] =
                    (float)sums[head * LABEL_COUNT + label] * classifier->scale[head][label];
    }
}

/* Scores of one head for segments whose sums were added up. */
static void head_scores(const struct classifier *classifier, const struct head_sums *sums,
                        enum classifier_head head, float *out)
{
    float norms[GROUP_COUNT];
    for (int group = 0; group < GROUP_COUNT; group++)
        norms[group] = feature_group_norm(group, sums->count[group]);
    for (int label = 0; label < LABEL_COUNT; label++) {
        out[label] = classifier->bias[head][label];
        for (int group = 0; group < GROUP_COUNT; group++)
            out[label] += sums->sum[group][head][label] * norms[group];
    }
}

static void add_sums(struct head_sums *total, const struct head_sums *added, enum classifier_head head)
{
    for (int group = 0; group < GROUP_COUNT; group++) {
        total->count[group] += added->count[group];
        for (int label = 0; label < LABEL_COUNT; label++)
            total->sum[group][head][label] += added->sum[group][head][label];
    }
}

static void softmax(float *scores)
{
    float most = scores[0], total = 0;
    for (int label = 1; label < LABEL_COUNT; label++)
        if (scores[label] > most) most = scores[label];
    for (int label = 0; label < LABEL_COUNT; label++) total += scores[label] = expf(scores[label] - most);
    for (int label = 0; label < LABEL_COUNT; label++) scores[label] /= total;
}

static void fill_stretches(const struct classifier *classifier, struct lattice *lattice, bool allow_answer)
{
    for (size_t first = 0; first < lattice->count; first++) {
        struct head_sums sums = {0};
        for (size_t length = 1; length <= SCORE_STRETCH && first + length <= lattice->count; length++) {
            float *scores = lattice->stretch[first * SCORE_STRETCH + length - 1];
            add_sums(&sums, &lattice->sums[first + length - 1], HEAD_STRETCH);
            head_scores(classifier, &sums, HEAD_STRETCH, scores);
            if (!allow_answer) scores[CONCERN_ANSWER] = -1e9f;
            softmax(scores);
        }
    }
}

/* Sums over all cuttings of the segments before `end`, leaving out stretches about `without`. */
static double sum_cuttings(const struct lattice *lattice, int without)
{
    double sums[SCORE_SEGMENTS + 1] = {1.0};
    for (size_t end = 1; end <= lattice->count; end++) {
        for (size_t length = 1; length <= SCORE_STRETCH && length <= end; length++) {
            size_t first = end - length;
            double kept = 1.0 - (double)lattice->stretch[first * SCORE_STRETCH + length - 1][without];
            sums[end] += sums[first] * kept * (first > 0 ? (double)cut_cost : 1.0);
        }
    }
    return sums[lattice->count];
}

/* Each distribution sums to 1, so the sums over all labels depend on the number of segments alone. */
static void sum_all(struct lattice *lattice)
{
    size_t count = lattice->count;
    lattice->forward[0] = lattice->backward[count] = 1.0;
    for (size_t end = 1; end <= count; end++) {
        for (size_t length = 1; length <= SCORE_STRETCH && length <= end; length++)
            lattice->forward[end] += lattice->forward[end - length] * (end > length ? (double)cut_cost : 1.0);
    }
    for (size_t first = count; first-- > 0;)
        for (size_t length = 1; length <= SCORE_STRETCH && first + length <= count; length++)
            lattice->backward[first] +=
                lattice->backward[first + length] * (first > 0 ? (double)cut_cost : 1.0);
}

static void fill_places(const struct lattice *lattice, struct message_scores *out)
{
    double total = lattice->forward[lattice->count];
    for (size_t first = 0; first < lattice->count; first++) {
        for (size_t length = 1; length <= SCORE_STRETCH && first + length <= lattice->count; length++) {
            double weight = lattice->forward[first] * lattice->backward[first + length] *
                            (first > 0 ? (double)cut_cost : 1.0) / total;
            const float *labels = lattice->stretch[first * SCORE_STRETCH + length - 1];
            for (size_t i = first; i < first + length; i++)
                for (int label = 0; label < LABEL_COUNT; label++)
                    out->segment[lattice->indices[i]][label] += (float)weight * labels[label];
        }
    }
}

static float log_odds(double probability)
{
    if (probability < 1e-6) probability = 1e-6;
    if (probability > 1 - 1e-6) probability = 1 - 1e-6;
    float odds = (float)log(probability / (1 - probability));
    return odds > log_odds_max ? log_odds_max : odds < -log_odds_max ? -log_odds_max : odds;
}

static void join_heads(const struct classifier *classifier, const struct lattice *lattice,
                       struct message_scores *out)
{
    struct head_sums sums = {0};
    float whole[LABEL_COUNT];
    for (size_t i = 0; i < lattice->count; i++) add_sums(&sums, &lattice->sums[i], HEAD_MESSAGE);
    head_scores(classifier, &sums, HEAD_MESSAGE, whole);
    double total = lattice->forward[lattice->count];
    for (int label = 0; label < LABEL_COUNT; label++) {
        float message = whole[label];
        message = message > log_odds_max ? log_odds_max : message < -log_odds_max ? -log_odds_max : message;
        double found = 1.0 - sum_cuttings(lattice, label) / total;
        out->raw[label] = message_share * message + (1.0f - message_share) * log_odds(found);
        float calibrated = classifier->slope[label] * out->raw[label] + classifier->offset[label];
        out->probability[label] = fminf(1.0f / (1.0f + expf(-calibrated)), probability_most);
    }
}

void score_message(struct arena *arena, const struct classifier *classifier,
                   const struct message_features *features, bool allow_answer, struct message_scores *out)
{
    size_t indices[SCORE_SEGMENTS];
    struct lattice lattice = {.indices = indices};
    for (size_t i = 0; i < features->count && lattice.count < SCORE_SEGMENTS; i++)
        if (features->segments[i].count > 0) indices[lattice.count++] = i;
    lattice.sums = ARENA_ARRAY(arena, lattice.count + 1, struct head_sums);
    lattice.stretch = arena_alloc_raw(arena, (lattice.count + 1) * SCORE_STRETCH * sizeof *lattice.stretch);
    lattice.forward = ARENA_ARRAY(arena, lattice.count + 1, double);
    lattice.backward = ARENA_ARRAY(arena, lattice.count + 1, double);
    for (size_t i = 0; i < lattice.count; i++)
        add_features(classifier, &features->segments[indices[i]], &lattice.sums[i]);
    *out = (struct message_scores){.segment_count = features->count};
    out->segment = arena_array(arena, features->count + 1, sizeof *out->segment);
    fill_stretches(classifier, &lattice, allow_answer);
    sum_all(&lattice);
    join_heads(classifier, &lattice, out);
    fill_places(&lattice, out);
    if (!allow_answer) out->probability[CONCERN_ANSWER] = 0;
}

float score_confidence(const struct classifier *classifier, int label, float probability)
{
    float odds = log_odds((double)probability);
    float sure = classifier->sure_slope[label] * odds + classifier->sure_offset[label];
    return fminf(1.0f / (1.0f + expf(-sure)), probability_most);
}

uint32_t score_decide(const struct classifier *classifier, const struct message_scores *scores)
{
    uint32_t found = 0, routes = 0;
    int best = CONCERN_OTHER;
    float most = -1.0f;
    for (int label = 0; label < CONCERN_COUNT; label++) {
        float above = scores->probability[label] / classifier->threshold[label];
        if (above >= 1.0f) found |= UINT32_C(1) << label;
        if (concern_is_route((enum concern)label)) routes |= UINT32_C(1) << label;
        if (above > most) {
            most = above;
            best = label;
        }
    }
    if (!found) return UINT32_C(1) << best;
    /* What has nothing to do with the store is alone, or was not meant. */
    if (best == CONCERN_UNRELATED) return UINT32_C(1) << best;
    found &= ~(UINT32_C(1) << CONCERN_UNRELATED);
    if (found & ~routes & ~(UINT32_C(1) << CONCERN_THANKS)) found &= ~(UINT32_C(1) << CONCERN_THANKS);
    return found;
}
