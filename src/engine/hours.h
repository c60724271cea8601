/* The store's opening hours as a clock. */
#ifndef BURIN_ENGINE_HOURS_H
#define BURIN_ENGINE_HOURS_H

#include "model/store.h"

/* The instant at which `hours` of opening time have passed since `at`, counted on the studio calendar. Where the store
 * gives no hours at all, every business day counts from 9 to 17. */
instant_t hours_after(const struct store *store, instant_t at, int hours);
/* The same by microseconds. */
instant_t hours_pass(const struct store *store, instant_t at, int64_t micros);
/* Opening time between two instants, in microseconds; 0 where `to` is not after `from`. At most two years are counted. */
int64_t hours_between(const struct store *store, instant_t from, instant_t to);

#endif
