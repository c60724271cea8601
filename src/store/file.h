/* Files that were handed in: kept once for each content, under its SHA-256, and reached only by way of an attachment. A
 * photo's thumbnail lies beside it. */
#ifndef BURIN_STORE_FILE_H
#define BURIN_STORE_FILE_H

#include "model/inquiry.h"
#include "store/unit.h"

struct attached {
    struct attachment attachment;
    struct str digest; /* SHA-256 of the content; empty where only its name was told */
};

/* A file that is to be kept. */
struct ready_file {
    struct attached attached;
    struct str content; /* empty: it is kept already */
    struct str thumb;   /* empty: it is no photo */
};
int file_keep(const struct unit *unit, const struct ready_file *file, struct err *err);

/* Nothing is written where the content is there already. */
int file_put(const struct unit *unit, struct str digest, struct str content, struct err *err);
/* The thumbnail of a photo that is there. */
int thumbnail_put(const struct unit *unit, struct str digest, struct str content, struct err *err);
/* 1 where found, 0 where not. */
int thumbnail_load(const struct unit *unit, struct str digest, struct str *out, struct err *err);
int file_load(const struct unit *unit, struct str digest, struct str *out, struct err *err);

/* Adds to a message, at `place`, which must be free. */
int attachment_add(const struct unit *unit, const struct id *ticket, int64_t seq, int place,
                   const struct attached *attached, struct err *err);
/* 1 where found, 0 where not. */
int attachment_load(const struct unit *unit, const struct id *ticket, int64_t seq, int place,
                    struct attached *out, struct err *err);

#endif
