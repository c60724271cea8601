/* A text as lint looks at it: marks of emphasis gone, spaces and quotes made plain, and every byte knows where it came
 * from. Internal to lint*.c. */
#ifndef BURIN_ENGINE_LINT_VIEW_H
#define BURIN_ENGINE_LINT_VIEW_H

#include "engine/lint.h"

enum { VIEW_BOLD = 1, VIEW_QUOTED = 2 };

struct quote {
    size_t start, end; /* between the quotation marks; bytes of the view */
};

/* What a phrase of the tables says. */
enum saying {
    SAY_NOTHING, /* words that would be misread without their neighbours: "as soon as", 完成后 */
    SAY_JARGON,
    SAY_BLAME,
    SAY_FILLER,
    SAY_VAGUE,
    SAY_PLACEHOLDER,
    SAY_REFUND, /* a refund is promised */
    SAY_REMAKE,
    SAY_CANCEL,
    SAY_APOLOGY,
    SAY_WILL,     /* the store will do it: "will arrive" */
    SAY_SHALL,    /* 会在, 将于: a forecast together with the next, a promise together with a forecast */
    SAY_RECEIVE,  /* 收到 */
    SAY_FORECAST, /* words of making and shipping: "delivery", "ready" */
    SAY_NOT,      /* a negation */
    SAY_IF,       /* a condition or question: "if", "whether" */
    SAY_MAYBE,    /* a hedge, a need-by, an old promise: "may", "in time for" */
    SAY_EARLIEST, /* makes a single day the open end of a span: "from", "at the earliest" */
    SAY_SPEC,     /* what follows is a personalization read back: "engrave", "reads" */
    SAY_ASK,      /* something is asked of the customer: "send us", 请在 */
    SAY_REPLY,    /* what follows is for the customer to answer: "reply", 回复 */
};

struct hit {
    enum saying saying;
    size_t start, end; /* bytes of the view */
};

struct view {
    struct arena *arena;
    struct str source;
    struct str cased, lower; /* of the same length; lower in ASCII only */
    const uint32_t *origin;  /* the byte of the source each byte came from; one more than the length */
    const uint8_t *flags;
    struct quote *quotes;
    size_t quote_count;
    struct hit *hits; /* in order, not overlapping */
    size_t hit_count;
    size_t han, latin_words, kana;
    size_t exclamations; /* outside quotations */
    size_t
        second_exclamation; /* byte of the source of the one to name, with the first at `first_exclamation` */
    size_t first_exclamation;
    bool markdown; /* has marks of emphasis */
};

void view_make(struct arena *arena, struct str source, struct view *out);
bool view_is_quoted(const struct view *view, size_t at);

/* A row of the phrase tables. Latin phrases are in lower case and match whole words; a trailing "*" matches longer
 * words too, a leading "=" asks for the case as written (the phrase is then compared with the text as it is). */
struct saying_row {
    const char *words;
    enum saying saying;
};
struct saying_table {
    const struct saying_row *rows;
    size_t count;
};
struct saying_table sayings_en(void);
struct saying_table sayings_zh(void);

/* Fills hits: the longest phrase at each place. */
void view_find_sayings(struct view *view, const struct phrase_index *index);

#endif
