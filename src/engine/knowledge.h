/* What is known, stated and missing: the eight facts, the conflicts, and where each item stands (rule book, 6). */
#ifndef BURIN_ENGINE_KNOWLEDGE_H
#define BURIN_ENGINE_KNOWLEDGE_H

#include "engine/matter.h"

/* Fills facts, missing, conflicts, items, item and request of matter->out. Decisions must have been made. */
void knowledge_fill(struct matter *matter);
/* The items alone; nothing needs to have been decided. */
void knowledge_situation(struct matter *matter);

#endif
