/* Time zones from the system's own tzdata (TZif files, RFC 8536), not ICU's older copy: bytes in, values out. */
#ifndef BURIN_TEXT_ZONE_H
#define BURIN_TEXT_ZONE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"

struct zone;

/* Parses a TZif file's bytes (version 1 to 4, with its footer) into `arena`. `name` is the IANA name. */
int zone_parse(struct arena *arena, struct str name, struct str bytes, const struct zone **out,
               struct err *err);
/* UTC; static, needs no file. */
const struct zone *zone_utc(void);
/* Whether a name may be looked up at all: letters, digits and "_-+/", no "..", no leading slash. */
bool zone_name_is_sane(struct str name);

struct str zone_name(const struct zone *zone);
/* Seconds east of UTC in force at that instant. */
int zone_offset(const struct zone *zone, instant_t at);
/* The abbreviation in force ("EST"); lives as long as the zone. */
struct str zone_abbreviation(const struct zone *zone, instant_t at);

/* The civil day in the zone. */
day_t zone_day(const struct zone *zone, instant_t at);
/* Seconds since local midnight, by the wall clock. */
int zone_clock(const struct zone *zone, instant_t at);
/* The instant of a wall-clock time. In the hour that happens twice, the first; in the one that does not exist,
 * the instant the clock jumps to. `seconds` may be 86400 for the end of the day. */
instant_t zone_instant(const struct zone *zone, day_t day, int seconds);

#endif
