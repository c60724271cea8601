/* Days and instants. A day is a civil date without zone, an instant is a point in time.
 *
 * Days count from 1970-01-01 in the proleptic Gregorian calendar; instants are microseconds since
 * 1970-01-01T00:00:00Z. Zones live in text/zone.h. */
#ifndef BURIN_BASE_DATE_H
#define BURIN_BASE_DATE_H

#include "base/str.h"

typedef int32_t day_t;     /* days since 1970-01-01 */
typedef int64_t instant_t; /* microseconds since the epoch, UTC */

#define DAY_NONE INT32_MIN
#define INSTANT_NONE INT64_MIN
#define MICROS_PER_SECOND INT64_C(1000000)
#define MICROS_PER_HOUR (3600 * MICROS_PER_SECOND)

struct civil {
    int year, month, day; /* month 1–12, day 1–31 */
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

/* A span of days, both ends inside. */
struct day_range {
    day_t from, to;
};

int days_in_month(int year, int month);
bool civil_is_valid(struct civil civil); /* years 1–9999 */
day_t day_of(struct civil civil);        /* the civil date must be valid */
struct civil civil_of(day_t day);
enum weekday weekday_of(day_t day);
/* The Monday of the ISO week the day lies in. */
day_t week_start(day_t day);

/* YYYY-MM-DD, whole string, a date that exists: 0, else -1. */
int day_parse(struct str text, day_t *out);
/* Writes YYYY-MM-DD and a NUL. */
void day_format(day_t day, char out[16]);
/* RFC 3339 with offset or Z, fraction to microseconds; offset in seconds east of UTC (may be NULL). */
int instant_parse(struct str text, instant_t *out, int *out_offset);
/* RFC 3339 at the given offset (seconds east of UTC, whole minutes), whole seconds, and a NUL. */
void instant_format(instant_t at, int offset, char out[40]);

#endif
