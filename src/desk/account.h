/* People who sign in: added, changed, disabled, invited. All of it needs RIGHT_ADMIN, but for taking up an invitation
 * and where another right is named.
 *
 * A new account has no password: a code that is shown once and counts for 72 hours lets its person set one. There is always
 * one owner who can sign in: the last one can be neither disabled nor given another role (ERR_CONFLICT). */
#ifndef BURIN_DESK_ACCOUNT_H
#define BURIN_DESK_ACCOUNT_H

#include "desk/desk.h"
#include "store/account.h"

struct account_order {
    struct str email, name, role;
    struct str password; /* empty: by invitation */
};
/* *out_invite is the code, "invite_…", or empty where a password was given. ERR_CONFLICT where the address is taken. */
int desk_account_add(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct account_order *order, struct account *out, struct str *out_invite,
                     struct err *err);
int desk_account_list(struct desk *desk, const struct actor *actor, struct arena *arena, struct account **out,
                      size_t *out_count, struct err *err);
/* Whom a ticket can be given to; needs RIGHT_DESK. */
int desk_account_assignable(struct desk *desk, const struct actor *actor, struct arena *arena,
                            struct account **out, size_t *out_count, struct err *err);
/* Whether it is one of them: enabled, and may answer tickets. */
bool account_is_assignable(const struct account *account);
/* ERR_NOT_FOUND where there is none. */
int desk_account_load(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *id,
                      struct account *out, struct err *err);
int desk_account_find(struct desk *desk, const struct actor *actor, struct arena *arena, struct str email,
                      struct account *out, struct err *err);

struct account_move {
    struct id account;
    int64_t version;       /* 0: whatever it is */
    struct str name, role; /* for desk_account_change; empty: as it is */
};
int desk_account_change(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct account_move *move, struct account *out, struct err *err);
/* Ends its sessions, and any invitation. */
int desk_account_disable(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct account_move *move, struct account *out, struct err *err);
int desk_account_enable(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct account_move *move, struct account *out, struct err *err);
/* Takes the second factor away, for who has lost it. */
int desk_account_forget_totp(struct desk *desk, const struct actor *actor, struct arena *arena,
                             const struct account_move *move, struct account *out, struct err *err);
/* A new code, which takes the place of one before; the old password counts until it is used. */
int desk_account_invite(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct account_move *move, struct account *out, struct str *out_invite,
                        struct err *err);
/* Sets the password of somebody; ends their sessions. Hashes: not for event threads. */
int desk_account_set_password(struct desk *desk, const struct actor *actor, struct arena *arena,
                              const struct account_move *move, struct str password, struct account *out,
                              struct err *err);

/* For who holds a code: sets the password and ends the sessions of the account. ERR_INPUT where the code does not count.
 * Hashes: not for event threads. */
int desk_account_accept(struct desk *desk, struct arena *arena, struct str code, struct str password,
                        struct account *out, struct err *err);

#endif
