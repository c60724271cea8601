/* Words from outside (names, titles, personalization, numbers) made fit to stand in a letter. */
#ifndef BURIN_ENGINE_FOREIGN_H
#define BURIN_ENGINE_FOREIGN_H

#include "base/arena.h"

enum {
    FOREIGN_VALUE = 300, /* characters of a personalization's value */
    FOREIGN_TITLE = 80,  /* of a piece's name */
    FOREIGN_LABEL = 40,  /* of an order or tracking number, a carrier */
};

/* The text on one line: blanks and line breaks in a row are one blank, controls and marks of writing direction are left
 * away, and behind `most` characters it ends in "…". Empty where nothing of it can be seen. */
struct str foreign_line(struct arena *arena, struct str text, size_t most);

/* English speaks of "order **#1042**" in every other sentence. Where an order has no number, templates are handed
 * UNNUMBERED instead, and this makes "your order" of it, or leaves it away where it only stands in brackets. */
#define UNNUMBERED "\x1a"
struct str foreign_unnumbered(struct arena *arena, struct str text);

/* The name to greet somebody by, in whichever script; empty where what was given as the name is no name: an address, a
 * piece of markup, a placeholder that another program left unfilled. Chinese names are whole, as the family name comes
 * first; others by their first word. */
struct str foreign_first_name(struct arena *arena, struct str name);

#endif
