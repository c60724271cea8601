/* Makes the view of a text and finds the phrases in it; see lint_view.h.
 *
 * Phrases are found in one pass by an index over their first bytes, so no phrase is ever searched for by itself. */
#include "engine/lint_view.h"

#include <stdlib.h>

#include "base/hash.h"
#include "engine/facts_scan.h"

enum { QUOTE_MAX = 400, HITS_MAX = 400, QUOTES_MAX = 100 };

/* ---- the plain text ---- */

struct maker {
    struct view *view;
    char *cased, *lower;
    uint32_t *origin;
    uint8_t *flags;
    size_t len;
    uint8_t flag;    /* of the bytes being written */
    bool quote_line; /* inside "> …" */
    bool in_word;    /* for counting words */
};

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void put(struct maker *maker, char c, size_t origin)
{
    size_t at = maker->len++;
    maker->cased[at] = c;
    maker->lower[at] = ascii_lower(c);
    maker->origin[at] = (uint32_t)origin;
    maker->flags[at] = (uint8_t)(maker->flag | (maker->quote_line ? VIEW_QUOTED : 0));
}

static void put_space(struct maker *maker, size_t origin)
{
    if (maker->len > 0 && (maker->cased[maker->len - 1] == ' ' || maker->cased[maker->len - 1] == '\n'))
        return;
    put(maker, ' ', origin);
}

static void put_break(struct maker *maker, size_t origin)
{
    while (maker->len > 0 && maker->cased[maker->len - 1] == ' ') maker->len--;
    if (maker->len > 0 && maker->cased[maker->len - 1] == '\n') return;
    put(maker, '\n', origin);
}

/* Whether a line break only wraps a sentence: the line goes on in small letters or characters. */
static bool wraps(struct str text, size_t at)
{
    if (at == 0 || at + 1 >= text.len) return false;
    if (text.ptr[at - 1] == '\\' || (at >= 2 && text.ptr[at - 1] == ' ' && text.ptr[at - 2] == ' '))
        return false;
    unsigned char before = (unsigned char)text.ptr[at - 1], after = (unsigned char)text.ptr[at + 1];
    bool open = is_alnum(before) || before == ',' || before == ' ' || before == '*';
    return open && ((after >= 'a' && after <= 'z') || (after >= '0' && after <= '9' && at + 3 < text.len &&
                                                       text.ptr[at + 2] != '.' && text.ptr[at + 3] != '.'));
}

static void start_line(struct maker *maker, size_t at)
{
    struct str text = maker->view->source;
    while (at < text.len && text.ptr[at] == ' ') at++;
    maker->quote_line = at < text.len && text.ptr[at] == '>';
}

static void count_rune(struct maker *maker, rune_t rune, size_t at)
{
    struct view *view = maker->view;
    bool latin = rune < 0x80 ? (rune | 32) >= 'a' && (rune | 32) <= 'z' : rune >= 0xC0 && rune < 0x250;
    if (latin && !maker->in_word && !(maker->flag & VIEW_QUOTED)) view->latin_words++;
    maker->in_word = latin;
    if (rune >= 0x3040 && rune <= 0x30FF) view->kana++;
    bool han = (rune >= 0x4E00 && rune <= 0x9FFF) || (rune > 0x9FFF && rune_is_han(rune));
    if (han && !(maker->flag & VIEW_QUOTED)) view->han++;
    if ((rune == '!' || rune == 0xFF01) && !(maker->flag & VIEW_QUOTED) && !maker->quote_line) {
        bool image = at + 1 < view->source.len && view->source.ptr[at + 1] == '[';
        if (image) return;
        if (view->exclamations == 0) view->first_exclamation = at;
        if (view->exclamations == 1) view->second_exclamation = at;
        view->exclamations++;
    }
}

/* The byte behind the closing mark of a quotation that opens at `at`, or 0. */
static size_t quote_end(struct str text, size_t at, struct str close)
{
    size_t limit = at + QUOTE_MAX < text.len ? at + QUOTE_MAX : text.len;
    for (size_t i = at; i < limit; i++) {
        if (text.ptr[i] == '\n' && i + 1 < limit && text.ptr[i + 1] == '\n') return 0;
        if (text.ptr[i] == close.ptr[0] && str_starts(str_slice(text, i, text.len), close)) return i;
    }
    return 0;
}

struct quote_marks {
    struct str open, close;
};

static const struct quote_marks quote_marks[] = {
    {STR_INIT("\""), STR_INIT("\"")}, {STR_INIT("“"), STR_INIT("”")}, {STR_INIT("「"), STR_INIT("」")},
    {STR_INIT("『"), STR_INIT("』")}, {STR_INIT("«"), STR_INIT("»")},
};

/* A quotation that opens at `at`: the byte of its closing mark in `out_close`, and the width of both marks. */
static const struct quote_marks *quote_at(struct str text, size_t at, size_t *out_close)
{
    unsigned char byte = (unsigned char)text.ptr[at];
    if (byte != '"' && byte != 0xC2 && byte != 0xE2 && byte != 0xE3) return NULL;
    for (size_t i = 0; i < sizeof quote_marks / sizeof *quote_marks; i++) {
        const struct quote_marks *marks = &quote_marks[i];
        if (text.ptr[at] != marks->open.ptr[0] || !str_starts(str_slice(text, at, text.len), marks->open))
            continue;
        bool inches = marks->open.len == 1 && at > 0 && text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9';
        *out_close = inches ? 0 : quote_end(text, at + marks->open.len, marks->close);
        return *out_close ? marks : NULL;
    }
    return NULL;
}

static void put_rune(struct maker *maker, struct str text, size_t *at);

static void put_quote(struct maker *maker, struct str text, size_t *at, const struct quote_marks *marks,
                      size_t close)
{
    struct view *view = maker->view;
    for (size_t i = 0; i < marks->open.len; i++) put(maker, text.ptr[*at + i], *at + i);
    size_t start = maker->len;
    maker->flag |= VIEW_QUOTED;
    for (*at += marks->open.len; *at < close;) put_rune(maker, text, at);
    maker->flag &= (uint8_t)~VIEW_QUOTED;
    if (view->quote_count < QUOTES_MAX) view->quotes[view->quote_count++] = (struct quote){start, maker->len};
    for (size_t i = 0; i < marks->close.len; i++) put(maker, text.ptr[close + i], close + i);
    *at = close + marks->close.len;
}

/* "**" and "__" switch bold, single marks vanish; a mark inside a word or behind a backslash is text. */
static bool put_emphasis(struct maker *maker, struct str text, size_t *at)
{
    char c = text.ptr[*at];
    if (c == '\\' && *at + 1 < text.len && !is_alnum((unsigned char)text.ptr[*at + 1]) &&
        text.ptr[*at + 1] > ' ' && (unsigned char)text.ptr[*at + 1] < 0x80) {
        put(maker, text.ptr[*at + 1], *at + 1);
        *at += 2;
        return true;
    }
    bool inner = c == '_' && *at > 0 && *at + 1 < text.len && is_alnum((unsigned char)text.ptr[*at - 1]) &&
                 is_alnum((unsigned char)text.ptr[*at + 1]);
    if ((c != '*' && c != '_' && c != '`') || inner) return false;
    if (c != '`' && *at + 1 < text.len && text.ptr[*at + 1] == c) {
        maker->flag ^= VIEW_BOLD;
        maker->view->markdown = true;
        *at += 2;
        return true;
    }
    (*at)++;
    return true;
}

static void put_rune(struct maker *maker, struct str text, size_t *at)
{
    size_t from = *at;
    unsigned char byte = (unsigned char)text.ptr[from];
    if (is_alnum(byte)) { /* most of a text */
        bool letter = byte >= 'A';
        if (letter && !maker->in_word && !(maker->flag & VIEW_QUOTED)) maker->view->latin_words++;
        maker->in_word = letter;
        put(maker, (char)byte, from);
        (*at)++;
        return;
    }
    if (byte < 0x80) {
        if (put_emphasis(maker, text, at)) return;
        (*at)++;
        count_rune(maker, byte, from);
        if (byte == '\n') {
            if (wraps(text, from))
                put_space(maker, from);
            else
                put_break(maker, from);
            start_line(maker, *at);
        } else if (byte <= ' ') {
            put_space(maker, from);
        } else {
            put(maker, (char)byte, from);
        }
        return;
    }
    rune_t rune = facts_next_rune(text, at);
    count_rune(maker, rune, from);
    if (rune == 0x2019 || rune == 0x2018 || rune == 0x02BC) {
        put(maker, '\'', from);
    } else if (rune == 0xA0 || rune == 0x202F || rune == 0x3000 || (rune >= 0x2000 && rune <= 0x200A)) {
        put_space(maker, from);
    } else {
        for (size_t i = from; i < *at; i++) put(maker, text.ptr[i], i);
    }
}

void view_make(struct arena *arena, struct str source, struct view *out)
{
    *out = (struct view){.arena = arena, .source = source};
    struct maker maker = {
        .view = out,
        .cased = arena_alloc_raw(arena, source.len + 1),
        .lower = arena_alloc_raw(arena, source.len + 1),
        .origin = arena_alloc_raw(arena, (source.len + 1) * sizeof(uint32_t)),
        .flags = arena_alloc_raw(arena, source.len + 1),
    };
    out->quotes = arena_alloc_raw(arena, QUOTES_MAX * sizeof *out->quotes);
    start_line(&maker, 0);
    for (size_t at = 0; at < source.len;) {
        size_t close;
        const struct quote_marks *marks = quote_at(source, at, &close);
        if (marks)
            put_quote(&maker, source, &at, marks, close);
        else
            put_rune(&maker, source, &at);
    }
    maker.origin[maker.len] = (uint32_t)source.len;
    out->cased = (struct str){maker.cased, maker.len};
    out->lower = (struct str){maker.lower, maker.len};
    out->origin = maker.origin;
    out->flags = maker.flags;
}

bool view_is_quoted(const struct view *view, size_t at)
{
    return at < view->cased.len && (view->flags[at] & VIEW_QUOTED);
}

/* ---- phrases ---- */

enum { BUCKETS = 1024, ROWS_MAX = 2000, LONG = 5 };

/* Phrases of five bytes and more by their first five, shorter ones by their first two. The bytes stand beside the row,
 * so that only phrases that begin like the text are looked at. */
struct phrase_index {
    uint16_t head[2 * BUCKETS]; /* row number + 1; long phrases, then short ones */
    struct {
        uint64_t start;
        uint16_t next;
        const struct saying_row *row;
    } rows[ROWS_MAX];
    size_t count;
};

/* The first bytes as a number, in small letters. */
static uint64_t start_of(const char *bytes, int count)
{
    uint64_t start = 0;
    for (int i = 0; i < count; i++) start = start << 8 | (unsigned char)ascii_lower(bytes[i]);
    return start;
}

static size_t bucket_of(uint64_t start, bool is_long)
{
    return (is_long ? 0 : BUCKETS) + hash_mix(start) % BUCKETS;
}

static void index_table(struct phrase_index *index, struct saying_table table)
{
    if (index->count + table.count > ROWS_MAX) abort(); /* the tables have outgrown the index */
    for (size_t i = 0; i < table.count; i++) {
        const char *words = table.rows[i].words;
        if (words[0] == '=') words++;
        size_t len = strlen(words);
        if (words[len - 1] == '*') len--;
        uint64_t start = start_of(words, len >= LONG ? LONG : 2);
        size_t bucket = bucket_of(start, len >= LONG);
        index->rows[index->count].start = start;
        index->rows[index->count].row = &table.rows[i];
        index->rows[index->count].next = index->head[bucket];
        index->head[bucket] = (uint16_t)++index->count;
    }
}

/* How many bytes of the text at `at` the phrase takes; 0 where it does not stand there. */
static size_t match(const struct view *view, size_t at, const char *words)
{
    bool cased = words[0] == '=';
    struct str text = cased ? view->cased : view->lower;
    words += cased;
    size_t len = 0;
    while (words[len] && words[len] != '*') {
        if (at + len >= text.len || text.ptr[at + len] != words[len]) return 0;
        len++;
    }
    bool whole = words[len] != '*' && len > 0 && is_alnum((unsigned char)words[len - 1]);
    if (whole && at + len < text.len && is_alnum((unsigned char)text.ptr[at + len])) return 0;
    return len;
}

/* The longest phrase at `at`, of the long ones or the short ones, where it is longer than the one found so far. */
static void look_for(const struct phrase_index *index, const struct view *view, size_t at, bool is_long,
                     const struct saying_row **best, size_t *len)
{
    uint64_t start = start_of(view->lower.ptr + at, is_long ? LONG : 2);
    for (size_t i = index->head[bucket_of(start, is_long)]; i; i = index->rows[i - 1].next) {
        if (index->rows[i - 1].start != start) continue;
        size_t taken = match(view, at, index->rows[i - 1].row->words);
        if (taken <= *len) continue;
        *len = taken;
        *best = index->rows[i - 1].row;
    }
}

static const struct saying_row *longest(const struct phrase_index *index, const struct view *view, size_t at,
                                        size_t *out_len)
{
    const struct saying_row *best = NULL;
    *out_len = 0;
    if (view->lower.len - at >= LONG) look_for(index, view, at, true, &best, out_len);
    if (!best && view->lower.len - at >= 2) look_for(index, view, at, false, &best, out_len);
    return best;
}

const struct phrase_index *lint_phrase_index(struct arena *arena)
{
    struct phrase_index *index = ARENA_NEW(arena, struct phrase_index);
    index_table(index, sayings_en());
    index_table(index, sayings_zh());
    return index;
}

void view_find_sayings(struct view *view, const struct phrase_index *index)
{
    view->hits = arena_alloc_raw(view->arena, HITS_MAX * sizeof *view->hits);
    bool in_word = false;
    for (size_t at = 0; at < view->lower.len && view->hit_count < HITS_MAX;) {
        unsigned char c = (unsigned char)view->lower.ptr[at];
        bool starts = c >= 0x80 ? c >= 0xC0 : !(in_word && is_alnum(c));
        in_word = c < 0x80 && is_alnum(c);
        size_t len = 0;
        const struct saying_row *row = starts && c > ' ' ? longest(index, view, at, &len) : NULL;
        if (row && row->saying != SAY_NOTHING)
            view->hits[view->hit_count++] = (struct hit){row->saying, at, at + len};
        if (row) {
            at += len;
            in_word = is_alnum((unsigned char)view->lower.ptr[at - 1]);
        } else {
            at++;
        }
    }
}
