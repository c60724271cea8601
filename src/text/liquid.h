/* Liquid, the template language store owners know from Shopify and Zendesk: compiled once, rendered many times.
 *
 * Every standard tag and filter. No file or network access: partials come from a lookup the caller gives.
 * Rendering is bounded in steps, depth and output size, so a template can be wrong but never harmful. A compiled
 * template is immutable and may be rendered by many threads at once. */
#ifndef BURIN_TEXT_LIQUID_H
#define BURIN_TEXT_LIQUID_H

#include "base/buf.h"
#include "base/err.h"
#include "text/value.h"

struct liquid_template;

/* Finds a partial for {% render %} and {% include %}: the compiled template, or NULL when there is none.
 * Whatever it gives must live at least as long as the render. */
typedef const struct liquid_template *liquid_find_partial(void *context, struct str name);

/* Filters of the caller's, beside the standard ones; see liquid_filter.h. */
struct liquid_filter;
struct liquid_filters {
    const struct liquid_filter *rows;
    size_t count;
};

struct liquid_limits {
    size_t max_output; /* bytes; default 1 MiB */
    size_t max_steps;  /* nodes rendered, loop turns and filter calls; default 1,000,000 */
    int max_depth;     /* nested blocks and partials; default 64 */
};

struct liquid_options {
    liquid_find_partial *find_partial; /* may be NULL: no partials then */
    void *find_context;
    struct liquid_limits limits; /* zero members mean the default */
    /* What {{ }}, echo and cycle show of a variable is HTML-escaped, unless its last filter is `raw` or an escape. */
    bool escape_html;
    bool strict_variables; /* an unknown variable is an error instead of nothing */
    int64_t now; /* seconds since the epoch for `'now' | date`; the engine has no clock of its own */
    /* Seconds east of UTC in which the date filter shows instants and reads texts that name no zone. A text with an
     * offset of its own ("…T09:00:00-05:00") is shown in that. */
    int utc_offset;
    void *filter_context; /* for the caller's filters */
};

/* Compiles `source` into `arena` (which must outlive the template and every render of it; the source text is
 * borrowed). Unknown tags and filters and wrong numbers of arguments are errors here. Errors carry `name`, line and
 * column (in characters). */
int liquid_compile(struct arena *arena, struct str name, struct str source,
                   const struct liquid_template **out, struct err *err);
/* As liquid_compile, with filters of the caller's, which must live as long as the template. */
int liquid_compile_with(struct arena *arena, struct str name, struct str source,
                        const struct liquid_filters *filters, const struct liquid_template **out,
                        struct err *err);

/* Renders into `out` (appending). `scratch` serves for values made on the way. On failure `out` may hold part of
 * the text: the caller drops it. `options` may be NULL. `data` is an object: its members are the variables, also
 * within {% render %}. Nothing is kept over the render. */
int liquid_render(const struct liquid_template *template, const struct value *data,
                  const struct liquid_options *options, struct arena *scratch, struct buf *out,
                  struct err *err);

/* For checks: calls `each` with line and column for every variable whose first name is not assigned in the template
 * itself (kind "variable", path "order.items[].title", [] standing for an index) and for every partial called by a
 * literal name (kind "render" or "include", path "footer"). `path` is good for the call only. */
void liquid_walk(const struct liquid_template *template,
                 void (*each)(void *context, struct str kind, struct str path, int line, int column),
                 void *context);

#endif
