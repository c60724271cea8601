/* What CLDR's patterns lack: "next Wednesday–Friday" and the names people give to time zones. Used by datefmt.c. */
#ifndef BURIN_TEXT_DATEFMT_WORDS_H
#define BURIN_TEXT_DATEFMT_WORDS_H

#include "base/arena.h"
#include "base/date.h"
#include "text/zone.h"

/* See datefmt_relative(). */
struct str relative_english(struct arena *arena, struct day_range range, day_t today);
struct str relative_chinese(struct arena *arena, struct day_range range, day_t today);

/* "EST", "UTC+3", "Beijing time" / 美东时间, or as in English where Chinese has no common name. */
struct str zone_label(struct arena *arena, const struct zone *zone, instant_t at, bool chinese);

#endif
