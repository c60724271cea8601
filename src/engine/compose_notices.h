/* Inside compose: stage words and the plan of proactive notices (rule book, sections 3 and 10). */
#ifndef BURIN_ENGINE_COMPOSE_NOTICES_H
#define BURIN_ENGINE_COMPOSE_NOTICES_H

#include "engine/compose_context.h"

/* Renders a template by name into the letter's arena; a missing one gives nothing. (compose.c) */
int letter_render(struct letter *letter, struct str name, const struct value *values, struct str *out,
                  struct err *err);

/* Fills status_messages, proactive and metrics of the assessment. */
int notices_write(struct letter *letter, struct err *err);

#endif
