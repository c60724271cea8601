/* Markdown as HTML and plain text, and what a hostile text cannot do in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "text/markdown.h"

struct row {
    const char *markdown, *html, *text;
};

static const struct row rows[] = {
    {"", "", ""},
    {"Hi Maya,\n\nyour order **#1042** is *fine*.",
     "<p>Hi Maya,</p>\n<p>your order <strong>#1042</strong> is <em>fine</em>.</p>\n",
     "Hi Maya,\n\nyour order #1042 is fine."},
    {"one\ntwo  \nthree\\\nfour", "<p>one two<br>\nthree<br>\nfour</p>\n", "one two\nthree\nfour"},
    {"我们已暂停\n制作", "<p>我们已暂停制作</p>\n", "我们已暂停制作"},
    {"- a\n- b\n\nc", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>c</p>\n", "- a\n- b\n\nc"},
    {"- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n", "- a\n\n- b"},
    {"3. x\n4. y\n   - z", "<ol start=\"3\">\n<li>x</li>\n<li>y<ul>\n<li>z</li>\n</ul>\n</li>\n</ol>\n",
     "3. x\n4. y\n   - z"},
    {"1. x\n1. y", "<ol>\n<li>x</li>\n<li>y</li>\n</ol>\n", "1. x\n2. y"},
    {"- a  \n  b", "<ul>\n<li>a<br>\nb</li>\n</ul>\n", "- a\n  b"},
    {"see [the policy](https://e.example/p?a=1&b=2)",
     "<p>see <a href=\"https://e.example/p?a=1&amp;b=2\">the policy</a></p>\n",
     "see the policy (https://e.example/p?a=1&b=2)"},
    {"<https://e.example> <a@b.example>",
     "<p><a href=\"https://e.example\">https://e.example</a> <a "
     "href=\"mailto:a@b.example\">a@b.example</a></p>\n",
     "https://e.example a@b.example"},
    {"[x](javascript:alert(1)) [y](//evil.example) [z](data:text/html,1) [w](JAVASCRIPT:a)",
     "<p>x y z w</p>\n", "x y z w"},
    {"![alt](https://e.example/a.png)", "<p>alt</p>\n", "alt"},
    {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n",
     "<script>alert(1)</script>"},
    {"a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n", "a <b onclick=x>c</b>"},
    {"> old\n> words\n\nnew", "<blockquote>\n<p>old words</p>\n</blockquote>\n<p>new</p>\n",
     "> old words\n\nnew"},
    {"> a\n>\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\n", "> a\n>\n> b"},
    {"# Title\ntext\n\n---\n`code` end", "<h1>Title</h1>\n<p>text</p>\n<hr>\n<p><code>code</code> end</p>\n",
     "Title\n\ntext\n\n---\n\ncode end"},
    {"```\na < b\n  c\n```", "<pre><code>a &lt; b\n  c\n</code></pre>\n", "a < b\n  c"},
    {"\"q\" & 'r'", "<p>&quot;q&quot; &amp; &#39;r&#39;</p>\n", "\"q\" & 'r'"},
};

static void renders_both(void **state)
{
    (void)state;
    struct buf html, text;
    buf_init(&html, 1 << 20);
    buf_init(&text, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf_clear(&html);
        buf_clear(&text);
        assert_int_equal(markdown_render(str_of(rows[i].markdown), &html, &text, NULL), 0);
        assert_string_equal(buf_str(&html).ptr, rows[i].html);
        assert_string_equal(buf_str(&text).ptr, rows[i].text);
    }
    buf_done(&html);
    buf_done(&text);
}

static void escaped_text_stays_itself(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Forever & Always",
        "#1042",
        "# Title",
        "1. first",
        "2026. ",
        "- dash",
        "+",
        "***",
        "__init__",
        "snake_case",
        "a*b*c",
        "[x](y)",
        "![x](y)",
        "<b>",
        "&amp;",
        "&amp",
        "`code`",
        "\\",
        "> quote",
        "===",
        "~~~",
        "    code",
        "end #",
        "wow!",
        "A!",
        "2) two",
        "a\n# b",
        "_",
        "Rosie & Theo's",
        "x\n\n- y",
        "7.",
        "1)",
        "&#35;",
        "\ttab",
        "爱你一万年！",
        "*",
    };
    struct buf markdown, html, text;
    buf_init(&markdown, 1 << 20);
    buf_init(&html, 1 << 20);
    buf_init(&text, 1 << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_clear(&markdown);
        buf_clear(&html);
        buf_clear(&text);
        markdown_escape(&markdown, str_of(texts[i]));
        assert_int_equal(markdown_render(buf_str(&markdown), &html, &text, NULL), 0);
        /* only line breaks become spaces and outer white space is lost */
        struct str got = str_trim(buf_str(&text)), want = str_trim(str_of(texts[i]));
        assert_int_equal(got.len, want.len);
        for (size_t at = 0; at < got.len; at++)
            if (want.ptr[at] != '\n') assert_int_equal(got.ptr[at], want.ptr[at]);
        assert_null(strstr(buf_str(&html).ptr, "<li>"));
        assert_null(strstr(buf_str(&html).ptr, "<em>"));
    }
    buf_done(&markdown);
    buf_done(&html);
    buf_done(&text);
}

static void plain_facts_are_not_cluttered(void **state)
{
    (void)state;
    static const char *const texts[] = {"#1042",    "Forever & Always", "Rosie & Theo's",
                                        "SO-88213", "3月11日",          "Engraved bar necklace (16 in.)"};
    struct buf markdown;
    buf_init(&markdown, 1 << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_clear(&markdown);
        markdown_escape(&markdown, str_of(texts[i]));
        assert_string_equal(buf_str(&markdown).ptr, texts[i]);
    }
    buf_done(&markdown);
}

static void refuses_too_much(void **state)
{
    (void)state;
    struct buf html, text;
    buf_init(&html, 4 << 20);
    buf_init(&text, 4 << 20);
    char *big = malloc(MARKDOWN_MAX + 1);
    assert_non_null(big);
    memset(big, '>', MARKDOWN_MAX + 1);
    struct err err = {0};
    assert_int_equal(markdown_render(str_of_len(big, MARKDOWN_MAX + 1), &html, &text, &err), -1);
    assert_int_equal(err.category, ERR_LIMIT);
    assert_int_equal(markdown_render(str_of_len(big, MARKDOWN_MAX), &html, &text, NULL), 0);
    struct buf small;
    buf_init(&small, 8);
    assert_int_equal(markdown_render(STR("a rather long line"), &small, &text, &err), -1);
    buf_done(&small);
    free(big);
    buf_done(&html);
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renders_both),
        cmocka_unit_test(escaped_text_stays_itself),
        cmocka_unit_test(plain_facts_are_not_cluttered),
        cmocka_unit_test(refuses_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
