/* The assessment document: its members, their order, and what stands where there is nothing to say.
 *
 * With --update the documents in tests/data/assessment/ are written anew instead of compared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/file.h"
#include "model/assessment.h"
#include "text/json.h"

enum { MOST = 1 << 20 };
static bool update;

static struct str written(struct arena *arena, const struct assessment *assessment)
{
    struct buf buf;
    buf_init(&buf, MOST);
    assessment_to_json(assessment, &buf);
    assert_false(buf.overflow);
    struct str text = buf_copy(&buf, arena);
    buf_done(&buf);
    return text;
}

static instant_t instant_of(const char *text)
{
    instant_t at;
    assert_int_equal(instant_parse(str_of(text), &at, NULL), 0);
    return at;
}

static day_t day_from(const char *text)
{
    day_t day;
    assert_int_equal(day_parse(str_of(text), &day), 0);
    return day;
}

static struct day_range range_of(const char *from, const char *to)
{
    return (struct day_range){day_from(from), day_from(to)};
}

static const struct zone *new_york(struct arena *arena)
{
    struct str bytes;
    struct err err = {0};
    const struct zone *zone;
    if (file_read(arena, "/usr/share/zoneinfo/America/New_York", 1 << 16, &bytes, &err) < 0) skip();
    if (zone_parse(arena, STR("America/New_York"), bytes, &zone, &err) < 0) fail_msg("%s", err.message);
    return zone;
}

/* Nothing known but the time. */
static struct assessment blank(const struct zone *zone)
{
    struct assessment assessment = {.id = STR("i-1"), .locale = STR("en"), .zone = zone, .in_scope = true};
    assessment.at = instant_of("2026-03-02T16:00:00-05:00");
    assessment.build_version = STR("0.1.0");
    assessment.model_version = assessment.shop_version = STR("0123456789abcdef");
    assessment.identity = IDENTITY_UNKNOWN;
    assessment.request.need_by = DAY_NONE;
    return assessment;
}

static void compare_with_file(struct arena *arena, const char *path, struct str text)
{
    struct str expected;
    struct err err = {0};
    if (update && file_write(path, arena_printf(arena, "%.*s\n", STR_ARG(text)), &err) < 0)
        fail_msg("%s", err.message);
    if (file_read(arena, path, MOST, &expected, &err) < 0) fail_msg("%s", err.message);
    expected = str_trim(expected);
    if (!str_eq(expected, text)) fail_msg("differs from %s:\n%.*s", path, STR_ARG(text));
}

static void nothing_is_said_where_nothing_is_known(void **state)
{
    struct assessment assessment = blank(zone_utc());
    compare_with_file(*state, "tests/data/assessment/blank.json", written(*state, &assessment));
}

static struct requested_change changes[] = {
    {0,
     -1,
     STR_INIT("engraving"),
     STR_INIT("Forever & Always"),
     STR_INIT("Always \"&\" Forever"),
     {57, 141},
     SPEC_NONE,
     {0}},
    {0, -1, STR_INIT("font"), STR_INIT("Script"), {0}, {0}, SPEC_MISSING, {0}},
    {0, 1, STR_INIT("engraving"), STR_INIT("Bea"), STR_INIT("Béa"), {0}, SPEC_NONE, {0}},
    {0, -1, STR_INIT("size"), STR_INIT("12"), STR_INIT("40 in"), {0}, SPEC_NOT_A_CHOICE, STR_INIT("12, 14")},
    {1, -1, STR_INIT("back"), {0}, STR_INIT("1 line\n2 line"), {0}, SPEC_NONE, {0}},
    {ALL_ITEMS, -1, STR_INIT("address"), {0}, {0}, {0}, SPEC_MISSING, {0}},
};

static void fill_reading(struct assessment *assessment)
{
    static struct concern_found concerns[] = {
        {CONCERN_DAMAGED, 0.9994, {0, 12}, ALL_ITEMS},
        {CONCERN_CHANGE, 0.97, {57, 141}, 0},
        {CONCERN_RUSH, 1.5, {0, 0}, 1},
        {CONCERN_THANKS, -0.0, {0, 0}, ALL_ITEMS},
    };
    static struct conflict conflicts[] = {
        {STR_INIT("order_number"), STR_INIT("#1024"), STR_INIT("#1042"), {3, 8}}};
    assessment->concerns = concerns;
    assessment->concern_count = 4;
    assessment->facts[FACT_ORDER_NUMBER] = (struct fact){FACT_STATUS_KNOWN, STR("#1042"), {0}};
    assessment->facts[FACT_CONCERN] = (struct fact){FACT_STATUS_STATED, STR("change"), {57, 141}};
    assessment->facts[FACT_PHOTO_EVIDENCE].status = FACT_STATUS_MISSING;
    assessment->facts[FACT_TIMELINE].status = FACT_STATUS_NOT_NEEDED;
    assessment->missing[0] = FACT_PHOTO_EVIDENCE;
    assessment->missing_count = 1;
    assessment->conflicts = conflicts;
    assessment->conflict_count = 1;
    assessment->identity = IDENTITY_MATCHED;
    assessment->escalate = true;
    assessment->request.changes = changes;
    assessment->request.change_count = sizeof changes / sizeof *changes;
    assessment->request.need_by = day_from("2026-03-14");
    assessment->request.need_by_standard = VERDICT_TIGHT;
    assessment->request.need_by_rush = VERDICT_COMFORTABLE;
    assessment->request.answer = STR("confirm");
}

static void fill_situation(struct assessment *assessment)
{
    static struct item_situation items[2];
    items[0] = (struct item_situation){.stage = STAGE_DESIGN, .overdue_since = DAY_NONE};
    items[0].window = (struct window){WINDOW_OPEN, instant_of("2026-03-03T15:12:00Z"), STR("inside_window")};
    items[1] = (struct item_situation){.stage = STAGE_SHIPPED, .stage_reported = true, .overdue = true};
    items[1].window = (struct window){WINDOW_CLOSED, INSTANT_NONE, STR("production_begun")};
    assessment->items = items;
    assessment->item_count = 2;
    assessment->item = 1;
    assessment->summary = STR("Wants new words; the box is late.");
}

static void fill_decisions(struct assessment *assessment)
{
    static struct decision decisions[2];
    decisions[0] = (struct decision){.concern = CONCERN_CHANGE, .item = 0, .action = ACTION_CONFIRM_CHANGE};
    decisions[0].reason = STR("inside_window");
    decisions[0].clauses[0] = STR("changes");
    decisions[0].clause_count = 1;
    decisions[0].hold = true;
    decisions[0].due = INSTANT_NONE;
    decisions[1] =
        (struct decision){.concern = CONCERN_DAMAGED, .item = ALL_ITEMS, .action = ACTION_OFFER_REMEDY};
    decisions[1].reason = STR("reported_in_time");
    decisions[1].needs_approval = true;
    decisions[1].due = instant_of("2026-03-09T14:00:00-04:00");
    decisions[1].remedies[0] = (struct remedy){REMEDY_REMAKE, {0}, {0}, DAY_NONE};
    decisions[1].remedies[1] =
        (struct remedy){REMEDY_CREDIT, STR("8.90"), STR("USD"), day_from("2026-06-01")};
    decisions[1].remedy_count = 2;
    assessment->decisions = decisions;
    assessment->decision_count = 2;
    assessment->change.present = assessment->claim.present = true;
    assessment->change.state = CHANGE_AWAITING_CONFIRMATION;
    assessment->change.confirm_by = instant_of("2026-03-03T15:12:00Z");
    assessment->claim.photos_due = INSTANT_NONE;
    assessment->claim.fault = FAULT_STORE;
    assessment->claim.remedies = decisions[1].remedies;
    assessment->claim.remedy_count = 2;
}

static void fill_estimate(struct assessment *assessment)
{
    static struct item_milestone plan[2], rush[1];
    plan[0] = (struct item_milestone){MILESTONE_SHIPPED, 0, range_of("2026-03-05", "2026-03-05"), 0};
    plan[0].actual = plan[0].range.to;
    plan[1] = (struct item_milestone){MILESTONE_DELIVERED, 0, range_of("2026-03-12", "2026-03-18"), DAY_NONE};
    rush[0] = (struct item_milestone){MILESTONE_DELIVERED, 0, range_of("2026-03-10", "2026-03-12"), DAY_NONE};
    assessment->estimate = (struct assessed_estimate){plan, 2, rush, 1, STR("USD 15.00")};
    assessment->promises = plan + 1;
    assessment->promise_count = 1;
}

static void fill_words(struct assessment *assessment)
{
    static struct status_message messages[] = {{STAGE_DESIGN, true, STR_INIT("**Design** is under way.")}};
    static struct next_step steps[] = {
        {STR_INIT("customer"), STR_INIT("Confirm the new words."), INSTANT_NONE}};
    static struct notice_plan notices[2];
    static struct metric_due metrics[1];
    static struct lint_finding findings[] = {
        {true, STR_INIT("single-date"), 10, 16, STR_INIT("one date promised")},
        {false, STR_INIT("jargon"), 0, 3, STR_INIT("a word of ours")},
    };
    notices[0] = (struct notice_plan){.notice = NOTICE_SHIPPED, .email = true, .sms = true};
    notices[0].range = range_of("2026-03-06", "2026-03-10");
    notices[0].markdown = STR("On its way!");
    notices[1] =
        (struct notice_plan){.notice = NOTICE_DELAY, .range = {DAY_NONE, 0}, .withheld = STR("on_hold")};
    metrics[0] = (struct metric_due){STR("first_response"), instant_of("2026-03-03T10:00:00-05:00")};
    assessment->status_messages = messages;
    assessment->next_steps = steps;
    assessment->proactive = notices;
    assessment->metrics = metrics;
    assessment->lint = findings;
    assessment->status_message_count = assessment->next_step_count = assessment->metric_count = 1;
    assessment->proactive_count = assessment->lint_count = 2;
    assessment->reply = (struct reply){.subject = STR("Your order #1042"),
                                       .markdown = STR("Dear Maya,\n\n**done** 永远"),
                                       .text = STR("Dear Maya,\n\ndone"),
                                       .html = STR("<p class=\"a\">Dear Maya</p>"),
                                       .sms = STR("Done\xff"),
                                       .gloss = STR("已完成")};
}

static void everything_has_its_place(void **state)
{
    struct assessment assessment = blank(new_york(*state));
    fill_reading(&assessment);
    fill_situation(&assessment);
    fill_decisions(&assessment);
    fill_estimate(&assessment);
    fill_words(&assessment);
    assessment.at = instant_of("2026-03-09T16:00:00Z"); /* the store is on summer time by then */
    compare_with_file(*state, "tests/data/assessment/full.json", written(*state, &assessment));
}

static void a_route_is_named(void **state)
{
    struct assessment assessment = blank(zone_utc());
    assessment.in_scope = false;
    assessment.has_route = true;
    assessment.route = CONCERN_PRE_PURCHASE;
    assert_true(str_contains(written(*state, &assessment),
                             STR("\"scope\":{\"in\":false,\"route\":\"pre_purchase\"}")));
}

static void an_estimate_without_rush(void **state)
{
    struct assessment assessment = blank(zone_utc());
    fill_estimate(&assessment);
    assessment.estimate.rush_count = 0;
    assert_true(str_contains(written(*state, &assessment), STR("\"rush\":null},\"status_messages\"")));
}

static void a_concerned_item_that_is_not_there_gives_no_situation(void **state)
{
    struct assessment assessment = blank(zone_utc());
    assessment.item = 3;
    assert_true(str_contains(written(*state, &assessment),
                             STR("\"situation\":{\"stage\":null,\"stage_basis\":null")));
}

static void stays_under_its_ceiling(void **state)
{
    (void)state;
    struct assessment assessment = blank(zone_utc());
    struct buf buf;
    buf_init(&buf, 100);
    assessment_to_json(&assessment, &buf);
    assert_true(buf.overflow);
    assert_true(buf.len <= 100);
    buf_done(&buf);
}

static void faults_have_names(void **state)
{
    (void)state;
    assert_true(str_is(spec_fault_name(SPEC_NONE), ""));
    assert_true(str_is(spec_fault_name(SPEC_HIDDEN), "hidden_characters"));
    assert_true(str_is(spec_fault_name(SPEC_UNCLEAR), "unclear"));
}

/* The schema's word of that definition at each place must be the word list's; the empty word is JSON's null. */
#define SAME_WORDS(definitions, noun, COUNT)                                                          \
    do {                                                                                              \
        const struct value *list = value_get(value_get(definitions, STR(#noun)), STR("enum"));        \
        size_t at = 0;                                                                                \
        assert_non_null(list);                                                                        \
        for (int i = 0; i < (COUNT); i++) {                                                           \
            struct str name = noun##_name((enum noun)i);                                              \
            if (name.len == 0) continue;                                                              \
            assert_true(at < list->array.count);                                                      \
            if (!str_eq(list->array.items[at].string, name)) fail_msg(#noun ": %.*s", STR_ARG(name)); \
            at++;                                                                                     \
        }                                                                                             \
        assert_int_equal(at, list->array.count);                                                      \
    } while (0)

static void the_schema_knows_the_same_words(void **state)
{
    struct str text;
    struct value schema;
    struct err err = {0};
    if (file_read(*state, "docs/assessment.schema.json", MOST, &text, &err) < 0) fail_msg("%s", err.message);
    if (json_parse(*state, text, &schema, &err) < 0) fail_msg("%s", err.message);
    const struct value *definitions = value_get(&schema, STR("$defs"));
    SAME_WORDS(definitions, concern, CONCERN_COUNT);
    SAME_WORDS(definitions, fact_status, FACT_STATUS_COUNT);
    SAME_WORDS(definitions, identity, IDENTITY_COUNT);
    SAME_WORDS(definitions, stage, STAGE_COUNT);
    SAME_WORDS(definitions, window_state, WINDOW_STATE_COUNT);
    SAME_WORDS(definitions, verdict, VERDICT_COUNT);
    SAME_WORDS(definitions, action, ACTION_COUNT);
    SAME_WORDS(definitions, milestone, MILESTONE_COUNT);
    SAME_WORDS(definitions, remedy_kind, REMEDY_COUNT);
    SAME_WORDS(definitions, change_state, CHANGE_STATE_COUNT);
    SAME_WORDS(definitions, notice, NOTICE_COUNT);
    const struct value *facts = value_get(value_get(definitions, STR("fact")), STR("enum"));
    assert_int_equal(facts->array.count, FACT_COUNT);
    for (int i = 0; i < FACT_COUNT; i++)
        assert_true(str_eq(facts->array.items[i].string, fact_kind_name((enum fact_kind)i)));
    const struct value *routes = value_get(value_get(definitions, STR("route")), STR("enum"));
    size_t at = 0;
    for (int i = 0; i < CONCERN_COUNT; i++)
        if (concern_is_route((enum concern)i))
            assert_true(str_eq(routes->array.items[at++].string, concern_name((enum concern)i)));
    assert_int_equal(at, routes->array.count);
}

static int open_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

int main(int argc, char **argv)
{
    update = argc > 1 && str_is(str_of(argv[1]), "--update");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_said_where_nothing_is_known),
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(a_route_is_named),
        cmocka_unit_test(an_estimate_without_rush),
        cmocka_unit_test(a_concerned_item_that_is_not_there_gives_no_situation),
        cmocka_unit_test(stays_under_its_ceiling),
        cmocka_unit_test(faults_have_names),
        cmocka_unit_test(the_schema_knows_the_same_words),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
