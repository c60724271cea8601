/* Between the readers of dates: the mention of a date, and the readers for each language. Internal to facts_when*.c.
 *
 * A mention is first read by itself (facts_when_en.c, facts_when_zh.c, facts_when_number.c), then the words around it
 * say what part it plays (facts_when_role.c), and only then is it a day (facts_when.c): "the 22nd" is another day for
 * a wedding than for an order. */
#ifndef BURIN_ENGINE_FACTS_WHEN_H
#define BURIN_ENGINE_FACTS_WHEN_H

#include "engine/facts_scan.h"

enum when_kind {
    WHEN_NOTHING,   /* words that only look like a date: taken, but not reported */
    WHEN_DAY,       /* `day` */
    WHEN_YEARLESS,  /* `month` and `mday` */
    WHEN_MONTHLESS, /* `mday` */
    WHEN_WEEKDAY,   /* `weekday` */
};

enum direction { DIRECTION_FREE, DIRECTION_PAST, DIRECTION_COMING };

/* How the day was put. */
enum when_form {
    FORM_DATE,  /* month and day */
    FORM_DAY,   /* "the 22nd", 22号 */
    FORM_NEAR,  /* "next Friday", "tomorrow" */
    FORM_LOOSE, /* "in two weeks", "end of April", 月底 */
    FORM_FEAST, /* "Christmas" */
};

struct mention {
    size_t first, last; /* tokens, both inside */
    enum when_kind kind;
    day_t day;
    int month, mday;
    enum weekday weekday;
    enum when_form form;
    bool year_said;
    int mday_to;              /* the 20 of 18-20号, else 0 */
    int said_weekday;         /* 1 (Monday) to 7 beside a date: "Friday, March 13"; else 0 */
    enum direction direction; /* by its own words: "ago", "last", "coming" */
};

struct when_reader {
    struct str text;
    const struct token *tokens;
    size_t count;
    day_t today;        /* the day of the message, in the store's zone */
    bool month_first;   /* 3/4 is the fourth of March */
    struct str country; /* where the order goes, or empty */
};

/* All mentions of a text in order, at most MENTIONS_MAX; what only looks like a date is left out. */
enum { MENTIONS_MAX = 64 };
size_t when_mentions(const struct when_reader *reader, struct mention mentions[MENTIONS_MAX]);
/* The day a mention means for somebody who looks in `direction`; DAY_NONE where there is none. */
day_t when_resolve(const struct mention *mention, day_t today, enum direction direction);
/* 0 (Monday) to 6 for an English name or abbreviation of a weekday in lower case, else -1. */
int when_weekday(struct str word);

/* Each reads the mention that begins at token `at`: how many tokens it takes, or 0. */
size_t when_number_at(const struct when_reader *reader, size_t at, struct mention *out);
size_t when_en_at(const struct when_reader *reader, size_t at, struct mention *out);
size_t when_feast_at(const struct when_reader *reader, size_t at, struct mention *out); /* English names */
size_t when_zh_at(const struct when_reader *reader, size_t at, struct mention *out);

/* What a mention is for. */
struct role {
    enum direction direction;
    int need;    /* 0: no need-by; else the more, the surer */
    bool silent; /* nothing around it tells what it is for */
};

/* `before` and `after` are the neighbouring mentions, or NULL. */
struct role when_role(const struct when_reader *reader, const struct mention *mention,
                      const struct mention *before, const struct mention *after);
/* The same for words; facts_when_role.c chooses by the script around. */
struct role when_role_zh(const struct when_reader *reader, const struct mention *mention,
                         const struct mention *before, const struct mention *after);

/* ---- small helpers ---- */

/* A day fixed by the mention. */
struct mention mention_day(day_t day, enum direction direction);
/* The `mday` of `month` in `year`; kind WHEN_NOTHING where there is no such day. `year` 0: without a year. */
struct mention mention_date(int year, int month, int mday);
/* Matches lower-case words one after the other ("day after tomorrow"): how many, or 0. */
size_t when_take_words(const struct when_reader *reader, size_t at, const char *words);
bool country_in(struct str country, const char *list);
/* Easter Sunday of the Western churches. */
day_t holiday_easter(int year);
/* The nth given weekday of a month. */
day_t holiday_nth(int year, int month, enum weekday weekday, int nth);
/* Mother's and Father's Day differ by country: the day in `year`, or DAY_NONE where the country is not known. */
day_t holiday_mothers_day(struct str country, int year);
day_t holiday_fathers_day(struct str country, int year);
/* The same day `months` later (earlier), or the month's last where it is shorter. */
day_t months_on(day_t day, int months);
day_t month_end(int year, int month);

static inline bool token_is_mark(const struct token *token, uint32_t mark)
{
    return token->kind == TOKEN_MARK && token->value == mark;
}

#endif
