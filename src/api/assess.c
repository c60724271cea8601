/* The engine by itself: nothing is kept. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/plan.h"

int route_assess(struct call *call, struct err *err)
{
    struct inquiry inquiry;
    struct assessment assessment;
    if (inquiry_from_value(call->arena, &call->body, &inquiry, err) < 0 ||
        desk_assess(call->desk, call->arena, &inquiry, &assessment, err) < 0)
        return -1;
    assessment_to_json(&assessment, &call->text);
    return 0;
}

/* ---- estimates ---- */

struct estimate_body {
    day_t order_date;
    bool rush;
    enum stage stage;
    struct str locale;
};
DOCUMENT_WORD(stage, STAGE_CANCELLED)
static const struct member_rule estimate_members[] = {
    MEMBER("order_date", read_day, struct estimate_body, order_date, .required = true),
    MEMBER("production_days", read_any, struct estimate_body, order_date, .schema = "BusinessDays"),
    MEMBER("shipping_days", read_any, struct estimate_body, order_date, .schema = "BusinessDays"),
    MEMBER("rush", read_bool, struct estimate_body, rush, .max = 0),
    MEMBER("at", read_any, struct estimate_body, order_date, .schema = "TimeOrDay"),
    MEMBER_WORD("stage", stage, struct estimate_body, stage, .max = 0),
    MEMBER("locale", read_text, struct estimate_body, locale, .max = 40),
};
const struct shape shape_estimate = SHAPE(struct estimate_body, NULL, estimate_members, NULL);

/* The table says what may be there; the engine reads it. */
int route_estimate(struct call *call, struct err *err)
{
    struct estimate_body body = {0};
    if (call_body(call, &body, err) < 0) return -1;
    return desk_estimate(call->desk, call->arena, &call->body, &call->text, err);
}

/* ---- lint ---- */

struct lint_body {
    struct str markdown;
};
static const struct member_rule lint_members[] = {
    MEMBER("markdown", read_text, struct lint_body, markdown, .required = true, .max = DOCUMENT_TEXT),
    MEMBER("assessment", read_any, struct lint_body, markdown, .schema = "Assessment"),
};
const struct shape shape_lint = SHAPE(struct lint_body, NULL, lint_members, NULL);

int route_lint(struct call *call, struct err *err)
{
    struct lint_body body = {0};
    struct lint_finding *list;
    size_t count;
    bool blocked = false;
    const struct value *assessment = value_get(&call->body, STR("assessment"));
    if (assessment && assessment->kind == VALUE_NIL) assessment = NULL;
    if (call_body(call, &body, err) < 0 ||
        desk_lint(call->arena, body.markdown, assessment, &list, &count, err) < 0)
        return -1;
    for (size_t i = 0; i < count; i++) blocked = blocked || list[i].error;
    json_begin_object(&call->json);
    json_name(&call->json, "lint");
    write_findings(&call->json, list, count);
    json_put_bool(&call->json, "blocked", blocked);
    json_end_object(&call->json);
    return 0;
}
