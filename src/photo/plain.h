/* Whether a picture holds pixels and nothing else: what is kept is looked at once more, by reading alone. */
#ifndef BURIN_PHOTO_PLAIN_H
#define BURIN_PHOTO_PLAIN_H

#include "base/str.h"

/* A JPEG with no segment but JFIF's, tables, frame and one scan, or a PNG with no chunk but IHDR, IDAT and IEND; each with its
 * end where the bytes end. */
bool plain_check(struct str bytes);

#endif
