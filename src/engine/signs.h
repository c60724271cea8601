/* Signs in the words that change how the desk answers, read by the lexicon. Internal to triage. */
#ifndef BURIN_ENGINE_SIGNS_H
#define BURIN_ENGINE_SIGNS_H

#include "engine/tokens.h"

/* `concerns` are those found, as a set of bits: some signs count only beside theirs. */
void signs_read(const struct message_tokens *tokens, const struct segment *segments, uint32_t concerns,
                struct signs *out);

#endif
