/* Who has signed in: a session behind a cookie whose secret changes every quarter of an hour.
 *
 * A session ends after 8 hours without a request and after 7 days in any case, when its account is disabled, and when the
 * password is set. The secret before the last change counts for 30 seconds more, for the requests that were on their way. */
#ifndef BURIN_DESK_SESSION_H
#define BURIN_DESK_SESSION_H

#include "desk/desk.h"
#include "store/session.h"

/* The cookie that the secret travels in. */
#define SESSION_COOKIE "__Host-burin"
#define SESSION_IDLE (8 * MICROS_PER_HOUR)
#define SESSION_LONGEST (7 * 24 * MICROS_PER_HOUR)
#define SESSION_ROTATE (15 * 60 * MICROS_PER_SECOND)
#define SESSION_GRACE (30 * MICROS_PER_SECOND)

struct portal_visit; /* a customer's, see portal.h */

/* Who asks, by whatever means. */
struct visit {
    struct actor actor;                /* of a customer: a name of its own, and no right */
    const struct portal_visit *portal; /* a customer on the page of an order; NULL: of the desk */
    struct id session;                 /* zero: by a token; what follows is empty then */
    struct account account;            /* to be shown with care: it holds the hash of the password */
    struct str csrf;                   /* what unsafe requests carry, as text */
    struct str secret;                 /* a new one for the cookie; ptr NULL: the cookie stays as it is */
    instant_t expires_at;
};

struct sign_in {
    struct str email, password, code; /* code: of the second factor; may be empty */
    struct str from;                  /* the block of addresses it comes from, in any form */
    struct str former;                /* the secret of the cookie that is given up, or empty */
};
/* ERR_UNAUTHENTICATED, in the same words and after the same work, where there is no such account, none that may sign in, or
 * the password is another; "/code: …" where it is right but the code is missing, wrong or used. ERR_BUSY with *out_wait
 * above 0 (µs) where too often was guessed: by this block of addresses for this account, so that nobody can keep another from
 * signing in; or, by who knows the password, for its codes. Hashes: not for event threads. */
int desk_sign_in(struct desk *desk, struct arena *arena, const struct sign_in *sign_in, struct visit *out,
                 int64_t *out_wait, struct err *err);

/* Who comes with this cookie: ERR_UNAUTHENTICATED where it does not count (any more). */
int desk_session_recognise(struct desk *desk, struct arena *arena, struct str secret, struct visit *out,
                           struct err *err);
/* Who a session is by now, without taking note of it: for streams that stay open. ERR_UNAUTHENTICATED where it does not count
 * any more. */
int desk_session_still(struct desk *desk, struct arena *arena, const struct id *session, struct actor *out,
                       struct err *err);

/* Ends this session, or all of its person's. */
int desk_sign_out(struct desk *desk, struct arena *arena, const struct visit *visit, bool everywhere,
                  struct err *err);

#endif
