/* The rule in a TZif footer, parsed and asked; see zone_rule.h. */
#include "text/zone_rule.h"

static bool take_char(struct str *rest, char c)
{
    if (rest->len == 0 || rest->ptr[0] != c) return false;
    *rest = str_slice(*rest, 1, rest->len);
    return true;
}

static int take_number(struct str *rest, int low, int high, int *out)
{
    size_t count = 0;
    while (count < rest->len && rest->ptr[count] >= '0' && rest->ptr[count] <= '9') count++;
    uint64_t number;
    if (str_to_uint(str_slice(*rest, 0, count), (uint64_t)high, &number) < 0 || (int)number < low) return -1;
    *rest = str_slice(*rest, count, rest->len);
    *out = (int)number;
    return 0;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* "EST", or "<+0330>" where it is not letters only. */
static int take_name(struct str *rest, struct str *out)
{
    size_t end = 0, from = 0;
    if (take_char(rest, '<')) {
        end = str_find_char(*rest, '>', 0);
        if (end == STR_NOT_FOUND) return -1;
        from = 1;
    } else {
        while (end < rest->len && is_letter(rest->ptr[end])) end++;
    }
    if (end < 3 || end > 16) return -1;
    *out = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + from, rest->len);
    return 0;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static int take_time(struct str *rest, int most_hours, int *out)
{
    int sign = take_char(rest, '-') ? -1 : 1;
    if (sign > 0) take_char(rest, '+');
    int hours, minutes = 0, seconds = 0;
    if (take_number(rest, 0, most_hours, &hours) < 0) return -1;
    if (take_char(rest, ':')) {
        if (take_number(rest, 0, 59, &minutes) < 0) return -1;
        if (take_char(rest, ':') && take_number(rest, 0, 59, &seconds) < 0) return -1;
    }
    *out = sign * (hours * 3600 + minutes * 60 + seconds);
    return 0;
}

static int take_date(struct str *rest, struct zone_rule_date *out)
{
    struct zone_rule_date date = {.time = 2 * 3600};
    if (!take_char(rest, ',')) return -1;
    if (take_char(rest, 'M')) {
        date.kind = RULE_MONTH_WEEK_DAY;
        if (take_number(rest, 1, 12, &date.month) < 0 || !take_char(rest, '.') ||
            take_number(rest, 1, 5, &date.week) < 0 || !take_char(rest, '.') ||
            take_number(rest, 0, 6, &date.day) < 0)
            return -1;
    } else {
        bool julian = take_char(rest, 'J');
        date.kind = julian ? RULE_JULIAN : RULE_YEAR_DAY;
        if (take_number(rest, julian ? 1 : 0, 365, &date.day) < 0) return -1;
    }
    if (take_char(rest, '/') && take_time(rest, 167, &date.time) < 0) return -1;
    *out = date;
    return 0;
}

int zone_rule_parse(struct str text, struct zone_rule *out)
{
    struct zone_rule rule = {0};
    struct str rest = text;
    /* POSIX counts offsets west of Greenwich. */
    if (take_name(&rest, &rule.std) < 0 || take_time(&rest, 24, &rule.std_offset) < 0) return -1;
    rule.std_offset = -rule.std_offset;
    if (rest.len) {
        if (take_name(&rest, &rule.dst) < 0) return -1;
        rule.dst_offset = rule.std_offset + 3600;
        if (rest.len && rest.ptr[0] != ',') {
            if (take_time(&rest, 24, &rule.dst_offset) < 0) return -1;
            rule.dst_offset = -rule.dst_offset;
        }
        if (take_date(&rest, &rule.start) < 0 || take_date(&rest, &rule.end) < 0) return -1;
    }
    if (rest.len) return -1;
    *out = rule;
    return 0;
}

static day_t rule_day(const struct zone_rule_date *date, int year)
{
    day_t new_year = day_of((struct civil){year, 1, 1});
    switch (date->kind) {
    case RULE_YEAR_DAY:
        return new_year + date->day;
    case RULE_JULIAN:
        return new_year + date->day - 1 + (date->day > 59 && days_in_month(year, 2) == 29);
    case RULE_MONTH_WEEK_DAY:
        break;
    }
    day_t first = day_of((struct civil){year, date->month, 1});
    int first_weekday = ((int)weekday_of(first) + 1) % 7; /* 0 is Sunday, as in the rule */
    int offset = (date->day - first_weekday + 7) % 7 + (date->week - 1) * 7;
    if (offset >= days_in_month(year, date->month)) offset -= 7;
    return first + offset;
}

static int64_t rule_instant(const struct zone_rule_date *date, int year, int offset_before)
{
    return (int64_t)rule_day(date, year) * 86400 + date->time - offset_before;
}

void zone_rule_find(const struct zone_rule *rule, int64_t seconds, int *out_offset,
                    struct str *out_abbreviation)
{
    bool summer = false;
    if (rule->dst.len) {
        /* Times of up to a week can carry a change into the neighbouring year, so the last change of three years
         * decides. Where both fall on one instant summer goes on: so is permanent summer time written. */
        int year = civil_of((day_t)((seconds + rule->std_offset) / 86400)).year;
        int64_t latest = INT64_MIN;
        for (int y = year - 1; y <= year + 1; y++) {
            int64_t start = rule_instant(&rule->start, y, rule->std_offset);
            int64_t end = rule_instant(&rule->end, y, rule->dst_offset);
            if (end <= seconds && end > latest) {
                latest = end;
                summer = false;
            }
            if (start <= seconds && start >= latest) {
                latest = start;
                summer = true;
            }
        }
    }
    *out_offset = summer ? rule->dst_offset : rule->std_offset;
    *out_abbreviation = summer ? rule->dst : rule->std;
}
