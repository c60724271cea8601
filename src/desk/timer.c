/* Due work; see timer.h. */
#include "desk/timer.h"

#include "desk/guess.h"
#include "desk/notice.h"
#include "desk/privacy.h"
#include "desk/session.h"
#include "store/audit.h"
#include "store/change.h"
#include "store/idempotency.h"
#include "store/outbox.h"
#include "store/portal.h"
#include "store/presence.h"
#include "store/promise.h"
#include "store/sending.h"
#include "store/ticket.h"

enum { BATCH = 50, WARN_DAYS_BEFORE = 1 };
#define REMIND_BEFORE (2 * MICROS_PER_HOUR)

static int note(const struct unit *unit, const char *verb, const struct id *object, const struct id *order,
                const struct id *ticket, struct err *err)
{
    struct audit_entry entry = {.verb = verb, .object = *object, .order = *order, .ticket = *ticket};
    return audit_add(unit, &entry, err);
}

/* ---- changes that wait for a yes ---- */

struct changes {
    struct id after;
    struct change_request list[BATCH];
    int count;
};

static int due_changes_in(const struct unit *unit, void *context, struct err *err)
{
    struct changes *changes = context;
    return change_due(unit, unit->now + REMIND_BEFORE, &changes->after, BATCH, changes->list, &changes->count,
                      err);
}

struct waiting {
    struct desk *desk;
    const struct change_request *read;
    struct order_record record;
    struct notice_letter letter;
    bool known, reminded, lapsed;
};

static int read_waiting(const struct unit *unit, void *context, struct err *err)
{
    struct waiting *waiting = context;
    int found = order_load(unit, &waiting->read->order, &waiting->record, err);
    waiting->known = found > 0;
    return found < 0 ? -1 : 0;
}

static int remind(const struct unit *unit, struct waiting *waiting, struct change_request *change,
                  struct err *err)
{
    char id[ID_TEXT];
    id_format(&change->id, id);
    if (notice_queue(unit, &waiting->record, &waiting->letter, str_of(id), err) < 0) return -1;
    change->reminded_at = unit->now;
    waiting->reminded = true;
    return note(unit, "change.reminded", &change->id, &change->order, &change->ticket, err);
}

/* The ticket a person looks at: where one was merged, the one it went into. */
static int load_living(const struct unit *unit, const struct id *id, struct ticket *out, struct err *err)
{
    int found = id_is_none(id) ? 0 : ticket_load(unit, id, out, err);
    if (found <= 0 || out->state != TICKET_MERGED) return found;
    struct id into = out->merged_into;
    return ticket_load(unit, &into, out, err);
}

/* The hold stays: a piece that is known to be wrong is never made. A person asks. */
static int lapse(const struct unit *unit, struct waiting *waiting, struct change_request *change,
                 struct err *err)
{
    struct ticket ticket;
    if (change_step(unit, change, CHANGE_EXPIRED, (struct str){0}, err) < 0) return -1;
    waiting->lapsed = true;
    if (note(unit, "change.expired", &change->id, &change->order, &change->ticket, err) < 0) return -1;
    int found = load_living(unit, &change->ticket, &ticket, err);
    if (found <= 0) return found;
    if (ticket_step(&ticket, TICKET_OPEN, err) < 0) return -1;
    ticket.escalated = true;
    ticket.due_at = unit->now;
    ticket.resolved_at = INSTANT_NONE;
    return ticket_save(unit, &ticket, err);
}

/* Whether the order is as it was when the words about it were written; else it is for the next tick. */
static int is_as_read(const struct unit *unit, const struct order_record *read, struct err *err)
{
    struct order_record now;
    int found = order_head(unit, &read->id, &now, err);
    return found <= 0 ? found : now.version == read->version;
}

static int wait_in(const struct unit *unit, void *context, struct err *err)
{
    struct waiting *waiting = context;
    struct change_request change;
    waiting->reminded = waiting->lapsed = false;
    int found = change_load(unit, &waiting->read->id, &change, err);
    if (found <= 0 || change.version != waiting->read->version)
        return found < 0 ? -1 : 0; /* somebody was quicker */
    int same = is_as_read(unit, &waiting->record, err);
    if (same <= 0) return same;
    if (change.reminded_at == INSTANT_NONE && change.confirm_by > unit->now &&
        remind(unit, waiting, &change, err) < 0)
        return -1;
    if (change.confirm_by <= unit->now && lapse(unit, waiting, &change, err) < 0) return -1;
    return waiting->reminded || waiting->lapsed ? change_save(unit, &change, err) : 0;
}

static bool is_due(const struct change_request *change, instant_t now)
{
    return change->reminded_at == INSTANT_NONE || change->confirm_by <= now;
}

/* One piece of work failed: the first error is the one that is told. */
static void note_failure(struct tick *tick, const struct err *failure, struct err *first)
{
    if (!tick->failed++ && first) *first = *failure;
}

static int do_change(struct desk *desk, struct arena *arena, const struct change_request *change,
                     struct tick *out, struct err *err)
{
    struct waiting waiting = {.desk = desk, .read = change};
    if (!is_due(change, desk_now(desk))) return 0;
    if (desk_read(desk, &actor_timer, arena, read_waiting, &waiting, err) < 0) return -1;
    if (!waiting.known) return 0;
    if (notice_write(desk, arena, waiting.record.order, NOTICE_WINDOW_CLOSING, STR("window_closing"),
                     change->item, INSTANT_NONE, &waiting.letter, err) < 0 ||
        desk_write(desk, &actor_timer, arena, wait_in, &waiting, err) < 0)
        return -1;
    out->reminded += waiting.reminded;
    out->lapsed += waiting.lapsed;
    return 0;
}

static void do_changes(struct desk *desk, struct arena *arena, struct changes *changes, struct tick *out,
                       struct err *err)
{
    struct err failure = {0};
    changes->count = 0;
    if (desk_read(desk, &actor_timer, arena, due_changes_in, changes, &failure) < 0)
        note_failure(out, &failure, err);
    for (int i = 0; i < changes->count; i++) {
        failure = (struct err){0};
        changes->after = changes->list[i].id;
        if (do_change(desk, arena, &changes->list[i], out, &failure) < 0) note_failure(out, &failure, err);
    }
}

/* ---- promises that are about to break ---- */

struct promises {
    day_t day;
    struct id after;
    struct promise_record list[BATCH];
    int count;
};

static int due_promises_in(const struct unit *unit, void *context, struct err *err)
{
    struct promises *promises = context;
    return promise_due(unit, promises->day, &promises->after, BATCH, promises->list, &promises->count, err);
}

struct warning {
    const struct promise_record *promise;
    struct order_record record;
    struct notice_letter letter;
    bool known, warned;
};

static int read_warning(const struct unit *unit, void *context, struct err *err)
{
    struct warning *warning = context;
    int found = order_load(unit, &warning->promise->order, &warning->record, err);
    warning->known = found > 0;
    return found < 0 ? -1 : 0;
}

/* Whether the order as it stands goes beyond what was told. */
static bool will_break(const struct warning *warning)
{
    const struct promise_record *promise = warning->promise;
    for (size_t i = 0; i < warning->letter.text.milestone_count; i++) {
        const struct item_milestone *now = &warning->letter.text.milestones[i];
        if (now->milestone == promise->milestone && now->actual == DAY_NONE &&
            (promise->item == ALL_ITEMS || now->item == ALL_ITEMS || now->item == promise->item) &&
            now->range.to > promise->range.to)
            return true;
    }
    return false;
}

/* What the notice promises anew: several promises that it takes the place of are told of by one. */
static struct str new_promise(struct arena *arena, const struct warning *warning)
{
    struct day_range last = {DAY_NONE, DAY_NONE};
    for (size_t i = 0; i < warning->letter.text.milestone_count; i++) {
        const struct item_milestone *now = &warning->letter.text.milestones[i];
        if (now->milestone == MILESTONE_DELIVERED && now->actual == DAY_NONE && now->range.to >= last.to)
            last = now->range;
    }
    return arena_printf(arena, "%d-%d", (int)last.from, (int)last.to);
}

static int warn_in(const struct unit *unit, void *context, struct err *err)
{
    struct warning *warning = context;
    warning->warned = false;
    int same = is_as_read(unit, &warning->record, err);
    if (same <= 0) return same;
    /* Marked first: the notice's own range takes the promise's place. */
    if (promise_mark_warned(unit, &warning->promise->id, &warning->warned, err) < 0) return -1;
    if (!warning->warned) return 0;
    if (notice_queue(unit, &warning->record, &warning->letter, new_promise(unit->arena, warning), err) < 0 ||
        order_bump(unit, &warning->record.id, err) < 0)
        return -1;
    return note(unit, "promise.warned", &warning->promise->id, &warning->promise->order, &(struct id){{0}},
                err);
}

static int do_warning(struct desk *desk, struct arena *arena, const struct promise_record *promise,
                      struct tick *out, struct err *err)
{
    struct warning warning = {.promise = promise};
    if (desk_read(desk, &actor_timer, arena, read_warning, &warning, err) < 0) return -1;
    if (!warning.known) return 0;
    if (notice_write(desk, arena, warning.record.order, NOTICE_DELAY, STR("delay"), promise->item,
                     INSTANT_NONE, &warning.letter, err) < 0)
        return -1;
    /* What is held is told when it goes on. */
    if (warning.letter.text.withheld.len || !will_break(&warning)) return 0;
    if (desk_write(desk, &actor_timer, arena, warn_in, &warning, err) < 0) return -1;
    out->warned += warning.warned;
    return 0;
}

static void do_warnings(struct desk *desk, struct arena *arena, struct promises *promises, struct tick *out,
                        struct err *err)
{
    struct err failure = {0};
    promises->count = 0;
    if (desk_read(desk, &actor_timer, arena, due_promises_in, promises, &failure) < 0)
        note_failure(out, &failure, err);
    for (int i = 0; i < promises->count; i++) {
        failure = (struct err){0};
        promises->after = promises->list[i].id;
        if (do_warning(desk, arena, &promises->list[i], out, &failure) < 0) note_failure(out, &failure, err);
    }
}

/* ---- what is over ---- */

struct closing {
    day_t today;
    struct tick *out;
};

static int close_in(const struct unit *unit, void *context, struct err *err)
{
    const struct closing *closing = context;
    if (promise_break_before(unit, closing->today, &closing->out->broken, err) < 0) return -1;
    if (session_sweep(unit, unit->now - SESSION_IDLE, err) < 0 ||
        guess_sweep(unit, unit->now - GUESS_KEPT, err) < 0 || sending_sweep(unit, err) < 0 ||
        presence_sweep(unit, unit->now - MICROS_PER_HOUR, err) < 0 || order_access_sweep(unit, err) < 0 ||
        outbox_withhold_lapsed(unit, err) < 0)
        return -1;
    return idempotency_sweep(unit, &closing->out->swept, err);
}

int desk_tick(struct desk *desk, struct arena *arena, struct tick *out, struct err *err)
{
    *out = (struct tick){0};
    struct closing closing = {zone_day(desk_store(desk, arena)->zone, desk_now(desk)), out};
    struct changes *changes = ARENA_NEW(arena, struct changes);
    struct promises *promises = ARENA_NEW(arena, struct promises);
    promises->day = closing.today + WARN_DAYS_BEFORE;
    do do_changes(desk, arena, changes, out, err);
    while (changes->count == BATCH);
    do do_warnings(desk, arena, promises, out, err);
    while (promises->count == BATCH);
    struct err failure = {0};
    if (desk_write_quietly(desk, &actor_timer, arena, close_in, &closing, &failure) < 0)
        note_failure(out, &failure, err);
    failure = (struct err){0};
    if (desk_purge(desk, arena, &out->more, &failure) < 0) note_failure(out, &failure, err);
    return out->failed ? -1 : 0;
}
