/* Accounts, for owners. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/account.h"

int route_accounts(struct call *call, struct err *err)
{
    struct account *list;
    size_t count;
    if (desk_account_list(call->desk, &call->actor, call->arena, &list, &count, err) < 0) return -1;
    call_begin_page(call);
    for (size_t i = 0; i < count; i++) write_account(&call->json, &list[i]);
    call_end_page(call, false, NULL);
    return 0;
}

int route_account_names(struct call *call, struct err *err)
{
    struct account *list;
    size_t count;
    if (desk_account_assignable(call->desk, &call->actor, call->arena, &list, &count, err) < 0) return -1;
    call_begin_page(call);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(&call->json);
        put_id(&call->json, "id", &list[i].id);
        json_put_string(&call->json, "name", list[i].name);
        json_end_object(&call->json);
    }
    call_end_page(call, false, NULL);
    return 0;
}

static int answer_account(struct call *call, const struct account *account)
{
    call->version = account->version;
    write_account(&call->json, account);
    return 0;
}

int route_account(struct call *call, struct err *err)
{
    struct account account;
    struct id id;
    if (call_id(call, "id", &id, err) < 0 ||
        desk_account_load(call->desk, &call->actor, call->arena, &id, &account, err) < 0)
        return -1;
    return answer_account(call, &account);
}

/* The code is in this answer and nowhere else, so the answer is not kept under an Idempotency-Key. */
static int answer_invited(struct call *call, const struct account *account, struct str invite)
{
    call->version = account->version;
    json_begin_object(&call->json);
    json_name(&call->json, "account");
    write_account(&call->json, account);
    json_put_string(&call->json, "invite", invite);
    json_end_object(&call->json);
    return 0;
}

static const struct member_rule order_members[] = {
    MEMBER("email", read_text, struct account_order, email, .required = true, .max = 254),
    MEMBER("name", read_text, struct account_order, name, .required = true, .max = 100),
    MEMBER("role", read_text, struct account_order, role, .required = true, .max = 20),
};
const struct shape shape_account = SHAPE(struct account_order, NULL, order_members, NULL);

int route_account_add(struct call *call, struct err *err)
{
    struct account_order order = {0};
    struct account account;
    struct str invite;
    if (call_body(call, &order, err) < 0 ||
        desk_account_add(call->desk, &call->actor, call->arena, &order, &account, &invite, err) < 0)
        return -1;
    return answer_invited(call, &account, invite);
}

static int read_move(struct call *call, struct account_move *out, struct err *err)
{
    *out = (struct account_move){0};
    return call_id(call, "id", &out->account, err) < 0 ? -1 : call_if_match(call, &out->version, err);
}

static const struct member_rule change_members[] = {
    MEMBER("name", read_text, struct account_move, name, .max = 100),
    MEMBER("role", read_text, struct account_move, role, .max = 20),
};
const struct shape shape_account_change = SHAPE(struct account_move, NULL, change_members, NULL);

int route_account_change(struct call *call, struct err *err)
{
    struct account_move move;
    struct account account;
    if (read_move(call, &move, err) < 0 || call_body(call, &move, err) < 0 ||
        desk_account_change(call->desk, &call->actor, call->arena, &move, &account, err) < 0)
        return -1;
    return answer_account(call, &account);
}

typedef int account_step(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct account_move *move, struct account *out, struct err *err);

static int run_step(struct call *call, account_step *step, struct err *err)
{
    struct account_move move;
    struct account account;
    if (read_move(call, &move, err) < 0 ||
        step(call->desk, &call->actor, call->arena, &move, &account, err) < 0)
        return -1;
    return answer_account(call, &account);
}

int route_account_disable(struct call *call, struct err *err)
{
    return run_step(call, desk_account_disable, err);
}

int route_account_enable(struct call *call, struct err *err)
{
    return run_step(call, desk_account_enable, err);
}

int route_account_forget_totp(struct call *call, struct err *err)
{
    return run_step(call, desk_account_forget_totp, err);
}

int route_account_invite(struct call *call, struct err *err)
{
    struct account_move move;
    struct account account;
    struct str invite;
    if (read_move(call, &move, err) < 0 ||
        desk_account_invite(call->desk, &call->actor, call->arena, &move, &account, &invite, err) < 0)
        return -1;
    return answer_invited(call, &account, invite);
}
