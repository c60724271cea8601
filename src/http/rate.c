/* Token buckets as one number each: the time at which the bucket is full again (GCRA); see rate.h. */
#include "http/rate.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/hash.h"

enum { WAYS = 8, LOCKS = 64 };

struct bucket {
    uint64_t key; /* 0: free */
    int64_t full; /* when it is full again */
};

struct http_rate {
    int64_t period, depth; /* µs for one token, µs for a whole bucket */
    uint64_t secret;
    size_t sets; /* a power of two, of WAYS buckets each */
    pthread_mutex_t locks[LOCKS];
    struct bucket buckets[];
};

struct http_rate *http_rate_new(size_t keys, int burst, int64_t period_micros)
{
    size_t sets = 1;
    while (sets * WAYS < keys) sets *= 2;
    struct http_rate *rate = calloc(1, sizeof *rate + sets * WAYS * sizeof *rate->buckets);
    if (!rate || getrandom(&rate->secret, sizeof rate->secret, 0) != (ssize_t)sizeof rate->secret) {
        fputs("burin: no memory or no randomness for a rate limit\n", stderr);
        abort();
    }
    rate->period = period_micros;
    rate->depth = period_micros * burst;
    rate->sets = sets;
    for (int i = 0; i < LOCKS; i++) pthread_mutex_init(&rate->locks[i], NULL);
    return rate;
}

void http_rate_free(struct http_rate *rate)
{
    if (!rate) return;
    for (int i = 0; i < LOCKS; i++) pthread_mutex_destroy(&rate->locks[i]);
    free(rate);
}

/* The bucket of `key`, or the one to be used for it: a free one, else the one that is full first. */
static struct bucket *bucket_of(struct bucket *set, uint64_t key)
{
    struct bucket *best = &set[0];
    for (int i = 0; i < WAYS; i++) {
        if (set[i].key == key) return &set[i];
        if (best->key && (set[i].key == 0 || set[i].full < best->full)) best = &set[i];
    }
    *best = (struct bucket){key, 0};
    return best;
}

int64_t http_rate_take(struct http_rate *rate, uint64_t key, int64_t now)
{
    uint64_t mixed = hash_mix(key ^ rate->secret);
    size_t set = (size_t)mixed & (rate->sets - 1);
    pthread_mutex_t *lock = &rate->locks[set % LOCKS];
    pthread_mutex_lock(lock);
    struct bucket *bucket = bucket_of(&rate->buckets[set * WAYS], mixed ? mixed : 1);
    int64_t full = (bucket->full > now ? bucket->full : now) + rate->period;
    int64_t wait = full - now - rate->depth;
    if (wait <= 0) bucket->full = full;
    pthread_mutex_unlock(lock);
    return wait > 0 ? wait : 0;
}
