/* Dates in English words: "March 14", "the 22nd", "next Friday", "a week on Saturday", "in two weeks", "Christmas". */
#include "engine/facts_when.h"
#include "engine/facts_when_starters.h"

struct word_value {
    const char *word;
    int value;
};

#define COUNT(table) (sizeof table / sizeof *table)

static int value_of(struct str word, const struct word_value *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (word.ptr[0] == table[i].word[0] && str_is(word, table[i].word)) return table[i].value;
    return -1;
}

static struct str word_at(const struct when_reader *reader, size_t at)
{
    if (at >= reader->count || reader->tokens[at].kind != TOKEN_WORD) return STR(" ");
    return reader->tokens[at].text;
}

static bool is_word(const struct when_reader *reader, size_t at, const char *word)
{
    return str_is(word_at(reader, at), word);
}

static int month_at(const struct when_reader *reader, size_t at)
{
    static const struct word_value months[] = {
        {"january", 1},   {"jan", 1},  {"february", 2}, {"feb", 2},    {"febuary", 2},   {"feburary", 2},
        {"march", 3},     {"mar", 3},  {"april", 4},    {"apr", 4},    {"may", 5},       {"june", 6},
        {"jun", 6},       {"july", 7}, {"jul", 7},      {"august", 8}, {"aug", 8},       {"september", 9},
        {"sept", 9},      {"sep", 9},  {"october", 10}, {"oct", 10},   {"november", 11}, {"nov", 11},
        {"december", 12}, {"dec", 12},
    };
    int month = value_of(word_at(reader, at), months, COUNT(months));
    return month < 0 ? 0 : month;
}

int when_weekday(struct str word)
{
    static const struct word_value days[] = {
        {"monday", 0},   {"tuesday", 1}, {"wednesday", 2}, {"thursday", 3}, {"friday", 4},
        {"saturday", 5}, {"sunday", 6},  {"tues", 1},      {"weds", 2},     {"thurs", 3},
        {"thur", 3},     {"wensday", 2}, {"wednsday", 2},  {"mon", 0},      {"tue", 1},
        {"wed", 2},      {"thu", 3},     {"fri", 4},       {"sat", 5},      {"sun", 6},
    };
    return word.len == 0 ? -1 : value_of(word, days, COUNT(days));
}

/* -1 where the word is no weekday. `out_weak`: also an ordinary word or a mere abbreviation ("sat", "sun"). */
static int weekday_at(const struct when_reader *reader, size_t at, bool *out_weak)
{
    struct str word = word_at(reader, at);
    *out_weak = word.len == 3;
    return when_weekday(word);
}

/* A count in digits or words; 0 where there is none. "couple of" and "few" are handled by the caller. */
static int count_at(const struct when_reader *reader, size_t at, size_t *out_taken)
{
    static const struct word_value words[] = {
        {"a", 1},       {"an", 1},      {"one", 1},       {"two", 2},      {"three", 3},   {"four", 4},
        {"five", 5},    {"six", 6},     {"seven", 7},     {"eight", 8},    {"nine", 9},    {"ten", 10},
        {"eleven", 11}, {"twelve", 12}, {"fourteen", 14}, {"fifteen", 15}, {"twenty", 20}, {"thirty", 30},
    };
    *out_taken = 1;
    if (at < reader->count && reader->tokens[at].kind == TOKEN_NUMBER)
        return reader->tokens[at].value <= 400 ? (int)reader->tokens[at].value : 0;
    size_t taken = when_take_words(reader, at, "a couple of");
    if (!taken) taken = when_take_words(reader, at, "couple of");
    if (!taken) taken = when_take_words(reader, at, "a couple");
    if (taken) {
        *out_taken = taken;
        return 2;
    }
    int value = value_of(word_at(reader, at), words, COUNT(words));
    return value < 0 ? 0 : value;
}

/* "14", "14th", "the 14th", "fourteenth": the day of a month; 0 where there is none. */
static int mday_at(const struct when_reader *reader, size_t at, size_t *out_taken, bool *out_ordinal)
{
    static const char *const endings[] = {"nd", "rd", "st", "th"};
    static const struct word_value words[] = {
        {"first", 1},      {"second", 2},       {"third", 3},       {"fourth", 4},      {"fifth", 5},
        {"sixth", 6},      {"seventh", 7},      {"eighth", 8},      {"ninth", 9},       {"tenth", 10},
        {"eleventh", 11},  {"twelfth", 12},     {"thirteenth", 13}, {"fourteenth", 14}, {"fifteenth", 15},
        {"sixteenth", 16}, {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
        {"thirtieth", 30},
    };
    *out_ordinal = false;
    *out_taken = 1;
    if (at >= reader->count) return 0;
    const struct token *token = &reader->tokens[at];
    if (token->kind == TOKEN_NUMBER) {
        if (token->digits > 2 || token->value < 1 || token->value > 31) return 0;
        if (at + 1 < reader->count && !token[1].spaced &&
            facts_word_in(word_at(reader, at + 1), endings, 4)) {
            *out_ordinal = true;
            *out_taken = 2;
        }
        return (int)token->value;
    }
    *out_ordinal = true;
    if (is_word(reader, at, "twenty") || is_word(reader, at, "thirty")) {
        size_t next = at + 1 < reader->count && token_is_mark(&token[1], '-') ? at + 2 : at + 1;
        int unit = value_of(word_at(reader, next), words, 9);
        *out_taken = next + 1 - at;
        if (unit > 0 && (is_word(reader, at, "twenty") || unit == 1))
            return unit + (is_word(reader, at, "twenty") ? 20 : 30);
        return 0;
    }
    int value = value_of(word_at(reader, at), words, COUNT(words));
    return value < 0 ? 0 : value;
}

/* ", 2026" or "'26" behind a date. */
static size_t year_after(const struct when_reader *reader, size_t at, int *out_year)
{
    *out_year = 0;
    size_t from = at;
    if (at < reader->count &&
        (token_is_mark(&reader->tokens[at], ',') || token_is_mark(&reader->tokens[at], '-')))
        at++;
    if (at + 1 < reader->count &&
        (token_is_mark(&reader->tokens[at], '\'') || token_is_mark(&reader->tokens[at], 0x2019)) &&
        reader->tokens[at + 1].kind == TOKEN_NUMBER && reader->tokens[at + 1].digits == 2) {
        *out_year = 2000 + (int)reader->tokens[at + 1].value;
        return at + 2 - from;
    }
    if (at >= reader->count || reader->tokens[at].kind != TOKEN_NUMBER || reader->tokens[at].digits != 4)
        return 0;
    if (reader->tokens[at].value < 1900 || reader->tokens[at].value > 2199) return 0;
    *out_year = (int)reader->tokens[at].value;
    return at + 1 - from;
}

static size_t finish_date(const struct when_reader *reader, size_t at, size_t taken, int month, int mday,
                          struct mention *out)
{
    int year;
    taken += year_after(reader, at + taken, &year);
    *out = mention_date(year, month, mday);
    return out->kind == WHEN_NOTHING ? 0 : taken;
}

static size_t skip_mark(const struct when_reader *reader, size_t at, uint32_t mark)
{
    return at < reader->count && token_is_mark(&reader->tokens[at], mark) ? 1 : 0;
}

/* "March 14th, 2026", "Mar. the 14th" */
static size_t month_day(const struct when_reader *reader, size_t at, struct mention *out)
{
    int month = month_at(reader, at);
    if (!month) return 0;
    size_t next = at + 1;
    next += skip_mark(reader, next, '.');
    next += skip_mark(reader, next, '-');
    if (is_word(reader, next, "the")) next++;
    size_t taken;
    bool ordinal;
    int mday = mday_at(reader, next, &taken, &ordinal);
    if (!mday) return 0;
    const struct token *behind = next + taken < reader->count ? &reader->tokens[next + taken] : NULL;
    if (behind && token_is_mark(behind, ':') && !behind->spaced) return 0;
    return finish_date(reader, at, next + taken - at, month, mday, out);
}

/* "14 March", "14th of March 2026", "14-Mar-2026", "the fourteenth of this month" */
static size_t day_month(const struct when_reader *reader, size_t at, struct mention *out)
{
    size_t taken;
    bool ordinal;
    int mday = mday_at(reader, at, &taken, &ordinal);
    if (!mday) return 0;
    size_t next = at + taken;
    if (is_word(reader, next, "day")) next++;
    next += skip_mark(reader, next, '-');
    next += skip_mark(reader, next, '.');
    if (is_word(reader, next, "of")) next++;
    int month = month_at(reader, next);
    if (month) {
        next += 1;
        if (skip_mark(reader, next, '.') && next + 1 < reader->count &&
            reader->tokens[next + 1].kind == TOKEN_NUMBER && reader->tokens[next + 1].digits == 4)
            next++;
        return finish_date(reader, at, next - at, month, mday, out);
    }
    static const struct word_value which[] = {{"this", 0}, {"next", 1}, {"last", -1}};
    bool known =
        is_word(reader, next, "this") || is_word(reader, next, "next") || is_word(reader, next, "last");
    if (!ordinal || !known || !is_word(reader, next + 1, "month")) return 0;
    struct civil civil = civil_of(months_on(reader->today, value_of(word_at(reader, next), which, 3)));
    *out = mention_date(civil.year, civil.month, mday);
    return out->kind == WHEN_NOTHING ? 0 : next + 2 - at;
}

/* ---- ordinals alone ---- */

/* What follows "the 22nd" where it is a date and not "the 2nd keyring". */
static bool may_follow_ordinal(struct str word)
{
    static const char *const words[] = {
        "a",       "after",   "although", "an",    "and",   "apparently", "are",    "as",     "at",
        "because", "been",    "before",   "but",   "can",   "can't",      "could",  "do",     "does",
        "for",     "from",    "has",      "have",  "he",    "i",          "i'd",    "i'll",   "i'm",
        "if",      "in",      "instead",  "is",    "it",    "it's",       "its",    "latest", "likely",
        "me",      "morning", "my",       "no",    "not",   "now",        "of",     "on",     "or",
        "please",  "she",     "since",    "so",    "still", "thank",      "thanks", "that",   "that's",
        "the",     "then",    "there",    "they",  "this",  "though",     "to",     "unless", "until",
        "was",     "we",      "we'd",     "we'll", "we're", "we've",      "what",   "when",   "where",
        "which",   "while",   "why",      "will",  "with",  "without",    "would",  "yet",    "you",
        "you've"};
    return facts_word_in(word, words, COUNT(words));
}

static bool never_follows_ordinal(struct str word)
{
    static const char *const words[] = {
        "anniversary", "ave",    "avenue",  "bday",    "birthday", "book",      "box",     "charm", "child",
        "class",       "coin",   "contact", "edition", "email",    "engraving", "floor",   "grade", "item",
        "keyring",     "letter", "line",    "message", "mug",      "name",      "one",     "order", "pair",
        "parcel",      "party",  "person",  "photo",   "piece",    "proof",     "request", "ring",  "row",
        "sign",        "st",     "street",  "time",    "try",      "version",   "week",    "word",  "year"};
    return facts_word_in(word, words, COUNT(words));
}

static size_t ordinal_alone(const struct when_reader *reader, size_t at, struct mention *out)
{
    static const char *const strong[] = {"before", "by",  "for",  "from", "on",
                                         "since",  "til", "till", "until"};
    size_t taken;
    bool ordinal;
    int mday = mday_at(reader, at, &taken, &ordinal);
    if (!mday || !ordinal || at == 0) return 0;
    bool the = is_word(reader, at - 1, "the");
    size_t front = the ? 2 : 1;
    struct str before = at >= front ? word_at(reader, at - front) : STR(" ");
    bool strongly = facts_word_in(before, strong, COUNT(strong));
    bool second =
        at >= 2 &&
        (is_word(reader, at - 1, "or") || is_word(reader, at - 1, "and")) && /* "the 20th or 21st" */
        reader->tokens[at - 2].kind == TOKEN_WORD && !reader->tokens[at - 2].spaced;
    if (!the && !second && (!strongly || reader->tokens[at].kind == TOKEN_WORD)) return 0;
    if (at + taken < reader->count && reader->tokens[at + taken].kind == TOKEN_WORD) {
        struct str next = word_at(reader, at + taken);
        if (never_follows_ordinal(next) || !(strongly || may_follow_ordinal(next))) return 0;
        if (reader->tokens[at].kind == TOKEN_WORD && !may_follow_ordinal(next)) return 0;
    } else if (reader->tokens[at].kind == TOKEN_WORD && !strongly) {
        return 0; /* "the first, …" counts things */
    }
    *out = (struct mention){.kind = WHEN_MONTHLESS, .mday = mday};
    return taken;
}

/* ---- weekdays ---- */

static day_t weekday_in_week(day_t today, int weeks, int weekday)
{
    return week_start(today) + 7 * weeks + weekday;
}

static day_t coming(day_t today, int weekday)
{
    day_t day = weekday_in_week(today, 0, weekday);
    return day > today ? day : day + 7;
}

/* "next week" and the like: weeks from this one, or INT32_MIN. */
static int week_words(const struct when_reader *reader, size_t at)
{
    if (!is_word(reader, at + 1, "week")) return INT32_MIN;
    static const struct word_value which[] = {{"this", 0}, {"next", 1}, {"last", -1}, {"following", 1}};
    for (size_t i = 0; i < COUNT(which); i++)
        if (is_word(reader, at, which[i].word)) return which[i].value;
    return INT32_MIN;
}

/* What stands behind a weekday: "Friday week", "Friday next", "Tuesday last", "Friday of next week". */
static size_t weekday_after(const struct when_reader *reader, size_t at, int weekday, struct mention *out)
{
    day_t today = reader->today;
    if (when_take_words(reader, at, "after next")) {
        *out = mention_day(weekday_in_week(today, 2, weekday), DIRECTION_COMING);
        return 2;
    }
    size_t of = is_word(reader, at, "of") || is_word(reader, at, "in") ? 1 : 0;
    int weeks = week_words(reader, at + of);
    if (weeks != INT32_MIN) {
        *out =
            mention_day(weekday_in_week(today, weeks, weekday), weeks < 0 ? DIRECTION_PAST : DIRECTION_FREE);
        return of + 2;
    }
    if (is_word(reader, at, "week")) {
        *out = mention_day(coming(today, weekday) + 7, DIRECTION_COMING);
        return 1;
    }
    if (is_word(reader, at, "fortnight")) {
        *out = mention_day(coming(today, weekday) + 14, DIRECTION_COMING);
        return 1;
    }
    if (is_word(reader, at, "next") && week_words(reader, at) == INT32_MIN) {
        *out = mention_day(weekday_in_week(today, 1, weekday), DIRECTION_COMING);
        return 1;
    }
    if (is_word(reader, at, "last")) {
        *out = mention_day(coming(today - 1, weekday) - 7, DIRECTION_PAST);
        return 1;
    }
    return 0;
}

/* "Friday, March 13", "Friday the 13th": the date says it all. */
static size_t dated_weekday(const struct when_reader *reader, size_t at, int weekday, struct mention *out)
{
    size_t next = at;
    next += skip_mark(reader, next, '.');
    next += skip_mark(reader, next, ',');
    next += skip_mark(reader, next, '(');
    if (is_word(reader, next, "the")) next++;
    if (next >= reader->count) return 0;
    size_t taken = when_number_at(reader, next, out);
    if (!taken) taken = month_day(reader, next, out);
    if (!taken) taken = day_month(reader, next, out);
    size_t ordinal_taken;
    bool ordinal;
    int mday = mday_at(reader, next, &ordinal_taken, &ordinal);
    if (!taken && mday && ordinal && reader->tokens[next].kind == TOKEN_NUMBER) {
        *out = (struct mention){.kind = WHEN_MONTHLESS, .mday = mday};
        taken = ordinal_taken;
    }
    if (!taken) return 0;
    out->said_weekday = weekday + 1;
    return next + taken - at;
}

static size_t bare_weekday(const struct when_reader *reader, size_t at, struct mention *out)
{
    static const char *const openers[] = {"and", "before", "by",    "come", "coming", "for", "from",
                                          "on",  "or",     "since", "til",  "till",   "to",  "until"};
    bool weak;
    int weekday = weekday_at(reader, at, &weak);
    if (weekday < 0) return 0;
    size_t taken = dated_weekday(reader, at + 1, weekday, out);
    if (taken) return taken + 1;
    bool opened = at > 0 && facts_word_in(word_at(reader, at - 1), openers, COUNT(openers));
    bool capital = reader->text.ptr[reader->tokens[at].span.start] <= 'Z' && weekday < 5;
    if (weak && !opened && !capital) return 0;
    taken = weekday_after(reader, at + 1, weekday, out);
    if (taken) return taken + 1;
    *out = (struct mention){.kind = WHEN_WEEKDAY, .weekday = (enum weekday)weekday};
    return 1;
}

/* "this Friday", "next Friday", "last Tuesday", "this coming Friday", "next week Friday" */
static size_t led_weekday(const struct when_reader *reader, size_t at, struct mention *out)
{
    struct str lead = word_at(reader, at);
    day_t today = reader->today;
    int weeks = week_words(reader, at);
    size_t next = weeks != INT32_MIN ? at + 2 : at + 1;
    if (weeks != INT32_MIN && is_word(reader, next, "on")) next++;
    bool this_one = str_is(lead, "this"), past = str_is(lead, "last") || str_is(lead, "past");
    bool next_one = str_is(lead, "next"),
         soon = str_is(lead, "coming") || str_is(lead, "following") || str_is(lead, "upcoming");
    if (!(this_one || past || next_one || soon)) return 0;
    if (this_one && weeks == INT32_MIN &&
        (is_word(reader, next, "coming") || is_word(reader, next, "past"))) {
        soon = is_word(reader, next, "coming");
        past = !soon;
        next++;
    }
    bool weak;
    int weekday = weekday_at(reader, next, &weak);
    if (weekday < 0) return 0;
    size_t dated = dated_weekday(reader, next + 1, weekday, out);
    if (dated) return next + 1 + dated - at;
    day_t day = weekday_in_week(today, 0, weekday);
    enum direction direction = past ? DIRECTION_PAST : DIRECTION_COMING;
    if (weeks != INT32_MIN) {
        day = weekday_in_week(today, weeks, weekday);
        direction = weeks < 0 ? DIRECTION_PAST : DIRECTION_FREE;
    } else if (past) {
        day = coming(today - 1, weekday) - 7;
    } else if (next_one) {
        day = weekday_in_week(today, 1, weekday);
    } else if (soon || day < today) {
        day = coming(today, weekday);
    }
    *out = mention_day(day, direction);
    size_t after = 0;
    if (this_one || next_one) {
        bool week = is_word(reader, next + 1, "week") && this_one; /* "this Friday week" */
        after = week ? weekday_after(reader, next + 1, weekday, out) : 0;
    }
    return next + 1 + after - at;
}

/* ---- relative words ---- */

struct phrase_day {
    const char *words;
    int days;
    enum direction direction;
};

static const struct phrase_day phrase_days[] = {
    {"the day after tomorrow", 2, DIRECTION_COMING},
    {"day after tomorrow", 2, DIRECTION_COMING},
    {"the day before yesterday", -2, DIRECTION_PAST},
    {"day before yesterday", -2, DIRECTION_PAST},
    {"overmorrow", 2, DIRECTION_COMING},
    {"tomorrow", 1, DIRECTION_COMING},
    {"tommorow", 1, DIRECTION_COMING},
    {"tommorrow", 1, DIRECTION_COMING},
    {"tomorow", 1, DIRECTION_COMING},
    {"tmrw", 1, DIRECTION_COMING},
    {"tmr", 1, DIRECTION_COMING},
    {"today", 0, DIRECTION_FREE},
    {"tonight", 0, DIRECTION_COMING},
    {"this morning", 0, DIRECTION_PAST},
    {"this afternoon", 0, DIRECTION_FREE},
    {"this evening", 0, DIRECTION_FREE},
    {"yesterday", -1, DIRECTION_PAST},
    {"last night", -1, DIRECTION_PAST},
};

static size_t relative_word(const struct when_reader *reader, size_t at, struct mention *out)
{
    for (size_t i = 0; i < COUNT(phrase_days); i++) {
        size_t taken = when_take_words(reader, at, phrase_days[i].words);
        if (!taken) continue;
        *out = mention_day(reader->today + phrase_days[i].days, phrase_days[i].direction);
        return taken;
    }
    return 0;
}

enum unit { UNIT_NONE, UNIT_DAY, UNIT_WEEK, UNIT_FORTNIGHT, UNIT_MONTH, UNIT_YEAR };

static enum unit unit_at(const struct when_reader *reader, size_t at)
{
    static const struct word_value units[] = {
        {"day", UNIT_DAY},
        {"days", UNIT_DAY},
        {"day's", UNIT_DAY},
        {"week", UNIT_WEEK},
        {"weeks", UNIT_WEEK},
        {"week's", UNIT_WEEK},
        {"wk", UNIT_WEEK},
        {"wks", UNIT_WEEK},
        {"fortnight", UNIT_FORTNIGHT},
        {"fortnight's", UNIT_FORTNIGHT},
        {"month", UNIT_MONTH},
        {"months", UNIT_MONTH},
        {"month's", UNIT_MONTH},
        {"year", UNIT_YEAR},
        {"years", UNIT_YEAR},
    };
    int unit = value_of(word_at(reader, at), units, COUNT(units));
    return unit < 0 ? UNIT_NONE : (enum unit)unit;
}

static day_t steps_on(day_t today, int count, enum unit unit)
{
    switch (unit) {
    case UNIT_WEEK:
        return today + 7 * count;
    case UNIT_FORTNIGHT:
        return today + 14 * count;
    case UNIT_MONTH:
        return months_on(today, count);
    case UNIT_YEAR:
        return months_on(today, 12 * count);
    default:
        return today + count;
    }
}

/* "3 days ago", "two weeks from now", "a week on Friday", "a fortnight today" */
static size_t counted(const struct when_reader *reader, size_t at, struct mention *out)
{
    size_t taken;
    int count = count_at(reader, at, &taken);
    enum unit unit = count ? unit_at(reader, at + taken) : UNIT_NONE;
    if (unit == UNIT_NONE) return 0;
    size_t next = at + taken + 1;
    if (is_word(reader, next, "ago") || is_word(reader, next, "back") || is_word(reader, next, "earlier")) {
        *out = mention_day(steps_on(reader->today, -count, unit), DIRECTION_PAST);
        return next + 1 - at;
    }
    bool from = is_word(reader, next, "from"), on = is_word(reader, next, "on");
    size_t base = from || on ? next + 1 : next;
    bool weak;
    int weekday = weekday_at(reader, base, &weak);
    day_t start = DAY_NONE;
    if (from && is_word(reader, base, "now")) start = reader->today;
    if (!on && is_word(reader, base, "today") && unit != UNIT_DAY) start = reader->today;
    if (from && is_word(reader, base, "today")) start = reader->today;
    if (!on && is_word(reader, base, "tomorrow") && unit != UNIT_DAY) start = reader->today + 1;
    if (weekday >= 0 && (from || on) && unit != UNIT_DAY) start = coming(reader->today, weekday);
    if (start == DAY_NONE) return 0;
    *out = mention_day(steps_on(start, count, unit), DIRECTION_COMING);
    return base + 1 - at;
}

/* "in two weeks", "within 10 days", "in a fortnight's time"; not "in 7 business days", "in 2-3 weeks" */
static size_t in_some_time(const struct when_reader *reader, size_t at, struct mention *out)
{
    if (!is_word(reader, at, "in") && !is_word(reader, at, "within")) return 0;
    size_t next = at + 1, taken;
    if (is_word(reader, next, "about") || is_word(reader, next, "exactly") || is_word(reader, next, "just") ||
        is_word(reader, next, "only"))
        next++;
    int count = count_at(reader, next, &taken);
    enum unit unit = count ? unit_at(reader, next + taken) : UNIT_NONE;
    if (unit == UNIT_NONE) return 0;
    next += taken + 1;
    next += skip_mark(reader, next, '\'');
    if (is_word(reader, next, "time")) next++;
    if (is_word(reader, next, "or") || is_word(reader, next, "of")) return 0;
    *out = mention_day(steps_on(reader->today, count, unit), DIRECTION_COMING);
    return next - at;
}

static size_t month_end_words(const struct when_reader *reader, size_t at, struct mention *out)
{
    size_t next = at;
    struct civil today = civil_of(reader->today);
    if (is_word(reader, at, "month") && (is_word(reader, at + 1, "end") || is_word(reader, at + 1, "ends"))) {
        *out = mention_day(month_end(today.year, today.month), DIRECTION_COMING);
        return 2;
    }
    bool end = is_word(reader, at, "end"), mid = is_word(reader, at, "mid") || is_word(reader, at, "middle");
    bool start = is_word(reader, at, "start") || is_word(reader, at, "beginning");
    if (!(end || mid || start)) return 0;
    next++;
    next += skip_mark(reader, next, '-');
    if (is_word(reader, next, "of")) next++;
    if (is_word(reader, next, "the")) next++;
    int month = month_at(reader, next);
    if (month && !is_word(reader, next, "may") && !is_word(reader, next, "mar")) {
        int mday = end ? days_in_month(today.year, month) : mid ? 15 : 1;
        *out = mention_date(0, month, mday);
        return next + 1 - at;
    }
    if (!end) return 0;
    int months = is_word(reader, next, "next") ? 1 : is_word(reader, next, "last") ? -1 : 0;
    if (is_word(reader, next, "this") || months) next++;
    struct civil civil = civil_of(months_on(reader->today, months));
    if (is_word(reader, next, "month"))
        *out =
            mention_day(month_end(civil.year, civil.month), months < 0 ? DIRECTION_PAST : DIRECTION_COMING);
    else if (is_word(reader, next, "week"))
        *out = mention_day(weekday_in_week(reader->today, months, FRIDAY),
                           months < 0 ? DIRECTION_PAST : DIRECTION_COMING);
    else if (is_word(reader, next, "year") && !months)
        *out = mention_date(today.year, 12, 31);
    else
        return 0;
    return next + 1 - at;
}

static size_t weekend(const struct when_reader *reader, size_t at, struct mention *out)
{
    if (!is_word(reader, at + 1, "weekend")) return 0;
    day_t saturday = weekday_in_week(reader->today, 0, SATURDAY);
    if (is_word(reader, at, "next")) saturday += 7;
    if (is_word(reader, at, "last")) saturday = coming(reader->today - 1, SATURDAY) - 7;
    bool known = is_word(reader, at, "next") || is_word(reader, at, "last") || is_word(reader, at, "this");
    if (!known) return 0;
    if (saturday < reader->today && !is_word(reader, at, "last")) saturday = reader->today;
    *out = mention_day(saturday, is_word(reader, at, "last") ? DIRECTION_PAST : DIRECTION_COMING);
    return 2;
}

/* ---- the whole ---- */

static enum when_form form_of(enum rule rule, const struct mention *mention)
{
    switch (rule) {
    case RULE_LED:
    case RULE_WEEKDAY:
        return mention->said_weekday ? FORM_DATE : FORM_NEAR;
    case RULE_RELATIVE:
        return FORM_NEAR;
    case RULE_ORDINAL:
        return FORM_DAY;
    case RULE_FEAST:
        return FORM_FEAST;
    case RULE_DAY_MONTH:
    case RULE_MONTH_DAY:
        return FORM_DATE;
    default:
        return FORM_LOOSE;
    }
}

size_t when_en_at(const struct when_reader *reader, size_t at, struct mention *out)
{
#define X(id, function) function,
    static size_t (*const rules[])(const struct when_reader *, size_t, struct mention *) = {RULES(X)};
#undef X
    int bits = when_starter_rules(&reader->tokens[at]);
    for (int rule = 0; bits >> rule; rule++) {
        size_t taken = bits >> rule & 1 ? rules[rule](reader, at, out) : 0;
        if (!taken) continue;
        out->form = form_of((enum rule)rule, out);
        return taken;
    }
    return 0;
}
