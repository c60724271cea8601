/* Photos that somebody hands in, made harmless: read by a process of its own in a cage, written anew by our own encoder.
 *
 * What comes out is a picture of at most PHOTO_SIDE pixels a side, upright, in sRGB, without anything that is no pixel: no
 * EXIF, place, XMP, profile or comment, and nothing behind its end. Decoders never run in this process: a `struct photo_lab`
 * starts this very program again for each photo (`burin photo-worker`), a few at a time. docs/decisions/photos.md has the
 * reasons. */
#ifndef BURIN_PHOTO_PHOTO_H
#define BURIN_PHOTO_PHOTO_H

#include "base/arena.h"
#include "base/err.h"

enum photo_kind { PHOTO_NONE, PHOTO_JPEG, PHOTO_PNG, PHOTO_WEBP, PHOTO_HEIC };

enum {
    PHOTO_BYTES_MOST = 25 * 1024 * 1024,
    PHOTO_SIDE_MOST = 32768,      /* pixels of a side that are read at all */
    PHOTO_PIXELS_MOST = 64 << 20, /* likewise of the whole */
    PHOTO_SIDE = 2560,            /* of the longest side that is kept */
    PHOTO_THUMB_SIDE = 320,       /* of a thumbnail's */
};

struct photo {
    enum photo_kind kind;      /* what it was */
    int width, height;         /* of the original, upright */
    struct str type;           /* of both: image/jpeg, or image/png where something is transparent */
    struct str picture, thumb; /* no larger than the original */
};

/* What it is by its first bytes. */
enum photo_kind photo_kind_of(struct str bytes);

struct photo_lab;
struct photo_lab_config {
    const char *program; /* started with the words PHOTO_WORKER and a kind; NULL: this one */
    int at_once;         /* processes; 0: one for each processor, at most 4 */
    int waiting;         /* callers that wait for a place; 0 means 12 */
    int64_t within;      /* µs that one photo may take; 0 means 15 s */
};
#define PHOTO_WORKER "photo-worker"
/* Words in the place of a kind, for photo_guard_try: one tells what keeps it, one tries to open a file. */
#define PHOTO_PROBE "probe"
#define PHOTO_ESCAPE "escape"

int photo_lab_new(const struct photo_lab_config *config, struct photo_lab **out, struct err *err);
/* Nobody may be in photo_clean any more. NULL is fine. */
void photo_lab_free(struct photo_lab *lab);

/* Waits for the process, so never from a thread that others wait for. Whatever is in `bytes`, it ends within config.within and
 * the wait for a place. ERR_INPUT: no photo, or damaged, cut short ones among them; ERR_LIMIT: too many bytes or pixels, or
 * it takes too long; ERR_BUSY: too many wait; ERR_SYSTEM: no process, or no cage to be had. */
int photo_clean(struct photo_lab *lab, struct str bytes, struct arena *arena, struct photo *out,
                struct err *err);

/* What keeps the process on this machine. */
struct photo_guard {
    bool seccomp;  /* a call that is not allowed ended it; without that no photo is read */
    bool landlock; /* files are gone for it besides */
    bool heic;     /* libheif is here */
};
/* Starts two of them; `program` as above. ERR_SYSTEM where none starts. */
int photo_guard_try(const char *program, struct photo_guard *out, struct err *err);

/* The process itself: reads a photo of that kind ("jpeg", …) from descriptor 0 and writes the result to 1 (result.h), both
 * files in memory. The exit status; it does not return to a state in which anything else could be done. */
int photo_worker(const char *kind);

#endif
