/* Records of comma-separated values; see csv.h. */
#include "text/csv.h"

struct reading {
    struct str text;
    size_t at;
    size_t line; /* from 0, within the record */
    bool whole;
    struct arena *arena;
    struct csv_record *out;
    size_t cap;
};

enum cell_end { CELL_MORE, CELL_LAST, CELL_CUT, CELL_BAD };

static struct str *new_cell(struct reading *r)
{
    struct csv_record *out = r->out;
    struct str *cell = ARENA_PUSH(r->arena, out->cells, out->count, r->cap);
    return cell;
}

/* At what stands behind a cell: a comma, a line end, or the end of everything. */
static enum cell_end end_cell(struct reading *r)
{
    if (r->at == r->text.len) return r->whole ? CELL_LAST : CELL_CUT;
    char c = r->text.ptr[r->at];
    if (c == ',') {
        r->at++;
        return CELL_MORE;
    }
    if (c == '\r' && r->at + 1 == r->text.len && !r->whole) return CELL_CUT;
    r->at += c == '\r' && r->at + 1 < r->text.len && r->text.ptr[r->at + 1] == '\n' ? 2 : 1;
    r->line++;
    return CELL_LAST;
}

static enum cell_end read_plain(struct reading *r)
{
    size_t start = r->at;
    while (r->at < r->text.len && !strchr(",\r\n", r->text.ptr[r->at] ? r->text.ptr[r->at] : ' ')) r->at++;
    *new_cell(r) = str_slice(r->text, start, r->at);
    return end_cell(r);
}

/* The cell's text without its quotes; `doubled` says that some stand for one. */
static struct str unquoted(struct arena *arena, struct str inside, bool doubled)
{
    if (!doubled) return inside;
    char *text = arena_alloc_raw(arena, inside.len);
    size_t len = 0;
    for (size_t i = 0; i < inside.len; i++) {
        text[len++] = inside.ptr[i];
        if (inside.ptr[i] == '"') i++;
    }
    return str_of_len(text, len);
}

static enum cell_end read_quoted(struct reading *r, struct err *err)
{
    size_t start = ++r->at, opened = r->line;
    bool doubled = false;
    for (; r->at < r->text.len; r->at++) {
        char c = r->text.ptr[r->at];
        if (c == '\n') r->line++;
        if (c == '\r' && !(r->at + 1 < r->text.len && r->text.ptr[r->at + 1] == '\n')) r->line++;
        if (c != '"') continue;
        if (r->at + 1 == r->text.len && !r->whole) return CELL_CUT; /* is it doubled? */
        if (r->at + 1 == r->text.len || r->text.ptr[r->at + 1] != '"') break;
        doubled = true;
        r->at++;
    }
    if (r->at == r->text.len) {
        if (!r->whole) return CELL_CUT;
        r->line = opened;
        err_set(err, ERR_INPUT, "a quote is opened here and never closed");
        return CELL_BAD;
    }
    *new_cell(r) = unquoted(r->arena, str_slice(r->text, start, r->at), doubled);
    r->at++;
    if (r->at < r->text.len && !strchr(",\r\n", r->text.ptr[r->at] ? r->text.ptr[r->at] : ' ')) {
        err_set(err, ERR_INPUT, "a comma or the end of the line is expected behind a closing quote");
        return CELL_BAD;
    }
    return end_cell(r);
}

/* Behind the first line of the record, where it has ended. */
static void skip_line(struct reading *r)
{
    size_t end = str_find_char(r->text, '\n', 0);
    r->out->end = end == STR_NOT_FOUND ? r->text.len : end + 1;
    r->out->lines = end != STR_NOT_FOUND;
}

static int refuse(struct reading *r, struct err *err)
{
    if (err) err->line = (int)r->line + 1;
    skip_line(r);
    return -1;
}

int csv_read(struct arena *arena, struct str text, bool whole, struct csv_record *out, struct err *err)
{
    bool over = text.len > CSV_RECORD_MOST;
    struct reading r = {
        .text = str_slice(text, 0, CSV_RECORD_MOST), .whole = whole && !over, .arena = arena, .out = out};
    enum cell_end end = CELL_MORE;
    *out = (struct csv_record){0};
    if (!text.len) return 0;
    while (end == CELL_MORE) {
        if (out->count == CSV_CELLS_MOST) {
            err_set(err, ERR_LIMIT, "the row has more than %d cells", CSV_CELLS_MOST);
            return refuse(&r, err);
        }
        bool quoted = r.at < r.text.len && r.text.ptr[r.at] == '"';
        end = quoted ? read_quoted(&r, err) : read_plain(&r);
    }
    if (end == CELL_BAD) return refuse(&r, err);
    if (end == CELL_CUT && over) {
        r.text = text;
        err_set(err, ERR_LIMIT,
                "the row is longer than %d bytes; is a quote that is opened here never closed?",
                CSV_RECORD_MOST);
        r.line = 0;
        return refuse(&r, err);
    }
    if (end == CELL_CUT) return 0;
    out->end = r.at;
    out->lines = r.line;
    return 1;
}

struct str csv_skip_mark(struct str text)
{
    return str_starts(text, STR("\xEF\xBB\xBF")) ? str_slice(text, 3, text.len) : text;
}

void csv_put(struct buf *out, struct str cell, bool first)
{
    bool quoted = false;
    for (size_t i = 0; i < cell.len && !quoted; i++)
        quoted = cell.ptr[i] == '"' || cell.ptr[i] == ',' || cell.ptr[i] == '\n' || cell.ptr[i] == '\r';
    if (!first) buf_add_char(out, ',');
    if (!quoted) {
        buf_add(out, cell);
        return;
    }
    buf_add_char(out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"') buf_add_char(out, '"');
        buf_add_char(out, cell.ptr[i]);
    }
    buf_add_char(out, '"');
}

void csv_end(struct buf *out)
{
    buf_add_c(out, "\r\n");
}

/* Behind its apostrophes, does the cell begin as a formula would? */
static bool is_formula(struct str cell)
{
    static const struct str wide[] = {STR_INIT("＝"), STR_INIT("＋"), STR_INIT("－"), STR_INIT("＠")};
    while (cell.len && cell.ptr[0] == '\'') cell = str_slice(cell, 1, cell.len);
    if (!cell.len) return false;
    if (cell.ptr[0] && strchr("=+-@\t\r", cell.ptr[0])) return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (str_starts(cell, wide[i])) return true;
    return false;
}

struct str csv_guard(struct arena *arena, struct str cell)
{
    return is_formula(cell) ? arena_printf(arena, "'%.*s", STR_ARG(cell)) : cell;
}

struct str csv_unguard(struct str cell)
{
    return cell.len && cell.ptr[0] == '\'' && is_formula(cell) ? str_slice(cell, 1, cell.len) : cell;
}
