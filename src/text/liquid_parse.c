/* Compiles a template: bodies of nodes, and the blocks that hold them. */
#include "text/liquid_parse.h"

/* ---- bodies ---- */

static struct node *add_node(struct parser *parser, struct body *body, enum node_kind kind, const char *at)
{
    struct node *node = ARENA_PUSH(parser->arena, body->nodes, body->count, body->cap);
    node->kind = kind;
    parser_place(parser, at, &node->line, &node->column);
    return node;
}

/* A block that shows nothing gives up its white space too. */
static void drop_text(struct body *body)
{
    size_t kept = 0;
    for (size_t i = 0; i < body->count; i++)
        if (body->nodes[i].kind != NODE_TEXT) body->nodes[kept++] = body->nodes[i];
    body->count = kept;
}

/* What a body is read from, and what ended it: the tag that is not of its own, or the end of the source. */
struct reader {
    struct parser *parser;
    struct pieces *pieces;
    struct piece end;
};

static int read_body(struct reader *reader, struct body *body);

static int unclosed(struct reader *reader, const struct piece *open)
{
    return parser_fail(reader->parser, open->whole.ptr, "the tag \"%.*s\" is never closed",
                       STR_ARG(open->name));
}

static int unknown(struct parser *parser, const struct piece *piece)
{
    static const char *const inner[] = {"else", "elsif", "when"};
    bool end = str_starts(piece->name, STR("end"));
    for (size_t i = 0; i < sizeof inner / sizeof inner[0]; i++) end = end || str_is(piece->name, inner[i]);
    return parser_fail(parser, piece->whole.ptr,
                       end ? "\"%.*s\" is out of place" : "there is no tag \"%.*s\"", STR_ARG(piece->name));
}

/* Reads bodies until the tag end`open`; between them `branch` is asked for the body that the tag at
 * reader->end begins. Gives through `blank` whether all were blank. */
static int read_block(struct reader *reader, const struct piece *open, struct body *first,
                      int (*branch)(struct reader *reader, void *context, struct body **body), void *context,
                      bool *blank)
{
    struct parser *parser = reader->parser;
    struct body *body = first;
    bool all_blank = true;
    if (++parser->depth > LIQUID_MAX_NESTING)
        return parser_fail(parser, open->whole.ptr, "blocks within blocks; at most %d are read",
                           LIQUID_MAX_NESTING);
    for (;;) {
        if (read_body(reader, body) < 0) return -1;
        all_blank = all_blank && body->blank;
        struct str name = reader->end.name;
        if (reader->end.kind == PIECE_END) return unclosed(reader, open);
        if (str_starts(name, STR("end")) && str_eq(str_slice(name, 3, name.len), open->name)) break;
        int rc = branch ? branch(reader, context, &body) : 0;
        if (rc < 0) return -1;
        if (rc == 0) return unknown(parser, &reader->end);
    }
    parser->depth--;
    *blank = all_blank;
    return 0;
}

/* ---- if and unless ---- */

/* 1: a branch begins; 0: not a tag of this block; -1: an error. */
static int next_branch(struct reader *reader, void *context, struct body **body)
{
    struct branch **last = context;
    bool otherwise = str_is(reader->end.name, "else");
    if (!otherwise && !str_is(reader->end.name, "elsif")) return 0;
    struct branch *branch = ARENA_NEW(reader->parser->arena, struct branch);
    if (!otherwise && condition_parse(reader->parser, reader->end.markup, &branch->condition) < 0) return -1;
    (*last)->next = branch;
    *last = branch;
    *body = &branch->body;
    return 1;
}

static int read_if(struct reader *reader, const struct piece *open, struct node *node, bool *blank)
{
    struct branch *first = ARENA_NEW(reader->parser->arena, struct branch), *last = first;
    first->negated = str_is(open->name, "unless");
    if (condition_parse(reader->parser, open->markup, &first->condition) < 0) return -1;
    if (read_block(reader, open, &first->body, next_branch, &last, blank) < 0) return -1;
    if (*blank)
        for (last = first; last; last = last->next) drop_text(&last->body);
    node->branches = first;
    return 0;
}

/* ---- case ---- */

static int next_when(struct reader *reader, void *context, struct body **out)
{
    struct parser *parser = reader->parser;
    struct case_branch ***tail = context;
    bool otherwise = str_is(reader->end.name, "else");
    if (!otherwise && !str_is(reader->end.name, "when")) return 0;
    struct body *body = ARENA_NEW(parser->arena, struct body);
    *out = body;
    if (!otherwise) return when_parse(parser, reader->end.markup, body, tail) < 0 ? -1 : 1;
    if (!liquid_is_blank(reader->end.markup))
        return parser_fail(parser, reader->end.markup.ptr, "the else of a case takes no condition");
    struct case_branch *branch = ARENA_NEW(parser->arena, struct case_branch);
    branch->body = body;
    **tail = branch;
    *tail = &branch->next;
    return 1;
}

static int read_case(struct reader *reader, const struct piece *open, struct node *node, bool *blank)
{
    struct tag_case *choice = ARENA_NEW(reader->parser->arena, struct tag_case);
    struct case_branch **tail = &choice->branches;
    struct body before = {0}; /* what stands before the first when is never shown */
    if (case_parse(reader->parser, open->markup, choice) < 0) return -1;
    if (read_block(reader, open, &before, next_when, &tail, blank) < 0) return -1;
    if (*blank)
        for (struct case_branch *branch = choice->branches; branch; branch = branch->next)
            drop_text(branch->body);
    node->choice = choice;
    return 0;
}

/* ---- loops ---- */

static int next_else(struct reader *reader, void *context, struct body **body)
{
    struct tag_for *loop = context;
    if (loop->has_else || !str_is(reader->end.name, "else")) return 0;
    loop->has_else = true;
    *body = &loop->otherwise;
    return 1;
}

static int read_for(struct reader *reader, const struct piece *open, struct node *node, bool *blank)
{
    struct tag_for *loop = ARENA_NEW(reader->parser->arena, struct tag_for);
    if (for_parse(reader->parser, open->markup, loop) < 0) return -1;
    if (read_block(reader, open, &loop->body, next_else, loop, blank) < 0) return -1;
    if (*blank) {
        drop_text(&loop->body);
        drop_text(&loop->otherwise);
    }
    node->loop = loop;
    return 0;
}

static int read_tablerow(struct reader *reader, const struct piece *open, struct node *node, bool *blank)
{
    struct tag_for *loop = ARENA_NEW(reader->parser->arena, struct tag_for);
    if (tablerow_parse(reader->parser, open->markup, loop) < 0) return -1;
    if (read_block(reader, open, &loop->body, NULL, NULL, blank) < 0) return -1;
    node->loop = loop;
    return 0;
}

/* ---- capture and ifchanged ---- */

static int read_capture(struct reader *reader, const struct piece *open, struct node *node, bool *blank)
{
    struct tag_assign *capture = ARENA_NEW(reader->parser->arena, struct tag_assign);
    if (capture_parse(reader->parser, open->markup, capture) < 0) return -1;
    if (read_block(reader, open, &capture->body, NULL, NULL, blank) < 0) return -1;
    *blank = true;
    node->assign = capture;
    return 0;
}

static int read_ifchanged(struct reader *reader, const struct piece *open, struct node *node, bool *blank)
{
    struct body *body = ARENA_NEW(reader->parser->arena, struct body);
    if (read_block(reader, open, body, NULL, NULL, blank) < 0) return -1;
    node->body = body;
    return 0;
}

/* ---- raw, comment and doc: their insides are not parsed ---- */

/* The last "{% name … %}" that ends `whole`: the tag's name and, through `before`, what stands before it. */
static struct str closing_name(struct str whole, struct str *before)
{
    if (!str_ends(whole, STR("%}"))) return STR("");
    for (size_t at = whole.len - 2; at-- > 0;) {
        if (whole.ptr[at] != '{' || whole.ptr[at + 1] != '%') continue;
        size_t start = at + 2 + (whole.ptr[at + 2] == '-');
        while (start < whole.len && liquid_is_space(whole.ptr[start])) start++;
        size_t end = start;
        while (end < whole.len && liquid_is_word(whole.ptr[end])) end++;
        if (end == start) continue;
        *before = str_slice(whole, 0, at);
        return str_slice(whole, start, end);
    }
    return STR("");
}

/* Skips to the tag end`name` and gives what stood before it. */
static int read_verbatim(struct reader *reader, const struct piece *open, struct str *out)
{
    struct piece piece;
    for (pieces_next(reader->pieces, &piece); piece.kind != PIECE_END; pieces_next(reader->pieces, &piece)) {
        struct str before = {0}, name = reader->pieces->lines ? STR("") : closing_name(piece.whole, &before);
        if (str_is(open->name, "doc") && str_is(name, "doc"))
            return parser_fail(reader->parser, piece.whole.ptr, "a doc within a doc");
        if (!str_starts(name, STR("end")) || !str_eq(str_slice(name, 3, name.len), open->name)) continue;
        const char *from = open->whole.ptr + open->whole.len;
        reader->parser->trim = piece.whole.ptr[piece.whole.len - 3] == '-';
        *out = (struct str){from, (size_t)(before.ptr + before.len - from)};
        return 0;
    }
    return unclosed(reader, open);
}

static int read_raw(struct reader *reader, const struct piece *open, struct body *body)
{
    struct str text;
    if (!liquid_is_blank(open->markup))
        return parser_fail(reader->parser, open->markup.ptr, "%.*s takes no arguments", STR_ARG(open->name));
    if (read_verbatim(reader, open, &text) < 0) return -1;
    if (str_is(open->name, "doc") || text.len == 0) return 0;
    add_node(reader->parser, body, NODE_TEXT, open->whole.ptr)->text = text;
    body->blank = false;
    return 0;
}

static int skip_comment(struct reader *reader, const struct piece *open)
{
    struct piece piece;
    int depth = 1;
    for (pieces_next(reader->pieces, &piece); piece.kind != PIECE_END; pieces_next(reader->pieces, &piece)) {
        struct str ignored;
        if (piece.kind != PIECE_TAG) continue;
        if (str_is(piece.name, "raw")) {
            bool trim = reader->parser->trim;
            if (read_verbatim(reader, &piece, &ignored) < 0) return -1;
            reader->parser->trim = trim;
        } else if (str_is(piece.name, "comment")) {
            depth++;
        } else if (str_is(piece.name, "endcomment") && --depth == 0) {
            if (!reader->pieces->lines) reader->parser->trim = piece.trim_after;
            return 0;
        }
    }
    return unclosed(reader, open);
}

/* An inline comment of several lines has a # on each. */
static int check_note(struct parser *parser, struct str markup)
{
    for (size_t at = str_find_char(markup, '\n', 0); at != STR_NOT_FOUND;
         at = str_find_char(markup, '\n', at)) {
        while (at < markup.len && liquid_is_space(markup.ptr[at])) at++;
        if (at < markup.len && markup.ptr[at] != '#')
            return parser_fail(parser, markup.ptr + at, "every line of this comment begins with #");
    }
    return 0;
}

/* ---- tags ---- */

static int read_partial(struct parser *parser, const struct piece *piece, struct node *node)
{
    struct tag_partial *partial = ARENA_NEW(parser->arena, struct tag_partial);
    node->partial = partial;
    return partial_parse(parser, piece->markup, str_is(piece->name, "render"), partial);
}

/* Tags without a body. `blank` is how they count for their block. */
static int read_simple(struct reader *reader, const struct piece *piece, struct node *node, bool *blank)
{
    struct parser *parser = reader->parser;
    *blank = false;
    switch (node->kind) {
    case NODE_OUTPUT:
        return output_parse(parser, piece->markup, &node->output);
    case NODE_ASSIGN: {
        struct tag_assign *assign = ARENA_NEW(parser->arena, struct tag_assign);
        *blank = true;
        node->assign = assign;
        return assign_parse(parser, piece->markup, assign);
    }
    case NODE_CYCLE: {
        struct tag_cycle *cycle = ARENA_NEW(parser->arena, struct tag_cycle);
        node->cycle = cycle;
        return cycle_parse(parser, piece->markup, cycle);
    }
    case NODE_PARTIAL:
        return read_partial(parser, piece, node);
    default:
        node->text = liquid_strip(piece->markup);
        return 0;
    }
}

typedef int read_tag(struct reader *reader, const struct piece *open, struct node *node, bool *blank);

static const struct tag {
    const char *name;
    enum node_kind kind;
    read_tag *read;
} tags[] = {
    {"assign", NODE_ASSIGN, read_simple},
    {"break", NODE_BREAK, read_simple},
    {"capture", NODE_CAPTURE, read_capture},
    {"case", NODE_CASE, read_case},
    {"continue", NODE_CONTINUE, read_simple},
    {"cycle", NODE_CYCLE, read_simple},
    {"decrement", NODE_DECREMENT, read_simple},
    {"echo", NODE_OUTPUT, read_simple},
    {"for", NODE_FOR, read_for},
    {"if", NODE_IF, read_if},
    {"ifchanged", NODE_IFCHANGED, read_ifchanged},
    {"include", NODE_PARTIAL, read_simple},
    {"increment", NODE_INCREMENT, read_simple},
    {"render", NODE_PARTIAL, read_simple},
    {"tablerow", NODE_TABLEROW, read_tablerow},
    {"unless", NODE_IF, read_if},
};

static const struct tag *find_tag(struct str name)
{
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (str_is(name, tags[i].name)) return &tags[i];
    return NULL;
}

/* The lines of a liquid tag are tags of the body it stands in; its blocks close within it. */
static int read_lines(struct reader *reader, const struct piece *open, struct body *body)
{
    struct pieces lines = {.source = open->markup, .lines = true};
    struct reader inner = {reader->parser, &lines, {0}};
    bool blank = body->blank, trim = reader->parser->trim;
    if (++reader->parser->depth > LIQUID_MAX_NESTING)
        return parser_fail(reader->parser, open->whole.ptr,
                           "liquid tags within each other; at most %d are read", LIQUID_MAX_NESTING);
    if (read_body(&inner, body) < 0) return -1;
    reader->parser->depth--;
    reader->parser->trim = trim;
    body->blank = body->blank && blank;
    if (inner.end.kind != PIECE_END) return unknown(reader->parser, &inner.end);
    return 0;
}

/* 1: read; 0: not a tag that can stand here, the body ends; -1: an error. */
static int read_tag_piece(struct reader *reader, const struct piece *piece, struct body *body)
{
    struct parser *parser = reader->parser;
    struct str name = piece->name;
    int rc = 0;
    if (str_is(name, "#")) {
        rc = check_note(parser, piece->markup);
    } else if (str_is(name, "comment")) {
        rc = skip_comment(reader, piece);
    } else if (str_is(name, "raw") || str_is(name, "doc")) {
        rc = read_raw(reader, piece, body);
    } else if (str_is(name, "liquid")) {
        rc = read_lines(reader, piece, body);
    } else {
        const struct tag *tag = find_tag(name);
        if (!tag) return 0;
        bool blank = false;
        struct node *node = add_node(parser, body, tag->kind, piece->whole.ptr);
        rc = tag->read(reader, piece, node, &blank);
        body->blank = body->blank && blank;
    }
    return rc < 0 ? -1 : 1;
}

static int bad_piece(struct parser *parser, const struct piece *piece)
{
    bool output = piece->whole.len > 1 && piece->whole.ptr[1] == '{';
    if (parser && output) return parser_fail(parser, piece->whole.ptr, "the output {{ is not closed by }}");
    if (str_ends(piece->whole, STR("%}")))
        return parser_fail(parser, piece->whole.ptr, "there is no name of a tag here");
    return parser_fail(parser, piece->whole.ptr, "the tag is not closed by %%}, or is no tag");
}

static void add_text(struct reader *reader, struct str text, struct body *body)
{
    if (reader->parser->trim) text = liquid_strip_left(text);
    reader->parser->trim = false;
    if (!liquid_is_blank(text)) body->blank = false;
    add_node(reader->parser, body, NODE_TEXT, text.ptr)->text = text;
}

/* Adds to `body` up to the end, or up to a tag that is not of a body, kept in reader->end. */
static int read_body(struct reader *reader, struct body *body)
{
    struct parser *parser = reader->parser;
    struct piece piece;
    bool text_last = false; /* the dash of a tag reaches only the text right before it */
    body->blank = true;
    for (pieces_next(reader->pieces, &piece); piece.kind != PIECE_END; pieces_next(reader->pieces, &piece)) {
        if (piece.kind == PIECE_TEXT) {
            add_text(reader, piece.whole, body);
            text_last = true;
            continue;
        }
        if (piece.kind == PIECE_BAD) return bad_piece(parser, &piece);
        if (piece.trim_before && text_last) {
            struct str *text = &body->nodes[body->count - 1].text;
            *text = liquid_strip_right(*text);
        }
        parser->trim = piece.trim_after;
        text_last = false;
        if (piece.kind == PIECE_OUTPUT) {
            struct node *node = add_node(parser, body, NODE_OUTPUT, piece.whole.ptr);
            if (output_parse(parser, piece.markup, &node->output) < 0) return -1;
            body->blank = false;
            continue;
        }
        int rc = read_tag_piece(reader, &piece, body);
        if (rc < 0) return -1;
        if (rc == 0) break;
    }
    reader->end = piece;
    return 0;
}

int liquid_compile(struct arena *arena, struct str name, struct str source,
                   const struct liquid_template **out, struct err *err)
{
    return liquid_compile_with(arena, name, source, NULL, out, err);
}

int liquid_compile_with(struct arena *arena, struct str name, struct str source,
                        const struct liquid_filters *filters, const struct liquid_template **out,
                        struct err *err)
{
    if (!source.ptr) source = STR("");
    struct parser parser = {.arena = arena, .name = name, .source = source, .err = err, .filters = filters};
    struct pieces pieces = {.source = source};
    struct reader reader = {&parser, &pieces, {0}};
    struct liquid_template *template = ARENA_NEW(arena, struct liquid_template);
    template->name = arena_str(arena, name);
    template->source = source;
    if (read_body(&reader, &template->body) < 0) return -1;
    if (reader.end.kind != PIECE_END) return unknown(&parser, &reader.end);
    *out = template;
    return 0;
}
