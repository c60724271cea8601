/* Closures from iCalendar text. A first pass of our own cuts out the few properties of each VEVENT that matter, with
 * their line numbers; libical reads those, and yearly rules are written out by ical_rule.c. Nothing else of a file
 * ever reaches libical. */
#include "text/ical.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "text/ical_rule.h"
#include "text/utf8.h"

enum {
    MAX_BYTES = 1024 * 1024,
    MAX_DAYS = 100000,
    MAX_RULES = 1000,
    MAX_DEPTH = 8,
    MAX_EVENT_LINES = 4096,
};

/* The properties we read; each may stand once in an event unless `many`. */
enum prop { DTSTART, DTEND, DURATION, RRULE, RDATE, EXDATE, CATEGORIES, SUMMARY, STATUS, PROP_COUNT };
static const struct {
    struct str name;
    bool many;
} props[PROP_COUNT] = {
    [DTSTART] = {STR_INIT("DTSTART"), false},      [DTEND] = {STR_INIT("DTEND"), false},
    [DURATION] = {STR_INIT("DURATION"), false},    [RRULE] = {STR_INIT("RRULE"), false},
    [RDATE] = {STR_INIT("RDATE"), true},           [EXDATE] = {STR_INIT("EXDATE"), true},
    [CATEGORIES] = {STR_INIT("CATEGORIES"), true}, [SUMMARY] = {STR_INIT("SUMMARY"), false},
    [STATUS] = {STR_INIT("STATUS"), false},
};

/* The event being read, or the one just ended. */
struct event {
    int line;              /* of its BEGIN */
    int lines[PROP_COUNT]; /* where each property first stands; 0 when absent */
    int kept;              /* lines in `text` */
    struct buf text;       /* "BEGIN:VEVENT … END:VEVENT", only what we read */
    icalcomponent *component;
    day_t start;
    int length; /* days */
    bool workday;
    struct str summary;
    day_t *except; /* days taken out by EXDATE, sorted */
    size_t except_count;
};

struct parser {
    struct arena *arena;
    struct str name, rest; /* rest: what is not yet read */
    int next_line;         /* number of the line `rest` begins with */
    int last_year;
    struct err *err;
    struct buf line; /* the current content line, unfolded */
    int line_number;
    bool in_calendar, seen_calendar;
    int depth;       /* components open inside the calendar */
    int event_depth; /* depth of the open VEVENT, 0 when none is open */
    struct event event;
    int rule_count;
    struct ical_day *days;
    size_t count, cap;
};

#define REFUSE(parser, line, ...) \
    (err_set((parser)->err, ERR_INPUT, __VA_ARGS__), err_at((parser)->err, (parser)->name, (line), 0))
#define TOO_MUCH(parser, line, ...) \
    (err_set((parser)->err, ERR_LIMIT, __VA_ARGS__), err_at((parser)->err, (parser)->name, (line), 0))

/* One physical line without its end; false when none is left. */
static bool next_physical(struct parser *parser, struct str *out)
{
    if (!str_next_part(&parser->rest, '\n', out)) return false;
    parser->next_line++;
    if (out->len && out->ptr[out->len - 1] == '\r') out->len--;
    return true;
}

/* The next content line, with its folded continuations joined (RFC 5545, section 3.1). */
static bool next_line(struct parser *parser)
{
    struct str part;
    parser->line_number = parser->next_line;
    if (!next_physical(parser, &part)) return false;
    buf_clear(&parser->line);
    buf_add(&parser->line, part);
    while (parser->rest.ptr && parser->rest.len &&
           (parser->rest.ptr[0] == ' ' || parser->rest.ptr[0] == '\t')) {
        next_physical(parser, &part);
        buf_add(&parser->line, str_slice(part, 1, part.len));
    }
    return true;
}

/* Adds one day, or refuses the one too many. */
static int push_day(struct parser *parser, day_t day)
{
    const struct event *event = &parser->event;
    if (parser->count >= MAX_DAYS)
        return TOO_MUCH(parser, event->line, "more than %d days; expected fewer", MAX_DAYS);
    struct ical_day *slot = ARENA_PUSH(parser->arena, parser->days, parser->count, parser->cap);
    *slot = (struct ical_day){day, event->workday, event->summary};
    return 0;
}

static int push_span(struct parser *parser, day_t start)
{
    for (int i = 0; i < parser->event.length; i++)
        if (push_day(parser, start + i) < 0) return -1;
    return 0;
}

/* libical keeps whatever digits a date has, so that February 30 is ours to refuse. */
static int checked_day(struct parser *parser, enum prop prop, struct icaltimetype time, day_t *out)
{
    int line = parser->event.lines[prop];
    struct civil civil = {time.year, time.month, time.day};
    if (icaltime_is_null_time(time))
        return REFUSE(parser, line, "%s is not a date; expected YYYYMMDD", props[prop].name.ptr);
    if (!time.is_date)
        return REFUSE(parser, line, "%s has a time of day; expected an all-day date (VALUE=DATE)",
                      props[prop].name.ptr);
    if (!civil_is_valid(civil))
        return REFUSE(parser, line, "%s %04d-%02d-%02d does not exist; expected a calendar date",
                      props[prop].name.ptr, time.year, time.month, time.day);
    *out = day_of(civil);
    return 0;
}

static icalproperty *first_property(struct parser *parser, enum prop prop)
{
    static const icalproperty_kind kinds[PROP_COUNT] = {
        ICAL_DTSTART_PROPERTY,    ICAL_DTEND_PROPERTY,   ICAL_DURATION_PROPERTY,
        ICAL_RRULE_PROPERTY,      ICAL_RDATE_PROPERTY,   ICAL_EXDATE_PROPERTY,
        ICAL_CATEGORIES_PROPERTY, ICAL_SUMMARY_PROPERTY, ICAL_STATUS_PROPERTY,
    };
    return icalcomponent_get_first_property(parser->event.component, kinds[prop]);
}

/* A property that was in the text and that libical could not read. */
static int unreadable(struct parser *parser, enum prop prop)
{
    return REFUSE(parser, parser->event.lines[prop], "%s cannot be read; expected a value as in RFC 5545",
                  props[prop].name.ptr);
}

static int read_start(struct parser *parser)
{
    struct event *event = &parser->event;
    if (!event->lines[DTSTART])
        return REFUSE(parser, event->line, "the event has no DTSTART; expected DTSTART;VALUE=DATE:YYYYMMDD");
    icalproperty *property = first_property(parser, DTSTART);
    if (!property) return unreadable(parser, DTSTART);
    return checked_day(parser, DTSTART, icalproperty_get_dtstart(property), &event->start);
}

static int read_end(struct parser *parser)
{
    struct event *event = &parser->event;
    icalproperty *property = first_property(parser, DTEND);
    day_t end;
    if (!property) return unreadable(parser, DTEND);
    if (checked_day(parser, DTEND, icalproperty_get_dtend(property), &end) < 0) return -1;
    if (end <= event->start)
        return REFUSE(parser, event->lines[DTEND],
                      "DTEND is not after DTSTART; expected the day after the last one");
    event->length = end - event->start;
    return 0;
}

static int read_duration(struct parser *parser)
{
    struct event *event = &parser->event;
    icalproperty *property = first_property(parser, DURATION);
    if (!property) return unreadable(parser, DURATION);
    struct icaldurationtype duration = icalproperty_get_duration(property);
    bool whole = !duration.is_neg && !duration.hours && !duration.minutes && !duration.seconds;
    if (!whole || duration.weeks > MAX_DAYS / 7 || duration.days > MAX_DAYS ||
        duration.weeks + duration.days == 0)
        return REFUSE(parser, event->lines[DURATION],
                      "DURATION is not of whole days; expected P1D or the like");
    event->length = (int)(duration.weeks * 7 + duration.days);
    return 0;
}

static int read_length(struct parser *parser)
{
    struct event *event = &parser->event;
    event->length = 1;
    if (event->lines[DTEND] && event->lines[DURATION])
        return REFUSE(parser, event->lines[DURATION], "both DTEND and DURATION; expected one of them");
    if (event->lines[DTEND]) return read_end(parser);
    if (event->lines[DURATION]) return read_duration(parser);
    return 0;
}

static void read_words(struct parser *parser)
{
    struct event *event = &parser->event;
    event->workday = false;
    for (icalproperty *property = first_property(parser, CATEGORIES); property;
         property = icalcomponent_get_next_property(event->component, ICAL_CATEGORIES_PROPERTY)) {
        struct str rest = str_of(icalproperty_get_categories(property)), word;
        while (rest.ptr && str_next_part(&rest, ',', &word))
            if (str_eq_nocase(str_trim(word), STR("WORKDAY"))) event->workday = true;
    }
    icalproperty *summary = first_property(parser, SUMMARY);
    const char *text = summary ? icalproperty_get_summary(summary) : NULL;
    event->summary = arena_str(parser->arena, str_of(text));
}

static int compare_day(const void *a, const void *b)
{
    day_t left = *(const day_t *)a, right = *(const day_t *)b;
    return left < right ? -1 : left > right;
}

/* The days on which EXDATE takes an occurrence out again, sorted. */
static int read_exceptions(struct parser *parser)
{
    struct event *event = &parser->event;
    if (!event->lines[EXDATE]) return 0;
    icalproperty *property = first_property(parser, EXDATE);
    if (!property) return unreadable(parser, EXDATE);
    size_t cap = 0;
    for (; property; property = icalcomponent_get_next_property(event->component, ICAL_EXDATE_PROPERTY)) {
        day_t day;
        if (checked_day(parser, EXDATE, icalproperty_get_exdate(property), &day) < 0) return -1;
        *ARENA_PUSH(parser->arena, event->except, event->except_count, cap) = day;
    }
    qsort(event->except, event->except_count, sizeof *event->except, compare_day);
    return 0;
}

static int push_occurrence(struct parser *parser, day_t start)
{
    const struct event *event = &parser->event;
    if (event->except_count && bsearch(&start, event->except, event->except_count, sizeof start, compare_day))
        return 0;
    return push_span(parser, start);
}

static int push_extra_dates(struct parser *parser)
{
    if (!parser->event.lines[RDATE]) return 0;
    icalproperty *property = first_property(parser, RDATE);
    if (!property) return unreadable(parser, RDATE);
    for (; property;
         property = icalcomponent_get_next_property(parser->event.component, ICAL_RDATE_PROPERTY)) {
        day_t day;
        if (checked_day(parser, RDATE, icalproperty_get_rdate(property).time, &day) < 0 ||
            push_occurrence(parser, day) < 0)
            return -1;
    }
    return 0;
}

static int push_rule(struct parser *parser)
{
    struct event *event = &parser->event;
    int line = event->lines[RRULE];
    icalproperty *property = first_property(parser, RRULE);
    if (!property) return unreadable(parser, RRULE);
    if (++parser->rule_count > MAX_RULES)
        return TOO_MUCH(parser, line, "more than %d recurring events; expected fewer", MAX_RULES);
    struct icalrecurrencetype recurrence = icalproperty_get_rrule(property);
    struct ical_rule rule;
    const char *why = ical_rule_init(&rule, &recurrence, event->start, parser->last_year);
    if (why) return REFUSE(parser, line, "%s", why);
    day_t day;
    bool first = true;
    for (; ical_rule_next(&rule, &day); first = false) {
        if (first && day != event->start) break;
        if (push_occurrence(parser, day) < 0) return -1;
    }
    /* RFC 5545, section 3.8.5.3, leaves it undefined what a rule means that its own DTSTART does not meet. */
    if (first && civil_of(event->start).year <= parser->last_year)
        return REFUSE(parser, line, "DTSTART is not a day of its own RRULE; expected the first of its days");
    return 0;
}

static int read_event(struct parser *parser)
{
    if (read_start(parser) < 0 || read_length(parser) < 0 || read_exceptions(parser) < 0) return -1;
    read_words(parser);
    icalproperty *status = first_property(parser, STATUS);
    if (status && icalproperty_get_status(status) == ICAL_STATUS_CANCELLED) return 0;
    if (parser->event.lines[RRULE]) {
        if (push_rule(parser) < 0) return -1;
    } else if (push_occurrence(parser, parser->event.start) < 0) {
        return -1;
    }
    return push_extra_dates(parser);
}

static int finish_event(struct parser *parser)
{
    struct event *event = &parser->event;
    buf_add_c(&event->text, "END:VEVENT\r\n");
    if (event->text.overflow) return TOO_MUCH(parser, event->line, "the event is too long; expected less");
    event->component = icalparser_parse_string(event->text.ptr);
    if (!event->component) return REFUSE(parser, event->line, "the event cannot be read");
    int result = read_event(parser);
    icalcomponent_free(event->component);
    event->component = NULL;
    return result;
}

static void begin_event(struct parser *parser)
{
    struct buf text = parser->event.text;
    buf_clear(&text);
    buf_add_c(&text, "BEGIN:VEVENT\r\n");
    parser->event = (struct event){.line = parser->line_number, .text = text};
}

/* Where the property's name ends: at its first ';' or ':'. */
static struct str property_name(struct str line)
{
    size_t end = 0;
    while (end < line.len && line.ptr[end] != ':' && line.ptr[end] != ';') end++;
    return str_slice(line, 0, end);
}

static int keep_property(struct parser *parser, struct str name, struct str line)
{
    struct event *event = &parser->event;
    for (int i = 0; i < PROP_COUNT; i++) {
        if (!str_eq_nocase(name, props[i].name)) continue;
        if (event->lines[i] && !props[i].many)
            return REFUSE(parser, parser->line_number, "a second %s in one event; expected one",
                          props[i].name.ptr);
        if (!event->lines[i]) event->lines[i] = parser->line_number;
        if (++event->kept > MAX_EVENT_LINES)
            return TOO_MUCH(parser, parser->line_number, "more than %d lines in one event", MAX_EVENT_LINES);
        buf_add(&event->text, line);
        buf_add_c(&event->text, "\r\n");
        return 0;
    }
    if (str_eq_nocase(name, STR("EXRULE")) || str_eq_nocase(name, STR("RECURRENCE-ID")))
        return REFUSE(parser, parser->line_number, "%.*s is not supported; expected EXDATE and single events",
                      STR_ARG(name));
    return 0;
}

static int open_component(struct parser *parser, struct str kind)
{
    if (!parser->in_calendar) {
        if (!str_eq_nocase(kind, STR("VCALENDAR")))
            return REFUSE(parser, parser->line_number,
                          "BEGIN:%.*s outside a calendar; expected BEGIN:VCALENDAR",
                          (int)(kind.len < 40 ? kind.len : 40), kind.ptr);
        parser->in_calendar = parser->seen_calendar = true;
        return 0;
    }
    if (++parser->depth > MAX_DEPTH)
        return TOO_MUCH(parser, parser->line_number, "components nested too deep; expected at most %d",
                        MAX_DEPTH);
    if (parser->depth == 1 && str_eq_nocase(kind, STR("VEVENT"))) {
        parser->event_depth = parser->depth;
        begin_event(parser);
    }
    return 0;
}

static int close_component(struct parser *parser, struct str kind)
{
    bool is_event = str_eq_nocase(kind, STR("VEVENT")), is_calendar = str_eq_nocase(kind, STR("VCALENDAR"));
    bool at_event = parser->event_depth && parser->depth == parser->event_depth;
    bool at_calendar = parser->in_calendar && parser->depth == 0;
    if (is_event != at_event || is_calendar != at_calendar || (!at_calendar && parser->depth == 0))
        return REFUSE(parser, parser->line_number, "END:%.*s closes nothing that is open",
                      (int)(kind.len < 40 ? kind.len : 40), kind.ptr);
    if (is_calendar) {
        parser->in_calendar = false;
        return 0;
    }
    parser->depth--;
    if (!is_event) return 0;
    parser->event_depth = 0;
    return finish_event(parser);
}

static int read_line(struct parser *parser)
{
    struct str line = buf_str(&parser->line);
    struct str name = property_name(line);
    /* Only now that it is unfolded: a fold may fall inside a character. */
    if (!utf8_is_valid(line)) return REFUSE(parser, parser->line_number, "not UTF-8 text");
    if (name.len == line.len) {
        if (str_trim(line).len == 0) return 0;
        return REFUSE(parser, parser->line_number, "not a property; expected NAME:VALUE");
    }
    struct str value = str_trim(str_slice(line, name.len + 1, line.len));
    if (str_eq_nocase(name, STR("BEGIN"))) return open_component(parser, value);
    if (str_eq_nocase(name, STR("END"))) return close_component(parser, value);
    if (!parser->in_calendar)
        return REFUSE(parser, parser->line_number, "a property outside a calendar; expected BEGIN:VCALENDAR");
    if (parser->event_depth && parser->depth == parser->event_depth) return keep_property(parser, name, line);
    return 0;
}

static int read_lines(struct parser *parser)
{
    while (next_line(parser))
        if (read_line(parser) < 0) return -1;
    if (parser->in_calendar || parser->depth)
        return REFUSE(parser, parser->next_line, "the file ends inside a calendar; expected END:VCALENDAR");
    if (!parser->seen_calendar) return REFUSE(parser, 0, "no calendar in the file; expected BEGIN:VCALENDAR");
    return 0;
}

/* By day; on one day the extra working day first. */
static int compare_days(const void *a, const void *b)
{
    const struct ical_day *left = a, *right = b;
    if (left->day != right->day) return left->day < right->day ? -1 : 1;
    if (left->workday != right->workday) return left->workday ? -1 : 1;
    return str_cmp(left->summary, right->summary);
}

static size_t sort_and_unite(struct ical_day *days, size_t count)
{
    if (count == 0) return 0;
    qsort(days, count, sizeof *days, compare_days);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++)
        if (days[i].day != days[kept - 1].day) days[kept++] = days[i];
    return kept;
}

static int check_text(struct str name, struct str text, struct err *err)
{
    if (text.len > MAX_BYTES)
        err_set(err, ERR_LIMIT, "the file is too large; expected at most %d bytes", MAX_BYTES);
    else if (str_find_char(text, '\0', 0) != STR_NOT_FOUND)
        err_set(err, ERR_INPUT, "the file is not text; expected an iCalendar file");
    else
        return 0;
    return err_at(err, name, 0, 0);
}

int ical_parse(struct arena *arena, struct str name, struct str text, int last_year, struct ical_days *out,
               struct err *err)
{
    if (check_text(name, text, err) < 0) return -1;
    if (str_starts(text, STR("\xEF\xBB\xBF"))) text = str_slice(text, 3, text.len);
    struct parser parser = {
        .arena = arena, .name = name, .rest = text, .next_line = 1, .last_year = last_year, .err = err};
    buf_init(&parser.line, MAX_BYTES);
    buf_init(&parser.event.text, 2 * MAX_BYTES);
    int result = read_lines(&parser);
    buf_done(&parser.line);
    buf_done(&parser.event.text);
    if (result < 0) return -1;
    out->days = parser.days;
    out->count = sort_and_unite(parser.days, parser.count);
    return 0;
}
