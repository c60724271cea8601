/* What people do with their own account: the password, and the second factor. Each takes the visit of a session, and those that
 * would let a thief of the session stay take the present password too; wrong ones are counted (desk/guess.h), and
 * *out_wait is above 0 (µs) with ERR_BUSY where they were too many. `out` is the account as it is then. */
#ifndef BURIN_DESK_PROFILE_H
#define BURIN_DESK_PROFILE_H

#include "desk/session.h"

/* Ends the other sessions of the person. Hashes: not for event threads. */
int desk_own_password(struct desk *desk, struct arena *arena, const struct visit *visit, struct str current,
                      struct str password, struct account *out, int64_t *out_wait, struct err *err);

struct totp_offer {
    struct str secret; /* as people type it in */
    struct str url;    /* as their app reads it from a QR code */
};
/* Offers a secret, which counts once its first code was confirmed. ERR_CONFLICT where there is a second factor. */
int desk_totp_enrol(struct desk *desk, struct arena *arena, const struct visit *visit, struct str current,
                    struct totp_offer *out, int64_t *out_wait, struct err *err);
int desk_totp_confirm(struct desk *desk, struct arena *arena, const struct visit *visit, struct str code,
                      struct account *out, int64_t *out_wait, struct err *err);
int desk_totp_disable(struct desk *desk, struct arena *arena, const struct visit *visit, struct str current,
                      struct account *out, int64_t *out_wait, struct err *err);

#endif
