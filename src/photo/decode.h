/* The four decoders: bytes in, pixels out. Only inside the cage (and in the fuzzer): what they are made of is not ours.
 *
 * Each looks at the sizes in the header before it decodes a pixel, and refuses what is cut short. */
#ifndef BURIN_PHOTO_DECODE_H
#define BURIN_PHOTO_DECODE_H

#include "photo/raster.h"
#include "photo/result.h"

struct heif;

struct source {
    struct str bytes;
    int64_t pixels_most;     /* of the whole; sides have PHOTO_SIDE_MOST */
    const struct heif *heif; /* NULL: no HEIC can be read */
};
struct decoded {
    struct raster raster; /* may be smaller than the original already, never below PHOTO_SIDE */
    int width, height;    /* of the original, as it lies in the file */
    int orientation;      /* EXIF's, still to be applied; 0: none */
    struct buf profile;   /* ICC; empty: sRGB */
};

/* What they put into `out` is to be given back with decoded_done, also where they fail. */
typedef enum photo_problem photo_decoder(const struct source *source, struct decoded *out);
photo_decoder decode_jpeg, decode_png, decode_webp, decode_heic;

void decoded_init(struct decoded *decoded);
void decoded_done(struct decoded *decoded);

/* PHOTO_FINE, PHOTO_TOO_LARGE, or PHOTO_DAMAGED where there is nothing. */
enum photo_problem decode_check_size(const struct source *source, int64_t width, int64_t height);

/* The library for HEIC is large, and no other kind needs it: it is loaded when wanted, from the disk, so before the cage. NULL
 * where it is not installed. */
struct heif *heif_load(void);
void heif_free(struct heif *heif); /* NULL is fine */

#endif
