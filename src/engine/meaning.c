/* Tells by the lexicon which complaints a clause speaks of; see meaning.h. */
#include "engine/meaning.h"

#include "engine/tokens.h"

static const struct {
    enum lexicon_class class;
    enum concern concern;
} complaints[] = {
    {LEX_BROKEN, CONCERN_DAMAGED},      {LEX_DETACHED, CONCERN_DAMAGED},
    {LEX_SCRATCHED, CONCERN_DAMAGED},   {LEX_MISSING_PART, CONCERN_DAMAGED},
    {LEX_NOT_WORKING, CONCERN_DAMAGED}, {LEX_TYPO, CONCERN_WRONG_SPEC},
    {LEX_WRONG, CONCERN_WRONG_SPEC},    {LEX_MAKING_FLAW, CONCERN_WRONG_SPEC},
    {LEX_LATE, CONCERN_DELAY},          {LEX_MARKED_DELIVERED, CONCERN_NOT_RECEIVED},
    {LEX_STUCK, CONCERN_NOT_RECEIVED},  {LEX_CANCEL, CONCERN_CANCEL},
    {LEX_CHANGE, CONCERN_CHANGE},
};

static uint32_t complaint_of(uint16_t class)
{
    for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++)
        if (complaints[i].class == class) return UINT32_C(1) << complaints[i].concern;
    return 0;
}

static struct lexicon lexicon_of(struct arena *arena, const struct store *store)
{
    const struct classifier *trained = store->classifier;
    return trained ? (struct lexicon){trained->lexicon, trained->lexicon_bits} : *lexicon_compile(arena);
}

uint32_t meaning_complaints(struct arena *arena, const struct store *store, struct str text, struct span span)
{
    struct lexicon lexicon = lexicon_of(arena, store);
    struct segment clause = {span, true};
    struct message_tokens tokens;
    tokens_read(arena, &lexicon, text, &clause, 1, false, &tokens);
    uint32_t found = 0;
    for (size_t i = 0; i < tokens.segments[0].unit_count; i++) {
        const struct unit *unit = &tokens.segments[0].units[i];
        for (size_t c = 0; c < unit->class_count && !unit->negated; c++)
            found |= complaint_of(unit->classes[c]);
    }
    return found;
}

static bool is_in_title(const struct order *order, struct str word)
{
    for (size_t i = 0; order && i < order->item_count; i++)
        if (word.len && str_contains(order->items[i].title, word)) return true;
    return false;
}

static struct str unit_text(struct str text, const struct segment_tokens *segment, const struct unit *unit)
{
    const struct token *first = &segment->tokens[unit->first];
    const struct token *last = &segment->tokens[unit->first + unit->count - 1];
    return str_slice(text, first->at, last->at + last->text_len);
}

static bool segment_has_address(const struct inquiry *inquiry, const struct segment_tokens *segment)
{
    for (size_t i = 0; i < segment->unit_count; i++) {
        const struct unit *unit = &segment->units[i];
        for (size_t c = 0; c < unit->class_count; c++)
            if (unit->classes[c] == LEX_ADDRESS && !unit->negated &&
                !is_in_title(inquiry->order, unit_text(inquiry->text, segment, unit)))
                return true;
    }
    return false;
}

bool meaning_has_address(struct arena *arena, const struct store *store, const struct inquiry *inquiry,
                         const struct reading *reading)
{
    struct lexicon lexicon = lexicon_of(arena, store);
    struct message_tokens tokens;
    tokens_read(arena, &lexicon, inquiry->text, reading->segments, reading->segment_count, false, &tokens);
    for (size_t i = 0; i < tokens.count; i++)
        if (segment_has_address(inquiry, &tokens.segments[i])) return true;
    return false;
}
