/* Makes examples of corpus lines. */
#include "engine/dataset.h"

#include "base/hash.h"
#include "engine/triage.h"

/* The segments of a line, cut once more where its parts meet. `owner[i]` is the part of segment i. */
struct cut_line {
    struct segment *segments;
    size_t *owner;
    size_t count;
};

static void cut_at_parts(struct arena *arena, const struct corpus_line *line, const struct segment *segments,
                         size_t count, struct cut_line *out)
{
    size_t room = count * line->part_count + 1;
    out->segments = arena_array(arena, room, sizeof *out->segments);
    out->owner = arena_array(arena, room, sizeof *out->owner);
    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t p = 0; p < line->part_count; p++) {
            const struct corpus_part *part = &line->parts[p];
            struct span span = segments[i].span;
            if (span.start < part->start) span.start = part->start;
            if (span.end > part->end) span.end = part->end;
            if (span.start >= span.end) continue;
            out->owner[out->count] = p;
            out->segments[out->count++] = (struct segment){span, segments[i].own};
        }
    }
}

static bool any_own(const struct segment *segments, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (segments[i].own) return true;
    return false;
}

static void extract(struct arena *arena, const struct lexicon *lexicon, struct str text,
                    const struct segment *segments, size_t count, uint32_t families,
                    struct message_features *out)
{
    struct message_tokens tokens;
    tokens_read(arena, lexicon, text, segments, count, !any_own(segments, count), &tokens);
    features_extract(arena, &tokens, families, out);
}

/* The features of a run of segments, gathered by group. */
static struct example join(struct arena *arena, const struct message_features *features, size_t first,
                           size_t end)
{
    struct example example = {0};
    size_t room = 0;
    for (size_t i = first; i < end; i++) room += features->segments[i].count;
    uint32_t *gathered = arena_alloc_raw(arena, (room + 1) * sizeof *gathered);
    for (int group = 0; group < GROUP_COUNT; group++) {
        for (size_t i = first; i < end; i++) {
            const struct feature_list *list = &features->segments[i];
            size_t skipped = 0;
            for (int g = 0; g < group; g++) skipped += list->counts[g];
            for (size_t k = 0; k < list->counts[group]; k++)
                gathered[example.count++] = list->hashes[skipped + k];
            example.counts[group] += list->counts[group];
        }
    }
    example.features = gathered;
    return example;
}

static void add_parts(struct arena *arena, const struct corpus_line *line, const struct cut_line *cut,
                      const struct message_features *features, struct dataset_line *out)
{
    out->parts = arena_array(arena, line->part_count + 1, sizeof *out->parts);
    for (size_t first = 0, end; first < cut->count; first = end) {
        for (end = first; end < cut->count && cut->owner[end] == cut->owner[first];) end++;
        struct example example = join(arena, features, first, end);
        example.label = line->parts[cut->owner[first]].label;
        if (example.count > 0) out->parts[out->part_count++] = example;
    }
}

static void add_line(struct arena *arena, const struct corpus_line *line, const struct lexicon *lexicon,
                     uint32_t families, struct dataset_line *out)
{
    struct segment *segments;
    size_t count;
    bool automatic;
    struct cut_line cut;
    struct message_features features;
    triage_clean(arena, line->text, &segments, &count, &automatic);
    cut_at_parts(arena, line, segments, count, &cut);
    extract(arena, lexicon, line->text, segments, count, families, &out->features);
    extract(arena, lexicon, line->text, cut.segments, cut.count, families, &features);
    out->line = line;
    out->whole = join(arena, &out->features, 0, out->features.count);
    out->whole.concerns = corpus_line_concerns(line);
    out->draw = (uint32_t)hash_mix(hash_str(line->text));
    add_parts(arena, line, &cut, &features, out);
}

void dataset_build(struct arena *arena, const struct corpus *corpus, const struct lexicon *lexicon,
                   uint32_t families, struct dataset *out)
{
    *out = (struct dataset){.lines = arena_array(arena, corpus->count + 1, sizeof *out->lines)};
    for (size_t i = 0; i < corpus->count; i++) {
        struct dataset_line *line = &out->lines[out->count];
        *line = (struct dataset_line){0};
        add_line(arena, &corpus->lines[i], lexicon, families, line);
        if (line->whole.count > 0) out->count++;
    }
}
