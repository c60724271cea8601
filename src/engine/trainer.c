/* Fits both heads of the model by stochastic gradient descent, then calibrates it by cross-validation.
 *
 * AdaGrad with one rate for each feature (by the fourth root: rare features are trusted less); a share of the features is hidden in each step. The head of messages
 * learns each label against the rest and also sees messages joined of two lines, as several concerns in one message
 * are rare in the corpus; the head of stretches learns one label among all. */
#include "engine/trainer.h"

#include <math.h>
#include <stdlib.h>

#include "engine/dataset.h"
#include "engine/score.h"

enum { PADDED = (LABEL_COUNT + 3) / 4 * 4, JOINED = 2, NEWTON_STEPS = 30 };

struct trainer_options trainer_defaults(void)
{
    return (struct trainer_options){.families = FAMILIES_ALL,
                                    .epochs = 12,
                                    .runs = 2,
                                    .folds = 5,
                                    .hidden = 0.3f,
                                    .pairs = 0.6f,
                                    .rate = 0.8f,
                                    .least_lines = 3,
                                    .share = 1.0f};
}

/* --- the dictionary --------------------------------------------------------------------------------------- */

struct dictionary {
    uint32_t *keys;
    size_t count;
    struct classifier index; /* only its keys and buckets */
};

static int compare_keys(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static size_t sort_unique(uint32_t *keys, size_t count)
{
    size_t kept = 0;
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || keys[kept - 1] != keys[i]) keys[kept++] = keys[i];
    return kept;
}

/* All features of a line, of the whole and of the parts, each once. */
static size_t line_keys(const struct dataset_line *line, uint32_t *out)
{
    size_t count = 0;
    memcpy(out, line->whole.features, line->whole.count * sizeof *out);
    count += line->whole.count;
    for (size_t p = 0; p < line->part_count; p++) {
        memcpy(out + count, line->parts[p].features, line->parts[p].count * sizeof *out);
        count += line->parts[p].count;
    }
    return sort_unique(out, count);
}

static size_t line_size(const struct dataset_line *line)
{
    size_t size = line->whole.count;
    for (size_t p = 0; p < line->part_count; p++) size += line->parts[p].count;
    return size;
}

static void build_dictionary(struct arena *arena, const struct dataset_line **lines, size_t count,
                             int least_lines, struct dictionary *out)
{
    size_t total = 0, used = 0;
    for (size_t i = 0; i < count; i++) total += line_size(lines[i]);
    uint32_t *keys = arena_alloc_raw(arena, (total + 1) * sizeof *keys);
    for (size_t i = 0; i < count; i++) used += line_keys(lines[i], keys + used);
    qsort(keys, used, sizeof *keys, compare_keys);
    *out = (struct dictionary){.keys = keys};
    for (size_t i = 0, end; i < used; i = end) {
        for (end = i; end < used && keys[end] == keys[i];) end++;
        if (end - i >= (size_t)least_lines) out->keys[out->count++] = keys[i];
    }
    out->index.feature_count = (uint32_t)out->count;
    out->index.keys = out->keys;
    classifier_index(arena, &out->index);
}

/* The place of a feature in the dictionary, or UINT32_MAX. */
static uint32_t find_key(const struct dictionary *dictionary, uint32_t key)
{
    const uint32_t *bucket = &dictionary->index.buckets[key >> (32 - CLASSIFIER_BUCKET_BITS)];
    for (uint32_t i = bucket[0]; i < bucket[1]; i++)
        if (dictionary->keys[i] == key) return i;
    return UINT32_MAX;
}

/* --- gradient descent ------------------------------------------------------------------------------------- */

struct draw {
    uint32_t state;
};

static uint32_t draw_next(struct draw *draw)
{
    draw->state ^= draw->state << 13;
    draw->state ^= draw->state >> 17;
    return draw->state ^= draw->state << 5;
}

struct places { /* features by their places in the dictionary, group after group */
    const uint32_t *items;
    size_t counts[GROUP_COUNT];
};

struct lesson {
    struct places features[JOINED];
    uint32_t concerns; /* head of messages */
    int label;         /* head of stretches */
};

/* The features of a step, after some were hidden. */
struct active {
    uint32_t *items;
    size_t counts[GROUP_COUNT];
    float norms[GROUP_COUNT];
};

struct fit {
    float (*weights)[PADDED]; /* of each feature of the dictionary */
    float *gradients;         /* sum of squared gradients of each feature */
    float bias[PADDED], bias_gradients;
    float (*mean_weights)
        [PADDED]; /* over the ends of the later passes of all runs: the steps' noise cancels out */
    float mean_bias[PADDED];
    struct active active;
    enum classifier_head head;
};

static size_t pick_active(const struct lesson *lesson, float hidden, struct draw *draw, struct active *out)
{
    uint32_t limit = (uint32_t)(hidden * 4294967040.0f);
    size_t count = 0, skipped[JOINED] = {0};
    for (int group = 0; group < GROUP_COUNT; group++) {
        size_t before = count;
        for (int k = 0; k < JOINED; k++) {
            const struct places *places = &lesson->features[k];
            for (size_t i = 0; i < places->counts[group]; i++)
                if (draw_next(draw) >= limit) out->items[count++] = places->items[skipped[k] + i];
            skipped[k] += places->counts[group];
        }
        out->counts[group] = count - before;
        out->norms[group] = feature_group_norm(group, count - before);
    }
    return count;
}

/* Turns scores into what each label was overrated by. */
static void errors_of(const struct fit *fit, const struct lesson *lesson, float *scores)
{
    if (fit->head == HEAD_MESSAGE) {
        for (int label = 0; label < LABEL_COUNT; label++)
            scores[label] = 1.0f / (1.0f + expf(-scores[label])) - (float)(lesson->concerns >> label & 1);
        return;
    }
    float most = scores[0], total = 0;
    for (int label = 1; label < LABEL_COUNT; label++)
        if (scores[label] > most) most = scores[label];
    for (int label = 0; label < LABEL_COUNT; label++) total += scores[label] = expf(scores[label] - most);
    for (int label = 0; label < LABEL_COUNT; label++)
        scores[label] = scores[label] / total - (label == lesson->label);
}

static void add_scores(const struct fit *fit, float *scores)
{
    const uint32_t *item = fit->active.items;
    for (int k = 0; k < PADDED; k++) scores[k] = fit->bias[k];
    for (int group = 0; group < GROUP_COUNT; group++) {
        float sums[PADDED] = {0};
        for (size_t i = 0; i < fit->active.counts[group]; i++, item++)
            for (int k = 0; k < PADDED; k++) sums[k] += fit->weights[*item][k];
        for (int k = 0; k < PADDED; k++) scores[k] += sums[k] * fit->active.norms[group];
    }
}

static void take_step(struct fit *fit, const float *errors, float squares, float rate)
{
    const uint32_t *item = fit->active.items;
    for (int group = 0; group < GROUP_COUNT; group++) {
        float norm = fit->active.norms[group], added = squares * norm * norm;
        for (size_t i = 0; i < fit->active.counts[group]; i++, item++) {
            float *weights = fit->weights[*item];
            float step = rate * norm / sqrtf(sqrtf(fit->gradients[*item] += added));
            for (int k = 0; k < PADDED; k++) weights[k] -= step * errors[k];
        }
    }
}

static void learn(struct fit *fit, const struct lesson *lesson, float hidden, float rate, struct draw *draw)
{
    float scores[PADDED], squares = 0;
    if (pick_active(lesson, hidden, draw, &fit->active) == 0) return;
    add_scores(fit, scores);
    errors_of(fit, lesson, scores);
    for (int k = LABEL_COUNT; k < PADDED; k++) scores[k] = 0;
    for (int k = 0; k < PADDED; k++) squares += scores[k] * scores[k];
    fit->bias_gradients += squares;
    float bias_step = 0.3f * rate / sqrtf(fit->bias_gradients + 1e-4f);
    for (int k = 0; k < PADDED; k++) fit->bias[k] -= bias_step * scores[k];
    take_step(fit, scores, squares, rate);
}

static void add_to_mean(struct fit *fit, size_t features, float share)
{
    for (size_t i = 0; i < features; i++)
        for (int k = 0; k < PADDED; k++) fit->mean_weights[i][k] += share * fit->weights[i][k];
    for (int k = 0; k < PADDED; k++) fit->mean_bias[k] += share * fit->bias[k];
}

/* Begins anew, as if nothing had been learned; only the mean is kept. */
static void forget(struct fit *fit, size_t features)
{
    memset(fit->weights, 0, features * sizeof *fit->weights);
    memset(fit->bias, 0, sizeof fit->bias);
    fit->bias_gradients = 0;
    for (size_t i = 0; i < features; i++) fit->gradients[i] = 1e-4f;
}

static void shuffle(uint32_t *order, size_t count, struct draw *draw)
{
    for (size_t i = count; i-- > 1;) {
        size_t other = draw_next(draw) % (i + 1);
        uint32_t kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

static void fit_lessons(struct fit *fit, const struct lesson *lessons, size_t count, size_t features,
                        const struct trainer_options *options, uint32_t *order)
{
    struct draw draw = {UINT32_C(2463534242)};
    int kept = options->epochs - options->epochs / 2;
    for (size_t i = 0; i < count; i++) order[i] = (uint32_t)i;
    for (int run = 0; run < options->runs; run++) {
        forget(fit, features);
        for (int epoch = 0; epoch < options->epochs; epoch++) {
            float rate = options->rate * (1.0f - 0.9f * (float)epoch / (float)options->epochs);
            shuffle(order, count, &draw);
            for (size_t i = 0; i < count; i++) learn(fit, &lessons[order[i]], options->hidden, rate, &draw);
            if (epoch >= options->epochs / 2)
                add_to_mean(fit, features, 1.0f / (float)(options->runs * kept));
        }
    }
}

/* --- lessons ---------------------------------------------------------------------------------------------- */

/* An example's features as places in the dictionary. */
static struct places look_up(struct arena *arena, const struct dictionary *dictionary,
                             const struct example *example)
{
    uint32_t *items = arena_alloc_raw(arena, (example->count + 1) * sizeof *items);
    struct places places = {.items = items};
    const uint32_t *feature = example->features;
    size_t count = 0;
    for (int group = 0; group < GROUP_COUNT; group++) {
        size_t before = count;
        for (size_t i = 0; i < example->counts[group]; i++) {
            uint32_t place = find_key(dictionary, *feature++);
            if (place != UINT32_MAX) items[count++] = place;
        }
        places.counts[group] = count - before;
    }
    return places;
}

struct lessons {
    struct lesson *items;
    size_t count;
};

static uint32_t labels_of(uint32_t concerns)
{
    return concerns ? concerns : UINT32_C(1) << LABEL_NONE;
}

static void message_lessons(struct arena *arena, const struct dictionary *dictionary,
                            const struct dataset_line **lines, size_t count, float pairs, struct lessons *out)
{
    size_t joined = (size_t)(pairs * (float)count);
    out->items = arena_array(arena, count + joined + 1, sizeof *out->items);
    for (size_t i = 0; i < count; i++) {
        out->items[i] = (struct lesson){.features = {look_up(arena, dictionary, &lines[i]->whole)},
                                        .concerns = labels_of(lines[i]->whole.concerns)};
    }
    out->count = count;
    struct draw draw = {UINT32_C(777767777)};
    for (size_t tries = 0; out->count < count + joined && tries < 8 * joined; tries++) {
        size_t a = draw_next(&draw) % count, b = draw_next(&draw) % count;
        if (a == b || lines[a]->line->lang != lines[b]->line->lang) continue;
        struct lesson *lesson = &out->items[out->count++];
        *lesson = out->items[a];
        lesson->features[1] = out->items[b].features[0];
        lesson->concerns = labels_of(lines[a]->whole.concerns | lines[b]->whole.concerns);
    }
}

static void stretch_lessons(struct arena *arena, const struct dictionary *dictionary,
                            const struct dataset_line **lines, size_t count, struct lessons *out)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) total += lines[i]->part_count;
    *out = (struct lessons){.items = arena_array(arena, total + 1, sizeof *out->items)};
    for (size_t i = 0; i < count; i++) {
        for (size_t p = 0; p < lines[i]->part_count; p++) {
            const struct example *part = &lines[i]->parts[p];
            out->items[out->count++] =
                (struct lesson){.features = {look_up(arena, dictionary, part)}, .label = part->label};
        }
    }
}

/* --- the classifier --------------------------------------------------------------------------------------- */

/* Weights as steps of -127 to 127, each label with its own scale. */
static void quantise(const struct fit *fit, size_t features, struct classifier *classifier, int8_t *weights)
{
    for (int label = 0; label < LABEL_COUNT; label++) {
        float most = 1e-6f;
        for (size_t i = 0; i < features; i++) {
            float size = fabsf(fit->mean_weights[i][label]);
            if (size > most) most = size;
        }
        float scale = most / 127.0f;
        classifier->scale[fit->head][label] = scale;
        classifier->bias[fit->head][label] = fit->mean_bias[label];
        for (size_t i = 0; i < features; i++)
            weights[i * CLASSIFIER_ROW + (size_t)fit->head * LABEL_COUNT + (size_t)label] =
                (int8_t)lrintf(fit->mean_weights[i][label] / scale);
    }
}

static void fit_head(struct arena *arena, const struct dictionary *dictionary, const struct lessons *lessons,
                     enum classifier_head head, const struct trainer_options *options,
                     struct classifier *classifier, int8_t *weights)
{
    size_t longest = 0;
    for (size_t i = 0; i < lessons->count; i++) {
        size_t size = 0;
        for (int k = 0; k < JOINED; k++)
            for (int group = 0; group < GROUP_COUNT; group++)
                size += lessons->items[i].features[k].counts[group];
        if (size > longest) longest = size;
    }
    struct fit fit = {.head = head};
    fit.weights = arena_array(arena, dictionary->count + 1, sizeof *fit.weights);
    fit.mean_weights = arena_array(arena, dictionary->count + 1, sizeof *fit.mean_weights);
    fit.gradients = arena_array(arena, dictionary->count + 1, sizeof *fit.gradients);
    fit.active.items = arena_alloc_raw(arena, (longest + 1) * sizeof *fit.active.items);
    uint32_t *order = arena_alloc_raw(arena, (lessons->count + 1) * sizeof *order);
    fit_lessons(&fit, lessons->items, lessons->count, dictionary->count, options, order);
    quantise(&fit, dictionary->count, classifier, weights);
}

/* Fits a model without calibration. The keys and weights it points at live in `arena`. */
static void fit_model(struct arena *arena, const struct dataset_line **lines, size_t count,
                      const struct lexicon *lexicon, const struct trainer_options *options,
                      struct classifier *out)
{
    struct dictionary dictionary;
    struct lessons lessons;
    build_dictionary(arena, lines, count, options->least_lines, &dictionary);
    *out = dictionary.index;
    int8_t *weights = arena_array(arena, dictionary.count + 1, CLASSIFIER_ROW);
    out->weights = weights;
    out->lexicon = lexicon->slots;
    out->lexicon_bits = lexicon->bits;
    message_lessons(arena, &dictionary, lines, count, options->pairs, &lessons);
    fit_head(arena, &dictionary, &lessons, HEAD_MESSAGE, options, out, weights);
    stretch_lessons(arena, &dictionary, lines, count, &lessons);
    fit_head(arena, &dictionary, &lessons, HEAD_STRETCH, options, out, weights);
    for (int label = 0; label < LABEL_COUNT; label++) {
        out->slope[label] = out->sure_slope[label] = 1.0f;
        out->threshold[label] = 0.5f;
    }
}

/* --- calibration ------------------------------------------------------------------------------------------ */

struct held_out { /* raw scores of every line, by models that had not seen it */
    float (*raw)[LABEL_COUNT];
    const struct dataset *dataset;
};

/* How often the desk gets an answer when it awaits one; the corpus holds few answers among many other lines. */
static const double awaited_share = 0.5;

/* What lines with the label count for, against one for those without. */
static double weight_of_wanted(const struct held_out *held, int label)
{
    if (label != CONCERN_ANSWER) return 1;
    double wanted = 1;
    for (size_t i = 0; i < held->dataset->count; i++)
        wanted += held->dataset->lines[i].whole.concerns >> label & 1;
    return awaited_share / (1 - awaited_share) * ((double)held->dataset->count - wanted) / wanted;
}

struct curve {
    double slope, offset;
};

struct sample { /* of a curve: whether what scored `x` was right, and for how much it counts */
    double x, share;
    bool right;
};

struct samples {
    struct sample *items;
    size_t count;
    struct curve prior; /* where nothing speaks against it, and how much that weighs */
    double pull;
};

/* Loss of a curve over all samples, with a pull towards the prior; and its derivatives. */
struct curve_loss {
    double loss, by_slope, by_offset, slope_slope, slope_offset, offset_offset;
};

static struct curve_loss loss_of(const struct samples *samples, struct curve curve)
{
    double pull = samples->pull, slope = curve.slope - samples->prior.slope,
           offset = curve.offset - samples->prior.offset;
    struct curve_loss sum = {.loss = pull / 2 * (slope * slope + offset * offset),
                             .by_slope = pull * slope,
                             .by_offset = pull * offset,
                             .slope_slope = pull,
                             .offset_offset = pull};
    for (size_t i = 0; i < samples->count; i++) {
        const struct sample *sample = &samples->items[i];
        double x = sample->x, p = 1 / (1 + exp(-(curve.slope * x + curve.offset)));
        double error = sample->share * (p - sample->right), weight = sample->share * p * (1 - p);
        sum.loss -= sample->share * log(fmax(sample->right ? p : 1 - p, 1e-12));
        sum.by_slope += error * x;
        sum.by_offset += error;
        sum.slope_slope += weight * x * x;
        sum.slope_offset += weight * x;
        sum.offset_offset += weight;
    }
    return sum;
}

/* Logistic regression of one variable by Newton's method; steps that go too far are halved. */
static struct curve fit_curve(const struct samples *samples)
{
    double length = 1;
    struct curve curve = samples->prior;
    struct curve_loss at = loss_of(samples, curve);
    for (int step = 0; step < NEWTON_STEPS; step++) {
        double determinant = at.slope_slope * at.offset_offset - at.slope_offset * at.slope_offset;
        if (determinant < 1e-9) break;
        double slope = (at.offset_offset * at.by_slope - at.slope_offset * at.by_offset) / determinant;
        double offset = (at.slope_slope * at.by_offset - at.slope_offset * at.by_slope) / determinant;
        struct curve next = {curve.slope - length * slope, curve.offset - length * offset};
        struct curve_loss there = loss_of(samples, next);
        if (there.loss > at.loss) {
            length /= 2;
            continue;
        }
        curve = next;
        at = there;
    }
    return curve;
}

/* Every line, as to whether it is about the label. */
static struct curve label_curve(const struct held_out *held, int label, struct sample *room)
{
    struct samples samples = {room, held->dataset->count, {1, 0}, 0.5};
    double for_wanted = weight_of_wanted(held, label);
    for (size_t i = 0; i < samples.count; i++) {
        bool wanted = labels_of(held->dataset->lines[i].whole.concerns) >> label & 1;
        room[i] = (struct sample){(double)held->raw[i][label], wanted ? for_wanted : 1, wanted};
    }
    return fit_curve(&samples);
}

static double f1_at(const struct held_out *held, const struct classifier *classifier, int label,
                    double threshold)
{
    double hit = 2, wrong = 2; /* a little of everything, so that rare labels stay near the middle */
    for (size_t i = 0; i < held->dataset->count; i++) {
        bool wanted = held->dataset->lines[i].whole.concerns >> label & 1;
        double score = (double)(classifier->slope[label] * held->raw[i][label] + classifier->offset[label]);
        bool found = 1 / (1 + exp(-score)) >= threshold;
        hit += wanted && found;
        wrong += wanted != found;
    }
    return 2 * hit / (2 * hit + wrong);
}

/* There are more ways to be beside the point than any corpus holds, so what looks like it is believed sooner than the
 * held-out lines alone would have it. */
static const float stray_odds = 2.0f;

static bool awaits_answer(const struct dataset_line *line)
{
    return line->whole.concerns >> CONCERN_ANSWER & 1;
}

/* The probabilities of a line by itself, and which concern is likeliest; -1 for a line that has none. */
static int likeliest(const struct held_out *held, const struct classifier *classifier, size_t line,
                     struct message_scores *out)
{
    int best = -1;
    if (!held->dataset->lines[line].whole.concerns) return best;
    for (int label = 0; label < LABEL_COUNT; label++) {
        float score = classifier->slope[label] * held->raw[line][label] + classifier->offset[label];
        out->probability[label] = 1.0f / (1.0f + expf(-score));
        if (label == CONCERN_ANSWER && !awaits_answer(&held->dataset->lines[line]))
            out->probability[label] = 0;
        if (label >= CONCERN_COUNT) continue;
        if (best < 0 || out->probability[label] > out->probability[best]) best = label;
    }
    return best;
}

static double log_odds_of(float probability)
{
    double p = fmin(fmax((double)probability, 1e-6), 1 - 1e-6);
    return log(p / (1 - p));
}

/* The lines of the corpus are harder than mail, on which the model is right more often than on them: half of what they
 * would have it doubted is believed. */
static void tell(struct classifier *classifier, int label, struct curve curve)
{
    static const double believed = 0.5;
    classifier->sure_slope[label] = (float)(1 + believed * (curve.slope - 1));
    classifier->sure_offset[label] = (float)(believed * curve.offset);
}

/* The curves of told confidence: first one for all labels, then each label's own, drawn towards it. */
static void calibrate_told(const struct held_out *held, struct classifier *classifier, struct sample *room)
{
    static const double shared_pull = 0.5, own_pull = 20;
    struct samples all = {room, 0, {1, 0}, shared_pull};
    struct curve shared = {1, 0};
    for (int label = -1; label < CONCERN_COUNT; label++) {
        all.count = 0;
        for (size_t i = 0; i < held->dataset->count; i++) {
            struct message_scores scores;
            int best = likeliest(held, classifier, i, &scores);
            if (best < 0 || (label >= 0 && best != label)) continue;
            bool right = held->dataset->lines[i].whole.concerns >> best & 1;
            room[all.count++] = (struct sample){log_odds_of(scores.probability[best]), 1, right};
        }
        if (label < 0) {
            all.prior = shared = fit_curve(&all);
            all.pull = own_pull;
            continue;
        }
        tell(classifier, label, fit_curve(&all));
    }
    tell(classifier, LABEL_NONE, shared);
}

static void calibrate(struct arena *arena, const struct held_out *held, struct classifier *classifier)
{
    struct sample *room = arena_array(arena, held->dataset->count + 1, sizeof *room);
    for (int label = 0; label < LABEL_COUNT; label++) {
        struct curve curve = label_curve(held, label, room);
        classifier->slope[label] = (float)curve.slope;
        classifier->offset[label] = (float)curve.offset;
        if (label == CONCERN_UNRELATED) classifier->offset[label] += stray_odds;
        double best = -1;
        for (int percent = 32; percent <= 44; percent++) {
            double f1 = f1_at(held, classifier, label, percent / 100.0);
            if (f1 <= best) continue;
            best = f1;
            classifier->threshold[label] = (float)percent / 100.0f;
        }
    }
    calibrate_told(held, classifier, room);
}

/* --- cross-validation ------------------------------------------------------------------------------------- */

static void score_fold(struct arena *arena, const struct dataset *dataset,
                       const struct trainer_options *options, const struct lexicon *lexicon, uint32_t fold,
                       struct held_out *held)
{
    struct classifier model;
    const struct dataset_line **lines = arena_array(arena, dataset->count + 1, sizeof *lines);
    size_t count = 0;
    uint32_t folds = (uint32_t)options->folds;
    for (size_t i = 0; i < dataset->count; i++) {
        const struct dataset_line *line = &dataset->lines[i];
        bool learned = (float)(line->draw >> 8 & 0xFFFF) < options->share * 65536.0f;
        if (line->draw % folds != fold && learned) lines[count++] = line;
    }
    fit_model(arena, lines, count, lexicon, options, &model);
    for (size_t i = 0; i < dataset->count; i++) {
        struct message_scores scores, awaited;
        if (dataset->lines[i].draw % folds != fold) continue;
        score_message(arena, &model, &dataset->lines[i].features, awaits_answer(&dataset->lines[i]), &scores);
        score_message(arena, &model, &dataset->lines[i].features, true, &awaited);
        memcpy(held->raw[i], scores.raw, sizeof scores.raw);
        held->raw[i][CONCERN_ANSWER] = awaited.raw[CONCERN_ANSWER];
    }
}

static void evaluate(const struct held_out *held, const struct classifier *classifier, struct evaluation *out)
{
    *out = (struct evaluation){0};
    for (size_t i = 0; i < held->dataset->count; i++) {
        const struct dataset_line *line = &held->dataset->lines[i];
        struct message_scores scores = {0};
        uint32_t wanted = line->whole.concerns, thanks = UINT32_C(1) << CONCERN_THANKS;
        int best = likeliest(held, classifier, i, &scores);
        if (best < 0) continue;
        if (wanted & ~thanks) wanted &= ~thanks;
        float sure = score_confidence(classifier, best, scores.probability[best]);
        evaluation_add(out, line->line->lang, wanted, score_decide(classifier, &scores), (enum concern)best,
                       (double)sure);
    }
}

int trainer_train(struct arena *arena, const struct corpus *corpus, const struct trainer_options *options,
                  const struct classifier **out, struct trainer_report *report, struct err *err)
{
    struct trainer_options defaults = trainer_defaults();
    if (!options) options = &defaults;
    struct dataset dataset;
    const struct lexicon *lexicon = lexicon_compile(arena);
    dataset_build(arena, corpus, lexicon, options->families, &dataset);
    if (dataset.count < (size_t)options->folds || options->folds < 2)
        return err_set(err, ERR_INPUT, "the corpus has %zu lines; at least %d are needed", dataset.count,
                       options->folds);
    struct held_out held = {.dataset = &dataset};
    held.raw = arena_array(arena, dataset.count, sizeof *held.raw);
    struct arena *scratch = arena_new();
    for (int fold = 0; fold < options->folds; fold++) {
        score_fold(scratch, &dataset, options, lexicon, (uint32_t)fold, &held);
        arena_reset(scratch);
    }
    arena_free(scratch);
    const struct dataset_line **lines = arena_array(arena, dataset.count, sizeof *lines);
    for (size_t i = 0; i < dataset.count; i++) lines[i] = &dataset.lines[i];
    struct classifier *classifier = ARENA_NEW(arena, struct classifier);
    fit_model(arena, lines, dataset.count, lexicon, options, classifier);
    calibrate(arena, &held, classifier);
    if (report) {
        *report = (struct trainer_report){.lines = dataset.count, .features = classifier->feature_count};
        evaluate(&held, classifier, &report->evaluation);
    }
    /* The version is a hash of the bytes, so the model goes through them once. */
    return classifier_from_bytes(arena, classifier_to_bytes(arena, classifier), out, err);
}
