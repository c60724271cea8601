/* The store folder: the starter store, what it takes, and every finding with its place (tests/data/shop).
 *
 * Each folder below reject/ and accept/ is laid over a fresh starter store. Of reject/, the findings must be the lines of
 * its file `expect`; with BURIN_UPDATE set these are written anew. Runs in the project's root, or BURIN_TEST_DATA names
 * the folder tests/data. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "model/money.h"
#include "shop/builtin.h"
#include "shop/shop.h"
#include "text/utf8.h"

struct fixture {
    struct arena *arena;
    char folder[64]; /* a fresh folder for a store */
    struct buf found;
};

static const char *test_data(void)
{
    const char *folder = getenv("BURIN_TEST_DATA");
    return folder ? folder : "tests/data";
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->arena = arena_new();
    buf_init(&fixture->found, 1 << 20);
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/burin-test-XXXXXX");
    if (!mkdtemp(fixture->folder)) return -1;
    *state = fixture;
    return 0;
}

static void remove_tree(const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char below[512];
        const char *name = entries[i]->d_name;
        snprintf(below, sizeof below, "%s/%s", path, name);
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) remove_tree(below);
        free(entries[i]);
    }
    if (count >= 0) free(entries);
    remove(path);
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    remove_tree(fixture->folder);
    buf_done(&fixture->found);
    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static void lay_over(struct arena *arena, const char *from, const char *to)
{
    struct dirent **entries;
    int count = scandir(from, &entries, NULL, alphasort);
    assert_true(count >= 0);
    mkdir(to, 0755);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        struct str inner = arena_printf(arena, "%s/%s", from, name),
                   outer = arena_printf(arena, "%s/%s", to, name);
        struct stat about;
        struct str bytes;
        bool skipped = name[0] == '.' || strcmp(name, "expect") == 0 || stat(inner.ptr, &about) < 0;
        if (!skipped && S_ISDIR(about.st_mode))
            lay_over(arena, inner.ptr, outer.ptr);
        else if (!skipped && file_read(arena, inner.ptr, 1 << 20, &bytes, NULL) == 0)
            assert_int_equal(file_write(outer.ptr, bytes, NULL), 0);
        free(entries[i]);
    }
    free(entries);
}

/* Findings without the name of the fresh folder. */
static void note(void *context, const struct shop_finding *finding)
{
    struct fixture *fixture = context;
    char line[1024];
    err_format(&finding->err, line, sizeof line);
    struct str text = str_of(line), folder = arena_printf(fixture->arena, "%s/", fixture->folder);
    if (str_starts(text, folder)) text = str_slice(text, folder.len, text.len);
    if (finding->warning) buf_add_c(&fixture->found, "warning: ");
    buf_add(&fixture->found, text);
    buf_add_char(&fixture->found, '\n');
}

static void start_store(struct fixture *fixture, bool demo)
{
    struct err err = {0};
    if (shop_init(fixture->folder, demo, &err) < 0) fail_msg("%s", err.message);
}

static void expect_no_finding(struct fixture *fixture, const char *folder)
{
    if (shop_check(folder, note, fixture) == 0) return;
    fail_msg("%s", buf_str(&fixture->found).ptr);
}

static struct shop *open_store(const char *folder)
{
    struct shop *shop = NULL;
    struct err err = {0};
    if (shop_open(folder, &shop, &err) < 0)
        fail_msg("%s:%d:%d: %s", err.file, err.line, err.column, err.message);
    return shop;
}

static void assert_str(struct str actual, const char *expected)
{
    if (!str_is(actual, expected)) fail_msg("'%.*s' is not '%s'", STR_ARG(actual), expected);
}

static day_t day(int year, int month, int number)
{
    return day_of((struct civil){year, month, number});
}

/* architecture.md, section 2: what holds without --store. */
static void starter_store_is_as_promised(void **state)
{
    expect_no_finding(*state, NULL);
    struct shop *shop = open_store(NULL);
    const struct store *store = shop_store(shop);
    assert_str(store->zone_name, "America/New_York");
    assert_int_equal(store->cutoff, -1);
    assert_int_equal(store->working_week, WEEK_MONDAY_TO_FRIDAY);
    assert_int_equal(calendar_count(store->studio, day(2026, 1, 1), day(2027, 1, 1)), 261);
    assert_int_equal(calendar_count(store->carrier, day(2026, 1, 1), day(2027, 1, 1)), 261);
    for (size_t i = 0; i < store->product_count; i++) {
        const struct product *product = &store->products[i];
        assert_int_equal(product->rule_count, 0);
        assert_int_equal(product->production_days.lo, 0);
        assert_int_equal(product->shipping_days.lo, 0);
        assert_true(product->rush_available);
        assert_false(product->proof_gate);
    }
    assert_true(store->hours.day[MONDAY].count == 1 && store->hours.day[SUNDAY].count == 0);
    assert_true(store->zh_formal);
    assert_true(store->ask_below > 0.7499 && store->escalate_below < 0.3501);
    assert_int_equal(store->version.len, 16);
    shop_free(shop);
}

static void starter_policy_has_the_defaults(void **state)
{
    (void)state;
    struct shop *shop = open_store(NULL);
    const struct policy *policy = &shop_store(shop)->policy[LANG_EN];
    assert_int_equal(policy->change_window_hours, 24);
    assert_int_equal(policy->photo_window_hours, 48);
    assert_int_equal(policy->trace_quiet_days, 7);
    assert_int_equal(policy->consent_days, 7);
    assert_int_equal(policy->first_response_hours, 4);
    assert_int_equal(policy->late_change, LATE_ASK_STUDIO);
    assert_int_equal(policy->late_cancel, CANCEL_REORDER);
    assert_int_equal(policy->rush_surcharge.minor, 2500);
    assert_int_equal(policy->goodwill.kind, REMEDY_CODE);
    for (int action = 0; action < ACTION_COUNT; action++) assert_false(policy->automatic[action]);
    assert_true(policy_law(policy, STR("US"))->delay_consent);
    assert_true(policy_law(policy, STR("DE"))->stop_work && policy_law(policy, STR("CN"))->stop_work);
    assert_int_equal(policy_law(policy, STR("FR"))->quality_days, 730);
    assert_int_equal(policy_law(policy, STR("UK"))->quality_days, 30);
    assert_int_equal(policy_law(policy, STR("AU"))->withdrawal_days, 0);
    assert_str(policy_law(policy, (struct str){0})->country, "*");
    shop_free(shop);
}

/* Both editions have the same clauses, and every decision's clause is there. */
static void starter_texts_are_complete_in_both_languages(void **state)
{
    (void)state;
    struct shop *shop = open_store(NULL);
    const struct store *store = shop_store(shop);
    const struct policy *english = &store->policy[LANG_EN], *chinese = &store->policy[LANG_ZH];
    assert_int_equal(english->clause_count, chinese->clause_count);
    for (size_t i = 0; i < english->clause_count; i++) {
        assert_true(str_eq(english->clauses[i].anchor, chinese->clauses[i].anchor));
        assert_false(str_eq(english->clauses[i].text, chinese->clauses[i].text));
    }
    size_t counts[2] = {0};
    for (size_t i = 0; i < store->faq.count; i++) {
        const struct faq_entry *entry = &store->faq.entries[i];
        counts[str_is(entry->locale, "zh")]++;
        assert_true(entry->phrase_count > 0);
        for (size_t k = 0; k < entry->keyword_count; k++) assert_true(entry->keywords[k].len > 0);
    }
    assert_true(counts[0] >= 16 && counts[0] == counts[1]);
    shop_free(shop);
}

/* The house's voice (rule book, section 9): words the starter's texts must not use. */
static void starter_texts_keep_the_voice(void **state)
{
    static const char *const shunned[] = {"unfortunately",
                                          "per our policy",
                                          "any inconvenience",
                                          "%",
                                          "!",
                                          "！",
                                          "尽快安排",
                                          "敬请谅解",
                                          "不予",
                                          "亲，",
                                          "相关",
                                          "予以",
                                          "给您带来不便"};
    (void)state;
    struct shop *shop = open_store(NULL);
    struct arena *arena = arena_new();
    const struct store *store = shop_store(shop);
    for (size_t w = 0; w < sizeof shunned / sizeof *shunned; w++) {
        struct str word = text_fold(arena, str_of(shunned[w]));
        for (size_t i = 0; i < store->faq.count; i++)
            if (str_contains(text_fold(arena, store->faq.entries[i].answer), word))
                fail_msg("%s in the answer %.*s", shunned[w], STR_ARG(store->faq.entries[i].anchor));
        for (int lang = 0; lang < LANG_COUNT; lang++)
            for (size_t i = 0; i < store->policy[lang].clause_count; i++)
                if (str_contains(text_fold(arena, store->policy[lang].clauses[i].text), word))
                    fail_msg("%s in the clause %.*s", shunned[w],
                             STR_ARG(store->policy[lang].clauses[i].anchor));
    }
    arena_free(arena);
    shop_free(shop);
}

struct question {
    const char *locale, *text, *anchors; /* in order, by spaces; "" for none */
};

static void faq_answers_questions(void **state)
{
    static const struct question questions[] = {
        {"en", "How long does a custom ring take?", "lead-times"},
        {"en", "Which courier goes to Canada?", "carriers canada"},
        {"en", "Do I have to be at home to sign for it?", "signature"},
        {"en", "Is there a fee for rush orders?", "rush"},
        {"en", "do saturdays count as business days", "business-days delivery-days"},
        {"en", "Could you gift wrap it please?", "gift-wrap"},
        {"en", "My grandmother was born in 1931.", ""},
        {"en", "the ring on the ship in the dusk", ""}, /* words only as parts of others */
        {"zh", "请问定制大概要多久？", "lead-times"},
        {"zh", "你们发什么快递，要不要交税", "carriers customs"},
        {"zh", "春节放假到几号", "days-off"},
        {"zh", "谢谢你们", ""},
    };
    struct fixture *fixture = *state;
    struct shop *shop = open_store(NULL);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        const struct faq_entry *found[3];
        struct str folded = text_fold(fixture->arena, str_of(questions[i].text));
        size_t count = faq_find(&shop_store(shop)->faq, str_of(questions[i].locale), folded, found, 3);
        buf_clear(&fixture->found);
        for (size_t k = 0; k < count; k++) {
            if (k) buf_add_char(&fixture->found, ' ');
            buf_add(&fixture->found, found[k]->anchor);
        }
        if (!str_is(buf_str(&fixture->found), questions[i].anchors))
            fail_msg("%s: '%.*s'", questions[i].text, STR_ARG(buf_str(&fixture->found)));
    }
    shop_free(shop);
}

static void init_writes_a_store_that_checks_clean(void **state)
{
    struct fixture *fixture = *state;
    start_store(fixture, false);
    expect_no_finding(fixture, fixture->folder);
    struct shop *own = open_store(fixture->folder), *built_in = open_store(NULL);
    assert_true(str_eq(shop_store(own)->version, shop_store(built_in)->version));
    shop_free(own);
    shop_free(built_in);
    struct err err = {0};
    assert_int_equal(shop_init(fixture->folder, false, &err), -1);
    assert_int_equal(err.category, ERR_INPUT);
    assert_non_null(strstr(err.message, "not empty"));
}

static void demo_store_checks_clean(void **state)
{
    struct fixture *fixture = *state;
    start_store(fixture, true);
    expect_no_finding(fixture, fixture->folder);
    struct shop *shop = open_store(fixture->folder);
    const struct product *portrait = store_product(shop_store(shop), STR("PET-OIL-40"));
    assert_true(portrait->proof_gate);
    assert_int_equal(portrait->production_days.lo, 10);
    assert_int_equal(portrait->rules[0].min_width, 1200);
    shop_free(shop);
}

static void a_folder_that_is_none_is_told(void **state)
{
    (void)state;
    struct shop *shop = NULL;
    struct err err = {0};
    assert_int_equal(shop_open("/nowhere/at/all", &shop, &err), -1);
    assert_null(shop);
    assert_int_equal(err.category, ERR_INPUT);
    assert_string_equal(err.file, "/nowhere/at/all");
    assert_int_equal(shop_init("/nowhere/at/all", false, &err), -1);
    assert_int_equal(err.category, ERR_SYSTEM);
    shop_free(NULL);
}

static void missing_files_are_told(void **state)
{
    struct fixture *fixture = *state;
    shop_check(fixture->folder, note, fixture);
    static const char *const names[] = {
        "store.yaml: ", "policy.md: ", "faq.md: ", "calendars/studio.ics: ", "calendars/carrier.ics: "};
    for (size_t i = 0; i < 5; i++) assert_non_null(strstr(buf_str(&fixture->found).ptr, names[i]));
}

/* ---- as a set of files ---- */

static struct shop_files files_of(struct fixture *fixture)
{
    struct shop_files files;
    struct err err = {0};
    if (shop_files_read(fixture->arena, fixture->folder, &files, &err) < 0) fail_msg("%s", err.message);
    return files;
}

static void files_make_the_same_shop_as_their_folder(void **state)
{
    struct fixture *fixture = *state;
    start_store(fixture, false);
    lay_over(fixture->arena, arena_printf(fixture->arena, "%s/shop/accept/full", test_data()).ptr,
             fixture->folder);
    struct shop_files files = files_of(fixture);
    struct shop_findings findings;
    struct shop *opened = open_store(fixture->folder);
    struct shop *read = shop_read(fixture->folder, &files, fixture->arena, &findings);
    assert_non_null(read);
    assert_true(str_eq(shop_store(read)->version, shop_store(opened)->version));
    assert_int_equal(shop_files(read)->count, files.count);
    assert_int_equal(shop_files(opened)->count, 0);
    assert_int_equal(findings.errors, 0);
    assert_int_equal(findings.count, 1);
    assert_true(findings.items[0].warning);
    assert_string_equal(findings.items[0].err.file, "templates/en/answers/mine.liquid");
    shop_free(opened);
    shop_free(read);
}

static void a_wrong_file_is_told_by_its_path(void **state)
{
    struct fixture *fixture = *state;
    start_store(fixture, false);
    struct shop_files files = files_of(fixture);
    struct shop_findings findings;
    struct str text = STR("Hello {% if %}\n");
    files = shop_files_with(fixture->arena, &files, STR("templates/en/answers/thank.liquid"), &text);
    assert_null(shop_read(fixture->folder, &files, fixture->arena, &findings));
    assert_int_equal(findings.errors, 1);
    assert_string_equal(findings.items[0].err.file, "templates/en/answers/thank.liquid");
    assert_int_equal(findings.items[0].err.line, 1);
    files = shop_files_with(fixture->arena, &files, STR("templates/en/answers/thank.liquid"), NULL);
    files = shop_files_with(fixture->arena, &files, STR("policy.md"), NULL);
    assert_null(shop_read(fixture->folder, &files, fixture->arena, &findings));
    assert_string_equal(findings.items[0].err.file, "policy.md");
}

static void files_stand_in_the_order_of_a_folder(void **state)
{
    struct fixture *fixture = *state;
    static const char *const paths[] = {"templates/en/a/x.liquid", "templates/en/a-b.liquid",
                                        "templates/en/a.liquid", "templates/zh/a.liquid"};
    struct shop_files files = {0};
    struct str text = STR("t"), other = STR("u");
    for (size_t i = 4; i-- > 0;) files = shop_files_with(fixture->arena, &files, str_of(paths[i]), &text);
    files = shop_files_with(fixture->arena, &files, str_of(paths[1]), &other);
    assert_int_equal(files.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(str_is(files.items[i].path, paths[i]));
        assert_ptr_equal(shop_files_find(&files, str_of(paths[i])), &files.items[i]);
    }
    assert_true(str_eq(files.items[1].text, other));
    assert_null(shop_files_find(&files, STR("templates/en/b.liquid")));
    files = shop_files_with(fixture->arena, &files, STR("nothing"), NULL);
    files = shop_files_with(fixture->arena, &files, str_of(paths[0]), NULL);
    assert_int_equal(files.count, 3);
}

static void only_some_paths_may_be_edited(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        bool may;
    } rows[] = {
        {"policy.md", true},
        {"policy.zh.md", true},
        {"faq.md", true},
        {"calendars/studio.ics", true},
        {"templates/en/reply.liquid", true},
        {"templates/de/answers/hand_over.liquid", true},
        {"templates/zh/words.yaml", true},
        {"templates/en/a/b/c/d/e.liquid", true},
        {"templates/en/a/b/c/d/e/f.liquid", false},
        {"store.yaml", false},
        {"model.bin", false},
        {"burin.db", false},
        {"policy.de.md", false},
        {"calendars/other.ics", false},
        {"templates/reply.liquid", false},
        {"templates/en/reply.txt", false},
        {"templates/en/../../policy.liquid", false},
        {"templates/en/.hidden.liquid", false},
        {"templates/en/a b.liquid", false},
        {"templates/en//b.liquid", false},
        {"templates/EN/b.liquid", false},
        {"/templates/en/b.liquid", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (shop_path_is_editable(str_of(rows[i].path)) != rows[i].may) fail_msg("%s", rows[i].path);
    struct str text;
    assert_true(shop_builtin_template(STR("templates/en/reply.liquid"), &text));
    assert_true(text.len > 0);
    assert_false(shop_builtin_template(STR("store/policy.md"), &text));
}

static void check_rejected(struct fixture *fixture, const char *name)
{
    struct str from = arena_printf(fixture->arena, "%s/shop/reject/%s", test_data(), name);
    struct str expect_file = arena_printf(fixture->arena, "%s/expect", from.ptr), expected = {0};
    remove_tree(fixture->folder);
    buf_clear(&fixture->found);
    start_store(fixture, false);
    lay_over(fixture->arena, from.ptr, fixture->folder);
    size_t count = shop_check(fixture->folder, note, fixture);
    if (getenv("BURIN_UPDATE"))
        assert_int_equal(file_write(expect_file.ptr, buf_str(&fixture->found), NULL), 0);
    if (count == 0) fail_msg("%s: nothing was found", name);
    if (file_read(fixture->arena, expect_file.ptr, 1 << 20, &expected, NULL) < 0)
        fail_msg("%s: no expect", name);
    if (!str_eq(expected, buf_str(&fixture->found)))
        fail_msg("%s: expected\n%.*sfound\n%.*s", name, STR_ARG(expected), STR_ARG(buf_str(&fixture->found)));
    struct shop *shop = NULL;
    struct err err = {0};
    assert_int_equal(shop_open(fixture->folder, &shop, &err), -1);
    assert_true(err.category != ERR_NONE);
}

static void must_reject(void **state)
{
    struct fixture *fixture = *state;
    struct dirent **entries;
    struct str folder = arena_printf(fixture->arena, "%s/shop/reject", test_data());
    int count = scandir(folder.ptr, &entries, NULL, alphasort);
    assert_true(count > 20);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') check_rejected(fixture, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

static struct shop *open_accepted(struct fixture *fixture, const char *name)
{
    struct str from = arena_printf(fixture->arena, "%s/shop/accept/%s", test_data(), name);
    start_store(fixture, false);
    lay_over(fixture->arena, from.ptr, fixture->folder);
    expect_no_finding(fixture, fixture->folder);
    return open_store(fixture->folder);
}

static void must_accept_the_bare_minimum(void **state)
{
    struct shop *shop = open_accepted(*state, "bare");
    const struct store *store = shop_store(shop);
    assert_str(store->currency, "USD");
    assert_str(store->locales[0], "en-US");
    assert_str(shop_settings(shop)->database, "sqlite");
    assert_int_equal(store->policy[LANG_ZH].change_window_hours, 24);
    assert_int_equal(store->policy[LANG_EN].goodwill.kind, REMEDY_CODE);
    assert_false(store->policy[LANG_EN].goodwill.offered);
    assert_int_equal(store->product_count, 0);
    shop_free(shop);
}

static void must_accept_windows_line_ends(void **state)
{
    struct shop *shop = open_accepted(*state, "windows");
    const struct policy *policy = &shop_store(shop)->policy[LANG_EN];
    assert_int_equal(policy->change_window_hours, 12);
    assert_str(policy->clauses[0].title, "About changes");
    assert_str(policy->clauses[0].text, "Words on changes.");
    assert_int_equal(policy->clauses[0].line, 8);
    shop_free(shop);
}

static void check_full_products(const struct store *store)
{
    const struct product *ring = store_product(store, STR("RING-12")),
                         *gift = store_product(store, STR("RING-GIFT"));
    assert_null(store_product(store, STR("NECK")));
    assert_null(store_product(store, (struct str){0}));
    assert_true(gift->stock && !ring->stock);
    assert_int_equal(ring->production_days.hi, 9);
    assert_int_equal(ring->shipping_days.lo, 4);
    assert_int_equal(ring->shipping_days.hi, 5);
    assert_int_equal(ring->shares[1], 70);
    assert_false(ring->rush_available);
    assert_int_equal(ring->rush_surcharge.minor, 3000); /* the yen has no smaller unit */
    assert_int_equal(ring->rule_count, 3);
    assert_str(ring->rules[0].charset, "A-Z ");
    assert_true(ring->rules[0].required);
    assert_str(ring->rules[1].choices[1], "5");
    assert_int_equal(ring->rules[2].min_height, 600);
}

static void check_full_policy(const struct policy *policy)
{
    assert_int_equal(policy->late_change, LATE_DENY);
    assert_int_equal(policy->late_cancel, CANCEL_FEE);
    assert_int_equal(policy->express_days.hi, 3);
    assert_int_equal(policy->consent_days, 10);
    assert_int_equal(policy->goodwill.kind, REMEDY_CREDIT);
    assert_int_equal(policy->goodwill.amount.minor, 500);
    assert_true(policy->automatic[ACTION_THANK] && !policy->automatic[ACTION_CANCEL_ORDER]);
    assert_int_equal(policy_law(policy, STR("GB"))->quality_days, 30);
    assert_str(policy_law(policy, STR("IT"))->country, "EU");
    assert_null(policy_clause(policy, STR("extra")));
}

static void must_accept_every_key(void **state)
{
    struct shop *shop = open_accepted(*state, "full");
    const struct store *store = shop_store(shop);
    assert_int_equal(store->cutoff, 9 * 3600 + 1800);
    assert_int_equal(store->hours.day[TUESDAY].count, 2);
    assert_int_equal(store->hours.day[TUESDAY].span[1].from, 13 * 3600);
    assert_int_equal(store->hours.day[SATURDAY].span[0].to, 12 * 3600 + 1800);
    assert_false(calendar_is_business(store->studio, day(2026, 1, 5)));
    assert_false(calendar_is_business(store->studio, day(2026, 1, 6))); /* closed by the calendar */
    assert_true(calendar_is_business(store->studio, day(2026, 1, 10)));
    assert_true(calendar_is_business(store->carrier, day(2026, 1, 5)));
    assert_false(store->zh_formal);
    assert_true(store->ask_below > 0.99 && store->escalate_below > 0.2499 && store->escalate_below < 0.2501);
    assert_str(store->returns_address, "Full Store, 1 Mill Lane, Hudson");
    assert_str(store_other_language(store, STR("fr")), "Merci.");
    assert_int_equal(store_other_language(store, STR("sv")).len, 0);
    assert_str(shop_settings(shop)->mail_maildir, "mail");
    assert_str(zone_name(store_country_zone(store, STR("CN"))), "Asia/Shanghai");
    assert_null(store_country_zone(store, STR("US")));
    assert_str(language_word(&store->languages[LANG_EN], STR("my_word")), "mine");
    assert_str(language_word(&store->languages[LANG_ZH], STR("no such word")), "no such word");
    assert_non_null(language_template(&store->languages[LANG_EN], STR("answers/mine")));
    assert_null(language_template(&store->languages[LANG_ZH], STR("answers/mine")));
    assert_str(store->faq.entries[1].anchor, "盒子是什么样的");
    assert_str(store->faq.entries[0].keywords[1], "gift  box");
    check_full_products(store);
    check_full_policy(&store->policy[LANG_EN]);
    check_full_policy(&store->policy[LANG_ZH]);
    assert_str(policy_clause(&store->policy[LANG_EN], STR("extra-things"))->text, "### A part\n\nText.");
    assert_str(policy_clause(&store->policy[LANG_ZH], STR("extra-things"))->text, "文字。");
    assert_str(policy_clause(&store->policy[LANG_ZH], STR("one-edition"))->text, "Text.");
    shop_free(shop);
}

static void any_change_makes_a_new_version(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {"store.yaml", "policy.zh.md", "faq.md", "calendars/carrier.ics"};
    start_store(fixture, false);
    struct shop *shop = open_store(fixture->folder);
    struct str last = arena_str(fixture->arena, shop_store(shop)->version);
    shop_free(shop);
    for (size_t i = 0; i < 4; i++) {
        struct str path = arena_printf(fixture->arena, "%s/%s", fixture->folder, names[i]), text;
        assert_int_equal(file_read(fixture->arena, path.ptr, 1 << 20, &text, NULL), 0);
        assert_int_equal(file_write(path.ptr, arena_printf(fixture->arena, "%.*s\n", STR_ARG(text)), NULL),
                         0);
        shop = open_store(fixture->folder);
        assert_false(str_eq(last, shop_store(shop)->version));
        last = arena_str(fixture->arena, shop_store(shop)->version);
        shop_free(shop);
    }
}

static void builtin_files_are_found(void **state)
{
    (void)state;
    size_t count;
    for (size_t i = 0; i < builtin_file_count; i++) {
        assert_ptr_equal(builtin_find(builtin_files[i].path), &builtin_files[i]);
        assert_int_equal(builtin_files[i].bytes.ptr[builtin_files[i].bytes.len], '\0');
        if (i) assert_true(str_cmp(builtin_files[i - 1].path, builtin_files[i].path) < 0);
    }
    assert_null(builtin_find(STR("store/")));
    assert_null(builtin_find(STR("zzz")));
    const struct builtin_file *files = builtin_below(STR("store/calendars/"), &count);
    assert_int_equal(count, 2);
    assert_str(files[0].path, "store/calendars/carrier.ics");
    builtin_below(STR("zzz"), &count);
    assert_int_equal(count, 0);
}

static void describes_every_key(void **state)
{
    struct fixture *fixture = *state;
    shop_describe(&fixture->found);
    static const char *const keys[] = {
        "`zone`",      "`voice.zh`",        "`personalization`", "`min_width`", "`change_window_hours`",
        "`stop_work`", "`goodwill.percent`"};
    for (size_t i = 0; i < 7; i++) assert_non_null(strstr(buf_str(&fixture->found).ptr, keys[i]));
}

enum { SAMPLE_FEATURES = 40, SAMPLE_LEXICON_BITS = 3 };

static struct classifier sample_classifier(struct arena *arena)
{
    struct classifier classifier = {.feature_count = SAMPLE_FEATURES, .lexicon_bits = SAMPLE_LEXICON_BITS};
    uint32_t *keys = ARENA_ARRAY(arena, SAMPLE_FEATURES, uint32_t);
    int8_t *weights = ARENA_ARRAY(arena, (size_t)SAMPLE_FEATURES * CLASSIFIER_ROW, int8_t);
    struct lexicon_slot *slots = ARENA_ARRAY(arena, 1 << SAMPLE_LEXICON_BITS, struct lexicon_slot);
    for (uint32_t i = 0; i < SAMPLE_FEATURES; i++) keys[i] = i * UINT32_C(90000001);
    for (int i = 0; i < SAMPLE_FEATURES * CLASSIFIER_ROW; i++) weights[i] = (int8_t)(i % 255 - 127);
    slots[5] = (struct lexicon_slot){.hash = 77, .class = 3, .words = 2};
    for (int i = 0; i < LABEL_COUNT; i++) {
        for (int head = 0; head < HEAD_COUNT; head++) {
            classifier.scale[head][i] = 0.25f * (float)i;
            classifier.bias[head][i] = -1.5f;
        }
        classifier.threshold[i] = 0.5f;
        classifier.slope[i] = 2.0f;
        classifier.sure_slope[i] = 0.75f;
        classifier.sure_offset[i] = -0.25f;
        classifier.offset[i] = (float)i;
    }
    classifier.keys = keys;
    classifier.weights = weights;
    classifier.lexicon = slots;
    return classifier;
}

static void a_model_goes_to_bytes_and_back(void **state)
{
    struct fixture *fixture = *state;
    struct classifier classifier = sample_classifier(fixture->arena);
    const struct classifier *back = NULL;
    struct err err = {0};
    struct str bytes = classifier_to_bytes(fixture->arena, &classifier);
    assert_int_equal(classifier_from_bytes(fixture->arena, bytes, &back, &err), 0);
    assert_int_equal(back->feature_count, SAMPLE_FEATURES);
    assert_memory_equal(back->scale, classifier.scale, sizeof classifier.scale);
    assert_memory_equal(back->offset, classifier.offset, sizeof classifier.offset);
    assert_memory_equal(back->sure_offset, classifier.sure_offset, sizeof classifier.sure_offset);
    assert_memory_equal(back->weights, classifier.weights, SAMPLE_FEATURES * CLASSIFIER_ROW);
    for (uint32_t i = 0; i < SAMPLE_FEATURES; i++)
        assert_ptr_equal(classifier_row(back, classifier.keys[i]), back->weights + i * CLASSIFIER_ROW);
    assert_null(classifier_row(back, 12345));
    assert_int_equal(back->lexicon[5].words, 2);
    assert_int_equal(back->version.len, 16);
    assert_true(str_eq(bytes, classifier_to_bytes(fixture->arena, back)));
}

static void a_damaged_model_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct classifier classifier = sample_classifier(fixture->arena);
    struct str good = classifier_to_bytes(fixture->arena, &classifier);
    const struct classifier *back = NULL;
    for (size_t len = 0; len < good.len; len += 7) {
        struct str cut = arena_str(fixture->arena, str_slice(good, 0, len));
        assert_int_equal(classifier_from_bytes(fixture->arena, cut, &back, NULL), -1);
    }
    for (size_t at = 0; at < good.len; at += 11) {
        char *bytes = arena_alloc(fixture->arena, good.len);
        memcpy(bytes, good.ptr, good.len);
        bytes[at] = (char)(bytes[at] ^ 0x40);
        assert_int_equal(classifier_from_bytes(fixture->arena, str_of_len(bytes, good.len), &back, NULL), -1);
    }
    classifier.scale[0][3] = 1.0f / 0.0f;
    struct str infinite = classifier_to_bytes(fixture->arena, &classifier);
    assert_int_equal(classifier_from_bytes(fixture->arena, infinite, &back, NULL), -1);
    assert_null(back);
}

struct amount {
    const char *text, *currency;
    int64_t minor; /* -1: refused */
};

static void amounts_are_minor_units(void **state)
{
    static const struct amount amounts[] = {
        {"89.00", "USD", 8900},    {"89", "USD", 8900},
        {"0.5", "USD", 50},        {"1200", "JPY", 1200},
        {"1.5", "KWD", 1500},      {"1.5", "JPY", -1},
        {"89.", "USD", -1},        {".5", "USD", -1},
        {"1.005", "USD", -1},      {"-1", "USD", -1},
        {"1,000", "USD", -1},      {"", "USD", -1},
        {"1e3", "USD", -1},        {"1000000000", "USD", 100000000000},
        {"1000000001", "USD", -1},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        int64_t minor = -1;
        int rc = money_parse(str_of(amounts[i].text), str_of(amounts[i].currency), &minor);
        if (minor != amounts[i].minor || (rc < 0) != (minor < 0))
            fail_msg("%s %s gives %lld", amounts[i].text, amounts[i].currency, (long long)minor);
    }
    money_format(&fixture->found, 8905, STR("USD"));
    buf_add_char(&fixture->found, ' ');
    money_format(&fixture->found, 8905, STR("JPY"));
    buf_add_char(&fixture->found, ' ');
    money_format(&fixture->found, -5, STR("EUR"));
    assert_str(buf_str(&fixture->found), "89.05 8905 -0.05");
    assert_int_equal(money_percent(8905, 10), 891);
    assert_int_equal(money_percent(8900, 100), 8900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(starter_store_is_as_promised, setup, teardown),
        cmocka_unit_test_setup_teardown(starter_policy_has_the_defaults, setup, teardown),
        cmocka_unit_test_setup_teardown(starter_texts_are_complete_in_both_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(starter_texts_keep_the_voice, setup, teardown),
        cmocka_unit_test_setup_teardown(faq_answers_questions, setup, teardown),
        cmocka_unit_test_setup_teardown(init_writes_a_store_that_checks_clean, setup, teardown),
        cmocka_unit_test_setup_teardown(demo_store_checks_clean, setup, teardown),
        cmocka_unit_test_setup_teardown(a_folder_that_is_none_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(files_make_the_same_shop_as_their_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(a_wrong_file_is_told_by_its_path, setup, teardown),
        cmocka_unit_test_setup_teardown(files_stand_in_the_order_of_a_folder, setup, teardown),
        cmocka_unit_test(only_some_paths_may_be_edited),
        cmocka_unit_test_setup_teardown(missing_files_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(must_reject, setup, teardown),
        cmocka_unit_test_setup_teardown(must_accept_the_bare_minimum, setup, teardown),
        cmocka_unit_test_setup_teardown(must_accept_windows_line_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(must_accept_every_key, setup, teardown),
        cmocka_unit_test_setup_teardown(any_change_makes_a_new_version, setup, teardown),
        cmocka_unit_test_setup_teardown(builtin_files_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(describes_every_key, setup, teardown),
        cmocka_unit_test_setup_teardown(a_model_goes_to_bytes_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_model_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(amounts_are_minor_units, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
