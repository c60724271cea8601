/* iCalendar text of any bytes: days come out sorted and single, or an error with a sentence; and a calendar can be made. */
#include <stdlib.h>

#include "model/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct ical_days days;
    struct err err = {0};
    if (ical_parse(arena, STR("fuzz.ics"), str_of_len((const char *)bytes, size), CALENDAR_LAST_YEAR, &days,
                   &err) < 0) {
        if (err.category == ERR_NONE || !err.message[0] || !err.file[0]) abort();
    } else {
        for (size_t i = 1; i < days.count; i++)
            if (days.days[i - 1].day >= days.days[i].day) abort();
        const struct calendar *calendar;
        if (calendar_new(arena, WEEK_MONDAY_TO_FRIDAY, &days, &calendar, &err) == 0)
            if (calendar_add(calendar, 20000, 30) <= 20000) abort();
    }
    arena_free(arena);
    return 0;
}
