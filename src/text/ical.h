/* Closures from an iCalendar file (RFC 5545, read with libical).
 *
 * Only all-day VEVENTs count: explicit dates (DTSTART, DTEND exclusive, or DURATION in days), RDATE, EXDATE and a yearly
 * RRULE. Anything more frequent, or with a time of day, is refused. Category WORKDAY marks an extra working day; every
 * other event is a closure. */
#ifndef BURIN_TEXT_ICAL_H
#define BURIN_TEXT_ICAL_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"

struct ical_day {
    day_t day;
    bool workday; /* an extra working day, else a closure */
    struct str summary;
};

struct ical_days {
    struct ical_day *days; /* sorted by day, no doubles (WORKDAY wins over a closure on one day) */
    size_t count;
};

/* `name` is the file as errors should name it, with the line. Yearly rules are written out up to the end of `last_year`;
 * explicit dates are all kept. Cancelled events and components other than VEVENT are passed over. At most 100,000 days,
 * 1,000 rules and 1 MiB. */
int ical_parse(struct arena *arena, struct str name, struct str text, int last_year, struct ical_days *out,
               struct err *err);

#endif
