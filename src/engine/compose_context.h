/* Inside compose: the values that templates are handed (docs/TEMPLATES.md). Used by compose*.c only. */
#ifndef BURIN_ENGINE_COMPOSE_CONTEXT_H
#define BURIN_ENGINE_COMPOSE_CONTEXT_H

#include "engine/compose.h"

/* One letter being written in one language. */
struct letter {
    struct composer *composer;
    const struct matter *matter;
    enum lang lang; /* whose ways of naming it follows; English where `added` */
    bool added;     /* a language that the store folder adds: only its own words are used */
    const struct language *language;
    struct datefmt *datefmt;
    struct arena *arena; /* lives as long as the letter's values */
    struct value base;   /* what every part sees */
    struct value *items; /* one object for each item of the order; NULL where nothing may be told */
    struct value rush;   /* the rush plan of the concerned item, or nil */
    bool *said_range;    /* by item: its delivery range stands in an earlier part */
    bool said_hold;
    bool closed_book; /* the sender is not who they say: nothing of the order is handed over */
};

/* `language` is an index of the store's languages. */
void letter_init(struct letter *letter, struct composer *composer, const struct matter *matter,
                 size_t language, struct arena *arena);
/* The values for one part: the decision's own, then the base. */
struct value letter_part(struct letter *letter, const struct decision *decision, size_t index, size_t count);
/* The values for a text about one item that is no part of the letter (stage words, notices). */
struct value letter_about(struct letter *letter, int item);

/* Adds a member: nil where the text is empty. */
void put_text(struct letter *letter, struct value *object, const char *name, struct str text);
/* The same for text from outside, made safe for Markdown. */
void put_foreign(struct letter *letter, struct value *object, const char *name, struct str text);

struct str letter_day(struct letter *letter, day_t day); /* empty for DAY_NONE */
struct str letter_range(struct letter *letter, struct day_range range);
struct str letter_deadline(struct letter *letter, instant_t at); /* empty for INSTANT_NONE */
struct str letter_money(struct letter *letter, struct str amount, struct str currency); /* empty for empty */
/* The name of a personalization field in the letter's language; its own where the word list has none. */
struct str letter_field(struct letter *letter, struct str name);
/* The kinds of apology (docs/TEMPLATES.md), empty when none is due. */
struct str matter_apology(const struct matter *matter);

#endif
