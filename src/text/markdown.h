/* A reply's Markdown as e-mail HTML and as plain text (cmark): safe by default, raw HTML never passes. */
#ifndef BURIN_TEXT_MARKDOWN_H
#define BURIN_TEXT_MARKDOWN_H

#include "base/buf.h"
#include "base/err.h"

enum { MARKDOWN_MAX = 32 * 1024 }; /* bytes; cmark's worst case at this size is about 60 ms */

/* Both outputs from one parse, appended. Plain text keeps list bullets, drops the marks of emphasis, writes a link
 * as "text (address)". HTML is a few plain tags without attributes but href and start; raw HTML comes out as text,
 * images as their alternative text, links whose address is not http, https, mailto, tel or local as their text.
 * HTML ends with a line break, plain text does not. A single line break in the source is a space. */
int markdown_render(struct str markdown, struct buf *out_html, struct buf *out_text, struct err *err);

/* Makes text safe to stand inside Markdown as it is: every character that could start markup is escaped. */
void markdown_escape(struct buf *out, struct str text);

#endif
