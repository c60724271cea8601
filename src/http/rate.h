/* How often somebody may do something: a token bucket for each key, in memory of fixed size.
 *
 * A bucket lets `burst` through at once and then one every `period_micros`. Where more keys come than the table holds,
 * those that have been quiet longest are forgotten first, and a forgotten key has a full bucket again. Safe from any
 * thread; the time is handed in. */
#ifndef BURIN_HTTP_RATE_H
#define BURIN_HTTP_RATE_H

#include <stddef.h>
#include <stdint.h>

struct http_rate;

/* Room for at least `keys` keys (16 bytes each). Not NULL. */
struct http_rate *http_rate_new(size_t keys, int burst, int64_t period_micros);
void http_rate_free(struct http_rate *rate); /* NULL is fine */

/* 0: go ahead, a token is taken. Else µs until one is there, nothing is taken. `key` is any hash, as of an address
 * (http_address_key) or an account; it is mixed with a secret of this table. `now` in µs of a clock that does not jump. */
int64_t http_rate_take(struct http_rate *rate, uint64_t key, int64_t now);

#endif
