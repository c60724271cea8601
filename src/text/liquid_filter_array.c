/* Filters on arrays. An array is taken flat; an object or anything else counts as an array of that one thing, nil as
 * an empty one. */
#include "text/liquid_filter.h"
#include "text/liquid_parse.h"
#include "text/utf8.h"

/* ---- items ---- */

enum { DEEPEST = 200 };

struct items {
    const struct value *at;
    size_t count;
};

static size_t flat_count(const struct value *array, int depth)
{
    size_t count = 0;
    for (size_t i = 0; i < array->array.count; i++) {
        const struct value *item = &array->array.items[i];
        count += item->kind == VALUE_ARRAY && depth < DEEPEST ? flat_count(item, depth + 1) : 1;
    }
    return count;
}

static struct value *flatten(const struct value *array, int depth, struct value *to)
{
    for (size_t i = 0; i < array->array.count; i++) {
        const struct value *item = &array->array.items[i];
        if (item->kind == VALUE_ARRAY && depth < DEEPEST)
            to = flatten(item, depth + 1, to);
        else
            *to++ = *item;
    }
    return to;
}

static bool is_flat(const struct value *array)
{
    for (size_t i = 0; i < array->array.count; i++)
        if (array->array.items[i].kind == VALUE_ARRAY) return false;
    return true;
}

static struct items range_items(struct render *render, const struct liquid_range *range)
{
    int64_t length = range_length(range);
    struct value *items = items_new(render, (size_t)length);
    for (int64_t i = 0; items && i < length; i++) items[i] = value_int(range->from + i);
    return (struct items){items, items ? (size_t)length : 0};
}

static struct items items_of(struct render *render, const struct value *input)
{
    switch (value_kind(input)) {
    case VALUE_NIL:
        return (struct items){NULL, 0};
    case LIQUID_RANGE:
        return range_items(render, value_as_range(input));
    case VALUE_ARRAY:
        break;
    default:
        return (struct items){input, 1};
    }
    render_charge(render, input->array.count / 16);
    if (is_flat(input)) return (struct items){input->array.items, input->array.count};
    size_t count = flat_count(input, 0);
    struct value *items = items_new(render, count);
    if (items) flatten(input, 0, items);
    return (struct items){items, items ? count : 0};
}

static struct value array_of(struct value *items, size_t count)
{
    struct value array = value_array();
    array.array.items = items;
    array.array.count = items ? count : 0;
    return array;
}

/* ---- properties ---- */

static bool text_property(struct str text, const struct value *property, struct value *out)
{
    int64_t index, size;
    *out = value_nil();
    if (property->kind == VALUE_STRING) {
        if (str_contains(text, property->string)) *out = *property;
        return true;
    }
    if (property->kind != VALUE_INT) return false;
    size = (int64_t)utf8_count(text);
    index = property->integer < 0 ? property->integer + size : property->integer;
    if (index < 0 || index >= size) return true;
    size_t from = text_offset(text, index), to = from;
    utf8_next(text, &to);
    *out = value_str(str_slice(text, from, to));
    return true;
}

int item_property(const struct value *item, const struct value *property, struct value *out)
{
    const struct value *member;
    *out = value_nil();
    switch (value_kind(item)) {
    case VALUE_OBJECT:
        member = property->kind == VALUE_STRING ? value_get(item, property->string) : NULL;
        if (member) *out = *member;
        return 1;
    case VALUE_STRING:
        return text_property(item->string, property, out) ? 1 : -1;
    case VALUE_INT:
        /* [] on a whole number is its bit there. */
        if (property->kind != VALUE_INT) return -1;
        if (property->integer < 0)
            *out = value_int(0);
        else
            *out = value_int(item->integer >> (property->integer > 63 ? 63 : property->integer) & 1);
        return 1;
    case LIQUID_LOOP:
        if (property->kind == VALUE_STRING) value_loop_member(value_as_loop(item), property->string, out);
        return 1;
    default:
        return 0;
    }
}

static int bad_property(struct render *render, const struct value *property)
{
    struct str name = text_of(render, property);
    if (name.len > 60) name.len = 60;
    return render_fail(render, "the items have no property \"%.*s\"", STR_ARG(name));
}

static bool has_parts(const struct value *item)
{
    int kind = value_kind(item);
    return kind == VALUE_OBJECT || kind == VALUE_STRING || kind == VALUE_INT || kind == LIQUID_LOOP;
}

/* ---- first, last, size, join, reverse, concat ---- */

static int give_command(struct render *render, const struct value *input, enum segment_command command,
                        struct value *out)
{
    struct value found;
    if (value_command(render, input, command, &found)) *out = found;
    return 0;
}

int filter_first(struct render *render, const struct value *input, const struct value *args, int count,
                 struct value *out)
{
    (void)args, (void)count;
    return input->kind == VALUE_INT ? 0 : give_command(render, input, COMMAND_FIRST, out);
}

int filter_last(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    (void)args, (void)count;
    return input->kind == VALUE_INT ? 0 : give_command(render, input, COMMAND_LAST, out);
}

int filter_size(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    (void)args, (void)count;
    *out = value_int(0);
    return give_command(render, input, COMMAND_SIZE, out);
}

int filter_join(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    struct str glue = count ? text_of(render, &args[0]) : STR(" ");
    struct items items = items_of(render, input);
    size_t begin = text_begin(render);
    for (size_t i = 0; i < items.count && !text_full(render); i++) {
        if (i) buf_add(render_buf(render), glue);
        value_write(render_buf(render), &items.at[i]);
    }
    *out = value_str(text_take(render, begin));
    return 0;
}

int filter_reverse(struct render *render, const struct value *input, const struct value *args, int count,
                   struct value *out)
{
    (void)args, (void)count;
    struct items items = items_of(render, input);
    struct value *reversed = items_new(render, items.count);
    for (size_t i = 0; reversed && i < items.count; i++) reversed[i] = items.at[items.count - 1 - i];
    *out = array_of(reversed, items.count);
    return 0;
}

int filter_concat(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    (void)count;
    if (args[0].kind != VALUE_ARRAY) return render_fail(render, "concat needs an array");
    struct items items = items_of(render, input);
    size_t more = args[0].array.count;
    struct value *all = items_new(render, items.count + more);
    if (all && items.count) memcpy(all, items.at, items.count * sizeof *all);
    if (all && more) memcpy(all + items.count, args[0].array.items, more * sizeof *all);
    *out = array_of(all, items.count + more);
    return 0;
}

/* ---- picking ---- */

/* Whether an item's property is true, or equals `target` where that is given (and not nil). */
static int picks(struct render *render, const struct value *item, const struct value *property,
                 const struct value *target, bool *out)
{
    struct value part;
    int rc = item_property(item, property, &part);
    if (rc < 0) return bad_property(render, property);
    if (rc == 0) return 0;
    size_t cost = 0;
    *out = target ? value_equal(&part, target, &cost) : value_is_true(&part);
    render_charge(render, cost / 16);
    return 1;
}

struct picked {
    struct items items;
    size_t first;       /* index of the first item that fits, or items.count */
    struct value *kept; /* those that fit, or those that do not */
    size_t count;
    bool parts; /* every item looked at has parts; the filters give nil where one has not */
};

static int pick(struct render *render, const struct value *input, const struct value *args, int count,
                bool all, bool wanted, struct picked *out)
{
    struct items items = items_of(render, input);
    const struct value *target = count > 1 && args[1].kind != VALUE_NIL ? &args[1] : NULL;
    struct picked picked = {items, items.count, all ? items_new(render, items.count) : NULL, 0, true};
    if (all && !picked.kept) items.count = 0;
    for (size_t i = 0; i < items.count; i++) {
        bool fits = false;
        int rc = picks(render, &items.at[i], &args[0], target, &fits);
        if (rc < 0) return -1;
        picked.parts = rc > 0;
        if (!picked.parts) break;
        if (all && fits == wanted) picked.kept[picked.count++] = items.at[i];
        if (all || !fits) continue;
        picked.first = i;
        break;
    }
    *out = picked;
    return 0;
}

int filter_where(struct render *render, const struct value *input, const struct value *args, int count,
                 struct value *out)
{
    struct picked picked;
    if (pick(render, input, args, count, true, true, &picked) < 0) return -1;
    if (picked.parts) *out = array_of(picked.kept, picked.count);
    return 0;
}

int filter_reject(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    struct picked picked;
    if (pick(render, input, args, count, true, false, &picked) < 0) return -1;
    if (picked.parts) *out = array_of(picked.kept, picked.count);
    return 0;
}

int filter_find(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    struct picked picked;
    if (pick(render, input, args, count, false, true, &picked) < 0) return -1;
    if (picked.first < picked.items.count) *out = picked.items.at[picked.first];
    return 0;
}

int filter_find_index(struct render *render, const struct value *input, const struct value *args, int count,
                      struct value *out)
{
    struct picked picked;
    if (pick(render, input, args, count, false, true, &picked) < 0) return -1;
    if (picked.first < picked.items.count) *out = value_int((int64_t)picked.first);
    return 0;
}

int filter_has(struct render *render, const struct value *input, const struct value *args, int count,
               struct value *out)
{
    struct picked picked;
    if (pick(render, input, args, count, false, true, &picked) < 0) return -1;
    if (picked.parts) *out = value_bool(picked.first < picked.items.count);
    return 0;
}

int filter_map(struct render *render, const struct value *input, const struct value *args, int count,
               struct value *out)
{
    (void)count;
    struct items items = items_of(render, input);
    struct value *mapped = items_new(render, items.count);
    for (size_t i = 0; mapped && i < items.count; i++)
        if (item_property(&items.at[i], &args[0], &mapped[i]) < 0) return bad_property(render, &args[0]);
    *out = array_of(mapped, items.count);
    return 0;
}

/* The item itself, or its property; 0 when it has none to have. */
static int key_of(struct render *render, const struct value *item, const struct value *property,
                  struct value *out)
{
    *out = *item;
    if (!property) return 1;
    int rc = item_property(item, property, out);
    return rc < 0 ? bad_property(render, property) : rc;
}

static const struct value *optional_property(const struct value *args, int count)
{
    return count && args[0].kind != VALUE_NIL ? &args[0] : NULL;
}

int filter_compact(struct render *render, const struct value *input, const struct value *args, int count,
                   struct value *out)
{
    struct items items = items_of(render, input);
    struct value *kept = items_new(render, items.count), key;
    size_t kept_count = 0;
    for (size_t i = 0; kept && i < items.count; i++) {
        int rc = key_of(render, &items.at[i], optional_property(args, count), &key);
        if (rc <= 0) return rc;
        if (key.kind != VALUE_NIL) kept[kept_count++] = items.at[i];
    }
    *out = array_of(kept, kept_count);
    return 0;
}

int filter_uniq(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    struct items items = items_of(render, input);
    struct value *kept = items_new(render, items.count), *keys = items_new(render, items.count);
    size_t kept_count = 0;
    for (size_t i = 0; kept && keys && i < items.count; i++) {
        size_t cost = 0, at = 0;
        struct value *key = &keys[kept_count];
        int rc = key_of(render, &items.at[i], optional_property(args, count), key);
        if (rc <= 0) return rc;
        while (at < kept_count && !value_same(&keys[at], key, &cost)) at++;
        if (at == kept_count) kept[kept_count++] = items.at[i];
        if (!render_charge(render, cost / 16)) break;
    }
    *out = array_of(kept, kept_count);
    return 0;
}

int filter_sum(struct render *render, const struct value *input, const struct value *args, int count,
               struct value *out)
{
    struct items items = items_of(render, input);
    const struct value *property = optional_property(args, count);
    struct number sum = {0};
    for (size_t i = 0; i < items.count; i++) {
        struct value part = items.at[i];
        if (property && item_property(&items.at[i], property, &part) < 0)
            return bad_property(render, property);
        struct items inner = items_of(render, &part); /* a property may itself be an array */
        for (size_t k = 0; k < inner.count; k++) sum = number_add(sum, number_of(&inner.at[k]));
    }
    render_charge(render, items.count / 8);
    *out = number_value(render_arena(render), sum);
    return 0;
}

/* ---- sorting ---- */

struct entry {
    struct value key;
    const struct value *item;
};

/* <0, 0, >0 through *out; false when the two cannot be put in order. */
typedef bool entry_order(const struct value *left, const struct value *right, size_t *cost, int *out);

/* nil comes last. */
static bool order_plain(const struct value *left, const struct value *right, size_t *cost, int *out)
{
    if (value_order(left, right, cost, out)) return true;
    if (left->kind != VALUE_NIL && right->kind != VALUE_NIL) return false;
    *out = left->kind == VALUE_NIL ? 1 : -1;
    return true;
}

static unsigned char fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool order_natural(const struct value *left, const struct value *right, size_t *cost, int *out)
{
    bool no_left = left->kind == VALUE_NIL, no_right = right->kind == VALUE_NIL;
    if (no_left || no_right) {
        *out = no_left - no_right;
        return true;
    }
    struct str a = left->string, b = right->string;
    size_t i = 0;
    while (i < a.len && i < b.len && fold(a.ptr[i]) == fold(b.ptr[i])) i++;
    *cost += 1 + i / 64;
    if (i < a.len && i < b.len)
        *out = fold(a.ptr[i]) < fold(b.ptr[i]) ? -1 : 1;
    else
        *out = (a.len > b.len) - (a.len < b.len);
    return true;
}

/* Merges two sorted runs from..middle and middle..to. */
static bool merge(const struct entry *entries, struct entry *into, size_t from, size_t middle, size_t to,
                  entry_order *order, size_t *cost)
{
    size_t left = from, right = middle;
    for (size_t at = from; at < to; at++) {
        int sign = -1;
        if (left < middle && right < to && !order(&entries[left].key, &entries[right].key, cost, &sign))
            return false;
        bool take_left = left < middle && (right >= to || sign <= 0);
        into[at] = entries[take_left ? left++ : right++];
    }
    return true;
}

/* Sorts, keeping equals in their order; *entries may change places with *room. */
static int sort_entries(struct render *render, struct entry **entries, struct entry **room, size_t count,
                        entry_order *order)
{
    for (size_t width = 1; width < count; width *= 2) {
        size_t cost = 0;
        for (size_t from = 0; from < count; from += 2 * width) {
            size_t middle = from + width < count ? from + width : count;
            size_t to = from + 2 * width < count ? from + 2 * width : count;
            if (!merge(*entries, *room, from, middle, to, order, &cost))
                return render_fail(render, "items of different kinds cannot be sorted");
        }
        struct entry *swap = *entries;
        *entries = *room;
        *room = swap;
        if (!render_charge(render, cost / 16)) break;
    }
    return 0;
}

static struct entry *entries_new(struct render *render, size_t count)
{
    return (struct entry *)(void *)items_new(
        render, (count * sizeof(struct entry) + sizeof(struct value) - 1) / sizeof(struct value));
}

static int sort(struct render *render, const struct value *input, const struct value *property, bool natural,
                struct value *out)
{
    struct items items = items_of(render, input);
    struct entry *entries = entries_new(render, items.count), *room = entries_new(render, items.count);
    struct value *sorted = items_new(render, items.count);
    *out = value_array();
    if (!entries || !room || !sorted) return 0;
    for (size_t i = 0; property && i < items.count; i++)
        if (!has_parts(&items.at[i])) {
            *out = value_nil();
            return 0;
        }
    for (size_t i = 0; i < items.count; i++) {
        entries[i].item = &items.at[i];
        if (key_of(render, &items.at[i], property, &entries[i].key) < 0) return -1;
        if (natural && entries[i].key.kind != VALUE_NIL)
            entries[i].key = value_str(text_of(render, &entries[i].key));
    }
    if (sort_entries(render, &entries, &room, items.count, natural ? order_natural : order_plain) < 0)
        return -1;
    for (size_t i = 0; i < items.count; i++) sorted[i] = *entries[i].item;
    *out = array_of(sorted, items.count);
    return 0;
}

int filter_sort(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    return sort(render, input, optional_property(args, count), false, out);
}

int filter_sort_natural(struct render *render, const struct value *input, const struct value *args, int count,
                        struct value *out)
{
    return sort(render, input, optional_property(args, count), true, out);
}
