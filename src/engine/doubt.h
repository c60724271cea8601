/* A message that may mean two things: what the letter says then. Such a draft is a question, and a person sends it. */
#ifndef BURIN_ENGINE_DOUBT_H
#define BURIN_ENGINE_DOUBT_H

#include "engine/matter.h"

/* Whether the letter asks what is meant: the reading is in doubt, and neither a stranger nor a message that a person
 * takes over as it stands is asked. */
bool matter_asks_back(const struct matter *matter);

/* Whether the letter leaves out this decision's words until the customer has said what is meant. What only informs or
 * itself asks for something is told all the same. */
bool decision_waits(const struct matter *matter, const struct decision *decision);

#endif
