/* Time zones from the system's tzdata, for the store and for customers' countries. */
#include "shop/parts.h"

#include <stdlib.h>

#include "base/file.h"

enum { ZONE_MOST = 256 * 1024 };

struct country_row {
    struct str country, zone;
};

/* Countries whose people practically all share one clock (tzdata's zone.tab, less tiny outliers). Large countries with
 * several zones are left out: their customers see the store's time only. */
static const struct country_row countries[] = {
    {STR_INIT("AT"), STR_INIT("Europe/Vienna")},       {STR_INIT("BE"), STR_INIT("Europe/Brussels")},
    {STR_INIT("BG"), STR_INIT("Europe/Sofia")},        {STR_INIT("CH"), STR_INIT("Europe/Zurich")},
    {STR_INIT("CN"), STR_INIT("Asia/Shanghai")},       {STR_INIT("CZ"), STR_INIT("Europe/Prague")},
    {STR_INIT("DE"), STR_INIT("Europe/Berlin")},       {STR_INIT("DK"), STR_INIT("Europe/Copenhagen")},
    {STR_INIT("EE"), STR_INIT("Europe/Tallinn")},      {STR_INIT("ES"), STR_INIT("Europe/Madrid")},
    {STR_INIT("FI"), STR_INIT("Europe/Helsinki")},     {STR_INIT("FR"), STR_INIT("Europe/Paris")},
    {STR_INIT("GB"), STR_INIT("Europe/London")},       {STR_INIT("GR"), STR_INIT("Europe/Athens")},
    {STR_INIT("HK"), STR_INIT("Asia/Hong_Kong")},      {STR_INIT("HR"), STR_INIT("Europe/Zagreb")},
    {STR_INIT("HU"), STR_INIT("Europe/Budapest")},     {STR_INIT("IE"), STR_INIT("Europe/Dublin")},
    {STR_INIT("IL"), STR_INIT("Asia/Jerusalem")},      {STR_INIT("IN"), STR_INIT("Asia/Kolkata")},
    {STR_INIT("IS"), STR_INIT("Atlantic/Reykjavik")},  {STR_INIT("IT"), STR_INIT("Europe/Rome")},
    {STR_INIT("JP"), STR_INIT("Asia/Tokyo")},          {STR_INIT("KR"), STR_INIT("Asia/Seoul")},
    {STR_INIT("LT"), STR_INIT("Europe/Vilnius")},      {STR_INIT("LU"), STR_INIT("Europe/Luxembourg")},
    {STR_INIT("LV"), STR_INIT("Europe/Riga")},         {STR_INIT("MO"), STR_INIT("Asia/Macau")},
    {STR_INIT("MT"), STR_INIT("Europe/Malta")},        {STR_INIT("NL"), STR_INIT("Europe/Amsterdam")},
    {STR_INIT("NO"), STR_INIT("Europe/Oslo")},         {STR_INIT("NZ"), STR_INIT("Pacific/Auckland")},
    {STR_INIT("PH"), STR_INIT("Asia/Manila")},         {STR_INIT("PL"), STR_INIT("Europe/Warsaw")},
    {STR_INIT("RO"), STR_INIT("Europe/Bucharest")},    {STR_INIT("SE"), STR_INIT("Europe/Stockholm")},
    {STR_INIT("SG"), STR_INIT("Asia/Singapore")},      {STR_INIT("SI"), STR_INIT("Europe/Ljubljana")},
    {STR_INIT("SK"), STR_INIT("Europe/Bratislava")},   {STR_INIT("TH"), STR_INIT("Asia/Bangkok")},
    {STR_INIT("TW"), STR_INIT("Asia/Taipei")},         {STR_INIT("VN"), STR_INIT("Asia/Ho_Chi_Minh")},
    {STR_INIT("ZA"), STR_INIT("Africa/Johannesburg")},
};

enum { COUNTRY_COUNT = sizeof countries / sizeof *countries };

int zones_find(struct arena *arena, struct str name, const struct zone **out, struct err *err)
{
    const char *folder = getenv("TZDIR");
    struct err cause = {0};
    struct str bytes;
    if (!zone_name_is_sane(name))
        return err_set(err, ERR_INPUT,
                       "'%.*s' is no time zone; an IANA name such as America/New_York is expected",
                       STR_ARG(name));
    if (!folder || folder[0] != '/') folder = "/usr/share/zoneinfo";
    if (!file_exists(folder))
        return err_set(err, ERR_SYSTEM, "there is no time zone data in %s; the package tzdata is expected",
                       folder);
    struct str path = arena_printf(arena, "%s/%.*s", folder, STR_ARG(name));
    if (file_read(arena, path.ptr, ZONE_MOST, &bytes, &cause) < 0 ||
        zone_parse(arena, name, bytes, out, &cause) < 0)
        return err_set(err, ERR_INPUT,
                       "there is no time zone '%.*s'; an IANA name such as America/New_York is expected",
                       STR_ARG(name));
    return 0;
}

void zones_load_countries(struct loader *loader, struct store *store)
{
    store->country_zones = ARENA_ARRAY(loader->arena, COUNTRY_COUNT, struct country_zone);
    for (size_t i = 0; i < COUNTRY_COUNT; i++) {
        struct country_zone *row = &store->country_zones[store->country_zone_count];
        if (zones_find(loader->arena, countries[i].zone, &row->zone, NULL) < 0) continue;
        row->country = countries[i].country;
        store->country_zone_count++;
    }
}
