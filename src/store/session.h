/* Sessions of people who have signed in, and the guesses of those who have not: kept as digests. */
#ifndef BURIN_STORE_SESSION_H
#define BURIN_STORE_SESSION_H

#include "store/account.h"

enum { CSRF_BYTES = 32 };

struct session {
    struct id id, account;
    uint8_t csrf[CSRF_BYTES];
    instant_t created_at, rotated_at, seen_at, expires_at;
    bool previous; /* found by the secret before the last rotation */
};

int session_insert(const struct unit *unit, const struct session *session, const struct digest *secret,
                   struct err *err);
/* By its secret or by the one before; whether it still counts is not asked. 1 with session and account, 0, -1. */
int session_find(const struct unit *unit, const struct digest *secret, struct session *out,
                 struct account *out_account, struct err *err);
int session_load(const struct unit *unit, const struct id *id, struct session *out,
                 struct account *out_account, struct err *err);
/* From one secret to the next; *out_done is false where another request was quicker. */
int session_rotate(const struct unit *unit, const struct id *id, const struct digest *from,
                   const struct digest *to, bool *out_done, struct err *err);
int session_note_seen(const struct unit *unit, const struct id *id, struct err *err);
int session_end(const struct unit *unit, const struct id *id, struct err *err);
/* All of an account but `except` (zero: none is spared). */
int session_end_all(const struct unit *unit, const struct id *account, const struct id *except,
                    int64_t *out_ended, struct err *err);
/* Forgets sessions past their end or last seen before `idle_since`. */
int session_sweep(const struct unit *unit, instant_t idle_since, struct err *err);

/* Guesses under a key; 0 failures where none is known. */
int guess_load(const struct unit *unit, const struct digest *who, int64_t *out_failures,
               instant_t *out_last_at, struct err *err);
int guess_save(const struct unit *unit, const struct digest *who, int64_t failures, struct err *err);
int guess_forget(const struct unit *unit, const struct digest *who, struct err *err);
int guess_sweep(const struct unit *unit, instant_t before, struct err *err);

#endif
