/* Collecting what an outgoing text is held against, from whatever form the assessment has. Internal to lint*.c. */
#ifndef BURIN_ENGINE_LINT_CONTEXT_H
#define BURIN_ENGINE_LINT_CONTEXT_H

#include "engine/lint.h"

struct context_builder {
    struct arena *arena;
    struct lint_context *out;
    const struct zone *zone, *customer_zone; /* or NULL */
    struct str said, said_too;               /* the sender's own words */
    size_t range_cap, known_cap, quotable_cap, bold_cap;
};

void context_add_range(struct context_builder *builder, day_t from,
                       day_t to); /* nothing where either is DAY_NONE */
void context_add_quotable(struct context_builder *builder, struct str text);
void context_add_known(struct context_builder *builder, struct str text);
void context_add_bold(struct context_builder *builder, struct str text);
/* Whether a personalization field is picked from a list. */
bool context_is_choice(struct str field);
/* What a decision, a remedy or the customer's answer allows the text to promise. */
void context_cover(struct lint_context *out, enum action action);
void context_cover_remedy(struct lint_context *out, enum remedy_kind kind);
void context_cover_answer(struct lint_context *out, struct str answer);
bool context_owes_apology(enum concern concern, enum action action);

#endif
