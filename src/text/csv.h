/* Comma-separated values (RFC 4180): one record at a time out of a text that may not be all there yet, and cells for writing.
 *
 * Read are LF, CRLF and CR as line ends, a byte order mark, quoted cells with line breaks, and a quote inside a cell that does
 * not begin with one. Not read is text behind a closing quote. */
#ifndef BURIN_TEXT_CSV_H
#define BURIN_TEXT_CSV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum { CSV_RECORD_MOST = 1024 * 1024, CSV_CELLS_MOST = 2000 };

struct csv_record {
    struct str *cells;
    size_t count;
    size_t end;   /* of the text: behind the record's line end */
    size_t lines; /* how many line ends it takes; 0 for a last line without one */
};

/* The record that begins at `text`: 1; or 0 where the text ends before the record does, unless it is `whole` (then the end ends
 * it, and an empty text gives 0). A blank line is a record of one empty cell. Cells without quotes are slices of the text, others
 * live in `arena`.
 *
 * On failure err->line counts from 1 at the record, and out->end and out->lines say where to go on: behind the line it
 * begins with. */
int csv_read(struct arena *arena, struct str text, bool whole, struct csv_record *out, struct err *err);

/* Without the byte order mark that spreadsheets put in front. */
struct str csv_skip_mark(struct str text);

/* A cell, with quotes where it needs them; the comma before it unless it is `first`. */
void csv_put(struct buf *out, struct str cell, bool first);
void csv_end(struct buf *out); /* CRLF */

/* A spreadsheet takes a cell that begins with = + - @, a tab or a carriage return (also in full width) for a formula.
 * csv_guard() puts an apostrophe before it, and one more where apostrophes stand there already; csv_unguard() takes one
 * away again, so that what was written is read back as it was. */
struct str csv_guard(struct arena *arena, struct str cell);
struct str csv_unguard(struct str cell);

#endif
