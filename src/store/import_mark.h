/* How far a file of orders has come in, kept in the same transaction as its orders. */
#ifndef BURIN_STORE_IMPORT_MARK_H
#define BURIN_STORE_IMPORT_MARK_H

#include "store/unit.h"

struct import_mark {
    struct str source;                       /* SHA-256 of the file and of how it is read */
    int64_t position, line;                  /* bytes and lines that are done with */
    int64_t created, changed, same, refused; /* orders so far */
};

/* The mark of mark->source: 1 where there is one. */
int import_mark_load(const struct unit *unit, struct import_mark *mark, struct err *err);
int import_mark_save(const struct unit *unit, const struct import_mark *mark, struct err *err);
int import_mark_clear(const struct unit *unit, struct str source, struct err *err);

#endif
