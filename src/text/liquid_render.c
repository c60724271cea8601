/* Walks a compiled template and writes its text; loops and partials are in liquid_loop.c. */
#include "text/liquid_render.h"

#include <stdarg.h>
#include <stdio.h>

#include "text/liquid_parse.h"

enum {
    DEFAULT_OUTPUT = 1024 * 1024,
    DEFAULT_STEPS = 1000000,
    DEFAULT_DEPTH = 64,
    MOST_SCRATCH = 64 * 1024 * 1024,
};

/* ---- what filters may ask ---- */

struct buf *render_buf(struct render *render)
{
    return render->out;
}

struct arena *render_arena(struct render *render)
{
    return render->scratch;
}

const struct liquid_options *render_options(const struct render *render)
{
    return &render->options;
}

int render_fail(struct render *render, const char *format, ...)
{
    char message[256];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return err_set(render->err, ERR_INPUT, "%s", message);
}

bool render_charge(struct render *render, size_t steps)
{
    render->steps += steps;
    return render->steps <= render->options.limits.max_steps;
}

/* Room in scratch, or false past the limit. */
static bool reserve(struct render *render, size_t bytes)
{
    if (bytes > MOST_SCRATCH || render->bytes + bytes > MOST_SCRATCH)
        render->exhausted = true;
    else
        render->bytes += bytes;
    return !render->exhausted;
}

size_t text_begin(const struct render *render)
{
    return render->out->len;
}

bool text_full(const struct render *render)
{
    return render->out->overflow || render->out->len > render->out_end;
}

struct str text_take(struct render *render, size_t begin)
{
    struct buf *out = render->out;
    struct str text = STR("");
    size_t length = out->len - begin;
    if (text_full(render)) render->exhausted = true;
    if (length && reserve(render, length + 32)) {
        text = arena_str(render->scratch, (struct str){out->ptr + begin, length});
        render_charge(render, length / 256);
    }
    out->len = begin;
    if (out->ptr) out->ptr[begin] = '\0';
    return text;
}

struct value *items_new(struct render *render, size_t count)
{
    if (count > MOST_SCRATCH / sizeof(struct value) || !reserve(render, count * sizeof(struct value) + 32)) {
        render->exhausted = true;
        return NULL;
    }
    render_charge(render, count / 16);
    return ARENA_ARRAY(render->scratch, count, struct value);
}

struct str text_of(struct render *render, const struct value *value)
{
    if (value->kind == VALUE_STRING) return value->string;
    if (value->kind == VALUE_NIL) return STR("");
    size_t begin = text_begin(render);
    value_write(render->out, value);
    return text_take(render, begin);
}

/* ---- limits ---- */

int render_check(struct render *render)
{
    if (render->steps > render->options.limits.max_steps)
        return err_set(render->err, ERR_LIMIT, "the template takes more than %zu steps",
                       render->options.limits.max_steps);
    if (text_full(render))
        return err_set(render->err, ERR_LIMIT, "the text grows beyond %zu bytes",
                       render->options.limits.max_output);
    if (render->exhausted)
        return err_set(render->err, ERR_LIMIT, "the values of the template take too much memory");
    return 0;
}

/* ---- variables ---- */

void assign_local(struct render *render, struct str name, const struct value *value)
{
    struct frame *frame = render->frame;
    for (size_t i = 0; i < frame->local_count; i++)
        if (str_eq(frame->locals[i].name, name)) {
            frame->locals[i].value = *value;
            return;
        }
    *ARENA_PUSH(render->scratch, frame->locals, frame->local_count, frame->local_cap) =
        (struct binding){name, *value};
    render->bytes += sizeof(struct binding);
}

static struct counter *counter_of(struct render *render, struct str name)
{
    struct frame *frame = render->frame;
    for (size_t i = 0; i < frame->counter_count; i++)
        if (str_eq(frame->counters[i].name, name)) return &frame->counters[i];
    struct counter *counter =
        ARENA_PUSH(render->scratch, frame->counters, frame->counter_count, frame->counter_cap);
    counter->name = name;
    return counter;
}

/* ---- nodes ---- */

void write_value(struct render *render, const struct value *value, bool safe)
{
    struct buf *out = render->out;
    if (safe || !render->options.escape_html) {
        if (value->kind == VALUE_STRING)
            buf_add(out, value->string);
        else if (value->kind == VALUE_ARRAY)
            value_write_output(out, value);
        else
            value_write(out, value);
        return;
    }
    if (value->kind == VALUE_STRING) {
        text_escape(out, value->string);
        return;
    }
    if (value->kind == VALUE_INT || value->kind == VALUE_NIL) {
        value_write(out, value);
        return;
    }
    size_t begin = text_begin(render);
    value_write_output(out, value);
    text_escape(out, text_take(render, begin));
}

static int render_if(struct render *render, const struct branch *branch)
{
    for (; branch; branch = branch->next) {
        bool holds = true;
        if (branch->condition && eval_condition(render, branch->condition, &holds) < 0) return -1;
        if (holds != branch->negated) return render_body(render, &branch->body);
        render->steps++;
    }
    return 0;
}

/* Every `when` that fits is shown, and an `else` as long as none before it did. */
static int render_case(struct render *render, const struct tag_case *choice)
{
    struct value value, wanted;
    bool matched = false;
    if (eval(render, choice->value, &value) < 0) return -1;
    for (const struct case_branch *branch = choice->branches; branch; branch = branch->next) {
        bool show = !matched;
        render->steps++;
        if (branch->value) {
            if (eval(render, branch->value, &wanted) < 0) return -1;
            show = eval_equal(render, &value, &wanted);
            matched = matched || show;
        }
        if (show && render_body(render, branch->body) < 0) return -1;
    }
    return 0;
}

int render_aside(struct render *render, const struct body *body, struct str *out)
{
    size_t begin = text_begin(render);
    if (render_body(render, body) < 0) return -1;
    *out = text_take(render, begin);
    return 0;
}

static int render_assign(struct render *render, const struct tag_assign *assign)
{
    struct value value;
    if (eval_output(render, assign->value, &value) < 0) return -1;
    assign_local(render, assign->name, &value);
    return 0;
}

static int render_capture(struct render *render, const struct tag_assign *capture)
{
    struct str text;
    if (render_aside(render, &capture->body, &text) < 0) return -1;
    struct value value = value_str(text);
    assign_local(render, capture->name, &value);
    return 0;
}

static int render_ifchanged(struct render *render, const struct body *body)
{
    struct str text;
    if (render_aside(render, body, &text) < 0) return -1;
    struct str *changed = &render->frame->changed;
    if (changed->ptr && str_eq(text, *changed)) return 0;
    *changed = text;
    buf_add(render->out, text);
    return 0;
}

static int render_output(struct render *render, const struct output *output)
{
    struct value value;
    if (eval_output(render, output, &value) < 0) return -1;
    write_value(render, &value, output->safe);
    return 0;
}

static int render_counter(struct render *render, const struct node *node)
{
    struct counter *counter = counter_of(render, node->text);
    if (node->kind == NODE_DECREMENT) counter->next--;
    buf_add_int(render->out, counter->next);
    if (node->kind == NODE_INCREMENT) counter->next++;
    return 0;
}

static int render_node(struct render *render, const struct node *node)
{
    switch (node->kind) {
    case NODE_TEXT:
        buf_add(render->out, node->text);
        return 0;
    case NODE_OUTPUT:
        return render_output(render, &node->output);
    case NODE_ASSIGN:
        return render_assign(render, node->assign);
    case NODE_CAPTURE:
        return render_capture(render, node->assign);
    case NODE_IF:
        return render_if(render, node->branches);
    case NODE_CASE:
        return render_case(render, node->choice);
    case NODE_FOR:
        return render_for(render, node->loop);
    case NODE_TABLEROW:
        return render_tablerow(render, node->loop);
    case NODE_CYCLE:
        return render_cycle(render, node->cycle);
    case NODE_INCREMENT:
    case NODE_DECREMENT:
        return render_counter(render, node);
    case NODE_BREAK:
        render->frame->interrupt = INTERRUPT_BREAK;
        return 0;
    case NODE_CONTINUE:
        render->frame->interrupt = INTERRUPT_CONTINUE;
        return 0;
    case NODE_IFCHANGED:
        return render_ifchanged(render, node->body);
    case NODE_PARTIAL:
        return render_partial(render, node->partial);
    }
    return -1;
}

int render_body(struct render *render, const struct body *body)
{
    if (++render->depth > render->options.limits.max_depth)
        return err_set(render->err, ERR_LIMIT,
                       "blocks and partials within each other; at most %d are rendered",
                       render->options.limits.max_depth);
    for (size_t i = 0; i < body->count; i++) {
        const struct node *node = &body->nodes[i];
        render->steps++;
        if (render_node(render, node) < 0 || render_check(render) < 0)
            return err_at(render->err, render->template->name, (int)node->line, (int)node->column);
        if (node->kind != NODE_TEXT && render->frame->interrupt) break;
    }
    render->depth--;
    return 0;
}

static struct liquid_options filled(const struct liquid_options *given)
{
    struct liquid_options options = given ? *given : (struct liquid_options){0};
    if (!options.limits.max_output) options.limits.max_output = DEFAULT_OUTPUT;
    if (!options.limits.max_steps) options.limits.max_steps = DEFAULT_STEPS;
    if (!options.limits.max_depth) options.limits.max_depth = DEFAULT_DEPTH;
    return options;
}

int liquid_render(const struct liquid_template *template, const struct value *data,
                  const struct liquid_options *options, struct arena *scratch, struct buf *out,
                  struct err *err)
{
    struct frame frame = {0};
    struct render render = {
        .template = template,
        .data = data,
        .options = filled(options),
        .scratch = scratch,
        .out = out,
        .err = err,
        .frame = &frame,
    };
    size_t left = SIZE_MAX - out->len, most = render.options.limits.max_output;
    render.out_end = out->len + (most < left ? most : left);
    return render_body(&render, &template->body);
}
