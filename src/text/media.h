/* What a file that somebody hands in really is: its type by its first bytes, its pixels by its header. Nothing is decoded.
 *
 * Every reader is bounded by the bytes it is given, takes time in their number at most, and gives no pixels rather than
 * wrong ones. */
#ifndef BURIN_TEXT_MEDIA_H
#define BURIN_TEXT_MEDIA_H

#include "base/arena.h"

struct media {
    struct str type;   /* "image/jpeg", …; "application/octet-stream" where it is not what it says */
    bool photo;        /* a JPEG, PNG, WebP or HEIC by its first bytes */
    int width, height; /* pixels of a JPEG, PNG or WebP, by its header; 0 where unknown */
};
enum { MEDIA_NAME_MOST = 120, MEDIA_PIXELS_MOST = 1000000 };

/* What begins like a photo is one, whatever it says it is. Else `declared`, a Content-Type, may say PDF or plain text: where the
 * bytes agree, that is its type. */
void media_read(struct str declared, struct str bytes, struct media *out);
/* A name that can be shown and saved: the last part of a path, without controls, marks that cannot be seen, and leading dots;
 * at most MEDIA_NAME_MOST bytes; "file" where nothing is left. Ends in ".bin" where the type is not known, so that nothing
 * takes it for what it is not; a photo's ends as its type does, and in nothing else that photos end in. */
struct str media_name(struct arena *arena, struct str name, const struct media *media);

#endif
