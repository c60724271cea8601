/* Feasts: those on one day each year, those that move with Easter, and those that differ by country. */
#include "engine/facts_when.h"

#define COUNT(table) (sizeof table / sizeof *table)

/* Western Easter by the Gregorian computus. */
day_t holiday_easter(int year)
{
    int golden = year % 19, century = year / 100, rest = year % 100;
    int epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    int to_sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    int shift = (golden + 11 * epact + 22 * to_sunday) / 451;
    int count = epact + to_sunday - 7 * shift + 114;
    return day_of((struct civil){year, count / 31, count % 31 + 1});
}

day_t holiday_nth(int year, int month, enum weekday weekday, int nth)
{
    day_t first = day_of((struct civil){year, month, 1});
    return first + ((int)weekday - (int)weekday_of(first) + 7) % 7 + 7 * (nth - 1);
}

day_t holiday_mothers_day(struct str country, int year)
{
    if (country_in(country, "GB IE")) return holiday_easter(year) - 21;
    if (country_in(country, "US CA AU NZ DE AT CH IT NL BE DK FI JP CN HK TW SG MY IN BR ZA"))
        return holiday_nth(year, 5, SUNDAY, 2);
    return DAY_NONE;
}

day_t holiday_fathers_day(struct str country, int year)
{
    if (country_in(country, "US CA GB IE FR NL JP CN HK SG MY IN ZA")) return holiday_nth(year, 6, SUNDAY, 3);
    if (country_in(country, "AU NZ")) return holiday_nth(year, 9, SUNDAY, 1);
    return DAY_NONE;
}

struct holiday {
    const char *words;
    int month, mday;
};

static const struct holiday holidays[] = {
    {"christmas eve", 12, 24},  {"xmas eve", 12, 24},         {"boxing day", 12, 26},
    {"christmas day", 12, 25},  {"christmas", 12, 25},        {"xmas", 12, 25},
    {"new year's eve", 12, 31}, {"new years eve", 12, 31},    {"new year's day", 1, 1},
    {"new years day", 1, 1},    {"valentine's day", 2, 14},   {"valentines day", 2, 14},
    {"valentine's", 2, 14},     {"valentines", 2, 14},        {"st patrick's day", 3, 17},
    {"halloween", 10, 31},      {"the fourth of july", 7, 4}, {"fourth of july", 7, 4},
    {"star wars day", 5, 4},
};

/* Feasts by their days from Easter Sunday, and three that go by country. */
enum { BY_COUNTRY = 1000, MOTHERS_DAY = BY_COUNTRY, FATHERS_DAY, THANKSGIVING };
struct moving {
    const char *word;
    int value;
};

static const struct moving moving[] = {
    {"easter sunday", 0},
    {"easter monday", 1},
    {"easter", 0},
    {"good friday", -2},
    {"maundy thursday", -3},
    {"palm sunday", -7},
    {"ash wednesday", -46},
    {"shrove tuesday", -47},
    {"pancake day", -47},
    {"low sunday", 7},
    {"ascension day", 39},
    {"whit sunday", 49},
    {"whit monday", 50},
    {"whitsun", 49},
    {"pentecost", 49},
    {"mother's day", MOTHERS_DAY},
    {"mothers day", MOTHERS_DAY},
    {"mothering sunday", MOTHERS_DAY},
    {"father's day", FATHERS_DAY},
    {"fathers day", FATHERS_DAY},
    {"thanksgiving", THANKSGIVING},
};

static day_t moving_day(const struct when_reader *reader, int which, int year)
{
    switch (which) {
    case MOTHERS_DAY:
        return holiday_mothers_day(reader->country, year);
    case FATHERS_DAY:
        return holiday_fathers_day(reader->country, year);
    case THANKSGIVING:
        return str_is(reader->country, "US") ? holiday_nth(year, 11, THURSDAY, 4) : DAY_NONE;
    default:
        return holiday_easter(year) + which;
    }
}

size_t when_feast_at(const struct when_reader *reader, size_t at, struct mention *out)
{
    for (size_t i = 0; i < COUNT(holidays); i++) {
        size_t taken = when_take_words(reader, at, holidays[i].words);
        if (!taken) continue;
        *out = mention_date(0, holidays[i].month, holidays[i].mday);
        return taken;
    }
    for (size_t i = 0; i < COUNT(moving); i++) {
        size_t taken = when_take_words(reader, at, moving[i].word);
        if (!taken) continue;
        /* a moving feast is another day each year: the next one is meant, or the last where words say so */
        int year = civil_of(reader->today).year;
        day_t day = moving_day(reader, moving[i].value, year);
        if (day != DAY_NONE && day < reader->today - 60) day = moving_day(reader, moving[i].value, year + 1);
        *out = day == DAY_NONE ? (struct mention){0} : mention_day(day, DIRECTION_FREE);
        return taken;
    }
    return 0;
}
