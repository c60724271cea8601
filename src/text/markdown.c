/* Markdown into e-mail HTML and plain text: cmark parses once, one walk over its tree writes both.
 *
 * Only a short list of tags is ever written, raw HTML comes out as the text it is, images as their alternative
 * text, and links only with an address that is safe to follow. */
#include "text/markdown.h"

#include <cmark.h>
#include <stdio.h>

#include "text/html.h"
#include "text/utf8.h"

enum { LEVELS = 16 }; /* quotes and list items deeper than this are no longer indented */

/* A block quote or list around the line being written. */
struct level {
    bool quote;
    bool begun;      /* the quote has a line already: the blank before its first stands outside */
    bool marker_due; /* the item's marker has not been written yet */
    char marker[16];
    size_t width;
};

struct writer {
    struct buf *html, *text;
    size_t text_start;
    struct level levels[LEVELS];
    int depth;
    bool line_open; /* the text's last line can still be written on */
    bool blank_due; /* a blank line goes before the next block */
    size_t link_start;
};

static struct str literal_of(cmark_node *node)
{
    return str_of(cmark_node_get_literal(node));
}

/* ---- plain text ---- */

static void write_prefix(struct writer *writer, bool blank)
{
    static const char spaces[] = "                ";
    int shown = writer->depth < LEVELS ? writer->depth : LEVELS;
    int last_quote = -1;
    for (int i = 0; i < shown; i++)
        if (writer->levels[i].quote && (!blank || writer->levels[i].begun)) last_quote = i;
    if (blank) shown = last_quote + 1;
    for (int i = 0; i < shown; i++) {
        struct level *level = &writer->levels[i];
        if (level->quote) {
            buf_add_c(writer->text, blank && i == last_quote ? ">" : "> ");
            level->begun = true;
        } else if (level->marker_due && !blank) {
            buf_add_c(writer->text, level->marker);
            level->marker_due = false;
        } else {
            buf_add(writer->text, str_of_len(spaces, level->width));
        }
    }
}

static void end_line(struct writer *writer)
{
    if (writer->line_open) buf_add_char(writer->text, '\n');
    writer->line_open = false;
}

static void begin_block(struct writer *writer)
{
    end_line(writer);
    if (writer->blank_due && writer->text->len > writer->text_start) {
        write_prefix(writer, true);
        buf_add_char(writer->text, '\n');
    }
    writer->blank_due = false;
    write_prefix(writer, false);
    writer->line_open = true;
}

static void break_line(struct writer *writer)
{
    end_line(writer);
    write_prefix(writer, false);
    writer->line_open = true;
}

static void write_lines(struct writer *writer, struct str lines)
{
    if (str_ends(lines, STR("\n"))) lines.len--;
    struct str line;
    bool first = true;
    while (str_next_part(&lines, '\n', &line)) {
        if (!first) break_line(writer);
        buf_add(writer->text, line);
        first = false;
    }
}

static void push_level(struct writer *writer, struct level level)
{
    if (writer->depth < LEVELS) writer->levels[writer->depth] = level;
    writer->depth++;
}

/* ---- addresses ---- */

static bool url_is_safe(struct str url)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        struct str scheme = str_of(schemes[i]);
        if (str_eq_nocase(str_slice(url, 0, scheme.len), scheme)) return url.len > scheme.len;
    }
    if (url.len == 0 || str_starts(url, STR("//"))) return false;
    for (size_t i = 0; i < url.len; i++) {
        char c = url.ptr[i];
        if (c == '/' || c == '?' || c == '#') break;
        if (c == ':' || c == '\\' || c == '&') return false;
    }
    return !str_contains(url, STR("\\"));
}

static void write_url(struct buf *html, struct str url)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (c <= 0x20 || c >= 0x7f || strchr("\"<>\\^`{|}", c)) {
            buf_add_char(html, '%');
            buf_add_char(html, hex[c >> 4]);
            buf_add_char(html, hex[c & 15]);
        } else {
            html_escape(html, str_slice(url, i, i + 1));
        }
    }
}

static void write_link(struct writer *writer, cmark_node *node, bool enter)
{
    struct str url = str_of(cmark_node_get_url(node));
    bool safe = url_is_safe(url);
    if (enter) {
        writer->link_start = writer->text->len;
        if (!safe) return;
        buf_add_c(writer->html, "<a href=\"");
        write_url(writer->html, url);
        buf_add_c(writer->html, "\">");
        return;
    }
    if (!safe) return;
    buf_add_c(writer->html, "</a>");
    struct str shown = str_slice(buf_str(writer->text), writer->link_start, writer->text->len);
    struct str bare = str_starts(url, STR("mailto:")) ? str_slice(url, 7, url.len) : url;
    if (str_eq(shown, bare) || str_eq(shown, url)) return;
    if (shown.len > 0) buf_add_c(writer->text, " (");
    buf_add(writer->text, url);
    if (shown.len > 0) buf_add_char(writer->text, ')');
}

/* ---- nodes ---- */

/* Blocks that are one pair of tags in HTML. */
static void write_tag(struct writer *writer, bool enter, const char *name, bool line_after)
{
    buf_add_c(writer->html, enter ? "<" : "</");
    buf_add_c(writer->html, name);
    buf_add_char(writer->html, '>');
    if (line_after) buf_add_char(writer->html, '\n');
}

static bool in_tight_list(cmark_node *node)
{
    cmark_node *item = cmark_node_parent(node);
    cmark_node *list = item ? cmark_node_parent(item) : NULL;
    return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

static void write_paragraph(struct writer *writer, cmark_node *node, bool enter)
{
    bool tight = in_tight_list(node);
    if (!tight) write_tag(writer, enter, "p", !enter);
    if (enter)
        begin_block(writer);
    else
        writer->blank_due = !tight;
}

static void write_heading(struct writer *writer, cmark_node *node, bool enter)
{
    char name[] = "h1";
    name[1] = (char)('0' + cmark_node_get_heading_level(node));
    write_tag(writer, enter, name, !enter);
    if (enter)
        begin_block(writer);
    else
        writer->blank_due = true;
}

static void write_list(struct writer *writer, cmark_node *node, bool enter)
{
    bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int start = cmark_node_get_list_start(node);
    if (enter && ordered && start != 1) {
        buf_add_c(writer->html, "<ol start=\"");
        buf_add_int(writer->html, start);
        buf_add_c(writer->html, "\">\n");
    } else {
        write_tag(writer, enter, ordered ? "ol" : "ul", true);
    }
    if (!enter && !in_tight_list(node)) writer->blank_due = true;
}

/* The item's number; kept in the list node, so that no list is counted twice. */
static intptr_t item_number(cmark_node *list)
{
    intptr_t before = (intptr_t)cmark_node_get_user_data(list);
    cmark_node_set_user_data(list, (void *)(before + 1)); /* NOLINT: a counter, not an address */
    return cmark_node_get_list_start(list) + before;
}

static void write_item(struct writer *writer, cmark_node *node, bool enter)
{
    write_tag(writer, enter, "li", !enter);
    cmark_node *list = cmark_node_parent(node);
    if (enter) {
        struct level level = {.marker_due = true, .marker = "- "};
        if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
            snprintf(level.marker, sizeof level.marker, "%d. ", (int)(item_number(list) % 1000000000));
        level.width = strlen(level.marker);
        push_level(writer, level);
        if (!cmark_node_first_child(node)) begin_block(writer);
        return;
    }
    writer->depth--;
    writer->blank_due = !cmark_node_get_list_tight(list);
}

static void write_quote(struct writer *writer, bool enter)
{
    write_tag(writer, enter, "blockquote", true);
    if (enter)
        push_level(writer, (struct level){.quote = true});
    else
        writer->depth--;
    writer->blank_due = writer->text->len > writer->text_start;
}

static void write_literal_block(struct writer *writer, cmark_node *node, const char *open, const char *close)
{
    begin_block(writer);
    write_lines(writer, literal_of(node));
    buf_add_c(writer->html, open);
    html_escape(writer->html, literal_of(node));
    buf_add_c(writer->html, close);
    writer->blank_due = true;
}

static void write_both(struct writer *writer, struct str text)
{
    html_escape(writer->html, text);
    buf_add(writer->text, text);
}

/* A line break of the source alone is a space, but nothing between two Chinese characters. */
static void write_soft_break(struct writer *writer, cmark_node *node)
{
    cmark_node *before = cmark_node_previous(node), *after = cmark_node_next(node);
    if (before && after && cmark_node_get_type(before) == CMARK_NODE_TEXT &&
        cmark_node_get_type(after) == CMARK_NODE_TEXT) {
        struct str left = literal_of(before), right = literal_of(after);
        size_t end = left.len, begin = 0;
        if (left.len > 0 && right.len > 0 && utf8_prev(left, &end) >= 0x2E80 &&
            utf8_next(right, &begin) >= 0x2E80)
            return;
    }
    write_both(writer, STR(" "));
}

static void write_inline(struct writer *writer, cmark_node *node, bool enter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_HTML_INLINE:
        write_both(writer, literal_of(node));
        break;
    case CMARK_NODE_CODE:
        write_tag(writer, true, "code", false);
        write_both(writer, literal_of(node));
        write_tag(writer, false, "code", false);
        break;
    case CMARK_NODE_SOFTBREAK:
        write_soft_break(writer, node);
        break;
    case CMARK_NODE_LINEBREAK:
        buf_add_c(writer->html, "<br>\n");
        break_line(writer);
        break;
    case CMARK_NODE_EMPH:
        write_tag(writer, enter, "em", false);
        break;
    case CMARK_NODE_STRONG:
        write_tag(writer, enter, "strong", false);
        break;
    case CMARK_NODE_LINK:
        write_link(writer, node, enter);
        break;
    default: /* an image is its alternative text, its children */
        break;
    }
}

static void write_node(struct writer *writer, cmark_node *node, bool enter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_DOCUMENT:
        break;
    case CMARK_NODE_PARAGRAPH:
        write_paragraph(writer, node, enter);
        break;
    case CMARK_NODE_HEADING:
        write_heading(writer, node, enter);
        break;
    case CMARK_NODE_LIST:
        write_list(writer, node, enter);
        break;
    case CMARK_NODE_ITEM:
        write_item(writer, node, enter);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        write_quote(writer, enter);
        break;
    case CMARK_NODE_CODE_BLOCK:
        write_literal_block(writer, node, "<pre><code>", "</code></pre>\n");
        break;
    case CMARK_NODE_HTML_BLOCK:
        write_literal_block(writer, node, "<p>", "</p>\n");
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        buf_add_c(writer->html, "<hr>\n");
        begin_block(writer);
        buf_add_c(writer->text, "---");
        writer->blank_due = true;
        break;
    default:
        write_inline(writer, node, enter);
        break;
    }
}

int markdown_render(struct str markdown, struct buf *out_html, struct buf *out_text, struct err *err)
{
    if (markdown.len > MARKDOWN_MAX)
        return err_set(err, ERR_LIMIT, "Markdown of %zu bytes; at most %d bytes", markdown.len, MARKDOWN_MAX);
    cmark_node *document =
        cmark_parse_document(markdown.ptr ? markdown.ptr : "", markdown.len, CMARK_OPT_VALIDATE_UTF8);
    if (!document) return err_set(err, ERR_SYSTEM, "the Markdown could not be parsed");
    struct writer writer = {.html = out_html, .text = out_text, .text_start = out_text->len};
    cmark_iter *iter = cmark_iter_new(document);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
        write_node(&writer, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iter);
    cmark_node_free(document);
    if (out_html->overflow || out_text->overflow)
        return err_set(err, ERR_LIMIT, "the rendered Markdown is too long");
    return 0;
}

/* ---- escaping ---- */

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "&amp;" and the like, also when the text ends before the semicolon could come. */
static bool starts_entity(struct str text, size_t at)
{
    size_t end = at + 1;
    if (end < text.len && text.ptr[end] == '#') end++;
    while (end < text.len && end - at < 40 && is_alnum(text.ptr[end])) end++;
    return end == text.len || (text.ptr[end] == ';' && end > at + 1);
}

static bool blank_at(struct str text, size_t at)
{
    return at >= text.len || strchr(" \t\v\f\r\n", text.ptr[at]) != NULL;
}

/* Whether the character would start a block where it stands first on a line. */
static bool starts_block(struct str text, size_t at)
{
    char c = text.ptr[at];
    if (c != '#') return c && strchr("-+=~>", c);
    size_t end = at;
    while (end < text.len && text.ptr[end] == '#') end++;
    return blank_at(text, end);
}

static bool is_markup(struct str text, size_t at)
{
    char c = text.ptr[at];
    switch (c) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
        return true;
    case '_':
        return at == 0 || at + 1 == text.len || !is_alnum(text.ptr[at - 1]) || !is_alnum(text.ptr[at + 1]);
    case '!': /* an address may follow in the template */
        return at + 1 == text.len || text.ptr[at + 1] == '[';
    case '&':
        return starts_entity(text, at);
    case '#': /* a heading's closing marks */
        return at + 1 == text.len && (at == 0 || text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '#');
    default:
        return false;
    }
}

/* What the start of a line needs before it: gives the offset behind what was written. */
static size_t escape_line_start(struct buf *out, struct str text, size_t at)
{
    if (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) { /* no code block by indentation */
        buf_add_c(out, text.ptr[at] == ' ' ? "&#32;" : "&#9;");
        return at + 1;
    }
    size_t digits = at;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9') digits++;
    if (digits > at && digits < text.len && strchr(".)", text.ptr[digits]) && blank_at(text, digits + 1)) {
        buf_add(out, str_slice(text, at, digits));
        buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[digits]);
        return digits + 1;
    }
    if (at < text.len && starts_block(text, at)) {
        buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[at]);
        return at + 1;
    }
    return at;
}

void markdown_escape(struct buf *out, struct str text)
{
    size_t at = escape_line_start(out, text, 0);
    while (at < text.len) {
        char c = text.ptr[at];
        if (is_markup(text, at)) buf_add_char(out, '\\');
        buf_add_char(out, c);
        at++;
        if (c == '\n' || c == '\r') at = escape_line_start(out, text, at);
    }
}
