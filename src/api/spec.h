/* Inside api: what is to be made, field by field, and what a version of it altered. */
#ifndef BURIN_API_SPEC_H
#define BURIN_API_SPEC_H

#include "api/call.h"
#include "desk/board.h"
#include "model/order.h"

/* "personalization": [{"field", "value"}] */
void write_fields(struct json_writer *json, const struct field *fields, size_t count);
/* "fields": [{"field", "old", "new"}] of two kept personalizations; what is alike is left away. */
int write_diff(struct json_writer *json, struct arena *arena, struct str before, struct str after,
               struct err *err);
/* SpecNews */
int write_news(struct json_writer *json, struct arena *arena, const struct spec_news *news, struct err *err);

#endif
