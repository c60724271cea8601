/* Tells a checker what a template wants: the variables it reads and the partials it calls. */
#include "text/liquid_parse.h"

typedef void each_call(void *context, struct str kind, struct str path, int line, int column);

struct walk {
    struct parser places; /* only for its cursor over the source */
    struct arena *arena;
    each_call *each;
    void *context;
    struct str *assigned; /* names the template itself gives a value to */
    size_t count, cap;
};

static void add_name(struct walk *walk, struct str name)
{
    *ARENA_PUSH(walk->arena, walk->assigned, walk->count, walk->cap) = name;
}

/* ---- first pass: names that are assigned ---- */

static void collect(struct walk *walk, const struct body *body);

static void collect_node(struct walk *walk, const struct node *node)
{
    switch (node->kind) {
    case NODE_ASSIGN:
        add_name(walk, node->assign->name);
        break;
    case NODE_CAPTURE:
        add_name(walk, node->assign->name);
        collect(walk, &node->assign->body);
        break;
    case NODE_IF:
        for (const struct branch *branch = node->branches; branch; branch = branch->next)
            collect(walk, &branch->body);
        break;
    case NODE_CASE:
        for (const struct case_branch *branch = node->choice->branches; branch; branch = branch->next)
            collect(walk, branch->body);
        break;
    case NODE_FOR:
    case NODE_TABLEROW:
        add_name(walk, node->loop->variable);
        add_name(walk, node->kind == NODE_FOR ? STR("forloop") : STR("tablerowloop"));
        collect(walk, &node->loop->body);
        collect(walk, &node->loop->otherwise);
        break;
    case NODE_INCREMENT:
    case NODE_DECREMENT:
        add_name(walk, node->text);
        break;
    case NODE_IFCHANGED:
        collect(walk, node->body);
        break;
    default:
        break;
    }
}

static void collect(struct walk *walk, const struct body *body)
{
    for (size_t i = 0; i < body->count; i++) collect_node(walk, &body->nodes[i]);
}

/* ---- second pass: what is read ---- */

static void walk_body(struct walk *walk, const struct body *body);

static void report(struct walk *walk, const char *kind, struct str path, const char *place)
{
    uint32_t line, column;
    parser_place(&walk->places, place, &line, &column);
    walk->each(walk->context, str_of(kind), path, (int)line, (int)column);
}

static bool is_assigned(const struct walk *walk, struct str name)
{
    for (size_t i = 0; i < walk->count; i++)
        if (str_eq(walk->assigned[i], name)) return true;
    return false;
}

/* "order.items[].title": names as written, [] for an index. */
static struct str path_text(struct walk *walk, const struct expr *expr)
{
    struct buf buf;
    buf_init(&buf, 64 * 1024);
    buf_add(&buf, expr->path.name);
    for (uint32_t i = 0; i < expr->count; i++) {
        const struct segment *segment = &expr->path.segments[i];
        if (segment->kind == SEGMENT_INDEX) {
            buf_add_c(&buf, "[]");
            continue;
        }
        buf_add_char(&buf, '.');
        buf_add(&buf, segment->name);
    }
    struct str text = buf_copy(&buf, walk->arena);
    buf_done(&buf);
    return text;
}

static void walk_expr(struct walk *walk, const struct expr *expr)
{
    if (!expr || expr->kind == EXPR_LITERAL) return;
    if (expr->kind == EXPR_RANGE) {
        walk_expr(walk, expr->range.from);
        walk_expr(walk, expr->range.to);
        return;
    }
    if (expr->path.dynamic)
        walk_expr(walk, expr->path.dynamic);
    else if (!is_assigned(walk, expr->path.name))
        report(walk, "variable", path_text(walk, expr), expr->place);
    for (uint32_t i = 0; i < expr->count; i++) walk_expr(walk, expr->path.segments[i].index);
}

static void walk_keywords(struct walk *walk, const struct keywords *keywords)
{
    for (size_t i = 0; i < keywords->count; i++) walk_expr(walk, keywords->items[i].value);
}

static void walk_output(struct walk *walk, const struct output *output)
{
    walk_expr(walk, output->value);
    for (size_t i = 0; i < output->count; i++) {
        const struct filter_call *call = &output->filters[i];
        for (size_t k = 0; k < call->count; k++) walk_expr(walk, call->args[k]);
        walk_keywords(walk, &call->keywords);
    }
}

static void walk_branches(struct walk *walk, const struct branch *branch)
{
    for (; branch; branch = branch->next) {
        for (const struct condition *at = branch->condition; at; at = at->next) {
            walk_expr(walk, at->left);
            walk_expr(walk, at->right);
        }
        walk_body(walk, &branch->body);
    }
}

static void walk_case(struct walk *walk, const struct tag_case *choice)
{
    walk_expr(walk, choice->value);
    for (const struct case_branch *branch = choice->branches; branch; branch = branch->next) {
        walk_expr(walk, branch->value);
        /* The values of one `when` share their body. */
        if (!branch->next || branch->next->body != branch->body) walk_body(walk, branch->body);
    }
}

static void walk_loop(struct walk *walk, const struct tag_for *loop)
{
    walk_expr(walk, loop->collection);
    walk_expr(walk, loop->limit);
    walk_expr(walk, loop->offset);
    walk_expr(walk, loop->cols);
    walk_body(walk, &loop->body);
    walk_body(walk, &loop->otherwise);
}

static void walk_partial(struct walk *walk, const struct tag_partial *partial)
{
    const struct expr *name = partial->name;
    if (name->kind == EXPR_LITERAL && name->literal.kind == VALUE_STRING)
        report(walk, partial->isolated ? "render" : "include", name->literal.string, name->place);
    walk_expr(walk, name);
    walk_expr(walk, partial->value);
    walk_keywords(walk, &partial->keywords);
}

static void walk_node(struct walk *walk, const struct node *node)
{
    switch (node->kind) {
    case NODE_OUTPUT:
        walk_output(walk, &node->output);
        break;
    case NODE_ASSIGN:
        walk_output(walk, node->assign->value);
        break;
    case NODE_CAPTURE:
        walk_body(walk, &node->assign->body);
        break;
    case NODE_IF:
        walk_branches(walk, node->branches);
        break;
    case NODE_CASE:
        walk_case(walk, node->choice);
        break;
    case NODE_FOR:
    case NODE_TABLEROW:
        walk_loop(walk, node->loop);
        break;
    case NODE_CYCLE:
        walk_expr(walk, node->cycle->group);
        for (size_t i = 0; i < node->cycle->count; i++) walk_expr(walk, node->cycle->items[i]);
        break;
    case NODE_IFCHANGED:
        walk_body(walk, node->body);
        break;
    case NODE_PARTIAL:
        walk_partial(walk, node->partial);
        break;
    default:
        break;
    }
}

static void walk_body(struct walk *walk, const struct body *body)
{
    for (size_t i = 0; i < body->count; i++) walk_node(walk, &body->nodes[i]);
}

void liquid_walk(const struct liquid_template *template, each_call *each, void *context)
{
    struct walk walk = {
        .places = {.source = template->source}, .arena = arena_new(), .each = each, .context = context};
    collect(&walk, &template->body);
    walk_body(&walk, &template->body);
    arena_free(walk.arena);
}
