/* Who has a ticket open now. */
#ifndef BURIN_STORE_PRESENCE_H
#define BURIN_STORE_PRESENCE_H

#include "store/unit.h"

struct present {
    struct id account;
    struct str name;
    bool writing; /* else reading */
    instant_t seen_at;
};

/* Everybody seen since then, by name. */
int presence_list(const struct unit *unit, const struct id *ticket, instant_t since, struct present **out,
                  size_t *out_count, struct err *err);
int presence_put(const struct unit *unit, const struct id *ticket, const struct id *account, bool writing,
                 struct err *err);
/* The account is away. */
int presence_remove(const struct unit *unit, const struct id *ticket, const struct id *account,
                    struct err *err);
int presence_sweep(const struct unit *unit, instant_t before, struct err *err);

#endif
