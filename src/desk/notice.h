/* Inside desk: proactive notices (rule book, section 10): never twice, never for what is cancelled or held, with the reason
 * kept where one is withheld. */
#ifndef BURIN_DESK_NOTICE_H
#define BURIN_DESK_NOTICE_H

#include "desk/desk.h"
#include "store/order.h"

/* A notice with its words, rendered before the transaction that queues it. */
struct notice_letter {
    enum notice notice;
    struct str template; /* the notice's name, "invitation" or "remake_confirmed" */
    struct str subject;
    struct notice_text text;
    struct str page_line; /* with the link to the order's page, in Markdown; may be empty */
    instant_t not_before;
};
int notice_write(struct desk *desk, struct arena *arena, const struct order *order, enum notice notice,
                 struct str template, int item, instant_t not_before, struct notice_letter *out,
                 struct err *err);

/* What makes it go out once. */
struct str notice_key(struct arena *arena, struct str template, const struct id *order, struct str once);
/* Queues it. `once` names the occasion beside order and notice (an item, a promise), so that each goes out once. What it
 * tells of the delivery is entered as a promise. */
int notice_queue(const struct unit *unit, const struct order_record *record,
                 const struct notice_letter *letter, struct str once, struct err *err);

#endif
