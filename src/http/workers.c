/* The work pool: one lock, three lists; see workers.h. */
#include "http/workers.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "http/clock.h"

enum { THREADS = 8, QUEUE = 1024, STACK = 1024 * 1024 };

struct lane {
    struct work *first, *last;
};

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct lane lanes[WORK_LANES];
    size_t length; /* with the reserved places */
    size_t waiting;
    struct workers_config config;
    bool closing;
    int started;
    pthread_t threads[];
};

/* Of the queue, in quarters. */
static const size_t shares[WORK_LANES] = {[WORK_FIRST] = 4, [WORK_NORMAL] = 3, [WORK_LAST] = 2};

static struct work *take(struct workers *workers)
{
    for (int i = 0; i < WORK_LANES; i++) {
        struct lane *lane = &workers->lanes[i];
        struct work *work = lane->first;
        if (!work) continue;
        lane->first = work->next;
        if (!lane->first) lane->last = NULL;
        workers->length--;
        workers->waiting--;
        return work;
    }
    return NULL;
}

static void *work_loop(void *object)
{
    struct workers *workers = object;
    pthread_mutex_lock(&workers->lock);
    for (;;) {
        struct work *work = take(workers);
        if (work) {
            pthread_mutex_unlock(&workers->lock);
            work->run(work, http_clock() - work->since > 2 * workers->config.age_micros);
            pthread_mutex_lock(&workers->lock);
        } else if (workers->closing) {
            break;
        } else {
            pthread_cond_wait(&workers->wake, &workers->lock);
        }
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

static int start_threads(struct workers *workers, struct err *err)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK);
    int rc = 0;
    for (int i = 0; i < workers->config.threads && rc == 0; i++) {
        rc = pthread_create(&workers->threads[i], &attributes, work_loop, workers);
        if (rc == 0) workers->started++;
    }
    pthread_attr_destroy(&attributes);
    return rc ? err_set(err, ERR_SYSTEM, "cannot start %d threads", workers->config.threads) : 0;
}

int workers_new(const struct workers_config *config, struct workers **out, struct err *err)
{
    struct workers_config filled = *config;
    if (filled.threads <= 0) filled.threads = THREADS;
    if (filled.queue_max == 0) filled.queue_max = QUEUE;
    if (filled.age_micros <= 0) filled.age_micros = 500000;
    struct workers *workers = calloc(1, sizeof *workers + (size_t)filled.threads * sizeof *workers->threads);
    if (!workers) return err_set(err, ERR_SYSTEM, "no memory for %d threads", filled.threads);
    workers->config = filled;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->wake, NULL);
    if (start_threads(workers, err) < 0) {
        workers_free(workers);
        return -1;
    }
    *out = workers;
    return 0;
}

void workers_free(struct workers *workers)
{
    if (!workers) return;
    pthread_mutex_lock(&workers->lock);
    workers->closing = true;
    pthread_cond_broadcast(&workers->wake);
    pthread_mutex_unlock(&workers->lock);
    for (int i = 0; i < workers->started; i++) pthread_join(workers->threads[i], NULL);
    pthread_cond_destroy(&workers->wake);
    pthread_mutex_destroy(&workers->lock);
    free(workers);
}

static bool has_room(const struct workers *workers, enum work_lane lane)
{
    if (workers->length * 4 >= workers->config.queue_max * shares[lane]) return false;
    if (workers->waiting == 0) return true;
    int64_t oldest = http_clock() - workers->config.age_micros;
    for (size_t i = 0; i <= (size_t)lane; i++)
        if (workers->lanes[i].first && workers->lanes[i].first->since < oldest) return false;
    return true;
}

int workers_reserve(struct workers *workers, enum work_lane lane)
{
    pthread_mutex_lock(&workers->lock);
    bool room = !workers->closing && has_room(workers, lane);
    if (room) workers->length++;
    pthread_mutex_unlock(&workers->lock);
    return room ? 0 : -1;
}

void workers_put(struct workers *workers, enum work_lane lane, struct work *work)
{
    work->next = NULL;
    work->since = http_clock();
    pthread_mutex_lock(&workers->lock);
    struct lane *list = &workers->lanes[lane];
    if (list->last)
        list->last->next = work;
    else
        list->first = work;
    list->last = work;
    workers->waiting++;
    pthread_cond_signal(&workers->wake);
    pthread_mutex_unlock(&workers->lock);
}

int workers_submit(struct workers *workers, enum work_lane lane, struct work *work)
{
    if (workers_reserve(workers, lane) < 0) return -1;
    workers_put(workers, lane, work);
    return 0;
}

size_t workers_waiting(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    size_t waiting = workers->waiting;
    pthread_mutex_unlock(&workers->lock);
    return waiting;
}
