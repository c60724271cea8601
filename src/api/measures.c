/* The measures, and the tickets and orders behind each figure. */
#include "api/measures.h"

#include "api/routes.h"

enum { THINGS_IN_TABLE = 20000 };

/* ---- writing ---- */

static void put_real(struct json_writer *json, const char *name, double number, int decimals)
{
    json_name(json, name);
    if (number < 0)
        json_write_null(json);
    else
        json_write_real(json, number, decimals);
}

static void put_causes(struct json_writer *json, const char *name, const int64_t *counts)
{
    json_name(json, name);
    json_begin_object(json);
    for (int fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++) {
        json_write_string(json, fault_name((enum fault)fault));
        buf_add_char(json->buf, ':');
        json->comma = false;
        json_write_int(json, counts[fault]);
    }
    json_end_object(json);
}

static void put_figure(struct json_writer *json, enum measure measure, const struct figure *figure)
{
    put_real(json, "share", figure_share(figure), 4);
    json_put_int(json, "hits", figure->hits);
    json_put_int(json, "n", figure->hits + figure->misses);
    json_put_int(json, "pending", figure->pending);
    if (measure == MEASURE_FIRST_RESPONSE) {
        put_real(json, "median_hours", figure->median_hours, 2);
        put_real(json, "p90_hours", figure->p90_hours, 2);
    }
    if (measure == MEASURE_MODIFICATION) {
        json_put_int(json, "late", figure->late);
        json_put_int(json, "late_hits", figure->late_hits);
    }
    if (measure != MEASURE_REMAKE) return;
    put_causes(json, "redos_by_cause", figure->redos);
    put_causes(json, "refunds_by_cause", figure->refunds);
}

static void write_groups(struct json_writer *json, enum measure measure, const struct measure_group *groups,
                         size_t count)
{
    json_name(json, "groups");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        json_put_string_or_null(json, "key", groups[i].key);
        put_figure(json, measure, &groups[i].figure);
        json_end_object(json);
    }
    json_end_array(json);
}

/* What the share is to be: under so much, or as much as can be (rule book, section 11). */
static void put_target(struct json_writer *json, enum measure measure)
{
    static const double at_most[MEASURE_COUNT] = {[MEASURE_REMAKE] = 0.03};
    put_real(json, "target", at_most[measure] > 0 ? at_most[measure] : -1, 4);
    json_put_string(json, "better", at_most[measure] > 0 ? STR("less") : STR("more"));
}

void write_metrics(struct json_writer *json, const struct metrics *metrics)
{
    json_begin_object(json);
    put_day(json, "from", metrics->span.from);
    put_day(json, "to", metrics->span.to);
    json_put_string(json, "by", measure_by_name(metrics->span.by));
    put_time(json, "as_of", metrics->as_of);
    json_name(json, "measures");
    json_begin_array(json);
    for (int m = 0; m < MEASURE_COUNT; m++) {
        enum measure measure = (enum measure)m;
        json_begin_object(json);
        json_put_string(json, "measure", measure_name(measure));
        if (measure == MEASURE_FIRST_RESPONSE) json_put_int(json, "target_hours", metrics->target_hours);
        put_target(json, measure);
        put_figure(json, measure, &metrics->measures[m].total);
        write_groups(json, measure, metrics->measures[m].groups, metrics->measures[m].group_count);
        json_end_object(json);
    }
    json_end_array(json);
    json_end_object(json);
}

/* ---- reading ---- */

static int query_day(const struct call *call, const char *name, day_t *out, struct err *err)
{
    struct str text = call_query(call, name);
    *out = DAY_NONE;
    if (!text.ptr || day_parse(text, out) == 0) return 0;
    return err_set(err, ERR_INPUT, "%s: a day as in 2026-03-02 is expected", name);
}

static int query_span(const struct call *call, struct measure_span *out, struct err *err)
{
    out->by = BY_MONTH;
    if (call_query(call, "by").ptr) measure_by_from_name(call_query(call, "by"), &out->by);
    return query_day(call, "from", &out->from, err) < 0 || query_day(call, "to", &out->to, err) < 0 ? -1 : 0;
}

int route_metrics(struct call *call, struct err *err)
{
    struct measure_span span;
    struct metrics metrics;
    if (query_span(call, &span, err) < 0 ||
        desk_metrics(call->desk, &call->actor, call->arena, &span, &metrics, err) < 0)
        return -1;
    if (call_wants_csv(call)) return answer_metrics_csv(call, &metrics, err);
    write_metrics(&call->json, &metrics);
    return 0;
}

struct str thing_kind(enum measure measure)
{
    static const struct str kinds[MEASURE_COUNT] = {
        [MEASURE_FIRST_RESPONSE] = STR_INIT("ticket"), [MEASURE_MODIFICATION] = STR_INIT("change"),
        [MEASURE_REMAKE] = STR_INIT("order"),          [MEASURE_CSAT] = STR_INIT("survey"),
        [MEASURE_REPEAT] = STR_INIT("order"),          [MEASURE_PROMISE] = STR_INIT("promise"),
    };
    return kinds[measure];
}

static void write_thing(struct json_writer *json, enum measure measure, const struct measure_thing *thing)
{
    const struct measured *row = &thing->row;
    json_begin_object(json);
    json_put_string(json, "kind", thing_kind(measure));
    put_id(json, "id", &row->id);
    put_id(json, "ticket", &row->ticket);
    put_id(json, "order", &row->order);
    json_put_string_or_null(json, "number", row->number);
    json_put_string(json, "outcome", outcome_name(thing->outcome));
    json_put_string_or_null(json, "key", thing->key);
    if (measure == MEASURE_PROMISE) {
        put_time(json, "at", INSTANT_NONE);
        put_day(json, "day", (day_t)row->at);
    } else {
        put_time(json, "at", row->at);
        put_day(json, "day", DAY_NONE);
    }
    json_end_object(json);
}

int route_metric_things(struct call *call, struct err *err)
{
    struct thing_filter filter = {0};
    struct str key = call_query(call, "key"), outcome = call_query(call, "outcome");
    bool csv = call_wants_csv(call);
    int limit, count;
    if (measure_from_name(http_param(call->request, "measure"), &filter.measure) < 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such measure");
    if (query_span(call, &filter.span, err) < 0 || call_limit(call, &limit, err) < 0 ||
        call_cursor(call, &filter.after, err) < 0)
        return -1;
    filter.by_key = key.ptr != NULL;
    filter.key = key;
    filter.by_outcome = outcome.ptr != NULL;
    if (outcome.ptr) outcome_from_name(outcome, &filter.outcome);
    if (csv && !call_query(call, "limit").ptr) limit = THINGS_IN_TABLE;
    filter.most = limit + 1;
    struct measure_thing *list = ARENA_ARRAY(call->arena, (size_t)limit + 1, struct measure_thing);
    if (desk_measure_things(call->desk, &call->actor, call->arena, &filter, list, &count, err) < 0) return -1;
    int shown = count > limit ? limit : count;
    if (csv) return answer_things_csv(call, filter.measure, list, shown, err);
    call_begin_page(call);
    for (int i = 0; i < shown; i++) write_thing(&call->json, filter.measure, &list[i]);
    call_end_page(call, shown < count, shown ? &list[shown - 1].row.id : NULL);
    return 0;
}
