/* Values as templates see them: truth, equality, order, text and numbers. */
#ifndef BURIN_TEXT_LIQUID_VALUE_H
#define BURIN_TEXT_LIQUID_VALUE_H

#include "text/liquid_tree.h"

/* The objects forloop and tablerowloop. */
struct liquid_loop {
    struct str name;
    int64_t length, index; /* index from 0 */
    const struct liquid_loop *parent;
    bool table;
    int64_t row, col, cols;
};

/* What a value is, with the kinds that only live in a render. */
static inline int value_kind(const struct value *value)
{
    return (int)value->kind;
}

struct value value_special(enum liquid_kind kind);
struct value value_range(struct arena *arena, struct liquid_range range);
struct value value_loop(const struct liquid_loop *loop);

static inline const struct liquid_range *value_as_range(const struct value *value)
{
    return (const void *)value->string.ptr;
}

static inline const struct liquid_loop *value_as_loop(const struct value *value)
{
    return (const void *)value->string.ptr;
}

/* How many numbers the range gives; 0 when it runs backwards. */
int64_t range_length(const struct liquid_range *range);

/* Everything but nil and false. */
static inline bool value_is_true(const struct value *value)
{
    return !(value->kind == VALUE_NIL || (value->kind == VALUE_BOOL && !value->boolean));
}

bool value_is_empty(const struct value *value); /* "", [], {} */
bool value_is_blank(const struct value *value); /* these, white space, nil and false */
/* `cost` grows by the parts looked at. */
bool value_equal(const struct value *left, const struct value *right, size_t *cost);
/* As value_equal, but 1 and 1.0 differ: for uniq and the groups of cycle. */
bool value_same(const struct value *left, const struct value *right, size_t *cost);
/* -1, 0 or 1 into *out; false when the two cannot be compared. */
bool value_order(const struct value *left, const struct value *right, size_t *cost, int *out);

/* As text into `buf`: nil is nothing, objects and arrays are shown as {"a"=>1} and ["a", 1]. */
void value_write(struct buf *buf, const struct value *value);
/* The same, but an array is its items one after the other: what {{ }} shows. */
void value_write_output(struct buf *buf, const struct value *value);
void value_write_json(struct buf *buf, const struct value *value);
__extension__ typedef __int128 int128_t;

/* digits × 10^exponent, rounded to the nearest real. */
double real_of_digits(int128_t digits, int exponent);
/* The fewest digits that read back as `real` (finite, not negative): digits × 10^*out_exponent. */
int64_t real_digits(double real, int *out_exponent);
/* A number as the reference shows it: 1.0, 0.1, 1.0e+20. */
void real_write(struct buf *buf, double real);

/* Whole numbers, and texts that are one: else -1. nil is not a number. */
int value_to_int(const struct value *value, int64_t *out);
/* The whole number a text begins with, or 0; fractions are cut off; nil is 0. -1 for what is no number at all. */
int value_to_int_loosely(const struct value *value, int64_t *out);

/* ---- exact decimal numbers, in which the filters count ---- */

/* digits × 10^-scale. `decimal` is false for whole numbers, which stay whole. */
struct number {
    bool decimal;
    int scale;
    int128_t digits;
};

struct number number_of(const struct value *value); /* 0 for what is no number */
/* Whole numbers past 64 bits travel as their digits. */
struct value number_value(struct arena *arena, struct number number);
struct number number_add(struct number a, struct number b);
struct number number_subtract(struct number a, struct number b);
struct number number_multiply(struct number a, struct number b);
/* Whole by whole is rounded down. -1 when `b` is zero. */
int number_divide(struct number a, struct number b, struct number *out);
int number_modulo(struct number a, struct number b, struct number *out); /* has the sign of `b` */
int number_compare(struct number a, struct number b);
enum rounding { ROUND_DOWN, ROUND_UP, ROUND_HALF };
/* To `places` behind the point (before it when negative); a whole number when `places` < 1. */
struct number number_round(struct number a, int places, enum rounding rounding);

/* A number as written in a template: "-12" or "1.50". */
struct value value_of_digits(struct str text);

#endif
