/* The heads of tags: what stands in a tag besides its name. Blocks are put together in liquid_parse.c. */
#include "base/buf.h"
#include "text/liquid_parse.h"

static size_t skip_space(struct str text, size_t at)
{
    while (at < text.len && liquid_is_space(text.ptr[at])) at++;
    return at;
}

/* ---- names ---- */

static bool is_name(char c)
{
    return liquid_is_word(c) || c == '-' || c == '.' || c == '[' || c == ']';
}

/* A name to assign to, at `at`: its length, or 0. Parentheses around single characters are an oddity of the
 * reference implementation's grammar. */
static size_t name_length(struct str text, size_t at)
{
    size_t end = at;
    for (;;) {
        size_t next = end + (end < text.len && text.ptr[end] == '(');
        if (next >= text.len || !is_name(text.ptr[next])) break;
        end = next + 1;
        if (end < text.len && text.ptr[end] == ')') end++;
    }
    return end - at;
}

int assign_parse(struct parser *parser, struct str markup, struct tag_assign *out)
{
    for (size_t at = 0; at < markup.len; at++) {
        size_t length = name_length(markup, at);
        if (!length) continue;
        size_t equals = skip_space(markup, at + length);
        if (equals >= markup.len || markup.ptr[equals] != '=') {
            at += length - 1;
            continue;
        }
        struct output *value = ARENA_NEW(parser->arena, struct output);
        if (output_parse(parser, str_slice(markup, equals + 1, markup.len), value) < 0) return -1;
        *out = (struct tag_assign){.name = str_slice(markup, at, at + length), .value = value};
        return 0;
    }
    return parser_fail(parser, markup.ptr, "assign reads: name = value");
}

int capture_parse(struct parser *parser, struct str markup, struct tag_assign *out)
{
    for (size_t at = 0; at < markup.len; at++) {
        size_t length = name_length(markup, at);
        if (!length) continue;
        *out = (struct tag_assign){.name = str_slice(markup, at, at + length)};
        return 0;
    }
    return parser_fail(parser, markup.ptr, "capture needs the name of a variable");
}

/* ---- for and tablerow ---- */

/* The collection as one word without white space, as forloop.name shows it. */
static struct str loop_name(struct parser *parser, struct str variable, const char *from, const char *to)
{
    char *name = arena_alloc_raw(parser->arena, variable.len + 2 + (size_t)(to - from));
    size_t length = variable.len;
    memcpy(name, variable.ptr, variable.len);
    name[length++] = '-';
    char quote = '\0';
    for (; from < to; from++) {
        if (!quote && liquid_is_space(*from)) continue;
        if (*from == '"' || *from == '\'') quote = !quote ? *from : quote == *from ? '\0' : quote;
        name[length++] = *from;
    }
    return (struct str){name, length};
}

static int parse_offset(struct lexer *lexer, struct tag_for *loop)
{
    if (lexer->now.kind == TOKEN_ID && lexer->next.kind != TOKEN_DOT &&
        lexer->next.kind != TOKEN_OPEN_SQUARE && lexer_skip_word(lexer, "continue")) {
        loop->resume = true;
        return 0;
    }
    return expr_parse(lexer, false, &loop->offset);
}

/* limit: and offset:, with or without commas between them and behind. */
static int parse_loop_attributes(struct lexer *lexer, struct tag_for *loop)
{
    while (lexer->now.kind == TOKEN_COMMA || lexer->now.kind == TOKEN_ID) {
        if (lexer_skip(lexer, TOKEN_COMMA) && lexer->now.kind == TOKEN_END) return 0;
        bool limit = lexer_skip_word(lexer, "limit");
        if (!limit && !lexer_skip_word(lexer, "offset")) return lexer_fail(lexer, "limit, offset or the end");
        if (lexer_expect(lexer, TOKEN_COLON, "a colon") < 0) return -1;
        int rc = limit ? expr_parse(lexer, false, &loop->limit) : parse_offset(lexer, loop);
        if (rc < 0) return -1;
    }
    return lexer_expect(lexer, TOKEN_END, "limit, offset, reversed or the end");
}

int for_parse(struct parser *parser, struct str markup, struct tag_for *out)
{
    struct lexer lexer;
    struct tag_for loop = {.variable = {0}};
    lexer_init(&lexer, parser, markup);
    loop.variable = lexer.now.text;
    if (lexer_expect(&lexer, TOKEN_ID, "a variable") < 0) return -1;
    if (!lexer_skip_word(&lexer, "in")) return lexer_fail(&lexer, "in");
    const char *from = lexer.now.text.ptr;
    if (expr_parse(&lexer, false, &loop.collection) < 0) return -1;
    loop.name = loop_name(parser, loop.variable, from, lexer.now.text.ptr);
    loop.reversed = lexer_skip_word(&lexer, "reversed");
    if (parse_loop_attributes(&lexer, &loop) < 0) return -1;
    *out = loop;
    return 0;
}

int keywords_parse(struct parser *parser, struct str markup, struct keywords *out)
{
    for (size_t at = 0; at < markup.len;) {
        size_t end = at;
        if (liquid_is_word(markup.ptr[at]))
            while (end < markup.len && (liquid_is_word(markup.ptr[end]) || markup.ptr[end] == '-')) end++;
        if (end == at) {
            at++;
            continue;
        }
        size_t value_at = skip_space(markup, end);
        struct str value;
        if (value_at >= markup.len || markup.ptr[value_at] != ':') {
            at = end;
            continue;
        }
        value_at = skip_space(markup, value_at + 1);
        struct keyword keyword = {.name = str_slice(markup, at, end)};
        size_t behind = value_at;
        at = end;
        if (behind >= markup.len || !fragment_here(markup, &behind, &value)) continue;
        if (expr_parse_fragment(parser, value, false, &keyword.value) < 0) return -1;
        *ARENA_PUSH(parser->arena, out->items, out->count, out->cap) = keyword;
        at = behind;
    }
    return 0;
}

/* The word `word` with white space around it at *at; moves *at behind. */
static bool skip_joint(struct str markup, size_t *at, const char *word)
{
    size_t start = skip_space(markup, *at), end = start + strlen(word);
    if (start == *at || end >= markup.len || !liquid_is_space(markup.ptr[end])) return false;
    if (!str_is(str_slice(markup, start, end), word)) return false;
    *at = skip_space(markup, end);
    return true;
}

static const struct expr *keyword_of(const struct keywords *keywords, const char *name)
{
    const struct expr *found = NULL;
    for (size_t i = 0; i < keywords->count; i++)
        if (str_is(keywords->items[i].name, name)) found = keywords->items[i].value;
    return found;
}

int tablerow_parse(struct parser *parser, struct str markup, struct tag_for *out)
{
    for (size_t at = 0; at < markup.len; at++) {
        size_t end = at;
        while (end < markup.len && liquid_is_word(markup.ptr[end])) end++;
        if (end == at) continue;
        struct tag_for loop = {.variable = str_slice(markup, at, end)};
        struct str collection;
        at = end;
        if (!skip_joint(markup, &end, "in") || !fragment_here(markup, &end, &collection)) continue;
        struct keywords keywords = {0};
        if (expr_parse_fragment(parser, collection, false, &loop.collection) < 0) return -1;
        if (keywords_parse(parser, markup, &keywords) < 0) return -1;
        loop.limit = keyword_of(&keywords, "limit");
        loop.offset = keyword_of(&keywords, "offset");
        loop.cols = keyword_of(&keywords, "cols");
        *out = loop;
        return 0;
    }
    return parser_fail(parser, markup.ptr, "tablerow reads: item in collection");
}

/* ---- cycle ---- */

static int cycle_items(struct parser *parser, struct str markup, struct tag_cycle *cycle)
{
    struct str rest = markup, part;
    while (str_next_part(&rest, ',', &part)) {
        size_t at = 0;
        struct str fragment;
        const struct expr *item;
        if (!fragment_find(part, &at, &fragment)) continue;
        if (expr_parse_fragment(parser, fragment, false, &item) < 0) return -1;
        *ARENA_PUSH(parser->arena, cycle->items, cycle->count, cycle->cap) = item;
    }
    return 0;
}

/* Two unnamed cycles with the same literal items are one; with a variable among them, each tag is its own. */
static struct str cycle_key(struct parser *parser, const struct tag_cycle *cycle)
{
    struct buf key;
    buf_init(&key, SIZE_MAX / 2);
    for (size_t i = 0; i < cycle->count; i++) {
        const struct value *item = &cycle->items[i]->literal;
        if (cycle->items[i]->kind != EXPR_LITERAL) {
            buf_clear(&key);
            break;
        }
        bool text = item->kind == VALUE_STRING;
        buf_add_char(&key, (char)('a' + item->kind % 26));
        buf_add_int(&key, text ? (int64_t)item->string.len : item->integer);
        buf_add_char(&key, ':');
        if (text) buf_add(&key, item->string);
    }
    struct str copy = buf_copy(&key, parser->arena);
    buf_done(&key);
    return copy;
}

int cycle_parse(struct parser *parser, struct str markup, struct tag_cycle *out)
{
    struct tag_cycle cycle = {0};
    size_t at = 0, end = 0;
    struct str group;
    markup = liquid_strip_right(markup);
    if (!fragment_find(markup, &end, &group) || group.ptr != markup.ptr)
        return parser_fail(parser, markup.ptr, "cycle needs the values to go round");
    size_t colon = skip_space(markup, end);
    /* A bare group name swallows its colon: `name:`. */
    if (group.ptr[0] != '"' && group.ptr[0] != '\'') {
        size_t in_word = str_find_char(group, ':', 1);
        for (size_t more = in_word; more != STR_NOT_FOUND; more = str_find_char(group, ':', more + 1))
            in_word = more;
        if (in_word != STR_NOT_FOUND) colon = in_word;
    }
    if (colon < markup.len && markup.ptr[colon] == ':') {
        struct str name = str_slice(markup, 0, colon < end ? colon : end);
        if (expr_parse_fragment(parser, name, false, &cycle.group) < 0) return -1;
        at = colon + 1;
    }
    if (cycle_items(parser, str_slice(markup, at, markup.len), &cycle) < 0) return -1;
    if (cycle.count == 0) return parser_fail(parser, markup.ptr, "cycle needs the values to go round");
    if (!cycle.group) cycle.key = cycle_key(parser, &cycle);
    *out = cycle;
    return 0;
}

/* ---- include and render ---- */

static bool quoted_find(struct str markup, size_t *at, struct str *out)
{
    for (size_t start = *at; start < markup.len; start++) {
        char quote = markup.ptr[start];
        if (quote != '"' && quote != '\'') continue;
        size_t close = str_find_char(markup, quote, start + 1);
        if (close == STR_NOT_FOUND) continue;
        *out = str_slice(markup, start, close + 1);
        *at = close + 1;
        return true;
    }
    return false;
}

int partial_parse(struct parser *parser, struct str markup, bool isolated, struct tag_partial *out)
{
    struct tag_partial partial = {.isolated = isolated};
    size_t at = 0;
    struct str name, value;
    if (isolated ? !quoted_find(markup, &at, &name) : !fragment_find(markup, &at, &name))
        return parser_fail(parser, markup.ptr, "the name of the template is missing%s",
                           isolated ? "; it stands in quotes" : "");
    if (expr_parse_fragment(parser, name, false, &partial.name) < 0) return -1;
    size_t joint = at;
    partial.loop = !skip_joint(markup, &joint, "with") && skip_joint(markup, &joint, "for");
    if (joint != at && fragment_here(markup, &joint, &value)) {
        if (expr_parse_fragment(parser, value, false, &partial.value) < 0) return -1;
        at = joint;
    }
    joint = at;
    if (skip_joint(markup, &joint, "as")) {
        size_t end = joint;
        while (end < markup.len && (liquid_is_word(markup.ptr[end]) || markup.ptr[end] == '-')) end++;
        partial.alias = str_slice(markup, joint, end);
    }
    if (keywords_parse(parser, markup, &partial.keywords) < 0) return -1;
    *out = partial;
    return 0;
}

/* ---- case ---- */

int case_parse(struct parser *parser, struct str markup, struct tag_case *out)
{
    size_t at = 0;
    struct str fragment;
    if (!fragment_find(markup, &at, &fragment)) return parser_fail(parser, markup.ptr, "case needs a value");
    return expr_parse_fragment(parser, fragment, false, &out->value);
}

/* The separator between two values of a `when`: a comma, or the word or. */
static bool skip_separator(struct str markup, size_t *at)
{
    if (skip_joint(markup, at, "or")) return true;
    size_t comma = skip_space(markup, *at);
    if (comma >= markup.len || markup.ptr[comma] != ',') return false;
    *at = skip_space(markup, comma + 1);
    return true;
}

int when_parse(struct parser *parser, struct str markup, struct body *body, struct case_branch ***tail)
{
    size_t at = 0;
    struct str fragment;
    do {
        if (at >= markup.len || !fragment_find(markup, &at, &fragment))
            return parser_fail(parser, markup.ptr, "when needs a value");
        struct case_branch *branch = ARENA_NEW(parser->arena, struct case_branch);
        if (expr_parse_fragment(parser, fragment, true, &branch->value) < 0) return -1;
        branch->body = body;
        **tail = branch;
        *tail = &branch->next;
        size_t behind = at;
        if (!skip_separator(markup, &behind)) break;
        /* Nothing that reads as a value behind the separator: it does not count. */
        struct str next;
        size_t ahead = behind;
        if (!fragment_find(markup, &ahead, &next) || next.ptr != markup.ptr + behind) break;
        at = behind;
    } while (true);
    return 0;
}
