/* Reads corpus files and finds lines that are too much alike. */
#include "engine/corpus.h"

#include <stdlib.h>

#include "base/hash.h"
#include "text/utf8.h"

enum {
    LINE_MAX_BYTES = 8000,
    GRAM = 5,           /* characters in a row */
    PROBE_GRAMS = 4096, /* a gram in more lines than this says nothing and is not followed */
};

/* --- reading ---------------------------------------------------------------------------------------------- */

struct line_reader {
    struct corpus *corpus;
    struct str source; /* the line as written */
    struct str file;
    int line;
    struct corpus_line *out;
    size_t cap;
    char *text;
    size_t len;
};

static int fail(const struct line_reader *reader, size_t at, struct err *err, const char *what)
{
    int column = (int)utf8_count(str_slice(reader->source, 0, at)) + 1;
    err_set(err, ERR_INPUT, "%s", what);
    return err_at(err, reader->file, reader->line, column);
}

static void begin_part(struct line_reader *reader, int label)
{
    struct corpus_line *line = reader->out;
    if (line->part_count > 0 && line->parts[line->part_count - 1].start == reader->len) line->part_count--;
    struct corpus_part *part = ARENA_PUSH(reader->corpus->arena, line->parts, line->part_count, reader->cap);
    *part = (struct corpus_part){reader->len, reader->len, label};
}

/* Reads "{name}" at `at`; gives the byte behind it, 0 when this is no marker, SIZE_MAX on an unknown name. */
static size_t read_marker(const struct line_reader *reader, size_t at, int *out_label)
{
    size_t close = str_find_char(reader->source, '}', at);
    if (close == STR_NOT_FOUND) return 0;
    struct str name = str_slice(reader->source, at + 1, close);
    for (size_t i = 0; i < name.len; i++)
        if ((name.ptr[i] < 'a' || name.ptr[i] > 'z') && name.ptr[i] != '_' && name.ptr[i] != '-') return 0;
    enum concern concern;
    if (str_is(name, "-"))
        *out_label = LABEL_NONE;
    else if (concern_from_name(name, &concern) == 0)
        *out_label = (int)concern;
    else
        return SIZE_MAX;
    return close + 1;
}

/* `label` of the text before the first marker when there is one is none, else that of the file. */
static int read_line(struct line_reader *reader, int file_label, struct err *err)
{
    if (reader->source.len > LINE_MAX_BYTES) return fail(reader, LINE_MAX_BYTES, err, "the line is too long");
    if (!utf8_is_valid(reader->source)) return fail(reader, 0, err, "the line is not UTF-8");
    reader->text = arena_alloc_raw(reader->corpus->arena, reader->source.len + 1);
    begin_part(reader, LABEL_NONE);
    bool marked = false;
    for (size_t at = 0; at < reader->source.len;) {
        char c = reader->source.ptr[at];
        int label = LABEL_NONE;
        size_t behind = c == '{' ? read_marker(reader, at, &label) : 0;
        if (behind == SIZE_MAX)
            return fail(reader, at, err, "this marker names no concern; {-} or a concern is expected");
        if (behind) {
            reader->out->parts[reader->out->part_count - 1].end = reader->len;
            begin_part(reader, label);
            marked = true;
            at = behind;
        } else if (c == '\\' && at + 1 < reader->source.len && reader->source.ptr[at + 1] == 'n') {
            reader->text[reader->len++] = '\n';
            at += 2;
        } else {
            reader->text[reader->len++] = c;
            at++;
        }
    }
    reader->out->parts[reader->out->part_count - 1].end = reader->len;
    if (!marked && file_label < 0) return fail(reader, 0, err, "a line with several concerns needs markers");
    if (!marked) reader->out->parts[0].label = file_label;
    reader->out->text = str_of_len(reader->text, reader->len);
    return 0;
}

int corpus_add(struct corpus *corpus, struct str file, enum lang lang, struct str concern, struct str bytes,
               struct err *err)
{
    enum concern label;
    int file_label = -1;
    if (!str_is(concern, "multi")) {
        if (concern_from_name(concern, &label) < 0) {
            err_set(err, ERR_INPUT, "the file is not named after a concern");
            return err_at(err, file, 0, 0);
        }
        file_label = (int)label;
    }
    struct str line;
    for (int number = 1; str_next_part(&bytes, '\n', &line); number++) {
        line = str_trim(line);
        if (line.len == 0) continue;
        struct corpus_line parsed = {.lang = lang, .file = file, .line = number};
        struct line_reader reader = {
            .corpus = corpus, .source = line, .file = file, .line = number, .out = &parsed};
        if (read_line(&reader, file_label, err) < 0) return -1;
        *ARENA_PUSH(corpus->arena, corpus->lines, corpus->count, corpus->cap) = parsed;
    }
    return 0;
}

uint32_t corpus_line_concerns(const struct corpus_line *line)
{
    uint32_t set = 0;
    for (size_t i = 0; i < line->part_count; i++)
        if (line->parts[i].label < CONCERN_COUNT) set |= UINT32_C(1) << line->parts[i].label;
    return set;
}

/* --- near duplicates -------------------------------------------------------------------------------------- */

struct gram {
    uint32_t hash, line;
};

static int compare_hashes(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static int compare_grams(const void *a, const void *b)
{
    const struct gram *left = a, *right = b;
    if (left->hash != right->hash) return left->hash > right->hash ? 1 : -1;
    return (left->line > right->line) - (left->line < right->line);
}

/* The set of a text's grams, sorted, each once. A text shorter than a gram is one gram. */
static size_t grams_of(struct str text, uint32_t *out)
{
    size_t count = 0, starts[GRAM] = {0}, seen = 0;
    for (size_t at = 0; at < text.len;) {
        starts[seen % GRAM] = at;
        utf8_next(text, &at);
        seen++;
        if (seen < GRAM && at < text.len) continue;
        size_t from = seen < GRAM ? 0 : starts[seen % GRAM];
        out[count++] = (uint32_t)hash_mix(hash_bytes(HASH_SEED, text.ptr + from, at - from));
    }
    qsort(out, count, sizeof *out, compare_hashes);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || out[kept - 1] != out[i]) out[kept++] = out[i];
    return kept;
}

struct twin_search {
    const struct corpus *corpus;
    struct gram *grams; /* of all lines, sorted */
    size_t count;
    size_t *sizes;    /* grams of each line */
    uint32_t *shared; /* with the line at hand */
};

static size_t first_gram(const struct twin_search *search, uint32_t hash)
{
    size_t low = 0, high = search->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (search->grams[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t collect_grams(struct arena *arena, struct twin_search *search, uint32_t **out_own)
{
    size_t bytes = 0, longest = 0;
    for (size_t i = 0; i < search->corpus->count; i++) {
        size_t len = search->corpus->lines[i].text.len;
        bytes += len;
        if (len > longest) longest = len;
    }
    search->grams = arena_array(arena, bytes + 1, sizeof *search->grams);
    search->sizes = arena_array(arena, search->corpus->count + 1, sizeof *search->sizes);
    search->shared = arena_array(arena, search->corpus->count + 1, sizeof *search->shared);
    uint32_t *own = arena_array(arena, longest + 1, sizeof *own);
    for (size_t i = 0; i < search->corpus->count; i++) {
        search->sizes[i] = grams_of(search->corpus->lines[i].text, own);
        for (size_t k = 0; k < search->sizes[i]; k++)
            search->grams[search->count++] = (struct gram){own[k], (uint32_t)i};
    }
    qsort(search->grams, search->count, sizeof *search->grams, compare_grams);
    *out_own = own;
    return search->count;
}

/* Counts for each earlier line how many grams it shares with line `i`. */
static void count_shared(struct twin_search *search, size_t i, const uint32_t *own)
{
    memset(search->shared, 0, search->corpus->count * sizeof *search->shared);
    for (size_t k = 0; k < search->sizes[i]; k++) {
        size_t at = first_gram(search, own[k]), steps = 0;
        for (; at < search->count && search->grams[at].hash == own[k] && search->grams[at].line < i; at++)
            if (++steps < PROBE_GRAMS) search->shared[search->grams[at].line]++;
    }
}

size_t corpus_find_twins(struct arena *arena, const struct corpus *corpus, double limit,
                         struct corpus_twins *out, size_t room)
{
    struct twin_search search = {.corpus = corpus};
    uint32_t *own;
    size_t found = 0;
    if (corpus->count == 0) return 0;
    collect_grams(arena, &search, &own);
    for (size_t i = 0; i < corpus->count && found < room; i++) {
        grams_of(corpus->lines[i].text, own);
        count_shared(&search, i, own);
        for (size_t j = 0; j < i && found < room; j++) {
            if (search.shared[j] == 0 || corpus->lines[i].lang != corpus->lines[j].lang) continue;
            double all = (double)(search.sizes[i] + search.sizes[j] - search.shared[j]);
            double likeness = search.shared[j] / all;
            if (likeness > limit)
                out[found++] = (struct corpus_twins){&corpus->lines[j], &corpus->lines[i], likeness};
        }
    }
    return found;
}
