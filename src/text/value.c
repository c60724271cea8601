/* A tree of values; see value.h. */
#include "text/value.h"

struct value value_nil(void)
{
    return (struct value){.kind = VALUE_NIL};
}

struct value value_bool(bool boolean)
{
    return (struct value){.kind = VALUE_BOOL, .boolean = boolean};
}

struct value value_int(int64_t integer)
{
    return (struct value){.kind = VALUE_INT, .integer = integer};
}

struct value value_real(double real)
{
    return (struct value){.kind = VALUE_REAL, .real = real};
}

struct value value_str(struct str string)
{
    return (struct value){.kind = VALUE_STRING, .string = string};
}

struct value value_array(void)
{
    return (struct value){.kind = VALUE_ARRAY};
}

struct value value_object(void)
{
    return (struct value){.kind = VALUE_OBJECT};
}

void value_push(struct arena *arena, struct value *array, struct value item)
{
    size_t cap = array->cap;
    *ARENA_PUSH(arena, array->array.items, array->array.count, cap) = item;
    array->cap = (uint32_t)cap;
}

void value_reserve(struct arena *arena, struct value *object, size_t more)
{
    size_t count = object->object.count, cap = object->cap;
    if (count + more <= cap) return;
    cap = count + more > 2 * cap ? count + more : 2 * cap;
    struct member *members = arena_alloc_raw(arena, cap * sizeof *members);
    if (count) memcpy(members, object->object.members, count * sizeof *members);
    object->object.members = members;
    object->cap = (uint32_t)cap;
}

void value_put(struct arena *arena, struct value *object, struct str name, struct value value)
{
    if (object->object.count >= object->cap) value_reserve(arena, object, object->cap ? 1 : 4);
    object->object.members[object->object.count++] = (struct member){name, value};
}

const struct value *value_get(const struct value *object, struct str name)
{
    if (!object || object->kind != VALUE_OBJECT) return NULL;
    for (size_t i = 0; i < object->object.count; i++)
        if (str_eq(object->object.members[i].name, name)) return &object->object.members[i].value;
    return NULL;
}
