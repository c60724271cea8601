/* Documents in, answers out: read, worked on by all processors, written in the order they came.
 *
 * One thread reads, several answer, the caller's writes. The number of documents on the way is bounded, so memory
 * does not grow with the input, and whatever has been read is answered without waiting for more. */
#ifndef BURIN_CLI_PIPELINE_H
#define BURIN_CLI_PIPELINE_H

#include "cli/document_reader.h"

struct pipeline {
    int input;
    const char *name; /* of the input, in errors */
    size_t longest;   /* bytes of one document */
    int jobs;         /* threads that answer, 1 – PIPELINE_JOBS_MOST */
    void *context;
    /* A worker is one thread's own. */
    void *(*worker_new)(void *context);
    void (*worker_free)(void *worker);
    /* Appends the answer, with its line break; where the document is bad, an answer that says so, and -1. */
    int (*answer)(void *worker, const struct document *document, struct buf *out, struct err *err);
};

struct pipeline_outcome {
    size_t documents, problems;
    struct err first; /* the first problem, in order */
    bool system;      /* one of them was the system's fault */
};

enum { PIPELINE_JOBS_MOST = 64 };

/* Processors this process may use. */
int pipeline_processors(void);
/* -1 when reading or writing failed; answers already written stay written. */
int pipeline_run(const struct pipeline *pipeline, struct pipeline_outcome *out, struct err *err);

#endif
