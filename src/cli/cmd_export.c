/* burin export: the store's orders as a file. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/order_format.h"
#include "cli/stdio.h"
#include "cli/store_folder.h"
#include "desk/bulk_orders.h"
#include "model/order_csv.h"
#include "text/csv.h"
#include "text/json.h"

enum { FORMAT };
enum { PAGE = 100, TEXT_MOST = 64 * 1024 * 1024, FLUSH = 256 * 1024 };

static const struct option options[] = {
    [FORMAT] = {"format", "FORMAT", "How the file is written; by its ending if not given, else jsonl",
                "csv|jsonl", COMPLETE_NOTHING, false},
    {NULL},
};

static const struct example examples[] = {
    {"burin import shop orders.jsonl && burin export shop orders.csv", "a table, one row for each item"},
    {"burin import shop orders.jsonl && burin export shop > orders-again.jsonl",
     "order documents, one a line; “burin import” takes them back"},
    {NULL},
};

struct export
{
    struct store_folder folder;
    const char *path; /* NULL: standard output */
    FILE *file;
    bool table;
    struct buf text;
    struct str *columns;
    size_t column_count;
    struct arena *page;
};

static int flush(struct export *export, size_t from, struct err *err)
{
    if (export->text.overflow) return err_set(err, ERR_LIMIT, "an order is over %d bytes long", TEXT_MOST);
    if (export->text.len < from) return 0;
    int rc = 0;
    if (!export->file)
        rc = output_write(buf_str(&export->text), err);
    else if (fwrite(export->text.ptr, 1, export->text.len, export->file) != export->text.len)
        rc = err_set(err, ERR_SYSTEM, "cannot write %s: %s", export->path, strerror(errno));
    buf_clear(&export->text);
    return rc;
}

static int begin(struct export *export, struct err *err)
{
    struct str *fields;
    size_t count;
    if (!export->table) return 0;
    struct arena *arena = export->folder.arena;
    if (desk_order_fields(export->folder.desk, &actor_cli, arena, &fields, &count, err) < 0) return -1;
    export->column_count = order_csv_columns(arena, fields, count, &export->columns);
    for (size_t i = 0; i < export->column_count; i++)
        csv_put(&export->text, csv_guard(arena, export->columns[i]), i == 0);
    csv_end(&export->text);
    return 0;
}

static int put_order(struct export *export, const struct order *order, struct err *err)
{
    if (export->table)
        return order_to_rows(export->page, export->columns, export->column_count, order, &export->text, err);
    struct json_writer writer = {.buf = &export->text};
    json_begin_object(&writer);
    order_members_to_json(order, &writer);
    json_end_object(&writer);
    buf_add_char(&export->text, '\n');
    return 0;
}

/* Page by page: an order that changes meanwhile is as its page found it, and memory stays flat. */
static int put_all(struct export *export, struct err *err)
{
    struct id after = {{0}};
    int count = PAGE;
    while (count == PAGE) {
        struct order_record *records = ARENA_ARRAY(export->page, PAGE, struct order_record);
        if (desk_orders_export(export->folder.desk, &actor_cli, export->page, &after, PAGE, records, &count,
                               err) < 0)
            return -1;
        for (int i = 0; i < count; i++)
            if (put_order(export, records[i].order, err) < 0) return -1;
        if (count) after = records[count - 1].id;
        arena_reset(export->page);
        if (flush(export, FLUSH, err) < 0) return -1;
    }
    return flush(export, 0, err);
}

static int export_to(struct export *export, struct err *err)
{
    if (export->path && strcmp(export->path, "-") == 0) export->path = NULL;
    if (export->path && !(export->file = fopen(export->path, "we")))
        return err_set(err, ERR_SYSTEM, "cannot write %s: %s", export->path, strerror(errno));
    int rc = begin(export, err) < 0 || put_all(export, err) < 0 ? -1 : 0;
    if (export->file && fclose(export->file) != 0 && rc == 0)
        rc = err_set(err, ERR_SYSTEM, "cannot write %s: %s", export->path, strerror(errno));
    return rc;
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct export export = {.path = arguments->operands[1]};
    if (order_format(arguments->values[FORMAT], export.path, &export.table, err) < 0 ||
        store_folder_open(arguments->operands[0], FOLDER_READ, &export.folder, err) < 0)
        return -1;
    buf_init(&export.text, TEXT_MOST);
    export.page = arena_new();
    int rc = export_to(&export, err);
    arena_free(export.page);
    buf_done(&export.text);
    store_folder_close(&export.folder);
    return rc < 0 ? -1 : EXIT_FINE;
}

const struct command command_export = {
    .name = "export",
    .summary = "Write a store's orders into a file",
    .description = "Writes every order, oldest first: order documents, one a line (JSON Lines), or a table "
                   "with one row for "
                   "each item (CSV; docs/IMPORT.md tells the columns). Without FILE it goes to standard "
                   "output. Also beside "
                   "a running server.\n"
                   "\n"
                   "A cell that a spreadsheet would take for a formula begins with an apostrophe, which "
                   "“burin import” takes "
                   "away again. What a table has no room for (scans, holds, promises, changes, claims) is in "
                   "the documents "
                   "alone.",
    .operands = "DIR [FILE]",
    .operands_least = 1,
    .operands_most = 2,
    .complete_operands = COMPLETE_FILE,
    .options = options,
    .examples = examples,
    .run = run,
};
