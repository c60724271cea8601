/* The two lexers of Liquid: a template into pieces, and the markup of a tag into tokens. */
#include <stdarg.h>
#include <stdio.h>

#include "text/liquid_parse.h"

bool liquid_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool liquid_is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* As the reference implementation, NUL counts as white space at the ends of a text. */
struct str liquid_strip_left(struct str text)
{
    size_t from = 0;
    while (from < text.len && (liquid_is_space(text.ptr[from]) || text.ptr[from] == '\0')) from++;
    return str_slice(text, from, text.len);
}

struct str liquid_strip_right(struct str text)
{
    while (text.len && (liquid_is_space(text.ptr[text.len - 1]) || text.ptr[text.len - 1] == '\0'))
        text.len--;
    return text;
}

struct str liquid_strip(struct str text)
{
    return liquid_strip_left(liquid_strip_right(text));
}

bool liquid_is_blank(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!liquid_is_space(text.ptr[i])) return false;
    return true;
}

void liquid_place(struct str source, const char *at, int *line, int *column)
{
    struct parser parser = {.source = source};
    uint32_t found_line, found_column;
    parser_place(&parser, at, &found_line, &found_column);
    *line = (int)found_line;
    *column = (int)found_column;
}

void parser_place(struct parser *parser, const char *at, uint32_t *line, uint32_t *column)
{
    if (!parser->place || parser->place > at) {
        parser->place = parser->source.ptr;
        parser->line = parser->column = 1;
    }
    for (; parser->place < at; parser->place++) {
        if (*parser->place == '\n') {
            parser->line++;
            parser->column = 1;
        } else if (((unsigned char)*parser->place & 0xc0) != 0x80) {
            parser->column++;
        }
    }
    *line = (uint32_t)parser->line;
    *column = (uint32_t)parser->column;
}

int parser_fail(struct parser *parser, const char *at, const char *format, ...)
{
    char message[256];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    int line, column;
    liquid_place(parser->source, at, &line, &column);
    err_set(parser->err, ERR_INPUT, "%s", message);
    return err_at(parser->err, parser->name, line, column);
}

/* ---- pieces ---- */

/* The tag's name and markup between `from` and `to`: "#" or a word, then anything. */
static bool split_tag(struct str inside, struct piece *out)
{
    struct str text = str_slice(inside, 0, inside.len);
    size_t at = 0;
    while (at < text.len && liquid_is_space(text.ptr[at])) at++;
    size_t start = at;
    if (at < text.len && text.ptr[at] == '#')
        at++;
    else
        while (at < text.len && liquid_is_word(text.ptr[at])) at++;
    if (at == start) return false;
    out->name = str_slice(text, start, at);
    while (at < text.len && liquid_is_space(text.ptr[at])) at++;
    out->markup = str_slice(text, at, text.len);
    return true;
}

/* `whole` begins with "{%" or "{{" and ends with "%}" or "}}": what is inside, without the dashes. */
static struct str strip_marks(struct str whole, struct piece *out)
{
    size_t from = 2, to = whole.len - 2;
    out->trim_before = whole.ptr[2] == '-';
    out->trim_after = whole.ptr[whole.len - 3] == '-';
    if (out->trim_before) from++;
    if (out->trim_after && to > from) to--;
    return str_slice(whole, from, to);
}

static void tag_piece(struct pieces *pieces, size_t start, size_t search, struct piece *out)
{
    size_t end = str_find(pieces->source, STR("%}"), search);
    if (end == STR_NOT_FOUND) {
        out->kind = PIECE_BAD;
        out->whole = str_slice(pieces->source, start, pieces->source.len);
        pieces->at = pieces->source.len;
        return;
    }
    out->whole = str_slice(pieces->source, start, end + 2);
    pieces->at = end + 2;
    out->kind = PIECE_BAD;
    if (out->whole.ptr[1] != '%') return;
    if (split_tag(strip_marks(out->whole, out), out)) out->kind = PIECE_TAG;
}

/* An output ends at the first "}": "}}" is its end, a single one a mistake. "{%" inside makes it a bad tag, whose
 * end is looked for, so that `raw` finds its end. */
static void output_piece(struct pieces *pieces, size_t start, struct piece *out)
{
    struct str source = pieces->source;
    for (size_t at = start + 2; at < source.len; at++) {
        if (source.ptr[at] == '{' && at + 1 < source.len && source.ptr[at + 1] == '%') {
            tag_piece(pieces, start, at + 2, out);
            return;
        }
        if (source.ptr[at] != '}') continue;
        bool closed = at + 1 < source.len && source.ptr[at + 1] == '}';
        pieces->at = closed ? at + 2 : at + 1;
        out->whole = str_slice(source, start, pieces->at);
        out->kind = closed ? PIECE_OUTPUT : PIECE_BAD;
        if (closed) out->markup = strip_marks(out->whole, out);
        return;
    }
    out->kind = PIECE_BAD;
    out->whole = str_slice(source, start, source.len);
    pieces->at = source.len;
}

static bool opens(struct str source, size_t at)
{
    return source.ptr[at] == '{' && at + 1 < source.len &&
           (source.ptr[at + 1] == '{' || source.ptr[at + 1] == '%');
}

static void text_piece(struct pieces *pieces, struct piece *out)
{
    struct str source = pieces->source;
    size_t start = pieces->at, at = start;
    while (at < source.len && !opens(source, at)) {
        const char *brace = memchr(source.ptr + at + 1, '{', source.len - at - 1);
        at = brace ? (size_t)(brace - source.ptr) : source.len;
    }
    out->kind = PIECE_TEXT;
    out->whole = str_slice(source, start, at);
    pieces->at = at;
}

static void line_piece(struct pieces *pieces, struct piece *out)
{
    struct str source = pieces->source;
    while (pieces->at < source.len) {
        size_t end = str_find_char(source, '\n', pieces->at);
        if (end == STR_NOT_FOUND) end = source.len;
        struct str line = str_slice(source, pieces->at, end);
        pieces->at = end + 1;
        if (liquid_is_blank(line)) continue;
        out->whole = line;
        out->kind = split_tag(line, out) ? PIECE_TAG : PIECE_BAD;
        return;
    }
}

void pieces_next(struct pieces *pieces, struct piece *out)
{
    *out = (struct piece){.kind = PIECE_END, .whole = {pieces->source.ptr + pieces->source.len, 0}};
    if (pieces->at >= pieces->source.len) return;
    if (pieces->lines)
        line_piece(pieces, out);
    else if (!opens(pieces->source, pieces->at))
        text_piece(pieces, out);
    else if (pieces->source.ptr[pieces->at + 1] == '%')
        tag_piece(pieces, pieces->at, pieces->at + 2, out);
    else
        output_piece(pieces, pieces->at, out);
}

/* ---- tokens ---- */

static enum token_kind single(char c)
{
    switch (c) {
    case '|':
        return TOKEN_PIPE;
    case ':':
        return TOKEN_COLON;
    case ',':
        return TOKEN_COMMA;
    case '.':
        return TOKEN_DOT;
    case '[':
        return TOKEN_OPEN_SQUARE;
    case ']':
        return TOKEN_CLOSE_SQUARE;
    case '(':
        return TOKEN_OPEN_ROUND;
    case ')':
        return TOKEN_CLOSE_ROUND;
    case '?':
    case '-':
        return TOKEN_OTHER;
    }
    return TOKEN_BAD;
}

static size_t number_length(const char *at, size_t left)
{
    size_t length = at[0] == '-';
    while (length < left && is_digit(at[length])) length++;
    if (length + 1 < left && at[length] == '.' && is_digit(at[length + 1])) {
        length++;
        while (length < left && is_digit(at[length])) length++;
    }
    return length;
}

static size_t id_length(const char *at, size_t left)
{
    size_t length = 1;
    while (length < left && (liquid_is_word(at[length]) || at[length] == '-')) length++;
    return length + (length < left && at[length] == '?');
}

static size_t compare_length(const char *at, size_t left)
{
    char second = left > 1 ? at[1] : '\0';
    switch (at[0]) {
    case '=':
        return second == '=' ? 2 : 0;
    case '!':
        return second == '=' ? 2 : 0;
    case '<':
        return second == '=' || second == '>' ? 2 : 1;
    case '>':
        return second == '=' ? 2 : 1;
    }
    return 0;
}

static size_t string_length(const char *at, size_t left)
{
    const char *close = memchr(at + 1, at[0], left - 1);
    return close ? (size_t)(close - at) + 1 : 0;
}

static void scan(struct lexer *lexer, enum token_kind before, struct token *out)
{
    while (lexer->at < lexer->end && liquid_is_space(*lexer->at)) lexer->at++;
    const char *at = lexer->at;
    size_t left = (size_t)(lexer->end - at), length = 1;
    enum token_kind kind;
    if (left == 0) {
        kind = TOKEN_END;
        length = 0;
    } else if (is_digit(at[0]) || (at[0] == '-' && left > 1 && is_digit(at[1]))) {
        kind = TOKEN_NUMBER;
        length = number_length(at, left);
    } else if (liquid_is_word(at[0])) {
        length = id_length(at, left);
        bool contains = before != TOKEN_DOT && str_is((struct str){at, length}, "contains");
        kind = contains ? TOKEN_COMPARE : TOKEN_ID;
    } else if (at[0] == '"' || at[0] == '\'') {
        length = string_length(at, left);
        kind = length ? TOKEN_STRING : TOKEN_BAD;
    } else if (at[0] == '.' && left > 1 && at[1] == '.') {
        kind = TOKEN_DOTDOT;
        length = 2;
    } else if ((length = compare_length(at, left)) > 0) {
        kind = TOKEN_COMPARE;
    } else {
        kind = single(at[0]);
        length = 1;
    }
    *out = (struct token){kind, {at, length}};
    lexer->at = at + length;
}

void lexer_init(struct lexer *lexer, struct parser *parser, struct str markup)
{
    *lexer = (struct lexer){.parser = parser, .at = markup.ptr, .end = markup.ptr + markup.len};
    scan(lexer, TOKEN_END, &lexer->now);
    scan(lexer, lexer->now.kind, &lexer->next);
}

void lexer_step(struct lexer *lexer)
{
    lexer->now = lexer->next;
    if (lexer->now.kind == TOKEN_BAD) return;
    scan(lexer, lexer->now.kind, &lexer->next);
}

bool lexer_skip(struct lexer *lexer, enum token_kind kind)
{
    if (lexer->now.kind != kind) return false;
    lexer_step(lexer);
    return true;
}

bool lexer_skip_word(struct lexer *lexer, const char *word)
{
    if (lexer->now.kind != TOKEN_ID || !str_is(lexer->now.text, word)) return false;
    lexer_step(lexer);
    return true;
}

int lexer_fail(struct lexer *lexer, const char *what)
{
    struct str text = lexer->now.text;
    if (text.len == 0)
        return parser_fail(lexer->parser, text.ptr, "the tag ends too early; %s is expected", what);
    if (text.len > 40) text.len = 40;
    return parser_fail(lexer->parser, text.ptr, "\"%.*s\" is out of place; %s is expected", STR_ARG(text),
                       what);
}

int lexer_expect(struct lexer *lexer, enum token_kind kind, const char *what)
{
    return lexer_skip(lexer, kind) ? 0 : lexer_fail(lexer, what);
}

/* ---- fragments ---- */

/* The length of the fragment that begins at `at`; 0 when none does. A quoted string stands alone, a bare word may
 * have quoted strings in it. */
static size_t fragment_length(struct str markup, size_t at)
{
    size_t left = markup.len - at;
    const char *text = markup.ptr + at;
    if (left && (text[0] == '"' || text[0] == '\'')) {
        size_t length = string_length(text, left);
        if (length) return length;
    }
    size_t length = 0;
    while (length < left) {
        char c = text[length];
        if (liquid_is_space(c) || c == ',' || c == '|') break;
        if (c != '"' && c != '\'') {
            length++;
            continue;
        }
        size_t quoted = string_length(text + length, left - length);
        if (!quoted) break;
        length += quoted;
    }
    return length;
}

bool fragment_find(struct str markup, size_t *at, struct str *out)
{
    for (size_t start = *at; start < markup.len; start++) {
        size_t length = fragment_length(markup, start);
        if (!length) continue;
        *out = str_slice(markup, start, start + length);
        *at = start + length;
        return true;
    }
    return false;
}

bool fragment_here(struct str markup, size_t *at, struct str *out)
{
    size_t end = *at;
    while (end < markup.len) {
        size_t length = fragment_length(markup, end);
        if (!length) break;
        end += length;
    }
    if (end == *at) return false;
    *out = str_slice(markup, *at, end);
    *at = end;
    return true;
}
