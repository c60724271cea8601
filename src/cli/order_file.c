/* Orders out of a file; see order_file.h. */
#define _GNU_SOURCE
#include "cli/order_file.h"

#include <errno.h>
#include <unistd.h>

#include "base/hash.h"
#include "model/inquiry.h"
#include "text/csv.h"
#include "text/json.h"

enum {
    PIECE = 256 * 1024,
    DOCUMENT_MOST = 1024 * 1024,
    BYTES_MOST = 8 * 1024 * 1024,
    ROWS_MOST = 500,
    SEEN_FIRST = 1024
};

/* ---- bytes ---- */

static int fill(struct order_file *file, struct err *err)
{
    char piece[PIECE];
    ssize_t got;
    if (file->start) {
        size_t left = file->bytes.len - file->start;
        memmove(file->bytes.ptr, file->bytes.ptr + file->start, left);
        file->bytes.len = left;
        file->start = 0;
    }
    do got = read(file->input, piece, sizeof piece);
    while (got < 0 && errno == EINTR);
    if (got < 0) return err_set(err, ERR_SYSTEM, "cannot read: %s", strerror(errno));
    file->ended = got == 0;
    buf_add(&file->bytes, str_of_len(piece, (size_t)got));
    return 0;
}

static struct str rest_of(const struct order_file *file)
{
    return str_slice(buf_str(&file->bytes), file->start, file->bytes.len);
}

static void pass(struct order_file *file, size_t bytes, size_t lines)
{
    file->start += bytes;
    file->position += (int64_t)bytes;
    file->line += (int64_t)lines;
}

/* ---- rows ---- */

/* 1 with a record in `arena`, 0 at the end, -1; a record that is refused gives 1 and *out_bad. */
static int next_record(struct order_file *file, struct arena *arena, struct csv_record *out, bool *out_bad,
                       struct err *out_why, struct err *err)
{
    for (;;) {
        int rc = csv_read(arena, rest_of(file), file->ended, out, out_why);
        *out_bad = rc < 0;
        if (rc == 0 && file->ended) return 0;
        if (rc != 0) break;
        if (fill(file, err) < 0) return -1;
    }
    for (size_t i = 0; !*out_bad && i < out->count; i++) out->cells[i] = arena_str(arena, out->cells[i]);
    return 1;
}

static int read_header(struct order_file *file, struct err *err)
{
    struct csv_record record;
    struct err why = {0};
    bool bad;
    while (!file->ended && file->bytes.len < 3)
        if (fill(file, err) < 0) return -1;
    struct str text = buf_str(&file->bytes);
    pass(file, text.len - csv_skip_mark(text).len, 0);
    int rc = next_record(file, file->home, &record, &bad, &why, err);
    if (rc < 0) return -1;
    if (rc == 0) return err_set(err, ERR_INPUT, "the file is empty; a first row with names is expected");
    why.line = 1;
    if (bad || order_columns_read(file->home, record.cells, record.count, file->maps, file->map_count,
                                  &file->columns, &why) < 0) {
        if (err) *err = why;
        return -1;
    }
    pass(file, record.end, record.lines);
    return 0;
}

static bool is_blank(const struct csv_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (str_trim(record->cells[i]).len) return false;
    return true;
}

static struct str number_of(const struct order_file *file, const struct csv_record *record)
{
    size_t column = file->columns.number;
    return column < record->count ? str_trim(csv_unguard(record->cells[column])) : (struct str){0};
}

static int refuse_row(struct order_file *file, const struct csv_record *record, const struct err *why,
                      struct read_order *out)
{
    *out = (struct read_order){.bad = true, .err = *why};
    out->err.line += (int)file->line;
    pass(file, record->end, record->lines);
    return 1;
}

/* Adds the rows that follow with the same number; those that are too many are counted, but not kept. */
static int gather(struct order_file *file, struct arena *arena, struct str number, struct order_row *rows,
                  size_t *count, struct err *err)
{
    for (;;) {
        struct csv_record record;
        struct err why = {0};
        bool bad;
        int rc = next_record(file, arena, &record, &bad, &why, err);
        if (rc <= 0) return rc;
        if (bad || !str_eq(number_of(file, &record), number)) return 0;
        if (*count < ROWS_MOST)
            rows[*count] = (struct order_row){record.cells, record.count, (size_t)file->line + 1};
        (*count)++;
        pass(file, record.end, record.lines);
    }
}

static void put_seen(uint64_t *slots, size_t room, uint64_t hash)
{
    size_t at = (size_t)hash & (room - 1);
    while (slots[at]) at = (at + 1) & (room - 1);
    slots[at] = hash;
}

/* Whether the number stood in an earlier row that was not its neighbour; from now on it has. */
static bool was_seen(struct order_file *file, struct str number)
{
    uint64_t hash = hash_mix(hash_str(number)) | 1;
    if (file->seen_count * 2 >= file->seen_room) {
        size_t room = file->seen_room ? file->seen_room * 2 : SEEN_FIRST;
        uint64_t *slots = ARENA_ARRAY(file->home, room, uint64_t);
        for (size_t i = 0; i < file->seen_room; i++)
            if (file->seen[i]) put_seen(slots, room, file->seen[i]);
        file->seen = slots;
        file->seen_room = room;
    }
    for (size_t at = (size_t)hash & (file->seen_room - 1); file->seen[at];
         at = (at + 1) & (file->seen_room - 1))
        if (file->seen[at] == hash) return true;
    put_seen(file->seen, file->seen_room, hash);
    file->seen_count++;
    return false;
}

/* The order of the rows, or why there is none. */
static int read_rows(struct order_file *file, struct arena *arena, const struct order_row *rows, size_t count,
                     struct read_order *out)
{
    if (count > ROWS_MOST || was_seen(file, out->number)) {
        out->err.line = (int)rows[0].line;
        out->err.column = (int)file->columns.number + 1;
        if (count > ROWS_MOST)
            return err_set(&out->err, ERR_LIMIT, "the order has more than %d rows", ROWS_MOST);
        return err_set(&out->err, ERR_INPUT,
                       "the rows of this order do not stand together; sort the file by the order's number");
    }
    return order_of_rows(arena, &file->columns, rows, count, file->zone, &out->order, &out->err);
}

static int next_of_table(struct order_file *file, struct arena *arena, struct read_order *out,
                         struct err *err)
{
    struct csv_record record;
    struct err why = {0};
    bool bad;
    for (;;) {
        int rc = next_record(file, arena, &record, &bad, &why, err);
        if (rc <= 0) return rc;
        if (bad) return refuse_row(file, &record, &why, out);
        if (!is_blank(&record)) break;
        pass(file, record.end, record.lines);
    }
    struct str number = number_of(file, &record);
    if (!number.len) {
        why = (struct err){.category = ERR_INPUT, .line = 1, .column = (int)file->columns.number + 1};
        err_set(&why, ERR_INPUT, "the order's number is missing");
        return refuse_row(file, &record, &why, out);
    }
    struct order_row *rows = ARENA_ARRAY(arena, ROWS_MOST, struct order_row);
    size_t count = 1;
    rows[0] = (struct order_row){record.cells, record.count, (size_t)file->line + 1};
    pass(file, record.end, record.lines);
    if (gather(file, arena, number, rows, &count, err) < 0) return -1;
    *out = (struct read_order){.number = number};
    out->bad = read_rows(file, arena, rows, count, out) < 0;
    return 1;
}

/* ---- documents ---- */

static int read_document(struct arena *arena, struct str text, struct read_order *out)
{
    struct value value;
    *out = (struct read_order){0};
    if (json_parse(arena, text, &value, &out->err) < 0) return -1;
    const struct value *number = value_get(&value, STR("number"));
    if (number && number->kind == VALUE_STRING) out->number = number->string;
    if (order_from_value(arena, &value, "", &out->order, &out->err) < 0) return -1;
    return out->order.number.len ? 0
                                 : err_set(&out->err, ERR_INPUT, "/number: the order's number is missing");
}

/* The next line, without its end: 1, or 0 at the end. One that is too long gives its beginning. */
static int next_line(struct order_file *file, struct str *out, bool *out_long, struct err *err)
{
    size_t seen = 0, passed = 0;
    for (;;) {
        struct str rest = rest_of(file);
        size_t end = str_find_char(rest, '\n', seen);
        if (end == STR_NOT_FOUND && file->ended) end = rest.len;
        if (end == STR_NOT_FOUND && rest.len > DOCUMENT_MOST) { /* keep the memory small */
            pass(file, rest.len, 0);
            passed += rest.len;
            rest.len = 0;
        }
        if (end != STR_NOT_FOUND) {
            *out = str_slice(rest, 0, end);
            *out_long = passed || end > DOCUMENT_MOST;
            return rest.len || passed ? 1 : 0;
        }
        seen = rest.len;
        if (fill(file, err) < 0) return -1;
    }
}

static int next_of_lines(struct order_file *file, struct arena *arena, struct read_order *out,
                         struct err *err)
{
    struct str line;
    bool too_long;
    int rc;
    while ((rc = next_line(file, &line, &too_long, err)) > 0) {
        bool ends = line.ptr + line.len < file->bytes.ptr + file->bytes.len;
        int64_t number = file->line + 1;
        struct str text = file->line ? line : csv_skip_mark(line);
        bool blank = !too_long && !str_trim(text).len;
        if (too_long) {
            *out = (struct read_order){.bad = true};
            err_set(&out->err, ERR_LIMIT, "the document is too long; at most %d bytes are read",
                    DOCUMENT_MOST);
        } else if (!blank) {
            out->bad = read_document(arena, arena_str(arena, str_trim(text)), out) < 0;
        }
        pass(file, line.len + ends, ends);
        if (blank) continue;
        out->err.line = (int)number;
        return 1;
    }
    return rc;
}

/* ---- the file ---- */

int order_file_begin(struct order_file *file, int64_t position, int64_t line, struct err *err)
{
    file->home = arena_new();
    buf_init(&file->bytes, BYTES_MOST);
    file->start = 0;
    file->position = file->line = 0;
    file->ended = false;
    if (file->table && read_header(file, err) < 0) return -1;
    if (position <= file->position) return 0;
    if (lseek(file->input, (off_t)position, SEEK_SET) < 0)
        return err_set(err, ERR_SYSTEM, "cannot go on in the middle: %s", strerror(errno));
    buf_clear(&file->bytes);
    file->start = 0;
    file->ended = false;
    file->position = position;
    file->line = line;
    return 0;
}

void order_file_done(struct order_file *file)
{
    buf_done(&file->bytes);
    arena_free(file->home);
}

int order_file_next(struct order_file *file, struct arena *arena, struct read_order *out, struct err *err)
{
    return file->table ? next_of_table(file, arena, out, err) : next_of_lines(file, arena, out, err);
}
