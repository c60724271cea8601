/* The rule in a TZif footer: "EST5EDT,M3.2.0,M11.1.0" (POSIX TZ as extended by RFC 8536, section 3.3.1). */
#ifndef BURIN_TEXT_ZONE_RULE_H
#define BURIN_TEXT_ZONE_RULE_H

#include "base/date.h"

enum zone_rule_kind {
    RULE_MONTH_WEEK_DAY, /* Mm.w.d: week 5 is the last, day 0 is Sunday */
    RULE_JULIAN,         /* Jn: 1–365, February 29 is never counted */
    RULE_YEAR_DAY,       /* n: 0–365, February 29 is counted */
};

struct zone_rule_date {
    enum zone_rule_kind kind;
    int month, week, day;
    int time; /* seconds after local midnight, -167 to 167 hours */
};

struct zone_rule {
    struct str std, dst;        /* abbreviations; dst is empty where the zone has no summer time */
    int std_offset, dst_offset; /* seconds east of UTC */
    struct zone_rule_date start, end;
};

/* Borrows `text`. -1 when it is not a rule; summer time without its dates is refused, as no standard says when. */
int zone_rule_parse(struct str text, struct zone_rule *out);
/* What is in force at `seconds` since the epoch. */
void zone_rule_find(const struct zone_rule *rule, int64_t seconds, int *out_offset,
                    struct str *out_abbreviation);

#endif
