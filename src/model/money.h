/* Amounts of money as minor units of a currency: 2550 of USD is "25.50", of JPY is "2550" (ISO 4217). */
#ifndef BURIN_MODEL_MONEY_H
#define BURIN_MODEL_MONEY_H

#include "base/buf.h"

#define MONEY_MOST INT64_C(100000000000) /* minor units; keeps sums and percentages far from overflow */

/* Digits after the point: 2 for most, 0 for JPY, KRW and the like, 3 for KWD and the like. */
int currency_digits(struct str currency);
/* Decimal digits with at most the currency's places after a point: "89", "89.5", "89.00". No sign, no thousands
 * separators; at most MONEY_MOST. */
int money_parse(struct str text, struct str currency, int64_t *out_minor);
/* Appends all the currency's places: "89.00". */
void money_format(struct buf *out, int64_t minor, struct str currency);
/* An amount in decimal digits as people read it: "$89.00", "89.00 CHF". Empty where the amount is. */
struct str money_text(struct arena *arena, struct str amount, struct str currency);
/* The part of an amount, rounded half up to a minor unit; percent 0–100. */
int64_t money_percent(int64_t minor, int percent);

#endif
