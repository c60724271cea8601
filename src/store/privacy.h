/* What is kept about one customer, found and erased across the aggregates. */
#ifndef BURIN_STORE_PRIVACY_H
#define BURIN_STORE_PRIVACY_H

#include "store/unit.h"

/* In order of their ids. Tickets are theirs, on one of their orders, or begun from one of their addresses. */
int customer_orders(const struct unit *unit, const struct id *customer, struct id **out, size_t *out_count,
                    struct err *err);
int customer_tickets(const struct unit *unit, const struct id *customer, struct id **out, size_t *out_count,
                     struct err *err);
int customer_surveys(const struct unit *unit, const struct id *customer, struct id **out, size_t *out_count,
                     struct err *err);
int ticket_assessments(const struct unit *unit, const struct id *ticket, struct id **out, size_t *out_count,
                       struct err *err);
/* An order of theirs that is neither delivered nor cancelled: 1, with its number. */
int customer_open_order(const struct unit *unit, const struct id *customer, struct str *out_number,
                        struct err *err);

/* Of an address that is no customer's, folded: the tickets that were begun from it, the surveys on those, and the letters to it
 * that are on none of them. */
int address_tickets(const struct unit *unit, struct str address, struct id **out, size_t *out_count,
                    struct err *err);
int address_surveys(const struct unit *unit, struct str address, struct id **out, size_t *out_count,
                    struct err *err);
int address_letters(const struct unit *unit, struct str address, struct id **out, size_t *out_count,
                    struct err *err);

/* Every text about them is gone from every table but the audit log, which has none: name, addresses, messages, photos,
 * assessments, drafts, letters (those that wait are withheld), personalization, item titles that hold words of it (the SKU takes
 * their place), tracking, comments, what search finds, the digest of who has written. Rows stay with states, times and amounts. Kept answers (idempotency keys) that name something of theirs are gone, too. */
int privacy_erase(const struct unit *unit, const struct id *customer, struct err *err);
/* The same of who wrote from an address, or was written to there, without being a customer: these tickets and letters, what they wrote
 * into tickets of others that theirs were merged into, and the
 * ways to the page of an order that were sent there. What an order itself says of its recipient is erased with its customer. */
int privacy_erase_address(const struct unit *unit, struct str address, const struct id *tickets,
                          size_t ticket_count, struct err *err);

#endif
