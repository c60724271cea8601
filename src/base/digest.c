/* Digests by libsodium and libcrypto; see digest.h. */
#include "base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdlib.h>

static const unsigned char *bytes_of(struct str text)
{
    return (const unsigned char *)(text.ptr ? text.ptr : "");
}

struct digest digest_of(struct str text)
{
    struct digest digest;
    crypto_hash_sha256(digest.bytes, bytes_of(text), text.len);
    return digest;
}

struct digest digest_of_parts(const struct str *parts, size_t count)
{
    struct digest digest;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < count; i++) {
        unsigned char length[8];
        for (int b = 0; b < 8; b++) length[b] = (unsigned char)((uint64_t)parts[i].len >> (56 - 8 * b));
        crypto_hash_sha256_update(&state, length, sizeof length);
        crypto_hash_sha256_update(&state, bytes_of(parts[i]), parts[i].len);
    }
    crypto_hash_sha256_final(&state, digest.bytes);
    return digest;
}

struct digest digest_hmac(struct str key, struct str text)
{
    struct digest digest;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.len);
    crypto_auth_hmacsha256_update(&state, bytes_of(text), text.len);
    crypto_auth_hmacsha256_final(&state, digest.bytes);
    return digest;
}

void digest_hmac_sha1(struct str key, struct str text, uint8_t out[SHA1_BYTES])
{
    unsigned size = SHA1_BYTES;
    if (!HMAC(EVP_sha1(), bytes_of(key), (int)key.len, bytes_of(text), text.len, out, &size)) abort();
}

bool digest_eq(const struct digest *a, const struct digest *b)
{
    return sodium_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void digest_hex(const struct digest *digest, char out[65])
{
    sodium_bin2hex(out, 65, digest->bytes, sizeof digest->bytes);
}
