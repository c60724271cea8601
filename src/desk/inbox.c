/* The inbox; see inbox.h.
 *
 * Rows come along an index in the order of the list; what a filter leaves out is passed over here, up to so many rows for one page,
 * so that no question reads all that was ever closed. */
#include "desk/inbox.h"

#include "engine/hours.h"
#include "store/search.h"

enum { CHUNK = 200, LOOK_MOST = 2000, HITS_MOST = 500, TICKETS_OF_ORDER = 20 };
#define MINUTE (60 * MICROS_PER_SECOND)

/* ---- one row ---- */

/* Until when what is late, or due today, was or will be due. */
static instant_t due_until(const struct store *store, enum inbox_due due, instant_t now)
{
    if (due == DUE_LATE) return now;
    if (due == DUE_TODAY) return zone_instant(store->zone, zone_day(store->zone, now), 86400);
    return INSTANT_NONE;
}

static bool is_lang(struct str locale, struct str lang)
{
    return str_eq(str_slice(locale, 0, 2), lang);
}

static bool is_owned(const struct inbox_filter *filter, const struct id *assignee)
{
    if (filter->owner == OWNER_NOBODY) return id_is_none(assignee);
    return filter->owner != OWNER_ACCOUNT || id_eq(assignee, &filter->account);
}

/* In all but the time it is due. */
static bool is_kind(const struct inbox_filter *filter, const struct inbox_group *group)
{
    if (filter->by_state && group->state != filter->state) return false;
    if (filter->concern.len && !str_eq(group->concern, filter->concern)) return false;
    if (filter->lang.len && !is_lang(group->locale, filter->lang)) return false;
    if (filter->stage.len && !str_eq(group->stage, filter->stage)) return false;
    if (filter->by_escalated && group->escalated != filter->escalated) return false;
    return is_owned(filter, &group->assignee);
}

static bool matches(const struct inbox_filter *filter, instant_t until, const struct inbox_row *row)
{
    const struct ticket *ticket = &row->ticket;
    struct inbox_group alone = {
        .state = ticket->state,
        .concern = ticket->concern,
        .locale = ticket->locale,
        .stage = row->stage,
        .escalated = ticket->escalated,
        .assignee = ticket->assignee,
    };
    if (until != INSTANT_NONE && (ticket->due_at == INSTANT_NONE || ticket->due_at >= until)) return false;
    return is_kind(filter, &alone);
}

int64_t ticket_minutes_left(const struct store *store, const struct ticket *ticket, instant_t now)
{
    if (ticket->due_at == INSTANT_NONE) return 0;
    return ticket->due_at >= now ? hours_between(store, now, ticket->due_at) / MINUTE
                                 : -(hours_between(store, ticket->due_at, now) / MINUTE);
}

/* ---- a page ---- */

struct looking {
    const struct store *store;
    const struct inbox_filter *filter;
    struct inbox_page page;
};

static void take(struct looking *looking, const struct inbox_row *row)
{
    struct inbox_page *page = &looking->page;
    page->rows[page->count] = *row;
    page->minutes_left[page->count++] = ticket_minutes_left(looking->store, &row->ticket, page->now);
}

static int look_along(const struct unit *unit, struct looking *looking, struct err *err)
{
    const struct inbox_filter *filter = looking->filter;
    struct inbox_page *page = &looking->page;
    struct inbox_row *chunk = ARENA_ARRAY(unit->arena, CHUNK, struct inbox_row);
    struct inbox_span span = {filter->by_state, filter->state, filter->after, filter->after_id,
                              filter->most < CHUNK ? filter->most + 1 : CHUNK};
    instant_t until = due_until(looking->store, filter->due, page->now);
    for (int looked = 0; looked < LOOK_MOST;) {
        int count;
        if (inbox_read(unit, &span, chunk, &count, err) < 0) return -1;
        for (int i = 0; i < count; i++) {
            if (page->count == filter->most) {
                page->more = true;
                return 0;
            }
            page->next = span.after = chunk[i].ticket.inbox_at;
            page->next_id = span.after_id = chunk[i].ticket.id;
            if (matches(filter, until, &chunk[i])) take(looking, &chunk[i]);
        }
        looked += count;
        page->more = count == span.most;
        span.most = CHUNK;
        if (!page->more || (until != INSTANT_NONE && page->next >= until)) break;
    }
    if (until != INSTANT_NONE && page->next >= until) page->more = false;
    return 0;
}

static bool is_there(const struct inbox_page *page, const struct id *ticket)
{
    for (int i = 0; i < page->count; i++)
        if (id_eq(&page->rows[i].ticket.id, ticket)) return true;
    return false;
}

static int take_found(const struct unit *unit, struct looking *looking, const struct id *ticket,
                      struct err *err)
{
    struct inbox_row row;
    instant_t until = due_until(looking->store, looking->filter->due, looking->page.now);
    if (looking->page.count == looking->filter->most || is_there(&looking->page, ticket)) return 0;
    int found = inbox_load(unit, ticket, &row, err);
    if (found > 0 && matches(looking->filter, until, &row)) take(looking, &row);
    return found < 0 ? -1 : 0;
}

static int take_order(const struct unit *unit, struct looking *looking, const struct id *order,
                      struct err *err)
{
    struct ticket list[TICKETS_OF_ORDER];
    struct ticket_filter filter = {.order = *order, .most = TICKETS_OF_ORDER};
    int count;
    if (ticket_list(unit, &filter, list, &count, err) < 0) return -1;
    for (int i = 0; i < count; i++)
        if (take_found(unit, looking, &list[i].id, err) < 0) return -1;
    return 0;
}

static int look_up(const struct unit *unit, struct looking *looking, struct err *err)
{
    struct search_hit *hits = ARENA_ARRAY(unit->arena, HITS_MOST, struct search_hit);
    int count;
    if (search_find(unit, looking->filter->query, 0, HITS_MOST, hits, &count, err) < 0) return -1;
    for (int i = 0; i < count && looking->page.count < looking->filter->most; i++)
        if ((hits[i].is_order ? take_order : take_found)(unit, looking, &hits[i].object, err) < 0) return -1;
    return 0;
}

static int look(const struct unit *unit, void *context, struct err *err)
{
    struct looking *looking = context;
    size_t most = (size_t)looking->filter->most;
    looking->page = (struct inbox_page){.now = unit->now,
                                        .rows = ARENA_ARRAY(unit->arena, most, struct inbox_row),
                                        .minutes_left = ARENA_ARRAY(unit->arena, most, int64_t)};
    return (looking->filter->query.len ? look_up : look_along)(unit, looking, err);
}

int desk_inbox(struct desk *desk, const struct actor *actor, struct arena *arena,
               const struct inbox_filter *filter, struct inbox_page *out, struct err *err)
{
    struct looking looking = {.store = desk_store(desk, arena), .filter = filter};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, look, &looking, err) < 0)
        return -1;
    *out = looking.page;
    return 0;
}

/* ---- counts ---- */

struct counting {
    const struct store *store;
    const struct inbox_filter *filters;
    size_t count;
    struct inbox_counts out;
};

static bool can_be_counted(const struct inbox_filter *filter)
{
    bool closed = filter->by_state && filter->state != TICKET_OPEN && filter->state != TICKET_WAITING;
    return !closed && !filter->query.len;
}

static void count_group(void *context, const struct inbox_group *group)
{
    struct counting *counting = context;
    const int64_t by_due[] = {
        [DUE_WHENEVER] = group->count, [DUE_LATE] = group->due[0], [DUE_TODAY] = group->due[1]};
    enum concern concern;
    counting->out.total += group->count;
    if (concern_from_name(group->concern, &concern) == 0) counting->out.concerns[concern] += group->count;
    for (size_t i = 0; i < counting->count; i++)
        if (can_be_counted(&counting->filters[i]) && is_kind(&counting->filters[i], group))
            counting->out.filtered[i] += by_due[counting->filters[i].due];
}

static int count_in(const struct unit *unit, void *context, struct err *err)
{
    struct counting *counting = context;
    bool by_stage = false;
    counting->out = (struct inbox_counts){.filtered = ARENA_ARRAY(unit->arena, counting->count, int64_t)};
    for (size_t i = 0; i < counting->count; i++) {
        bool counted = can_be_counted(&counting->filters[i]);
        counting->out.filtered[i] = counted ? 0 : -1;
        by_stage = by_stage || (counted && counting->filters[i].stage.len);
    }
    const instant_t until[2] = {due_until(counting->store, DUE_LATE, unit->now),
                                due_until(counting->store, DUE_TODAY, unit->now)};
    return inbox_groups(unit, by_stage, until, count_group, counting, err);
}

int desk_inbox_counts(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct inbox_filter *filters, size_t count, struct inbox_counts *out,
                      struct err *err)
{
    struct counting counting = {.store = desk_store(desk, arena), .filters = filters, .count = count};
    if (actor_check(actor, RIGHT_DESK, err) < 0 ||
        desk_read(desk, actor, arena, count_in, &counting, err) < 0)
        return -1;
    *out = counting.out;
    return 0;
}
