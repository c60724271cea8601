/* Expressions: paths, ranges, literals, filters and conditions. Strict where the language is strict; a few old
 * tags read their arguments leniently (expr_parse_fragment). */
#include "text/liquid_filter.h"
#include "text/liquid_parse.h"
#include "text/liquid_value.h"

/* ---- literals ---- */

static bool word_literal(struct str word, bool comparing, struct value *out)
{
    if (str_is(word, "nil") || str_is(word, "null"))
        *out = value_nil();
    else if (str_is(word, "true"))
        *out = value_bool(true);
    else if (str_is(word, "false"))
        *out = value_bool(false);
    else if (str_is(word, "empty"))
        *out = comparing ? value_special(LIQUID_EMPTY) : value_str(STR(""));
    else if (str_is(word, "blank"))
        *out = comparing ? value_special(LIQUID_BLANK) : value_str(STR(""));
    else
        return false;
    return true;
}

static struct expr *literal_new(struct parser *parser, const char *place, struct value value)
{
    struct expr *expr = ARENA_NEW(parser->arena, struct expr);
    *expr = (struct expr){.kind = EXPR_LITERAL, .place = place, .literal = value};
    return expr;
}

static struct str unquote(struct str text)
{
    return str_slice(text, 1, text.len - 1);
}

/* A range whose ends are both written out is made here; its ends then may be of any kind that counts. */
static int range_new(struct parser *parser, const char *place, const struct expr *from, const struct expr *to,
                     struct expr **out)
{
    if (from->kind == EXPR_LITERAL && to->kind == EXPR_LITERAL) {
        struct liquid_range range;
        if (value_to_int_loosely(&from->literal, &range.from) < 0 ||
            value_to_int_loosely(&to->literal, &range.to) < 0)
            return parser_fail(parser, place, "a range needs numbers at both ends");
        *out = literal_new(parser, place, value_range(parser->arena, range));
        return 0;
    }
    struct expr *expr = ARENA_NEW(parser->arena, struct expr);
    *expr = (struct expr){.kind = EXPR_RANGE, .place = place, .range = {from, to}};
    *out = expr;
    return 0;
}

/* ---- paths ---- */

struct segments {
    struct segment *items;
    size_t count, cap;
};

static void add_name(struct parser *parser, struct segments *segments, struct str name)
{
    enum segment_command command = COMMAND_NONE;
    if (str_is(name, "size"))
        command = COMMAND_SIZE;
    else if (str_is(name, "first"))
        command = COMMAND_FIRST;
    else if (str_is(name, "last"))
        command = COMMAND_LAST;
    *ARENA_PUSH(parser->arena, segments->items, segments->count, segments->cap) =
        (struct segment){SEGMENT_NAME, command, name, NULL};
}

static void add_index(struct parser *parser, struct segments *segments, const struct expr *index)
{
    struct segment segment = {.kind = SEGMENT_INDEX, .index = index};
    if (index->kind == EXPR_LITERAL && index->literal.kind == VALUE_STRING) {
        segment.kind = SEGMENT_KEY;
        segment.name = index->literal.string;
    }
    *ARENA_PUSH(parser->arena, segments->items, segments->count, segments->cap) = segment;
}

static void set_name(struct expr *expr, const struct expr *index)
{
    if (index->kind == EXPR_LITERAL && index->literal.kind == VALUE_STRING)
        expr->path.name = index->literal.string;
    else
        expr->path.dynamic = index;
}

static int parse_nested(struct lexer *lexer, bool comparing, int depth, const struct expr **out);

/* [expression], the opening bracket being the token at hand. */
static int parse_bracket(struct lexer *lexer, int depth, const struct expr **out)
{
    lexer_step(lexer);
    const struct expr *index;
    if (parse_nested(lexer, false, depth + 1, &index) < 0) return -1;
    if (lexer_expect(lexer, TOKEN_CLOSE_SQUARE, "]") < 0) return -1;
    *out = index;
    return 0;
}

static int parse_segments(struct lexer *lexer, int depth, struct expr *expr)
{
    struct parser *parser = lexer->parser;
    struct segments segments = {0};
    for (;;) {
        if (lexer->now.kind == TOKEN_OPEN_SQUARE) {
            const struct expr *index;
            if (parse_bracket(lexer, depth, &index) < 0) return -1;
            add_index(parser, &segments, index);
        } else if (lexer_skip(lexer, TOKEN_DOT)) {
            struct str name = lexer->now.text;
            if (lexer_expect(lexer, TOKEN_ID, "a name after the dot") < 0) return -1;
            add_name(parser, &segments, name);
        } else {
            break;
        }
    }
    expr->path.segments = segments.items;
    expr->count = (uint32_t)segments.count;
    return 0;
}

static int parse_path(struct lexer *lexer, bool comparing, int depth, const struct expr **out)
{
    struct parser *parser = lexer->parser;
    struct str word = lexer->now.text;
    struct expr *expr = ARENA_NEW(parser->arena, struct expr);
    *expr = (struct expr){.kind = EXPR_PATH, .place = word.ptr};
    bool bare = lexer->now.kind == TOKEN_ID;
    if (bare) {
        expr->path.name = word;
        lexer_step(lexer);
    } else {
        const struct expr *index;
        if (parse_bracket(lexer, depth, &index) < 0) return -1;
        set_name(expr, index);
    }
    if (parse_segments(lexer, depth, expr) < 0) return -1;
    struct value literal;
    if (bare && expr->count == 0 && word_literal(word, comparing, &literal))
        expr = literal_new(parser, word.ptr, literal);
    *out = expr;
    return 0;
}

static int parse_range(struct lexer *lexer, int depth, const struct expr **out)
{
    const char *place = lexer->now.text.ptr;
    const struct expr *from, *to;
    struct expr *range;
    lexer_step(lexer);
    if (parse_nested(lexer, false, depth + 1, &from) < 0) return -1;
    if (lexer_expect(lexer, TOKEN_DOTDOT, ".. of a range") < 0) return -1;
    if (parse_nested(lexer, false, depth + 1, &to) < 0) return -1;
    if (lexer_expect(lexer, TOKEN_CLOSE_ROUND, ")") < 0) return -1;
    if (range_new(lexer->parser, place, from, to, &range) < 0) return -1;
    *out = range;
    return 0;
}

static int parse_nested(struct lexer *lexer, bool comparing, int depth, const struct expr **out)
{
    struct token token = lexer->now;
    if (depth > LIQUID_MAX_EXPRESSION_NESTING)
        return parser_fail(lexer->parser, token.text.ptr,
                           "too many brackets within brackets; at most %d are read",
                           LIQUID_MAX_EXPRESSION_NESTING);
    switch (token.kind) {
    case TOKEN_ID:
    case TOKEN_OPEN_SQUARE:
        return parse_path(lexer, comparing, depth, out);
    case TOKEN_OPEN_ROUND:
        return parse_range(lexer, depth, out);
    case TOKEN_STRING:
        *out = literal_new(lexer->parser, token.text.ptr, value_str(unquote(token.text)));
        break;
    case TOKEN_NUMBER:
        *out = literal_new(lexer->parser, token.text.ptr, value_of_digits(token.text));
        break;
    default:
        return lexer_fail(lexer, "a value");
    }
    lexer_step(lexer);
    return 0;
}

int expr_parse(struct lexer *lexer, bool comparing, const struct expr **out)
{
    return parse_nested(lexer, comparing, 0, out);
}

/* ---- fragments ---- */

static int parse_loosely(struct parser *parser, struct str text, bool comparing, int depth,
                         const struct expr **out);

enum { LONGEST_PATH = 4096 };

/* The length of the bracket that opens at text[0], with its inner ones; 0 when it is not closed. */
static size_t bracket_length(struct str text)
{
    size_t open = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '[')
            open++;
        else if (text.ptr[i] == ']' && --open == 0)
            return i + 1;
    }
    return 0;
}

static bool is_segment(char c)
{
    return liquid_is_word(c) || c == '-';
}

/* Takes names and brackets as they come and skips everything else. */
static int path_loosely(struct parser *parser, struct str text, int depth, const struct expr **out)
{
    struct expr *expr = ARENA_NEW(parser->arena, struct expr);
    *expr = (struct expr){.kind = EXPR_PATH, .place = text.ptr};
    struct segments segments = {0};
    bool named = false;
    if (text.len > LONGEST_PATH) return parser_fail(parser, text.ptr, "the value is too long");
    for (size_t at = 0; at < text.len;) {
        size_t length = text.ptr[at] == '[' ? bracket_length(str_slice(text, at, text.len)) : 0;
        if (length) {
            const struct expr *index;
            struct str inside = str_slice(text, at + 1, at + length - 1);
            if (parse_loosely(parser, inside, false, depth + 1, &index) < 0) return -1;
            if (named)
                add_index(parser, &segments, index);
            else
                set_name(expr, index);
        } else {
            while (at + length < text.len && is_segment(text.ptr[at + length])) length++;
            if (length == 0) {
                at++;
                continue;
            }
            if (at + length < text.len && text.ptr[at + length] == '?') length++;
            struct str name = str_slice(text, at, at + length);
            if (named)
                add_name(parser, &segments, name);
            else
                expr->path.name = name;
        }
        named = true;
        at += length;
    }
    expr->path.segments = segments.items;
    expr->count = (uint32_t)segments.count;
    *out = named ? expr : literal_new(parser, text.ptr, value_nil());
    return 0;
}

static bool is_number(struct str text)
{
    size_t at = text.len && text.ptr[0] == '-', start = at;
    if (at == text.len || text.ptr[at] == '.') return false;
    for (; at < text.len; at++)
        if (text.ptr[at] != '.' && (text.ptr[at] < '0' || text.ptr[at] > '9')) return false;
    return at > start;
}

/* 1.2.3 is read as 1.2, and 1. as 1.0. */
static struct value number_loosely(struct str text)
{
    size_t dot = str_find_char(text, '.', 0);
    if (dot == STR_NOT_FOUND) return value_of_digits(text);
    size_t end = str_find_char(text, '.', dot + 1);
    if (end == STR_NOT_FOUND) end = text.len;
    if (end > dot + 1) return value_of_digits(str_slice(text, 0, end));
    struct value whole = value_of_digits(str_slice(text, 0, dot));
    return whole.kind == VALUE_INT ? value_real((double)whole.integer) : whole;
}

static int range_loosely(struct parser *parser, struct str text, size_t dots, int depth,
                         const struct expr **out)
{
    const struct expr *from, *to;
    struct expr *range;
    if (parse_loosely(parser, str_slice(text, 1, dots), false, depth + 1, &from) < 0) return -1;
    if (parse_loosely(parser, str_slice(text, dots + 2, text.len - 1), false, depth + 1, &to) < 0) return -1;
    if (range_new(parser, text.ptr, from, to, &range) < 0) return -1;
    *out = range;
    return 0;
}

static int parse_loosely(struct parser *parser, struct str text, bool comparing, int depth,
                         const struct expr **out)
{
    if (depth > LIQUID_MAX_EXPRESSION_NESTING)
        return parser_fail(parser, text.ptr, "too many brackets within brackets; at most %d are read",
                           LIQUID_MAX_EXPRESSION_NESTING);
    text = liquid_strip(text);
    struct value literal;
    char first = text.len ? text.ptr[0] : '\0', last = text.len ? text.ptr[text.len - 1] : '\0';
    if (text.len > 1 && first == last && (first == '"' || first == '\'')) {
        *out = literal_new(parser, text.ptr, value_str(unquote(text)));
        return 0;
    }
    if (word_literal(text, comparing, &literal)) {
        *out = literal_new(parser, text.ptr, literal);
        return 0;
    }
    size_t dots = first == '(' && last == ')' ? str_find(text, STR(".."), 1) : STR_NOT_FOUND;
    if (dots != STR_NOT_FOUND) return range_loosely(parser, text, dots, depth, out);
    if (is_number(text)) {
        *out = literal_new(parser, text.ptr, number_loosely(text));
        return 0;
    }
    return path_loosely(parser, text, depth, out);
}

int expr_parse_fragment(struct parser *parser, struct str fragment, bool comparing, const struct expr **out)
{
    return parse_loosely(parser, fragment, comparing, 0, out);
}

/* ---- filters ---- */

static int parse_argument(struct lexer *lexer, struct filter_call *call)
{
    struct parser *parser = lexer->parser;
    struct str name = {0};
    if (lexer->now.kind == TOKEN_ID && lexer->next.kind == TOKEN_COLON) {
        name = lexer->now.text;
        lexer_step(lexer);
        lexer_step(lexer);
    }
    const struct expr *value;
    if (expr_parse(lexer, false, &value) < 0) return -1;
    if (name.ptr)
        *ARENA_PUSH(parser->arena, call->keywords.items, call->keywords.count, call->keywords.cap) =
            (struct keyword){name, value};
    else
        *ARENA_PUSH(parser->arena, call->args, call->count, call->cap) = value;
    return 0;
}

/* Keywords reach a filter as one object behind its other arguments. */
static int check_arguments(struct parser *parser, struct str name, const struct filter_call *call)
{
    size_t count = call->count + (call->keywords.count > 0);
    const struct liquid_filter *filter = call->filter;
    if (count >= filter->min_args && count <= filter->max_args) return 0;
    if (filter->min_args == filter->max_args)
        return parser_fail(parser, name.ptr, "the filter %.*s takes %d argument(s), not %zu", STR_ARG(name),
                           filter->min_args, count);
    return parser_fail(parser, name.ptr, "the filter %.*s takes %d to %d arguments, not %zu", STR_ARG(name),
                       filter->min_args, filter->max_args, count);
}

static const struct liquid_filter *find_filter(const struct parser *parser, struct str name)
{
    const struct liquid_filters *own = parser->filters;
    for (size_t i = 0; own && i < own->count; i++)
        if (str_is(name, own->rows[i].name)) return &own->rows[i];
    return liquid_filter_find(name);
}

static int parse_filter(struct lexer *lexer, struct output *output)
{
    struct parser *parser = lexer->parser;
    struct str name = lexer->now.text;
    if (lexer_expect(lexer, TOKEN_ID, "the name of a filter") < 0) return -1;
    struct filter_call *call = ARENA_PUSH(parser->arena, output->filters, output->count, output->cap);
    call->filter = find_filter(parser, name);
    if (!call->filter) return parser_fail(parser, name.ptr, "there is no filter \"%.*s\"", STR_ARG(name));
    if (lexer_skip(lexer, TOKEN_COLON)) {
        do {
            if (parse_argument(lexer, call) < 0) return -1;
        } while (lexer_skip(lexer, TOKEN_COMMA));
    }
    output->safe = call->filter->safe;
    return check_arguments(parser, name, call);
}

int output_parse(struct parser *parser, struct str markup, struct output *out)
{
    struct output output = {0};
    struct lexer lexer;
    lexer_init(&lexer, parser, markup);
    if (lexer.now.kind != TOKEN_END) {
        if (expr_parse(&lexer, false, &output.value) < 0) return -1;
        while (lexer_skip(&lexer, TOKEN_PIPE))
            if (parse_filter(&lexer, &output) < 0) return -1;
        if (lexer_expect(&lexer, TOKEN_END, "| or the end") < 0) return -1;
    }
    *out = output;
    return 0;
}

/* ---- conditions ---- */

static enum compare compare_of(struct str text)
{
    static const struct {
        const char *text;
        enum compare compare;
    } table[] = {{"==", COMPARE_EQ}, {"!=", COMPARE_NE}, {"<>", COMPARE_NE}, {"<", COMPARE_LT},
                 {">", COMPARE_GT},  {"<=", COMPARE_LE}, {">=", COMPARE_GE}, {"contains", COMPARE_CONTAINS}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (str_is(text, table[i].text)) return table[i].compare;
    return COMPARE_NONE;
}

static int parse_comparison(struct lexer *lexer, struct condition *condition)
{
    if (expr_parse(lexer, true, &condition->left) < 0) return -1;
    if (lexer->now.kind != TOKEN_COMPARE) return 0;
    condition->compare = compare_of(lexer->now.text);
    lexer_step(lexer);
    return expr_parse(lexer, true, &condition->right);
}

int condition_parse(struct parser *parser, struct str markup, const struct condition **out)
{
    struct lexer lexer;
    lexer_init(&lexer, parser, markup);
    struct condition *first = ARENA_NEW(parser->arena, struct condition), *last = first;
    for (;;) {
        if (parse_comparison(&lexer, last) < 0) return -1;
        if (lexer_skip_word(&lexer, "and"))
            last->relation = RELATION_AND;
        else if (lexer_skip_word(&lexer, "or"))
            last->relation = RELATION_OR;
        else
            break;
        struct condition *next = ARENA_NEW(parser->arena, struct condition);
        last->next = next;
        last = next;
    }
    if (lexer_expect(&lexer, TOKEN_END, "a comparison, and, or, or the end") < 0) return -1;
    *out = first;
    return 0;
}
