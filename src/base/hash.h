/* Fast, fixed hashes: the same on every machine and in every build. Not for secrets. */
#ifndef BURIN_BASE_HASH_H
#define BURIN_BASE_HASH_H

#include "base/str.h"

#define HASH_SEED UINT64_C(0xcbf29ce484222325)

/* Mixes more bytes into a hash that began as HASH_SEED (64-bit FNV-1a). */
static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t len)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < len; i++) hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static inline uint64_t hash_str(struct str s)
{
    return hash_bytes(HASH_SEED, s.ptr, s.len);
}

/* Spreads the entropy over all bits, for use as a table index (the finalizer of MurmurHash3). */
static inline uint64_t hash_mix(uint64_t hash)
{
    hash = (hash ^ (hash >> 33)) * UINT64_C(0xff51afd7ed558ccd);
    hash = (hash ^ (hash >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
    return hash ^ (hash >> 33);
}

#endif
