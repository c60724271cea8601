/* What a ticket brings along when it is merged into another one. */
#ifndef BURIN_DESK_MERGE_H
#define BURIN_DESK_MERGE_H

#include "store/ticket.h"

/* Inside a transaction: `source` ends in `into`, both in memory, and neither is saved here. The target is as much alive as the
 * livelier of the two, due when the first of them is, as grave as the graver, and takes over the order, the agent and what the
 * customer was asked for where it has none of its own; a question goes along only with its order. What was merged into the
 * source is merged into the target from now on, so that one step always leads to a living ticket. ERR_CONFLICT where either is
 * merged already. */
int merge_tickets(const struct unit *unit, struct ticket *source, struct ticket *into, struct err *err);

#endif
