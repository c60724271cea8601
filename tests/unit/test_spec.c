/* Requested changes, readings of finished pieces and answers, against tables of messages: how many are read exactly,
 * and how many are read wrongly where asking would have been right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "engine/spec.h"
#include "text/json.h"

#ifndef SPEC_DATA
#define SPEC_DATA "tests/data/spec/"
#endif

/* ---- documents of the tables ---- */

static struct str member(const struct value *object, const char *name)
{
    const struct value *found = value_get(object, str_of(name));
    return found && found->kind == VALUE_STRING ? found->string : (struct str){0};
}

static struct field *fields_of(struct arena *arena, const struct value *object, size_t *out_count)
{
    if (!object || object->kind != VALUE_OBJECT) return NULL;
    struct field *fields = ARENA_ARRAY(arena, object->object.count, struct field);
    *out_count = object->object.count;
    for (size_t i = 0; i < *out_count; i++)
        fields[i] = (struct field){object->object.members[i].name, object->object.members[i].value.string};
    return fields;
}

static void read_choices(struct arena *arena, const struct value *object, struct item *out)
{
    if (!object || object->kind != VALUE_OBJECT) return;
    out->rule_count = object->object.count;
    out->rules = ARENA_ARRAY(arena, out->rule_count, struct field_rule);
    for (size_t i = 0; i < out->rule_count; i++) {
        const struct value *list = &object->object.members[i].value;
        struct field_rule *rule = &out->rules[i];
        rule->field = object->object.members[i].name;
        rule->choice_count = list->array.count;
        rule->choices = ARENA_ARRAY(arena, rule->choice_count, struct str);
        for (size_t c = 0; c < rule->choice_count; c++) rule->choices[c] = list->array.items[c].string;
    }
}

static void read_item(struct arena *arena, const struct value *object, struct item *out)
{
    const struct value *quantity = value_get(object, STR("quantity")),
                       *pieces = value_get(object, STR("pieces"));
    *out = (struct item){.sku = member(object, "sku"),
                         .title = member(object, "title"),
                         .quantity = quantity ? (int)quantity->integer : 1};
    out->fields = fields_of(arena, value_get(object, STR("fields")), &out->field_count);
    read_choices(arena, value_get(object, STR("choices")), out);
    if (!pieces) return;
    out->piece_count = pieces->array.count;
    out->pieces = ARENA_ARRAY(arena, out->piece_count, struct piece);
    for (size_t i = 0; i < out->piece_count; i++)
        out->pieces[i].fields = fields_of(arena, &pieces->array.items[i], &out->pieces[i].field_count);
}

struct document {
    struct inquiry inquiry;
    struct order order;
    struct attachment photo;
    struct reading reading;
    struct concern_found concern;
};

static void read_document(struct arena *arena, const struct value *line, enum concern concern,
                          struct document *out)
{
    *out = (struct document){.concern = {.concern = concern, .item = ALL_ITEMS}};
    out->inquiry.text = member(line, "text");
    out->inquiry.contacts = 1;
    awaiting_from_name(member(line, "awaiting"), &out->inquiry.awaiting);
    const struct value *items = value_get(line, STR("items"));
    if (items && items->kind == VALUE_ARRAY) {
        out->order.item_count = items->array.count;
        out->order.items = ARENA_ARRAY(arena, items->array.count, struct item);
        for (size_t i = 0; i < items->array.count; i++)
            read_item(arena, &items->array.items[i], &out->order.items[i]);
        out->inquiry.order = &out->order;
    }
    if (member(line, "photo").len) {
        out->photo = (struct attachment){
            .name = member(line, "photo"), .type = STR("image/jpeg"), .width = 3000, .height = 2000};
        out->inquiry.attachments = &out->photo;
        out->inquiry.attachment_count = 1;
    }
    out->reading = (struct reading){.concerns = &out->concern, .concern_count = 1, .item = ALL_ITEMS};
    out->reading.signs.delivered_said = concern == CONCERN_WRONG_SPEC;
}

static void read_facts(struct arena *arena, struct document *document)
{
    static const struct store store;
    facts_read_item(arena, &document->inquiry, &store, &document->reading);
    facts_read_spec(arena, &document->inquiry, &store, &document->reading);
    facts_read_answer(arena, &document->inquiry, &document->reading);
}

/* ---- tables ---- */

enum outcome { EXACT, WRONG, ASKED };

struct tally {
    int count, exact, wrong;
};

/* A value that the desk would act on: given and not in doubt. */
static struct str firm_value(const struct requested_change *change)
{
    return change->fault == SPEC_UNCLEAR ? (struct str){0} : change->new_value;
}

static bool number_agrees(const struct value *expected, const char *name, int got)
{
    const struct value *number = value_get(expected, str_of(name));
    return !number || (int)number->integer == got;
}

static bool change_agrees(const struct value *expected, const struct requested_change *got)
{
    struct str field = member(expected, "field");
    const struct value *old = value_get(expected, STR("old"));
    return str_eq(firm_value(got), member(expected, "new")) && (!field.len || str_eq(field, got->field)) &&
           (!old || str_eq(old->string, got->old_value)) && number_agrees(expected, "item", got->item) &&
           number_agrees(expected, "piece", got->piece);
}

static bool value_expected(const struct value *expected, const struct requested_change *got)
{
    for (size_t i = 0; i < expected->array.count; i++) {
        const struct value *one = &expected->array.items[i];
        if (str_eq(member(one, "new"), got->new_value) && str_eq(member(one, "field"), got->field))
            return true;
    }
    return false;
}

static enum outcome judge_changes(const struct value *line, const struct reading *reading)
{
    const struct value *expected = value_get(line, STR("expect"));
    bool exact = expected->array.count == reading->change_count;
    for (size_t i = 0; exact && i < expected->array.count; i++) {
        bool hit = false;
        for (size_t c = 0; c < reading->change_count; c++)
            hit = hit || change_agrees(&expected->array.items[i], &reading->changes[c]);
        exact = hit;
    }
    if (exact) return EXACT;
    for (size_t c = 0; c < reading->change_count; c++)
        if (firm_value(&reading->changes[c]).len && !value_expected(expected, &reading->changes[c]))
            return WRONG;
    return ASKED;
}

static enum outcome judge_text(struct str got, struct str expected)
{
    return str_eq(got, expected) ? EXACT : got.len ? WRONG : ASKED;
}

static enum outcome judge(const struct value *line, enum concern concern, const struct reading *reading)
{
    if (concern == CONCERN_ANSWER) return judge_text(reading->answer, member(line, "answer"));
    if (concern == CONCERN_CHANGE) return judge_changes(line, reading);
    enum outcome wrong = judge_text(reading->wrong_reading, member(line, "wrong"));
    enum outcome wanted = judge_text(reading->wanted_reading, member(line, "wanted"));
    return wrong == WRONG || wanted == WRONG ? WRONG : wrong == EXACT && wanted == EXACT ? EXACT : ASKED;
}

static void show_miss(const struct value *line, enum outcome outcome, const struct reading *reading)
{
    struct str text = member(line, "text"), id = member(line, "id");
    print_message("  %s %.*s: %.*s\n", outcome == WRONG ? "wrong" : "asked", STR_ARG(id), STR_ARG(text));
    for (size_t i = 0; i < reading->change_count; i++)
        print_message("      %.*s = %.*s\n", STR_ARG(reading->changes[i].field),
                      STR_ARG(reading->changes[i].new_value));
    if (reading->wrong_reading.len || reading->wanted_reading.len)
        print_message("      says %.*s, should say %.*s\n", STR_ARG(reading->wrong_reading),
                      STR_ARG(reading->wanted_reading));
    if (reading->answer.len) print_message("      answer %.*s\n", STR_ARG(reading->answer));
}

static struct tally run_table(const char *name, enum concern concern)
{
    struct arena *file = arena_new(), *arena = arena_new();
    struct tally tally = {0};
    struct err err = {0};
    struct str text, line;
    char path[256];
    snprintf(path, sizeof path, "%s%s", SPEC_DATA, name);
    if (file_read(file, path, 4 * 1024 * 1024, &text, &err) < 0) fail_msg("%s", err.message);
    while (str_next_part(&text, '\n', &line)) {
        if (line.len == 0) continue;
        struct value object;
        struct document document;
        arena_reset(arena);
        if (json_parse(arena, line, &object, &err) < 0) fail_msg("%s: %s", name, err.message);
        read_document(arena, &object, concern, &document);
        read_facts(arena, &document);
        enum outcome outcome = judge(&object, concern, &document.reading);
        if (outcome != EXACT) show_miss(&object, outcome, &document.reading);
        tally.count++;
        tally.exact += outcome == EXACT;
        tally.wrong += outcome == WRONG;
    }
    arena_free(arena);
    arena_free(file);
    print_message("%s: %d messages, %.1f %% exact, %.1f %% wrong\n", name, tally.count,
                  100.0 * tally.exact / tally.count, 100.0 * tally.wrong / tally.count);
    return tally;
}

static void assert_rates(struct tally tally, int least)
{
    assert_true(tally.count >= least);
    assert_true(tally.exact * 100 >= tally.count * 95);
    assert_true(tally.wrong * 100 <= tally.count * 2);
}

static void test_english_changes(void **state)
{
    (void)state;
    assert_rates(run_table("en.jsonl", CONCERN_CHANGE), 150);
}

static void test_chinese_changes(void **state)
{
    (void)state;
    assert_rates(run_table("zh.jsonl", CONCERN_CHANGE), 150);
}

static void test_wrong_readings(void **state)
{
    (void)state;
    assert_rates(run_table("readings.jsonl", CONCERN_WRONG_SPEC), 25);
}

static void test_answers(void **state)
{
    (void)state;
    assert_rates(run_table("answers.jsonl", CONCERN_ANSWER), 80);
}

/* ---- the tables of words ---- */

static void assert_sorted(const struct lexicon *lexicon)
{
    for (size_t i = 1; i < lexicon->count; i++)
        if (strcmp(lexicon->rows[i - 1].text, lexicon->rows[i].text) >= 0)
            fail_msg("\"%s\" does not belong before \"%s\"", lexicon->rows[i - 1].text,
                     lexicon->rows[i].text);
}

static void test_lexica_are_sorted(void **state)
{
    (void)state;
    assert_sorted(&spec_words_en);
    assert_sorted(&spec_words_zh);
}

/* ---- spec_check ---- */

struct check_case {
    const char *value;
    enum spec_fault fault;
    const char *detail;
};

static enum spec_fault check(struct arena *arena, const struct item *item, const char *field,
                             const char *value, struct str *out_detail)
{
    static const struct store store;
    return spec_check(arena, &store, item, str_of(field), str_of(value), out_detail);
}

static void test_default_rules(void **state)
{
    (void)state;
    static const struct check_case cases[] = {
        {"Forever & Always", SPEC_NONE, ""},
        {"M + J (51.5° N)", SPEC_NONE, ""},
        {"一生挚爱 Love", SPEC_NONE, ""},
        {"Tŷ Gwyn", SPEC_NONE, ""},
        {"Ana\nBen", SPEC_NONE, ""},
        {"مرحبا", SPEC_NONE, ""},
        {"   ", SPEC_MISSING, ""},
        {"Love 💕", SPEC_CHARACTERS, "💕"},
        {"A\u200BB", SPEC_HIDDEN, "U+200B"},
        {"abc\u202Edef", SPEC_HIDDEN, "U+202E"},
        {"tab\there", SPEC_HIDDEN, "U+0009"},
        {"P\u0430ul and Ann", SPEC_MIXED_SCRIPTS, "P\u0430ul"},
        {"Ελa", SPEC_MIXED_SCRIPTS, "Ελa"},
        {"Миша & Ana", SPEC_NONE, ""},
        {"1234567890123456789012345678901234567890123456789012345678901", SPEC_TOO_LONG, "60"},
    };
    struct arena *arena = arena_new();
    struct item item = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str detail = STR("");
        assert_int_equal(check(arena, &item, "engraving", cases[i].value, &detail), cases[i].fault);
        assert_true(str_is(detail, cases[i].detail));
    }
    arena_free(arena);
}

static void test_item_rules_come_first(void **state)
{
    (void)state;
    struct str fonts[] = {STR("Script"), STR("Block")};
    struct field_rule rules[] = {{.field = STR("engraving"), .max = 5, .charset = STR("A-Z0-9 &")},
                                 {.field = STR("font"), .choices = fonts, .choice_count = 2},
                                 {.field = STR("name"), .max = 3}};
    struct item item = {.rules = rules, .rule_count = 3};
    struct arena *arena = arena_new();
    struct str detail = STR("");
    assert_int_equal(check(arena, &item, "engraving", "A & B", &detail), SPEC_NONE);
    assert_int_equal(check(arena, &item, "Engraving", "ABCDEF", &detail), SPEC_TOO_LONG);
    assert_true(str_is(detail, "5"));
    assert_int_equal(check(arena, &item, "engraving", "ab-A", &detail), SPEC_CHARACTERS);
    assert_true(str_is(detail, "a b -"));
    assert_int_equal(check(arena, &item, "font", "block", &detail), SPEC_NONE);
    assert_int_equal(check(arena, &item, "font", "Comic", &detail), SPEC_NOT_A_CHOICE);
    assert_true(str_is(detail, "Script, Block"));
    /* Three characters as people count them. */
    assert_int_equal(check(arena, &item, "name", "e\u0301e\u0301e\u0301", &detail), SPEC_NONE);
    arena_free(arena);
}

static void test_product_rules_come_second(void **state)
{
    (void)state;
    struct field_rule rules[] = {{.field = STR("engraving"), .max = 4}};
    struct product products[] = {{.sku = STR("RING*"), .rules = rules, .rule_count = 1}};
    struct store store = {.products = products, .product_count = 1};
    struct item item = {.sku = STR("RING-1")};
    struct arena *arena = arena_new();
    struct str detail = STR("");
    assert_int_equal(spec_check(arena, &store, &item, STR("engraving"), STR("Hello"), &detail),
                     SPEC_TOO_LONG);
    assert_int_equal(spec_rule(&store, &item, STR("other"))->max, 60);
    arena_free(arena);
}

/* A photo is judged by its own size. */
static void test_small_photo(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct field fields[] = {{STR("photo"), STR("old.jpg")}};
    struct field_rule rules[] = {{.field = STR("photo"), .min_width = 4000, .min_height = 1000}};
    struct item item = {
        .title = STR("Portrait"), .fields = fields, .field_count = 1, .rules = rules, .rule_count = 1};
    struct document document;
    struct value line = value_object();
    value_put(arena, &line, STR("text"), value_str(STR("Please use the attached photo instead")));
    value_put(arena, &line, STR("photo"), value_str(STR("new.jpg")));
    read_document(arena, &line, CONCERN_CHANGE, &document);
    document.order = (struct order){.items = &item, .item_count = 1};
    document.inquiry.order = &document.order;
    read_facts(arena, &document);
    assert_int_equal(document.reading.change_count, 1);
    assert_int_equal(document.reading.changes[0].fault, SPEC_PHOTO_TOO_SMALL);
    assert_true(str_is(document.reading.changes[0].fault_detail, "4000×1000"));
    assert_true(str_is(document.reading.changes[0].new_value, "new.jpg"));
    arena_free(arena);
}

/* Quoted mail is never read as the customer's. */
static void test_only_own_words(void **state)
{
    (void)state;
    static const char text[] = "Any news?\n> please change it to \"Bob\"";
    struct arena *arena = arena_new();
    struct value line = value_object();
    struct document document;
    value_put(arena, &line, STR("text"), value_str(STR("Any news?\n> please change it to \"Bob\"")));
    read_document(arena, &line, CONCERN_CHANGE, &document);
    struct segment segments[] = {{{0, 9}, true}, {{10, sizeof text - 1}, false}};
    document.reading.segments = segments;
    document.reading.segment_count = 2;
    read_facts(arena, &document);
    for (size_t i = 0; i < document.reading.change_count; i++)
        assert_int_equal(document.reading.changes[i].new_value.len, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_english_changes),       cmocka_unit_test(test_chinese_changes),
        cmocka_unit_test(test_wrong_readings),        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_lexica_are_sorted),     cmocka_unit_test(test_default_rules),
        cmocka_unit_test(test_item_rules_come_first), cmocka_unit_test(test_product_rules_come_second),
        cmocka_unit_test(test_small_photo),           cmocka_unit_test(test_only_own_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
