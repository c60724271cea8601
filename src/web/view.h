/* Inside web: templates and words, compiled once, and how they become HTML. */
#ifndef BURIN_WEB_VIEW_H
#define BURIN_WEB_VIEW_H

#include "base/err.h"
#include "model/store.h"
#include "text/value.h"
#include "web/assets.h"

struct view;

int view_new(const struct assets *assets, struct view **out, struct err *err);
void view_free(struct view *view); /* NULL is fine */

/* In which words, zone and time. */
struct view_of {
    enum lang lang;
    const struct zone *zone;
    instant_t now;
};

/* The words of a language, nested as in the files of words/, which are joined. */
const struct value *view_words(const struct view *view, enum lang lang);
/* Renders "inbox" (templates/inbox.liquid) with the members of `data`; everything shown is escaped. */
int view_render(const struct view *view, const struct view_of *of, const char *name, const struct value *data,
                struct arena *arena, struct str *out, struct err *err);

#endif
