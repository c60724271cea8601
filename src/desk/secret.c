/* Secrets; see secret.h. */
#include "desk/secret.h"

struct str secret_text(struct arena *arena, struct str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char *text = arena_alloc(arena, (bytes.len * 8 + 5) / 6 + 1);
    size_t len = 0;
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        bits = bits << 8 | (uint8_t)bytes.ptr[i];
        for (have += 8; have >= 6; have -= 6) text[len++] = digits[bits >> (have - 6) & 63];
    }
    if (have) text[len++] = digits[bits << (6 - have) & 63];
    return str_of_len(text, len);
}

struct str secret_new(struct arena *arena, const struct rand *rand, const char *prefix)
{
    char bytes[SECRET_BYTES];
    rand_fill(rand, bytes, sizeof bytes);
    struct str text = secret_text(arena, str_of_len(bytes, sizeof bytes));
    return arena_printf(arena, "%s%.*s", prefix, STR_ARG(text));
}
