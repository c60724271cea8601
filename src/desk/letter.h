/* Inside desk: what goes out to the customer, into the outbox in the same transaction as everything else. */
#ifndef BURIN_DESK_LETTER_H
#define BURIN_DESK_LETTER_H

#include "desk/desk.h"
#include "store/outbox.h"
#include "store/ticket.h"

/* A letter of a person is due after so long, and until then it can be taken back (desk/unsend.h). */
#define LETTER_UNDO (10 * MICROS_PER_SECOND)

struct letter {
    struct ticket *ticket;
    struct draft *draft;
    struct str output; /* the assessment document it answers by: its ranges are promises once it is sent */
    const struct id *order; /* or NULL */
    bool automatic;         /* nobody has read it before */
    struct id account;      /* who sends it; zero: nobody or a token */
};

/* Whether the policy lets a reply go without a person: every action is on its list, nothing is escalated or doubtful, it is
 * known who writes, and lint found no error. */
bool letter_goes_alone(const struct store *store, const struct assessment *assessment);

/* Sends the draft: outbox row, message, promises, the ticket as the reply leaves it; and where a person sends it, what was
 * confirmed on this ticket is applied. 1; or 0 where an automatic one is held back because too many have gone out on this
 * ticket within the hour. */
int letter_send(struct desk *desk, const struct unit *unit, const struct letter *letter, struct err *err);

/* "We have your message": its words, which need no transaction; and sending it, once in 24 hours to an address at most. */
int letter_receipt(struct desk *desk, struct arena *arena, struct str locale, struct outgoing_message *out,
                   struct err *err);
int letter_acknowledge(const struct unit *unit, const struct ticket *ticket,
                       const struct outgoing_message *receipt, struct err *err);

/* Fills text and html of a message from Markdown. */
int letter_render_markdown(struct arena *arena, struct str markdown, struct outgoing_message *message,
                           struct err *err);
/* The line with the link to the order's page for the foot of a letter, in Markdown; empty where the store wants none. A letter
 * that has it sets outgoing_message.link. */
int letter_link_line(struct desk *desk, struct arena *arena, struct str number, struct str locale,
                     struct str *out, struct err *err);
/* Where a letter to that address goes: "email", or empty where it is not one. */
struct str letter_channel(struct str address);

#endif
