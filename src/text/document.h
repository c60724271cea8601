/* Typed reading of documents: a tree of values in, checked structs out, errors that name the JSON pointer.
 *
 * What an object may hold is a table of struct member_rule; a new row is the whole change. Members the table does
 * not know are ignored; members that are absent or null leave the struct as it was, unless required. A wrong type or
 * value gives "/order/items/0/quantity: expected a whole number from 1 to 100000, found \"x\"" (ERR_INPUT), too much
 * of something the same with ERR_LIMIT. Pointers are RFC 6901. */
#ifndef BURIN_TEXT_DOCUMENT_H
#define BURIN_TEXT_DOCUMENT_H

#include "base/date.h"
#include "base/err.h"
#include "text/value.h"

/* Times and dates outside these years are refused: nothing a store does lies there, and calendars end there. */
enum { DOCUMENT_FIRST_YEAR = 1970, DOCUMENT_LAST_YEAR = 2199 };
/* Bytes of a name, number, address or other short text; of a message or a personalization. */
enum { DOCUMENT_LABEL = 4096, DOCUMENT_TEXT = 64 * 1024 };

struct document {
    struct arena *arena;
    struct err *err;
    const char *pointer; /* put before the pointers in errors */
    const void *owner;   /* for readers that must look at what is read already */
};

/* A value with the way to it; lives on the reader's stack. */
struct node {
    const struct document *document;
    const struct node *up;
    struct str name; /* ptr NULL: an element of an array */
    size_t index;
    const struct value *value; /* NULL: absent */
};

struct member_rule;
/* Reads a node into `object` at rule->offset. */
typedef int node_reader(const struct node *node, const struct member_rule *rule, void *object);

struct shape { /* what an object looks like */
    size_t size;
    const void *blank; /* a list's elements start as this; NULL: as zeroes */
    const struct member_rule *rules;
    size_t rule_count;
    int (*finish)(const struct node *node, void *object); /* after all members; may be NULL */
};

struct member_rule {
    struct str name;
    node_reader *read;
    size_t offset;
    bool required;
    int64_t min, max;          /* of numbers; max: bytes of texts, elements of lists and maps */
    size_t count_offset;       /* of lists: where the size_t count lies */
    const struct shape *shape; /* of objects and lists of objects */
    /* For descriptions, not for reading: the words it may be, the first at 0, ptr NULL behind the last; or its schema. */
    struct str (*words)(int index);
    const char *schema;
};

struct node node_root(const struct document *document, const struct value *value);
struct node node_member(const struct node *object, struct str name);
struct node node_element(const struct node *array, size_t index);
/* Whether it is there and of that kind. */
bool node_is(const struct node *node, enum value_kind kind);

/* Fills the error: "POINTER: expected WHAT, found …". Returns -1. */
int node_expected(const struct node *node, const char *what);
/* The same for a value that must be one of `names`; empty names are not shown. */
int node_expected_word(const struct node *node, const struct str *names, size_t count);
/* An array, or an object, of at most `max` parts. */
int node_check_array(const struct node *node, int64_t max);
int node_check_map(const struct node *node, int64_t max);

/* By themselves, for readers of one's own. */
int node_text(const struct node *node, int64_t max, struct str *out);
int node_int(const struct node *node, int64_t min, int64_t max, int64_t *out);
/* All members of an object. */
int node_members(const struct node *node, const struct shape *shape, void *object);

/* For the tables. */
node_reader read_text;    /* struct str, up to rule->max bytes */
node_reader read_int;     /* int, rule->min to rule->max */
node_reader read_int64;   /* int64_t, likewise */
node_reader read_bool;    /* bool */
node_reader read_instant; /* instant_t, from RFC 3339 */
node_reader read_day;     /* day_t, from YYYY-MM-DD, or the civil day of an RFC 3339 time at its own offset */
node_reader read_object;  /* members of rule->shape, whose offsets count from `object` plus rule->offset */
node_reader read_list;    /* pointer to elements of rule->shape, and their count */
node_reader read_texts;   /* pointer to struct str of up to DOCUMENT_LABEL bytes each, and their count */

/* Where a rule's value lies in its object. */
static inline void *rule_target(const struct member_rule *rule, void *object)
{
    return (char *)object + rule->offset;
}

/* Stores a list's elements and count; the pointer's own type is known to the table only. */
static inline void rule_store_list(const struct member_rule *rule, void *object, void *elements, size_t count)
{
    memcpy(rule_target(rule, object), &elements, sizeof elements);
    memcpy((char *)object + rule->count_offset, &count, sizeof count);
}

/* Rows of a table, and the table itself. */
#define MEMBER(json, reader, type, field, ...)                                                 \
    {                                                                                          \
        .name = STR_INIT(json), .read = (reader), .offset = offsetof(type, field), __VA_ARGS__ \
    }
#define MEMBER_LIST(json, type, field, counter, most, element)                                   \
    MEMBER(json, read_list, type, field, .count_offset = offsetof(type, counter), .max = (most), \
           .shape = &(element))
#define MEMBER_TEXTS(json, type, field, counter, most) \
    MEMBER(json, read_texts, type, field, .count_offset = offsetof(type, counter), .max = (most))
#define SHAPE(type, start, table, end)                                 \
    {                                                                  \
        .size = sizeof(type), .blank = (start), .rules = (table),      \
        .rule_count = sizeof(table) / sizeof *(table), .finish = (end) \
    }

#define MEMBER_WORD(json, noun, type, field, ...) \
    MEMBER(json, read_##noun, type, field, .words = words_##noun, __VA_ARGS__)

/* Defines read_NOUN(), and words_NOUN() for MEMBER_WORD, for the first COUNT of a word list of model/words.h. */
#define DOCUMENT_WORD(noun, COUNT)                                                                \
    static int read_##noun(const struct node *node, const struct member_rule *rule, void *object) \
    {                                                                                             \
        enum noun word;                                                                           \
        if (node_is(node, VALUE_STRING) && noun##_from_name(node->value->string, &word) == 0 &&   \
            (int)word < (COUNT)) {                                                                \
            *(enum noun *)rule_target(rule, object) = word;                                       \
            return 0;                                                                             \
        }                                                                                         \
        struct str names[COUNT];                                                                  \
        for (int i = 0; i < (COUNT); i++) names[i] = noun##_name((enum noun)i);                   \
        return node_expected_word(node, names, (COUNT));                                          \
    }                                                                                             \
    static inline struct str words_##noun(int index)                                              \
    {                                                                                             \
        return index < (COUNT) ? noun##_name((enum noun)index) : (struct str){0};                 \
    }

#endif
