/* The pages: the agents' console, the studio board and the customer's page.
 *
 * A page is a row of a table (pages.c): a path, a template, and the API routes whose answers the template shows. What a form
 * does is an API route, too (post.c). So pages know no rule and no right of their own: they ask the API within the process
 * (http/inner.h) as whoever is looking at them, and show what it says. */
#ifndef BURIN_WEB_WEB_H
#define BURIN_WEB_WEB_H

#include "desk/desk.h"
#include "http/server.h"

struct web;

/* Compiles all templates and reads the words: an error names the file and the place. The desk is borrowed. */
int web_new(struct desk *desk, struct web **out, struct err *err);
void web_free(struct web *web); /* NULL is fine; after the server has stopped */

/* The pages as a room of the server that also serves the API. */
struct http_room web_room(struct web *web);

#endif
