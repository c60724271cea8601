/* How one speaks of a piece: its short name and the craft it is made by. */
#ifndef BURIN_ENGINE_CRAFT_H
#define BURIN_ENGINE_CRAFT_H

#include "model/store.h"

/* A key of the word lists: "engraved", "painted", …; "made" where nothing tells. The product's own setting counts first,
 * then words of the title in either language. */
struct str craft_of(const struct item *item, const struct product *product);
/* "Biscuit's portrait", "engraved bar necklace", 刻字戒指. `owned` has a possessive of its own. */
struct str piece_name(struct arena *arena, const struct item *item, enum lang lang, bool *out_owned);
/* The whole title, variants and all, as it stands inside a sentence: "engraved bar bracelet, Tess". */
struct str piece_full_name(struct arena *arena, const struct item *item, enum lang lang);

#endif
