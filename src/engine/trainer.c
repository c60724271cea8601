/* Fits both heads of the model by stochastic gradient descent, then calibrates it by cross-validation.
 *
 * AdaGrad with one rate for each feature; a share of the features is hidden in each step. The head of messages
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
                                    .epochs = 8,
                                    .folds = 5,
                                    .hidden = 0.2f,
                                    .pairs = 0.6f,
                                    .rate = 0.5f,
                                    .least_lines = 2,
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

struct lesson { /* features by their places in the dictionary */
    const uint32_t *features[JOINED];
    size_t counts[JOINED];
    uint32_t concerns; /* head of messages */
    int label;         /* head of stretches */
};

struct fit {
    float (*weights)[PADDED]; /* of each feature of the dictionary */
    float *gradients;         /* sum of squared gradients of each feature */
    float bias[PADDED], bias_gradients;
    uint32_t *active;
    enum classifier_head head;
};

static size_t pick_active(const struct lesson *lesson, float hidden, struct draw *draw, uint32_t *out)
{
    uint32_t limit = (uint32_t)(hidden * 4294967040.0f);
    size_t count = 0;
    for (int k = 0; k < JOINED; k++)
        for (size_t i = 0; i < lesson->counts[k]; i++)
            if (draw_next(draw) >= limit) out[count++] = lesson->features[k][i];
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

static void learn(struct fit *fit, const struct lesson *lesson, float hidden, float rate, struct draw *draw)
{
    size_t count = pick_active(lesson, hidden, draw, fit->active);
    if (count == 0) return;
    float norm = 1.0f / sqrtf((float)count), scores[PADDED] = {0}, squares = 0;
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < PADDED; k++) scores[k] += fit->weights[fit->active[i]][k];
    for (int k = 0; k < PADDED; k++) scores[k] = scores[k] * norm + fit->bias[k];
    errors_of(fit, lesson, scores);
    for (int k = LABEL_COUNT; k < PADDED; k++) scores[k] = 0;
    for (int k = 0; k < PADDED; k++) squares += scores[k] * scores[k];
    fit->bias_gradients += squares;
    float bias_step = 0.3f * rate / sqrtf(fit->bias_gradients + 1e-4f), added = squares * norm * norm;
    for (int k = 0; k < PADDED; k++) fit->bias[k] -= bias_step * scores[k];
    for (size_t i = 0; i < count; i++) {
        float *weights = fit->weights[fit->active[i]];
        float step = rate * norm / sqrtf(fit->gradients[fit->active[i]] += added);
        for (int k = 0; k < PADDED; k++) weights[k] -= step * scores[k];
    }
}

static void fit_lessons(struct fit *fit, const struct lesson *lessons, size_t count,
                        const struct trainer_options *options, uint32_t *order)
{
    struct draw draw = {UINT32_C(2463534242)};
    for (size_t i = 0; i < count; i++) order[i] = (uint32_t)i;
    for (int epoch = 0; epoch < options->epochs; epoch++) {
        float rate = options->rate * (1.0f - 0.9f * (float)epoch / (float)options->epochs);
        for (size_t i = count; i-- > 1;) {
            size_t other = draw_next(&draw) % (i + 1);
            uint32_t kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        for (size_t i = 0; i < count; i++) learn(fit, &lessons[order[i]], options->hidden, rate, &draw);
    }
}

/* --- lessons ---------------------------------------------------------------------------------------------- */

/* An example's features as places in the dictionary. */
static size_t look_up(const struct dictionary *dictionary, const struct example *example, uint32_t *out)
{
    size_t count = 0;
    for (size_t i = 0; i < example->count; i++) {
        uint32_t place = find_key(dictionary, example->features[i]);
        if (place != UINT32_MAX) out[count++] = place;
    }
    return count;
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
        uint32_t *places = arena_alloc_raw(arena, (lines[i]->whole.count + 1) * sizeof *places);
        size_t found = look_up(dictionary, &lines[i]->whole, places);
        out->items[i] = (struct lesson){
            .features = {places}, .counts = {found}, .concerns = labels_of(lines[i]->whole.concerns)};
    }
    out->count = count;
    struct draw draw = {UINT32_C(777767777)};
    for (size_t tries = 0; out->count < count + joined && tries < 8 * joined; tries++) {
        size_t a = draw_next(&draw) % count, b = draw_next(&draw) % count;
        if (a == b || lines[a]->line->lang != lines[b]->line->lang) continue;
        struct lesson *lesson = &out->items[out->count++];
        *lesson = out->items[a];
        lesson->features[1] = out->items[b].features[0];
        lesson->counts[1] = out->items[b].counts[0];
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
            uint32_t *places = arena_alloc_raw(arena, (part->count + 1) * sizeof *places);
            size_t found = look_up(dictionary, part, places);
            out->items[out->count++] =
                (struct lesson){.features = {places}, .counts = {found}, .label = part->label};
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
            float size = fabsf(fit->weights[i][label]);
            if (size > most) most = size;
        }
        float scale = most / 127.0f;
        classifier->scale[fit->head][label] = scale;
        classifier->bias[fit->head][label] = fit->bias[label];
        for (size_t i = 0; i < features; i++)
            weights[i * CLASSIFIER_ROW + (size_t)fit->head * LABEL_COUNT + (size_t)label] =
                (int8_t)lrintf(fit->weights[i][label] / scale);
    }
}

static void fit_head(struct arena *arena, const struct dictionary *dictionary, const struct lessons *lessons,
                     enum classifier_head head, const struct trainer_options *options,
                     struct classifier *classifier, int8_t *weights)
{
    size_t longest = 0;
    for (size_t i = 0; i < lessons->count; i++) {
        size_t size = lessons->items[i].counts[0] + lessons->items[i].counts[1];
        if (size > longest) longest = size;
    }
    struct fit fit = {.head = head};
    fit.weights = arena_array(arena, dictionary->count + 1, sizeof *fit.weights);
    fit.gradients = arena_array(arena, dictionary->count + 1, sizeof *fit.gradients);
    fit.active = arena_alloc_raw(arena, (longest + 1) * sizeof *fit.active);
    for (size_t i = 0; i < dictionary->count; i++) fit.gradients[i] = 1e-4f;
    uint32_t *order = arena_alloc_raw(arena, (lessons->count + 1) * sizeof *order);
    fit_lessons(&fit, lessons->items, lessons->count, options, order);
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
        out->slope[label] = 1.0f;
        out->threshold[label] = 0.5f;
    }
}

/* --- calibration ------------------------------------------------------------------------------------------ */

struct held_out { /* raw scores of every line, by models that had not seen it */
    float (*raw)[LABEL_COUNT];
    const struct dataset *dataset;
};

/* Logistic regression of one variable by Newton's method, with a weak pull towards slope 1 and offset 0. */
static void fit_curve(const struct held_out *held, int label, float *out_slope, float *out_offset)
{
    double slope = 1, offset = 0;
    const double pull = 0.5;
    for (int step = 0; step < NEWTON_STEPS; step++) {
        double ga = pull * (slope - 1), gb = pull * offset, haa = pull, hab = 0, hbb = pull;
        for (size_t i = 0; i < held->dataset->count; i++) {
            uint32_t wanted = labels_of(held->dataset->lines[i].whole.concerns);
            double x = (double)held->raw[i][label], p = 1 / (1 + exp(-(slope * x + offset)));
            double error = p - (double)(wanted >> label & 1), weight = p * (1 - p);
            ga += error * x;
            gb += error;
            haa += weight * x * x;
            hab += weight * x;
            hbb += weight;
        }
        double determinant = haa * hbb - hab * hab;
        if (determinant < 1e-9) break;
        slope -= (hbb * ga - hab * gb) / determinant;
        offset -= (haa * gb - hab * ga) / determinant;
    }
    *out_slope = (float)slope;
    *out_offset = (float)offset;
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

static void calibrate(const struct held_out *held, struct classifier *classifier)
{
    for (int label = 0; label < LABEL_COUNT; label++) {
        fit_curve(held, label, &classifier->slope[label], &classifier->offset[label]);
        double best = -1;
        for (int percent = 20; percent <= 55; percent++) {
            double f1 = f1_at(held, classifier, label, percent / 100.0);
            if (f1 <= best) continue;
            best = f1;
            classifier->threshold[label] = (float)percent / 100.0f;
        }
    }
}

/* --- cross-validation ------------------------------------------------------------------------------------- */

static bool awaits_answer(const struct dataset_line *line)
{
    return line->whole.concerns >> CONCERN_ANSWER & 1;
}

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
        if (!wanted) continue;
        int best = 0;
        for (int label = 0; label < LABEL_COUNT; label++) {
            float score = classifier->slope[label] * held->raw[i][label] + classifier->offset[label];
            scores.probability[label] = 1.0f / (1.0f + expf(-score));
            if (label == CONCERN_ANSWER && !awaits_answer(line)) scores.probability[label] = 0;
            if (label < CONCERN_COUNT && scores.probability[label] > scores.probability[best]) best = label;
        }
        if (wanted & ~thanks) wanted &= ~thanks;
        evaluation_add(out, line->line->lang, wanted, score_decide(classifier, &scores), (enum concern)best,
                       (double)scores.probability[best]);
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
    calibrate(&held, classifier);
    if (report) {
        *report = (struct trainer_report){.lines = dataset.count, .features = classifier->feature_count};
        evaluate(&held, classifier, &report->evaluation);
    }
    /* The version is a hash of the bytes, so the model goes through them once. */
    return classifier_from_bytes(arena, classifier_to_bytes(arena, classifier), out, err);
}
