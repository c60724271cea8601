/* burin metrics: the measures of a period, for people, programs and spreadsheets. */
#include "api/measures.h"
#include "cli/commands.h"
#include "cli/stdio.h"
#include "cli/store_folder.h"
#include "text/csv.h"

enum { FROM, TO, BY, FORMAT };
enum { TEXT_MOST = 16 * 1024 * 1024 };

static const struct option options[] = {
    [FROM] = {"from", "DAY", "The first day, in the store's zone; 30 days up to --to if not given", NULL,
              COMPLETE_NOTHING, false},
    [TO] = {"to", "DAY", "The last day; today if not given", NULL, COMPLETE_NOTHING, false},
    [BY] = {"by", "GROUPS", "What the groups are; month if not given", "day|week|month|product|concern|agent",
            COMPLETE_NOTHING, false},
    [FORMAT] = {"format", "FORMAT", "Text for people if not given", "text|json|csv", COMPLETE_NOTHING, false},
    {NULL},
};

static const struct example examples[] = {
    {"burin import shop orders.jsonl && burin metrics shop", "the last thirty days"},
    {"burin import shop orders.jsonl && burin metrics shop --from 2026-01-01 --to 2026-03-31 --by product "
     "--format csv",
     "a quarter, for a spreadsheet"},
    {NULL},
};

static const struct {
    const char *title, *share;
} words[MEASURE_COUNT] = {
    [MEASURE_FIRST_RESPONSE] = {"First response", "in time"},
    [MEASURE_MODIFICATION] = {"Changes inside the window", "resolved inside it"},
    [MEASURE_REMAKE] = {"Remakes", "of custom orders shipped"},
    [MEASURE_CSAT] = {"Satisfaction", "gave 4 or 5 of 5"},
    [MEASURE_REPEAT] = {"Repeat purchase", "ordered again within 90 days"},
    [MEASURE_PROMISE] = {"Promises", "kept"},
};

/* ---- text ---- */

static void add_share(struct buf *out, const struct figure *figure, const char *what)
{
    double share = figure_share(figure);
    if (share < 0)
        buf_add_c(out, "nothing to count yet");
    else
        buf_printf(out, "%.1f %% %s (%lld of %lld)", share * 100, what, (long long)figure->hits,
                   (long long)(figure->hits + figure->misses));
    if (figure->pending) buf_printf(out, "; %lld still open", (long long)figure->pending);
}

static void add_beside(struct buf *out, enum measure measure, const struct figure *figure)
{
    int64_t refunds = 0;
    for (int fault = 0; fault < FAULT_COUNT; fault++) refunds += figure->refunds[fault];
    if (measure == MEASURE_FIRST_RESPONSE && figure->median_hours >= 0)
        buf_printf(out, "; median %.1f h, 90 %% within %.1f h", figure->median_hours, figure->p90_hours);
    if (measure == MEASURE_MODIFICATION && figure->late)
        buf_printf(out, "; %lld received later, %lld of them applied", (long long)figure->late,
                   (long long)figure->late_hits);
    if (measure == MEASURE_REMAKE && refunds) buf_printf(out, "; %lld refunded instead", (long long)refunds);
}

static void add_text(struct buf *out, const struct metrics *metrics)
{
    char from[16], to[16];
    day_format(metrics->span.from, from);
    day_format(metrics->span.to, to);
    buf_printf(out, "%s – %s\n", from, to);
    for (int m = 0; m < MEASURE_COUNT; m++) {
        buf_printf(out, "\n%s\n  ", words[m].title);
        add_share(out, &metrics->measures[m].total, words[m].share);
        add_beside(out, (enum measure)m, &metrics->measures[m].total);
        buf_add_char(out, '\n');
        for (size_t g = 0; g < metrics->measures[m].group_count; g++) {
            const struct measure_group *group = &metrics->measures[m].groups[g];
            buf_printf(out, "    %.*s: ", STR_ARG(group->key.len ? group->key : STR("–")));
            add_share(out, &group->figure, "");
            buf_add_char(out, '\n');
        }
    }
}

/* ---- CSV ---- */

static void add_number(struct buf *out, double number)
{
    buf_add_char(out, ',');
    if (number >= 0) buf_printf(out, "%.4f", number);
}

static void add_row(struct buf *out, struct arena *arena, enum measure measure, const char *by,
                    struct str key, const struct figure *figure)
{
    csv_put(out, measure_name(measure), true);
    csv_put(out, str_of(by), false);
    csv_put(out, csv_guard(arena, key), false);
    add_number(out, figure_share(figure));
    buf_printf(out, ",%lld,%lld,%lld", (long long)figure->hits, (long long)(figure->hits + figure->misses),
               (long long)figure->pending);
    bool responds = measure == MEASURE_FIRST_RESPONSE;
    add_number(out, responds ? figure->median_hours : -1);
    add_number(out, responds ? figure->p90_hours : -1);
    csv_end(out);
}

static void add_csv(struct buf *out, struct arena *arena, const struct metrics *metrics)
{
    const char *by = measure_by_name(metrics->span.by).ptr;
    buf_add_c(out, "measure,by,key,share,hits,n,pending,median_hours,p90_hours\r\n");
    for (int m = 0; m < MEASURE_COUNT; m++) {
        add_row(out, arena, (enum measure)m, "", (struct str){0}, &metrics->measures[m].total);
        for (size_t g = 0; g < metrics->measures[m].group_count; g++)
            add_row(out, arena, (enum measure)m, by, metrics->measures[m].groups[g].key,
                    &metrics->measures[m].groups[g].figure);
    }
}

/* ---- the command ---- */

static int read_day_option(const char *text, const char *name, day_t *out, struct err *err)
{
    *out = DAY_NONE;
    if (!text || day_parse(str_of(text), out) == 0) return 0;
    return err_set(err, ERR_INPUT, "--%s: a day as in 2026-03-02 is expected, found “%s”", name, text);
}

static int print(const struct store_folder *folder, const struct metrics *metrics, const char *format,
                 struct err *err)
{
    struct buf out;
    buf_init(&out, TEXT_MOST);
    if (!format || strcmp(format, "text") == 0) {
        add_text(&out, metrics);
    } else if (strcmp(format, "csv") == 0) {
        add_csv(&out, folder->arena, metrics);
    } else {
        struct json_writer writer = {.buf = &out};
        write_metrics(&writer, metrics);
        buf_add_char(&out, '\n');
    }
    int rc = output_write(buf_str(&out), err);
    buf_done(&out);
    return rc;
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct store_folder folder;
    struct measure_span span = {.by = BY_MONTH};
    struct metrics metrics;
    if (read_day_option(arguments->values[FROM], "from", &span.from, err) < 0 ||
        read_day_option(arguments->values[TO], "to", &span.to, err) < 0 ||
        store_folder_open(arguments->operands[0], FOLDER_READ, &folder, err) < 0)
        return -1;
    if (arguments->values[BY]) measure_by_from_name(str_of(arguments->values[BY]), &span.by);
    int rc = desk_metrics(folder.desk, &actor_cli, folder.arena, &span, &metrics, err);
    if (rc == 0) rc = print(&folder, &metrics, arguments->values[FORMAT], err);
    store_folder_close(&folder);
    return rc < 0 ? -1 : EXIT_FINE;
}

const struct command command_metrics = {
    .name = "metrics",
    .summary =
        "Tell how the desk does: first responses, changes, remakes, satisfaction, repeat purchase, promises",
    .description =
        "Counts over days of the store's zone; docs/MEASURES.md defines each figure. Also beside a "
        "running server, whose GET /v1/metrics tells the same and opens each figure down to its "
        "tickets and orders.",
    .operands = "DIR",
    .operands_least = 1,
    .operands_most = 1,
    .complete_operands = COMPLETE_FOLDER,
    .options = options,
    .examples = examples,
    .run = run,
};
