/* The one thread that writes to a SQLite file: takes waiting closures in order, commits many together, and is the only one to
 * checkpoint. */
#ifndef BURIN_DB_SQLITE_WRITER_H
#define BURIN_DB_SQLITE_WRITER_H

#include "db/sqlite_conn.h"

struct writer;

/* Takes the connection over, also on failure. NULL on failure. */
struct writer *writer_start(struct db *db, struct sqlite_conn *conn, struct err *err);
/* Runs what is queued, ends the thread and closes the connection. NULL is fine. */
void writer_stop(struct writer *writer);

enum writer_flags {
    WRITER_READS = 2, /* the closure reads only: nothing of it stays, whatever it says */
};

int writer_run(struct writer *writer, db_work *work, void *context, unsigned flags, struct err *err);
int writer_submit(struct writer *writer, db_work *work, void *context,
                  void (*done)(void *context, int result, const struct err *err), struct err *err);
void writer_listen(struct writer *writer,
                   void (*heard)(void *context, const char *channel, struct str payload), void *context);
void writer_stats(struct writer *writer, struct db_stats *out);

#endif
