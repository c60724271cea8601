/* Evaluates expressions, filter chains and conditions. */
#include "text/liquid_render.h"

#include "text/utf8.h"

/* ---- variables ---- */

const struct value *find_variable(struct render *render, struct str name, struct value *room)
{
    const struct frame *frame = render->frame;
    for (const struct scope *scope = frame->scope; scope; scope = scope->outer)
        for (size_t i = scope->count; i-- > 0;)
            if (str_eq(scope->bindings[i].name, name)) return &scope->bindings[i].value;
    render->steps += frame->local_count / 64;
    for (size_t i = 0; i < frame->local_count; i++)
        if (str_eq(frame->locals[i].name, name)) return &frame->locals[i].value;
    for (size_t i = 0; i < frame->counter_count; i++)
        if (str_eq(frame->counters[i].name, name)) {
            *room = value_int(frame->counters[i].next);
            return room;
        }
    return render->data ? value_get(render->data, name) : NULL;
}

bool value_loop_member(const struct liquid_loop *loop, struct str name, struct value *out)
{
    int64_t index = loop->index, length = loop->length;
    if (str_is(name, "index"))
        *out = value_int(index + 1);
    else if (str_is(name, "index0"))
        *out = value_int(index);
    else if (str_is(name, "first"))
        *out = value_bool(index == 0);
    else if (str_is(name, "last"))
        *out = value_bool(index == length - 1);
    else if (str_is(name, "length"))
        *out = value_int(length);
    else if (str_is(name, "rindex"))
        *out = value_int(length - index);
    else if (str_is(name, "rindex0"))
        *out = value_int(length - index - 1);
    else if (loop->table) {
        if (str_is(name, "col"))
            *out = value_int(loop->col);
        else if (str_is(name, "col0"))
            *out = value_int(loop->col - 1);
        else if (str_is(name, "row"))
            *out = value_int(loop->row);
        else if (str_is(name, "col_first"))
            *out = value_bool(loop->col == 1);
        else if (str_is(name, "col_last"))
            *out = value_bool(loop->col == loop->cols);
        else
            return false;
    } else if (str_is(name, "name"))
        *out = value_str(loop->name);
    else if (str_is(name, "parentloop") && loop->parent)
        *out = value_loop(loop->parent);
    else
        return false;
    return true;
}

static struct value pair_of(struct render *render, const struct member *member)
{
    struct value pair = value_array();
    struct value *items = items_new(render, 2);
    if (!items) return value_nil();
    items[0] = value_str(member->name);
    items[1] = member->value;
    pair.array.items = items;
    pair.array.count = 2;
    return pair;
}

static bool text_command(struct str text, enum segment_command command, struct value *out)
{
    size_t at = command == COMMAND_LAST ? text.len : 0;
    if (command == COMMAND_SIZE)
        *out = value_int((int64_t)utf8_count(text));
    else if (text.len == 0)
        *out = value_str(text);
    else if (command == COMMAND_FIRST) {
        utf8_next(text, &at);
        *out = value_str(str_slice(text, 0, at));
    } else {
        utf8_prev(text, &at);
        *out = value_str(str_slice(text, at, text.len));
    }
    return true;
}

/* .size, .first and .last where the value has no member of that name. */
bool value_command(struct render *render, const struct value *value, enum segment_command command,
                   struct value *out)
{
    const struct liquid_range *range;
    size_t count;
    switch (value_kind(value)) {
    case VALUE_STRING:
        return text_command(value->string, command, out);
    case VALUE_ARRAY:
        count = value->array.count;
        if (command == COMMAND_SIZE)
            *out = value_int((int64_t)count);
        else if (count == 0)
            *out = value_nil();
        else
            *out = value->array.items[command == COMMAND_FIRST ? 0 : count - 1];
        return true;
    case VALUE_OBJECT:
        count = value->object.count;
        if (command == COMMAND_LAST) return false;
        if (command == COMMAND_SIZE)
            *out = value_int((int64_t)count);
        else
            *out = count ? pair_of(render, &value->object.members[0]) : value_nil();
        return true;
    case VALUE_INT:
        if (command != COMMAND_SIZE) return false;
        *out = value_int((int64_t)sizeof(int64_t));
        return true;
    case LIQUID_RANGE:
        range = value_as_range(value);
        *out = value_int(command == COMMAND_SIZE    ? range_length(range)
                         : command == COMMAND_FIRST ? range->from
                                                    : range->to);
        return true;
    default:
        return false;
    }
}

static bool named_part(struct render *render, const struct value *value, const struct segment *segment,
                       struct value *out)
{
    const struct value *member = value_get(value, segment->name);
    if (member) {
        *out = *member;
        return true;
    }
    if (value_kind(value) == LIQUID_LOOP) return value_loop_member(value_as_loop(value), segment->name, out);
    return segment->command && value_command(render, value, segment->command, out);
}

static bool indexed_part(const struct value *value, const struct value *index, struct value *out)
{
    if (index->kind == VALUE_STRING) {
        const struct value *member = value_get(value, index->string);
        if (member)
            *out = *member;
        else if (value_kind(value) == LIQUID_LOOP)
            return value_loop_member(value_as_loop(value), index->string, out);
        return member != NULL;
    }
    if (value->kind != VALUE_ARRAY || index->kind != VALUE_INT) return false;
    int64_t count = (int64_t)value->array.count;
    int64_t at = index->integer < 0 ? index->integer + count : index->integer;
    if (at < 0 || at >= count) return false;
    *out = value->array.items[at];
    return true;
}

static int unknown_variable(struct render *render, struct str name)
{
    return render_fail(render, "there is no variable \"%.*s\"", STR_ARG(name));
}

static int eval_segment(struct render *render, const struct segment *segment, struct value *value,
                        bool *found)
{
    struct value part = value_nil(), index;
    if (segment->kind == SEGMENT_NAME) {
        *found = named_part(render, value, segment, &part);
    } else {
        if (segment->kind == SEGMENT_KEY)
            index = value_str(segment->name);
        else if (eval(render, segment->index, &index) < 0)
            return -1;
        *found = indexed_part(value, &index, &part);
    }
    *value = part;
    return 0;
}

static int eval_path(struct render *render, const struct expr *expr, struct value *out)
{
    struct str name = expr->path.name;
    struct value value, room;
    const struct value *root = NULL;
    if (expr->path.dynamic) {
        if (eval(render, expr->path.dynamic, &value) < 0) return -1;
        if (value.kind == VALUE_STRING) name = value.string;
    }
    if (name.ptr) root = find_variable(render, name, &room);
    if (!root && render->options.strict_variables) return unknown_variable(render, name);
    value = root ? *root : value_nil();
    for (uint32_t i = 0; i < expr->count; i++) {
        const struct segment *segment = &expr->path.segments[i];
        bool found;
        if (eval_segment(render, segment, &value, &found) < 0) return -1;
        if (!found && render->options.strict_variables)
            return unknown_variable(render, segment->name.ptr ? segment->name : name);
        if (!found) break;
    }
    *out = value;
    return 0;
}

/* ---- ranges and expressions ---- */

static int range_end(struct render *render, const struct expr *expr, int64_t *out)
{
    struct value value;
    if (eval(render, expr, &value) < 0) return -1;
    bool loose = value.kind == VALUE_NIL || value.kind == VALUE_STRING;
    if ((loose ? value_to_int_loosely(&value, out) : value_to_int(&value, out)) == 0) return 0;
    return render_fail(render, "a range needs whole numbers at both ends");
}

static int eval_range(struct render *render, const struct expr *expr, struct value *out)
{
    struct liquid_range range;
    if (range_end(render, expr->range.from, &range.from) < 0) return -1;
    if (range_end(render, expr->range.to, &range.to) < 0) return -1;
    *out = value_range(render->scratch, range);
    render->bytes += sizeof range;
    return 0;
}

int eval(struct render *render, const struct expr *expr, struct value *out)
{
    switch (expr->kind) {
    case EXPR_LITERAL:
        *out = expr->literal;
        return 0;
    case EXPR_PATH:
        return eval_path(render, expr, out);
    case EXPR_RANGE:
        return eval_range(render, expr, out);
    }
    return -1;
}

/* ---- filters ---- */

static int eval_keywords(struct render *render, const struct keywords *keywords, struct value *out)
{
    struct value object = value_object();
    if (!render_charge(render, keywords->count)) return render_check(render);
    for (size_t i = 0; i < keywords->count; i++) {
        struct value value;
        if (eval(render, keywords->items[i].value, &value) < 0) return -1;
        value_put(render->scratch, &object, keywords->items[i].name, value);
    }
    render->bytes += keywords->count * sizeof(struct member);
    *out = object;
    return 0;
}

static int call_filter(struct render *render, const struct filter_call *call, struct value *value)
{
    struct value args[LIQUID_MAX_ARGS], result = value_nil();
    int count = 0;
    for (size_t i = 0; i < call->count; i++)
        if (eval(render, call->args[i], &args[count++]) < 0) return -1;
    if (call->keywords.count && eval_keywords(render, &call->keywords, &args[count++]) < 0) return -1;
    size_t weight = value->kind == VALUE_STRING ? value->string.len / 256 : 0;
    render_charge(render, 1 + weight);
    if (call->filter->call(render, value, args, count, &result) < 0) return -1;
    *value = result;
    return render_check(render);
}

int eval_output(struct render *render, const struct output *output, struct value *out)
{
    struct value value = value_nil();
    if (output->value && eval(render, output->value, &value) < 0) return -1;
    for (size_t i = 0; i < output->count; i++)
        if (call_filter(render, &output->filters[i], &value) < 0) return -1;
    *out = value;
    return 0;
}

/* ---- conditions ---- */

static bool is_special(const struct value *value)
{
    return value_kind(value) == LIQUID_EMPTY || value_kind(value) == LIQUID_BLANK;
}

bool eval_equal(struct render *render, const struct value *left, const struct value *right)
{
    const struct value *special = is_special(left) ? left : is_special(right) ? right : NULL;
    const struct value *other = special == left ? right : left;
    if (special) return value_kind(special) == LIQUID_EMPTY ? value_is_empty(other) : value_is_blank(other);
    size_t cost = 0;
    bool equal = value_equal(left, right, &cost);
    render_charge(render, cost / 16);
    return equal;
}

static bool has_order(const struct value *value)
{
    return value->kind == VALUE_INT || value->kind == VALUE_REAL || value->kind == VALUE_STRING;
}

/* What has no order is neither greater nor smaller; a number against a text is a mistake. */
static int eval_order(struct render *render, const struct value *left, const struct value *right,
                      enum compare compare, bool *out)
{
    size_t cost = 0;
    int sign;
    *out = false;
    if (!has_order(left) || !has_order(right)) return 0;
    if (!value_order(left, right, &cost, &sign))
        return render_fail(render, "a number is compared with a text");
    if (compare == COMPARE_LT)
        *out = sign < 0;
    else if (compare == COMPARE_GT)
        *out = sign > 0;
    else if (compare == COMPARE_LE)
        *out = sign <= 0;
    else
        *out = sign >= 0;
    return 0;
}

static bool range_contains(const struct liquid_range *range, const struct value *value)
{
    if (value->kind == VALUE_INT) return value->integer >= range->from && value->integer <= range->to;
    if (value->kind != VALUE_REAL) return false;
    return value->real >= (double)range->from && value->real <= (double)range->to;
}

static bool eval_contains(struct render *render, const struct value *left, const struct value *right)
{
    size_t cost = 0;
    bool found = false;
    if (!value_is_true(left) || !value_is_true(right)) return false;
    switch (value_kind(left)) {
    case VALUE_STRING:
        render_charge(render, left->string.len / 256);
        return str_contains(left->string, text_of(render, right));
    case VALUE_OBJECT:
        return right->kind == VALUE_STRING && value_get(left, right->string);
    case LIQUID_RANGE:
        return range_contains(value_as_range(left), right);
    case VALUE_ARRAY:
        for (size_t i = 0; i < left->array.count && !found; i++)
            found = value_equal(&left->array.items[i], right, &cost);
        render_charge(render, cost / 16);
        return found;
    default:
        return false;
    }
}

static int eval_comparison(struct render *render, const struct condition *condition, bool *out)
{
    struct value left, right;
    if (eval(render, condition->left, &left) < 0) return -1;
    if (condition->compare == COMPARE_NONE) {
        *out = value_is_true(&left);
        return 0;
    }
    if (eval(render, condition->right, &right) < 0) return -1;
    switch (condition->compare) {
    case COMPARE_EQ:
        *out = eval_equal(render, &left, &right);
        return 0;
    case COMPARE_NE:
        *out = !eval_equal(render, &left, &right);
        return 0;
    case COMPARE_CONTAINS:
        *out = eval_contains(render, &left, &right);
        return 0;
    default:
        return eval_order(render, &left, &right, condition->compare, out);
    }
}

int eval_condition(struct render *render, const struct condition *condition, bool *out)
{
    for (;; condition = condition->next) {
        bool holds;
        if (eval_comparison(render, condition, &holds) < 0) return -1;
        bool decided = condition->relation == RELATION_OR ? holds : !holds;
        if (condition->relation == RELATION_NONE || decided) {
            *out = holds;
            return 0;
        }
        render_charge(render, 1);
    }
}
