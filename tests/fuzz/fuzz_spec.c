/* Any text as a message about an order with several items: item, requested changes and answer are read of it as about the
 * concern that the first byte chooses, and what is found lies within the text. */
#include <stdlib.h>

#include "engine/facts.h"
#include "engine/lexicon.h"

static void expect_within(struct span span, size_t length)
{
    if (span.start > span.end || span.end > length) abort();
}

struct way { /* to read a message */
    enum concern concern;
    enum awaiting awaiting;
};

/* One for each run: all of them would make it five times as slow. */
static struct way way_of(uint8_t byte)
{
    static const struct way ways[] = {{CONCERN_CHANGE, AWAITING_NOTHING},
                                      {CONCERN_WRONG_SPEC, AWAITING_NOTHING},
                                      {CONCERN_ANSWER, AWAITING_CONFIRM_CHANGE},
                                      {CONCERN_ANSWER, AWAITING_CHOOSE_REMEDY},
                                      {CONCERN_ANSWER, AWAITING_CONSENT}};
    return ways[byte % (sizeof ways / sizeof *ways)];
}

/* A model of meanings alone: without any they would be compiled anew for every clause. */
static const struct classifier *meanings(void)
{
    static struct classifier classifier;
    static struct arena *arena;
    if (arena) return &classifier;
    arena = arena_new();
    const struct lexicon *lexicon = lexicon_compile(arena);
    classifier.lexicon = lexicon->slots;
    classifier.lexicon_bits = lexicon->bits;
    return &classifier;
}

static void read_as(struct arena *arena, struct inquiry *inquiry, struct way way)
{
    struct store store = {.classifier = meanings()};
    struct concern_found found = {.concern = way.concern, .item = ALL_ITEMS};
    struct reading reading = {.concerns = &found, .concern_count = 1, .item = ALL_ITEMS};
    inquiry->awaiting = way.awaiting;
    facts_read_item(arena, inquiry, &store, &reading);
    facts_read_spec(arena, inquiry, &store, &reading);
    facts_read_answer(arena, inquiry, &reading);
    expect_within(reading.product_span, inquiry->text.len);
    expect_within(reading.wrong_reading_span, inquiry->text.len);
    for (size_t i = 0; i < reading.change_count; i++) {
        const struct requested_change *change = &reading.changes[i];
        expect_within(change->evidence, inquiry->text.len);
        if (change->item < ALL_ITEMS || change->item >= (int)inquiry->order->item_count) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct arena *arena;
    if (length < 1) return 0;
    if (!arena) arena = arena_new();
    arena_reset(arena);
    struct str fonts[] = {STR("Script"), STR("Block")};
    struct field_rule rules[] = {{.field = STR("font"), .choices = fonts, .choice_count = 2},
                                 {.field = STR("photo"), .min_width = 900}};
    struct field first[] = {{STR("engraving"), STR("Forever & Always")}, {STR("font"), STR("Script")}};
    struct field second[] = {{STR("刻字"), STR("一生所爱")},
                             {STR("photo"), STR("a.jpg")},
                             {STR("line2"), STR("Ana & Jo 2024\nEst. 12.05.2020")}};
    struct field names[] = {{STR("name"), STR("Tess")}, {STR("name"), STR("Jo")}};
    struct piece pieces[] = {{.fields = &names[0], .field_count = 1},
                             {.fields = &names[1], .field_count = 1}};
    struct item items[] = {{.sku = STR("NECK-1"),
                            .title = STR("Bar necklace"),
                            .quantity = 1,
                            .fields = first,
                            .field_count = 2,
                            .rules = rules,
                            .rule_count = 2},
                           {.sku = STR("RING-1"),
                            .title = STR("刻字戒指"),
                            .quantity = 2,
                            .fields = second,
                            .field_count = 3,
                            .rules = rules,
                            .rule_count = 2},
                           {.sku = STR("SET-2"),
                            .title = STR("Set of 2 mugs"),
                            .quantity = 1,
                            .pieces = pieces,
                            .piece_count = 2}};
    struct order order = {.items = items, .item_count = 3};
    struct attachment photo = {.name = STR("b.jpg"), .type = STR("image/jpeg"), .width = 800, .height = 600};
    struct inquiry inquiry = {.text = {(const char *)bytes + 1, length - 1},
                              .order = &order,
                              .attachments = &photo,
                              .attachment_count = 1};
    read_as(arena, &inquiry, way_of(bytes[0]));
    return 0;
}
