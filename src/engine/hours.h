/* The store's opening hours as a clock. */
#ifndef BURIN_ENGINE_HOURS_H
#define BURIN_ENGINE_HOURS_H

#include "model/store.h"

/* The instant at which `hours` of opening time have passed since `at`, counted on the studio calendar. Where the store
 * gives no hours at all, every business day counts from 9 to 17. */
instant_t hours_after(const struct store *store, instant_t at, int hours);

#endif
