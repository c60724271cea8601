/* Typed reading of documents; see document.h. Knows kinds and limits, not what any document is about. */
#include "text/document.h"

#include <math.h>
#include <stdio.h>

#include "text/json.h"
#include "text/utf8.h"

enum { POINTER_MOST = 200, NAME_SHOWN = 40, FOUND_SHOWN = 48, WORDS_MOST = 240 };

struct node node_root(const struct document *document, const struct value *value)
{
    return (struct node){.document = document, .value = value};
}

struct node node_member(const struct node *object, struct str name)
{
    return (struct node){object->document, object, name, 0, value_get(object->value, name)};
}

struct node node_element(const struct node *array, size_t index)
{
    const struct value *value = &array->value->array.items[index];
    return (struct node){array->document, array, (struct str){0}, index, value};
}

bool node_is(const struct node *node, enum value_kind kind)
{
    return node->value && node->value->kind == kind;
}

/* At most `most` bytes of a text, cut between characters. */
static struct str shortened(struct str text, size_t most)
{
    if (text.len <= most) return text;
    size_t end = most;
    while (end > 0 && ((unsigned char)text.ptr[end] & 0xC0) == 0x80) end--;
    return str_slice(text, 0, end);
}

/* A member's name as a part of a pointer: "~" and "/" escaped, control characters left away. */
static void add_name(struct buf *out, struct str name)
{
    struct str shown = shortened(name, NAME_SHOWN);
    for (size_t i = 0; i < shown.len; i++) {
        char c = shown.ptr[i];
        if (c == '~')
            buf_add_c(out, "~0");
        else if (c == '/')
            buf_add_c(out, "~1");
        else if ((unsigned char)c >= 0x20 && c != 0x7f)
            buf_add_char(out, c);
    }
    if (shown.len < name.len) buf_add_c(out, "…");
}

/* Documents are read to a fixed depth, so this is bounded. */
static void add_pointer(struct buf *out, const struct node *node)
{
    if (!node->up) {
        buf_add_c(out, node->document->pointer ? node->document->pointer : "");
        return;
    }
    add_pointer(out, node->up);
    buf_add_char(out, '/');
    if (node->name.ptr)
        add_name(out, node->name);
    else
        buf_add_int(out, (int64_t)node->index);
}

static void add_quoted(struct buf *out, struct str text)
{
    struct str shown = shortened(text, FOUND_SHOWN);
    struct json_writer writer = {out, false};
    json_write_string(&writer, shown);
    if (shown.len < text.len) buf_add_c(out, "…");
}

static void add_found(struct buf *out, const struct value *value)
{
    if (!value) {
        buf_add_c(out, "nothing");
        return;
    }
    switch (value->kind) {
    case VALUE_NIL:
        buf_add_c(out, "null");
        break;
    case VALUE_BOOL:
        buf_add_c(out, value->boolean ? "true" : "false");
        break;
    case VALUE_INT:
        buf_add_int(out, value->integer);
        break;
    case VALUE_REAL:
        buf_printf(out, "%.15g", value->real);
        break;
    case VALUE_STRING:
        add_quoted(out, value->string);
        break;
    case VALUE_ARRAY:
        buf_add_c(out, "an array");
        break;
    case VALUE_OBJECT:
        buf_add_c(out, "an object");
        break;
    }
}

static int fail(const struct node *node, enum err_category category, const char *expected, const char *found)
{
    struct buf pointer;
    buf_init(&pointer, POINTER_MOST);
    add_pointer(&pointer, node);
    if (pointer.len == 0) buf_add_c(&pointer, "document");
    err_set(node->document->err, category, "%.*s: expected %s, found %s", STR_ARG(buf_str(&pointer)),
            expected, found);
    buf_done(&pointer);
    return -1;
}

int node_expected(const struct node *node, const char *what)
{
    struct buf found;
    buf_init(&found, 6 * FOUND_SHOWN + 16); /* every byte may need an escape */
    add_found(&found, node->value);
    fail(node, ERR_INPUT, what, found.ptr ? found.ptr : "nothing");
    buf_done(&found);
    return -1;
}

int node_expected_word(const struct node *node, const struct str *names, size_t count)
{
    struct buf list;
    buf_init(&list, WORDS_MOST);
    const char *before = "one of ";
    for (size_t i = 0; i < count; i++) {
        if (names[i].len == 0) continue;
        buf_add_c(&list, before);
        buf_add(&list, names[i]);
        before = ", ";
    }
    node_expected(node, list.ptr ? list.ptr : "a word");
    buf_done(&list);
    return -1;
}

/* Too much of something: "at most 500 elements". */
static int fail_limit(const struct node *node, int64_t max, const char *unit, size_t found)
{
    char expected[64], count[32];
    snprintf(expected, sizeof expected, "at most %lld %s", (long long)max, unit);
    snprintf(count, sizeof count, "%zu", found);
    return fail(node, ERR_LIMIT, expected, count);
}

int node_check_array(const struct node *node, int64_t max)
{
    if (!node_is(node, VALUE_ARRAY)) return node_expected(node, "an array");
    size_t count = node->value->array.count;
    return count > (size_t)max ? fail_limit(node, max, "elements", count) : 0;
}

int node_check_map(const struct node *node, int64_t max)
{
    if (!node_is(node, VALUE_OBJECT)) return node_expected(node, "an object");
    size_t count = node->value->object.count;
    return count > (size_t)max ? fail_limit(node, max, "members", count) : 0;
}

int node_text(const struct node *node, int64_t max, struct str *out)
{
    if (!node_is(node, VALUE_STRING)) return node_expected(node, "a text");
    struct str text = node->value->string;
    if (text.len > (size_t)max) return fail_limit(node, max, "bytes", text.len);
    *out = text;
    return 0;
}

int node_int(const struct node *node, int64_t min, int64_t max, int64_t *out)
{
    const double exact = 9007199254740992.0; /* 2^53: whole numbers below it are exact in a double */
    int64_t number;
    char expected[80];
    snprintf(expected, sizeof expected, "a whole number from %lld to %lld", (long long)min, (long long)max);
    if (node_is(node, VALUE_INT)) {
        number = node->value->integer;
    } else if (node_is(node, VALUE_REAL) && fabs(node->value->real) < exact &&
               floor(node->value->real) == node->value->real) {
        number = (int64_t)node->value->real; /* 5.0 is a whole number in JSON */
    } else {
        return node_expected(node, expected);
    }
    if (number < min || number > max) return node_expected(node, expected);
    *out = number;
    return 0;
}

int node_members(const struct node *node, const struct shape *shape, void *object)
{
    if (!node_is(node, VALUE_OBJECT)) return node_expected(node, "an object");
    for (size_t i = 0; i < shape->rule_count; i++) {
        const struct member_rule *rule = &shape->rules[i];
        struct node member = node_member(node, rule->name);
        if (!rule->required && (!member.value || node_is(&member, VALUE_NIL))) continue;
        if (rule->read(&member, rule, object) < 0) return -1;
    }
    return shape->finish ? shape->finish(node, object) : 0;
}

int read_text(const struct node *node, const struct member_rule *rule, void *object)
{
    return node_text(node, rule->max, rule_target(rule, object));
}

int read_int(const struct node *node, const struct member_rule *rule, void *object)
{
    int64_t number;
    if (node_int(node, rule->min, rule->max, &number) < 0) return -1;
    *(int *)rule_target(rule, object) = (int)number;
    return 0;
}

int read_int64(const struct node *node, const struct member_rule *rule, void *object)
{
    return node_int(node, rule->min, rule->max, rule_target(rule, object));
}

int read_bool(const struct node *node, const struct member_rule *rule, void *object)
{
    if (!node_is(node, VALUE_BOOL)) return node_expected(node, "true or false");
    *(bool *)rule_target(rule, object) = node->value->boolean;
    return 0;
}

static bool day_in_bounds(day_t day)
{
    int year = civil_of(day).year;
    return year >= DOCUMENT_FIRST_YEAR && year <= DOCUMENT_LAST_YEAR;
}

/* The civil day of a time at its own offset. */
static day_t day_at(instant_t at, int offset)
{
    int64_t seconds = at / MICROS_PER_SECOND - (at % MICROS_PER_SECOND < 0) + offset;
    return (day_t)(seconds / 86400 - (seconds % 86400 < 0));
}

int read_instant(const struct node *node, const struct member_rule *rule, void *object)
{
    instant_t at;
    int offset;
    if (!node_is(node, VALUE_STRING) || instant_parse(node->value->string, &at, &offset) < 0)
        return node_expected(node, "a time as in \"2026-03-02T16:00:00-05:00\"");
    if (!day_in_bounds(day_at(at, offset))) return node_expected(node, "a time in the years 1970 to 2199");
    *(instant_t *)rule_target(rule, object) = at;
    return 0;
}

int read_day(const struct node *node, const struct member_rule *rule, void *object)
{
    day_t day;
    instant_t at;
    int offset;
    if (!node_is(node, VALUE_STRING)) return node_expected(node, "a date as in \"2026-03-02\"");
    if (day_parse(node->value->string, &day) < 0) {
        if (instant_parse(node->value->string, &at, &offset) < 0)
            return node_expected(node, "a date as in \"2026-03-02\"");
        day = day_at(at, offset);
    }
    if (!day_in_bounds(day)) return node_expected(node, "a date in the years 1970 to 2199");
    *(day_t *)rule_target(rule, object) = day;
    return 0;
}

int read_object(const struct node *node, const struct member_rule *rule, void *object)
{
    return node_members(node, rule->shape, rule_target(rule, object));
}

int read_list(const struct node *node, const struct member_rule *rule, void *object)
{
    if (node_check_array(node, rule->max) < 0) return -1;
    const struct shape *shape = rule->shape;
    size_t count = node->value->array.count;
    char *elements = arena_array(node->document->arena, count, shape->size);
    for (size_t i = 0; i < count; i++) {
        if (shape->blank) memcpy(elements + i * shape->size, shape->blank, shape->size);
        struct node element = node_element(node, i);
        if (node_members(&element, shape, elements + i * shape->size) < 0) return -1;
    }
    rule_store_list(rule, object, elements, count);
    return 0;
}

int read_texts(const struct node *node, const struct member_rule *rule, void *object)
{
    if (node_check_array(node, rule->max) < 0) return -1;
    size_t count = node->value->array.count;
    struct str *texts = ARENA_ARRAY(node->document->arena, count, struct str);
    for (size_t i = 0; i < count; i++) {
        struct node element = node_element(node, i);
        if (node_text(&element, DOCUMENT_LABEL, &texts[i]) < 0) return -1;
    }
    rule_store_list(rule, object, texts, count);
    return 0;
}
