/* Renders what repeats or reaches elsewhere: for, tablerow, cycle, render and include. */
#include "text/liquid_render.h"

/* ---- what is looped over ---- */

/* A collection and the part of it that is looped over: items from..to, to exclusive. */
struct span {
    const struct value *value;
    int64_t from, to;
};

/* How many items; -1 when the value cannot be looped over. A text is one item. */
static int64_t count_of(const struct value *value)
{
    switch (value_kind(value)) {
    case VALUE_ARRAY:
        return (int64_t)value->array.count;
    case VALUE_OBJECT:
        return (int64_t)value->object.count;
    case VALUE_STRING:
        return value->string.len > 0;
    case LIQUID_RANGE:
        return range_length(value_as_range(value));
    default:
        return -1;
    }
}

static struct span span_of(const struct value *value, int64_t from, const int64_t *limit)
{
    int64_t count = count_of(value), to;
    struct span span = {value, 0, count < 0 ? 0 : count};
    if (value->kind == VALUE_STRING) return span;
    if (limit) {
        if (__builtin_add_overflow(from, *limit, &to)) to = *limit < 0 ? INT64_MIN : INT64_MAX;
        if (to < span.to) span.to = to;
    }
    if (from > 0) span.from = from;
    if (span.to < span.from) span.to = span.from;
    return span;
}

static struct value span_item(struct render *render, const struct span *span, int64_t at)
{
    const struct value *value = span->value;
    switch (value_kind(value)) {
    case VALUE_ARRAY:
        return value->array.items[at];
    case LIQUID_RANGE:
        return value_int(value_as_range(value)->from + at);
    case VALUE_OBJECT: {
        struct value pair = value_array(), *items = items_new(render, 2);
        if (!items) return value_nil();
        items[0] = value_str(value->object.members[at].name);
        items[1] = value->object.members[at].value;
        pair.array.items = items;
        pair.array.count = 2;
        return pair;
    }
    default:
        return *value;
    }
}

static struct liquid_loop *loop_new(struct render *render)
{
    render->bytes += sizeof(struct liquid_loop);
    return ARENA_NEW(render->scratch, struct liquid_loop);
}

/* Ends an interrupt that belongs to this loop; true when the loop is left. */
static bool interrupted(struct render *render)
{
    enum interrupt interrupt = render->frame->interrupt;
    render->frame->interrupt = INTERRUPT_NONE;
    return interrupt == INTERRUPT_BREAK;
}

/* ---- for ---- */

static struct offset *offset_of(struct render *render, struct str name)
{
    struct frame *frame = render->frame;
    for (size_t i = 0; i < frame->offset_count; i++)
        if (str_eq(frame->offsets[i].name, name)) return &frame->offsets[i];
    struct offset *offset =
        ARENA_PUSH(render->scratch, frame->offsets, frame->offset_count, frame->offset_cap);
    offset->name = name;
    return offset;
}

/* A whole number, or *out as it is for nil. */
static int optional_int(struct render *render, const struct expr *expr, const char *what, bool *given,
                        int64_t *out)
{
    struct value value = value_nil();
    *given = false;
    if (expr && eval(render, expr, &value) < 0) return -1;
    if (value.kind == VALUE_NIL) return 0;
    *given = true;
    if (value_to_int(&value, out) == 0) return 0;
    return render_fail(render, "%s is not a whole number", what);
}

/* What is looped over: a collection, one item, or nothing for what is neither. */
static int for_span(struct render *render, const struct tag_for *loop, struct value *room, struct span *out)
{
    struct offset *resume = offset_of(render, loop->name);
    int64_t from = 0, limit = 0;
    bool has_from, has_limit;
    if (loop->resume)
        from = resume->next;
    else if (optional_int(render, loop->offset, "offset", &has_from, &from) < 0)
        return -1;
    if (eval(render, loop->collection, room) < 0) return -1;
    if (optional_int(render, loop->limit, "limit", &has_limit, &limit) < 0) return -1;
    *out = span_of(room, from, has_limit ? &limit : NULL);
    if (__builtin_add_overflow(from, out->to - out->from, &resume->next)) resume->next = INT64_MAX;
    return 0;
}

int render_for(struct render *render, const struct tag_for *loop)
{
    struct frame *frame = render->frame;
    struct value collection;
    struct span span;
    if (for_span(render, loop, &collection, &span) < 0) return -1;
    if (span.from == span.to) return loop->has_else ? render_body(render, &loop->otherwise) : 0;
    struct liquid_loop *state = loop_new(render);
    *state = (struct liquid_loop){.name = loop->name, .length = span.to - span.from, .parent = frame->loop};
    struct binding bindings[] = {{STR("forloop"), value_loop(state)}, {loop->variable, value_nil()}};
    struct scope scope = {frame->scope, bindings, 2};
    frame->scope = &scope;
    frame->loop = state;
    int rc = 0;
    for (int64_t i = 0; i < state->length; i++) {
        bindings[1].value = span_item(render, &span, loop->reversed ? span.to - 1 - i : span.from + i);
        state->index = i;
        render->steps++;
        rc = render_body(render, &loop->body);
        if (rc == 0) rc = render_check(render);
        if (rc < 0 || interrupted(render)) break;
    }
    frame->loop = state->parent;
    frame->scope = scope.outer;
    return rc;
}

/* ---- tablerow ---- */

static int loose_int(struct render *render, const struct expr *expr, const char *what, int64_t *out)
{
    struct value value;
    if (!expr) return 0;
    if (eval(render, expr, &value) < 0) return -1;
    if (value_to_int_loosely(&value, out) == 0) return 0;
    return render_fail(render, "%s is not a number", what);
}

static void write_cell(struct render *render, const char *before, int64_t number, const char *after)
{
    buf_add_c(render->out, before);
    buf_add_int(render->out, number);
    buf_add_c(render->out, after);
}

static void next_cell(struct liquid_loop *state)
{
    state->index++;
    if (state->col == state->cols) {
        state->col = 1;
        state->row++;
    } else {
        state->col++;
    }
}

static int render_cells(struct render *render, const struct tag_for *loop, const struct span *span,
                        struct liquid_loop *state, struct value *item)
{
    for (; state->index < state->length; next_cell(state)) {
        *item = span_item(render, span, span->from + state->index);
        write_cell(render, "<td class=\"col", state->col, "\">");
        render->steps++;
        if (render_body(render, &loop->body) < 0 || render_check(render) < 0) return -1;
        buf_add_c(render->out, "</td>");
        if (interrupted(render)) break;
        if (state->col == state->cols && state->index < state->length - 1)
            write_cell(render, "</tr>\n<tr class=\"row", state->row + 1, "\">");
    }
    return 0;
}

int render_tablerow(struct render *render, const struct tag_for *loop)
{
    struct frame *frame = render->frame;
    struct value collection;
    int64_t from = 0, limit = 0;
    if (eval(render, loop->collection, &collection) < 0) return -1;
    if (!value_is_true(&collection)) return 0;
    if (loose_int(render, loop->offset, "offset", &from) < 0) return -1;
    if (loose_int(render, loop->limit, "limit", &limit) < 0) return -1;
    struct span span = span_of(&collection, from, loop->limit ? &limit : NULL);
    struct liquid_loop *state = loop_new(render);
    *state = (struct liquid_loop){.length = span.to - span.from, .table = true, .row = 1, .col = 1};
    state->cols = state->length;
    if (loose_int(render, loop->cols, "cols", &state->cols) < 0) return -1;
    struct binding bindings[] = {{STR("tablerowloop"), value_loop(state)}, {loop->variable, value_nil()}};
    struct scope scope = {frame->scope, bindings, 2};
    buf_add_c(render->out, "<tr class=\"row1\">\n");
    frame->scope = &scope;
    int rc = render_cells(render, loop, &span, state, &bindings[1].value);
    frame->scope = scope.outer;
    buf_add_c(render->out, "</tr>\n");
    return rc;
}

/* ---- cycle ---- */

static bool cycle_matches(const struct cycle *cycle, const struct tag_cycle *tag, const struct value *group)
{
    size_t cost = 0;
    if (tag->group) return cycle->key.ptr == NULL && value_same(&cycle->group, group, &cost);
    if (tag->key.len == 0) return cycle->tag == tag;
    return cycle->key.ptr && str_eq(cycle->key, tag->key);
}

static struct cycle *cycle_of(struct render *render, const struct tag_cycle *tag, const struct value *group)
{
    struct frame *frame = render->frame;
    render_charge(render, frame->cycle_count / 16);
    for (size_t i = 0; i < frame->cycle_count; i++)
        if (cycle_matches(&frame->cycles[i], tag, group)) return &frame->cycles[i];
    struct cycle *cycle = ARENA_PUSH(render->scratch, frame->cycles, frame->cycle_count, frame->cycle_cap);
    *cycle = (struct cycle){.group = *group, .key = tag->group ? (struct str){0} : tag->key, .tag = tag};
    render->bytes += sizeof *cycle;
    return cycle;
}

int render_cycle(struct render *render, const struct tag_cycle *tag)
{
    struct value group = value_nil(), value = value_nil();
    if (tag->group && eval(render, tag->group, &group) < 0) return -1;
    struct cycle *cycle = cycle_of(render, tag, &group);
    bool literal = true;
    if (cycle->next < tag->count) {
        const struct expr *item = tag->items[cycle->next];
        literal = item->kind == EXPR_LITERAL;
        if (eval(render, item, &value) < 0) return -1;
    }
    write_value(render, &value, literal);
    cycle->next++;
    if (cycle->next >= tag->count) cycle->next = 0;
    return 0;
}

/* ---- render and include ---- */

static const struct liquid_template *find_partial(struct render *render, struct str name)
{
    const struct liquid_options *options = &render->options;
    const struct liquid_template *found =
        options->find_partial ? options->find_partial(options->find_context, name) : NULL;
    if (!found) render_fail(render, "there is no template \"%.*s\" to render or include", STR_ARG(name));
    return found;
}

/* "snippets/footer" is bound as footer. */
static struct str last_name(struct str name)
{
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != '/') at--;
    return str_slice(name, at, name.len);
}

static int render_template(struct render *render, const struct liquid_template *template)
{
    const struct liquid_template *outer = render->template;
    render->template = template;
    int rc = render_body(render, &template->body);
    render->template = outer;
    return rc;
}

/* One rendering of {% render %}: its own variables, seeing of the outer ones only the data. */
static int render_isolated(struct render *render, const struct tag_partial *partial,
                           const struct liquid_template *template, struct str name, const struct value *value,
                           struct liquid_loop *state)
{
    struct frame frame = {.isolated = true}, *outer = render->frame;
    struct value bound = state ? value_loop(state) : value_nil();
    for (size_t i = 0; i <= partial->keywords.count; i++) {
        const struct keyword *keyword = i ? &partial->keywords.items[i - 1] : NULL;
        if (keyword && eval(render, keyword->value, &bound) < 0) return -1;
        if (!keyword && !state) continue;
        render->frame = &frame;
        assign_local(render, keyword ? keyword->name : STR("forloop"), &bound);
        render->frame = outer;
    }
    render->frame = &frame;
    if (value->kind != VALUE_NIL) assign_local(render, name, value);
    int rc = render_template(render, template);
    render->frame = outer;
    return rc;
}

static int render_isolated_all(struct render *render, const struct tag_partial *partial,
                               const struct liquid_template *template, struct str name, struct str bind,
                               const struct value *value)
{
    int64_t count = value->kind == VALUE_STRING ? -1 : count_of(value);
    if (!partial->loop || count < 0) return render_isolated(render, partial, template, bind, value, NULL);
    struct span span = {value, 0, count};
    struct liquid_loop *state = loop_new(render);
    *state = (struct liquid_loop){.name = name, .length = count};
    for (; state->index < count; state->index++) {
        struct value item = span_item(render, &span, state->index);
        render->steps++;
        if (render_isolated(render, partial, template, bind, &item, state) < 0 || render_check(render) < 0)
            return -1;
    }
    return 0;
}

static int render_included(struct render *render, const struct tag_partial *partial,
                           const struct liquid_template *template, struct str bind, const struct value *value)
{
    struct frame *frame = render->frame;
    size_t count = partial->keywords.count;
    struct binding *bindings = ARENA_ARRAY(render->scratch, count + 1, struct binding);
    struct scope scope = {frame->scope, bindings, 0};
    render->bytes += (count + 1) * sizeof *bindings;
    frame->scope = &scope;
    int rc = 0;
    for (size_t i = 0; i < count && rc == 0; i++) {
        struct value bound;
        rc = eval(render, partial->keywords.items[i].value, &bound);
        if (rc == 0) bindings[scope.count++] = (struct binding){partial->keywords.items[i].name, bound};
    }
    if (rc == 0) {
        struct binding *own = &bindings[scope.count++];
        bool all = value->kind == VALUE_ARRAY;
        size_t turns = all ? value->array.count : 1;
        own->name = bind;
        for (size_t i = 0; i < turns && rc == 0; i++) {
            own->value = all ? value->array.items[i] : *value;
            render->steps++;
            rc = render_template(render, template);
            if (rc == 0) rc = render_check(render);
        }
    }
    frame->scope = scope.outer;
    return rc;
}

int render_partial(struct render *render, const struct tag_partial *partial)
{
    struct value name, value = value_nil(), room;
    if (!partial->isolated && render->frame->isolated)
        return render_fail(render, "include is not for templates that are rendered; use render");
    if (eval(render, partial->name, &name) < 0) return -1;
    if (name.kind != VALUE_STRING) return render_fail(render, "the name of the template is not a text");
    const struct liquid_template *template = find_partial(render, name.string);
    if (!template) return -1;
    struct str bind = partial->alias.len ? partial->alias : last_name(name.string);
    if (partial->value && eval(render, partial->value, &value) < 0) return -1;
    if (partial->isolated) return render_isolated_all(render, partial, template, name.string, bind, &value);
    if (!partial->value) {
        const struct value *found = find_variable(render, name.string, &room);
        if (found) value = *found;
    }
    return render_included(render, partial, template, bind, &value);
}
