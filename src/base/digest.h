/* SHA-256, HMAC-SHA-256 and comparison in constant time (libsodium); HMAC-SHA-1 for RFC 6238 (libcrypto). */
#ifndef BURIN_BASE_DIGEST_H
#define BURIN_BASE_DIGEST_H

#include "base/str.h"

struct digest {
    uint8_t bytes[32];
};

struct digest digest_of(struct str text);
/* Of several parts, each led by its length, so that "ab","c" and "a","bc" differ. */
struct digest digest_of_parts(const struct str *parts, size_t count);
struct digest digest_hmac(struct str key, struct str text);
enum { SHA1_BYTES = 20 };
/* Only where a standard asks for it, as the codes of RFC 6238 do. */
void digest_hmac_sha1(struct str key, struct str text, uint8_t out[SHA1_BYTES]);
bool digest_eq(const struct digest *a, const struct digest *b);
/* 64 hex digits and a NUL. */
void digest_hex(const struct digest *digest, char out[65]);

static inline struct str digest_str(const struct digest *digest)
{
    return (struct str){(const char *)digest->bytes, sizeof digest->bytes};
}

#define DIGEST_OF(...)                                 \
    digest_of_parts((const struct str[]){__VA_ARGS__}, \
                    sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))

#endif
