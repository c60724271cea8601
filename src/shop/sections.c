/* Cutting Markdown files into front matter and sections; see sections.h. Only `##` headings and code fences are
 * understood here, the rest is for the Markdown renderer. */
#include "shop/sections.h"

#include "text/utf8.h"

enum { SECTION_MOST = 8 * 1024, SECTIONS_MOST = 500, ANCHOR_MOST = 60 };

struct lines {
    struct str rest;
    int number; /* of the line read last */
};

/* The next line without its end. */
static bool next_line(struct lines *lines, struct str *out)
{
    if (!str_next_part(&lines->rest, '\n', out)) return false;
    if (str_ends(*out, STR("\r"))) out->len--;
    lines->number++;
    return true;
}

int front_matter_split(struct loader *loader, const struct source *source, struct front_matter *out)
{
    struct lines lines = {source->text, 0};
    struct str line;
    struct front_matter matter = {.body = source->text, .body_line = 1};
    if (!next_line(&lines, &line) || !str_is(line, "---")) {
        *out = matter;
        return 0;
    }
    const char *from = lines.rest.ptr;
    while (from && next_line(&lines, &line)) {
        if (!str_is(line, "---")) continue;
        matter.present = true;
        matter.yaml = str_of_len(from, (size_t)(line.ptr - from));
        matter.yaml_line = 2;
        matter.body = lines.rest.ptr ? lines.rest : (struct str){line.ptr, 0};
        matter.body_line = lines.number + 1;
        *out = matter;
        return 0;
    }
    loader_complain(loader, source->name, 1, 1, "the front matter has no end; a line --- is expected");
    return -1;
}

/* Inside a fence of three or more ` or ~ nothing is a heading. */
static bool toggles_fence(struct str line)
{
    struct str text = str_trim(line);
    return str_starts(text, STR("```")) || str_starts(text, STR("~~~"));
}

static bool is_heading(struct str line)
{
    return str_starts(line, STR("## ")) || str_is(line, "##");
}

static bool is_anchor(struct str anchor)
{
    for (size_t at = 0; at < anchor.len;) {
        rune_t rune = utf8_next(anchor, &at);
        bool plain = rune_is_letter(rune) && rune_lower(rune) == rune;
        if (!plain && !(rune >= '0' && rune <= '9') && rune != '-' && rune != '_') return false;
    }
    return anchor.len > 0 && anchor.len <= ANCHOR_MOST;
}

/* "Changes & fixes" → "changes-fixes". */
static struct str slug(struct arena *arena, struct str title)
{
    struct buf buf;
    bool gap = false;
    buf_init(&buf, ANCHOR_MOST);
    for (size_t at = 0; at < title.len;) {
        rune_t rune = utf8_next(title, &at);
        bool kept = rune_is_letter(rune) || (rune >= '0' && rune <= '9');
        if (kept && gap && buf.len) buf_add_char(&buf, '-');
        if (kept) utf8_put(&buf, rune_lower(rune));
        gap = !kept;
    }
    struct str out = buf_copy(&buf, arena);
    buf_done(&buf);
    return out;
}

/* Takes "{#anchor}" off the end of a title. */
static bool take_anchor(struct str *title, struct str *out_anchor)
{
    size_t open = str_find(*title, STR("{#"), 0);
    if (open == STR_NOT_FOUND || !str_ends(*title, STR("}"))) return false;
    *out_anchor = str_slice(*title, open + 2, title->len - 1);
    *title = str_trim(str_slice(*title, 0, open));
    return true;
}

static struct section heading_section(struct loader *loader, struct str file, struct str line, int number)
{
    struct section section = {.title = str_trim(str_slice(line, 2, line.len)), .line = number};
    if (!take_anchor(&section.title, &section.anchor)) section.anchor = slug(loader->arena, section.title);
    if (section.title.len == 0)
        loader_complain(loader, file, number, 1, "the heading has no text; ## and a title are expected");
    else if (!is_anchor(section.anchor))
        loader_complain(loader, file, number, 1,
                        "'%.*s' is no anchor; {#word} of small letters, digits and - is expected",
                        STR_ARG(str_slice(section.anchor, 0, 80)));
    if (!is_anchor(section.anchor)) section.anchor = (struct str){0};
    return section;
}

const struct section *sections_find(const struct sections *sections, struct str anchor)
{
    for (size_t i = 0; i < sections->count; i++)
        if (str_eq(sections->items[i].anchor, anchor)) return &sections->items[i];
    return NULL;
}

static void check_section(struct loader *loader, struct str file, const struct section *section)
{
    if (section->text.len == 0)
        loader_complain(loader, file, section->line, 1, "nothing stands under '%.*s'; its text is expected",
                        STR_ARG(section->title));
    else if (section->text.len > SECTION_MOST)
        loader_complain(loader, file, section->line, 1,
                        "the text under '%.*s' is too long to quote; at most %d bytes are expected",
                        STR_ARG(section->title), SECTION_MOST);
}

/* Closes the section that stands last: its text ends at `end`. */
static void end_section(struct loader *loader, struct str file, struct sections *sections, const char *end)
{
    if (sections->count == 0) return;
    struct section *section = &sections->items[sections->count - 1];
    section->text = str_trim(str_of_len(section->text.ptr, (size_t)(end - section->text.ptr)));
    check_section(loader, file, section);
}

static bool add_section(struct loader *loader, struct str file, struct sections *sections, size_t *cap,
                        struct section section)
{
    if (sections->count == SECTIONS_MOST) {
        loader_complain(loader, file, section.line, 1, "there are too many headings; at most %d are expected",
                        SECTIONS_MOST);
        return false;
    }
    const struct section *same = section.anchor.len ? sections_find(sections, section.anchor) : NULL;
    if (same)
        loader_complain(loader, file, section.line, 1,
                        "the anchor '%.*s' is here twice (see line %d); one of its own is expected",
                        STR_ARG(section.anchor), same->line);
    *ARENA_PUSH(loader->arena, sections->items, sections->count, *cap) = section;
    return true;
}

void sections_read(struct loader *loader, struct str file, struct str body, int first_line,
                   struct sections *out)
{
    struct lines lines = {body, first_line - 1};
    struct sections sections = {0};
    struct str line;
    size_t cap = 0;
    bool fenced = false;
    while (body.len && next_line(&lines, &line)) {
        if (toggles_fence(line)) fenced = !fenced;
        if (fenced || !is_heading(line)) continue;
        end_section(loader, file, &sections, line.ptr);
        struct section section = heading_section(loader, file, line, lines.number);
        section.text.ptr = lines.rest.ptr ? lines.rest.ptr : line.ptr + line.len;
        if (!add_section(loader, file, &sections, &cap, section)) break;
    }
    end_section(loader, file, &sections, body.ptr + body.len);
    sections.last_line = lines.number > first_line ? lines.number : first_line;
    *out = sections;
}
