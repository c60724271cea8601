/* What liquid_compile makes and liquid_render walks: bodies of nodes, and the expressions in them.
 *
 * Private to the liquid_*.c files. Everything lives in the arena of the compilation and is never changed after
 * it; text and names are slices of the template's source. */
#ifndef BURIN_TEXT_LIQUID_TREE_H
#define BURIN_TEXT_LIQUID_TREE_H

#include "text/liquid.h"

/* Kinds of value that live only inside a render, next to the kinds of value.h. A range and a loop are reached by
 * the pointer in `string.ptr`; see liquid_value.h. */
enum liquid_kind {
    LIQUID_RANGE = 16,
    LIQUID_LOOP,  /* the forloop and tablerowloop objects */
    LIQUID_EMPTY, /* the words `empty` and `blank` on a side of a comparison */
    LIQUID_BLANK,
};

struct liquid_range {
    int64_t from, to;
};

struct expr;

enum segment_kind {
    SEGMENT_NAME,  /* .name; size, first and last also work on arrays and strings */
    SEGMENT_KEY,   /* ["name"] */
    SEGMENT_INDEX, /* [expression] */
};

enum segment_command { COMMAND_NONE, COMMAND_SIZE, COMMAND_FIRST, COMMAND_LAST };

struct segment {
    enum segment_kind kind;
    enum segment_command command;
    struct str name;
    const struct expr *index;
};

enum expr_kind { EXPR_LITERAL, EXPR_PATH, EXPR_RANGE };

struct expr {
    enum expr_kind kind;
    uint32_t count;    /* of segments */
    const char *place; /* where in the source it stands, for liquid_walk */
    union {
        struct value literal;
        struct {
            struct str name;
            const struct expr *dynamic; /* {{ [expression] }}: the name is computed */
            const struct segment *segments;
        } path;
        struct {
            const struct expr *from, *to;
        } range;
    };
};

struct keyword {
    struct str name;
    const struct expr *value;
};

struct keywords {
    struct keyword *items;
    size_t count, cap;
};

struct liquid_filter;

struct filter_call {
    const struct liquid_filter *filter;
    const struct expr **args;
    size_t count, cap;
    struct keywords keywords;
};

/* An expression with its filters: {{ … }}, echo, and the right side of assign. */
struct output {
    const struct expr *value; /* NULL for {{ }} */
    struct filter_call *filters;
    size_t count, cap;
    bool safe; /* the last filter is raw or an escape */
};

enum compare {
    COMPARE_NONE,
    COMPARE_EQ,
    COMPARE_NE,
    COMPARE_LT,
    COMPARE_GT,
    COMPARE_LE,
    COMPARE_GE,
    COMPARE_CONTAINS
};
enum relation { RELATION_NONE, RELATION_AND, RELATION_OR };

/* Comparisons joined by and/or, evaluated from the left; what follows decides only where the left did not. */
struct condition {
    const struct expr *left, *right;
    enum compare compare;
    enum relation relation; /* to `next` */
    const struct condition *next;
};

struct body {
    struct node *nodes;
    size_t count, cap;
    bool blank; /* shows nothing: only white space and silent tags */
};

/* One arm of if, unless or case. `condition` is NULL for else. */
struct branch {
    struct branch *next;
    const struct condition *condition;
    bool negated; /* the first arm of unless */
    struct body body;
};

struct tag_case {
    const struct expr *value;
    struct case_branch *branches;
};

/* One value of one `when`: several share a body. */
struct case_branch {
    struct case_branch *next;
    const struct expr *value; /* NULL for else */
    struct body *body;
};

struct tag_assign {
    struct str name;
    const struct output *value; /* assign */
    struct body body;           /* capture */
};

struct tag_for {
    struct str variable;
    struct str name; /* "item-collection": the key of `offset: continue` */
    const struct expr *collection;
    const struct expr *limit, *offset;
    const struct expr *cols; /* tablerow */
    bool reversed, resume;   /* resume: offset: continue */
    struct body body, otherwise;
    bool has_else;
};

struct tag_cycle {
    const struct expr *group; /* NULL when unnamed */
    struct str key;           /* unnamed: the items as written, or empty when each tag counts for itself */
    const struct expr **items;
    size_t count, cap;
};

struct tag_partial {
    const struct expr *name;
    const struct expr *value; /* with or for; NULL without */
    struct str alias;         /* empty without */
    bool loop;                /* for */
    bool isolated;            /* render, not include */
    struct keywords keywords;
};

enum node_kind {
    NODE_TEXT,
    NODE_OUTPUT,
    NODE_ASSIGN,
    NODE_CAPTURE,
    NODE_IF, /* and unless */
    NODE_CASE,
    NODE_FOR,
    NODE_TABLEROW,
    NODE_CYCLE,
    NODE_INCREMENT,
    NODE_DECREMENT,
    NODE_BREAK,
    NODE_CONTINUE,
    NODE_IFCHANGED,
    NODE_PARTIAL,
};

struct node {
    enum node_kind kind;
    uint32_t line, column;
    union {
        struct str text; /* also the name of increment and decrement */
        struct output output;
        const struct tag_assign *assign;
        const struct branch *branches;
        const struct tag_case *choice;
        const struct tag_for *loop;
        const struct tag_cycle *cycle;
        const struct tag_partial *partial;
        const struct body *body; /* ifchanged */
    };
};

struct liquid_template {
    struct str name, source;
    struct body body;
};

/* A place in the source as line and column from 1; columns count characters. */
void liquid_place(struct str source, const char *at, int *line, int *column);

#endif
