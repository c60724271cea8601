/* The fonts of the store folder; see fonts.h. */
#include "desk/fonts.h"

#include "desk/shop_home.h"

void desk_fonts(struct desk *desk, struct arena *arena, struct shop_fonts *out)
{
    shop_fonts_read(arena, desk_shop_home(desk)->folder, out, NULL, NULL);
}
