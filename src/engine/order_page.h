/* What a customer sees of an order on its page, as of one moment: where each piece stands, in words, when what is still to come
 * is to be expected, and what the decision table would say to each thing that could be asked for. Nobody has written, and
 * nothing is done by looking. */
#ifndef BURIN_ENGINE_ORDER_PAGE_H
#define BURIN_ENGINE_ORDER_PAGE_H

#include "engine/assess.h"
#include "engine/estimate.h"

/* What can be asked for, and the concern it is ruled as. */
#define ASKS(X)                \
    X(CHANGE, CONCERN_CHANGE)  \
    X(ADDRESS, CONCERN_CHANGE) \
    X(CANCEL, CONCERN_CANCEL)
#define X(id, concern) ASK_##id,
enum ask { ASKS(X) ASK_COUNT };
#undef X

struct order_page_ask {
    enum action action;
    struct str reason;
    bool allowed;
    bool person;     /* allowed, but a person decides it */
    instant_t since; /* when what stands against it came about; INSTANT_NONE: not known, or nothing does */
    struct str why_not[LANG_COUNT]; /* plain text in each language; empty where it is allowed */
};

struct order_page_item {
    struct item_situation situation;
    instant_t since; /* when its stage began; INSTANT_NONE where nobody reported it */
    struct milestone_range milestones[MILESTONE_COUNT];
    enum milestone next; /* MILESTONE_COUNT: none is still to come */
    struct str words;    /* Markdown: what is told at its stage */
    struct str carrier, tracking;
    struct order_page_ask asks[ASK_COUNT];
};

struct order_page {
    struct str locale; /* of the words: "en", "zh" */
    struct order_page_item *items;
    size_t count;
};

/* `from` is whose page it is: the customer's address, or that of a gift's recipient. Fails only on a broken template of the
 * store. */
int engine_order_page(struct engine *engine, struct arena *arena, const struct order *order, struct str from,
                      struct str locale, instant_t at, struct order_page *out, struct err *err);

/* Inside engine: with a matter whose items are known. */
struct composer;
struct matter;
int order_page_write(struct composer *composer, struct matter *matter, struct order_page *out,
                     struct err *err);

#endif
