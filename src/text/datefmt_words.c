/* Relative phrases and zone names in English and Chinese; see datefmt_words.h. */
#include "text/datefmt_words.h"

enum { MOST_WEEKS = 2 }; /* up to the week after next */

/* ISO weeks from today's to that of `day`. */
static int weeks_ahead(day_t day, day_t today)
{
    return (week_start(day) - week_start(today)) / 7;
}

static bool has_phrase(struct day_range range, day_t today)
{
    return range.from >= today && range.to >= range.from && weeks_ahead(range.to, today) <= MOST_WEEKS;
}

static const char *const english_weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                               "Friday", "Saturday", "Sunday"};

/* One day by itself: "today", "this Thursday", "next Tuesday", "Friday of the week after next". */
static struct str english_day(struct arena *arena, day_t day, day_t today)
{
    if (day == today) return STR("today");
    if (day == today + 1) return STR("tomorrow");
    const char *weekday = english_weekdays[weekday_of(day)];
    switch (weeks_ahead(day, today)) {
    case 0:
        return arena_printf(arena, "this %s", weekday);
    case 1:
        return arena_printf(arena, "next %s", weekday);
    default:
        return arena_printf(arena, "%s of the week after next", weekday);
    }
}

struct str relative_english(struct arena *arena, struct day_range range, day_t today)
{
    if (!has_phrase(range, today)) return STR("");
    struct str from = english_day(arena, range.from, today);
    if (range.from == range.to) return from;
    const char *to_weekday = english_weekdays[weekday_of(range.to)];
    int from_week = weeks_ahead(range.from, today), to_week = weeks_ahead(range.to, today);
    if (range.to == today + 1) return STR("today or tomorrow");
    if (from_week == MOST_WEEKS)
        return arena_printf(arena, "%s–%s of the week after next", english_weekdays[weekday_of(range.from)],
                            to_weekday);
    if (from_week == to_week) return arena_printf(arena, "%.*s–%s", STR_ARG(from), to_weekday);
    if (to_week == MOST_WEEKS && from_week == 1 && range.from > today + 1)
        return arena_printf(arena, "%.*s to the following %s", STR_ARG(from), to_weekday);
    struct str to = english_day(arena, range.to, today);
    const char *link = to_week == MOST_WEEKS ? " to " : "–";
    return arena_printf(arena, "%.*s%s%.*s", STR_ARG(from), link, STR_ARG(to));
}

static const char *const chinese_weekdays[] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"};

static struct str chinese_day(struct arena *arena, day_t day, day_t today)
{
    if (day == today) return STR("今天");
    if (day == today + 1) return STR("明天");
    static const char *const weeks[] = {"本", "下", "下下"};
    return arena_printf(arena, "%s%s", weeks[weeks_ahead(day, today)], chinese_weekdays[weekday_of(day)]);
}

struct str relative_chinese(struct arena *arena, struct day_range range, day_t today)
{
    if (!has_phrase(range, today)) return STR("");
    struct str from = chinese_day(arena, range.from, today);
    if (range.from == range.to) return from;
    if (range.to == today + 1) return STR("今天或明天");
    if (weeks_ahead(range.from, today) == weeks_ahead(range.to, today))
        return arena_printf(arena, "%.*s至%s", STR_ARG(from), chinese_weekdays[weekday_of(range.to)]);
    struct str to = chinese_day(arena, range.to, today);
    return arena_printf(arena, "%.*s至%.*s", STR_ARG(from), STR_ARG(to));
}

/* Zones with a name that people use. English has one only where the abbreviation means several zones (CST, IST, PST). */
static const struct {
    struct str zone;
    struct str english, chinese;
} zone_names[] = {
    {STR_INIT("America/New_York"), STR_INIT(""), STR_INIT("美东时间")},
    {STR_INIT("America/Detroit"), STR_INIT(""), STR_INIT("美东时间")},
    {STR_INIT("America/Toronto"), STR_INIT(""), STR_INIT("多伦多时间")},
    {STR_INIT("America/Chicago"), STR_INIT(""), STR_INIT("美国中部时间")},
    {STR_INIT("America/Denver"), STR_INIT(""), STR_INIT("美国山地时间")},
    {STR_INIT("America/Phoenix"), STR_INIT(""), STR_INIT("亚利桑那时间")},
    {STR_INIT("America/Los_Angeles"), STR_INIT(""), STR_INIT("美西时间")},
    {STR_INIT("America/Vancouver"), STR_INIT(""), STR_INIT("温哥华时间")},
    {STR_INIT("America/Havana"), STR_INIT("Havana time"), STR_INIT("哈瓦那时间")},
    {STR_INIT("America/Sao_Paulo"), STR_INIT(""), STR_INIT("圣保罗时间")},
    {STR_INIT("Asia/Dubai"), STR_INIT(""), STR_INIT("迪拜时间")},
    {STR_INIT("Asia/Hong_Kong"), STR_INIT(""), STR_INIT("香港时间")},
    {STR_INIT("Asia/Jerusalem"), STR_INIT("Israel time"), STR_INIT("以色列时间")},
    {STR_INIT("Asia/Kolkata"), STR_INIT("India time"), STR_INIT("印度时间")},
    {STR_INIT("Asia/Kuala_Lumpur"), STR_INIT(""), STR_INIT("吉隆坡时间")},
    {STR_INIT("Asia/Macau"), STR_INIT("Macau time"), STR_INIT("澳门时间")},
    {STR_INIT("Asia/Manila"), STR_INIT("Manila time"), STR_INIT("马尼拉时间")},
    {STR_INIT("Asia/Seoul"), STR_INIT(""), STR_INIT("首尔时间")},
    {STR_INIT("Asia/Shanghai"), STR_INIT("Beijing time"), STR_INIT("北京时间")},
    {STR_INIT("Asia/Chongqing"), STR_INIT("Beijing time"), STR_INIT("北京时间")},
    {STR_INIT("Asia/Singapore"), STR_INIT(""), STR_INIT("新加坡时间")},
    {STR_INIT("Asia/Taipei"), STR_INIT("Taipei time"), STR_INIT("台北时间")},
    {STR_INIT("Asia/Tokyo"), STR_INIT(""), STR_INIT("东京时间")},
    {STR_INIT("Australia/Melbourne"), STR_INIT(""), STR_INIT("墨尔本时间")},
    {STR_INIT("Australia/Sydney"), STR_INIT(""), STR_INIT("悉尼时间")},
    {STR_INIT("Europe/Amsterdam"), STR_INIT(""), STR_INIT("阿姆斯特丹时间")},
    {STR_INIT("Europe/Berlin"), STR_INIT(""), STR_INIT("柏林时间")},
    {STR_INIT("Europe/Dublin"), STR_INIT("Dublin time"), STR_INIT("都柏林时间")},
    {STR_INIT("Europe/London"), STR_INIT(""), STR_INIT("伦敦时间")},
    {STR_INIT("Europe/Madrid"), STR_INIT(""), STR_INIT("马德里时间")},
    {STR_INIT("Europe/Paris"), STR_INIT(""), STR_INIT("巴黎时间")},
    {STR_INIT("Europe/Rome"), STR_INIT(""), STR_INIT("罗马时间")},
    {STR_INIT("Pacific/Auckland"), STR_INIT(""), STR_INIT("奥克兰时间")},
    {STR_INIT("PRC"), STR_INIT("Beijing time"), STR_INIT("北京时间")},
};

/* "+0530" is tzdata's way of saying that a zone has no abbreviation. */
static struct str offset_label(struct arena *arena, int offset)
{
    int minutes = (offset < 0 ? -offset : offset) / 60;
    if (minutes == 0) return STR("UTC");
    char sign = offset < 0 ? '-' : '+';
    if (minutes % 60 == 0) return arena_printf(arena, "UTC%c%d", sign, minutes / 60);
    return arena_printf(arena, "UTC%c%d:%02d", sign, minutes / 60, minutes % 60);
}

struct str zone_label(struct arena *arena, const struct zone *zone, instant_t at, bool chinese)
{
    struct str name = zone_name(zone);
    for (size_t i = 0; i < sizeof zone_names / sizeof *zone_names; i++) {
        if (!str_eq(zone_names[i].zone, name)) continue;
        struct str label = chinese ? zone_names[i].chinese : zone_names[i].english;
        if (label.len) return label;
    }
    struct str abbreviation = zone_abbreviation(zone, at);
    bool is_offset = abbreviation.len == 0 || abbreviation.ptr[0] == '+' || abbreviation.ptr[0] == '-';
    return is_offset ? offset_label(arena, zone_offset(zone, at)) : abbreviation;
}
