/* Documents out of a stream: one a line (JSON Lines), or printed over several lines as people and jq do.
 *
 * Which of the two it is shows in the first document. Memory is bounded by the longest document allowed. */
#ifndef BURIN_CLI_DOCUMENT_READER_H
#define BURIN_CLI_DOCUMENT_READER_H

#include "base/buf.h"
#include "base/err.h"

struct document_reader {
    int input; /* read until its end */
    int stop;  /* when this becomes readable or is closed from afar, the input ends; -1: never */
    size_t longest;
    struct buf bytes;
    size_t start;  /* where the next document begins in `bytes` */
    size_t line;   /* its line, from 1 */
    bool ended;    /* nothing more comes */
    bool skipping; /* inside a line that is too long */
    enum { LAYOUT_UNKNOWN, LAYOUT_LINES, LAYOUT_SPREAD } layout;
};

struct document {
    struct str text; /* of the reader, until the next call */
    size_t line;
    bool too_long; /* the text is only its beginning */
};

void document_reader_init(struct document_reader *reader, int input, int stop, size_t longest);
void document_reader_done(struct document_reader *reader);

/* 1 with the next document that is not blank, 0 at the end, -1 when reading failed. */
int document_reader_next(struct document_reader *reader, struct document *out, struct err *err);
/* Whether the next call need not wait for the input: then what was read so far should be passed on first. */
bool document_reader_ready(const struct document_reader *reader);

#endif
