/* Customers, tokens, and the audit log. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/delivery.h"
#include "desk/token.h"

int route_customers(struct call *call, struct err *err)
{
    struct id after;
    int limit, count;
    if (call_limit(call, &limit, err) < 0 || call_cursor(call, &after, err) < 0) return -1;
    struct customer *list = ARENA_ARRAY(call->arena, (size_t)limit + 1, struct customer);
    if (desk_customers(call->desk, &call->actor, call->arena, &after, limit + 1, list, &count, err) < 0)
        return -1;
    int shown = count > limit ? limit : count;
    call_begin_page(call);
    for (int i = 0; i < shown; i++) write_customer(&call->json, &list[i]);
    call_end_page(call, shown < count, shown ? &list[shown - 1].id : NULL);
    return 0;
}

int route_customer(struct call *call, struct err *err)
{
    struct customer customer;
    struct id id;
    if (call_id(call, "id", &id, err) < 0) return -1;
    int found = desk_customer_load(call->desk, &call->actor, call->arena, &id, &customer, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such customer");
    call->version = customer.version;
    write_customer(&call->json, &customer);
    return 0;
}

/* ---- tokens ---- */

int route_tokens(struct call *call, struct err *err)
{
    struct api_token *list;
    size_t count;
    if (desk_token_list(call->desk, &call->actor, call->arena, &list, &count, err) < 0) return -1;
    call_begin_page(call);
    for (size_t i = 0; i < count; i++) write_token(&call->json, &list[i]);
    call_end_page(call, false, NULL);
    return 0;
}

static const struct token_order blank_token = {.expires_at = INSTANT_NONE};
static const struct member_rule token_members[] = {
    MEMBER("name", read_text, struct token_order, name, .required = true, .max = 100),
    MEMBER("scope", read_text, struct token_order, scope, .required = true, .max = 20),
    MEMBER("expires_at", read_instant, struct token_order, expires_at, .max = 0),
};
const struct shape shape_token = SHAPE(struct token_order, &blank_token, token_members, NULL);

/* The secret is in this answer and nowhere else, so the answer is not kept under an Idempotency-Key. */
int route_token_add(struct call *call, struct err *err)
{
    struct token_order order = blank_token;
    struct api_token token;
    struct str secret;
    if (call_body(call, &order, err) < 0 ||
        desk_token_add(call->desk, &call->actor, call->arena, &order, &token, &secret, err) < 0)
        return -1;
    json_begin_object(&call->json);
    json_name(&call->json, "token");
    write_token(&call->json, &token);
    json_put_string(&call->json, "secret", secret);
    json_end_object(&call->json);
    return 0;
}

int route_token_revoke(struct call *call, struct err *err)
{
    struct api_token token;
    struct id id;
    if (call_id(call, "id", &id, err) < 0 ||
        desk_token_revoke(call->desk, &call->actor, call->arena, &id, &token, err) < 0)
        return -1;
    write_token(&call->json, &token);
    return 0;
}

/* ---- audit ---- */

struct audit_page {
    struct call *call;
    int64_t after, last;
    int most, count;
};

static int write_row(void *context, const struct audit_row *row)
{
    struct audit_page *page = context;
    if (page->count == page->most) return 1;
    write_audit(&page->call->json, row);
    page->last = row->seq;
    page->count++;
    return 0;
}

int route_audit(struct call *call, struct err *err)
{
    struct audit_page page = {.call = call};
    struct str after = call_query(call, "after");
    uint64_t seq = 0;
    if (after.ptr && str_to_uint(after, INT64_MAX, &seq) < 0)
        return err_set(err, ERR_INPUT, "after: the seq of a row is expected");
    page.after = (int64_t)seq;
    if (call_limit(call, &page.most, err) < 0) return -1;
    call_begin_page(call);
    if (desk_audit_follow(call->desk, call->arena, page.after, page.most, write_row, &page, err) < 0)
        return -1;
    json_end_array(&call->json);
    if (page.count == page.most)
        json_put_int(&call->json, "next", page.last);
    else
        json_put_null(&call->json, "next");
    json_end_object(&call->json);
    return 0;
}
