/* Colours as sRGB: photos of phones are mostly in another, wider space (Display P3), which their ICC profile tells. */
#ifndef BURIN_PHOTO_COLOUR_H
#define BURIN_PHOTO_COLOUR_H

#include "base/str.h"
#include "photo/raster.h"

/* Where the profile is one of three primaries and a curve for each (ICC.1:2022, F.3), the pixels become sRGB; colours that it
 * cannot hold become the nearest ones of it. Other profiles, damaged ones and none leave the pixels as they are. */
void colour_to_srgb(struct raster *raster, struct str profile);

#endif
