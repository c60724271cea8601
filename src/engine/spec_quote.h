/* Quotation marks of every kind. Internal to the reader of requested changes. */
#ifndef BURIN_ENGINE_SPEC_QUOTE_H
#define BURIN_ENGINE_SPEC_QUOTE_H

#include "model/assessment.h"

/* Whether something in quotation marks begins at `at`, within text[.., end). Gives the span inside the marks and the
 * offset behind the closing one. `floor` is where the stretch of text begins. */
bool quote_at(struct str text, size_t floor, size_t at, size_t end, struct span *out_inner, size_t *out_next);

#endif
