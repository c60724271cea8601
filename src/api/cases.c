/* Change requests, claims and approvals. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/approval.h"
#include "desk/change.h"
#include "desk/claim.h"

/* ---- lists: of an order by its number, or of a state ---- */

struct page { /* what every list is asked with */
    struct str number;
    struct id after;
    int limit, count;
};

static int read_page(const struct call *call, struct page *out, struct err *err)
{
    *out = (struct page){.number = call_query(call, "order")};
    if (call_limit(call, &out->limit, err) < 0) return -1;
    return call_cursor(call, &out->after, err);
}

static int shown(const struct page *page)
{
    return page->count > page->limit ? page->limit : page->count;
}

#define DEFINE_LIST_ROUTE(noun, record, filter_type, state_type, read_state, first, write)             \
    int route_##noun(struct call *call, struct err *err)                                               \
    {                                                                                                  \
        struct page page;                                                                              \
        enum state_type state = (first);                                                               \
        bool narrowed = call_query(call, "state").ptr != NULL;                                         \
        read_state(call_query(call, "state"), &state);                                                 \
        if (read_page(call, &page, err) < 0) return -1;                                                \
        struct filter_type filter = {                                                                  \
            .narrowed = narrowed, .state = state, .after = page.after, .most = page.limit + 1};        \
        struct record *list = ARENA_ARRAY(call->arena, (size_t)page.limit + 1, struct record);         \
        if (desk_##noun(call->desk, &call->actor, call->arena, page.number, filter, list, &page.count, \
                        err) < 0)                                                                      \
            return -1;                                                                                 \
        int count = shown(&page);                                                                      \
        call_begin_page(call);                                                                         \
        for (int i = 0; i < count; i++) write(&call->json, &list[i]);                                  \
        call_end_page(call, count < page.count, count ? &list[count - 1].id : NULL);                   \
        return 0;                                                                                      \
    }

DEFINE_LIST_ROUTE(changes, change_request, change_filter, change_state, change_state_from_name,
                  CHANGE_AWAITING_CONFIRMATION, write_change)
DEFINE_LIST_ROUTE(claims, claim_record, claim_filter, claim_state, claim_state_from_name, CLAIM_OPENED,
                  write_claim)
DEFINE_LIST_ROUTE(approvals, approval, approval_filter, approval_state, approval_state_from_name,
                  APPROVAL_PROPOSED, write_approval)

/* ---- one of them ---- */

static int answer_change(struct call *call, const struct change_request *change)
{
    call->version = change->version;
    write_change(&call->json, change);
    return 0;
}

static int answer_claim(struct call *call, const struct claim_record *claim)
{
    call->version = claim->version;
    write_claim(&call->json, claim);
    return 0;
}

static int answer_approval(struct call *call, const struct approval *approval)
{
    call->version = approval->version;
    write_approval(&call->json, approval);
    return 0;
}

#define DEFINE_ONE_ROUTE(noun, record, what)                                                           \
    int route_##noun(struct call *call, struct err *err)                                               \
    {                                                                                                  \
        struct record one;                                                                             \
        struct id id;                                                                                  \
        if (call_id(call, "id", &id, err) < 0) return -1;                                              \
        int found = desk_##noun##_load(call->desk, &call->actor, call->arena, &id, &one, err);         \
        if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such " what); \
        return answer_##noun(call, &one);                                                              \
    }

DEFINE_ONE_ROUTE(change, change_request, "change request")
DEFINE_ONE_ROUTE(claim, claim_record, "claim")
DEFINE_ONE_ROUTE(approval, approval, "approval")

/* ---- moves of changes ---- */

typedef int change_mover(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct change_move *move, struct change_request *out, struct err *err);

static int move_change(struct call *call, change_mover *run, struct err *err)
{
    struct change_move move = {0};
    struct change_request change;
    char nothing;
    if (call_id(call, "id", &move.change, err) < 0 || call_if_match(call, &move.version, err) < 0 ||
        call_body(call, &nothing, err) < 0 ||
        run(call->desk, &call->actor, call->arena, &move, &change, err) < 0)
        return -1;
    return answer_change(call, &change);
}

int route_change_ask(struct call *call, struct err *err)
{
    return move_change(call, desk_change_ask, err);
}

int route_change_confirm(struct call *call, struct err *err)
{
    return move_change(call, desk_change_confirm, err);
}

int route_change_apply(struct call *call, struct err *err)
{
    return move_change(call, desk_change_apply, err);
}

int route_change_decline(struct call *call, struct err *err)
{
    return move_change(call, desk_change_decline, err);
}

int route_change_withdraw(struct call *call, struct err *err)
{
    return move_change(call, desk_change_withdraw, err);
}

/* ---- moves of claims ---- */

static int read_claim_move(struct call *call, struct claim_move *out, struct err *err)
{
    *out = (struct claim_move){0};
    if (call_id(call, "id", &out->claim, err) < 0) return -1;
    return call_if_match(call, &out->version, err);
}

DOCUMENT_WORD(remedy_kind, REMEDY_COUNT)
DOCUMENT_WORD(fault, FAULT_COUNT)

struct claim_body {
    struct claim_start start;
    struct remedy *remedies;
    size_t remedy_count;
    enum remedy_kind kind;
};

static const struct member_rule start_members[] = {
    MEMBER("order", read_text, struct claim_body, start.number, .required = true, .max = 100),
    MEMBER("item", read_int, struct claim_body, start.item, .min = 0, .max = 500),
    MEMBER_WORD("concern", claim_concern, struct claim_body, start.concern, .required = true),
    MEMBER_WORD("fault", fault, struct claim_body, start.fault, .max = 0),
};
const struct shape shape_claim_start = SHAPE(struct claim_body, NULL, start_members, NULL);

static const struct remedy blank_remedy = {.expires = DAY_NONE};
static const struct member_rule remedy_members[] = {
    MEMBER_WORD("kind", remedy_kind, struct remedy, kind, .required = true),
    MEMBER("amount", read_text, struct remedy, amount, .max = 20),
    MEMBER("currency", read_text, struct remedy, currency, .max = 3),
};
static const struct shape remedy_shape = SHAPE(struct remedy, &blank_remedy, remedy_members, NULL);
static const struct member_rule offer_members[] = {
    MEMBER_LIST("remedies", struct claim_body, remedies, remedy_count, 4, remedy_shape),
};
const struct shape shape_claim_offer = SHAPE(struct claim_body, NULL, offer_members, NULL);
static const struct member_rule choose_members[] = {
    MEMBER_WORD("remedy", remedy_kind, struct claim_body, kind, .required = true),
};
const struct shape shape_claim_choose = SHAPE(struct claim_body, NULL, choose_members, NULL);
static const struct member_rule fault_members[] = {
    MEMBER_WORD("fault", fault, struct claim_body, start.fault, .required = true),
};
const struct shape shape_claim_fault = SHAPE(struct claim_body, NULL, fault_members, NULL);

int route_claim_open(struct call *call, struct err *err)
{
    struct claim_body body = {.start = {.fault = FAULT_UNDECIDED}};
    struct claim_record claim;
    if (call_body(call, &body, err) < 0 ||
        desk_claim_open(call->desk, &call->actor, call->arena, &body.start, &claim, err) < 0)
        return -1;
    return answer_claim(call, &claim);
}

int route_claim_offer(struct call *call, struct err *err)
{
    struct claim_body body = {0};
    struct claim_move move;
    struct claim_record claim;
    if (read_claim_move(call, &move, err) < 0 || call_body(call, &body, err) < 0 ||
        desk_claim_offer(call->desk, &call->actor, call->arena, &move, body.remedies, body.remedy_count,
                         &claim, err) < 0)
        return -1;
    return answer_claim(call, &claim);
}

int route_claim_choose(struct call *call, struct err *err)
{
    struct claim_body body = {0};
    struct claim_move move;
    struct claim_record claim;
    if (read_claim_move(call, &move, err) < 0 || call_body(call, &body, err) < 0 ||
        desk_claim_choose(call->desk, &call->actor, call->arena, &move, body.kind, &claim, err) < 0)
        return -1;
    return answer_claim(call, &claim);
}

int route_claim_fault(struct call *call, struct err *err)
{
    struct claim_body body = {0};
    struct claim_move move;
    struct claim_record claim;
    if (read_claim_move(call, &move, err) < 0 || call_body(call, &body, err) < 0 ||
        desk_claim_fault(call->desk, &call->actor, call->arena, &move, body.start.fault, &claim, err) < 0)
        return -1;
    return answer_claim(call, &claim);
}

typedef int claim_mover(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct claim_move *move, struct claim_record *out, struct err *err);

static int move_claim(struct call *call, claim_mover *run, struct err *err)
{
    struct claim_move move;
    struct claim_record claim;
    char nothing;
    if (read_claim_move(call, &move, err) < 0 || call_body(call, &nothing, err) < 0 ||
        run(call->desk, &call->actor, call->arena, &move, &claim, err) < 0)
        return -1;
    return answer_claim(call, &claim);
}

int route_claim_reject(struct call *call, struct err *err)
{
    return move_claim(call, desk_claim_reject, err);
}

int route_claim_withdraw(struct call *call, struct err *err)
{
    return move_claim(call, desk_claim_withdraw, err);
}

/* ---- approvals ---- */

static const struct member_rule note_members[] = {
    MEMBER("note", read_text, struct approval_move, note, .max = 500),
};
const struct shape shape_note = SHAPE(struct approval_move, NULL, note_members, NULL);

typedef int decider(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct approval_move *move, struct approval *out, struct err *err);

static int decide(struct call *call, decider *run, struct err *err)
{
    struct approval_move move = {0};
    struct approval approval;
    if (call_id(call, "id", &move.approval, err) < 0 || call_if_match(call, &move.version, err) < 0 ||
        call_body(call, &move, err) < 0 ||
        run(call->desk, &call->actor, call->arena, &move, &approval, err) < 0)
        return -1;
    return answer_approval(call, &approval);
}

int route_approval_approve(struct call *call, struct err *err)
{
    return decide(call, desk_approve, err);
}

int route_approval_refuse(struct call *call, struct err *err)
{
    return decide(call, desk_refuse, err);
}
