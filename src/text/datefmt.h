/* Dates for people, by CLDR patterns (ICU): one formatter cache for one thread. */
#ifndef BURIN_TEXT_DATEFMT_H
#define BURIN_TEXT_DATEFMT_H

#include "base/arena.h"
#include "base/date.h"
#include "text/zone.h"

/* Formatters for one locale, opened on first use and kept; ranges already written are remembered. Not thread-safe. */
struct datefmt;

enum datefmt_width {
    DATEFMT_SHORT, /* "Wed, Mar 11 – Fri, Mar 13", 3月11日周三至13日周五 */
    DATEFMT_LONG,  /* "Wednesday, March 11 – Friday, March 13", 3月11日星期三至13日星期五 */
    DATEFMT_PLAIN, /* "Mar 11 – 13", 3月11日至13日 */
    DATEFMT_WIDTHS,
};

/* `locale` is BCP 47 ("en-US", "zh-CN"); one ICU does not know falls back to its language, then to English. Every kind of
 * Chinese is written in Simplified characters. */
struct datefmt *datefmt_new(struct str locale);
void datefmt_free(struct datefmt *datefmt); /* NULL is fine */
bool datefmt_is_chinese(const struct datefmt *datefmt);

/* A date without zone, written as it is. The year is shown only when either end lies in another year than `today`, or
 * where `today` is DAY_NONE. Thin and no-break spaces are folded to plain ones. The text is the cache's own and stays
 * as it is until DATEFMT_KEPT other dates have been written: longer than one assessment needs. */
enum { DATEFMT_KEPT = 2048 };
struct str datefmt_day(struct datefmt *datefmt, enum datefmt_width width, day_t day, day_t today);
struct str datefmt_range(struct datefmt *datefmt, enum datefmt_width width, struct day_range range,
                         day_t today);
/* "next Wednesday–Friday", 下周三至周五; "tomorrow–Thursday", 明天至周四; for one day "next Wednesday". Empty where no
 * natural phrase exists: the range begins before today or ends behind the week after next, or the language has no such
 * phrases here (English and Chinese do). Weeks are ISO weeks. */
struct str datefmt_relative(struct datefmt *datefmt, struct arena *arena, struct day_range range,
                            day_t today);
/* An exact deadline by the zone's wall clock, in whole minutes (cut off, so never too late): "Tuesday, March 3,
 * 10:12 AM EST" / 3月3日星期二10:12（美东时间）. Abbreviations that mean several zones are written out. */
struct str datefmt_deadline(struct datefmt *datefmt, struct arena *arena, const struct zone *zone,
                            instant_t at, day_t today);

#endif
