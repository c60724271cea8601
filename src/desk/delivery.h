/* The outbox as the delivery loop sees it, and the audit log as listeners do. */
#ifndef BURIN_DESK_DELIVERY_H
#define BURIN_DESK_DELIVERY_H

#include "desk/desk.h"
#include "store/audit.h"
#include "store/outbox.h"

/* Takes up to `most` letters that are due for `lease_us`; none while the outbox is held. `owner` names this process. */
int desk_letters_claim(struct desk *desk, struct arena *arena, struct str owner, int64_t lease_us, int most,
                       struct outgoing_message *out, int *out_count, struct err *err);
/* When the process starts: on SQLite, whose file is this process's alone, leases of one that was killed end at once. */
int desk_letters_recover(struct desk *desk, struct arena *arena, struct err *err);
/* It has gone out; ERR_STALE where the lease had gone to somebody else. */
int desk_letter_sent(struct desk *desk, struct arena *arena, const struct outgoing_message *letter,
                     struct str owner, struct err *err);
/* It has not. Tried again after 1 minute, doubling to an hour, for five days; `for_good` where another try is no use. */
int desk_letter_failed(struct desk *desk, struct arena *arena, const struct outgoing_message *letter,
                       struct str owner, struct str error, bool for_good, struct err *err);
/* A failed letter once more; needs RIGHT_REPLY. ERR_CONFLICT where it has not failed. */
int desk_letter_retry(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct id *letter, struct outgoing_message *out, struct err *err);
/* Holds or releases the whole outbox; needs RIGHT_ADMIN. A restored store begins held. */
int desk_outbox_hold(struct desk *desk, const struct actor *actor, struct arena *arena, bool held,
                     struct err *err);
int desk_outbox_depth(struct desk *desk, struct arena *arena, struct outbox_depth *out, bool *out_held,
                      struct err *err);

/* Gives new rows of the audit log their place in the chain: how many. */
int desk_audit_chain(struct desk *desk, struct arena *arena, int *out_chained, struct err *err);
/* Calls `each` for the rows behind `after`, in order. */
int desk_audit_follow(struct desk *desk, struct arena *arena, int64_t after, int most,
                      int (*each)(void *context, const struct audit_row *row), void *context,
                      struct err *err);
/* The seq of the last row that has one; 0: none. */
int desk_audit_end(struct desk *desk, struct arena *arena, int64_t *out, struct err *err);
int desk_audit_verify(struct desk *desk, struct arena *arena, struct audit_break *out, struct err *err);

#endif
