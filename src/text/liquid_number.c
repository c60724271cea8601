/* Numbers as filters count them: exact decimals of up to 38 digits. Reals and their digits are in liquid_real.c. */
#include <math.h>

#include "text/liquid_parse.h"
#include "text/liquid_value.h"

enum { SCALE_MAX = 1000, INT128_DIGITS = 38 };

static int128_t power_of_ten(int exponent)
{
    int128_t power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

static int128_t magnitude(int128_t digits)
{
    return digits < 0 ? -digits : digits;
}

/* ---- from values ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits with an underscore between two of them, from *at; what does not fit is cut off. */
static int128_t scan_whole(struct str text, size_t *at)
{
    int128_t number = 0, most = power_of_ten(INT128_DIGITS - 2);
    for (; *at < text.len; (*at)++) {
        char c = text.ptr[*at];
        if (is_digit(c)) {
            if (number < most) number = number * 10 + (c - '0');
            continue;
        }
        bool joint = c == '_' && *at > 0 && is_digit(text.ptr[*at - 1]) && *at + 1 < text.len &&
                     is_digit(text.ptr[*at + 1]);
        if (!joint) break;
    }
    return number;
}

static bool is_decimal(struct str text)
{
    size_t at = text.len && text.ptr[0] == '-', dot = 0, start = at;
    for (; at < text.len; at++) {
        if (text.ptr[at] == '.' && !dot && at > start)
            dot = at;
        else if (!is_digit(text.ptr[at]))
            return false;
    }
    return dot && dot + 1 < text.len;
}

/* "-1.50", as is_decimal allows. */
static struct number scan_decimal(struct str text)
{
    struct number number = {.decimal = true};
    bool fraction = false;
    int128_t most = power_of_ten(INT128_DIGITS - 2);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '.') fraction = true;
        if (!is_digit(c)) continue;
        if (number.digits < most) {
            number.digits = number.digits * 10 + (c - '0');
            number.scale += fraction;
        } else if (!fraction && number.scale > -SCALE_MAX) {
            number.scale--;
        }
    }
    if (text.ptr[0] == '-') number.digits = -number.digits;
    return number;
}

/* Optional sign and leading digits; `used` says how far it got (0: no digits). */
static int128_t scan_signed(struct str text, size_t *used)
{
    size_t at = text.len && (text.ptr[0] == '-' || text.ptr[0] == '+'), start = at;
    int128_t number = scan_whole(text, &at);
    *used = at > start ? at : 0;
    return text.len && text.ptr[0] == '-' ? -number : number;
}

static struct number number_of_real(double real)
{
    int exponent;
    if (isnan(real)) return (struct number){.decimal = true};
    if (isinf(real)) return (struct number){true, -SCALE_MAX, signbit(real) ? -1 : 1};
    struct number number = {.decimal = true, .digits = real_digits(fabs(real), &exponent)};
    for (; exponent > 0 && number.digits < power_of_ten(20); exponent--) number.digits *= 10;
    number.scale = -exponent;
    if (signbit(real)) number.digits = -number.digits;
    return number;
}

struct number number_of(const struct value *value)
{
    size_t used;
    switch (value_kind(value)) {
    case VALUE_INT:
        return (struct number){.digits = value->integer};
    case VALUE_REAL:
        return number_of_real(value->real);
    case VALUE_STRING: {
        struct str text = liquid_strip(value->string);
        if (is_decimal(text)) return scan_decimal(text);
        return (struct number){.digits = scan_signed(text, &used)};
    }
    default:
        return (struct number){0};
    }
}

static struct str whole_text(struct arena *arena, int128_t number)
{
    char text[48];
    size_t at = sizeof text;
    int128_t left = magnitude(number);
    do {
        text[--at] = (char)('0' + (int)(left % 10));
        left /= 10;
    } while (left > 0);
    if (number < 0) text[--at] = '-';
    return arena_str(arena, (struct str){text + at, sizeof text - at});
}

struct value number_value(struct arena *arena, struct number number)
{
    if (number.decimal || number.scale) return value_real(real_of_digits(number.digits, -number.scale));
    if (number.digits >= INT64_MIN && number.digits <= INT64_MAX) return value_int((int64_t)number.digits);
    return value_str(whole_text(arena, number.digits));
}

struct value value_of_digits(struct str text)
{
    if (is_decimal(text)) {
        struct number number = scan_decimal(text);
        double real = real_of_digits(number.digits, -number.scale);
        return value_real(text.ptr[0] == '-' ? copysign(real, -1.0) : real);
    }
    size_t used;
    int128_t number = scan_signed(text, &used);
    if (number >= INT64_MIN && number <= INT64_MAX) return value_int((int64_t)number);
    return value_str(text);
}

int value_to_int(const struct value *value, int64_t *out)
{
    if (value->kind == VALUE_INT) {
        *out = value->integer;
        return 0;
    }
    if (value->kind != VALUE_STRING) return -1;
    size_t used;
    struct str text = liquid_strip(value->string);
    int128_t number = scan_signed(text, &used);
    if (used == 0 || used != text.len) return -1;
    *out = number > INT64_MAX ? INT64_MAX : number < INT64_MIN ? INT64_MIN : (int64_t)number;
    return 0;
}

static int64_t real_to_int(double real)
{
    if (isnan(real)) return 0;
    if (real >= 9223372036854775807.0) return INT64_MAX;
    if (real <= -9223372036854775808.0) return INT64_MIN;
    return (int64_t)real;
}

int value_to_int_loosely(const struct value *value, int64_t *out)
{
    size_t used;
    int128_t number;
    switch (value_kind(value)) {
    case VALUE_NIL:
        *out = 0;
        return 0;
    case VALUE_INT:
        *out = value->integer;
        return 0;
    case VALUE_REAL:
        *out = real_to_int(value->real);
        return 0;
    case VALUE_STRING:
        number = scan_signed(liquid_strip(value->string), &used);
        *out = number > INT64_MAX ? INT64_MAX : number < INT64_MIN ? INT64_MIN : (int64_t)number;
        return 0;
    default:
        return -1;
    }
}

/* ---- counting ---- */

static void drop_digit(struct number *number)
{
    number->digits /= 10;
    number->scale--;
}

/* Brings both to one scale, giving up the last digits of one where the other is too large. */
static void align(struct number *a, struct number *b)
{
    struct number *low = a->scale < b->scale ? a : b, *high = low == a ? b : a;
    int128_t most = power_of_ten(INT128_DIGITS - 2);
    if (low->digits == 0) low->scale = high->scale;
    for (; low->scale < high->scale && magnitude(low->digits) < most; low->scale++) low->digits *= 10;
    while (low->scale < high->scale && high->digits != 0) drop_digit(high);
    high->scale = low->scale;
}

struct number number_add(struct number a, struct number b)
{
    align(&a, &b);
    return (struct number){a.decimal || b.decimal, a.scale, a.digits + b.digits};
}

struct number number_subtract(struct number a, struct number b)
{
    b.digits = -b.digits;
    return number_add(a, b);
}

struct number number_multiply(struct number a, struct number b)
{
    int128_t product;
    while (__builtin_mul_overflow(a.digits, b.digits, &product))
        drop_digit(magnitude(a.digits) > magnitude(b.digits) ? &a : &b);
    return (struct number){a.decimal || b.decimal, a.scale + b.scale, product};
}

static int128_t floor_divide(int128_t a, int128_t b)
{
    int128_t quotient = a / b;
    return quotient - (a % b != 0 && (a < 0) != (b < 0));
}

int number_divide(struct number a, struct number b, struct number *out)
{
    if (b.digits == 0) return -1;
    if (!a.decimal && !b.decimal && a.scale == 0 && b.scale == 0) {
        *out = (struct number){.digits = floor_divide(a.digits, b.digits)};
        return 0;
    }
    int128_t most = power_of_ten(INT128_DIGITS - 2);
    while (magnitude(b.digits) >= power_of_ten(18)) drop_digit(&b);
    for (; a.digits != 0 && magnitude(a.digits) < most; a.scale++) a.digits *= 10;
    *out = (struct number){true, a.scale - b.scale, a.digits / b.digits};
    return 0;
}

int number_modulo(struct number a, struct number b, struct number *out)
{
    align(&a, &b);
    if (b.digits == 0) return -1;
    int128_t rest = a.digits % b.digits;
    if (rest != 0 && (rest < 0) != (b.digits < 0)) rest += b.digits;
    *out = (struct number){a.decimal || b.decimal, a.scale, rest};
    return 0;
}

int number_compare(struct number a, struct number b)
{
    align(&a, &b);
    return (a.digits > b.digits) - (a.digits < b.digits);
}

static int128_t divide_rounded(int128_t digits, int128_t unit, enum rounding rounding)
{
    if (rounding == ROUND_DOWN) return floor_divide(digits, unit);
    if (rounding == ROUND_UP) return -floor_divide(-digits, unit);
    int128_t half = magnitude(digits) / unit + (magnitude(digits) % unit >= unit - unit / 2);
    return digits < 0 ? -half : half;
}

struct number number_round(struct number a, int places, enum rounding rounding)
{
    if (places > SCALE_MAX) places = SCALE_MAX;
    if (places < -SCALE_MAX) places = -SCALE_MAX;
    if (!a.decimal && places > 0) return a;
    int drop = a.scale - places;
    while (drop >= INT128_DIGITS) {
        /* Far below the last place: only its sign still matters. */
        if (a.digits / 10 != 0) a.digits /= 10;
        drop--;
    }
    if (drop > 0) {
        a.digits = divide_rounded(a.digits, power_of_ten(drop), rounding);
        a.scale = places;
    }
    if (places > 0) return a;
    a.decimal = false;
    for (; a.scale < 0 && magnitude(a.digits) < power_of_ten(INT128_DIGITS - 2); a.scale++) a.digits *= 10;
    if (a.digits == 0) a.scale = 0;
    return a;
}
