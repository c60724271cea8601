/* Inside web: the store's own fonts, read once at start, each under a name that changes with its content. */
#ifndef BURIN_WEB_FONTS_H
#define BURIN_WEB_FONTS_H

#include "desk/desk.h"
#include "http/request.h"

struct fonts;

struct fonts *fonts_new(struct desk *desk);
void fonts_free(struct fonts *fonts); /* NULL is fine */
/* A style sheet: what has data-font="Script" is shown in that font, where the store has it. */
const struct http_result *fonts_style(const struct fonts *fonts, struct http_request *request);
/* The font of that name with its mark; 404 for any other. */
const struct http_result *fonts_answer(const struct fonts *fonts, struct http_request *request,
                                       struct str name);

#endif
