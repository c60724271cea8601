/* Inside model: noun_name() and noun_from_name() of a word list whose names stand in the array noun_names; see words.h. */
#ifndef BURIN_MODEL_WORD_LIST_H
#define BURIN_MODEL_WORD_LIST_H

#define WORD_LIST_ROW(id, name) STR_INIT(name),
#define WORDS_DEFINE(noun, COUNT)                         \
    struct str noun##_name(enum noun word)                \
    {                                                     \
        return noun##_names[word];                        \
    }                                                     \
    int noun##_from_name(struct str name, enum noun *out) \
    {                                                     \
        for (int i = 0; i < (COUNT); i++) {               \
            if (!str_eq(noun##_names[i], name)) continue; \
            *out = (enum noun)i;                          \
            return 0;                                     \
        }                                                 \
        return -1;                                        \
    }

#endif
