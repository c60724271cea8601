/* Reads the signs of a message from the meanings of its words; a meaning under a negation does not count. */
#include "engine/signs.h"

/* The meanings of a segment, or of several, as a set. */
struct meanings {
    uint64_t plain[(LEX_COUNT + 63) / 64];
    bool shouting; /* "??", "!!" */
};

static void add_segment(struct meanings *meanings, const struct segment_tokens *segment)
{
    for (size_t i = 0; i < segment->unit_count; i++) {
        const struct unit *unit = &segment->units[i];
        for (size_t c = 0; c < unit->class_count && !unit->negated; c++)
            meanings->plain[unit->classes[c] / 64] |= UINT64_C(1) << unit->classes[c] % 64;
    }
    for (size_t i = 0; i + 1 < segment->count; i++) {
        const struct token *token = &segment->tokens[i];
        if (token->kind == TOKEN_MARK && token[1].kind == TOKEN_MARK && token->hash == token[1].hash)
            meanings->shouting = true;
    }
}

static bool means(const struct meanings *meanings, enum lexicon_class class)
{
    return meanings->plain[class / 64] >> class % 64 & 1;
}

static bool concerns_any(uint32_t concerns, enum concern concern)
{
    return concerns >> concern & 1;
}

/* Grave signs have their place shown to the agent: the first segment that bears one. */
static void read_grave(const struct meanings *here, const struct meanings *all, struct span span,
                       struct signs *out)
{
    bool threat = means(all, LEX_THREAT) || means(all, LEX_ANGER) || means(here, LEX_IF);
    bool dispute = means(here, LEX_DISPUTE) && means(here, LEX_THREAT);
    bool legal = means(here, LEX_LEGAL) || (means(here, LEX_PUBLIC) && threat) || dispute;
    bool safety = means(here, LEX_INJURY), grief = means(here, LEX_GRIEF);
    if ((legal || safety || grief) && out->evidence.end == 0) out->evidence = span;
    out->legal_or_public |= legal;
    out->threatens_dispute |= dispute;
    out->safety |= safety;
    out->grief |= grief;
}

static void read_own_mistake(const struct meanings *here, const struct meanings *all, struct signs *out)
{
    if (means(all, LEX_THEIR_FAULT)) return;
    if (means(here, LEX_OWN_FAULT) ||
        (means(here, LEX_I_DID) && (means(here, LEX_TYPO) || means(here, LEX_WRONG))))
        out->own_mistake = true;
}

static void read_moods(const struct meanings *all, struct signs *out)
{
    out->upset = means(all, LEX_ANGER) || means(all, LEX_SAD);
    bool pressed =
        means(all, LEX_CHASING) || means(all, LEX_NO_WORD) ||
        ((means(all, LEX_WAIT) || means(all, LEX_STILL)) && (all->shouting || means(all, LEX_LATE)));
    out->impatient = pressed && !means(all, LEX_NO_HURRY);
    /* Praise alone does not say that they look forward to anything. */
    out->wrote_before = means(all, LEX_WROTE_BEFORE);
    out->excited = means(all, LEX_EXCITED) && !out->upset;
}

static void read_facts(const struct meanings *all, uint32_t concerns, struct signs *out)
{
    out->photos_mentioned =
        means(all, LEX_PHOTO_ATTACHED) || (means(all, LEX_PHOTO) && means(all, LEX_HERE_IS));
    bool damaged = concerns_any(concerns, CONCERN_DAMAGED);
    out->making_flaw = means(all, LEX_MAKING_FLAW);
    out->part_missing = damaged && means(all, LEX_MISSING_PART) && !means(all, LEX_BROKEN) &&
                        !means(all, LEX_DETACHED) && !means(all, LEX_SCRATCHED);
    bool missing =
        means(all, LEX_NOT_HERE) || means(all, LEX_STOLEN) || concerns_any(concerns, CONCERN_NOT_RECEIVED);
    out->disputes_delivery = means(all, LEX_MARKED_DELIVERED) && missing;
    bool in_hand = damaged || concerns_any(concerns, CONCERN_WRONG_SPEC) ||
                   concerns_any(concerns, CONCERN_RETURN) || concerns_any(concerns, CONCERN_THANKS);
    out->delivered_said = means(all, LEX_RECEIVED) && in_hand && !out->disputes_delivery;
    out->for_address = concerns_any(concerns, CONCERN_CHANGE) && means(all, LEX_ADDRESS);
    out->overcharged = means(all, LEX_OVERCHARGE) && !means(all, LEX_CANCEL);
    out->asks_refund = means(all, LEX_REFUND) && !means(all, LEX_REFUND_PROGRESS);
    out->wants_replacement = means(all, LEX_REMAKE);
}

void signs_read(const struct message_tokens *tokens, const struct segment *segments, uint32_t concerns,
                struct signs *out)
{
    struct meanings all = {0};
    struct signs signs = {0};
    for (size_t i = 0; i < tokens->count; i++) add_segment(&all, &tokens->segments[i]);
    for (size_t i = 0; i < tokens->count; i++) {
        struct meanings here = {0};
        if (tokens->segments[i].count == 0) continue;
        add_segment(&here, &tokens->segments[i]);
        read_grave(&here, &all, segments[i].span, &signs);
        read_own_mistake(&here, &all, &signs);
    }
    read_moods(&all, &signs);
    read_facts(&all, concerns, &signs);
    *out = signs;
}
