/* A ring of batches between one reader, some workers and one writer; see pipeline.h. */
#define _GNU_SOURCE
#include "cli/pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "cli/stdio.h"

enum {
    BATCH_DOCUMENTS = 16,
    BATCH_BYTES = 128 * 1024,
    ANSWERS_MAX = 512 * 1024 * 1024,
    KEPT_BYTES = 1024 * 1024, /* a buffer that grew beyond is given back */
};

/* Some documents on their way. Its owner is whoever its state says. */
struct batch {
    enum { BATCH_FREE, BATCH_READ, BATCH_ANSWERED } state;
    struct buf texts;
    size_t count;
    struct {
        size_t start, len, line;
        bool too_long;
    } documents[BATCH_DOCUMENTS];
    struct buf answers;
    size_t problems;
    struct err first;
    bool system;
};

struct belt {
    const struct pipeline *pipeline;
    pthread_mutex_t mutex;
    pthread_cond_t freed, read, answered;
    struct batch *ring;
    size_t slots;
    size_t read_count, taken_count, written_count; /* batches so far */
    bool input_ended;                              /* the reader is done */
    bool stopped;                                  /* somebody failed: everybody goes home */
    struct err err;                                /* why */
    int stop_pipe[2];                              /* closing [1] wakes the reader */
};

int pipeline_processors(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    if (count < 1) return 1;
    return count > PIPELINE_JOBS_MOST ? PIPELINE_JOBS_MOST : count;
}

/* Ends the work of all; the first reason counts. The mutex is held. */
static void stop(struct belt *belt, const struct err *err)
{
    if (!belt->stopped && err) belt->err = *err;
    belt->stopped = true;
    if (belt->stop_pipe[1] >= 0) close(belt->stop_pipe[1]);
    belt->stop_pipe[1] = -1;
    pthread_cond_broadcast(&belt->freed);
    pthread_cond_broadcast(&belt->read);
    pthread_cond_broadcast(&belt->answered);
}

static void stop_with(struct belt *belt, const struct err *err)
{
    pthread_mutex_lock(&belt->mutex);
    stop(belt, err);
    pthread_mutex_unlock(&belt->mutex);
}

/* The next batch to fill, or NULL when the work has been stopped. */
static struct batch *await_free(struct belt *belt)
{
    pthread_mutex_lock(&belt->mutex);
    struct batch *batch = &belt->ring[belt->read_count % belt->slots];
    while (!belt->stopped && batch->state != BATCH_FREE) pthread_cond_wait(&belt->freed, &belt->mutex);
    bool stopped = belt->stopped;
    pthread_mutex_unlock(&belt->mutex);
    return stopped ? NULL : batch;
}

static void pass_on(struct belt *belt, struct batch *batch)
{
    pthread_mutex_lock(&belt->mutex);
    batch->state = BATCH_READ;
    belt->read_count++;
    pthread_cond_signal(&belt->read);
    pthread_mutex_unlock(&belt->mutex);
}

static void end_input(struct belt *belt)
{
    pthread_mutex_lock(&belt->mutex);
    belt->input_ended = true;
    pthread_cond_broadcast(&belt->read);
    pthread_cond_broadcast(&belt->answered);
    pthread_mutex_unlock(&belt->mutex);
}

static void batch_add(struct batch *batch, const struct document *document)
{
    size_t start = batch->texts.len;
    buf_add(&batch->texts, document->text);
    batch->documents[batch->count].start = start;
    batch->documents[batch->count].len = document->text.len;
    batch->documents[batch->count].line = document->line;
    batch->documents[batch->count].too_long = document->too_long;
    batch->count++;
}

/* Fills a batch with what is there: 1, 0 at the end of the input (the batch may hold the last ones), -1. */
static int fill_batch(struct document_reader *reader, struct batch *batch, struct err *err)
{
    do {
        struct document document;
        int got = document_reader_next(reader, &document, err);
        if (got <= 0) return got;
        batch_add(batch, &document);
    } while (batch->count < BATCH_DOCUMENTS && batch->texts.len < BATCH_BYTES &&
             document_reader_ready(reader));
    return 1;
}

static void *reader_main(void *argument)
{
    struct belt *belt = argument;
    struct document_reader reader;
    document_reader_init(&reader, belt->pipeline->input, belt->stop_pipe[0], belt->pipeline->longest);
    struct err err = {0};
    struct batch *batch;
    int got = 1;
    while (got > 0 && (batch = await_free(belt))) {
        got = fill_batch(&reader, batch, &err);
        if (batch->count) pass_on(belt, batch);
    }
    if (got < 0) {
        err_at(&err, str_of(belt->pipeline->name), 0, 0);
        stop_with(belt, &err);
    }
    end_input(belt);
    document_reader_done(&reader);
    return NULL;
}

static void answer_batch(struct belt *belt, void *worker, struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct str texts = buf_str(&batch->texts);
        size_t start = batch->documents[i].start;
        struct document document = {str_slice(texts, start, start + batch->documents[i].len),
                                    batch->documents[i].line, batch->documents[i].too_long};
        struct err err = {0};
        if (belt->pipeline->answer(worker, &document, &batch->answers, &err) == 0) continue;
        if (!batch->problems++) batch->first = err;
        if (err.category == ERR_SYSTEM) batch->system = true;
    }
}

/* The next batch to answer, or NULL when there will be none. */
static struct batch *await_read(struct belt *belt)
{
    pthread_mutex_lock(&belt->mutex);
    while (!belt->stopped && belt->taken_count == belt->read_count && !belt->input_ended)
        pthread_cond_wait(&belt->read, &belt->mutex);
    struct batch *batch = NULL;
    if (!belt->stopped && belt->taken_count < belt->read_count)
        batch = &belt->ring[belt->taken_count++ % belt->slots];
    pthread_mutex_unlock(&belt->mutex);
    return batch;
}

static void *worker_main(void *argument)
{
    struct belt *belt = argument;
    void *worker = belt->pipeline->worker_new(belt->pipeline->context);
    struct batch *batch;
    while ((batch = await_read(belt))) {
        answer_batch(belt, worker, batch);
        pthread_mutex_lock(&belt->mutex);
        batch->state = BATCH_ANSWERED;
        pthread_cond_signal(&belt->answered);
        pthread_mutex_unlock(&belt->mutex);
    }
    belt->pipeline->worker_free(worker);
    return NULL;
}

/* The next batch to write, in order, or NULL when there will be none. */
static struct batch *await_answered(struct belt *belt)
{
    pthread_mutex_lock(&belt->mutex);
    struct batch *batch = &belt->ring[belt->written_count % belt->slots];
    while (!belt->stopped && batch->state != BATCH_ANSWERED &&
           !(belt->input_ended && belt->written_count == belt->read_count))
        pthread_cond_wait(&belt->answered, &belt->mutex);
    bool answered = !belt->stopped && batch->state == BATCH_ANSWERED;
    pthread_mutex_unlock(&belt->mutex);
    return answered ? batch : NULL;
}

static void batch_clear(struct batch *batch)
{
    struct buf *bufs[] = {&batch->texts, &batch->answers};
    for (size_t i = 0; i < 2; i++) {
        if (bufs[i]->cap > KEPT_BYTES) {
            size_t max = bufs[i]->max;
            buf_done(bufs[i]);
            buf_init(bufs[i], max);
        } else {
            buf_clear(bufs[i]);
        }
    }
    batch->count = batch->problems = 0;
    batch->system = false;
}

static void write_all(struct belt *belt, struct pipeline_outcome *outcome)
{
    struct batch *batch;
    while ((batch = await_answered(belt))) {
        struct err err = {0};
        if (output_write(buf_str(&batch->answers), &err) < 0) {
            stop_with(belt, &err);
            return;
        }
        if (!outcome->problems && batch->problems) outcome->first = batch->first;
        outcome->documents += batch->count;
        outcome->problems += batch->problems;
        outcome->system = outcome->system || batch->system;
        batch_clear(batch);
        pthread_mutex_lock(&belt->mutex);
        batch->state = BATCH_FREE;
        belt->written_count++;
        pthread_cond_signal(&belt->freed);
        pthread_mutex_unlock(&belt->mutex);
    }
}

static int belt_init(struct belt *belt, const struct pipeline *pipeline, struct arena *arena, struct err *err)
{
    *belt = (struct belt){.pipeline = pipeline, .slots = (size_t)pipeline->jobs * 2 + 2};
    if (pipe2(belt->stop_pipe, O_CLOEXEC) < 0)
        return err_set(err, ERR_SYSTEM, "cannot start: %s", strerror(errno));
    pthread_mutex_init(&belt->mutex, NULL);
    pthread_cond_init(&belt->freed, NULL);
    pthread_cond_init(&belt->read, NULL);
    pthread_cond_init(&belt->answered, NULL);
    belt->ring = ARENA_ARRAY(arena, belt->slots, struct batch);
    for (size_t i = 0; i < belt->slots; i++) {
        buf_init(&belt->ring[i].texts, pipeline->longest + 4 * BATCH_BYTES);
        buf_init(&belt->ring[i].answers, ANSWERS_MAX);
    }
    return 0;
}

static void belt_done(struct belt *belt)
{
    for (size_t i = 0; i < belt->slots; i++) {
        buf_done(&belt->ring[i].texts);
        buf_done(&belt->ring[i].answers);
    }
    if (belt->stop_pipe[1] >= 0) close(belt->stop_pipe[1]);
    close(belt->stop_pipe[0]);
    pthread_cond_destroy(&belt->answered);
    pthread_cond_destroy(&belt->read);
    pthread_cond_destroy(&belt->freed);
    pthread_mutex_destroy(&belt->mutex);
}

/* Starts what threads it can; without a reader and one worker nothing goes. */
static int start_threads(struct belt *belt, pthread_t *threads, int *out_started)
{
    int count = belt->pipeline->jobs + 1;
    for (int i = 0; i < count; i++) {
        if (pthread_create(&threads[i], NULL, i ? worker_main : reader_main, belt) != 0) break;
        *out_started = i + 1;
    }
    return *out_started >= 2 ? 0 : -1;
}

int pipeline_run(const struct pipeline *pipeline, struct pipeline_outcome *out, struct err *err)
{
    struct arena *arena = arena_new();
    struct belt belt;
    struct pipeline_outcome outcome = {0};
    if (belt_init(&belt, pipeline, arena, err) < 0) {
        arena_free(arena);
        return -1;
    }
    pthread_t threads[PIPELINE_JOBS_MOST + 1];
    int started = 0;
    if (start_threads(&belt, threads, &started) < 0) {
        struct err cause = {0};
        err_set(&cause, ERR_SYSTEM, "cannot start a thread");
        stop_with(&belt, &cause);
    }
    write_all(&belt, &outcome);
    for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);
    int rc = belt.err.category ? -1 : 0;
    if (rc < 0 && err)
        *err = belt.err;
    else
        *out = outcome;
    belt_done(&belt);
    arena_free(arena);
    return rc;
}
