/* Inside api: an order's items as they stand now, for the pages of a ticket, an order and the studio. */
#ifndef BURIN_API_OUTLOOK_H
#define BURIN_API_OUTLOOK_H

#include "api/call.h"
#include "desk/look.h"

struct item_view;
struct store;
/* "outlook": [ItemOutlook], one for each item. */
void write_outlook(struct json_writer *json, const struct store *store, const struct order *order,
                   const struct item_view *views, size_t count, instant_t now);

#endif
