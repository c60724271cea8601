/* The reply and everything else that is said in words: status messages, notices, next steps, summary.
 *
 * Decisions come in, templates give the words (docs/TEMPLATES.md). */
#ifndef BURIN_ENGINE_COMPOSE_H
#define BURIN_ENGINE_COMPOSE_H

#include "engine/matter.h"
#include "text/datefmt.h"

/* What a thread keeps between inquiries: formatters and buffers. */
struct composer {
    const struct store *store;
    struct datefmt **datefmt; /* by language of the store */
    struct arena *scratch;    /* for one rendering; reset by composer_write */
    struct buf page, side, line;
};

void composer_init(struct composer *composer, const struct store *store);
void composer_done(struct composer *composer);

/* Fills reply, status_messages, next_steps, proactive, metrics, promises and summary of matter->out. Fails only where
 * a template of the store does. */
int composer_write(struct composer *composer, struct matter *matter, struct err *err);
/* Renders one notice about matter->out->item, with the reason where it is withheld. */
int composer_notice(struct composer *composer, struct matter *matter, enum notice notice, struct str template,
                    bool whole, struct notice_plan *out, struct err *err);
/* Renders notices/received: what anybody may be told. */
struct receipt;
int composer_receipt(struct composer *composer, struct arena *arena, enum lang lang, struct receipt *out,
                     struct err *err);
/* The same for the link to an order's page: a letter of its own, and the line in the foot of others. */
struct link_words;
int composer_link_letter(struct composer *composer, struct arena *arena, enum lang lang,
                         const struct link_words *words, struct receipt *out, struct err *err);
int composer_link_line(struct composer *composer, struct arena *arena, enum lang lang,
                       const struct link_words *words, struct str *out, struct err *err);

#endif
