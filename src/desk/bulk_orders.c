/* Orders by the thousand; see bulk_orders.h. */
#include "desk/bulk_orders.h"

#include "desk/life.h"
#include "store/audit.h"
#include "store/search.h"

/* ---- in ---- */

struct importing {
    struct desk *desk;
    const struct order_batch *batch;
    struct import_mark mark; /* as it is with this batch */
};

/* One that is new is as its document says; of one that was known the document may be a part. */
static int enter(struct importing *importing, const struct unit *unit, const struct order *order,
                 enum order_put *out_what, struct err *err)
{
    struct id id;
    struct order_record record;
    if (order_put(unit, order, &id, out_what, err) < 0) return -1;
    if (*out_what == ORDER_SAME) return 0;
    if (*out_what == ORDER_CHANGED) {
        if (order_load(unit, &id, &record, err) < 0) return -1;
        order = record.order;
    }
    if (search_put_order(unit, &id, order, err) < 0) return -1;
    return order->promise_count ? life_settle(importing->desk, unit, &id, err) : 0;
}

static int note(const struct unit *unit, const struct importing *importing, const int64_t counts[3],
                struct err *err)
{
    struct audit_entry entry = {
        .verb = "orders.imported",
        .detail = arena_printf(unit->arena, "{\"created\":%lld,\"changed\":%lld,\"same\":%lld}",
                               (long long)counts[ORDER_CREATED], (long long)counts[ORDER_CHANGED],
                               (long long)counts[ORDER_SAME]),
    };
    bool changed = counts[ORDER_CREATED] + counts[ORDER_CHANGED] > 0;
    if (changed && audit_add(unit, &entry, err) < 0) return -1;
    return importing->batch->mark ? import_mark_save(unit, &importing->mark, err) : 0;
}

static int import_in(const struct unit *unit, void *context, struct err *err)
{
    struct importing *importing = context;
    const struct order_batch *batch = importing->batch;
    int64_t counts[3] = {0};
    for (size_t i = 0; i < batch->count; i++) {
        if (enter(importing, unit, &batch->orders[i], &batch->what[i], err) < 0) return -1;
        counts[batch->what[i]]++;
    }
    if (batch->mark) {
        importing->mark = *batch->mark;
        importing->mark.created += counts[ORDER_CREATED];
        importing->mark.changed += counts[ORDER_CHANGED];
        importing->mark.same += counts[ORDER_SAME];
    }
    return note(unit, importing, counts, err);
}

int desk_orders_import(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct order_batch *batch, struct err *err)
{
    struct importing importing = {.desk = desk, .batch = batch};
    if (actor_check(actor, RIGHT_ORDERS, err) < 0 ||
        desk_write(desk, actor, arena, import_in, &importing, err) < 0)
        return -1;
    if (batch->mark) *batch->mark = importing.mark;
    return 0;
}

struct resuming {
    struct import_mark mark;
    int found;
};

static int resume_in(const struct unit *unit, void *context, struct err *err)
{
    struct resuming *resuming = context;
    resuming->found = import_mark_load(unit, &resuming->mark, err);
    return resuming->found < 0 ? -1 : 0;
}

int desk_import_resume(struct desk *desk, const struct actor *actor, struct arena *arena,
                       struct import_mark *mark, struct err *err)
{
    struct resuming resuming = {.mark = *mark};
    if (actor_check(actor, RIGHT_ORDERS, err) < 0 ||
        desk_read(desk, actor, arena, resume_in, &resuming, err) < 0)
        return -1;
    *mark = resuming.mark;
    return resuming.found;
}

static int done_in(const struct unit *unit, void *context, struct err *err)
{
    return import_mark_clear(unit, *(const struct str *)context, err);
}

int desk_import_done(struct desk *desk, const struct actor *actor, struct arena *arena, struct str source,
                     struct err *err)
{
    if (actor_check(actor, RIGHT_ORDERS, err) < 0) return -1;
    return desk_write(desk, actor, arena, done_in, &source, err);
}

/* ---- out ---- */

struct exporting {
    const struct id *after;
    int most, count;
    struct order_record *out;
};

static int export_in(const struct unit *unit, void *context, struct err *err)
{
    struct exporting *exporting = context;
    struct id *ids = ARENA_ARRAY(unit->arena, (size_t)exporting->most, struct id);
    int count;
    if (order_ids(unit, exporting->after, exporting->most, ids, &count, err) < 0) return -1;
    for (int i = 0; i < count; i++)
        if (order_load(unit, &ids[i], &exporting->out[i], err) < 0) return -1;
    exporting->count = count;
    return 0;
}

int desk_orders_export(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct id *after, int most, struct order_record *out, int *out_count,
                       struct err *err)
{
    struct exporting exporting = {after, most, 0, out};
    if (actor_check(actor, RIGHT_DESK, err) < 0 ||
        desk_read(desk, actor, arena, export_in, &exporting, err) < 0)
        return -1;
    *out_count = exporting.count;
    return 0;
}

struct naming {
    struct str *names;
    size_t count;
};

static int names_in(const struct unit *unit, void *context, struct err *err)
{
    struct naming *naming = context;
    return order_field_names(unit, &naming->names, &naming->count, err);
}

int desk_order_fields(struct desk *desk, const struct actor *actor, struct arena *arena, struct str **out,
                      size_t *out_count, struct err *err)
{
    struct naming naming = {0};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, names_in, &naming, err) < 0)
        return -1;
    *out = naming.names;
    *out_count = naming.count;
    return 0;
}
