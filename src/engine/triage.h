/* Reading a message, part one: its own words, its language, its concerns.
 *
 * clean → segments → features → linear model → concerns with evidence and calibrated confidence. The shape can
 * grow: feature families are rows of one table, so that each can be measured by itself (`burin eval`). */
#ifndef BURIN_ENGINE_TRIAGE_H
#define BURIN_ENGINE_TRIAGE_H

#include "engine/reading.h"

/* Splits `text` into segments, marks what is not the customer's own (quoted replies, "On … wrote:", forwarded
 * headers, signatures, "Sent from my iPhone", HTML tags, auto-reply boilerplate). Segments cover the text in order. */
void triage_clean(struct arena *arena, struct str text, struct segment **out, size_t *out_count,
                  bool *out_auto_reply);

/* Language by shares of scripts and, among Latin ones, common words. "en", "zh", or another code. */
struct str triage_language(struct str text, const struct segment *segments, size_t count);

/* Fills locale, lang, supported, auto_reply, segments, concerns, low_confidence and signs of `out`.
 * `answer` is found only when inquiry->awaiting says that the desk waits for one. */
void triage_read(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                 struct reading *out);

#endif
