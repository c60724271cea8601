/* Measures that were counted a moment ago; see metrics_cache.h. */
#include "desk/metrics_cache.h"

#include <pthread.h>
#include <stdlib.h>

enum { PLACES = 16, ROWS_AT_ONCE = 5000, ROWS_A_SECOND = 1000, SECONDS_MOST = 300 };

struct place {
    struct arena *arena; /* NULL: nothing is kept here */
    struct metrics metrics;
    int64_t edition;
};

struct metrics_cache {
    pthread_mutex_t lock;
    struct place places[PLACES];
    size_t next;
};

struct metrics_cache *metrics_cache_new(void)
{
    struct metrics_cache *cache = calloc(1, sizeof *cache);
    if (!cache) abort();
    pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void metrics_cache_free(struct metrics_cache *cache)
{
    if (!cache) return;
    for (size_t i = 0; i < PLACES; i++) arena_free(cache->places[i].arena);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

/* Waits are only needed while counting. */
static struct metrics copy(struct arena *arena, const struct metrics *metrics)
{
    struct metrics out = *metrics;
    for (int m = 0; m < MEASURE_COUNT; m++) {
        size_t count = out.measures[m].group_count;
        struct measure_group *groups = ARENA_ARRAY(arena, count, struct measure_group);
        for (size_t i = 0; i < count; i++) {
            groups[i] = metrics->measures[m].groups[i];
            groups[i].key = arena_str(arena, groups[i].key);
            groups[i].figure.waits = NULL;
        }
        out.measures[m].groups = groups;
        out.measures[m].total.waits = NULL;
    }
    return out;
}

static bool is_good(const struct place *place, instant_t now)
{
    int64_t seconds = place->metrics.rows / ROWS_A_SECOND;
    if (seconds > SECONDS_MOST) seconds = SECONDS_MOST;
    return place->arena && now >= place->metrics.as_of &&
           now - place->metrics.as_of < seconds * MICROS_PER_SECOND;
}

static bool is_of(const struct place *place, const struct measure_span *span, int64_t edition)
{
    const struct measure_span *own = &place->metrics.span;
    return place->edition == edition && own->from == span->from && own->to == span->to && own->by == span->by;
}

bool metrics_cache_find(struct metrics_cache *cache, const struct measure_span *span, int64_t edition,
                        instant_t now, struct arena *arena, struct metrics *out)
{
    bool found = false;
    pthread_mutex_lock(&cache->lock);
    for (size_t i = 0; i < PLACES && !found; i++) {
        const struct place *place = &cache->places[i];
        found = is_good(place, now) && is_of(place, span, edition);
        if (found) *out = copy(arena, &place->metrics);
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

void metrics_cache_put(struct metrics_cache *cache, const struct metrics *metrics, int64_t edition)
{
    if (metrics->rows < ROWS_AT_ONCE) return;
    pthread_mutex_lock(&cache->lock);
    struct place *place = &cache->places[cache->next++ % PLACES];
    arena_free(place->arena);
    place->arena = arena_new();
    place->metrics = copy(place->arena, metrics);
    place->edition = edition;
    pthread_mutex_unlock(&cache->lock);
}
