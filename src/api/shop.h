/* Inside api: the shop's files as JSON, for the two that write them. */
#ifndef BURIN_API_SHOP_H
#define BURIN_API_SHOP_H

#include "api/call.h"
#include "desk/shop_edit.h"

/* ShopFile; `text` NULL: without it. */
void write_shop_head(struct json_writer *json, const struct shop_head *head, const struct str *text);

#endif
