/* A working calendar: a weekly pattern, less closures, plus extra working days (rule book, section 2).
 *
 * Immutable once made, shared by threads. */
#ifndef BURIN_MODEL_CALENDAR_H
#define BURIN_MODEL_CALENDAR_H

#include "text/ical.h"

/* One bit for each enum weekday. */
typedef uint8_t week_t;
#define WEEK_MONDAY_TO_FRIDAY ((week_t)0x1f)

enum { CALENDAR_LAST_YEAR = 2199 };

struct calendar;

/* `week` must have at least one day, and the closures must leave at least one business day in any 366 days. `days` may be
 * NULL; only those of 1970 to CALENDAR_LAST_YEAR count, before and after it the week alone holds. */
int calendar_new(struct arena *arena, week_t week, const struct ical_days *days, const struct calendar **out,
                 struct err *err);
bool calendar_is_business(const struct calendar *calendar, day_t day);
/* The day itself where it is a business day, else the next one. */
day_t calendar_on_or_after(const struct calendar *calendar, day_t day);
/* The nth business day after `day` (0–10,000); n = 0 is calendar_on_or_after. */
day_t calendar_add(const struct calendar *calendar, day_t day, int business_days);
/* Business days in [from, to): 0 where to <= from. */
int calendar_count(const struct calendar *calendar, day_t from, day_t to);

/* Opening hours by weekday, in seconds of the day, ascending, not overlapping. */
enum { HOURS_SPANS = 4 };
struct hours {
    struct {
        int count;
        struct {
            int from, to;
        } span[HOURS_SPANS];
    } day[7];
};

#endif
