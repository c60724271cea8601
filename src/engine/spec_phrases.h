/* How a row of the phrase tables is written: what stands to its left, how far it is trusted, what it edits, and its elements
 * (spec.h). Used by facts_spec_en.c and facts_spec_zh.c only. */
#ifndef BURIN_ENGINE_SPEC_PHRASES_H
#define BURIN_ENGINE_SPEC_PHRASES_H

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
#define DO_LEFT(left, edit, trust, ...)          \
    {                                            \
        left, TRUST_##trust, EDIT_##edit, false, \
        {                                        \
            __VA_ARGS__                          \
        }                                        \
    }
#define MAYBE(class) (P_OPT | (class))

#endif
