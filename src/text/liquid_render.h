/* The state of one render, shared by liquid_eval.c, liquid_render.c and liquid_loop.c. */
#ifndef BURIN_TEXT_LIQUID_RENDER_H
#define BURIN_TEXT_LIQUID_RENDER_H

#include "text/liquid_filter.h"

struct binding {
    struct str name;
    struct value value;
};

/* Variables of a loop or include, found before those of the scopes around it. */
struct scope {
    struct scope *outer;
    struct binding *bindings;
    size_t count;
};

struct counter {
    struct str name;
    int64_t next;
};

struct cycle {
    struct value group;          /* of a named cycle */
    struct str key;              /* of an unnamed one; NULL ptr for a named one */
    const struct tag_cycle *tag; /* of one that counts for itself */
    size_t next;
};

struct offset {
    struct str name;
    int64_t next;
};

enum interrupt { INTERRUPT_NONE, INTERRUPT_BREAK, INTERRUPT_CONTINUE };

/* What assign, increment, cycle and the like keep: one for the template, and a fresh one for each {% render %}. */
struct frame {
    struct scope *scope;
    struct binding *locals;
    size_t local_count, local_cap;
    struct counter *counters;
    size_t counter_count, counter_cap;
    struct cycle *cycles;
    size_t cycle_count, cycle_cap;
    struct offset *offsets;
    size_t offset_count, offset_cap;
    struct str changed;             /* what ifchanged showed last */
    const struct liquid_loop *loop; /* the innermost for */
    enum interrupt interrupt;
    bool isolated;
};

struct render {
    const struct liquid_template *template; /* whose nodes are being rendered, for the place of errors */
    const struct value *data;
    struct liquid_options options; /* limits filled in */
    struct arena *scratch;
    struct buf *out;
    struct err *err;
    struct frame *frame;
    size_t steps;
    size_t bytes;   /* taken from scratch for texts and arrays */
    size_t out_end; /* the length of `out` that must not be passed */
    int depth;
    bool exhausted; /* a text or array would have been too large */
};

int eval(struct render *render, const struct expr *expr, struct value *out);
int eval_output(struct render *render, const struct output *output, struct value *out);
int eval_condition(struct render *render, const struct condition *condition, bool *out);
/* Equality as == sees it, with empty and blank; costs steps. */
bool eval_equal(struct render *render, const struct value *left, const struct value *right);
/* A variable by name: loops and includes, then assigned ones, counters, and the data. NULL when there is none. */
const struct value *find_variable(struct render *render, struct str name, struct value *room);

int render_body(struct render *render, const struct body *body);
/* Where a text rendered aside is wanted: the body into scratch instead of the output. */
int render_aside(struct render *render, const struct body *body, struct str *out);
int render_check(struct render *render);
void assign_local(struct render *render, struct str name, const struct value *value);
/* A value as {{ }} shows it; HTML-escaped where the options ask for it and `safe` is false. */
void write_value(struct render *render, const struct value *value, bool safe);

int render_for(struct render *render, const struct tag_for *loop);
int render_tablerow(struct render *render, const struct tag_for *loop);
int render_cycle(struct render *render, const struct tag_cycle *tag);
int render_partial(struct render *render, const struct tag_partial *partial);

#endif
