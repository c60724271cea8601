/* Text into HTML: escaping only, no tags; see html.h. */
#include "text/html.h"

const char *html_entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_escape(struct buf *out, struct str text)
{
    size_t from = 0;
    for (size_t at = 0; at < text.len; at++) {
        const char *entity = html_entity(text.ptr[at]);
        if (!entity) continue;
        buf_add(out, str_slice(text, from, at));
        buf_add_c(out, entity);
        from = at + 1;
    }
    buf_add(out, str_slice(text, from, text.len));
}
