/* Inside web: the filters of pages, beside Liquid's own. */
#ifndef BURIN_WEB_FILTERS_H
#define BURIN_WEB_FILTERS_H

#include "text/datefmt.h"
#include "text/liquid_filter.h"
#include "web/view.h"

/* What they need of the page: found in the render's options. */
struct filter_context {
    const struct view_of *of;
    const struct value *words;
    const struct assets *assets;
    struct datefmt *dates;
};

extern const struct liquid_filters page_filters;

#endif
