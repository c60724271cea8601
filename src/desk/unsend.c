/* Taking back a letter, in one transaction; see unsend.h. */
#include "desk/unsend.h"

#include "desk/life.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "store/promise.h"
#include "store/search.h"
#include "store/sending.h"
#include "store/survey.h"

struct unsending {
    struct desk *desk;
    const struct draft_move *move;
    struct draft draft;
    struct sending sending;
    struct ticket ticket;
};

static int load_sent(const struct unit *unit, struct unsending *unsending, struct err *err)
{
    struct draft *draft = &unsending->draft;
    int found = draft_load(unit, &unsending->move->draft, draft, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such draft");
    if (unsending->move->version && unsending->move->version != draft->version)
        return err_set(err, ERR_STALE, "the draft has changed since it was read; read it again");
    if (draft->state != DRAFT_SENT)
        return err_set(err, ERR_CONFLICT, "the draft was not sent, so there is nothing to take back");
    found = sending_load(unit, &draft->id, &unsending->sending, err);
    if (found < 0) return -1;
    if (!found || unsending->sending.until <= unit->now)
        return err_set(err, ERR_CONFLICT, "this letter is on its way, and cannot be taken back any more");
    if (unsending->sending.changes_applied)
        return err_set(
            err, ERR_CONFLICT,
            "a change that the customer confirmed was applied with this letter; that is not undone");
    return 0;
}

/* The ticket stands as the letter left it. */
static int load_ticket(const struct unit *unit, struct unsending *unsending, struct err *err)
{
    struct draft open;
    const struct draft *draft = &unsending->draft;
    struct ticket *ticket = &unsending->ticket;
    int found = ticket_load(unit, &draft->ticket, ticket, err);
    if (found < 0) return -1;
    if (!found || ticket->state != draft->leaves || ticket->awaiting != draft->awaits)
        return err_set(err, ERR_CONFLICT, "the ticket has moved on since this letter was sent");
    found = draft_open(unit, &draft->ticket, &open, err);
    if (found < 0) return -1;
    return found ? err_set(err, ERR_CONFLICT, "the ticket has another open draft by now") : 0;
}

static int undo_promises(const struct unit *unit, struct unsending *unsending, struct err *err)
{
    struct order_record order;
    const struct sending *sending = &unsending->sending;
    if (id_is_none(&sending->order)) return 0;
    if (order_head(unit, &sending->order, &order, err) < 0) return -1;
    if (order.version != sending->order_version)
        return err_set(err, ERR_CONFLICT, "the order has changed since this letter was sent");
    if (promise_take_back(unit, &sending->order, &sending->outbox, unsending->draft.settled_at, err) < 0 ||
        life_settle(unsending->desk, unit, &sending->order, err) < 0)
        return -1;
    return order_bump(unit, &sending->order, err);
}

static int undo_ticket(const struct unit *unit, struct unsending *unsending, struct err *err)
{
    const struct sending *sending = &unsending->sending;
    struct ticket *ticket = &unsending->ticket;
    if (survey_take_back(unit, &ticket->id, unsending->draft.settled_at, err) < 0) return -1;
    ticket->state = sending->state;
    ticket->awaiting = sending->awaiting;
    ticket->due_at = sending->due_at;
    ticket->first_response_at = sending->first_response_at;
    ticket->first_response_us = sending->first_response_us;
    ticket->resolved_at = sending->resolved_at;
    ticket->last_at = sending->last_at;
    ticket->last_author = sending->last_author;
    return ticket_save(unit, ticket, err);
}

static int undo_draft(const struct unit *unit, struct draft *draft, struct err *err)
{
    if (state_step(MACHINE_DRAFT, (int)draft->state, DRAFT_OPEN, err) < 0) return -1;
    draft->state = DRAFT_OPEN;
    draft->settled_at = INSTANT_NONE;
    draft->override_by = draft->override_reason = (struct str){0};
    return draft_save(unit, draft, err);
}

static int unsend_in(const struct unit *unit, void *context, struct err *err)
{
    struct unsending *unsending = context;
    struct draft *draft = &unsending->draft;
    if (load_sent(unit, unsending, err) < 0 || load_ticket(unit, unsending, err) < 0 ||
        outbox_take_back(unit, &unsending->sending.outbox, err) < 0 ||
        message_take_back(unit, &draft->ticket, unsending->sending.seq, err) < 0 ||
        search_remove_message(unit, &draft->ticket, unsending->sending.seq, err) < 0 ||
        undo_promises(unit, unsending, err) < 0 || undo_ticket(unit, unsending, err) < 0 ||
        undo_draft(unit, draft, err) < 0 || sending_remove(unit, &draft->id, err) < 0)
        return -1;
    struct audit_entry entry = {.verb = "reply.unsent",
                                .object = draft->id,
                                .order = unsending->ticket.order,
                                .ticket = draft->ticket};
    return audit_add(unit, &entry, err);
}

int desk_draft_unsend(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct draft_move *move, struct draft *out, struct err *err)
{
    struct unsending unsending = {.desk = desk, .move = move};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_write(desk, actor, arena, unsend_in, &unsending, err) < 0)
        return -1;
    *out = unsending.draft;
    return 0;
}

/* ---- a letter that the desk wrote by itself ---- */

struct withdrawing {
    struct desk *desk;
    struct id id;
    struct outgoing_message letter;
};

/* What it promised was told to nobody, and what was promised before stands again. */
static int forget_promises(const struct unit *unit, const struct withdrawing *withdrawing, struct err *err)
{
    const struct outgoing_message *letter = &withdrawing->letter;
    if (id_is_none(&letter->order)) return 0;
    if (promise_take_back(unit, &letter->order, &letter->id, letter->created_at, err) < 0 ||
        life_settle(withdrawing->desk, unit, &letter->order, err) < 0)
        return -1;
    return order_bump(unit, &letter->order, err);
}

static int withdraw_in(const struct unit *unit, void *context, struct err *err)
{
    struct withdrawing *withdrawing = context;
    struct outgoing_message *letter = &withdrawing->letter;
    int found = outbox_load(unit, &withdrawing->id, letter, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such letter");
    if (str_is(str_of(letter->kind), "reply"))
        return err_set(err, ERR_CONFLICT,
                       "a reply belongs to its conversation; take it back or write again there");
    if (outbox_withdraw(unit, &letter->id, err) < 0 || forget_promises(unit, withdrawing, err) < 0) return -1;
    struct audit_entry entry = {
        .verb = "letter.withdrawn", .object = letter->id, .order = letter->order, .ticket = letter->ticket};
    if (audit_add(unit, &entry, err) < 0) return -1;
    return outbox_load(unit, &withdrawing->id, letter, err) < 0 ? -1 : 0;
}

int desk_letter_withdraw(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct id *letter, struct outgoing_message *out, struct err *err)
{
    struct withdrawing withdrawing = {.desk = desk, .id = *letter};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_write(desk, actor, arena, withdraw_in, &withdrawing, err) < 0)
        return -1;
    *out = withdrawing.letter;
    return 0;
}
