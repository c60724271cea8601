/* Rows judged and counted; see measure.h. */
#include "desk/measure.h"

#include <stdio.h>
#include <stdlib.h>

#include "desk/metrics_cache.h"
#include "model/words.h"

#define MICROS_PER_DAY (24 * MICROS_PER_HOUR)
enum { SPAN_DAYS = 30 };

#define X(id, name) STR_INIT(name),
static const struct str measure_names[MEASURE_COUNT] = {MEASURES(X)};
static const struct str by_names[BY_COUNT] = {MEASURE_GROUPS(X)};
static const struct str outcome_names[OUTCOME_COUNT] = {OUTCOMES(X)};
#undef X

static int find_name(const struct str *names, int count, struct str name)
{
    for (int i = 0; i < count; i++)
        if (str_eq(names[i], name)) return i;
    return -1;
}

#define DEFINE_NAMES(noun, type, table, COUNT)            \
    struct str noun##_name(enum type value)               \
    {                                                     \
        return table[value];                              \
    }                                                     \
    int noun##_from_name(struct str name, enum type *out) \
    {                                                     \
        int found = find_name(table, COUNT, name);        \
        if (found < 0) return -1;                         \
        *out = (enum type)found;                          \
        return 0;                                         \
    }
DEFINE_NAMES(measure, measure, measure_names, MEASURE_COUNT)
DEFINE_NAMES(measure_by, measure_by, by_names, BY_COUNT)
DEFINE_NAMES(outcome, outcome, outcome_names, OUTCOME_COUNT)

bool measure_has(enum measure measure, enum measure_by by)
{
    static const char *const has[BY_COUNT] = {
        [BY_DAY] = "fmrcbp",     [BY_WEEK] = "fmrcbp", [BY_MONTH] = "fmrcbp",
        [BY_PRODUCT] = "fmrcbp", [BY_CONCERN] = "fc",  [BY_AGENT] = "fc",
    };
    static const char letters[MEASURE_COUNT] = {'f', 'm', 'r', 'c', 'b', 'p'};
    return strchr(has[by], letters[measure]) != NULL;
}

double figure_share(const struct figure *figure)
{
    int64_t decided = figure->hits + figure->misses;
    return decided ? (double)figure->hits / (double)decided : -1;
}

/* ---- one row ---- */

struct counting {
    struct desk *desk;
    const struct store *store;
    struct measure_span span;
    enum measure measure;
    instant_t now;
    day_t today;
    int64_t target_us, window_us;
    struct arena *arena;
    struct metrics *out;
    /* of a list of things */
    const struct thing_filter *filter;
    struct measure_thing *things;
    struct id last_customer;
    bool behind; /* what the page before ended with has been passed */
    int count;
};

typedef enum outcome judge(const struct counting *counting, const struct measured *row);

static enum outcome judge_response(const struct counting *c, const struct measured *row)
{
    if (row->first != INSTANT_NONE) return row->first <= c->target_us ? OUTCOME_HIT : OUTCOME_MISS;
    return c->now > row->second ? OUTCOME_MISS : OUTCOME_PENDING;
}

static enum outcome judge_change(const struct counting *c, const struct measured *row)
{
    bool applied = str_is(row->word, "applied"), resolved = applied || str_is(row->word, "withdrawn");
    if (str_is(row->other, "late")) return applied ? OUTCOME_LATE_HIT : OUTCOME_LATE;
    instant_t closes = row->second == INSTANT_NONE ? row->at : row->second + c->window_us;
    if (resolved) return row->first != INSTANT_NONE && row->first < closes ? OUTCOME_HIT : OUTCOME_MISS;
    return row->first == INSTANT_NONE && c->now < closes ? OUTCOME_PENDING : OUTCOME_MISS;
}

static enum outcome judge_remake(const struct counting *c, const struct measured *row)
{
    (void)c;
    return row->first ? OUTCOME_HIT : OUTCOME_MISS;
}

static enum outcome judge_survey(const struct counting *c, const struct measured *row)
{
    (void)c;
    return row->first >= 4 ? OUTCOME_HIT : OUTCOME_MISS;
}

static enum outcome judge_buyer(const struct counting *c, const struct measured *row)
{
    instant_t until = row->at + REPEAT_DAYS * MICROS_PER_DAY;
    if (c->now < until) return OUTCOME_PENDING;
    return row->first != INSTANT_NONE && row->first <= until ? OUTCOME_HIT : OUTCOME_MISS;
}

static enum outcome judge_promise(const struct counting *c, const struct measured *row)
{
    (void)c;
    return str_is(row->word, "kept")     ? OUTCOME_HIT
           : str_is(row->word, "broken") ? OUTCOME_MISS
                                         : OUTCOME_PENDING;
}

static judge *const judges[MEASURE_COUNT] = {
    [MEASURE_FIRST_RESPONSE] = judge_response,
    [MEASURE_MODIFICATION] = judge_change,
    [MEASURE_REMAKE] = judge_remake,
    [MEASURE_CSAT] = judge_survey,
    [MEASURE_REPEAT] = judge_buyer,
    [MEASURE_PROMISE] = judge_promise,
};

/* ---- its group ---- */

enum { KEY_MOST = 64 };

static struct str day_key(const struct counting *c, const struct measured *row, char out[KEY_MOST])
{
    day_t day = c->measure == MEASURE_PROMISE ? (day_t)row->at : zone_day(c->store->zone, row->at);
    if (c->span.by == BY_WEEK) { /* the ISO year is that of the week's Thursday */
        day_t thursday = week_start(day) + THURSDAY;
        int year = civil_of(thursday).year;
        int week = (thursday - day_of((struct civil){year, 1, 1})) / 7 + 1;
        snprintf(out, KEY_MOST, "%04d-W%02d", year, week);
        return str_of(out);
    }
    day_format(day, out);
    return str_slice(str_of(out), 0, c->span.by == BY_MONTH ? 7 : 10);
}

static struct str key_of(const struct counting *c, const struct measured *row, char out[KEY_MOST])
{
    const struct product *product;
    switch (c->span.by) {
    case BY_PRODUCT:
        product = row->sku.len ? store_product(c->store, row->sku) : NULL;
        return product ? product->sku : row->sku;
    case BY_CONCERN:
        return row->concern;
    case BY_AGENT:
        if (id_is_none(&row->agent)) return (struct str){0};
        id_format(&row->agent, out);
        return str_of(out);
    default:
        return day_key(c, row, out);
    }
}

/* ---- counting ---- */

/* A buyer counts once, with the first order of the cohort. */
static bool is_repeated(const struct counting *c, const struct measured *row, const struct id *last)
{
    return c->measure == MEASURE_REPEAT && memcmp(last, &row->customer, sizeof *last) == 0;
}

static enum fault cause_of(struct str name)
{
    enum fault fault;
    return fault_from_name(name, &fault) == 0 && fault != FAULT_NONE ? fault : FAULT_UNDECIDED;
}

static void count_row(const struct counting *c, const struct measured *row, enum outcome outcome,
                      struct figure *figure)
{
    if (is_repeated(c, row, &figure->last_customer)) return;
    figure->last_customer = row->customer;
    figure->hits += outcome == OUTCOME_HIT;
    figure->misses += outcome == OUTCOME_MISS;
    figure->pending += outcome == OUTCOME_PENDING;
    figure->late += outcome == OUTCOME_LATE || outcome == OUTCOME_LATE_HIT;
    figure->late_hits += outcome == OUTCOME_LATE_HIT;
    if (c->measure == MEASURE_FIRST_RESPONSE && row->first != INSTANT_NONE)
        *ARENA_PUSH(c->arena, figure->waits, figure->wait_count, figure->wait_room) = row->first;
    if (c->measure != MEASURE_REMAKE) return;
    if (row->first)
        figure->redos[cause_of(row->word)]++;
    else if (row->second)
        figure->refunds[cause_of(row->other)]++;
}

/* The group of that key, in order of keys. */
static struct figure *group_of(struct counting *c, struct str key, size_t *room)
{
    struct measure_group **groups = &c->out->measures[c->measure].groups;
    size_t *count = &c->out->measures[c->measure].group_count, low = 0, high = *count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp((*groups)[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < *count && str_eq((*groups)[low].key, key)) return &(*groups)[low].figure;
    ARENA_PUSH(c->arena, *groups, *count, *room);
    memmove(&(*groups)[low + 1], &(*groups)[low], (*count - 1 - low) * sizeof **groups);
    (*groups)[low] = (struct measure_group){.key = arena_str(c->arena, key)};
    return &(*groups)[low].figure;
}

struct count_each {
    struct counting *counting;
    size_t room;
};

static int count_each(void *context, const struct measured *row)
{
    struct count_each *each = context;
    struct counting *c = each->counting;
    enum outcome outcome = judges[c->measure](c, row);
    char key[KEY_MOST];
    c->out->rows++;
    count_row(c, row, outcome, &c->out->measures[c->measure].total);
    if (measure_has(c->measure, c->span.by))
        count_row(c, row, outcome, group_of(c, key_of(c, row, key), &each->room));
    return 0;
}

static int compare_waits(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

/* The smallest wait that `percent` of all do not exceed. */
static double rank(const struct figure *figure, size_t percent)
{
    if (!figure->wait_count) return -1;
    size_t place = (figure->wait_count * percent + 99) / 100;
    return (double)figure->waits[place - 1] / (double)MICROS_PER_HOUR;
}

static void finish(struct figure *figure)
{
    if (figure->wait_count) qsort(figure->waits, figure->wait_count, sizeof *figure->waits, compare_waits);
    figure->median_hours = rank(figure, 50);
    figure->p90_hours = rank(figure, 90);
}

/* ---- the period ---- */

static int take_span(struct counting *c, const struct measure_span *span, struct err *err)
{
    c->store = desk_store(c->desk, c->arena);
    c->now = desk_now(c->desk);
    c->today = zone_day(c->store->zone, c->now);
    c->span = *span;
    if (c->span.to == DAY_NONE) c->span.to = c->today;
    if (c->span.from == DAY_NONE) c->span.from = c->span.to - SPAN_DAYS + 1;
    if (c->span.from > c->span.to) return err_set(err, ERR_INPUT, "from: a day not after to is expected");
    if (c->span.to - c->span.from >= MEASURE_DAYS_MOST)
        return err_set(err, ERR_INPUT, "from: at most %d days are counted at once", MEASURE_DAYS_MOST);
    const struct policy *policy = &c->store->policy[LANG_EN];
    c->target_us = policy->first_response_hours * MICROS_PER_HOUR;
    c->window_us = policy->change_window_hours * MICROS_PER_HOUR;
    return 0;
}

static int read_rows(const struct unit *unit, struct counting *c,
                     int (*each)(void *context, const struct measured *row), void *context, struct err *err)
{
    const struct zone *zone = c->store->zone;
    int64_t from = c->span.from, to = (int64_t)c->span.to + 1;
    if (c->measure != MEASURE_PROMISE) {
        from = zone_instant(zone, c->span.from, 0);
        to = zone_instant(zone, c->span.to + 1, 0);
    }
    return measure_read(unit, c->measure, from, to, each, context, err);
}

static int metrics_in(const struct unit *unit, void *context, struct err *err)
{
    struct counting *c = context;
    memset(c->out->measures, 0, sizeof c->out->measures);
    c->out->rows = 0;
    for (int m = 0; m < MEASURE_COUNT; m++) {
        struct count_each each = {.counting = c};
        c->measure = (enum measure)m;
        if (read_rows(unit, c, count_each, &each, err) < 0) return -1;
        finish(&c->out->measures[m].total);
        for (size_t g = 0; g < c->out->measures[m].group_count; g++)
            finish(&c->out->measures[m].groups[g].figure);
    }
    return 0;
}

int desk_metrics(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct measure_span *span, struct metrics *out, struct err *err)
{
    struct counting counting = {.desk = desk, .arena = arena, .out = out};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || take_span(&counting, span, err) < 0) return -1;
    struct metrics_cache *cache = desk_metrics_cache(desk);
    int64_t edition = edition_number(desk_edition(desk, arena));
    if (metrics_cache_find(cache, &counting.span, edition, counting.now, arena, out)) return 0;
    *out = (struct metrics){.span = counting.span,
                            .target_hours = counting.store->policy[LANG_EN].first_response_hours,
                            .as_of = counting.now};
    if (desk_read(desk, actor, arena, metrics_in, &counting, err) < 0) return -1;
    metrics_cache_put(cache, out, edition);
    return 0;
}

/* ---- what is behind a figure ---- */

static int list_each(void *context, const struct measured *row)
{
    struct counting *c = context;
    const struct thing_filter *filter = c->filter;
    enum outcome outcome = judges[c->measure](c, row);
    char text[KEY_MOST];
    bool grouped = measure_has(c->measure, c->span.by);
    struct str key = grouped ? key_of(c, row, text) : (struct str){0};
    if (filter->by_key && !str_eq(key, filter->key)) return 0;
    if (is_repeated(c, row, &c->last_customer)) return 0;
    c->last_customer = row->customer;
    if (filter->by_outcome && outcome != filter->outcome) return 0;
    if (!c->behind) {
        c->behind = memcmp(&row->id, &filter->after, sizeof row->id) == 0;
        return 0;
    }
    struct measure_thing *thing = &c->things[c->count++];
    *thing = (struct measure_thing){*row, outcome, arena_str(c->arena, key)};
    thing->row.number = arena_str(c->arena, row->number);
    thing->row.sku = arena_str(c->arena, row->sku);
    thing->row.concern = arena_str(c->arena, row->concern);
    thing->row.word = arena_str(c->arena, row->word);
    thing->row.other = arena_str(c->arena, row->other);
    return c->count == filter->most;
}

static int things_in(const struct unit *unit, void *context, struct err *err)
{
    struct counting *c = context;
    c->count = 0;
    c->last_customer = (struct id){{0}};
    c->behind = id_is_none(&c->filter->after);
    return read_rows(unit, c, list_each, c, err);
}

int desk_measure_things(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct thing_filter *filter, struct measure_thing *out, int *out_count,
                        struct err *err)
{
    struct counting counting = {.desk = desk, .arena = arena, .filter = filter, .things = out};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || take_span(&counting, &filter->span, err) < 0) return -1;
    counting.measure = filter->measure;
    if (desk_read(desk, actor, arena, things_in, &counting, err) < 0) return -1;
    *out_count = counting.count;
    return 0;
}
