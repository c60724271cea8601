/* Unit tests for the Liquid engine: what templates show, what is refused and where, and the limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/json.h"
#include "text/liquid.h"

struct example {
    const char *template, *data, *shown; /* shown is NULL where the template must be refused */
};

struct partial {
    const char *name, *source;
};

static const struct partial partials[] = {
    {"self", "{% render 'self' %}"},
    {"loop", "{{ forloop.index }}{{ item }};"},
    {"name", "<{{ name }}{{ shop }}>"},
    {"sub/footer", "[{{ footer }}]"},
    {"sets", "{% assign x = 'inner' %}{{ x }}"},
    {"breaks", "a{% break %}b"},
    {"includes", "{% include 'name' %}"},
    {"bad", "ab\n  {{ 1 | divided_by: 0 }}"},
};

struct kitchen {
    struct arena *arena;
    struct buf out;
    struct err err;
};

static const struct liquid_template *find(void *context, struct str name)
{
    struct kitchen *kitchen = context;
    const struct liquid_template *template;
    for (size_t i = 0; i < sizeof partials / sizeof partials[0]; i++)
        if (str_is(name, partials[i].name))
            return liquid_compile(kitchen->arena, name, str_of(partials[i].source), &template,
                                  &kitchen->err) < 0
                       ? NULL
                       : template;
    return NULL;
}

static int cook(struct kitchen *kitchen, struct liquid_options options, const char *source, const char *data)
{
    const struct liquid_template *template;
    struct value value = value_object();
    options.find_partial = find;
    options.find_context = kitchen;
    if (data && json_parse(kitchen->arena, str_of(data), &value, &kitchen->err) < 0) fail_msg("%s", data);
    if (liquid_compile(kitchen->arena, STR("t"), str_of(source), &template, &kitchen->err) < 0) return -1;
    return liquid_render(template, &value, &options, kitchen->arena, &kitchen->out, &kitchen->err);
}

static void kitchen_open(struct kitchen *kitchen)
{
    *kitchen = (struct kitchen){.arena = arena_new()};
    buf_init(&kitchen->out, 4 * 1024 * 1024);
}

static void kitchen_close(struct kitchen *kitchen)
{
    buf_done(&kitchen->out);
    arena_free(kitchen->arena);
}

static void check(struct liquid_options options, const struct example *example)
{
    struct kitchen kitchen;
    kitchen_open(&kitchen);
    int rc = cook(&kitchen, options, example->template, example->data);
    if (!example->shown) {
        if (rc == 0)
            fail_msg("not refused: %s gives %s", example->template,
                     buf_copy(&kitchen.out, kitchen.arena).ptr);
        assert_true(kitchen.err.line > 0 && kitchen.err.column > 0 && kitchen.err.file[0] &&
                    kitchen.err.message[0]);
    } else {
        if (rc < 0) fail_msg("%s: %s", example->template, kitchen.err.message);
        assert_string_equal(buf_copy(&kitchen.out, kitchen.arena).ptr, example->shown);
    }
    kitchen_close(&kitchen);
}

#define CHECK_ALL(options, table) \
    for (size_t at = 0; at < sizeof(table) / sizeof(table)[0]; at++) check((options), &(table)[at])

static const struct liquid_options plain = {.now = 1457962200}; /* 2016-03-14T13:30:00Z, a Monday */

static void test_output(void **state)
{
    (void)state;
    static const struct example table[] = {
        {"", NULL, ""},
        {"no tags", NULL, "no tags"},
        {"{{ a.b[0]['c d'] }}", "{\"a\":{\"b\":[{\"c d\":7}]}}", "7"},
        {"{{ a[-1] }}{{ a[9] }}{{ a['0'] }}", "{\"a\":[1,2]}", "2"},
        {"{{ a.size }} {{ a.first }} {{ a.last }}", "{\"a\":[1,2,3]}", "3 1 3"},
        {"{{ a.size }}", "{\"a\":{\"size\":\"own\"}}", "own"},
        {"{{ t.size }}{{ t.first }}{{ t.last }}", "{\"t\":\"刻字好\"}", "3刻好"},
        {"{{ a }}|{{ o }}|{{ r }}", "{\"a\":[1,[2,null,\"x\"]],\"o\":{\"k\":[1,\"q\\\"\"],\"n\":null}}",
         "12x|{\"k\"=>[1, \"q\\\"\"], \"n\"=>nil}|"},
        {"{{ (1..3) }}{{ true }}{{ nil }}{{ 1.50 }}{{ -0.0 }}", NULL, "1..3true1.5-0.0"},
        {"{{ x }}", "{\"x\":1e20}", "1.0e+20"},
        {"{{ x }} {{ y }} {{ z }}", "{\"x\":1e15,\"y\":0.0001,\"z\":0.00001}",
         "1000000000000000.0 0.0001 1.0e-05"},
        {"{{ 9223372036854775807 | plus: 1 }}", NULL, "9223372036854775808"},
        {"{{ 12345678901234567890 | times: 10 }}", NULL, "123456789012345678900"},
        {"{{ 'it''s' }}", NULL, NULL},
        {"{{ a.b.c.d }}{{ a['b']['c'] }}", "{\"a\":1}", ""},
        {"a  {{- 1 -}}  b {{-}} c", NULL, "a1bc"},
        {"{{ ['a b'] }}{{ [k] }}", "{\"a b\":1,\"k\":\"x\",\"x\":2}", "12"},
        {"{{ contains.contains }}", "{\"contains\":{\"contains\":1}}", NULL},
        {"{{ a.contains }}", "{\"a\":{\"contains\":1}}", "1"},
        {"{% raw %}{{ x }}{%- y -%}{% endraw %}", NULL, "{{ x }}{%- y -%}"},
        {"{% raw %}{{ {% endraw %}{% raw %}{% {% endraw %}", NULL, "{{ {% "},
        {"{ {a} }", NULL, "{ {a} }"},
    };
    CHECK_ALL(plain, table);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct example table[] = {
        {"{{ a", NULL, NULL},
        {"{{ a }", NULL, NULL},
        {"{% if x", NULL, NULL},
        {"{% %}", NULL, NULL},
        {"{% nosuch %}", NULL, NULL},
        {"{% endif %}", NULL, NULL},
        {"{% else %}", NULL, NULL},
        {"{% if x %}", NULL, NULL},
        {"{% if %}{% endif %}", NULL, NULL},
        {"{% if a == %}{% endif %}", NULL, NULL},
        {"{% if a = b %}{% endif %}", NULL, NULL},
        {"{% if (a or b) %}{% endif %}", NULL, NULL},
        {"{% if 1 < 'a' %}{% endif %}", NULL, NULL},
        {"{% for x on y %}{% endfor %}", NULL, NULL},
        {"{% for x in y foo: 1 %}{% endfor %}", NULL, NULL},
        {"{% for x in y %}{% else %}{% else %}{% endfor %}", NULL, NULL},
        {"{% for x in (1..2) limit: 1.5 %}{% endfor %}", NULL, NULL},
        {"{% case %}{% endcase %}", NULL, NULL},
        {"{% case x %}{% else y %}{% endcase %}", NULL, NULL},
        {"{% cycle %}", NULL, NULL},
        {"{% assign x %}", NULL, NULL},
        {"{% capture %}{% endcapture %}", NULL, NULL},
        {"{% tablerow x %}{% endtablerow %}", NULL, NULL},
        {"{% raw x %}{% endraw %}", NULL, NULL},
        {"{% raw %}", NULL, NULL},
        {"{% doc %}{% doc %}{% enddoc %}", NULL, NULL},
        {"{% comment %}{% raw %}{% endcomment %}", NULL, NULL},
        {"{% liquid if x %}{% endif %}", NULL, NULL},
        {"{% liquid\n endif %}", NULL, NULL},
        {"{% render name %}", NULL, NULL},
        {"{% render 'nosuch' %}", NULL, NULL},
        {"{% include 5 %}", NULL, NULL},
        {"{% render 'includes' %}", NULL, NULL},
        {"{% render 'self' %}", NULL, NULL},
        {"{{ 1 | }}", NULL, NULL},
        {"{{ 1 | nosuch }}", NULL, NULL},
        {"{{ 1 | plus: }}", NULL, NULL},
        {"{{ 1 | plus: 1, }}", NULL, NULL},
        {"{{ 1 | upcase: a: 1 }}", NULL, NULL},
        {"{{ 1 2 }}", NULL, NULL},
        {"{{ @ }}", NULL, NULL},
        {"{{ (true..3) }}", NULL, NULL},
        {"{{ (a..3) }}", "{\"a\":1.5}", NULL},
        {"{{ 1 | modulo: 0.0 }}", NULL, NULL},
        {"{{ 'a=' | base64_decode }}", NULL, NULL},
        {"{{ 'QR==' | base64_decode }}", NULL, NULL},
        {"{{ '%ff' | url_decode }}", NULL, NULL},
        {"{{ a | sort }}", "{\"a\":[1,\"b\"]}", NULL},
        {"{{ a | concat: 'b' }}", "{\"a\":[1]}", NULL},
        {"{{ a | sum: 'b' }}", "{\"a\":[1]}", NULL},
    };
    CHECK_ALL(plain, table);
}

static void test_tags(void **state)
{
    (void)state;
    static const struct example table[] = {
        {"{% if a contains 'x' and b or c %}1{% elsif d %}2{% else %}3{% endif %}", "{\"a\":\"axe\",\"c\":1}",
         "1"},
        {"{% unless a %}1{% elsif b %}2{% endunless %}", "{\"a\":1,\"b\":1}", "2"},
        {"{% if a == blank %}1{% endif %}{% if a == empty %}2{% endif %}", "{\"a\":\" \\n\"}", "1"},
        {"{% if nil < 1 %}1{% else %}2{% endif %}{% if a contains 2 %}3{% endif %}", "{\"a\":[1,2.0]}", "23"},
        {"{% if o contains 'k' %}1{% endif %}{% if (1..5) contains 3 %}2{% endif %}", "{\"o\":{\"k\":0}}",
         "12"},
        {"{% if a == b %}1{% endif %}", "{\"a\":{\"x\":[1],\"y\":2},\"b\":{\"y\":2.0,\"x\":[1]}}", "1"},
        {"{% case a %}{% when 1, 2 or '3' %}x{% when empty %}e{% else %}y{% endcase %}", "{\"a\":2}", "x"},
        {"{% for i in (1..5) limit: 3, offset: 1 reversed %}{% endfor %}", NULL, NULL},
        {"{% for i in (1..5) reversed limit: 3 offset: 1 %}{{ i }}{% endfor %}", NULL, "432"},
        {"{% for p in o %}{{ p[0] }}={{ p.last }}{% unless forloop.last %},{% endunless %}{% endfor %}",
         "{\"o\":{\"a\":1,\"b\":2}}", "a=1,b=2"},
        {"{% for i in (1..3) %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}", NULL, "13"},
        {"{% for i in (1..2) %}{% for j in (1..9) %}{% break %}{% endfor %}{{ i }}{% endfor %}", NULL, "12"},
        {"a{% break %}b", NULL, "a"},
        {"{% for i in a limit: 2 %}{{ i }}{% endfor %}-{% for i in a offset: continue %}{{ i }}{% endfor %}",
         "{\"a\":[1,2,3,4]}", "12-34"},
        {"{% for i in (1..99999999999) limit: 2 %}{{ i }}{% endfor %}", NULL, "12"},
        {"{% for i in (9223372036854775806..9223372036854775807) %}{{ i }} {% endfor %}", NULL,
         "9223372036854775806 9223372036854775807 "},
        {"{% tablerow i in (1..3) cols: 2 %}{{ i }}{{ tablerowloop.row }}{% endtablerow %}", NULL,
         "<tr class=\"row1\">\n<td class=\"col1\">11</td><td class=\"col2\">21</td></tr>\n<tr "
         "class=\"row2\"><td "
         "class=\"col1\">32</td></tr>\n"},
        {"{% cycle 'a','b' %}{% cycle 'a','b' %}{% cycle 'a','b' %}{% cycle g: 'a','b' %}", NULL, "abaa"},
        {"{% increment n %}{% increment n %}{{ n }}{% decrement m %}", "{\"n\":9}", "012-1"},
        {"{% capture x %}a{{ 1 }}{% endcapture %}{{ x }}{{ x }}", NULL, "a1a1"},
        {"{% ifchanged %}a{% endifchanged %}{% ifchanged %}a{% endifchanged %}", NULL, "a"},
        {"{% liquid\n assign x = 'a'\n if x == 'a'\n echo x | append: 'b'\n endif\n # note\n %}", NULL, "ab"},
        {"a{% comment %}{% comment %}{{ {% endcomment %}{% endcomment %}b", NULL, NULL},
        {"a{% comment %}{% comment %}{% endcomment %}b{% endcomment %}c", NULL, "ac"},
        {"{% if true %} \n {% assign x = 1 %} {% endif %}", NULL, ""},
        {"{% assign f = (1..3) %}{% for i in f %}{{ i }}{% endfor %}{{ f.size }}", NULL, "1233"},
    };
    CHECK_ALL(plain, table);
}

static void test_partials(void **state)
{
    (void)state;
    static const struct example table[] = {
        {"{% assign name = 'no' %}{% render 'name' %}", "{\"shop\":\"S\"}", "<S>"},
        {"{% render 'name', name: 'n' %}{% include 'name', shop: 'm' %}", NULL, "<n><m>"},
        {"{% render 'loop' for a as item %}", "{\"a\":[7,8]}", "17;28;"},
        {"{% render 'sub/footer' with 'x' %}{% include 'sub/footer' %}", "{\"sub/footer\":\"y\"}", "[x][y]"},
        {"{% assign x = 'outer' %}{% render 'sets' %}{{ x }}{% include 'sets' %}{{ x }}", NULL,
         "innerouterinnerinner"},
        {"{% for i in (1..2) %}{% render 'breaks' %}{% endfor %}", NULL, "aa"},
        {"{% for i in (1..2) %}{% include 'breaks' %}{% endfor %}", NULL, "a"},
    };
    CHECK_ALL(plain, table);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct example table[] = {
        {"{{ 0.1 | plus: 0.2 }} {{ 10.1 | minus: '2.2' }} {{ 1.1 | times: 3 }}", NULL, "0.3 7.9 3.3"},
        {"{{ -7 | divided_by: 2 }} {{ -7 | modulo: 3 }} {{ 7 | divided_by: 2.0 }}", NULL, "-4 2 3.5"},
        {"{{ 2.5 | round }} {{ -2.5 | round }} {{ 1.005 | round: 2 }} {{ 155 | round: -1 }}", NULL,
         "3 -3 1.01 160"},
        {"{{ -1.2 | ceil }} {{ -1.2 | floor }} {{ '1.2' | ceil }} {{ 'x' | floor }}", NULL, "-1 -2 2 0"},
        {"{{ 1e3 }}", NULL, NULL},
        {"{{ a | join }}",
         "{\"a\":[2.857142857142857,5e-324,1.7976931348623157e308,123456789.12345679,1e22,1e23]}",
         "2.857142857142857 5.0e-324 1.7976931348623157e+308 123456789.12345679 1.0e+22 1.0e+23"},
        {"{{ x | plus: 1 }} {{ x | times: x }}", "{\"x\":1e300}", "1.0e+300 Infinity"},
        {"{{ a | sum }} {{ b | sum: 'n' }}", "{\"a\":[0.1,0.2,\"3\"],\"b\":[{\"n\":1},{\"n\":2},{}]}",
         "3.3 3"},
        {"{{ 4 | at_least: 5.5 }} {{ '4' | at_most: 3 }} {{ '-3.5' | abs }}", NULL, "5.5 3 3.5"},
        {"{{ '1_000' | plus: 1 }} {{ ' 12ab' | plus: 1 }}", NULL, "1001 13"},
    };
    CHECK_ALL(plain, table);
}

static void test_text_filters(void **state)
{
    (void)state;
    static const struct example table[] = {
        {"{{ 'ärger' | upcase }} {{ 'ÄRGER' | downcase }} {{ 'éCOLE' | capitalize }}", NULL,
         "ÄRGER ärger École"},
        {"{{ '刻字定制' | slice: 1, 2 }} {{ '刻字定制' | truncate: 3, '…' }}", NULL, "字定 刻字…"},
        {"{{ 'a b  c ' | truncatewords: 2 }}|{{ 'a b ' | truncatewords: 2 }}|{{ 'a b' | truncatewords: 2 }}",
         NULL, "a b...|a b...|a b"},
        {"{{ 'aXbX' | replace: 'X', '-' }} {{ 'aXbX' | replace_first: 'X' }} {{ 'aXbX' | replace_last: 'X', "
         "1 }}",
         NULL, "a-b- abX aXb1"},
        {"{{ 'a,b,,' | split: ',' | size }} {{ ' a  b ' | split: ' ' | join: '+' }}", NULL, "2 a+b"},
        {"{{ '<b>&amp;&' | escape }} {{ '<b>&amp;&' | escape_once }}", NULL,
         "&lt;b&gt;&amp;amp;&amp; &lt;b&gt;&amp;&amp;"},
        {"{{ '<script>x</script>a<!-- b -->c<style>d</style><b' | strip_html }}", NULL, "ac<b"},
        {"{{ 'a\r\nb\n' | newline_to_br }}|{{ 'a\r\nb' | strip_newlines }}", NULL, "a<br />\nb<br />\n|ab"},
        {"{{ 'a b&ü' | url_encode }} {{ 'a+b%26%C3%BC%' | url_decode }}", NULL, "a+b%26%C3%BC a b&ü%"},
        {"{{ 'a?>' | base64_encode }} {{ 'a?>' | base64_url_safe_encode }} {{ 'YT8-' | "
         "base64_url_safe_decode }}",
         NULL, "YT8+ YT8- a?>"},
        {"{{ '  a \n b ' | squish }}|{{ ' a ' | lstrip }}|{{ ' a ' | rstrip }}", NULL, "a b|a | a"},
        {"{{ a | json }}", "{\"a\":{\"x\":[1,2.5,null,true,\"é\\n\"]}}",
         "{\"x\":[1,2.5,null,true,\"é\\n\"]}"},
        {"{{ nil | default: 'd' }}{{ '' | default: 'e' }}{{ false | default: 'f', allow_false: true }}", NULL,
         "defalse"},
    };
    CHECK_ALL(plain, table);
}

static void test_array_filters(void **state)
{
    (void)state;
    static const char data[] =
        "{\"a\":[{\"k\":2,\"n\":\"b\"},{\"k\":1,\"n\":\"A\"},{\"n\":\"c\"}],\"n\":[3,[1,[2]],null]}";
    const struct example table[] = {
        {"{{ a | sort: 'k' | map: 'n' | join }}", data, "A b c"},
        {"{{ a | sort_natural: 'n' | map: 'n' | join: '' }}", data, "Abc"},
        {"{{ a | where: 'k' | size }}{{ a | reject: 'k' | size }}{{ a | where: 'k', 1 | map: 'n' }}", data,
         "21A"},
        {"{{ a | find: 'n', 'c' | json }}{{ a | find_index: 'k', 1 }}{{ a | has: 'k', 9 }}", data,
         "{\"n\":\"c\"}1false"},
        {"{{ n | join: ',' }} {{ n | compact | size }} {{ n | sort | join: ',' }}", data, "3,1,2, 3 1,2,3,"},
        {"{{ n | reverse | join: ',' }} {{ n | concat: n | size }} {{ n | first }}{{ n | last }}", data,
         ",2,1,3 7 3"},
        {"{{ a | map: 'n' | concat: a | uniq | size }} {{ 'a,a,b' | split: ',' | uniq | join }}", data,
         "6 a b"},
        {"{{ a | compact: 'k' | size }}{{ (1..4) | slice: 1, 2 }}", data, "2.."},
        {"{{ a | slice: -2, 2 | map: 'n' | join }}", data, "A c"},
    };
    CHECK_ALL(plain, table);
}

static void test_dates(void **state)
{
    (void)state;
    static const struct example table[] = {
        {"{{ 'now' | date: '%Y-%m-%d %H:%M' }}", NULL, "2016-03-14 13:30"},
        {"{{ '2016-03-14T09:05:07.5-05:00' | date: '%-I:%M:%S.%L %p %z %:z %j %U %W %V %G %u %w' }}", NULL,
         "9:05:07.500 AM -0500 -05:00 074 11 11 11 2016 1 1"},
        {"{{ 'March 14, 2016 3:30 pm' | date: '%c' }}", NULL, "Mon Mar 14 15:30:00 2016"},
        {"{{ '14 mar 2016' | date: '%F' }} {{ '14.03.2016' | date: '%F' }} {{ '2016/3/4' | date: '%D' }}",
         NULL, "2016-03-14 2016-03-14 03/04/16"},
        {"{{ 'Mon, 14 Mar 2016 12:00:00 GMT' | date: '%s' }} {{ 0 | date: '%A %B %e' }}", NULL,
         "1457956800 Thursday January  1"},
        {"{{ '10:15' | date: '%F %R' }} {{ 'March 2016' | date: '%F' }} {{ '20160314T101500' | date: '%F %T' "
         "}}",
         NULL, "2016-03-14 10:15 2016-03-01 2016-03-14 10:15:00"},
        {"{{ 'hello' | date: '%Y' }}{{ nil | date: '%Y' }}{{ '2016-02-30' | date: '%Y' }}", NULL,
         "hello2016-02-30"},
        {"{{ 0 | date: '%^a %10A %-d %_m %03d %% %Q %5S %3N' }}", NULL,
         "THU   Thursday 1  1 001 % %Q 00000 000"},
        {"{{ 0 | date: '%999999999d' }}{{ 0 | date: '' }}{{ -1 | date: '%F' }}", NULL,
         "%999999999d01969-12-31"},
        {"{{ 99999999999999 | date: '%Y' }}", NULL, "99999999999999"},
    };
    CHECK_ALL(plain, table);
    struct liquid_options east = plain;
    east.utc_offset = 8 * 3600;
    static const struct example shifted[] = {
        {"{{ 0 | date: '%F %R' }} {{ '1970-01-01T00:00:00Z' | date: '%R %z' }}", NULL,
         "1970-01-01 08:00 08:00 +0800"},
        {"{{ '1970-01-01 08:00' | date: '%s' }} {{ '1970-01-01T00:00:00-05:00' | date: '%R' }}", NULL,
         "0 00:00"},
    };
    CHECK_ALL(east, shifted);
}

static void test_escaping(void **state)
{
    (void)state;
    struct liquid_options html = plain;
    html.escape_html = true;
    static const struct example table[] = {
        {"<{{ x }}><{{ x | raw }}><{{ x | escape }}><{{ x | raw | upcase }}>", "{\"x\":\"<&\"}",
         "<&lt;&amp;><<&><&lt;&amp;><&lt;&amp;>"},
        {"{{ a }}{{ o }}", "{\"a\":[\"<\",1],\"o\":{\"k\":\"<\"}}",
         "&lt;1{&quot;k&quot;=&gt;&quot;&lt;&quot;}"},
        {"{% echo x %}{% cycle x, 'b' %}{% cycle '<' %}", "{\"x\":\"<\"}", "&lt;&lt;<"},
        {"{% capture c %}<b>{{ x }}</b>{% endcapture %}{{ c | raw }}", "{\"x\":\"<\"}", "<b>&lt;</b>"},
    };
    CHECK_ALL(html, table);
}

static void test_strict_variables(void **state)
{
    (void)state;
    struct liquid_options strict = plain;
    strict.strict_variables = true;
    static const struct example table[] = {
        {"{{ a.b }}", "{\"a\":{\"b\":null}}", ""},
        {"{{ x }}", "{}", NULL},
        {"{{ a.c }}", "{\"a\":{\"b\":1}}", NULL},
        {"{{ a[3] }}", "{\"a\":[1]}", NULL},
    };
    CHECK_ALL(strict, table);
}

static void expect_error(struct liquid_options options, const char *template, enum err_category category,
                         int line, int column)
{
    struct kitchen kitchen;
    kitchen_open(&kitchen);
    assert_int_equal(cook(&kitchen, options, template, NULL), -1);
    assert_int_equal(kitchen.err.category, category);
    if (line) {
        assert_int_equal(kitchen.err.line, line);
        assert_int_equal(kitchen.err.column, column);
    }
    kitchen_close(&kitchen);
}

static void test_places(void **state)
{
    (void)state;
    expect_error(plain, "好\n好 {{ 1 | nosuch }}", ERR_INPUT, 2, 10);
    expect_error(plain, "a\n\n {{ 1 | divided_by: 0 }}", ERR_INPUT, 3, 2);
    expect_error(plain, "{% liquid\n  assign x = 1\n  nosuch\n%}", ERR_INPUT, 3, 1);
    expect_error(plain, "{% if a %}\n{% for i in b %}\n", ERR_INPUT, 2, 1);
    struct kitchen kitchen;
    kitchen_open(&kitchen);
    assert_int_equal(cook(&kitchen, plain, "\n{% render 'bad' %}", NULL), -1);
    assert_string_equal(kitchen.err.file, "bad");
    assert_int_equal(kitchen.err.line, 2);
    assert_int_equal(kitchen.err.column, 3);
    kitchen_close(&kitchen);
}

static void test_limits(void **state)
{
    (void)state;
    struct liquid_options small = plain;
    small.limits = (struct liquid_limits){.max_output = 1000, .max_steps = 5000, .max_depth = 8};
    expect_error(small, "{% for i in (1..2000) %}x{% endfor %}", ERR_LIMIT, 0, 0);
    expect_error(small, "{% for i in (1..300) %}xxxxxxxxxxx{% endfor %}", ERR_LIMIT, 0, 0);
    expect_error(small, "{% for i in (1..300) %}{% for j in (1..300) %}{% endfor %}{% endfor %}", ERR_LIMIT,
                 0, 0);
    expect_error(small, "{% for i in (1..9223372036854775807) %}{% assign x = i %}{% endfor %}", ERR_LIMIT, 0,
                 0);
    expect_error(small, "{{ (1..9223372036854775807) | reverse | size }}", ERR_LIMIT, 0, 0);
    expect_error(small,
                 "{% assign x = 'aa' %}{% for i in (1..99) %}{% assign x = x | append: x %}{% endfor %}",
                 ERR_LIMIT, 0, 0);
    expect_error(small, "{% render 'self' %}", ERR_LIMIT, 0, 0);
    expect_error(plain,
                 "{% assign x = 'abcdefgh' %}{% for i in (1..17) %}{% assign x = x | append: x %}{% endfor %}"
                 "{% for i in (1..1000000) %}{% assign y = x | upcase %}{% endfor %}",
                 ERR_LIMIT, 0, 0);
}

static void test_nesting(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf deep;
    const struct liquid_template *template;
    struct err err = {0};
    buf_init(&deep, 1024 * 1024);
    for (int i = 0; i < 5000; i++) buf_add_c(&deep, "{% if 1 %}");
    assert_int_equal(liquid_compile(arena, STR("t"), buf_str(&deep), &template, &err), -1);
    buf_clear(&deep);
    buf_add_c(&deep, "{{ ");
    for (int i = 0; i < 5000; i++) buf_add_c(&deep, "a[");
    assert_int_equal(liquid_compile(arena, STR("t"), buf_str(&deep), &template, &err), -1);
    buf_add_c(&deep, " }}");
    assert_int_equal(liquid_compile(arena, STR("t"), buf_str(&deep), &template, &err), -1);
    buf_done(&deep);
    arena_free(arena);
}

static void note(void *context, struct str kind, struct str path, int line, int column)
{
    buf_printf(context, "%.*s %.*s %d:%d\n", STR_ARG(kind), STR_ARG(path), line, column);
}

static void test_walk(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct liquid_template *template;
    struct buf found;
    buf_init(&found, 10000);
    static const char source[] =
        "{{ order.number | append: tail }}\n"
        "{% assign x = a[0].b['c'] %}{{ x.y }}\n"
        "{% for i in items %}{{ i }}{{ forloop.index }}{% if i == limit %}{% endif %}{% endfor %}\n"
        "{% render 'footer', n: name %}{% case k %}{% when v, w %}{{ z }}{% endcase %}";
    assert_int_equal(liquid_compile(arena, STR("t"), str_of(source), &template, NULL), 0);
    liquid_walk(template, note, &found);
    assert_string_equal(found.ptr,
                        "variable order.number 1:4\nvariable tail 1:27\nvariable a[].b.c 2:15\n"
                        "variable items 3:13\nvariable limit 3:58\nrender footer 4:11\nvariable name 4:24\n"
                        "variable k 4:39\nvariable v 4:51\nvariable w 4:54\nvariable z 4:61\n");
    buf_done(&found);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output),        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_tags),          cmocka_unit_test(test_partials),
        cmocka_unit_test(test_numbers),       cmocka_unit_test(test_text_filters),
        cmocka_unit_test(test_array_filters), cmocka_unit_test(test_dates),
        cmocka_unit_test(test_escaping),      cmocka_unit_test(test_strict_variables),
        cmocka_unit_test(test_places),        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_nesting),       cmocka_unit_test(test_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
