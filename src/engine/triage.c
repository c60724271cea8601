/* Reads what a message asks: its own words through the trained model, then the signs, then what an order that was
 * handed over says about how to understand the words. */
#include "engine/triage.h"

#include <math.h>

#include "engine/automatic.h"
#include "engine/score.h"
#include "engine/signs.h"

enum { NO_MODEL_CONFIDENCE = 0 };
static const float most_confidence = 0.999f;
static const float place_share =
    0.5f; /* of the surest segment's probability: such neighbours join the evidence */

struct reader {
    struct arena *arena;
    const struct inquiry *inquiry;
    const struct classifier *classifier; /* NULL: nothing was trained */
    struct str text;
    const struct segment *segments;
    size_t segment_count;
    struct message_tokens tokens;
    struct message_scores scores;
    uint32_t concerns; /* found, as a set of bits */
    bool scored;       /* by the model, not by what stands around it */
};

static uint32_t bit(enum concern concern)
{
    return UINT32_C(1) << concern;
}

static bool any_own(const struct segment *segments, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (segments[i].own) return true;
    return false;
}

static void read_words(struct reader *reader)
{
    struct lexicon lexicon;
    if (reader->classifier)
        lexicon = (struct lexicon){reader->classifier->lexicon, reader->classifier->lexicon_bits};
    else
        lexicon = *lexicon_compile(reader->arena);
    bool all = !any_own(reader->segments, reader->segment_count);
    tokens_read(reader->arena, &lexicon, reader->text, reader->segments, reader->segment_count, all,
                &reader->tokens);
}

static void score(struct reader *reader)
{
    struct message_features features;
    bool allow_answer = reader->inquiry->awaiting != AWAITING_NOTHING;
    features_extract(reader->arena, &reader->tokens, FAMILIES_ALL, &features);
    score_message(reader->arena, reader->classifier, &features, allow_answer, &reader->scores);
    reader->concerns = score_decide(reader->classifier, &reader->scores);
    reader->scored = true;
}

/* --- conventions of the rule book -------------------------------------------------------------------------- */

/* The likeliest concern that a desk would answer, or -1 where none is likely at all. */
static int best_in_scope(const struct reader *reader, float least)
{
    int best = -1;
    for (int c = 0; c < CONCERN_COUNT; c++) {
        if (concern_is_route((enum concern)c) || c == CONCERN_THANKS || c == CONCERN_ANSWER) continue;
        if (reader->scores.probability[c] < least) continue;
        if (best < 0 || reader->scores.probability[c] > reader->scores.probability[best]) best = c;
    }
    return best;
}

static void take_instead(struct reader *reader, enum concern from, float least)
{
    int best = best_in_scope(reader, least);
    if (best >= 0) reader->concerns = (reader->concerns & ~bit(from)) | bit((enum concern)best);
}

/* How sure it takes to be of a stranger. Who has an order or names one is a customer, and a customer lost weighs more than
 * a stranger asked back. */
static float stranger_bar(const struct reader *reader)
{
    static const float customer = 0.95f, nobody_known = 0.31f;
    return reader->inquiry->order || features_names_order(&reader->tokens) ? customer : nobody_known;
}

/* Who would sooner be read as a customer with a concern of their own is believed to be one. */
static bool is_stranger(const struct reader *reader)
{
    static const float share = 0.5f;
    float unrelated = reader->scores.probability[CONCERN_UNRELATED];
    int best = best_in_scope(reader, 0);
    return unrelated >= stranger_bar(reader) &&
           (best < 0 || unrelated >= share * reader->scores.probability[best]);
}

/* Whatever else a stranger's words remind of is not meant; only another route may be. Who is no stranger is not
 * unrelated, however much else the message tells. */
static void heed_unrelated(struct reader *reader)
{
    static const float plausible = 0.02f;
    bool stranger = is_stranger(reader);
    uint32_t routes = 0;
    for (int c = 0; c < CONCERN_COUNT; c++)
        if (concern_is_route((enum concern)c) && c != CONCERN_UNRELATED) routes |= bit((enum concern)c);
    if (stranger)
        reader->concerns = reader->concerns & routes ? reader->concerns & routes : bit(CONCERN_UNRELATED);
    else if (reader->concerns != bit(CONCERN_UNRELATED))
        reader->concerns &= ~bit(CONCERN_UNRELATED);
    else
        take_instead(reader, CONCERN_UNRELATED, plausible);
}

/* A dispute that is only threatened keeps what they complain of as its concern; a person is asked beside it. */
static void heed_threat(struct reader *reader, const struct signs *signs)
{
    static const float imaginable = 0.005f;
    if (!signs->threatens_dispute || !(reader->concerns & bit(CONCERN_PAYMENT_DISPUTE))) return;
    if (reader->concerns != bit(CONCERN_PAYMENT_DISPUTE))
        reader->concerns &= ~bit(CONCERN_PAYMENT_DISPUTE);
    else
        take_instead(reader, CONCERN_PAYMENT_DISPUTE, imaginable);
}

/* --- what the order tells --------------------------------------------------------------------------------- */

static bool order_has_event(const struct order *order, enum stage stage)
{
    for (size_t i = 0; i < order->event_count; i++)
        if (order->events[i].stage == stage) return true;
    return false;
}

static bool order_is_stock(const struct order *order)
{
    for (size_t i = 0; i < order->item_count; i++)
        if (!order->items[i].stock) return false;
    return order->item_count > 0;
}

/* What the words leave open between `from` and `to` is `to`. The doubt between the two is gone, so their confidences add
 * up, whichever of them was found. */
static void replace(struct reader *reader, enum concern from, enum concern to)
{
    if (!(reader->concerns & (bit(from) | bit(to)))) return;
    reader->concerns = (reader->concerns & ~bit(from)) | bit(to);
    float both = reader->scores.probability[to] + reader->scores.probability[from];
    reader->scores.probability[to] = fminf(both, most_confidence);
    reader->scores.probability[from] = 0;
    for (size_t i = 0; i < reader->scores.segment_count; i++)
        reader->scores.segment[i][to] += reader->scores.segment[i][from];
}

static void replace_found(struct reader *reader, enum concern from, enum concern to)
{
    if (reader->concerns & bit(from)) replace(reader, from, to);
}

/* Cautious: only where the words alone could mean either (section 5, conventions). */
static void heed_order(struct reader *reader, const struct order *order, const struct signs *signs)
{
    bool delivered = order_has_event(order, STAGE_DELIVERED),
         shipped = delivered || order_has_event(order, STAGE_SHIPPED);
    if (order_is_stock(order)) {
        replace(reader, CONCERN_RETURN, CONCERN_GENERAL_SHIPPING);
        return;
    }
    /* "Did you lose it?" before it shipped is a complaint of lateness. */
    if (!shipped && !signs->disputes_delivery && order->event_count > 0)
        replace(reader, CONCERN_NOT_RECEIVED, CONCERN_DELAY);
    /* Who still waits for what the carrier calls delivered has not received it. */
    if (delivered && order->item_count == 1 && !signs->delivered_said)
        replace_found(reader, CONCERN_DELAY, CONCERN_NOT_RECEIVED);
    /* What has not left the workshop is not wrong yet: it is to be changed. So is their own typo before delivery. */
    bool still_here = !shipped && order->event_count > 0;
    if ((still_here || (!delivered && signs->own_mistake)) && !signs->delivered_said)
        replace(reader, CONCERN_WRONG_SPEC, CONCERN_CHANGE);
    /* Nor can it be sent back. */
    if (still_here && !signs->delivered_said) replace(reader, CONCERN_RETURN, CONCERN_CANCEL);
    /* Who orders something has ordered. */
    if (reader->concerns == bit(CONCERN_PRE_PURCHASE) && reader->scores.probability[CONCERN_FAQ] > 0.2f)
        replace(reader, CONCERN_PRE_PURCHASE, CONCERN_FAQ);
}

/* --- results ---------------------------------------------------------------------------------------------- */

static float place_of(const struct reader *reader, size_t segment, enum concern concern)
{
    return reader->tokens.segments[segment].count ? reader->scores.segment[segment][concern] : 0.0f;
}

/* The surest segment, with the neighbours that are nearly as sure. */
static struct span evidence_of(const struct reader *reader, enum concern concern)
{
    size_t best = 0;
    for (size_t i = 1; i < reader->segment_count; i++)
        if (place_of(reader, i, concern) > place_of(reader, best, concern)) best = i;
    if (reader->segment_count == 0) return (struct span){0};
    float least = place_of(reader, best, concern) * place_share;
    size_t first = best, last = best;
    while (first > 0 && place_of(reader, first - 1, concern) >= least && least > 0) first--;
    while (last + 1 < reader->segment_count && place_of(reader, last + 1, concern) >= least && least > 0)
        last++;
    return (struct span){reader->segments[first].span.start, reader->segments[last].span.end};
}

/* Whether a surer request holds all the words of that question. */
static bool is_within_request(const struct reader *reader, enum concern question)
{
    static const float sure = 0.9f;
    struct span asked = evidence_of(reader, question);
    for (int c = 0; c < CONCERN_COUNT; c++) {
        if (c == (int)question || !(reader->concerns & bit((enum concern)c))) continue;
        struct span request = evidence_of(reader, (enum concern)c);
        if (reader->scores.probability[c] >= sure && request.start <= asked.start && asked.end <= request.end)
            return true;
    }
    return false;
}

/* An unsure question inside the words of a sure request is part of it: "can it still be changed?", "is it coming?" */
static void heed_request(struct reader *reader)
{
    static const float unsure = 0.5f;
    static const enum concern questions[] = {CONCERN_FAQ, CONCERN_STATUS};
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (reader->concerns & bit(questions[i]) && reader->scores.probability[questions[i]] < unsure &&
            is_within_request(reader, questions[i]))
            reader->concerns &= ~bit(questions[i]);
}

/* The likeliest of several is right less often than its probability by itself says. */
static float confidence_of(const struct reader *reader, enum concern concern)
{
    float probability = reader->scores.probability[concern];
    return reader->scored ? score_confidence(reader->classifier, concern, probability) : probability;
}

static void write_concerns(struct reader *reader, struct reading *out)
{
    size_t count = 0;
    out->concerns = ARENA_ARRAY(reader->arena, CONCERN_COUNT, struct concern_found);
    for (int c = 0; c < CONCERN_COUNT; c++) { /* their order is that of gravity */
        if (!(reader->concerns & bit((enum concern)c))) continue;
        out->concerns[count++] =
            (struct concern_found){.concern = (enum concern)c,
                                   .confidence = (double)confidence_of(reader, (enum concern)c),
                                   .evidence = evidence_of(reader, (enum concern)c),
                                   .item = ALL_ITEMS};
    }
    out->concern_count = count;
}

static double best_confidence(const struct reading *reading)
{
    double best = 0;
    for (size_t i = 0; i < reading->concern_count; i++)
        if (reading->concerns[i].confidence > best) best = reading->concerns[i].confidence;
    return best;
}

/* How well a concern would do as one of the readings a customer is asked about: what was found goes before what was not.
 * Nobody with an order is asked whether they have none, and nobody at all whether they wrote to the wrong house, or
 * only to say thank you. */
static float worth_asking(const struct reader *reader, enum concern concern)
{
    static const float worth_naming = 0.04f;
    bool found = reader->concerns & bit(concern);
    bool stranger =
        concern == CONCERN_UNRELATED || concern == CONCERN_THANKS ||
        (reader->inquiry->order && (concern == CONCERN_PRE_PURCHASE || concern == CONCERN_SUBSCRIPTION));
    float probability = reader->scores.probability[concern];
    if (found) return 1.0f + probability;
    return stranger || probability < worth_naming ? 0 : probability;
}

/* The readings the message may have, at most two. */
static void write_meant(const struct reader *reader, struct reading *out)
{
    for (out->meant_count = 0; out->meant_count < 2; out->meant_count++) {
        int best = -1;
        float most = 0;
        for (int c = 0; c < CONCERN_COUNT; c++) {
            float worth = worth_asking(reader, (enum concern)c);
            bool named = out->meant_count && out->meant[0] == (enum concern)c;
            if (named || worth <= most) continue;
            most = worth;
            best = c;
        }
        if (best < 0) return;
        out->meant[out->meant_count] = (enum concern)best;
    }
}

static void write_one(struct reader *reader, enum concern concern, float confidence, struct reading *out)
{
    reader->scores.segment =
        arena_array(reader->arena, reader->segment_count + 1, sizeof *reader->scores.segment);
    reader->scores.segment_count = reader->segment_count;
    reader->scores.probability[concern] = confidence;
    reader->concerns = bit(concern);
    write_concerns(reader, out);
}

/* With nothing to go by, a person looks at it. */
static void write_unknown(struct reader *reader, struct reading *out)
{
    write_one(reader, CONCERN_OTHER, NO_MODEL_CONFIDENCE, out);
}

/* What no person wrote asks for nothing, in whatever language. */
static void write_automatic(struct reader *reader, struct reading *out)
{
    out->supported = true;
    write_one(reader, CONCERN_UNRELATED, most_confidence, out);
}

static void write_language(const struct inquiry *inquiry, const struct store *store, struct reading *out)
{
    out->locale = triage_language(inquiry->text, out->segments, out->segment_count);
    out->supported = str_is(out->locale, "en") || str_is(out->locale, "zh");
    struct str reply = out->supported ? out->locale : store->default_locale;
    out->lang = str_starts(reply, STR("zh")) ? LANG_ZH : LANG_EN;
}

static bool any_token(const struct message_tokens *tokens)
{
    for (size_t i = 0; i < tokens->count; i++)
        if (tokens->segments[i].count > 0) return true;
    return false;
}

void triage_read(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                 struct reading *out)
{
    triage_clean(arena, inquiry->text, &out->segments, &out->segment_count, &out->auto_reply);
    out->auto_reply =
        out->auto_reply || automatic_subject(inquiry->subject) || automatic_sender(inquiry->from);
    write_language(inquiry, store, out);
    struct reader reader = {.arena = arena,
                            .inquiry = inquiry,
                            .classifier = store->classifier,
                            .text = inquiry->text,
                            .segments = out->segments,
                            .segment_count = out->segment_count};
    read_words(&reader);
    if (out->auto_reply) {
        signs_read(&reader.tokens, reader.segments, 0, &out->signs);
        write_automatic(&reader, out);
        return;
    }
    if (!store->classifier || !out->supported || !any_token(&reader.tokens)) {
        signs_read(&reader.tokens, reader.segments, 0, &out->signs);
        write_unknown(&reader, out);
        out->low_confidence =
            out->supported; /* a language nobody here reads is handed over, not guessed at */
        return;
    }
    score(&reader);
    signs_read(&reader.tokens, reader.segments, reader.concerns, &out->signs);
    heed_unrelated(&reader);
    heed_threat(&reader, &out->signs);
    if (inquiry->order) heed_order(&reader, inquiry->order, &out->signs);
    signs_read(&reader.tokens, reader.segments, reader.concerns, &out->signs);
    heed_request(&reader);
    write_concerns(&reader, out);
    out->low_confidence = best_confidence(out) < store->ask_below;
    if (out->low_confidence) write_meant(&reader, out);
}
