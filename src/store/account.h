/* People who sign in: one row for each, by its address. */
#ifndef BURIN_STORE_ACCOUNT_H
#define BURIN_STORE_ACCOUNT_H

#include "base/digest.h"
#include "store/unit.h"

struct account {
    struct id id;
    struct str email; /* in lower case */
    struct str name, role;
    struct str password;     /* the hash; empty: none is set */
    struct str invite;       /* SHA-256 of a code that may set it; empty: there is none */
    instant_t invite_until;  /* INSTANT_NONE where there is none */
    struct str totp_secret;  /* empty: no second factor */
    struct str totp_offered; /* empty: none waits for its first code */
    int64_t totp_step;       /* the last one that was used */
    instant_t created_at, disabled_at;
    int64_t version;
};

/* ERR_CONFLICT where the address is taken. */
int account_insert(const struct unit *unit, const struct account *account, struct err *err);
/* 1 with the account, 0 where there is none, -1. */
int account_load(const struct unit *unit, const struct id *id, struct account *out, struct err *err);
int account_find(const struct unit *unit, struct str email, struct account *out, struct err *err);
int account_find_invite(const struct unit *unit, const struct digest *invite, struct account *out,
                        struct err *err);
/* Everything but address and times of origin; counts the version up. ERR_STALE where it is not account->version any more. */
int account_save(const struct unit *unit, struct account *account, struct err *err);
/* A code that was used, so that it does not count again: *out_done is false where that step or a later one is noted already. */
int account_note_step(const struct unit *unit, const struct id *id, int64_t step, bool *out_done,
                      struct err *err);
/* Oldest first. */
int account_list(const struct unit *unit, struct account **out, size_t *out_count, struct err *err);
/* The name of the person behind an actor, "account:…"; empty where it is none of the list. */
struct str account_behind(const struct account *list, size_t count, struct str actor);
/* How many others may sign in as owner. Holds all owners until the transaction ends, so that two of them cannot
 * take each other's role away at the same time. */
int account_other_owners(const struct unit *unit, const struct id *except, int64_t *out, struct err *err);

#endif
