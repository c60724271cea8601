/* The engine's smaller answers by themselves, with the store's words and calendars; nothing is read or kept. */
#ifndef BURIN_DESK_PLAN_H
#define BURIN_DESK_PLAN_H

#include "desk/desk.h"

/* Milestones of an order that is described by {"order_date", …}, as `burin eta --format json` prints them. */
int desk_estimate(struct desk *desk, struct arena *arena, const struct value *document, struct buf *out,
                  struct err *err);
/* What lint finds in a text, as `burin lint --format json` prints it. `assessment` NULL: only the rules that need none. */
int desk_lint(struct arena *arena, struct str markdown, const struct value *assessment,
              struct lint_finding **out, size_t *out_count, struct err *err);

#endif
