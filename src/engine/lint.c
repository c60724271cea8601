/* Lint for outgoing text: makes the view, lets every rule look at it, orders the findings. See lint_rules.h. */
#include "engine/lint_rules.h"

#include <stdlib.h>

void linter_report(struct linter *linter, bool error, const char *rule, size_t start, size_t end,
                   struct str message)
{
    if (linter->count == FINDINGS_MAX) return;
    size_t from = linter->view.origin[start];
    size_t to = end > start ? linter->view.origin[end - 1] + 1 : from;
    struct str source = linter->view.source;
    while (to < source.len && ((unsigned char)source.ptr[to] & 0xC0) == 0x80) to++; /* whole characters */
    linter->findings[linter->count++] = (struct lint_finding){
        .error = error, .rule = str_of(rule), .start = from, .end = to, .message = message};
}

struct str linter_words(const struct linter *linter, size_t start, size_t end)
{
    return str_slice(linter->view.cased, start, end);
}

bool linter_says(const struct linter *linter, enum saying saying, size_t start, size_t end)
{
    for (size_t i = 0; i < linter->view.hit_count; i++) {
        const struct hit *hit = &linter->view.hits[i];
        if (hit->start >= end) break;
        if (hit->saying == saying && hit->start >= start) return true;
    }
    return false;
}

/* ---- sentences ---- */

/* How many bytes of a boundary stand at `at`; 0 where none does. */
static size_t boundary_at(struct str text, size_t at, bool clause)
{
    static const struct str sentence_marks[] = {STR_INIT("。"), STR_INIT("！"), STR_INIT("？"),
                                                STR_INIT("；")};
    static const struct str clause_marks[] = {STR_INIT("，"), STR_INIT("、")};
    unsigned char c = (unsigned char)text.ptr[at];
    if (c == '\n') return 1;
    bool spaced = at + 1 >= text.len || text.ptr[at + 1] == ' ' || text.ptr[at + 1] == '\n';
    if (c == '!' || c == '?' || c == ';') return 1;
    if (c == '.' && spaced) return 1;
    if (clause && c == ',' && spaced) return 1;
    if (c != 0xE3 && c != 0xEF) return 0;
    struct str rest = str_slice(text, at, text.len);
    for (size_t i = 0; i < 4; i++)
        if (str_starts(rest, sentence_marks[i])) return 3;
    for (size_t i = 0; clause && i < 2; i++)
        if (str_starts(rest, clause_marks[i])) return 3;
    return 0;
}

/* English words that begin another clause. */
static bool conjunction_at(struct str text, size_t at)
{
    static const struct str words[] = {STR_INIT("and "),  STR_INIT("but "),   STR_INIT("so "),
                                       STR_INIT("then "), STR_INIT("while "), STR_INIT("because "),
                                       STR_INIT("if "),   STR_INIT("which ")};
    if (text.ptr[at] != ' ') return false;
    struct str rest = str_slice(text, at + 1, at + 10);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(rest, words[i])) return true;
    return false;
}

void linter_sentence(const struct linter *linter, size_t start, size_t end, bool clause, size_t *out_start,
                     size_t *out_end)
{
    enum { REACH = 400 };
    struct str text = linter->view.lower;
    size_t from = start, to = end;
    while (from > 0 && start - from < REACH) {
        size_t before = from - 1;
        while (before > 0 && ((unsigned char)text.ptr[before] & 0xC0) == 0x80) before--;
        if (boundary_at(text, before, clause) || (clause && conjunction_at(text, before))) break;
        from = before;
    }
    while (to < text.len && to - end < REACH && !boundary_at(text, to, clause) &&
           !(clause && conjunction_at(text, to)))
        to++;
    *out_start = from;
    *out_end = to;
}

/* ---- the whole ---- */

static int by_place(const void *a, const void *b)
{
    const struct lint_finding *one = a, *other = b;
    if (one->start != other->start) return one->start < other->start ? -1 : 1;
    if (one->end != other->end) return one->end < other->end ? -1 : 1;
    return str_cmp(one->rule, other->rule);
}

void lint_text(struct arena *arena, struct str text, const struct lint_context *context,
               struct lint_finding **out, size_t *out_count)
{
    struct linter linter = {.arena = arena, .context = context};
    linter.findings = arena_alloc_raw(arena, FINDINGS_MAX * sizeof *linter.findings);
    view_make(arena, text, &linter.view);
    view_find_sayings(&linter.view, context->phrases ? context->phrases : lint_phrase_index(arena));
    lint_phrases(&linter);
    lint_dates(&linter);
    lint_quotes(&linter);
    lint_known(&linter);
    lint_manners(&linter);
    if (linter.count > 1) qsort(linter.findings, linter.count, sizeof *linter.findings, by_place);
    *out = linter.findings;
    *out_count = linter.count;
}
