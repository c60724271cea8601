/* Customers on the page of their order: the link that lets them in, and who they are from then on.
 *
 * A link is a secret that a letter carries. It counts for 7 days and is used up by coming in with it; what it gives is a session
 * of 30 days for that one order, as that one address. A session counts only while the address still is the customer's, or the
 * recipient's of a gift. Of links and sessions digests are kept; the words of a letter hold a place for the link, which is
 * made when the letter leaves. */
#ifndef BURIN_DESK_PORTAL_H
#define BURIN_DESK_PORTAL_H

#include "desk/session.h"
#include "store/outbox.h"

/* The cookie of a session that is handed out over HTTP; see sessions of people in session.h. */
#define PORTAL_COOKIE "__Host-burin-order"
#define LINK_LASTS_DAYS 7
#define LINK_LASTS (LINK_LASTS_DAYS * 24 * MICROS_PER_HOUR)
#define PORTAL_LASTS (30 * 24 * MICROS_PER_HOUR)
#define PAGES_URL_DEFAULT "http://127.0.0.1:8080"

struct portal_visit {
    struct id session, order, customer;
    struct str number;  /* of the order */
    struct str address; /* folded */
    bool recipient; /* of a gift: not who bought it, and not to see what it cost or what was said about it */
};

/* ---- the way in ---- */

/* Uses a link up, and begins a session: out->secret is for the cookie. ERR_UNAUTHENTICATED, in the same words, where the link
 * does not count (any more). `former` is the secret of a session that is given up for it, or empty. */
int desk_portal_enter(struct desk *desk, struct arena *arena, struct str secret, struct str former,
                      struct visit *out, struct err *err);
/* Who comes with this cookie: out->portal is set. ERR_UNAUTHENTICATED where it does not count (any more). */
int desk_portal_recognise(struct desk *desk, struct arena *arena, struct str secret, struct visit *out,
                          struct err *err);
int desk_portal_leave(struct desk *desk, struct arena *arena, const struct visit *visit, struct err *err);
/* All sessions and unused links of an order end. Needs RIGHT_REPLY; ERR_NOT_FOUND where there is no such order. */
int desk_portal_revoke(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                       int64_t *out_ended, struct err *err);

/* ---- links ---- */

/* Queues the letter with the link. `address` is the customer's or the recipient's; empty: the customer's. Needs RIGHT_REPLY. */
int desk_link_send(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                   struct str address, struct outgoing_message *out, struct err *err);

/* Anybody asks for a link. What is done does not depend on whether there is such an order: the request is only kept, and
 * desk_links_work() looks at it. ERR_BUSY with *out_wait above 0 (µs) where it was asked too often for that address. */
struct link_wish {
    struct str number, email;
};
int desk_link_ask(struct desk *desk, struct arena *arena, const struct link_wish *wish, int64_t *out_wait,
                  struct err *err);
/* Looks at requests, and queues letters to those whose address and order go together. */
int desk_links_work(struct desk *desk, struct arena *arena, bool *out_more, struct err *err);
/* Makes the links of letters that are about to leave, and puts them into their words, in memory. */
int desk_links_fill(struct desk *desk, struct arena *arena, struct outgoing_message *letters, int count,
                    struct err *err);

#endif
