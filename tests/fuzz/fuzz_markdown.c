/* Any bytes as Markdown: no crash, only the tags we write; and escaped bytes carry no markup at all. */
#include <stdlib.h>

#include "text/markdown.h"

static void check_tags(struct str html)
{
    static const char *const tags[] = {"p>",    "h1>", "h2>", "h3>", "h4>",       "h5>",         "h6>",
                                       "ul>",   "ol>", "li>", "em>", "strong>",   "blockquote>", "pre>",
                                       "code>", "br>", "hr>", "a>",  "a href=\"", "ol start=\""};
    for (size_t at = 0; (at = str_find_char(html, '<', at)) != STR_NOT_FOUND; at++) {
        struct str rest = str_slice(html, at + 1, html.len);
        if (str_starts(rest, STR("/"))) rest = str_slice(rest, 1, rest.len);
        bool known = false;
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
            known = known || str_starts(rest, str_of(tags[i]));
        if (!known) abort();
    }
    if (str_contains(html, STR("href=\"javascript"))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str input = {(const char *)bytes, size};
    struct buf markdown, html, text;
    buf_init(&markdown, 4 << 20);
    buf_init(&html, 4 << 20);
    buf_init(&text, 4 << 20);
    if (markdown_render(input, &html, &text, NULL) == 0) check_tags(buf_str(&html));
    buf_clear(&html);
    buf_clear(&text);
    markdown_escape(&markdown, input);
    if (markdown_render(buf_str(&markdown), &html, &text, NULL) == 0) {
        check_tags(buf_str(&html));
        static const char *const marks[] = {"<em>", "<strong>", "<li>",        "<code>",
                                            "<a ",  "<h",       "<blockquote>"};
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (str_contains(buf_str(&html), str_of(marks[i]))) abort();
    }
    buf_done(&markdown);
    buf_done(&html);
    buf_done(&text);
    return 0;
}
