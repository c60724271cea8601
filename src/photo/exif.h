/* The one thing of EXIF that belongs to the pixels: which way is up. */
#ifndef BURIN_PHOTO_EXIF_H
#define BURIN_PHOTO_EXIF_H

#include "base/str.h"

/* Of a TIFF structure, with or without "Exif\0\0" before it: 1 to 8; 1 where it says nothing sensible. */
int exif_orientation(struct str bytes);

#endif
