/* The fonts of the desk's store folder, for pages that show a text as it will be made. */
#ifndef BURIN_DESK_FONTS_H
#define BURIN_DESK_FONTS_H

#include "desk/desk.h"
#include "shop/fonts.h"

/* As the folder has them now; none where the desk has no folder. Files that are no fonts are passed over: the shop was checked. */
void desk_fonts(struct desk *desk, struct arena *arena, struct shop_fonts *out);

#endif
