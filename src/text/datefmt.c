/* Dates by CLDR patterns, with the formatters of one locale and a bounded memory of what they have written. */
#include "text/datefmt.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "base/hash.h"
#include "text/datefmt_words.h"

enum {
    SLOTS = 2 * DATEFMT_KEPT, /* a power of two; at most half are taken */
    MAX_TEXT = 256,           /* UTF-16 units of one date */
    DAY_MILLIS = 86400000,
    DAY_MINUTES = 24 * 60,
    CLOCK_KEPT = 23, /* bytes of a time of day that are remembered; longer ones are written anew */
};

/* A text already written; `kind` 0 marks a free slot. */
struct written {
    day_t from, to;
    int kind; /* 1 + 2 * width + whether the year is shown */
    struct str text;
};

/* What was written lately. When one generation is full the other is emptied and takes over. */
struct generation {
    struct arena *arena;
    struct written *slots;
    size_t count;
};

/* A time of day already written; `len` 0 marks one that was not. */
struct clock_text {
    unsigned char len;
    char utf8[CLOCK_KEPT];
};

struct datefmt {
    char locale[64];
    bool chinese, english;
    UDateIntervalFormat *ranges[DATEFMT_WIDTHS][2]; /* without and with the year */
    UDateFormat *clock;
    struct clock_text clocks[DAY_MINUTES];
    struct generation generations[2];
    int young; /* which one new texts go to */
};

static const UChar *const skeletons[DATEFMT_WIDTHS][2] = {
    [DATEFMT_SHORT] = {u"MMMEd", u"yMMMEd"},
    [DATEFMT_LONG] = {u"MMMMEEEEd", u"yMMMMEEEEd"},
    [DATEFMT_PLAIN] = {u"MMMd", u"yMMMd"},
};

/* ICU would fall back to the language of the machine, which must never show. */
static bool language_is_known(const char *language)
{
    for (int32_t i = 0; i < uloc_countAvailable(); i++) {
        const char *known = uloc_getAvailable(i);
        size_t len = strlen(language);
        if (strncmp(known, language, len) == 0 && (known[len] == '\0' || known[len] == '_')) return true;
    }
    return false;
}

static void choose_locale(struct datefmt *datefmt, struct str tag)
{
    char text[64], full[128], base[64], language[16];
    UErrorCode status = U_ZERO_ERROR;
    snprintf(text, sizeof text, "%.*s", STR_ARG(tag));
    for (char *c = text; *c; c++)
        if (*c == '_') *c = '-';
    uloc_forLanguageTag(text, full, sizeof full, NULL, &status);
    /* Without keywords: no Buddhist years or Thai digits by way of a tag. */
    int32_t base_len = uloc_getBaseName(full, base, sizeof base, &status);
    int32_t language_len = uloc_getLanguage(full, language, sizeof language, &status);
    bool whole = base_len < (int32_t)sizeof base && language_len < (int32_t)sizeof language;
    if (U_FAILURE(status) || !whole || language_len == 0 || !language_is_known(language)) {
        snprintf(base, sizeof base, "en_US");
        snprintf(language, sizeof language, "en");
    }
    datefmt->chinese = strcmp(language, "zh") == 0;
    datefmt->english = strcmp(language, "en") == 0;
    snprintf(datefmt->locale, sizeof datefmt->locale, "%s", datefmt->chinese ? "zh_Hans_CN" : base);
}

static void generation_clear(struct generation *generation)
{
    arena_reset(generation->arena);
    generation->slots = ARENA_ARRAY(generation->arena, SLOTS, struct written);
    generation->count = 0;
}

struct datefmt *datefmt_new(struct str locale)
{
    struct datefmt *datefmt = calloc(1, sizeof *datefmt);
    if (!datefmt) abort();
    choose_locale(datefmt, locale);
    for (int i = 0; i < 2; i++) {
        datefmt->generations[i].arena = arena_new();
        generation_clear(&datefmt->generations[i]);
    }
    return datefmt;
}

void datefmt_free(struct datefmt *datefmt)
{
    if (!datefmt) return;
    for (int width = 0; width < DATEFMT_WIDTHS; width++)
        for (int year = 0; year < 2; year++)
            if (datefmt->ranges[width][year]) udtitvfmt_close(datefmt->ranges[width][year]);
    if (datefmt->clock) udat_close(datefmt->clock);
    for (int i = 0; i < 2; i++) arena_free(datefmt->generations[i].arena);
    free(datefmt);
}

bool datefmt_is_chinese(const struct datefmt *datefmt)
{
    return datefmt->chinese;
}

/* One date as UTF-8, on its way to whoever keeps it. */
struct text {
    char utf8[3 * MAX_TEXT + 1];
    int32_t len;
};

/* Takes ICU's text over; false when there is none. */
static bool text_set(struct text *text, UChar *units, int32_t len, UErrorCode status)
{
    if (U_FAILURE(status) || len < 0 || len >= MAX_TEXT) return false;
    for (int32_t i = 0; i < len; i++)
        if (units[i] == 0x2009 || units[i] == 0x202f || units[i] == 0xa0) units[i] = ' ';
    u_strToUTF8(text->utf8, sizeof text->utf8, &text->len, units, len, &status);
    return U_SUCCESS(status);
}

static struct str text_str(const struct text *text)
{
    return str_of_len(text->utf8, (size_t)text->len);
}

/* The way of ISO 8601, for when ICU itself fails (its data file is missing). */
static void text_set_plain(struct text *text, struct day_range range)
{
    char from[16], to[16];
    day_format(range.from, from);
    day_format(range.to, to);
    bool one = range.from == range.to;
    text->len = snprintf(text->utf8, sizeof text->utf8, "%s%s%s", from, one ? "" : " – ", one ? "" : to);
}

static void write_range(struct datefmt *datefmt, enum datefmt_width width, bool year, struct day_range range,
                        struct text *out)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateIntervalFormat **format = &datefmt->ranges[width][year];
    if (!*format)
        *format = udtitvfmt_open(datefmt->locale, skeletons[width][year], -1, u"Etc/UTC", -1, &status);
    UChar units[MAX_TEXT];
    int32_t len = -1;
    if (*format)
        len = udtitvfmt_format(*format, (double)range.from * DAY_MILLIS, (double)range.to * DAY_MILLIS, units,
                               MAX_TEXT, NULL, &status);
    if (!text_set(out, units, len, status)) text_set_plain(out, range);
}

/* The slot where this text is or would be. */
static struct written *find_slot(const struct generation *generation, const struct written *wanted)
{
    uint64_t hash = hash_mix((uint64_t)(uint32_t)wanted->from << 32 | (uint32_t)wanted->to);
    for (size_t i = hash_mix(hash + (uint64_t)wanted->kind) % SLOTS;; i = (i + 1) % SLOTS) {
        struct written *slot = &generation->slots[i];
        bool same = slot->kind == wanted->kind && slot->from == wanted->from && slot->to == wanted->to;
        if (slot->kind == 0 || same) return slot;
    }
}

/* Keeps the text in the young generation; when that is full, the old one is emptied and becomes the young one. */
static struct str keep(struct datefmt *datefmt, struct written wanted, struct str text)
{
    struct generation *young = &datefmt->generations[datefmt->young];
    if (young->count >= DATEFMT_KEPT) {
        datefmt->young = !datefmt->young;
        young = &datefmt->generations[datefmt->young];
        generation_clear(young);
    }
    wanted.text = arena_str(young->arena, text);
    *find_slot(young, &wanted) = wanted;
    young->count++;
    return wanted.text;
}

static int year_of(day_t day)
{
    return civil_of(day).year;
}

struct str datefmt_range(struct datefmt *datefmt, enum datefmt_width width, struct day_range range,
                         day_t today)
{
    bool year =
        today == DAY_NONE || year_of(range.from) != year_of(today) || year_of(range.to) != year_of(today);
    struct written wanted = {range.from, range.to, 1 + 2 * (int)width + year, {0}};
    const struct written *young = find_slot(&datefmt->generations[datefmt->young], &wanted);
    if (young->kind) return young->text;
    struct text text;
    const struct written *old = find_slot(&datefmt->generations[!datefmt->young], &wanted);
    if (old->kind) { /* comes along, so that it is kept as long as a new one */
        text.len = (int32_t)old->text.len;
        memcpy(text.utf8, old->text.ptr, old->text.len);
    } else {
        write_range(datefmt, width, year, range, &text);
    }
    return keep(datefmt, wanted, text_str(&text));
}

struct str datefmt_day(struct datefmt *datefmt, enum datefmt_width width, day_t day, day_t today)
{
    return datefmt_range(datefmt, width, (struct day_range){day, day}, today);
}

struct str datefmt_relative(struct datefmt *datefmt, struct arena *arena, struct day_range range, day_t today)
{
    if (datefmt->chinese) return relative_chinese(arena, range, today);
    return datefmt->english ? relative_english(arena, range, today) : STR("");
}

static UDateFormat *open_clock(const char *locale)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateTimePatternGenerator *patterns = udatpg_open(locale, &status);
    UChar pattern[64];
    int32_t len = udatpg_getBestPattern(patterns, u"jmm", -1, pattern, 64, &status);
    UDateFormat *clock = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, u"Etc/UTC", -1, pattern, len, &status);
    udatpg_close(patterns);
    return U_SUCCESS(status) ? clock : NULL;
}

/* "10:12 AM" of a minute of the day. */
static void write_clock(struct datefmt *datefmt, int minutes, struct text *out)
{
    struct clock_text *kept = &datefmt->clocks[minutes];
    if (kept->len) {
        out->len = kept->len;
        memcpy(out->utf8, kept->utf8, kept->len);
        return;
    }
    if (!datefmt->clock) datefmt->clock = open_clock(datefmt->locale);
    UErrorCode status = U_ZERO_ERROR;
    UChar units[MAX_TEXT];
    int32_t len = -1;
    if (datefmt->clock) len = udat_format(datefmt->clock, minutes * 60000.0, units, MAX_TEXT, NULL, &status);
    if (!text_set(out, units, len, status))
        out->len = snprintf(out->utf8, sizeof out->utf8, "%02d:%02d", minutes / 60, minutes % 60);
    if (out->len > CLOCK_KEPT) return;
    kept->len = (unsigned char)out->len;
    memcpy(kept->utf8, out->utf8, kept->len);
}

struct str datefmt_deadline(struct datefmt *datefmt, struct arena *arena, const struct zone *zone,
                            instant_t at, day_t today)
{
    struct str day = datefmt_day(datefmt, DATEFMT_LONG, zone_day(zone, at), today);
    struct text text;
    write_clock(datefmt, zone_clock(zone, at) / 60, &text);
    struct str clock = text_str(&text);
    struct str label = zone_label(arena, zone, at, datefmt->chinese);
    if (datefmt->chinese) return ARENA_JOIN(arena, day, clock, STR("（"), label, STR("）"));
    return ARENA_JOIN(arena, day, STR(", "), clock, STR(" "), label);
}
