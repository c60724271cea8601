/* The measures and what is behind them as tables for spreadsheets. */
#include "api/measures.h"

#include "text/csv.h"

enum { TABLE_MOST = 32 * 1024 * 1024, CELL_MOST = 64 };

bool call_wants_csv(const struct call *call)
{
    struct str format = call_query(call, "format");
    if (format.ptr) return str_is(format, "csv");
    struct str accept = http_fields_header(call->request->headers, "Accept");
    return str_starts_nocase(str_trim(accept), "text/csv");
}

/* ---- cells ---- */

struct table {
    struct arena *arena;
    struct buf text;
    bool inside; /* a record has begun */
};

static void put_cell(struct table *table, struct str cell)
{
    csv_put(&table->text, csv_guard(table->arena, cell), !table->inside);
    table->inside = true;
}

/* A figure is no formula, also where it is negative. */
static void put_int(struct table *table, int64_t number)
{
    struct str cell = arena_printf(table->arena, "%lld", (long long)number);
    csv_put(&table->text, cell, !table->inside);
    table->inside = true;
}

/* Empty where there is none. */
static void put_real(struct table *table, double number, int decimals)
{
    put_cell(table, number < 0 ? (struct str){0} : arena_printf(table->arena, "%.*f", decimals, number));
}

static void put_id_cell(struct table *table, const struct id *id)
{
    char text[ID_TEXT];
    id_format(id, text);
    put_cell(table, id_is_none(id) ? (struct str){0} : arena_str(table->arena, str_of(text)));
}

static void end_record(struct table *table)
{
    csv_end(&table->text);
    table->inside = false;
}

static void put_heads(struct table *table, const char *const *heads)
{
    for (; *heads; heads++) put_cell(table, str_of(*heads));
    end_record(table);
}

static struct table begin_table(struct call *call, const char *const *heads)
{
    struct table table = {.arena = call->arena};
    buf_init(&table.text, TABLE_MOST);
    put_heads(&table, heads);
    return table;
}

static int end_table(struct call *call, struct table *table, struct str name, struct err *err)
{
    struct http_answer *answer = ARENA_NEW(call->arena, struct http_answer);
    struct http_field *saved = ARENA_NEW(call->arena, struct http_field);
    *saved =
        (struct http_field){STR("Content-Disposition"),
                            arena_printf(call->arena, "attachment; filename=\"%.*s.csv\"", STR_ARG(name))};
    *answer = (struct http_answer){.type = "text/csv; charset=utf-8",
                                   .body = buf_copy(&table->text, call->arena),
                                   .headers = {saved, 1}};
    bool whole = !table->text.overflow;
    buf_done(&table->text);
    if (!whole) return err_set(err, ERR_LIMIT, "the table is too large; ask for fewer days");
    call->raw = answer;
    return 0;
}

/* ---- the tables ---- */

static void put_figure(struct table *table, struct str measure, struct str group, const struct figure *figure)
{
    put_cell(table, measure);
    put_cell(table, group);
    put_real(table, figure_share(figure), 4);
    put_int(table, figure->hits);
    put_int(table, figure->hits + figure->misses);
    put_int(table, figure->pending);
    put_real(table, figure->median_hours, 2);
    put_real(table, figure->p90_hours, 2);
    put_int(table, figure->late);
    put_int(table, figure->late_hits);
    end_record(table);
}

int answer_metrics_csv(struct call *call, const struct metrics *metrics, struct err *err)
{
    static const char *const heads[] = {"measure",      "group",     "share", "hits",      "n", "pending",
                                        "median_hours", "p90_hours", "late",  "late_hits", NULL};
    struct table table = begin_table(call, heads);
    for (int m = 0; m < MEASURE_COUNT; m++) {
        struct str name = measure_name((enum measure)m);
        put_figure(&table, name, STR("all"), &metrics->measures[m].total);
        for (size_t g = 0; g < metrics->measures[m].group_count; g++)
            put_figure(&table, name, metrics->measures[m].groups[g].key,
                       &metrics->measures[m].groups[g].figure);
    }
    return end_table(call, &table, STR("measures"), err);
}

int answer_things_csv(struct call *call, enum measure measure, const struct measure_thing *things, int count,
                      struct err *err)
{
    static const char *const heads[] = {"kind",    "id",    "ticket", "order", "number",
                                        "outcome", "group", "at",     "day",   NULL};
    struct table table = begin_table(call, heads);
    char text[40];
    for (int i = 0; i < count; i++) {
        const struct measured *row = &things[i].row;
        put_cell(&table, thing_kind(measure));
        put_id_cell(&table, &row->id);
        put_id_cell(&table, &row->ticket);
        put_id_cell(&table, &row->order);
        put_cell(&table, row->number);
        put_cell(&table, outcome_name(things[i].outcome));
        put_cell(&table, things[i].key);
        if (measure == MEASURE_PROMISE)
            day_format((day_t)row->at, text);
        else
            instant_format(row->at, 0, text);
        put_cell(&table, measure == MEASURE_PROMISE ? (struct str){0} : arena_str(call->arena, str_of(text)));
        put_cell(&table, measure == MEASURE_PROMISE ? arena_str(call->arena, str_of(text)) : (struct str){0});
        end_record(&table);
    }
    return end_table(call, &table, measure_name(measure), err);
}
