/* Orders and their life. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/life.h"

static struct str number_of(const struct call *call)
{
    return http_param(call->request, "number");
}

static int no_order(const struct call *call, struct err *err)
{
    return order_missing(number_of(call), err);
}

/* Where it goes is between the customer and the desk. */
static void hide_addresses(struct arena *arena, struct order *order)
{
    struct change *kept = ARENA_ARRAY(arena, order->change_count, struct change);
    size_t count = 0;
    for (size_t i = 0; i < order->change_count; i++)
        if (!str_is(order->changes[i].field, "address")) kept[count++] = order->changes[i];
    order->changes = kept;
    order->change_count = count;
}

/* What the studio sees of an order: not what was paid for it, and no way to the customer. */
static const struct order_record *as_seen(const struct call *call, const struct order_record *record)
{
    if (role_has(call->actor.role, RIGHT_DESK)) return record;
    struct order *order = ARENA_NEW(call->arena, struct order);
    struct order_record *seen = ARENA_NEW(call->arena, struct order_record);
    *order = *record->order;
    order->total = (struct str){0};
    order->customer = (struct person){.name = order->customer.name};
    order->recipient = (struct person){.name = order->recipient.name};
    hide_addresses(call->arena, order);
    *seen = *record;
    seen->order = order;
    return seen;
}

int route_order_put(struct call *call, struct err *err)
{
    struct order order;
    struct order_record record;
    enum order_put what;
    int64_t version;
    if (order_from_value(call->arena, &call->body, "", &order, err) < 0) return -1;
    if (order.number.len &&
        !str_eq(order_key(call->arena, order.number), order_key(call->arena, number_of(call))))
        return err_set(err, ERR_INPUT, "/number: the number of the address, %.*s, is expected",
                       STR_ARG(str_slice(number_of(call), 0, 80)));
    if (!order.number.len) order.number = number_of(call);
    if (call_if_match(call, &version, err) < 0 ||
        desk_order_update(call->desk, &call->actor, call->arena, &order, version, &what, &record, err) < 0)
        return -1;
    call->status = what == ORDER_CREATED ? 201 : 200;
    call->version = record.version;
    write_order(&call->json, &record);
    return 0;
}

int route_order_get(struct call *call, struct err *err)
{
    struct order_record record;
    int found = desk_order_get(call->desk, &call->actor, call->arena, number_of(call), &record, err);
    if (found <= 0) return found < 0 ? -1 : no_order(call, err);
    call->version = record.version;
    write_order(&call->json, as_seen(call, &record));
    return 0;
}

static int customer_filter(const struct call *call, struct id *out, struct err *err)
{
    struct str text = call_query(call, "customer");
    if (!text.ptr || id_parse(text, out) == 0) return 0;
    return err_set(err, ERR_INPUT, "customer: an id is expected");
}

int route_orders(struct call *call, struct err *err)
{
    struct order_filter filter = {.stage = call_query(call, "stage")};
    int limit, count;
    if (call_limit(call, &limit, err) < 0 || call_cursor(call, &filter.after, err) < 0 ||
        customer_filter(call, &filter.customer, err) < 0)
        return -1;
    filter.most = limit + 1;
    struct order_record *list = ARENA_ARRAY(call->arena, (size_t)limit + 1, struct order_record);
    if (desk_orders(call->desk, &call->actor, call->arena, &filter, list, &count, err) < 0) return -1;
    int shown = count > limit ? limit : count;
    call_begin_page(call);
    for (int i = 0; i < shown; i++) write_order_head(&call->json, as_seen(call, &list[i]));
    call_end_page(call, shown < count, shown ? &list[shown - 1].id : NULL);
    return 0;
}

DOCUMENT_WORD(stage, STAGE_COUNT)

static const struct stage_event blank_event = {.at = INSTANT_NONE, .item = ALL_ITEMS};
static const struct member_rule event_members[] = {
    MEMBER_WORD("stage", stage, struct stage_event, stage, .required = true),
    MEMBER("at", read_instant, struct stage_event, at, .max = 0),
    MEMBER("item", read_int, struct stage_event, item, .min = 0, .max = 500),
};
const struct shape shape_event = SHAPE(struct stage_event, &blank_event, event_members, NULL);

int route_order_event(struct call *call, struct err *err)
{
    struct stage_record record = {.number = number_of(call), .event = blank_event};
    struct order_record out;
    bool new;
    if (call_if_match(call, &record.version, err) < 0 || call_body(call, &record.event, err) < 0) return -1;
    if (record.event.at == INSTANT_NONE) record.event.at = desk_now(call->desk);
    if (desk_record_stage(call->desk, &call->actor, call->arena, &record, &new, &out, err) < 0) return -1;
    call->status = new ? 201 : 200;
    call->version = out.version;
    write_order(&call->json, as_seen(call, &out));
    return 0;
}

static const struct hold_wish blank_hold = {.item = ALL_ITEMS};
static const struct member_rule hold_members[] = {
    MEMBER("item", read_int, struct hold_wish, item, .min = 0, .max = 500),
    MEMBER("reason", read_text, struct hold_wish, reason, .required = true, .max = 200),
};
const struct shape shape_hold = SHAPE(struct hold_wish, &blank_hold, hold_members, NULL);
static const struct member_rule release_members[] = {
    MEMBER("item", read_int, struct hold_wish, item, .min = 0, .max = 500),
};
const struct shape shape_release = SHAPE(struct hold_wish, &blank_hold, release_members, NULL);

static int answer_order(struct call *call, const struct order_record *record)
{
    call->version = record->version;
    write_order(&call->json, as_seen(call, record));
    return 0;
}

typedef int hold_mover(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct hold_wish *wish, struct order_record *out, struct err *err);

static int move_hold(struct call *call, hold_mover *run, struct err *err)
{
    struct hold_wish wish = blank_hold;
    struct order_record record;
    if (call_if_match(call, &wish.version, err) < 0 || call_body(call, &wish, err) < 0) return -1;
    wish.number = number_of(call);
    if (run(call->desk, &call->actor, call->arena, &wish, &record, err) < 0) return -1;
    return answer_order(call, &record);
}

int route_order_hold(struct call *call, struct err *err)
{
    return move_hold(call, desk_hold, err);
}

int route_order_release(struct call *call, struct err *err)
{
    return move_hold(call, desk_release, err);
}

/* ---- what belongs to one order ---- */

static int read_parts(struct call *call, enum order_part part, struct order_parts *out, struct err *err)
{
    return desk_order_parts(call->desk, &call->actor, call->arena, number_of(call), part, out, err);
}

int route_order_specs(struct call *call, struct err *err)
{
    struct order_parts parts;
    if (read_parts(call, ORDER_SPECS, &parts, err) < 0) return -1;
    call_begin_page(call);
    for (size_t i = 0; i < parts.count; i++) write_spec(&call->json, &parts.specs[i]);
    call_end_page(call, false, NULL);
    return 0;
}

int route_order_promises(struct call *call, struct err *err)
{
    struct order_parts parts;
    if (read_parts(call, ORDER_PROMISES, &parts, err) < 0) return -1;
    call_begin_page(call);
    for (size_t i = 0; i < parts.count; i++) write_promise(&call->json, &parts.promises[i]);
    call_end_page(call, false, NULL);
    return 0;
}

int route_order_letters(struct call *call, struct err *err)
{
    struct order_parts parts;
    if (read_parts(call, ORDER_LETTERS, &parts, err) < 0) return -1;
    call_begin_page(call);
    for (size_t i = 0; i < parts.count; i++) write_letter(&call->json, &parts.letters[i]);
    call_end_page(call, false, NULL);
    return 0;
}
