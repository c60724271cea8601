/* An outgoing text held against the rules: what `burin lint` and burin_lint() answer. */
#ifndef BURIN_ENGINE_OUTGOING_H
#define BURIN_ENGINE_OUTGOING_H

#include "base/buf.h"
#include "engine/lint.h"

/* What is known of the text beside itself; all of it may be absent. */
struct outgoing {
    struct str text;
    struct str assessment; /* an assessment document, or empty: only the rules that need none are run */
    const struct value *document; /* the same where it is parsed already, or NULL */
    struct str locale;            /* the language it must be in; empty: the assessment's, or its own */
    bool sms;
};

/* Findings in order of place; everything lies in `arena`. */
int outgoing_lint(struct arena *arena, const struct outgoing *outgoing, struct lint_finding **out,
                  size_t *out_count, struct err *err);
/* [{"severity","rule","start","end","message"}] */
void findings_to_json(const struct lint_finding *findings, size_t count, struct buf *out);

#endif
