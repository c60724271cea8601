/* The table and the JSON of `burin eta`; see eta_text.h. */
#include "engine/eta_text.h"

#include "text/json.h"
#include "text/utf8.h"

enum { ENGLISH, CHINESE, LANGUAGES };

/* A sentence around one value. */
struct sentence {
    struct str before, after;
};
#define SENTENCE(before, after)           \
    {                                     \
        STR_INIT(before), STR_INIT(after) \
    }

/* Every word that is printed, in both languages. */
static const struct words {
    struct str milestones[MILESTONE_COUNT], stages[MILESTONE_COUNT];
    struct sentence placed, counted; /* the order date; day 0 where that is another */
    struct str stop;
    struct sentence done;       /* a day on which it happened */
    struct str presumably_done; /* the estimated stage is past it, but nobody reported it */
    struct str standard, rush;
    struct sentence overdue;            /* the day that was missed */
    struct sentence estimated;          /* the stage */
    struct str surcharge, surcharge_if; /* of unknown amount; with rush, or if it is chosen */
    struct sentence surcharge_of, surcharge_of_if;
} words[LANGUAGES] = {
    {
        .milestones = {STR_INIT("Design done"), STR_INIT("Production done"), STR_INIT("Quality check done"),
                       STR_INIT("Shipped"), STR_INIT("Delivered")},
        .stages = {STR_INIT("design"), STR_INIT("production"), STR_INIT("quality check"), STR_INIT("shipped"),
                   STR_INIT("delivered")},
        .placed = SENTENCE("Order placed ", ""),
        .counted = SENTENCE("; work is counted from ", ""),
        .stop = STR_INIT("."),
        .done = SENTENCE("", " (done)"),
        .presumably_done = STR_INIT("probably done"),
        .standard = STR_INIT("Standard"),
        .rush = STR_INIT("Rush"),
        .overdue = SENTENCE("Overdue: ", " has passed. The dates are counted again from today."),
        .estimated = SENTENCE("The stage is estimated from the days elapsed, nobody reported it: ", "."),
        .surcharge = STR_INIT("A rush surcharge applies; the store confirms the amount before work starts."),
        .surcharge_of = SENTENCE("A rush surcharge of ", " applies."),
        .surcharge_if =
            STR_INIT("With rush a surcharge applies; the store confirms the amount before work starts."),
        .surcharge_of_if = SENTENCE("With rush a surcharge of ", " applies."),
    },
    {
        .milestones = {STR_INIT("设计完成"), STR_INIT("制作完成"), STR_INIT("质检完成"), STR_INIT("发货"),
                       STR_INIT("送达")},
        .stages = {STR_INIT("设计"), STR_INIT("制作"), STR_INIT("质检"), STR_INIT("已发货"),
                   STR_INIT("已送达")},
        .placed = SENTENCE("", "下单"),
        .counted = SENTENCE("，从", "起算工期"),
        .stop = STR_INIT("。"),
        .done = SENTENCE("", "（已完成）"),
        .presumably_done = STR_INIT("应已完成"),
        .standard = STR_INIT("标准"),
        .rush = STR_INIT("加急"),
        .overdue = SENTENCE("已逾期：原定最晚", "。上列日期从今天重新起算。"),
        .estimated = SENTENCE("目前阶段按已过天数推算，店铺尚未上报：", "。"),
        .surcharge = STR_INIT("加急需另付加急费，具体金额由店铺在开工前确认。"),
        .surcharge_of = SENTENCE("加急需另付加急费", "。"),
        .surcharge_if = STR_INIT("选择加急需另付加急费，具体金额由店铺在开工前确认。"),
        .surcharge_of_if = SENTENCE("选择加急需另付加急费", "。"),
    },
};

static const struct words *words_of(bool chinese)
{
    return &words[chinese ? CHINESE : ENGLISH];
}

static void print_sentence(struct buf *out, const struct sentence *sentence, struct str value)
{
    buf_add(out, sentence->before);
    buf_add(out, value);
    buf_add(out, sentence->after);
}

static void print_surcharge(const struct eta_report *report, bool chinese, struct buf *out)
{
    const struct words *language = words_of(chinese);
    if (report->surcharge.len)
        print_sentence(out, report->rush ? &language->surcharge_of : &language->surcharge_of_if,
                       report->surcharge);
    else
        buf_add(out, report->rush ? language->surcharge : language->surcharge_if);
}

/* ---- text ---- */

/* Columns on a terminal: Chinese characters and punctuation are two wide. */
static size_t display_width(struct str text)
{
    size_t width = 0, at = 0;
    while (at < text.len) {
        rune_t rune = utf8_next(text, &at);
        bool wide =
            rune_is_han(rune) || (rune >= 0x3000 && rune < 0x3040) || (rune >= 0xff00 && rune < 0xff61);
        width += wide ? 2 : 1;
    }
    return width;
}

enum { COLUMNS = 4, ROWS = MILESTONE_COUNT + 1, GAP = 2 };

struct table {
    struct arena *arena;
    struct str cells[ROWS][COLUMNS];
};

/* Columns and rows without text take no room; no line ends in spaces. */
static void table_print(const struct table *table, struct buf *out)
{
    size_t widths[COLUMNS] = {0};
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            size_t width = display_width(table->cells[row][column]);
            if (width > widths[column]) widths[column] = width;
        }
    for (int row = 0; row < ROWS; row++) {
        size_t at = 0, printed = 0; /* columns on the terminal */
        for (int column = 0; column < COLUMNS; column++) {
            struct str cell = table->cells[row][column];
            at += widths[column] ? GAP : 0;
            if (cell.len) {
                for (; printed < at; printed++) buf_add_char(out, ' ');
                buf_add(out, cell);
                printed += display_width(cell);
            }
            at += widths[column];
        }
        if (printed) buf_add_char(out, '\n');
    }
}

static struct str milestone_cell(struct arena *arena, struct datefmt *datefmt,
                                 const struct estimate *estimate, int milestone, day_t reference)
{
    const struct words *language = words_of(datefmt_is_chinese(datefmt));
    const struct milestone_range *range = &estimate->milestones[milestone];
    if (range->actual == DAY_NONE && milestone < (int)estimate->next) return language->presumably_done;
    if (range->actual == DAY_NONE) return datefmt_range(datefmt, DATEFMT_SHORT, range->range, reference);
    struct buf cell;
    buf_init(&cell, 512);
    print_sentence(&cell, &language->done, datefmt_day(datefmt, DATEFMT_SHORT, range->actual, reference));
    struct str text = buf_copy(&cell, arena);
    buf_done(&cell);
    return text;
}

static void fill_table(const struct eta_report *report, struct datefmt *datefmt, struct table *table)
{
    const struct words *language = words_of(datefmt_is_chinese(datefmt));
    day_t reference = report->today == DAY_NONE ? report->order_date : report->today;
    if (report->rushed) {
        table->cells[0][1] = language->standard;
        table->cells[0][2] = language->rush;
    }
    for (int m = 0; m < MILESTONE_COUNT; m++) {
        const struct milestone_range *range = &report->estimate->milestones[m];
        struct str *cells = table->cells[m + 1];
        cells[0] = language->milestones[m];
        cells[1] = milestone_cell(table->arena, datefmt, report->estimate, m, reference);
        if (report->rushed)
            cells[2] = milestone_cell(table->arena, datefmt, report->rushed, m, reference);
        else if (report->today != DAY_NONE && range->actual == DAY_NONE && m >= (int)report->estimate->next)
            cells[3] = datefmt_relative(datefmt, table->arena, range->range, report->today);
    }
}

static void print_heading(const struct eta_report *report, struct datefmt *datefmt, struct buf *out)
{
    const struct words *language = words_of(datefmt_is_chinese(datefmt));
    day_t placed = report->order_date, start = report->estimate->start;
    print_sentence(out, &language->placed, datefmt_day(datefmt, DATEFMT_LONG, placed, DAY_NONE));
    if (start != placed)
        print_sentence(out, &language->counted, datefmt_day(datefmt, DATEFMT_LONG, start, placed));
    buf_add(out, language->stop);
    buf_add_c(out, "\n\n");
}

static void print_notes(const struct eta_report *report, struct datefmt *datefmt, struct buf *out)
{
    const struct estimate *estimate = report->estimate;
    bool chinese = datefmt_is_chinese(datefmt);
    const struct words *language = words_of(chinese);
    struct buf notes;
    buf_init(&notes, 4096);
    if (report->today != DAY_NONE && !estimate->life.reported) {
        print_sentence(&notes, &language->estimated, language->stages[estimate->next]);
        buf_add_char(&notes, '\n');
    }
    if (estimate->overdue) {
        print_sentence(&notes, &language->overdue,
                       datefmt_day(datefmt, DATEFMT_LONG, estimate->overdue_since, report->today));
        buf_add_char(&notes, '\n');
    }
    if (report->rush || report->rushed) {
        print_surcharge(report, chinese, &notes);
        buf_add_char(&notes, '\n');
    }
    if (notes.len) buf_add_char(out, '\n');
    buf_add(out, buf_str(&notes));
    buf_done(&notes);
}

void eta_print_text(const struct eta_report *report, struct datefmt *datefmt, struct buf *out)
{
    struct table table = {.arena = arena_new()};
    print_heading(report, datefmt, out);
    fill_table(report, datefmt, &table);
    table_print(&table, out);
    print_notes(report, datefmt, out);
    arena_free(table.arena);
}

/* ---- JSON ---- */

static void put_day(struct json_writer *writer, const char *name, day_t day)
{
    char text[16];
    day_format(day, text);
    json_put_string(writer, name, str_of(text));
}

void eta_print_json(const struct eta_report *report, bool chinese, struct buf *out)
{
    struct json_writer writer = {.buf = out};
    json_begin_object(&writer);
    put_day(&writer, "order_date", report->order_date);
    json_put_string(&writer, "basis", STR("rule"));
    json_put_bool(&writer, "rush", report->rush);
    json_name(&writer, "milestones");
    json_begin_array(&writer);
    for (enum milestone m = 0; m < MILESTONE_COUNT; m++) {
        const struct milestone_range *range = &report->estimate->milestones[m];
        json_begin_object(&writer);
        json_put_string(&writer, "milestone", milestone_name(m));
        put_day(&writer, "from", range->range.from);
        put_day(&writer, "to", range->range.to);
        if (range->actual == DAY_NONE)
            json_put_null(&writer, "actual");
        else
            put_day(&writer, "actual", range->actual);
        json_end_object(&writer);
    }
    json_end_array(&writer);
    struct buf note;
    buf_init(&note, 512);
    if (report->rush) print_surcharge(report, chinese, &note);
    json_put_string_or_null(&writer, "surcharge", buf_str(&note));
    json_end_object(&writer);
    buf_done(&note);
}
