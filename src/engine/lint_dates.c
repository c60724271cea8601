/* The rules of lint about dates: no forecast of one single day, no day the assessment does not hold (rule book,
 * sections 1 and 9).
 *
 * Dates are read as in messages (facts_when.h), then joined into ranges. A single day is a fault where the clause says
 * that the store will make, send or deliver something, unless it is a date the assessment holds by itself (a deadline, a
 * need-by, a day gone by) and the words do not promise it. */
#include "engine/facts_when.h"
#include "engine/lint_rules.h"

/* A day or a span of days named in the text. */
struct named {
    size_t start, end; /* bytes of the view */
    struct mention first, last;
    bool range;
    bool open_end; /* "from March 9", "week of March 9" */
};

struct date_reader {
    struct linter *linter;
    struct when_reader when;
    struct mention mentions[MENTIONS_MAX];
    size_t mention_count;
    struct named named[MENTIONS_MAX];
    size_t count;
};

static bool knows_today(const struct lint_context *context)
{
    return context->today != DAY_NONE && context->today != 0;
}

/* ---- joining mentions into ranges ---- */

static const struct token *token_at(const struct date_reader *reader, size_t at)
{
    static const struct token none = {.kind = TOKEN_BREAK};
    return at < reader->when.count ? &reader->when.tokens[at] : &none;
}

static bool is_dash(const struct token *token)
{
    return token->kind == TOKEN_MARK &&
           (token->value == '-' || token->value == 0x2013 || token->value == 0x2014 || token->value == '~' ||
            token->value == 0xFF5E || token->value == 0x2012);
}

/* "to", "through", "–", 至: how many tokens join two days, or 0. `between`: "and" does, too. */
static size_t joint_at(const struct date_reader *reader, size_t at, bool between)
{
    static const char *const words[] = {"or", "through", "thru", "till", "to", "until"};
    const struct token *token = token_at(reader, at);
    if (is_dash(token)) return is_dash(token_at(reader, at + 1)) ? 2 : 1;
    if (token->kind == TOKEN_HAN && str_contains(STR("至到或"), token->text)) return 1;
    if (token->kind != TOKEN_WORD) return 0;
    return facts_word_in(token->text, words, sizeof words / sizeof *words) ||
           (between && str_is(token->text, "and"));
}

static bool follows_between(const struct date_reader *reader, size_t first)
{
    for (size_t back = 1; back <= 4 && back <= first; back++)
        if (str_is(token_at(reader, first - back)->text, "between")) return true;
    return false;
}

/* "(Wed)", 周三 or the "11" of "Wednesday 11" right behind a day: behind it. */
static size_t skip_weekday(const struct date_reader *reader, size_t at, const struct mention *mention)
{
    size_t next = at;
    const struct token *open = token_at(reader, next);
    bool bracket = token_is_mark(open, '(') || token_is_mark(open, 0xFF08);
    if (bracket) next++;
    const struct token *token = token_at(reader, next);
    if (mention->kind == WHEN_WEEKDAY && !bracket && token->kind == TOKEN_NUMBER && token->value >= 1 &&
        token->value <= 31 && joint_at(reader, next + 1, false))
        return next + 1;
    size_t taken = 0;
    struct mention day = {0};
    if (token->kind == TOKEN_WORD && when_weekday(token->text) >= 0) taken = 1;
    if (token->kind == TOKEN_HAN) taken = when_zh_at(&reader->when, next, &day);
    if (!taken || (token->kind == TOKEN_HAN && day.kind != WHEN_WEEKDAY)) return at;
    next += taken;
    if (!bracket) return mention->kind == WHEN_WEEKDAY ? at : next;
    const struct token *close = token_at(reader, next);
    return token_is_mark(close, ')') || token_is_mark(close, 0xFF09) ? next + 1 : at;
}

/* The "13" or "Friday" that ends a range without being a mention by itself. */
static size_t bare_end(const struct date_reader *reader, size_t at, const struct mention *first,
                       struct mention *out)
{
    static const char *const counted[] = {"am",    "business", "characters", "cm",     "day",     "days",
                                          "hours", "inch",     "inches",     "items",  "letters", "minutes",
                                          "mm",    "months",   "people",     "pieces", "pm",      "weeks",
                                          "words", "working",  "x",          "years"};
    const struct token *token = token_at(reader, at);
    if (token->kind == TOKEN_WORD && when_weekday(token->text) >= 0) {
        *out = (struct mention){
            .kind = WHEN_WEEKDAY, .form = FORM_NEAR, .weekday = (enum weekday)when_weekday(token->text)};
        return 1;
    }
    if (token->kind != TOKEN_NUMBER || token->digits > 2 || token->value < 1 || token->value > 31) return 0;
    const struct token *next = token_at(reader, at + 1);
    if (next->kind == TOKEN_WORD && facts_word_in(next->text, counted, sizeof counted / sizeof *counted))
        return 0;
    if (first->kind == WHEN_YEARLESS && (int)token->value < first->mday) return 0;
    if (token_is_mark(next, ':') || token_is_mark(next, '%')) return 0;
    bool ordinal = next->kind == TOKEN_WORD && !next->spaced;
    *out = (struct mention){
        .kind = WHEN_MONTHLESS, .form = FORM_DAY, .mday = (int)token->value, .month = first->month};
    if (first->kind == WHEN_DAY && first->form == FORM_DATE) {
        struct civil civil = civil_of(first->day);
        *out = mention_date(civil.year, civil.month, (int)token->value);
    } else if (first->kind == WHEN_YEARLESS) {
        *out = mention_date(0, first->month, (int)token->value);
    }
    return ordinal ? 2 : 1;
}

/* The "11 –" before "13 March". */
static bool bare_start(const struct date_reader *reader, const struct mention *mention, struct named *named)
{
    if (mention->form != FORM_DATE || mention->first < 2) return false;
    size_t at = mention->first - 1;
    static const char *const endings[] = {"nd", "rd", "st", "th"};
    if (str_is(token_at(reader, at)->text, "the") && at > 0) at--;
    if (!joint_at(reader, at, follows_between(reader, at)) || at == 0) return false;
    at--;
    if (facts_word_in(token_at(reader, at)->text, endings, 4) && at > 0) at--;
    const struct token *token = token_at(reader, at);
    if (token->kind != TOKEN_NUMBER || token->digits > 2 || token->value < 1 || token->value > 31)
        return false;
    const struct token *own = token_at(reader, mention->first);
    if (own->kind != TOKEN_NUMBER) return false; /* "3 – March 5" is no range */
    struct civil civil =
        mention->kind == WHEN_DAY ? civil_of(mention->day) : (struct civil){0, mention->month, 0};
    named->last = *mention;
    named->first = mention_date(mention->kind == WHEN_DAY ? civil.year : 0, civil.month, (int)token->value);
    named->first.form = FORM_DATE;
    named->range = true;
    named->start = token->span.start;
    return true;
}

/* In "next Wednesday–Friday, Mar 11 – 13" the date after the second weekday begins a range of its own: leaves it as a
 * mention by itself and gives the weekday. */
static bool split_date(struct date_reader *reader, size_t i, struct mention *out_weekday)
{
    struct mention *mention = &reader->mentions[i], rest = {0};
    if (!mention->said_weekday) return false;
    size_t at = mention->first + 1;
    while (at < mention->last && token_at(reader, at)->kind == TOKEN_MARK) at++;
    size_t taken = when_number_at(&reader->when, at, &rest);
    if (taken) rest.form = FORM_DATE;
    if (!taken) taken = when_en_at(&reader->when, at, &rest);
    if (!taken) return false;
    *out_weekday = (struct mention){.first = mention->first,
                                    .last = mention->first,
                                    .kind = WHEN_WEEKDAY,
                                    .form = FORM_NEAR,
                                    .weekday = (enum weekday)(mention->said_weekday - 1)};
    rest.first = at;
    rest.last = at + taken - 1;
    *mention = rest;
    return true;
}

/* Takes mention `i` and what belongs to it; gives the index of the next one. */
static size_t join(struct date_reader *reader, size_t i)
{
    const struct mention *mention = &reader->mentions[i];
    struct named named = {.first = *mention, .last = *mention, .range = mention->mday_to > 0};
    named.start = reader->when.tokens[mention->first].span.start;
    named.end = reader->when.tokens[mention->last].span.end;
    bool started = bare_start(reader, mention, &named);
    if (mention->mday_to) {
        named.last.mday = mention->mday_to;
        if (mention->kind == WHEN_DAY) named.last.day += mention->mday_to - civil_of(mention->day).day;
    }
    size_t at = skip_weekday(reader, mention->last + 1, mention);
    while (i + 1 < reader->mention_count && reader->mentions[i + 1].first < at) i++;
    size_t joint = started ? 0 : joint_at(reader, at, follows_between(reader, mention->first));
    size_t next = at + joint + (joint && str_is(token_at(reader, at + joint)->text, "the") ? 1 : 0);
    struct mention last;
    if (joint && i + 1 < reader->mention_count && reader->mentions[i + 1].first == next) {
        named.range = true;
        if (named.first.form == FORM_NEAR && split_date(reader, i + 1, &named.last)) {
            named.end = reader->when.tokens[named.last.last].span.end;
            reader->named[reader->count++] = named;
            return i + 1;
        }
        named.last = reader->mentions[++i];
        at = skip_weekday(reader, named.last.last + 1, &named.last);
        while (i + 1 < reader->mention_count && reader->mentions[i + 1].first < at) i++;
    } else if (joint) {
        size_t taken = bare_end(reader, next, mention, &last);
        if (taken) {
            last.form = last.kind == WHEN_WEEKDAY ? FORM_NEAR : mention->form;
            named.last = last;
            named.range = true;
            at = next + taken;
        }
    }
    if (at > 0 && at <= reader->when.count && reader->when.tokens[at - 1].span.end > named.end)
        named.end = reader->when.tokens[at - 1].span.end;
    reader->named[reader->count++] = named;
    return i + 1;
}

static void read_named(struct date_reader *reader)
{
    struct linter *linter = reader->linter;
    struct token *tokens;
    reader->when = (struct when_reader){
        .text = linter->view.cased,
        .today = linter->context->today,
        .month_first = linter->context->lang == LANG_EN,
    };
    if (reader->when.today == DAY_NONE || reader->when.today == 0)
        reader->when.today = day_of((struct civil){2026, 1, 1});
    struct span all = {0, linter->view.cased.len < FACTS_TEXT_MAX ? linter->view.cased.len : FACTS_TEXT_MAX};
    reader->when.count = facts_tokens(linter->arena, linter->view.cased, all, &tokens);
    reader->when.tokens = tokens;
    reader->mention_count = when_mentions(&reader->when, reader->mentions);
    for (size_t i = 0; i < reader->mention_count;) i = join(reader, i);
}

/* ---- what the assessment holds ---- */

static bool civil_within(struct civil civil, struct day_range range)
{
    if (!civil_is_valid(civil)) return false;
    day_t day = day_of(civil);
    return range.from <= day && day <= range.to;
}

/* Whether a day of the text can lie in a range: without a year or month, that part is not compared. */
static bool can_lie_in(const struct mention *mention, struct day_range range)
{
    struct civil from = civil_of(range.from), to = civil_of(range.to);
    switch (mention->kind) {
    case WHEN_DAY:
        return range.from <= mention->day && mention->day <= range.to;
    case WHEN_YEARLESS:
        return civil_within((struct civil){from.year, mention->month, mention->mday}, range) ||
               civil_within((struct civil){to.year, mention->month, mention->mday}, range);
    case WHEN_MONTHLESS:
        return civil_within((struct civil){from.year, from.month, mention->mday}, range) ||
               civil_within((struct civil){to.year, to.month, mention->mday}, range);
    case WHEN_WEEKDAY:
        return ((int)mention->weekday - (int)weekday_of(range.from) + 7) % 7 <= range.to - range.from;
    default:
        return false;
    }
}

static bool can_be(const struct mention *mention, day_t day)
{
    return can_lie_in(mention, (struct day_range){day, day});
}

static bool holds_single(const struct lint_context *context, const struct mention *mention)
{
    for (size_t i = 0; i < context->range_count; i++)
        if (context->ranges[i].from == context->ranges[i].to && can_lie_in(mention, context->ranges[i]))
            return true;
    return false;
}

/* A day the assessment holds, or one within a range it holds. */
static bool holds_day(const struct lint_context *context, const struct mention *mention)
{
    for (size_t i = 0; i < context->range_count; i++)
        if (can_lie_in(mention, context->ranges[i])) return true;
    return false;
}

static bool holds_range(const struct lint_context *context, const struct named *named)
{
    bool from = false, to = false;
    for (size_t i = 0; i < context->range_count; i++) {
        from = from || can_be(&named->first, context->ranges[i].from);
        to = to || can_be(&named->last, context->ranges[i].to);
    }
    return from && to;
}

/* Words of a text that may be quoted: the customer's own date, one on the piece, one in the policy. */
static bool may_be_quoted(const struct linter *linter, const struct named *named)
{
    struct str words = linter_words(linter, named->start, named->end);
    for (size_t i = 0; i < linter->context->quotable_count; i++)
        if (str_contains(linter->context->quotable[i], words)) return true;
    return false;
}

/* ---- the rules ---- */

/* The clause around a date; one that is little more than the date ("On March 12,") takes its neighbour in. */
static void clause_of(const struct linter *linter, const struct named *named, size_t *out_start,
                      size_t *out_end)
{
    struct str text = linter->view.lower;
    linter_sentence(linter, named->start, named->end, true, out_start, out_end);
    size_t others = (named->start - *out_start) + (*out_end - named->end);
    if (others > 14) return;
    size_t ignored;
    if (*out_end < text.len &&
        (text.ptr[*out_end] == ',' || str_starts(str_slice(text, *out_end, text.len), STR("，"))))
        linter_sentence(linter, *out_end + 1, *out_end + 1, true, &ignored, out_end);
    else if (*out_start >= 3 &&
             (text.ptr[*out_start - 1] == ',' || str_ends(str_slice(text, 0, *out_start), STR("，"))))
        linter_sentence(linter, *out_start - 2, *out_start - 2, true, out_start, &ignored);
}

static bool is_clock(struct str text, size_t at)
{
    size_t limit = at + 14 < text.len ? at + 14 : text.len;
    for (size_t i = at + 1; i + 2 < limit; i++) {
        if (text.ptr[i] == '\n' || text.ptr[i] == '.') return false;
        bool digits = text.ptr[i - 1] >= '0' && text.ptr[i - 1] <= '9' && text.ptr[i + 1] >= '0' &&
                      text.ptr[i + 1] <= '5';
        if (text.ptr[i] == ':' && digits) return true;
    }
    return false;
}

/* "from March 9", "March 9 at the earliest", 3月9日之后: the day opens a span. */
static bool opens_span(const struct linter *linter, const struct named *named)
{
    size_t before = named->start > 16 ? named->start - 16 : 0, after = named->end + 20;
    for (size_t i = 0; i < linter->view.hit_count; i++) {
        const struct hit *hit = &linter->view.hits[i];
        if (hit->saying != SAY_EARLIEST || hit->end <= before || hit->start > after) continue;
        bool precedes = hit->end <= named->start && named->start - hit->end <= 6;
        bool follows = hit->start >= named->end && hit->start - named->end <= 3;
        if (precedes || follows) return true;
    }
    return str_starts(str_slice(linter->view.lower, named->end, linter->view.lower.len), STR("起"));
}

static bool is_forecast(const struct linter *linter, size_t start, size_t end)
{
    if (linter_says(linter, SAY_SHALL, start, end) && linter_says(linter, SAY_RECEIVE, start, end))
        return true;
    return linter_says(linter, SAY_WILL, start, end) || linter_says(linter, SAY_FORECAST, start, end);
}

static bool is_gone(const struct date_reader *reader, const struct named *named)
{
    day_t today = reader->linter->context->today;
    if (!knows_today(reader->linter->context)) return false;
    bool next = named->first.kind == WHEN_WEEKDAY || named->first.form == FORM_FEAST;
    enum direction direction = next ? DIRECTION_COMING : DIRECTION_FREE;
    day_t day = when_resolve(&named->first, today, direction);
    return day != DAY_NONE && day < today;
}

/* "a Saturday delivery", "every Friday": a kind of day, no day of the calendar. */
static bool is_any_weekday(const struct date_reader *reader, const struct named *named)
{
    static const char *const before[] = {"a", "an", "another", "any", "each", "every", "no", "one", "some"};
    if (named->first.kind != WHEN_WEEKDAY || named->first.first == 0) return false;
    return facts_word_in(token_at(reader, named->first.first - 1)->text, before,
                         sizeof before / sizeof *before);
}

static void check_single(struct date_reader *reader, const struct named *named)
{
    struct linter *linter = reader->linter;
    size_t start, end;
    if (is_any_weekday(reader, named)) return;
    if (named->first.direction == DIRECTION_PAST || is_gone(reader, named)) return;
    clause_of(linter, named, &start, &end);
    if (!is_forecast(linter, start, end) || opens_span(linter, named) ||
        is_clock(linter->view.lower, named->end))
        return;
    bool han = linter->view.han > linter->view.latin_words; /* in Chinese a negation may follow the date */
    bool denied = linter_says(linter, SAY_NOT, start, han ? end : named->start);
    bool hedged =
        denied || linter_says(linter, SAY_IF, start, end) || linter_says(linter, SAY_MAYBE, start, end);
    bool will = linter_says(linter, SAY_WILL, start, end);
    bool promised = !hedged && (will || linter_says(linter, SAY_SHALL, start, end));
    if (denied || (!promised && holds_single(linter->context, &named->first))) return;
    bool asks = linter_says(linter, SAY_ASK, start, named->start) ||
                linter_says(linter, SAY_REPLY, start, named->start);
    if ((asks && !will) || (named->first.form == FORM_FEAST && !promised)) return;
    linter_report(linter, true, "single-date", named->start, named->end,
                  STR("forecasts one single day; a forecast is a range"));
}

static bool weekday_is_wrong(const struct date_reader *reader, const struct mention *mention)
{
    day_t today = reader->linter->context->today;
    bool dated =
        mention->kind == WHEN_DAY || (mention->kind == WHEN_YEARLESS && today != DAY_NONE && today != 0);
    if (!mention->said_weekday || !dated || mention->form != FORM_DATE) return false;
    day_t day = when_resolve(mention, reader->when.today, DIRECTION_FREE);
    return day != DAY_NONE && (int)weekday_of(day) + 1 != mention->said_weekday;
}

static bool is_explicit(const struct mention *mention)
{
    return mention->form == FORM_DATE || mention->form == FORM_DAY;
}

/* A deadline in the customer's own time may fall on the day before or after the store's. */
static bool is_elsewhere(const struct date_reader *reader, const struct named *named)
{
    struct linter *linter = reader->linter;
    if (!is_clock(linter->view.lower, named->end)) return false;
    day_t day = when_resolve(&named->first, reader->when.today, DIRECTION_FREE);
    if (day == DAY_NONE) return false;
    struct mention before = mention_day(day - 1, DIRECTION_FREE),
                   after = mention_day(day + 1, DIRECTION_FREE);
    return holds_single(linter->context, &before) || holds_single(linter->context, &after);
}

/* "Monday to Friday" is the week, not next week's days. */
static bool is_working_week(const struct named *named)
{
    return named->first.kind == WHEN_WEEKDAY && named->last.kind == WHEN_WEEKDAY &&
           named->first.weekday == MONDAY && named->last.weekday >= FRIDAY;
}

/* The first day of "Tue, Jul 27 – Mon, Nov 8, 2027" takes the year that is said once, behind the second. */
static struct mention first_with_year(const struct named *named)
{
    struct mention first = named->first;
    if (!named->range || first.kind != WHEN_YEARLESS || named->last.kind != WHEN_DAY) return first;
    struct civil civil = {civil_of(named->last.day).year, first.month, first.mday};
    if (civil_is_valid(civil) && day_of(civil) > named->last.day) civil.year--;
    if (!civil_is_valid(civil)) return first;
    first.kind = WHEN_DAY;
    first.day = day_of(civil);
    return first;
}

static void check_known(struct date_reader *reader, const struct named *named)
{
    struct linter *linter = reader->linter;
    struct mention first = first_with_year(named);
    if (weekday_is_wrong(reader, &first) || weekday_is_wrong(reader, &named->last)) {
        linter_report(linter, true, "unknown-date", named->start, named->end,
                      STR("the weekday and the date do not belong together"));
        return;
    }
    bool dated = is_explicit(&named->first) && is_explicit(&named->last);
    size_t start, end;
    clause_of(linter, named, &start, &end);
    if (!dated &&
        !(knows_today(linter->context) && named->range && !is_working_week(named) &&
          named->first.form == FORM_NEAR && named->last.form == FORM_NEAR && is_forecast(linter, start, end)))
        return;
    bool known = named->range ? holds_range(linter->context, named)
                              : holds_day(linter->context, &named->first) || is_elsewhere(reader, named);
    if (known || may_be_quoted(linter, named)) return;
    linter_report(linter, true, "unknown-date", named->start, named->end,
                  named->range ? STR("a range the assessment does not hold")
                               : STR("a date the assessment does not hold"));
}

/* A range told to somebody who may not know anything of the order. */
static void check_disclosed(struct date_reader *reader, const struct named *named)
{
    const struct lint_context *context = reader->linter->context;
    if (!named->range || !is_explicit(&named->first) || !holds_range(context, named)) return;
    linter_report(reader->linter, true, "disclosure", named->start, named->end,
                  STR("tells something of the order to a sender who is not verified"));
}

/* Ranges of the assessment stand in bold (rule book, section 9). */
static void check_bold(struct date_reader *reader, const struct named *named)
{
    struct linter *linter = reader->linter;
    size_t start, end;
    if (linter->context->sms || !linter->view.markdown || !named->range || !is_explicit(&named->first))
        return;
    clause_of(linter, named, &start, &end);
    if (!is_forecast(linter, start, end) || (linter->view.flags[named->start] & VIEW_BOLD)) return;
    linter_report(linter, false, "unbold", named->start, named->end, STR("a range of dates stands in bold"));
}

/* "in 5 days", 3天后: a single day all the same. */
static bool counts_days(const struct linter *linter, const struct named *named)
{
    struct str words = str_slice(linter->view.lower, named->start, named->end);
    if (named->first.form != FORM_LOOSE) return false;
    if (str_starts(words, STR("in "))) return str_contains(words, STR(" day"));
    return str_contains(words, STR("天后")) || str_contains(words, STR("天之后")) ||
           str_contains(words, STR("日后"));
}

void lint_dates(struct linter *linter)
{
    const struct lint_context *context = linter->context;
    struct date_reader *reader = arena_alloc_raw(linter->arena, sizeof *reader);
    reader->linter = linter;
    reader->mention_count = reader->count = 0;
    read_named(reader);
    for (size_t i = 0; i < reader->count; i++) {
        const struct named *named = &reader->named[i];
        if (view_is_quoted(&linter->view, named->start)) continue;
        bool day = is_explicit(&named->first) || named->first.form == FORM_NEAR ||
                   named->first.form == FORM_FEAST || counts_days(linter, named);
        bool same = named->range && named->first.kind == named->last.kind &&
                    named->first.day == named->last.day && named->first.month == named->last.month &&
                    named->first.mday == named->last.mday && named->first.weekday == named->last.weekday;
        if (day && (!named->range || same)) check_single(reader, named);
        if (!context->has_assessment) continue;
        check_known(reader, named);
        check_bold(reader, named);
        if (context->unverified) check_disclosed(reader, named);
    }
}
