/* Yearly recurrence (RFC 5545, section 3.3.10), written out day by day.
 *
 * libical parses the rule; it is not asked to expand it, because its search for rules that never happen takes up to a
 * third of a second each, and ICU's clock set-up another 30 ms. */
#ifndef BURIN_TEXT_ICAL_RULE_H
#define BURIN_TEXT_ICAL_RULE_H

#include <libical/ical.h>

#include "base/date.h"

enum { ICAL_RULE_MOST = 366 };

struct ical_rule {
    const struct icalrecurrencetype *recurrence;
    day_t start;
    int year, last_year;
    day_t until;                /* DAY_NONE: no end */
    int left;                   /* by COUNT; -1 without */
    day_t days[ICAL_RULE_MOST]; /* of the current year, ascending */
    int count, next;
};

/* NULL, or why the rule is refused: "what is wrong; what is expected". Only FREQ=YEARLY with INTERVAL, COUNT, UNTIL,
 * BYMONTH, BYMONTHDAY, BYDAY and BYSETPOS is taken, and nothing that comes to every week or month of the year. The
 * rule borrows `recurrence`. */
const char *ical_rule_init(struct ical_rule *rule, const struct icalrecurrencetype *recurrence, day_t start,
                           int last_year);
/* The next day it falls on, from `start` to the end of the last year; false after the last one. */
bool ical_rule_next(struct ical_rule *rule, day_t *out);

#endif
