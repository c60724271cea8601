/* A pool of threads for jobs that wait: on the database, on a password hash, on another server.
 *
 * The queue is bounded in length and in age, so that under overload work is refused at once instead of growing late:
 * jobs of the lowest lane are refused when the queue is half full, of the middle lane at three quarters, of the first
 * when it is full; and any job while the oldest one of its lane or a better one waits longer than `age_micros`. Better
 * lanes run first. What is accepted is run, unless it became too old while waiting: then it is run with `late` set and
 * should say so and be done. */
#ifndef BURIN_HTTP_WORKERS_H
#define BURIN_HTTP_WORKERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct workers;

enum work_lane { WORK_FIRST, WORK_NORMAL, WORK_LAST, WORK_LANES };

/* In the caller's memory until `run` begins. */
struct work {
    void (*run)(struct work *work, bool late);
    struct work *next; /* from here on the pool's */
    int64_t since;
};

struct workers_config {
    int threads;        /* 0 means 8 */
    size_t queue_max;   /* 0 means 1024 */
    int64_t age_micros; /* 0 means half a second */
};

int workers_new(const struct workers_config *config, struct workers **out, struct err *err);
/* Runs what is queued to its end, then ends the threads. */
void workers_free(struct workers *workers); /* NULL is fine */

/* Queues the job, or gives -1 at once where the pool has too much to do. */
int workers_submit(struct workers *workers, enum work_lane lane, struct work *work);
/* The same in two steps, for who must get something ready in between: a reserved place is there until it is used by
 * workers_put, which cannot fail. */
int workers_reserve(struct workers *workers, enum work_lane lane);
void workers_put(struct workers *workers, enum work_lane lane, struct work *work);
/* Jobs that are waiting. */
size_t workers_waiting(struct workers *workers);

#endif
