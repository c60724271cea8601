/* Cancelling and remaking by hand. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/proposal.h"

static int answer(struct call *call, const struct approval *approval)
{
    write_approval(&call->json, approval);
    return 0;
}

static const struct member_rule cancel_members[] = {
    MEMBER("reason", read_text, struct cancel_wish, reason, .max = 200),
};
const struct shape shape_cancel = SHAPE(struct cancel_wish, NULL, cancel_members, NULL);

int route_order_cancel(struct call *call, struct err *err)
{
    struct cancel_wish wish = {.number = http_param(call->request, "number")};
    struct approval approval;
    if (call_if_match(call, &wish.version, err) < 0 || call_body(call, &wish, err) < 0 ||
        desk_order_cancel(call->desk, &call->actor, call->arena, &wish, &approval, err) < 0)
        return -1;
    return answer(call, &approval);
}

DOCUMENT_WORD(fault, FAULT_COUNT)
static const struct member_rule remake_members[] = {
    MEMBER("item", read_int, struct remake_wish, item, .min = 0, .max = 500),
    MEMBER_WORD("concern", claim_concern, struct remake_wish, concern, .required = true),
    MEMBER_WORD("fault", fault, struct remake_wish, fault, .max = 0),
};
const struct shape shape_remake = SHAPE(struct remake_wish, NULL, remake_members, NULL);

int route_order_remake(struct call *call, struct err *err)
{
    struct remake_wish wish = {.number = http_param(call->request, "number"), .fault = FAULT_UNDECIDED};
    struct approval approval;
    if (call_if_match(call, &wish.version, err) < 0 || call_body(call, &wish, err) < 0 ||
        desk_order_remake(call->desk, &call->actor, call->arena, &wish, &approval, err) < 0)
        return -1;
    return answer(call, &approval);
}
