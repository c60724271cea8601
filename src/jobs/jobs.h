/* The loops that run beside the server: letters out, the audit chain and whoever follows it, what time brings, and
 * the shop as it is edited elsewhere.
 *
 * They are woken by a hint after a commit, and look by themselves at least once a second. A loop that fails says so to `log`,
 * waits a little longer each time, and goes on. */
#ifndef BURIN_JOBS_JOBS_H
#define BURIN_JOBS_JOBS_H

#include "desk/delivery.h"
#include "desk/desk.h"

struct jobs;

struct jobs_config {
    struct desk *desk;
    const char *maildir; /* where letters go; NULL: they wait in the outbox */
    /* Each row of the audit log behind `follow_after`, in order; NULL: nobody follows. */
    void (*followed)(void *context, const struct audit_row *row);
    int64_t follow_after;
    /* Something went wrong, in words without personal text. Any of the loops' threads. */
    void (*log)(void *context, const char *loop, const struct err *err);
    void *context;
};

int jobs_start(const struct jobs_config *config, struct jobs **out, struct err *err);
/* There may be work: from any thread, returns at once. */
void jobs_wake(struct jobs *jobs);
/* Ends the loops when their present piece of work is done; a wake that comes later does nothing. NULL is fine. */
void jobs_stop(struct jobs *jobs);
/* When nobody can wake it any more. NULL is fine. */
void jobs_free(struct jobs *jobs);

/* Puts one letter into the Maildir, which must be open; what the loop of letters does with each. */
int jobs_deliver(const struct store *store, const char *maildir, const struct outgoing_message *letter,
                 struct err *err);

struct jobs_stats {
    uint64_t sent, failed; /* letters; failed tries */
    uint64_t chained, ticks;
};
void jobs_stats(struct jobs *jobs, struct jobs_stats *out);

#endif
