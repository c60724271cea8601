/* Inside desk: the second factor, six digits that change every 30 seconds (RFC 6238, HMAC-SHA-1). */
#ifndef BURIN_DESK_TOTP_H
#define BURIN_DESK_TOTP_H

#include "base/arena.h"
#include "base/date.h"

enum { TOTP_SECRET_BYTES = 20, TOTP_STEP_SECONDS = 30, TOTP_STEPS_OFF = 1 };

int64_t totp_step_at(instant_t at);
/* The code of a step, 0 to 999,999. */
int totp_code(struct str secret, int64_t step);
/* Whether `code` (six digits, spaces between do not matter) is that of the present step or of one beside it, and of none
 * up to `used`: each counts once. *out_step is its step. */
bool totp_check(struct str secret, struct str code, instant_t now, int64_t used, int64_t *out_step);

/* Base32 without padding (RFC 4648 §6): how people type a secret in. */
struct str totp_secret_text(struct arena *arena, struct str secret);
/* otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=…: what authenticator apps read from a QR code. */
struct str totp_url(struct arena *arena, struct str issuer, struct str account, struct str secret);

#endif
