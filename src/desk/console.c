/* A ticket as it is worked; see console.h. */
#include "desk/console.h"

#include "desk/offers.h"
#include "engine/outlook.h"
#include "store/account.h"
#include "store/sending.h"
#include "text/json.h"

enum { HOLDS_MOST = 50 };

struct opening {
    struct desk *desk;
    const struct actor *actor;
    struct id ticket;
    int found;
    int held[HOLDS_MOST], held_count;
    struct console out;
};

static int read_cases(const struct unit *unit, struct console *out, struct err *err)
{
    const struct id *order = &out->whole.order.id;
    struct change_filter changes = {.order = *order, .most = CONSOLE_CASES_MOST};
    struct claim_filter claims = {.order = *order, .most = CONSOLE_CASES_MOST};
    struct approval_filter approvals = {.order = *order, .most = CONSOLE_CASES_MOST};
    out->changes = ARENA_ARRAY(unit->arena, CONSOLE_CASES_MOST, struct change_request);
    out->claims = ARENA_ARRAY(unit->arena, CONSOLE_CASES_MOST, struct claim_record);
    out->approvals = ARENA_ARRAY(unit->arena, CONSOLE_CASES_MOST, struct approval);
    if (change_list(unit, &changes, out->changes, &out->change_count, err) < 0 ||
        claim_list(unit, &claims, out->claims, &out->claim_count, err) < 0)
        return -1;
    return approval_list(unit, &approvals, out->approvals, &out->approval_count, err);
}

static int read_people(const struct unit *unit, struct console *out, struct err *err)
{
    const struct ticket *ticket = &out->whole.ticket;
    struct account account;
    int customer =
        id_is_none(&ticket->customer) ? 0 : customer_load(unit, &ticket->customer, &out->customer, err);
    int assignee = id_is_none(&ticket->assignee) ? 0 : account_load(unit, &ticket->assignee, &account, err);
    if (customer < 0 || assignee < 0) return -1;
    out->has_customer = customer;
    if (assignee) out->assignee = account.name;
    return 0;
}

/* What was sent last, as long as it can be taken back. */
static int read_sent(const struct unit *unit, struct console *out, struct err *err)
{
    struct draft *last = NULL;
    struct sending sending;
    out->undo_until = INSTANT_NONE;
    for (size_t i = 0; i < out->whole.draft_count; i++) {
        struct draft *draft = &out->whole.drafts[i];
        if (draft->state == DRAFT_SENT && (!last || draft->settled_at >= last->settled_at)) last = draft;
    }
    int found = last ? sending_load(unit, &last->id, &sending, err) : 0;
    if (found <= 0 || sending.until <= unit->now) return found < 0 ? -1 : 0;
    out->sent = last;
    out->undo_until = sending.until;
    return 0;
}

static int check_draft(struct arena *arena, struct console *out, struct err *err)
{
    for (size_t i = 0; i < out->whole.draft_count; i++)
        if (out->whole.drafts[i].state == DRAFT_OPEN) out->draft = &out->whole.drafts[i];
    if (!out->draft || !out->whole.has_assessment) return 0;
    return findings_of(arena, out->whole.assessed.output, out->draft->markdown, &out->findings, err);
}

static int read_in(const struct unit *unit, void *context, struct err *err)
{
    struct opening *opening = context;
    struct console *out = &opening->out;
    *out = (struct console){.now = unit->now};
    opening->found = ticket_whole(unit, &opening->ticket, &out->whole, err);
    if (opening->found <= 0) return opening->found;
    if (read_people(unit, out, err) < 0 || read_sent(unit, out, err) < 0 ||
        presence_others(unit, &opening->ticket, &opening->actor->account, &out->others, &out->other_count,
                        err) < 0)
        return -1;
    if (!out->whole.has_order) return 0;
    if (read_cases(unit, out, err) < 0) return -1;
    return order_held_by_hand(unit, &out->whole.order.id, opening->held, HOLDS_MOST, &opening->held_count,
                              err);
}

int desk_console(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *ticket,
                 struct console *out, struct err *err)
{
    struct opening opening = {.desk = desk, .actor = actor, .ticket = *ticket};
    struct console *console = &opening.out;
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, read_in, &opening, err) < 0)
        return -1;
    if (!opening.found) return 0;
    if (console->whole.has_assessment &&
        json_parse(arena, console->whole.assessed.output, &console->assessment, err) < 0)
        return -1;
    if (check_draft(arena, console, err) < 0) return -1;
    if (console->whole.has_order)
        outlook_of(arena, desk_store(desk, arena), console->whole.order.order, console->now, &console->views,
                   &console->view_count);
    offers_make(arena, actor, opening.held, opening.held_count, console);
    *out = *console;
    return 1;
}
