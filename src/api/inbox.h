/* Inside api: what the inbox can be asked, by a request or by a view that somebody saved. */
#ifndef BURIN_API_INBOX_H
#define BURIN_API_INBOX_H

#include "api/call.h"
#include "desk/inbox.h"

extern const struct query_rule inbox_query[];

/* The filter of parameters that went by inbox_query. "me" is the actor's own account. */
int inbox_filter_read(struct http_fields query, const struct actor *actor, struct inbox_filter *out,
                      struct err *err);
/* Of a text as behind a question mark: what is no parameter of the inbox is refused. */
int inbox_filter_parse(struct arena *arena, struct str text, const struct actor *actor,
                       struct inbox_filter *out, struct err *err);

#endif
