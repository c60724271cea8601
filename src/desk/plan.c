/* The engine's smaller answers; see plan.h. */
#include "desk/plan.h"

#include "engine/outgoing.h"
#include "engine/plan.h"

int desk_estimate(struct desk *desk, struct arena *arena, const struct value *document, struct buf *out,
                  struct err *err)
{
    return plan_answer(arena, desk_store(desk, arena), document, out, err);
}

int desk_lint(struct arena *arena, struct str markdown, const struct value *assessment,
              struct lint_finding **out, size_t *out_count, struct err *err)
{
    struct outgoing outgoing = {.text = markdown, .document = assessment};
    return outgoing_lint(arena, &outgoing, out, out_count, err);
}
