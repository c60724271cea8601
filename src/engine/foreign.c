/* Words from outside made fit to stand in a letter; see foreign.h. Markup is made harmless elsewhere (markdown.h). */
#include "engine/foreign.h"

#include "text/utf8.h"

/* Joiners and variation selectors stay: scripts and emoji are written with them. */
static bool is_left_away(rune_t rune)
{
    if (rune == UTF8_BAD) return true;
    if (rune == 0x200C || rune == 0x200D || (rune >= 0xFE00 && rune <= 0xFE0F)) return false;
    return rune_is_hidden(rune);
}

static bool is_seen(rune_t rune)
{
    return !rune_is_hidden(rune) && !rune_is_space(rune);
}

struct str foreign_line(struct arena *arena, struct str text, size_t most)
{
    char *line = arena_alloc_raw(arena, text.len + 4); /* room for the dots in place of what is cut off */
    bool blank = false, seen = false;
    size_t len = 0, count = 0;
    for (size_t at = 0; at < text.len;) {
        rune_t rune = utf8_next(text, &at);
        if (rune_is_space(rune) || rune == '\n' || rune == '\r' || rune == '\t') {
            blank = true;
            continue;
        }
        if (is_left_away(rune)) continue;
        if (count >= most) {
            len += utf8_encode(0x2026, line + len);
            break;
        }
        if (blank && len) line[len++] = ' ';
        blank = false;
        len += utf8_encode(rune, line + len);
        seen = seen || is_seen(rune);
        count++;
    }
    line[len] = '\0';
    return seen ? str_of_len(line, len) : (struct str){0};
}

/* Longer ones first. */
static const struct {
    const char *said, *instead;
} unnumbered[] = {
    {" (order **" UNNUMBERED "**)", ""},
    {" (order " UNNUMBERED ")", ""},
    {" (**" UNNUMBERED "**)", ""},
    {" (" UNNUMBERED ")", ""},
    {"your order **" UNNUMBERED "**", "your order"},
    {"your order " UNNUMBERED, "your order"},
    {"Order **" UNNUMBERED "**", "Your order"},
    {"Order " UNNUMBERED, "Your order"},
    {"order **" UNNUMBERED "**", "your order"},
    {"order " UNNUMBERED, "your order"},
    {" **" UNNUMBERED "**", ""},
    {" " UNNUMBERED, ""},
    {UNNUMBERED, ""},
};

struct str foreign_unnumbered(struct arena *arena, struct str text)
{
    if (str_find(text, STR(UNNUMBERED), 0) == STR_NOT_FOUND) return text;
    struct buf out;
    buf_init(&out, 2 * text.len + 16);
    for (size_t at = 0; at < text.len;) {
        struct str rest = str_slice(text, at, text.len);
        size_t i = 0, count = sizeof unnumbered / sizeof *unnumbered;
        while (i < count && !str_starts(rest, str_of(unnumbered[i].said))) i++;
        if (i < count) buf_add_c(&out, unnumbered[i].instead);
        if (i == count) buf_add_char(&out, text.ptr[at]);
        at += i < count ? strlen(unnumbered[i].said) : 1;
    }
    struct str copy = buf_copy(&out, arena);
    buf_done(&out);
    return copy;
}

static bool is_name(struct str name)
{
    static const char *const marks = "<>{}[]()|\\/@:;=*_#&%$\"`~^+?!0123456789";
    bool letter = false;
    for (size_t at = 0; at < name.len;) {
        rune_t rune = utf8_next(name, &at);
        letter = letter || rune_is_letter(rune);
        for (const char *mark = marks; *mark; mark++)
            if (rune == (unsigned char)*mark) return false;
    }
    return letter && utf8_count(name) <= FOREIGN_LABEL;
}

struct str foreign_first_name(struct arena *arena, struct str name)
{
    struct str line = foreign_line(arena, name, FOREIGN_TITLE), first = line;
    if (!line.len) return line;
    if ((unsigned char)line.ptr[0] < 0xE3) first = str_slice(line, 0, str_find_char(line, ' ', 0));
    return is_name(line) && is_name(first) ? first : (struct str){0};
}
