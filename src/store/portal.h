/* How customers come to the page of their order: links that let in once, sessions behind a cookie, and requests for a link
 * that nobody has looked at yet. Secrets are kept as digests. */
#ifndef BURIN_STORE_PORTAL_H
#define BURIN_STORE_PORTAL_H

#include "base/digest.h"
#include "store/session.h"

struct order_link {
    struct id order;
    struct str address; /* where the letter went, folded */
    instant_t expires_at;
};
int order_link_insert(const struct unit *unit, const struct digest *secret, const struct order_link *link,
                      struct err *err);
/* Uses it up: 1 with what it opens; 0 where there is none, it was used, or its time is over. */
int order_link_take(const struct unit *unit, const struct digest *secret, struct order_link *out,
                    struct err *err);

struct order_session {
    struct id id, order;
    struct str address;
    uint8_t csrf[CSRF_BYTES];
    instant_t created_at, expires_at;
};
int order_session_insert(const struct unit *unit, const struct order_session *session,
                         const struct digest *secret, struct err *err);
/* Whether it still counts is not asked. 1, 0, -1. */
int order_session_find(const struct unit *unit, const struct digest *secret, struct order_session *out,
                       struct err *err);
int order_session_end(const struct unit *unit, const struct id *id, struct err *err);
/* All sessions and all unused links of an order end. *out_ended: how many of both. */
int order_access_end(const struct unit *unit, const struct id *order, int64_t *out_ended, struct err *err);
/* Forgets links and sessions past their end. */
int order_access_sweep(const struct unit *unit, struct err *err);

struct link_request {
    struct id id;
    struct str number, address; /* as they were given; the address folded */
    instant_t asked_at;
};
/* Sets id and time. */
int link_request_add(const struct unit *unit, struct link_request *request, struct err *err);
/* Oldest first. */
int link_request_list(const struct unit *unit, int most, struct link_request *out, int *out_count,
                      struct err *err);
/* *out_taken is false where another node was quicker. */
int link_request_take(const struct unit *unit, const struct id *id, bool *out_taken, struct err *err);

#endif
