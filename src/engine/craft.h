/* How one speaks of a piece: its short name and the craft it is made by. */
#ifndef BURIN_ENGINE_CRAFT_H
#define BURIN_ENGINE_CRAFT_H

#include "model/store.h"

/* A key of the word lists: "engraved", "painted", …; "made" where nothing tells. The product's own setting counts first,
 * then words of the title in either language. */
struct str craft_of(const struct item *item, const struct product *product);
/* "Biscuit's portrait", "engraved bar necklace", 刻字戒指. `owned` has a possessive of its own. */
struct str piece_name(struct arena *arena, const struct item *item, enum lang lang, bool *out_owned);
/* What a piece is called, and whether that name says whose it is. */
struct calling {
    struct str name;
    bool owned;
};
/* Tells the pieces of an order apart: those that share a short name go by their whole titles ("engraved bar bracelet,
 * Tess"), those that share these too by the words on them (mug “Leo”). */
void pieces_tell_apart(struct arena *arena, const struct item *items, size_t count, enum lang lang,
                       struct calling *callings);

#endif
