/* Full-text search over orders and messages. */
#include "api/routes.h"
#include "api/write.h"

static void write_hit(struct json_writer *json, const struct found_thing *thing)
{
    bool is_order = thing->hit.is_order;
    json_begin_object(json);
    json_put_string(json, "kind", is_order ? STR("order") : STR("message"));
    json_name(json, "order");
    if (is_order && thing->order.order)
        write_order_head(json, &thing->order);
    else
        json_write_null(json);
    json_name(json, "ticket");
    if (is_order)
        json_write_null(json);
    else
        write_ticket(json, &thing->ticket);
    put_index(json, "seq", is_order ? -1 : (int)thing->hit.seq);
    json_end_object(json);
}

int route_search(struct call *call, struct err *err)
{
    struct str query = call_query(call, "q"), cursor = call_query(call, "cursor");
    uint64_t before = 0;
    int limit, count;
    if (!str_trim(query).len) return err_set(err, ERR_INPUT, "q: words to look for are expected");
    if (cursor.ptr && str_to_uint(cursor, INT64_MAX, &before) < 0)
        return err_set(err, ERR_INPUT, "cursor: the \"next\" of the page before is expected");
    if (call_limit(call, &limit, err) < 0) return -1;
    struct found_thing *list = ARENA_ARRAY(call->arena, (size_t)limit + 1, struct found_thing);
    if (desk_search(call->desk, &call->actor, call->arena, query, (int64_t)before, limit + 1, list, &count,
                    err) < 0)
        return -1;
    int shown = count > limit ? limit : count;
    call_begin_page(call);
    for (int i = 0; i < shown; i++) write_hit(&call->json, &list[i]);
    json_end_array(&call->json);
    json_name(&call->json, "next");
    if (shown < count)
        json_write_string(&call->json, arena_printf(call->arena, "%lld", (long long)list[shown - 1].hit.row));
    else
        json_write_null(&call->json);
    json_end_object(&call->json);
    return 0;
}
