/* Codes of a second factor; see totp.h. */
#include "desk/totp.h"

#include "base/buf.h"
#include "base/digest.h"

enum { DIGITS = 6, URL_MOST = 4096 };

int64_t totp_step_at(instant_t at)
{
    return at / MICROS_PER_SECOND / TOTP_STEP_SECONDS;
}

/* RFC 4226 §5.3: 31 bits of the digest, from where its last four bits say. */
int totp_code(struct str secret, int64_t step)
{
    char counter[8];
    uint8_t digest[SHA1_BYTES];
    for (int i = 0; i < 8; i++) counter[i] = (char)((uint64_t)step >> (56 - 8 * i));
    digest_hmac_sha1(secret, str_of_len(counter, sizeof counter), digest);
    const uint8_t *at = digest + (digest[SHA1_BYTES - 1] & 15);
    uint32_t bits =
        (uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
    return (int)(bits % 1000000);
}

static int read_code(struct str text, int *out)
{
    int code = 0, digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == ' ') continue;
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || ++digits > DIGITS) return -1;
        code = code * 10 + (text.ptr[i] - '0');
    }
    *out = code;
    return digits == DIGITS ? 0 : -1;
}

bool totp_check(struct str secret, struct str code, instant_t now, int64_t used, int64_t *out_step)
{
    int64_t present = totp_step_at(now), found = 0;
    int wanted;
    if (read_code(code, &wanted) < 0) return false;
    for (int64_t step = present - TOTP_STEPS_OFF; step <= present + TOTP_STEPS_OFF; step++)
        if (step > used && totp_code(secret, step) == wanted) found = step;
    if (found) *out_step = found;
    return found != 0;
}

struct str totp_secret_text(struct arena *arena, struct str secret)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char *text = arena_alloc(arena, (secret.len * 8 + 4) / 5 + 1);
    size_t len = 0;
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < secret.len; i++) {
        bits = bits << 8 | (uint8_t)secret.ptr[i];
        for (have += 8; have >= 5; have -= 5) text[len++] = digits[bits >> (have - 5) & 31];
    }
    if (have) text[len++] = digits[bits << (5 - have) & 31];
    return str_of_len(text, len);
}

struct str totp_url(struct arena *arena, struct str issuer, struct str account, struct str secret)
{
    struct buf url;
    buf_init(&url, URL_MOST);
    buf_add_c(&url, "otpauth://totp/");
    buf_add_encoded(&url, issuer);
    buf_add_char(&url, ':');
    buf_add_encoded(&url, account);
    buf_add_c(&url, "?secret=");
    buf_add(&url, totp_secret_text(arena, secret));
    buf_add_c(&url, "&issuer=");
    buf_add_encoded(&url, issuer);
    struct str text = buf_copy(&url, arena);
    buf_done(&url);
    return text;
}
