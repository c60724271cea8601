/* Reads a date in any of the usual spellings, for the date filter. */
#include "base/date.h"
#include "text/liquid_filter.h"
#include "text/liquid_parse.h"

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
enum { SECONDS_A_DAY = 86400 };

/* What has been found; -1 for what has not. */
struct found {
    int year, month, day;
    int hour, minute, second, nanoseconds;
    bool pm, am, zoned, universal;
    int offset;
};

struct reader {
    struct str text;
    size_t at;
    struct found found;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char peek(const struct reader *reader, size_t ahead)
{
    return reader->at + ahead < reader->text.len ? reader->text.ptr[reader->at + ahead] : '\0';
}

/* Up to `most` digits into *out; gives how many there were. */
static int take_number(struct reader *reader, int most, int *out)
{
    int digits = 0, number = 0;
    for (; digits < most && is_digit(peek(reader, 0)); digits++)
        number = number * 10 + (reader->text.ptr[reader->at++] - '0');
    if (digits) *out = number;
    return digits;
}

static struct str take_word(struct reader *reader)
{
    size_t from = reader->at;
    while (is_letter(peek(reader, 0))) reader->at++;
    return str_slice(reader->text, from, reader->at);
}

static void skip_blanks(struct reader *reader)
{
    while (liquid_is_space(peek(reader, 0)) || peek(reader, 0) == ',') reader->at++;
}

/* 1–12 for a month by its name or its first letters, else 0. */
static int month_of(struct str word)
{
    for (int i = 0; i < 12 && word.len >= 3; i++)
        if (str_eq_nocase(word, str_slice(str_of(months[i]), 0, word.len))) return i + 1;
    return 0;
}

static int full_year(int number, int digits)
{
    return digits > 2 ? number : number + (number >= 69 ? 1900 : 2000);
}

/* 14:30, 14:30:15.5, the hour being read already. */
static void take_time(struct reader *reader, int hour)
{
    struct found *found = &reader->found;
    int fraction = 0, unit = 100000000;
    found->hour = hour;
    found->minute = found->second = found->nanoseconds = 0;
    reader->at++;
    take_number(reader, 2, &found->minute);
    if (peek(reader, 0) != ':' || !is_digit(peek(reader, 1))) return;
    reader->at++;
    take_number(reader, 2, &found->second);
    if ((peek(reader, 0) != '.' && peek(reader, 0) != ',') || !is_digit(peek(reader, 1))) return;
    reader->at++;
    for (; is_digit(peek(reader, 0)); reader->at++, unit /= 10) fraction += (peek(reader, 0) - '0') * unit;
    found->nanoseconds = fraction;
}

/* Three numbers apart by one sign: year first when that is how it is written, else day first. */
static void set_date(struct found *found, const int numbers[3], const int digits[3])
{
    bool day_first = digits[0] <= 2 && digits[2] > 2;
    found->year = day_first ? full_year(numbers[2], digits[2]) : full_year(numbers[0], digits[0]);
    found->month = numbers[1];
    found->day = day_first ? numbers[0] : numbers[2];
}

/* 2016-03-14, 2016/03/14, 14.03.2016, 3/14 (month first), 2016-03. False: not a date after all. */
static bool take_date(struct reader *reader, int first, int first_digits)
{
    struct reader kept = *reader;
    char separator = peek(reader, 0);
    int numbers[3] = {first, -1, -1}, digits[3] = {first_digits, 0, 0};
    for (int i = 1; i < 3; i++) {
        if (peek(reader, 0) != separator || !is_digit(peek(reader, 1))) break;
        reader->at++;
        digits[i] = take_number(reader, 4, &numbers[i]);
    }
    if (digits[2]) {
        set_date(&reader->found, numbers, digits);
        return true;
    }
    if (separator == '-' && first_digits == 4 && digits[1] == 2) {
        reader->found.year = first;
        reader->found.month = numbers[1];
        return true;
    }
    if (separator == '/' && digits[1]) {
        reader->found.month = first;
        reader->found.day = numbers[1];
        return true;
    }
    *reader = kept;
    return false;
}

/* 20160314 and 20160314T123000. */
static void set_compact(struct reader *reader, int number)
{
    reader->found.year = number / 10000;
    reader->found.month = number / 100 % 100;
    reader->found.day = number % 100;
    int time = 0;
    if (peek(reader, 0) != 'T' && peek(reader, 0) != 't') return;
    reader->at++;
    int digits = take_number(reader, 6, &time);
    if (digits != 4 && digits != 6) return;
    if (digits == 4) time *= 100;
    reader->found.hour = time / 10000;
    reader->found.minute = time / 100 % 100;
    reader->found.second = time % 100;
}

static void skip_ordinal(struct reader *reader)
{
    static const char *const ordinals[] = {"st", "nd", "rd", "th"};
    struct reader ahead = *reader;
    struct str word = take_word(&ahead);
    for (size_t i = 0; i < 4; i++)
        if (str_eq_nocase(word, str_of(ordinals[i]))) *reader = ahead;
}

/* A number by itself: the year when it is long, else the day next to a month. */
static void set_number(struct reader *reader, int number, int digits)
{
    struct found *found = &reader->found;
    skip_ordinal(reader);
    if (digits > 2) {
        if (found->year < 0) found->year = number;
    } else if (found->day < 0) {
        found->day = number;
    } else if (found->year < 0 && found->month > 0) {
        found->year = full_year(number, digits);
    }
}

static void take_digits(struct reader *reader)
{
    int number = 0;
    int digits = take_number(reader, 8, &number);
    char next = peek(reader, 0);
    if (is_digit(next)) {
        while (is_digit(peek(reader, 0))) reader->at++;
        return;
    }
    if (digits == 8) {
        set_compact(reader, number);
        return;
    }
    if (next == ':' && digits <= 2 && is_digit(peek(reader, 1))) {
        take_time(reader, number);
        return;
    }
    bool separated = (next == '-' || next == '/' || next == '.') && is_digit(peek(reader, 1));
    if (separated && digits <= 4 && take_date(reader, number, digits)) return;
    struct reader ahead = *reader;
    skip_blanks(&ahead);
    struct str word = take_word(&ahead);
    bool clock = digits <= 2 && (str_eq_nocase(word, STR("am")) || str_eq_nocase(word, STR("pm")));
    if (clock && reader->found.hour < 0)
        reader->found.hour = number;
    else
        set_number(reader, number, digits);
}

/* +05:30, -0800, +5 behind a time. */
static bool take_offset(struct reader *reader)
{
    char sign = peek(reader, 0);
    if ((sign != '+' && sign != '-') || !is_digit(peek(reader, 1)) || reader->found.hour < 0) return false;
    int hours = 0, minutes = 0, number = 0;
    reader->at++;
    int digits = take_number(reader, 4, &number);
    hours = digits > 2 ? number / 100 : number;
    minutes = digits > 2 ? number % 100 : 0;
    if (digits <= 2 && peek(reader, 0) == ':' && is_digit(peek(reader, 1))) {
        reader->at++;
        take_number(reader, 2, &minutes);
    }
    reader->found.offset = (hours * 3600 + minutes * 60) * (sign == '-' ? -1 : 1);
    reader->found.zoned = true;
    return true;
}

static bool set_zone(struct found *found, struct str word)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"Z", 0},    {"UTC", 0},  {"GMT", 0},  {"EST", -5}, {"EDT", -4}, {"CST", -6},
                 {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        if (!str_eq_nocase(word, str_of(zones[i].name))) continue;
        found->zoned = true;
        found->universal = i < 3;
        found->offset = zones[i].hours * 3600;
        return true;
    }
    return false;
}

static void take_letters(struct reader *reader)
{
    struct found *found = &reader->found;
    struct str word = take_word(reader);
    int month = month_of(word);
    if (month && found->month < 0)
        found->month = month;
    else if (str_eq_nocase(word, STR("pm")))
        found->pm = true;
    else if (str_eq_nocase(word, STR("am")))
        found->am = true;
    else if (found->hour >= 0)
        set_zone(found, word);
}

static int complete(struct found *found, int64_t now, int utc_offset)
{
    struct civil today = civil_of((day_t)((now + utc_offset) / SECONDS_A_DAY));
    if (found->month < 0 && found->year < 0 && found->hour < 0) return -1;
    if (found->month < 0 && found->year < 0 && found->day < 0) {
        found->year = today.year;
        found->month = today.month;
        found->day = today.day;
    }
    if (found->year < 0) {
        found->year = today.year;
        if (found->month < 0) found->month = today.month;
    }
    if (found->month < 0) found->month = 1;
    if (found->day < 0) found->day = 1;
    if (found->hour < 0) found->hour = 0;
    if ((found->pm || found->am) && found->hour > 12) return -1;
    if ((found->pm || found->am) && found->hour == 12) found->hour = 0;
    if (found->pm) found->hour += 12;
    if (found->hour > 24 || found->minute > 59 || found->second > 60) return -1;
    return civil_is_valid((struct civil){found->year, found->month, found->day}) ? 0 : -1;
}

static int read_words(struct reader *reader)
{
    for (int words = 0; reader->at < reader->text.len; words++) {
        char c = peek(reader, 0);
        if (words > 64) return -1; /* a text, not a date */
        if (is_digit(c))
            take_digits(reader);
        else if (is_letter(c))
            take_letters(reader);
        else if (!take_offset(reader))
            reader->at++;
    }
    return 0;
}

int date_parse(struct str text, int64_t now, int utc_offset, int64_t *out_seconds, int *out_nanoseconds,
               int *out_offset)
{
    struct reader reader = {.text = text, .found = {-1, -1, -1, -1, 0, 0, 0, false, false, false, false, 0}};
    struct found *found = &reader.found;
    if (read_words(&reader) < 0 || complete(found, now, utc_offset) < 0) return -1;
    int64_t day = day_of((struct civil){found->year, found->month, found->day});
    int64_t seconds = day * SECONDS_A_DAY + found->hour * 3600 + found->minute * 60 + found->second;
    *out_seconds = seconds - (found->zoned ? found->offset : utc_offset);
    *out_nanoseconds = found->nanoseconds;
    *out_offset = found->zoned && !found->universal ? found->offset : utc_offset;
    return 0;
}
