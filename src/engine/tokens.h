/* The words, characters and signs of a message's own segments, folded, with their meanings from the lexicon.
 * Internal to triage. */
#ifndef BURIN_ENGINE_TOKENS_H
#define BURIN_ENGINE_TOKENS_H

#include "engine/lexicon.h"
#include "engine/reading.h"

enum token_kind {
    TOKEN_WORD,
    TOKEN_HAN, /* one Chinese character */
    TOKEN_NUMBER,
    TOKEN_YEAR,
    TOKEN_CODE, /* an order number, a tracking number, a telephone number */
    TOKEN_DATE,
    TOKEN_TIME,
    TOKEN_MONEY,
    TOKEN_LINK, /* an e-mail address or URL */
    TOKEN_EMOJI,
    TOKEN_MARK, /* punctuation */
};

struct token {
    uint8_t kind;
    bool quoted;  /* between quotation marks */
    bool capital; /* written in capitals, at least three */
    uint16_t text_len;
    uint32_t text; /* folded bytes, offset into `folded` */
    uint32_t hash; /* of the folded word, character or sign; of the kind for numbers and the like */
    uint32_t stem; /* of the stemmed word; else as hash */
    size_t at;     /* byte of the message */
};

enum { UNIT_CLASSES = 3 };

/* One or more tokens that mean something together, or one token that means nothing special. */
struct unit {
    uint32_t label; /* class-based where it has a class, else the token's stem */
    uint16_t classes[UNIT_CLASSES];
    uint8_t class_count;
    bool negated;          /* in the scope of a negation before it */
    uint32_t first, count; /* tokens */
};

/* A meaning of a part of a phrase that means something else as a whole: "faster" in "pay for faster". */
struct inner_meaning {
    uint16_t class;
    bool negated;
};

struct segment_tokens {
    struct token *tokens;
    size_t count;
    struct unit *units;
    size_t unit_count;
    struct inner_meaning *inner;
    size_t inner_count;
};

struct message_tokens {
    struct segment_tokens *segments; /* one for each segment; empty for those that are not read */
    size_t count;
    const char *folded;
};

enum { TOKENS_READ_MAX = 12000 }; /* bytes of a message that are read; the rest is ignored */

/* Reads the own segments, or all when `all` is set. */
void tokens_read(struct arena *arena, const struct lexicon *lexicon, struct str text,
                 const struct segment *segments, size_t count, bool all, struct message_tokens *out);

#endif
