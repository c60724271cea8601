/* Traditional Chinese into simplified, character by character: for matching only. */
#ifndef BURIN_ENGINE_SIMPLIFY_H
#define BURIN_ENGINE_SIMPLIFY_H

#include "text/utf8.h"

rune_t rune_simplify(rune_t rune);

#endif
