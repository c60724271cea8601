/* How English speakers ask for a change: the phrase table. See spec.h for the elements. */
#include "engine/spec.h"

#define SET(trust, ...)                        \
    {                                          \
        P_END, TRUST_##trust, EDIT_SET, false, \
        {                                      \
            __VA_ARGS__                        \
        }                                      \
    }
#define SET_LEFT(left, trust, ...)            \
    {                                         \
        left, TRUST_##trust, EDIT_SET, false, \
        {                                     \
            __VA_ARGS__                       \
        }                                     \
    }
#define WEAK(trust, ...)                      \
    {                                         \
        P_END, TRUST_##trust, EDIT_SET, true, \
        {                                     \
            __VA_ARGS__                       \
        }                                     \
    }
#define WEAK_LEFT(left, trust, ...)          \
    {                                        \
        left, TRUST_##trust, EDIT_SET, true, \
        {                                    \
            __VA_ARGS__                      \
        }                                    \
    }
#define DO(edit, trust, ...)                      \
    {                                             \
        P_END, TRUST_##trust, EDIT_##edit, false, \
        {                                         \
            __VA_ARGS__                           \
        }                                         \
    }
#define MAYBE(class) (P_OPT | (class))

static const struct phrase rows[] = {
    /* One more of them. */
    DO(MORE, ANY, W_WANT, W_COUNT, W_MORE),
    DO(MORE, ANY, W_COUNT, W_MORE, P_GAP, W_PRODUCT),
    DO(MORE, ANY, W_ADD, W_MORE, P_GAP, W_PRODUCT),
    DO(MORE, ANY, W_WANT, W_MORE, P_GAP, W_PRODUCT),
    DO(MORE, ANY, W_ADD, W_COUNT, W_PRODUCT),

    /* What somebody entered or received. */
    SET(SOLID, W_I, P_GAP, W_TYPED, P_NEW, W_TO, P_OLD),
    SET(SOLID, W_YOU, P_GAP, W_TYPED, P_NEW, W_TO, P_OLD),
    SET(SOLID, W_I, P_GAP, W_TYPED, P_OWN, MAYBE(W_COMMA), W_NOT, P_OTHER),
    SET(SOLID, W_I, P_GAP, W_ASKED, P_OWN, MAYBE(W_COMMA), W_NOT, P_OTHER),
    SET(SOLID, W_I, P_GAP, W_MEANT, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(SOLID, W_I, P_GAP, W_MEANT, P_NEW),
    SET(SOLID, W_I, P_GAP, W_TYPED, P_OWN),
    SET(SOLID, W_I, P_GAP, W_ASKED, P_OWN),
    SET(SOLID, W_ASKED, P_OWN, MAYBE(W_COMMA), W_NOT, P_OTHER),
    SET(SOLID, W_ASKED, P_OWN),
    SET(SOLID, W_GOT, P_OLD, MAYBE(W_COMMA), W_NOT, P_NEW),
    SET(SOLID, W_GOT, P_OLD),
    SET(SOLID, W_YOU, P_GAP, W_TYPED, P_OLD, MAYBE(W_COMMA), W_NOT, P_NEW),
    SET(SOLID, W_YOU, P_GAP, W_TYPED, P_OLD),
    SET(SOLID, W_SAYS, P_OLD, MAYBE(W_COMMA), W_NOT, P_NEW),
    SET(SOLID, W_SAYS, P_OLD),

    /* Change A to B. */
    SET(ANY, W_CHANGE, P_THING, W_FROM, P_OLD, W_TO, P_NEW),
    SET(ANY, W_CHANGE, W_FROM, P_OLD, W_TO, P_NEW),
    SET(ANY, W_CHANGE, P_THING, W_TO, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(ANY, W_CHANGE, P_THING, W_TO, P_NEW, W_FROM, P_OLD),
    SET(SOLID, W_REPLACE, P_OLD, W_FOR, P_NEW),
    SET(ANY, W_REPLACE, P_OLD, W_WITH, P_NEW),
    SET(ANY, W_REPLACE, P_THING, W_WITH, P_NEW),
    SET(ANY, W_REPLACE, P_THING, W_FOR, P_NEW),
    SET(ANY, W_REPLACE, P_OLD, W_FOR, P_NEW),
    DO(REVERSE, SOLID, W_REPLACE, P_ANCHOR, W_PREP),
    SET(ANY, W_CHANGE, P_THING, W_TO, P_NEW),
    SET(ANY, W_CHANGE, W_TO, P_NEW),
    SET(ANY, W_CHANGE, P_OLD, W_TO, P_NEW),
    SET(ANY, W_CHANGE, P_THING, W_COLON, P_NEW),
    SET(SOLID, W_FROM, P_OLD, W_TO, P_NEW),

    /* Make it say B. */
    SET(ANY, W_MAKE, P_THING, W_SAY, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(ANY, W_MAKE, P_THING, W_SAY, P_NEW),
    SET(ANY, W_MAKE, P_THING, W_TO, P_NEW),
    SET(SOLID, W_MAKE, P_THING, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(SOLID, W_MAKE, P_THING, W_PREP, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(SOLID, W_MAKE, P_THING, P_NEW),
    SET(FIRM, W_MAKE, P_THING, W_PREP, P_NEW),
    SET_LEFT(P_OPT | P_OLD, ANY, W_SHOULD, MAYBE(W_NOW), MAYBE(W_ONLY), W_SAY, P_NEW, MAYBE(W_COMMA), W_NOT,
             P_OLD),
    SET_LEFT(P_OPT | P_OLD, ANY, W_SHOULD, MAYBE(W_NOW), MAYBE(W_ONLY), W_SAY, P_NEW),
    SET(SOLID, W_TOSAY, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(SOLID, W_TOSAY, P_NEW),
    SET(SOLID, W_SAY, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(SOLID, W_SAY, P_NEW),

    /* Not A but B. */
    SET(SOLID, W_NOT, P_OLD, MAYBE(W_COMMA), W_BUT, P_NEW),
    SET(SOLID, W_NOT, P_OLD, W_COLON, P_NEW),
    SET(SOLID, W_NOT, P_OLD, W_DASH, P_NEW),
    SET(SOLID, W_NOT, P_OLD, MAYBE(W_COMMA), W_ITS, P_NEW),
    SET(SOLID, W_INSTEAD, P_OLD, MAYBE(W_COMMA), P_GAP, W_USE, P_NEW),
    SET(SOLID, W_INSTEAD, P_OLD, MAYBE(W_COMMA), P_GAP, W_SAY, P_NEW),
    SET(SOLID, W_INSTEAD, P_OLD, MAYBE(W_COMMA), P_GAP, W_MAKE, P_THING, P_NEW),
    SET(SOLID, W_INSTEAD, P_OLD, W_COMMA, P_NEW),
    SET(SOLID, W_USE, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(SOLID, W_USE, P_NEW, W_WHERE, P_GAP, W_TYPED, P_OLD),
    SET(ANY, W_USE, W_IT, MAYBE(W_NOW), W_COLON, P_NEW),
    SET(SOLID, W_USE, P_GAP, W_COLON, P_NEW),
    DO(ADD, QUOTED, W_USE, P_TARGET, W_PLACE),
    SET(SOLID, W_USE, P_NEW),
    DO(REMOVE, ANY, W_WANT, P_TARGET, W_REMOVE),
    SET(SOLID, W_WANT, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(SOLID, W_WANT, P_THING, W_PREP, P_NEW),
    SET(SOLID, W_WANT, P_THING, W_TO, P_NEW),
    SET(FIRM, W_WANT, P_NEW),
    WEAK(SOLID, W_WANT, P_NEW),
    SET(SOLID, W_MEANT, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(SOLID, W_MEANT, P_NEW),
    SET(SOLID, W_ITS, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET_LEFT(P_OLD, SOLID, W_IS, W_NOW, P_NEW),
    SET(SOLID, W_IS, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET_LEFT(P_NEW, SOLID, W_INSTEAD, P_OLD),
    SET_LEFT(P_NEW, SOLID, W_NOT, P_OLD),
    SET_LEFT(P_OPT | P_OLD, SOLID, W_ARROW, P_NEW),
    WEAK_LEFT(P_OLD, SOLID, W_TO, P_NEW),
    WEAK_LEFT(P_OLD, SOLID, W_BECOME, P_NEW),
    SET(SOLID, W_NOT, P_OLD),
    WEAK(SOLID, W_COLON, P_NEW),
    WEAK(FIRM, W_PREP, P_NEW),
    WEAK(SOLID, W_ITS, P_NEW),
    WEAK(SOLID, W_IS, P_NEW),

    /* Labels: "New engraving: B". */
    SET(ANY, W_FIELD, W_COLON, P_NEW),
    SET(SOLID, W_PRODUCT, W_COLON, P_NEW),
    SET(FIRM, W_FIELD, W_PREP, P_NEW),
    SET(FIRM, W_PRODUCT, W_PREP, P_NEW),
    SET(SOLID, W_ORDINAL, W_COUNT, P_NEW),
    SET(SOLID, W_FIELD, W_TO, P_NEW),
    SET(SOLID, W_PRODUCT, W_TO, P_NEW),
    SET(SOLID, W_FIELD, W_DASH, P_NEW),
    WEAK(SOLID, W_FIELD, P_NEW),

    /* Edits of the current text. */
    DO(REMOVE, ANY, W_REMOVE, P_TARGET),
    DO(REMOVE, ANY, W_KEEP, P_TARGET, W_OFF),
    DO(ADD, SOLID, W_ADD, P_TARGET, W_PLACE, P_ANCHOR),
    DO(ADD, SOLID, W_ADD, P_TARGET, W_PLACE),
    DO(ADD, SOLID, W_PLACE, P_GAP, W_ADD, P_TARGET),
    DO(ADD, SOLID, W_ADD, P_TARGET),
    DO(KEEP_ONLY, QUOTED, W_ONLY, P_TARGET),
    SET(SOLID, W_ONLY, P_NEW),
    DO(CASE, ANY, W_CASE),
    DO(REMOVE, ANY, W_NEG, W_SIGN),
    DO(REVERSE, ANY, W_REVERSE),
    DO(REVERSE, SOLID, W_REPLACE, P_ANCHOR),
};

const struct phrase_table spec_phrases_en = {rows, sizeof rows / sizeof *rows};
