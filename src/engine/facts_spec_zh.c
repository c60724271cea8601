/* How Chinese speakers ask for a change: the phrase table. See spec.h for the elements. */
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
#define DO(edit, trust, ...)                      \
    {                                             \
        P_END, TRUST_##trust, EDIT_##edit, false, \
        {                                         \
            __VA_ARGS__                           \
        }                                         \
    }
#define DO_LEFT(left, edit, trust, ...)          \
    {                                            \
        left, TRUST_##trust, EDIT_##edit, false, \
        {                                        \
            __VA_ARGS__                          \
        }                                        \
    }
#define MAYBE(class) (P_OPT | (class))

static const struct phrase rows[] = {
    /* 把A改成B */
    DO(REMOVE, ANY, W_BA, P_TARGET, MAYBE(W_NOW), W_REMOVE),
    SET(ANY, W_BA, W_FIELD, W_BECOME, P_NEW),
    SET(ANY, W_BA, P_OLD, W_BECOME, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(ANY, W_BA, P_OLD, W_BECOME, P_NEW),
    SET(ANY, W_FROM, P_OLD, W_BECOME, P_NEW),
    SET_LEFT(P_OPT | P_OLD, ANY, W_BECOME, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET_LEFT(P_OPT | P_OLD, ANY, W_BECOME, P_NEW),

    SET_LEFT(P_OLD, SOLID, W_CHANGE, P_NEW),
    SET(ANY, W_FIELD, W_CHANGE, P_NEW),
    SET(SOLID, W_CHANGE, P_NEW),

    /* 再加一个杯子 */
    DO(MORE, ANY, W_ADD, W_COUNT, P_GAP, W_PRODUCT),
    DO(MORE, ANY, W_MORE, W_COUNT),

    /* 我写成A / 你们刻成A */
    SET(ANY, W_I, P_GAP, W_TYPED, P_OWN),
    SET(ANY, W_I, P_GAP, W_ASKED, P_OWN),
    SET(ANY, W_YOU, P_GAP, W_TYPED, P_OLD),
    SET(SOLID, W_WANT, P_GAP, W_TYPED, P_NEW),
    SET(ANY, W_POLITE, P_GAP, W_TYPED, P_NEW),
    SET_LEFT(P_OPT | P_NEW, SOLID, W_TYPED, P_OLD),
    SET(ANY, W_ASKED, P_OWN),
    SET_LEFT(P_OPT | P_NEW, ANY, W_SAYS, P_OLD),

    /* 应该是B不是A / 不是A是B */
    SET_LEFT(P_OPT | P_OLD, ANY, W_SHOULD, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET_LEFT(P_OPT | P_OLD, ANY, W_SHOULD, P_NEW),
    SET(SOLID, W_IS, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(ANY, W_NOT, P_OLD, MAYBE(W_TAIL), MAYBE(W_COMMA), P_GAP, W_BECOME, P_NEW),
    SET(SOLID, W_NOT, P_OLD, MAYBE(W_TAIL), MAYBE(W_COMMA), W_IS, P_NEW),
    SET(SOLID, W_NOT, P_OLD, MAYBE(W_TAIL), MAYBE(W_COMMA), P_GAP, W_SHOULD, P_NEW),
    SET(SOLID, W_NOT, P_OLD, MAYBE(W_TAIL), MAYBE(W_COMMA), P_GAP, W_USE, P_NEW),
    SET(SOLID, W_NOT, P_OLD, MAYBE(W_TAIL), MAYBE(W_COMMA), W_WANT, P_NEW),
    SET_LEFT(P_NEW, SOLID, W_NOT, P_OLD),
    SET(SOLID, W_NOT, P_OLD),
    SET(SOLID, W_USE, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(SOLID, W_WANT, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(ANY, W_FIELD, W_WANT, P_NEW, MAYBE(W_COMMA), W_NOT, P_OLD),
    SET(ANY, W_FIELD, MAYBE(W_POLITE), W_USE, P_NEW),
    SET(ANY, W_FIELD, W_WANT, P_NEW),
    SET(ANY, W_FIELD, W_COLON, P_NEW),
    SET(SOLID, W_USE, P_NEW),
    SET(FIRM, W_WANT, P_NEW),
    WEAK(SOLID, W_FIELD, P_NEW),
    WEAK(SOLID, W_IS, P_NEW),

    /* Edits of the current text. */
    DO_LEFT(P_TARGET, REMOVE, SOLID, W_REMOVE),
    DO(REMOVE, SOLID, W_REMOVE, P_TARGET),
    DO(KEEP_ONLY, SOLID, W_ONLY, P_TARGET),
    DO(ADD, SOLID, W_PLACE, P_GAP, W_ADD, P_TARGET),
    DO(ADD, SOLID, W_ADD, P_TARGET),
    DO(MORE, ANY, W_ADD, W_COUNT),
    DO(CASE, ANY, W_CASE),
    DO(REVERSE, ANY, W_REVERSE),
};

const struct phrase_table spec_phrases_zh = {rows, sizeof rows / sizeof *rows};
