/* Intake: a message comes in and is a ticket with an assessment and a draft when it is answered for.
 *
 * What the desk has to do at once is done with it: pieces go on hold, change requests and claims are opened, costly steps
 * become proposals. The same message (id and sender) again gives what it gave the first time. */
#ifndef BURIN_DESK_INTAKE_H
#define BURIN_DESK_INTAKE_H

#include "desk/desk.h"
#include "store/file.h"

struct intake {
    bool created;            /* false: it was here already */
    struct id ticket, draft; /* draft zero: nothing is to be answered */
    struct str state;        /* of the ticket */
    struct str assessment;   /* the document */
};

/* `inquiry->order` is NULL: the order is found by number and sender. `files` are the attachments', one for each, where they were
 * handed in; or NULL: only their names were told. They are kept with the message. Needs RIGHT_ORDERS. */
int desk_receive(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct inquiry *inquiry, const struct ready_file *files, struct intake *out,
                 struct err *err);

/* Inside desk: the same where it is known which order it is about, and nothing needs to be asked of a right. */
int intake_receive(struct desk *desk, const struct actor *actor, struct arena *arena,
                   const struct inquiry *inquiry, const struct ready_file *files, const struct id *order,
                   struct intake *out, struct err *err);

/* Inside desk: the order a message is about, by its number or the sender alone: 1, or 0 where none is known. */
int intake_find_order(const struct unit *unit, const struct inquiry *inquiry, struct id *out,
                      struct err *err);

#endif
