/* The store's opening hours as a clock; see hours.h. */
#include "engine/hours.h"

enum { LONGEST_SEARCH = 800 }; /* days; calendars guarantee a business day every year */

struct opening {
    int from, to;
};

static int openings_of(const struct store *store, day_t day, struct opening out[HOURS_SPANS])
{
    if (!calendar_is_business(store->studio, day)) return 0;
    int any = 0;
    for (int i = 0; i < 7; i++) any += store->hours.day[i].count;
    if (!any) {
        out[0] = (struct opening){9 * 3600, 17 * 3600};
        return 1;
    }
    enum weekday weekday = weekday_of(day);
    for (int i = 0; i < store->hours.day[weekday].count; i++)
        out[i] =
            (struct opening){store->hours.day[weekday].span[i].from, store->hours.day[weekday].span[i].to};
    return store->hours.day[weekday].count;
}

instant_t hours_after(const struct store *store, instant_t at, int hours)
{
    return hours_pass(store, at, hours * MICROS_PER_HOUR);
}

instant_t hours_pass(const struct store *store, instant_t at, int64_t micros)
{
    int64_t left = micros;
    day_t day = zone_day(store->zone, at);
    for (int searched = 0; searched < LONGEST_SEARCH; searched++, day++) {
        struct opening openings[HOURS_SPANS];
        int count = openings_of(store, day, openings);
        for (int i = 0; i < count; i++) {
            instant_t from = zone_instant(store->zone, day, openings[i].from);
            instant_t to = zone_instant(store->zone, day, openings[i].to);
            if (from < at) from = at;
            if (from >= to) continue;
            if (to - from >= left) return from + left;
            left -= to - from;
        }
    }
    return at + micros;
}

int64_t hours_between(const struct store *store, instant_t from, instant_t to)
{
    int64_t open = 0;
    day_t day = zone_day(store->zone, from), last = zone_day(store->zone, to);
    for (int searched = 0; day <= last && searched < LONGEST_SEARCH; searched++, day++) {
        struct opening openings[HOURS_SPANS];
        int count = openings_of(store, day, openings);
        for (int i = 0; i < count; i++) {
            instant_t begin = zone_instant(store->zone, day, openings[i].from);
            instant_t end = zone_instant(store->zone, day, openings[i].to);
            if (begin < from) begin = from;
            if (end > to) end = to;
            if (begin < end) open += end - begin;
        }
    }
    return open;
}
