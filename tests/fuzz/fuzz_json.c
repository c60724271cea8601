/* Bytes as JSON: our reader and jansson, the strictest there is, accept the same texts and read the same values. Only
 * where a NUL stands behind a real number jansson looks away; ours refuses every NUL. */
#include <jansson.h>
#include <stdlib.h>

#include "text/json.h"

#define HOLDS(condition)           \
    do {                           \
        if (!(condition)) abort(); \
    } while (0)

static void check_same(const struct value *value, const json_t *json);

static void check_object(const struct value *value, const json_t *json)
{
    HOLDS(value->object.count == json_object_size(json));
    for (size_t i = 0; i < value->object.count; i++) {
        const struct member *member = &value->object.members[i];
        HOLDS(member->name.ptr[member->name.len] == '\0');
        const json_t *same = json_object_get(json, member->name.ptr);
        HOLDS(same);
        check_same(&member->value, same);
    }
}

static void check_same(const struct value *value, const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        HOLDS(value->kind == VALUE_OBJECT);
        check_object(value, json);
        break;
    case JSON_ARRAY:
        HOLDS(value->kind == VALUE_ARRAY && value->array.count == json_array_size(json));
        for (size_t i = 0; i < value->array.count; i++)
            check_same(&value->array.items[i], json_array_get(json, i));
        break;
    case JSON_STRING:
        HOLDS(value->kind == VALUE_STRING);
        HOLDS(str_eq(value->string, str_of_len(json_string_value(json), json_string_length(json))));
        break;
    case JSON_INTEGER:
        HOLDS(value->kind == VALUE_INT && value->integer == json_integer_value(json));
        break;
    case JSON_REAL:
        HOLDS(value->kind == VALUE_REAL);
        HOLDS(!(value->real < json_real_value(json)) && !(value->real > json_real_value(json)));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        HOLDS(value->kind == VALUE_BOOL && value->boolean == json_is_true(json));
        break;
    case JSON_NULL:
        HOLDS(value->kind == VALUE_NIL);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct err err = {0};
    struct value value;
    json_error_t error;
    int rc = json_parse(arena, str_of_len((const char *)bytes, size), &value, &err);
    json_t *json = json_loadb((const char *)bytes, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (size && memchr(bytes, '\0', size))
        HOLDS(rc < 0);
    else if (err.category != ERR_LIMIT)
        HOLDS((rc == 0) == (json != NULL));
    if (rc < 0 && err.category != ERR_LIMIT) HOLDS(err.line >= 1 && err.column >= 1);
    if (rc == 0) check_same(&value, json);
    json_decref(json);
    arena_free(arena);
    return 0;
}
