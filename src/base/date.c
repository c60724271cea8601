/* Civil date arithmetic after Howard Hinnant's "chrono-compatible low-level date algorithms"; see date.h. */
#include "base/date.h"

int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool civil_is_valid(struct civil civil)
{
    return civil.year >= 1 && civil.year <= 9999 && civil.month >= 1 && civil.month <= 12 && civil.day >= 1 &&
           civil.day <= days_in_month(civil.year, civil.month);
}

day_t day_of(struct civil civil)
{
    /* The year starts in March, so that the leap day is its last. */
    int year = civil.month <= 2 ? civil.year - 1 : civil.year;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil civil_of(day_t day)
{
    int z = day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153;
    int month = shifted < 10 ? shifted + 3 : shifted - 9;
    int year = year_of_era + era * 400 + (month <= 2);
    return (struct civil){year, month, day_of_year - (153 * shifted + 2) / 5 + 1};
}

enum weekday weekday_of(day_t day)
{
    int shifted = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (enum weekday)(shifted < 0 ? shifted + 7 : shifted);
}

day_t week_start(day_t day)
{
    return day - (day_t)weekday_of(day);
}

/* Reads exactly `count` digits at `*at`. */
static int digits(struct str text, size_t *at, size_t count, int *out)
{
    if (*at + count > text.len) return -1;
    uint64_t number;
    if (str_to_uint(str_slice(text, *at, *at + count), 99999999, &number) < 0) return -1;
    *at += count;
    *out = (int)number;
    return 0;
}

static int literal(struct str text, size_t *at, char c)
{
    if (*at >= text.len || text.ptr[*at] != c) return -1;
    (*at)++;
    return 0;
}

static int read_date(struct str text, size_t *at, day_t *out)
{
    struct civil civil;
    if (digits(text, at, 4, &civil.year) < 0 || literal(text, at, '-') < 0 ||
        digits(text, at, 2, &civil.month) < 0 || literal(text, at, '-') < 0 ||
        digits(text, at, 2, &civil.day) < 0 || !civil_is_valid(civil))
        return -1;
    *out = day_of(civil);
    return 0;
}

int day_parse(struct str text, day_t *out)
{
    size_t at = 0;
    day_t day;
    if (read_date(text, &at, &day) < 0 || at != text.len) return -1;
    *out = day;
    return 0;
}

/* Writes a number with leading zeroes, by hand: dates are written by the dozen for each message. */
static char *put_digits(char *out, int number, int count)
{
    for (int i = count - 1; i >= 0; i--, number /= 10) out[i] = (char)('0' + number % 10);
    return out + count;
}

static char *put_date(char *out, day_t day)
{
    struct civil civil = civil_of(day);
    out = put_digits(out, civil.year, 4);
    *out++ = '-';
    out = put_digits(out, civil.month, 2);
    *out++ = '-';
    return put_digits(out, civil.day, 2);
}

void day_format(day_t day, char out[16])
{
    *put_date(out, day) = '\0';
}

static int read_clock(struct str text, size_t *at, instant_t *out)
{
    int hour, minute, second;
    if (digits(text, at, 2, &hour) < 0 || literal(text, at, ':') < 0 || digits(text, at, 2, &minute) < 0 ||
        literal(text, at, ':') < 0 || digits(text, at, 2, &second) < 0)
        return -1;
    /* RFC 3339 allows a leap second; it is counted as the next second's start. */
    if (hour > 23 || minute > 59 || second > 60) return -1;
    instant_t micros = ((instant_t)hour * 3600 + minute * 60 + second) * MICROS_PER_SECOND;
    if (*at < text.len && text.ptr[*at] == '.') {
        size_t start = ++*at;
        instant_t unit = MICROS_PER_SECOND / 10;
        for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; (*at)++, unit /= 10)
            micros += unit * (text.ptr[*at] - '0');
        if (*at == start) return -1;
    }
    *out = micros;
    return 0;
}

static int read_offset(struct str text, size_t *at, int *out)
{
    if (*at >= text.len) return -1;
    char sign = text.ptr[(*at)++];
    if (sign == 'Z' || sign == 'z') {
        *out = 0;
        return 0;
    }
    int hour, minute;
    if ((sign != '+' && sign != '-') || digits(text, at, 2, &hour) < 0 || literal(text, at, ':') < 0 ||
        digits(text, at, 2, &minute) < 0 || hour > 23 || minute > 59)
        return -1;
    *out = (hour * 60 + minute) * (sign == '-' ? -60 : 60);
    return 0;
}

int instant_parse(struct str text, instant_t *out, int *out_offset)
{
    size_t at = 0;
    day_t day;
    instant_t clock;
    int offset;
    if (read_date(text, &at, &day) < 0 || at >= text.len ||
        (text.ptr[at] != 'T' && text.ptr[at] != 't' && text.ptr[at] != ' '))
        return -1;
    at++;
    if (read_clock(text, &at, &clock) < 0 || read_offset(text, &at, &offset) < 0 || at != text.len) return -1;
    *out = (instant_t)day * 86400 * MICROS_PER_SECOND + clock - offset * MICROS_PER_SECOND;
    if (out_offset) *out_offset = offset;
    return 0;
}

/* HH:MM of a number of minutes. */
static char *put_minutes(char *out, int minutes)
{
    out = put_digits(out, minutes / 60, 2);
    *out++ = ':';
    return put_digits(out, minutes % 60, 2);
}

void instant_format(instant_t at, int offset, char out[40])
{
    int64_t seconds = at / MICROS_PER_SECOND - (at % MICROS_PER_SECOND < 0) + offset;
    int64_t day = seconds / 86400 - (seconds % 86400 < 0);
    int clock = (int)(seconds - day * 86400);
    out = put_date(out, (day_t)day);
    *out++ = 'T';
    out = put_minutes(out, clock / 60);
    *out++ = ':';
    out = put_digits(out, clock % 60, 2);
    if (offset == 0) {
        *out++ = 'Z';
    } else {
        *out++ = offset < 0 ? '-' : '+';
        out = put_minutes(out, (offset < 0 ? -offset : offset) / 60);
    }
    *out = '\0';
}
