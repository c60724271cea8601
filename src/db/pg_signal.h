/* Notices by way of PostgreSQL, on a thread and a connection of their own: NOTIFY inside a transaction would line all commits
 * up behind each other, so they are sent behind the commits. */
#ifndef BURIN_DB_PG_SIGNAL_H
#define BURIN_DB_PG_SIGNAL_H

#include "db/driver.h"

struct pg_signal;

/* Does nothing until it is used. `address` must outlive it. */
struct pg_signal *pg_signal_new(char *const *address);
/* Sends what is still to be sent, if that can be done at once. */
void pg_signal_free(struct pg_signal *signal);
/* The notices of a transaction that is committed, latest first. Drops them where too many wait: they are hints. */
void pg_signal_send(struct pg_signal *signal, const struct notice *latest);
int pg_signal_listen(struct pg_signal *signal,
                     void (*heard)(void *context, const char *channel, struct str payload), void *context,
                     struct err *err);

#endif
