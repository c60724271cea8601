/* A tree of values: what JSON, YAML front matter and templates speak.
 *
 * Values live in an arena and are small (24 bytes); arrays and objects point at their parts. Objects keep the
 * order of their members and are searched one by one: they are small here. */
#ifndef BURIN_TEXT_VALUE_H
#define BURIN_TEXT_VALUE_H

#include "base/arena.h"

enum value_kind {
    VALUE_NIL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_REAL,
    VALUE_STRING,
    VALUE_ARRAY,
    VALUE_OBJECT,
};

struct value {
    enum value_kind kind;
    uint32_t cap; /* of the array or object being built */
    union {
        bool boolean;
        int64_t integer;
        double real;
        struct str string;
        struct {
            struct value *items;
            size_t count;
        } array;
        struct {
            struct member *members;
            size_t count;
        } object;
    };
};

struct member {
    struct str name;
    struct value value;
};

struct value value_nil(void);
struct value value_bool(bool boolean);
struct value value_int(int64_t integer);
struct value value_real(double real);
struct value value_str(struct str string); /* borrows the bytes */
struct value value_array(void);
struct value value_object(void);

/* Makes room for that many more members at once. */
void value_reserve(struct arena *arena, struct value *object, size_t more);
/* Appends; the name and the value's parts are borrowed. */
void value_push(struct arena *arena, struct value *array, struct value item);
/* Appends without looking for an earlier member of that name: the caller adds each name once. */
void value_put(struct arena *arena, struct value *object, struct str name, struct value value);
/* The member, or NULL; NULL also when `object` is not an object. */
const struct value *value_get(const struct value *object, struct str name);

#endif
