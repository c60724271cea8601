/* The first words of a message, for lists. */
#ifndef BURIN_DESK_SNIPPET_H
#define BURIN_DESK_SNIPPET_H

#include "base/arena.h"

enum { SNIPPET_CHARACTERS = 140 };

/* In one line: white space is one space each, and what is cut off ends in "…". */
struct str snippet_of(struct arena *arena, struct str text);
/* Of the customer's own words, without quotes and signatures; of the whole message where none are found. */
struct str snippet_of_message(struct arena *arena, struct str text);

#endif
