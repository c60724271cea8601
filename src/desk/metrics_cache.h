/* Inside desk: measures of many rows, counted a moment ago. What is counted in a few milliseconds is counted anew each time;
 * what takes longer is good for a second for each thousand rows, five minutes at most. */
#ifndef BURIN_DESK_METRICS_CACHE_H
#define BURIN_DESK_METRICS_CACHE_H

#include "desk/measure.h"

struct metrics_cache;

struct metrics_cache *metrics_cache_new(void);
void metrics_cache_free(struct metrics_cache *cache); /* NULL is fine */

/* A copy in `arena` of what was counted over that span by that edition of the shop, where it is still good. */
bool metrics_cache_find(struct metrics_cache *cache, const struct measure_span *span, int64_t edition,
                        instant_t now, struct arena *arena, struct metrics *out);
void metrics_cache_put(struct metrics_cache *cache, const struct metrics *metrics, int64_t edition);

/* The desk's own. (desk.c) */
struct metrics_cache *desk_metrics_cache(const struct desk *desk);

#endif
