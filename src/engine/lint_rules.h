/* The rules of lint, one group a file. Internal to lint*.c. */
#ifndef BURIN_ENGINE_LINT_RULES_H
#define BURIN_ENGINE_LINT_RULES_H

#include "engine/lint_view.h"

enum { FINDINGS_MAX = 200 };

struct linter {
    struct arena *arena;
    const struct lint_context *context;
    struct view view;
    struct lint_finding *findings;
    size_t count;
};

/* `start` and `end` are bytes of the view. */
void linter_report(struct linter *linter, bool error, const char *rule, size_t start, size_t end,
                   struct str message);
/* The part of the view as it is written in the source. */
struct str linter_words(const struct linter *linter, size_t start, size_t end);

void lint_phrases(struct linter *linter); /* jargon, blame, filler, vague-time, placeholder, promised-* */
void lint_dates(struct linter *linter);   /* single-date, unknown-date */
void lint_quotes(struct linter *linter);  /* unknown-text */
void lint_known(struct linter *linter);   /* disclosure, unbold */
void lint_manners(struct linter *linter); /* missing-apology, exclamation, wrong-language, sms-length */

/* Bytes around `at` up to where a sentence, or (`clause`) a clause of it, begins and ends. */
void linter_sentence(const struct linter *linter, size_t start, size_t end, bool clause, size_t *out_start,
                     size_t *out_end);
/* Whether something is said in view bytes [start, end). */
bool linter_says(const struct linter *linter, enum saying saying, size_t start, size_t end);

#endif
