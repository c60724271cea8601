/* Inside api: what the customer's page shows, as JSON. */
#ifndef BURIN_API_PORTAL_H
#define BURIN_API_PORTAL_H

#include "api/write.h"
#include "desk/portal_page.h"

void write_portal_page(struct json_writer *json, const struct portal_page *page); /* MyOrder */
/* "photos": of those that are shown, the newest first. */
void write_portal_photos(struct json_writer *json, const struct progress_photo *list, size_t count);
struct kept_customer;
void write_own_data(struct json_writer *json, const struct kept_customer *kept); /* MyData (privacy.c) */

#endif
