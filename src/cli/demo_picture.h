/* Small pictures of made things and their faults, drawn by code: what the demo's customers attach. */
#ifndef BURIN_CLI_DEMO_PICTURE_H
#define BURIN_CLI_DEMO_PICTURE_H

#include "base/arena.h"
#include "base/err.h"

/* A PNG of "MOTIF:FAULT:WORDS": MOTIF is bar, ring, portrait, wallet, blanket, sign, hoodie or box; FAULT may be empty, or
 * scratch, crack, stain, dent, thread; WORDS stand on the piece in plain strokes. `seed` varies light and place. `out_thumb` is
 * the same at half the size. ERR_INPUT where a word is none of these. */
int picture_draw(struct arena *arena, struct str spec, uint64_t seed, struct str *out_png,
                 struct str *out_thumb, struct err *err);

/* A PNG of "MOTIF:LOOK:WORDS", twice as fine: the piece in the making. LOOK is sketch, making, check or packed. */
int picture_draw_making(struct arena *arena, struct str spec, uint64_t seed, struct str *out_png,
                        struct err *err);

#endif
