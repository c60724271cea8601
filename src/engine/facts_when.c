/* The dates a message names, and the day by which the piece is needed (rule book, section 2). */
#include "engine/facts_when.h"
#include "engine/facts.h"

/* ---- calendar helpers ---- */

struct mention mention_day(day_t day, enum direction direction)
{
    return (struct mention){.kind = WHEN_DAY, .day = day, .direction = direction};
}

struct mention mention_date(int year, int month, int mday)
{
    struct mention none = {0};
    if (month < 1 || month > 12 || mday < 1) return none;
    if (year == 0) {
        if (mday > days_in_month(2024, month)) return none;
        return (struct mention){.kind = WHEN_YEARLESS, .month = month, .mday = mday};
    }
    struct civil civil = {year, month, mday};
    if (!civil_is_valid(civil)) return none;
    struct mention mention = mention_day(day_of(civil), DIRECTION_FREE);
    mention.year_said = true;
    return mention;
}

day_t months_on(day_t day, int months)
{
    struct civil civil = civil_of(day);
    int month = civil.year * 12 + civil.month - 1 + months;
    if (month < 12 || month >= 9999 * 12) return day;
    civil.year = month / 12;
    civil.month = month % 12 + 1;
    int last = days_in_month(civil.year, civil.month);
    if (civil.day > last) civil.day = last;
    return day_of(civil);
}

day_t month_end(int year, int month)
{
    return day_of((struct civil){year, month, days_in_month(year, month)});
}

/* Whether an ISO 3166 code stands in a list of them. */
bool country_in(struct str country, const char *list)
{
    return country.len == 2 && str_contains(str_of(list), country);
}

/* The words one after the other. */
size_t when_take_words(const struct when_reader *reader, size_t at, const char *words)
{
    if (at >= reader->count || reader->tokens[at].text.ptr[0] != words[0]) return 0;
    struct str rest = str_of(words), word;
    size_t taken = 0;
    while (str_next_part(&rest, ' ', &word)) {
        if (at + taken >= reader->count || !str_eq(reader->tokens[at + taken].text, word)) return 0;
        taken++;
    }
    return taken;
}

/* ---- from a mention to a day ---- */

/* Of the days a mention may mean, the one its direction asks for; without one the nearest, where a day gone by counts
 * as twice as far. */
struct choice {
    day_t today, best;
    enum direction direction;
};

static void choose(struct choice *choice, day_t day)
{
    day_t today = choice->today;
    if (choice->direction == DIRECTION_COMING && day < today) return;
    if (choice->direction == DIRECTION_PAST && day > today) return;
    if (choice->best == DAY_NONE) choice->best = day;
    day_t distance = day < today ? 2 * (today - day) : day - today;
    day_t best = choice->best < today ? 2 * (today - choice->best) : choice->best - today;
    if (distance < best || (distance == best && day > choice->best)) choice->best = day;
}

static day_t resolve_yearless(const struct mention *mention, struct choice choice)
{
    int year = civil_of(choice.today).year;
    int reach = mention->month == 2 && mention->mday == 29 ? 8 : 1;
    for (int y = year - reach; y <= year + reach; y++) {
        struct civil civil = {y, mention->month, mention->mday};
        if (civil_is_valid(civil)) choose(&choice, day_of(civil));
    }
    return choice.best;
}

static day_t resolve_monthless(const struct mention *mention, struct choice choice)
{
    for (int months = -3; months <= 3; months++) {
        struct civil civil = civil_of(months_on(choice.today, months));
        civil.day = mention->mday;
        if (civil_is_valid(civil)) choose(&choice, day_of(civil));
    }
    return choice.best;
}

day_t when_resolve(const struct mention *mention, day_t today, enum direction direction)
{
    struct choice choice = {today, DAY_NONE, direction};
    switch (mention->kind) {
    case WHEN_DAY:
        return mention->day;
    case WHEN_YEARLESS:
        return resolve_yearless(mention, choice);
    case WHEN_MONTHLESS:
        return resolve_monthless(mention, choice);
    case WHEN_WEEKDAY: {
        day_t day = week_start(today) + (day_t)mention->weekday;
        if (direction == DIRECTION_PAST) return day < today ? day : day - 7;
        return day > today ? day : day + 7;
    }
    default:
        return DAY_NONE;
    }
}

/* ---- the reader ---- */

static size_t mention_at(const struct when_reader *reader, size_t at, struct mention *out)
{
    size_t taken = when_number_at(reader, at, out);
    if (!taken) taken = when_zh_at(reader, at, out);
    if (!taken) taken = when_en_at(reader, at, out);
    return taken;
}

size_t when_mentions(const struct when_reader *reader, struct mention mentions[MENTIONS_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < reader->count && count < MENTIONS_MAX;) {
        struct mention mention = {0};
        size_t taken = mention_at(reader, at, &mention);
        if (!taken) {
            at++;
            continue;
        }
        mention.first = at;
        mention.last = at + taken - 1;
        if (mention.kind != WHEN_NOTHING) mentions[count++] = mention;
        at += taken;
    }
    return count;
}

/* Who asks to be quick and names a coming day needs it by then, whatever the occasion. */
static bool asks_to_hurry(const struct reading *reading)
{
    for (size_t i = 0; i < reading->concern_count; i++)
        if (reading->concerns[i].concern == CONCERN_RUSH) return true;
    return false;
}

/* The surest need-by so far: a stated limit before an event, then the earlier day. */
struct need_by {
    int strength;
    day_t day;
    struct span span;
};

static void keep_need(struct need_by *need, int strength, day_t day, struct span span)
{
    bool better = strength > need->strength || (strength == need->strength && day < need->day);
    if (strength == 0 || !better) return;
    *need = (struct need_by){strength, day, span};
}

static void report(struct arena *arena, const struct when_reader *reader, const struct mention *mention,
                   struct role role, struct reading *out, size_t *cap, struct need_by *need)
{
    if (role.silent && asks_to_hurry(out)) role = (struct role){.direction = DIRECTION_COMING, .need = 1};
    enum direction direction = mention->direction != DIRECTION_FREE ? mention->direction : role.direction;
    day_t day = when_resolve(mention, reader->today, direction);
    if (day == DAY_NONE) return;
    struct span span = {reader->tokens[mention->first].span.start, reader->tokens[mention->last].span.end};
    bool needed = role.need > 0 && mention->direction != DIRECTION_PAST && day >= reader->today;
    bool past =
        !needed && (mention->direction == DIRECTION_PAST ||
                    (role.direction == DIRECTION_PAST && day <= reader->today) || day < reader->today);
    *ARENA_PUSH(arena, out->dates, out->date_count, *cap) = (struct date_read){day, span, needed, past};
    if (needed) keep_need(need, role.need, day, span);
}

static void read_stretch(struct arena *arena, struct when_reader *reader, struct span span,
                         struct reading *out, size_t *cap, struct need_by *need)
{
    struct token *tokens;
    reader->count = facts_tokens(arena, reader->text, span, &tokens);
    reader->tokens = tokens;
    struct mention mentions[MENTIONS_MAX];
    size_t count = when_mentions(reader, mentions);
    for (size_t i = 0; i < count; i++) {
        struct role role = when_role(reader, &mentions[i], i > 0 ? &mentions[i - 1] : NULL,
                                     i + 1 < count ? &mentions[i + 1] : NULL);
        report(arena, reader, &mentions[i], role, out, cap, need);
    }
}

/* "en-GB" → "GB" */
static struct str region_of(struct str locale)
{
    return locale.len >= 5 ? str_slice(locale, locale.len - 2, locale.len) : (struct str){0};
}

/* Where 3/4 is the fourth of March: the country the order goes to says it, else the customer's locale, else the store's. */
static bool month_first(const struct inquiry *inquiry, const struct store *store)
{
    struct str country = inquiry->order ? inquiry->order->shipping.country : (struct str){0};
    if (country.len == 0 && inquiry->order) country = region_of(inquiry->order->customer.locale);
    if (country.len == 0) country = region_of(store->default_locale);
    if (country.len == 0) return true; /* the starter store is in New York */
    return country_in(country, "US PH CN TW HK JP KR HU");
}

void facts_read_dates(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                      struct reading *out)
{
    struct when_reader reader = {
        .text = inquiry->text,
        .today = zone_day(store->zone ? store->zone : zone_utc(), inquiry->at),
        .month_first = month_first(inquiry, store),
        .country = inquiry->order ? inquiry->order->shipping.country : (struct str){0},
    };
    struct need_by need = {.day = DAY_NONE};
    struct span *stretches;
    size_t cap = 0, count = facts_own_stretches(arena, inquiry->text, out, &stretches);
    out->dates = NULL;
    out->date_count = 0;
    for (size_t i = 0; i < count; i++) read_stretch(arena, &reader, stretches[i], out, &cap, &need);
    out->need_by = need.day;
    out->need_by_span = need.span;
}
