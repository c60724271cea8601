/* Inside desk: how often somebody may guess a password or a code.
 *
 * A guess is counted before it is looked at, so that a thousand at once count as a thousand. The first few are free; then
 * each has to wait twice as long as the one before, up to a quarter of an hour; the right one ends the count, and so
 * does a day without a guess. */
#ifndef BURIN_DESK_GUESS_H
#define BURIN_DESK_GUESS_H

#include "store/session.h"

enum { GUESSES_FREE = 5 };
#define GUESS_WAIT_MOST (900 * MICROS_PER_SECOND)
#define GUESS_KEPT (24 * MICROS_PER_HOUR)

/* *out_wait: 0 where the guess may be made, and is counted; else µs until it may. */
int guess_take(const struct unit *unit, const struct digest *who, int64_t *out_wait, struct err *err);

/* Passwords from an address; codes and the person's own password, of those who know the password or are in already. */
struct digest guess_at_password(struct str from, struct str email);
struct digest guess_at_code(const struct id *account);
struct digest guess_at_own_password(const struct id *account);

#endif
