/* Reals and their digits: exact both ways, and the same in every locale. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/liquid_value.h"

enum { REAL_DIGITS = 17 };

/* ---- digits to real ---- */

/* A natural number, lowest word first; large enough for what real_of_digits makes of it. */
enum { WORDS = 80, MOST_EXPONENT = 310, LEAST_EXPONENT = -400 };

struct natural {
    int count;
    uint32_t words[WORDS];
};

static void natural_multiply(struct natural *number, uint32_t by)
{
    uint64_t carry = 0;
    for (int i = 0; i < number->count; i++) {
        carry += (uint64_t)number->words[i] * by;
        number->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry) number->words[number->count++] = (uint32_t)carry;
}

static void natural_shift(struct natural *number, int bits)
{
    int whole = bits / 32;
    if (whole && number->count) {
        memmove(number->words + whole, number->words, (size_t)number->count * sizeof number->words[0]);
        memset(number->words, 0, (size_t)whole * sizeof number->words[0]);
        number->count += whole;
    }
    natural_multiply(number, UINT32_C(1) << bits % 32);
}

static int natural_bits(const struct natural *number)
{
    return number->count ? number->count * 32 - __builtin_clz(number->words[number->count - 1]) : 0;
}

static bool natural_at_least(const struct natural *a, const struct natural *b)
{
    if (a->count != b->count) return a->count > b->count;
    for (int i = a->count; i-- > 0;)
        if (a->words[i] != b->words[i]) return a->words[i] > b->words[i];
    return true;
}

/* `a` is at least `b`. */
static void natural_subtract(struct natural *a, const struct natural *b)
{
    int64_t borrow = 0;
    for (int i = 0; i < a->count; i++) {
        borrow += (int64_t)a->words[i] - (i < b->count ? b->words[i] : 0);
        a->words[i] = (uint32_t)borrow;
        borrow >>= 32;
    }
    while (a->count && a->words[a->count - 1] == 0) a->count--;
}

static struct natural natural_of(int128_t digits)
{
    struct natural number = {0};
    for (; digits > 0; digits >>= 32) number.words[number.count++] = (uint32_t)digits;
    return number;
}

/* quotient × 2^-shift, rounded to even at the precision a double has there; `more`: the quotient was cut off. */
static double rounded(int128_t quotient, bool more, int bits, int shift)
{
    int top = bits - 1 - shift, precision = top >= -1022 ? 53 : 53 - (-1022 - top);
    if (top > 1023) return INFINITY;
    if (precision < 0) return 0;
    int drop = bits - precision;
    int128_t unit = (int128_t)1 << drop, kept = quotient / unit, rest = quotient % unit, half = unit / 2;
    if (rest > half || (rest == half && (more || kept % 2))) kept++;
    return ldexp((double)kept, drop - shift);
}

/* By long division, 65 bits of it. */
static double divided(struct natural number, struct natural by)
{
    int shift = 64 - (natural_bits(&number) - natural_bits(&by));
    int128_t quotient = 0;
    if (shift > 0)
        natural_shift(&number, shift);
    else
        natural_shift(&by, -shift);
    natural_shift(&by, 64);
    for (int i = 0; i <= 64; i++) {
        bool bit = natural_at_least(&number, &by);
        if (bit) natural_subtract(&number, &by);
        quotient = quotient * 2 + bit;
        natural_shift(&number, 1);
    }
    int bits = quotient >> 64 ? 65 : 64;
    return rounded(quotient, number.count > 0, bits, shift);
}

static double real_of_magnitude(int128_t digits, int exponent)
{
    /* Powers of ten that a double holds: with digits that fit too, one division rounds once, and rightly. */
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (digits <= INT64_C(1) << 53 && exponent <= 0 && exponent >= -22)
        return (double)digits / powers[-exponent];
    if (digits == 0 || exponent < LEAST_EXPONENT) return 0;
    if (exponent > MOST_EXPONENT) return INFINITY;
    struct natural number = natural_of(digits), by = natural_of(1);
    for (; exponent > 0; exponent--) natural_multiply(&number, 10);
    for (; exponent < 0; exponent++) natural_multiply(&by, 10);
    return divided(number, by);
}

double real_of_digits(int128_t digits, int exponent)
{
    return digits < 0 ? -real_of_magnitude(-digits, exponent) : real_of_magnitude(digits, exponent);
}

/* ---- real to digits ---- */

/* Sums of money and the like, with few digits behind the point: false for numbers of another kind. */
static bool few_digits(double real, int64_t *whole, int *places)
{
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    if (!(real >= 1e-3 && real < 1e9)) return false;
    for (int i = 0; i <= 6; i++) {
        double scaled = nearbyint(real * powers[i]);
        if (scaled / powers[i] != real) continue;
        *whole = (int64_t)scaled;
        *places = i;
        return true;
    }
    return false;
}

/* The digits of `real` to a precision: digits × 10^*exponent. */
static int64_t digits_to(double real, int precision, int *exponent)
{
    char text[48];
    int64_t digits = 0;
    const char *at = text;
    snprintf(text, sizeof text, "%.*e", precision - 1, real);
    for (; *at && *at != 'e'; at++)
        if (*at >= '0' && *at <= '9') digits = digits * 10 + (*at - '0');
    *exponent = (int)strtol(at + 1, NULL, 10) - (precision - 1);
    return digits;
}

int64_t real_digits(double real, int *out_exponent)
{
    int64_t digits = 0;
    int exponent = 0, places;
    if (few_digits(real, &digits, &places)) {
        exponent = -places;
    } else {
        /* Below the normal range fewer digits can be enough. */
        for (int precision = real < 2.3e-308 ? 1 : 15; precision <= REAL_DIGITS; precision++) {
            digits = digits_to(real, precision, &exponent);
            if (real_of_digits(digits, exponent) == real) break;
        }
    }
    for (; digits && digits % 10 == 0; digits /= 10) exponent++;
    *out_exponent = digits ? exponent : 0;
    return digits;
}

/* ---- text ---- */

/* ddd × 10^exponent of its first digit. */
static void write_plain(struct buf *buf, struct str digits, int exponent)
{
    size_t before = exponent < 0 ? 0 : (size_t)exponent + 1;
    if (before == 0) {
        buf_add_c(buf, "0.");
        for (int i = -1; i > exponent; i--) buf_add_char(buf, '0');
        buf_add(buf, digits);
        return;
    }
    for (size_t i = 0; i < before; i++) buf_add_char(buf, i < digits.len ? digits.ptr[i] : '0');
    buf_add_char(buf, '.');
    if (digits.len > before)
        buf_add(buf, str_slice(digits, before, digits.len));
    else
        buf_add_char(buf, '0');
}

void real_write(struct buf *buf, double real)
{
    if (isnan(real)) {
        buf_add_c(buf, "NaN");
        return;
    }
    if (signbit(real)) buf_add_char(buf, '-');
    if (isinf(real)) {
        buf_add_c(buf, "Infinity");
        return;
    }
    char text[24];
    int exponent;
    int64_t number = real_digits(fabs(real), &exponent);
    int count = snprintf(text, sizeof text, "%lld", (long long)number);
    struct str digits = {text, (size_t)count};
    exponent += count - 1;
    if (exponent >= -4 && exponent < 16) {
        write_plain(buf, digits, exponent);
        return;
    }
    buf_add_char(buf, text[0]);
    buf_add_char(buf, '.');
    buf_add(buf, count > 1 ? str_slice(digits, 1, digits.len) : STR("0"));
    buf_printf(buf, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
}
