/* How the liquid_*.c files that compile speak to each other. */
#ifndef BURIN_TEXT_LIQUID_PARSE_H
#define BURIN_TEXT_LIQUID_PARSE_H

#include "text/liquid_tree.h"

enum { LIQUID_MAX_NESTING = 100, LIQUID_MAX_EXPRESSION_NESTING = 32 };

/* The template's text cut into text, {{ outputs }} and {% tags %}; inside {% liquid %} each line is a tag. */
enum piece_kind { PIECE_END, PIECE_TEXT, PIECE_OUTPUT, PIECE_TAG, PIECE_BAD };

struct piece {
    enum piece_kind kind;
    struct str whole;  /* as written */
    struct str name;   /* of a tag */
    struct str markup; /* what follows the name, or the inside of an output */
    bool trim_before, trim_after;
};

struct pieces {
    struct str source;
    size_t at;
    bool lines; /* the inside of a liquid tag */
};

void pieces_next(struct pieces *pieces, struct piece *out);

struct parser {
    struct arena *arena;
    struct str name, source;
    struct err *err;
    const struct liquid_filters *filters; /* beside the standard ones; NULL: none */
    bool trim;                            /* the tag before asked to drop the white space that follows */
    int depth;
    /* Where the last place was, as places are asked for in rising order. */
    const char *place;
    int line, column;
};

/* Sets the error at `at`, a pointer into the source; gives -1. */
int parser_fail(struct parser *parser, const char *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void parser_place(struct parser *parser, const char *at, uint32_t *line, uint32_t *column);

/* The words of a tag's markup, as the strict grammar sees them. */
enum token_kind {
    TOKEN_END,
    TOKEN_BAD,
    TOKEN_ID,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_COMPARE,
    TOKEN_DOTDOT,
    TOKEN_DOT,
    TOKEN_PIPE,
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_OPEN_SQUARE,
    TOKEN_CLOSE_SQUARE,
    TOKEN_OPEN_ROUND,
    TOKEN_CLOSE_ROUND,
    TOKEN_OTHER,
};

struct token {
    enum token_kind kind;
    struct str text;
};

struct lexer {
    struct parser *parser;
    const char *at, *end;
    struct token now, next;
};

void lexer_init(struct lexer *lexer, struct parser *parser, struct str markup);
void lexer_step(struct lexer *lexer);
/* Steps over a token of that kind, if it is one. */
bool lexer_skip(struct lexer *lexer, enum token_kind kind);
bool lexer_skip_word(struct lexer *lexer, const char *word);
/* -1, with an error saying what was expected at the token at hand. */
int lexer_fail(struct lexer *lexer, const char *what);
int lexer_expect(struct lexer *lexer, enum token_kind kind, const char *what);

bool liquid_is_space(char c);
bool liquid_is_word(char c); /* letters, digits and _ */
struct str liquid_strip(struct str text);
struct str liquid_strip_left(struct str text);
struct str liquid_strip_right(struct str text);
bool liquid_is_blank(struct str text);

/* The first run of text in `markup` at or after *at that reads as a quoted string or a bare word with quoted
 * parts; moves *at behind it. */
bool fragment_find(struct str markup, size_t *at, struct str *out);
/* As fragment_find, but only a run that begins at *at, and joined runs count as one. */
bool fragment_here(struct str markup, size_t *at, struct str *out);

/* `comparing`: the words empty and blank stand for themselves, not for the empty string. */
int expr_parse(struct lexer *lexer, bool comparing, const struct expr **out);
/* Reads a fragment as the lenient tags do (case, cycle, include, tablerow): what makes no sense is skipped. */
int expr_parse_fragment(struct parser *parser, struct str fragment, bool comparing, const struct expr **out);
int output_parse(struct parser *parser, struct str markup, struct output *out);
int condition_parse(struct parser *parser, struct str markup, const struct condition **out);
/* `name: value` pairs wherever they stand in `markup`. */
int keywords_parse(struct parser *parser, struct str markup, struct keywords *out);

/* Tags that hold no blocks, and the heads of those that do. */
int assign_parse(struct parser *parser, struct str markup, struct tag_assign *out);
int capture_parse(struct parser *parser, struct str markup, struct tag_assign *out);
int for_parse(struct parser *parser, struct str markup, struct tag_for *out);
int tablerow_parse(struct parser *parser, struct str markup, struct tag_for *out);
int cycle_parse(struct parser *parser, struct str markup, struct tag_cycle *out);
int partial_parse(struct parser *parser, struct str markup, bool isolated, struct tag_partial *out);
int case_parse(struct parser *parser, struct str markup, struct tag_case *out);
/* Adds one branch for each value of a `when`, all with `body`. */
int when_parse(struct parser *parser, struct str markup, struct body *body, struct case_branch ***tail);

#endif
