/* Pages without a server: the words of both languages, forms as documents, and the filters of pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "text/json.h"
#include "text/yaml.h"
#include "web/files.h"
#include "web/filters.h"
#include "web/page.h"

struct fixture {
    struct arena *arena;
    struct assets *assets;
    struct view *view;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct err err = {0};
    fixture.arena = arena_new();
    fixture.assets = assets_new();
    if (view_new(fixture.assets, &fixture.view, &err) < 0) {
        fprintf(stderr, "%s:%d:%d: %s\n", err.file, err.line, err.column, err.message);
        return -1;
    }
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    view_free(f->view);
    assets_free(f->assets);
    arena_free(f->arena);
    return 0;
}

/* ---- words ---- */

static int missing(const struct value *from, const struct value *in, const char *where)
{
    int count = 0;
    for (size_t i = 0; i < from->object.count; i++) {
        const struct member *member = &from->object.members[i];
        const struct value *other = value_get(in, member->name);
        char path[200];
        snprintf(path, sizeof path, "%s%s%.*s", where, *where ? "." : "", STR_ARG(member->name));
        if (!other || other->kind != member->value.kind) {
            fprintf(stderr, "the word %s is in one language only\n", path);
            count++;
        } else if (member->value.kind == VALUE_OBJECT) {
            count += missing(&member->value, other, path);
        } else if (member->value.string.len == 0) {
            fprintf(stderr, "the word %s is empty\n", path);
            count++;
        }
    }
    return count;
}

static void both_languages_have_the_same_words(void **state)
{
    struct fixture *f = *state;
    const struct value *en = view_words(f->view, LANG_EN), *zh = view_words(f->view, LANG_ZH);
    assert_int_equal(missing(en, zh, ""), 0);
    assert_int_equal(missing(zh, en, ""), 0);
}

struct use {
    const struct value *words;
    const char *file;
    int unknown;
};

/* "w.inbox.empty" must be a word, or a group of them that is walked through; "w.stage[]" a group. */
static void check_use(void *context, struct str kind, struct str path, int line, int column)
{
    struct use *use = context;
    const struct value *found = use->words;
    struct str part, rest = path;
    if (!str_is(kind, "variable") || !str_starts(path, STR("w."))) return;
    str_next_part(&rest, '.', &part);
    bool group = false;
    while (found && !group && str_next_part(&rest, '.', &part)) {
        size_t index = str_find(part, STR("[]"), 0);
        group = index != STR_NOT_FOUND;
        found = value_get(found, str_slice(part, 0, index));
    }
    if (found && (!group || found->kind == VALUE_OBJECT)) return;
    fprintf(stderr, "%s:%d:%d: %.*s is no word\n", use->file, line, column, STR_ARG(path));
    use->unknown++;
}

static void every_word_of_a_template_is_known(void **state)
{
    struct fixture *f = *state;
    struct use use = {.words = view_words(f->view, LANG_EN)};
    for (size_t i = 0; i < web_file_count; i++) {
        const struct liquid_template *template;
        struct err err = {0};
        if (!str_ends(web_files[i].path, STR(".liquid"))) continue;
        assert_int_equal(liquid_compile_with(f->arena, web_files[i].path, web_files[i].bytes, &page_filters,
                                             &template, &err),
                         0);
        use.file = web_files[i].path.ptr;
        liquid_walk(template, check_use, &use);
    }
    assert_int_equal(use.unknown, 0);
}

static bool has_file(const char *folder, const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s.liquid", folder, name);
    for (size_t i = 0; i < web_file_count; i++)
        if (str_is(web_files[i].path, path)) return true;
    return false;
}

static void every_page_has_its_template_and_title(void **state)
{
    struct fixture *f = *state;
    const struct value *titles = value_get(view_words(f->view, LANG_EN), STR("title"));
    size_t count;
    const struct http_row *rows = page_rows(&count);
    for (size_t i = 0; i < count; i++) {
        const struct page *page = rows[i].doc;
        if (!page->name) continue;
        if (!has_file("templates", page->name) || !has_file("templates", page->layout) ||
            !value_get(titles, str_of(page->name)))
            fail_msg("%s: no template, layout or title", page->name);
    }
}

/* ---- forms ---- */

static void forms_become_documents(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *form, *document;
    } rows[] = {
        {"a=1&_do=x&b%5B%5D=2&b%5B%5D=3", "{\"a\":\"1\",\"b\":[\"2\",\"3\"]}"},
        {"item:int=0&score:int=x&anyway:bool=on&no:bool=false",
         "{\"item\":0,\"score\":\"x\",\"anyway\":true,\"no\":false}"},
        {"fields.engraving=A%26B&fields.size=7&code?=",
         "{\"fields\":{\"engraving\":\"A&B\",\"size\":\"7\"}}"},
        {"code?=1&item:int?=&a=1&a.b=2", "{\"code\":\"1\",\"a\":\"1\"}"},
        {"days%5B%5D:int=5&days%5B%5D:int=7&x:json=%5Btrue%5D", "{\"days\":[5,7],\"x\":[true]}"},
        {"_body=%7B%22item%22:0,%22list%22:%5B1%5D%7D&reason=x",
         "{\"item\":0,\"list\":[1],\"reason\":\"x\"}"},
        {"_body=%5B%5D&a=1", "{\"a\":\"1\"}"},
        {"", "{}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_fields fields;
        assert_int_equal(http_decode_form(f->arena, str_of(rows[i].form), &fields, NULL), 0);
        assert_string_equal(form_document(f->arena, fields).ptr, rows[i].document);
    }
}

/* ---- filters ---- */

static void check_filter(struct fixture *f, enum lang lang, const char *template, const char *expected)
{
    static const char data[] =
        "{\"a\":\"Happy B\\u00e4r <day>\",\"b\":\"Happy B\\u00f6r <day>\",\"gaps\":\"{} of "
        "{}\",\"text\":\"It broke & bent.\","
        "\"list\":[{\"concern\":\"damaged\",\"evidence\":{\"start\":3,\"end\":8}},{\"concern\":\"x\","
        "\"evidence\":null},"
        "{\"concern\":\"y\",\"evidence\":{\"start\":11,\"end\":99}}]}";
    const struct liquid_template *compiled;
    struct value value;
    struct err err = {0};
    struct view_of of = {.lang = lang, .zone = zone_utc()};
    struct datefmt *dates = datefmt_new(lang == LANG_ZH ? STR("zh-CN") : STR("en-US"));
    struct filter_context context = {&of, view_words(f->view, lang), f->assets, dates};
    struct liquid_options options = {.escape_html = true, .filter_context = &context};
    struct buf out;
    instant_parse(STR("2026-03-02T12:00:00Z"), &of.now, NULL);
    buf_init(&out, 4096);
    assert_int_equal(json_parse(f->arena, str_of(data), &value, &err), 0);
    if (liquid_compile_with(f->arena, STR("t"), str_of(template), &page_filters, &compiled, &err) < 0 ||
        liquid_render(compiled, &value, &options, f->arena, &out, &err) < 0)
        fail_msg("%s: %s", template, err.message);
    assert_string_equal(buf_str(&out).ptr, expected);
    buf_done(&out);
    datefmt_free(dates);
}

static void filters_say_it_as_people_read_it(void **state)
{
    static const struct {
        enum lang lang;
        const char *template, *expected;
    } rows[] = {
        {LANG_EN, "{{ '2026-03-02T14:05:00Z' | moment }}", "14:05"},
        {LANG_EN, "{{ '2026-03-01T14:05:00Z' | moment }}", "Mar 1, 14:05"},
        {LANG_ZH, "{{ '2026-03-01T14:05:00Z' | moment }}", "3月1日 14:05"},
        {LANG_EN, "{{ '2026-03-11' | day }}|{{ nil | day }}|{{ 'x' | day }}", "Mar 11||"},
        {LANG_EN, "{{ '2026-03-11' | span: '2026-03-13' }}", "Mar 11 – 13"},
        {LANG_ZH, "{{ '2026-03-11' | span: '2026-03-13' }}", "3月11日至13日"},
        {LANG_EN, "{{ '2026-03-02T11:00:00Z' | ago }}, {{ '2026-03-05T12:00:00Z' | ago }}",
         "1 h ago, in 3 d"},
        {LANG_ZH, "{{ '2026-03-02T11:00:00Z' | ago }}", "1小时前"},
        {LANG_EN, "{{ 200 | minutes }}|{{ -5 | minutes }}|{{ nil | minutes }}", "3 h 20 min|5 min|"},
        {LANG_EN,
         "{{ '2026-02-28' | day_shift: 2 }} {{ '2026-02-28' | days_away }} {{ '2026-03-02T12:01:00Z' | "
         "seconds_away }}",
         "2026-03-02 -2 60"},
        {LANG_EN, "{{ gaps | fill: 2, '<3>' }}", "2 of &lt;3&gt;"},
        {LANG_EN, "{{ '89.00' | money: 'USD' }}", "$89.00"},
        {LANG_EN, "{{ 'Maya van Chen' | initials }} {{ '欧阳娜娜' | initials }} {{ '' | initials }}",
         "MC 欧娜 "},
        {LANG_EN, "{{ a | diff: b }}", "Happy B<del>ä</del><ins>ö</ins>r &lt;day&gt;"},
        {LANG_EN, "{{ text | evidence: list }}",
         "It <mark data-concern=\"damaged\">broke</mark> &amp; bent."},
        {LANG_EN, "{{ '**a** <b>' | markdown }}", "<p><strong>a</strong> &lt;b&gt;</p>\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_filter(*state, rows[i].lang, rows[i].template, rows[i].expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_languages_have_the_same_words),
        cmocka_unit_test(every_word_of_a_template_is_known),
        cmocka_unit_test(every_page_has_its_template_and_title),
        cmocka_unit_test(forms_become_documents),
        cmocka_unit_test(filters_say_it_as_people_read_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
