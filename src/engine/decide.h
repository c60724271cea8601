/* What the desk does about each concern: the decision table of the rule book (section 7), row by row.
 *
 * Reads the matter, writes decisions, claim, change and escalation into matter->out. */
#ifndef BURIN_ENGINE_DECIDE_H
#define BURIN_ENGINE_DECIDE_H

#include "engine/matter.h"

/* One concern about one item (or about the whole order, with view NULL), waiting for its row. */
struct question {
    const struct matter *matter;
    const struct concern_found *found;
    enum concern
        ruled_as; /* the concern whose rows apply: a wrong spec before delivery is ruled as a change */
    const struct item_view *view;
    int item;
    size_t *changes; /* of request.changes, those that are about this item and part */
    size_t change_count;
};

/* Lets the first row that holds decide. */
void decide_question(const struct question *question, struct decision *out);

/* Whether an address or delivery name, and nothing else, is to be changed. */
bool question_is_address(const struct question *question);

/* Whether more pieces, and nothing else, are asked for. */
bool question_is_further_piece(const struct question *question);

void decide(struct matter *matter);

#endif
