/* Text into HTML. */
#ifndef BURIN_TEXT_HTML_H
#define BURIN_TEXT_HTML_H

#include "base/buf.h"

/* The entity that stands for a character of HTML's own, or NULL. */
const char *html_entity(char c);
/* For element content and quoted attributes: & < > " ' are escaped. */
void html_escape(struct buf *out, struct str text);

#endif
