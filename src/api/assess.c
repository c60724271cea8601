/* An inquiry document in, an assessment out: nothing is kept. */
#include "api/routes.h"

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
