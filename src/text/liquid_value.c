/* Values as templates see them; see liquid_value.h. Recursion into data stops at a depth no honest data has. */
#include "text/liquid_value.h"

#include "text/json.h"
#include "text/liquid_parse.h"

enum { DEEPEST = 200 };

struct value value_special(enum liquid_kind kind)
{
    return (struct value){.kind = (enum value_kind)kind};
}

struct value value_range(struct arena *arena, struct liquid_range range)
{
    struct liquid_range *kept = ARENA_NEW(arena, struct liquid_range);
    *kept = range;
    return (struct value){.kind = (enum value_kind)LIQUID_RANGE, .string = {(const void *)kept, 0}};
}

struct value value_loop(const struct liquid_loop *loop)
{
    return (struct value){.kind = (enum value_kind)LIQUID_LOOP, .string = {(const void *)loop, 0}};
}

int64_t range_length(const struct liquid_range *range)
{
    int64_t length;
    if (range->to < range->from) return 0;
    if (__builtin_sub_overflow(range->to, range->from, &length) || length == INT64_MAX) return INT64_MAX;
    return length + 1;
}

bool value_is_empty(const struct value *value)
{
    switch (value_kind(value)) {
    case VALUE_STRING:
        return value->string.len == 0;
    case VALUE_ARRAY:
        return value->array.count == 0;
    case VALUE_OBJECT:
        return value->object.count == 0;
    default:
        return false;
    }
}

bool value_is_blank(const struct value *value)
{
    switch (value_kind(value)) {
    case VALUE_NIL:
        return true;
    case VALUE_BOOL:
        return !value->boolean;
    case VALUE_STRING:
        return liquid_is_blank(value->string);
    default:
        return value_is_empty(value);
    }
}

/* ---- equality and order ---- */

static bool is_number(const struct value *value)
{
    return value->kind == VALUE_INT || value->kind == VALUE_REAL;
}

static double as_real(const struct value *value)
{
    return value->kind == VALUE_INT ? (double)value->integer : value->real;
}

static bool equal(const struct value *left, const struct value *right, bool exact, int depth, size_t *cost);

static bool equal_arrays(const struct value *left, const struct value *right, bool exact, int depth,
                         size_t *cost)
{
    if (left->array.count != right->array.count) return false;
    for (size_t i = 0; i < left->array.count; i++)
        if (!equal(&left->array.items[i], &right->array.items[i], exact, depth + 1, cost)) return false;
    return true;
}

static bool equal_objects(const struct value *left, const struct value *right, bool exact, int depth,
                          size_t *cost)
{
    if (left->object.count != right->object.count) return false;
    for (size_t i = 0; i < left->object.count; i++) {
        const struct member *member = &left->object.members[i];
        const struct value *other = value_get(right, member->name);
        *cost += i;
        if (!other || !equal(&member->value, other, exact, depth + 1, cost)) return false;
    }
    return true;
}

static bool equal(const struct value *left, const struct value *right, bool exact, int depth, size_t *cost)
{
    (*cost)++;
    if (left->kind != right->kind)
        return !exact && is_number(left) && is_number(right) && as_real(left) == as_real(right);
    switch (value_kind(left)) {
    case VALUE_NIL:
        return true;
    case VALUE_BOOL:
        return left->boolean == right->boolean;
    case VALUE_INT:
        return left->integer == right->integer;
    case VALUE_REAL:
        return left->real == right->real;
    case VALUE_STRING:
        *cost += left->string.len / 64;
        return str_eq(left->string, right->string);
    case VALUE_ARRAY:
        return depth < DEEPEST && equal_arrays(left, right, exact, depth, cost);
    case VALUE_OBJECT:
        return depth < DEEPEST && equal_objects(left, right, exact, depth, cost);
    case LIQUID_RANGE: {
        const struct liquid_range *a = value_as_range(left), *b = value_as_range(right);
        return a->from == b->from && a->to == b->to;
    }
    case LIQUID_LOOP:
        return value_as_loop(left) == value_as_loop(right);
    default:
        return false;
    }
}

bool value_equal(const struct value *left, const struct value *right, size_t *cost)
{
    return equal(left, right, false, 0, cost);
}

bool value_same(const struct value *left, const struct value *right, size_t *cost)
{
    return equal(left, right, true, 0, cost);
}

static bool order(const struct value *left, const struct value *right, int depth, size_t *cost, int *out)
{
    (*cost)++;
    if (is_number(left) && is_number(right)) {
        double a = as_real(left), b = as_real(right);
        if (left->kind == VALUE_INT && right->kind == VALUE_INT)
            *out = (left->integer > right->integer) - (left->integer < right->integer);
        else
            *out = (a > b) - (a < b);
        return true;
    }
    if (left->kind != right->kind || depth > DEEPEST) return false;
    if (left->kind == VALUE_STRING) {
        *cost += left->string.len / 64;
        int sign = str_cmp(left->string, right->string);
        *out = (sign > 0) - (sign < 0);
        return true;
    }
    if (left->kind == VALUE_ARRAY) {
        size_t a = left->array.count, b = right->array.count;
        for (size_t i = 0; i < a && i < b; i++) {
            int sign;
            if (!order(&left->array.items[i], &right->array.items[i], depth + 1, cost, &sign)) return false;
            if (sign == 0) continue;
            *out = sign;
            return true;
        }
        *out = (a > b) - (a < b);
        return true;
    }
    *out = 0;
    return value_equal(left, right, cost);
}

bool value_order(const struct value *left, const struct value *right, size_t *cost, int *out)
{
    return order(left, right, 0, cost, out);
}

/* ---- text ---- */

static const char *escape_of(unsigned char c)
{
    static const struct {
        unsigned char c;
        const char *text;
    } escapes[] = {{'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\t', "\\t"}, {'\r', "\\r"},
                   {27, "\\e"},   {7, "\\a"},     {8, "\\b"},    {'\v', "\\v"}, {'\f', "\\f"}};
    for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
        if (escapes[i].c == c) return escapes[i].text;
    return NULL;
}

/* A text in quotes, as the reference shows one within an object or array. */
static void inspect_text(struct buf *buf, struct str text)
{
    buf_add_char(buf, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        const char *escape = escape_of(c);
        char next = i + 1 < text.len ? text.ptr[i + 1] : '\0';
        if (escape)
            buf_add_c(buf, escape);
        else if (c == '#' && (next == '{' || next == '$' || next == '@'))
            buf_add_c(buf, "\\#");
        else if (c < 0x20 || c == 0x7f)
            buf_printf(buf, "\\x%02X", c);
        else
            buf_add_char(buf, (char)c);
    }
    buf_add_char(buf, '"');
}

static void inspect(struct buf *buf, const struct value *value, int depth);

static void inspect_object(struct buf *buf, const struct value *value, int depth)
{
    buf_add_char(buf, '{');
    for (size_t i = 0; i < value->object.count; i++) {
        if (i) buf_add_c(buf, ", ");
        inspect_text(buf, value->object.members[i].name);
        buf_add_c(buf, "=>");
        inspect(buf, &value->object.members[i].value, depth + 1);
    }
    buf_add_char(buf, '}');
}

static void inspect_array(struct buf *buf, const struct value *value, int depth)
{
    buf_add_char(buf, '[');
    for (size_t i = 0; i < value->array.count; i++) {
        if (i) buf_add_c(buf, ", ");
        inspect(buf, &value->array.items[i], depth + 1);
    }
    buf_add_char(buf, ']');
}

static void inspect(struct buf *buf, const struct value *value, int depth)
{
    if (depth > DEEPEST) return;
    switch (value_kind(value)) {
    case VALUE_NIL:
        buf_add_c(buf, "nil");
        break;
    case VALUE_STRING:
        inspect_text(buf, value->string);
        break;
    case VALUE_ARRAY:
        inspect_array(buf, value, depth);
        break;
    case VALUE_OBJECT:
        inspect_object(buf, value, depth);
        break;
    default:
        value_write(buf, value);
    }
}

void value_write(struct buf *buf, const struct value *value)
{
    switch (value_kind(value)) {
    case VALUE_BOOL:
        buf_add_c(buf, value->boolean ? "true" : "false");
        break;
    case VALUE_INT:
        buf_add_int(buf, value->integer);
        break;
    case VALUE_REAL:
        real_write(buf, value->real);
        break;
    case VALUE_STRING:
        buf_add(buf, value->string);
        break;
    case VALUE_ARRAY:
        inspect_array(buf, value, 0);
        break;
    case VALUE_OBJECT:
        inspect_object(buf, value, 0);
        break;
    case LIQUID_RANGE:
        buf_add_int(buf, value_as_range(value)->from);
        buf_add_c(buf, "..");
        buf_add_int(buf, value_as_range(value)->to);
        break;
    case LIQUID_LOOP:
        buf_add_c(buf, value_as_loop(value)->table ? "Liquid::TablerowloopDrop" : "Liquid::ForloopDrop");
        break;
    default:
        break;
    }
}

static void write_items(struct buf *buf, const struct value *value, int depth)
{
    if (value->kind != VALUE_ARRAY) {
        value_write(buf, value);
        return;
    }
    for (size_t i = 0; depth < DEEPEST && i < value->array.count; i++)
        write_items(buf, &value->array.items[i], depth + 1);
}

void value_write_output(struct buf *buf, const struct value *value)
{
    write_items(buf, value, 0);
}

/* ---- JSON ---- */

static void write_json(struct json_writer *writer, const struct value *value, int depth)
{
    if (depth > DEEPEST) {
        json_write_null(writer);
        return;
    }
    switch (value_kind(value)) {
    case VALUE_ARRAY:
        json_begin_array(writer);
        for (size_t i = 0; i < value->array.count; i++) write_json(writer, &value->array.items[i], depth + 1);
        json_end_array(writer);
        break;
    case VALUE_OBJECT: {
        json_begin_object(writer);
        for (size_t i = 0; i < value->object.count; i++) {
            json_write_string(writer, value->object.members[i].name);
            buf_add_char(writer->buf, ':');
            writer->comma = false;
            write_json(writer, &value->object.members[i].value, depth + 1);
        }
        json_end_object(writer);
        break;
    }
    case VALUE_BOOL:
        json_write_bool(writer, value->boolean);
        break;
    case VALUE_INT:
        json_write_int(writer, value->integer);
        break;
    case VALUE_REAL:
        if (writer->comma) buf_add_char(writer->buf, ',');
        writer->comma = true;
        if (value->real - value->real == 0)
            real_write(writer->buf, value->real);
        else
            buf_add_c(writer->buf, "null");
        break;
    case VALUE_STRING:
        json_write_string(writer, value->string);
        break;
    case VALUE_NIL:
        json_write_null(writer);
        break;
    default: { /* a range or a loop: its text */
        struct buf text;
        buf_init(&text, 256);
        value_write(&text, value);
        json_write_string(writer, buf_str(&text));
        buf_done(&text);
    }
    }
}

void value_write_json(struct buf *buf, const struct value *value)
{
    struct json_writer writer = {.buf = buf};
    write_json(&writer, value, 0);
}
