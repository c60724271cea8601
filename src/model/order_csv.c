/* Columns of a table and the members of an order document they stand for; see order_csv.h. */
#include "model/order_csv.h"

#include "model/inquiry.h"
#include "text/csv.h"
#include "text/json.h"

enum { DOCUMENT_MOST = 16 * 1024 * 1024 };

enum form { FORM_TEXT, FORM_BOOL, FORM_NUMBER, FORM_DAYS, FORM_TIME, FORM_WORDS, FORM_JSON };

static const struct column {
    const char *field;
    enum form form;
    bool item; /* of the item, else of the order */
} columns_known[] = {
    {"number", FORM_TEXT, false},
    {"placed_at", FORM_TIME, false},
    {"currency", FORM_TEXT, false},
    {"total", FORM_TEXT, false},
    {"remake_of", FORM_TEXT, false},
    {"rush_available", FORM_BOOL, false},
    {"customer.name", FORM_TEXT, false},
    {"customer.email", FORM_TEXT, false},
    {"customer.phone", FORM_TEXT, false},
    {"customer.locale", FORM_TEXT, false},
    {"customer.emails", FORM_WORDS, false},
    {"customer.consents", FORM_WORDS, false},
    {"recipient.name", FORM_TEXT, false},
    {"recipient.email", FORM_TEXT, false},
    {"production.days", FORM_DAYS, false},
    {"production.rush", FORM_BOOL, false},
    {"production.window_waived", FORM_BOOL, false},
    {"shipping.days", FORM_DAYS, false},
    {"shipping.carrier", FORM_TEXT, false},
    {"shipping.country", FORM_TEXT, false},
    {"shipping.tracking", FORM_TEXT, false},
    {"sku", FORM_TEXT, true},
    {"title", FORM_TEXT, true},
    {"kind", FORM_TEXT, true},
    {"quantity", FORM_NUMBER, true},
    {"pieces", FORM_JSON, true},
};
enum { KNOWN_COUNT = sizeof columns_known / sizeof *columns_known };

#define PERSONALIZATION "personalization."

static const struct column *find_column(struct str field)
{
    for (size_t i = 0; i < KNOWN_COUNT; i++)
        if (str_is(field, columns_known[i].field)) return &columns_known[i];
    return NULL;
}

/* "production_at" → the stage. */
static bool is_stage(struct str field, enum stage *out)
{
    return str_ends(field, STR("_at")) && stage_from_name(str_slice(field, 0, field.len - 3), out) == 0;
}

static bool is_personal(struct str field)
{
    return field.len > strlen(PERSONALIZATION) && str_starts(field, STR(PERSONALIZATION));
}

static bool is_field(struct str field)
{
    enum stage stage;
    return find_column(field) || is_personal(field) || is_stage(field, &stage);
}

/* ---- the first row ---- */

static int column_error(struct err *err, size_t column, const char *what, struct str name)
{
    if (err) err->column = (int)column + 1;
    return err_set(err, ERR_INPUT, "“%.*s”: %s", STR_ARG(str_slice(name, 0, 80)), what);
}

static int map_column(const struct column_map *maps, size_t map_count, bool *used, struct str name,
                      struct str *out)
{
    for (size_t m = 0; m < map_count; m++) {
        if (!str_eq_nocase(maps[m].column, name)) continue;
        used[m] = true;
        *out = str_is(maps[m].field, "-") ? (struct str){0} : maps[m].field;
        return 1;
    }
    return 0;
}

static struct str known_field(struct str name)
{
    enum stage stage;
    for (size_t i = 0; i < KNOWN_COUNT; i++)
        if (str_eq_nocase(name, str_of(columns_known[i].field))) return str_of(columns_known[i].field);
    return is_personal(name) || is_stage(name, &stage) ? name : (struct str){0};
}

static int check_maps(const struct column_map *maps, size_t count, const bool *used, struct err *err)
{
    for (size_t m = 0; m < count; m++) {
        if (!str_is(maps[m].field, "-") && !is_field(maps[m].field))
            return err_set(err, ERR_INPUT, "“%.*s” is no field of an order; see docs/IMPORT.md",
                           STR_ARG(str_slice(maps[m].field, 0, 80)));
        if (!used[m])
            return err_set(err, ERR_INPUT, "there is no column “%.*s” in the first row",
                           STR_ARG(str_slice(maps[m].column, 0, 80)));
    }
    return 0;
}

int order_columns_read(struct arena *arena, const struct str *names, size_t count,
                       const struct column_map *maps, size_t map_count, struct order_columns *out,
                       struct err *err)
{
    struct order_columns columns = {.names = ARENA_ARRAY(arena, count, struct str),
                                    .fields = ARENA_ARRAY(arena, count, struct str),
                                    .count = count,
                                    .number = count};
    bool *used = ARENA_ARRAY(arena, map_count, bool);
    for (size_t i = 0; i < count; i++) {
        struct str name = arena_str(arena, str_trim(csv_unguard(names[i])));
        columns.names[i] = name;
        if (!map_column(maps, map_count, used, name, &columns.fields[i]))
            columns.fields[i] = known_field(name);
        for (size_t before = 0; before < i && columns.fields[i].len; before++)
            if (str_eq(columns.fields[before], columns.fields[i]))
                return column_error(err, i, "another column is the same field; leave one out with --map",
                                    name);
        if (str_is(columns.fields[i], "number")) columns.number = i;
    }
    if (check_maps(maps, map_count, used, err) < 0) return -1;
    if (columns.number == count)
        return err_set(err, ERR_INPUT, "no column is the order's number; name one with --map COLUMN=number");
    *out = columns;
    return 0;
}

/* ---- cells → values ---- */

struct reading {
    struct arena *arena;
    const struct order_columns *columns;
    const struct order_row *rows;
    size_t count;
    const struct zone *zone;
    struct err *err;
};

static int refuse(const struct reading *r, size_t row, size_t column, const char *what)
{
    struct str name = r->columns->names[column];
    if (r->err) {
        r->err->line = (int)r->rows[row].line;
        r->err->column = (int)column + 1;
    }
    return err_set(r->err, ERR_INPUT, "%.*s: %s", STR_ARG(str_slice(name, 0, 80)), what);
}

static struct str cell_of(const struct order_row *row, size_t column)
{
    return column < row->count ? str_trim(csv_unguard(row->cells[column])) : (struct str){0};
}

/* Two digits at `at`, or -1. */
static int two_digits(struct str text, size_t at)
{
    uint64_t number;
    return at + 2 <= text.len && str_to_uint(str_slice(text, at, at + 2), 99, &number) == 0 ? (int)number
                                                                                            : -1;
}

/* RFC 3339; or "2026-03-02", "2026-03-02 10:12[:00]", "2026-03-02 10:12:00 -0500". */
static int parse_time(struct str text, const struct zone *zone, instant_t *out)
{
    day_t day;
    if (instant_parse(text, out, NULL) == 0) return 0;
    if (day_parse(str_slice(text, 0, 10), &day) < 0) return -1;
    int hour = 0, minute = 0, second = 0;
    struct str rest = str_slice(text, 10, text.len);
    if (rest.len) {
        hour = two_digits(rest, 1);
        minute = two_digits(rest, 4);
        bool seconds = rest.len > 6 && rest.ptr[6] == ':';
        if (seconds) second = two_digits(rest, 7);
        if ((rest.ptr[0] != ' ' && rest.ptr[0] != 'T') || rest.len < 6 || rest.ptr[3] != ':' || hour < 0 ||
            minute < 0 || second < 0 || hour > 23 || minute > 59 || second > 59)
            return -1;
        rest = str_trim(str_slice(rest, seconds ? 9 : 6, rest.len));
    }
    int clock = hour * 3600 + minute * 60 + second;
    if (!rest.len) {
        *out = zone_instant(zone, day, clock);
        return 0;
    }
    int hours = two_digits(rest, 1), minutes = two_digits(rest, rest.len == 6 ? 4 : 3);
    if ((rest.ptr[0] != '+' && rest.ptr[0] != '-') || (rest.len != 5 && rest.len != 6) || hours < 0 ||
        minutes < 0 || hours > 23 || minutes > 59)
        return -1;
    int offset = (hours * 60 + minutes) * 60;
    *out = ((int64_t)day * 86400 + clock - (rest.ptr[0] == '-' ? -offset : offset)) * MICROS_PER_SECOND;
    return 0;
}

static int time_value(const struct reading *r, struct str cell, struct value *out)
{
    instant_t at;
    char text[40];
    if (parse_time(cell, r->zone, &at) < 0) return -1;
    instant_format(at, 0, text);
    *out = value_str(arena_str(r->arena, str_of(text)));
    return 0;
}

static struct value words_value(struct arena *arena, struct str cell)
{
    struct value list = value_array();
    struct str word;
    while (str_next_part(&cell, ' ', &word))
        if (word.len) value_push(arena, &list, value_str(word));
    return list;
}

static struct value number_value(struct str cell)
{
    uint64_t number;
    return str_to_uint(cell, INT32_MAX, &number) == 0 ? value_int((int64_t)number) : value_str(cell);
}

/* "5-7", "5–7", "5". */
static struct value days_value(struct arena *arena, struct str cell)
{
    struct str dashes[] = {STR("-"), STR("–")};
    for (size_t i = 0; i < 2; i++) {
        size_t at = str_find(cell, dashes[i], 0);
        if (at == STR_NOT_FOUND) continue;
        struct value pair = value_array();
        value_push(arena, &pair, number_value(str_trim(str_slice(cell, 0, at))));
        value_push(arena, &pair, number_value(str_trim(str_slice(cell, at + dashes[i].len, cell.len))));
        return pair;
    }
    return number_value(cell);
}

static struct value bool_value(struct str cell)
{
    static const char *const yes[] = {"true", "yes", "1"}, *const no[] = {"false", "no", "0"};
    for (size_t i = 0; i < 3; i++) {
        if (str_eq_nocase(cell, str_of(yes[i]))) return value_bool(true);
        if (str_eq_nocase(cell, str_of(no[i]))) return value_bool(false);
    }
    return value_str(cell);
}

static int cell_value(const struct reading *r, size_t row, size_t column, enum form form, struct value *out)
{
    struct str cell = cell_of(&r->rows[row], column);
    *out = value_str(cell);
    if (form == FORM_BOOL) *out = bool_value(cell);
    if (form == FORM_NUMBER) *out = number_value(cell);
    if (form == FORM_DAYS) *out = days_value(r->arena, cell);
    if (form == FORM_WORDS) *out = words_value(r->arena, cell);
    if (form == FORM_TIME && time_value(r, cell, out) < 0)
        return refuse(r, row, column,
                      "a time as in 2026-03-02T10:12:00-05:00 or 2026-03-02 10:12 is expected");
    if (form == FORM_JSON && json_parse(r->arena, cell, out, NULL) < 0)
        return refuse(r, row, column, "JSON is expected");
    return 0;
}

/* ---- values → the document ---- */

static struct value *member_of(struct value *object, struct str name)
{
    for (size_t i = 0; i < object->object.count; i++)
        if (str_eq(object->object.members[i].name, name)) return &object->object.members[i].value;
    return NULL;
}

/* Puts it at "a" or "a.b"; what is behind the first dot is one name. */
static void put_path(struct arena *arena, struct value *object, struct str path, struct value value)
{
    size_t dot = str_find_char(path, '.', 0);
    if (dot == STR_NOT_FOUND) {
        value_put(arena, object, path, value);
        return;
    }
    struct str outer = str_slice(path, 0, dot);
    if (!member_of(object, outer)) value_put(arena, object, outer, value_object());
    value_put(arena, member_of(object, outer), str_slice(path, dot + 1, path.len), value);
}

static int put_order_cell(const struct reading *r, size_t column, const struct column *known,
                          struct value *document)
{
    size_t found = r->count;
    for (size_t row = 0; row < r->count; row++) {
        struct str cell = cell_of(&r->rows[row], column);
        if (!cell.len) continue;
        if (found == r->count) found = row;
        if (!str_eq(cell, cell_of(&r->rows[found], column)))
            return refuse(r, row, column, "differs from an earlier row of the same order");
    }
    struct value value;
    if (found == r->count) return 0;
    if (cell_value(r, found, column, known->form, &value) < 0) return -1;
    put_path(r->arena, document, r->columns->fields[column], value);
    return 0;
}

static bool is_same_in_all(const struct reading *r, size_t column)
{
    for (size_t row = 1; row < r->count; row++)
        if (!str_eq(cell_of(&r->rows[row], column), cell_of(&r->rows[0], column))) return false;
    return true;
}

static int put_stage(const struct reading *r, size_t column, enum stage stage, struct value *events)
{
    bool all = is_same_in_all(r, column);
    for (size_t row = 0; row < (all ? 1 : r->count); row++) {
        struct value event = value_object(), at;
        if (!cell_of(&r->rows[row], column).len) continue;
        if (cell_value(r, row, column, FORM_TIME, &at) < 0) return -1;
        value_put(r->arena, &event, STR("stage"), value_str(stage_name(stage)));
        value_put(r->arena, &event, STR("at"), at);
        if (!all) value_put(r->arena, &event, STR("item"), value_int((int64_t)row));
        value_push(r->arena, events, event);
    }
    return 0;
}

static int put_item_cells(const struct reading *r, size_t row, struct value *items)
{
    struct value item = value_object();
    for (size_t c = 0; c < r->columns->count; c++) {
        struct str field = r->columns->fields[c];
        const struct column *known = find_column(field);
        struct value value;
        if (!field.len || !cell_of(&r->rows[row], c).len || (known ? !known->item : !is_personal(field)))
            continue;
        if (cell_value(r, row, c, known ? known->form : FORM_TEXT, &value) < 0) return -1;
        put_path(r->arena, &item, field, value);
    }
    if (item.object.count || r->count > 1) value_push(r->arena, items, item);
    return 0;
}

static int build(const struct reading *r, struct value *out)
{
    struct value document = value_object(), items = value_array(), events = value_array();
    for (size_t c = 0; c < r->columns->count; c++) {
        struct str field = r->columns->fields[c];
        const struct column *known = find_column(field);
        enum stage stage;
        if (known && !known->item && put_order_cell(r, c, known, &document) < 0) return -1;
        if (!known && is_stage(field, &stage) && put_stage(r, c, stage, &events) < 0) return -1;
    }
    for (size_t row = 0; row < r->count; row++)
        if (put_item_cells(r, row, &items) < 0) return -1;
    if (items.array.count) value_put(r->arena, &document, STR("items"), items);
    value_put(r->arena, &document, STR("events"), events);
    *out = document;
    return 0;
}

/* "/items/2/personalization/engraving: …" is told of the row and column it came from. */
static int place_error(const struct reading *r, struct err *failure)
{
    struct str message = str_of(failure->message), pointer, part;
    size_t colon = str_find(message, STR(": "), 0), row = 0;
    pointer = str_slice(message, 0, colon);
    if (str_starts(pointer, STR("/items/"))) {
        struct str rest = str_slice(pointer, 7, pointer.len);
        uint64_t index = 0;
        str_next_part(&rest, '/', &part);
        if (str_to_uint(part, r->count - 1, &index) == 0) row = (size_t)index;
        pointer = rest;
    } else {
        pointer = str_slice(pointer, 1, pointer.len);
    }
    char *path = arena_alloc(r->arena, pointer.len + 1);
    for (size_t i = 0; i < pointer.len; i++) path[i] = pointer.ptr[i] == '/' ? '.' : pointer.ptr[i];
    struct str found = str_of_len(path, pointer.len);
    for (size_t c = 0; c < r->columns->count && colon != STR_NOT_FOUND; c++)
        if (r->columns->fields[c].len && str_starts(found, r->columns->fields[c]))
            return refuse(r, row, c, arena_cstr(r->arena, str_slice(message, colon + 2, message.len)));
    if (r->err) r->err->line = (int)r->rows[0].line;
    return err_set(r->err, failure->category, "%s", failure->message);
}

int order_of_rows(struct arena *arena, const struct order_columns *columns, const struct order_row *rows,
                  size_t count, const struct zone *zone, struct order *out, struct err *err)
{
    struct reading reading = {arena, columns, rows, count, zone, err};
    struct value document;
    struct err failure = {0};
    if (build(&reading, &document) < 0) return -1;
    if (order_from_value(arena, &document, "", out, &failure) < 0) return place_error(&reading, &failure);
    return 0;
}

/* ---- orders → cells ---- */

size_t order_csv_columns(struct arena *arena, const struct str *fields, size_t count, struct str **out)
{
    struct str *names = ARENA_ARRAY(arena, KNOWN_COUNT + STAGE_COUNT + count, struct str);
    size_t used = 0;
    for (size_t i = 0; i < KNOWN_COUNT; i++) names[used++] = str_of(columns_known[i].field);
    for (int stage = 0; stage < STAGE_COUNT; stage++)
        names[used++] = arena_printf(arena, "%.*s_at", STR_ARG(stage_name((enum stage)stage)));
    for (size_t i = 0; i < count; i++)
        names[used++] = arena_printf(arena, PERSONALIZATION "%.*s", STR_ARG(fields[i]));
    *out = names;
    return used;
}

int order_to_value(struct arena *arena, const struct order *order, struct value *out, struct err *err)
{
    struct buf text;
    buf_init(&text, DOCUMENT_MOST);
    struct json_writer writer = {.buf = &text};
    json_begin_object(&writer);
    order_members_to_json(order, &writer);
    json_end_object(&writer);
    int rc = text.overflow ? err_set(err, ERR_LIMIT, "order %.*s is over %d bytes", STR_ARG(order->number),
                                     DOCUMENT_MOST)
                           : json_parse(arena, buf_copy(&text, arena), out, err);
    buf_done(&text);
    return rc;
}

static const struct value *path_value(const struct value *object, struct str path)
{
    size_t dot = str_find_char(path, '.', 0);
    if (!object || dot == STR_NOT_FOUND) return object ? value_get(object, path) : NULL;
    const struct value *inner = value_get(object, str_slice(path, 0, dot));
    return inner ? value_get(inner, str_slice(path, dot + 1, path.len)) : NULL;
}

static struct str json_text(struct arena *arena, const struct value *value)
{
    struct buf text;
    buf_init(&text, DOCUMENT_MOST);
    struct json_writer writer = {.buf = &text};
    json_write_value(&writer, value);
    struct str copy = buf_copy(&text, arena);
    buf_done(&text);
    return copy;
}

static struct str value_cell(struct arena *arena, const struct value *value, enum form form)
{
    struct buf text;
    if (!value || value->kind == VALUE_NIL) return (struct str){0};
    if (value->kind == VALUE_STRING) return value->string;
    if (value->kind == VALUE_BOOL) return value->boolean ? STR("true") : STR("false");
    if (value->kind != VALUE_ARRAY || form == FORM_JSON) return json_text(arena, value);
    buf_init(&text, DOCUMENT_MOST);
    for (size_t i = 0; i < value->array.count; i++) {
        if (i) buf_add_char(&text, form == FORM_DAYS ? '-' : ' ');
        buf_add(&text, value_cell(arena, &value->array.items[i], FORM_TEXT));
    }
    struct str copy = buf_copy(&text, arena);
    buf_done(&text);
    return copy;
}

/* When the stage began for the item, the first time. */
static struct str stage_cell(const struct value *document, enum stage stage, size_t item)
{
    const struct value *events = value_get(document, STR("events"));
    for (size_t i = 0; events && i < events->array.count; i++) {
        const struct value *event = &events->array.items[i];
        const struct value *whose = value_get(event, STR("item"));
        if (str_eq(value_get(event, STR("stage"))->string, stage_name(stage)) &&
            (!whose || whose->integer == (int64_t)item))
            return value_get(event, STR("at"))->string;
    }
    return (struct str){0};
}

static struct str cell_text(struct arena *arena, const struct value *document, struct str column,
                            size_t index)
{
    const struct value *items = value_get(document, STR("items"));
    const struct value *item = items && index < items->array.count ? &items->array.items[index] : NULL;
    const struct column *known = find_column(column);
    enum stage stage;
    if (known) return value_cell(arena, path_value(known->item ? item : document, column), known->form);
    if (is_stage(column, &stage)) return stage_cell(document, stage, index);
    return value_cell(arena, path_value(item, column), FORM_TEXT);
}

int order_to_rows(struct arena *arena, const struct str *columns, size_t count, const struct order *order,
                  struct buf *out, struct err *err)
{
    struct value document;
    size_t rows = order->unlisted || !order->item_count ? 1 : order->item_count;
    if (order_to_value(arena, order, &document, err) < 0) return -1;
    for (size_t row = 0; row < rows; row++) {
        for (size_t c = 0; c < count; c++)
            csv_put(out, csv_guard(arena, cell_text(arena, &document, columns[c], row)), c == 0);
        csv_end(out);
    }
    return 0;
}
