/* Customers: who orders and writes, with their addresses and consents. */
#ifndef BURIN_STORE_CUSTOMER_H
#define BURIN_STORE_CUSTOMER_H

#include "model/order.h"
#include "store/unit.h"

struct customer {
    struct id id;
    struct person person; /* with all further addresses */
    instant_t created_at, erased_at;
    int64_t version;
};

enum { ADDRESS_MOST = 320 }; /* bytes of an address; RFC 5321 has 254 */

/* Trimmed and in lower case (ASCII): addresses compare so. */
struct str address_fold(struct arena *arena, struct str address);

/* 1 where found, 0 where not. */
int customer_load(const struct unit *unit, const struct id *id, struct customer *out, struct err *err);
int customer_find(const struct unit *unit, struct str address, struct id *out, struct err *err);
/* The customer of that address, brought up to date; made where there is none. `known` is the customer the order has had so
 * far, or zero. A consent is given by an order, but only the customer takes it back. */
int customer_put(const struct unit *unit, const struct person *person, const struct id *known, struct id *out,
                 struct err *err);
int customer_set_consent(const struct unit *unit, const struct id *id, const char *kind, bool given,
                         struct str source, struct err *err);
/* Name, addresses and phone are gone; the row stays, so that figures stay. */
int customer_erase(const struct unit *unit, const struct id *id, struct err *err);

/* Newest first, behind `after` (zero: from the start). */
int customer_list(const struct unit *unit, const struct id *after, int most, struct customer *out,
                  int *out_count, struct err *err);

#endif
