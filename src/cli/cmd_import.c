/* burin import: orders from a file into the store's database. */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "cli/commands.h"
#include "cli/order_file.h"
#include "cli/order_format.h"
#include "cli/stdio.h"
#include "cli/store_folder.h"
#include "desk/bulk_orders.h"
#include "text/csv.h"

enum { MAP, FORMAT, REPORT };
enum {
    BATCH =
        100, /* orders in one transaction; SQLite looks at all pages that it changed at each statement, so more is slower */
    BATCH_BYTES = 8 * 1024 * 1024, /* or as many as take this much memory */
    PIECE = 1024 * 1024,
    MAPS_MOST = 200,
    TOLD = 20, /* refused rows that are shown; the report has all */
    BAR = 30,
};

static const struct option options[] = {
    [MAP] = {"map", "COLUMN=FIELD[,…]", "What columns of other names are; “-” as FIELD leaves one out", NULL,
             COMPLETE_NOTHING, false},
    [FORMAT] = {"format", "FORMAT", "How the file is written; by its ending if not given", "csv|jsonl",
                COMPLETE_NOTHING, false},
    [REPORT] = {"report", "FILE", "Write every refused row there, as CSV: line, column, number, reason", NULL,
                COMPLETE_FILE, false},
    {NULL},
};

static const struct example examples[] = {
    {"burin import shop orders.jsonl", "order documents, one a line"},
    {"burin import shop orders.csv --report refused.csv", "a table, one row for each item"},
    {"burin import shop export.csv --map \"Name=number,Email=customer.email,Lineitem name=title\"",
     "a table with a shop's own names"},
    {NULL},
};

struct import {
    struct store_folder folder;
    struct order_file file;
    const char *name, *report_path;
    int64_t size; /* of the file; 0 where it is not known */
    struct digest source;
    struct import_mark mark;
    bool marked; /* reading can go on where it stopped */
    FILE *report;
    int64_t told, started_at, started_with;
    bool shows; /* progress, on a terminal */
    struct arena *batch_arena, *scratch;
    struct order orders[BATCH];
    struct str numbers[BATCH];
    int64_t lines[BATCH];
    enum order_put what[BATCH];
    size_t count;
};

/* ---- options ---- */

static int read_maps(struct import *import, const char *text, struct err *err)
{
    struct column_map *maps = ARENA_ARRAY(import->folder.arena, MAPS_MOST, struct column_map);
    struct str rest = str_of(text), part;
    size_t count = 0;
    while (text && str_next_part(&rest, ',', &part)) {
        size_t equals = str_find_char(part, '=', 0);
        if (equals == STR_NOT_FOUND || count == MAPS_MOST)
            return err_set(err, ERR_INPUT, "--map: COLUMN=FIELD is expected, found “%.*s”",
                           STR_ARG(str_slice(part, 0, 80)));
        maps[count].column = str_trim(str_slice(part, 0, equals));
        maps[count++].field = str_trim(str_slice(part, equals + 1, part.len));
    }
    import->file.maps = maps;
    import->file.map_count = count;
    return 0;
}

int order_format(const char *choice, const char *path, bool *out_table, struct err *err)
{
    struct str name = str_of(path ? path : "-");
    if (choice)
        *out_table = strcmp(choice, "csv") == 0;
    else if (str_ends(name, STR(".csv")))
        *out_table = true;
    else if (str_ends(name, STR(".jsonl")) || str_ends(name, STR(".ndjson")) || str_is(name, "-"))
        *out_table = false;
    else
        return err_set(err, ERR_USAGE,
                       "%s ends neither in .csv nor in .jsonl; --format csv|jsonl is expected", path);
    return 0;
}

/* ---- going on where it stopped ---- */

/* The file is known by its bytes and by how they are read. */
static int take_digest(struct import *import, const char *maps, struct err *err)
{
    struct arena *arena = import->scratch;
    char *piece = arena_alloc_raw(arena, PIECE);
    struct digest digest = DIGEST_OF(import->file.table ? STR("csv") : STR("jsonl"), str_of(maps));
    ssize_t got;
    while ((got = read(import->file.input, piece, PIECE)) > 0)
        digest = DIGEST_OF(digest_str(&digest), str_of_len(piece, (size_t)got));
    arena_reset(arena);
    if (got < 0 || lseek(import->file.input, 0, SEEK_SET) < 0)
        return err_set(err, ERR_SYSTEM, "cannot read %s", import->name);
    import->source = digest;
    return 0;
}

static int find_mark(struct import *import, const char *maps, struct err *err)
{
    struct stat about;
    if (fstat(import->file.input, &about) < 0 || !S_ISREG(about.st_mode)) return 0;
    import->size = about.st_size;
    import->marked = true;
    if (take_digest(import, maps, err) < 0) return -1;
    import->mark.source = digest_str(&import->source);
    int found = desk_import_resume(import->folder.desk, &actor_cli, import->scratch, &import->mark, err);
    if (found > 0)
        fprintf(stderr, "burin: %s: going on behind line %lld, where it stopped before\n", import->name,
                (long long)import->mark.line);
    return found < 0 ? -1 : 0;
}

/* ---- telling ---- */

static void refuse(struct import *import, struct err *why, struct str number)
{
    char message[1024];
    struct buf row;
    err_at(why, str_of(import->name), 0, 0);
    err_format(why, message, sizeof message);
    if (import->shows) fputs("\r\033[K", stderr);
    if (import->told++ < TOLD) fprintf(stderr, "burin: %s\n", message);
    import->mark.refused++;
    if (!import->report) return;
    buf_init(&row, CSV_RECORD_MOST);
    buf_printf(&row, "%d,%d,", why->line, why->column);
    csv_put(&row, csv_guard(import->scratch, number), true);
    csv_put(&row, csv_guard(import->scratch, str_of(why->message)), false);
    csv_end(&row);
    fwrite(row.ptr, 1, row.len, import->report);
    buf_done(&row);
}

static int64_t orders_in(const struct import_mark *mark)
{
    return mark->created + mark->changed + mark->same;
}

static void show_progress(const struct import *import)
{
    char bar[BAR + 1];
    int64_t passed = clock_monotonic(clock_system()) - import->started_at;
    int64_t done = orders_in(&import->mark);
    int filled = import->size ? (int)(import->file.position * BAR / import->size) : 0;
    if (!import->shows) return;
    for (int i = 0; i < BAR; i++) bar[i] = i < filled ? '#' : '.';
    bar[BAR] = '\0';
    fprintf(stderr, "\r[%s] %3d %%  %lld orders, %lld a second", bar,
            import->size ? (int)(import->file.position * 100 / import->size) : 0, (long long)done,
            (long long)((done - import->started_with) * MICROS_PER_SECOND / (passed > 0 ? passed : 1)));
}

/* ---- orders in ---- */

/* One by one, so that what is wrong with one does not keep the others out. */
static int import_singly(struct import *import, struct err *err)
{
    for (size_t i = 0; i < import->count; i++) {
        struct err why = {0};
        struct order_batch one = {&import->orders[i], 1, &import->what[i], &import->mark};
        int rc = desk_orders_import(import->folder.desk, &actor_cli, import->scratch, &one, &why);
        arena_reset(import->scratch);
        if (rc == 0) continue;
        if (why.category == ERR_SYSTEM || why.category == ERR_BUSY || why.category == ERR_FULL) {
            if (err) *err = why;
            return -1;
        }
        why.line = (int)import->lines[i];
        refuse(import, &why, import->numbers[i]);
    }
    return 0;
}

/* All that was read so far, in one transaction with the mark. */
static int import_batch(struct import *import, struct err *err)
{
    struct err why = {0};
    struct import_mark before = import->mark;
    struct order_batch batch = {import->orders, import->count, import->what, &import->mark};
    import->mark.position = import->file.position;
    import->mark.line = import->file.line;
    if (!import->marked) batch.mark = NULL;
    int rc = desk_orders_import(import->folder.desk, &actor_cli, import->scratch, &batch, &why);
    arena_reset(import->scratch);
    for (size_t i = 0; rc == 0 && !import->marked && i < import->count; i++) {
        import->mark.created += import->what[i] == ORDER_CREATED;
        import->mark.changed += import->what[i] == ORDER_CHANGED;
        import->mark.same += import->what[i] == ORDER_SAME;
    }
    if (rc < 0 && (why.category == ERR_SYSTEM || why.category == ERR_BUSY || why.category == ERR_FULL)) {
        if (err) *err = why;
        return -1;
    }
    if (rc < 0) {
        import->mark = before; /* the mark moves on with the whole batch only */
        if (import_singly(import, err) < 0) return -1;
    }
    import->count = 0;
    arena_reset(import->batch_arena);
    show_progress(import);
    return 0;
}

static int import_all(struct import *import, struct err *err)
{
    struct read_order read;
    int rc;
    import->started_at = clock_monotonic(clock_system());
    import->started_with = orders_in(&import->mark);
    while ((rc = order_file_next(&import->file, import->batch_arena, &read, err)) > 0) {
        if (read.bad) {
            refuse(import, &read.err, read.number);
        } else {
            import->numbers[import->count] = read.number;
            import->lines[import->count] = import->file.line;
            import->orders[import->count++] = read.order;
        }
        bool full = import->count == BATCH || arena_used(import->batch_arena) > BATCH_BYTES;
        if (full && import_batch(import, err) < 0) return -1;
    }
    if (rc < 0) return -1;
    if (import_batch(import, err) < 0) return -1;
    if (import->shows) fputc('\n', stderr);
    return import->marked
               ? desk_import_done(import->folder.desk, &actor_cli, import->scratch, import->mark.source, err)
               : 0;
}

/* ---- the command ---- */

static int open_report(struct import *import, struct err *err)
{
    bool goes_on = import->mark.position > 0;
    if (!import->report_path) return 0;
    import->report = fopen(import->report_path, goes_on ? "ae" : "we");
    if (!import->report) return err_set(err, ERR_SYSTEM, "cannot write %s", import->report_path);
    if (!goes_on) fputs("line,column,number,reason\r\n", import->report);
    return 0;
}

static int close_report(struct import *import, struct err *err)
{
    FILE *report = import->report;
    import->report = NULL;
    if (!report) return 0;
    bool failed = ferror(report);
    if (fclose(report) != 0 || failed)
        return err_set(err, ERR_SYSTEM, "cannot write %s", import->report_path);
    return 0;
}

static int summarize(const struct import *import, struct err *err)
{
    const struct import_mark *mark = &import->mark;
    struct str line = arena_printf(import->scratch,
                                   "%lld orders: %lld new, %lld changed, %lld as they were; %lld refused\n",
                                   (long long)(orders_in(mark) + mark->refused), (long long)mark->created,
                                   (long long)mark->changed, (long long)mark->same, (long long)mark->refused);
    if (import->told > TOLD)
        fprintf(stderr, "burin: %s: and %lld more; --report FILE writes them all\n", import->name,
                (long long)import->told - TOLD);
    return output_write(line, err);
}

static int run_import(struct import *import, const struct arguments *arguments, struct err *err)
{
    const char *path = arguments->operands[1], *maps = arguments->values[MAP];
    if (order_format(arguments->values[FORMAT], path, &import->file.table, err) < 0 ||
        store_folder_open(arguments->operands[0], FOLDER_WORK, &import->folder, err) < 0 ||
        read_maps(import, maps, err) < 0 || input_open(path, &import->file.input, err) < 0)
        return -1;
    import->file.zone = shop_store(import->folder.shop)->zone;
    if (find_mark(import, maps, err) < 0 || open_report(import, err) < 0) return -1;
    if (order_file_begin(&import->file, import->mark.position, import->mark.line, err) < 0 ||
        import_all(import, err) < 0)
        return err_at(err, str_of(import->name), 0, 0);
    if (close_report(import, err) < 0 || summarize(import, err) < 0) return -1;
    return import->mark.refused ? EXIT_INPUT : EXIT_FINE;
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct arena *home = arena_new();
    struct import *import = ARENA_NEW(home, struct import);
    import->name = input_name(arguments->operands[1]);
    import->report_path = arguments->values[REPORT];
    import->shows = isatty(STDERR_FILENO);
    import->batch_arena = arena_new();
    import->scratch = arena_new();
    import->file.input = -1;
    int status = run_import(import, arguments, err);
    if (import->report) close_report(import, NULL);
    order_file_done(&import->file);
    if (import->file.input > STDIN_FILENO) close(import->file.input);
    store_folder_close(&import->folder);
    arena_free(import->scratch);
    arena_free(import->batch_arena);
    arena_free(home);
    return status;
}

const struct command command_import = {
    .name = "import",
    .summary = "Bring orders from a file into a store's database",
    .description =
        "Reads order documents, one a line (JSON Lines), or a table with one row for each item (CSV); “-” is "
        "standard input. docs/IMPORT.md tells the columns. Orders that are known are brought up to date; the "
        "same file twice changes nothing. Nobody is written to, and nothing is assessed.\n"
        "\n"
        "A row that cannot be taken is told with line, column and reason, the others come in, and the exit "
        "status is 3 at the end. Where it is stopped, the same command goes on where it was.\n"
        "\n"
        "On SQLite no server may run on DIR meanwhile: stop it, or send the orders through it with "
        "PUT /v1/orders/NUMBER.",
    .operands = "DIR FILE",
    .operands_least = 2,
    .operands_most = 2,
    .complete_operands = COMPLETE_FILE,
    .options = options,
    .examples = examples,
    .run = run,
};
