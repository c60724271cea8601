/* Business days as a bitmap with running counts: adding and counting days touch a few words, whatever the range. */
#include "model/calendar.h"

enum {
    WORD_DAYS = 64,
    LAST_DAY = 84005, /* 2199-12-31 is day 84,005: CALENDAR_LAST_YEAR */
    WORDS = LAST_DAY / WORD_DAYS + 1,
    LONGEST_GAP = 366,
};

/* Bit d is set where day d (from 1970-01-01) is a business day. Days outside the bitmap follow the week alone. */
struct calendar {
    week_t week;
    uint64_t bits[WORDS];
    int32_t before[WORDS + 1]; /* business days before each word */
};

static bool in_week(week_t week, day_t day)
{
    return week >> weekday_of(day) & 1;
}

static bool in_bitmap(day_t day)
{
    return day >= 0 && day <= LAST_DAY;
}

static bool test_bit(const struct calendar *calendar, day_t day)
{
    return calendar->bits[day / WORD_DAYS] >> (day % WORD_DAYS) & 1;
}

/* The bare week over the 64 days of a word. */
static uint64_t week_word(week_t week, size_t word)
{
    enum weekday first = weekday_of((day_t)word * WORD_DAYS);
    uint64_t turned = (unsigned)(week >> first | week << (7 - first)) & 0x7f;
    return turned * UINT64_C(0x8102040810204081); /* a bit every seven days */
}

static void fill(struct calendar *calendar, const struct ical_days *days)
{
    for (size_t i = 0; i < WORDS; i++) calendar->bits[i] = week_word(calendar->week, i);
    calendar->bits[WORDS - 1] &= UINT64_MAX >> (WORD_DAYS - 1 - LAST_DAY % WORD_DAYS);
    for (size_t i = 0; days && i < days->count; i++) {
        day_t day = days->days[i].day;
        if (!in_bitmap(day)) continue;
        uint64_t bit = UINT64_C(1) << (day % WORD_DAYS);
        if (days->days[i].workday)
            calendar->bits[day / WORD_DAYS] |= bit;
        else
            calendar->bits[day / WORD_DAYS] &= ~bit;
    }
    for (size_t i = 0; i < WORDS; i++)
        calendar->before[i + 1] = calendar->before[i] + __builtin_popcountll(calendar->bits[i]);
}

static int refuse_gap(day_t from, struct err *err)
{
    char text[16];
    day_format(from, text);
    return err_set(err, ERR_INPUT,
                   "the calendar has no business day in the year from %s; expected at least one", text);
}

/* Work must come up again within a year, or no date could ever be named. A gap of a year spans whole words, so only the
 * ends of each word are looked at. */
static int check_gaps(const struct calendar *calendar, struct err *err)
{
    day_t last = -1;
    for (size_t i = 0; i < WORDS; i++) {
        uint64_t word = calendar->bits[i];
        if (word == 0) continue;
        day_t start = (day_t)i * WORD_DAYS;
        if (start + __builtin_ctzll(word) - last > LONGEST_GAP) return refuse_gap(last + 1, err);
        last = start + WORD_DAYS - 1 - __builtin_clzll(word);
    }
    return LAST_DAY + 1 - last > LONGEST_GAP ? refuse_gap(last + 1, err) : 0;
}

int calendar_new(struct arena *arena, week_t week, const struct ical_days *days, const struct calendar **out,
                 struct err *err)
{
    week &= 0x7f;
    if (week == 0) return err_set(err, ERR_INPUT, "the working week is empty; expected at least one day");
    struct calendar *calendar = ARENA_NEW(arena, struct calendar);
    calendar->week = week;
    fill(calendar, days);
    if (check_gaps(calendar, err) < 0) return -1;
    *out = calendar;
    return 0;
}

bool calendar_is_business(const struct calendar *calendar, day_t day)
{
    return in_bitmap(day) ? test_bit(calendar, day) : in_week(calendar->week, day);
}

day_t calendar_on_or_after(const struct calendar *calendar, day_t day)
{
    while (!calendar_is_business(calendar, day)) day++;
    return day;
}

/* Business days in [0, day), for a day in or just behind the bitmap. */
static int rank(const struct calendar *calendar, day_t day)
{
    if (day > LAST_DAY) return calendar->before[WORDS];
    uint64_t below = calendar->bits[day / WORD_DAYS] & ((UINT64_C(1) << (day % WORD_DAYS)) - 1);
    return calendar->before[day / WORD_DAYS] + __builtin_popcountll(below);
}

/* The business day with `index` business days before it in the bitmap, searched from the word of `from` on. */
static day_t select_day(const struct calendar *calendar, int index, day_t from)
{
    size_t low = (size_t)from / WORD_DAYS, high = low + 1;
    while (calendar->before[high] <= index) high++; /* the next word or two, for orders as they are */
    uint64_t word = calendar->bits[high - 1];
    for (int skip = index - calendar->before[high - 1]; skip > 0; skip--) word &= word - 1;
    return (day_t)(high - 1) * WORD_DAYS + __builtin_ctzll(word);
}

day_t calendar_add(const struct calendar *calendar, day_t day, int business_days)
{
    if (business_days <= 0) return calendar_on_or_after(calendar, day);
    if (in_bitmap(day)) {
        int index = rank(calendar, day + 1) + business_days - 1;
        if (index < calendar->before[WORDS]) return select_day(calendar, index, day);
    }
    while (business_days > 0) business_days -= calendar_is_business(calendar, ++day);
    return day;
}

/* Working days of the bare week in [from, to). */
static int count_in_week(week_t week, day_t from, day_t to)
{
    if (to <= from) return 0;
    int count = (to - from) / 7 * __builtin_popcount(week);
    for (day_t day = from + (to - from) / 7 * 7; day < to; day++) count += in_week(week, day);
    return count;
}

int calendar_count(const struct calendar *calendar, day_t from, day_t to)
{
    if (to <= from) return 0;
    enum { END = LAST_DAY + 1 };
    int count = count_in_week(calendar->week, from, to < 0 ? to : 0) +
                count_in_week(calendar->week, from > END ? from : END, to);
    day_t inner_from = from < 0 ? 0 : from, inner_to = to > END ? END : to;
    if (inner_from < inner_to) count += rank(calendar, inner_to) - rank(calendar, inner_from);
    return count;
}
