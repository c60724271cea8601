/* Reading what the desk keeps; see look.h. */
#include "desk/look.h"

/* ---- orders ---- */

struct order_list {
    const struct order_filter *filter;
    struct order_record *out;
    int count;
};

static int orders_in(const struct unit *unit, void *context, struct err *err)
{
    struct order_list *list = context;
    return order_list(unit, list->filter, list->out, &list->count, err);
}

int desk_orders(struct desk *desk, const struct actor *actor, struct arena *arena,
                const struct order_filter *filter, struct order_record *out, int *out_count, struct err *err)
{
    struct order_list list = {filter, out, 0};
    if (actor_check(actor, RIGHT_READ, err) < 0 || desk_read(desk, actor, arena, orders_in, &list, err) < 0)
        return -1;
    *out_count = list.count;
    return 0;
}

static int letters_of(const struct unit *unit, const struct id *order, const struct id *ticket,
                      struct outgoing_message **out, int *out_count, struct err *err)
{
    struct outbox_filter filter = {.order = *order, .ticket = *ticket, .most = LETTERS_SHOWN};
    *out = ARENA_ARRAY(unit->arena, LETTERS_SHOWN, struct outgoing_message);
    return outbox_list(unit, &filter, *out, out_count, err);
}

struct part_read {
    struct str number;
    enum order_part part;
    struct order_parts out;
};

static int part_in(const struct unit *unit, void *context, struct err *err)
{
    static const struct id none;
    struct part_read *read = context;
    struct id id;
    int letters = 0;
    if (order_need(unit, read->number, &id, err) < 0) return -1;
    if (read->part == ORDER_SPECS) return order_specs(unit, &id, &read->out.specs, &read->out.count, err);
    if (read->part == ORDER_PROMISES)
        return promise_list(unit, &id, &read->out.promises, &read->out.count, err);
    if (letters_of(unit, &id, &none, &read->out.letters, &letters, err) < 0) return -1;
    read->out.count = (size_t)letters;
    return 0;
}

int desk_order_parts(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                     enum order_part part, struct order_parts *out, struct err *err)
{
    struct part_read read = {.number = number, .part = part};
    if (actor_check(actor, part == ORDER_SPECS ? RIGHT_READ : RIGHT_DESK, err) < 0 ||
        desk_read(desk, actor, arena, part_in, &read, err) < 0)
        return -1;
    *out = read.out;
    return 0;
}

/* ---- tickets ---- */

struct ticket_page {
    const struct ticket_filter *filter;
    struct ticket *out;
    int count;
};

static int tickets_in(const struct unit *unit, void *context, struct err *err)
{
    struct ticket_page *page = context;
    return ticket_list(unit, page->filter, page->out, &page->count, err);
}

int desk_tickets(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct ticket_filter *filter, struct ticket *out, int *out_count, struct err *err)
{
    struct ticket_page page = {filter, out, 0};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, tickets_in, &page, err) < 0)
        return -1;
    *out_count = page.count;
    return 0;
}

int ticket_whole(const struct unit *unit, const struct id *id, struct whole_ticket *out, struct err *err)
{
    int found = ticket_load(unit, id, &out->ticket, err);
    if (found <= 0) return found;
    int order = id_is_none(&out->ticket.order) ? 0 : order_load(unit, &out->ticket.order, &out->order, err);
    int assessed = assessed_answer(unit, id, &out->assessed, err);
    if (order < 0 || assessed < 0 ||
        message_list_whole(unit, id, &out->messages, &out->message_count, err) < 0 ||
        message_list_merged(unit, id, &out->messages, &out->message_count, err) < 0)
        return -1;
    out->has_order = order;
    out->has_assessment = assessed;
    return draft_list(unit, id, &out->drafts, &out->draft_count, err) < 0 ? -1 : 1;
}

struct whole_read {
    struct id id;
    int found;
    struct whole_ticket out;
};

static int whole_in(const struct unit *unit, void *context, struct err *err)
{
    struct whole_read *read = context;
    read->found = ticket_whole(unit, &read->id, &read->out, err);
    return read->found < 0 ? -1 : 0;
}

int desk_ticket_whole(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct id *ticket, struct whole_ticket *out, struct err *err)
{
    struct whole_read read = {.id = *ticket};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, whole_in, &read, err) < 0)
        return -1;
    *out = read.out;
    return read.found;
}

struct letters_read {
    struct id ticket;
    struct outgoing_message *out;
    int count;
};

static int letters_in(const struct unit *unit, void *context, struct err *err)
{
    static const struct id none;
    struct letters_read *read = context;
    struct ticket ticket;
    int found = ticket_load(unit, &read->ticket, &ticket, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    return letters_of(unit, &none, &read->ticket, &read->out, &read->count, err);
}

int desk_ticket_letters(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct id *ticket, struct outgoing_message **out, int *out_count,
                        struct err *err)
{
    struct letters_read read = {.ticket = *ticket};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, letters_in, &read, err) < 0)
        return -1;
    *out = read.out;
    *out_count = read.count;
    return 0;
}

struct letter_page {
    const struct outbox_filter *filter;
    struct outgoing_message *out;
    int count;
};

static int all_letters_in(const struct unit *unit, void *context, struct err *err)
{
    struct letter_page *page = context;
    return outbox_list(unit, page->filter, page->out, &page->count, err);
}

int desk_letters(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct outbox_filter *filter, struct outgoing_message *out, int *out_count,
                 struct err *err)
{
    struct letter_page page = {filter, out, 0};
    if (actor_check(actor, RIGHT_AUDIT, err) < 0 ||
        desk_read(desk, actor, arena, all_letters_in, &page, err) < 0)
        return -1;
    *out_count = page.count;
    return 0;
}

/* ---- changes, claims, approvals: a list of each, and one of each ---- */

#define DEFINE_LIST(noun, filter_type, record_type, list_function)                                        \
    struct noun##_page {                                                                                  \
        struct str number;                                                                                \
        filter_type filter;                                                                               \
        record_type *out;                                                                                 \
        int count;                                                                                        \
    };                                                                                                    \
    static int noun##_in(const struct unit *unit, void *context, struct err *err)                         \
    {                                                                                                     \
        struct noun##_page *page = context;                                                               \
        if (page->number.len && order_need(unit, page->number, &page->filter.order, err) < 0) return -1;  \
        return list_function(unit, &page->filter, page->out, &page->count, err);                          \
    }                                                                                                     \
    int desk_##noun(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number, \
                    filter_type filter, record_type *out, int *out_count, struct err *err)                \
    {                                                                                                     \
        struct noun##_page page = {number, filter, out, 0};                                               \
        if (actor_check(actor, RIGHT_DESK, err) < 0 ||                                                    \
            desk_read(desk, actor, arena, noun##_in, &page, err) < 0)                                     \
            return -1;                                                                                    \
        *out_count = page.count;                                                                          \
        return 0;                                                                                         \
    }

DEFINE_LIST(changes, struct change_filter, struct change_request, change_list)
DEFINE_LIST(claims, struct claim_filter, struct claim_record, claim_list)
DEFINE_LIST(approvals, struct approval_filter, struct approval, approval_list)

#define DEFINE_LOAD(noun, record_type, right)                                                 \
    struct noun##_read {                                                                      \
        struct id id;                                                                         \
        record_type *out;                                                                     \
        int found;                                                                            \
    };                                                                                        \
    static int noun##_load_in(const struct unit *unit, void *context, struct err *err)        \
    {                                                                                         \
        struct noun##_read *read = context;                                                   \
        read->found = noun##_load(unit, &read->id, read->out, err);                           \
        return read->found < 0 ? -1 : 0;                                                      \
    }                                                                                         \
    int desk_##noun##_load(struct desk *desk, const struct actor *actor, struct arena *arena, \
                           const struct id *id, record_type *out, struct err *err)            \
    {                                                                                         \
        struct noun##_read read = {*id, out, 0};                                              \
        if (actor_check(actor, RIGHT_##right, err) < 0 ||                                     \
            desk_read(desk, actor, arena, noun##_load_in, &read, err) < 0)                    \
            return -1;                                                                        \
        return read.found;                                                                    \
    }

DEFINE_LOAD(change, struct change_request, DESK)
DEFINE_LOAD(claim, struct claim_record, DESK)
DEFINE_LOAD(approval, struct approval, DESK)
DEFINE_LOAD(customer, struct customer, DESK)
#define letter_load outbox_load
DEFINE_LOAD(letter, struct outgoing_message, AUDIT)

/* ---- customers ---- */

struct customer_page {
    const struct id *after;
    int most, count;
    struct customer *out;
};

static int customers_in(const struct unit *unit, void *context, struct err *err)
{
    struct customer_page *page = context;
    return customer_list(unit, page->after, page->most, page->out, &page->count, err);
}

int desk_customers(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *after,
                   int most, struct customer *out, int *out_count, struct err *err)
{
    struct customer_page page = {after, most, 0, out};
    if (actor_check(actor, RIGHT_DESK, err) < 0 ||
        desk_read(desk, actor, arena, customers_in, &page, err) < 0)
        return -1;
    *out_count = page.count;
    return 0;
}

/* ---- search ---- */

struct searching {
    struct str query;
    int64_t before;
    int most, count;
    struct found_thing *out;
};

static int load_found(const struct unit *unit, struct found_thing *thing, struct err *err)
{
    int found = thing->hit.is_order ? order_head(unit, &thing->hit.object, &thing->order, err)
                                    : ticket_load(unit, &thing->hit.object, &thing->ticket, err);
    return found < 0 ? -1 : 0;
}

static int search_in(const struct unit *unit, void *context, struct err *err)
{
    struct searching *searching = context;
    struct search_hit *hits = ARENA_ARRAY(unit->arena, (size_t)searching->most, struct search_hit);
    if (search_find(unit, searching->query, searching->before, searching->most, hits, &searching->count,
                    err) < 0)
        return -1;
    for (int i = 0; i < searching->count; i++) {
        searching->out[i] = (struct found_thing){.hit = hits[i]};
        if (load_found(unit, &searching->out[i], err) < 0) return -1;
    }
    return 0;
}

int desk_search(struct desk *desk, const struct actor *actor, struct arena *arena, struct str query,
                int64_t before, int most, struct found_thing *out, int *out_count, struct err *err)
{
    struct searching searching = {query, before, most, 0, out};
    if (actor_check(actor, RIGHT_DESK, err) < 0 ||
        desk_read(desk, actor, arena, search_in, &searching, err) < 0)
        return -1;
    *out_count = searching.count;
    return 0;
}
