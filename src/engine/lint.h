/* Lint for outgoing text, whoever wrote it (rule book, section 9). Errors block sending, warnings do not. */
#ifndef BURIN_ENGINE_LINT_H
#define BURIN_ENGINE_LINT_H

#include "model/assessment.h"
#include "model/store.h"

/* The phrases that are looked for, with their index: made once, for any number of texts. */
struct phrase_index;
const struct phrase_index *lint_phrase_index(struct arena *arena);

/* What the text is held against. From an assessment document (JSON) or an assessment in memory. */
struct lint_context {
    const struct phrase_index *phrases; /* NULL: made for this one text */
    enum lang lang;                     /* the language it must be in */
    bool has_assessment;                /* without one only the rules that need none are run */
    bool store_error; /* an apology is due: damaged, wrong_spec at the store's fault, overdue */
    bool unverified;  /* identity mismatch: nothing of the order may be told */
    bool refund_decided, remake_decided, cancel_decided; /* what a decision or remedy covers */
    day_t today;
    struct day_range *ranges; /* every range and date the assessment holds; single days have from = to */
    size_t range_count;
    struct str *known; /* texts that must not be told to a stranger: names, address, personalization, … */
    size_t known_count;
    struct str
        *quotable; /* texts the reply may quote: old and new values, titles, the customer's own words */
    size_t quotable_count;
    struct str *bold; /* key facts that must be bold: order number, confirmed values */
    size_t bold_count;
    bool sms; /* the text is an SMS: at most two segments */
};

void lint_context_of(struct arena *arena, const struct assessment *assessment, const struct inquiry *inquiry,
                     const struct store *store, struct lint_context *out);
/* From an assessment document, for `burin lint --assessment`. */
int lint_context_of_json(struct arena *arena, const struct value *document, struct lint_context *out,
                         struct err *err);
/* Findings in order of place; offsets are bytes of `text`. */
void lint_text(struct arena *arena, struct str text, const struct lint_context *context,
               struct lint_finding **out, size_t *out_count);

#endif
