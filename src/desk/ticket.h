/* Tickets as agents handle them: take, hand over, resolve, reopen, merge. */
#ifndef BURIN_DESK_TICKET_H
#define BURIN_DESK_TICKET_H

#include "desk/desk.h"
#include "store/ticket.h"

/* All need RIGHT_REPLY. `version` is the ticket's as it was read, or 0 for whatever it is now. */
struct ticket_move {
    struct id ticket;
    int64_t version;
};
/* To an account that may reply (else ERR_INPUT), or to nobody: a zero id. */
int desk_ticket_assign(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct ticket_move *move, const struct id *account, struct ticket *out,
                       struct err *err);
/* To a person: escalated, open, unassigned, with a note in the audit log. */
int desk_ticket_hand_over(struct desk *desk, const struct actor *actor, struct arena *arena,
                          const struct ticket_move *move, struct ticket *out, struct err *err);
int desk_ticket_resolve(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct ticket_move *move, struct ticket *out, struct err *err);
int desk_ticket_reopen(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct ticket_move *move, struct ticket *out, struct err *err);
/* The ticket ends in `into`, where the conversation goes on with all that was to be done in it (merge.h); its open draft is
 * discarded. */
int desk_ticket_merge(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct ticket_move *move, const struct id *into, struct ticket *out,
                      struct err *err);

enum { NOTE_MOST = 16 * 1024 }; /* bytes */
/* A note of an agent among the messages: never sent, never assessed, found by search, erased with the customer's texts.
 * ERR_CONFLICT where the ticket is merged. */
int desk_ticket_note(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct ticket_move *move, struct str text, struct message *out, struct err *err);

/* Inside a transaction, in memory and beside it: resolved now, and the customer may be asked how it was. */
int ticket_note_resolved(const struct unit *unit, struct ticket *ticket, const struct id *account,
                         struct err *err);

#endif
