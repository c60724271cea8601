/* Recognised tokens; see token_cache.h. A table with one place for each digest's first bits: a newer one takes it over. */
#include "desk/token_cache.h"

#include <pthread.h>
#include <stdlib.h>

enum { PLACES = 1024, NAME_MOST = 64 };
#define GOOD_FOR (5 * MICROS_PER_SECOND)

struct place {
    struct digest secret;
    instant_t until; /* 0: free */
    enum role role;
    char name[NAME_MOST];
};

struct token_cache {
    pthread_mutex_t mutex;
    struct place places[PLACES];
};

struct token_cache *token_cache_new(void)
{
    struct token_cache *cache = calloc(1, sizeof *cache);
    if (!cache) abort();
    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

void token_cache_free(struct token_cache *cache)
{
    if (!cache) return;
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

static struct place *place_of(struct token_cache *cache, const struct digest *secret)
{
    return &cache->places[(secret->bytes[0] | secret->bytes[1] << 8) % PLACES];
}

bool token_cache_find(struct token_cache *cache, const struct digest *secret, instant_t now,
                      struct arena *arena, struct actor *out)
{
    pthread_mutex_lock(&cache->mutex);
    const struct place *place = place_of(cache, secret);
    bool found = place->until > now && place->until <= now + GOOD_FOR && digest_eq(&place->secret, secret);
    if (found) *out = (struct actor){.name = arena_str(arena, str_of(place->name)), .role = place->role};
    pthread_mutex_unlock(&cache->mutex);
    return found;
}

void token_cache_put(struct token_cache *cache, const struct digest *secret, const struct actor *actor,
                     instant_t now, instant_t end)
{
    if (actor->name.len >= NAME_MOST) return;
    pthread_mutex_lock(&cache->mutex);
    struct place *place = place_of(cache, secret);
    *place = (struct place){.secret = *secret, .until = now + GOOD_FOR, .role = actor->role};
    if (end != INSTANT_NONE && end < place->until) place->until = end;
    memcpy(place->name, actor->name.ptr, actor->name.len);
    pthread_mutex_unlock(&cache->mutex);
}

void token_cache_clear(struct token_cache *cache)
{
    pthread_mutex_lock(&cache->mutex);
    for (size_t i = 0; i < PLACES; i++) cache->places[i].until = 0;
    pthread_mutex_unlock(&cache->mutex);
}
