/* What the process in the cage tells: a photo, or why not; as bytes, written and read again.
 *
 * The reader believes nothing: every length and size has its bounds, both pictures must begin as what they say they are, hold
 * nothing but pixels, and the bytes must end where they should. */
#ifndef BURIN_PHOTO_RESULT_H
#define BURIN_PHOTO_RESULT_H

#include "base/buf.h"
#include "photo/photo.h"

enum photo_problem {
    PHOTO_FINE,
    PHOTO_NOT_ONE,
    PHOTO_DAMAGED,
    PHOTO_TOO_LARGE,
    PHOTO_TOO_LONG,
    PHOTO_UNPROTECTED, /* no cage */
    PHOTO_UNREADABLE,  /* a kind whose library is not here */
    PHOTO_FAILED,      /* ours: no memory, no process */
    PHOTO_PROBLEMS,
};

/* The error that goes with it; -1. */
int photo_problem_tell(enum photo_problem problem, struct err *err);

enum { RESULT_PART_MOST = 32 << 20 }; /* bytes of a picture */

/* `photo->kind` is not written: who asks knows it. */
void result_write(enum photo_problem problem, const struct photo *photo, struct buf *out);
/* The strings point into `bytes`. PHOTO_FAILED where they are no result. */
enum photo_problem result_read(struct str bytes, struct photo *out);

#endif
