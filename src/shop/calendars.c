/* The two calendars of a store: when the studio works, and when parcels move. */
#include "shop/parts.h"

static const struct calendar *load_calendar(struct loader *loader, const char *path, week_t week)
{
    struct source source;
    struct ical_days days;
    struct err err = {0};
    const struct calendar *calendar = NULL;
    if (loader_read_text(loader, path, &source) < 0) return NULL;
    if (ical_parse(loader->arena, source.name, source.text, CALENDAR_LAST_YEAR, &days, &err) == 0 &&
        calendar_new(loader->arena, week, &days, &calendar, &err) == 0)
        return calendar;
    err_at(&err, source.name, 0, 0);
    loader_tell(loader, &err);
    return NULL;
}

void calendars_load(struct loader *loader, struct shop *shop)
{
    shop->store.studio = load_calendar(loader, "calendars/studio.ics", shop->store.working_week);
    shop->store.carrier = load_calendar(loader, "calendars/carrier.ics", shop->settings.carrier_week);
}
