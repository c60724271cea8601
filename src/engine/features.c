/* Turns tokens and meanings into hashed features. */
#include "engine/features.h"

#include <math.h>

#include "base/hash.h"

enum {
    PER_TOKEN = 40, /* at most so many features of one token, by the counts below */
    PER_SEGMENT = 160,
    PAIR_UNITS = 12, /* meanings of a segment that are paired with each other */
};

static const char *const names[] = {
#define X(id, group, about) #id,
    FEATURE_FAMILIES(X)
#undef X
};
static const char *const abouts[] = {
#define X(id, group, about) about,
    FEATURE_FAMILIES(X)
#undef X
};

static const enum feature_group groups[] = {
#define X(id, group, about) GROUP_##group,
    FEATURE_FAMILIES(X)
#undef X
};
/* What the groups weigh against each other, by cross-validation. */
static const float gains[GROUP_COUNT] = {
    [GROUP_MEANINGS] = 1.5f, [GROUP_WORDS] = 1.0f, [GROUP_CHARACTERS] = 0.7f};

float feature_group_norm(enum feature_group group, size_t count)
{
    return count ? gains[group] / sqrtf((float)count) : 0.0f;
}

const char *feature_family_name(enum feature_family family)
{
    return names[family];
}

const char *feature_family_about(enum feature_family family)
{
    return abouts[family];
}

struct extractor {
    const struct message_tokens *message;
    const struct segment_tokens *segment;
    size_t index;
    uint32_t *out;
    size_t count, room;
    uint32_t message_length; /* bucket of tokens */
};

static uint32_t mix(uint32_t a, uint32_t b)
{
    uint32_t hash = (a ^ (a >> 15)) * UINT32_C(0x2C1B3C6D) + b;
    hash = (hash ^ (hash >> 12)) * UINT32_C(0x297A2D39);
    return hash ^ (hash >> 15);
}

static void put(struct extractor *extractor, enum feature_family family, uint32_t hash)
{
    if (extractor->count < extractor->room)
        extractor->out[extractor->count++] = mix(hash, UINT32_C(0x9E3779B9) * ((uint32_t)family + 1));
}

static bool is_word(const struct token *token)
{
    return token->kind == TOKEN_WORD && !token->quoted;
}

/* Whether a token takes part in sequences of words: all but quoted words and sentence marks. */
static bool in_sequence(const struct token *token)
{
    return !token->quoted && token->kind != TOKEN_HAN && token->kind != TOKEN_MARK;
}

/* --- words ------------------------------------------------------------------------------------------------ */

static void word_family(struct extractor *extractor)
{
    for (size_t i = 0; i < extractor->segment->count; i++) {
        const struct token *token = &extractor->segment->tokens[i];
        if (in_sequence(token)) put(extractor, FAMILY_WORD, token->stem);
    }
}

static void form_family(struct extractor *extractor)
{
    for (size_t i = 0; i < extractor->segment->count; i++) {
        const struct token *token = &extractor->segment->tokens[i];
        if (is_word(token) && token->hash != token->stem) put(extractor, FAMILY_FORM, token->hash);
    }
}

/* Pairs of words `from` to `to` places apart, with edges of the segment as words of their own. */
static void pairs(struct extractor *extractor, enum feature_family family, size_t from, size_t to)
{
    const struct segment_tokens *segment = extractor->segment;
    for (size_t i = 0; i < segment->count; i++) {
        if (!in_sequence(&segment->tokens[i])) continue;
        for (size_t gap = from; gap <= to && i + gap < segment->count; gap++) {
            const struct token *other = &segment->tokens[i + gap];
            if (in_sequence(other)) put(extractor, family, mix(segment->tokens[i].stem, other->stem));
        }
    }
}

static void word2_family(struct extractor *extractor)
{
    pairs(extractor, FAMILY_WORD2, 1, 1);
}

static void skip_family(struct extractor *extractor)
{
    pairs(extractor, FAMILY_SKIP, 2, 3);
}

static void word3_family(struct extractor *extractor)
{
    const struct segment_tokens *segment = extractor->segment;
    for (size_t i = 0; i + 2 < segment->count; i++) {
        const struct token *token = &segment->tokens[i];
        if (in_sequence(token) && in_sequence(token + 1) && in_sequence(token + 2))
            put(extractor, FAMILY_WORD3, mix(mix(token[0].stem, token[1].stem), token[2].stem));
    }
}

/* Of "^word$": three to five neighbouring bytes. */
static void chars_of(struct extractor *extractor, const struct token *token)
{
    char padded[48];
    size_t len = token->text_len < 40 ? token->text_len : 40;
    padded[0] = '^';
    memcpy(padded + 1, extractor->message->folded + token->text, len);
    padded[len + 1] = '$';
    len += 2;
    for (size_t i = 0; i + 3 <= len; i++) {
        uint32_t hash = 0;
        for (size_t n = 0; n < 5 && i + n < len; n++) {
            hash = hash * 257 + (unsigned char)padded[i + n] + 1;
            if (n >= 2) put(extractor, FAMILY_CHARS, hash);
        }
    }
}

static void chars_family(struct extractor *extractor)
{
    for (size_t i = 0; i < extractor->segment->count; i++)
        if (is_word(&extractor->segment->tokens[i])) chars_of(extractor, &extractor->segment->tokens[i]);
}

/* --- Chinese characters ----------------------------------------------------------------------------------- */

/* Runs of `n` characters; other tokens than sentence marks take a place of their own. */
static void han_runs(struct extractor *extractor, enum feature_family family, size_t n)
{
    const struct segment_tokens *segment = extractor->segment;
    for (size_t i = 0; i + n <= segment->count; i++) {
        uint32_t hash = 0;
        size_t han = 0, k = 0;
        for (; k < n; k++) {
            const struct token *token = &segment->tokens[i + k];
            if (token->quoted || token->kind == TOKEN_MARK) break;
            han += token->kind == TOKEN_HAN;
            hash = mix(hash, token->stem);
        }
        if (k == n && han > 0) put(extractor, family, hash);
    }
}

static void han1_family(struct extractor *extractor)
{
    han_runs(extractor, FAMILY_HAN1, 1);
}

static void han2_family(struct extractor *extractor)
{
    han_runs(extractor, FAMILY_HAN2, 2);
}

static void han3_family(struct extractor *extractor)
{
    han_runs(extractor, FAMILY_HAN3, 3);
}

/* --- meanings --------------------------------------------------------------------------------------------- */

static void class_family(struct extractor *extractor)
{
    const struct segment_tokens *segment = extractor->segment;
    for (size_t i = 0; i < segment->unit_count; i++) {
        const struct unit *unit = &segment->units[i];
        for (size_t c = 0; c < unit->class_count; c++)
            put(extractor, FAMILY_CLASS, unit->classes[c] + (unit->negated ? 1000u : 0u));
    }
    for (size_t i = 0; i < segment->inner_count; i++)
        put(extractor, FAMILY_CLASS, segment->inner[i].class + (segment->inner[i].negated ? 1000u : 0u));
}

/* The meaning of a unit for sequences, with its negation. */
static uint32_t meaning(const struct unit *unit)
{
    return unit->classes[0] + 1u + (unit->negated ? 1000u : 0u);
}

/* The meanings of a segment in order, words without one left out. */
static size_t meanings_of(const struct segment_tokens *segment, uint32_t *out, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < segment->unit_count && count < room; i++)
        if (segment->units[i].class_count > 0) out[count++] = meaning(&segment->units[i]);
    return count;
}

static void class2_family(struct extractor *extractor)
{
    uint32_t found[64];
    size_t count = meanings_of(extractor->segment, found, 64);
    for (size_t i = 0; i + 1 < count; i++) put(extractor, FAMILY_CLASS2, mix(found[i], found[i + 1]));
}

static void class3_family(struct extractor *extractor)
{
    uint32_t found[64];
    size_t count = meanings_of(extractor->segment, found, 64);
    for (size_t i = 0; i + 2 < count; i++)
        put(extractor, FAMILY_CLASS3, mix(mix(found[i], found[i + 1]), found[i + 2]));
}

static void class_pair_family(struct extractor *extractor)
{
    uint32_t found[PAIR_UNITS];
    size_t count = meanings_of(extractor->segment, found, PAIR_UNITS);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            uint32_t low = found[i] < found[j] ? found[i] : found[j],
                     high = found[i] < found[j] ? found[j] : found[i];
            put(extractor, FAMILY_CLASS_PAIR, mix(low, high));
        }
}

static void mixed_family(struct extractor *extractor)
{
    const struct segment_tokens *segment = extractor->segment;
    for (size_t i = 0; i + 1 < segment->unit_count; i++) {
        const struct unit *left = &segment->units[i], *right = left + 1;
        if (left->class_count == 0 && right->class_count == 0) continue;
        put(extractor, FAMILY_MIXED, mix(left->label, right->label));
        if (left->class_count > 0 && right->class_count > 0) {
            put(extractor, FAMILY_MIXED, mix(segment->tokens[left->first].stem, right->label));
            put(extractor, FAMILY_MIXED, mix(left->label, segment->tokens[right->first].stem));
        }
    }
}

static void negated_family(struct extractor *extractor)
{
    const struct segment_tokens *segment = extractor->segment;
    for (size_t i = 0; i < segment->unit_count; i++) {
        const struct unit *unit = &segment->units[i];
        if (unit->negated) put(extractor, FAMILY_NEGATED, unit->label);
    }
}

/* --- edges and shape -------------------------------------------------------------------------------------- */

static void edge_family(struct extractor *extractor)
{
    const struct segment_tokens *segment = extractor->segment;
    if (segment->unit_count == 0) return;
    const struct unit *first = &segment->units[0], *last = &segment->units[segment->unit_count - 1];
    put(extractor, FAMILY_EDGE, mix(1, first->label));
    put(extractor, FAMILY_EDGE, mix(2, last->label));
    if (segment->unit_count > 1) put(extractor, FAMILY_EDGE, mix(mix(1, first->label), first[1].label));
    if (segment->unit_count > 1) put(extractor, FAMILY_EDGE, mix(mix(2, last->label), last[-1].label));
    for (size_t i = 0; i < segment->count; i++)
        if (segment->tokens[i].kind == TOKEN_MARK || segment->tokens[i].kind == TOKEN_EMOJI)
            put(extractor, FAMILY_EDGE, mix(3, segment->tokens[i].hash));
}

static uint32_t bucket(size_t count)
{
    uint32_t bucket = 0;
    for (; count > 0; count >>= 1) bucket++;
    return bucket;
}

static void shape_family(struct extractor *extractor)
{
    const struct segment_tokens *segment = extractor->segment;
    uint32_t kinds = 0, capitals = 0, quoted = 0;
    for (size_t i = 0; i < segment->count; i++) {
        if (segment->tokens[i].kind != TOKEN_MARK) kinds |= UINT32_C(1) << segment->tokens[i].kind;
        capitals += segment->tokens[i].capital;
        quoted += segment->tokens[i].quoted;
    }
    for (uint32_t kind = 0; kind <= TOKEN_MARK; kind++)
        if (kinds >> kind & 1) put(extractor, FAMILY_SHAPE, kind);
    put(extractor, FAMILY_SHAPE, 100 + bucket(segment->count));
    put(extractor, FAMILY_SHAPE, 200 + extractor->message_length);
    put(extractor, FAMILY_SHAPE, mix(300 + extractor->message_length, bucket(segment->count)));
    if (capitals > 1) put(extractor, FAMILY_SHAPE, 400);
    if (quoted > 0) put(extractor, FAMILY_SHAPE, 500 + bucket(quoted));
}

/* Meanings that only a customer of such a store has on the tongue, and those of other walks of life. */
static bool is_of_trade(uint16_t class)
{
    static const uint16_t classes[] = {LEX_PRODUCTION,
                                       LEX_SHIP,
                                       LEX_RECEIVED,
                                       LEX_TRACKING,
                                       LEX_CARRIER,
                                       LEX_PARCEL,
                                       LEX_STUCK,
                                       LEX_NOT_HERE,
                                       LEX_PLACE,
                                       LEX_TEXT,
                                       LEX_FONT,
                                       LEX_SIZE,
                                       LEX_COLOUR,
                                       LEX_PHOTO,
                                       LEX_MATERIAL,
                                       LEX_SAYS,
                                       LEX_BROKEN,
                                       LEX_DETACHED,
                                       LEX_SCRATCHED,
                                       LEX_PART,
                                       LEX_MAKING_FLAW,
                                       LEX_MISSING_PART,
                                       LEX_MARKED_DELIVERED,
                                       LEX_PACKAGING,
                                       LEX_GIFT_WRAP,
                                       LEX_PROOF,
                                       LEX_OFF_SHELF,
                                       LEX_PRODUCT,
                                       LEX_CRAFT_WORD,
                                       LEX_ORDER,
                                       LEX_RETURN,
                                       LEX_REMAKE,
                                       LEX_CARE,
                                       LEX_DO_YOU_SHIP,
                                       LEX_CUSTOMS,
                                       LEX_SUBSCRIPTION};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (classes[i] == class) return true;
    return false;
}

static bool is_foreign(uint16_t class)
{
    return (class >= LEX_BANKING && class <= LEX_WORKLIFE) || class == LEX_SPAM || class == LEX_JOB ||
           class == LEX_CHITCHAT;
}

struct trade_counts {
    size_t trade, foreign, plain;
};

static void count_trade(const struct segment_tokens *segment, struct trade_counts *counts)
{
    for (size_t i = 0; i < segment->unit_count; i++) {
        const struct unit *unit = &segment->units[i];
        for (size_t c = 0; c < unit->class_count; c++) {
            counts->trade += is_of_trade(unit->classes[c]);
            counts->foreign += is_foreign(unit->classes[c]);
        }
        counts->plain += unit->class_count == 0;
    }
}

static bool is_long_number(const struct token *token)
{
    enum { DIGITS = 4 };
    return token->kind == TOKEN_CODE || (token->kind == TOKEN_NUMBER && token->text_len >= DIGITS);
}

bool features_names_order(const struct message_tokens *tokens)
{
    bool word = false, number = false;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct segment_tokens *segment = &tokens->segments[i];
        for (size_t k = 0; k < segment->count; k++) number |= is_long_number(&segment->tokens[k]);
        for (size_t k = 0; k < segment->unit_count; k++)
            for (size_t c = 0; c < segment->units[k].class_count; c++)
                word |= segment->units[k].classes[c] == LEX_ORDER;
    }
    return word && number;
}

static uint32_t few(size_t count)
{
    return count > 3 ? 3 : (uint32_t)count;
}

static void trade_family(struct extractor *extractor)
{
    struct trade_counts here = {0}, all = {0};
    count_trade(extractor->segment, &here);
    for (size_t i = 0; i < extractor->message->count; i++)
        count_trade(&extractor->message->segments[i], &all);
    put(extractor, FAMILY_TRADE, few(here.trade));
    put(extractor, FAMILY_TRADE, 10 + few(here.foreign));
    put(extractor, FAMILY_TRADE, 20 + few(here.trade) * 4 + few(here.foreign));
    put(extractor, FAMILY_TRADE, 40 + few(all.trade) * 4 + few(all.foreign));
    put(extractor, FAMILY_TRADE, 100 + few(all.trade) * 100 + bucket(all.plain));
}

/* --- the message around ----------------------------------------------------------------------------------- */

static void put_neighbour(struct extractor *extractor, size_t index, uint32_t side)
{
    uint32_t found[16];
    size_t count = meanings_of(&extractor->message->segments[index], found, 16);
    for (size_t i = 0; i < count; i++) put(extractor, FAMILY_NEXT_TO, mix(side, found[i]));
}

static void next_to_family(struct extractor *extractor)
{
    size_t index = extractor->index, before = index, after = index + 1;
    while (before > 0 && extractor->message->segments[before - 1].count == 0) before--;
    while (after < extractor->message->count && extractor->message->segments[after].count == 0) after++;
    if (before > 0)
        put_neighbour(extractor, before - 1, 1);
    else
        put(extractor, FAMILY_NEXT_TO, 1);
    if (after < extractor->message->count)
        put_neighbour(extractor, after, 2);
    else
        put(extractor, FAMILY_NEXT_TO, 2);
}

/* ---------------------------------------------------------------------------------------------------------- */

static void (*const extractors[FAMILY_COUNT])(struct extractor *) = {
    [FAMILY_WORD] = word_family,
    [FAMILY_FORM] = form_family,
    [FAMILY_WORD2] = word2_family,
    [FAMILY_WORD3] = word3_family,
    [FAMILY_SKIP] = skip_family,
    [FAMILY_CHARS] = chars_family,
    [FAMILY_HAN1] = han1_family,
    [FAMILY_HAN2] = han2_family,
    [FAMILY_HAN3] = han3_family,
    [FAMILY_CLASS] = class_family,
    [FAMILY_CLASS2] = class2_family,
    [FAMILY_CLASS3] = class3_family,
    [FAMILY_CLASS_PAIR] = class_pair_family,
    [FAMILY_MIXED] = mixed_family,
    [FAMILY_NEGATED] = negated_family,
    [FAMILY_EDGE] = edge_family,
    [FAMILY_SHAPE] = shape_family,
    [FAMILY_TRADE] = trade_family,
    [FAMILY_NEXT_TO] = next_to_family,
};

static size_t room_for(const struct message_tokens *tokens)
{
    size_t room = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct segment_tokens *segment = &tokens->segments[i];
        room += segment->count ? PER_SEGMENT + segment->count * PER_TOKEN : 0;
        for (size_t k = 0; k < segment->count; k++) room += 3u * segment->tokens[k].text_len;
    }
    return room;
}

static struct feature_list extract_segment(struct extractor *extractor, uint32_t families)
{
    struct feature_list list = {.hashes = extractor->out + extractor->count};
    size_t first = extractor->count;
    for (int family = 0; family < FAMILY_COUNT; family++) {
        size_t before = extractor->count;
        if (families >> family & 1) extractors[family](extractor);
        list.counts[groups[family]] += extractor->count - before;
    }
    list.count = extractor->count - first;
    return list;
}

void features_extract(struct arena *arena, const struct message_tokens *tokens, uint32_t families,
                      struct message_features *out)
{
    size_t room = room_for(tokens), length = 0;
    uint32_t *hashes = arena_alloc_raw(arena, (room + 1) * sizeof *hashes);
    *out = (struct message_features){.count = tokens->count};
    out->segments = ARENA_ARRAY(arena, tokens->count ? tokens->count : 1, struct feature_list);
    for (size_t i = 0; i < tokens->count; i++) length += tokens->segments[i].count;
    struct extractor extractor = {
        .message = tokens, .out = hashes, .room = room, .message_length = bucket(length)};
    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->segments[i].count == 0) continue;
        extractor.segment = &tokens->segments[i];
        extractor.index = i;
        out->segments[i] = extract_segment(&extractor, families);
    }
}
