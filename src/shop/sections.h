/* Markdown files of a store cut into their parts: front matter, and a section for each `##` heading. */
#ifndef BURIN_SHOP_SECTIONS_H
#define BURIN_SHOP_SECTIONS_H

#include "shop/loader.h"

struct section {
    struct str title; /* without the marks and the anchor */
    struct str
        anchor; /* from {#anchor}, else the title's letters and digits joined by "-"; empty where it cannot be, which was told */
    struct str text; /* Markdown up to the next `##` heading, trimmed */
    int line;        /* of the heading */
};

struct sections {
    struct section *items;
    size_t count;
    int last_line; /* of the file */
};

struct front_matter {
    bool present;
    struct str yaml;
    int yaml_line;
    struct str body; /* what follows, or the whole text */
    int body_line;
};

/* A block between two lines `---`, the first of which is the file's first line. Tells a block that does not end. */
int front_matter_split(struct loader *loader, const struct source *source, struct front_matter *out);
/* The sections of `body`; text before the first heading is for readers only. Tells bad, double and empty ones, and those
 * too long to be quoted in a reply. */
void sections_read(struct loader *loader, struct str file, struct str body, int first_line,
                   struct sections *out);
const struct section *sections_find(const struct sections *sections, struct str anchor);

#endif
