/* Inside desk: which passwords are taken, and how they are kept: Argon2id (libsodium) with 19 MiB and two passes.
 *
 * Hashing takes tens of milliseconds and its memory, so it belongs on the work pool and never on an event thread, and only a
 * few run at a time. */
#ifndef BURIN_DESK_PASSWORD_H
#define BURIN_DESK_PASSWORD_H

#include "desk/desk.h"

enum { PASSWORD_LEAST = 12, PASSWORD_MOST = 256 }; /* characters; bytes */

/* ERR_INPUT at `pointer` where it is too short, too long, or easy to guess: on the list of common ones, the same few
 * characters over and over, or the person's own address. */
int password_check(struct arena *arena, struct str password, struct str email, const char *pointer,
                   struct err *err);

struct password_gate;
struct password_gate *password_gate_new(void);
void password_gate_free(struct password_gate *gate); /* NULL is fine */
/* The desk's own. (desk.c) */
struct password_gate *desk_password_gate(const struct desk *desk);

/* ERR_BUSY where too many are hashed just now. */
int password_hash(struct desk *desk, struct arena *arena, struct str password, struct str *out,
                  struct err *err);
/* Takes the same time for an empty `hash`, which nothing matches. */
int password_matches(struct desk *desk, struct arena *arena, struct str hash, struct str password, bool *out,
                     struct err *err);

#endif
