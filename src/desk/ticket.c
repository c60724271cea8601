/* Handling tickets; see ticket.h. */
#include "desk/ticket.h"

#include "desk/account.h"
#include "desk/merge.h"
#include "store/audit.h"
#include "store/search.h"
#include "store/survey.h"
#include "text/utf8.h"

int ticket_note_resolved(const struct unit *unit, struct ticket *ticket, const struct id *account,
                         struct err *err)
{
    struct survey survey = {
        .ticket = ticket->id,
        .order = ticket->order,
        .customer = ticket->customer,
        .agent = *account,
        .concern = ticket->concern,
    };
    ticket->resolved_at = unit->now;
    ticket->due_at = INSTANT_NONE;
    return survey_ask(unit, &survey, err);
}

/* A move of one ticket: what it does in memory, and what the log calls it. */
struct moving {
    const struct ticket_move *move;
    int (*step)(const struct unit *unit, struct moving *moving, struct ticket *ticket, struct err *err);
    const char *verb;
    struct id other; /* the account, or the ticket it is merged into */
    struct ticket ticket;
};

static int load(const struct unit *unit, const struct ticket_move *move, struct ticket *out, struct err *err)
{
    int found = ticket_load(unit, &move->ticket, out, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    if (move->version && move->version != out->version)
        return err_set(err, ERR_STALE, "the ticket has changed since it was read; read it again");
    return 0;
}

static int move_in(const struct unit *unit, void *context, struct err *err)
{
    struct moving *moving = context;
    struct ticket *ticket = &moving->ticket;
    if (load(unit, moving->move, ticket, err) < 0 || moving->step(unit, moving, ticket, err) < 0 ||
        ticket_save(unit, ticket, err) < 0)
        return -1;
    struct audit_entry entry = {
        .verb = moving->verb, .object = ticket->id, .order = ticket->order, .ticket = ticket->id};
    return audit_add(unit, &entry, err);
}

static int move(struct desk *desk, const struct actor *actor, struct arena *arena, struct moving *moving,
                struct ticket *out, struct err *err)
{
    if (actor_check(actor, RIGHT_REPLY, err) < 0 || desk_write(desk, actor, arena, move_in, moving, err) < 0)
        return -1;
    *out = moving->ticket;
    return 0;
}

static int assign(const struct unit *unit, struct moving *moving, struct ticket *ticket, struct err *err)
{
    struct account account;
    ticket->assignee = moving->other;
    if (id_is_none(&moving->other)) return 0;
    int found = account_load(unit, &moving->other, &account, err);
    if (found < 0) return -1;
    if (found && account_is_assignable(&account)) return 0;
    return err_set(err, ERR_INPUT, "/account: an account that may answer tickets is expected");
}

static int hand_over(const struct unit *unit, struct moving *moving, struct ticket *ticket, struct err *err)
{
    (void)moving;
    ticket->escalated = true;
    ticket->assignee = (struct id){{0}};
    ticket->resolved_at = INSTANT_NONE;
    if (ticket->due_at == INSTANT_NONE) ticket->due_at = unit->now;
    return ticket_step(ticket, TICKET_OPEN, err);
}

static int resolve(const struct unit *unit, struct moving *moving, struct ticket *ticket, struct err *err)
{
    (void)moving;
    if (ticket->state == TICKET_RESOLVED) return err_set(err, ERR_CONFLICT, "the ticket is resolved already");
    if (ticket_step(ticket, TICKET_RESOLVED, err) < 0) return -1;
    ticket->awaiting = AWAITING_NOTHING;
    return ticket_note_resolved(unit, ticket, &ticket->assignee, err);
}

static int reopen(const struct unit *unit, struct moving *moving, struct ticket *ticket, struct err *err)
{
    (void)moving;
    if (ticket_step(ticket, TICKET_OPEN, err) < 0) return -1;
    ticket->resolved_at = INSTANT_NONE;
    ticket->due_at = unit->now;
    return 0;
}

static int discard_draft(const struct unit *unit, const struct id *ticket, struct err *err)
{
    struct draft draft;
    int found = draft_open(unit, ticket, &draft, err);
    if (found <= 0) return found;
    draft.state = DRAFT_DISCARDED;
    draft.settled_at = unit->now;
    return draft_save(unit, &draft, err);
}

static int merge(const struct unit *unit, struct moving *moving, struct ticket *ticket, struct err *err)
{
    struct ticket into;
    int found = ticket_load(unit, &moving->other, &into, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "/into: there is no such ticket");
    if (id_eq(&into.id, &ticket->id)) return err_set(err, ERR_INPUT, "/into: another ticket is expected");
    if (merge_tickets(unit, ticket, &into, err) < 0 || discard_draft(unit, &ticket->id, err) < 0) return -1;
    /* Saved in any case, so that it cannot be merged away itself at the same moment. */
    return ticket_save(unit, &into, err);
}

int desk_ticket_assign(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct ticket_move *ticket, const struct id *account, struct ticket *out,
                       struct err *err)
{
    struct moving moving = {.move = ticket, .step = assign, .verb = "ticket.assigned", .other = *account};
    return move(desk, actor, arena, &moving, out, err);
}

int desk_ticket_hand_over(struct desk *desk, const struct actor *actor, struct arena *arena,
                          const struct ticket_move *ticket, struct ticket *out, struct err *err)
{
    struct moving moving = {.move = ticket, .step = hand_over, .verb = "ticket.handed_over"};
    return move(desk, actor, arena, &moving, out, err);
}

int desk_ticket_resolve(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct ticket_move *ticket, struct ticket *out, struct err *err)
{
    struct moving moving = {.move = ticket, .step = resolve, .verb = "ticket.resolved"};
    return move(desk, actor, arena, &moving, out, err);
}

int desk_ticket_reopen(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct ticket_move *ticket, struct ticket *out, struct err *err)
{
    struct moving moving = {.move = ticket, .step = reopen, .verb = "ticket.reopened"};
    return move(desk, actor, arena, &moving, out, err);
}

int desk_ticket_merge(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct ticket_move *ticket, const struct id *into, struct ticket *out,
                      struct err *err)
{
    struct moving moving = {.move = ticket, .step = merge, .verb = "ticket.merged", .other = *into};
    return move(desk, actor, arena, &moving, out, err);
}

/* ---- notes ---- */

struct noting {
    const struct ticket_move *move;
    struct message note;
};

static int note_in(const struct unit *unit, void *context, struct err *err)
{
    struct noting *noting = context;
    struct message *note = &noting->note;
    struct ticket ticket;
    if (load(unit, noting->move, &ticket, err) < 0) return -1;
    if (ticket.state == TICKET_MERGED)
        return err_set(err, ERR_CONFLICT,
                       "the ticket is merged into another one, where the conversation goes on");
    note->at = unit->now;
    note->seq = 0;
    if (message_add(unit, &ticket.id, note, err) < 0 ||
        search_add_message(unit, &ticket.id, note->seq, note->subject, note->body, err) < 0 ||
        ticket_save(unit, &ticket, err) < 0)
        return -1;
    struct audit_entry entry = {
        .verb = "ticket.noted", .object = note->id, .order = ticket.order, .ticket = ticket.id};
    return audit_add(unit, &entry, err);
}

int desk_ticket_note(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct ticket_move *move, struct str text, struct message *out, struct err *err)
{
    struct noting noting = {
        .move = move,
        .note = {.author = AUTHOR_AGENT, .account = actor->account, .body = text, .internal = true}};
    if (actor_check(actor, RIGHT_REPLY, err) < 0) return -1;
    if (!utf8_is_valid(text) || !str_trim(text).len)
        return err_set(err, ERR_INPUT, "/text: a text is expected, found nothing");
    if (text.len > NOTE_MOST)
        return err_set(err, ERR_LIMIT, "/text: at most %d bytes are allowed, found %zu", NOTE_MOST, text.len);
    if (desk_write(desk, actor, arena, note_in, &noting, err) < 0) return -1;
    *out = noting.note;
    return 0;
}
