/* Yearly recurrence, written out: each year's days are filtered by the rule's parts; see ical_rule.h. */
#include "text/ical_rule.h"

static bool is_given(const short *list)
{
    return list[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

static bool contains(const short *list, int size, int number)
{
    for (int i = 0; i < size && list[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
        if (list[i] == number) return true;
    return false;
}

#define CONTAINS(list, number) contains((list), (int)(sizeof(list) / sizeof *(list)), (number))

static const char *const only_yearly = "RRULE is more frequent than yearly; expected FREQ=YEARLY";

/* BYDAY without an ordinal, a month or BYSETPOS is every such weekday of the year. */
static bool is_weekly_in_effect(const struct icalrecurrencetype *r)
{
    if (!is_given(r->by_day) || is_given(r->by_month) || is_given(r->by_set_pos)) return false;
    for (int i = 0; i < ICAL_BY_DAY_SIZE && r->by_day[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
        if (icalrecurrencetype_day_position(r->by_day[i]) == 0) return true;
    return false;
}

static const char *check(const struct icalrecurrencetype *r)
{
    if (r->freq == ICAL_NO_RECURRENCE) return "RRULE cannot be read; expected FREQ=YEARLY and the like";
    if (r->freq != ICAL_YEARLY_RECURRENCE) return only_yearly;
    if (is_given(r->by_hour) || is_given(r->by_minute) || is_given(r->by_second))
        return "RRULE has a time of day; expected whole days";
    if (is_given(r->by_week_no) || is_given(r->by_year_day) || r->rscale)
        return "RRULE has a part that is not supported; expected BYMONTH, BYMONTHDAY, BYDAY or BYSETPOS";
    if (is_given(r->by_month_day) && !is_given(r->by_month) && !is_given(r->by_set_pos)) return only_yearly;
    if (is_weekly_in_effect(r)) return only_yearly;
    if (r->interval < 1) return "RRULE has a bad INTERVAL; expected 1 or more";
    return NULL;
}

static const char *read_until(const struct icalrecurrencetype *r, day_t *out)
{
    *out = DAY_NONE;
    if (icaltime_is_null_time(r->until)) return NULL;
    struct civil civil = {r->until.year, r->until.month, r->until.day};
    if (!civil_is_valid(civil)) return "UNTIL does not exist; expected a calendar date";
    *out = day_of(civil);
    return NULL;
}

const char *ical_rule_init(struct ical_rule *rule, const struct icalrecurrencetype *recurrence, day_t start,
                           int last_year)
{
    const char *why = check(recurrence);
    day_t until;
    if (!why) why = read_until(recurrence, &until);
    if (why) return why;
    *rule = (struct ical_rule){
        .recurrence = recurrence,
        .start = start,
        .year = civil_of(start).year - recurrence->interval,
        .last_year = last_year,
        .until = until,
        .left = recurrence->count > 0 ? recurrence->count : -1,
    };
    return NULL;
}

/* Whether one BYDAY value, such as MO, 4TH or -1MO, means this day: counted in its month where BYMONTH is given, else in
 * its year. */
static bool matches_weekday(const struct icalrecurrencetype *r, short value, struct civil civil, day_t day)
{
    /* libical counts weekdays from Sunday = 1. */
    if ((int)icalrecurrencetype_day_day_of_week(value) != ((int)weekday_of(day) + 1) % 7 + 1) return false;
    int position = icalrecurrencetype_day_position(value);
    if (position == 0) return true;
    bool in_month = is_given(r->by_month);
    day_t first = day_of((struct civil){civil.year, in_month ? civil.month : 1, 1});
    int length = in_month ? days_in_month(civil.year, civil.month) : days_in_month(civil.year, 2) + 337;
    int index = day - first;
    return position > 0 ? index / 7 + 1 == position : (length - 1 - index) / 7 + 1 == -position;
}

static bool matches_by_day(const struct icalrecurrencetype *r, struct civil civil, day_t day)
{
    for (int i = 0; i < ICAL_BY_DAY_SIZE && r->by_day[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
        if (matches_weekday(r, r->by_day[i], civil, day)) return true;
    return false;
}

static bool matches(const struct ical_rule *rule, struct civil civil, day_t day)
{
    const struct icalrecurrencetype *r = rule->recurrence;
    struct civil start = civil_of(rule->start);
    bool by_month = is_given(r->by_month), by_month_day = is_given(r->by_month_day),
         by_day = is_given(r->by_day);
    if (by_month && !CONTAINS(r->by_month, civil.month)) return false;
    if (!by_month && !by_month_day && !by_day && civil.month != start.month) return false;
    if (by_month_day) {
        int from_end = civil.day - days_in_month(civil.year, civil.month) - 1;
        if (!CONTAINS(r->by_month_day, civil.day) && !CONTAINS(r->by_month_day, from_end)) return false;
    } else if (!by_day && civil.day != start.day) {
        return false;
    }
    return !by_day || matches_by_day(r, civil, day);
}

/* BYSETPOS picks from the year's days; -1 is the last. */
static void pick_positions(struct ical_rule *rule)
{
    const short *positions = rule->recurrence->by_set_pos;
    if (!is_given(positions)) return;
    int kept = 0;
    for (int i = 0; i < rule->count; i++)
        if (contains(positions, ICAL_BY_SETPOS_SIZE, i + 1) ||
            contains(positions, ICAL_BY_SETPOS_SIZE, i - rule->count))
            rule->days[kept++] = rule->days[i];
    rule->count = kept;
}

static void fill_year(struct ical_rule *rule)
{
    rule->count = rule->next = 0;
    for (int month = 1; month <= 12; month++) {
        int length = days_in_month(rule->year, month);
        day_t first = day_of((struct civil){rule->year, month, 1});
        for (int i = 0; i < length; i++)
            if (matches(rule, (struct civil){rule->year, month, i + 1}, first + i))
                rule->days[rule->count++] = first + i;
    }
    pick_positions(rule);
}

bool ical_rule_next(struct ical_rule *rule, day_t *out)
{
    while (rule->left != 0) {
        if (rule->next == rule->count) {
            rule->year += rule->recurrence->interval;
            if (rule->year > rule->last_year) return false;
            fill_year(rule);
            continue;
        }
        day_t day = rule->days[rule->next++];
        if (day < rule->start) continue;
        if (rule->until != DAY_NONE && day > rule->until) return false;
        if (rule->left > 0) rule->left--;
        *out = day;
        return true;
    }
    return false;
}
