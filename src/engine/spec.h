/* Inside the reader of requested changes: tokens, word classes, phrases, wishes. Used by spec_*.c, facts_spec*.c,
 * facts_item.c and facts_answer.c only.
 *
 * scan cuts the customer's own words into tokens and gives each its word classes from the lexica; match lays the
 * phrase tables over the tokens and yields wishes ("A instead of B"); target finds the item, piece and field a wish
 * is about; edit turns it into the complete new text. Both languages share everything but their tables. */
#ifndef BURIN_ENGINE_SPEC_H
#define BURIN_ENGINE_SPEC_H

#include "engine/facts.h"

/* What a word can do in a request. A word may be in several classes; the tables are in spec_words_en.c and
 * spec_words_zh.c. */
enum word_class {
    W_NONE,
    W_CHANGE,  /* change, switch, update … */
    W_REPLACE, /* replace, substitute */
    W_FROM,
    W_TO,
    W_WITH,
    W_FOR,
    W_SAY,     /* say, read: what it shall say */
    W_SAYS,    /* says, said, came out as: what it does say */
    W_TOSAY,   /* "to say" */
    W_IS,      /* is, was, are */
    W_SHOULD,  /* should, must, has to, 应该 */
    W_INSTEAD, /* instead of, rather than */
    W_NOT,
    W_BUT,
    W_USE,  /* use, engrave, write, 刻 */
    W_MAKE, /* make, have, get */
    W_WANT,
    W_TYPED, /* typed, wrote, put: what somebody entered */
    W_MEANT,
    W_ASKED, /* asked for, ordered, chose */
    W_GOT,   /* got, received */
    W_IT,
    W_ITS, /* it's */
    W_DET, /* the, my, her */
    W_PREP,
    W_FIELD, /* a part of the personalization: engraving, font; see enum field_kind */
    W_PRODUCT,
    W_COLOUR,
    W_SIZE, /* small, medium, XL */
    W_REMOVE,
    W_ADD,
    W_PLACE, /* under, after, at the end */
    W_NOW,
    W_NEG,     /* don't, doesn't: turns what follows into the old value */
    W_TRACK,   /* tracking, the website: what it says is not what the piece says */
    W_POLITE,  /* please, thanks: never part of an unquoted value */
    W_STOPPER, /* because, if, I: an unquoted value ends before it */
    W_I,
    W_YOU,
    W_VAGUE, /* something, different: no value */
    W_ONLY,  /* just, only, 只留 */
    W_KEEP,  /* keep, leave, take */
    W_OFF,   /* off, out: "take the year off" */
    W_SIGN,  /* the name of a character: comma, full stop */
    W_ORDINAL,
    W_JOIN,    /* and, of, the: may stand inside a capitalised name */
    W_VERDICT, /* wrong, misspelled, fine: never a value */
    W_COUNT,   /* three, 3, 三: a count of things */
    W_MORE,
    W_ATTACHED,
    W_WHERE,
    W_CASE,    /* capital, lower case */
    W_BECOME,  /* 改成, 换成: change … to */
    W_BA,      /* 把, 将: what follows is changed */
    W_TAIL,    /* 吗, 可以吗, 谢谢: trailing words of a Chinese request */
    W_FORM,    /* 个字, 三个字母: says how many characters the value has */
    W_REVERSE, /* the other way round */
    W_COMMA,
    W_COLON,
    W_DASH,
    W_ARROW,
    W_NEWLINE,
    W_BRACKET,
    W_CLASS_COUNT,
};
_Static_assert(W_CLASS_COUNT <= 64, "word classes are bits of one word");
#define W_BIT(class) (UINT64_C(1) << (class))

/* Parts of a personalization, by what the words for them mean. */
#define FIELD_KINDS(X)                  \
    X(NONE, "text", TEXT)               \
    X(ENGRAVING, "engraving", TEXT)     \
    X(TEXT, "text", TEXT)               \
    X(NAME, "text", TEXT)               \
    X(INITIALS, "text", TEXT)           \
    X(DATE, "text", TEXT)               \
    X(YEAR, "text", TEXT)               \
    X(LINE, "text", TEXT)               \
    X(WORD, "text", TEXT)               \
    X(NUMBER, "number", TEXT)           \
    X(FONT, "font", FONT)               \
    X(SIZE, "size", SIZE)               \
    X(LENGTH, "length", SIZE)           \
    X(COLOUR, "colour", COLOUR)         \
    X(THREAD, "thread", COLOUR)         \
    X(RIBBON, "ribbon", COLOUR)         \
    X(BACKGROUND, "background", COLOUR) \
    X(MATERIAL, "material", MATERIAL)   \
    X(FINISH, "finish", MATERIAL)       \
    X(FRAME, "frame", MATERIAL)         \
    X(CHAIN, "chain", MATERIAL)         \
    X(STYLE, "style", STYLE)            \
    X(SHAPE, "shape", STYLE)            \
    X(LANGUAGE, "language", STYLE)      \
    X(PHOTO, "photo", PHOTO)            \
    X(ADDRESS, "address", DELIVERY)     \
    X(RECIPIENT, "address", DELIVERY)   \
    X(PHONE, "address", DELIVERY)       \
    X(QUANTITY, "quantity", ORDER)      \
    X(ITEM, "item", ORDER)
#define X(id, plain, family) FIELD_KIND_##id,
enum field_kind { FIELD_KINDS(X) FIELD_KIND_COUNT };
#undef X
enum field_family {
    FAMILY_TEXT,
    FAMILY_FONT,
    FAMILY_SIZE,
    FAMILY_COLOUR,
    FAMILY_MATERIAL,
    FAMILY_STYLE,
    FAMILY_PHOTO,
    FAMILY_DELIVERY,
    FAMILY_ORDER,
};
enum field_family field_kind_family(enum field_kind kind);
struct str
field_kind_plain(enum field_kind kind); /* "engraving", "font": the name where the order has none */

/* One row of a lexicon: lower case, words parted by one space. Rows are sorted by bytes. `detail` is a field kind
 * for W_FIELD, W_USE and W_BECOME, the character for W_SIGN, a number for W_ORDINAL and W_COUNT, a case_kind
 * for W_CASE, a place_kind for W_PLACE; `product` the kind of thing a W_PRODUCT names. */
struct word_row {
    const char *text;
    uint64_t classes;
    int detail, product;
};
struct lexicon {
    const struct word_row *rows;
    size_t count;
};
extern const struct lexicon spec_words_en, spec_words_zh;

enum case_kind { CASE_CAPITAL, CASE_UPPER, CASE_LOWER };
enum place_kind { PLACE_UNDER, PLACE_AFTER, PLACE_BEFORE, PLACE_END, PLACE_START, PLACE_ABOVE };

enum token_kind {
    TOKEN_WORD,   /* letters, perhaps with inner points and dashes; also "&", "+" */
    TOKEN_NUMBER, /* begins with a digit: a number, a date */
    TOKEN_HAN,    /* one Chinese character, or a word of the Chinese lexicon */
    TOKEN_QUOTE,  /* something in quotation marks, whole */
    TOKEN_KNOWN,  /* a current value of the order, standing there without quotation marks */
    TOKEN_MARK,   /* comma, colon, dash, bracket, arrow */
    TOKEN_STOP,   /* the end of a sentence or line */
};

struct token {
    size_t start, end; /* bytes of the text */
    struct span inner; /* the value: inside the quotation marks, else the token */
    uint64_t classes;
    int detail;  /* see struct word_row */
    int product; /* the kind of thing a W_PRODUCT names */
    enum token_kind kind;
    bool capital;  /* begins with an upper-case letter */
    bool han;      /* begins with a Chinese character */
    bool sentence; /* first of its sentence */
    bool choice;   /* TOKEN_KNOWN: one of the choices of a field, not a current value */
};

static inline bool token_is(const struct token *token, enum word_class class)
{
    return (token->classes >> class) & 1;
}

/* A message cut into tokens; `count` tokens are followed by one TOKEN_STOP that may be read. */
struct scan_text {
    struct arena *arena;
    const struct inquiry *inquiry;
    const struct store *store;
    const struct reading *reading;
    struct str text;
    struct token *tokens;
    size_t count;
    bool report; /* the words are about a piece they hold: "I wrote X" is then what it should say */
};

/* Cuts the customer's own segments; at most SPEC_TEXT_MAX bytes of the message are read. */
enum { SPEC_TEXT_MAX = 16 * 1024, SPEC_TOKENS_MAX = 6000 };
void scan_text(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
               const struct reading *reading, struct scan_text *out);
/* The same for a few words by themselves, such as the title of an item; `out->text` is `text`. */
void scan_words(struct arena *arena, struct str text, struct scan_text *out);

struct str scan_slice(const struct scan_text *scan, size_t start, size_t end);

/* A value the customer wrote, and how sure its ends are. */
struct value_read {
    struct span span;      /* empty: none */
    bool quoted;           /* in quotation marks, or a value of the order */
    enum field_kind field; /* named right before it: "the name Tessa" */
};
static inline bool value_given(const struct value_read *value)
{
    return value->span.end > value->span.start;
}

/* How much an unquoted value must look like one. */
enum trust {
    TRUST_ANY,    /* the phrase leaves no doubt: "change the name to biscuit" */
    TRUST_SOLID,  /* capitals, digits, a colour, a size, a choice of the order */
    TRUST_FIRM,   /* a colour, a size, a choice, or a capital before the name of a field: "Block font" */
    TRUST_QUOTED, /* only in quotation marks */
};
/* The value that begins at token `at` and is ended by the words themselves; false when there is none. `out_next` is
 * the token behind it. */
bool value_forward(const struct scan_text *scan, size_t at, enum trust trust, struct value_read *out,
                   size_t *out_next);
/* The value of tokens [at, end), as the slot before a known word. */
bool value_between(const struct scan_text *scan, size_t at, size_t end, enum trust trust,
                   struct value_read *out);
/* The value that ends right before token `end`. */
bool value_backward(const struct scan_text *scan, size_t end, size_t floor, struct value_read *out,
                    size_t *out_from);
/* Tokens to pass over before a value: "the words", ":". */
size_t value_lead(const struct scan_text *scan, size_t at, enum field_kind *out_field);
/* White space, closing punctuation and the like off both ends. */
struct span value_trim(struct str text, struct span span);

/* What is to be done to the current value. */
enum edit {
    EDIT_SET,
    EDIT_REMOVE,
    EDIT_KEEP_ONLY,
    EDIT_ADD,
    EDIT_CASE,
    EDIT_REVERSE,
    EDIT_PHOTO,
    EDIT_MORE, /* one more of the item */
    EDIT_ANNOUNCE,
};

struct wish {
    enum edit edit;
    struct value_read old, fresh; /* fresh: the new value, or what is removed, kept or added */
    struct value_read anchor;     /* add "x" after "y": y */
    enum field_kind field;
    int sign;                       /* the character of a W_SIGN, or 0 */
    int ordinal;                    /* of a line; 0: none */
    int letters;                    /* enum case_kind, or -1 */
    int place;                      /* enum place_kind, or -1 */
    size_t first, last;             /* tokens [first, last) */
    size_t scope_first, scope_last; /* the words around it that may name the item */
    bool every;                     /* all of a character: "the dots" */
    bool unsure;                    /* one of several the customer weighs: "Mum or Mam" */
    bool whole;                     /* said as the complete text: "make it say", "engrave" */
    bool strong;                    /* stands by itself; else it needs the order to agree */
};

/* Elements of a phrase: a word class, or a slot. P_OPT makes a class optional. */
enum phrase_element {
    P_END = 0,
    P_NEW = 64,
    P_OLD,
    P_OWN,    /* what the customer once entered: old before delivery, wanted after */
    P_OTHER,  /* and what stands against it */
    P_THING,  /* "the engraving on the back", "it", "my ring" */
    P_GAP,    /* up to four words */
    P_TARGET, /* what is removed, kept or added: a value, "the comma", "the second line" */
    P_ANCHOR, /* the place an addition stands by */
    P_OPT = 128,
};
enum { PHRASE_ELEMENTS = 10 };
struct phrase {
    uint8_t left; /* P_NEW, P_OLD or P_THING standing before the first element; P_END: none */
    uint8_t trust;
    uint8_t edit;
    bool weak; /* only where the order agrees with it */
    uint8_t elements[PHRASE_ELEMENTS];
};
struct phrase_table {
    const struct phrase *rows;
    size_t count;
};
/* Tried from the top at every token; the first that fits wins, so longer phrases stand before shorter ones. */
extern const struct phrase_table spec_phrases_en, spec_phrases_zh;

enum { WISHES_MAX = 24 };
struct wish_list {
    struct wish items[WISHES_MAX];
    size_t count;
};
void match_phrases(const struct scan_text *scan, struct wish_list *out);
/* Brings wishes together that belong together, and takes out what the order or the other wishes contradict. */
void settle_wishes(const struct scan_text *scan, struct wish_list *list);
/* What the words mean although no phrase fits: a lone quotation, a name close to the current one, a choice. */
bool guess_wish(const struct scan_text *scan, struct wish *out);

/* Where a wish applies. */
struct target {
    int item, piece;    /* ALL_ITEMS, -1 */
    struct str field;   /* the order's own name, or a plain word; empty: not clear */
    struct str current; /* empty: not known */
    enum field_kind kind;
    const struct field_rule *rule; /* or NULL */
    bool found;                    /* a field of the order */
    bool ambiguous;                /* several would do */
};
void target_find(const struct scan_text *scan, const struct wish *wish, struct target *out);
/* How well the words [first, last) name an item, or one of its pieces (-1: the item itself); 0: not at all. */
int item_mentioned(const struct scan_text *scan, int item, int piece, size_t first, size_t last);
/* The same without the words in `skip`, such as the new value itself. */
int item_mentioned_beside(const struct scan_text *scan, int item, int piece, size_t first, size_t last,
                          struct span skip);
/* The item that the words [first, last) name most; ALL_ITEMS where none is named, or several alike. */
int item_named(const struct scan_text *scan, size_t first, size_t last);
/* Places what is complained of on the pieces of an order of several, clause by clause, and adds the complaint about
 * another piece that stands unseen in the same breath. */
void place_complaints(const struct scan_text *scan, struct reading *out);
/* What a field's name means: "pet_name" → FIELD_KIND_NAME. */
enum field_kind field_kind_of(struct arena *arena, struct str name);
/* The field's choice that `value` means, without case; NULL when it is none. */
const struct str *rule_choice(const struct field_rule *rule, struct str value);
/* As rule_choice, or the choice that stands among other words in `value` ("Block font"). */
const struct str *rule_choice_within(const struct field_rule *rule, struct str value);

/* The first token of [first, last) that belongs to all `classes`; `last` when there is none. */
size_t scan_find(const struct scan_text *scan, uint64_t classes, size_t first, size_t last);

/* A change of address, of the name or telephone number for the delivery; false when the message holds none. */
bool address_read(const struct scan_text *scan, struct wish *out);

/* The complete new text, or a fault (SPEC_UNCLEAR). `out_old` is what is replaced. */
enum spec_fault edit_apply(const struct scan_text *scan, const struct wish *wish, const struct target *target,
                           struct str *out_new, struct str *out_old);

/* Where `part` stands in `whole` as whole words (or, in Chinese, at all), without case: its offset, TEXT_NOWHERE, or
 * TEXT_SEVERAL when more than once. */
#define TEXT_NOWHERE SIZE_MAX
#define TEXT_SEVERAL (SIZE_MAX - 1)
size_t text_find_words(struct str whole, struct str part);
/* The word of `whole` that `word` is most likely a correction of: close in spelling, and the only one. */
bool text_similar_word(struct str whole, struct str word, struct span *out);
/* The only date in `whole`. */
bool text_find_date(struct str whole, struct span *out);
/* Letters that must be changed to make one out of the other, without case, at most `most` + 1. */
int text_distance(struct str a, struct str b, int most);
bool text_same(struct str a, struct str b); /* without case, quotation marks and spaces at the ends */
bool text_is_date(struct str text);

#endif
