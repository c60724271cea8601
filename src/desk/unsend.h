/* Taking back what was sent a moment ago, or waits to go out. */
#ifndef BURIN_DESK_UNSEND_H
#define BURIN_DESK_UNSEND_H

#include "desk/reply.h"
#include "store/outbox.h"

/* A letter that a person sent, until it is due (LETTER_UNDO) and nobody has claimed it: it was never sent, its draft is open,
 * and ticket, promises and survey are as they were before. Needs RIGHT_REPLY. ERR_CONFLICT, with what stands in the way,
 * where that time is over, where the sending applied a confirmed change, or where ticket or order have moved on since. */
int desk_draft_unsend(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct draft_move *move, struct draft *out, struct err *err);

/* A letter of the desk's own that waits, in a held outbox for instance, is kept and never goes out; the ranges in it were promised
 * to nobody, so that the promise before stands again. Needs RIGHT_REPLY. ERR_CONFLICT where it does not wait, and for a reply,
 * which its conversation counts with. */
int desk_letter_withdraw(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct id *letter, struct outgoing_message *out, struct err *err);

#endif
