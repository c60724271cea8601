/* Cuts a stretch of the customer's own words into sentences and clauses. Internal to triage. */
#ifndef BURIN_ENGINE_SEGMENT_H
#define BURIN_ENGINE_SEGMENT_H

#include "engine/reading.h"

struct segment_list {
    struct arena *arena;
    struct segment *items;
    size_t count, cap;
};

/* Adds text[start, end) as one segment, without the white space around it; nothing when only that is left. */
void segment_add(struct segment_list *list, struct str text, size_t start, size_t end, bool own);

/* Adds the clauses of text[start, end). Boundaries: the ends of sentences, line breaks, dashes, brackets, Chinese
 * commas, and English commas or conjunctions that begin a clause. Text in quotation marks is never cut. */
void segment_split(struct segment_list *list, struct str text, size_t start, size_t end);

#endif
