/* The date filter: shows an instant by directives. Reading one is in liquid_date_read.c. */
#include "base/date.h"
#include "text/liquid_filter.h"

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const char *const weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};

enum { SECONDS_A_DAY = 86400 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- showing ---- */

/* An instant taken apart for the directives. */
struct moment {
    int64_t seconds;
    int nanoseconds, offset;
    day_t day;
    struct civil civil;
    int hour, minute, second, year_day, week_day; /* from 0; Sunday is 0 */
};

/* %[flags][width]letter */
struct directive {
    char pad;    /* '-' for none, '\0' for its own */
    char change; /* '^' or '#' */
    int width, colons;
    char letter;
};

static void show(struct buf *buf, struct str format, const struct moment *moment, int depth);

static struct moment moment_of(int64_t seconds, int nanoseconds, int offset)
{
    int64_t local = seconds + offset, day = local / SECONDS_A_DAY, rest = local % SECONDS_A_DAY;
    if (rest < 0) {
        rest += SECONDS_A_DAY;
        day--;
    }
    struct moment moment = {
        .seconds = seconds, .nanoseconds = nanoseconds, .offset = offset, .day = (day_t)day};
    moment.civil = civil_of(moment.day);
    moment.hour = (int)(rest / 3600);
    moment.minute = (int)(rest / 60 % 60);
    moment.second = (int)(rest % 60);
    moment.year_day = moment.day - day_of((struct civil){moment.civil.year, 1, 1});
    moment.week_day = ((int)weekday_of(moment.day) + 1) % 7;
    return moment;
}

static void show_number(struct buf *buf, const struct directive *directive, int64_t number, int width,
                        char pad)
{
    char digits[24];
    int length = 0;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[length++] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (directive->pad) pad = directive->pad;
    if (directive->width) width = directive->width;
    if (pad == '-') width = 0;
    int fill = width - length - (number < 0);
    if (number < 0 && pad == '0') buf_add_char(buf, '-');
    for (; fill > 0; fill--) buf_add_char(buf, pad);
    if (number < 0 && pad != '0') buf_add_char(buf, '-');
    while (length) buf_add_char(buf, digits[--length]);
}

static char changed(char c, char change, bool lower)
{
    if (change == '^' || (change == '#' && !lower)) return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (change == '#') return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return c;
}

static void show_text(struct buf *buf, const struct directive *directive, struct str text)
{
    int fill = directive->pad == '-' ? 0 : directive->width - (int)text.len;
    for (; fill > 0; fill--) buf_add_char(buf, directive->pad == '0' ? '0' : ' ');
    for (size_t i = 0; i < text.len; i++)
        buf_add_char(buf, changed(text.ptr[i], directive->change, directive->letter == 'p'));
}

static void show_short(struct buf *buf, const struct directive *directive, const char *name)
{
    show_text(buf, directive, str_slice(str_of(name), 0, 3));
}

/* Digits of the fraction, as many as the width says. */
static void show_fraction(struct buf *buf, const struct directive *directive, int nanoseconds, int width)
{
    int unit = 100000000;
    if (directive->width) width = directive->width;
    for (; width > 0; width--, unit /= 10) {
        int digit = unit ? nanoseconds / unit % 10 : 0;
        buf_add_char(buf, (char)('0' + digit));
    }
}

static void show_offset(struct buf *buf, const struct directive *directive, int offset)
{
    int left = offset < 0 ? -offset : offset;
    buf_printf(buf, "%c%02d%s%02d", offset < 0 ? '-' : '+', left / 3600, directive->colons ? ":" : "",
               left / 60 % 60);
    if (directive->colons > 1) buf_printf(buf, ":%02d", left % 60);
}

/* The weeks of the year that began before this day, weeks beginning on `first` (0 Sunday, 1 Monday). */
static int week_of(const struct moment *moment, int first)
{
    return (moment->year_day + 7 - (moment->week_day + 7 - first) % 7) / 7;
}

/* The ISO week's Thursday decides its year. */
static day_t iso_thursday(const struct moment *moment)
{
    return week_start(moment->day) + 3;
}

static int iso_week(const struct moment *moment)
{
    day_t thursday = iso_thursday(moment);
    return (thursday - day_of((struct civil){civil_of(thursday).year, 1, 1})) / 7 + 1;
}

static int floor_hundred(int year)
{
    return year >= 0 ? year / 100 : -((99 - year) / 100);
}

static bool show_date(struct buf *buf, const struct directive *d, const struct moment *moment)
{
    struct civil civil = moment->civil;
    switch (d->letter) {
    case 'Y':
        show_number(buf, d, civil.year, civil.year < 0 ? 5 : 4, '0');
        return true;
    case 'C':
        show_number(buf, d, floor_hundred(civil.year), 2, '0');
        return true;
    case 'y':
        show_number(buf, d, civil.year - floor_hundred(civil.year) * 100, 2, '0');
        return true;
    case 'm':
        show_number(buf, d, civil.month, 2, '0');
        return true;
    case 'B':
        show_text(buf, d, str_of(months[civil.month - 1]));
        return true;
    case 'b':
    case 'h':
        show_short(buf, d, months[civil.month - 1]);
        return true;
    case 'd':
        show_number(buf, d, civil.day, 2, '0');
        return true;
    case 'e':
        show_number(buf, d, civil.day, 2, ' ');
        return true;
    case 'j':
        show_number(buf, d, moment->year_day + 1, 3, '0');
        return true;
    case 'A':
        show_text(buf, d, str_of(weekdays[moment->week_day]));
        return true;
    case 'a':
        show_short(buf, d, weekdays[moment->week_day]);
        return true;
    case 'u':
        show_number(buf, d, moment->week_day ? moment->week_day : 7, 1, '0');
        return true;
    case 'w':
        show_number(buf, d, moment->week_day, 1, '0');
        return true;
    case 'G':
        show_number(buf, d, civil_of(iso_thursday(moment)).year, 4, '0');
        return true;
    case 'g':
        show_number(buf, d, civil_of(iso_thursday(moment)).year % 100, 2, '0');
        return true;
    case 'V':
        show_number(buf, d, iso_week(moment), 2, '0');
        return true;
    case 'U':
        show_number(buf, d, week_of(moment, 0), 2, '0');
        return true;
    case 'W':
        show_number(buf, d, week_of(moment, 1), 2, '0');
        return true;
    }
    return false;
}

static bool show_time(struct buf *buf, const struct directive *d, const struct moment *moment)
{
    int hour12 = moment->hour % 12 ? moment->hour % 12 : 12;
    switch (d->letter) {
    case 'H':
        show_number(buf, d, moment->hour, 2, '0');
        return true;
    case 'k':
        show_number(buf, d, moment->hour, 2, ' ');
        return true;
    case 'I':
        show_number(buf, d, hour12, 2, '0');
        return true;
    case 'l':
        show_number(buf, d, hour12, 2, ' ');
        return true;
    case 'p':
        show_text(buf, d, str_of(moment->hour < 12 ? "AM" : "PM"));
        return true;
    case 'P':
        show_text(buf, d, str_of(moment->hour < 12 ? "am" : "pm"));
        return true;
    case 'M':
        show_number(buf, d, moment->minute, 2, '0');
        return true;
    case 'S':
        show_number(buf, d, moment->second, 2, '0');
        return true;
    case 'L':
        show_fraction(buf, d, moment->nanoseconds, 3);
        return true;
    case 'N':
        show_fraction(buf, d, moment->nanoseconds, 9);
        return true;
    case 'z':
        show_offset(buf, d, moment->offset);
        return true;
    case 'Z':
        show_text(buf, d, str_of(moment->offset ? "" : "UTC"));
        return true;
    case 's':
        show_number(buf, d, moment->seconds, 1, '0');
        return true;
    case 'n':
        buf_add_char(buf, '\n');
        return true;
    case 't':
        buf_add_char(buf, '\t');
        return true;
    case '%':
        buf_add_char(buf, '%');
        return true;
    }
    return false;
}

/* Directives that stand for others. */
static const char *whole_format(char letter)
{
    switch (letter) {
    case 'c':
        return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x':
        return "%m/%d/%y";
    case 'F':
        return "%Y-%m-%d";
    case 'R':
        return "%H:%M";
    case 'r':
        return "%I:%M:%S %p";
    case 'T':
    case 'X':
        return "%H:%M:%S";
    case 'v':
        return "%e-%^b-%Y";
    case '+':
        return "%a %b %e %H:%M:%S %Z %Y";
    }
    return NULL;
}

enum { WIDEST = 256 };

/* Reads the directive that begins behind the % at `at`; gives the bytes it takes, or 0. */
static size_t read_directive(struct str format, size_t at, struct directive *out)
{
    struct directive directive = {0};
    size_t start = at;
    for (; at < format.len; at++) {
        char c = format.ptr[at];
        if (c == '-' || c == '0')
            directive.pad = c;
        else if (c == '_')
            directive.pad = ' ';
        else if (c == '^' || c == '#')
            directive.change = c;
        else
            break;
    }
    for (; at < format.len && is_digit(format.ptr[at]); at++) {
        directive.width = directive.width * 10 + (format.ptr[at] - '0');
        if (directive.width > WIDEST) return 0;
    }
    for (; at < format.len && format.ptr[at] == ':' && directive.colons < 2; at++) directive.colons++;
    if (at >= format.len) return 0;
    directive.letter = format.ptr[at];
    if (directive.colons && directive.letter != 'z') return 0;
    *out = directive;
    return at + 1 - start;
}

static void show(struct buf *buf, struct str format, const struct moment *moment, int depth)
{
    for (size_t at = 0; at < format.len && !buf->overflow; at++) {
        struct directive directive;
        size_t length = format.ptr[at] == '%' ? read_directive(format, at + 1, &directive) : 0;
        const char *whole = length && depth == 0 ? whole_format(directive.letter) : NULL;
        if (length == 0) {
            buf_add_char(buf, format.ptr[at]);
            continue;
        }
        if (whole)
            show(buf, str_of(whole), moment, depth + 1);
        else if (!show_date(buf, &directive, moment) && !show_time(buf, &directive, moment))
            buf_add(buf, str_slice(format, at, at + 1 + length));
        at += length;
    }
}

void date_format(struct buf *buf, struct str format, int64_t seconds, int nanoseconds, int offset)
{
    struct moment moment = moment_of(seconds, nanoseconds, offset);
    show(buf, format, &moment, 0);
}

/* ---- the filter ---- */

/* Instants in the years 1 to 9999. */
static bool in_years(int64_t seconds)
{
    return seconds >= INT64_C(-62135596800) && seconds <= INT64_C(253402300799) - SECONDS_A_DAY;
}

static bool is_digits(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_digit(text.ptr[i])) return false;
    return text.len > 0;
}

static int read_instant(const struct liquid_options *options, const struct value *input, int64_t *seconds,
                        int *nanoseconds, int *offset)
{
    *nanoseconds = 0;
    *offset = options->utc_offset;
    if (input->kind == VALUE_INT || (input->kind == VALUE_STRING && is_digits(input->string)))
        return value_to_int(input, seconds);
    if (input->kind != VALUE_STRING) return -1;
    if (str_eq_nocase(input->string, STR("now")) || str_eq_nocase(input->string, STR("today"))) {
        *seconds = options->now;
        return 0;
    }
    return date_parse(input->string, options->now, options->utc_offset, seconds, nanoseconds, offset);
}

/* What is no date is given back as it is. */
int filter_date(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    (void)count;
    int64_t seconds;
    int nanoseconds, offset;
    struct str format = text_of(render, &args[0]);
    *out = *input;
    if (format.len == 0 || read_instant(render_options(render), input, &seconds, &nanoseconds, &offset) < 0)
        return 0;
    if (!in_years(seconds)) return 0;
    size_t begin = text_begin(render);
    date_format(render_buf(render), format, seconds, nanoseconds, offset);
    *out = value_str(text_take(render, begin));
    return 0;
}
